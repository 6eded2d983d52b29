"""From a tariff to what the search reads: options with their cents, and allowances."""

from __future__ import annotations

from typing import Any

import numpy as np

from metropoli.engines.journeys.fares.types import UNPAYABLE, Tariff
from metropoli.engines.journeys.kernels.bundles import LATE, MOST_RIDES
from metropoli.engines.journeys.routes import plain
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.weighing.kernels import allowance
from metropoli.engines.journeys.weighing.types import Automaton

# Comparing every pair of so many states would take minutes: then only equal ones are compared.
MOST_WORK = 400_000_000


def compile_tariff(tariff: Tariff | None) -> Automaton:
    """Return the automaton of a tariff; of none: one state, and no fare is known."""
    if tariff is None:
        return no_tariff()
    arrays: list[Any] = [
        plain(np.asarray(one)) if isinstance(one, np.ndarray) else one
        for one in (
            tariff.state_base,
            tariff.state_held_cents,
            tariff.state_due_cents,
            tariff.option_first,
            tariff.option_state,
            tariff.option_cents,
            tariff.option_settles,
        )
    ]
    per_base = tariff.n_classes * tariff.n_frames
    first, source, cents = allowance.expand(per_base, *arrays)
    return finish(
        (tariff.n_states, tariff.n_classes, tariff.n_frames),
        first,
        {
            "state": tariff.option_state[source],
            "cents": cents,
            "clock_s": tariff.option_clock_s[source],
            "clock_from": tariff.option_clock_from[source],
            "within": tariff.option_within[source],
            "margin_s": tariff.option_margin_s[source],
            "source": source,
        },
        tariff.state_due_cents,
    )


def no_tariff() -> Automaton:
    """Return the automaton of a city whose fares nobody knows."""
    none = np.zeros(0, np.int32)
    names = ("state", "cents", "clock_s", "clock_from", "within", "margin_s", "source")
    return finish(
        (1, 1, 1), np.zeros(2, np.int32), dict.fromkeys(names, none), np.zeros(1, np.int32)
    )


def finish(
    sizes: tuple[int, int, int], first: Int32s, options: dict[str, Any], due_cents: Int32s
) -> Automaton:
    """Return the automaton of laid-out options, with what can be known of it beforehand."""
    n_states, n_classes, n_frames = sizes
    per_state = n_classes * n_frames
    kinds: dict[str, Any] = {"clock_from": np.int8, "within": np.int8}
    rows: dict[str, Any] = {
        name: np.ascontiguousarray(values, kinds.get(name, np.int32))
        for name, values in options.items()
    }
    margins = np.unique(rows["margin_s"][rows["within"] >= 0]).astype(np.int32)
    steps = (first, rows["state"], rows["clock_s"], rows["within"], per_state, n_states)
    matters = allowance.find_matters(*steps)
    blank = Automaton(
        n_states=n_states,
        n_classes=n_classes,
        n_frames=n_frames,
        first=first,
        **rows,
        due_cents=np.append(np.where(due_cents >= UNPAYABLE, LATE, due_cents), 0).astype(np.int32),
        matters=np.append(matters, np.False_),
        soonest_s=np.append(
            allowance.find_soonest(first, rows["clock_s"], per_state, n_states), LATE
        ).astype(np.int32),
        longest_margin_s=int(margins.max(initial=0)),
        allowance_alive=np.zeros(0, np.int32),
        allowance_dead=np.zeros(0, np.int32),
        allowance_late=np.zeros(0, np.int32),
    )
    return _with_allowances(blank, margins)


def _with_allowances(blank: Automaton, margins: Int32s) -> Automaton:
    kinds = _different_kinds(blank)
    per_pair = max(1, len(blank.state) // max(1, blank.n_states)) ** 2 // max(1, len(kinds))
    too_many = blank.n_states**2 * max(1, per_pair) * (len(margins) + 1) > MOST_WORK
    alive, dead, late = allowance.allow(blank, kinds, margins, 0 if too_many else MOST_RIDES)
    return blank._replace(allowance_alive=alive, allowance_dead=dead, allowance_late=late)


def _different_kinds(automaton: Automaton) -> Int32s:
    """Return one of every set of (class, frame) pairs whose options are the same in every state."""
    per_state = automaton.n_classes * automaton.n_frames
    options = np.stack(
        (
            automaton.state,
            automaton.cents,
            automaton.clock_s,
            automaton.clock_from,
            automaton.within,
            automaton.margin_s,
        ),
        axis=1,
    ).astype(np.int64)
    seen: dict[bytes, int] = {}
    for kind in range(per_state):
        rows = np.arange(automaton.n_states) * per_state + kind
        begins, ends = automaton.first[rows], automaton.first[rows + 1]
        sizes = (ends - begins).tobytes()
        lines = [options[a:b].tobytes() for a, b in zip(begins, ends, strict=True) if b > a]
        seen.setdefault(b"".join([sizes, *lines]), kind)
    return np.array(list(seen.values()), np.int32)

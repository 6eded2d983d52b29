"""Whoever is told never to be worse off never is, whatever rides come."""

from __future__ import annotations

import numpy as np
import pytest

from engines.journeys.weighing.worlds import random_fares
from metropoli.engines.journeys.weighing.automaton import compile_tariff, no_tariff
from metropoli.engines.journeys.weighing.kernels.allowance import TOO_MUCH, find_longest

NOBODY_TELLS = 10**8
FOREVER = 10**9


def dearest(fares, state, ends_s, rides):
    """Return the least that is still to pay, over every way to pay for the rides."""
    purse = {(state, ends_s): 0}
    for kind, frame, on_s, off_s in rides:
        after = {}
        for (held, until_s), paid in purse.items():
            for option in fares.options.get((held, kind, frame), ()):
                at_s = {-1: -FOREVER, 0: on_s, 1: off_s}[option.within]
                if at_s > until_s - option.margin_s:
                    continue
                started_s = off_s if option.clock_from else on_s
                runs_s = started_s + option.clock_s if option.clock_s else until_s
                key = option.state, FOREVER if option.clock_s < 0 else runs_s
                after[key] = min(after.get(key, NOBODY_TELLS), paid + option.cents)
        purse = after
    ends = [paid + fares.due_cents[held] for (held, _), paid in purse.items()]
    return min([NOBODY_TELLS, *ends])


def rides_from(rng, automaton, now_s):
    rides = []
    for _ in range(rng.integers(0, 5)):
        on_s = now_s + int(rng.integers(0, 12))
        off_s = on_s + int(rng.integers(0, 12))
        kind, frame = rng.integers(0, automaton.n_classes), rng.integers(0, automaton.n_frames)
        rides.append((int(kind), int(frame), on_s, off_s))
        now_s = off_s
    return rides


def clock_of(rng, longest_s):
    """Return when a clock that may run in a state ends, from second 0 on."""
    if longest_s >= FOREVER and rng.random() < 0.3:
        return FOREVER
    return int(rng.integers(-5, min(int(longest_s), 60) + 1))


@pytest.mark.parametrize("batch", range(4))
def test_who_is_allowed_is_never_worse_off(batch):
    told = tight = 0
    for seed in range(batch, 400, 4):
        rng = np.random.default_rng(seed)
        fares = random_fares(rng, 4)
        automaton = compile_tariff(fares.tariff)
        longest_s, size = find_longest(automaton), automaton.n_states + 1
        for _ in range(60):
            a, b = (int(one) for one in rng.integers(0, automaton.n_states, 2))
            ends_a, ends_b = clock_of(rng, longest_s[a]), clock_of(rng, longest_s[b])
            alive = ends_a >= ends_b
            allowed = automaton.allowance_alive if alive else automaton.allowance_dead
            cents = int(allowed[a * size + b])
            if cents >= TOO_MUCH:
                continue
            rides = rides_from(rng, automaton, 0)
            other = dearest(fares, b, ends_b, rides)
            if other < NOBODY_TELLS:
                mine = dearest(fares, a, ends_a, rides)
                assert mine <= other + cents, (seed, a, b, rides)
                told += 1
                tight += mine == other + cents
    assert told > 500
    assert tight > 50


def test_who_holds_the_same_ticket_is_allowed_the_same():
    for seed in range(200):
        automaton = compile_tariff(random_fares(np.random.default_rng(seed), 4).tariff)
        size = automaton.n_states + 1
        for state in range(automaton.n_states):
            assert automaton.allowance_alive[state * size + state] <= 0


def test_an_unknown_fare_is_the_dearest():
    automaton = no_tariff()
    known, unknown = 0, 1
    assert automaton.allowance_alive[known * 2 + unknown] == 0
    assert automaton.allowance_alive[unknown * 2 + known] == TOO_MUCH

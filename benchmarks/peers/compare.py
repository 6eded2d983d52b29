"""Compare the answers of engines to the same questions, and the time each took."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

NEVER = math.inf
MAX_RIDES = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """What an engine answered to one pair: arrival (seconds of the day) by number of rides."""

    arrivals_s: dict[int, float]
    cpu_ms: float
    wall_ms: float

    @property
    def earliest_s(self) -> float:
        return min(self.arrivals_s.values(), default=NEVER)

    def within(self, rides: int) -> float:
        """Return the earliest arrival with so many rides at most."""
        return min((s for k, s in self.arrivals_s.items() if k <= rides), default=NEVER)


Replies = dict[int, Reply]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two engines agree on the pairs that both were asked. Shares of all those pairs."""

    pairs: int
    same_earliest: float
    same_front: float
    earlier: int  # pairs where the other engine claims to arrive earlier than ours
    later: int
    only_ours: int  # pairs that only we answer
    only_theirs: int
    differing: tuple[int, ...]


def read_replies(path: Path) -> Replies:
    replies: Replies = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cpu_ms, wall_ms = float(row["cpu_ms"]), float(row.get("wall_ms") or "nan")
            reply = replies.setdefault(int(row["pair"]), Reply({}, cpu_ms, wall_ms))
            if row["arrival_s"]:
                reply.arrivals_s[int(row["rides"])] = float(row["arrival_s"])
    return replies


def agreement(ours: Replies, theirs: Replies, *, rounding_s: float) -> Agreement:
    """Compare pair by pair; arrivals that differ by less than the engines' rounding are the same."""
    pairs = sorted(ours.keys() & theirs.keys())
    gap = {pair: gap_s(theirs[pair].earliest_s, ours[pair].earliest_s) for pair in pairs}
    both = [pair for pair in pairs if math.isfinite(gap[pair])]
    same = [pair for pair in both if abs(gap[pair]) <= rounding_s]
    front = [pair for pair in same if same_front(ours[pair], theirs[pair], rounding_s)]
    return Agreement(
        pairs=len(pairs),
        same_earliest=len(same) / max(len(pairs), 1),
        same_front=len(front) / max(len(pairs), 1),
        earlier=sum(gap[pair] < -rounding_s for pair in both),
        later=sum(gap[pair] > rounding_s for pair in both),
        only_ours=sum(gap[pair] == NEVER for pair in pairs),
        only_theirs=sum(gap[pair] == -NEVER for pair in pairs),
        differing=tuple(sorted(set(pairs) - set(front))),
    )


def gap_s(theirs_s: float, ours_s: float) -> float:
    """Return how much later they arrive; two engines without an answer agree."""
    return 0.0 if theirs_s == ours_s else theirs_s - ours_s


def same_front(ours: Reply, theirs: Reply, rounding_s: float) -> bool:
    """
    Tell whether both know the same best arrival for every number of rides.

    Stairs, not sets, are compared: a step smaller than the rounding shows in one set only.
    """
    return all(
        abs(gap_s(theirs.within(rides), ours.within(rides))) <= rounding_s
        for rides in range(1, MAX_RIDES + 1)
    )


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def times(replies: Replies) -> dict[str, float]:
    """Return median and 95th percentile of CPU and wall time, milliseconds."""
    cpu_ms = [reply.cpu_ms for reply in replies.values()]
    wall_ms = [reply.wall_ms for reply in replies.values()]
    return {
        "cpu_median_ms": median(cpu_ms),
        "cpu_p95_ms": percentile(cpu_ms, 0.95),
        "wall_median_ms": median(wall_ms),
        "wall_p95_ms": percentile(wall_ms, 0.95),
    }

"""What is shown of the engine's answers: never one that another beats, wherever the window ends."""

from __future__ import annotations

from collections import namedtuple

import numpy as np
import pytest

from metropoli.apps.travel.bridge.trips import transit
from metropoli.engines import journeys

Told = namedtuple("Told", "departs_s arrives_s rides")
NOWHERE = journeys.Walks(np.zeros(0, np.int32), np.zeros(0, np.int32))
AT_S = 36_000


def beats(one, other):
    """Leaves no earlier, arrives no later, with no more rides, and is better in one of them."""
    better = (
        one.departs_s >= other.departs_s
        and one.arrives_s <= other.arrives_s
        and len(one.rides) <= len(other.rides)
    )
    return better and one != other


def best_of(told):
    return [one for one in told if not any(beats(other, one) for other in told)]


def a_day(seed):
    """Crowded and slow: trips of up to four hours, many of them beaten by one that leaves later."""
    rng = np.random.default_rng(seed)
    leaves = AT_S + rng.integers(-240, 240, 30) * 60
    lasts = rng.integers(10, 240, 30) * 60
    rides = rng.integers(1, 4, 30)
    return [
        Told(int(a), int(a + b), (None,) * int(n))
        for a, b, n in zip(leaves, lasts, rides, strict=True)
    ]


def engine(told):
    def plan(asked):
        if asked.by_arrival:
            inside = [t for t in told if t.arrives_s <= asked.latest_s]
            if asked.earliest_s is not None:
                inside = [t for t in inside if t.arrives_s >= asked.earliest_s]
            else:
                inside = [t for t in inside if t.departs_s == max(i.departs_s for i in inside)]
        else:
            inside = [t for t in told if t.departs_s >= asked.earliest_s]
            if asked.latest_s is not None:
                inside = [t for t in inside if t.departs_s <= asked.latest_s]
            else:
                inside = [t for t in inside if t.arrives_s == min(i.arrives_s for i in inside)]
        return tuple(best_of(inside))

    return plan


@pytest.mark.parametrize("by_arrival", [False, True])
@pytest.mark.parametrize("seed", range(200))
def test_nothing_is_shown_that_another_journey_beats(seed, by_arrival):
    told = a_day(seed)
    edge = {"latest_s": AT_S} if by_arrival else {"earliest_s": AT_S}
    asked = journeys.Query(NOWHERE, NOWHERE, by_arrival=by_arrival, **edge)
    allowed = [t for t in told if (t.arrives_s <= AT_S if by_arrival else t.departs_s >= AT_S)]
    shown = transit.nearest(engine(told), asked, AT_S)
    assert set(shown) <= set(best_of(allowed))
    assert bool(shown) == bool(allowed)
    quickest = min((t.arrives_s - t.departs_s for t in shown), default=0)
    for one in shown:
        lasts = one.arrives_s - one.departs_s
        assert lasts <= transit.BEARABLE_SHARE * quickest + transit.BEARABLE_S or lasts == quickest

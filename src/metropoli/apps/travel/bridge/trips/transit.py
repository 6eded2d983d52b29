"""Public transport: the journeys around an instant that nobody can better, in time and in the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from metropoli.apps.travel.bridge.approaches import Side, Ways, ways_to_stops
from metropoli.apps.travel.bridge.days import footing_of
from metropoli.apps.travel.bridge.trips.choosing import SHOWN, facts_of_trip, the_odd_ones
from metropoli.apps.travel.bridge.trips.hand import AtHand
from metropoli.apps.travel.bridge.trips.places import OnFoot, day_through
from metropoli.apps.travel.bridge.trips.telling import Teller, Told
from metropoli.apps.travel.rules.costs import with_costs
from metropoli.apps.travel.rules.reasons import BEARABLE_S, BEARABLE_SHARE
from metropoli.apps.travel.types import TRANSIT, Trip, TripRequest
from metropoli.engines import journeys

# How far beyond the first arrival one looks, further and further until there is enough to show.
BEYOND_S = (20 * 60, 60 * 60, 4 * 3_600, 12 * 3_600)
DAY = timedelta(days=1)
Plan = Callable[[journeys.Query], tuple[journeys.Journey, ...]]
WEIGHED = frozenset((journeys.FARE, journeys.CO2))
# Who pays or emits less may arrive so much later than the quickest.
SLACK_S, SLACK_PERCENT = 10 * 60, 15


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """One question on the view of one day."""

    day: journeys.Day
    request: TripRequest
    at_s: int
    direct_s: int | None  # on foot all the way: nothing slower is suggested
    through: journeys.Through | None  # the day in layers, where places lie on the way

    def plan(self, query: journeys.Query) -> tuple[journeys.Journey, ...]:
        """Return the quickest journeys, through the places if there are some."""
        if self.through is None:
            return journeys.plan(self.day, query)
        return journeys.plan_through(self.through, query)

    def weigh(
        self, weighing: journeys.Weighing, question: journeys.Question
    ) -> tuple[journeys.Weighed, ...]:
        """Return the journeys that are best in something, through the places if there are some."""
        if self.through is None:
            return journeys.weigh(weighing, question)
        return journeys.weigh_through(self.through, weighing, question)


def transit_trips(hand: AtHand, request: TripRequest, feet: OnFoot) -> list[Trip]:
    """Look at the day asked for, then at the one beside."""
    ways = ways_to_stops(hand.network, request, hand.fleets, request.at)
    if not len(ways.access.found.stop) or not len(ways.egress.found.stop):
        return []
    beside = request.at + (-DAY if request.arrive_by else DAY)
    for moment in (request.at, beside):
        day = hand.day(moment.date(), footing_of(request.manner))
        if day is not None:
            at_s = int(request.at.timestamp()) - day.start_s
            through = day_through(hand.network, hand.fleets, request, day, feet)
            found = _found(hand, ways, _Search(day, request, at_s, feet.lasts_s, through))
            if found:
                return found
    return []


def _found(hand: AtHand, ways: Ways, search: _Search) -> list[Trip]:
    """Return the ways on foot that are quickest, then those that are better in something else."""
    teller = Teller(hand.network, search.day, search.request, ways)
    on_foot = _on_foot(ways.access), _on_foot(ways.egress)
    soonest = list(_soonest(search, ways, on_foot))
    told = [with_costs(teller.tell(one)) for one in soonest]
    known = {_rides(one.journey) for one in soonest}
    plain: list[journeys.Weighed] = []
    by_kind: dict[str, journeys.Weighed] = {}
    for one in _weighed(hand, ways, search):
        kind = teller.kind(one.access_row, one.egress_row)
        if kind != TRANSIT:
            best = by_kind.setdefault(kind, one)
            if _quicker(one.journey, best.journey, search):
                by_kind[kind] = one
        elif _rides(one.journey) not in known:
            plain.append(one)
    odd = the_odd_ones([facts_of_trip(trip) for trip in told], plain)
    if TRANSIT not in search.request.modes:
        told, odd = [], []
    told += [_beside(teller, one) for one in odd]
    told.sort(key=lambda trip: (trip.departs_at, trip.arrives_at))
    return told + [_beside(teller, one) for one in by_kind.values()]


def _beside(teller: Teller, one: journeys.Weighed) -> Trip:
    """Tell a way that is no step of the page: before and after it others may have been left out."""
    told = teller.tell(Told(one.journey, one.access_row, one.egress_row))
    return replace(told, beside=True)


def _quicker(one: journeys.Journey, other: journeys.Journey, search: _Search) -> bool:
    if search.request.arrive_by:
        return one.departs_s > other.departs_s
    return one.arrives_s < other.arrives_s


def _rides(journey: journeys.Journey) -> tuple[tuple[int, int, int], ...]:
    return tuple((r.vehicle, r.board_position, r.alight_position) for r in journey.rides)


def _on_foot(side: Side) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the rows of a side that need no vehicle but one's own, taken aboard."""
    plain = np.array([not way.take and way.kind in {"walk", "bike"} for way in side.ways], np.bool_)
    return plain[side.found.way]


def _soonest(search: _Search, ways: Ways, on_foot: tuple[np.ndarray, np.ndarray]) -> Iterator[Told]:
    access, egress = (
        journeys.Walks(side.found.stop[rows], side.found.lasts_s[rows])
        for side, rows in zip((ways.access, ways.egress), on_foot, strict=True)
    )
    if not len(access.stop) or not len(egress.stop):
        return
    for journey in nearest(search.plan, _question(search, access, egress), search.at_s):
        first, last = journey.rides[0].board_stop, journey.rides[-1].alight_stop
        yield Told(
            journey,
            _quickest_row(ways.access, on_foot[0], first, journey.legs[0]),
            _quickest_row(ways.egress, on_foot[1], last, journey.legs[-1]),
        )


def _quickest_row(
    side: Side, usable: np.ndarray, stop: int, leg: journeys.Walk | journeys.Ride | journeys.Stay
) -> int:
    """Return the row by which a leg leads to a stop; that of nothing if it leads to a place."""
    if isinstance(leg, journeys.Walk) and leg.from_stop == leg.to_stop == journeys.ANYWHERE:
        return journeys.ON_FOOT
    if isinstance(leg, journeys.Walk) and stop not in (leg.from_stop, leg.to_stop):
        return journeys.ON_FOOT
    rows = np.flatnonzero(usable & (side.found.stop == stop))
    return int(rows[np.argmin(side.found.lasts_s[rows])])


def _weighed(hand: AtHand, ways: Ways, search: _Search) -> tuple[journeys.Weighed, ...]:
    """Search by fare and emissions too, with every way to reach the stops that was asked for."""
    request = search.request
    question = journeys.Question(
        access=ways.access.approaches,
        egress=ways.egress.approaches,
        earliest_s=None if request.arrive_by else search.at_s,
        latest_s=search.at_s if request.arrive_by else None,
        by_arrival=request.arrive_by,
        criteria=WEIGHED,
        max_rides=request.max_rides,
        direct_s=search.direct_s,
        slack_s=SLACK_S,
        slack_percent=SLACK_PERCENT,
    )
    return search.weigh(hand.network.weighing(search.day, request.owned), question)


def _question(search: _Search, access: journeys.Walks, egress: journeys.Walks) -> journeys.Query:
    """Return the question about one instant: who arrives first, or who leaves last."""
    arrive_by = search.request.arrive_by
    return journeys.Query(
        access=access,
        egress=egress,
        earliest_s=None if arrive_by else search.at_s,
        latest_s=search.at_s if arrive_by else None,
        by_arrival=arrive_by,
        max_rides=search.request.max_rides,
        direct_s=search.direct_s,
    )


def nearest(plan: Plan, asked: journeys.Query, at_s: int) -> list[journeys.Journey]:
    """
    Widen the window until enough journeys are certain to be among the best.

    What arrives within the window cannot be beaten by what leaves after it (and the mirror of it).
    """
    # Whoever walks at once may be there before the first tram of the morning: that is no reason to hide it.
    best = [j for j in plan(replace(asked, direct_s=None)) if j.rides]
    if not best:
        return []
    chosen: list[journeys.Journey] = []
    for beyond_s in BEYOND_S:
        if asked.by_arrival:
            window_s = at_s - max(journey.departs_s for journey in best) + beyond_s
            found = plan(replace(asked, earliest_s=at_s - window_s))
            certain = [j for j in found if j.departs_s >= at_s - window_s]
        else:
            window_s = min(journey.arrives_s for journey in best) - at_s + beyond_s
            found = plan(replace(asked, latest_s=at_s + window_s))
            certain = [j for j in found if j.arrives_s <= at_s + window_s]
        chosen = _choose(certain, arrive_by=asked.by_arrival)
        if len(chosen) >= SHOWN:
            break
    return chosen


def _choose(found: list[journeys.Journey], *, arrive_by: bool) -> list[journeys.Journey]:
    """
    Keep the ones nearest to the instant asked for, told in the order in which they leave.

    The engine's set is complete; a person is spared the direct bus that takes the whole morning.
    """
    rides = [journey for journey in found if journey.rides]
    bearable_s = BEARABLE_SHARE * min((_lasts_s(j) for j in rides), default=0) + BEARABLE_S
    rides = [journey for journey in rides if _lasts_s(journey) <= bearable_s]
    if arrive_by:
        rides.sort(key=lambda journey: (-journey.arrives_s, -journey.departs_s, len(journey.rides)))
    else:
        rides.sort(key=lambda journey: (journey.departs_s, journey.arrives_s, len(journey.rides)))
    return sorted(rides[:SHOWN], key=lambda journey: (journey.departs_s, journey.arrives_s))


def _lasts_s(journey: journeys.Journey) -> int:
    return journey.arrives_s - journey.departs_s

"""What a chain of rides costs, and which ticket is bought at which ride."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.fares.rides import BEFORE_MINUTES, minute_frames
from metropoli.engines.journeys.fares.types import BOARDING, NO_FARE, UNPAYABLE, Tariff
from metropoli.engines.journeys.types import Journey, Timetable

MINUTE_S = 60
NO_END = 1 << 40


class FareRide(NamedTuple):
    """A ride as its fare sees it: class and time frame, see `fare_ride`; times in one clock."""

    fare_class: int
    frame: int
    departs_s: int
    arrives_s: int


@dataclass(frozen=True, slots=True)
class Bought:
    """A ticket: what was paid for it in all, and the rides of the chain that it pays for."""

    product: int  # row of Products.sold; -1: none was needed
    cents: int
    rides: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """The least that a chain of rides costs, and one way to pay no more."""

    cents: int
    bought: tuple[Bought, ...]


class _Way(NamedTuple):
    """A way to pay the rides so far. Of equals the one with fewer tickets is told."""

    cents: int
    n_tickets: int
    state: int
    ends_s: int  # when the clock ends
    held: int  # which of the tickets bought is the one in use
    bought: tuple[Bought, ...]


def price_rides(tariff: Tariff, rides: Sequence[FareRide]) -> Price | None:
    """Return the price of rides one after the other; None where nobody tells a fare."""
    ways = [_Way(0, 0, 0, NO_END, -1, ())]
    for number, ride in enumerate(rides):
        if ride.fare_class == NO_FARE:
            return None
        after = [one for way in ways for one in _ways_after(tariff, way, number, ride)]
        ways = _best(after)
    ended = [
        _ended(way, int(tariff.state_due_cents[way.state]))
        for way in ways
        if tariff.state_due_cents[way.state] < UNPAYABLE
    ]
    best = min(ended, default=None, key=lambda way: (way.cents, way.n_tickets))
    return None if best is None else Price(best.cents, best.bought)


def _ways_after(tariff: Tariff, way: _Way, number: int, ride: FareRide) -> list[_Way]:
    row = int(tariff.state_base[way.state]) * tariff.n_classes + ride.fare_class
    kind = row * tariff.n_frames + ride.frame
    return [
        _after(tariff, way, option, number, ride)
        for option in range(tariff.option_first[kind], tariff.option_first[kind + 1])
        if _usable(tariff, way, option, ride)
    ]


def _usable(tariff: Tariff, way: _Way, option: int, ride: FareRide) -> bool:
    within = int(tariff.option_within[option])
    if within < 0:
        return True
    at_s = ride.departs_s if within == BOARDING else ride.arrives_s
    return at_s + int(tariff.option_margin_s[option]) <= way.ends_s


def _after(tariff: Tariff, way: _Way, option: int, number: int, ride: FareRide) -> _Way:
    """Return the way after one more ride; a pass (opens, settles nothing) leaves the ticket held."""
    state, product = int(tariff.option_state[option]), int(tariff.option_product[option])
    opens, settles = bool(tariff.option_opens[option]), bool(tariff.option_settles[option])
    cents = int(tariff.option_cents[option]) + int(tariff.state_held_cents[state])
    due = int(tariff.state_due_cents[way.state]) if settles else 0
    if not settles:
        cents -= int(tariff.state_held_cents[way.state])
    bought = _add(way.bought, way.held, due)
    known = next((row for row, one in enumerate(bought) if one.product == product >= 0), None)
    held = way.held
    if opens and settles:
        place = held = len(bought)
    elif opens or (settles and known is not None):
        place = len(bought) if known is None else known
    else:
        place = held
    if place == len(bought):
        bought = (*bought, Bought(product, cents, (number,)))
    else:
        bought = _ride_on(bought, place, (product, cents, number))
    return _Way(
        way.cents + cents + due,
        len(bought),
        state,
        _ends_s(tariff, way, option, ride),
        held,
        bought,
    )


def _ride_on(
    bought: tuple[Bought, ...], place: int, more: tuple[int, int, int]
) -> tuple[Bought, ...]:
    product, cents, number = more
    one = bought[place]
    product = product if product >= 0 else one.product
    grown = Bought(product, one.cents + cents, (*one.rides, number))
    return (*bought[:place], grown, *bought[place + 1 :])


def _add(bought: tuple[Bought, ...], place: int, cents: int) -> tuple[Bought, ...]:
    if not cents or place < 0:
        return bought
    one = bought[place]
    grown = Bought(one.product, one.cents + cents, one.rides)
    return (*bought[:place], grown, *bought[place + 1 :])


def _ends_s(tariff: Tariff, way: _Way, option: int, ride: FareRide) -> int:
    clock_s = int(tariff.option_clock_s[option])
    if clock_s == 0:
        return way.ends_s
    if clock_s < 0:
        return NO_END
    at_boarding = tariff.option_clock_from[option] == BOARDING
    return clock_s + (ride.departs_s if at_boarding else ride.arrives_s)


def _ended(way: _Way, due_cents: int) -> _Way:
    return way._replace(cents=way.cents + due_cents, bought=_add(way.bought, way.held, due_cents))


def _best(ways: list[_Way]) -> list[_Way]:
    """Keep of ways that hold the same until the same time the cheapest, with the fewest tickets."""
    found: dict[tuple[int, int], _Way] = {}
    for way in ways:
        key = way.state, way.ends_s
        if key not in found or way[:2] < found[key][:2]:
            found[key] = way
    return list(found.values())


def fare_class(
    tariff: Tariff, timetable: Timetable, trip: int, board_position: int, alight_position: int
) -> int:
    """Return the class of a ride on a trip, from one position of its pattern to a later one."""
    parts = range(timetable.part_first[trip], timetable.part_first[trip + 1])
    part = max(part for part in parts if timetable.part_position[part] <= board_position)
    group = int(tariff.line_group[timetable.part_line[part]])
    if group < 0:
        return NO_FARE
    first = int(timetable.pattern_first[timetable.trip_pattern[trip]])
    stops = timetable.pattern_stop[first + board_position : first + alight_position + 1]
    zones = tariff.stop_zone[stops].tolist()
    n_zones, n_sets = int(tariff.group_zones[group]), int(tariff.group_sets[group])
    passed = 0
    for zone in zones:
        passed = int(tariff.pass_next[tariff.group_pass[group] + passed * n_zones + zone])
        if passed < 0:
            return NO_FARE
    place = (zones[0] * n_zones + zones[-1]) * n_sets + passed
    return int(tariff.class_of[tariff.group_class[group] + place])


def frame_at(tariff: Tariff, day: int, departs_s: int) -> int:
    """Return the frame of a departure, in seconds of a calendar day (proleptic ordinal)."""
    return int(minute_frames(tariff, day)[departs_s // MINUTE_S + BEFORE_MINUTES])


def fare_rides(tariff: Tariff, day: Day, journey: Journey) -> tuple[FareRide, ...]:
    """Return the rides of a journey of a day as their fares see them, ready for `price_rides`."""
    return tuple(
        FareRide(
            fare_class(tariff, day.timetable, ride.trip, ride.board_position, ride.alight_position),
            frame_at(tariff, day.day, ride.departs_s),
            ride.departs_s,
            ride.arrives_s,
        )
        for ride in journey.rides
    )

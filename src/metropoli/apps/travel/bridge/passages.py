"""What passes at a stop, each vehicle with all the stops that it serves; and a vehicle by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from metropoli.apps.travel.bridge.live.facts import CANCELLED, LIVE
from metropoli.apps.travel.bridge.live.gone import Missing, missing_calls, planned_day
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.ride_legs import ride_legs
from metropoli.apps.travel.bridge.run_keys import find_run
from metropoli.apps.travel.bridge.wording import midnight_s, zone_of
from metropoli.apps.travel.rules.vehicles import vehicle_of
from metropoli.apps.travel.types import TRANSIT, Leg, Passage, PassageQuestion, Trip
from metropoli.base.errors import NotFound
from metropoli.engines import journeys

MOST = 1_024  # passages of one answer
LOOKED_AHEAD_DAYS = 7
LONGEST_STAY_S = 2 * 3_600  # of a vehicle at a stop
LAST_NIGHT_S = 12 * 3_600  # how long the last view of a timetable speaks of the next morning


class _Event(NamedTuple):
    at_s: int  # UTC epoch
    view: journeys.Day
    call: journeys.Departure
    kept: bool = True  # else it was planned, and does not happen


def passages(network: Network, question: PassageQuestion) -> tuple[Passage, ...]:
    """Return what passes, in the order of time; see `services.list_passages`."""
    rows = [network.rows.stops[key] for key in question.stops]
    found = list(_enough(network, rows, question))
    found.sort(key=lambda event: (event.at_s, event.call.vehicle, event.call.position))
    return tuple(_passage(network, event, question) for event in found)


def vehicle(network: Network, key: str) -> Trip:
    """Return all that a vehicle does on its day; see `services.read_vehicle`."""
    try:
        found = find_run(network, key)
    except NotFound:
        return _cancelled(network, key)
    return Trip(kind=TRANSIT, legs=_legs(network, found.day, found.vehicle, drawn=True))


def _cancelled(network: Network, key: str) -> Trip:
    """Return what a vehicle was to do that does not run today."""
    live = network.live
    if live is None or live.followed is None:
        raise NotFound("unknown_vehicle", key=key[:120])
    found = find_run(live.planned, key)
    legs = _legs(live.planned, found.day, found.vehicle, drawn=True)
    return Trip(kind=TRANSIT, legs=tuple(replace(leg, live=CANCELLED) for leg in legs))


def _legs(network: Network, day: journeys.Day, vehicle: int, *, drawn: bool) -> tuple[Leg, ...]:
    calls = journeys.trip_calls(day, vehicle)
    whole = journeys.Ride(
        vehicle=vehicle,
        trip=int(day.vehicles.trip[vehicle]),
        board_position=0,
        alight_position=len(calls.stop) - 1,
        board_stop=int(calls.stop[0]),
        alight_stop=int(calls.stop[-1]),
        departs_s=int(calls.departs_s[0]),
        arrives_s=int(calls.arrives_s[-1]),
    )
    return tuple(ride_legs(network, day, whole, drawn=drawn))


def _enough(network: Network, rows: list[int], question: PassageQuestion) -> Iterator[_Event]:
    """Yield from the instant on until there are enough, and all of the last one's instant."""
    at_s, n_found, last_s = int(question.at.timestamp()), 0, 0
    missing = Missing(network)
    for from_s, until_s, view in _views(network, question.at, earlier=question.earlier):
        events = [*_events(network, view, rows, question, (from_s, until_s))]
        if missing.any() and not question.arrivals:
            unkept = _unkept_events(network, missing, view, rows, (from_s, until_s))
            events += [event for event in unkept if _counts(network, event.call, question)]
        for event in sorted(events, key=lambda event: event.at_s, reverse=question.earlier):
            within = question.window_s and abs(event.at_s - at_s) <= question.window_s
            wanted = within or n_found < question.n or event.at_s == last_s
            if not wanted or n_found >= MOST:
                return
            n_found, last_s = n_found + 1, event.at_s
            yield event


def _views(
    network: Network, at: datetime, *, earlier: bool
) -> Iterator[tuple[int, int, journeys.Day]]:
    """Yield stretches of time, going on or back from an instant, each with the view that holds it."""
    at_s = int(at.timestamp())
    step, today = (-1 if earlier else 1), at.astimezone(zone_of(network)).toordinal()
    for ordinal in range(today, today + step * (LOOKED_AHEAD_DAYS + 1), step):
        view, following = _view(network, ordinal), _view(network, ordinal + 1)
        if view is None:
            last = _view(network, ordinal - 1)
            if last is not None and following is None:
                starts_s = midnight_s(network, ordinal)
                yield from _between(at_s, starts_s, starts_s + LAST_NIGHT_S, last, earlier=earlier)
            continue
        ends_s = midnight_s(network, ordinal + 1) - 1
        yield from _between(at_s, view.start_s, ends_s, view, earlier=earlier)


def _between(
    at_s: int, from_s: int, until_s: int, view: journeys.Day, *, earlier: bool
) -> Iterator[tuple[int, int, journeys.Day]]:
    from_s, until_s = (from_s, min(until_s, at_s)) if earlier else (max(from_s, at_s), until_s)
    if from_s <= until_s:
        yield from_s, until_s, view


def _view(network: Network, ordinal: int) -> journeys.Day | None:
    try:
        return network.day(ordinal)
    except NotFound:
        return None


def _events(
    network: Network,
    view: journeys.Day,
    rows: list[int],
    question: PassageQuestion,
    stretch: tuple[int, int],
) -> Iterator[_Event]:
    from_s, until_s = stretch
    calls = journeys.departures(
        view,
        rows,
        from_s=from_s - view.start_s,
        until_s=until_s - view.start_s + (LONGEST_STAY_S if question.arrivals else 0),
        limit=MOST * 4,
    )
    for call in calls:
        of_s = (call.arrives_s if question.arrivals else call.departs_s) + view.start_s
        if from_s <= of_s <= until_s and _counts(network, call, question):
            yield _Event(of_s, view, call)


def _unkept_events(
    network: Network,
    missing: Missing,
    view: journeys.Day,
    rows: list[int],
    stretch: tuple[int, int],
) -> Iterator[_Event]:
    """Yield the departures that were promised and do not happen."""
    planned = planned_day(network, view.day)
    if planned is not None:
        from_s, until_s = stretch
        span = (from_s - planned.start_s, until_s - planned.start_s)
        for call in missing_calls(network, missing, rows, planned, span):
            yield _Event(call.departs_s + planned.start_s, planned, call, kept=False)


def _counts(network: Network, call: journeys.Departure, question: PassageQuestion) -> bool:
    timetable = network.timetable
    if question.vehicles:
        line = int(timetable.part_line[_part(timetable, call, arrivals=question.arrivals)])
        if vehicle_of(network.labels.lines[line].mode) not in question.vehicles:
            return False
    if not question.arrivals:
        return call.boards
    pattern = int(timetable.trip_pattern[call.trip])
    alights = timetable.pattern_alight[int(timetable.pattern_first[pattern]) + call.position]
    return call.position > 0 and bool(alights)


def _part(timetable: journeys.Timetable, call: journeys.Departure, *, arrivals: bool) -> int:
    """Return the part under which the vehicle arrives there, or leaves again."""
    first, last = int(timetable.part_first[call.trip]), int(timetable.part_first[call.trip + 1])
    starts = timetable.part_position[first:last]
    begun = starts < call.position if arrivals else starts <= call.position
    return first + max(0, int(np.count_nonzero(begun)) - 1)


def _passage(network: Network, event: _Event, question: PassageQuestion) -> Passage:
    """Return the vehicle while it runs as the line that arrives there, or leaves from there."""
    if not event.kept and network.live is not None:
        told = _passage(network.live.planned, event._replace(kept=True), question)
        return _unkept(network, told)
    seen = 0
    for leg in _legs(network, event.view, event.call.vehicle, drawn=False):
        position = event.call.position - seen
        last = len(leg.calls) - 1
        if position < last or (position == last and question.arrivals):
            return Passage(leg, position)
        seen += last
    return Passage(leg, last)


def _unkept(network: Network, planned: Passage) -> Passage:
    """Return a planned passage that does not happen: the vehicle does not run, or passes by."""
    leg = planned.leg
    try:
        find_run(network, leg.trip_key)
    except NotFound:
        return Passage(replace(leg, live=CANCELLED), planned.position)
    calls = tuple(
        replace(call, skipped=call.skipped or nth == planned.position)
        for nth, call in enumerate(leg.calls)
    )
    return Passage(replace(leg, live=LIVE, calls=calls), planned.position)

"""How things are now, as GTFS-Realtime under the names of the feed that goes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from metropoli.apps.travel.bridge.network import Live, Network, key_of
from metropoli.apps.travel.bridge.opening.core import Chosen, choose
from metropoli.apps.travel.bridge.opening.ids import line_id, stop_id
from metropoli.engines import journeys

ADDED, CANCELED = 1, 3  # of a trip, as GTFS-Realtime numbers it
SKIPPED, NO_DATA = 1, 2  # of a stop of it
UPDATES, POSITIONS, ALERTS = "trip-updates", "vehicle-positions", "alerts"
BULLETINS = (UPDATES, POSITIONS, ALERTS)


class _Going(NamedTuple):
    """A vehicle that was heard of, in the timetable of how things are."""

    followed: journeys.Followed
    trip: int  # row among all, the added ones last
    day: int  # proleptic ordinal
    began_at: int  # epoch of second 0 of its service day

    @property
    def calls(self) -> range:
        """Return its calls, by row of the timetable."""
        timetable = self.followed.timetable
        first, pattern = (
            int(timetable.trip_first[self.trip]),
            int(timetable.trip_pattern[self.trip]),
        )
        n_calls = int(timetable.pattern_first[pattern + 1] - timetable.pattern_first[pattern])
        return range(first, first + n_calls)

    def stop(self, nth: int) -> int:
        """Return the stop of its nth call."""
        timetable = self.followed.timetable
        pattern = int(timetable.trip_pattern[self.trip])
        return int(timetable.pattern_stop[int(timetable.pattern_first[pattern]) + nth])


def realtime_bytes(
    network: Network, feeds: frozenset[str], what: str, now: int, *, as_json: bool
) -> bytes:
    """Return what is known now of the vehicles of some feeds, as GTFS-Realtime or in words."""
    content = journeys.write_bulletin(open_bulletin(network, feeds, what, now))
    return journeys.bulletin_as_json(content).encode() if as_json else content


def open_bulletin(
    network: Network, feeds: frozenset[str], what: str, now: int
) -> journeys.Bulletin:
    """
    Return what is known now (epoch) of the vehicles of some feeds; nothing where nothing is believed.

    :param network: as things are
    :param what: one of BULLETINS
    """
    live = network.live
    if live is None:
        return journeys.Bulletin(at=now)
    chosen = choose(live.planned, feeds)
    if what == UPDATES and live.followed is not None:
        news = (*_news(live.planned, live.followed, chosen, feeds), *_gone(live, chosen))
        return journeys.Bulletin(at=live.at, trips=news)
    if what == POSITIONS:
        return journeys.Bulletin(at=now, positions=tuple(_positions(live, chosen, feeds)))
    if what == ALERTS:
        return journeys.Bulletin(at=now, alerts=tuple(_alerts(live, chosen, feeds)))
    return journeys.Bulletin(at=now)


def _news(
    planned: Network, followed: journeys.Followed, chosen: Chosen, feeds: frozenset[str]
) -> Iterator[journeys.TripNews]:
    timetable, may_go_out = followed.timetable, frozenset(chosen.trips)
    for row, plan in enumerate(followed.trip_plan.tolist()):
        trip = followed.n_trips + row
        service = int(timetable.trip_service[trip])
        column = int(np.argmax(timetable.service_runs[service]))
        began_at = int(timetable.day_start_s[timetable.service_zone[service], column + 1])
        going = _Going(followed, trip, timetable.first_day + column, began_at)
        seen_at = int(followed.trip_seen_at[row])
        if plan in may_go_out:
            yield from _of_planned(planned, going, plan, chosen, seen_at)
        elif plan < 0:
            yield from _of_extra(going, feeds, seen_at)


def _of_planned(
    planned: Network, going: _Going, plan: int, chosen: Chosen, seen_at: int
) -> Iterator[journeys.TripNews]:
    """Yield the news of each part of a planned vehicle, by its planned stops."""
    timetable, followed = planned.timetable, going.followed
    nth_at = {
        int(followed.call_plan[call - followed.n_calls]): nth
        for nth, call in enumerate(going.calls)
    }
    pattern = int(timetable.trip_pattern[plan])
    base = int(timetable.pattern_first[pattern])
    last = int(timetable.pattern_first[pattern + 1]) - base - 1
    parts = list(range(*timetable.part_first[plan : plan + 2]))
    starts = timetable.part_position[parts].tolist()
    for part, start, end in zip(parts, starts, [*starts[1:], last], strict=True):
        yield journeys.TripNews(
            trip=_name(planned, chosen, part, going.day),
            calls=tuple(
                _call(
                    planned,
                    going,
                    nth_at.get(at),
                    int(timetable.pattern_stop[base + at]),
                    at - start,
                )
                for at in range(start, end + 1)
            ),
            seen_at=seen_at,
        )


def _call(
    planned: Network, going: _Going, nth: int | None, stop: int, sequence: int
) -> journeys.CallNews:
    """Return the news of a planned call; a call that the vehicle does not make is left out."""
    followed, here = going.followed, stop_id(planned, stop)
    call = going.calls[nth] if nth is not None else -1
    if nth is None or followed.call_skipped[call - followed.n_calls]:
        return journeys.CallNews(sequence=sequence, stop_id=here, relation=SKIPPED)
    if not followed.call_known[call - followed.n_calls]:
        return journeys.CallNews(sequence=sequence, stop_id=here, relation=NO_DATA)
    other = going.stop(nth)
    return journeys.CallNews(
        sequence=sequence,
        stop_id=here,
        arrives_at=going.began_at + int(followed.timetable.arrives_s[call]),
        departs_at=going.began_at + int(followed.timetable.departs_s[call]),
        assigned_stop_id=stop_id(planned, other) if other != stop else "",
    )


def _of_extra(going: _Going, feeds: frozenset[str], seen_at: int) -> Iterator[journeys.TripNews]:
    """Yield a vehicle that nobody planned, with all its calls."""
    followed, timetable = going.followed, going.followed.timetable
    part = int(timetable.part_first[going.trip])
    line = followed.labels.lines[int(timetable.part_line[part])]
    if line.feed not in feeds:
        return
    stops = followed.labels.stops
    named = followed.labels.trip_ids[int(timetable.part_trip[part])]
    yield journeys.TripNews(
        trip=journeys.TripName(
            trip_id=key_of(line.feed, named), route_id=key_of(line.feed, line.id), day=going.day
        ),
        relation=ADDED,
        calls=tuple(
            journeys.CallNews(
                sequence=nth,
                stop_id=key_of(stops[going.stop(nth)].feed, stops[going.stop(nth)].id),
                arrives_at=going.began_at + int(timetable.arrives_s[call]),
                departs_at=going.began_at + int(timetable.departs_s[call]),
            )
            for nth, call in enumerate(going.calls)
        ),
        seen_at=seen_at,
    )


def _gone(live: Live, chosen: Chosen) -> Iterator[journeys.TripNews]:
    """Yield the vehicles that do not run."""
    assert live.followed is not None
    may_go_out = frozenset(chosen.trips)
    gone = zip(live.followed.gone_trip.tolist(), live.followed.gone_day.tolist(), strict=True)
    for trip, day in gone:
        if trip in may_go_out:
            for part in range(*live.planned.timetable.part_first[trip : trip + 2]):
                yield journeys.TripNews(
                    trip=_name(live.planned, chosen, part, day), relation=CANCELED
                )


def _name(planned: Network, chosen: Chosen, part: int, day: int) -> journeys.TripName:
    return journeys.TripName(
        trip_id=chosen.ids[part],
        route_id=line_id(planned, int(planned.timetable.part_line[part])),
        day=day,
    )


def _positions(live: Live, chosen: Chosen, feeds: frozenset[str]) -> Iterator[journeys.Position]:
    """Yield where vehicles are; which trip is told where the name can mean only one."""
    for place, directory in live.positions:
        parts = directory.trips.get(place.trip.trip_id, ())
        line = directory.lines.get(place.trip.route_id, -1)
        if line < 0 and parts:
            line = int(directory.timetable.part_line[parts[0]])
        if line < 0 or live.planned.labels.lines[line].feed not in feeds:
            continue
        stop = directory.stops.get(place.stop_id, -1)
        yield journeys.Position(
            id=key_of(live.planned.labels.lines[line].feed, place.id),
            lat_deg=place.lat_deg,
            lon_deg=place.lon_deg,
            trip=journeys.TripName(
                trip_id=chosen.ids[parts[0]] if len(parts) == 1 else "",
                route_id=line_id(live.planned, line),
                day=place.trip.day,
            ),
            label=place.label,
            bearing_deg=place.bearing_deg,
            speed_ms=place.speed_ms,
            seen_at=place.seen_at,
            stop_id=stop_id(live.planned, stop) if stop >= 0 else "",
            stands=place.stands,
            occupancy=place.occupancy,
        )


def _alerts(live: Live, chosen: Chosen, feeds: frozenset[str]) -> Iterator[journeys.Alert]:
    """Yield what holds for lines and stops that go out."""
    lines, stops = frozenset(chosen.lines), frozenset(chosen.stops)
    for nth, told in enumerate(live.alerts.told):
        about = [
            journeys.About(route_id=line_id(live.planned, line))
            for line in sorted((told.lines | told.wide) & lines)
        ]
        about += [
            journeys.About(stop_id=stop_id(live.planned, stop))
            for stop in sorted(told.stops & stops)
        ]
        if about:
            alert = told.alert
            yield journeys.Alert(
                id=f"a{nth}",
                about=tuple(about),
                periods=alert.periods,
                cause=alert.cause,
                effect=alert.effect,
                severity=alert.severity,
                header=alert.header,
                text=alert.text,
                url=alert.url,
            )

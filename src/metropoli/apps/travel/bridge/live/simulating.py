"""
A made-up live feed for a timetable: delays, cancellations, a diversion, vehicles on their way.

Everything follows from the timetable and the instant, so that all who look see the same, and what
was said a minute ago goes on a minute later. Nothing of it is true, and its dataset says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.live.works import Works, alerts_of, works_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.wording import instant
from metropoli.base.errors import NotFound
from metropoli.engines import journeys

LOOKED_BACK_S, LOOKED_AHEAD_S = 1_800, 3_600
CANCELLED_SHARE, EARLY_SHARE = 0.012, 0.08
FORETOLD = 3  # calls of each vehicle
LATE_S = {0: 150, 1: 35, 2: 120, 3: 210}  # typical growth of the delay on a whole trip, by mode
OTHERS_S, LATEST_S, EARLY_S = 90, 1_200, 45
PEAK_HOURS = {7, 8, 17, 18}
PEAK = 1.6
CANCELED, SKIPPED = 3, 1
CROWDING = ("many_seats_available", "few_seats_available", "standing_room_only")


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    network: Network
    day: journeys.Day
    now: int
    at_s: int  # seconds of the day
    works: Works


class _Calls(NamedTuple):
    stop: NDArray[np.int32]
    arrives_s: NDArray[np.int32]
    departs_s: NDArray[np.int32]


def simulate(network: Network, now: int) -> bytes:
    """Return what a live feed of this network would say at an instant (epoch)."""
    local = instant(network, now)
    try:
        day = network.day(local.toordinal())
    except NotFound:
        return journeys.write_bulletin(journeys.Bulletin(at=now))
    works = works_of(network, local.toordinal())
    scene = _Scene(network, day, now, now - day.start_s, works)
    told = list(_vehicles(scene))
    return journeys.write_bulletin(
        journeys.Bulletin(
            at=now,
            trips=tuple(news for news, _ in told),
            positions=tuple(place for _, place in told if place is not None),
            alerts=alerts_of(works, network),
        )
    )


def _vehicles(scene: _Scene) -> Iterator[tuple[journeys.TripNews, journeys.Position | None]]:
    from_s, until_s = scene.at_s - LOOKED_BACK_S, scene.at_s + LOOKED_AHEAD_S
    about = np.unique(journeys.moving(scene.day, from_s=from_s, until_s=until_s).vehicle)
    luck = _luck(scene, about)
    for vehicle, chances in zip(about.tolist(), luck, strict=True):
        told = _vehicle(scene, vehicle, chances)
        if told is not None:
            yield told


def _luck(scene: _Scene, vehicles: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return four numbers in [0, 1) for each vehicle, the same all day long."""
    trip = scene.day.vehicles.trip[vehicles].astype(np.uint64)
    began = (scene.day.vehicles.shift_s[vehicles] + scene.day.start_s).astype(np.uint64)
    seed = trip * np.uint64(0x9E3779B97F4A7C15) + began * np.uint64(0xC2B2AE3D27D4EB4F)
    columns = []
    for _ in range(4):
        seed = seed + np.uint64(0x9E3779B97F4A7C15)
        mixed = (seed ^ (seed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        columns.append((mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53))
    return np.stack(columns, axis=1)


def _vehicle(
    scene: _Scene, vehicle: int, luck: NDArray[np.float64]
) -> tuple[journeys.TripNews, journeys.Position | None] | None:
    calls = _planned(scene, vehicle)
    part = _part_of(scene, vehicle, int(np.searchsorted(calls.departs_s, scene.at_s)))
    name = _name(scene, vehicle, part)
    if luck[0] < CANCELLED_SHARE:
        return journeys.TripNews(trip=name, relation=CANCELED, seen_at=scene.now), None
    late_s = _delays(scene, part, calls, luck)
    departs_s = calls.departs_s + late_s
    ahead = int(np.searchsorted(departs_s, scene.at_s))
    if ahead >= len(departs_s) or calls.departs_s[0] > scene.at_s + LOOKED_BACK_S:
        return None
    part = _part_of(scene, vehicle, ahead)
    news = _news(scene, vehicle, part, ahead, late_s)
    return news, _place(scene, vehicle, calls, (ahead, late_s), luck)


def _planned(scene: _Scene, vehicle: int) -> _Calls:
    timetable, trip = scene.network.timetable, int(scene.day.vehicles.trip[vehicle])
    first, end = timetable.trip_first[trip : trip + 2].tolist()
    base = int(timetable.pattern_first[timetable.trip_pattern[trip]])
    shift_s = scene.day.vehicles.shift_s[vehicle]
    return _Calls(
        timetable.pattern_stop[base : base + end - first],
        timetable.arrives_s[first:end] + shift_s,
        timetable.departs_s[first:end] + shift_s,
    )


def _delays(
    scene: _Scene, part: int, calls: _Calls, luck: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Return how late the vehicle is at each call: it leaves about in time, and loses some on the way."""
    n = len(calls.stop)
    if luck[1] < EARLY_SHARE:
        # Nobody leaves the first stop before time.
        return (np.linspace(0.0, -EARLY_S, n)).astype(np.int32)
    line = scene.network.labels.lines[int(scene.network.timetable.part_line[part])]
    hour = int(calls.departs_s[0]) // 3_600 % 24
    grows_s = LATE_S.get(line.mode, OTHERS_S) * (PEAK if hour in PEAK_HOURS else 1.0)
    grows_s *= -np.log(1.0 - 0.98 * luck[2])
    starts_s = 90.0 * luck[3] ** 3
    late_s = starts_s + grows_s * np.linspace(0.0, 1.0, n)
    told_s: NDArray[np.int32] = (np.minimum(late_s, LATEST_S) // 10 * 10).astype(np.int32)
    return told_s


def _part_of(scene: _Scene, vehicle: int, position: int) -> int:
    timetable, trip = scene.network.timetable, int(scene.day.vehicles.trip[vehicle])
    first, last = timetable.part_first[trip : trip + 2].tolist()
    starts = timetable.part_position[first:last]
    return int(first) + max(0, int(np.searchsorted(starts, position, side="right")) - 1)


def _name(scene: _Scene, vehicle: int, part: int) -> journeys.TripName:
    timetable, labels = scene.network.timetable, scene.network.labels
    trip = int(scene.day.vehicles.trip[vehicle])
    began = scene.day.start_s + int(scene.day.vehicles.shift_s[vehicle])
    zone = int(timetable.service_zone[timetable.trip_service[trip]])
    column = int(np.searchsorted(timetable.day_start_s[zone], began))
    call = int(timetable.trip_first[trip]) + int(timetable.part_position[part])
    return journeys.TripName(
        trip_id=labels.trip_ids[int(timetable.part_trip[part])],
        route_id=labels.lines[int(timetable.part_line[part])].id,
        day=timetable.first_day + column - 1,
        start_s=int(timetable.departs_s[call]),
    )


def _news(
    scene: _Scene, vehicle: int, part: int, ahead: int, late_s: NDArray[np.int32]
) -> journeys.TripNews:
    """Return what is foretold: the next calls, and every one that is passed by."""
    timetable, trip = scene.network.timetable, int(scene.day.vehicles.trip[vehicle])
    first = int(timetable.trip_first[trip])
    end = int(timetable.trip_first[trip + 1]) - first
    if part + 1 < int(timetable.part_first[trip + 1]):
        end = int(timetable.part_position[part + 1])
    base = int(timetable.pattern_first[timetable.trip_pattern[trip]])
    works, line = scene.works, int(timetable.part_line[part])
    told = []
    for k in range(ahead, max(ahead, end)):
        stop = int(timetable.pattern_stop[base + k])
        closed = line == works.line and stop in works.stops and works.from_s <= scene.at_s
        if closed or k < ahead + FORETOLD:
            told.append(
                journeys.CallNews(
                    sequence=int(timetable.call_sequence[first + k]),
                    stop_id=scene.network.labels.stops[stop].id,
                    relation=SKIPPED if closed and scene.at_s < works.until_s else 0,
                    departure_delay_s=int(late_s[k]),
                )
            )
    seen_at = scene.now - (vehicle * 7) % 25
    name = _name(scene, vehicle, part)
    return journeys.TripNews(trip=name, calls=tuple(told), seen_at=seen_at)


def _place(
    scene: _Scene,
    vehicle: int,
    calls: _Calls,
    ahead: tuple[int, NDArray[np.int32]],
    luck: NDArray[np.float64],
) -> journeys.Position | None:
    """Return where the vehicle is: on the straight way from the last stop to the next one."""
    following, late_s = ahead
    if following == 0:
        return None
    before, timetable = following - 1, scene.network.timetable
    left_s = int(calls.departs_s[before] + late_s[before])
    comes_s = max(int(calls.arrives_s[following] + late_s[following]), left_s + 1)
    share = min(1.0, (scene.at_s - left_s) / (comes_s - left_s))
    here, there = int(calls.stop[before]), int(calls.stop[following])
    lat, lon = timetable.stop_lat_deg, timetable.stop_lon_deg
    north, east = float(lat[there] - lat[here]), float(lon[there] - lon[here])
    shrink = float(np.cos(np.radians(lat[here])))
    part = _part_of(scene, vehicle, before)
    trip = int(scene.day.vehicles.trip[vehicle])
    return journeys.Position(
        id=f"{vehicle}",
        label=f"{1_000 + trip % 8_000}",
        lat_deg=float(lat[here]) + share * north,
        lon_deg=float(lon[here]) + share * east,
        trip=_name(scene, vehicle, part),
        bearing_deg=float(np.degrees(np.arctan2(east * shrink, north)) % 360.0),
        seen_at=scene.now - (vehicle * 7) % 25,
        stop_id=scene.network.labels.stops[there].id,
        stands=share >= 1.0,
        occupancy=CROWDING[int(luck[3] * len(CROWDING))],
    )

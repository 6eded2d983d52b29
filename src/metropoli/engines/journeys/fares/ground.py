"""Which fare zone every stop is in, under whose fares every line runs, and what rides there are."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.fares.city import NO_ZONE, CityRide, CityRules
from metropoli.engines.journeys.fares.legacy import LegacyRide, LegacyRules
from metropoli.engines.journeys.fares.legs import AreaRide
from metropoli.engines.journeys.gtfs.feeds import Feed
from metropoli.engines.journeys.types import Int32s, Labels, Timetable

CITY = -1  # the seller of a group: the city, or else a row of the feeds
NO_SET = frozenset[str]()


class Zone(NamedTuple):
    """What tells the stops of a feed apart: the city's zone, and the zone or areas of the feed."""

    city: str
    zone: str
    areas: frozenset[str]


class Group(NamedTuple):
    """Lines of one feed that are the same to their seller, by the key that it knows them under."""

    seller: int
    feed: int
    key: Hashable


class Ride(NamedTuple):
    """A ride that some vehicle offers: its group, zones of its feed and set of zones passed."""

    group: int
    from_zone: int
    to_zone: int
    passed: int


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Zones and groups of a network, counted feed by feed."""

    stop_zone: Int32s
    zones: tuple[tuple[Zone, ...], ...]  # by feed
    line_group: Int32s
    groups: tuple[Group, ...]


@dataclass(slots=True)
class Passed:
    """The sets of zones that vehicles of a feed pass, and what one more zone makes of each."""

    sets: dict[frozenset[str], int] = field(default_factory=lambda: {NO_SET: 0})
    onward: dict[tuple[int, int], int] = field(default_factory=dict)


def lay_ground(
    feeds: Sequence[Feed],
    labels: Labels,
    city: CityRules | None,
    legacy: dict[int, LegacyRules],
) -> Ground:
    """Return the zones of all stops and the groups of all lines, in the order of the feeds."""
    in_city = {stop: zone.key for zone in city.zones for stop in zone.stops} if city else {}
    stop_zone: list[int] = []
    zones: list[tuple[Zone, ...]] = []
    groups: dict[Group, int] = {}
    line_group: list[int] = []
    for row, feed in enumerate(feeds):
        seen: dict[Zone, int] = {}
        for stop, label in enumerate(feed.labels.stops):
            named = in_city.get(label.code or label.id, NO_ZONE)
            zone = Zone(named, *_own_zone(feed, stop, legacy.get(row)))
            stop_zone.append(seen.setdefault(zone, len(seen)))
        zones.append(tuple(seen))
        for group in _groups(row, feed, city, legacy.get(row)):
            line_group.append(-1 if group is None else groups.setdefault(group, len(groups)))
    assert len(stop_zone) == len(labels.stops)
    assert len(line_group) == len(labels.lines)
    return Ground(
        np.array(stop_zone, np.int32), tuple(zones), np.array(line_group, np.int32), tuple(groups)
    )


def _own_zone(feed: Feed, stop: int, legacy: LegacyRules | None) -> tuple[str, frozenset[str]]:
    if feed.fares.areas is not None:
        return "", feed.fares.areas.stop_areas[stop]
    if feed.fares.legacy is not None and legacy is not None:
        return legacy.zone_kind(feed.fares.legacy.stop_zone[stop]), NO_SET
    return "", NO_SET


def _groups(
    row: int, feed: Feed, city: CityRules | None, legacy: LegacyRules | None
) -> Iterator[Group | None]:
    for number, line in enumerate(feed.labels.lines):
        network = next((one.key for one in city.networks if one.has(line)), None) if city else None
        if network is not None:
            yield Group(CITY, row, network)
        elif feed.fares.areas is not None:
            yield Group(row, row, feed.fares.areas.line_network[number])
        elif legacy is not None:
            yield Group(row, row, legacy.line_kinds[number])
        else:
            yield None


@dataclass(frozen=True, slots=True)
class Seen:
    """Every kind of ride that vehicles offer, in order, and by feed the sets of zones passed."""

    rides: tuple[Ride, ...]
    passed: tuple[Passed, ...]


Ways = set[tuple[tuple[int, int], ...]]  # (group, zone) along a vehicle, not more than twice alike


def find_rides(ground: Ground, timetable: Timetable, zones_matter: frozenset[int]) -> Seen:
    """
    Return every kind of ride that vehicles offer.

    :param zones_matter: the feeds in which some fare depends on the zones that are passed
    """
    passed = [Passed() for _ in ground.zones]
    rides: dict[Ride, int] = {}
    for way in sorted(_ways(ground, timetable)):
        for start, (group, from_zone) in enumerate(way):
            if group < 0:
                continue
            feed = ground.groups[group].feed
            sets = passed[feed]
            matter = feed in zones_matter and ground.groups[group].seller == feed
            row = _pass_one(ground, sets, (feed, 0, from_zone), matter=matter)
            for _, zone in way[start + 1 :]:
                row = _pass_one(ground, sets, (feed, row, zone), matter=matter)
                rides.setdefault(Ride(group, from_zone, zone, row), len(rides))
    return Seen(tuple(rides), tuple(passed))


def _pass_one(ground: Ground, sets: Passed, where: tuple[int, int, int], *, matter: bool) -> int:
    """Return the set of zones passed once one more is."""
    feed, row, zone = where
    if not matter:
        return 0
    if (row, zone) not in sets.onward:
        before = list(sets.sets)[row]
        after = before | {ground.zones[feed][zone].zone} - {""}
        sets.onward[row, zone] = sets.sets.setdefault(after, len(sets.sets))
    return sets.onward[row, zone]


def _ways(ground: Ground, timetable: Timetable) -> Ways:
    """Return how zones and groups follow one another along vehicles."""
    parts = timetable.part_first
    group_of_part = ground.line_group[timetable.part_line]
    alone = np.flatnonzero(np.diff(parts) == 1)
    pairs = np.unique(
        np.stack((timetable.trip_pattern[alone], group_of_part[parts[alone]])), axis=1
    )
    found: set[tuple[int, tuple[tuple[int, int], ...]]] = {
        (int(pattern), ((0, int(group)),)) for pattern, group in zip(*pairs.tolist(), strict=True)
    }
    for trip in np.flatnonzero(np.diff(parts) > 1).tolist():
        mine = slice(parts[trip], parts[trip + 1])
        starts = timetable.part_position[mine].tolist()
        found.add(
            (
                int(timetable.trip_pattern[trip]),
                tuple(zip(starts, group_of_part[mine].tolist(), strict=True)),
            )
        )
    return {_way(ground, timetable, pattern, groups) for pattern, groups in found}


def _way(
    ground: Ground, timetable: Timetable, pattern: int, groups: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    stops = timetable.pattern_stop[
        timetable.pattern_first[pattern] : timetable.pattern_first[pattern + 1]
    ]
    on = np.zeros(len(stops), np.int64)
    for start, group in groups:
        on[start:] = group
    steps = zip(on.tolist(), ground.stop_zone[stops].tolist(), strict=True)
    return tuple(one for _, alike in groupby(steps) for one in list(alike)[:2])


def city_ride(ground: Ground, ride: Ride) -> CityRide:
    """Return a ride as the city's tariff sees it."""
    group = ground.groups[ride.group]
    zones = ground.zones[group.feed]
    return CityRide(str(group.key), zones[ride.from_zone].city, zones[ride.to_zone].city)


def area_ride(ground: Ground, ride: Ride) -> AreaRide:
    """Return a ride as Fares v2 see it."""
    group = ground.groups[ride.group]
    zones = ground.zones[group.feed]
    return AreaRide(str(group.key), zones[ride.from_zone].areas, zones[ride.to_zone].areas)


def legacy_ride(ground: Ground, passed: Passed, ride: Ride) -> LegacyRide:
    """Return a ride as Fares v1 see it."""
    group = ground.groups[ride.group]
    assert isinstance(group.key, int)
    zones = ground.zones[group.feed]
    return LegacyRide(
        group.key,
        zones[ride.from_zone].zone,
        zones[ride.to_zone].zone,
        list(passed.sets)[ride.passed],
    )

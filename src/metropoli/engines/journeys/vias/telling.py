"""From a journey on a day in layers to one that tells where one stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.kernels.bundles import FAR
from metropoli.engines.journeys.types import ANYWHERE, Journey, Ride, Stay, Walk, Walks
from metropoli.engines.journeys.vias.crossing import shortest
from metropoli.engines.journeys.vias.types import Through

Legs = Iterator[Walk | Ride | Stay]


class Path(NamedTuple):
    """A way on foot by some places: where it begins and ends, and how far they lie from the ends."""

    places: range
    from_stop: int
    to_stop: int
    in_s: int
    out_s: int


def told_journey(through: Through, journey: Journey, walked: tuple[int, int]) -> Journey:
    """
    Return a journey of a day in layers as it is on the day itself, with its stays.

    :param walked: by how many places one walks before the first ride, and after the last one
    """
    first, last = journey.legs[0], journey.legs[-1]
    rides = journey.rides
    legs = [*_from_door(through, first, rides[0], walked[0]), _ride(through, rides[0])]
    for before, after in pairwise(rides):
        legs += _change(through, before, after, _walked_s(journey, after))
        legs.append(_ride(through, after))
    legs += _to_door(through, last, rides[-1], walked[1])
    return replace(journey, legs=tuple(legs))


def walked_s(journey: Journey, *, first: bool, last: bool) -> int:
    """Return the walking of a journey, with what comes before the first ride and after the last."""
    places = [place for place, leg in enumerate(journey.legs) if isinstance(leg, Ride)]
    begin, end = 0 if first else places[0], None if last else places[-1]
    walks = (leg for leg in journey.legs[begin:end] if isinstance(leg, Walk))
    return sum(leg.arrives_s - leg.departs_s for leg in walks)


def _walked_s(journey: Journey, ride: Ride) -> int | None:
    """Return how long the walk to a ride takes; None where one gets on where one got off."""
    leg = journey.legs[journey.legs.index(ride) - 1]
    return leg.arrives_s - leg.departs_s if isinstance(leg, Walk) else None


def _from_door(through: Through, leg: Walk | Ride | Stay, ride: Ride, walked: int) -> Legs:
    stop = ride.board_stop % through.n_rows
    stays_s = through.on_foot(0, walked - 1) if walked else None
    if stays_s is None:
        yield Walk(ANYWHERE, stop, leg.departs_s, leg.arrives_s)
        return
    in_s = through.on_foot_s[0] or 0
    out_s = leg.arrives_s - leg.departs_s - in_s - stays_s
    path = Path(range(walked), ANYWHERE, stop, in_s, out_s)
    yield from _by_way_of(through, path, leg.departs_s, 0)


def _to_door(through: Through, leg: Walk | Ride | Stay, ride: Ride, walked: int) -> Legs:
    stop, n_vias = ride.alight_stop % through.n_rows, len(through.vias)
    stays_s = through.on_foot(n_vias - walked, n_vias - 1) if walked else None
    if stays_s is None:
        yield Walk(stop, ANYWHERE, leg.departs_s, leg.arrives_s)
        return
    out_s = through.on_foot_s[-1] or 0
    in_s = leg.arrives_s - leg.departs_s - out_s - stays_s
    path = Path(range(n_vias - walked, n_vias), stop, ANYWHERE, in_s, out_s)
    yield from _by_way_of(through, path, leg.departs_s, 0)


def _change(through: Through, before: Ride, after: Ride, takes_s: int | None) -> Legs:
    """Yield what lies between two rides: nothing, a walk, or a way by some places."""
    if takes_s is None:
        return
    path = _path(through, before.alight_stop, after.board_stop, takes_s)
    if path is None:
        stops = before.alight_stop % through.n_rows, after.board_stop % through.n_rows
        if stops[0] != stops[1]:
            yield Walk(*stops, before.arrives_s, before.arrives_s + takes_s)
        return
    stays_s = through.on_foot(path.places[0], path.places[-1]) or 0
    least_s = path.in_s + stays_s + path.out_s
    spare_s = after.departs_s - before.arrives_s - least_s
    yield from _by_way_of(through, path, before.arrives_s, spare_s)


def _path(through: Through, off: int, on: int, takes_s: int) -> Path | None:
    """Return the places by way of which a change takes so long; None if it is a plain one."""
    (start, from_stop), (end, to_stop) = divmod(off, through.n_rows), divmod(on, through.n_rows)
    if start == end or (
        _climbs(through, to_stop, start, end) and _plain_s(through, from_stop, to_stop) == takes_s
    ):
        return None
    for last in range(start, end):
        stays_s = through.on_foot(start, last)
        in_s = _of(through, through.vias[start].arrive, from_stop)
        out_s = _of(through, through.vias[last].leave, to_stop)
        if stays_s is None or max(in_s, out_s) == FAR:
            continue
        lasts_s = in_s + stays_s + out_s
        if from_stop == to_stop:
            lasts_s = max(lasts_s, _plain_s(through, from_stop, to_stop))
        if lasts_s == takes_s and _climbs(through, to_stop, last + 1, end):
            return Path(range(start, last + 1), from_stop, to_stop, in_s, out_s)
    raise AssertionError((off, on, takes_s))


def _climbs(through: Through, stop: int, start: int, end: int) -> bool:
    """Tell whether who boards at a stop passes all the places between two layers there."""
    vias = through.vias[start:end]
    return all(via.stay_s == 0 and stop in via.calls.tolist() for via in vias)


def _plain_s(through: Through, from_stop: int, to_stop: int) -> int:
    network, number = through.base.onward, through.base.stop_number
    start, end = int(number[from_stop]), int(number[to_stop])
    foot = slice(int(network.foot_first[start]), int(network.foot_first[start + 1]))
    walks = network.foot_s[foot][network.foot_to[foot] == end].tolist()
    own_s = int(network.change_s[start]) if start == end else FAR
    return min([own_s, *map(int, walks)])


def _of(through: Through, walks: Walks, stop: int) -> int:
    stops, lasts_s = shortest(through.base, walks)
    found = np.flatnonzero(stops == through.base.stop_number[stop])
    return int(lasts_s[found[0]]) if len(found) else FAR


def _by_way_of(through: Through, path: Path, at_s: int, spare_s: int) -> Legs:
    """Yield the legs of a way on foot; time to spare is spent where one stays last."""
    stays = [place for place in path.places if through.vias[place].stay_s]
    yield Walk(path.from_stop, ANYWHERE, at_s, at_s + path.in_s)
    at_s += path.in_s
    for place in path.places:
        if place != path.places[0]:
            on_foot_s = through.on_foot_s[place] or 0
            yield Walk(ANYWHERE, ANYWHERE, at_s, at_s + on_foot_s)
            at_s += on_foot_s
        stays_s = through.vias[place].stay_s + (spare_s if stays and place == stays[-1] else 0)
        yield Stay(place, at_s, at_s + stays_s)
        at_s += stays_s
    yield Walk(ANYWHERE, path.to_stop, at_s, at_s + path.out_s)


def _ride(through: Through, ride: Ride) -> Ride:
    """Return a ride of a day in layers as one of the day itself."""
    return replace(
        ride,
        vehicle=int(through.vehicle[ride.vehicle]),
        board_stop=ride.board_stop % through.n_rows,
        alight_stop=ride.alight_stop % through.n_rows,
    )

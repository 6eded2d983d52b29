"""A list of points by what it takes to get to each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.reach.asking import (
    ask,
    heard_at,
    minutes_to,
    own_links,
    own_minutes,
    own_seconds,
)
from metropoli.apps.travel.bridge.reach.own_costs import own_ways
from metropoli.apps.travel.bridge.reach.quickest import Quickest, quickest_ways
from metropoli.apps.travel.rules.driving import own_car_basis
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.types import (
    CAR,
    MIDDLE,
    NO_COSTS,
    PERCENTILES,
    TRANSIT,
    Basis,
    Point,
    ReachAnswer,
    Reached,
    ReachRequest,
)
from metropoli.engines import reach

HALF = PERCENTILES.index(MIDDLE)


def reach_places(network: Network, request: ReachRequest, points: Sequence[Point]) -> ReachAnswer:
    """
    Say what it takes to get to each point, in the order in which they were given.

    :raises NotFound: no street is near the start
    """
    at = (
        np.array([point.lat_deg for point in points], np.float64),
        np.array([point.lon_deg for point in points], np.float64),
    )
    why_none: tuple[str, ...] = ()
    if request.mode == TRANSIT:
        asked = ask(network, request, at)
        minutes = minutes_to(network, request, asked)
        quickest = quickest_ways(network, request, asked)
        why_none = () if asked.day is not None else ("no_timetable_then",)
    else:
        links = own_links(network, request, at)
        lasts_s = own_seconds(network, request, links)
        minutes, quickest = own_minutes(lasts_s), own_ways(network, request, links, lasts_s)
    return ReachAnswer(
        request=request,
        places=_told(points, minutes, quickest),
        zone=network.about.zone,
        generated=network.about.generated,
        live_at=heard_at(network),
        why_none=why_none,
        rests_on=tuple(_sources(network, quickest.values())),
    )


def _sources(network: Network, ways: Iterable[Quickest]) -> Iterator[Basis]:
    """Yield where the fares and the factors behind the ways come from."""
    told = set(ways)
    vehicles = sorted(frozenset[str]().union(*(way.vehicles for way in told)))
    if any(way.n_rides and way.costs.fare_cents is not None for way in told):
        for source in network.products.sources:
            yield Basis("fares", *source)
    if CAR in vehicles:
        yield own_car_basis()
    yield from dict.fromkeys(factor(vehicle).basis for vehicle in vehicles)


def _told(
    points: Sequence[Point],
    minutes: NDArray[np.uint8],
    quickest: dict[int, Quickest],
) -> tuple[Reached, ...]:
    told = []
    columns = [
        [None if m == reach.NEVER_MIN else m for m in column] for column in minutes.T.tolist()
    ]
    for row, point in enumerate(points):
        way = quickest.get(row)
        told.append(
            Reached(
                point=point,
                row=row,
                minutes=columns[HALF][row],
                quick_min=columns[0][row],
                slow_min=columns[-1][row],
                n_rides=way.n_rides if way else None,
                costs=way.costs if way else NO_COSTS,
            )
        )
    return tuple(told)

"""How well each place is served: measures of access over the whole city, for every room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np

from metropoli.apps.data.types import DatasetInfo
from metropoli.apps.territory import queries as territory
from metropoli.apps.territory.types import Box, ComuneInfo
from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.rules import served as rules
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import (
    GREEN,
    NEEDS,
    QUARTER_HOUR,
    Basis,
    GreenRule,
    Home,
    Point,
    Served,
    ServedRequest,
)
from metropoli.base import clock
from metropoli.base.errors import Invalid

MOST_PLACES, MOST_HOMES = 10_000, 2_000
ALWAYS = date(1970, 1, 1), date(2100, 1, 1)


def read_served(*, request: ServedRequest) -> Served:
    """
    Say how well each cell and each Comune is served, and how unequally.

    The minutes behind it are worked out once for a network, its places, a means and an hour: some
    seconds for a whole metropolis. Whoever asks afterwards, about any kind and measure, waits little.

    :raises NotFound: nothing is loaded, or the timetable does not reach that day
    :raises Refused: only a timetable is loaded
    :raises Invalid: no such measure, kind, means or minutes
    """
    city = network()
    if not rules.makes_sense(request):
        raise Invalid("not_served_so")
    cells = _cells(city)
    comuni, infos = _comuni(city, cells)
    if request.measure == GREEN:
        told, sources = bridge.served_by_green(city, request, cells, comuni), []
    else:
        wanted = [kind for kinds in NEEDS.values() for kind in kinds]
        if request.measure != QUARTER_HOUR:
            wanted = [request.kind]
        places = _places(cells)
        if not any(place.name in wanted for place in places):
            raise Invalid("not_served_so")
        told = bridge.served_by_places(
            city, request, cells, comuni, places, queries.served_folder()
        )
        told = replace(told, n_places=sum(place.name in wanted for place in places))
        sources = list(territory.sources_of_places(wanted, now=clock.now()))
    bounded = any(info.has_boundary for info in infos)
    return replace(
        told,
        rests_on=(rules.method_of(request.measure), *_bases(infos, sources, city)),
        lacks=rules.lacks_of(request.measure, has_boundaries=bounded),
    )


def list_served_kinds() -> tuple[str, ...]:
    """
    List the kinds of place of which there are any on the map, the commonest first.

    :raises NotFound: nothing was loaded yet
    :raises Refused: only a timetable is loaded
    """
    kinds = [place.name for place in _places(_cells(network()))]
    return tuple(sorted(set(kinds), key=lambda kind: (-kinds.count(kind), kind)))


def usual_departure(*, day: str, hour: int, now: datetime) -> datetime:
    """
    Return an hour of the next workday (a Tuesday), Saturday or Sunday that the timetable covers.

    :raises NotFound: nothing was loaded yet
    """
    about = network().about
    zone = ZoneInfo(about.zone)
    first, last = ALWAYS
    if about.last_day:
        first, last = date.fromordinal(about.first_day), date.fromordinal(about.last_day)
    chosen = rules.usual_day(day, now.astimezone(zone).date(), first, last)
    return datetime.combine(chosen, time(hour), zone)


def check_green_rule(*, homes: Sequence[Home]) -> tuple[GreenRule, ...]:
    """
    Say which parts of the 3-30-300 rule homes keep, from what was counted there and the map.

    :raises NotFound: nothing was loaded yet
    :raises Refused: only a timetable is loaded
    :raises Invalid: too many homes
    """
    if len(homes) > MOST_HOMES:
        raise Invalid("too_many_homes", most=MOST_HOMES)
    return bridge.keeps_rule(network(), homes)


def _cells(city: bridge.Network) -> bridge.ServedCells:
    return city.grounds.once(("cells",), lambda: bridge.make_cells(bridge.streets_of(city)))


def _comuni(
    city: bridge.Network, cells: bridge.ServedCells
) -> tuple[bridge.ServedComuni, Sequence[ComuneInfo]]:
    infos = territory.comuni()
    row = {info.istat: i for i, info in enumerate(infos)}
    known = hash(tuple((info.istat, info.has_boundary, info.lat_deg) for info in infos))
    codes = city.grounds.once(
        ("comuni of cells", known),
        lambda: territory.comuni_of_points(cells.lat_deg.tolist(), cells.lon_deg.tolist()),
    )
    comuni = bridge.ServedComuni(
        istat=tuple(info.istat for info in infos),
        name_it=tuple(info.name_it for info in infos),
        name_en=tuple(info.name_en for info in infos),
        residents=np.array([info.population for info in infos], np.float64),
        lat_deg=np.array([info.lat_deg for info in infos], np.float64),
        lon_deg=np.array([info.lon_deg for info in infos], np.float64),
        of_cell=np.array([row.get(code or "", -1) for code in codes], np.int32),
    )
    return comuni, infos


def _places(cells: bridge.ServedCells) -> list[Point]:
    """Return the places on the map, each called by its kind."""
    if not len(cells.lat_deg):
        return []
    box = Box(
        west_deg=float(cells.west_deg.min()),
        south_deg=float(cells.south_deg.min()),
        east_deg=float(cells.east_deg.max()),
        north_deg=float(cells.north_deg.max()),
    )
    found = territory.places_in(box, limit=MOST_PLACES)
    return [Point(place.lat_deg, place.lon_deg, place.kind) for place in found]


def _bases(
    infos: Sequence[ComuneInfo], sources: Sequence[DatasetInfo], city: bridge.Network
) -> list[Basis]:
    """Return where people, places, streets and times come from."""
    found = [
        Basis("places", info.card.title_en, _year(info), "", info.card.publisher)
        for info in sources
    ]
    people = territory.source_of(infos, now=clock.now())
    if people is not None:
        year = max(info.population_year for info in infos)
        found.append(Basis("people", people.card.attribution or people.card.publisher, year))
    return [*found, *(Basis("network", credit, clock.now().year) for credit in city.about.credits)]


def _year(info: DatasetInfo) -> int:
    return info.in_service.imported_at.year if info.in_service else clock.now().year

"""What is around now: one question for all that a map can show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import (
    NOTICES,
    PARKING,
    SHARING,
    VEHICLES,
    Around,
    AroundQuestion,
    OnItsWay,
)
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Box, CarParkSight, FreeVehicle, SharingStation, Window
from metropoli.base.errors import Invalid

BESIDE_DEG = 0.02  # of the middle of the city, where no part of the map is asked for
WIDEST_DEG = 0.3  # across, for vehicles on their way
Sight = SharingStation | FreeVehicle | CarParkSight | OnItsWay


def look_around(*, question: AroundQuestion, now: datetime, language: str) -> Around:
    """
    Tell what there is now in a part of the map, of the kinds that were asked for.

    :raises NotFound: nothing is loaded
    """
    about = travel.read_summary()
    center = about.center
    box = question.box or Box(
        center.lat_deg - BESIDE_DEG,
        center.lon_deg - BESIDE_DEG,
        center.lat_deg + BESIDE_DEG,
        center.lon_deg + BESIDE_DEG,
    )
    around = Around(question, box, about.zone, now, generated=about.generated)
    if SHARING in question.layers:
        around = _with_sharing(around, language)
    if PARKING in question.layers:
        around = _with_parks(around)
    if NOTICES in question.layers:
        around = replace(around, notices=travel.list_notices())
    if VEHICLES in question.layers:
        around = _with_vehicles(around)
    return around


def _with_sharing(around: Around, language: str) -> Around:
    sight = travel.shared_in(box=around.box, at=around.at, language=language)
    stations, more = rules.spread(sight.stations, around.box, _place, around.question.parts)
    free, still_more = rules.spread(sight.vehicles, around.box, _place, around.question.parts)
    return replace(
        around,
        stations=stations,
        free=free,
        n_left_out=around.n_left_out + more + still_more + sight.n_left_out,
        attributions=(
            *around.attributions, *(one.attribution for one in sight.systems if one.attribution)
        ),
    )  # fmt: skip


def _with_parks(around: Around) -> Around:
    sight = travel.car_parks(box=around.box, at=around.at)
    parks, more = rules.spread(sight.parks, around.box, _place, around.question.parts)
    return replace(
        around,
        parks=parks,
        n_left_out=around.n_left_out + more + sight.n_left_out,
        attributions=(*around.attributions, *sight.attributions),
    )


def _with_vehicles(around: Around) -> Around:
    box = around.box
    if max(box.north_deg - box.south_deg, box.east_deg - box.west_deg) > WIDEST_DEG:
        return replace(around, is_too_wide=True)
    window = Window(box.south_deg, box.west_deg, box.north_deg, box.east_deg)
    try:
        moving = travel.list_moving(window=window, from_at=around.at, until_at=around.at)
    except Invalid:
        return replace(around, is_too_wide=True)
    said = travel.live_vehicles(window=window)
    found = rules.met([rules.on_its_way(one, around.at) for one in moving], said)
    vehicles, more = rules.spread(
        [one for one in found if _inside(one, box)], box, _place, around.question.parts
    )
    return replace(around, vehicles=vehicles, n_left_out=around.n_left_out + more)


def _place(one: Sight) -> tuple[float, float]:
    return one.lat_deg, one.lon_deg


def _inside(one: Sight, box: Box) -> bool:
    return (
        box.south_deg <= one.lat_deg <= box.north_deg
        and box.west_deg <= one.lon_deg <= box.east_deg
    )

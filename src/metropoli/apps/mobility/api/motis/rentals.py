"""Shared vehicles: whose they are, where they stand, what is at the stations now."""

from __future__ import annotations

from collections.abc import Iterable

from metropoli.apps.mobility.api.motis.answering import Body, Document, endpoint, known
from metropoli.apps.mobility.api.motis.asking import Asked
from metropoli.apps.mobility.api.motis.legs import FORMS
from metropoli.apps.mobility.api.motis.places import find_place
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import (
    Box,
    FreeVehicle,
    KindCount,
    SharingSight,
    SharingStation,
    SharingSystem,
)
from metropoli.base import clock
from metropoli.base.errors import Invalid

WIDEST_M = 100_000
EVERYWHERE = Box(-90, -180, 90, 180)
ANYTHING_GOES = {
    "vehicleTypeIdxs": [],
    "rideStartAllowed": True,
    "rideEndAllowed": True,
    "rideThroughAllowed": True,
}


@endpoint()
def rentals(asked: Asked, version: int, body: Body) -> Document:
    """Answer with the fleets, stations and free vehicles of a stretch of map, or around a place."""
    sight = _sight(asked)
    wanted = frozenset(asked.words("providers") or ()) | frozenset(
        asked.words("providerGroups") or ()
    )

    def kept(key: str) -> bool:
        return not wanted or _system_of(key) in wanted

    systems = [one for one in sight.systems if kept(one.key)]
    stations = [one for one in sight.stations if kept(one.key)]
    vehicles = [one for one in sight.vehicles if kept(one.key)]
    shown = {
        "providers": asked.flag("withProviders", default=True),
        "stations": asked.flag("withStations", default=True),
        "vehicles": asked.flag("withVehicles", default=True),
    }
    return {
        "providerGroups": [_group(one) for one in systems] if shown["providers"] else [],
        "providers": [_provider(one, sight) for one in systems] if shown["providers"] else [],
        "stations": [_station(one) for one in stations] if shown["stations"] else [],
        "vehicles": [_vehicle(one) for one in vehicles] if shown["vehicles"] else [],
        "zones": [],
    }


def _sight(asked: Asked) -> SharingSight:
    now = clock.now()
    if asked.text("point"):
        point, _ = find_place(asked.text("point"), name="")
        radius_m = asked.whole("radius", default=0, least=0, most=WIDEST_M)
        if not radius_m:
            raise Invalid("motis_missing", name="radius")
        return travel.shared_near(point=point, at=now, language="it", within_m=radius_m)
    if not asked.text("min") and not asked.text("max"):
        return travel.shared_in(box=EVERYWHERE, at=now, language="it")
    window = asked.window()
    box = Box(window.south_deg, window.west_deg, window.north_deg, window.east_deg)
    return travel.shared_in(box=box, at=now, language="it")


def _system_of(key: str) -> str:
    return key.split(":", 1)[0]


def _forms(forms: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(FORMS.get(form, "OTHER") for form in forms))


def _propulsion(*, electric: bool) -> str:
    return "ELECTRIC" if electric else "HUMAN"


def _type_id(form: str, *, electric: bool) -> str:
    return f"{form}-electric" if electric else form


def _group(system: SharingSystem) -> Document:
    return {
        "id": system.key,
        "name": system.name,
        "providers": [system.key],
        "formFactors": _forms(system.forms),
    }


def _provider(system: SharingSystem, sight: SharingSight) -> Document:
    of_system = [one for one in sight.stations if _system_of(one.key) == system.key]
    free = [one for one in sight.vehicles if _system_of(one.key) == system.key]
    kinds = {(form, False) for form in system.forms}
    kinds |= {(kind.form, kind.electric) for one in of_system for kind in one.by_kind}
    kinds |= {(one.form, one.electric) for one in free}
    return known(
        id=system.key,
        name=system.name,
        groupId=system.key,
        operator=system.operator or None,
        url=system.url or None,
        bbox=_bounds(
            [
                *((one.lon_deg, one.lat_deg) for one in of_system),
                *((one.lon_deg, one.lat_deg) for one in free),
            ]
        ),
        vehicleTypes=[_vehicle_type(form, electric=electric) for form, electric in sorted(kinds)],
        formFactors=_forms(system.forms),
        defaultRestrictions=ANYTHING_GOES,
        globalGeofencingRules=[],
    )


def _vehicle_type(form: str, *, electric: bool) -> Document:
    return {
        "id": _type_id(form, electric=electric),
        "formFactor": FORMS.get(form, "OTHER"),
        "propulsionType": _propulsion(electric=electric),
        "returnConstraint": "NONE",
        "returnConstraintGuessed": True,
    }


def _bounds(points: list[tuple[float, float]]) -> list[float]:
    """Return west, south, east, north; nothing lies nowhere."""
    if not points:
        return [0.0, 0.0, 0.0, 0.0]
    lon_deg, lat_deg = zip(*points, strict=True)
    return [min(lon_deg), min(lat_deg), max(lon_deg), max(lat_deg)]


def _station(station: SharingStation) -> Document:
    system = _system_of(station.key)
    return known(
        id=station.key,
        providerId=system,
        providerGroupId=system,
        name=station.name,
        lat=station.lat_deg,
        lon=station.lon_deg,
        rentalUriWeb=station.url or None,
        isRenting=station.renting,
        isReturning=station.returning,
        numVehiclesAvailable=station.n_vehicles or 0,
        formFactors=_forms(station.forms),
        vehicleTypesAvailable=_by_type(station.by_kind),
        vehicleDocksAvailable={}
        if station.n_docks is None
        else {_type_id(form, electric=False): station.n_docks for form in station.forms},
        bbox=_bounds([(station.lon_deg, station.lat_deg)]),
    )


def _by_type(counts: Iterable[KindCount]) -> dict[str, int]:
    found: dict[str, int] = {}
    for count in counts:
        name = _type_id(count.form, electric=count.electric)
        found[name] = found.get(name, 0) + count.n
    return found


def _vehicle(vehicle: FreeVehicle) -> Document:
    system = _system_of(vehicle.key)
    return known(
        id=vehicle.key,
        providerId=system,
        providerGroupId=system,
        typeId=_type_id(vehicle.form, electric=vehicle.electric),
        lat=vehicle.lat_deg,
        lon=vehicle.lon_deg,
        formFactor=FORMS.get(vehicle.form, "OTHER"),
        propulsionType=_propulsion(electric=vehicle.electric),
        returnConstraint="NONE",
        isReserved=False,
        isDisabled=False,
        rentalUriWeb=vehicle.url or None,
    )

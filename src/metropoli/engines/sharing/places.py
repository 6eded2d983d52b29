"""Stations with what is at them now, and the vehicles that stand in the street."""

from __future__ import annotations

from dataclasses import replace

from metropoli.engines.sharing.rows import Row
from metropoli.engines.sharing.types import Count, Fleet, Station, Status, Vehicle
from metropoli.engines.sharing.zones import area_of

MOST_RANGE_M = 10_000_000


def read_stations(row: Row | None, language: str) -> list[Station]:
    """Return the stations of station_information, without what is there now."""
    found = []
    for one in row.rows("stations") if row else []:
        public_id = one.name("station_id")
        lat_deg, lon_deg = position_of(one)
        if not public_id:
            one.lacks("station_id")
        elif lat_deg is None or lon_deg is None:
            one.lacks("lat" if lat_deg is None else "lon")
        else:
            found.append(
                Station(
                    id=public_id,
                    name=one.texts("name", language) or ((language, public_id),),
                    lat_deg=lat_deg,
                    lon_deg=lon_deg,
                    capacity=one.whole("capacity"),
                    places=_places(one),
                    is_virtual=one.flag("is_virtual_station", default=False),
                    address=one.text("address"),
                    area=area_of(one, "station_area") if one.has("station_area") else (),
                    links=one.links(),
                )
            )
    return found


def read_vehicles(row: Row | None) -> list[Vehicle]:
    """Return the vehicles of vehicle_status (GBFS 3) or free_bike_status (GBFS 2)."""
    found = []
    rows = (row.rows("vehicles") or row.rows("bikes")) if row else []
    for one in rows:
        public_id = one.name("vehicle_id") or one.name("bike_id")
        lat_deg, lon_deg = position_of(one)
        station = one.name("station_id")
        if not public_id:
            one.lacks("vehicle_id")
        elif (lat_deg is None or lon_deg is None) and not station:
            one.lacks("lat" if lat_deg is None else "lon")
        else:
            found.append(
                Vehicle(
                    id=public_id,
                    type=one.name("vehicle_type_id"),
                    lat_deg=lat_deg,
                    lon_deg=lon_deg,
                    reserved=one.flag("is_reserved", default=False),
                    disabled=one.flag("is_disabled", default=False),
                    range_m=one.number("current_range_meters", 0, MOST_RANGE_M),
                    plan=one.name("pricing_plan_id"),
                    station=station,
                    links=one.links(),
                    seen_s=one.instant_s("last_reported"),
                )
            )
    return found


def with_status(fleet: Fleet, row: Row | None) -> Fleet:
    """Return the fleet with what is at its stations now; a station that is not spoken of stays unknown."""
    status: dict[str, Status] = {}
    stations = {one.id for one in fleet.stations}
    for one in row.rows("stations") if row else []:
        public_id = one.name("station_id")
        if not public_id:
            one.lacks("station_id")
        elif public_id in status:
            one.notebook.note("sharing_twice", one.file, one.where, value=public_id)
        elif public_id not in stations:
            field = one.at("station_id")
            one.notebook.note("sharing_unknown_reference", one.file, field, value=public_id)
        else:
            status[public_id] = _status(one)
    told = tuple(replace(one, status=status.get(one.id)) for one in fleet.stations)
    return replace(fleet, stations=told)


def position_of(row: Row) -> tuple[float | None, float | None]:
    """Return latitude and longitude; both 0 is how a lost receiver spells "unknown"."""
    lat_deg, lon_deg = row.number("lat", -90, 90), row.number("lon", -180, 180)
    if lat_deg == 0 and lon_deg == 0:
        row.notebook.note("sharing_out_of_range", row.file, row.at("lat"), value="0, 0")
        return None, None
    return lat_deg, lon_deg


def _status(row: Row) -> Status:
    vehicles = _counts(row, "vehicle_types_available", "vehicle_type_id")
    docks = _counts(row, "vehicle_docks_available", "vehicle_type_ids")
    n_vehicles = row.whole("num_vehicles_available")
    if n_vehicles is None:
        n_vehicles = row.whole("num_bikes_available")
    if n_vehicles is None and vehicles:
        n_vehicles = sum(one.n for one in vehicles)
    n_docks = row.whole("num_docks_available")
    if n_docks is None and docks:
        n_docks = sum(one.n for one in docks)
    return Status(
        installed=row.flag("is_installed", default=True),
        renting=row.flag("is_renting", default=True),
        returning=row.flag("is_returning", default=True),
        n_vehicles=n_vehicles,
        n_docks=n_docks,
        vehicles=vehicles,
        docks=docks,
        seen_s=row.instant_s("last_reported"),
    )


def _counts(row: Row, field: str, key: str) -> tuple[Count, ...]:
    counts = []
    for one in row.rows(field):
        n = one.whole("count")
        types = one.names(key) if isinstance(one.fields.get(key), list) else (one.name(key),)
        if n is None:
            one.lacks("count")
        elif all(types):
            counts.append(Count(types, n))
    return tuple(counts)


def _places(row: Row) -> tuple[Count, ...]:
    """Return the places by vehicle type: a list of counts (GBFS 3) or an object (GBFS 2.3)."""
    for field in ("vehicle_docks_capacity", "vehicle_types_capacity", "vehicle_type_capacity"):
        value = row.fields.get(field)
        if isinstance(value, list):
            return _counts(row, field, "vehicle_type_ids")
        if isinstance(value, dict) and (table := row.row(field)) is not None:
            counts = ((str(name), table.whole(name)) for name in table.fields)
            return tuple(Count((name,), n) for name, n in counts if n is not None)
    return ()

"""The files of a GBFS feed (2.0 to 3.0) → one frozen fleet, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from metropoli.engines.sharing.notebook import Notebook
from metropoli.engines.sharing.places import read_stations, read_vehicles, with_status
from metropoli.engines.sharing.rows import APP, Row, parse
from metropoli.engines.sharing.tariffs import read_plans
from metropoli.engines.sharing.types import (
    FORMS,
    PROPULSIONS,
    RETURNS,
    Alert,
    Fleet,
    Plan,
    Station,
    System,
    Told,
    Vehicle,
    VehicleType,
)
from metropoli.engines.sharing.zones import read_zones

KNOWN_VERSIONS = ("2.0", "2.1", "2.2", "2.3", "3.0")
SYSTEM, TYPES, STATIONS, STATUS = (
    "system_information",
    "vehicle_types",
    "station_information",
    "station_status",
)
VEHICLES, BIKES = "vehicle_status", "free_bike_status"  # GBFS 3, GBFS 2
PLANS, ZONES, ALERTS = "system_pricing_plans", "geofencing_zones", "system_alerts"
FILES = (SYSTEM, TYPES, STATIONS, STATUS, VEHICLES, BIKES, PLANS, ZONES, ALERTS)
MOVING = (STATUS, VEHICLES, BIKES, ALERTS)  # what changes by the minute
A_DAY_S = 86_400
ONE_LANGUAGE = "en"
PLAN_ID = "pricing_plan_id"

Named = TypeVar("Named", VehicleType, Station, Vehicle, Plan, Alert)


def read_feeds(content: bytes) -> tuple[tuple[tuple[str, str], ...], Told]:
    """
    Return the names and addresses of the files that gbfs.json lists, and what is wrong with it.

    Of a GBFS 2 feed in several languages the files in Italian are taken, else the first ones.
    """
    notebook = Notebook()
    top = parse(content, "gbfs.json", notebook)
    data = top.row("data") if top else None
    if data is not None and not data.has("feeds"):
        languages = sorted((name for name in data.fields), key=lambda name: name != "it")
        data = data.row(languages[0]) if languages else None
    found = [(row.name("name"), row.address("url")) for row in data.rows("feeds")] if data else []
    known = tuple((name, url) for name, url in found if name in FILES and url)
    return known, Told(None, notebook.problems())


def read_fleet(files: Mapping[str, bytes]) -> Told:
    """
    Read a feed from its files, by name (`station_information.json` or without the ending).

    What is missing is not known; what is wrong is left out and told by file and field. Only a
    feed that does not say whose it is cannot be used at all.
    """
    notebook = Notebook()
    tops = {name: top for name in FILES if (top := _top(files, name, notebook)) is not None}
    data = {name: row for name, top in tops.items() if (row := top.row("data")) is not None}
    version = _version(tops, notebook)
    language = data[SYSTEM].name("language") if SYSTEM in data else ""
    system = _system(data.get(SYSTEM), language or ONE_LANGUAGE)
    if system is None:
        notebook.note("sharing_no_system", f"{SYSTEM}.json")
        return Told(None, notebook.problems())
    language = language or (system.languages[0] if system.languages else ONE_LANGUAGE)
    _say_what_is_missing({name for name in FILES if _content(files, name) is not None}, notebook)
    zones, rules = read_zones(data.get(ZONES), language)
    bikes = data.get(VEHICLES) or data.get(BIKES)
    fleet = Fleet(
        version=version,
        system=system,
        types=_once(_types(data.get(TYPES), language), data.get(TYPES)),
        stations=_once(read_stations(data.get(STATIONS), language), data.get(STATIONS)),
        vehicles=_once(read_vehicles(bikes), bikes),
        plans=_once(read_plans(data.get(PLANS), language), data.get(PLANS)),
        zones=zones,
        rules=rules,
        alerts=_once(_alerts(data.get(ALERTS), language), data.get(ALERTS)),
        seen_s=_latest(tops),
        lasts_s=_shortest(tops),
    )
    fleet = with_status(fleet, data.get(STATUS))
    return Told(_with_known_names(fleet, notebook), notebook.problems())


def _content(files: Mapping[str, bytes], name: str) -> bytes | None:
    return files.get(f"{name}.json", files.get(name))


def _top(files: Mapping[str, bytes], name: str, notebook: Notebook) -> Row | None:
    content = _content(files, name)
    return None if content is None else parse(content, f"{name}.json", notebook)


def _version(tops: Mapping[str, Row], notebook: Notebook) -> str:
    version = ""
    for name, top in tops.items():
        said = top.text("version")
        if said and said not in KNOWN_VERSIONS:
            notebook.note("sharing_unknown_version", f"{name}.json", "version", value=said)
        version = version or said
    return version


def _say_what_is_missing(there: set[str], notebook: Notebook) -> None:
    if STATIONS in there and STATUS not in there:
        notebook.note("sharing_file_missing", f"{STATUS}.json")
    if STATIONS not in there and (STATUS in there or not {VEHICLES, BIKES} & there):
        notebook.note("sharing_file_missing", f"{STATIONS}.json")
    if PLANS not in there:
        notebook.note("sharing_file_missing", f"{PLANS}.json")


def _latest(tops: Mapping[str, Row]) -> int | None:
    """Return when what moves was written; where nothing moves, when the newest file was."""
    moving = [tops[name].instant_s("last_updated") for name in MOVING[:3] if name in tops]
    every = moving or [top.instant_s("last_updated") for top in tops.values()]
    return max((moment for moment in every if moment is not None), default=None)


def _shortest(tops: Mapping[str, Row]) -> int:
    lasting = [tops[name].whole("ttl", A_DAY_S) for name in MOVING if name in tops]
    return min((seconds for seconds in lasting if seconds is not None), default=0)


def _system(row: Row | None, language: str) -> System | None:
    if row is None:
        return None
    public_id, name = row.name("system_id"), row.texts("name", language)
    for field, value in (("system_id", public_id), ("name", name)):
        if not value:
            row.lacks(field)
    if not public_id:
        return None
    zone = row.name("timezone")
    apps = row.row("rental_apps")
    android, ios = (apps.row("android"), apps.row("ios")) if apps else (None, None)
    return System(
        id=public_id,
        name=name or ((language, public_id),),
        operator=row.texts("operator", language),
        zone=zone if re.fullmatch(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}", zone) else "",
        languages=row.names("languages")[:30] or ((language,) if row.has("language") else ()),
        url=row.address("url"),
        purchase_url=row.address("purchase_url"),
        phone=row.text("phone_number"),
        email=row.text("feed_contact_email") or row.text("email"),
        opening_hours=row.text("opening_hours"),
        android_url=android.address("store_uri", APP) if android else "",
        ios_url=ios.address("store_uri", APP) if ios else "",
    )


def _types(row: Row | None, language: str) -> list[VehicleType]:
    found = []
    for one in row.rows("vehicle_types") if row else []:
        public_id = one.name("vehicle_type_id")
        if not public_id:
            one.lacks("vehicle_type_id")
            continue
        default, others = one.name("default_pricing_plan_id"), one.names("pricing_plan_ids")
        plans = dict.fromkeys((default, *others) if default else others)
        found.append(
            VehicleType(
                id=public_id,
                form=one.word("form_factor", FORMS, "other"),
                propulsion=one.word("propulsion_type", PROPULSIONS, ""),
                name=one.texts("name", language),
                range_m=one.number("max_range_meters", 0, 10_000_000),
                plans=tuple(plans),
                returns=one.word("return_constraint", RETURNS, ""),
                co2_g_per_km=one.number("g_CO2_km", 0, 10_000),
                riders=one.whole("rider_capacity", 1_000),
            )
        )
    return found


def _alerts(row: Row | None, language: str) -> list[Alert]:
    found = []
    for one in row.rows("alerts") if row else []:
        summary = one.texts("summary", language)
        if not summary:
            one.lacks("summary")
            continue
        found.append(
            Alert(
                id=one.name("alert_id") or one.where,
                kind=one.text("type").lower(),
                summary=summary,
                description=one.texts("description", language),
                url=_first_address(one),
                stations=one.names("station_ids"),
                times=tuple(
                    (time.instant_s("start"), time.instant_s("end")) for time in one.rows("times")
                ),
            )
        )
    return found


def _first_address(row: Row) -> str:
    """Return an address; GBFS 3 gives one for each language."""
    if not isinstance(row.fields.get("url"), list):
        return row.address("url")
    rows = row.rows("url")
    return rows[0].address("text") if rows else ""


def _once(found: list[Named], row: Row | None) -> tuple[Named, ...]:
    """Keep the first row of every identifier."""
    kept: dict[str, Named] = {}
    for one in found:
        if one.id in kept:
            assert row is not None
            row.notebook.note("sharing_twice", row.file, "data", value=one.id)
        else:
            kept[one.id] = one
    return tuple(kept.values())


def _with_known_names(fleet: Fleet, notebook: Notebook) -> Fleet:
    """Forget the references that lead nowhere."""

    def known(name: str, among: set[str], file: str, field: str) -> str:
        if not name or name in among:
            return name
        notebook.note("sharing_unknown_reference", f"{file}.json", field, value=name)
        return ""

    types, plans = {one.id for one in fleet.types}, {one.id for one in fleet.plans}
    stations = {one.id for one in fleet.stations}
    told_types = tuple(
        replace(
            one, plans=tuple(filter(None, (known(p, plans, TYPES, PLAN_ID) for p in one.plans)))
        )
        for one in fleet.types
    )
    vehicles = tuple(
        replace(
            one,
            type=known(one.type, types, VEHICLES, "vehicle_type_id"),
            plan=known(one.plan, plans, VEHICLES, PLAN_ID),
            station=known(one.station, stations, VEHICLES, "station_id"),
        )
        for one in fleet.vehicles
    )
    return replace(fleet, types=told_types, vehicles=vehicles)

"""One fleet → the files of a GBFS 3.0 feed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from metropoli.engines.sharing.types import (
    HUMAN,
    Alert,
    Count,
    Fleet,
    Links,
    Plan,
    Polygon,
    Rule,
    Station,
    Texts,
    Vehicle,
    VehicleType,
    Zone,
)

VERSION = "3.0"
Json = dict[str, object]


def write_gbfs(fleet: Fleet, *, base_url: str, now_s: int) -> dict[str, bytes]:
    """
    Return the files of a fleet as GBFS 3.0, by name; gbfs.json lists them below `base_url`.

    A station of which nothing is known now is missing from station_status, because the standard
    has no word for "not known". `now_s` stands where the fleet does not say when it was seen.
    """
    data: dict[str, Json] = {
        "system_information": _system(fleet),
        "vehicle_types": {"vehicle_types": [_type(one) for one in fleet.types]},
        "station_information": {"stations": [_station(one, fleet) for one in fleet.stations]},
        "station_status": {"stations": _all_status(fleet, now_s)},
        "vehicle_status": {"vehicles": [_vehicle(one, fleet, now_s) for one in fleet.vehicles]},
        "system_pricing_plans": {"plans": [_plan(one, fleet) for one in fleet.plans]},
        "geofencing_zones": _zones(fleet),
        "system_alerts": {"alerts": [_alert(one, now_s) for one in fleet.alerts]},
    }
    data = {name: one for name, one in data.items() if _says_something(name, one)}
    feeds = [{"name": name, "url": f"{base_url}/{name}.json"} for name in data]
    seen_s = fleet.seen_s if fleet.seen_s is not None else now_s
    top = {"last_updated": as_time(seen_s), "ttl": fleet.lasts_s, "version": VERSION}
    every = {"gbfs": {"feeds": feeds}} | data
    return {
        f"{name}.json": json.dumps(top | {"data": one}, ensure_ascii=False).encode()
        for name, one in every.items()
    }


def _says_something(name: str, data: Json) -> bool:
    if name in {"system_information", "vehicle_types"}:
        return True
    if name == "geofencing_zones":
        return bool(data["global_rules"] or data["geofencing_zones"]["features"])  # type: ignore[index]
    return any(data.values())


def as_time(seconds: int) -> str:
    """Write a Unix time as GBFS 3.0 does."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _texts(texts: Texts) -> list[Json]:
    return [{"text": text, "language": language} for language, text in texts]


def _said(**fields: object) -> Json:
    """Return the fields that say something; zero and false do."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _system(fleet: Fleet) -> Json:
    system = fleet.system
    spoken = dict.fromkeys((*system.languages, *(tag for tag, _ in system.name)))
    apps = _said(
        android=_app(system.android_url),
        ios=_app(system.ios_url),
    )
    return {
        "system_id": system.id,
        "languages": list(spoken),
        "name": _texts(system.name),
        "opening_hours": system.opening_hours or "24/7",
        "feed_contact_email": system.email or "nobody@example.org",
        "timezone": system.zone or "Europe/Rome",
    } | _said(
        operator=_texts(system.operator),
        url=system.url,
        purchase_url=system.purchase_url,
        phone_number=system.phone if system.phone.startswith("+") else "",
        rental_apps=apps,
    )


def _app(address: str) -> Json:
    return {"store_uri": address, "discovery_uri": address} if address else {}


def _type(one: VehicleType) -> Json:
    range_m = one.range_m if one.range_m is not None else 0 if one.propulsion != HUMAN else None
    return _said(
        vehicle_type_id=one.id,
        form_factor=one.form,
        propulsion_type=one.propulsion or HUMAN,
        max_range_meters=range_m,
        name=_texts(one.name),
        default_pricing_plan_id=one.plans[0] if one.plans else None,
        pricing_plan_ids=list(one.plans),
        return_constraint=one.returns,
        g_CO2_km=None if one.co2_g_per_km is None else round(one.co2_g_per_km),
        rider_capacity=one.riders,
    )


def _links(links: Links) -> Json:
    return _said(web=links.web, android=links.android, ios=links.ios)


def _area(area: Sequence[Polygon]) -> Json:
    return {"type": "MultiPolygon", "coordinates": area} if area else {}


def _station(one: Station, fleet: Fleet) -> Json:
    field = "vehicle_types_capacity" if one.is_virtual else "vehicle_docks_capacity"
    return _said(
        station_id=one.id,
        name=_texts(one.name),
        lat=one.lat_deg,
        lon=one.lon_deg,
        address=one.address,
        capacity=one.capacity,
        is_virtual_station=one.is_virtual,
        station_area=_area(one.area),
        rental_uris=_links(one.links),
    ) | _said(**{field: _counts(one.places, fleet)})


def _counts(counts: Sequence[Count], fleet: Fleet) -> list[Json]:
    every = [one.id for one in fleet.types]
    return [{"vehicle_type_ids": list(one.types) or every, "count": one.n} for one in counts]


def _all_status(fleet: Fleet, now_s: int) -> list[Json]:
    return [
        _status(one, fleet, now_s)
        for one in fleet.stations
        if one.status is not None and one.status.n_vehicles is not None
    ]


def _status(one: Station, fleet: Fleet, now_s: int) -> Json:
    status = one.status
    assert status is not None
    seen_s = next((s for s in (status.seen_s, fleet.seen_s) if s is not None), now_s)
    return {
        "station_id": one.id,
        "num_vehicles_available": status.n_vehicles,
        "is_installed": status.installed,
        "is_renting": status.renting,
        "is_returning": status.returning,
        "last_reported": as_time(seen_s),
    } | _said(
        num_docks_available=status.n_docks,
        vehicle_types_available=[
            {"vehicle_type_id": name, "count": count.n}
            for count in status.vehicles
            for name in count.types[:1]
        ],
        vehicle_docks_available=_counts(status.docks, fleet),
    )


def _vehicle(one: Vehicle, fleet: Fleet, now_s: int) -> Json:
    kinds = {kind.id: kind for kind in fleet.types}
    kind = kinds.get(one.type)
    range_m = one.range_m
    if range_m is None and kind is not None and kind.propulsion != HUMAN:
        range_m = 0.0  # the standard asks for a number; zero promises nothing
    return {
        "vehicle_id": one.id,
        "is_reserved": one.reserved,
        "is_disabled": one.disabled,
    } | _said(
        lat=one.lat_deg,
        lon=one.lon_deg,
        vehicle_type_id=one.type or (fleet.types[0].id if fleet.types else None),
        current_range_meters=range_m,
        station_id=one.station,
        pricing_plan_id=one.plan,
        rental_uris=_links(one.links),
        last_reported=None if one.seen_s is None else as_time(one.seen_s),
    )


def _plan(one: Plan, fleet: Fleet) -> Json:
    language = fleet.system.languages[0] if fleet.system.languages else "en"
    return {
        "plan_id": one.id,
        "name": _texts(one.name or ((language, one.id),)),
        "currency": one.currency or "EUR",
        "price": one.price_cents / 100,
        "is_taxable": one.is_taxable,
        "description": _texts(one.description or one.name or ((language, one.id),)),
    } | _said(
        per_min_pricing=[
            _rate(rate.start_min, rate.rate_cents, rate.interval_min, rate.end_min)
            for rate in one.per_minute
        ],
        per_km_pricing=[
            _rate(rate.start_km, rate.rate_cents, rate.interval_km, rate.end_km)
            for rate in one.per_km
        ],
        surge_pricing=one.surge or None,
        url=one.url,
    )


def _rate(start: float, rate_cents: float, interval: float, end: float | None) -> Json:
    rate: Json = {"start": round(start), "rate": rate_cents / 100, "interval": round(interval)}
    return rate | ({} if end is None else {"end": round(end)})


def _zones(fleet: Fleet) -> Json:
    features = [_feature(zone) for zone in fleet.zones]
    return {
        "geofencing_zones": {"type": "FeatureCollection", "features": features},
        "global_rules": [_rule(one) for one in fleet.rules],
    }


def _feature(zone: Zone) -> Json:
    properties = _said(
        name=_texts(zone.name),
        start=None if zone.from_s is None else as_time(zone.from_s),
        end=None if zone.until_s is None else as_time(zone.until_s),
        rules=[_rule(one) for one in zone.rules],
    )
    return {"type": "Feature", "geometry": _area(zone.area), "properties": properties}


def _rule(one: Rule) -> Json:
    return {
        "ride_start_allowed": one.start,
        "ride_end_allowed": one.end,
        "ride_through_allowed": one.through,
    } | _said(
        vehicle_type_ids=list(one.types),
        maximum_speed_kph=None if one.max_kmh is None else round(one.max_kmh),
        station_parking=one.station_only or None,
    )


def _alert(one: Alert, now_s: int) -> Json:
    times = [
        _said(
            start=as_time(start if start is not None else now_s),
            end=None if end is None else as_time(end),
        )
        for start, end in one.times
    ]
    kinds = {"system_closure", "station_closure", "station_move", "other"}
    return {
        "alert_id": one.id,
        "type": one.kind if one.kind in kinds else "other",
        "summary": _texts(one.summary),
    } | _said(
        description=_texts(one.description),
        station_ids=list(one.stations),
        times=times,
        url=[{"text": one.url, "language": one.summary[0][0]}] if one.url else None,
    )

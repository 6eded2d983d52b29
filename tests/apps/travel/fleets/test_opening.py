"""Shared fleets as they go out: GBFS 3.0 by its rules, if a licence allows it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from apps.travel import shared
from metropoli.apps.data.models import Dataset
from metropoli.base import clock
from metropoli.engines import sharing

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What GBFS 3.0 asks of each file that we write: field by field, * where it must be there.
RULES = {
    "gbfs": {"feeds*": [{"name*": str, "url*": str}]},
    "system_information": {
        "system_id*": str, "languages*": [str], "name*": [{"text*": str, "language*": str}],
        "opening_hours*": str, "feed_contact_email*": str, "timezone*": str, "license_id": str,
        "attribution_organization_name": [{"text*": str, "language*": str}],
    },
    "vehicle_types": {
        "vehicle_types*": [{"vehicle_type_id*": str, "form_factor*": str, "propulsion_type*": str}]
    },
    "station_information": {
        "stations*": [
            {"station_id*": str, "name*": [{"text*": str, "language*": str}], "lat*": float,
             "lon*": float}
        ]
    },
    "station_status": {
        "stations*": [
            {"station_id*": str, "num_vehicles_available*": int, "is_installed*": bool,
             "is_renting*": bool, "is_returning*": bool, "last_reported*": TIME}
        ]
    },
    "vehicle_status": {
        "vehicles*": [{"vehicle_id*": str, "is_reserved*": bool, "is_disabled*": bool}]
    },
    "system_pricing_plans": {
        "plans*": [
            {"plan_id*": str, "name*": [{"text*": str, "language*": str}], "currency*": str,
             "price*": float, "is_taxable*": bool,
             "description*": [{"text*": str, "language*": str}]}
        ]
    },
    "geofencing_zones": {"geofencing_zones*": dict, "global_rules*": list},
    "manifest": {
        "datasets*": [{"system_id*": str, "versions*": [{"version*": str, "url*": str}]}]
    },
}  # fmt: skip


@pytest.fixture
def read(client, shared_city, monkeypatch):
    """Put both fleets in service, and read a file of theirs."""
    shared_city(tobi=shared.bikes(), monop=shared.scooters())
    monkeypatch.setattr(clock, "now", lambda: shared.EIGHT)

    def read(path: str, status: int = 200) -> Any:
        answer = client.get(f"/open/gbfs/{path}.json")
        assert answer.status_code == status
        if status == 200:
            assert answer["Content-Type"] == "application/json"
            assert answer["Access-Control-Allow-Origin"] == "*"
            return answer.json()
        return None

    return read


def holds(value: Any, rule: Any, where: str) -> None:
    if isinstance(rule, dict):
        for field, inner in rule.items():
            name = field.rstrip("*")
            if name in value:
                holds(value[name], inner, f"{where}.{name}")
            else:
                assert not field.endswith("*"), f"{where}.{name} is missing"
    elif isinstance(rule, list):
        assert isinstance(value, list), where
        for one in value:
            holds(one, rule[0], where)
    elif isinstance(rule, re.Pattern):
        assert rule.fullmatch(value), (where, value)
    elif rule is float:
        assert isinstance(value, int | float), (where, value)
    else:
        assert isinstance(value, rule), (where, value)


def test_every_file_keeps_the_rules_of_the_standard(read):
    manifest = read("manifest")
    holds(manifest["data"], RULES["manifest"], "manifest")
    addresses = [one["versions"][0]["url"] for one in manifest["data"]["datasets"]]
    assert len(addresses) == 2
    for address in addresses:
        system = address.split("/open/gbfs/")[1].removesuffix("/gbfs.json")
        feeds = read(f"{system}/gbfs")["data"]["feeds"]
        assert all(feed["url"].startswith(address.removesuffix("gbfs.json")) for feed in feeds)
        for feed in [*feeds, {"name": "gbfs"}]:
            document = read(f"{system}/{feed['name']}")
            assert document["version"] == "3.0"
            assert TIME.fullmatch(document["last_updated"])
            assert isinstance(document["ttl"], int)
            holds(document["data"], RULES[feed["name"]], f"{system}/{feed['name']}")


def test_what_goes_out_reads_back_as_the_same_fleet(read):
    names = [feed["name"] for feed in read("gbfs-tobi/gbfs")["data"]["feeds"]]
    files = {f"{name}.json": json.dumps(read(f"gbfs-tobi/{name}")).encode() for name in names}
    told = sharing.read_fleet(files)
    assert told.fleet is not None
    assert [one for one in told.problems if one.severity == "error"] == []
    assert {station.id for station in told.fleet.stations} == set(shared.STATIONS)
    home = next(station for station in told.fleet.stations if station.id == "home")
    assert (home.status.n_vehicles, home.status.n_docks) == (3, 2)


def test_its_licence_and_whom_to_thank_are_in_it(read):
    system = read("gbfs-tobi/system_information")["data"]
    assert system["license_id"] == "CC0-1.0"
    assert system["attribution_organization_name"][0]["text"] == "Tobi S.p.A."


def test_a_fleet_that_nobody_may_hand_on_stays_here(read, settings):
    Dataset.objects.filter(code="gbfs-monop").update(licence="unknown")
    assert len(read("manifest")["data"]["datasets"]) == 1
    read("gbfs-monop/gbfs", status=404)
    settings.METROPOLI_HAND_ON = ["gbfs-monop"]
    assert read("gbfs-monop/gbfs")
    read("gbfs-nobody/gbfs", status=404)
    read("gbfs-tobi/secrets", status=404)

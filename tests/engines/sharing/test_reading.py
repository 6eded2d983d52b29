"""A fleet is read as its feed tells it; what is broken is told, and never fatal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.sharing.feeds import SEEN_S, feed_2_3, packed
from metropoli.engines import sharing
from metropoli.engines.sharing import notebook

SAMPLES = Path(__file__).parents[4] / "shared/data/gbfs"


def codes(told: sharing.Told) -> set[str]:
    return {problem.code for problem in told.problems}


def test_a_fleet_of_gbfs_2_is_read_whole():
    told = sharing.read_fleet(feed_2_3())
    fleet = told.fleet
    assert fleet is not None
    assert not told.problems
    assert fleet.system.name == (("it", "Tobi"),)
    assert [station.id for station in fleet.stations] == ["A", "B"]
    assert fleet.stations[0].status == sharing.Status(
        n_vehicles=3, n_docks=7, vehicles=(sharing.Count(("bike",), 3),), seen_s=SEEN_S - 30
    )
    (scooter,) = fleet.vehicles
    assert (scooter.type, scooter.range_m, scooter.links.ios) == ("scooter", 12_000, "tobi://s1")
    assert fleet.types[0].plans == ("bike",)
    assert fleet.alerts[0].kind == "station_closure"
    assert (fleet.seen_s, fleet.lasts_s) == (SEEN_S, 60)


def test_a_station_that_is_not_spoken_of_is_not_known_rather_than_empty():
    fleet = sharing.read_fleet(feed_2_3()).fleet
    assert fleet is not None
    assert fleet.stations[1].status is None
    without = sharing.read_fleet(feed_2_3(station_status=None))
    assert without.fleet is not None
    assert without.fleet.stations[0].status is None
    assert [(p.code, p.file) for p in without.problems] == [
        ("sharing_file_missing", "station_status.json")
    ]


def test_what_is_written_as_gbfs_3_is_read_back_the_same():
    fleet = sharing.read_fleet(feed_2_3()).fleet
    assert fleet is not None
    files = sharing.write_gbfs(fleet, base_url="https://a.example/gbfs", now_s=SEEN_S)
    again = sharing.read_fleet(files)
    assert not again.problems
    assert again.fleet is not None
    system = replace(
        again.fleet.system, opening_hours=fleet.system.opening_hours, email=fleet.system.email
    )
    same = replace(again.fleet, version="2.3", system=system)
    assert same.stations == fleet.stations
    assert same.zones == fleet.zones
    assert same == fleet
    feeds, told = sharing.read_feeds(files["gbfs.json"])
    assert not told.problems
    assert {f"{name}.json" for name, _ in feeds} == set(files) - {"gbfs.json"}
    assert dict(feeds)["vehicle_types"] == "https://a.example/gbfs/vehicle_types.json"


def test_the_texts_of_gbfs_3_are_read_in_their_languages():
    name = [{"language": "it", "text": "Bici"}, {"language": "en", "text": "Bikes"}]
    told = sharing.read_fleet(
        {
            "system_information.json": packed(
                {"system_id": "x", "name": name, "languages": ["it", "en"]}, "3.0"
            )
        }
    )
    assert told.fleet is not None
    assert sharing.in_language(told.fleet.system.name, "en") == "Bikes"
    assert sharing.in_language(told.fleet.system.name, "de") == "Bici"


def test_each_thing_that_is_wrong_is_told_by_file_and_field():
    broken = feed_2_3(
        station_information={
            "stations": [
                {"station_id": "A", "name": "Alfa", "lat": "north", "lon": 7.61},
                {"station_id": "C", "name": 5, "lat": 91, "lon": 7.61},
                {"name": "nameless", "lat": 45, "lon": 7},
                {"station_id": "D", "lat": 0, "lon": 0},
                {"station_id": "E", "lat": 45, "lon": 7, "capacity": -1},
                {"station_id": "E", "lat": 45, "lon": 7},
                "a text",
            ]
        },
        vehicle_types={"vehicle_types": [{"vehicle_type_id": "bike", "form_factor": "broom"}]},
        system_pricing_plans={"plans": [{"plan_id": "x", "price": "free"}]},
    )
    told = sharing.read_fleet(broken)
    assert told.fleet is not None
    assert [station.id for station in told.fleet.stations] == ["E"]
    fields = {(p.code, p.file, p.values["field"]) for p in told.problems}
    stations = "station_information.json"
    assert ("sharing_wrong_type", stations, "data.stations[0].lat") in fields
    assert ("sharing_field_missing", stations, "data.stations[0].lat") in fields
    assert ("sharing_out_of_range", stations, "data.stations[1].lat") in fields
    assert ("sharing_field_missing", stations, "data.stations[2].station_id") in fields
    assert ("sharing_out_of_range", stations, "data.stations[4].capacity") in fields
    assert ("sharing_wrong_type", stations, "data.stations[6]") in fields
    assert ("sharing_twice", stations, "data") in fields
    assert (
        "sharing_unknown_word",
        "vehicle_types.json",
        "data.vehicle_types[0].form_factor",
    ) in fields
    assert ("sharing_wrong_type", "system_pricing_plans.json", "data.plans[0].price") in fields
    assert ("sharing_unknown_reference", "station_status.json", "data.stations[0].station_id") in (
        fields
    )


def test_a_link_that_runs_a_script_is_removed():
    bikes = [
        {
            "bike_id": "s1",
            "lat": 45,
            "lon": 7,
            "rental_uris": {
                "web": "javascript:alert(1)",
                "ios": "javascript:x",
                "android": "a://b",
            },
        }
    ]
    told = sharing.read_fleet(feed_2_3(free_bike_status={"bikes": bikes}))
    assert told.fleet is not None
    assert told.fleet.vehicles[0].links == sharing.Links("", "a://b", "")
    assert "sharing_bad_link" in codes(told)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sharing_not_json"),
        (b"\xff\xfe\x00", "sharing_not_json"),
        (b"[]", "sharing_not_json"),
        (b"[" * 100_000, "sharing_not_json"),
        (b'{"data": NaN}', "sharing_not_json"),
        (b'{"data": ' + b"9" * 5_000 + b"}", "sharing_not_json"),
        (b" " * 64_000_001, "sharing_too_large"),
        (packed({"stations": {"a": 1}}, "2.3"), "sharing_wrong_type"),
        (packed({"stations": []}, "9.1"), "sharing_unknown_version"),
    ],
    ids=["empty", "bytes", "list", "deep", "nan", "huge", "large", "object", "version"],
)
def test_a_file_that_is_no_feed_is_told_and_the_others_are_read(content, code):
    told = sharing.read_fleet(feed_2_3() | {"station_information.json": content})
    assert code in codes(told)
    assert told.fleet is not None
    assert len(told.fleet.vehicles) == 1


def test_without_a_system_nothing_can_be_used():
    told = sharing.read_fleet(feed_2_3(system_information=None))
    assert told.fleet is None
    assert "sharing_no_system" in codes(told)


def test_every_problem_has_its_sentence_in_both_languages():
    for code, said in notebook.sentences().items():
        assert set(said) == {"severity", "it", "en", "action_it", "action_en"}, code


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from(["A", "bike", "1", "2026-01-05T08:00:00Z", "\ud800", "x" * 400]),
)
JUNK = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["stations", "lat", "lon", "station_id", "name", "coordinates", "type", "text"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


def _spoilt(value: object, junk: object, path: list[int]) -> object:
    """Return the value with one place in it, found by the path, replaced."""
    if not path or not isinstance(value, dict | list) or not value:
        return junk
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        i = step % len(value)
        return [*value[:i], _spoilt(value[i], junk, rest), *value[i + 1 :]]
    name = sorted(value)[step % len(value)]
    return value | {name: _spoilt(value[name], junk, rest)}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    file=st.sampled_from(sorted(feed_2_3())),
    path=st.lists(st.integers(0, 9), min_size=1, max_size=8),
    junk=JUNK,
    v3=st.booleans(),
)
def test_whatever_stands_in_a_field_is_never_fatal(file, path, junk, v3):
    files = feed_2_3()
    if v3:
        fleet = sharing.read_fleet(files).fleet
        assert fleet is not None
        files = sharing.write_gbfs(fleet, base_url="https://a.example", now_s=SEEN_S)
        file = file.replace("free_bike", "vehicle")
    spoilt = _spoilt(json.loads(files[file]), junk, path)
    told = sharing.read_fleet(files | {file: json.dumps(spoilt).encode()})
    for problem in told.problems:
        said = notebook.sentences()[problem.code]
        assert all(said[key] % problem.values for key in ("it", "en"))
    if told.fleet is not None:
        everything = sharing.write_gbfs(told.fleet, base_url="https://a.example", now_s=SEEN_S)
        again = sharing.read_fleet(everything).fleet
        assert again is not None
        assert len(again.stations) == len(told.fleet.stations)


@settings(max_examples=200, deadline=None)
@given(
    file=st.sampled_from(sorted(feed_2_3())),
    cuts=st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=3)), min_size=1, max_size=4),
)
def test_whatever_bytes_a_file_has_they_are_never_fatal(file, cuts):
    content = feed_2_3()[file]
    for at, piece in cuts:
        content = content[: at % len(content)] + piece + content[at % len(content) + 1 :] or b"0"
    sharing.read_fleet(feed_2_3() | {file: content})
    sharing.read_feeds(content)


@pytest.mark.real
@pytest.mark.parametrize("version", ["v2.3", "v3.0"])
def test_the_samples_of_the_standard_are_read(version):
    folder = SAMPLES / version
    if not folder.exists():
        pytest.skip("not beside the project (../shared/data): gbfs")
    told = sharing.read_fleet({path.name: path.read_bytes() for path in folder.glob("*.json")})
    assert told.fleet is not None
    assert told.fleet.version == version[1:]
    assert told.fleet.stations
    assert told.fleet.vehicles
    assert not {p.code for p in told.problems} - {"sharing_unknown_reference"}


def test_a_ride_may_not_end_in_a_forbidden_zone():
    fleet = sharing.read_fleet(feed_2_3()).fleet
    assert fleet is not None
    inside, outside = (45.01, 7.61), (45.03, 7.61)
    assert not sharing.rule_at(fleet, "scooter", *inside, SEEN_S).end
    assert sharing.rule_at(fleet, "bike", *inside, SEEN_S).end
    assert sharing.rule_at(fleet, "scooter", *outside, SEEN_S).end


def test_zones_say_the_same_of_one_position_and_of_many():
    fleet = sharing.read_fleet(feed_2_3()).fleet
    assert fleet is not None
    hole = ((7.605, 45.005), (7.615, 45.005), (7.615, 45.015), (7.605, 45.015))
    outline = ((7.60, 45.0), (7.62, 45.0), (7.61, 45.03), (7.59, 45.02))
    rng = np.random.default_rng(5)
    lat_deg, lon_deg = rng.uniform(44.99, 45.04, 400), rng.uniform(7.58, 7.63, 400)
    rules = (sharing.Rule(types=("car",)), sharing.Rule(end=False))
    zones = (
        sharing.Zone((), ((outline, hole),), rules, until_s=SEEN_S + 10),
        *fleet.zones,
        sharing.Zone((), ((hole,),), (sharing.Rule(station_only=True),)),
    )
    fleet = replace(fleet, zones=zones, rules=(sharing.Rule(types=("bike",), end=False),))
    for kind in ("bike", "scooter", "car"):
        for at_s in (SEEN_S, SEEN_S + 20):
            many = sharing.may_end(fleet, kind, lat_deg, lon_deg, at_s)
            rules_one = [
                sharing.rule_at(fleet, kind, lat, lon, at_s)
                for lat, lon in zip(lat_deg, lon_deg, strict=True)
            ]
            assert many.tolist() == [rule.end and not rule.station_only for rule in rules_one]

"""Car parks as 5T tells them, and as lists that say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metropoli.engines import sharing

REAL = Path(__file__).parents[4] / "shared/data/torino-5t"

XML = b"""<?xml version="1.0" encoding="utf-8" ?><traffic_data
 xmlns="https://a.example/traffic_data.xsd" generation_time="2026-01-05T08:00:10.789Z"
 end_time="2026-01-05T08:00:00.000Z"><PK_data Name="ALFA" ID="2" status="1" Total="460" Free="198"
 tendence="1" lat="45.06" lng="7.68"/><PK_data Name="BETA" ID="3" status="0" Total="100" Free="0"
 lat="45.07" lng="7.66"/></traffic_data>"""
CSV = b"""id,name,lat,lng,total,free,status,park_ride,day_cents
2,Alfa,45.06,7.68,460,198,1,,
3,Beta,45.07,7.66,100,0,0,yes,150
"""
GEOJSON = b"""{"type": "FeatureCollection", "features": [
 {"type": "Feature", "geometry": {"type": "Point", "coordinates": [7.68, 45.06]},
  "properties": {"id": 2, "name": "Alfa", "total": 460, "free": 198, "status": 1}},
 {"type": "Feature", "geometry": {"type": "Point", "coordinates": [7.66, 45.07]},
  "properties": {"id": 3, "name": "Beta", "total": 100, "free": 0, "status": 0,
                 "park_ride": "yes", "day_cents": 150}}]}"""


@pytest.mark.parametrize("content", [XML, CSV, GEOJSON], ids=["xml", "csv", "geojson"])
def test_a_car_park_is_read_with_its_free_places(content):
    told = sharing.read_parks(content, "parks")
    assert not told.problems
    alfa, beta = told.parks
    assert (alfa.id, alfa.name.lower(), alfa.n_places, alfa.n_free) == ("2", "alfa", 460, 198)
    assert (alfa.lat_deg, alfa.lon_deg) == (45.06, 7.68)
    assert beta.n_free is None, "its counter is silent: nobody knows what is free"


def test_a_list_may_say_what_it_costs_and_where_one_changes_to_the_tram():
    beta = sharing.read_parks(CSV, "parks").parks[1]
    assert (beta.is_park_ride, beta.day_cents, beta.hour_cents) == (True, 150, None)


def test_an_instant_of_the_file_is_when_its_places_were_seen():
    assert {park.seen_s for park in sharing.read_parks(XML, "pk.xml").parks} == {1_767_600_000}


def test_a_document_type_is_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><traffic_data>&a;</traffic_data>'
    told = sharing.read_parks(bomb, "pk.xml")
    assert not told.parks
    assert {problem.code for problem in told.problems} == {"sharing_not_readable"}


def test_what_is_wrong_is_told_and_the_rest_is_kept():
    told = sharing.read_parks(CSV + b"2,Twice,45,7,1,1,1\n9,,45,7,1,1,1\n8,Far,99,7,x,-3,1\n", "p")
    assert [park.id for park in told.parks] == ["2", "3"]
    codes = {problem.code for problem in told.problems}
    assert codes == {"sharing_twice", "sharing_field_missing", "sharing_out_of_range"}


@settings(max_examples=300, deadline=None)
@given(
    content=st.sampled_from([XML, CSV, GEOJSON]),
    cuts=st.lists(st.tuples(st.integers(0, 900), st.binary(max_size=4)), min_size=1, max_size=5),
)
def test_whatever_bytes_a_list_has_they_are_never_fatal(content, cuts):
    for at, piece in cuts:
        content = (
            content[: at % (len(content) + 1)] + piece + content[at % (len(content) + 1) + 1 :]
        )
    sharing.read_parks(content, "parks")


@pytest.mark.real
@pytest.mark.parametrize("name", ["pk.xml", "pk.csv", "pk.geojson"])
def test_the_car_parks_of_torino_are_read(name):
    if not REAL.exists():
        pytest.skip("not beside the project (../shared/data): torino-5t")
    told = sharing.read_parks((REAL / name).read_bytes(), name)
    assert len(told.parks) == 40
    assert not told.problems
    known = {park.id: park.n_free for park in told.parks}
    assert (known["2"], known["24"]) == (198, None)

"""Streets and timetables come into service whole, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from apps.travel.miniature import (
    HOME,
    HUT,
    MONDAY,
    OFFICE,
    city_feed,
    city_tables,
    hill_feed,
    when,
    write_feed,
    write_streets,
)
from engines.journeys.gtfs import maker
from engines.streets.test_heights import geotiff
from metropoli.apps.data import queries as datasets
from metropoli.apps.travel import bridge, services
from metropoli.apps.travel.types import Leg, SourceCard, TripRequest
from metropoli.apps.words import queries as words
from metropoli.base import clock
from metropoli.base.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.django_db

A_MADE_UP_CITY = SourceCard(title_it="Prova", title_en="Trial", licence="CC0-1.0", generated=True)


@pytest.fixture
def trams(tmp_path: Path) -> Path:
    return write_feed(city_feed(), tmp_path / "trams.zip")


@pytest.fixture
def roads(tmp_path: Path) -> Path:
    return write_streets(tmp_path / "roads.osm")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The same name as the good feed, and no stop in it."""
    folder = tmp_path / "broken"
    folder.mkdir()
    files = city_feed(stops=None)
    return write_feed(files, folder / "trams.zip")


def version_in_service() -> str:
    return services.read_summary().version


def trips_to_office() -> list[str]:
    asked = TripRequest(HOME, OFFICE, when(MONDAY, "07:50"))
    return [trip.kind for trip in services.plan_trip(request=asked).trips]


def is_found(name: str, kind: str) -> bool:
    return any(found.name.startswith(name) for found in words.find(name, "it", kinds=[kind]))


def test_what_is_loaded_is_in_service_and_says_where_it_comes_from(trams, roads):
    services.load_osm(path=roads)
    card = SourceCard(
        title_it="Tram",
        title_en="Trams",
        publisher="Tranvie",
        source="https://a.example/gtfs.zip",
        licence="CC-BY-4.0",
        attribution="Tranvie S.p.A.",
    )
    report = services.load_gtfs(path=trams, card=card)
    assert report.usable
    summary = services.read_summary()
    assert (summary.n_stops, summary.n_lines, summary.zone) == (4, 3, "Europe/Rome")
    assert (summary.first_day, summary.last_day) == (date(2026, 1, 5), date(2026, 1, 18))
    assert summary.n_street_edges > 0
    assert not summary.generated
    assert summary.credits == ("Tranvie S.p.A.", "© OpenStreetMap contributors")

    timetable = datasets.dataset("gtfs-trams", now=clock.now())
    assert (timetable.card.source, timetable.card.licence) == (card.source, "CC-BY-4.0")
    assert timetable.in_service is not None
    assert timetable.in_service.number == 1
    assert timetable.in_service.counts["stops"] == 4
    assert timetable.in_service.valid_until == date(2026, 1, 18)
    streets = datasets.dataset("osm-roads", now=clock.now())
    assert streets.card.licence == "ODbL-1.0"
    assert streets.in_service is not None
    assert streets.in_service.counts["street_edges"] == summary.n_street_edges


def test_whatever_has_a_name_can_be_searched(trams, roads):
    services.load_osm(path=roads)
    services.load_gtfs(path=trams)
    assert is_found("Bèta", "stop")
    assert is_found("4 Alfa", "line")
    assert is_found("Via Gamma", "street")
    services.load_gtfs(path=write_feed(hill_feed(), trams.with_name("monti.zip")), name="trams")
    assert not is_found("Bèta", "stop")
    assert is_found("Quota", "stop")


def test_the_problems_of_a_feed_stand_beside_it(client, tmp_path):
    calls = [*city_tables()["stop_times"], *maker.calls("t8:00", "Nowhere 8:20:00")]
    feed = write_feed(city_feed(stop_times=calls), tmp_path / "trams.zip")
    report = services.load_gtfs(path=feed)
    (problem,) = [p for p in report.problems if dict(p.values).get("value") == "Nowhere"]
    page = client.get("/en/data/gtfs-trams/").content.decode()
    assert f'<td>stop_times.txt</td><td class="num">{problem.line}</td>' in page
    kept = datasets.problems("gtfs-trams", 1)
    assert {(p.file, p.line) for p in kept} == {(p.file, p.line or None) for p in report.problems}


def test_the_same_bytes_twice_are_one_version(trams):
    services.load_gtfs(path=trams)
    first = version_in_service()
    services.load_gtfs(path=trams)
    assert len(datasets.versions("gtfs-trams")) == 1
    assert version_in_service() > first


def test_other_bytes_are_another_version(trams):
    services.load_gtfs(path=trams)
    tables = city_tables()
    write_feed(city_feed(trips=tables["trips"][:-1]), trams)
    services.load_gtfs(path=trams)
    told = [(v.number, v.status) for v in datasets.versions("gtfs-trams")]
    assert sorted(told) == [(1, "replaced"), (2, "in_service")]


def test_a_folder_is_as_good_as_its_zip(trams, tmp_path):
    services.load_gtfs(path=trams)
    services.load_gtfs(path=write_feed(city_feed(), tmp_path / "folder"), name="trams")
    assert len(datasets.versions("gtfs-trams")) == 1


def test_an_unusable_feed_is_refused_and_what_was_in_service_stays(client, trams, roads, broken):
    services.load_osm(path=roads)
    services.load_gtfs(path=trams)
    before = services.read_summary()
    with pytest.raises(Invalid, match="feed_unusable"):
        services.load_gtfs(path=broken)
    assert services.read_summary() == before
    assert trips_to_office() == ["transit"] * 5 + ["walk", "bike", "car"]
    assert is_found("Bèta", "stop")
    told = {v.number: v.status for v in datasets.versions("gtfs-trams")}
    assert told == {1: "in_service", 2: "refused"}
    page = client.get("/en/data/gtfs-trams/?version=2").content.decode()
    assert "stops.txt" in page
    assert "The file is missing." in page


def test_a_first_feed_that_is_unusable_puts_nothing_in_service(broken):
    with pytest.raises(Invalid, match="feed_unusable"):
        services.load_gtfs(path=broken)
    with pytest.raises(NotFound, match="nothing_published"):
        services.read_summary()


def test_what_is_no_archive_or_no_map_is_refused_and_changes_nothing(trams, tmp_path):
    services.load_gtfs(path=trams)
    before = version_in_service()
    rubbish = tmp_path / "rubbish.zip"
    rubbish.write_bytes(b"PK no, not really")
    with pytest.raises(Invalid):
        services.load_gtfs(path=rubbish)
    for name in ("rubbish.osm", "rubbish.osm.pbf"):
        (tmp_path / name).write_bytes(b"<osm version='0.6'><node")
        with pytest.raises(Invalid):
            services.load_osm(path=tmp_path / name)
    assert version_in_service() == before


def test_streets_and_timetable_may_bear_one_name(tmp_path):
    """As `city.zip` and `city.osm` do, when nobody says --name."""
    services.load_osm(path=write_streets(tmp_path / "city.osm"))
    services.load_gtfs(path=write_feed(city_feed(), tmp_path / "city.zip"))
    assert trips_to_office() == ["transit"] * 5 + ["walk", "bike", "car"]
    services.load_osm(path=tmp_path / "city.osm")
    assert trips_to_office() == ["transit"] * 5 + ["walk", "bike", "car"]


def test_two_operators_stand_side_by_side_and_new_streets_replace_old(trams, roads, tmp_path):
    services.load_gtfs(path=trams)
    services.load_gtfs(path=write_feed(hill_feed(), tmp_path / "monti.zip"))
    services.load_osm(path=roads)
    n_edges = services.read_summary().n_street_edges
    assert services.read_summary().n_stops == 6
    services.load_osm(path=write_streets(tmp_path / "others.osm"))
    assert services.read_summary().n_street_edges == n_edges
    assert services.read_summary().n_stops == 6


def test_real_data_retire_the_demo_and_the_demo_retires_real_data(trams, roads, tmp_path):
    services.load_osm(path=roads, name="demo-streets", card=A_MADE_UP_CITY)
    services.load_gtfs(path=trams, name="demo", card=A_MADE_UP_CITY)
    assert services.read_summary().generated
    services.load_gtfs(path=write_feed(hill_feed(), tmp_path / "monti.zip"))
    real = services.read_summary()
    assert (real.generated, real.n_stops, real.n_street_edges) == (False, 2, 0)
    services.load_gtfs(path=trams, name="demo", card=A_MADE_UP_CITY)
    demo = services.read_summary()
    assert (demo.generated, demo.n_stops) == (True, 4)


def test_with_only_a_timetable_boards_work_and_trips_say_what_is_missing(client, trams):
    services.load_gtfs(path=trams)
    board = services.read_board(key="trams:A", at=when(MONDAY, "08:10"))
    assert board.departures[0].departs_at == when(MONDAY, "08:15")
    with pytest.raises(Refused, match="no_streets_loaded"):
        trips_to_office()
    ends = f"from=x&from_at={HOME.as_text}&to=y&to_at={OFFICE.as_text}"
    page = client.get(f"/en/move/?{ends}")
    assert page.status_code == 403
    assert "Only a timetable is loaded." in page.content.decode()


def test_with_only_streets_one_goes_on_ones_own(client, roads):
    services.load_osm(path=roads)
    assert trips_to_office() == ["walk", "bike", "car"]
    assert services.list_lines() == ()
    assert services.read_summary().first_day is None
    for address in ("/en/move/", "/en/move/lines/", "/api/v1/mobility/network"):
        assert client.get(address).status_code == 200


def test_with_nothing_loaded_every_page_says_so(client):
    for address in ("/en/move/lines/", "/en/move/stops/a:b/", "/en/move/lines/a:b/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "metropoli load" in answer.content.decode()
    assert client.get("/en/move/").status_code == 200


def test_a_load_that_dies_while_it_writes_leaves_the_old_network(trams, tmp_path, monkeypatch):
    services.load_gtfs(path=trams)
    before = services.read_summary()
    real_write = bridge.Built.write

    def write_and_die(built: Any, folder: Path) -> None:
        real_write(built, folder)
        raise KeyboardInterrupt

    monkeypatch.setattr(bridge.Built, "write", write_and_die)
    with pytest.raises(KeyboardInterrupt):
        services.load_gtfs(path=write_feed(hill_feed(), tmp_path / "monti.zip"))
    monkeypatch.undo()
    assert services.read_summary() == before
    assert is_found("Bèta", "stop")
    services.load_gtfs(path=write_feed(hill_feed(), tmp_path / "monti.zip"))
    assert services.read_summary().n_stops == 6


def test_a_running_worker_answers_from_the_new_network_at_once(client, trams):
    services.load_gtfs(path=trams)
    board = "/api/v1/mobility/stops/trams:A/departures?at=2026-01-05T08:10"
    assert client.get(board).json()["departures"][0]["departs_at"].startswith("2026-01-05T08:15")
    tables = city_tables()
    calls = [call for call in tables["stop_times"] if call["trip_id"] != "t8:15"]
    trips = [trip for trip in tables["trips"] if trip["trip_id"] != "t8:15"]
    services.load_gtfs(path=write_feed(city_feed(trips=trips, stop_times=calls), trams))
    assert client.get(board).json()["departures"][0]["departs_at"].startswith("2026-01-05T08:30")


def test_a_city_elsewhere_has_its_own_clocks(client, tmp_path):
    agency = [city_tables()["agency"][0] | {"agency_timezone": "America/Sao_Paulo"}]
    services.load_gtfs(path=write_feed(city_feed(agency=agency), tmp_path / "bondes.zip"))
    assert services.read_summary().zone == "America/Sao_Paulo"
    address = "/api/v1/mobility/stops/bondes:A/departures?at=2026-01-05T08:10"
    assert client.get(address).json()["departures"][0]["departs_at"] == "2026-01-05T08:15:00-03:00"
    page = client.get("/move/stops/bondes:A/?date=2026-01-05&time=08:10").content.decode()
    assert '<time datetime="2026-01-05T08:15:00-03:00">08:15</time>' in page


def test_every_stop_is_told_with_its_comune_in_the_search(trams):
    tables = city_tables()
    in_torino = [stop | {"stop_lat": 45.0703, "stop_lon": 7.6869} for stop in tables["stops"]]
    services.load_gtfs(path=write_feed(city_feed(stops=in_torino), trams))
    (found,) = [one for one in words.find("Bèta", "it") if one.kind == "stop"]
    assert found.context == "Torino"


def test_a_name_that_an_address_could_not_carry_still_leads_to_its_page(client, tmp_path):
    tables = city_tables()
    odd = "A #1?/50%"
    stops = [
        stop | {"stop_id": odd} if stop["stop_id"] == "A" else stop for stop in tables["stops"]
    ]
    calls = [
        call | {"stop_id": odd} if call["stop_id"] == "A" else call for call in tables["stop_times"]
    ]
    feed = city_feed(stops=stops, stop_times=calls)
    services.load_gtfs(path=write_feed(feed, tmp_path / "trams.zip"))
    found = next(one for one in words.find("Alfa", "it", kinds=["stop"]))
    page = client.get(found.url)
    assert page.status_code == 200
    assert "Alfa" in page.content.decode()


def test_checking_a_feed_changes_nothing(broken):
    report = services.check_feed(path=broken)
    assert not report.usable
    assert ("error", "file_missing", "stops.txt") in {
        (p.severity, p.code, p.file) for p in report.problems
    }
    assert list(datasets.datasets(now=clock.now())) == []


def test_what_is_made_up_says_so_on_every_screen(client, trams, roads):
    screens = ("/en/move/", "/en/move/lines/", "/en/move/stops/demo:A/", "/en/move/lines/demo:4/")

    def says_so(address: str) -> bool:
        return "demo city" in client.get(address).content.decode().lower()

    services.load_osm(path=roads, name="demo-streets", card=A_MADE_UP_CITY)
    services.load_gtfs(path=trams, name="demo", card=A_MADE_UP_CITY)
    assert all(map(says_so, screens))
    ends = f"from={HOME.as_text}&to={OFFICE.as_text}"
    assert client.get(f"/api/v1/mobility/trips?{ends}").json()["generated"] is True
    assert client.get("/api/v1/data/datasets/gtfs-demo").json()["generated"] is True
    services.load_osm(path=roads, name="real")
    services.load_gtfs(path=trams, name="real")
    assert not any(map(says_so, [screen.replace("demo:", "real:") for screen in screens]))
    assert client.get(f"/api/v1/mobility/trips?{ends}").json()["generated"] is False


def by_bike_to_the_hut() -> Leg:
    asked = TripRequest(OFFICE, HUT, when(MONDAY, "07:50"), modes=frozenset({"bike"}))
    return services.plan_trip(request=asked).trips[0].legs[0]


def test_heights_make_streets_climb(roads, tmp_path):
    """Via Gamma goes north: in the grid it gains a metre in every forty."""
    services.load_osm(path=roads)
    level = by_bike_to_the_hut()
    lat_deg, lon_deg = HUT.lat_deg, HUT.lon_deg
    rows = np.repeat(np.linspace(220, 100, 60, dtype=np.uint8)[:, None], 60, axis=1)
    corner = {33922: ("d", [0, 0, 0, lon_deg - 0.03, lat_deg + 0.01, 0]),
              33550: ("d", [0.001, 0.001, 0])}  # fmt: skip
    (tmp_path / "hill.tif").write_bytes(geotiff(rows, more=corner, no_data=b"0\0"))
    services.load_heights(path=tmp_path / "hill.tif")
    steep = by_bike_to_the_hut()
    assert level.climb_m == 0
    assert steep.climb_m > 50
    assert steep.duration_s > 1.1 * level.duration_s
    titles = {info.card.title_en for info in datasets.datasets(now=clock.now())}
    assert "Heights from hill.tif" in titles


def test_heights_without_streets_are_refused(tmp_path):
    (tmp_path / "hill.tif").write_bytes(geotiff())
    with pytest.raises(Refused, match="heights_without_streets"):
        services.load_heights(path=tmp_path / "hill.tif")


def test_heights_that_cannot_be_read_change_nothing(roads, tmp_path):
    services.load_osm(path=roads)
    before = version_in_service()
    (tmp_path / "hill.tif").write_bytes(b"II*")
    with pytest.raises(Invalid, match="heights_unreadable"):
        services.load_heights(path=tmp_path / "hill.tif")
    assert version_in_service() == before

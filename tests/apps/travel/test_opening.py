"""What goes out as open data: a feed that reads back as what is in service, if a licence allows it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from apps.travel import miniature
from apps.travel.miniature import HOME, HUT, OFFICE, SATURDAY, SCHOOL, when
from engines.journeys.gtfs import maker
from metropoli.apps.data import queries as datasets
from metropoli.apps.data.models import Dataset
from metropoli.apps.travel import services
from metropoli.apps.travel.models import Source
from metropoli.apps.travel.rules.licences import is_open
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import SourceCard, Trip, TripRequest
from metropoli.base import archives, clock
from metropoli.base.errors import NotFound

pytestmark = pytest.mark.django_db
OPEN = SourceCard(licence="CC-BY-4.0", attribution="Tranvie", source="https://trams.example/feed")
ASKED = [
    (HOME, OFFICE, f"{miniature.MONDAY}T07:50"),
    (HOME, HUT, f"{miniature.MONDAY}T08:00"),
    (HUT, SCHOOL, f"{miniature.MONDAY}T17:00"),
    (HOME, OFFICE, f"{SATURDAY}T08:30"),
    (HOME, OFFICE, f"{miniature.SUNDAY}T09:00"),
    (SCHOOL, OFFICE, f"{miniature.FRIDAY}T23:50"),
]


@pytest.fixture
def loaded(tmp_path: Path) -> Any:
    """Load the miniature city, its trams with their licence, the hill bus with none."""
    services.load_osm(path=miniature.write_streets(tmp_path / "streets.osm"))
    trams = miniature.write_feed(miniature.city_feed(), tmp_path / "tram.zip")
    services.load_gtfs(path=trams, card=OPEN)
    hills = miniature.write_feed(miniature.hill_feed(), tmp_path / "monti.zip")
    services.load_gtfs(path=hills)


def rows(files: Any, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(bytes(files[name]).decode())))


def opened() -> Any:
    return archives.open_files(services.open_gtfs().path)


def told(trips: tuple[Trip, ...]) -> list[Any]:
    """Return what a traveller is told, without the names of the feed."""
    return [
        [
            (leg.mode, leg.departs_at, leg.arrives_at, leg.headsign, leg.stays_on_board,
             [call.stop.name for call in leg.calls], leg.length_m)
            for leg in trip.legs
        ]
        for trip in trips
    ]  # fmt: skip


def answers() -> list[Any]:
    return [
        told(services.plan_trip(request=TripRequest(start, end, when(*at.split("T")))).trips)
        for start, end, at in ASKED
    ]


def test_a_city_built_from_what_goes_out_is_the_same_city(loaded, settings, tmp_path):
    settings.METROPOLI_HAND_ON = ["*"]
    before, files = answers(), {name: bytes(one) for name, one in opened().items()}
    Source.objects.all().delete()
    settings.VAR = tmp_path / "elsewhere"
    services.load_osm(path=miniature.write_streets(tmp_path / "streets.osm"))
    services.load_gtfs(path=miniature.write_feed(files, tmp_path / "open.zip"))
    assert answers() == before
    assert any(trips for trips in before)


def test_the_feed_is_sound_and_tells_all_that_we_know(loaded, settings):
    settings.METROPOLI_HAND_ON = ["*"]
    report = services.check_feed(path=services.open_gtfs().path)
    assert report.usable
    assert [p for p in report.problems if p.severity != "info"] == []
    files = opened()
    agencies = rows(files, "agency.txt")
    assert {row["agency_name"] for row in agencies} == {"Tranvie", "Monti"}
    assert len({row["agency_timezone"] for row in agencies}) == 1
    assert all(row["agency_url"].startswith("http") for row in agencies)
    trips = {row["trip_id"]: row for row in rows(files, "trips.txt")}
    assert len(trips) == len(rows(files, "trips.txt"))
    # The vehicle that goes on as another line is one block.
    assert trips["tram:six"]["block_id"] == trips["tram:seven"]["block_id"] != ""
    assert trips["tram:t8:00"]["block_id"] == ""
    # Streets are in it as drawings and as walks.
    assert {row["shape_id"] for row in trips.values()} <= {
        row["shape_id"] for row in rows(files, "shapes.txt")
    }
    walks = {
        (row["from_stop_id"], row["to_stop_id"]): int(row["min_transfer_time"])
        for row in rows(files, "transfers.txt")
    }
    assert 150 < walks["tram:D", "monti:P"] < 300
    info = rows(files, "feed_info.txt")[0]
    assert (info["feed_start_date"], info["feed_end_date"]) == ("20260105", "20260118")
    thanked = {row["organization_name"] for row in rows(files, "attributions.txt")}
    assert thanked == {"Tranvie", "monti", "© OpenStreetMap contributors"}


def test_what_nobody_may_hand_on_stays_here(loaded, settings):
    handed_on = {one.code: one.handed_on for one in services.list_open_sources()}
    assert handed_on == {"gtfs-tram": True, "gtfs-monti": False}
    assert {row["route_id"] for row in rows(opened(), "routes.txt")} == {
        "tram:4", "tram:6", "tram:7"
    }  # fmt: skip
    settings.METROPOLI_HAND_ON = ["gtfs-monti"]
    assert "monti:10" in {row["route_id"] for row in rows(opened(), "routes.txt")}
    settings.METROPOLI_HAND_ON = [""]
    Dataset.objects.filter(code="gtfs-tram").update(licence="CC-BY-ND-4.0")
    with pytest.raises(NotFound, match="nothing_open"):
        services.open_gtfs()


def test_what_goes_out_is_a_dataset_too(loaded):
    info = datasets.dataset("open-gtfs", now=clock.now())
    assert (info.card.licence, info.card.attribution) == ("CC-BY-4.0", "Tranvie")
    assert info.in_service.size_bytes == services.open_gtfs().path.stat().st_size


def test_only_open_licences_are_open():
    assert is_open("CC-BY-4.0")
    assert is_open("cc0-1.0")
    assert not any(map(is_open, ["", "unknown", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "all rights"]))


def test_fares_go_out_under_the_names_of_their_feed(tmp_path):
    files = maker.files(
        stops=[row | {"zone_id": f"z{nth}"} for nth, row in enumerate(maker.STOPS)],
        fare_attributes=[
            {"fare_id": "one", "price": "1.90", "currency_type": "EUR", "payment_method": 1,
             "transfers": ""},
        ],
        fare_rules=[{"fare_id": "one", "origin_id": "z0", "route_id": "4"}],
    )  # fmt: skip
    path = miniature.write_feed(files, tmp_path / "fares.zip")
    services.load_gtfs(path=path, card=OPEN)
    out = opened()
    assert rows(out, "fare_attributes.txt")[0]["agency_id"] == "fares:G"
    assert rows(out, "fare_rules.txt")[0] == {
        "fare_id": "fares:one", "origin_id": "fares:z0", "route_id": "fares:4"
    }  # fmt: skip
    assert {row["zone_id"] for row in rows(out, "stops.txt")} <= {f"fares:z{n}" for n in range(5)}


def test_a_week_with_exceptions_reads_back_as_the_same_days(tmp_path):
    odd = [
        {"service_id": "week", "date": 20260107, "exception_type": 2},
        {"service_id": "week", "date": 20260110, "exception_type": 1},
    ]
    feed = maker.files(calendar_dates=odd)
    services.load_gtfs(path=miniature.write_feed(feed, tmp_path / "odd.zip"), card=OPEN)
    runs = network().timetable.service_runs.copy()
    files = opened()
    assert len(rows(files, "calendar.txt")) == 1
    assert len(rows(files, "calendar_dates.txt")) == 1
    services.load_gtfs(path=services.open_gtfs().path, name="odd", card=OPEN)
    assert (network().timetable.service_runs == runs).all()


def test_the_address_answers_with_the_zip_and_knows_who_has_it(client, loaded):
    answer = client.get("/open/gtfs.zip")
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    again = client.get("/open/gtfs.zip", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/open/gtfs.zip").status_code == 200


def test_without_anything_open_the_address_says_why(client, db):
    assert client.get("/open/gtfs.zip").status_code == 404

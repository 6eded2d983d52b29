"""How things are now, handed on: a feed of ours that reads back as what was heard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from google.transit import gtfs_realtime_pb2

from apps.travel import miniature
from apps.travel.live import Feed
from apps.travel.miniature import MONDAY, SATURDAY, when
from apps.travel.test_opening import OPEN, opened, rows
from engines.journeys.realtime.messages import alert, call, position, update
from engines.streets.maps import at
from metropoli.apps.data.models import Dataset
from metropoli.apps.travel import services
from metropoli.base.errors import NotFound
from metropoli.engines import journeys

pytestmark = pytest.mark.django_db
TODAY, EIGHT = "20260105", when(MONDAY, "08:01")
NOW_S = int(EIGHT.timestamp())
ADDED, CANCELED, SKIPPED = 1, 3, 1


@pytest.fixture
def feed(tmp_path: Path, monkeypatch: Any) -> Feed:
    """A live feed of trams that may be handed on."""
    trams = miniature.write_feed(miniature.city_feed(), tmp_path / "tram.zip")
    services.load_gtfs(path=trams, card=OPEN)
    return Feed(monkeypatch)


def told(what: str) -> Any:
    message = gtfs_realtime_pb2.FeedMessage.FromString(services.open_realtime(what=what))
    assert message.IsInitialized()
    assert message.header.gtfs_realtime_version == "2.0"
    return message


def updates() -> dict[str, Any]:
    return {
        entity.trip_update.trip.trip_id: entity.trip_update
        for entity in told("trip-updates").entity
    }


def test_a_late_tram_is_told_under_the_names_of_our_feed(feed):
    feed.says(EIGHT, update("t8:00", [call(2, departs={"delay": 240})], start_date=TODAY))
    (news,) = updates().values()
    assert (news.trip.trip_id, news.trip.route_id) == ("tram:t8:00", "tram:4")
    assert news.trip.start_date == TODAY
    ours = [row for row in rows(opened(), "stop_times.txt") if row["trip_id"] == "tram:t8:00"]
    by_sequence = {one.stop_sequence: one for one in news.stop_time_update}
    assert [row["stop_id"] for row in ours] == [
        by_sequence[int(row["stop_sequence"])].stop_id for row in ours
    ]
    assert by_sequence[1].departure.time == int(when(MONDAY, "08:10").timestamp())
    assert by_sequence[3].arrival.time == int(when(MONDAY, "08:19").timestamp())


def test_what_does_not_run_and_what_is_passed_by_is_told(feed):
    feed.says(
        EIGHT,
        update("t8:15", relation=CANCELED, start_date=TODAY),
        update("t8:00", [call(3, relation=SKIPPED)], start_date=TODAY),
    )
    found = updates()
    assert found["tram:t8:15"].trip.schedule_relationship == CANCELED
    skipped = [one.schedule_relationship for one in found["tram:t8:00"].stop_time_update]
    assert skipped[2] == SKIPPED


def test_an_extra_tram_is_told_with_its_stops(feed):
    calls = [
        call(stop=stop, departs={"time": int(when(MONDAY, clock).timestamp())})
        for stop, clock in (("B", "08:12"), ("D", "08:20"))
    ]
    feed.says(EIGHT, update("more", calls, relation=ADDED, route_id="4"))
    news = updates()["tram:more"]
    assert news.trip.schedule_relationship == ADDED
    assert [one.stop_id for one in news.stop_time_update] == ["tram:B", "tram:D"]
    assert news.stop_time_update[0].departure.time == int(when(MONDAY, "08:12").timestamp())


def test_a_vehicle_of_two_lines_is_two_trips(feed):
    nine = when(SATURDAY, "08:55")
    feed.says(nine, update("six", delay_s=120, start_date="20260110"))
    found = updates()
    assert set(found) == {"tram:six", "tram:seven"}
    first = found["tram:seven"].stop_time_update[0]
    assert (first.stop_sequence, first.stop_id) == (0, "tram:C")


def test_positions_and_alerts_are_told_under_our_names(feed):
    lat, lon = at(1_000, 0)
    feed.says(
        EIGHT,
        position("t8:00", lat, lon, seen_at=NOW_S - 5, label="2801"),
        alert("Lavori", [{"route_id": "4"}, {"stop_id": "B"}], effect="DETOUR"),
    )
    (vehicle,) = [entity.vehicle for entity in told("vehicle-positions").entity]
    assert (vehicle.trip.trip_id, vehicle.vehicle.id) == ("tram:t8:00", "tram:2801")
    assert vehicle.position.latitude == pytest.approx(lat, abs=1e-4)
    (notice,) = [entity.alert for entity in told("alerts").entity]
    assert {one.route_id or one.stop_id for one in notice.informed_entity} == {"tram:4", "tram:B"}
    assert notice.header_text.translation[0].text == "Lavori"


def test_what_goes_out_can_be_followed_again(feed):
    """Our own reader hears our own feed, beside our own timetable, and knows every name."""
    feed.says(EIGHT, update("t8:00", [call(2, departs={"delay": 240})], start_date=TODAY))
    out = journeys.read_feed({n: bytes(c) for n, c in opened().items()}, name="open")
    timetable, _, labels = journeys.build_timetable([out])
    directory = journeys.index_names(timetable, labels, "open")
    bulletin = journeys.read_bulletin(services.open_realtime(what="trip-updates"))
    followed, doubts = journeys.follow([journeys.Heard(bulletin, directory)], NOW_S)
    assert doubts == ("",)
    assert (len(followed.trip_plan), followed.troubles) == (1, ())


def test_the_addresses_answer_programs_and_people(feed, client):
    feed.says(EIGHT, update("t8:15", relation=CANCELED, start_date=TODAY))
    for what in ("trip-updates", "vehicle-positions", "alerts"):
        answer = client.get(f"/open/gtfs-rt/{what}.pb")
        assert answer["Content-Type"] == "application/x-protobuf"
        assert answer["Access-Control-Allow-Origin"] == "*"
        gtfs_realtime_pb2.FeedMessage.FromString(answer.content)
    shown = json.loads(client.get("/open/gtfs-rt/trip-updates.pb?format=json").content)
    assert shown["entity"][0]["trip_update"]["trip"]["trip_id"] == "tram:t8:15"
    assert client.get("/open/gtfs-rt/secrets.pb").status_code == 404


def test_without_any_news_the_feeds_are_empty_and_without_a_licence_there_are_none(feed, settings):
    feed.at(EIGHT)
    assert len(told("trip-updates").entity) == 0
    Dataset.objects.filter(code="gtfs-tram").update(licence="unknown")
    with pytest.raises(NotFound, match="nothing_open"):
        services.open_realtime(what="alerts")

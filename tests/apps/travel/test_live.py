"""How things are now: what a live feed says is on the board, in the trip and on the map, at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from apps.travel.live import Feed
from apps.travel.miniature import HOME, MONDAY, OFFICE, when
from engines.journeys.realtime.messages import alert, call, position, update
from metropoli.apps.travel import services
from metropoli.apps.travel.types import TripRequest, Window
from metropoli.base import snapshots
from metropoli.base.errors import NotFound, Refused

TODAY = "20260105"
EIGHT = when(MONDAY, "08:01")
CANCELED, ADDED, SKIPPED = 3, 1, 1
EVERYWHERE = Window(-90, -180, 90, 180)


def late(trip: str, seconds: int, sequence: int = 1, **more):
    return update(trip, [call(sequence, departs={"delay": seconds})], start_date=TODAY, **more)


def board(stop: str, at=EIGHT):
    return services.read_board(key=f"tram:{stop}", at=at)


def times(found) -> list[str]:
    """Return the first departures as a board shows them: planned>live, or x where cancelled."""
    return [
        ("x" if one.cancelled else "")
        + (f"{one.planned_at:%H:%M}>" if one.planned_at else "")
        + f"{one.departs_at:%H:%M}"
        for one in found.departures[:3]
    ]


def test_without_any_news_the_timetable_holds(feed: Feed):
    feed.at(EIGHT)
    assert times(board("B")) == ["08:06", "08:21", "08:36"]
    assert services.read_live_state().doubt == "no_live_feed"


def test_a_board_tells_what_is_late_beside_what_was_planned(feed: Feed):
    seen = int(EIGHT.timestamp()) - 20
    feed.says(EIGHT, late("t8:00", 240, seen_at=seen))
    found = board("B")
    assert times(found) == ["08:06>08:10", "08:21", "08:36"]
    assert found.departures[0].seen_at == EIGHT - timedelta(seconds=20)
    assert found.live_at == EIGHT - timedelta(seconds=10)


def test_a_cancelled_tram_stands_on_the_board_and_is_never_suggested(feed: Feed):
    feed.says(EIGHT, update("t8:15", relation=CANCELED, start_date=TODAY))
    assert times(board("B")) == ["08:06", "x08:21", "08:36"]
    answer = services.plan_trip(request=TripRequest(HOME, OFFICE, when(MONDAY, "08:05")))
    ridden = [leg.trip_key for trip in answer.trips for leg in trip.legs if leg.line]
    assert ridden
    assert not any("t8:15" in key for key in ridden)
    assert answer.live_at == EIGHT - timedelta(seconds=10)


def test_a_stop_that_is_passed_by_says_so(feed: Feed):
    feed.says(EIGHT, update("t8:00", [call(2, relation=SKIPPED)], start_date=TODAY))
    assert times(board("B")) == ["x08:06", "08:21", "08:36"]
    assert times(board("C"))[0] == "08:10>08:10"


def test_an_extra_tram_is_on_the_board(feed: Feed):
    calls = [
        call(stop=stop, departs={"time": int(when(MONDAY, at).timestamp())})
        for stop, at in (("B", "08:12"), ("D", "08:20"))
    ]
    feed.says(EIGHT, update("more", calls, relation=ADDED, route_id="4"))
    found = board("B")
    assert times(found) == ["08:06", "08:12", "08:21"]
    assert [one.added for one in found.departures[:3]] == [False, True, False]


def test_a_trip_tells_planned_and_present_times_of_what_one_rides(feed: Feed):
    feed.says(EIGHT, late("t8:15", 300))
    answer = services.plan_trip(request=TripRequest(HOME, OFFICE, when(MONDAY, "08:05")))
    leg = next(leg for trip in answer.trips for leg in trip.legs if "t8:15" in leg.trip_key)
    assert leg.live == "live"
    assert leg.departs_at == when(MONDAY, "08:20")
    assert leg.calls[0].planned_departs_at == when(MONDAY, "08:15")
    assert leg.arrives_at == when(MONDAY, "08:35")


def test_who_asks_for_the_timetable_gets_it(feed: Feed):
    feed.says(EIGHT, update("t8:15", relation=CANCELED, start_date=TODAY))
    request = TripRequest(HOME, OFFICE, when(MONDAY, "08:05"), live=False)
    answer = services.plan_trip(request=request)
    assert any("t8:15" in leg.trip_key for trip in answer.trips for leg in trip.legs)
    assert answer.live_at is None


def test_a_vehicle_keeps_its_name_however_late_it_is(feed: Feed):
    key = board("B").departures[0].trip_key
    feed.says(EIGHT, late("t8:00", 600))
    assert board("B").departures[0].trip_key == key
    leg = services.read_vehicle(key=key).legs[0]
    assert leg.live == "live"
    assert f"{leg.departs_at:%H:%M}" == "08:10"


def test_a_cancelled_vehicle_can_still_be_looked_at(feed: Feed):
    key = board("B").departures[0].trip_key
    feed.says(EIGHT, update("t8:00", relation=CANCELED, start_date=TODAY))
    legs = services.read_vehicle(key=key).legs
    assert [leg.live for leg in legs] == ["cancelled"]
    with pytest.raises(NotFound):
        services.read_vehicle(key=key.replace("t8:00", "t9"))


def test_the_page_of_a_line_keeps_the_planned_times(feed: Feed):
    before = services.read_line(key="tram:4", day=EIGHT.date()).patterns
    feed.says(EIGHT, late("t8:00", 600), alert("Lavori", [{"route_id": "4"}]))
    page = services.read_line(key="tram:4", day=EIGHT.date())
    assert page.patterns == before
    assert [notice.header for notice in page.notices] == ["Lavori"]


def test_old_news_are_not_used_and_the_answer_says_so(feed: Feed):
    feed.says(EIGHT, late("t8:00", 240), age_s=900)
    assert times(board("B"))[0] == "08:06"
    answer = services.plan_trip(request=TripRequest(HOME, OFFICE, EIGHT))
    assert (answer.live_at, answer.live_doubt) == (None, "live_too_old")


def test_news_that_were_good_grow_old(feed: Feed):
    feed.says(EIGHT, late("t8:00", 240))
    assert times(board("B"))[0] == "08:06>08:10"
    feed.at(EIGHT + timedelta(minutes=6))
    assert times(board("B"))[0] == "08:06"
    assert services.read_live_state().doubt == "live_too_old"


def test_a_feed_of_strangers_is_not_believed(feed: Feed):
    feed.says(EIGHT, late("t8:00", 240), *(late(f"x{k}", 60) for k in range(9)))
    assert times(board("B"))[0] == "08:06"
    assert services.read_live_state().doubt == "live_distrusted"


@pytest.mark.parametrize(
    "broken", [b"<html>", NotFound("download_failed", url="", reason=""), Refused("x")]
)
def test_a_source_that_fails_harms_nothing(feed: Feed, broken):
    feed.says(EIGHT, late("t8:00", 240))
    feed.content = broken
    assert feed.hear() == 0
    assert times(board("B"))[0] == "08:06>08:10"
    assert services.list_live_feeds()[0].trouble
    feed.content = None  # nothing new since
    assert feed.hear() == 0
    assert services.list_live_feeds()[0].trouble == ""


def test_a_feed_is_heard_again_when_it_is_due(feed: Feed):
    feed.says(EIGHT, late("t8:00", 240))
    assert services.fetch_live() == 0
    feed.at(EIGHT + timedelta(seconds=31))
    assert services.fetch_live() == 1


def test_what_is_forgotten_is_not_used_any_more(feed: Feed):
    feed.says(EIGHT, late("t8:00", 240))
    services.forget_live_feed(name="trams")
    feed.at(EIGHT + timedelta(seconds=1))
    services.fetch_live()
    services.read_live_state(wait=True)
    assert times(board("B"))[0] == "08:06"
    with pytest.raises(NotFound):
        services.forget_live_feed(name="trams")


def test_queries_go_on_while_news_are_put_in(feed: Feed, monkeypatch):
    feed.says(EIGHT, late("t8:00", 240))
    from metropoli.apps.travel import bridge  # noqa: PLC0415

    asked = []

    def slow(*given):
        asked.append(times(board("B"))[0])  # a query in the middle of it
        return follow(*given)

    follow = bridge.follow_city
    monkeypatch.setattr(bridge, "follow_city", slow)
    feed.says(EIGHT + timedelta(seconds=30), late("t8:00", 480))
    assert asked == ["08:06>08:10"]
    assert times(board("B"))[0] == "08:06>08:14"


def test_notices_are_told_where_they_hold_and_in_the_readers_language(feed: Feed):
    kind, told = alert("Fermata chiusa", [{"stop_id": "B"}], text="Fino a sera")
    told.header_text.translation.add(text="Stop closed", language="en")
    over = alert("Passato", [{"stop_id": "B"}], periods=[(1, 2)])
    elsewhere = alert("Altrove", [{"stop_id": "D"}])
    operator = alert("Sciopero", [{"agency_id": "G"}])
    feed.says(EIGHT, (kind, told), over, elsewhere, operator)
    assert [one.header for one in board("B").notices] == ["Fermata chiusa", "Sciopero"]
    with translation.override("en"):
        assert board("B").notices[0].header == "Stop closed"
    assert len(services.list_notices()) == 3


def test_a_ride_carries_the_notices_of_its_line_and_not_of_others(feed: Feed):
    feed.says(
        EIGHT,
        alert("Linea 4", [{"route_id": "4"}, {"stop_id": "A"}]),
        alert("Linea 6", [{"route_id": "6"}, {"stop_id": "A"}, {"stop_id": "B"}]),
    )
    answer = services.plan_trip(request=TripRequest(HOME, OFFICE, when(MONDAY, "08:05")))
    leg = next(leg for trip in answer.trips for leg in trip.legs if leg.line)
    assert [one.header for one in leg.notices] == ["Linea 4"]


def test_vehicles_are_where_they_say(feed: Feed):
    seen = int(EIGHT.timestamp()) - 30
    feed.says(
        EIGHT,
        position("t8:00", 45.0, 7.6, seen_at=seen, label="7"),
        position("t8:15", 45.0, 7.6, seen_at=seen - 3_600, label="8"),  # silent for an hour
        position("?", 45.0, 7.6, seen_at=seen, label="9"),  # of no line
    )
    found = services.live_vehicles(window=EVERYWHERE)
    assert [(one.line.short_name, one.headsign) for one in found] == [("4", "Delta")]
    assert services.live_vehicles(window=Window(0, 0, 1, 1)) == ()


def test_what_is_heard_stands_among_the_datasets(feed: Feed):
    feed.says(EIGHT, late("t8:00", 240), update())
    from metropoli.apps.data import queries as datasets  # noqa: PLC0415

    found = {one.card.code: one for one in datasets.datasets(now=EIGHT)}
    assert found["live-trams"].card.title_it == "trams"


def test_what_lies_on_disk_is_swept(feed: Feed, settings):
    for minute in range(5):
        feed.says(EIGHT + timedelta(minutes=minute), late("t8:00", 240))
    from metropoli.apps.travel import queries  # noqa: PLC0415

    shelf = queries.live_shelf()
    assert snapshots.current_version(shelf)
    assert len([one for one in shelf.iterdir() if one.is_dir()]) == 2

"""Vehicles one by one, in the miniature city: at a stop, by name, on the map."""

from __future__ import annotations

from datetime import timedelta

import pytest

from apps.travel.miniature import FRIDAY, MONDAY, SATURDAY, when
from engines.streets.maps import at
from metropoli.apps.travel import services
from metropoli.apps.travel.types import PassageQuestion, Window
from metropoli.base.errors import NotFound

pytestmark = pytest.mark.usefixtures("city")
EVERYTHING = Window(*at(-1_000, -1_000), *at(8_000, 8_000))


def passing(*stops: str, time: str, day: str = MONDAY, **more: object):
    question = PassageQuestion(stops=stops, at=when(day, time), **({"n": 3} | more))
    return services.list_passages(question=question)


def clocks(found) -> list[str]:
    return [f"{one.call.departs_at:%d %H:%M}" for one in found]


def test_what_leaves_is_told_with_all_its_stops():
    first, *_ = passing("tram:B", time="08:01")
    assert [call.stop.name for call in first.leg.calls] == ["Alfa", "Bèta", "Gamma", "Delta"]
    assert first.position == 1
    assert f"{first.call.arrives_at:%H:%M}-{first.call.departs_at:%H:%M}" == "08:05-08:06"
    assert first.leg.geometry == ()


def test_enough_is_told_even_if_it_leaves_on_another_day():
    assert clocks(passing("tram:A", time="09:50")) == ["05 10:00", "06 00:20", "06 08:00"]


def test_looking_back_tells_what_has_left_in_the_order_of_time():
    assert clocks(passing("tram:A", time="08:20", earlier=True, n=1)) == ["05 08:15"]
    assert clocks(passing("tram:A", time="08:20", earlier=True)) == ["05 08:00", "05 08:15"]
    back = passing("tram:A", time="08:05", day=FRIDAY, earlier=True)
    assert clocks(back) == ["08 10:00", "09 00:20", "09 08:00"]


def test_the_pages_of_a_board_neither_overlap_nor_leave_out():
    whole = passing("tram:A", time="07:00", n=12)
    first = passing("tram:A", time="07:00", n=5)
    then = first[-1].call.departs_at + timedelta(seconds=1)
    question = PassageQuestion(stops=("tram:A",), at=then, n=7)
    assert [*first, *services.list_passages(question=question)] == list(whole)


def test_arrivals_are_those_of_who_may_get_off():
    arrivals = passing("tram:D", time="08:00", arrivals=True, n=2)
    assert [f"{one.call.arrives_at:%H:%M}" for one in arrivals] == ["08:15", "08:30"]
    assert passing("tram:D", time="08:00", n=1)[0].leg.headsign == "Alfa"
    at_first_stop = passing("tram:A", time="08:00", arrivals=True, n=1)
    assert at_first_stop[0].leg.headsign == "Alfa"


def test_a_window_tells_all_within_it():
    assert len(passing("tram:A", time="08:00", n=0, window_s=3_600)) == 5


def test_only_the_vehicles_asked_for_pass():
    assert {one.leg.mode for one in passing("tram:A", time="08:00", day=SATURDAY, n=5)} >= {"bus"}
    trams = passing("tram:A", time="08:00", day=SATURDAY, vehicles=frozenset({"tram"}))
    assert {one.leg.mode for one in trams} == {"tram"}


def test_where_a_vehicle_goes_on_as_another_line_it_is_told_as_what_leaves():
    at_gamma = {"time": "09:00", "day": SATURDAY, "n": 1}
    assert passing("tram:C", **at_gamma)[0].leg.line.short_name == "7"
    assert passing("tram:C", arrivals=True, **at_gamma)[0].leg.line.short_name == "6"


def test_a_vehicle_is_found_again_by_its_name():
    (passage,) = passing("tram:A", time="23:00", n=1)
    assert passage.leg.trip_key == "20260105_24:20_tram:night"
    trip = services.read_vehicle(key=passage.leg.trip_key)
    (leg,) = trip.legs
    assert leg.calls == passage.leg.calls
    assert len(leg.geometry) >= 2


def test_both_lines_of_a_vehicle_are_told_whichever_was_named():
    for key in ("20260110_09:00_tram:six", "20260110_09:12_tram:seven"):
        legs = services.read_vehicle(key=key).legs
        assert [leg.line.short_name for leg in legs] == ["6", "7"]
        assert [leg.stays_on_board for leg in legs] == [False, True]


@pytest.mark.parametrize(
    "key",
    [
        "", "t8:00", "20260105_08:01_tram:t8:00", "20260110_08:00_tram:t8:00", "99999999_08:00_a:b",
        "20260105_08:00_monti:t8:00", "20400105_08:00_tram:t8:00", "20260105_08:00_tram:nobody",
    ],
)  # fmt: skip
def test_a_name_that_no_vehicle_bears_is_refused(key):
    with pytest.raises(NotFound, match="unknown_vehicle"):
        services.read_vehicle(key=key)


def test_every_key_of_a_leg_or_a_board_names_its_vehicle():
    board = services.read_board(key="tram:B", at=when(MONDAY, "07:00"))
    for departure in board.departures:
        (leg,) = services.read_vehicle(key=departure.trip_key).legs
        assert departure.departs_at in [call.departs_at for call in leg.calls]


def test_the_stops_of_a_stretch_of_map_come_with_what_calls_there():
    found = {one.stop.key: one for one in services.list_stops_in(window=EVERYTHING)}
    assert set(found) == {"tram:A", "tram:B", "tram:C", "tram:D", "monti:P", "monti:Q"}
    assert found["tram:A"].vehicles == ("bus", "tram")
    assert found["tram:A"].step_free is True
    near = services.list_stops_near(lat_deg=at(0, 0)[0], lon_deg=at(0, 0)[1], radius_m=2_100)
    assert [one.stop.key for one in near] == ["tram:A", "tram:B"]


def test_what_is_on_its_way_is_told_between_its_two_stops():
    eight = {"from_at": when(MONDAY, "08:07"), "until_at": when(MONDAY, "08:07")}
    (tram,) = services.list_moving(window=EVERYTHING, **eight)
    assert (tram.start.name, tram.end.name) == ("Bèta", "Gamma")
    assert tram.key == "20260105_08:00_tram:t8:00"
    assert 1_900 < tram.length_m < 2_100
    assert services.list_moving(window=Window(*at(-900, -900), *at(1_000, 900)), **eight) == ()


def test_after_the_last_day_the_night_is_still_told():
    night = when("2026-01-17", "00:25")
    (tram,) = services.list_moving(window=EVERYTHING, from_at=night, until_at=night)
    assert tram.key == "20260116_24:20_tram:night"
    beyond = when("2026-03-01", "08:07")
    assert services.list_moving(window=EVERYTHING, from_at=beyond, until_at=beyond) == ()


def test_a_stop_is_one_with_its_namesakes_close_by():
    assert services.list_stops_together(key="tram:A") == ("tram:A",)
    with pytest.raises(NotFound, match="unknown_stop"):
        services.list_stops_together(key="tram:nowhere")

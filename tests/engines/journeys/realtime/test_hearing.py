"""What each kind of message does to the vehicles of a small line."""

from __future__ import annotations

from engines.journeys.gtfs.maker import STOPS, calls, read, trip
from engines.journeys.realtime.messages import call, detour, feed, update
from metropoli.engines import journeys
from metropoli.engines.journeys.realtime import (
    DIVERTED,
    EXTRA,
    FOLLOWED,
    Heard,
    doubt_of,
    follow,
    index_names,
    read_bulletin,
)

MONDAY = 739_621  # 2026-01-05
TODAY = "20260105"
ADDED, UNSCHEDULED, CANCELED, REPLACEMENT, DUPLICATED, NEW = 1, 2, 3, 5, 6, 8
SKIPPED, NO_DATA = 1, 2

CITY = {
    "stops": [
        *STOPS,
        {"stop_id": "S", "stop_name": "S", "stop_lat": 45, "stop_lon": 7, "location_type": 1},
        {"stop_id": "S1", "stop_name": "S", "stop_lat": 45, "stop_lon": 7, "parent_station": "S"},
        {"stop_id": "S2", "stop_name": "S", "stop_lat": 45, "stop_lon": 7, "parent_station": "S"},
    ],
    "trips": [
        trip("t1", direction_id=1),
        trip("t2"),
        trip("out", block_id="x"),
        trip("back", block_id="x"),
    ],
    "stop_times": calls("t1", "A 8:00:00", "B 8:05:00-8:06:00", "C 8:10:00", "D 8:20:00")
    + calls("t2", "A 8:30:00", "S1 8:40:00", "C 8:50:00")
    + calls("out", "A 9:00:00", "B 9:10:00", "C 9:20:00")
    + calls("back", "C 9:25:00", "D 9:30:00", "A 9:40:00"),
}


def city(**changed):
    made = read(**CITY | changed)
    timetable, _, labels = journeys.build_timetable([made])
    return timetable, labels


def at(clock: str) -> int:
    """Return the instant of a time of that Monday in Rome."""
    hours, minutes, *seconds = map(int, clock.split(":"))
    return 1_767_567_600 + hours * 3_600 + minutes * 60 + sum(seconds)


def heard(*entities, now="8:00", **changed):
    """Return the timetable as it is after a feed with these messages."""
    timetable, labels = city(**changed)
    bulletin = read_bulletin(feed(*entities, at=at(now)))
    return follow([Heard(bulletin, index_names(timetable, labels))], at(now))[0]


def told(followed, day=MONDAY) -> dict[str, list[str]]:
    """Return the calls of every vehicle of a day by the names of its trips; x: none gets on or off."""
    timetable, labels = followed.timetable, followed.labels
    view = journeys.open_day(timetable, day)
    found = {}
    for vehicle, row in enumerate(view.vehicles.trip.tolist()):
        shift_s = int(view.vehicles.shift_s[vehicle])
        if shift_s:
            continue
        parts = slice(int(timetable.part_first[row]), int(timetable.part_first[row + 1]))
        name = "+".join(labels.trip_ids[part] for part in timetable.part_trip[parts].tolist())
        seen = journeys.trip_calls(view, vehicle)
        found[name] = [
            labels.stops[stop].id + ("x" if not on and not off else "") + _clock(arrives, departs)
            for stop, arrives, departs, on, off in zip(*(c.tolist() for c in seen), strict=True)
        ]
    return found


def _clock(arrives_s: int, departs_s: int) -> str:
    first, second = (f"{s // 3600}:{s // 60 % 60:02}" for s in (arrives_s, departs_s))
    return f" {first}" if first == second else f" {first}-{second}"


def codes(followed):
    return {trouble.code: trouble.count for trouble in followed.troubles}


def late(**more):
    return [call(2, departs={"delay": 120}, **more)]


def test_a_delay_goes_on_until_another_one_is_told():
    followed = heard(update("t1", late(), start_date=TODAY))
    assert told(followed)["t1"] == ["A 8:00", "B 8:07-8:08", "C 8:12", "D 8:22"]
    assert followed.call_known.tolist() == [False, True, True, True]
    again = heard(update("t1", [*late(), call(4, arrives={"delay": 0})], start_date=TODAY))
    assert told(again)["t1"] == ["A 8:00", "B 8:07-8:08", "C 8:12", "D 8:20"]


def test_only_the_day_that_is_spoken_of_changes():
    followed = heard(update("t1", late(), start_date=TODAY))
    assert told(followed, MONDAY + 1)["t1"] == ["A 8:00", "B 8:05-8:06", "C 8:10", "D 8:20"]


def test_without_a_day_the_one_that_runs_now_is_meant():
    for now in ("7:55", "8:30", "12:00"):
        followed = heard(update("t1", late()), now=now)
        assert told(followed)["t1"][1] == "B 8:07-8:08"
    timed = [call(2, departs={"time": at("8:06") + 86_400 + 300})]
    followed = heard(update("t1", timed), now="23:59")
    assert told(followed, MONDAY + 1)["t1"][1] == "B 8:10-8:11"


def test_a_call_is_known_by_its_number_alone_as_torino_tells_it():
    timed = [call(3, departs={"time": at("8:13")}), call(4, departs={"time": at("8:21")})]
    followed = heard(update("t1", timed, start_date=TODAY))
    assert told(followed)["t1"] == ["A 8:00", "B 8:05-8:06", "C 8:13", "D 8:21"]


def test_a_call_is_known_by_its_stop_alone():
    followed = heard(update("t1", [call(stop="C", arrives={"delay": 180})], start_date=TODAY))
    assert told(followed)["t1"] == ["A 8:00", "B 8:05-8:06", "C 8:13", "D 8:23"]


def test_where_number_and_stop_disagree_the_stop_counts():
    followed = heard(update("t1", [call(9, "C", arrives={"delay": 180})], start_date=TODAY))
    assert told(followed)["t1"][2] == "C 8:13"
    followed = heard(update("t1", [call(2, "C", arrives={"delay": 180})], start_date=TODAY))
    assert told(followed)["t1"][1:3] == ["B 8:05-8:06", "C 8:13"]


def test_a_stop_that_the_trip_does_not_serve_is_told_and_the_rest_used():
    odd = call(77, "E", arrives={"delay": 999})
    followed = heard(update("t1", [odd, *late()], start_date=TODAY))
    assert told(followed)["t1"][1] == "B 8:07-8:08"
    assert codes(followed) == {"realtime_call_unknown": 1}


def test_a_cancelled_trip_is_gone_and_remembered():
    followed = heard(update("t1", relation=CANCELED, start_date=TODAY))
    assert "t1" not in told(followed)
    assert "t1" in told(followed, MONDAY + 1)
    assert followed.gone_day.tolist() == [MONDAY]
    row = int(followed.gone_trip[0])
    assert followed.labels.trip_ids[int(followed.timetable.part_trip[row])] == "t1"


def test_a_skipped_stop_is_passed_by():
    followed = heard(
        update("t1", [call(2, relation=SKIPPED), call(3, arrives={"delay": 60})], start_date=TODAY)
    )
    assert told(followed)["t1"] == ["A 8:00", "Bx 8:05-8:06", "C 8:11", "D 8:21"]
    assert followed.call_skipped.tolist() == [False, True, False, False]
    assert followed.trip_state.tolist() == [FOLLOWED]


def test_after_a_stop_without_data_the_timetable_holds_but_no_time_runs_backwards():
    news = [call(1, departs={"delay": 420}), call(2, relation=NO_DATA)]
    followed = heard(update("t1", news, start_date=TODAY))
    assert told(followed)["t1"] == ["A 8:07", "B 8:07", "C 8:10", "D 8:20"]
    assert followed.call_known.tolist() == [True, False, False, False]


def test_a_vehicle_that_is_early_was_early_before_too():
    followed = heard(update("t1", [call(3, arrives={"delay": -360})], start_date=TODAY))
    assert told(followed)["t1"] == ["A 8:00", "B 8:04", "C 8:04", "D 8:14"]


def test_another_platform_of_the_station_is_where_one_gets_on():
    for news in (call(2, "S2", departs={"delay": 0}), call(2, platform="S2")):
        followed = heard(update("t2", [news], start_date=TODAY))
        assert told(followed)["t2"][1] == "S2 8:40"
        assert followed.trip_state.tolist() == [FOLLOWED]


def test_the_vehicle_goes_on_as_another_line_no_earlier_than_it_comes():
    news = [call(3, arrives={"delay": 600})]
    followed = heard(update("out", news, start_date=TODAY), now="9:00")
    assert told(followed)["out+back"] == ["A 9:00", "B 9:10", "C 9:30", "D 9:30", "A 9:40"]


def test_each_trip_of_a_vehicle_speaks_of_its_own_side_of_the_call_they_share():
    followed = heard(
        update("out", [call(3, departs={"delay": 120})], start_date=TODAY),
        update("back", [call(1, departs={"delay": 300})], start_date=TODAY),
        now="9:00",
    )
    assert told(followed)["out+back"] == ["A 9:00", "B 9:10", "C 9:22-9:30", "D 9:35", "A 9:45"]


def test_half_of_a_vehicle_can_be_cancelled():
    followed = heard(update("back", relation=CANCELED, start_date=TODAY))
    assert told(followed)["out+back"] == ["A 9:00", "B 9:10", "C 9:20-9:25", "Dx 9:30", "Ax 9:40"]
    assert followed.call_skipped.tolist() == [False, False, False, True, True]
    assert followed.gone_trip.tolist() == []


def test_a_trip_is_known_by_line_direction_and_start():
    descriptor = {"route_id": "4", "direction_id": 1, "start_time": "08:00:00"}
    followed = heard(update("", late(), **descriptor, start_date=TODAY))
    assert told(followed)["t1"][1] == "B 8:07-8:08"
    descriptor["direction_id"] = 0
    assert codes(heard(update("", late(), **descriptor))) == {"realtime_trip_unknown": 1}


def test_an_added_trip_runs_once():
    news = [
        call(stop="A", departs={"time": at("8:02")}),
        call(stop="?", departs={"time": at("8:03")}),
        call(stop="E", arrives={"time": at("8:12")}),
    ]
    for relation in (ADDED, NEW):
        followed = heard(update("t99", news, relation=relation, route_id="4"))
        assert told(followed)["t99"] == ["A 8:02", "E 8:12"]
        assert "t99" not in told(followed, MONDAY + 1)
        assert followed.trip_state.tolist() == [EXTRA]
        sign = int(followed.timetable.part_headsign[-1])
        assert followed.labels.headsigns[sign] == "Stop E"


def test_an_added_trip_that_nobody_could_ride_is_told():
    one = [call(stop="A", departs={"time": at("8:02")})]
    assert codes(heard(update("x", one, relation=ADDED, route_id="4"))) == {
        "realtime_added_without_calls": 1
    }
    assert codes(heard(update("x", one * 2, relation=ADDED, route_id="?"))) == {
        "realtime_line_unknown": 1
    }
    back = [call(stop=s, departs={"time": at(t)}) for s, t in (("A", "9:00"), ("B", "8:00"))]
    assert codes(heard(update("x", back, relation=ADDED, route_id="4"))) == {
        "realtime_runs_backwards": 1
    }


def test_a_trip_that_is_replaced_runs_with_its_new_calls_only():
    news = [
        call(stop="A", departs={"time": at("8:01")}),
        call(stop="E", departs={"time": at("8:09")}),
        call(stop="D", arrives={"time": at("8:25")}),
    ]
    followed = heard(update("t1", news, relation=REPLACEMENT, start_date=TODAY))
    assert told(followed)["t1"] == ["A 8:01", "E 8:09", "D 8:25"]
    assert followed.trip_state.tolist() == [DIVERTED]
    assert followed.call_plan.tolist() == [0, -1, 3]
    assert followed.gone_trip.tolist() == []


def test_a_trip_is_run_twice():
    own = {"trip_id": "t1b", "start_date": TODAY, "start_time": "08:15:00"}
    followed = heard(update("t1", late(), relation=DUPLICATED, start_date=TODAY, own=own))
    assert told(followed)["t1"] == ["A 8:00", "B 8:05-8:06", "C 8:10", "D 8:20"]
    assert told(followed)["t1b"] == ["A 8:15", "B 8:22-8:23", "C 8:27", "D 8:37"]


def test_a_vehicle_of_a_headway_is_known_by_its_start():
    every_ten = [
        {"trip_id": "t1", "start_time": "8:00:00", "end_time": "8:30:00", "headway_secs": 600}
    ]
    news = update("t1", late(), start_date=TODAY, start_time="08:10:00")
    followed = heard(news, frequencies=every_ten)
    starts = [view[0] for view in _all(followed, "t1")]
    assert starts == ["A 8:00", "A 8:10", "A 8:20"]
    assert [view[1] for view in _all(followed, "t1")] == [
        "B 8:05-8:06",
        "B 8:17-8:18",
        "B 8:25-8:26",
    ]
    untold = heard(update("t1", late(), start_date=TODAY), frequencies=every_ten)
    assert codes(untold) == {"realtime_trip_ambiguous": 1}
    own = update("t1", late(), relation=UNSCHEDULED, start_date=TODAY, start_time="08:13:00")
    assert [view[0] for view in _all(heard(own, frequencies=every_ten), "t1")] == [
        "A 8:00", "A 8:10", "A 8:13", "A 8:20",
    ]  # fmt: skip


def _all(followed, name):
    timetable, labels = followed.timetable, followed.labels
    view = journeys.open_day(timetable, MONDAY)
    found = []
    for vehicle, row in enumerate(view.vehicles.trip.tolist()):
        part = int(timetable.part_first[row])
        if (
            labels.trip_ids[int(timetable.part_trip[part])] == name
            and not view.vehicles.shift_s[vehicle]
        ):
            seen = journeys.trip_calls(view, vehicle)
            found.append(
                [
                    labels.stops[stop].id + _clock(arrives, departs)
                    for stop, arrives, departs in zip(
                        seen.stop.tolist(),
                        seen.arrives_s.tolist(),
                        seen.departs_s.tolist(),
                        strict=True,
                    )
                ]
            )
    return sorted(found)


def bend(start, end=None, stops=(), delay_s=0):
    told = {
        "start_stop_selector": {"stop_id": start},
        "replacement_stops": [{"stop_id": s, "travel_time_to_stop": t} for s, t in stops],
        "propagated_modification_delay": delay_s,
    }
    return told | ({"end_stop_selector": {"stop_id": end}} if end else {})


def test_a_detour_leaves_stops_out_and_serves_others():
    turned = bend("B", "C", [("E", 420)], delay_s=300)
    followed = heard(detour(["t1"], [TODAY], [turned]))
    assert told(followed)["t1"] == ["A 8:00", "E 8:07", "D 8:25"]
    assert told(followed, MONDAY + 1)["t1"] == ["A 8:00", "B 8:05-8:06", "C 8:10", "D 8:20"]
    assert followed.call_plan.tolist() == [0, -1, 3]
    assert followed.trip_state.tolist() == [DIVERTED]


def test_a_detour_can_add_a_stop_and_leave_none_out():
    followed = heard(detour(["t1"], [TODAY], [bend("C", None, [("E", 200)], delay_s=60)]))
    assert told(followed)["t1"] == ["A 8:00", "B 8:05-8:06", "E 8:08", "C 8:11", "D 8:21"]


def test_what_follows_a_detour_is_late_like_any_other_trip():
    followed = heard(
        detour(["t1"], [TODAY], [bend("B", "C", [("E", 420)], delay_s=300)]),
        update("t1", [call(stop="E", arrives={"delay": 60})], start_date=TODAY),
    )
    assert told(followed)["t1"] == ["A 8:00", "E 8:08", "D 8:26"]


def test_a_detour_through_unknown_stops_or_without_ends_is_told():
    followed = heard(detour(["t1"], [TODAY], [bend("B", "C", [("?", 1)]), bend("?", "C")]))
    assert codes(followed) == {"realtime_stop_unknown": 1, "realtime_detour_unclear": 1}


def test_a_trip_that_is_absurdly_early_or_late_keeps_its_timetable():
    for news in (
        [call(2, departs={"delay": -7_200})],
        [call(2, departs={"time": at("3:00")})],
        [call(2, departs={"delay": 10 * 3_600})],
        [call(2, departs={"delay": 3_600}), call(3, departs={"delay": 0})],
    ):
        followed = heard(update("t1", news, start_date=TODAY))
        assert told(followed)["t1"] == ["A 8:00", "B 8:05-8:06", "C 8:10", "D 8:20"]
        assert set(codes(followed)) <= {"realtime_delay_absurd", "realtime_runs_backwards"}
        assert codes(followed)


def test_a_feed_of_unknown_trips_is_not_believed():
    timetable, labels = city()
    known = update("t1", late(), start_date=TODAY)
    strangers = [update(f"x{k}", late()) for k in range(5)]
    bulletin = read_bulletin(feed(known, *strangers, at=at("8:00")))
    directory = index_names(timetable, labels)
    followed, doubts = follow([Heard(bulletin, directory)], at("8:00"))
    assert doubts == ("live_distrusted",)
    assert told(followed)["t1"][1] == "B 8:05-8:06"
    assert (followed.n_heard, followed.n_used) == (6, 0)


def test_one_feed_that_lies_does_not_spoil_another():
    timetable, labels = city()
    directory = index_names(timetable, labels)
    good = read_bulletin(feed(update("t1", late(), start_date=TODAY), at=at("8:00")))
    wild = [call(2, departs={"delay": 99_999})]
    lies = read_bulletin(feed(*(update("t2", wild) for _ in range(6)), at=at("8:00")))
    followed, doubts = follow([Heard(good, directory), Heard(lies, directory)], at("8:00"))
    assert doubts == ("", "live_distrusted")
    assert told(followed)["t1"][1] == "B 8:07-8:08"


def test_two_feeds_speak_of_one_vehicle():
    timetable, labels = city()
    directory = index_names(timetable, labels)
    turned = read_bulletin(feed(detour(["t1"], [TODAY], [bend("C", "C")]), at=at("8:00")))
    delayed = read_bulletin(feed(update("t1", late(), start_date=TODAY), at=at("8:00")))
    followed, _ = follow([Heard(turned, directory), Heard(delayed, directory)], at("8:00"))
    assert told(followed)["t1"] == ["A 8:00", "B 8:07-8:08", "D 8:22"]


def test_old_news_and_news_from_the_future_are_doubted():
    bulletin = read_bulletin(feed(at=at("8:00")))
    assert doubt_of(bulletin, at("8:01")) == ""
    assert doubt_of(bulletin, at("8:06")) == "live_too_old"
    assert doubt_of(bulletin, at("7:57")) == "live_from_the_future"
    assert doubt_of(read_bulletin(feed()), at("8:00")) == ""


def test_names_of_one_feed_are_not_taken_for_those_of_another():
    timetable, labels = city()
    assert "t1" in index_names(timetable, labels, labels.lines[0].feed).trips
    assert index_names(timetable, labels, "nobody").trips == {}

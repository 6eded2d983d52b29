"""Trips that one vehicle runs one after the other are one ride, on exactly the right days."""

from __future__ import annotations

from engines.journeys.gtfs.maker import (
    STOPS,
    WEEKDAYS,
    calls,
    codes,
    days,
    files,
    read,
    rides,
    trip,
)
from metropoli.engines import journeys

OUT = calls("out", "A 8:00:00", "B 8:05:00", "C 8:10:00")
BACK = calls("back", "C 8:15:00", "D 8:20:00")
BLOCK = [trip("out", block_id="x"), trip("back", block_id="x")]


def link(kind: int, from_trip: str = "out", to_trip: str = "back", **more):
    ends = {"from_stop_id": "", "to_stop_id": ""}
    return {**ends, "from_trip_id": from_trip, "to_trip_id": to_trip, "transfer_type": kind, **more}


def test_a_block_is_one_ride_with_two_parts():
    feed = read(trips=BLOCK, stop_times=OUT + BACK)
    assert rides(feed) == ["A 8:00:00 B 8:05:00 C 8:10:00-8:15:00 D 8:20:00"]
    assert feed.timetable.part_position.tolist() == [0, 2]
    assert [feed.labels.trip_ids[row] for row in feed.timetable.part_trip] == ["out", "back"]
    assert feed.timetable.pattern_board.tolist() == [True, True, True, False]
    assert feed.timetable.pattern_alight.tolist() == [False, True, True, True]
    assert feed.report.problems == ()


def test_each_part_keeps_the_numbers_that_its_own_trip_has_in_the_feed():
    out = [{**call, "stop_sequence": call["stop_sequence"] * 10} for call in OUT]
    feed = read(trips=[{**BLOCK[0], "direction_id": 1}, BLOCK[1]], stop_times=out + BACK)
    assert feed.timetable.call_sequence.tolist() == [10, 20, 1, 2]
    assert feed.timetable.part_last_sequence.tolist() == [30, 2]
    assert feed.timetable.part_direction.tolist() == [1, -1]
    assert [line.agency_id for line in feed.labels.lines] == ["G"]


def test_three_trips_of_a_block_are_one_ride():
    again = calls("again", "D 9:00:00", "A 9:30:00")
    feed = read(trips=[*BLOCK, trip("again", block_id="x")], stop_times=OUT + BACK + again)
    assert rides(feed) == ["A 8:00:00 B 8:05:00 C 8:10:00-8:15:00 D 8:20:00-9:00:00 A 9:30:00"]


def test_trips_of_a_block_that_do_not_touch_stay_apart():
    feed = read(trips=BLOCK, stop_times=OUT + calls("back", "D 8:15:00", "E 8:20:00"))
    assert len(rides(feed)) == 2


def test_at_two_platforms_of_a_station_both_calls_stay():
    inside = [{**row, "parent_station": "S"} if row["stop_id"] in "CD" else row for row in STOPS]
    station = {"stop_id": "S", "stop_name": "S", "stop_lat": 45, "stop_lon": 7, "location_type": 1}
    changed = calls("back", "D 8:15:00", "E 8:20:00")
    feed = read(stops=[*inside, station], trips=BLOCK, stop_times=OUT + changed)
    assert rides(feed) == ["A 8:00:00 B 8:05:00 C 8:10:00 D 8:15:00 E 8:20:00"]
    assert feed.timetable.pattern_board.tolist() == [True, True, False, True, False]
    assert feed.timetable.pattern_alight.tolist() == [False, True, True, False, True]
    assert feed.timetable.part_position.tolist() == [0, 3]


def test_where_a_line_turns_back_people_may_be_asked_to_get_off():
    away = [{**BLOCK[0], "direction_id": 0}, {**BLOCK[1], "direction_id": 1}]
    round_trip = [{**one, "direction_id": 0} for one in BLOCK]
    for trips, n_rides in ((away, 2), (round_trip, 1)):
        made = files(trips=trips, stop_times=OUT + BACK)
        assert len(rides(journeys.read_feed(made, name="f", turn_back=False))) == n_rides
        assert len(rides(journeys.read_feed(made, name="f"))) == 1


def test_transfer_type_five_parts_a_block():
    assert len(rides(read(trips=BLOCK, stop_times=OUT + BACK, transfers=[link(5)]))) == 2


def test_transfer_type_four_joins_without_a_block():
    trips = [trip("out"), trip("back")]
    feed = read(trips=trips, stop_times=OUT + BACK, transfers=[link(4)])
    assert rides(feed) == ["A 8:00:00 B 8:05:00 C 8:10:00-8:15:00 D 8:20:00"]


def test_a_train_that_is_split_makes_two_rides():
    other = calls("other", "C 8:16:00", "E 8:30:00")
    trips = [trip("out"), trip("back"), trip("other")]
    feed = read(trips=trips, stop_times=OUT + BACK + other,
                transfers=[link(4), link(4, to_trip="other")])  # fmt: skip
    assert rides(feed) == [
        "A 8:00:00 B 8:05:00 C 8:10:00-8:15:00 D 8:20:00",
        "A 8:00:00 B 8:05:00 C 8:10:00-8:16:00 E 8:30:00",
    ]


def test_trains_that_are_joined_make_two_rides():
    other = calls("other", "E 8:00:00", "C 8:12:00")
    trips = [trip("out"), trip("back"), trip("other")]
    feed = read(trips=trips, stop_times=OUT + BACK + other,
                transfers=[link(4), link(4, from_trip="other")])  # fmt: skip
    assert rides(feed) == [
        "A 8:00:00 B 8:05:00 C 8:10:00-8:15:00 D 8:20:00",
        "E 8:00:00 C 8:12:00-8:15:00 D 8:20:00",
    ]


def test_staying_seated_into_the_past_is_told():
    early = calls("back", "C 8:05:00", "D 8:20:00")
    changed = {
        "trips": [trip("out"), trip("back")],
        "stop_times": OUT + early,
        "transfers": [link(4)],
    }
    assert codes(**changed) == ["in_seat_impossible"]
    assert len(rides(read(**changed))) == 2


def test_staying_seated_without_trips_is_told():
    assert codes(transfers=[link(4, from_trip="", to_trip="")]) == ["in_seat_without_trips"]


def test_overlapping_trips_of_a_block_are_told_and_stay_apart():
    changed = {"trips": BLOCK, "stop_times": OUT + calls("back", "C 8:05:00", "D 8:20:00")}
    assert codes(**changed) == ["block_overlaps"]
    assert len(rides(read(**changed))) == 2


def test_where_services_differ_each_day_has_the_right_ride():
    """`back` runs on Mondays only: on other days people must get off at C."""
    mondays = {
        **WEEKDAYS,
        "service_id": "mon",
        **dict.fromkeys(("tuesday", "wednesday", "thursday", "friday"), 0),
    }
    feed = read(
        calendar=[WEEKDAYS, mondays],
        trips=[trip("out", block_id="x"), trip("back", block_id="x", service_id="mon")],
        stop_times=OUT + BACK,
    )
    told = {len(ride.split("-")): days(feed, row) for row, ride in enumerate(in_order(feed))}
    assert told == {1: [6, 7, 8, 9, 13, 14, 15, 16], 2: [5, 12]}


def test_a_trip_skipped_on_some_days_lets_the_next_follow():
    """On Mondays the block is out-back, on other days out-other."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday")
    mondays = {**WEEKDAYS, "service_id": "mon", **dict.fromkeys(names[1:], 0)}
    others = {**WEEKDAYS, "service_id": "rest", "monday": 0}
    feed = read(
        calendar=[WEEKDAYS, mondays, others],
        trips=[
            trip("out", block_id="x"),
            trip("back", block_id="x", service_id="mon"),
            trip("other", block_id="x", service_id="rest"),
        ],
        stop_times=OUT + BACK + calls("other", "C 8:30:00", "E 8:40:00"),
    )
    told = {ride[-9]: days(feed, row) for row, ride in enumerate(in_order(feed))}
    assert told == {"D": [5, 12], "E": [6, 7, 8, 9, 13, 14, 15, 16]}


def test_a_ride_takes_wheelchairs_only_if_all_its_trips_do():
    said = {("1", "1"): 1, ("1", "2"): 2, ("1", ""): 0}
    for (first, second), expected in said.items():
        trips = [
            {**BLOCK[0], "wheelchair_accessible": first},
            {**BLOCK[1], "wheelchair_accessible": second},
        ]
        feed = read(trips=trips, stop_times=OUT + BACK)
        assert feed.timetable.trip_wheelchair.tolist() == [expected]


def test_trips_repeated_at_a_headway_are_not_chained():
    often = [
        {"trip_id": "out", "start_time": "7:00:00", "end_time": "7:10:00", "headway_secs": 600}
    ]
    feed = read(trips=BLOCK, stop_times=OUT + BACK, frequencies=often)
    assert rides(feed) == ["A 7:00:00 B 7:05:00 C 7:10:00", "C 8:15:00 D 8:20:00"]


def in_order(feed) -> list[str]:
    """Tell the rides in the order of their rows (each is its own pattern here)."""
    timetable, labels = feed.timetable, feed.labels
    told = []
    for row, pattern in enumerate(timetable.trip_pattern.tolist()):
        a, b = timetable.pattern_first[pattern : pattern + 2].tolist()
        names = [labels.stops[stop].id for stop in timetable.pattern_stop[a:b].tolist()]
        n_parts = timetable.part_first[row + 1] - timetable.part_first[row]
        told.append("-".join(["ride"] * n_parts) + f" {names[-1]} 0:00:00")
    return told

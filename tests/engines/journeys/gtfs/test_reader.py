"""Every rule of the reader, each on a feed of a few rows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from engines.journeys.gtfs.maker import (
    AGENCY,
    MONDAY,
    ROUTES,
    STOPS,
    WEEKDAYS,
    calls,
    codes,
    days,
    files,
    read,
    rides,
    table,
    trip,
)
from metropoli.base.errors import Invalid
from metropoli.engines import journeys

DAY_S = 86_400


def stop(name: str, **more: object) -> dict[str, object]:
    return {"stop_id": name, "stop_name": name, "stop_lat": 45.07, "stop_lon": 7.66, **more}


def problem(code: str, **changed):
    found = [one for one in journeys.check_feed(files(**changed)).problems if one.code == code]
    assert found, codes(**changed)
    return found[0]


# --- the whole


def test_a_good_feed_is_read_without_a_word():
    feed = read()
    assert feed.report.problems == ()
    assert rides(feed) == ["A 8:00:00 B 8:05:00-8:06:00 C 8:10:00"]
    assert days(feed) == [5, 6, 7, 8, 9, 12, 13, 14, 15, 16]
    assert feed.report.counts["stop_times"] == 3
    assert (feed.report.first_day, feed.report.last_day) == (MONDAY, MONDAY + 11)


def test_progress_is_told_between_files():
    steps: list[str] = []
    journeys.read_feed(files(), name="f", progress=steps.append)
    assert "Reading stop_times.txt" in steps
    assert steps[-1] == "Putting the timetable together"


@pytest.mark.parametrize("missing", ["stops", "routes", "trips", "stop_times"])
def test_a_feed_without_a_required_file_is_refused_with_its_report(missing):
    with pytest.raises(Invalid) as refused:
        read(**{missing: None})
    assert refused.value.code == "feed_unusable"
    report = refused.value.values["report"]
    assert not report.usable
    assert [(one.code, one.file) for one in report.problems] == [("file_missing", f"{missing}.txt")]
    assert journeys.check_feed(files(**{missing: None})).problems == report.problems


def test_a_feed_that_is_no_feed_is_told_so_and_nothing_is_raised():
    for nonsense in (
        {},
        {"stops.txt": b""},
        dict.fromkeys(files(), b"\x00\xff\xfe"),
        {"a.txt": b"x"},
    ):
        assert not journeys.check_feed(nonsense).usable


def test_a_missing_column_that_is_needed_is_told():
    told = problem("column_missing", stop_times=b"trip_id,stop_id,departure_time\nt1,A,8:00:00\n")
    assert (told.severity, told.values["column"]) == ("error", "stop_sequence")


def test_every_problem_can_be_explained_in_both_languages():
    for told in journeys.check_feed(files(trips=None, stops=[{"stop_id": ""}])).problems:
        for language in ("it", "en"):
            sentence, action = journeys.explain(told, language)
            assert sentence
            assert action


# --- stops


def test_a_platform_without_a_word_on_wheelchairs_is_like_its_station():
    feed = read(
        stops=[
            stop("S", location_type=1, wheelchair_boarding=1),
            stop("A", parent_station="S"),
            stop("B", parent_station="S", wheelchair_boarding=2),
            stop("C"),
        ]
    )
    assert feed.timetable.stop_wheelchair.tolist() == [1, 1, 2, 0]
    assert feed.timetable.stop_parent.tolist() == [0, 0, 0, 3]
    assert [one.kind for one in feed.labels.stops] == [1, 0, 0, 0]


def test_entrances_have_rows_and_inner_points_have_none():
    feed = read(
        stops=[
            *STOPS,
            stop("S", location_type=1),
            stop("G", stop_name="", location_type=2, parent_station="S"),
            stop("N", location_type=3, parent_station="S"),
            stop("P", parent_station="S"),
            stop("Q", location_type=4, parent_station="P"),
        ]
    )
    assert [one.id for one in feed.labels.stops] == ["A", "B", "C", "D", "E", "S", "G", "P"]
    assert feed.report.problems == ()


def test_a_stop_without_a_position_takes_that_of_its_station():
    feed = read(stops=[*STOPS, stop("S", location_type=1), {"stop_id": "P", "parent_station": "S"}])
    assert feed.timetable.stop_lat_deg[-1] == 45.07
    assert feed.labels.stops[-1].name == "S"


def test_a_stop_without_any_position_is_passed_without_calling():
    changed = [*STOPS[:1], {"stop_id": "B", "stop_name": "B"}, STOPS[2]]
    assert rides(read(stops=changed)) == ["A 8:00:00 C 8:10:00"]
    assert codes(stops=changed) == ["call_at_lost_stop", "stop_without_position"]


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (0, 0, "position_bad"),
        (95, 200, "position_bad"),
        ("x", 7.6, "position_bad"),
        (7.66, 45.07, "position_swapped"),
        (145.0, 45.07, "position_bad"),
        (-45.07, 7.66, "position_far_away"),
    ],
)
def test_positions_that_cannot_be_right_are_told(lat, lon, code):
    assert problem(code, stops=[*STOPS, stop("Z", stop_lat=lat, stop_lon=lon)]).line == 7


def test_swapped_coordinates_are_put_right_even_out_of_range():
    east = [{**row, "stop_lat": -30.0, "stop_lon": 100.0 + k} for k, row in enumerate(STOPS)]
    feed = read(stops=[*east, stop("Z", stop_lat=101.0, stop_lon=-30.0)])
    assert feed.timetable.stop_lat_deg[-1] == -30.0
    assert feed.timetable.stop_lon_deg[-1] == 101.0


def test_the_first_of_two_stops_with_one_identifier_holds():
    changed = [*STOPS, stop("A", stop_name="Other")]
    feed = read(stops=changed)
    assert [one.name for one in feed.labels.stops if one.id == "A"] == ["Stop A"]
    assert codes(stops=changed) == ["id_twice"]


def test_an_unknown_or_unfit_station_leaves_a_stop_on_its_own():
    changed = [*STOPS, stop("X", parent_station="nowhere"), stop("Y", parent_station="A")]
    assert codes(stops=changed) == ["parent_unfit", "parent_unknown"]
    assert read(stops=changed).timetable.stop_parent.tolist() == list(range(7))


def test_a_time_zone_of_a_stop_is_set_aside():
    assert codes(stops=[*STOPS, stop("X", stop_timezone="Asia/Tokyo")]) == ["stop_timezone_ignored"]


# --- lines and agencies


def test_extended_vehicle_types_are_folded_into_the_basic_ones():
    kinds = {
        109: 2,
        200: 3,
        401: 1,
        405: 12,
        702: 3,
        800: 11,
        900: 0,
        1000: 4,
        1300: 6,
        1400: 7,
        5: 5,
    }
    for told, basic in kinds.items():
        assert read(routes=[{**ROUTES[0], "route_type": told}]).labels.lines[0].mode == basic


def test_an_unknown_vehicle_type_is_taken_for_a_bus():
    changed = [{**ROUTES[0], "route_type": 77}]
    assert read(routes=changed).labels.lines[0].mode == 3
    assert codes(routes=changed) == ["route_type_unknown"]


def test_colours_are_six_digits_or_none():
    changed = [{**ROUTES[0], "route_color": "#ff9900", "route_text_color": "black"}]
    line = read(routes=changed).labels.lines[0]
    assert (line.color, line.text_color) == ("FF9900", "")
    assert codes(routes=changed) == ["color_bad"]


def test_a_line_without_names_goes_by_its_identifier():
    changed = [{**ROUTES[0], "route_short_name": ""}]
    assert read(routes=changed).labels.lines[0].short_name == "4"
    assert codes(routes=changed) == ["route_without_name"]


def test_the_time_zone_of_the_city_stands_in_for_one_that_is_missing():
    broken = files(agency=[{**AGENCY[0], "agency_timezone": "Europe/Turin"}])
    assert not journeys.check_feed(broken).usable
    feed = journeys.read_feed(broken, name="f", zone="Europe/Rome")
    assert feed.labels.zones == ("Europe/Rome",)
    assert [one.code for one in feed.report.problems] == ["timezone_bad"]


def test_agencies_in_two_zones_keep_their_own_hours():
    feed = read(
        agency=[
            *AGENCY,
            {"agency_id": "L", "agency_name": "L", "agency_timezone": "Europe/London"},
        ],
        routes=[
            *ROUTES,
            {"route_id": "5", "agency_id": "L", "route_type": 3, "route_short_name": 5},
        ],
        trips=[trip("t1"), trip("t2", route_id="5")],
        stop_times=calls("t1", "A 8:00:00", "B 8:05:00") + calls("t2", "A 8:00:00", "B 8:05:00"),
    )
    zone = feed.timetable.service_zone[feed.timetable.trip_service]
    start_s = feed.timetable.day_start_s[zone, 1]
    assert sorted(start_s - start_s.min()) == [0, 3_600]
    assert feed.labels.zones == ("Europe/London", "Europe/Rome")


def test_seconds_count_from_noon_minus_twelve_hours_when_the_clock_changes():
    """On 29 March 2026 Italy loses an hour: the day's second 0 is 23 h of the day before."""
    changed = [{**WEEKDAYS, "sunday": 1, "start_date": 20260328, "end_date": 20260330}]
    starts_s = read(calendar=changed).timetable.day_start_s[0]
    hours = np.diff(starts_s) / 3_600
    # The first column is the day before the first on which anything runs, Sunday 29 March.
    assert hours.tolist() == [23, 24, 24]


# --- the calendar


def test_exceptions_add_and_take_away_days():
    dates = [
        {"service_id": "week", "date": 20260106, "exception_type": 2},
        {"service_id": "week", "date": 20260110, "exception_type": 1},
    ]
    assert days(read(calendar_dates=dates)) == [5, 7, 8, 9, 10, 12, 13, 14, 15, 16]


def test_calendar_dates_alone_are_enough():
    dates = [{"service_id": "week", "date": 20260110, "exception_type": 1}]
    assert days(read(calendar=None, calendar_dates=dates)) == [10]
    zero = [
        {**WEEKDAYS, **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), 0)}
    ]
    assert days(read(calendar=zero, calendar_dates=dates)) == [10]


def test_a_feed_without_any_calendar_is_refused():
    assert codes(calendar=None) == ["no_calendar"]


def test_a_feed_whose_calendar_is_empty_of_days_is_refused():
    zero = [
        {**WEEKDAYS, **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), 0)}
    ]
    assert not journeys.check_feed(files(calendar=zero)).usable
    assert codes(calendar=zero) == ["nothing_runs", "trip_never_runs"]


def test_bad_dates_are_told():
    for bad in ("20260231", "2026-01-05", "20261301", "99999999", ""):
        dates = [{"service_id": "week", "date": bad, "exception_type": 1}]
        assert codes(calendar_dates=dates) == ["date_bad"], bad


def test_a_period_that_ends_before_it_starts_is_told():
    more = {**WEEKDAYS, "start_date": 20260201, "end_date": 20260101}
    assert codes(calendar=[WEEKDAYS, more]) == ["period_reversed"]


def test_a_day_both_gained_and_lost_is_lost():
    dates = [{"service_id": "week", "date": 20260106, "exception_type": kind} for kind in (2, 1)]
    assert 6 not in days(read(calendar_dates=dates))
    assert codes(calendar_dates=dates) == ["exception_contradicted"]


def test_a_calendar_of_centuries_is_cut_to_its_busiest_days():
    ages = {**WEEKDAYS, "service_id": "ages", "start_date": 19700101, "end_date": 21991231}
    feed = journeys.read_feed(
        files(
            calendar=[WEEKDAYS, ages],
            trips=[trip("t1"), trip("t2", service_id="ages")],
            stop_times=calls("t1", "A 8:00:00", "B 8:05:00")
            + calls("t2", "B 8:00:00", "A 8:05:00"),
        ),
        name="f",
        max_days=30,
    )
    timetable = feed.timetable
    # 20 December to 18 January, without the weekends at both ends.
    assert timetable.first_day == date(2025, 12, 22).toordinal()
    assert timetable.service_runs.shape[1] == 26
    assert timetable.service_runs[timetable.trip_service[0]].sum() == 10
    assert [one.code for one in feed.report.problems] == ["calendar_cut"]


def test_a_service_without_trips_makes_no_calendar_longer():
    ages = {**WEEKDAYS, "service_id": "ages", "start_date": 19700101, "end_date": 21991231}
    feed = read(calendar=[WEEKDAYS, ages])
    assert feed.report.problems == ()
    assert feed.timetable.first_day == MONDAY
    assert feed.timetable.service_runs.shape == (1, 12)


def test_a_period_of_validity_other_than_the_days_of_service_is_told():
    assert codes(feed_info=[{"feed_start_date": 20260105, "feed_end_date": 20260110}]) == [
        "runs_beyond_period"
    ]
    assert codes(feed_info=[{"feed_start_date": 20250105, "feed_end_date": 20250110}]) == [
        "runs_outside_period",
        "runs_beyond_period",
    ]


# --- trips and calls


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"route_id": "?"}, "reference_unknown"),
        ({"service_id": "?"}, "reference_unknown"),
        ({"service_id": ""}, "value_missing"),
        ({"trip_id": "t1"}, "id_twice"),
        ({"wheelchair_accessible": 7}, "value_not_allowed"),
    ],
)
def test_what_is_wrong_with_a_trip_is_told_with_its_line(changed, code):
    told = problem(code, trips=[trip("t1"), {**trip("t2"), **changed}])
    assert told.line == 3


def test_calls_in_any_order_are_sorted():
    shuffled = calls("t1", "A 8:00:00", "B 8:05:00", "C 8:10:00")[::-1]
    assert rides(read(stop_times=shuffled)) == ["A 8:00:00 B 8:05:00 C 8:10:00"]


def test_calls_of_unknown_trips_and_stops_are_told():
    more = calls("t1", "A 8:00:00", "? 8:02:00", "B 8:05:00") + calls("t9", "A 8:00:00")
    assert rides(read(stop_times=more)) == ["A 8:00:00 B 8:05:00"]
    assert codes(stop_times=more) == ["reference_unknown"] * 2


def test_two_calls_with_one_number_keep_the_first():
    rows = calls("t1", "A 8:00:00", "B 8:05:00", "C 8:10:00")
    rows[2]["stop_sequence"] = 2
    assert rides(read(stop_times=rows)) == ["A 8:00:00 B 8:05:00"]
    assert codes(stop_times=rows) == ["sequence_twice"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (["A 8:00:00"], "trip_of_one_call"),
        (["A 8:00:00", "B 7:59:59"], "trip_goes_back_in_time"),
        (["A 8:00:00", "B 8:05:00-8:04:00", "C 8:10:00"], "trip_goes_back_in_time"),
        (["A 8:00:00", "B 8:05:00", "C"], "trip_without_end_times"),
        (["A", "B 8:05:00", "C 8:06:00"], "trip_without_end_times"),
        (["A noon", "B 8:05:00", "C 8:06:00"], "trip_without_end_times"),
    ],
)
def test_a_trip_that_cannot_be_right_is_left_out_and_told(told, code):
    good = calls("t1", "A 8:00:00", "B 8:05:00")
    changed = {"trips": [trip("t1"), trip("t2")], "stop_times": good + calls("t2", *told)}
    assert rides(read(**changed)) == ["A 8:00:00 B 8:05:00"]
    assert problem(code, **changed).values["trip"] == "t2"


def test_times_past_midnight_belong_to_the_day_before():
    assert rides(read(stop_times=calls("t1", "A 23:50:00", "B 25:10:00"))) == [
        "A 23:50:00 B 25:10:00"
    ]


def test_one_time_stands_in_for_the_other():
    rows = calls("t1", "A 8:00:00", "B 8:05:00")
    rows[0]["arrival_time"] = rows[1]["departure_time"] = ""
    assert rides(read(stop_times=rows)) == ["A 8:00:00 B 8:05:00"]


def test_missing_times_are_filled_by_distance_flown():
    """B is a quarter of the way from A to E."""
    rows = calls("t1", "A 8:00:00", "B", "E 8:40:00")
    assert rides(read(stop_times=rows)) == ["A 8:00:00 B 8:10:00 E 8:40:00"]
    assert codes(stop_times=rows) == ["times_filled"]


def test_missing_times_are_filled_by_distance_told():
    rows = [
        {**row, "shape_dist_traveled": told}
        for row, told in zip(calls("t1", "A 8:00:00", "B", "E 8:40:00"), (1, 4, 5), strict=True)
    ]
    assert rides(read(stop_times=rows)) == ["A 8:00:00 B 8:30:00 E 8:40:00"]


def test_missing_times_at_one_spot_are_spread_evenly():
    rows = calls("t1", "A 8:00:00", "A", "A", "A 8:30:00")
    assert rides(read(stop_times=rows)) == ["A 8:00:00 A 8:10:00 A 8:20:00 A 8:30:00"]


def test_where_one_may_get_on_and_off_is_kept():
    rows = calls("t1", "A 8:00:00", "B 8:05:00", "C 8:10:00", "D 8:15:00")
    rows[1]["pickup_type"], rows[2]["drop_off_type"] = 1, 1
    rows[3]["drop_off_type"] = 2
    timetable = read(stop_times=rows).timetable
    assert timetable.pattern_board.tolist() == [True, False, True, False]
    assert timetable.pattern_alight.tolist() == [False, True, False, True]
    assert codes(stop_times=rows) == ["on_request_only"]


def test_trips_with_the_same_stops_make_one_pattern_sorted_by_departure():
    feed = read(
        trips=[trip("late"), trip("early"), trip("other")],
        stop_times=calls("late", "A 9:00:00", "B 9:05:00")
        + calls("early", "A 7:00:00", "B 7:05:00")
        + calls("other", "B 8:00:00", "A 8:05:00"),
    )
    timetable = feed.timetable
    assert len(timetable.pattern_first) == 3
    assert timetable.trip_pattern.tolist() == [0, 0, 1]
    assert [feed.labels.trip_ids[row] for row in timetable.part_trip] == ["early", "late", "other"]


def test_a_trip_without_a_headsign_is_headed_for_its_last_stop():
    feed = read(trips=[trip("t1"), trip("t2", trip_headsign="Centro")],
                stop_times=calls("t1", "A 8:00:00", "B 8:05:00") + calls("t2", "A 9:00:00", "B 9:05:00"))  # fmt: skip
    assert [feed.labels.headsigns[row] for row in feed.timetable.part_headsign] == [
        "Stop B",
        "Centro",
    ]


def test_a_headsign_that_changes_on_the_way_makes_parts():
    rows = calls("t1", "A 8:00:00", "B 8:05:00", "C 8:10:00", "D 8:15:00")
    rows[1]["stop_headsign"] = rows[2]["stop_headsign"] = "D via C"
    feed = read(trips=[trip("t1", trip_headsign="D")], stop_times=rows)
    assert feed.timetable.part_position.tolist() == [0, 1]
    assert [feed.labels.headsigns[row] for row in feed.timetable.part_headsign] == ["D", "D via C"]


def test_boarding_between_stops_is_told_and_passed_over():
    rows = [{**row, "continuous_pickup": 0} for row in calls("t1", "A 8:00:00", "B 8:05:00")]
    assert codes(stop_times=rows) == ["continuous_ignored"]


# --- shapes


def test_shapes_are_sorted_and_bad_points_left_out():
    points = [
        {"shape_id": "s", "shape_pt_lat": lat, "shape_pt_lon": lon, "shape_pt_sequence": sequence}
        for lat, lon, sequence in (
            (45.3, 7.6, 9),
            (45.1, 7.6, 2),
            (0, 0, 3),
            (45.2, 7.6, 5),
            (45, 7, "x"),
        )
    ]
    alone = {"shape_id": "one", "shape_pt_lat": 45, "shape_pt_lon": 7, "shape_pt_sequence": 1}
    changed = {
        "shapes": [alone, *points],
        "trips": [trip("t1", shape_id="s"), trip("t2", shape_id="?")],
    }
    feed = read(**changed)
    assert feed.shapes.lat_deg.tolist() == [45.1, 45.2, 45.3]
    assert feed.shapes.shape_first.tolist() == [0, 3]
    assert feed.timetable.part_shape.tolist() == [0]
    assert set(codes(**changed)) == {
        "shape_point_bad", "shape_of_one_point", "shape_unknown", "trip_without_calls"
    }  # fmt: skip


def test_missing_shapes_are_told_once():
    assert codes(trips=[trip("t1", shape_id="s")]) == ["shapes_missing"]


# --- frequencies


def test_a_headway_is_written_out_and_none_leaves_at_the_end_itself():
    often = [
        {
            "trip_id": "t1",
            "start_time": "7:00:00",
            "end_time": "7:30:00",
            "headway_secs": 600,
            "exact_times": 1,
        }
    ]
    feed = read(frequencies=often, stop_times=calls("t1", "A 0:00:00", "B 0:05:00"))
    assert rides(feed) == [
        "A 7:00:00 B 7:05:00", "A 7:10:00 B 7:15:00", "A 7:20:00 B 7:25:00"
    ]  # fmt: skip
    assert feed.report.problems == ()
    assert len(feed.labels.trip_ids) == 1


def test_headways_without_exact_times_are_told():
    often = [{"trip_id": "t1", "start_time": "7:00:00", "end_time": "7:30:00", "headway_secs": 600}]
    assert codes(frequencies=often) == ["headways_only"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"headway_secs": 0}, "headway_bad"),
        ({"headway_secs": -60}, "headway_bad"),
        ({"start_time": "soon"}, "frequency_time_bad"),
        ({"end_time": "6:00:00"}, "frequency_without_time"),
        ({"trip_id": "?"}, "reference_unknown"),
    ],
)
def test_what_is_wrong_with_a_frequency_is_told(changed, code):
    row = {
        "trip_id": "t1",
        "start_time": "7:00:00",
        "end_time": "7:30:00",
        "headway_secs": 600,
        "exact_times": 1,
    }
    assert codes(frequencies=[{**row, **changed}]) == [code]
    assert rides(read(frequencies=[{**row, **changed}])) == [
        "A 8:00:00 B 8:05:00-8:06:00 C 8:10:00"
    ]


def test_a_huge_frequency_is_not_written_out():
    row = {
        "trip_id": "t1",
        "start_time": "0:00:00",
        "end_time": "167:00:00",
        "headway_secs": 1,
        "exact_times": 1,
    }
    changed = {
        "frequencies": [row],
        "trips": [trip("t1"), trip("t2")],
        "stop_times": calls("t1", "A 8:00:00", "B 8:05:00") + calls("t2", "A 8:00:00", "B 8:05:00"),
    }
    assert problem("frequencies_too_many", **changed).line == 2
    assert rides(read(**changed)) == ["A 8:00:00 B 8:05:00"]


# --- files as bytes


def test_a_feed_with_marks_blanks_quotes_and_windows_lines_is_read_the_same():
    plain = files()
    odd = {
        name: b"\xef\xbb\xbf"
        + b"\r\n".join(
            b",".join(b' "' + value + b'"' for value in line.split(b","))
            for line in content.rstrip().split(b"\n")
        )
        for name, content in plain.items()
    }
    assert rides(journeys.read_feed(odd, name="f")) == rides(journeys.read_feed(plain, name="f"))


def test_extra_files_and_columns_do_not_matter():
    content = files() | {
        "timetables.txt": b"\xff\xff",
        "stops.txt": table([{**row, "extra": "x"} for row in STOPS]),
    }
    assert journeys.check_feed(content).problems == ()


def test_one_column_of_times_is_enough():
    rows = calls("t1", "A 8:00:00", "B 8:05:00")
    for column in ("arrival_time", "departure_time"):
        kept = [{name: value for name, value in one.items() if name != column} for one in rows]
        assert rides(read(stop_times=kept)) == ["A 8:00:00 B 8:05:00"]
    bare = [{name: one[name] for name in ("trip_id", "stop_id", "stop_sequence")} for one in rows]
    assert codes(stop_times=bare) == ["column_missing"]


# --- what remains of the list of problems, each provoked once

LONDON = {"agency_id": "L", "agency_name": "L", "agency_timezone": "Europe/London"}
TWO_AGENCIES = [*AGENCY, {**AGENCY[0], "agency_id": "H"}]


@pytest.mark.parametrize(
    ("expected", "changed"),
    [
        (["file_without_rows"], {"routes": b"route_id,route_type\n"}),
        (["no_timezone"], {"agency": None}),
        (["several_timezones"], {"agency": [*AGENCY, LONDON]}),
        (["parent_missing"], {"stops": [*STOPS, stop("X", location_type=2)]}),
        (["stop_without_name"], {"stops": [*STOPS, stop("X", stop_name="")]}),
        (["agency_unknown"], {"routes": [{**ROUTES[0], "agency_id": "?"}]}),
        (["agency_missing"], {"routes": [{**ROUTES[0], "agency_id": ""}], "agency": TWO_AGENCIES}),
        (["weekday_bad"], {"calendar": [{**WEEKDAYS, "sunday": "no"}]}),
        (
            ["exception_type_bad"],
            {"calendar_dates": [{"service_id": "week", "date": 20260106, "exception_type": 3}]},
        ),
        (
            ["time_bad", "time_bad", "times_filled"],
            {"stop_times": calls("t1", "A 8:00:00", "B 8.05", "C 8:10:00")},
        ),
        (["time_without_seconds"] * 2, {"stop_times": calls("t1", "A 8:00", "B 8:10:00")}),
        (
            ["sequence_bad"],
            {
                "stop_times": [
                    *calls("t1", "A 8:00:00", "B 8:05:00"),
                    {**calls("t1", "C 8:10:00")[0], "stop_sequence": "last"},
                ]
            },
        ),
        (
            ["call_at_station"],
            {
                "stops": [*STOPS, stop("S", location_type=1)],
                "stop_times": calls("t1", "A 8:00:00", "S 8:05:00"),
            },
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_each_thing_that_can_be_wrong_is_told_by_its_name(expected, changed):
    assert codes(**changed) == expected


def test_a_call_at_a_station_is_kept():
    changed = [*STOPS, stop("S", location_type=1)]
    assert rides(read(stops=changed, stop_times=calls("t1", "A 8:00:00", "S 8:05:00"))) == [
        "A 8:00:00 S 8:05:00"
    ]

"""Services on demand: what GTFS-Flex says, and what it fails to say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engines.journeys.gtfs.maker import MONDAY, calls, files, trip
from metropoli.engines import journeys

HILLS = [[7.60, 45.00], [7.70, 45.00], [7.70, 45.10], [7.60, 45.10], [7.60, 45.00]]
LAKE = [[7.64, 45.04], [7.66, 45.04], [7.66, 45.06], [7.64, 45.06], [7.64, 45.04]]
RULE = {"booking_rule_id": "hour", "booking_type": 1, "prior_notice_duration_min": 60,
        "phone_number": "011", "message": "Call us"}  # fmt: skip


def geojson(*areas):
    features = [
        {
            "type": "Feature",
            "id": key,
            "properties": {"stop_name": f"Area {key}"},
            "geometry": shape,
        }
        for key, shape in areas
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def window(sequence, since, until, **more):
    return {"trip_id": "d", "stop_sequence": sequence, "start_pickup_drop_off_window": since,
            "end_pickup_drop_off_window": until, "pickup_type": 2, "drop_off_type": 2, **more}  # fmt: skip


IN_THE_HILLS = [
    window(1, "8:00:00", "18:00:00", location_id="hills", pickup_booking_rule_id="hour"),
    window(2, "8:00:00", "18:00:00", location_id="hills"),
]
AREAS = geojson(("hills", polygon(HILLS, LAKE)))


def feed_files(areas=AREAS, on_demand=IN_THE_HILLS, **more):
    usual = calls("t1", "A 8:00:00", "B 8:05:00")
    # The tables of a feed have one header: every row names every column.
    columns = dict.fromkeys(name for row in [*usual, *on_demand] for name in row)
    rows = [{name: row.get(name, "") for name in columns} for row in [*usual, *on_demand]]
    trips = [trip("t1", safe_duration_factor="", safe_duration_offset=""),
             trip("d", safe_duration_factor=1.5, safe_duration_offset=300)]  # fmt: skip
    made = files(**{"trips": trips, "stop_times": rows, "booking_rules": [RULE], **more})
    return made if areas is None else made | {"locations.geojson": areas}


def read(**more):
    return journeys.read_feed(feed_files(**more), name="f")


def codes(**more):
    return [problem.code for problem in journeys.check_feed(feed_files(**more)).problems]


def test_a_ride_leads_from_an_area_to_a_later_one():
    feed = read()
    flex, labels = feed.flex, feed.flex_labels
    assert codes() == []
    assert (flex.ride_from.tolist(), flex.ride_to.tolist()) == ([0], [0])
    assert (flex.board_from_s[0], flex.board_until_s[0]) == (8 * 3600, 18 * 3600)
    assert (flex.ride_factor[0], flex.ride_offset_s[0]) == (1.5, 300)
    assert labels.areas == ("Area hills",)
    assert labels.trip_ids == ("d",)
    rule = labels.rules[flex.ride_rule[0]]
    assert (rule.kind, rule.notice_s, rule.phone, rule.message) == (1, 3600, "011", "Call us")


def test_the_trips_with_stops_are_read_as_ever():
    assert len(read().timetable.trip_pattern) == 1


def test_rides_run_on_the_days_of_their_service():
    flex = read().flex
    assert journeys.rides_on(flex, MONDAY).tolist() == [0]
    assert journeys.rides_on(flex, MONDAY + 5).tolist() == []  # a Saturday
    assert journeys.rides_on(flex, MONDAY - 1).tolist() == []
    assert journeys.rides_on(flex, MONDAY + 999).tolist() == []


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "inside"),
    [(45.01, 7.61, True), (45.05, 7.65, False), (45.05, 7.63, True), (45.11, 7.65, False), (45.05, 7.59, False)],
)  # fmt: skip
def test_a_hole_in_an_area_is_not_in_it(lat_deg, lon_deg, inside):
    assert journeys.areas_at(read().flex, lat_deg, lon_deg).tolist() == [inside]


def test_areas_hold_the_stops_inside_them_and_those_they_name():
    group = {"location_group_id": "g", "location_group_name": "Market towns"}
    rows = [window(1, "8:00:00", "9:00:00", location_id="hills"),
            window(2, "8:00:00", "9:00:00", location_group_id="g")]  # fmt: skip
    feed = read(
        on_demand=rows,
        location_groups=[group],
        location_group_stops=[{"location_group_id": "g", "stop_id": one} for one in "EB"],
    )
    table = feed.timetable
    held = journeys.stops_of_areas(feed.flex, table.stop_lat_deg, table.stop_lon_deg)
    ids = [stop.id for stop in feed.labels.stops]
    by_area = [{ids[stop] for stop in np.flatnonzero(row)} for row in held]
    # A to E stand at 45.05, 45.06 … 45.09 on 7.65: A in the lake, B on its edge.
    assert by_area[0] - {"B"} == {"C", "D", "E"}
    assert by_area[1] == {"B", "E"}
    assert feed.flex_labels.areas == ("Area hills", "Market towns")


def test_one_is_not_picked_up_where_one_may_only_get_off():
    rows = [IN_THE_HILLS[0] | {"pickup_type": 1}, IN_THE_HILLS[1]]
    assert not len(read(on_demand=rows).flex.ride_from)


def test_two_feeds_stand_one_behind_the_other():
    one, other = read(), read()
    flex, labels = journeys.join_flex(
        [(one.flex, one.flex_labels), (other.flex, other.flex_labels)], [5, 5], [1, 1]
    )
    assert flex.ride_line.tolist() == [0, 1]
    assert flex.ride_from.tolist() == [0, 1]
    assert flex.ride_rule.tolist() == [0, 1]
    assert journeys.areas_at(flex, 45.01, 7.61).tolist() == [True, True]
    assert journeys.rides_on(flex, MONDAY).tolist() == [0, 1]
    assert labels.areas == ("Area hills",) * 2


def test_a_feed_without_them_joins_too():
    plain = (journeys.no_flex(), journeys.FlexLabels())
    feed = read()
    flex, _ = journeys.join_flex(
        [plain, (feed.flex, feed.flex_labels), plain], [3, 5, 2], [1, 1, 1]
    )
    assert flex.ride_line.tolist() == [1]
    assert journeys.join_flex([plain], [1], [1])[0].ride_runs.shape == (0, 0)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("areas_unreadable", {"areas": b"\x00 no"}),
        ("areas_unreadable", {"areas": b"[]"}),
        ("areas_unreadable", {"areas": b'{"features": 3}'}),
        ("areas_unreadable", {"areas": b"[" * 100_000}),
        ("area_bad", {"areas": geojson(("hills", {"type": "Point", "coordinates": [7, 45]}))}),
        ("area_bad", {"areas": geojson(("hills", polygon(HILLS[:3])))}),
        ("area_bad", {"areas": geojson(("hills", polygon([[7, 99]] * 4)))}),
        ("area_unknown", {"areas": None}),
        ("window_bad", {"on_demand": [IN_THE_HILLS[0] | {"end_pickup_drop_off_window": "7:00:00"}]}),
        ("booking_rule_lacking", {"booking_rules": [RULE | {"prior_notice_duration_min": ""}]}),
        ("area_stop_unknown", {"location_group_stops": [{"location_group_id": "g", "stop_id": "?"}]}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_its_name(code, changed):
    assert code in codes(**changed)


def test_absurd_sizes_are_cut(monkeypatch):
    monkeypatch.setattr("metropoli.engines.journeys.gtfs.flex.MOST_POINTS", 6)
    assert "areas_too_many" in codes()
    monkeypatch.setattr("metropoli.engines.journeys.gtfs.flex.MOST_CALLS", 1)
    monkeypatch.setattr("metropoli.engines.journeys.gtfs.flex.MOST_POINTS", 600)
    assert "flex_trip_too_long" in codes()


def test_broken_areas_never_break_the_reader():
    rng = np.random.default_rng(7)
    for _ in range(300):
        content = bytearray(AREAS)
        for at in rng.integers(0, len(content), rng.integers(1, 9)):
            content[at] = rng.integers(256)
        journeys.check_feed(feed_files(areas=bytes(content)))

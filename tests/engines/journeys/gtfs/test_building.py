"""Feeds joined in one timetable, and how one changes between their stops."""

from __future__ import annotations

import numpy as np

from engines.journeys.gtfs.maker import (
    AGENCY,
    WEEKDAYS,
    calls,
    codes,
    files,
    read,
    trip,
)
from metropoli.engines import journeys
from metropoli.engines.journeys import NEVER, StopWalks, build_timetable, fold_transfers

STATION = {
    "stop_id": "S",
    "stop_name": "S",
    "stop_lat": 45.06,
    "stop_lon": 7.65,
    "location_type": 1,
}
# A and B are platforms of S, C stands on its own; all are called at.
IN_STATION = [
    STATION,
    {"stop_id": "A", "stop_name": "A", "stop_lat": 45.06, "stop_lon": 7.65, "parent_station": "S"},
    {
        "stop_id": "B",
        "stop_name": "B",
        "stop_lat": 45.0602,
        "stop_lon": 7.65,
        "parent_station": "S",
    },
    {"stop_id": "C", "stop_name": "C", "stop_lat": 45.061, "stop_lon": 7.65},
]


def row(from_stop: str, to_stop: str, kind: object, time: object = "", **more):
    return {
        "from_stop_id": from_stop, "to_stop_id": to_stop, "transfer_type": kind,
        "min_transfer_time": time, **more,
    }  # fmt: skip


def changes(feed, *, walks=None, change_s=60) -> dict[str, int]:
    """Tell every change as {"A B": seconds}, and those at a stop as {"A": seconds} if not usual."""
    timetable, _, labels = build_timetable([feed], walks=walks, change_s=change_s)
    names = [stop.id for stop in labels.stops]
    told = {}
    for stop, name in enumerate(names):
        a, b = timetable.transfer_first[stop : stop + 2]
        for to, seconds in zip(timetable.transfer_to[a:b], timetable.transfer_s[a:b], strict=True):
            told[f"{name} {names[to]}"] = int(seconds)
        assert (np.diff(timetable.transfer_s[a:b]) >= 0).all()
        if timetable.change_s[stop] != change_s:
            told[name] = int(timetable.change_s[stop])
    return told


def walks(n_stops: int, *known: tuple[int, int, int]) -> StopWalks:
    ordered = sorted(known, key=lambda one: (one[0], one[2]))
    count = np.bincount([one[0] for one in ordered], minlength=n_stops)
    first = np.concatenate([[0], np.cumsum(count)])
    to, seconds = ([one[k] for one in ordered] for k in (1, 2))
    return StopWalks(first.astype(np.int32), np.array(to, np.int32), np.array(seconds, np.int32))


def test_platforms_of_a_station_are_joined_by_the_straight_line_where_nobody_knows_better():
    feed = read(stops=IN_STATION)
    assert changes(feed) == {"A B": 25, "B A": 25}  # 22.2 m × 1.3 / 1.2 m/s
    known = changes(feed, walks=walks(4, (1, 2, 200), (1, 3, 90)))
    assert known == {"A B": 200, "A C": 90, "B A": 25}


def test_what_the_feed_says_goes_before_the_street():
    street = walks(4, (1, 3, 90), (3, 1, 90), (2, 3, 70))
    rows = [row("A", "C", 2, 300), row("C", "A", 3), row("B", "C", 1), row("A", "B", 0)]
    assert changes(read(stops=IN_STATION, transfers=rows), walks=street) == {
        "A C": 300, "B C": 0, "A B": 25, "B A": 25,
    }  # fmt: skip


def test_a_change_that_takes_an_unsaid_time_takes_that_of_the_walk():
    rows = [row("A", "C", 0), row("C", "A", "")]
    feed = read(stops=IN_STATION, transfers=rows)
    known = changes(feed, walks=walks(4, (1, 3, 90)))
    assert (known["A C"], known["C A"]) == (90, 121)  # 111 m × 1.3 / 1.2 m/s


def test_the_time_at_one_stop_is_that_of_the_feed():
    rows = [row("A", "A", 2, 240), row("B", "B", 1), row("C", "C", 3)]
    known = changes(read(stops=IN_STATION, transfers=rows))
    assert (known["A"], known["B"], known["C"]) == (240, 0, NEVER)


def test_a_row_for_a_station_holds_for_its_platforms_but_a_narrower_one_goes_before():
    rows = [row("S", "S", 2, 180), row("A", "B", 2, 40), row("S", "C", 2, 400), row("B", "C", 3)]
    assert changes(read(stops=IN_STATION, transfers=rows)) == {
        "A": 180, "B": 180, "S": 180, "A B": 40, "B A": 180, "A C": 400,
    }  # fmt: skip


def test_a_change_nobody_can_make_in_time_takes_the_walk_and_is_told():
    rows = [row("A", "C", 2, 0)]
    feed = read(stops=IN_STATION, transfers=rows)
    assert [one.code for one in feed.report.problems] == ["transfer_too_fast"]
    assert changes(feed)["A C"] == 121


def test_what_is_wrong_with_a_transfer_is_told():
    entrance = {**STATION, "stop_id": "E1", "location_type": 2, "parent_station": "S"}
    told = {
        "reference_unknown": [row("A", "?", 2, 60)],
        "transfer_without_time": [row("A", "B", 2)],
        "transfer_unfit": [row("A", "E1", 2, 60)],
        "transfer_of_some_trips": [row("A", "B", 2, 60, from_route_id="4")],
        "value_not_allowed": [row("A", "B", 9)],
    }
    for code, rows in told.items():
        assert codes(stops=[*IN_STATION, entrance], transfers=rows) == [code]


def test_transfers_can_be_folded_again_when_the_streets_change():
    feed = read(stops=IN_STATION)
    timetable, _, _ = build_timetable([feed])
    again = fold_transfers(timetable, [feed], walks=walks(4, (1, 3, 90)), change_s=60)
    direct, _, _ = build_timetable([feed], walks=walks(4, (1, 3, 90)))
    for name in timetable._fields:
        np.testing.assert_array_equal(getattr(again, name), getattr(direct, name))


# --- several feeds


def second() -> journeys.Feed:
    """A feed of another city: other zone, other days, the same identifiers."""
    changed = files(
        agency=[{**AGENCY[0], "agency_timezone": "America/Sao_Paulo"}],
        calendar=[{**WEEKDAYS, "start_date": 20260201, "end_date": 20260206, "saturday": 1}],
        trips=[trip("t1", trip_headsign="Sul", shape_id="s"), trip("t2")],
        stop_times=calls("t1", "D 9:00:00", "E 9:05:00") + calls("t2", "E 7:00:00", "D 7:05:00"),
        shapes=[
            {"shape_id": "s", "shape_pt_lat": -30, "shape_pt_lon": -51 - k, "shape_pt_sequence": k}
            for k in range(3)
        ],
        transfers=[row("D", "E", 2, 500)],
    )
    return journeys.read_feed(changed, name="g")


def test_feeds_are_laid_end_to_end():
    feeds = [read(), second()]
    timetable, shapes, labels = build_timetable(feeds)
    assert [stop.feed for stop in labels.stops] == ["f"] * 5 + ["g"] * 5
    assert [line.feed for line in labels.lines] == ["f", "g"]
    assert labels.zones == ("Europe/Rome", "America/Sao_Paulo")
    assert labels.trip_ids == ("t1", "t1", "t2")
    assert timetable.stop_parent.tolist() == list(range(10))
    stops = [timetable.pattern_stop[a] for a in timetable.pattern_first[:-1]]
    assert stops == [0, 8, 9]
    assert timetable.trip_first.tolist() == [0, 3, 5, 7]
    assert [labels.lines[line].feed for line in timetable.part_line] == ["f", "g", "g"]
    assert [labels.headsigns[sign] for sign in timetable.part_headsign] == [
        "Stop C",
        "Sul",
        "Stop D",
    ]
    assert timetable.part_shape.tolist() == [-1, 0, -1]
    assert shapes.shape_first.tolist() == [0, 3]
    assert timetable.transfer_to.tolist() == [9]
    assert timetable.transfer_first.tolist() == [0] * 9 + [1, 1]


def test_each_feed_keeps_its_days_and_its_zone():
    feeds = [read(), second()]
    timetable, _, _ = build_timetable(feeds)
    assert timetable.service_zone.tolist() == [0, 1]
    for number, feed in enumerate(feeds):
        own = feed.timetable
        column = own.first_day - timetable.first_day
        n_days = own.service_runs.shape[1]
        runs = timetable.service_runs[number]
        np.testing.assert_array_equal(runs[column : column + n_days], own.service_runs[0])
        assert runs.sum() == own.service_runs.sum()
        starts_s = timetable.day_start_s[number, column : column + n_days + 2]
        np.testing.assert_array_equal(starts_s, own.day_start_s[0])


def test_one_feed_alone_is_left_as_it_is():
    feed = read()
    timetable, _, labels = build_timetable([feed])
    assert labels == feed.labels
    changed = {"change_s"}
    for name in timetable._fields:
        if name not in changed:
            np.testing.assert_array_equal(getattr(timetable, name), getattr(feed.timetable, name))


def test_feeds_years_apart_are_cut_to_the_busiest_days():
    old = journeys.read_feed(
        files(calendar=[{**WEEKDAYS, "start_date": 20190107, "end_date": 20190111}]), name="old"
    )
    timetable, _, _ = build_timetable([old, read()], max_days=100)
    assert timetable.service_runs.shape == (2, 100)
    assert timetable.service_runs.sum(axis=1).tolist() == [0, 10]


# --- inside stations


def pathway(name: str, from_stop: str, to_stop: str, mode: int, **more):
    return {"pathway_id": name, "from_stop_id": from_stop, "to_stop_id": to_stop,
            "pathway_mode": mode, "is_bidirectional": 1, **more}  # fmt: skip


INNER = [
    *IN_STATION,
    {**STATION, "stop_id": "G", "location_type": 2, "parent_station": "S"},
    {**STATION, "stop_id": "H", "location_type": 3, "parent_station": "S"},
]


def links(**changed) -> dict[str, int]:
    feed = read(stops=INNER, **changed)
    names = [stop.id for stop in feed.labels.stops]
    return {
        f"{names[a]} {names[b]}" + (" level" if level else ""): int(s)
        for a, b, s, level in zip(*feed.links, strict=True)
    }


def test_ways_through_a_station_are_the_quickest_and_those_without_stairs():
    rows = [
        pathway("1", "G", "H", 1, traversal_time=20),
        pathway("2", "H", "A", 2, traversal_time=30),
        pathway("3", "H", "A", 5, traversal_time=90),
    ]
    there = {"G A": 50, "G A level": 110}
    assert links(pathways=rows) == there | {"A G": 50, "A G level": 110}


def test_a_way_without_stairs_that_is_the_quickest_is_told_once():
    rows = [pathway("1", "G", "A", 1, length=33.3), pathway("2", "A", "B", 2, stair_count=-40)]
    assert links(pathways=rows) == {
        "G A level": 34, "A G level": 34, "G B": 74, "B G": 74, "A B": 40, "B A": 40,
    }  # fmt: skip


def test_a_way_in_one_direction_is_no_way_back():
    rows = [pathway("1", "A", "G", 7, is_bidirectional=0, traversal_time=15)]
    assert links(pathways=rows) == {"A G level": 15}


def test_ways_between_platforms_go_before_the_street_and_after_the_feeds_own_word():
    rows = [pathway("1", "A", "B", 1, traversal_time=75)]
    feed = read(stops=INNER, pathways=rows, transfers=[row("B", "A", 2, 111)])
    known = changes(feed, walks=walks(5, (1, 2, 200)))
    assert known == {"A B": 75, "B A": 111}


def test_boarding_areas_lead_to_their_platform():
    area = {**STATION, "stop_id": "A1", "location_type": 4, "parent_station": "A"}
    feed = read(stops=[*INNER, area], pathways=[pathway("1", "G", "A1", 1, traversal_time=12)])
    assert feed.links.duration_s.tolist() == [12, 12]
    assert feed.report.problems == ()


def test_bad_pathways_are_told():
    assert codes(stops=INNER, pathways=[pathway("1", "G", "?", 1)]) == ["pathway_bad"]
    assert codes(stops=INNER, pathways=[pathway("1", "G", "A", 1)]) == ["pathway_time_guessed"]

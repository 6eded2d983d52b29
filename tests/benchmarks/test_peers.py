"""The work that all engines are given is the same, and their answers are compared fairly."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path

import pytest
from benchmarks.peers.compare import Reply, agreement, percentile, same_front
from benchmarks.peers.feed import draw_pairs, prepare_day

MONDAY = date(2026, 9, 7)
FEED = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,A,https://a,Europe/Rome\n",
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "week,1,1,1,1,1,0,0,20260901,20260930\nextra,0,0,0,0,0,0,0,20260901,20260930\n"
        "strike,1,1,1,1,1,0,0,20260901,20260930\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nextra,20260907,1\nstrike,20260907,2\n",
    "routes.txt": "route_id,route_short_name,route_type\n7,7,3\n8,8,109\n",
    "trips.txt": "route_id,service_id,trip_id\n7,week,1\n8,extra,2\n7,strike,3\n7,week,4\n",
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs\n4,06:00:00,07:00:00,600\n",
    "stops.txt": (
        "stop_id,stop_name,stop_lat,stop_lon,location_type\n"
        "10,Po,45.0,7.6,0\n11,Dora,45.001,7.6,\n12,Stura,45.02,7.6,0\n13,Station,45.0,7.6,1\n"
    ),
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    + "".join(
        f"{trip},25:0{at}:00,25:0{at}:00,{stop},{at}\n"
        for trip in (1, 2, 3, 4)
        for at, stop in ((2, 12), (1, 10))
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "feed.zip", "w") as archive:
        for name, content in FEED.items():
            archive.writestr(name, content)
    prepare_day(tmp_path / "feed.zip", MONDAY, tmp_path / "day")
    return tmp_path / "day"


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_day_holds_the_vehicles_of_that_day_alone(folder: Path) -> None:
    assert [row["trip_id"] for row in table(folder / "trips.txt")] == ["t1", "t2"]
    calls = [(row["trip_id"], row["stop_id"]) for row in table(folder / "stop_times.txt")]
    assert calls == [("t1", "s10"), ("t1", "s12"), ("t2", "s10"), ("t2", "s12")]
    assert [row["route_type"] for row in table(folder / "routes.txt")] == ["3", "2"]


def test_stops_within_250_metres_are_walked_both_ways(folder: Path) -> None:
    walks = [tuple(row.values()) for row in table(folder / "transfers.txt")]
    assert walks == [("s10", "s11", "2", "111"), ("s11", "s10", "2", "111")]


def test_the_zip_holds_what_the_folder_holds(folder: Path) -> None:
    with zipfile.ZipFile(folder / "day.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()


def test_pairs_are_the_same_each_time_and_never_one_walk_apart(folder: Path) -> None:
    for name in ("one.csv", "other.csv"):
        draw_pairs(folder, folder / name, number=50, seed=42)
    pairs = table(folder / "one.csv")
    assert pairs == table(folder / "other.csv")
    ends = {(row["from_stop_id"], row["to_stop_id"]) for row in pairs}
    assert ends == {("s10", "s12"), ("s12", "s10"), ("s11", "s12"), ("s12", "s11")}
    assert all("06:30:00" <= row["departure"] <= "20:00:00" for row in pairs)


def replies(*arrivals_s: dict[int, float]) -> dict[int, Reply]:
    return {pair: Reply(dict(by_rides), 1.0, 1.0) for pair, by_rides in enumerate(arrivals_s)}


def test_engines_agree_earlier_later_or_not_at_all() -> None:
    ours = replies({1: 100.0}, {1: 100.0}, {1: 100.0}, {1: 100.0}, {}, {})
    theirs = replies({1: 100.0}, {1: 40.0}, {1: 160.0}, {}, {2: 9.0}, {})
    found = agreement(ours, theirs, rounding_s=0)
    assert (found.earlier, found.later, found.only_ours, found.only_theirs) == (1, 1, 1, 1)
    assert found.same_earliest == found.same_front == 2 / 6
    assert found.differing == (1, 2, 3, 4)


def test_a_front_is_the_same_only_if_every_number_of_rides_arrives_alike() -> None:
    ours = Reply({1: 500.0, 3: 100.0}, 1.0, 1.0)
    assert same_front(ours, Reply({1: 500.0, 3: 100.0}, 1.0, 1.0), 0)
    assert not same_front(ours, Reply({3: 100.0}, 1.0, 1.0), 0)
    assert not same_front(ours, Reply({1: 500.0, 2: 100.0}, 1.0, 1.0), 0)


def test_a_step_smaller_than_the_clock_of_an_engine_is_no_difference() -> None:
    ours = Reply({1: 590.0, 2: 560.0}, 1.0, 1.0)
    assert same_front(ours, Reply({1: 600.0}, 1.0, 1.0), 60)
    assert not same_front(ours, Reply({1: 600.0}, 1.0, 1.0), 30)


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7.0], 0.95) == 7

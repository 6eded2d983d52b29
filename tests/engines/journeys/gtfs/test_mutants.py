"""Feeds broken in every way one can think of: always a list of problems, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engines.journeys.gtfs.maker import files
from engines.journeys.gtfs.test_building import INNER, pathway, row
from engines.journeys.gtfs.test_fares import NEW_FARES, OLD_FARES
from engines.journeys.gtfs.test_naive import random_feed
from metropoli.base.archives import open_files, pack
from metropoli.base.errors import Invalid
from metropoli.engines import journeys

SHARDS = 8
MUTANTS = 300  # in each shard

Files = dict[str, bytes]
NASTY = [
    b"", b"0", b"-1", b"1", b"2", b"9" * 30, b"1e308", b"-1e308", b"1e-999", b"nan", b"inf", b"\x00", b"\xff\xfe",
    b'"', b'""', b'"\n', b",", b"\r", b"\n\n\n", b"25:99:99", b"9999:59:59", b"-1:00:00", b"00:00:00",
    b"20260230", b"99991231", b"19700101", b"21991231", b"2147483648", b"-2147483649", b"9223372036854775808",
    b"%s%d%(x)s", b"A", b"t1", b"4", b"week", b"S", b"x" * 5_000, "è€".encode(), b"7.5", b" ", b"\t",
]  # fmt: skip


def flip_bytes(made: Files, rng: np.random.Generator) -> None:
    name = pick(made, rng)
    content = bytearray(made[name])
    for at in rng.integers(0, len(content), rng.integers(1, 12)) if content else ():
        content[at] = rng.integers(256)
    made[name] = bytes(content)


def truncate(made: Files, rng: np.random.Generator) -> None:
    name = pick(made, rng)
    made[name] = made[name][: rng.integers(len(made[name]) + 1)]


def drop_file(made: Files, rng: np.random.Generator) -> None:
    del made[pick(made, rng)]


def swap_files(made: Files, rng: np.random.Generator) -> None:
    one, other = pick(made, rng), pick(made, rng)
    made[one], made[other] = made[other], made[one]


def in_table(change: Callable[[list[list[bytes]], np.random.Generator], None]):
    def mutate(made: Files, rng: np.random.Generator) -> None:
        name = pick(made, rng)
        cells = [line.split(b",") for line in made[name].split(b"\n")]
        change(cells, rng)
        made[name] = b"\n".join(b",".join(line) for line in cells)

    return mutate


@in_table
def drop_column(cells: list[list[bytes]], rng: np.random.Generator) -> None:
    column = rng.integers(len(cells[0]))
    for line in cells:
        del line[column : column + 1]


@in_table
def drop_row(cells: list[list[bytes]], rng: np.random.Generator) -> None:
    del cells[rng.integers(len(cells))]


@in_table
def double_row(cells: list[list[bytes]], rng: np.random.Generator) -> None:
    cells.append(list(cells[rng.integers(len(cells))]))


@in_table
def swap_cells(cells: list[list[bytes]], rng: np.random.Generator) -> None:
    line = cells[rng.integers(len(cells))]
    a, b = rng.integers(0, len(line), 2)
    line[a], line[b] = line[b], line[a]


@in_table
def write_nonsense(cells: list[list[bytes]], rng: np.random.Generator) -> None:
    for _ in range(rng.integers(1, 4)):
        line = cells[rng.integers(len(cells))]
        line[rng.integers(len(line))] = NASTY[rng.integers(len(NASTY))]


@in_table
def fill_column_with_nonsense(cells: list[list[bytes]], rng: np.random.Generator) -> None:
    column = rng.integers(len(cells[0]))
    for line in cells[1:]:
        if column < len(line):
            line[column] = NASTY[rng.integers(len(NASTY))]


@in_table
def shuffle_rows(cells: list[list[bytes]], rng: np.random.Generator) -> None:
    rng.shuffle(cells)


WAYS = [
    flip_bytes, truncate, drop_file, swap_files, drop_column, drop_row, double_row, swap_cells,
    write_nonsense, write_nonsense, fill_column_with_nonsense, shuffle_rows,
]  # fmt: skip


def pick(made: Files, rng: np.random.Generator) -> str:
    return sorted(made)[rng.integers(len(made))]


def rich_feed(rng: np.random.Generator) -> Files:
    """Return a random feed, or one that has every table."""
    if rng.random() < 0.5:
        return random_feed(rng)
    return files(
        stops=INNER,
        transfers=[row("A", "B", 2, 60), row("S", "C", 0), row("C", "C", 3)],
        pathways=[pathway("1", "G", "H", 1, traversal_time=5), pathway("2", "H", "A", 2, length=9)],
        frequencies=[{"trip_id": "t1", "start_time": "7:00:00", "end_time": "8:00:00", "headway_secs": 600}],
        calendar_dates=[{"service_id": "week", "date": 20260106, "exception_type": 2}],
        shapes=[
            {"shape_id": "s", "shape_pt_lat": 45 + k, "shape_pt_lon": 7, "shape_pt_sequence": k} for k in range(3)
        ],
        feed_info=[{"feed_start_date": 20260105, "feed_end_date": 20260118}],
        **(OLD_FARES if rng.random() < 0.5 else NEW_FARES),
    )  # fmt: skip


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_broken_feed_makes_problems_and_never_a_traceback(shard):
    usable = 0
    for number in range(MUTANTS):
        rng = np.random.default_rng([shard, number])
        made = rich_feed(rng)
        for _ in range(rng.integers(1, 4)):
            if made:
                WAYS[rng.integers(len(WAYS))](made, rng)
        report = journeys.check_feed(made, name="m")
        for problem in report.problems:
            assert all(all(journeys.explain(problem, language)) for language in ("it", "en"))
        if report.usable:
            usable += 1
            whole(journeys.read_feed(made, name="m"))
        else:
            assert any(problem.severity == "error" for problem in report.problems)
    assert MUTANTS * 0.1 < usable < MUTANTS * 0.95


def whole(feed: journeys.Feed) -> None:
    """Check that every row number leads somewhere."""
    timetable, shapes, labels = journeys.build_timetable([feed])
    journeys.build_tariff([feed], timetable, labels)
    n_trips = len(timetable.trip_pattern)
    within(timetable.pattern_stop, len(labels.stops))
    within(timetable.stop_parent, len(labels.stops))
    within(timetable.trip_pattern, len(timetable.pattern_first) - 1)
    within(timetable.trip_service, len(timetable.service_runs))
    within(timetable.service_zone, len(labels.zones))
    within(timetable.part_line, len(labels.lines))
    within(timetable.part_headsign, len(labels.headsigns))
    within(timetable.part_trip, len(labels.trip_ids))
    within(timetable.part_shape, len(shapes.shape_first) - 1, lowest=-1)
    within(timetable.transfer_to, len(labels.stops))
    assert len(timetable.part_first) == n_trips + 1
    assert timetable.trip_first[-1] == len(timetable.departs_s) == len(timetable.arrives_s)
    assert (timetable.departs_s >= timetable.arrives_s).all()
    assert np.isfinite(timetable.stop_lat_deg).all()
    assert (np.abs(timetable.stop_lat_deg) <= 90).all()
    assert (np.abs(timetable.stop_lon_deg) <= 180).all()
    assert timetable.service_runs.any(axis=1)[timetable.trip_service].all()
    assert (timetable.transfer_s >= 0).all()


def within(rows: np.ndarray, size: int, lowest: int = 0) -> None:
    assert ((rows >= lowest) & (rows < size)).all()


def test_a_broken_archive_is_refused_or_read_like_any_feed():
    refused = 0
    for number in range(300):
        rng = np.random.default_rng(number)
        content = bytearray(pack(rich_feed(rng)))
        for at in rng.integers(0, len(content), rng.integers(1, 8)):
            content[at] = rng.integers(256)
        if rng.random() < 0.2:
            del content[rng.integers(len(content)) :]
        try:
            journeys.check_feed(dict(open_files(bytes(content))))
        except Invalid:
            refused += 1
    assert 30 < refused < 300


def test_a_hostile_feed_takes_no_more_than_it_should():
    """Stations of very many platforms, headways of a second, calendars of centuries, all at once."""
    station = {"stop_id": "S", "stop_name": "S", "stop_lat": 45, "stop_lon": 7, "location_type": 1}
    platforms = [
        {"stop_id": f"p{k}", "stop_name": "p", "stop_lat": 45, "stop_lon": 7, "parent_station": "S"}
        for k in range(3_000)
    ]
    often = [
        {"trip_id": "t1", "start_time": "0:00:00", "end_time": "100:00:00", "headway_secs": 1}
    ] * 50
    report = journeys.check_feed(
        files(
            stops=[station, *platforms, *files_stops()],
            transfers=[row("S", "S", 2, 60)] * 20,
            frequencies=often,
        )
    )
    assert {"transfers_too_many", "frequencies_too_many"} <= {one.code for one in report.problems}


def files_stops() -> list[dict[str, object]]:
    return [
        {"stop_id": name, "stop_name": name, "stop_lat": 45.01, "stop_lon": 7.01} for name in "ABC"
    ]

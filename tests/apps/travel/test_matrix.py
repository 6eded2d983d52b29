"""The travel times of the whole city in one file: the same as asking from each cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from apps.travel.miniature import HOME, HUT, MONDAY, OFFICE, SCHOOL, when
from metropoli.apps.travel import services
from metropoli.apps.travel.bridge.reach import parquet
from metropoli.apps.travel.types import MatrixRequest, ReachRequest
from metropoli.base.errors import NotFound
from metropoli.site import matrices

pytestmark = pytest.mark.usefixtures("city")
POINTS = (HOME, OFFICE, HUT, SCHOOL)
REQUEST = MatrixRequest(
    at=when(MONDAY, "08:00"), window_s=3_600, longest_s=5_400, all_on_foot_s=5_400
)


def write(out: Path, **more: Any) -> list[tuple[Any, ...]]:
    asked = {"request": REQUEST, "cells": POINTS, "places": POINTS, "out": out} | more
    done = services.write_matrix(**asked)
    rows = duckdb.sql(f"SELECT * FROM read_parquet('{out}')").fetchall()
    assert done.n_reached == len(rows)
    assert done.size_bytes == out.stat().st_size
    return rows


def test_the_file_says_what_asking_from_each_cell_says(tmp_path):
    rows = write(tmp_path / "all.parquet")
    expected = []
    for cell in POINTS:
        answer = services.reach_points(
            request=ReachRequest(cell, REQUEST.at, window_s=3_600, longest_s=5_400), points=POINTS
        )
        expected += [
            (cell.name, one.point.name, one.quick_min, one.minutes, one.slow_min)
            for one in answer.places
            if one.quick_min is not None
        ]
    assert [(row[0], row[1], row[2], row[4], row[6]) for row in rows] == expected
    assert len(rows) > len(POINTS)
    assert any(row[6] is None for row in rows), "some departures come too late: told as null"


def test_a_cluster_gives_the_same_file(tmp_path, settings):
    distributed = pytest.importorskip("distributed")
    alone = write(tmp_path / "alone.parquet")
    cluster = distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    )
    with cluster:
        settings.METROPOLI_DASK = cluster.scheduler_address
        assert write(tmp_path / "cluster.parquet") == alone


def test_the_database_that_writes_it_may_touch_nothing_else(tmp_path):
    with parquet._database(tmp_path) as database:
        for forbidden in (
            "SELECT * FROM read_csv('/etc/hostname')",
            "COPY (SELECT 1) TO '/tmp/metropoli-elsewhere.parquet'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                database.execute(forbidden)


def test_a_day_without_a_timetable_is_refused(tmp_path):
    request = MatrixRequest(at=when("2026-03-02", "08:00"))
    with pytest.raises(NotFound, match="no_timetable_that_day"):
        write(tmp_path / "none.parquet", request=request)
    assert not list(tmp_path.iterdir())


def test_the_command_reads_points_and_writes_a_file(tmp_path):
    cells = tmp_path / "cells.csv"
    lines = [f"{one.name},{one.lat_deg},{one.lon_deg}" for one in POINTS]
    cells.write_text("\n".join(["id,lat,lon", *lines]))
    out = tmp_path / "a.parquet"
    limits = {"longest_min": 90, "rides": 4}
    matrices.write(str(cells), "", out, at=REQUEST.at, window_min=60, **limits)
    asked_again = write(tmp_path / "b.parquet", request=replace(REQUEST, all_on_foot_s=1_800))
    assert duckdb.sql(f"SELECT * FROM read_parquet('{out}')").fetchall() == asked_again
    matrices.write("grid", str(cells), out, at=REQUEST.at, window_min=0, **limits)
    assert duckdb.sql(f"SELECT count(DISTINCT from_id) FROM '{out}'").fetchall()[0][0] > 10


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id,here,there\na,1,2\n", "points_without_position"),
        ("", "points_without_position"),
        ("id,lat,lon\na,45,x\n", "point_without_position"),
        ("id,lat,lon\na,95,7\n", "point_without_position"),
        ("id,lat,lon\na,nan,7\n", "point_without_position"),
        ("id,lat,lon\na,45\n", "point_without_position"),
    ],
)
def test_points_that_cannot_be_read_are_refused(tmp_path, text, code):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(Exception, match=code):
        matrices.read_points(path)

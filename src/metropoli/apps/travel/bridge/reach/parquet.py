"""Minutes by pairs as a Parquet file, written while they come."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np

from metropoli.apps.travel.types import PERCENTILES
from metropoli.base.progress import Progress
from metropoli.engines import reach

COLUMNS = tuple(f"p{percentile:02}_min" for percentile in PERCENTILES)
# What is never reached is 255 in the arrays, null in the file.
PAIRS = """
    SELECT cells.id AS from_id, places.id AS to_id,
           NULLIF(p05_min, 255) AS p05_min, NULLIF(p25_min, 255) AS p25_min,
           NULLIF(p50_min, 255) AS p50_min, NULLIF(p75_min, 255) AS p75_min,
           NULLIF(p95_min, 255) AS p95_min
    FROM pairs JOIN cells ON cells.row = cell JOIN places ON places.row = place
    ORDER BY cell, place
"""
GROUP_ROWS = 1_000_000
PARTS_TOLD = 20  # how often progress is told


def write_parquet(
    out: Path,
    names: tuple[Sequence[str], Sequence[str]],
    chunks: Iterable[tuple[int, reach.Minutes]],
    progress: Progress,
) -> int:
    """
    Write from_id, to_id and the minutes of each percentile (null: too far); return how many rows.

    Pairs out of reach are left out. Chunks go to a folder beside the file one by one, and become
    one file at the end, in the order of cells and places: memory holds a chunk at a time.
    """
    out = out.absolute()
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        with _database(out.parent) as database:
            for table, ids in zip(("cells", "places"), names, strict=True):
                database.register(table, _named(ids))
            return _write(database, out, folder, len(names[0]), chunks, progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _database(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return an empty database that may touch one folder and nothing else, and stays so."""
    database = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": False, "autoload_known_extensions": False},
    )
    database.execute(f"SET allowed_directories = [{_quoted(folder)}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
    return database


def _write(
    database: duckdb.DuckDBPyConnection,
    out: Path,
    folder: Path,
    n_cells: int,
    chunks: Iterable[tuple[int, reach.Minutes]],
    progress: Progress,
) -> int:
    parts: list[Path] = []
    n_rows = told = 0
    for start, found in chunks:
        cell, place = np.nonzero((found != reach.NEVER_MIN).any(axis=2))
        pairs = {"cell": (cell + start).astype(np.int32), "place": place.astype(np.int32)}
        for i, name in enumerate(COLUMNS):
            pairs[name] = np.ascontiguousarray(found[cell, place, i])
        database.register("pairs", pairs)
        parts.append(folder / f"{start:09}.parquet")
        _save(database.sql(PAIRS), parts[-1])
        n_rows += len(cell)
        if (start + len(found)) * PARTS_TOLD // n_cells > told:
            told = (start + len(found)) * PARTS_TOLD // n_cells
            progress(f"{start + len(found):,} of {n_cells:,} cells, {n_rows:,} pairs")
    progress("Joining the parts")
    draft = folder / "whole.parquet"
    _save(database.read_parquet([str(part) for part in parts]), draft)
    draft.replace(out)
    return n_rows


def _save(rows: duckdb.DuckDBPyRelation, to: Path) -> None:
    rows.write_parquet(str(to), compression="zstd", row_group_size=GROUP_ROWS)


def _named(ids: Sequence[str]) -> dict[str, np.ndarray]:
    return {"row": np.arange(len(ids), dtype=np.int32), "id": np.array(ids, dtype=object)}


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

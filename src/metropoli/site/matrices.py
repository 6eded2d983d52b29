"""What `metropoli reach matrix` does: read the points, call the service, tell the end."""

from __future__ import annotations

import csv
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import MINUTE_S, MatrixRequest, Point
from metropoli.base.errors import Invalid, NotFound
from metropoli.base.progress import on_terminal

GRID = "grid"
NAMES = ("id", "name", "fid")
LATITUDES = ("lat_deg", "lat", "latitude", "y")
LONGITUDES = ("lon_deg", "lon", "lng", "longitude", "x")
MOST_ROWS = 200_000


def write(
    cells: str, places: str, out: Path, *, at: datetime, window_min: int, **limits: int
) -> None:
    """Write the matrix from the cells to the places (or to the cells themselves) into a file."""
    zone = ZoneInfo(travel.read_summary().zone)
    origins = _points(cells)
    request = MatrixRequest(
        at=at if at.tzinfo else at.replace(tzinfo=zone),
        window_s=window_min * MINUTE_S,
        longest_s=limits["longest_min"] * MINUTE_S,
        max_rides=limits["rides"],
    )
    began_s = time.monotonic()
    done = travel.write_matrix(
        request=request,
        cells=origins,
        places=_points(places) if places else origins,
        out=out,
        progress=on_terminal,
    )
    took_s = time.monotonic() - began_s
    on_terminal(
        f"{done.n_cells:,} cells x {done.n_places:,} places: {done.n_reached:,} pairs in reach, "
        f"{done.size_bytes / 1e6:,.1f} MB, {took_s:,.1f} s"
    )


def _points(source: str) -> tuple[Point, ...]:
    if source == GRID:
        return travel.list_cells()
    path = Path(source)
    if not path.is_file():
        raise NotFound("no_such_file", path=source)
    return tuple(read_points(path))


def read_points(path: Path) -> list[Point]:
    """
    Return the points of a CSV with an id, a latitude and a longitude, whatever else it has.

    :raises Invalid: a column is missing, a value is no coordinate, or there are too many rows
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        chosen = [
            next((columns[name] for name in names if name in columns), None)
            for names in (LATITUDES, LONGITUDES, NAMES)
        ]
        if chosen[0] is None or chosen[1] is None:
            raise Invalid("points_without_position", file=path.name)
        return [_point(row, chosen, path, number) for number, row in enumerate(rows, 2)]


def _point(row: dict[str, str], chosen: list[str | None], path: Path, number: int) -> Point:
    lat, lon, name = chosen
    if number > MOST_ROWS:
        raise Invalid("too_many_rows", file=path.name, most=MOST_ROWS)
    try:
        lat_deg, lon_deg = float(row[lat or ""]), float(row[lon or ""])
    except (TypeError, ValueError):
        raise Invalid("point_without_position", file=path.name, line=number) from None
    if not (-90 <= lat_deg <= 90 and -180 <= lon_deg <= 180):  # noqa: PLR2004 - the globe
        raise Invalid("point_without_position", file=path.name, line=number)
    return Point(lat_deg, lon_deg, (row[name] if name else "") or str(number - 1))

"""The travel times of the whole metropolis, from cells to places, as one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import MatrixRequest, MatrixSummary, Point
from metropoli.base.progress import Progress, silent


def list_cells() -> tuple[Point, ...]:
    """
    List the centres of the cells over the streets, each with its name.

    :raises NotFound: nothing was loaded yet
    :raises Refused: only a timetable is loaded
    """
    return bridge.grid_cells(network())


def write_matrix(
    *,
    request: MatrixRequest,
    cells: Sequence[Point],
    places: Sequence[Point],
    out: Path,
    progress: Progress = silent,
) -> MatrixSummary:
    """
    Write the minutes from every cell to every place as Parquet: from_id, to_id, percentiles.

    Worked out on all cores, or on the Dask cluster of the setting METROPOLI_DASK, with the same
    result; written while it comes.

    :raises NotFound: nothing is loaded, or the timetable does not reach that day
    :raises Invalid: a window, a time or rides beyond the limits
    :raises Refused: a cluster is named and its library is not installed
    """
    job = bridge.prepare_matrix(network(), request, cells, places, progress)
    names = ([point.name for point in cells], [point.name for point in places])
    chunks = bridge.work_out(job, settings.METROPOLI_DASK)
    n_reached = bridge.write_parquet(out, names, chunks, progress)
    return MatrixSummary(len(cells), len(places), n_reached, out.stat().st_size)

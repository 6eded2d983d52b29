"""Minutes from every cell to every place: worked out once for a network, kept for all workers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.network import FORM, Network
from metropoli.apps.travel.bridge.reach.ground import key_of_points
from metropoli.apps.travel.bridge.reach.matrix import prepare_matrix, work_out
from metropoli.apps.travel.bridge.served.cells import Cells
from metropoli.apps.travel.bridge.street_legs import SNAP_RADIUS_M, graph_of, streets_of
from metropoli.apps.travel.types import (
    MIDDLE,
    MINUTE_S,
    PERCENTILES,
    TRANSIT,
    MatrixRequest,
    Point,
    ServedRequest,
)
from metropoli.base.progress import silent
from metropoli.engines import reach, streets

WINDOW_S, LONGEST_S = 60 * MINUTE_S, 90 * MINUTE_S
ON_ONE_S_OWN_S = 60 * MINUTE_S
KEPT = 24  # files
HALF = PERCENTILES.index(MIDDLE)


def minutes_to_places(
    network: Network, request: ServedRequest, cells: Cells, places: Sequence[Point], folder: Path
) -> reach.Minutes:
    """
    Return the minutes (cells, places): the middle of an hour's departures; NEVER_MIN out of reach.

    :param folder: where what was worked out is kept from one worker to the next
    :raises NotFound: the timetable does not reach that day
    """
    at = np.array([(place.lat_deg, place.lon_deg) for place in places], np.float64).reshape(-1, 2)
    name = _name(network, request, cells, at)
    return network.grounds.once(
        ("served", name),
        lambda: (
            _kept(folder / f"{name}.npy", (len(cells.lat_deg), len(places)))
            if (folder / f"{name}.npy").exists()
            else _keep(folder, name, _work_out(network, request, cells, places))
        ),
    )


def _name(network: Network, request: ServedRequest, cells: Cells, at: NDArray[np.float64]) -> str:
    leaves = request.at.isoformat() if request.mode == TRANSIT else ""
    asked = (
        network.about.version,
        FORM,
        request.mode,
        leaves,
        key_of_points(cells.lat_deg, cells.lon_deg),
        key_of_points(at[:, 0].copy(), at[:, 1].copy()),
    )
    return hashlib.blake2b(repr(asked).encode(), digest_size=16).hexdigest()


def _work_out(
    network: Network, request: ServedRequest, cells: Cells, places: Sequence[Point]
) -> reach.Minutes:
    if request.mode != TRANSIT:
        return _on_one_s_own(network, request.mode, cells, places)
    asked = MatrixRequest(
        at=request.at, window_s=WINDOW_S, longest_s=LONGEST_S, all_on_foot_s=ON_ONE_S_OWN_S
    )
    doors = [
        Point(lat, lon)
        for lat, lon in zip(cells.lat_deg.tolist(), cells.lon_deg.tolist(), strict=True)
    ]
    job = prepare_matrix(network, asked, doors, places, silent)
    chunks = [chunk[:, :, HALF] for _, chunk in work_out(job, "")]
    return np.ascontiguousarray(np.concatenate(chunks))


def _on_one_s_own(
    network: Network, mode: str, cells: Cells, places: Sequence[Point]
) -> reach.Minutes:
    city, graph = streets_of(network), graph_of(mode, step_free=False)
    radius_m = SNAP_RADIUS_M[mode]
    lat = np.array([place.lat_deg for place in places], np.float64)
    lon = np.array([place.lon_deg for place in places], np.float64)
    doors = streets.link(city, graph, cells.lat_deg, cells.lon_deg, radius_m=radius_m)
    ends = streets.link(city, graph, lat, lon, radius_m=radius_m)
    near = streets.who_reaches(city, graph, doors, ends, limit_s=ON_ONE_S_OWN_S)
    minutes = np.full((len(cells.lat_deg), len(places)), reach.NEVER_MIN, np.uint8)
    place = np.repeat(np.arange(len(places)), np.diff(near.first))
    minutes[near.to, place] = -(-near.duration_s.astype(np.int64) // MINUTE_S)
    return minutes


def _keep(folder: Path, name: str, minutes: reach.Minutes) -> reach.Minutes:
    """Write it whole or not at all, and forget what nobody asked for longest."""
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
        np.save(file, minutes, allow_pickle=False)
    Path(file.name).replace(folder / f"{name}.npy")
    for old in sorted(folder.glob("*.npy"), key=lambda path: -path.stat().st_mtime)[KEPT:]:
        old.unlink(missing_ok=True)
    return minutes


def _kept(path: Path, shape: tuple[int, int]) -> reach.Minutes:
    minutes: reach.Minutes = np.load(path, allow_pickle=False)
    assert minutes.shape == shape
    return minutes

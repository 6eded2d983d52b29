"""A way as a drawing, a length, a climb and a list of instructions."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np

from metropoli.engines.streets.answers.turns import Piece, steps_of
from metropoli.engines.streets.answers.views import Views, lines_of
from metropoli.engines.streets.freezing import frozen
from metropoli.engines.streets.kernels.drawing import draw
from metropoli.engines.streets.types import (
    CLASSES,
    ROUNDABOUT,
    Degrees,
    Floats,
    Int32s,
    Int64s,
    Path,
    Snap,
    Streets,
)

MS_PER_S = 1000


class Drawn(NamedTuple):
    """A way on the map: its points, and for each arc the first of them and how it is left and entered."""

    lat_deg: Degrees
    lon_deg: Degrees
    first: Int64s
    bearings_deg: Floats


def path_of(
    streets: Streets,
    views: Views,
    ends: tuple[Snap, Snap],
    way: tuple[int, int, Int32s],
    gaps_ms: tuple[int, int],
) -> Path:
    """Return the answer to a question, given its arcs, the first and the last of them in part."""
    cost_ms, time_ms, arcs = way
    begin, end = _shares(arcs, ends)
    drawn = Drawn(*draw(lines_of(streets), frozen(arcs), begin, end))
    edges = arcs >> 1
    used = np.abs(end - begin)
    lengths = used * streets.edge_length_m[edges]
    up, down = streets.edge_climb_m[edges], streets.edge_drop_m[edges]
    climb, drop = np.where(arcs % 2 == 0, up, down), np.where(arcs % 2 == 0, down, up)
    times = _shared_out(views, arcs, (begin, end), time_ms)
    times[0] += gaps_ms[0]
    times[-1] += gaps_ms[1]
    return Path(
        duration_s=ceil((time_ms + sum(gaps_ms)) / MS_PER_S),
        length_m=float(lengths.sum()),
        climb_m=float(np.nansum(used * climb)),
        drop_m=float(np.nansum(used * drop)),
        lat_deg=frozen(drawn.lat_deg),
        lon_deg=frozen(drawn.lon_deg),
        steps=steps_of(_pieces(streets, views, arcs, drawn, (lengths, times))),
        arcs=frozen(arcs),
        cost_ms=cost_ms,
    )


def _shares(arcs: Int32s, ends: tuple[Snap, Snap]) -> tuple[Floats, Floats]:
    """Return where each arc is begun and left, as shares from the tail of its edge."""
    begin = (arcs % 2).astype(np.float64)
    end = 1.0 - begin
    begin[0], end[-1] = ends[0].share, ends[1].share
    return begin, end


def _shared_out(views: Views, arcs: Int32s, shares: tuple[Floats, Floats], time_ms: int) -> Floats:
    """
    Return the milliseconds of each arc, so that they add up to the whole.

    Turns and lights stand on no arc: every arc after the first takes an equal part of them.
    """
    whole = views.arcs.time_ms[arcs].astype(np.float64)
    moving: Floats = whole * np.abs(shares[1] - shares[0])
    waits = time_ms - moving.sum()
    if len(arcs) > 1:
        moving[1:] += waits / (len(arcs) - 1)
    else:
        moving[0] += waits
    return moving


def _pieces(
    streets: Streets, views: Views, arcs: Int32s, drawn: Drawn, spent: tuple[Floats, Floats]
) -> list[Piece]:
    edges = arcs >> 1
    is_round = views.arcs.on_arcs & ((streets.edge_flags[edges] & ROUNDABOUT) != 0)
    turns_back = np.concatenate(([False], arcs[1:] == arcs[:-1] ^ 1))
    exits = [_exits(streets, views, arc) if r else 0 for arc, r in zip(arcs, is_round, strict=True)]
    columns = (
        streets.edge_name[edges].tolist(),
        [CLASSES[code] for code in streets.edge_class[edges].tolist()],
        is_round.tolist(),
        spent[0].tolist(),
        spent[1].tolist(),
        *drawn.bearings_deg.T.tolist(),
        drawn.first.tolist(),
        exits,
        turns_back.tolist(),
    )
    return [Piece(*row) for row in zip(*columns, strict=True)]


def _exits(streets: Streets, views: Views, arc: int) -> int:
    """Return how many ways lead out of a roundabout at the end of an arc."""
    out = views.graph.out_arc[views.graph.out_first[arc] : views.graph.out_first[arc + 1]]
    return int(((streets.edge_flags[out >> 1] & ROUNDABOUT) == 0).sum())

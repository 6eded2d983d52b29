"""The cheapest way from one position to another, told step by step."""

from __future__ import annotations

import numpy as np

from metropoli.base.errors import NotFound
from metropoli.engines.streets.answers.snapping import GAP_M_PER_S
from metropoli.engines.streets.answers.telling import path_of
from metropoli.engines.streets.answers.views import Views, hierarchy_of, views_of
from metropoli.engines.streets.kernels.joining import ends_on, starts_on, straight
from metropoli.engines.streets.kernels.meeting import meet, unpack
from metropoli.engines.streets.kernels.searching import FAR
from metropoli.engines.streets.types import MODE_NAMES, Int32s, Path, Snap, Streets

Way = tuple[int, int, Int32s]  # cost, time, arcs


def route(streets: Streets, mode: int, start: Snap, end: Snap) -> Path:
    """
    Return the cheapest way between two positions.

    Cost is time made longer where a mode does not like to be (traffic, pushing, private streets).
    On foot the gaps between the points and their streets are walked too.

    :raises NotFound: `no_way` where the streets do not lead there
    """
    views = views_of(streets, mode)
    way = _better(_straight(views, start, end), _round(streets, mode, views, (start, end)))
    if way is None:
        raise NotFound("no_way", mode=MODE_NAMES[mode])
    gaps_ms = [round(1000.0 * snapped.gap_m / GAP_M_PER_S[mode]) for snapped in (start, end)]
    return path_of(streets, views, (start, end), way, (gaps_ms[0], gaps_ms[1]))


def _better(one: Way | None, other: Way | None) -> Way | None:
    if one is None or other is None:
        return one if other is None else other
    return min(one, other, key=lambda way: way[:2])


def _straight(views: Views, start: Snap, end: Snap) -> Way | None:
    if start.edge != end.edge:
        return None
    cost, time, arc = straight(views.arcs, start.edge, start.share, end.share)
    return None if cost == FAR else (cost, time, np.array([arc], np.int32))


def _round(streets: Streets, mode: int, views: Views, ends: tuple[Snap, Snap]) -> Way | None:
    graph, arcs = views
    starts = starts_on(arcs, ends[0].edge, ends[0].share)
    stops, stop_arcs = ends_on(graph, arcs, ends[1].edge, ends[1].share)
    if not len(starts.vertex) or not len(stops.vertex):
        return None
    ranks = hierarchy_of(streets, mode)
    cost_at = np.zeros((2, len(ranks.rank)), np.int64)
    parent = np.zeros((2, len(ranks.rank)), np.int32)
    cost, top = meet(
        ranks, starts.vertex, starts.cost_ms, stops.vertex, stops.cost_ms, cost_at, parent
    )
    if top < 0:
        return None
    rows, first_rank, last_rank = unpack(ranks, parent, top)
    i = _entry(ranks.rank[starts.vertex], starts.cost_ms, first_rank)
    j = _entry(ranks.rank[stops.vertex], stops.cost_ms, last_rank)
    time = starts.time_ms[i] + graph.out_time_ms[rows].sum(dtype=np.int64) + stops.time_ms[j]
    first_arc = _arc_of_start(views, ends[0].edge, i)
    whole = np.concatenate(([first_arc], graph.out_arc[rows], [stop_arcs[j]])).astype(np.int32)
    return int(cost), int(time), whole


def _entry(ranks: Int32s, costs: np.ndarray, rank: int) -> int:
    """Return the row of the cheapest entry at a vertex: parallel entries differ in cost."""
    return int(np.lexsort((costs, ranks != rank))[0])


def _arc_of_start(views: Views, edge: int, row: int) -> int:
    open_arcs = [arc for arc in (2 * edge, 2 * edge + 1) if views.arcs.cost_ms[arc] >= 0]
    return open_arcs[row]

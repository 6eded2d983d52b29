"""The search graph of each mode, ghosts of arcs and contraction hierarchy included."""

from __future__ import annotations

import numpy as np

from metropoli.engines.streets.building.banning import Chain, banned_turns
from metropoli.engines.streets.building.cutting import Cut, step_free_ends
from metropoli.engines.streets.building.geometry import end_bearings_deg, offsets
from metropoli.engines.streets.building.manners import MANNERS
from metropoli.engines.streets.freezing import freeze
from metropoli.engines.streets.kernels.contraction import by_rank, contract
from metropoli.engines.streets.kernels.turning import Crossing, count_turns, list_turns
from metropoli.engines.streets.types import (
    ON_ARCS,
    ROUNDABOUT,
    STEP_FREE,
    Extract,
    Graph,
    Hierarchy,
    Int32s,
    Int64s,
)

SIGN_KIND = 15  # the bits that say which sign it is

Links = tuple[Int32s, Int32s, Int32s, Int32s]  # from, to, cost_ms, time_ms


def graph_of_mode(cut: Cut, extract: Extract, mode: int, cost_ms: Int32s, time_ms: Int32s) -> Graph:
    """Return what a mode searches, given the costs and times of its arcs."""
    if not ON_ARCS[mode]:
        tail, head, n_vertices = vertex_ends(cut, extract, mode)
        is_open = np.flatnonzero(cost_ms >= 0)
        links = tail[is_open], head[is_open], cost_ms[is_open], time_ms[is_open]
        no_ghosts = np.zeros(0, np.int32)
        return _graph(n_vertices, links, is_open.astype(np.int32), no_ghosts)
    bans, chains = banned_turns(cut, extract, mode)
    crossing = _crossing(cut, extract, mode, (cost_ms, time_ms), bans)
    first = offsets(count_turns(crossing)).astype(np.int32)
    to, turn_cost, turn_time = list_turns(crossing, MANNERS[mode], first)
    source = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
    links, ghost_arc = _haunted((source, to, turn_cost, turn_time), chains, len(cost_ms))
    arc = np.concatenate((np.arange(len(cost_ms), dtype=np.int32), ghost_arc))
    return _graph(len(arc), links, arc[links[1]], ghost_arc)


def vertex_ends(cut: Cut, extract: Extract, mode: int) -> tuple[Int32s, Int32s, int]:
    """Return, for a mode that walks, the vertex that each arc leaves and enters, and how many there are."""
    tail, head, n_vertices = cut.edge_tail, cut.edge_head, len(cut.node_row)
    if mode == STEP_FREE:
        tail, head, n_vertices = step_free_ends(cut, extract)
    both = np.column_stack((tail, head))
    return both.ravel(), both[:, ::-1].ravel(), n_vertices


def arc_ends(cut: Cut) -> tuple[Int32s, Int32s]:
    """Return the node that each arc leaves and the one that it enters."""
    tail = np.column_stack((cut.edge_tail, cut.edge_head)).ravel()
    head = np.column_stack((cut.edge_head, cut.edge_tail)).ravel()
    return tail, head


def _crossing(
    cut: Cut, extract: Extract, mode: int, paces: tuple[Int32s, Int32s], bans: Int64s
) -> Crossing:
    tail, head = arc_ends(cut)
    is_open = paces[0] >= 0
    leaving, arriving = end_bearings_deg(cut.edge_first, cut.lat_deg, cut.lon_deg)
    order = np.argsort(tail, kind="stable")
    order = order[is_open[order]]
    counts = np.bincount(tail[order], minlength=len(cut.node_row))
    edge_open = is_open[0::2] | is_open[1::2]
    meets = np.concatenate((cut.edge_tail[edge_open], cut.edge_head[edge_open]))
    traits = extract.traits
    row = np.repeat(extract.way_traits[cut.edge_piece], 2)
    return freeze(
        Crossing(
            first=offsets(counts).astype(np.int32),
            arc=order.astype(np.int32),
            arc_head=head,
            arc_cost_ms=paces[0],
            arc_time_ms=paces[1],
            leaves_deg=np.column_stack((leaving, arriving + 180.0)).ravel().astype(np.float32),
            arrives_deg=np.column_stack((arriving, leaving + 180.0)).ravel().astype(np.float32),
            arc_length_m=np.repeat(cut.edge_length_m, 2).astype(np.float32),
            arc_class=traits.street_class[row],
            arc_private=((traits.private[row] >> mode) & 1).astype(np.uint8),
            arc_round=((traits.flags[row] & ROUNDABOUT) != 0).astype(np.uint8),
            node_closed=((extract.node_closed[cut.node_row] >> mode) & 1).astype(np.uint8),
            node_delay_s=extract.node_delay_s[cut.node_row, mode],
            node_sign=extract.node_sign[cut.node_row] & SIGN_KIND,
            node_ways=np.bincount(meets, minlength=len(cut.node_row)).astype(np.int32),
            bans=bans,
        )
    )


def _haunted(links: Links, chains: list[Chain], n_arcs: int) -> tuple[Links, Int32s]:
    """
    Add ghosts for bans that lead over ways: copies of arcs that remember where one came from.

    Equal beginnings share their ghosts, as in the automaton of Aho and Corasick (1975).
    """
    if not chains:
        return links, np.zeros(0, np.int32)
    banned: dict[tuple[int, ...], set[int]] = {}
    for chain in chains:
        banned.setdefault(chain.arcs, set()).update(chain.banned)
    states = sorted(
        {arcs[:i] for arcs in banned for i in range(2, len(arcs) + 1)}, key=lambda s: s[-1]
    )
    number = {state: n_arcs + i for i, state in enumerate(states)}
    first = offsets(np.bincount(links[0], minlength=n_arcs))
    table = np.column_stack(links).astype(np.int64)
    rows = []
    for history in [*((a,) for a in range(n_arcs)), *states]:
        for source, to, cost, time in table[first[history[-1]] : first[history[-1] + 1]].tolist():
            if any(to in banned.get(history[i:], ()) for i in range(len(history))):
                continue
            here = number.get(history, source)
            rows.append((here, _follow(number, history, to), cost, time))
    whole = np.array(rows, np.int32).reshape(-1, 4)
    ghost_arc = np.array([state[-1] for state in states], np.int32)
    return (
        whole[:, 0].copy(),
        whole[:, 1].copy(),
        whole[:, 2].copy(),
        whole[:, 3].copy(),
    ), ghost_arc


def _follow(number: dict[tuple[int, ...], int], history: tuple[int, ...], to: int) -> int:
    longer = (*history, to)
    for i in range(len(longer) - 1):
        if longer[i:] in number:
            return number[longer[i:]]
    return to


def _graph(n_vertices: int, links: Links, arc: Int32s, ghost_arc: Int32s) -> Graph:
    source, target, cost_ms, time_ms = links
    out = np.argsort(source, kind="stable")
    in_ = np.argsort(target, kind="stable")
    return freeze(
        Graph(
            out_first=offsets(np.bincount(source, minlength=n_vertices)).astype(np.int32),
            out_to=target[out].astype(np.int32),
            out_cost_ms=cost_ms[out].astype(np.int32),
            out_time_ms=time_ms[out].astype(np.int32),
            out_arc=arc[out].astype(np.int32),
            in_first=offsets(np.bincount(target, minlength=n_vertices)).astype(np.int32),
            in_from=source[in_].astype(np.int32),
            in_cost_ms=cost_ms[in_].astype(np.int32),
            in_time_ms=time_ms[in_].astype(np.int32),
            ghost_arc=ghost_arc,
        )
    )


def hierarchy_of(graph: Graph) -> Hierarchy:
    """Return the contraction hierarchy of a graph."""
    rank, pool = contract(graph)
    n = int(pool.used[0])
    source, target = pool.source[:n], pool.target[:n]
    rises = rank[source] < rank[target]
    up = by_rank(rank, source[rises], target[rises], pool.cost_ms[:n][rises], pool.via[:n][rises])
    falls = ~rises
    down = by_rank(rank, target[falls], source[falls], pool.cost_ms[:n][falls], pool.via[:n][falls])
    return freeze(Hierarchy(rank, *up, *down))

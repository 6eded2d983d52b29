"""Put a city together: cut, measure, join, rank, index."""

from __future__ import annotations

from typing import Any

import numpy as np

from metropoli.engines.streets.building.cutting import Cut, cut_at_junctions, step_free_ends
from metropoli.engines.streets.building.graphs import graph_of_mode, hierarchy_of, vertex_ends
from metropoli.engines.streets.building.heights import climbs_m, point_heights_m
from metropoli.engines.streets.building.indexing import grid_over
from metropoli.engines.streets.building.paces import arc_times_ms
from metropoli.engines.streets.freezing import freeze
from metropoli.engines.streets.kernels.parts import strong_parts
from metropoli.engines.streets.types import (
    N_MODES,
    ON_ARCS,
    Elevation,
    Extract,
    Graph,
    Hierarchy,
    Int8s,
    Int32s,
    Int64s,
    Streets,
)

Columns = dict[str, Any]
# A part this large, measured by the largest, is a city of its own and no island.
OWN_CITY_SHARE = 0.1
ISLAND, CITY = 1, 2


def build_streets(extract: Extract, *, elevation: Elevation | None = None) -> Streets:
    """
    Build what all modes search, from the streets of a file.

    :raises Invalid: `osm_too_wide` where the streets span more than any region does
    """
    cut = cut_at_junctions(extract)
    grid = grid_over(cut)
    traits = extract.way_traits[cut.edge_piece]
    flags = extract.traits.flags[traits]
    height = point_heights_m(extract, elevation)
    climb, drop = climbs_m(cut, height, flags)
    costs, times = arc_times_ms(cut, extract, climb, drop)
    graphs = [graph_of_mode(cut, extract, m, costs[m], times[m]) for m in range(N_MODES)]
    standing = np.stack([_standing(cut, extract, m, (graphs[m], costs[m])) for m in range(N_MODES)])
    step_free = step_free_ends(cut, extract)
    edges: Columns = {
        "node_lat_deg": extract.node_lat_deg[cut.node_row],
        "node_lon_deg": extract.node_lon_deg[cut.node_row],
        "node_ele_m": height[cut.node_row].astype(np.float32),
        "edge_climb_m": climb.astype(np.float32),
        "edge_drop_m": drop.astype(np.float32),
        "edge_name": extract.way_name[cut.edge_piece],
        "edge_class": extract.traits.street_class[traits],
        "edge_flags": flags,
        "edge_way": extract.way_id[cut.edge_piece],
        "step_free_tail": step_free[0],
        "step_free_head": step_free[1],
        "edge_standing": standing,
        "arc_cost_ms": costs,
        "arc_time_ms": times,
    }
    return _bundle(cut, grid._asdict(), edges, graphs)


def _bundle(cut: Cut, grid: dict[str, Any], edges: Columns, graphs: list[Graph]) -> Streets:
    cells: dict[str, Any] = {
        k: v for k, v in grid.items() if k.startswith("cell_") and isinstance(v, np.ndarray)
    }
    scalars: dict[str, Any] = {f"grid_{k}": v for k, v in grid.items() if k not in cells}
    lines: dict[str, Any] = {
        "edge_tail": cut.edge_tail,
        "edge_head": cut.edge_head,
        "edge_first": cut.edge_first,
        "lat_deg": cut.lat_deg,
        "lon_deg": cut.lon_deg,
        "edge_length_m": cut.edge_length_m.astype(np.float32),
    }
    searched = _stacked(graphs, Graph._fields, "graph_cut")
    ranked = _stacked([hierarchy_of(graph) for graph in graphs], Hierarchy._fields, "hierarchy_cut")
    return freeze(Streets(**lines, **edges, **cells, **scalars, **searched, **ranked))


def _stacked(bundles: list[Any], fields: tuple[str, ...], cut_name: str) -> Columns:
    """Lay the arrays of all modes end to end, and note where each mode ends."""
    columns = {field: np.concatenate([getattr(b, field) for b in bundles]) for field in fields}
    lengths = [[0, *(len(getattr(b, field)) for b in bundles)] for field in fields]
    return {**columns, cut_name: np.cumsum(np.array(lengths, np.int64), axis=1)}


def _standing(cut: Cut, extract: Extract, mode: int, searched: tuple[Graph, Int32s]) -> Int8s:
    """Return 0 for closed edges, 2 for those that can reach most of the city and back, 1 for others."""
    graph, cost_ms = searched
    part, _ = strong_parts(graph.out_first, graph.out_to)
    sizes: Int64s = np.bincount(part)
    if ON_ARCS[mode]:
        arc_part = part[: len(cost_ms)]
        sizes = np.bincount(arc_part[cost_ms >= 0], minlength=len(sizes))
        large = sizes >= OWN_CITY_SHARE * sizes.max(initial=1)
        arc_in = large[arc_part]
    else:
        large = sizes >= OWN_CITY_SHARE * sizes.max(initial=1)
        tail, head, _ = vertex_ends(cut, extract, mode)
        arc_in = large[part[tail]] & large[part[head]]
    arc: Int8s = np.where(cost_ms < 0, 0, np.where(arc_in, CITY, ISLAND)).astype(np.int8)
    return np.maximum(arc[0::2], arc[1::2])

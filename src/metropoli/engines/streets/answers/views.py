"""Cut one mode out of a city: the small bundles that kernels take."""

from __future__ import annotations

from typing import NamedTuple

from metropoli.engines.streets.kernels.joining import Arcs
from metropoli.engines.streets.types import (
    ON_ARCS,
    STEP_FREE,
    Graph,
    Grid,
    Hierarchy,
    Lines,
    Streets,
)


def graph_of(streets: Streets, mode: int) -> Graph:
    """Return what a mode searches."""
    cut = streets.graph_cut
    return Graph(
        *(
            getattr(streets, field)[cut[i, mode] : cut[i, mode + 1]]
            for i, field in enumerate(Graph._fields)
        )
    )


def hierarchy_of(streets: Streets, mode: int) -> Hierarchy:
    """Return the contraction hierarchy of a mode."""
    cut = streets.hierarchy_cut
    return Hierarchy(
        *(
            getattr(streets, field)[cut[i, mode] : cut[i, mode + 1]]
            for i, field in enumerate(Hierarchy._fields)
        )
    )


def arcs_of(streets: Streets, mode: int) -> Arcs:
    """Return the arcs of a mode."""
    return Arcs(
        streets.step_free_tail if mode == STEP_FREE else streets.edge_tail,
        streets.step_free_head if mode == STEP_FREE else streets.edge_head,
        streets.arc_cost_ms[mode],
        streets.arc_time_ms[mode],
        ON_ARCS[mode],
    )


def grid_of(streets: Streets) -> Grid:
    """Return the grid of cells."""
    return Grid(
        streets.grid_south_deg,
        streets.grid_west_deg,
        streets.grid_cell_lat_deg,
        streets.grid_cell_lon_deg,
        streets.grid_n_rows,
        streets.grid_n_columns,
        streets.cell_first,
        streets.cell_edge,
    )


def lines_of(streets: Streets) -> Lines:
    """Return the drawing of all edges."""
    return Lines(
        streets.edge_tail,
        streets.edge_head,
        streets.edge_first,
        streets.lat_deg,
        streets.lon_deg,
        streets.edge_length_m,
    )


class Views(NamedTuple):
    """Everything that a question to one mode needs."""

    graph: Graph
    arcs: Arcs


def views_of(streets: Streets, mode: int) -> Views:
    """Return graph and arcs of a mode."""
    return Views(graph_of(streets, mode), arcs_of(streets, mode))

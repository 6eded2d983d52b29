"""Cut ways at junctions: nodes and edges that all modes share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.streets.building.geometry import line_lengths_m, offsets, runs
from metropoli.engines.streets.types import (
    N_MODES,
    STEP_FREE,
    Bytes,
    Degrees,
    Extract,
    Flags,
    Floats,
    Int32s,
    Int64s,
)

ALL_MODES = (1 << N_MODES) - 1


class Cut(NamedTuple):
    """Nodes and edges; `node_row` and `point_row` say which node of the extract they are."""

    node_row: Int64s
    edge_tail: Int32s
    edge_head: Int32s
    edge_first: Int32s
    edge_piece: Int64s  # row of the way in the extract
    edge_length_m: Floats
    point_row: Int32s
    lat_deg: Degrees
    lon_deg: Degrees


def cut_at_junctions(extract: Extract) -> Cut:
    """
    Return the edges between junctions, dead ends and barriers.

    A node that nobody passes (a wall across a path) becomes as many nodes as ways end there.
    """
    piece = np.repeat(np.arange(len(extract.way_id)), np.diff(extract.way_first))
    breaks = np.flatnonzero(_is_junction(extract)[extract.way_node] | _is_end(extract))
    same = piece[breaks[1:]] == piece[breaks[:-1]]
    begins, stops = breaks[:-1][same], breaks[1:][same]
    counts = stops - begins + 1
    point_row = extract.way_node[runs(begins, counts)]
    first = offsets(counts)
    lat, lon = extract.node_lat_deg[point_row], extract.node_lon_deg[point_row]
    ends = np.column_stack((extract.way_node[begins], extract.way_node[stops]))
    node_row, node = _numbered(ends, extract.node_closed == ALL_MODES)
    return Cut(
        node_row=node_row,
        edge_tail=node[:, 0].astype(np.int32),
        edge_head=node[:, 1].astype(np.int32),
        edge_first=first.astype(np.int32),
        edge_piece=piece[begins],
        edge_length_m=line_lengths_m(first, lat, lon),
        point_row=point_row,
        lat_deg=lat,
        lon_deg=lon,
    )


def step_free_ends(cut: Cut, extract: Extract) -> tuple[Int32s, Int32s, int]:
    """
    Return the vertices at the ends of each edge for who cannot pass a stile, and how many there are.

    Where nobody of this mode passes a node, each edge ends on a vertex of its own.
    """
    ends = np.column_stack((cut.edge_tail, cut.edge_head)).ravel()
    barred = ((extract.node_closed[cut.node_row] >> STEP_FREE) & 1)[ends] != 0
    vertex = ends.copy()
    n_nodes = len(cut.node_row)
    vertex[barred] = n_nodes + np.arange(int(barred.sum()), dtype=np.int32)
    return vertex[0::2].copy(), vertex[1::2].copy(), n_nodes + int(barred.sum())


def _is_junction(extract: Extract) -> Flags:
    uses = np.bincount(extract.way_node, minlength=len(extract.node_id))
    barrier: Bytes = extract.node_closed
    delayed = (extract.node_delay_s > 0).any(axis=1)
    junction: Flags = (uses > 1) | (barrier > 0) | delayed
    return junction


def _is_end(extract: Extract) -> Flags:
    end = np.zeros(len(extract.way_node), np.bool_)
    end[extract.way_first[:-1]] = True
    end[extract.way_first[1:] - 1] = True
    return end


def _numbered(ends: Int64s, walled: Flags) -> tuple[Int64s, Int64s]:
    """Number the nodes at the ends of edges from 0; each end at a walled node has its own number."""
    flat = ends.astype(np.int64).ravel()
    apart = walled[flat]
    key = np.where(apart, len(walled) + np.arange(len(flat)), flat)
    keys, number = np.unique(key, return_inverse=True)
    row = np.where(keys < len(walled), keys, flat[np.maximum(keys - len(walled), 0)])
    return row, number.reshape(ends.shape)

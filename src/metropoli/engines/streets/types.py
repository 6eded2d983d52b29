"""The words of the streets engine: bundles of frozen arrays, and plain answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Int8s = NDArray[np.int8]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Singles = NDArray[np.float32]
Floats = NDArray[np.float64]
Degrees = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Ways of moving. STEP_FREE walks too, slower, without stairs, stiles and rough ground.
WALK, STEP_FREE, BIKE, CAR = 0, 1, 2, 3
N_MODES = 4
MODE_NAMES = ("walk", "step_free", "bike", "car")
ON_ARCS = (
    False,
    False,
    True,
    True,
)  # whose search graph has arcs for vertices, so that turns count

CLOSED = -1  # milliseconds of an arc that a mode may not use
NEVER = 2**31 - 1  # seconds to what is not reached

CLASSES = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "pedestrian",
    "track",
    "cycleway",
    "footway",
    "path",
    "steps",
    "platform",
    "ferry",
)
CLASS_CODE = {name: code for code, name in enumerate(CLASSES)}

# Bits of edge_flags.
STAIRS, ROUNDABOUT, TUNNEL, BRIDGE, LINK, UNPAVED, FERRY, LIFT = (1 << i for i in range(8))


class Traits(NamedTuple):
    """What tags say of a way, decided once for each distinct set of tags. One row a set."""

    street_class: Int8s
    flags: Int16s
    kmh: Singles  # (n, N_MODES, 2 directions): 0 closed; cars: legal limit, or -1 where none is given
    dislike: Singles  # (n, N_MODES): how much longer a second feels than on a pleasant street
    private: Bytes  # bit of a mode: only for who starts or ends there
    car_cap_kmh: Singles  # what surface and width allow
    urban: Int8s  # 1 built-up, 0 not, -1 not said
    duration_s: Int32s  # ferries with a stated duration, else 0


class Bans(NamedTuple):
    """Turn restrictions as written: from way, over vias, to way."""

    from_way: Int64s
    to_way: Int64s
    via_first: Int32s
    via: Int64s  # a node id, or the ids of one or more ways
    via_is_node: Flags
    only: Flags  # only_*: everything else is banned
    u_turn: Flags  # no_u_turn
    modes: Bytes  # bit of each mode that it binds


class Extract(NamedTuple):
    """The streets of an OSM file, checked and in arrays, but not yet cut at junctions."""

    node_id: Int64s  # ascending
    node_lat_deg: Degrees
    node_lon_deg: Degrees
    node_ele_m: Singles  # NaN where not given
    node_closed: Bytes  # bit of a mode: nobody of it passes
    node_delay_s: Singles  # (n, N_MODES): gates, kerbs, toll booths
    node_sign: Int8s  # one of the SIGN_* below
    way_id: Int64s
    way_first: Int64s
    way_node: Int32s
    way_traits: Int32s
    way_name: Int32s
    traits: Traits
    bans: Bans
    names: tuple[str, ...]  # row 0 is the empty name


SIGN_NONE, SIGN_LIGHTS, SIGN_STOP, SIGN_YIELD, SIGN_MINI_ROUNDABOUT, SIGN_CROSSING = range(6)
SIGN_FORWARD, SIGN_BACKWARD = 16, 32  # added where the sign faces one direction of its way


class Elevation(NamedTuple):
    """A regular grid of heights; row 0 is the northernmost, values stand at cell centres."""

    north_deg: float
    west_deg: float
    step_lat_deg: float
    step_lon_deg: float
    height_m: Singles  # (rows, columns), NaN where unknown


class Graph(NamedTuple):
    """
    What one mode searches: vertices joined by weighted links, from both sides.

    On foot a vertex is a node (STEP_FREE: a node, or one end of an edge at a barrier). Else a vertex is an arc (2 · edge + direction) or a ghost of one (a
    copy that remembers a ban across several ways), a link is a turn and what follows it, and a
    label stands at the arc's end. Costs steer the search, times are told.
    """

    out_first: Int32s
    out_to: Int32s
    out_cost_ms: Int32s
    out_time_ms: Int32s
    out_arc: Int32s  # the arc that the link travels
    in_first: Int32s
    in_from: Int32s
    in_cost_ms: Int32s
    in_time_ms: Int32s
    ghost_arc: Int32s  # ascending; vertex n_arcs + i is a ghost of this arc


class Hierarchy(NamedTuple):
    """A contraction hierarchy of a Graph; vertices are numbered by rank."""

    rank: Int32s  # by vertex
    up_first: Int32s
    up_to: Int32s
    up_cost_ms: Int32s
    up_via: Int32s  # rank of the vertex skipped, or ~row of the Graph's link
    down_first: Int32s
    down_from: Int32s
    down_cost_ms: Int32s
    down_via: Int32s


class Lines(NamedTuple):
    """Nodes, edges and their drawing."""

    edge_tail: Int32s
    edge_head: Int32s
    edge_first: Int32s
    lat_deg: Degrees
    lon_deg: Degrees
    edge_length_m: Singles


class Grid(NamedTuple):
    """Square cells over the city, each with the edges that touch it."""

    south_deg: float
    west_deg: float
    cell_lat_deg: float
    cell_lon_deg: float
    n_rows: int
    n_columns: int
    cell_first: Int32s
    cell_edge: Int32s


class Streets(NamedTuple):
    """
    One city for every mode: only arrays and plain numbers, to be saved field by field.

    Edges are undirected polylines between nodes; arc 2e runs along edge e, arc 2e + 1 against it.
    The arrays of `Graph` and `Hierarchy` are stored end to end, one mode after the other, with
    their ends in `graph_cut` and `hierarchy_cut` (one row a field, N_MODES + 1 columns).
    """

    node_lat_deg: Degrees
    node_lon_deg: Degrees
    node_ele_m: Singles
    edge_tail: Int32s
    edge_head: Int32s
    edge_first: Int32s
    lat_deg: Degrees
    lon_deg: Degrees
    edge_length_m: Singles
    edge_climb_m: Singles  # upwards along the edge; NaN where no height is known
    edge_drop_m: Singles
    edge_name: Int32s  # row in names, 0 where it has none
    edge_class: Int8s  # row in CLASSES
    edge_flags: Int16s
    edge_way: Int64s  # OSM id
    step_free_tail: (
        Int32s  # vertices at the ends of an edge: its nodes, apart where a barrier stands
    )
    step_free_head: Int32s
    edge_standing: Int8s  # (N_MODES, n_edges): 0 closed, 1 on an island, 2 in the connected city
    arc_cost_ms: Int32s  # (N_MODES, 2 · n_edges), CLOSED where forbidden
    arc_time_ms: Int32s
    grid_south_deg: float
    grid_west_deg: float
    grid_cell_lat_deg: float
    grid_cell_lon_deg: float
    grid_n_rows: int
    grid_n_columns: int
    cell_first: Int32s
    cell_edge: Int32s
    graph_cut: Int64s
    out_first: Int32s
    out_to: Int32s
    out_cost_ms: Int32s
    out_time_ms: Int32s
    out_arc: Int32s
    in_first: Int32s
    in_from: Int32s
    in_cost_ms: Int32s
    in_time_ms: Int32s
    ghost_arc: Int32s
    hierarchy_cut: Int64s
    rank: Int32s
    up_first: Int32s
    up_to: Int32s
    up_cost_ms: Int32s
    up_via: Int32s
    down_first: Int32s
    down_from: Int32s
    down_cost_ms: Int32s
    down_via: Int32s


@dataclass(frozen=True, slots=True)
class Snap:
    """A place on the street: how far along an edge, and how far from the point that was asked."""

    edge: int
    share: float  # 0 at the tail of the edge, 1 at its head
    lat_deg: float
    lon_deg: float
    gap_m: float


class Links(NamedTuple):
    """Many snaps as arrays; edge -1 where no street is near."""

    edge: Int32s
    share: Floats
    lat_deg: Degrees
    lon_deg: Degrees
    gap_m: Singles


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: the turn, then the street until the next one."""

    turn: str  # depart, straight, slight_left, …, roundabout, u_turn, arrive
    street: int  # row in names, 0 where it has none
    street_class: str  # one of CLASSES
    length_m: float
    duration_s: int
    first_point: int  # where it begins in the path's drawing
    exit: int = 0  # which way out of a roundabout


@dataclass(frozen=True, slots=True)
class Path:
    """How to get from one snap to another."""

    duration_s: int
    length_m: float
    climb_m: float  # 0 where no height is known
    drop_m: float
    lat_deg: Degrees
    lon_deg: Degrees
    steps: tuple[Step, ...]
    arcs: Int32s
    cost_ms: int


class Neighbours(NamedTuple):
    """Who reaches whom within the limit: row i owns `[first[i], first[i + 1])`, nearest first."""

    first: Int64s
    to: Int32s
    duration_s: Int32s

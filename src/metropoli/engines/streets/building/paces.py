"""How long each arc takes and what it costs, for every mode."""

from __future__ import annotations

import numpy as np

from metropoli.engines.streets.building.cutting import Cut
from metropoli.engines.streets.types import (
    BIKE,
    CAR,
    CLASSES,
    CLOSED,
    FERRY,
    LIFT,
    LINK,
    N_MODES,
    SIGN_BACKWARD,
    SIGN_CROSSING,
    SIGN_FORWARD,
    SIGN_LIGHTS,
    SIGN_MINI_ROUNDABOUT,
    SIGN_STOP,
    SIGN_YIELD,
    STEP_FREE,
    WALK,
    Extract,
    Flags,
    Floats,
    Int32s,
)

LIMIT_MS = 48 * 3_600_000
KMH_PER_MS = 0.277778e-3  # metres in a millisecond at 1 km/h

# What cars really do, with and without a posted limit; (built-up, open country) in km/h.
# Free-flow figures of the HCM and of floating-car studies in Italian towns lie some 10-25 % below
# the limit; the values were then checked against another router (docs/benchmarks.md).
CAR_USUAL_KMH = {
    "motorway": (95.0, 115.0),
    "trunk": (70.0, 90.0),
    "primary": (52.0, 72.0),
    "secondary": (48.0, 62.0),
    "tertiary": (42.0, 55.0),
    "unclassified": (36.0, 45.0),
    "residential": (32.0, 38.0),
    "living_street": (12.0, 15.0),
    "service": (17.0, 20.0),
    "track": (12.0, 15.0),
}
OTHER_KMH = 12.0
LINK_SHARE = 0.8
OF_LIMIT = 0.95
# Streets within one cell of this size and the cells around it make a place built-up.
CELL_DEG = 0.005
BUILT_UP_M_PER_KM2 = 7_000.0

# Seconds that a sign in the middle of an edge costs a car and a bike.
SIGN_S = {
    SIGN_LIGHTS: (6.0, 6.0),
    SIGN_STOP: (5.0, 3.0),
    SIGN_YIELD: (2.0, 1.5),
    SIGN_CROSSING: (2.0, 2.0),
    SIGN_MINI_ROUNDABOUT: (2.0, 1.0),
}
LIFT_S = 40.0
UPHILL_BIKE, DOWNHILL_BIKE, FASTEST_BIKE = 9.0, 3.0, 1.5
PUSH_SHARE = 0.25
STEEP_FOR_WHEELS = 0.06
FERRY_WAIT_S = 600.0


def arc_times_ms(
    cut: Cut, extract: Extract, rise_m: Floats, fall_m: Floats
) -> tuple[Int32s, Int32s]:
    """Return cost and time of every arc, shape (N_MODES, 2 · n_edges), CLOSED where forbidden."""
    traits = extract.way_traits[cut.edge_piece]
    times = np.empty((N_MODES, 2 * len(traits)), np.int32)
    costs = np.empty_like(times)
    car_kmh = _car_kmh(cut, extract)
    for mode in range(N_MODES):
        dislike = extract.traits.dislike[traits, mode].astype(np.float64)
        for side in range(2):
            up, down = (rise_m, fall_m) if side == 0 else (fall_m, rise_m)
            flat = extract.traits.kmh[traits, mode, side].astype(np.float64)
            kmh = np.where(flat != 0, car_kmh[side], 0.0) if mode == CAR else flat
            time, cost = _paced(cut, mode, kmh, (up, down))
            extra = _extras_ms(cut, extract, mode, side)
            is_open = kmh > 0
            times[mode, side::2] = np.where(is_open, _whole_ms(time + extra), CLOSED)
            costs[mode, side::2] = np.where(is_open, _whole_ms((cost + extra) * dislike), CLOSED)
    _ferries(cut, extract, times, costs)
    return costs, times


def _whole_ms(value: Floats) -> Floats:
    whole: Floats = np.clip(np.rint(value), 1, LIMIT_MS)
    return whole


def _paced(cut: Cut, mode: int, kmh: Floats, climb: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    length = np.maximum(cut.edge_length_m, 0.1)
    flat_ms = length / (np.maximum(kmh, 0.1) * KMH_PER_MS)
    if mode == CAR:
        return flat_ms, flat_ms
    up, down = (np.nan_to_num(x) / length for x in climb)
    if mode == BIKE:
        slowed = _bike_share(up, down)
        return flat_ms / slowed, flat_ms / slowed
    time = flat_ms / _tobler_share(up, down)
    steep = np.maximum(up, down) > STEEP_FOR_WHEELS
    return time, np.where(steep, 4.0, 1.0) * time if mode == STEP_FREE else time


def _tobler_share(up: Floats, down: Floats) -> Floats:
    """
    Return the speed relative to the flat (Tobler 1993: 6 e^(-3.5 |s + 0.05|) km/h).

    An edge that climbs and drops is walked part at the one slope, part at the other; the parts are
    as long as their rises, so their paces add up in these shares.
    """
    total = up + down
    part = np.divide(up, total, out=np.full_like(up, 0.5), where=total > 0)
    rising = np.exp(-3.5 * (np.abs(total + 0.05) - 0.05))
    falling = np.exp(-3.5 * (np.abs(0.05 - total) - 0.05))
    share: Floats = 1.0 / (part / rising + (1.0 - part) / falling)
    return share


def _bike_share(up: Floats, down: Floats) -> Floats:
    """
    Return the speed relative to the flat: about -9 % a percent uphill, +3 % a percent downhill.

    Fitted by hand to Parkin and Rotheram (2010); never slower than a pushed bike.
    """
    share: Floats = np.clip(
        1.0 / (1.0 + UPHILL_BIKE * up) + DOWNHILL_BIKE * down, PUSH_SHARE, FASTEST_BIKE
    )
    return share


def _car_kmh(cut: Cut, extract: Extract) -> tuple[Floats, Floats]:
    traits = extract.way_traits[cut.edge_piece]
    table = extract.traits
    urban = _is_urban(cut, extract)
    usual = np.array([CAR_USUAL_KMH.get(name, (OTHER_KMH, OTHER_KMH)) for name in CLASSES])
    kmh = np.where(
        urban, usual[table.street_class[traits], 0], usual[table.street_class[traits], 1]
    )
    kmh = np.where((table.flags[traits] & LINK) != 0, kmh * LINK_SHARE, kmh)
    both = []
    for side in range(2):
        limit = table.kmh[traits, CAR, side].astype(np.float64)
        driven = np.where(limit > 0, np.minimum(_with_limit(kmh, limit), OF_LIMIT * limit), kmh)
        both.append(np.minimum(driven, table.car_cap_kmh[traits]))
    return both[0], both[1]


def _with_limit(usual: Floats, limit: Floats) -> Floats:
    """A posted limit above the usual speed tells that the street is better than its class."""
    raised: Floats = np.maximum(usual, 0.9 * limit)
    return raised


def _is_urban(cut: Cut, extract: Extract) -> Flags:
    """Tell by tags, else by how many metres of street lie around, whether an edge is in a town."""
    said = extract.traits.urban[extract.way_traits[cut.edge_piece]]
    middle = (cut.edge_first[:-1] + cut.edge_first[1:] - 1) // 2
    lat, lon = cut.lat_deg[middle], cut.lon_deg[middle]
    shrink = float(np.cos(np.radians(lat.mean())))
    row = ((lat - lat.min()) / CELL_DEG).astype(np.int64) + 1
    column = ((lon - lon.min()) * shrink / CELL_DEG).astype(np.int64) + 1
    drivable = (extract.traits.kmh[extract.way_traits[cut.edge_piece], CAR] != 0).any(axis=1)
    known = dict.fromkeys(zip(row.tolist(), column.tolist(), strict=True), 0.0)
    for r, c, m in zip(
        row.tolist(), column.tolist(), (cut.edge_length_m * drivable).tolist(), strict=True
    ):
        known[r, c] += m
    around = {
        (r, c): sum(known.get((r + i, c + j), 0.0) for i in (-1, 0, 1) for j in (-1, 0, 1))
        for r, c in known
    }
    km2 = (3 * CELL_DEG * 111.2) ** 2
    dense = np.array(
        [
            around[cell] > BUILT_UP_M_PER_KM2 * km2
            for cell in zip(row.tolist(), column.tolist(), strict=True)
        ],
        np.bool_,
    )
    return np.where(said >= 0, said == 1, dense)


def _extras_ms(cut: Cut, extract: Extract, mode: int, side: int) -> Floats:
    """Return what signs in the middle of an edge, and lifts, cost on the way."""
    flags = extract.traits.flags[extract.way_traits[cut.edge_piece]]
    extra = np.where((flags & LIFT) != 0, LIFT_S * 1000.0, 0.0)
    if mode in {WALK, STEP_FREE}:
        # Who walks knows no turns: a gate is paid on the way to it.
        end = cut.edge_first[1:] - 1 if side == 0 else cut.edge_first[:-1]
        waits: Floats = extra + 1000.0 * extract.node_delay_s[cut.point_row[end], mode]
        return waits
    sign = extract.node_sign[cut.point_row]
    facing_away = SIGN_BACKWARD if side == 0 else SIGN_FORWARD
    seconds = np.zeros(len(sign))
    for kind, costs in SIGN_S.items():
        met = ((sign & 15) == kind) & ((sign & facing_away) == 0)
        seconds[met] = costs[0] if mode == CAR else costs[1]
    seconds[cut.edge_first[:-1]] = 0.0  # signs at the ends belong to the turn
    seconds[cut.edge_first[1:] - 1] = 0.0
    running = np.concatenate((np.zeros(1), np.cumsum(seconds)))
    total: Floats = extra + 1000.0 * (running[cut.edge_first[1:]] - running[cut.edge_first[:-1]])
    return total


def _ferries(cut: Cut, extract: Extract, times: Int32s, costs: Int32s) -> None:
    """Share a stated duration among the edges of a ferry, and wait once on each side."""
    traits = extract.way_traits[cut.edge_piece]
    on_water = (extract.traits.flags[traits] & FERRY) != 0
    for piece in np.unique(cut.edge_piece[on_water]):
        edges = np.flatnonzero(cut.edge_piece == piece)
        stated_s = float(extract.traits.duration_s[extract.way_traits[piece]])
        length = cut.edge_length_m[edges]
        sailing = stated_s * length / max(length.sum(), 1.0)
        for mode in range(N_MODES):
            for arcs in (2 * edges, 2 * edges + 1):
                closed = times[mode, arcs] == CLOSED
                ms = times[mode, arcs] if stated_s == 0 else _whole_ms(1000.0 * sailing)
                ms = ms + 1000.0 * FERRY_WAIT_S / len(edges)
                times[mode, arcs] = np.where(closed, CLOSED, ms)
                costs[mode, arcs] = times[mode, arcs]

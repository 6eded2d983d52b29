"""Join arcs into turns, with what each of them takes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from metropoli.engines.streets.types import Bytes, Int8s, Int32s, Int64s, Singles


class Crossing(NamedTuple):
    """What a turn depends on, for one mode: arcs by the node they leave, and what stands there."""

    first: Int32s  # by node: the open arcs that leave it
    arc: Int32s
    arc_head: Int32s
    arc_cost_ms: Int32s
    arc_time_ms: Int32s
    leaves_deg: Singles
    arrives_deg: Singles
    arc_length_m: Singles
    arc_class: Int8s
    arc_private: Bytes
    arc_round: Bytes
    node_closed: Bytes
    node_delay_s: Singles
    node_sign: Int8s  # 0 none, 1 lights, 2 stop, 3 yield, 4 mini roundabout, 5 crossing
    node_ways: Int32s  # how many edges of this mode meet
    bans: Int64s  # from_arc * n_arcs + to_arc, ascending


class Manner(NamedTuple):
    """What turns cost a mode, in milliseconds."""

    lights_ms: int
    stop_ms: int
    yield_ms: int
    slight_ms: int
    right_ms: int
    left_ms: int
    sharp_ms: int
    u_turn_ms: int
    merge_ms: int  # onto a greater street
    private_ms: int  # cost only: into streets that are for those who live there
    lights_apart_m: float  # lights closer than this belong to one crossing


@njit(cache=True)
def is_banned(bans: Int64s, ban: int) -> bool:
    """Tell whether a turn is among the bans."""
    low, high = 0, len(bans)
    while low < high:
        middle = (low + high) >> 1
        if bans[middle] < ban:
            low = middle + 1
        else:
            high = middle
    return low < len(bans) and bans[low] == ban


@njit(cache=True)
def angle_deg(arrives_deg: float, leaves_deg: float) -> float:
    """Return the turn between two bearings: 0 straight on, positive to the right, within ±180."""
    return (leaves_deg - arrives_deg + 540.0) % 360.0 - 180.0


@njit(cache=True)
def turn_ms(x: Crossing, manner: Manner, a: int, b: int) -> int:
    """Return what it takes to go from arc a into arc b, apart from signs and gates."""
    node = x.arc_head[a]
    if b == a ^ 1:
        return manner.u_turn_ms
    if x.node_ways[node] <= 2:
        return 0
    if x.arc_round[a] != 0 and x.arc_round[b] != 0:
        return 0
    turn = angle_deg(x.arrives_deg[a], x.leaves_deg[b])
    bend = abs(turn)
    ms = 0
    if bend > 135.0:
        ms = manner.sharp_ms
    elif bend > 45.0:
        ms = manner.right_ms if turn > 0 else manner.left_ms
    elif bend > 20.0:
        ms = manner.slight_ms
    if x.arc_class[b] < x.arc_class[a] and x.arc_class[b] < 6:
        ms += manner.merge_ms
    return ms


@njit(cache=True)
def node_ms(x: Crossing, manner: Manner, a: int) -> int:
    """Return what signs and gates at the end of an arc take."""
    node = x.arc_head[a]
    ms = int(1000.0 * x.node_delay_s[node])
    sign = x.node_sign[node]
    if sign in (1, 5):
        return ms + (manner.lights_ms if x.arc_length_m[a] > manner.lights_apart_m else 0)
    if sign == 2:
        return ms + manner.stop_ms
    if sign in (3, 4):
        return ms + manner.yield_ms
    return ms


@njit(cache=True)
def count_turns(x: Crossing) -> Int32s:
    """Return, for each arc, how many turns lead out of it."""
    n_arcs = len(x.arc_head)
    counts = np.zeros(n_arcs, np.int32)
    for a in range(n_arcs):
        if x.arc_cost_ms[a] < 0:
            continue
        for k in range(x.first[x.arc_head[a]], x.first[x.arc_head[a] + 1]):
            counts[a] += _allowed(x, a, x.arc[k])
    return counts


@njit(cache=True)
def _allowed(x: Crossing, a: int, b: int) -> bool:
    node = x.arc_head[a]
    if b != a ^ 1:
        return x.node_closed[node] == 0 and not is_banned(x.bans, int(a) * len(x.arc_head) + b)
    # Turning round is for where nothing else is left; elsewhere there is a block to drive around.
    if x.node_closed[node] != 0:
        return True
    for k in range(x.first[node], x.first[node + 1]):
        other = x.arc[k]
        if other != b and not is_banned(x.bans, int(a) * len(x.arc_head) + other):
            return False
    return True


@njit(cache=True)
def list_turns(x: Crossing, manner: Manner, first: Int32s) -> tuple[Int32s, Int32s, Int32s]:
    """Return where each turn leads, its cost and its time, the arc after it included."""
    to = np.empty(first[-1], np.int32)
    cost_ms = np.empty(first[-1], np.int32)
    time_ms = np.empty(first[-1], np.int32)
    for a in range(len(x.arc_head)):
        at = first[a]
        if x.arc_cost_ms[a] < 0:
            continue
        waits = node_ms(x, manner, a)
        for k in range(x.first[x.arc_head[a]], x.first[x.arc_head[a] + 1]):
            b = x.arc[k]
            if not _allowed(x, a, b):
                continue
            turn = waits + turn_ms(x, manner, a, b)
            into = manner.private_ms if x.arc_private[b] > x.arc_private[a] else 0
            to[at] = b
            time_ms[at] = turn + x.arc_time_ms[b]
            cost_ms[at] = turn + into + x.arc_cost_ms[b]
            at += 1
    return to, cost_ms, time_ms

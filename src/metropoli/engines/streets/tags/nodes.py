"""What stands on a node: barriers, lights, signs, heights."""

from __future__ import annotations

import math
from typing import NamedTuple

from metropoli.engines.streets.tags.access import SHUT, Tags, node_access
from metropoli.engines.streets.types import (
    BIKE,
    CAR,
    N_MODES,
    SIGN_BACKWARD,
    SIGN_CROSSING,
    SIGN_FORWARD,
    SIGN_LIGHTS,
    SIGN_MINI_ROUNDABOUT,
    SIGN_NONE,
    SIGN_STOP,
    SIGN_YIELD,
    STEP_FREE,
    WALK,
)

SIGNS = {
    "traffic_signals": SIGN_LIGHTS,
    "stop": SIGN_STOP,
    "give_way": SIGN_YIELD,
    "mini_roundabout": SIGN_MINI_ROUNDABOUT,
}
GATES = frozenset(("gate", "lift_gate", "swing_gate", "sliding_gate", "entrance", "wicket_gate"))
NARROWS = frozenset(
    ("kissing_gate", "stile", "turnstile", "cycle_barrier", "full-height_turnstile")
)
GATE_S = {WALK: 3.0, STEP_FREE: 8.0, BIKE: 8.0, CAR: 20.0}
NARROW_S = {WALK: 4.0, STEP_FREE: 0.0, BIKE: 15.0, CAR: 0.0}
TOLL_S = {WALK: 0.0, STEP_FREE: 0.0, BIKE: 5.0, CAR: 20.0}
HIGHEST_M = 9_000.0


class NodeTraits(NamedTuple):
    """One tagged node, in plain numbers."""

    closed: int
    delay_s: tuple[float, ...]
    sign: int
    ele_m: float


PLAIN = NodeTraits(0, (0.0,) * N_MODES, SIGN_NONE, math.nan)


def node_traits(tags: Tags) -> NodeTraits:
    """Return what a tagged node means for those who pass it."""
    closed = sum(1 << mode for mode in range(N_MODES) if _is_shut(tags, mode))
    return NodeTraits(closed, _delays(tags.get("barrier", "")), _sign(tags), _height_m(tags))


def _is_shut(tags: Tags, mode: int) -> bool:
    # Access tags on a node without a barrier belong to the thing that stands there, a shop or a car park.
    passes = "barrier" in tags or tags.get("highway") in {"crossing", "elevator", "turning_circle"}
    return passes and node_access(tags, mode) == SHUT


def _delays(barrier: str) -> tuple[float, ...]:
    table = None
    if barrier in GATES:
        table = GATE_S
    elif barrier in NARROWS:
        table = NARROW_S
    elif barrier in {"toll_booth", "border_control"}:
        table = TOLL_S
    return tuple(table[mode] for mode in range(N_MODES)) if table else PLAIN.delay_s


def _sign(tags: Tags) -> int:
    highway = tags.get("highway", "")
    sign = SIGNS.get(highway, SIGN_NONE)
    if highway == "crossing" and tags.get("crossing") == "traffic_signals":
        sign = SIGN_CROSSING
    if sign == SIGN_NONE:
        return sign
    facing = tags.get("traffic_signals:direction") or tags.get("direction", "")
    return sign | {"forward": SIGN_FORWARD, "backward": SIGN_BACKWARD}.get(facing, 0)


def _height_m(tags: Tags) -> float:
    try:
        height = float(tags.get("ele", "").replace(",", ".").removesuffix("m").strip())
    except ValueError:
        return math.nan
    return height if abs(height) < HIGHEST_M else math.nan

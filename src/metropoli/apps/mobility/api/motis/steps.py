"""Instructions on the street, each with its stretch of the leg's drawing."""

from __future__ import annotations

import math
from itertools import pairwise

from metropoli.apps.mobility.api.motis.answering import Document
from metropoli.apps.mobility.api.motis.polylines import polyline
from metropoli.apps.travel.types import Coordinates, Leg, Step

TURNS = {
    "depart": "DEPART",
    "straight": "CONTINUE",
    "slight_left": "SLIGHTLY_LEFT",
    "left": "LEFT",
    "sharp_left": "HARD_LEFT",
    "slight_right": "SLIGHTLY_RIGHT",
    "right": "RIGHT",
    "sharp_right": "HARD_RIGHT",
    "roundabout": "CIRCLE_COUNTERCLOCKWISE",
    "u_turn": "UTURN_LEFT",
    "stairs": "STAIRS",
}
ARRIVE = "arrive"  # no instruction of this API: the leg simply ends


def steps_of(leg: Leg, version: int) -> list[Document]:
    """Write the instructions of a leg; the arrival is none."""
    steps = [step for step in leg.steps if step.turn != ARRIVE]
    stretches = _cut(leg.geometry, [step.length_m for step in steps])
    return [_step(step, line, version) for step, line in zip(steps, stretches, strict=True)]


def _step(step: Step, line: Coordinates, version: int) -> Document:
    return {
        "relativeDirection": TURNS.get(step.turn, "CONTINUE"),
        "distance": step.length_m,
        "fromLevel": 0,
        "toLevel": 0,
        "polyline": polyline(line, version),
        "streetName": step.street,
        "exit": "",
        "stayOn": False,
        "area": False,
    }


def _cut(line: Coordinates, lengths_m: list[int]) -> list[Coordinates]:
    """Return the stretch of each step: its share of the length, from vertex to vertex."""
    whole_m = sum(lengths_m) or 1
    along = [0.0]
    for one, other in pairwise(line):
        east = (other[0] - one[0]) * math.cos(math.radians(one[1]))
        along.append(along[-1] + math.hypot(east, other[1] - one[1]))
    stretches, begun, walked_m = [], 0, 0
    for length_m in lengths_m:
        walked_m += length_m
        end = _nearest(along, along[-1] * walked_m / whole_m, begun)
        stretches.append(line[begun : end + 1])
        begun = end
    return stretches


def _nearest(along: list[float], at: float, begun: int) -> int:
    return min(range(begun, len(along)), key=lambda vertex: abs(along[vertex] - at))

"""Forbid some left turns where two great streets cross."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.random import Generator

from metropoli.apps.travel.bridge.demo.knots import Network
from metropoli.apps.travel.bridge.demo.strands import Strand

GREAT = frozenset({"primary", "secondary"})
CORNERS = 60
Member = tuple[str, int, str]


class Turns:
    """The crossings with a forbidden turn, and the ways that end there as they are written."""

    def __init__(self, network: Network, corners: set[int]) -> None:
        self.corners = corners
        self._nodes_m = network.nodes_m
        self._ends: dict[int, list[tuple[int, int, int]]] = defaultdict(list)

    def seen(self, strand: int, part: list[int], way: int) -> None:
        """Note a written way that ends at such a crossing: strand, way, next node."""
        for end, beside in ((part[0], part[1]), (part[-1], part[-2])):
            if end in self.corners:
                self._ends[end].append((strand, way, beside))

    def relations(self) -> list[list[Member]]:
        """Give from, via and to of one forbidden left turn at each crossing."""
        found: list[list[Member]] = []
        for corner in sorted(self._ends):
            ends = self._ends[corner]
            start = ends[0]
            lefts = [e for e in ends if e[0] != start[0] and self._is_left(start[2], corner, e[2])]
            if lefts:
                found.append(
                    [
                        ("way", start[1], "from"),
                        ("node", corner + 1, "via"),
                        ("way", lefts[0][1], "to"),
                    ]
                )
        return found

    def _is_left(self, before: int, corner: int, after: int) -> bool:
        come = self._nodes_m[corner] - self._nodes_m[before]
        go = self._nodes_m[after] - self._nodes_m[corner]
        return bool(come[0] * go[1] - come[1] * go[0] > 0)


def forbid_turns(strands: list[Strand], network: Network, rng: Generator) -> Turns:
    """Choose some crossings of two great streets."""
    crossings = np.array(great_crossings(strands, network))
    chosen = rng.choice(crossings, size=min(CORNERS, len(crossings)), replace=False)
    return Turns(network, set(chosen.tolist()))


def great_crossings(strands: list[Strand], network: Network) -> list[int]:
    """Give the nodes where two great streets meet that both go on beyond it."""
    through: dict[int, set[int]] = defaultdict(set)
    for k, (strand, chain) in enumerate(zip(strands, network.chains, strict=True)):
        if strand.highway in GREAT:
            for node in chain[1:-1].tolist():
                through[node].add(k)
    return sorted(node for node, great in through.items() if len(great) > 1)

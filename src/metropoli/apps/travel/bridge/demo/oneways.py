"""Make some streets one-way, yet leave every street reachable by car, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.demo.knots import Ints
from metropoli.apps.travel.bridge.demo.strands import NOT_FOR_CARS, Strand

Bools = NDArray[np.bool_]

SHARE = 0.45
NARROW = frozenset({"residential", "living_street"})


def choose(strands: list[Strand], chains: list[Ints], inside: Bools, rng: Generator) -> Bools:
    """Say which strands are one-way, in the order of their nodes; only narrow ones inside are."""
    narrow = np.array([s.highway in NARROW for s in strands])
    oneway = narrow & inside & (rng.random(len(strands)) < SHARE)
    drives = [
        k for k, s in enumerate(strands) if s.highway not in NOT_FOR_CARS and len(chains[k]) > 1
    ]
    count = int(max(chain.max() for chain in chains if len(chain))) + 1
    while True:
        cut_off = unreached(drives, chains, oneway, count)
        wrong = [k for k in drives if oneway[k] and cut_off[chains[k]].any()]
        if not wrong:
            return oneway
        oneway[wrong] = False


def unreached(drives: list[int], chains: list[Ints], oneway: Bools, count: int) -> Bools:
    """Mark the nodes that a car cannot reach from the longest street, or not leave for it."""
    root = int(chains[max(drives, key=lambda k: len(chains[k]))][0])
    there, back = neighbours(drives, chains, oneway, count)
    return ~(flood(there, root) & flood(back, root))


def neighbours(
    drives: list[int], chains: list[Ints], oneway: Bools, count: int
) -> tuple[list[list[int]], list[list[int]]]:
    """Give for every node the nodes after it, and the nodes before it."""
    after: list[list[int]] = [[] for _ in range(count)]
    before: list[list[int]] = [[] for _ in range(count)]
    for k in drives:
        for a, b in steps(chains[k].tolist(), both=not oneway[k]):
            after[a].append(b)
            before[b].append(a)
    return after, before


def steps(chain: list[int], *, both: bool) -> Iterator[tuple[int, int]]:
    yield from pairwise(chain)
    if both:
        yield from pairwise(chain[::-1])


def flood(next_to: list[list[int]], root: int) -> Bools:
    """Mark every node that is reached from the root."""
    seen = np.zeros(len(next_to), dtype=np.bool_)
    marked = bytearray(len(next_to))
    marked[root] = 1
    queue = [root]
    while queue:
        for other in next_to[queue.pop()]:
            if not marked[other]:
                marked[other] = 1
                queue.append(other)
    seen[:] = np.frombuffer(marked, dtype=np.uint8)
    return seen


def connected(chains: list[Ints], count: int) -> Bools:
    """Say which strands hang together with the longest one, whoever may use them."""
    every = list(range(len(chains)))
    two_way = np.zeros(len(chains), dtype=np.bool_)
    root = int(max(chains, key=len)[0])
    seen = flood(neighbours(every, chains, two_way, count)[0], root)
    return np.array([len(chain) > 1 and bool(seen[chain[0]]) for chain in chains])

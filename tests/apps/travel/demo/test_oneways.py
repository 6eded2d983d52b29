"""One-way streets never catch a car: whatever can be reached can be left again."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from metropoli.apps.travel.bridge.demo.oneways import choose
from metropoli.apps.travel.bridge.demo.strands import Strand


def crowded_city(rng: np.random.Generator) -> tuple[list[Strand], list[np.ndarray]]:
    """Give random strands over twelve nodes, the first one a street through half of them."""
    chains = [np.arange(6)]
    for _ in range(14):
        chains.append(rng.choice(12, size=int(rng.integers(2, 4)), replace=False))
    line = shapely.LineString([(0, 0), (1, 1)])
    strands = [Strand(line, "primary"), *(Strand(line, "residential") for _ in chains[1:])]
    return strands, chains


def naive_reached(arcs: set[tuple[int, int]], start: int) -> set[int]:
    reached = {start}
    while True:
        more = {b for a, b in arcs if a in reached} - reached
        if not more:
            return reached
        reached |= more


@pytest.mark.parametrize("seed", range(200))
def test_every_node_of_a_oneway_street_is_reached_and_left(seed):
    rng = np.random.default_rng(seed)
    strands, chains = crowded_city(rng)
    oneway = choose(strands, chains, np.ones(len(strands), dtype=bool), rng)
    arcs = set()
    for chain, one in zip(chains, oneway, strict=True):
        steps = list(zip(chain[:-1].tolist(), chain[1:].tolist(), strict=True))
        arcs |= set(steps) | (set() if one else {(b, a) for a, b in steps})
    out = naive_reached(arcs, 0)
    back = naive_reached({(b, a) for a, b in arcs}, 0)
    assert not oneway[0]
    for chain, one in zip(chains, oneway, strict=True):
        if one:
            assert set(chain.tolist()) <= out & back


def test_some_streets_are_oneway_where_the_city_allows_it():
    counts = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        strands, chains = crowded_city(rng)
        counts.append(int(choose(strands, chains, np.ones(len(strands), dtype=bool), rng).sum()))
    assert sum(counts) > 20

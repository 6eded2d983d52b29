"""The compiled searches and the slow twin give the same answers in hundreds of small, crowded towns."""

from __future__ import annotations

import numpy as np
import pytest

from engines.streets import naive
from engines.streets.maps import random_town
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import streets
from metropoli.engines.streets.kernels.searching import Entries, Side, fresh_labels, spread

ENDLESS_S = 20_000
MODES = (streets.WALK, streets.STEP_FREE, streets.BIKE, streets.CAR)


def _positions(city: streets.Streets, seed: int) -> streets.Links:
    """Some positions, several on one edge, some at its very ends."""
    rng = np.random.default_rng(seed)
    n = 8
    edges = rng.integers(0, len(city.edge_tail), n).astype(np.int32)
    edges[1] = edges[0]
    shares = rng.choice([0.0, 0.25, 0.5, 0.9, 1.0], n)
    zeros = np.zeros(n)
    return streets.Links(edges, shares, zeros, zeros, zeros.astype(np.float32))


def _snap(links: streets.Links, row: int) -> streets.Snap:
    return streets.Snap(int(links.edge[row]), float(links.share[row]), 0.0, 0.0, 0.0)


def _seconds(ms: int) -> int:
    return -(-ms // 1000)


@pytest.mark.parametrize("seed", range(120))
def test_every_mode_finds_what_the_twin_finds(seed: int) -> None:
    town = random_town(seed)
    city = streets.build_streets(streets.read_osm(town.xml(), "xml"))
    links = _positions(city, seed)
    for mode in MODES:
        twin = naive.City(town, city, mode)
        _compare(twin, city, mode, links)


def _compare(twin: naive.City, city: streets.Streets, mode: int, links: streets.Links) -> None:
    n = len(links.edge)
    seen = np.full((n, n), streets.NEVER, np.int64)
    for i in range(n):
        labels = naive.labels_from(twin, int(links.edge[i]), float(links.share[i]), 10**9)
        to_all = streets.times_to_links(city, mode, _snap(links, i), links, limit_s=ENDLESS_S)
        for j in range(n):
            start, end = (_at(links, i), _at(links, j))
            best = naive.best_way(twin, labels, start, end)
            seen[i, j] = streets.NEVER if best is None else _seconds(best[1])
            assert to_all[j] == seen[i, j], (mode, i, j)
            _compare_route(city, mode, (_snap(links, i), _snap(links, j)), best)
    for j in range(n):
        from_all = streets.times_from_links(city, mode, _snap(links, j), links, limit_s=ENDLESS_S)
        assert from_all.tolist() == seen[:, j].tolist(), (mode, j)


def _at(links: streets.Links, row: int) -> tuple[int, float]:
    return int(links.edge[row]), float(links.share[row])


def _compare_route(
    city: streets.Streets,
    mode: int,
    ends: tuple[streets.Snap, streets.Snap],
    best: naive.Label | None,
) -> None:
    if best is None:
        with pytest.raises(NotFound, match="no_way"):
            streets.route(city, mode, *ends)
        return
    path = streets.route(city, mode, *ends)
    assert path.cost_ms == best[0]
    assert path.duration_s >= _seconds(best[1])
    assert sum(step.duration_s for step in path.steps) == path.duration_s


@pytest.mark.parametrize("seed", range(120, 160))
@pytest.mark.parametrize("limit_s", [5, 20])
def test_a_limit_keeps_out_what_takes_longer(seed: int, limit_s: int) -> None:
    town = random_town(seed)
    city = streets.build_streets(streets.read_osm(town.xml(), "xml"))
    links = _positions(city, seed)
    for mode in (streets.WALK, streets.CAR):
        twin = naive.City(town, city, mode)
        pairs = streets.pairs_within(city, mode, links, limit_s=limit_s)
        back = streets.who_reaches(city, mode, links, links, limit_s=limit_s)
        assert _others(back, starts_first=False) == _others(pairs, starts_first=True)
        for i in range(len(links.edge)):
            labels = naive.labels_from(twin, *_at(links, i), 1000 * limit_s)
            expected = {}
            for j in range(len(links.edge)):
                best = naive.best_way(twin, labels, _at(links, i), _at(links, j))
                if j != i and best is not None and best[1] <= 1000 * limit_s:
                    expected[j] = _seconds(best[1])
            span = slice(int(pairs.first[i]), int(pairs.first[i + 1]))
            found = dict(zip(pairs.to[span].tolist(), pairs.duration_s[span].tolist(), strict=True))
            assert found == expected
            assert sorted(pairs.duration_s[span].tolist()) == pairs.duration_s[span].tolist()
        _check_between(city, mode, links, pairs, limit_s)


def _check_between(
    city: streets.Streets, mode: int, links: streets.Links, pairs: streets.Neighbours, limit_s: int
) -> None:
    """From the first half of the links to the second half one finds what is found among all."""
    half = len(links.edge) // 2
    starts = streets.Links(*(column[:half] for column in links))
    ends = streets.Links(*(column[half:] for column in links))
    between = streets.pairs_between(city, mode, starts, ends, limit_s=limit_s)
    for i in range(half):
        span = slice(int(pairs.first[i]), int(pairs.first[i + 1]))
        among = list(zip(pairs.to[span].tolist(), pairs.duration_s[span].tolist(), strict=True))
        span = slice(int(between.first[i]), int(between.first[i + 1]))
        told = zip(between.to[span].tolist(), between.duration_s[span].tolist(), strict=True)
        assert sorted((j + half, s) for j, s in told) == sorted(
            one for one in among if one[0] >= half
        )


def _others(near: streets.Neighbours, *, starts_first: bool) -> set[tuple[int, int, int]]:
    """Return who reaches whom, and in how long; nobody goes to themselves."""
    row = np.repeat(np.arange(len(near.first) - 1), np.diff(near.first)).tolist()
    start, end = (row, near.to.tolist()) if starts_first else (near.to.tolist(), row)
    ways = zip(start, end, near.duration_s.tolist(), strict=True)
    return {(i, j, lasts_s) for i, j, lasts_s in ways if i != j}


def test_of_two_ways_that_cost_the_same_the_shorter_one_is_told() -> None:
    """A slow way and a fast but unpleasant one: costs tie, times do not."""
    first = np.array([0, 2, 3, 4, 4], np.int32)
    to = np.array([1, 2, 3, 3], np.int32)
    cost = np.array([10, 10, 10, 10], np.int32)
    for time in ([9, 5, 1, 1], [5, 9, 1, 1]):
        side = Side(first, to, cost, np.array(time, np.int32))
        starts = Entries(np.zeros(1, np.int32), np.zeros(1, np.int64), np.zeros(1, np.int64))
        labels = fresh_labels(4)
        spread(side, starts, 1000, labels)
        assert (labels.cost_ms[3], labels.time_ms[3]) == (20, 6)


def test_the_towns_are_worth_comparing() -> None:
    """Bans over ways bite, one-ways close the way, ties happen: else the twin would be asleep."""
    n_ghosts, n_never, n_bans = 0, 0, 0
    for seed in range(60):
        town = random_town(seed)
        try:
            extract = streets.read_osm(town.xml(), "xml")
        except Invalid:
            continue
        city = streets.build_streets(extract)
        links = _positions(city, seed)
        times = streets.times_to_links(city, streets.CAR, _snap(links, 0), links, limit_s=ENDLESS_S)
        n_ghosts += len(city.ghost_arc)
        n_never += int((times == streets.NEVER).sum())
        n_bans += len(town.bans)
    assert n_ghosts > 40
    assert n_never > 40
    assert n_bans > 100

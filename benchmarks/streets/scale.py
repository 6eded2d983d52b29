"""
Build and ask a made-up metropolis of any size, where no extract is large enough.

python benchmarks/streets/scale.py [N]: N × N crossings, every fifth street an avenue, one-ways, lights.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from metropoli.engines import streets
from metropoli.engines.streets.tags.ways import traits_of
from metropoli.engines.streets.types import N_MODES, Bans, Extract, Traits

KINDS = (
    {"highway": "residential"},
    {"highway": "residential", "oneway": "yes"},
    {"highway": "primary", "maxspeed": "50"},
    {"highway": "footway"},
)
SPACING_DEG = 0.0009
QUESTIONS = 300


def main() -> None:
    """Print what it takes to build the city and to ask it."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    streets.build_streets(made_up(8))  # compiles
    began = time.process_time()
    city = streets.build_streets(made_up(n))
    size = sum(a.nbytes for a in city if isinstance(a, np.ndarray)) / 1e6
    print(
        f"{len(city.edge_tail)} edges: {time.process_time() - began:.1f} CPU-s to build, {size:.0f} MB"
    )
    for name, mode in (("walk", streets.WALK), ("bike", streets.BIKE), ("car", streets.CAR)):
        spent = np.array([_ask(city, mode, seed) for seed in range(QUESTIONS)])
        print(f"  {name:5} median {np.median(spent):.2f} ms, p95 {np.percentile(spent, 95):.2f} ms")


def _ask(city: streets.Streets, mode: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    start, end = (
        streets.Snap(int(edge), 0.5, 0.0, 0.0, 0.0)
        for edge in rng.choice(np.flatnonzero(city.edge_standing[mode] == 2), 2)
    )
    began = time.process_time()
    streets.route(city, mode, start, end)
    return 1000.0 * (time.process_time() - began)


def made_up(n: int) -> Extract:
    """Return n × n crossings, a little askew, joined by streets of one block each."""
    rng = np.random.default_rng(1)
    row, column = np.divmod(np.arange(n * n), n)
    ends = np.concatenate(
        [
            np.column_stack(
                (np.arange(n * n)[column < n - 1], np.arange(n * n)[column < n - 1] + 1)
            ),
            np.column_stack((np.arange(n * n)[row < n - 1], np.arange(n * n)[row < n - 1] + n)),
        ]
    )
    across = np.concatenate((row[column < n - 1], column[row < n - 1]))
    kind = np.where(across % 5 == 0, 2, rng.choice([0, 0, 1, 3], len(ends)))
    rows = [traits_of(tags) for tags in KINDS]
    table = Traits(
        *(
            np.array([getattr(r, field) for r in rows], dtype)
            for field, dtype in zip(
                Traits._fields, ("i1", "i2", "f4", "f4", "u1", "f4", "i1", "i4"), strict=True
            )
        )
    )
    none = np.zeros(0, np.int64)
    bans = Bans(
        none, none, np.zeros(1, np.int32), none, none > 0, none > 0, none > 0, none.astype(np.uint8)
    )
    return Extract(
        node_id=np.arange(1, n * n + 1),
        node_lat_deg=45.0 + SPACING_DEG * (row + rng.uniform(-0.3, 0.3, n * n)),
        node_lon_deg=7.0 + SPACING_DEG * (column + rng.uniform(-0.3, 0.3, n * n)),
        node_ele_m=np.full(n * n, np.nan, np.float32),
        node_closed=np.zeros(n * n, np.uint8),
        node_delay_s=np.zeros((n * n, N_MODES), np.float32),
        node_sign=(rng.random(n * n) < 0.1).astype(np.int8),
        way_id=np.arange(1, len(ends) + 1),
        way_first=np.arange(len(ends) + 1) * 2,
        way_node=ends.ravel().astype(np.int32),
        way_traits=kind.astype(np.int32),
        way_name=np.zeros(len(ends), np.int32),
        traits=table,
        bans=bans,
        names=("",),
    )


if __name__ == "__main__":
    main()

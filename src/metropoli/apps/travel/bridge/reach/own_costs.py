"""What one's own way to each point costs: the metres along the streets, by what one moves with."""

from __future__ import annotations

import numpy as np

from metropoli.apps.travel.bridge.approaches.asking import snap_of
from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.reach.asking import Int32s
from metropoli.apps.travel.bridge.reach.quickest import ON_FOOT, Quickest
from metropoli.apps.travel.bridge.street_legs import graph_of, snap, streets_of
from metropoli.apps.travel.rules.driving import own_car_cents
from metropoli.apps.travel.rules.factors import factor
from metropoli.apps.travel.types import CAR, NO_COSTS, WALK, Costs, ReachRequest
from metropoli.engines import reach, streets

FOLLOWED = 500  # the nearest points, to which the way is followed along the streets
UNTOLD = Quickest(0, NO_COSTS)


def own_ways(
    network: Network, request: ReachRequest, links: streets.Links, lasts_s: Int32s
) -> dict[int, Quickest]:
    """Return what the way to each point in reach takes; its costs are told of the nearest ones."""
    reached = np.flatnonzero(lasts_s != reach.NEVER)
    if request.mode == WALK:
        return dict.fromkeys(reached.tolist(), ON_FOOT)
    near = reached[np.argsort(lasts_s[reached], kind="stable")]
    found = dict.fromkeys(near[FOLLOWED:].tolist(), UNTOLD)
    city, graph = streets_of(network), graph_of(request.mode, step_free=False)
    start = snap(network, request.mode, request.start, step_free=False)
    for point in near[:FOLLOWED].tolist():
        path = streets.route(city, graph, start, snap_of(links, point))
        found[point] = Quickest(0, _costs(request.mode, path.length_m), frozenset((request.mode,)))
    return found


def _costs(mode: str, length_m: float) -> Costs:
    per_km = factor(mode)
    return Costs(
        fare_cents=own_car_cents(length_m) if mode == CAR else 0,
        energy_wh=per_km.energy_wh_over(length_m),
        co2_g=per_km.co2_g_over(length_m),
    )

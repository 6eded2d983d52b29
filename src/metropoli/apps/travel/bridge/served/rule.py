"""The 3-30-300 rule at homes: what others have counted there, and the metres to green."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.served.green import metres_to_green
from metropoli.apps.travel.types import GreenRule, Home
from metropoli.engines import reach


def keeps_rule(network: Network, homes: Sequence[Home]) -> tuple[GreenRule, ...]:
    """Say, home by home, which parts of the rule are kept; what nobody has counted stays unknown."""
    lat = np.array([home.lat_deg for home in homes], np.float64)
    lon = np.array([home.lon_deg for home in homes], np.float64)
    to_green_m = metres_to_green(network, lat, lon)
    kept = reach.three_thirty_three_hundred(
        np.array([home.n_trees or 0 for home in homes], np.int32),
        np.array([home.canopy_share or 0.0 for home in homes], np.float64),
        to_green_m,
    ).tolist()
    return tuple(
        GreenRule(
            home=home,
            to_green_m=round(away_m) if math.isfinite(away_m) else None,
            has_trees=None if home.n_trees is None else trees,
            has_canopy=None if home.canopy_share is None else canopy,
            has_green=green,
        )
        for home, away_m, (trees, canopy, green) in zip(
            homes, to_green_m.tolist(), kept, strict=True
        )
    )

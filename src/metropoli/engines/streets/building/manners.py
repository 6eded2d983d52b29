"""What a turn costs each mode, in milliseconds."""

from __future__ import annotations

from metropoli.engines.streets.kernels.turning import Manner
from metropoli.engines.streets.types import BIKE, CAR

# Delays at lights: half a red of a 60-90 s cycle met by half of the vehicles (HCM 2010, ch. 18,
# uniform delay), then checked against another router on the same streets (docs/benchmarks.md).
MANNERS = {
    CAR: Manner(
        lights_ms=6_000,
        stop_ms=5_000,
        yield_ms=2_000,
        slight_ms=500,
        right_ms=1_500,
        left_ms=3_000,
        sharp_ms=6_000,
        u_turn_ms=15_000,
        merge_ms=2_000,
        private_ms=900_000,
        lights_apart_m=30.0,
    ),
    BIKE: Manner(
        lights_ms=6_000,
        stop_ms=3_000,
        yield_ms=1_500,
        slight_ms=0,
        right_ms=1_000,
        left_ms=2_500,
        sharp_ms=3_000,
        u_turn_ms=5_000,
        merge_ms=1_500,
        private_ms=300_000,
        lights_apart_m=30.0,
    ),
}

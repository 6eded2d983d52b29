"""Why each way is shown: in what it is better than all the others that somebody would take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from metropoli.apps.travel.types import Trip

# A way that takes longer than this beside the quickest one is no rival in anything else.
BEARABLE_SHARE, BEARABLE_S = 1.5, 10 * 60
Measure = Callable[[Trip], float | None]

# In this order they are told. What is not known of a way cannot be what it is best in.
MEASURES: dict[str, Measure] = {
    "earliest": lambda trip: trip.arrives_at.timestamp(),
    "fastest": lambda trip: trip.duration_s,
    "cheapest": lambda trip: trip.costs.fare_cents,
    "cleanest": lambda trip: trip.costs.co2_g,
    "least_energy": lambda trip: trip.costs.energy_wh,
    "fewest_rides": lambda trip: trip.n_rides if trip.n_rides else None,
    "least_walking": lambda trip: trip.walk_m if trip.n_rides else None,
    "surest": lambda trip: None if trip.odds_share is None else -round(trip.odds_share, 2),
    "latest": lambda trip: -trip.departs_at.timestamp(),
}


def with_reasons(trips: Sequence[Trip], *, arrive_by: bool) -> tuple[Trip, ...]:
    """
    Return the trips, each with what it alone is best in.

    What several share sets none of them apart. Who is told when to arrive wants to know who
    leaves last; who is told when to leave, who arrives first.
    """
    bearable_s = BEARABLE_SHARE * min((t.duration_s for t in trips), default=0) + BEARABLE_S
    rivals = [trip for trip in trips if trip.duration_s <= bearable_s]
    idle = "earliest" if arrive_by else "latest"
    found: dict[int, list[str]] = {}
    for reason, measure in MEASURES.items():
        best = _alone(rivals, measure) if reason != idle and len(rivals) > 1 else None
        if best is not None:
            found.setdefault(id(best), []).append(reason)
    return tuple(replace(trip, reasons=tuple(found.get(id(trip), ()))) for trip in trips)


def _alone(trips: Sequence[Trip], measure: Measure) -> Trip | None:
    """Return the one trip that measures least, if it is one."""
    known = [(value, trip) for trip in trips if (value := measure(trip)) is not None]
    least = min((value for value, _ in known), default=None)
    best = [trip for value, trip in known if value == least]
    return best[0] if len(best) == 1 and len(known) > 1 else None

"""Why each way is shown: in what it is better than all the others that somebody would take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from metropoli.apps.travel.rules.costs import ONE_S_OWN
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
    Return the trips, each with what it is best in among those that need a timetable or a hire.

    What most of them share sets none of them apart, and one's own feet, bike and car are no
    rivals: they are shown for comparison. Who is told when to arrive wants to know who leaves
    last; who is told when to leave, who arrives first.
    """
    public = [trip for trip in trips if trip.kind not in ONE_S_OWN]
    bearable_s = BEARABLE_SHARE * min((t.duration_s for t in public), default=0) + BEARABLE_S
    rivals = [trip for trip in public if trip.duration_s <= bearable_s]
    idle = "earliest" if arrive_by else "latest"
    found: dict[int, list[str]] = {}
    for reason, measure in MEASURES.items():
        for best in _best(rivals, measure) if reason != idle else ():
            found.setdefault(id(best), []).append(reason)
    return tuple(replace(trip, reasons=tuple(found.get(id(trip), ()))) for trip in trips)


def _best(trips: Sequence[Trip], measure: Measure) -> list[Trip]:
    """Return the trips that measure least, where they are fewer than half."""
    known = [(value, trip) for trip in trips if (value := measure(trip)) is not None]
    least = min((value for value, _ in known), default=None)
    best = [trip for value, trip in known if value == least]
    return best if 2 * len(best) <= len(known) else []

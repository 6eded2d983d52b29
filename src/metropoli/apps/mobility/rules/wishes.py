"""How alternatives are weighed by what matters to who travels. `wishes.js` does the same sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime

from metropoli.apps.mobility.types import Amounts, Card, Known, Odds, PlannedTrip, Wishes
from metropoli.apps.travel.types import CAR, MINUTE_S, Trip, TripAnswer, TripRequest

# What each unit weighs: ten minutes as much as one euro, 600 g of CO2, one change, 600 m on foot, or
# one chance in ten of being late. Whole numbers, so that every machine finds the same order.
POINTS = Amounts(time_s=1, money_cents=6, co2_g=1, n_changes=600, walk_m=1, late_permille=6)
POINTS_AS_TEXT = ",".join(map(str, astuple(POINTS)))
# Up to which share of the car's emissions one says "none", "a fifth", …; each word half-way to the next.
CAR_PARTS = (
    (0.02, "hardly"),
    (0.15, "tenth"),
    (0.225, "fifth"),
    (0.29, "quarter"),
    (0.42, "third"),
    (0.58, "half"),
    (0.71, "two_thirds"),
    (0.83, "three_quarters"),
    (0.95, "nearly"),
    (1.05, "same"),
    (float("inf"), "more"),
)
NEARLY_CERTAIN = 0.95
ODDS_WORDS = ((NEARLY_CERTAIN, "certain"), (0.8, "likely"), (0.6, "fair"), (0.0, "doubtful"))
WAITING_PARTS = 2  # a second waited before leaving, or spared at the end, counts half


def amounts_of(trip: Trip, request: TripRequest) -> Amounts:
    """Return what a trip asks of who takes it."""
    return Amounts(
        time_s=trip.duration_s + _idle_s(trip, request) // WAITING_PARTS,
        money_cents=trip.costs.fare_cents,
        co2_g=trip.costs.co2_g,
        n_changes=trip.n_changes,
        walk_m=trip.walk_m,
        late_permille=None if trip.odds_share is None else round(1000 * (1 - trip.odds_share)),
    )


def burdens(asked: Sequence[Amounts], wishes: Wishes) -> tuple[int, ...]:
    """
    Return how heavy each alternative is for who has these wishes.

    A figure that is not known counts as the worst of those that are; if none is, it does not count.
    """
    columns = list(zip(*map(astuple, asked), strict=True))
    worst = [max((x for x in column if x is not None), default=0) for column in columns]
    scales = [wish * points for wish, points in zip(astuple(wishes), astuple(POINTS), strict=True)]
    return tuple(
        sum(
            scale * (worst_one if amount is None else amount)
            for scale, amount, worst_one in zip(scales, astuple(one), worst, strict=True)
        )
        for one in asked
    )


def best_first(asked: Sequence[Amounts], wishes: Wishes) -> tuple[int, ...]:
    """Return the places of the alternatives from the lightest to the heaviest; equals stay as they are."""
    weights = burdens(asked, wishes)
    return tuple(sorted(range(len(asked)), key=weights.__getitem__))


def told_order(answer: TripAnswer, wishes: Wishes | None) -> tuple[int, ...]:
    """Return the places of the ways as they are told: by the wishes, else as they leave."""
    if wishes is None:
        return tuple(range(len(answer.trips)))
    return best_first([amounts_of(trip, answer.request) for trip in answer.trips], wishes)


def beside_car(co2_g: int | None, car_co2_g: int | None) -> str:
    """Return the code of how much CO2 this is beside the car's: "third", "half", "more", …"""
    if co2_g is None or not car_co2_g:
        return ""
    if co2_g == 0:
        return "none"
    return next(code for below, code in CAR_PARTS if co2_g < below * car_co2_g)


def odds_of(odds_share: float | None) -> Odds | None:
    """Say a chance as so many times in ten, or in a hundred where it is nearly certain; never too many."""
    if odds_share is None:
        return None
    of = 100 if odds_share >= NEARLY_CERTAIN else 10
    times = min(int(odds_share * of + 1e-9), of - 1)
    code = next(code for least, code in ODDS_WORDS if odds_share >= least)
    return Odds(code=code, times=times, of=of)


def promised_times(trip: Trip) -> tuple[datetime, datetime] | None:
    """Return when the trip would begin and end if its vehicles kept to the timetable; None if they do."""
    rides = [leg for leg in trip.legs if leg.calls]
    if not rides:
        return None
    first, last = rides[0].calls[0], rides[-1].calls[-1]
    departs_at = trip.departs_at - (
        first.departs_at - (first.planned_departs_at or first.departs_at)
    )
    arrives_at = trip.arrives_at - (last.arrives_at - (last.planned_arrives_at or last.arrives_at))
    moved = [
        abs(_seconds(*pair))
        for pair in ((trip.departs_at, departs_at), (trip.arrives_at, arrives_at))
    ]
    return (departs_at, arrives_at) if max(moved) >= MINUTE_S else None


def cards_of(planned: PlannedTrip) -> tuple[Card, ...]:
    """Return the alternatives as the page shows them, first the one to be told first."""
    answer = planned.answer
    car_co2_g = next((trip.costs.co2_g for trip in answer.trips if trip.kind == CAR), None)
    return tuple(
        Card(
            number=number,
            place=place,
            trip=answer.trips[place],
            amounts=amounts_of(answer.trips[place], answer.request),
            beside_car=_beside(answer.trips[place], car_co2_g),
            odds=odds_of(answer.trips[place].odds_share),
            promised=promised_times(answer.trips[place]),
        )
        for number, place in enumerate(planned.order, start=1)
    )


def known_figures(trips: Sequence[Trip]) -> Known:
    """Return which figures are known of at least one of the trips."""
    return Known(
        fare=any(trip.costs.fare_cents is not None for trip in trips),
        energy=any(trip.costs.energy_wh is not None for trip in trips),
        co2=any(trip.costs.co2_g is not None for trip in trips),
        odds=any(trip.odds_share is not None for trip in trips),
    )


def _beside(trip: Trip, car_co2_g: int | None) -> str:
    return "" if trip.kind == CAR else beside_car(trip.costs.co2_g, car_co2_g)


def _idle_s(trip: Trip, request: TripRequest) -> int:
    """Return how long one waits for a trip to begin, or is there before one has to be."""
    if request.arrive_by:
        return max(0, _seconds(request.at, trip.arrives_at))
    return max(0, _seconds(trip.departs_at, request.at))


def _seconds(later: datetime, earlier: datetime) -> int:
    return int((later - earlier).total_seconds())

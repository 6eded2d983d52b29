"""Of all that nobody can better, the handful that a person can read, each with the reason why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from metropoli.engines.journeys.weighing.types import Weighed

MOST_CHOSEN = 6
EARLIEST, LATEST, CHEAPEST, CLEANEST, LEAST_ENERGY, FEWEST_RIDES, LEAST_WALK, SUREST, BALANCED = (
    "earliest", "latest", "cheapest", "cleanest", "least_energy", "fewest_rides", "least_walk",
    "surest", "balanced",
)  # fmt: skip
# Two with the same lines that leave so close together are one and the same to a traveller, and who
# takes so much longer than the best for them is not worth a place that nothing else earns.
ALIKE_S = 600
WORTH_TIMES, WORTH_EXTRA_S = 1.5, 600.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a traveller would rather avoid, each worth so many seconds of travel."""

    cent_s: float = 3.6  # ten euro an hour
    co2_g_s: float = 0.2
    energy_kj_s: float = 0.02
    ride_s: float = 240.0
    walk_s: float = 0.5  # a second on foot, beside itself
    risk_s: float = 1.2  # a thousandth: a change that fails once in ten costs two minutes


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of the handful: its row among all, and what it is the best in, the first reason first."""

    row: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Aim:
    """Something to be best in: less is better, and less by `matters` deserves a place of its own."""

    reason: str
    amount: Callable[[Weighed], int | None]
    matters: int


AIMS = (
    _Aim(EARLIEST, lambda one: one.journey.arrives_s, 120),
    _Aim(CHEAPEST, lambda one: one.fare_cents, 10),
    _Aim(CLEANEST, lambda one: one.co2_mg, 50_000),
    _Aim(FEWEST_RIDES, lambda one: one.rides, 1),
    _Aim(SUREST, lambda one: one.risk, 50),
    _Aim(LEAST_WALK, lambda one: one.walk_s, 180),
    _Aim(LATEST, lambda one: -one.journey.departs_s, 300),
    _Aim(LEAST_ENERGY, lambda one: one.energy_j, 360_000),
)


def choose_few(
    weighed: Sequence[Weighed], wishes: Wishes | None = None, *, most: int = MOST_CHOSEN
) -> tuple[Chosen, ...]:
    """
    Return at most so many, by departure, each with its reasons; the same set has the same answer.

    First the best by the wishes, then the best in each thing that matters, unless one that is
    there already is as good but for a trifle, then the next best by the wishes that are unlike all
    the others. A reason is only ever given to who is the best of all.
    """
    if not weighed:
        return ()
    burdens = _burdens(weighed, wishes or Wishes())
    order = sorted(range(len(weighed)), key=lambda row: (burdens[row], row))
    picked = [order[0]]
    for row in [*_extremes(weighed, order, picked), *_unlike(weighed, order, picked, burdens)]:
        if len(picked) == most:
            break
        if row not in picked and not any(_alike(weighed[row], weighed[one]) for one in picked):
            picked.append(row)
    picked.sort(key=lambda row: (weighed[row].journey.departs_s, weighed[row].journey.arrives_s))
    return tuple(Chosen(row, _reasons(weighed, row, order[0])) for row in picked)


def _burdens(weighed: Sequence[Weighed], wishes: Wishes) -> list[float]:
    """Return what each costs, in seconds; a fare that nobody knows counts as the dearest."""
    known = [one.fare_cents for one in weighed if one.fare_cents is not None]
    dearest = max(known, default=0)

    def burden(one: Weighed) -> float:
        cents = dearest if one.fare_cents is None else one.fare_cents
        return (
            one.journey.arrives_s
            - one.journey.departs_s
            + cents * wishes.cent_s
            + one.co2_mg / 1_000 * wishes.co2_g_s
            + one.energy_j / 1_000 * wishes.energy_kj_s
            + one.rides * wishes.ride_s
            + one.walk_s * wishes.walk_s
            + one.risk * wishes.risk_s
        )

    return [burden(one) for one in weighed]


def _extremes(
    weighed: Sequence[Weighed], order: Sequence[int], picked: Sequence[int]
) -> Iterator[int]:
    """Yield who is the best in something by more than a trifle, of equals the least burden."""
    for aim in AIMS:
        amounts = {row: aim.amount(weighed[row]) for row in order}
        known = {row: amount for row, amount in amounts.items() if amount is not None}
        if not known:
            continue
        least = min(known.values())
        if not any(row in known and known[row] < least + aim.matters for row in picked):
            yield next(row for row, amount in known.items() if amount == least)


def _unlike(
    weighed: Sequence[Weighed],
    order: Sequence[int],
    picked: Sequence[int],
    burdens: Sequence[float],
) -> Iterator[int]:
    """Yield the next best by the wishes, as long as they are worth reading."""
    for row in order:
        if burdens[row] > burdens[order[0]] * WORTH_TIMES + WORTH_EXTRA_S:
            return
        if row not in picked and all(weighed[row].lines != weighed[one].lines for one in picked):
            yield row


def _alike(one: Weighed, other: Weighed) -> bool:
    near_s = abs(one.journey.departs_s - other.journey.departs_s)
    return one.lines == other.lines and near_s < ALIKE_S and one.fare_cents == other.fare_cents


def _reasons(weighed: Sequence[Weighed], row: int, balanced: int) -> tuple[str, ...]:
    """Return everything that a row is the best in; what all are equal in is no reason."""
    found = [BALANCED] if row == balanced else []
    for aim in AIMS:
        amounts = [aim.amount(one) for one in weighed]
        known = [amount for amount in amounts if amount is not None]
        if known and amounts[row] == min(known) and len(set(amounts)) > 1:
            found.append(aim.reason)
    return tuple(found)

"""Pricing plans: what a ride costs."""

from __future__ import annotations

import math

from metropoli.engines.sharing.rows import Row
from metropoli.engines.sharing.types import KmRate, MinuteRate, Plan

CENTS = 100.0
MOST = 1_000_000.0  # of any currency; and minutes or kilometres
S_PER_MIN, M_PER_KM = 60.0, 1_000.0
Rate = tuple[float, float, float, float | None]
HAIR = 1e-9  # so that 0.1 + 0.2 costs 30 cents


def price_cents(plan: Plan, seconds: float, metres: float) -> int:
    """
    Return what a ride costs, in hundredths of the plan's currency, tax that comes on top left out.

    The price to begin with, plus every segment by minutes and by kilometres; where segments
    overlap their rates add up. A rate falls due at its start (inclusive) and again after every
    whole interval, as long as the ride has reached that minute and it lies before the segment's
    end (GBFS 3.0, system_pricing_plans). A minute that has begun is therefore paid.
    """
    minutes, km = seconds / S_PER_MIN, metres / M_PER_KM
    total = plan.price_cents
    for one in plan.per_minute:
        total += one.rate_cents * _times(one.start_min, one.interval_min, one.end_min, minutes)
    for other in plan.per_km:
        total += other.rate_cents * _times(other.start_km, other.interval_km, other.end_km, km)
    return max(0, math.floor(total + 0.5 + HAIR))


def _times(start: float, interval: float, end: float | None, reached: float) -> int:
    """Return how often a rate falls due by the time that so many minutes (or kilometres) are reached."""
    if reached < start or (end is not None and end <= start):
        return 0
    if interval <= 0:
        return 1
    due = math.floor((reached - start) / interval + HAIR) + 1
    if end is not None:
        due = min(due, math.ceil((end - start) / interval - HAIR))
    return due


def read_plans(row: Row | None, language: str) -> list[Plan]:
    """Return the plans of system_pricing_plans; one without a price is left out."""
    found = []
    for one in row.rows("plans") if row else []:
        public_id, price = one.name("plan_id"), one.number("price", 0, MOST)
        if not public_id or price is None:
            one.lacks("price" if public_id else "plan_id")
            continue
        minutes, km = _rates(one, "per_min_pricing"), _rates(one, "per_km_pricing")
        if minutes is None or km is None:
            continue  # half a price would be a lie
        found.append(
            Plan(
                id=public_id,
                name=one.texts("name", language),
                currency=one.name("currency").upper()[:3],
                price_cents=price * CENTS,
                per_minute=tuple(MinuteRate(*rate) for rate in minutes),
                per_km=tuple(KmRate(*rate) for rate in km),
                description=one.texts("description", language),
                is_taxable=one.flag("is_taxable", default=False),
                surge=one.flag("surge_pricing", default=False),
                url=one.address("url"),
            )
        )
    return found


def _rates(row: Row, field: str) -> list[Rate] | None:
    """Return start, cents, interval and end of every rate; None where one of them cannot be read."""
    rates: list[Rate] = []
    for one in row.rows(field):
        start, rate = one.number("start", 0, MOST), one.number("rate", -MOST, MOST)
        interval, end = one.number("interval", 0, MOST), one.number("end", 0, MOST)
        if start is None or rate is None or interval is None or (end is None and one.has("end")):
            one.lacks("start" if start is None else "rate" if rate is None else "interval")
            return None
        rates.append((start, rate * CENTS, interval, end))
    return rates if not row.has(field) or isinstance(row.fields[field], list) else None

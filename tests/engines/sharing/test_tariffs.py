"""What a ride costs, computed by hand."""

from __future__ import annotations

import pytest

from metropoli.engines.sharing import KmRate, MinuteRate, Plan, price_cents


def plan(price: float = 0, minutes: list[MinuteRate] | None = None, km: list[KmRate] | None = None):
    return Plan("p", (), "EUR", 100 * price, tuple(minutes or ()), tuple(km or ()))


EVERY_MINUTE = [MinuteRate(0, 28, 1)]
HALF_HOURS = [MinuteRate(30, 80, 30, 60), MinuteRate(60, 150, 30)]


@pytest.mark.parametrize(
    ("plan", "seconds", "metres", "cents"),
    [
        (plan(1), 7_200, 9_000, 100),
        # One euro, 28 cents for every minute that has begun.
        (plan(1, EVERY_MINUTE), 0, 0, 128),
        (plan(1, EVERY_MINUTE), 59, 0, 128),
        (plan(1, EVERY_MINUTE), 60, 0, 156),
        (plan(1, EVERY_MINUTE), 9 * 60 + 30, 0, 100 + 10 * 28),
        # The first half hour is free, the second 80 cents, every further one 1.50.
        (plan(0, HALF_HOURS), 29 * 60 + 59, 0, 0),
        (plan(0, HALF_HOURS), 30 * 60, 0, 80),
        (plan(0, HALF_HOURS), 59 * 60 + 59, 0, 80),
        (plan(0, HALF_HOURS), 60 * 60, 0, 80 + 150),
        (plan(0, HALF_HOURS), 95 * 60, 0, 80 + 150 + 150),
        # An interval of 0 is charged once.
        (plan(0, [MinuteRate(10, 200, 0)]), 9 * 60, 0, 0),
        (plan(0, [MinuteRate(10, 200, 0)]), 300 * 60, 0, 200),
        # Rates that overlap add up: the example of the standard, 3 euro, 25 cents a km, 50 a minute from 0, doubled from 5.
        (
            plan(3, [MinuteRate(0, 50, 1), MinuteRate(5, 50, 1)], [KmRate(0, 25, 1)]),
            450,
            2_500,
            300 + 400 + 150 + 75,
        ),
        # A rate that ends within its interval was charged whole.
        (plan(0, [MinuteRate(0, 100, 30, 45)]), 44 * 60, 0, 200),
        (plan(0, [MinuteRate(0, 100, 30, 45)]), 100 * 60, 0, 200),
        (plan(0, [MinuteRate(0, 100, 30, 0)]), 100 * 60, 0, 0),
        # Cents are rounded at the end, half up.
        (plan(0, [MinuteRate(0, 0.1, 1)]), 4 * 60, 0, 1),
        (plan(0, [], [KmRate(2, 19.5, 1)]), 0, 1_999, 0),
        (plan(0, [], [KmRate(2, 19.5, 1)]), 0, 2_000, 20),
        (plan(1, [MinuteRate(0, -300, 1)]), 60, 0, 0),
    ],
)
def test_the_price_is_the_one_computed_by_hand(plan, seconds, metres, cents):
    assert price_cents(plan, seconds, metres) == cents


def obvious(segments: tuple[MinuteRate, ...], minutes: int) -> float:
    """Walk through the minutes and pay what falls due in each."""
    total = 0.0
    for minute in range(minutes + 1):
        for one in segments:
            since = minute - one.start_min
            runs = since >= 0 and (one.end_min is None or minute < one.end_min)
            due = since == 0 if one.interval_min == 0 else since % max(one.interval_min, 1) == 0
            total += one.rate_cents if runs and due else 0
    return total


def test_the_price_is_what_falls_due_minute_by_minute():
    for start in (0, 3, 10):
        for interval in (0, 1, 4, 7):
            for end in (None, 0, 10, 11, 24):
                one = MinuteRate(start, 10, interval, end)
                for minutes in range(40):
                    fast = price_cents(plan(0, [one]), 60 * minutes, 0)
                    assert fast == obvious((one,), minutes), (one, minutes)

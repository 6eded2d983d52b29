"""Play what was recorded once as if it were now."""

from __future__ import annotations

from dataclasses import replace

from metropoli.engines.journeys.realtime.types import Bulletin, CallNews, TripName, TripNews


def shift_bulletin(bulletin: Bulletin, by_s: int, days: int, days_s: int) -> Bulletin:
    """
    Return a bulletin as if it had been told at another time.

    What was seen, and how long alerts hold, moves by seconds; trips move by whole days, so that
    they stay at their hours.

    :param by_s: from when it was told to when it is played
    :param days: how many service days later
    :param days_s: seconds between those two days' beginnings (clocks may have changed)
    """
    return replace(
        bulletin,
        at=_later(bulletin.at, by_s),
        trips=tuple(_shift_trip(news, by_s, days, days_s) for news in bulletin.trips),
        detours=tuple(
            replace(one, days=tuple(day + days for day in one.days)) for one in bulletin.detours
        ),
        alerts=tuple(
            replace(one, periods=tuple((_later(a, by_s), _later(b, by_s)) for a, b in one.periods))
            for one in bulletin.alerts
        ),
        positions=tuple(
            replace(one, seen_at=_later(one.seen_at, by_s), trip=_later_name(one.trip, days))
            for one in bulletin.positions
        ),
    )


def _shift_trip(news: TripNews, by_s: int, days: int, days_s: int) -> TripNews:
    return replace(
        news,
        trip=_later_name(news.trip, days),
        copy=_later_name(news.copy, days),
        seen_at=_later(news.seen_at, by_s),
        calls=tuple(_shift_call(call, days_s) for call in news.calls),
    )


def _shift_call(call: CallNews, days_s: int) -> CallNews:
    return call._replace(
        arrives_at=None if call.arrives_at is None else call.arrives_at + days_s,
        departs_at=None if call.departs_at is None else call.departs_at + days_s,
    )


def _later_name(name: TripName, days: int) -> TripName:
    return name._replace(day=name.day + days) if name.day else name


def _later(at: int, by_s: int) -> int:
    return at + by_s if at else 0

"""When data are still good. Pure functions on types: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from metropoli.apps.data.types import Freshness, FreshnessReport

# How long after the source was last looked at its data count as fresh, by declared frequency.
# A source that was never promised again does not age.
FRESH_FOR: Mapping[str, timedelta] = {
    "continuous": timedelta(hours=1),
    "daily": timedelta(days=2),
    "weekly": timedelta(days=10),
    "monthly": timedelta(days=45),
    "yearly": timedelta(days=400),
    "irregular": timedelta(days=400),
}
STALE_AFTER = 3  # times as long as that
ENDS_SOON = timedelta(days=7)
SEVERITIES = ("error", "warning", "info")

_WORSE = (Freshness.FRESH, Freshness.AGEING, Freshness.STALE)
_Reason = tuple[Freshness, str, Mapping[str, object]]


def freshness(
    *,
    frequency: str,
    checked_at: datetime | None,
    valid_until: date | None,
    now: datetime,
    today: date,
) -> FreshnessReport:
    """Say how fresh a version is: as bad as the worst of its reasons, and all of them told."""
    if checked_at is None:
        return FreshnessReport(Freshness.STALE, (("never_imported", {}),))
    found = [*_by_age(frequency, now - checked_at), *_by_period(valid_until, today)]
    worst = max((reason[0] for reason in found), key=_WORSE.index, default=Freshness.FRESH)
    return FreshnessReport(worst, tuple((code, values) for _, code, values in found))


def _by_age(frequency: str, age: timedelta) -> list[_Reason]:
    fresh_for = FRESH_FOR.get(frequency)
    if fresh_for is None:
        return []
    if age > STALE_AFTER * fresh_for:
        return [(Freshness.STALE, "not_checked_for_long", {"days": age.days})]
    if age > fresh_for:
        return [(Freshness.AGEING, "not_checked_lately", {"days": age.days})]
    return []


def _by_period(valid_until: date | None, today: date) -> list[_Reason]:
    if valid_until is None:
        return []
    values = {"day": valid_until.isoformat()}
    if valid_until < today:
        return [(Freshness.STALE, "period_is_over", values)]
    if valid_until - today < ENDS_SOON:
        return [(Freshness.AGEING, "period_ends_soon", values)]
    return []

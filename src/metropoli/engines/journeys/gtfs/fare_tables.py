"""The fares of a feed as they were read: frozen tables, by rows of the feed's stops and lines."""

from __future__ import annotations

from typing import NamedTuple

UNLIMITED = -1  # transfers, or seconds


class LegacyFare(NamedTuple):
    """A row of fare_attributes.txt."""

    id: str
    cents: int
    currency: str
    transfers: int
    lasts_s: int
    agency: str  # name; empty: any
    ruled: bool  # fare_rules.txt speaks of it: without, it is good everywhere


class LegacyRule(NamedTuple):
    """A row of fare_rules.txt; empty texts and line -1 mean any."""

    fare: int  # row of the fares
    line: int
    origin: str
    destination: str
    contains: str


class LegacyFares(NamedTuple):
    """Fares v1: fare_attributes.txt and fare_rules.txt."""

    stop_zone: tuple[str, ...]
    fares: tuple[LegacyFare, ...]
    rules: tuple[LegacyRule, ...]


class FareProduct(NamedTuple):
    """Rows of fare_products.txt of one identifier and one price."""

    id: str
    name: str
    cents: int
    currency: str
    medium: str


class LegRule(NamedTuple):
    """A row of fare_leg_rules.txt; empty means what the feed's way with priorities says."""

    group: str
    network: str
    from_area: str
    to_area: str
    frame: str  # from_timeframe_group_id
    product: str
    priority: int


class TransferRule(NamedTuple):
    """A row of fare_transfer_rules.txt; empty groups mean all groups not named in that column."""

    from_group: str
    to_group: str
    spans: int  # transfers that it may span; 1 where the groups differ
    limit_s: int
    limit_type: int
    kind: int  # fare_transfer_type
    product: str  # empty: it costs nothing


class Timeframe(NamedTuple):
    """A row of timeframes.txt: [start, end) minutes of the days on which it holds."""

    group: str
    start_minute: int
    end_minute: int
    days: frozenset[int]  # proleptic ordinals


class AreaFares(NamedTuple):
    """Fares v2: what each leg costs, and each transfer between legs."""

    areas: frozenset[str]
    stop_areas: tuple[frozenset[str], ...]
    line_network: tuple[str, ...]
    products: tuple[FareProduct, ...]
    leg_rules: tuple[LegRule, ...]
    has_priorities: bool
    transfer_rules: tuple[TransferRule, ...]
    timeframes: tuple[Timeframe, ...]
    not_understood: str = ""  # why no price can be told: a code of problems.toml


class FeedFares(NamedTuple):
    """What a feed says about fares: v2 where it has both."""

    legacy: LegacyFares | None = None
    areas: AreaFares | None = None

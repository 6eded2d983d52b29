"""What the sellers of a network call their tickets, and in which money."""

from __future__ import annotations

from collections.abc import Sequence

from metropoli.engines.journeys.fares.city import CityRules
from metropoli.engines.journeys.fares.ground import CITY
from metropoli.engines.journeys.fares.types import Product
from metropoli.engines.journeys.gtfs.fare_tables import FeedFares
from metropoli.engines.journeys.gtfs.fares import FILE
from metropoli.engines.journeys.gtfs.fares_v2 import LEG_RULES_FILE
from metropoli.engines.journeys.gtfs.feeds import Feed
from metropoli.engines.journeys.gtfs.problems import Notebook, Problem

Doubts = dict[int, Notebook]


def tell_doubts(feeds: Sequence[Feed], doubts: Doubts) -> tuple[tuple[str, Problem], ...]:
    """Return what was not understood, by the name of the feed."""
    return tuple(
        (feeds[row].name, problem) for row, told in doubts.items() for problem in told.problems()
    )


def file_of(feed: Feed) -> str:
    """Return the file to which a doubt about all the fares of a feed belongs."""
    return LEG_RULES_FILE if feed.fares.areas is not None else FILE


def choose_currency(feeds: Sequence[Feed], city: CityRules | None, doubts: Doubts) -> str:
    """
    Return the currency of the tariff: the city's, or that of the first feed that has one.

    Feeds that use another one, or several, are noted among the doubts.
    """
    used = [_currencies(feed.fares) for feed in feeds]
    first = next((min(some) for some in used if some), "EUR")
    chosen = city.currency if city else first
    for row, some in enumerate(used):
        if some - {chosen}:
            doubts[row].note(
                "fares_in_other_currency",
                file_of(feeds[row]),
                currency=", ".join(sorted(some)),
                other=chosen,
            )
    return chosen


def _currencies(fares: FeedFares) -> set[str]:
    rows = (fares.areas.products if fares.areas else ()) or (
        fares.legacy.fares if fares.legacy else ()
    )
    return {row.currency for row in rows}


def products_of(seller: int, feeds: Sequence[Feed], city: CityRules | None) -> list[Product]:
    """Return what a seller sells, in the order of the rows of its rules."""
    if seller == CITY:
        assert city is not None
        return [
            Product(
                key=f"{city.key}:{ticket.key}",
                seller=city.key,
                name=ticket.name,
                name_it=ticket.name_it,
                cents=ticket.cents,
                currency=city.currency,
                media=ticket.media,
            )
            for ticket in city.tickets
        ]
    name, fares = feeds[seller].name, feeds[seller].fares
    if fares.areas is not None:
        return [
            Product(
                f"{name}:{one.id}",
                name,
                one.name,
                one.name,
                one.cents,
                one.currency,
                (one.medium,) if one.medium else (),
            )
            for one in fares.areas.products
        ]
    assert fares.legacy is not None
    return [
        Product(f"{name}:{fare.id}", name, fare.id, fare.id, fare.cents, fare.currency)
        for fare in fares.legacy.fares
    ]


def passes_of(city: CityRules) -> list[Product]:
    """Return the passes of a city."""
    return [
        Product(
            key=f"{city.key}:{one.key}",
            seller=city.key,
            name=one.name,
            name_it=one.name_it,
            cents=one.cents,
            currency=city.currency,
        )
        for one in city.passes
    ]

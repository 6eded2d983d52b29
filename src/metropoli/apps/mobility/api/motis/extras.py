"""
What this API has no place for, as properties of our own that its clients pass over.

    fareTotal    {"amount": 1.9, "currency": "EUR"}      of an itinerary, where the fare is known
    energy       {"wattHours": 340}                      of an itinerary or a leg, for one person
    emissions    {"co2eGrams": 52}                       of an itinerary or a leg, for one person
    odds         0.93                                    to arrive in time; of a leg: to catch it
    paretoRole   ["cheapest", "cleanest"]                why an itinerary is shown
"""

from __future__ import annotations

from metropoli.apps.mobility.api.motis.answering import Document, known
from metropoli.apps.travel.types import Costs, Ticket, Trip

CENTS = 100


def costs_of(costs: Costs, odds_share: float | None) -> Document:
    """Write the energy, the emissions and the odds of an itinerary or a leg."""
    return known(
        energy=None if costs.energy_wh is None else {"wattHours": costs.energy_wh},
        emissions=None if costs.co2_g is None else {"co2eGrams": costs.co2_g},
        odds=None if odds_share is None else round(odds_share, 3),
    )


def extras_of(trip: Trip, currency: str) -> Document:
    """Write what an itinerary costs besides time, and why it is shown."""
    fare_cents = trip.costs.fare_cents
    return costs_of(trip.costs, trip.odds_share) | known(
        fareTotal=None if fare_cents is None else _money(fare_cents, currency),
        paretoRole=list(trip.reasons) or None,
    )


def fares_of(trip: Trip, currency: str) -> list[Document]:
    """Write the tickets of an itinerary: each pays for one effective fare leg."""
    return [
        {"effectiveFareLegProducts": [[[_product(ticket, currency)]]]} for ticket in trip.tickets
    ]


def _product(ticket: Ticket, currency: str) -> Document:
    return {"name": ticket.name} | _money(0 if ticket.owned else ticket.cents, currency)


def _money(cents: int, currency: str) -> Document:
    return {"amount": cents / CENTS, "currency": currency}

"""What the rides of a journey cost, ticket by ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from metropoli.apps.travel.bridge.weighings import Till
from metropoli.apps.travel.types import Ticket
from metropoli.engines import journeys


def tickets_of(
    till: Till, day: journeys.Day, journey: journeys.Journey, legs_of_ride: Sequence[Sequence[int]]
) -> tuple[Ticket, ...] | None:
    """
    Return the cheapest tickets for the rides of a journey; None where nobody tells a fare.

    :param legs_of_ride: by ride, the numbers of the legs of the trip that it is told as
    """
    rides = [fare_ride(till.tariff, day, ride) for ride in journey.rides]
    price = journeys.price_rides(till.tariff, rides)
    if price is None:
        return None
    return tuple(_ticket(till, bought, legs_of_ride) for bought in price.bought)


class Ridden(Protocol):
    """What a fare needs to know of a ride."""

    @property
    def trip(self) -> int: ...
    @property
    def board_position(self) -> int: ...
    @property
    def alight_position(self) -> int: ...
    @property
    def departs_s(self) -> int: ...
    @property
    def arrives_s(self) -> int: ...


def fare_ride(tariff: journeys.Tariff, day: journeys.Day, ride: Ridden) -> journeys.FareRide:
    """Return a ride as its fare sees it."""
    positions = ride.board_position, ride.alight_position
    return journeys.FareRide(
        fare_class=journeys.fare_class(tariff, day.timetable, ride.trip, *positions),
        frame=journeys.frame_at(tariff, day.day, ride.departs_s),
        departs_s=ride.departs_s,
        arrives_s=ride.arrives_s,
    )


def _ticket(till: Till, bought: journeys.Bought, legs_of_ride: Sequence[Sequence[int]]) -> Ticket:
    legs = tuple(leg for ride in bought.rides for leg in legs_of_ride[ride])
    if bought.product < 0:
        return Ticket(key="", name="", name_it="", cents=bought.cents, legs=legs)
    product = till.products.sold[bought.product]
    return Ticket(
        key=product.key,
        name=product.name,
        name_it=product.name_it,
        cents=bought.cents,
        legs=legs,
        owned=product.key in till.owned,
    )

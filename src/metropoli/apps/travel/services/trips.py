"""From here to there."""

from __future__ import annotations

from datetime import date

from metropoli.apps.travel import bridge
from metropoli.apps.travel.services.city_clock import city_now
from metropoli.apps.travel.services.fleets import fleets
from metropoli.apps.travel.services.live import live_network
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import (
    NetworkSummary,
    PassName,
    Point,
    StreetTime,
    StreetTimesQuestion,
    TripAnswer,
    TripRequest,
)


def plan_trip(*, request: TripRequest) -> TripAnswer:
    """
    Find every good way from here to there, by every mode that was asked for.

    :raises NotFound: nothing is loaded, or no street is near one of the ends
    :raises Invalid: both ends are the same place
    """
    now = city_now()
    city = live_network() if request.live else network()
    hand = bridge.AtHand(network=city, fleets=fleets(), now=now)
    return bridge.with_news(bridge.answer(hand, request), city, now)


def list_modes() -> tuple[str, ...]:
    """
    List the ways of moving that can be asked for here, the usual ones first.

    :raises NotFound: nothing was loaded yet
    """
    return tuple(bridge.modes_at_hand(network(), fleets()))


def list_passes() -> tuple[PassName, ...]:
    """
    List the passes that make rides free for who holds them.

    :raises NotFound: nothing was loaded yet
    """
    products = network().products
    sold = (products.sold[one.product] for one in products.passes)
    return tuple(PassName(one.key, one.name, one.name_it or one.name) for one in sold)


def list_street_times(*, question: StreetTimesQuestion) -> tuple[StreetTime | None, ...]:
    """
    List how long the streets take between one point and many, in their order.

    None where no street is near enough, no way leads there, or it takes too long.

    :raises NotFound: nothing was loaded yet
    :raises Refused: only a timetable was loaded
    """
    return bridge.street_times(network(), question)


def read_summary() -> NetworkSummary:
    """
    Say what is in service.

    :raises NotFound: nothing was loaded yet
    """
    city = network()
    about = city.about
    return NetworkSummary(
        version=about.version,
        zone=about.zone,
        n_stops=len(city.labels.stops),
        n_lines=len(city.labels.lines),
        n_trips=len(city.labels.trip_ids),
        n_street_edges=0 if city.streets is None else len(city.streets.edge_tail),
        first_day=date.fromordinal(about.first_day) if about.first_day else None,
        last_day=date.fromordinal(about.last_day) if about.last_day else None,
        center=Point(about.center_lat_deg, about.center_lon_deg),
        generated=about.generated,
        credits=about.credits,
    )

"""From one place to another, page by page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from metropoli.apps.mobility.api.motis.answering import Body, Document, as_text, endpoint
from metropoli.apps.mobility.api.motis.asking import Asked
from metropoli.apps.mobility.api.motis.extras import extras_of, fares_of
from metropoli.apps.mobility.api.motis.legs import legs_of
from metropoli.apps.mobility.api.motis.places import Places
from metropoli.apps.mobility.api.motis.questions import Cursor, Search, read_search
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import STAY, Trip, TripAnswer, TripRequest
from metropoli.base.errors import Invalid, NotFound

MOST_PAGES = 8  # of ours, put together until there are as many as asked for
NEXT = timedelta(minutes=1)  # what leaves a minute after the last one begins another page
DAY = timedelta(days=1)  # a page on which nothing leaves has looked so far


@endpoint(posts=True)
def plan(asked: Asked, version: int, body: Body) -> Document:
    """Answer with the ways from one place to another, with and without public transport."""
    if body and (body.get("fromOffsets") or body.get("toOffsets")):
        raise Invalid("motis_not_offered", name="fromOffsets, toOffsets")
    search = read_search(asked, version, now=travel.city_now())
    places = Places(version)
    direct, rides, currency = _found(search)
    cursors = _cursors(search, rides)
    rides = _wanted(search, rides)
    return {
        "requestParameters": {},
        "debugOutput": {},
        "from": _end(places, search, start=True),
        "to": _end(places, search, start=False),
        "direct": [itinerary(trip, search, places, currency) for trip in direct],
        "itineraries": [itinerary(trip, search, places, currency) for trip in rides],
        "previousPageCursor": str(cursors[0]),
        "nextPageCursor": str(cursors[1]),
    }


def itinerary(trip: Trip, search: Search, places: Places, currency: str) -> Document:
    """Write one way to get there; a stay is told as the time between two legs."""
    trip = without_stays(trip)
    legs = legs_of(trip.legs, places, kind=trip.kind, joined=search.joined, drawn=search.drawn)
    document = {
        "duration": trip.duration_s,
        "startTime": as_text(trip.departs_at),
        "endTime": as_text(trip.arrives_at),
        "transfers": trip.n_changes,
        "id": itinerary_id(legs),
        "legs": legs,
    }
    if search.with_fares and trip.tickets:
        document["fareTransfers"] = fares_of(trip, currency)
        _number_fares(trip, legs)
    return document | extras_of(trip, currency)


def without_stays(trip: Trip) -> Trip:
    """Return a trip without the legs on which one goes nowhere: this API has none."""
    kept = [number for number, leg in enumerate(trip.legs) if leg.mode != STAY]
    if len(kept) == len(trip.legs):
        return trip
    new = {old: number for number, old in enumerate(kept)}
    tickets = tuple(
        replace(ticket, legs=tuple(new[leg] for leg in ticket.legs)) for ticket in trip.tickets
    )
    return replace(trip, legs=tuple(trip.legs[old] for old in kept), tickets=tickets)


def itinerary_id(legs: Iterable[Document]) -> str:
    """Return a name that is the same whenever the same way is found again."""
    told = [
        (leg["mode"], leg.get("tripId", ""), leg["scheduledStartTime"], leg["scheduledEndTime"])
        for leg in legs
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def _found(search: Search) -> tuple[list[Trip], list[Trip], str]:
    """Return the ways without and with public transport, as many as asked for, and the currency."""
    direct: list[Trip] = []
    rides: list[Trip] = []
    currency, modes = "EUR", search.modes
    page = Cursor(earlier=search.arrive_by, at=search.at)
    for _ in range(MOST_PAGES):
        answer = _ask(search, page, modes)
        if answer is None:
            break
        currency = answer.currency
        direct += [trip for trip in answer.trips if not _rides(trip)]
        more = [trip for trip in answer.trips if _rides(trip) and trip not in rides]
        rides += more
        if not more or len(rides) >= search.n_least:
            break
        page, modes = _beyond(page, rides), modes - search.direct
    direct = [trip for trip in direct if trip.duration_s <= search.longest_direct_s]
    return direct, sorted(rides, key=lambda trip: (trip.departs_at, trip.arrives_at)), currency


def _ask(search: Search, page: Cursor, modes: frozenset[str]) -> TripAnswer | None:
    """Return one page of ours; nothing where a place is away from every street, or is the other."""
    if not modes:
        return None
    request = TripRequest(
        start=search.start,
        end=search.end,
        at=page.at,
        arrive_by=page.earlier,
        modes=modes,
        max_rides=max(1, search.max_rides),
        manner=search.manner,
        live=search.live,
        vias=search.vias,
    )
    try:
        return travel.plan_trip(request=request)
    except (NotFound, Invalid) as refusal:
        if refusal.code in {"no_street_nearby", "same_place"}:
            return None
        raise


def _rides(trip: Trip) -> bool:
    return any(leg.line for leg in trip.legs)


def _beyond(page: Cursor, rides: list[Trip]) -> Cursor:
    """Return the page after (or before) some rides, of those that are all told."""
    rides = [trip for trip in rides if not trip.beside] or rides
    if page.earlier:
        return Cursor(earlier=True, at=min(trip.arrives_at for trip in rides) - NEXT)
    return Cursor(earlier=False, at=max(trip.departs_at for trip in rides) + NEXT)


def _cursors(search: Search, rides: list[Trip]) -> tuple[Cursor, Cursor]:
    """Return the page before and the page after an answer."""
    if rides:
        return _beyond(Cursor(earlier=True, at=search.at), rides), _beyond(
            Cursor(earlier=False, at=search.at), rides
        )
    back = search.at - DAY if search.arrive_by else search.at
    on = search.at if search.arrive_by else search.at + DAY
    return Cursor(earlier=True, at=back), Cursor(earlier=False, at=on)


def _wanted(search: Search, rides: list[Trip]) -> list[Trip]:
    """Leave out what takes longer or is more than was asked for."""
    kept = [trip for trip in rides if trip.duration_s <= search.longest_s]
    if not search.whole_window:
        kept = [trip for trip in kept if not _beaten(trip, kept, arrive_by=search.arrive_by)]
    return kept[-search.n_most :] if search.arrive_by else kept[: search.n_most]


def _beaten(trip: Trip, among: list[Trip], *, arrive_by: bool) -> bool:
    """Tell whether another is there as early with as few changes (or leaves as late)."""

    def worth(one: Trip) -> tuple[float, int]:
        at_s = -one.departs_at.timestamp() if arrive_by else one.arrives_at.timestamp()
        return at_s, one.n_changes

    mine = worth(trip)
    return any(
        all(a <= b for a, b in zip(worth(other), mine, strict=True)) and worth(other) != mine
        for other in among
    )


def _end(places: Places, search: Search, *, start: bool) -> Document:
    stop = search.start_stop if start else search.end_stop
    if stop is not None:
        return places.stop(stop)
    return places.point(search.start if start else search.end)


def _number_fares(trip: Trip, legs: list[Document]) -> None:
    """Tell of each ride which ticket pays for it."""
    joined_to: list[int] = []
    for leg in trip.legs:
        stays = leg.stays_on_board and joined_to and len(legs) < len(trip.legs)
        joined_to.append(joined_to[-1] if stays else (joined_to[-1] + 1 if joined_to else 0))
    for number, ticket in enumerate(trip.tickets):
        for leg_number in ticket.legs:
            if leg_number < len(joined_to) and joined_to[leg_number] < len(legs):
                legs[joined_to[leg_number]] |= {
                    "fareTransferIndex": number,
                    "effectiveFareLegIndex": 0,
                }

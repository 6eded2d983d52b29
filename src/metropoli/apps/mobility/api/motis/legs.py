"""Legs: a stretch in a vehicle or on one's own, in the words of one version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace

from metropoli.apps.mobility.api.motis.answering import Document, as_text, known
from metropoli.apps.mobility.api.motis.extras import costs_of
from metropoli.apps.mobility.api.motis.modes import mode_of
from metropoli.apps.mobility.api.motis.places import Places, arriving, leaving
from metropoli.apps.mobility.api.motis.polylines import polyline
from metropoli.apps.mobility.api.motis.steps import steps_of
from metropoli.apps.travel.types import (
    KISS_RIDE,
    WALK,
    Costs,
    Leg,
    LineName,
    Notice,
    Rental,
)

OWN = {"walk": "WALK", "bike": "BIKE", "car": "CAR", "on_demand": "FLEX"}
FORMS = {
    "bicycle": "BICYCLE",
    "cargo_bicycle": "CARGO_BICYCLE",
    "car": "CAR",
    "moped": "MOPED",
    "scooter": "SCOOTER_STANDING",
    "scooter_standing": "SCOOTER_STANDING",
    "scooter_seated": "SCOOTER_SEATED",
}
# Effects of GTFS-Realtime that this API knows; others are told as the unknown one.
EFFECTS = {
    "NO_SERVICE", "REDUCED_SERVICE", "SIGNIFICANT_DELAYS", "DETOUR", "ADDITIONAL_SERVICE",
    "MODIFIED_SERVICE", "OTHER_EFFECT", "UNKNOWN_EFFECT", "STOP_MOVED", "NO_EFFECT",
    "ACCESSIBILITY_ISSUE",
}  # fmt: skip


def legs_of(
    legs: Sequence[Leg], places: Places, *, kind: str, joined: bool, drawn: bool
) -> list[Document]:
    """Write the legs of a trip, each beginning where the one before ends."""
    told = join_legs(legs) if joined else list(legs)
    written: list[Document] = []
    for nth, leg in enumerate(told):
        document = _ride(leg, places) if leg.line else _own_way(leg, places, kind)
        if not leg.line:
            before = written[-1]["to"] if written else None
            following = told[nth + 1] if nth + 1 < len(told) else None
            document["from"] = _own_end(document["from"], before, "departure", leg)
            document["to"] = _own_end(
                document["to"], _first_stop(following, places), "arrival", leg
            )
        document["legGeometry"] = polyline(leg.geometry if drawn else (), places.version)
        if drawn and leg.steps:
            document["steps"] = steps_of(leg, places.version)
        written.append(document | costs_of(leg.costs, leg.odds_share))
    return written


def join_legs(legs: Sequence[Leg]) -> list[Leg]:
    """Return the legs with one for each vehicle, even where it goes on as another line."""
    told: list[Leg] = []
    for leg in legs:
        if leg.stays_on_board and told:
            told[-1] = _joined(told[-1], leg)
        else:
            told.append(leg)
    return told


def line_words(line: LineName) -> Document:
    """Write a line. Its short name is what is shown, so that versions before 4 read the same."""
    return known(
        routeId=line.key,
        routeColor=line.color.upper() or None,
        routeTextColor=line.text_color.upper() or None,
        agencyName=line.agency,
        agencyId=line.agency,
        agencyUrl="",
        routeShortName=line.short_name,
        routeLongName=line.long_name,
        tripShortName="",
        displayName=line.short_name,
    )


def alert(notice: Notice) -> Document:
    """Write what whoever runs a line or a stop tells its travellers."""
    effect = notice.effect.upper()
    during = known(
        start=notice.from_at and as_text(notice.from_at),
        end=notice.until_at and as_text(notice.until_at),
    )
    return known(
        headerText=notice.header,
        descriptionText=notice.text,
        url=notice.url or None,
        effect=(effect if effect in EFFECTS else "UNKNOWN_EFFECT") if effect else None,
        impactPeriod=[during] if during else None,
    )


def _ride(leg: Leg, places: Places) -> Document:
    first, last = leg.calls[0], leg.calls[-1]
    assert leg.line is not None
    return known(
        **_times(leg),
        mode=mode_of(leg.mode, places.version),
        **{"from": leaving(places.call(first)), "to": arriving(places.call(last))},
        scheduledStartTime=as_text(first.planned_departs_at or leg.departs_at),
        scheduledEndTime=as_text(last.planned_arrives_at or leg.arrives_at),
        realTime=leg.live != "",
        scheduled=leg.live != "added",
        cancelled=leg.live == "cancelled",
        interlineWithPreviousLeg=leg.stays_on_board,
        headsign=leg.headsign,
        tripId=leg.trip_key,
        directionId="0",
        **line_words(leg.line),
        intermediateStops=[places.call(call) for call in leg.passed],
        alerts=[alert(notice) for notice in leg.notices] or None,
        bikesAllowed=leg.bikes,
        wheelchairAccessible=accessible(leg.step_free),
        reservation="NONE",
        distance=leg.length_m,
    )


def accessible(step_free: bool | None) -> str | None:  # noqa: FBT001 - it is the only thing said
    """Write whether a wheelchair is taken, where somebody says."""
    if step_free is None:
        return None
    return "ACCESSIBLE" if step_free else "NOT_ACCESSIBLE"


def _own_way(leg: Leg, places: Places, kind: str) -> Document:
    return known(
        **_times(leg),
        mode=_own_mode(leg, kind),
        **{"from": places.point(leg.start), "to": places.point(leg.end)},
        scheduledStartTime=as_text(leg.departs_at),
        scheduledEndTime=as_text(leg.arrives_at),
        realTime=False,
        scheduled=True,
        distance=leg.length_m,
        rental=_rental(leg.rental) if leg.rental else None,
    )


def _own_mode(leg: Leg, kind: str) -> str:
    if leg.rental is not None:
        return "RENTAL"
    if leg.mode == "car" and leg.parking is not None:
        return "CAR_PARKING"
    if leg.mode == "car" and kind == KISS_RIDE:
        return "CAR_DROPOFF"
    return OWN.get(leg.mode, OWN[WALK])


def _rental(rental: Rental) -> Document:
    return known(
        providerId=rental.system,
        providerGroupId=rental.system,
        systemId=rental.system,
        systemName=rental.system,
        url=rental.url or None,
        fromStationName=rental.taken_at or None,
        toStationName=rental.left_at or None,
        formFactor=FORMS.get(rental.form, "OTHER"),
        propulsionType="ELECTRIC" if rental.electric else "HUMAN",
    )


def _times(leg: Leg) -> Document:
    return {
        "duration": leg.duration_s,
        "startTime": as_text(leg.departs_at),
        "endTime": as_text(leg.arrives_at),
    }


def _own_end(point: Document, stop: Document | None, at: str, leg: Leg) -> Document:
    """Return the end of a way on one's own: the stop of the ride beside it, or the point itself."""
    instant = as_text(leg.departs_at if at == "departure" else leg.arrives_at)
    place = {name: value for name, value in (stop or point).items() if name not in TIMES}
    scheduled = "scheduledDeparture" if at == "departure" else "scheduledArrival"
    return place | {at: instant, scheduled: instant}


def _first_stop(leg: Leg | None, places: Places) -> Document | None:
    return places.call(leg.calls[0]) if leg is not None and leg.calls else None


def _joined(one: Leg, other: Leg) -> Leg:
    there = one.calls[-1]
    here = other.calls[0]
    changing = replace(
        here, arrives_at=there.arrives_at, planned_arrives_at=there.planned_arrives_at
    )
    return replace(
        one,
        end=other.end,
        arrives_at=other.arrives_at,
        length_m=one.length_m + other.length_m,
        geometry=(*one.geometry, *other.geometry),
        calls=(*one.calls[:-1], changing, *other.calls[1:]),
        notices=tuple(dict.fromkeys((*one.notices, *other.notices))),
        costs=Costs(*map(_sum, astuple(one.costs), astuple(other.costs))),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


TIMES = {
    "arrival", "departure", "scheduledArrival", "scheduledDeparture", "pickupType", "dropoffType",
}  # fmt: skip

"""What leaves from a stop or arrives there, and which lines call at it."""

from __future__ import annotations

from datetime import timedelta

from metropoli.apps.mobility.api.motis.answering import Body, Document, endpoint, known
from metropoli.apps.mobility.api.motis.asking import Asked
from metropoli.apps.mobility.api.motis.legs import accessible, alert, line_words
from metropoli.apps.mobility.api.motis.modes import mode_of, vehicles_meant
from metropoli.apps.mobility.api.motis.places import Places, arriving, leaving, point_of
from metropoli.apps.mobility.api.motis.questions import EARLIER, Cursor, read_cursor
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Call, Passage, PassageQuestion
from metropoli.base.errors import Invalid

MOST_RESULTS = 1_024
WIDEST_M, LONGEST_WINDOW_S = 10_000, 7 * 86_400
SECOND = timedelta(seconds=1)


@endpoint()
def stop_times(asked: Asked, version: int, body: Body) -> Document:
    """Answer with the next departures or arrivals at a stop, or around a position."""
    arrivals = asked.flag("arriveBy")
    n = asked.whole("n", default=0, least=0, most=MOST_RESULTS)
    window_s = asked.whole("window", default=0, least=0, most=LONGEST_WINDOW_S)
    if not n and not window_s:
        raise Invalid("motis_missing", name="n")
    page = _page(asked, arrivals=arrivals)
    places = Places(version)
    keys, place = _where(asked, places)
    question = PassageQuestion(
        stops=keys,
        at=page.at,
        earlier=page.earlier,
        arrivals=arrivals,
        n=n,
        window_s=window_s,
        vehicles=vehicles_meant(asked.words("mode") or (), name="mode"),
    )
    found = travel.list_passages(question=question)
    with_stops = asked.flag("fetchStops")
    told = [_stop_time(one, places, arrivals=arrivals, with_stops=with_stops) for one in found]
    return {"stopTimes": told, "place": place} | _cursors(page, found, arrivals=arrivals)


@endpoint()
def stop(asked: Asked, version: int, body: Body) -> Document:
    """Answer with a stop and the lines that call there, or around a position."""
    places = Places(version)
    keys, place = _where(asked, places)
    lines = {
        line.key: line
        for key in keys
        for line in travel.read_board(key=key, at=travel.city_now()).page.lines
    }
    told = [line_words(line) | {"mode": mode_of(line.vehicle, version)} for line in lines.values()]
    told = [{name: value for name, value in one.items() if name in ROUTE} for one in told]
    told.sort(key=lambda one: (one["routeShortName"], one["routeId"]))
    return {"place": place, "routes": told}


ROUTE = {
    "routeId", "routeShortName", "routeLongName", "mode", "agencyId", "agencyName", "agencyUrl",
    "routeColor", "routeTextColor",
}  # fmt: skip


def _page(asked: Asked, *, arrivals: bool) -> Cursor:
    cursor = read_cursor(asked.text("pageCursor"))
    if cursor is not None:
        return cursor
    way = asked.text("direction") or (EARLIER if arrivals else "")
    return Cursor(earlier=way == EARLIER, at=asked.instant("time", now=travel.city_now()))


def _where(asked: Asked, places: Places) -> tuple[tuple[str, ...], Document]:
    """Return the stops that are meant, and the place that stands for them."""
    radius_m = asked.whole("radius", default=0, least=0, most=WIDEST_M)
    key = asked.text("stopId")
    if not key:
        if not radius_m:
            raise Invalid("motis_missing", name="stopId")
        spot = asked.spot("center")
        return _around(spot.lat_deg, spot.lon_deg, radius_m), places.point(point_of(spot, "center"))
    found = travel.read_stop(key=key)
    keys = (key,) if asked.flag("exactRadius") else travel.list_stops_together(key=key)
    if radius_m:
        keys += _around(found.stop.lat_deg, found.stop.lon_deg, radius_m)
    return tuple(dict.fromkeys(keys)), places.stop_on_map(found)


def _around(lat_deg: float, lon_deg: float, radius_m: int) -> tuple[str, ...]:
    near = travel.list_stops_near(lat_deg=lat_deg, lon_deg=lon_deg, radius_m=radius_m)
    return tuple(one.stop.key for one in near)


def _stop_time(passage: Passage, places: Places, *, arrivals: bool, with_stops: bool) -> Document:
    leg, call = passage.leg, passage.call
    assert leg.line is not None
    last = len(leg.calls) - 1
    place = places.call(call)
    place = leaving(place) if passage.position == 0 else place
    place = arriving(place) if passage.position == last else place
    allowed = call.alights if arrivals else call.boards
    unkept = call.skipped or leg.live == "cancelled"
    return known(
        place=place,
        mode=mode_of(leg.mode, places.version),
        realTime=leg.live != "",
        headsign=leg.headsign,
        tripFrom=leaving(places.call(leg.calls[0])),
        tripTo=arriving(places.call(leg.calls[-1])),
        directionId="0",
        tripId=leg.trip_key,
        **line_words(leg.line),
        previousStops=_others(
            leg.calls[: passage.position], places, wanted=with_stops and arrivals
        ),
        nextStops=_others(
            leg.calls[passage.position + 1 :], places, wanted=with_stops and not arrivals
        ),
        pickupDropoffType="NORMAL" if allowed and not unkept else "NOT_ALLOWED",
        cancelled=unkept,
        tripCancelled=leg.live == "cancelled",
        alerts=[alert(notice) for notice in leg.notices] or None,
        bikesAllowed=bool(leg.bikes),
        wheelchairAccessible=accessible(bool(leg.step_free)),
        reservation="NONE",
        source="",
    )


def _others(calls: tuple[Call, ...], places: Places, *, wanted: bool) -> list[Document] | None:
    return [places.call(call) for call in calls] if wanted else None


def _cursors(page: Cursor, found: tuple[Passage, ...], *, arrivals: bool) -> Document:
    """Return where the pages before and after begin: no passage is on two of them."""
    at = [one.call.arrives_at if arrivals else one.call.departs_at for one in found]
    first, last = (min(at), max(at)) if at else (page.at, page.at)
    return {
        "previousPageCursor": str(Cursor(earlier=True, at=first - SECOND)),
        "nextPageCursor": str(Cursor(earlier=False, at=last + SECOND)),
    }

"""Names to places, and places to names."""

from __future__ import annotations

import re
from math import log10

from metropoli.apps.mobility.api.motis.answering import Body, Document, endpoint, known
from metropoli.apps.mobility.api.motis.asking import Asked, Spot, unreadable
from metropoli.apps.mobility.api.motis.modes import mode_of, vehicles_meant
from metropoli.apps.territory import queries as territory
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import StopName, Window
from metropoli.apps.words import queries as words
from metropoli.apps.words.types import Found, Near
from metropoli.base.errors import NotFound

TYPES = ("ADDRESS", "PLACE", "STOP")
# Which of our kinds is which of theirs; what is no place at all (a line, a project) is left out.
KINDS = {"stop": "STOP", "street": "ADDRESS", "place": "PLACE", "comune": "PLACE", "point": "PLACE"}
MOST_RESULTS = words.MOST_ANSWERS
COUNTRY = "IT"
COMUNE_LEVEL = 8  # OpenStreetMap's admin_level of a municipality in Italy
LOOKED_AROUND_M = 500.0
BUSY = 5  # log10 of the calls a day above which nothing is more important


@endpoint()
def geocode(asked: Asked, version: int, body: Body) -> list[Document]:
    """Answer with what a text may mean, the likeliest first."""
    text = asked.needed("text")
    limit = asked.whole("numResults", default=10, least=1, most=MOST_RESULTS)
    found = _find(asked, text, limit)
    matches = [_match(entry, text, rank) for rank, entry in enumerate(found) if _placed(entry)]
    modes = {mode_of(one, 5) for one in vehicles_meant(asked.words("mode") or (), name="mode")}
    if modes:
        matches = [one for one in matches if one["type"] != "STOP" or modes & set(one["modes"])]
    if asked.text("min") and asked.text("max"):
        window = asked.window()
        matches = [one for one in matches if _inside(one, window)]
    return matches[:limit]


@endpoint()
def reverse_geocode(asked: Asked, version: int, body: Body) -> list[Document]:
    """Answer with what is near a position, the nearest first."""
    spot = asked.spot("place")
    limit = asked.whole("numResults", default=5, least=1, most=MOST_RESULTS)
    wanted = _types(asked)
    area = territory.comune_of_point(spot.lat_deg, spot.lon_deg)
    context = area.comune.name_it if area else ""
    found = []
    if "STOP" in wanted:
        found += [(away_m, _stop_there(stop, context)) for away_m, stop in _stops_near(spot, limit)]
    if "PLACE" in wanted:
        found += _places_near(spot, context, limit)
    if not found and context and "PLACE" in wanted:
        found.append((0.0, Found("comune", context, context, "", spot.lat_deg, spot.lon_deg, "")))
    found.sort(key=lambda one: one[0])
    return [_match(entry, "", rank) for rank, (_, entry) in enumerate(found[:limit])]


def _find(asked: Asked, text: str, limit: int) -> tuple[Found, ...]:
    near = asked.spot("place") if asked.text("place") else None
    wanted = _types(asked)
    picky = asked.words("mode") or asked.text("min")
    language = (asked.words("language") or ["it"])[0]
    return words.find(
        text,
        "en" if language.startswith("en") else "it",
        near=Near(near.lat_deg, near.lon_deg) if near else None,
        kinds=[kind for kind, their in KINDS.items() if their in wanted],
        limit=MOST_RESULTS if picky else limit,
    )


def _stops_near(spot: Spot, limit: int) -> list[tuple[float, StopName]]:
    found = travel.list_stops_near(
        lat_deg=spot.lat_deg, lon_deg=spot.lon_deg, radius_m=LOOKED_AROUND_M
    )
    return [
        (words.distance_m(spot.lat_deg, spot.lon_deg, at.stop.lat_deg, at.stop.lon_deg), at.stop)
        for at in found[:limit]
    ]


def _stop_there(stop: StopName, context: str) -> Found:
    return Found("stop", stop.key, stop.name, context, stop.lat_deg, stop.lon_deg, "")


def _places_near(spot: Spot, context: str, limit: int) -> list[tuple[float, Found]]:
    return [
        (
            place.away_m or 0.0,
            Found(
                "place",
                f"{place.kind}:{place.key}",
                place.name_it,
                context,
                place.lat_deg,
                place.lon_deg,
                "",
            ),
        )
        for place in territory.nearest_places(
            spot.lat_deg, spot.lon_deg, limit=limit, within_m=LOOKED_AROUND_M
        )
    ]


def _inside(match: Document, window: Window) -> bool:
    return bool(
        window.south_deg <= match["lat"] <= window.north_deg
        and window.west_deg <= match["lon"] <= window.east_deg
    )


def _types(asked: Asked) -> frozenset[str]:
    wanted = asked.words("type")
    for word in wanted or ():
        if word not in TYPES:
            raise unreadable("type", word)
    return frozenset(wanted or TYPES)


def _placed(entry: Found) -> bool:
    return entry.lat_deg is not None and entry.kind in KINDS


def _match(entry: Found, text: str, rank: int) -> Document:
    kind = KINDS[entry.kind]
    match: Document = known(
        type=kind,
        tokens=_tokens(entry.name, text),
        name=entry.name,
        id=entry.key if kind == "STOP" else f"{entry.kind}/{entry.key}",
        lat=entry.lat_deg,
        lon=entry.lon_deg,
        street=entry.name if kind == "ADDRESS" else None,
        country=COUNTRY if entry.context else None,
        areas=_areas(entry),
        score=float(rank),
    )
    return match | (_of_stop(entry.key) if kind == "STOP" else {})


def _of_stop(key: str) -> Document:
    """Tell what calls at a stop; a name may have outlived it."""
    try:
        stop = travel.read_stop(key=key)
    except NotFound:
        return {"modes": []}
    return {
        "modes": [mode_of(vehicle, 5) for vehicle in stop.vehicles],
        "importance": round(min(1.0, log10(1 + stop.calls_a_day) / BUSY), 3),
        "tz": travel.read_summary().zone,
    }


def _areas(entry: Found) -> list[Document]:
    if not entry.context:
        return []
    return [{"name": entry.context, "adminLevel": COMUNE_LEVEL, "matched": False, "default": True}]


def _tokens(name: str, text: str) -> list[list[int]]:
    """Tell which letters of the name were met: where each begins, and how many."""
    met = []
    for word in dict.fromkeys(re.findall(r"\w+", text.lower())):
        at = name.lower().find(word)
        if at >= 0:
            met.append([at, len(word)])
    return sorted(met)

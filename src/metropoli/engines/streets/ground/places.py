"""Read what has a name and a position, for the search box."""

from __future__ import annotations

from typing import Any

from metropoli.engines.streets.ground.gathering import centre
from metropoli.engines.streets.ground.kinds import place_kind
from metropoli.engines.streets.ground.types import NamedPlace
from metropoli.engines.streets.reading.passes import tagged_areas

KEYS = (
    "place",
    "railway",
    "amenity",
    "tourism",
    "leisure",
    "historic",
    "office",
    "natural",
    "shop",
    "public_transport",
    "aeroway",
    "building",
    "healthcare",
)
STATIONS = frozenset(("station", "halt", "stop", "tram_stop", "subway_entrance"))
OFTEN = frozenset(
    [
        "bench",
        "waste_basket",
        "parking_space",
        "bicycle_parking",
        "recycling",
        "vending_machine",
        "drinking_water",
        "post_box",
        "telephone",
        "atm",
        "waste_disposal",
        "parking_entrance",
        "shelter",
        "clock",
        "street_lamp",
    ]
)
WORTH = {
    "amenity": None,  # all but what stands on every corner
    "tourism": None,
    "leisure": frozenset(
        ("park", "stadium", "sports_centre", "swimming_pool", "garden", "nature_reserve")
    ),
    "historic": None,
    "office": frozenset(("government", "association", "educational_institution")),
    "natural": frozenset(("peak", "water", "spring")),
    "aeroway": frozenset(("aerodrome", "terminal")),
    "healthcare": None,
}
MOST_NAME = 200


def read_places(data: bytes, form: str, *, most_shops: int = 20_000) -> tuple[NamedPlace, ...]:
    """
    Read named settlements, stations, services and sights, areas at the middle of their box.

    :param form: "pbf" or "xml"
    :param most_shops: shops are read until there are so many
    :raises Invalid: `osm_unreadable` (with a reason) or `osm_too_large`
    """
    found: dict[tuple[str, str, int, int], NamedPlace] = {}
    n_shops = 0
    for thing in tagged_areas(data, form, *KEYS):
        if not (thing.is_node() or thing.is_area()) or not thing.tags.get("name"):
            continue
        kind, spot = _kind(thing.tags), None
        if kind == "shop":
            n_shops += 1
        if kind is not None and (kind != "shop" or n_shops <= most_shops):
            spot = _spot(thing)
        if kind is None or spot is None:
            continue
        name = thing.tags["name"].strip()[:MOST_NAME]
        # The same thing is often drawn twice, as a point and as an outline: one in 500 m is enough.
        key = (kind, name.casefold(), round(spot[0] * 200), round(spot[1] * 200))
        found.setdefault(key, NamedPlace(kind, name, *spot))
    return tuple(found.values())


def _kind(tags: Any) -> str | None:
    settlement = place_kind(tags)
    if settlement or tags.get("place") == "square":
        return settlement or "square"
    if tags.get("railway") in STATIONS:
        return "station" if tags["railway"] in {"station", "halt"} else None
    for key, worth in WORTH.items():
        value = tags.get(key)
        if value and value not in OFTEN and (worth is None or value in worth):
            return str(value)
    return "shop" if tags.get("shop") else None


def _spot(thing: Any) -> tuple[float, float] | None:
    if thing.is_node():
        return (thing.location.lat, thing.location.lon) if thing.location.valid() else None
    points = [(node.lat, node.lon) for ring in thing.outer_rings() for node in ring]
    return centre(points) if points else None

"""From tags to the few kinds of things that our map draws."""

from __future__ import annotations

from collections.abc import Mapping

Tags = Mapping[str, str]

KINDS: dict[str, tuple[str, ...]] = {
    "ground": ("built", "industry", "farm", "green", "wood", "square", "sand", "water"),
    "building": ("building",),
    "water": ("river", "canal", "stream"),
    "street": (
        "motorway",
        "trunk",
        "primary",
        "secondary",
        "tertiary",
        "minor",
        "pedestrian",
        "service",
        "track",
        "cycleway",
        "path",
        "steps",
    ),
    "rail": ("rail", "metro", "tram", "funicular", "siding"),
    "boundary": ("region", "province", "comune"),
    "place": ("city", "town", "village", "suburb", "hamlet"),
}

GROUND: dict[str, dict[str, str]] = {
    "natural": {
        "water": "water",
        "wood": "wood",
        "scrub": "green",
        "heath": "green",
        "grassland": "green",
        "wetland": "green",
        "beach": "sand",
        "sand": "sand",
        "bare_rock": "sand",
        "scree": "sand",
        "shingle": "sand",
        "bay": "water",
    },
    "waterway": {"riverbank": "water", "dock": "water"},
    "landuse": {
        "reservoir": "water",
        "basin": "water",
        "forest": "wood",
        "residential": "built",
        "commercial": "built",
        "retail": "built",
        "industrial": "industry",
        "railway": "industry",
        "quarry": "industry",
        "landfill": "industry",
        "brownfield": "industry",
        "construction": "industry",
        "port": "industry",
        "farmland": "farm",
        "farmyard": "farm",
        "orchard": "farm",
        "vineyard": "farm",
        "greenhouse_horticulture": "farm",
        "grass": "green",
        "meadow": "green",
        "recreation_ground": "green",
        "village_green": "green",
        "cemetery": "green",
        "allotments": "green",
        "flowerbed": "green",
    },
    "leisure": {
        "park": "green",
        "garden": "green",
        "golf_course": "green",
        "pitch": "green",
        "playground": "green",
        "common": "green",
        "nature_reserve": "",
    },
    "place": {"square": "square"},
    "amenity": {"marketplace": "square", "grave_yard": "green"},
    "highway": {"pedestrian": "square"},
}
STREET = {
    "unclassified": "minor",
    "residential": "minor",
    "living_street": "minor",
    "road": "minor",
    "footway": "path",
    "bridleway": "path",
    "corridor": "path",
    "path": "path",
    "busway": "service",
} | {name: name for name in KINDS["street"]}
WATER = {"river": "river", "canal": "canal", "stream": "stream"}
RAIL = {
    "rail": "rail",
    "light_rail": "rail",
    "narrow_gauge": "rail",
    "subway": "metro",
    "tram": "tram",
    "funicular": "funicular",
}
PLACE = {
    "city": "city",
    "town": "town",
    "village": "village",
    "suburb": "suburb",
    "quarter": "suburb",
    "neighbourhood": "suburb",
    "borough": "suburb",
    "hamlet": "hamlet",
    "isolated_dwelling": "hamlet",
}
BOUNDARY = {"4": "region", "6": "province", "8": "comune"}
PEOPLE = {"city": 100_000.0, "town": 15_000.0, "village": 1_500.0, "suburb": 800.0, "hamlet": 100.0}
MOST_PEOPLE = 1e8


def area_kind(tags: Tags) -> tuple[str, str] | None:
    """Return the layer and kind of an area, or None where it is not drawn."""
    for key, kinds in GROUND.items():
        kind = kinds.get(tags.get(key, ""))
        if kind:
            return "ground", kind
    if tags.get("building", "no") != "no":
        return "building", "building"
    return None


def line_kind(tags: Tags) -> tuple[str, str] | None:
    """Return the layer and kind of a line, or None where it is not drawn."""
    highway = tags.get("highway", "").removesuffix("_link")
    if highway in STREET and tags.get("area") != "yes":
        return "street", STREET[highway]
    if tags.get("railway") in RAIL:
        aside = tags.get("service") in {"yard", "siding", "spur", "crossover"}
        return "rail", "siding" if aside else RAIL[tags["railway"]]
    if tags.get("waterway") in WATER and tags.get("tunnel") != "culvert":
        return "water", WATER[tags["waterway"]]
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in BOUNDARY:
        return "boundary", BOUNDARY[tags["admin_level"]]
    return None


def place_kind(tags: Tags) -> str | None:
    """Return the kind of a settlement, or None where it is none."""
    return PLACE.get(tags.get("place", ""))


def people(tags: Tags, kind: str) -> float:
    """Return how many people live in a settlement, as its tag says or as its kind suggests."""
    said = tags.get("population", "").replace(".", "").replace(" ", "").replace("'", "")
    if said.isdecimal() and len(said) <= len("100000000"):
        return min(float(said), MOST_PEOPLE)
    return PEOPLE[kind]

"""How fast one moves on a way, before slopes and junctions."""

from __future__ import annotations

import re
from collections.abc import Mapping

Tags = Mapping[str, str]

WALK_KMH = 5.0  # ISO 13482 and HCM 2010 take 1.2-1.5 m/s for adults: 1.39 m/s
STEP_FREE_KMH = 3.6  # r5r's and many city guidelines' figure for low effort
BIKE_KMH = 18.0
PUSH_KMH = 4.5
STAIRS_KMH = (
    2.2  # along the horizontal; Fruin (1971): 0.5-0.7 m/s, drawn length is shorter than walked
)
PUSH_STAIRS_KMH = 1.2
FERRY_KMH = 15.0
LIMIT_MOST_KMH = 150.0
MPH_KMH = 1.609344
KNOT_KMH = 1.852

# Italian highway code, art. 142, and what the wiki tells to write for it.
ZONES_KMH = {
    "it:urban": 50.0,
    "it:rural": 90.0,
    "it:trunk": 110.0,
    "it:motorway": 130.0,
    "it:living_street": 20.0,
    "walk": 7.0,
    "none": 130.0,
}
URBAN_WORDS = ("urban", "living_street", "zone30", "zone:30", "zone20", "it:30", "zone:20")

# Share of the usual speed, and how much less pleasant a second becomes: walk, bike.
SURFACES = {
    "asphalt": (1.0, 1.0),
    "paved": (1.0, 1.0),
    "concrete": (1.0, 1.0),
    "paving_stones": (1.0, 0.95),
    "concrete:plates": (1.0, 0.9),
    "concrete:lanes": (1.0, 0.85),
    "sett": (1.0, 0.75),
    "cobblestone": (0.97, 0.65),
    "unhewn_cobblestone": (0.92, 0.5),
    "compacted": (1.0, 0.85),
    "fine_gravel": (1.0, 0.8),
    "gravel": (0.95, 0.65),
    "pebblestone": (0.92, 0.6),
    "unpaved": (0.95, 0.7),
    "dirt": (0.92, 0.6),
    "earth": (0.92, 0.6),
    "ground": (0.92, 0.6),
    "grass": (0.88, 0.45),
    "grass_paver": (0.95, 0.6),
    "mud": (0.75, 0.35),
    "sand": (0.7, 0.3),
    "wood": (1.0, 0.85),
    "metal": (1.0, 0.85),
}
UNPAVED_FROM = 0.86  # share on a bike below which a surface counts as unpaved, setts apart
STONES = frozenset(("sett", "cobblestone", "unhewn_cobblestone"))
SMOOTHNESS = {
    "excellent": (1.0, 1.0),
    "good": (1.0, 1.0),
    "intermediate": (1.0, 0.92),
    "bad": (0.97, 0.75),
    "very_bad": (0.92, 0.55),
    "horrible": (0.8, 0.35),
    "very_horrible": (0.7, 0.2),
    "impassable": (0.5, 0.1),
}
TRACKTYPES = {
    "grade1": (1.0, 0.95),
    "grade2": (0.98, 0.8),
    "grade3": (0.95, 0.65),
    "grade4": (0.9, 0.5),
    "grade5": (0.85, 0.4),
}
BIKE_BY_CLASS_KMH = {
    "cycleway": 18.0,
    "pedestrian": 9.0,
    "footway": 9.0,
    "path": 14.0,
    "living_street": 14.0,
    "service": 15.0,
    "track": 15.0,
    "platform": PUSH_KMH,
}
CAR_SURFACE_KMH = {"gravel": 40.0, "unpaved": 40.0, "compacted": 50.0, "dirt": 30.0, "ground": 30.0}
CAR_SURFACE_KMH |= {"earth": 30.0, "grass": 15.0, "mud": 10.0, "sand": 15.0, "cobblestone": 40.0}
CAR_SURFACE_KMH |= {"unhewn_cobblestone": 25.0, "fine_gravel": 45.0, "pebblestone": 35.0}
SERVICE_KMH = {"parking_aisle": 10.0, "driveway": 10.0, "drive-through": 8.0, "alley": 15.0}

_SPEED = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,2})?)\s*(mph|knots|km/h|kmh|kph)?\s*$")


def limit_kmh(text: str) -> float | None:
    """Return the legal limit that a `maxspeed` value states, or None where it states none."""
    low = text.split(";", maxsplit=1)[0].split("|", maxsplit=1)[0].strip().lower()
    if low in ZONES_KMH:
        return ZONES_KMH[low]
    found = _SPEED.match(low)
    if not found:
        zone = re.search(r"zone:?(\d{2})$|^[a-z]{2}:(\d{2})$", low)
        return float(zone.group(1) or zone.group(2)) if zone else None
    unit = {"mph": MPH_KMH, "knots": KNOT_KMH}.get(found.group(2) or "", 1.0)
    value = float(found.group(1)) * unit
    return min(value, LIMIT_MOST_KMH) if value >= 1.0 else None


def limits_kmh(tags: Tags) -> tuple[float, float]:
    """Return the limits along and against a way; -1 where nothing is said."""
    both = next(
        (
            found
            for key in ("maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed")
            if (found := limit_kmh(tags.get(key, ""))) is not None
        ),
        -1.0,
    )
    along = limit_kmh(tags.get("maxspeed:forward", ""))
    against = limit_kmh(tags.get("maxspeed:backward", ""))
    return (both if along is None else along, both if against is None else against)


def is_urban(tags: Tags) -> int:
    """Return 1 where tags say built-up, 0 where they say open country, -1 where they do not say."""
    said = " ".join(
        tags.get(key, "").lower()
        for key in ("maxspeed:type", "source:maxspeed", "zone:traffic", "zone:maxspeed", "maxspeed")
    )
    if any(word in said for word in URBAN_WORDS):
        return 1
    return 0 if any(word in said for word in ("rural", "motorway", "it:trunk")) else -1


def roughness(tags: Tags) -> tuple[float, float]:
    """Return the shares of the usual speed that surface, smoothness and track type leave: walk, bike."""
    surface = SURFACES.get(tags.get("surface", ""))
    if surface is None:
        surface = TRACKTYPES.get(tags.get("tracktype", ""))
    if surface is None:
        surface = (0.95, 0.7) if tags.get("highway") == "track" else (1.0, 1.0)
    smooth = SMOOTHNESS.get(tags.get("smoothness", ""), (1.0, 1.0))
    return min(surface[0], smooth[0]), min(surface[1], smooth[1])


def is_unpaved(tags: Tags) -> bool:
    """Tell whether a way has no hard surface."""
    return roughness(tags)[1] < UNPAVED_FROM and tags.get("surface") not in STONES


def stated_duration_s(text: str) -> int:
    """Return the seconds of a `duration` ("hh:mm", "hh:mm:ss" or minutes); 0 where it says nothing."""
    parts = text.strip().split(":")
    if not all(part.isdecimal() and len(part) <= 4 for part in parts) or len(parts) > 3:  # noqa: PLR2004
        return 0
    numbers = [int(part) for part in parts]
    weights = {1: (60,), 2: (3600, 60), 3: (3600, 60, 1)}[len(numbers)]
    return min(sum(n * w for n, w in zip(numbers, weights, strict=True)), 2 * 86_400)

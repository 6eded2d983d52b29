"""From the tags of a way to one row of Traits."""

from __future__ import annotations

from typing import NamedTuple

from metropoli.engines.streets.tags import speeds
from metropoli.engines.streets.tags.access import OPEN, PRIVATE, PUSHED, SHUT, Tags, way_access
from metropoli.engines.streets.types import (
    BIKE,
    BRIDGE,
    CAR,
    CLASS_CODE,
    FERRY,
    LIFT,
    LINK,
    N_MODES,
    ROUNDABOUT,
    STAIRS,
    STEP_FREE,
    TUNNEL,
    UNPAVED,
    WALK,
)

Pair = tuple[float, float]
NOBODY: Pair = (0.0, 0.0)

SAME_AS = {
    "corridor": "footway",
    "elevator": "footway",
    "bridleway": "path",
    "road": "unclassified",
    "crossing": "footway",
    "trail": "path",
    "busway": "service",
    "bus_guideway": "service",
}
# Only these keys decide anything: ways that agree on them share one row.
KEYS = [
    "highway",
    "service",
    "route",
    "railway",
    "public_transport",
    "access",
    "foot",
    "vehicle",
    "bicycle",
    "motor_vehicle",
    "motorcar",
    "motorroad",
    "oneway",
    "oneway:bicycle",
    "oneway:foot",
    "oneway:conditional",
    "junction",
    "maxspeed",
    "maxspeed:forward",
    "maxspeed:backward",
    "maxspeed:type",
    "source:maxspeed",
    "zone:maxspeed",
    "zone:traffic",
    "surface",
    "smoothness",
    "tracktype",
    "tunnel",
    "bridge",
    "cycleway",
    "cycleway:left",
    "cycleway:right",
    "cycleway:both",
    "cycleway:left:oneway",
    "cycleway:right:oneway",
    "conveying",
    "wheelchair",
    "ramp",
    "ramp:wheelchair",
    "ramp:bicycle",
    "duration",
    "incline",
    "width",
    "segregated",
    "sidewalk",
    "lanes",
    "sac_scale",
    "mtb:scale",
    "ice_road",
    "trail_visibility",
    "construction",
    "proposed",
    "indoor",
    "area",
    "psv",
    "bus",
    "informal",
]

FORWARD = frozenset(("yes", "1", "true", "forward"))
BACKWARD = frozenset(("-1", "reverse", "backward"))
HARD_TRAILS = frozenset(
    [
        "demanding_mountain_hiking",
        "alpine_hiking",
        "demanding_alpine_hiking",
        "difficult_alpine_hiking",
    ]
)
# How much longer a second feels than on a quiet street: traffic on foot, traffic on a bike. The
# order of classes follows the level of traffic stress of Mekuria, Furth and Nixon (2012).
WALK_DISLIKE = {"trunk": 3.0, "primary": 1.1, "secondary": 1.05, "cycleway": 1.1, "track": 1.05}
BIKE_DISLIKE = {
    "trunk": 4.0,
    "primary": 1.5,
    "secondary": 1.3,
    "tertiary": 1.1,
    "cycleway": 0.9,
    "track": 1.15,
    "path": 1.1,
    "service": 1.1,
    "footway": 1.6,
    "steps": 2.0,
}
PRIVATE_WALK = 3.0  # a walker leaves a private alley as soon as there is another way


class WayTraits(NamedTuple):
    """One row of Traits, in plain numbers."""

    street_class: int
    flags: int
    kmh: tuple[Pair, Pair, Pair, Pair]
    dislike: tuple[float, float, float, float]
    private: int
    car_cap_kmh: float
    urban: int
    duration_s: int


def traits_of(tags: Tags) -> WayTraits | None:
    """Return what the tags of a way mean, or None where nobody moves on it."""
    name, flags = _class_of(tags)
    if name not in CLASS_CODE:
        return None
    access = [way_access(tags, name, mode) for mode in range(N_MODES)]
    kmh = (
        _on_foot(tags, name, access[WALK], speeds.WALK_KMH),
        _on_foot(tags, name, access[STEP_FREE], speeds.STEP_FREE_KMH),
        _by_bike(tags, name, access[BIKE]),
        _by_car(tags, access[CAR]),
    )
    if not any(any(pair) for pair in kmh):
        return None
    return WayTraits(
        street_class=CLASS_CODE[name],
        flags=flags,
        kmh=kmh,
        dislike=_dislikes(tags, name, access),
        private=sum(1 << mode for mode in range(N_MODES) if access[mode] == PRIVATE),
        car_cap_kmh=_car_cap_kmh(tags, name),
        urban=speeds.is_urban(tags),
        duration_s=speeds.stated_duration_s(tags.get("duration", "")) if name == "ferry" else 0,
    )


def _class_of(tags: Tags) -> tuple[str, int]:
    highway = tags.get("highway", "")
    flags = 0
    if highway.endswith("_link"):
        highway, flags = highway[:-5], LINK
    if tags.get("route") == "ferry" and not highway:
        return "ferry", FERRY
    if not highway and "platform" in (tags.get("railway"), tags.get("public_transport")):
        highway = "platform"
    flags |= LIFT if highway == "elevator" else 0
    flags |= STAIRS if highway == "steps" else 0
    flags |= ROUNDABOUT if tags.get("junction") in {"roundabout", "circular"} else 0
    flags |= TUNNEL if tags.get("tunnel", "no") not in {"no", "building_passage"} else 0
    flags |= BRIDGE if tags.get("bridge", "no") != "no" else 0
    flags |= UNPAVED if speeds.is_unpaved(tags) else 0
    if highway in {"busway", "bus_guideway"} and "foot" not in tags and "bicycle" not in tags:
        return "", flags
    return SAME_AS.get(highway, highway), flags


def _on_foot(tags: Tags, name: str, access: str, usual_kmh: float) -> Pair:
    if access == SHUT or tags.get("sac_scale") in HARD_TRAILS:
        return NOBODY
    if name == "ferry":
        return (speeds.FERRY_KMH, speeds.FERRY_KMH)
    kmh = usual_kmh * speeds.roughness(tags)[0]
    if name == "steps" and usual_kmh != speeds.STEP_FREE_KMH:
        kmh = speeds.STAIRS_KMH
    return _one_way(kmh, tags.get("oneway:foot") or _escalator(tags))


def _escalator(tags: Tags) -> str:
    conveying = tags.get("conveying", "")
    return conveying if conveying in {"forward", "backward"} else "no"


def _by_bike(tags: Tags, name: str, access: str) -> Pair:
    if access == SHUT:
        return NOBODY
    if name == "ferry":
        return (speeds.FERRY_KMH, speeds.FERRY_KMH)
    if access == PUSHED or name == "steps":
        pushed = speeds.PUSH_STAIRS_KMH if name == "steps" else speeds.PUSH_KMH
        return (pushed, pushed)
    usual = speeds.BIKE_BY_CLASS_KMH.get(name, speeds.BIKE_KMH)
    if tags.get("bicycle") in {"designated", "yes"} and name in {"path", "footway"}:
        usual = max(usual, 15.0)
    return _one_way(usual * speeds.roughness(tags)[1], _bike_direction(tags))


def _bike_direction(tags: Tags) -> str:
    """Bikes may ride against cars where a sign or a lane of their own says so."""
    own = tags.get("oneway:bicycle")
    if own:
        return own
    lanes = [tags.get(f"cycleway{side}", "") for side in ("", ":left", ":right", ":both")]
    if any(lane.startswith("opposite") for lane in lanes):
        return "no"
    directions = {tags.get(f"cycleway:{side}:oneway") for side in ("left", "right")}
    if directions & {"no", "-1"}:
        return "no"
    return _direction(tags)


def _by_car(tags: Tags, access: str) -> Pair:
    if access in {SHUT, PUSHED} or tags.get("oneway") in {"reversible", "alternating"}:
        return NOBODY
    along, against = speeds.limits_kmh(tags)
    open_along, open_against = _one_way(1.0, _direction(tags))
    return (along * open_along, against * open_against)


def _direction(tags: Tags) -> str:
    said = tags.get("oneway", "")
    if said:
        return said
    implied = (
        tags.get("junction") in {"roundabout", "circular"} or tags.get("highway") == "motorway"
    )
    return "yes" if implied else "no"


def _one_way(kmh: float, direction: str) -> Pair:
    if direction in FORWARD:
        return (kmh, 0.0)
    if direction in BACKWARD:
        return (0.0, kmh)
    return (kmh, kmh)


def _dislikes(tags: Tags, name: str, access: list[str]) -> tuple[float, float, float, float]:
    on_foot = WALK_DISLIKE.get(name, 1.0)
    if name == "cycleway" and tags.get("foot") in {"yes", "designated"}:
        on_foot = 1.0
    if name == "steps":
        on_foot = 1.2
    wheels = on_foot / min(1.0, speeds.roughness(tags)[1]) ** 0.5
    bike = 1.5 if access[BIKE] == PUSHED else BIKE_DISLIKE.get(name, 1.0)
    has_lane = any(
        tags.get(f"cycleway{side}", "no") in {"lane", "track", "opposite_lane", "opposite_track"}
        for side in ("", ":left", ":right", ":both")
    )
    if has_lane:
        bike = min(bike, 1.0)
    return (
        on_foot * (PRIVATE_WALK if access[WALK] == PRIVATE else 1.0),
        wheels * (PRIVATE_WALK if access[STEP_FREE] == PRIVATE else 1.0),
        bike,
        1.0,
    )


def _car_cap_kmh(tags: Tags, name: str) -> float:
    cap = speeds.CAR_SURFACE_KMH.get(tags.get("surface", ""), speeds.LIMIT_MOST_KMH)
    if name == "service":
        cap = min(cap, speeds.SERVICE_KMH.get(tags.get("service", ""), cap))
    if name == "ferry":
        cap = speeds.FERRY_KMH
    return cap


__all__ = ["KEYS", "OPEN", "WayTraits", "traits_of"]

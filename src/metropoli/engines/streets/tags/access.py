"""Who may use a way. Source: the OSM wiki, "OSM tags for routing/Access restrictions" (Italy)."""

from __future__ import annotations

from collections.abc import Mapping

from metropoli.engines.streets.types import BIKE, CAR, STEP_FREE, WALK

Tags = Mapping[str, str]

OPEN, PRIVATE, SHUT = "open", "private", "shut"
PUSHED = "pushed"  # a bike that must be pushed

# The most specific key is read last and wins.
KEYS = {
    WALK: ("access", "foot"),
    STEP_FREE: ("access", "foot"),
    BIKE: ("access", "vehicle", "bicycle"),
    CAR: ("access", "vehicle", "motor_vehicle", "motorcar"),
}
MEANING = {
    "yes": OPEN,
    "permissive": OPEN,
    "designated": OPEN,
    "official": OPEN,
    "public": OPEN,
    "use_sidepath": OPEN,
    "allowed": OPEN,
    "dismount": PUSHED,
    "private": PRIVATE,
    "destination": PRIVATE,
    "customers": PRIVATE,
    "delivery": PRIVATE,
    "residents": PRIVATE,
    "permit": PRIVATE,
    "restricted": PRIVATE,
    "no": SHUT,
    "agricultural": SHUT,
    "forestry": SHUT,
    "military": SHUT,
    "emergency": SHUT,
    "psv": SHUT,
    "bus": SHUT,
    "unknown": OPEN,
}

# Who is welcome where no tag says anything. Tracks of the countryside are driven only by those
# who live or work there (Italian highway code, art. 3: strada vicinale); on a superstrada
# (trunk) walking is not forbidden by class, only by `motorroad` or `foot=no`.
_CARS = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
)
BY_CLASS: dict[int, dict[str, str]] = {
    CAR: dict.fromkeys(_CARS, OPEN) | {"track": PRIVATE, "ferry": OPEN},
    BIKE: dict.fromkeys(_CARS[1:], OPEN)
    | dict.fromkeys(("pedestrian", "track", "cycleway", "path", "ferry"), OPEN)
    | dict.fromkeys(("footway", "steps"), PUSHED),
    WALK: dict.fromkeys(_CARS[1:], OPEN)
    | dict.fromkeys(("pedestrian", "track", "cycleway", "footway", "path", "steps"), OPEN)
    | dict.fromkeys(("platform", "ferry"), OPEN),
}
BY_CLASS[STEP_FREE] = BY_CLASS[WALK] | {"steps": SHUT}

BARRIERS_SHUT = {
    CAR: frozenset(
        [
            "bollard",
            "block",
            "cycle_barrier",
            "kissing_gate",
            "stile",
            "turnstile",
            "full-height_turnstile",
            "planter",
            "jersey_barrier",
            "log",
            "debris",
            "chain",
            "motorcycle_barrier",
            "horse_stile",
            "bus_trap",
            "sump_buster",
            "step",
            "hampshire_gate",
            "wall",
            "fence",
            "hedge",
            "city_wall",
            "barrier_board",
            "rope",
            "yes",
        ]
    ),
    BIKE: frozenset(("wall", "fence", "hedge", "city_wall")),
    WALK: frozenset(("wall", "fence", "hedge", "city_wall")),
    STEP_FREE: frozenset(
        [
            "wall",
            "fence",
            "hedge",
            "city_wall",
            "stile",
            "kissing_gate",
            "turnstile",
            "full-height_turnstile",
            "step",
            "horse_stile",
            "cycle_barrier",
            "motorcycle_barrier",
            "log",
            "debris",
        ]
    ),
}


def way_access(tags: Tags, street_class: str, mode: int) -> str:
    """Return OPEN, PRIVATE, PUSHED or SHUT for a mode on a way of a class."""
    found = BY_CLASS[mode].get(street_class, SHUT)
    if tags.get("motorroad") == "yes" and mode != CAR:
        found = SHUT
    if _mapped_apart(tags, mode):
        found = SHUT
    return _said(tags, mode, found)


def node_access(tags: Tags, mode: int) -> str:
    """Return who passes a barrier that stands on a node."""
    barrier = tags.get("barrier", "")
    found = SHUT if barrier in BARRIERS_SHUT[mode] else OPEN
    if mode == CAR and barrier == "bollard" and tags.get("bollard") == "rising":
        found = PRIVATE
    return _said(tags, mode, found)


def _said(tags: Tags, mode: int, found: str) -> str:
    in_steps = mode == STEP_FREE and found == SHUT
    for key in KEYS[mode]:
        meaning = MEANING.get(tags.get(key, ""))
        if meaning is None:
            continue
        # "access=yes" or "access=private" on a footway does not invite cars, nor riders on stairs.
        if key == "access" and meaning != SHUT and found in {SHUT, PUSHED}:
            continue
        # A stair stays a stair for whoever is invited to it on foot.
        found = SHUT if in_steps else _for_mode(meaning, mode)
    if mode == STEP_FREE:
        return _wheeled(tags, found)
    return found


def _for_mode(meaning: str, mode: int) -> str:
    if meaning == PUSHED:
        return PUSHED if mode == BIKE else OPEN
    return meaning


def _wheeled(tags: Tags, found: str) -> str:
    if tags.get("wheelchair") == "no":
        return SHUT
    invited = (
        tags.get("wheelchair") in {"yes", "designated"} or tags.get("ramp:wheelchair") == "yes"
    )
    closed_to_walkers = tags.get("foot") in {"no", "private"} or tags.get("access") == "no"
    return OPEN if invited and not closed_to_walkers else found


def _mapped_apart(tags: Tags, mode: int) -> bool:
    """A bus lane or a path of its own carries what this line does not."""
    return mode == BIKE and tags.get("bicycle") == "no" and tags.get("cycleway") == "separate"

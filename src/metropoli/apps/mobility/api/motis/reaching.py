"""From one place to many, by street."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from metropoli.apps.mobility.api.motis.answering import Body, Document, endpoint, known
from metropoli.apps.mobility.api.motis.asking import Asked, read_spot, unreadable
from metropoli.apps.mobility.api.motis.places import point_of
from metropoli.apps.mobility.api.motis.questions import LONGEST_DIRECT_S
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import BIKE, CAR, WALK, Point, StreetTimesQuestion
from metropoli.base.errors import Invalid

MOST_PLACES = 1_024
LONGEST_MIN = 90  # of a search from one place to all
WIDEST_M = 250.0  # from a place to its street, whatever is asked
STREET_MODES = {"WALK": WALK, "BIKE": BIKE, "CAR": CAR}


@endpoint(posts=True)
def one_to_many(asked: Asked, version: int, body: Body) -> list[Document]:
    """Answer with the seconds (and metres) from one place to each of many, or back."""
    wanted = _of_body(body) if body else _of_query(asked)
    if len(wanted["many"]) > MOST_PLACES:
        raise Invalid("motis_too_large", name="many", value=len(wanted["many"]), most=MOST_PLACES)
    found = travel.list_street_times(question=_question(wanted))
    return [
        {} if one is None else known(duration=one.duration_s, distance=one.length_m)
        for one in found
    ]


def _of_query(asked: Asked) -> dict[str, Any]:
    return {
        "one": asked.needed("one"),
        "many": asked.words("many") or [asked.needed("many")],
        "mode": asked.needed("mode"),
        "max": asked.number("max", default=1_800, least=0, most=LONGEST_DIRECT_S),
        "maxMatchingDistance": asked.number(
            "maxMatchingDistance", default=WIDEST_M, least=0, most=math.inf
        ),
        "arriveBy": asked.flag("arriveBy"),
        "withDistance": asked.flag("withDistance"),
    }


def _of_body(body: dict[str, Any]) -> dict[str, Any]:
    """Read the same from a body, in which lists and numbers are themselves."""
    wanted = DEFAULTS | body
    for name in ("one", "many", "mode"):
        if name not in wanted:
            raise Invalid("motis_missing", name=name)
    for name, fits in SHAPES.items():
        if not fits(wanted[name]):
            raise unreadable(name, wanted[name])
    if wanted["max"] > LONGEST_DIRECT_S:
        raise Invalid("motis_too_large", name="max", value=wanted["max"], most=LONGEST_DIRECT_S)
    return wanted


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


DEFAULTS: dict[str, Any] = {
    "max": 1_800,
    "maxMatchingDistance": WIDEST_M,
    "arriveBy": False,
    "withDistance": False,
}
SHAPES: dict[str, Callable[[object], bool]] = {
    "many": _are_texts,
    "max": _is_number,
    "maxMatchingDistance": _is_number,
    "arriveBy": _is_flag,
    "withDistance": _is_flag,
}


def _question(wanted: dict[str, Any]) -> StreetTimesQuestion:
    if str(wanted["mode"]) not in STREET_MODES:
        raise unreadable("mode", wanted["mode"])
    return StreetTimesQuestion(
        one=_point("one", wanted["one"]),
        many=tuple(_point("many", text) for text in wanted["many"]),
        mode=STREET_MODES[str(wanted["mode"])],
        longest_s=int(wanted["max"]),
        towards=wanted["arriveBy"],
        street_within_m=min(WIDEST_M, float(wanted["maxMatchingDistance"])),
        with_lengths=wanted["withDistance"],
    )


def _point(name: str, text: object) -> Point:
    """Read a position as this endpoint writes it, with a semicolon; a comma does as well."""
    spot = read_spot(text, between=";") or read_spot(text) if isinstance(text, str) else None
    if spot is None:
        raise unreadable(name, text)
    return point_of(spot)

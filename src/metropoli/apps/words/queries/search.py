"""From what somebody typed to the entries they meant, the likeliest first."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import tantivy
from django.conf import settings
from django.urls import translate_url
from django.utils import translation

from metropoli.apps.words import rules
from metropoli.apps.words.queries import shelf
from metropoli.apps.words.queries.asking import Asking
from metropoli.apps.words.types import POINT, Found, Near

MOST_ANSWERS = 100
MOST_KINDS = 20
CANDIDATES = 60  # looked at closely, at least; the index has already put the likeliest first
ENOUGH = 5  # with so many good answers nobody needs to be told of typos
LAST_RESORT = 2  # the turn that lets a word be missing: of use only to whoever found nothing
CLOSE_M = 5_000.0  # how far away nearness has lost two thirds of its worth
WHOLE_LENGTH = 2.0  # worth of a name that says no more than what was asked for
NEAR_BONUS = 3.0
EARTH_RADIUS_M = 6_371_000.0


def find(
    text: str,
    language: str,
    *,
    near: Near | None = None,
    kinds: Iterable[str] = (),
    limit: int = 10,
) -> tuple[Found, ...]:
    """
    Return what the text may mean, in the reader's language, the likeliest first.

    Coordinates are answered with one entry of kind `point`. Any text is a question: none is an error.

    :raises NotFound: nothing was ever indexed
    """
    limit = max(1, min(limit, MOST_ANSWERS))
    point = rules.read_point(text)
    if point is not None:
        return (_as_found(point),)
    question = rules.read_question(text)
    if not question.words:
        return ()
    schema, searcher = shelf.OPENED.at(shelf.index_shelf())
    asking = Asking(schema, question, near, tuple(kind[:40] for kind in kinds)[:MOST_KINDS])
    candidates = _candidates(searcher, asking, max(CANDIDATES, 2 * limit))
    candidates.sort(key=lambda c: _order(c, question, near))
    return tuple(_in_language(c.card, language) for c in candidates[:limit])


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    card: dict[str, Any]


def _candidates(searcher: tantivy.Searcher, asking: Asking, most: int) -> list[_Candidate]:
    """Ask strictly, then with typos until there is enough; with a word too many only in need."""
    hits: dict[tuple[int, int], float] = {}
    for turn, query in enumerate(asking.from_strict_to_lax()):
        if len(hits) >= ENOUGH or (turn == LAST_RESORT and hits):
            break
        answer = searcher.search(query, limit=most, count=False, weight_by_field="weight")
        for score, address in answer.hits:
            hits.setdefault((address.segment_ord, address.doc), float(score))
    best = sorted(hits.items(), key=lambda hit: -hit[1])[:most]
    return [_Candidate(score, _card(searcher, at)) for at, score in best]


def _card(searcher: tantivy.Searcher, at: tuple[int, int]) -> dict[str, Any]:
    stored = searcher.doc(tantivy.DocAddress(*at)).get_first("card")
    return dict(json.loads(bytes(stored or b"{}")))


def _order(candidate: _Candidate, question: rules.Question, near: Near | None) -> tuple[Any, ...]:
    card = candidate.card
    asked = sum(map(len, question.words))
    share = max(
        asked / max(asked, len(card[name])) for name in ("name_it", "name_en") if card[name]
    )
    score = candidate.score + WHOLE_LENGTH * share
    if near is not None and card["lat_deg"] is not None:
        away_m = distance_m(near.lat_deg, near.lon_deg, card["lat_deg"], card["lon_deg"])
        score += NEAR_BONUS * math.exp(-away_m / CLOSE_M)
    return (-round(score, 6), card["name_it"], card["context_it"], card["kind"], card["key"])


def distance_m(lat1_deg: float, lon1_deg: float, lat2_deg: float, lon2_deg: float) -> float:
    """Return the distance on the globe, good enough to say what is close."""
    mean_rad = math.radians((lat1_deg + lat2_deg) / 2)
    north_rad = math.radians(lat2_deg - lat1_deg)
    east_rad = math.radians(lon2_deg - lon1_deg) * math.cos(mean_rad)
    return EARTH_RADIUS_M * math.hypot(north_rad, east_rad)


def _in_language(card: dict[str, Any], language: str) -> Found:
    english = language.startswith("en")
    return Found(
        kind=card["kind"],
        key=card["key"],
        name=(card["name_en"] if english else "") or card["name_it"],
        context=(card["context_en"] if english else "") or card["context_it"],
        lat_deg=card["lat_deg"],
        lon_deg=card["lon_deg"],
        # The address is kept as in the first language; each reader gets that of their own.
        url=_address(card["url"], language),
    )


def _address(url: str, language: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return translate_url(url, language) if url else ""


def _as_found(point: Near) -> Found:
    name = f"{point.lat_deg:.6g}, {point.lon_deg:.6g}"
    return Found(POINT, name, name, "", point.lat_deg, point.lon_deg, "")

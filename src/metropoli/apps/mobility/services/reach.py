"""What can be reached from somewhere: the places of the territory by minutes and by money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from metropoli.apps.mobility.services.trips import instant_of, understand
from metropoli.apps.mobility.types import (
    COMUNE,
    STOP,
    Near,
    ReachQuestion,
    Somewhere,
    Tally,
    Within,
)
from metropoli.apps.territory import queries as territory
from metropoli.apps.territory.types import Box
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import MIDDLE, MINUTE_S, Point, Reached, ReachRequest

AROUND_DEG = 1.2  # nobody gets further in an hour and a half of public transport
STOPS_WITHIN_M = 20_000.0
MOST_PLACES, MOST_STOPS = 5_000, 3_000
LUCKY, SURE = 5, 95  # percentiles of the departures


def explore(*, question: ReachQuestion, language: str, now: datetime) -> Within:
    """
    Say which places can be reached from somewhere, in how many minutes and for how much.

    :raises NotFound: a place has no such name, or no street is near it
    :raises Invalid: the day is centuries away
    """
    start = understand(place=question.start, language=language)
    request = ReachRequest(
        start=start.point,
        at=instant_of(when=question.when, now=now),
        mode=question.mode,
        longest_s=question.longest_min * MINUTE_S,
        manner=question.manner,
        owned=question.owned,
    )
    places = _places(start.point, question.kind, language)
    points = [Point(place.lat_deg, place.lon_deg, place.name) for place in places]
    answer = travel.sort_by_reach(request=request, points=points)
    fares_known = any(one.costs.fare_cents is not None for one in answer.places if one.n_rides)
    if not fares_known:
        question = replace(question, most_cents=None)
    near = [one for one in (_near(places, at, question) for at in answer.places) if one]
    near.sort(key=lambda one: one.counted_min)
    drawn = travel.draw_reach(
        request=request,
        minutes=bands(longest_min=question.longest_min),
        percentile=question.certainty,
    )
    return Within(
        question=question,
        start=start,
        answer=answer,
        drawn=drawn,
        near=tuple(one for one in near if question.kind in {"", one.place.kind}),
        tallies=_tallies(places, near),
        residents=sum(one.place.residents or 0 for one in near),
        residents_all=sum(place.residents or 0 for place in places),
        fares_known=fares_known,
    )


def bands(*, longest_min: int) -> tuple[int, ...]:
    """Return the minutes at which the map draws a line, so that they are few and easy to say."""
    step = next(step for step in (5, 10, 15, 30) if longest_min / step <= 5)  # noqa: PLR2004
    return tuple(range(longest_min % step or step, longest_min + 1, step))


def _places(start: Point, kind: str, language: str) -> list[Somewhere]:
    """Return what may be listed: places and Comuni; stops where asked for, or where nothing else is."""
    english = language == "en"
    around = Box(
        west_deg=start.lon_deg - AROUND_DEG,
        south_deg=start.lat_deg - AROUND_DEG,
        east_deg=start.lon_deg + AROUND_DEG,
        north_deg=start.lat_deg + AROUND_DEG,
    )
    found = [
        Somewhere(
            (english and place.name_en) or place.name_it, place.kind, place.lat_deg, place.lon_deg
        )
        for place in territory.places_in(around, limit=MOST_PLACES)
    ]
    found += [
        Somewhere(
            (english and one.name_en) or one.name_it,
            COMUNE,
            one.lat_deg,
            one.lon_deg,
            residents=one.population,
            key=one.istat,
        )
        for one in territory.comuni()
        if _is_around(start, one.lat_deg, one.lon_deg)
    ]
    return [*found, *_stops(start)] if kind == STOP or not found else found


def _is_around(start: Point, lat_deg: float, lon_deg: float) -> bool:
    return abs(lat_deg - start.lat_deg) < AROUND_DEG and abs(lon_deg - start.lon_deg) < AROUND_DEG


def _stops(start: Point) -> list[Somewhere]:
    """Return the stops around, one of each name: the nearest."""
    near = travel.list_stops_near(
        lat_deg=start.lat_deg, lon_deg=start.lon_deg, radius_m=STOPS_WITHIN_M
    )
    first = {one.stop.name: one.stop for one in reversed(near[:MOST_STOPS])}
    return [
        Somewhere(stop.name, STOP, stop.lat_deg, stop.lon_deg, key=stop.key)
        for stop in first.values()
    ]


def _near(places: list[Somewhere], reached: Reached, question: ReachQuestion) -> Near | None:
    """Return a place if it is within the minutes and the money."""
    told = {LUCKY: reached.quick_min, MIDDLE: reached.minutes, SURE: reached.slow_min}
    minutes, fare_cents = told.get(question.certainty), reached.costs.fare_cents
    if minutes is None or minutes > question.longest_min:
        return None
    if question.most_cents is not None and (fare_cents is None or fare_cents > question.most_cents):
        return None
    return Near(place=places[reached.row], reached=reached, counted_min=minutes)


def _tallies(places: Iterable[Somewhere], near: Iterable[Near]) -> tuple[Tally, ...]:
    n_near = Counter(one.place.kind for one in near)
    return tuple(
        Tally(kind, n_near[kind], n_all)
        for kind, n_all in Counter(place.kind for place in places).items()
    )

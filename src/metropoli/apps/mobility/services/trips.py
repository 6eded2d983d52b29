"""From here to there, what leaves from a stop, how a line runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import (
    Moment,
    PlaceQuestion,
    PlannedTrip,
    TripQuestion,
    Understood,
)
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import (
    MINUTE_S,
    MODES,
    TRANSIT,
    Board,
    LinePage,
    Point,
    Trip,
    TripAnswer,
    TripRequest,
    Via,
)
from metropoli.apps.words import queries as words
from metropoli.apps.words.types import Found
from metropoli.base.errors import Invalid, NotFound

OTHERS_SHOWN = 5
FIRST_YEAR, LAST_YEAR = 1900, 2199  # beyond them instants cannot be moved between zones


def plan_trip(*, question: TripQuestion, language: str, now: datetime) -> PlannedTrip:
    """
    Understand where somebody is and wants to go, and find every good way there.

    :raises NotFound: a place has no such name, or no street is near it
    :raises Invalid: two places that follow each other are the same, or the day is centuries away
    """
    start = understand(place=question.start, language=language)
    end = understand(place=question.end, language=language)
    vias = tuple(understand(place=one.place, language=language) for one in question.vias)
    request = TripRequest(
        start=start.point,
        end=end.point,
        at=instant_of(when=question.when, now=now),
        arrive_by=question.arrive_by,
        modes=question.modes,
        manner=question.manner,
        owned=question.owned,
        live=question.live,
        vias=tuple(
            Via(via.point, one.stay_min * MINUTE_S)
            for via, one in zip(vias, question.vias, strict=True)
        ),
    )
    answer = travel.plan_trip(request=request)
    order = rules.told_order(answer, question.wishes)
    return PlannedTrip(
        start=start, end=end, answer=answer, order=order, wishes=question.wishes, vias=vias
    )


def list_modes() -> tuple[str, ...]:
    """List the ways of moving that can be asked for here; before anything is loaded, the usual ones."""
    try:
        return travel.list_modes()
    except NotFound:
        return MODES


def list_passes(*, language: str) -> tuple[tuple[str, str], ...]:
    """List the passes that somebody may hold, by key, with their names; none before anything is loaded."""
    try:
        known = travel.list_passes()
    except NotFound:
        return ()
    return tuple((one.key, one.name_it if language == "it" else one.name) for one in known)


def read_board(*, key: str, when: Moment | datetime, now: datetime) -> Board:
    """
    Read what leaves from a stop, from a moment on the city's clocks.

    :raises NotFound: no stop has this key
    :raises Invalid: the day is centuries away
    """
    return travel.read_board(key=key, at=instant_of(when=when, now=now))


def read_line(*, key: str, day: date | None, now: datetime) -> LinePage:
    """
    Read the timetable of a line on a day, or today.

    :raises NotFound: no line has this key
    """
    return travel.read_line(key=key, day=day or now.astimezone(_zone()).date())


def earlier_than(*, answer: TripAnswer) -> datetime | None:
    """Return the instant by which to arrive so as to see the public transport just before this."""
    arrivals = [trip.arrives_at for trip in _around(answer)]
    return min(arrivals) - timedelta(minutes=1) if arrivals else None


def later_than(*, answer: TripAnswer) -> datetime | None:
    """Return the instant after which to leave so as to see the public transport just after this."""
    departures = [trip.departs_at for trip in _around(answer)]
    return max(departures) + timedelta(minutes=1) if departures else None


def _around(answer: TripAnswer) -> list[Trip]:
    """Return the public transport that is all told: what is only cheaper may lie far from the rest."""
    return [trip for trip in answer.trips if trip.kind == TRANSIT and not trip.beside]


def instant_of(*, when: Moment | datetime, now: datetime) -> datetime:
    """Return the instant that was meant: without an offset, a time is on the city's clocks."""
    zone = _zone()
    day = when.day if isinstance(when, Moment) else when
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid("day_out_of_reach", year=day.year, first=FIRST_YEAR, last=LAST_YEAR)
    if isinstance(when, datetime):
        return when.astimezone(zone) if when.tzinfo else when.replace(tzinfo=zone)
    here = now.astimezone(zone).replace(second=0, microsecond=0)
    return datetime.combine(when.day or here.date(), when.time or here.time(), zone)


def _zone() -> ZoneInfo:
    return ZoneInfo(travel.read_summary().zone)


def understand(*, place: PlaceQuestion, language: str) -> Understood:
    """
    Take a text for a place of the city, the likeliest one that has such a name.

    :raises NotFound: no place has such a name
    """
    if place.lat_deg is not None and place.lon_deg is not None:
        return Understood(point=Point(place.lat_deg, place.lon_deg, place.text))
    found = words.find(place.text, language=language, limit=20)
    points = [_point(entry) for entry in found if entry.lat_deg is not None]
    if not points:
        raise NotFound("unknown_place", text=place.text)
    return Understood(point=points[0], others=tuple(points[1 : 1 + OTHERS_SHOWN]))


def _point(entry: Found) -> Point:
    name = f"{entry.name}, {entry.context}" if entry.context else entry.name
    return Point(entry.lat_deg or 0.0, entry.lon_deg or 0.0, name)

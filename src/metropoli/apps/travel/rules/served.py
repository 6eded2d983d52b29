"""The measures of access: which questions make sense, what each rests on, what each leaves open."""

from __future__ import annotations

from datetime import date, timedelta

from metropoli.apps.travel.types import (
    BALANCED,
    BIKE,
    GRAVITY,
    GREEN,
    MEASURES,
    NEAREST,
    QUARTER_HOUR,
    TRANSIT,
    WALK,
    WITHIN,
    Basis,
    ServedRequest,
)

MODES = (TRANSIT, WALK, BIKE)
LEAST_MIN, MOST_MIN = 5, 90
DAYS = {"workday": 1, "saturday": 5, "sunday": 6}  # by day of the week; the workday is a Tuesday

_METHODS = {
    NEAREST: ("Neutens, Schwanen, Witlox and De Maeyer, Environment and Planning A 42", 2010),
    WITHIN: ("Wachs and Kumagai, Socio-Economic Planning Sciences 7", 1973),
    GRAVITY: ("Hansen, Journal of the American Institute of Planners 25", 1959),
    BALANCED: ("Wan, Zou and Sternberg, Int. J. of Geographical Information Science 26", 2012),
    QUARTER_HOUR: ("Moreno, Allam, Chabaud, Gall and Pratlong, Smart Cities 4", 2021),
    GREEN: ("Konijnendijk, Journal of Forestry Research 34", 2023),
}


def makes_sense(request: ServedRequest) -> bool:
    """Say whether a measure can be worked out like this."""
    of_a_kind = request.measure not in {QUARTER_HOUR, GREEN}
    return (
        request.measure in MEASURES
        and request.mode in MODES
        and LEAST_MIN <= request.within_min <= MOST_MIN
        and (bool(request.kind) or not of_a_kind)
    )


def method_of(measure: str) -> Basis:
    """Return who proposed a measure, and how it is worked out here."""
    name, year = _METHODS[measure]
    return Basis("method", name, year)


def lacks_of(measure: str, *, has_boundaries: bool) -> tuple[str, ...]:
    """Return the codes of what is missing or guessed behind a measure."""
    own = {
        BALANCED: ("capacity_unknown",),
        QUARTER_HOUR: ("needs_without_places",),
        GREEN: ("trees_not_counted", "green_from_map"),
    }
    borders = () if has_boundaries else ("comuni_by_centre",)
    return (*own.get(measure, ()), "people_by_streets", *borders)


def usual_day(day: str, today: date, first: date, last: date) -> date:
    """Return the next Tuesday, Saturday or Sunday that a timetable covers; else its last one."""
    wanted = DAYS[day]
    start = max(today + timedelta(days=1), first)
    found = start + timedelta(days=(wanted - start.weekday()) % 7)
    if found <= last:
        return found
    return last - timedelta(days=(last.weekday() - wanted) % 7)

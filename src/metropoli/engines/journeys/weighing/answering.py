"""From a question to every journey that nobody can better in what matters."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels.bundles import LATE, MOST_RIDES, Work, make_work
from metropoli.engines.journeys.plan import plan
from metropoli.engines.journeys.types import Int32s, Query, Walks
from metropoli.engines.journeys.weighing.kernels.bags import Bags, Rules, make_bags
from metropoli.engines.journeys.weighing.kernels.search import search_weighed
from metropoli.engines.journeys.weighing.kernels.seeds import Seeds
from metropoli.engines.journeys.weighing.kernels.traces import list_starts, trace
from metropoli.engines.journeys.weighing.sowing import Bounds, sow, sow_more
from metropoli.engines.journeys.weighing.telling import tell
from metropoli.engines.journeys.weighing.types import (
    CO2,
    CRITERIA,
    ENERGY,
    FARE,
    RISK,
    WALK,
    Approaches,
    Question,
    Scales,
    Weighed,
)

FEW_LABELS, FEW_ABOARD = 1 << 16, 1 << 10
TOO_MANY_LABELS = 1 << 24


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """A day, and what is weighed on it. Made by `prepare_weighing`; shared by all threads."""

    day: Day
    scales: Scales
    idle: list[Bags] = field(default_factory=list, repr=False)  # memory nobody uses now


def weigh(weighing: Weighing, question: Question) -> tuple[Weighed, ...]:
    """
    Return every journey with rides within the bounds that no other within them betters.

    Compared are rides, the criteria asked for, and: in a window, leaving later and arriving
    earlier; from an instant, arriving earlier; by an arrival, leaving later. Of equals one is
    told. Sorted by departure, then by arrival. What is not asked for is told all the same.

    :raises Invalid: window_not_given, window_ends_before_it_starts, rides_out_of_range,
        criterion_unknown, search_too_wide
    """
    _check(question)
    day = weighing.day
    quickest = plan(day, _plainly(question))
    if not quickest:
        return ()
    bounds = _bounds(question, [(one.departs_s, one.arrives_s, len(one.rides)) for one in quickest])
    access, access_rows = _numbered(day, question.access)
    egress, egress_rows = _numbered(day, question.egress)
    seeds = sow(day, weighing.scales, (access, egress), quickest, bounds, question.steps)
    found = _search(weighing, question, bounds, (access, egress), seeds)
    rows = access_rows, egress_rows
    answers = tell(day, weighing.scales, (access, egress), rows, found)
    return tuple(sorted(answers, key=_by_time))


def _by_time(one: Weighed) -> tuple[int, int, int, int, int]:
    journey = one.journey
    cents = one.fare_cents if one.fare_cents is not None else LATE
    return journey.departs_s, journey.arrives_s, one.rides, cents, one.co2_mg


def _check(question: Question) -> None:
    earliest_s, latest_s = question.earliest_s, question.latest_s
    endless = question.by_arrival and question.slack_s is None and earliest_s is None
    if (latest_s if question.by_arrival else earliest_s) is None or endless:
        raise Invalid("window_not_given")
    if earliest_s is not None and latest_s is not None and earliest_s > latest_s:
        raise Invalid("window_ends_before_it_starts", earliest_s=earliest_s, latest_s=latest_s)
    if not 1 <= question.max_rides <= MOST_RIDES:
        raise Invalid("rides_out_of_range", rides=question.max_rides, most=MOST_RIDES)
    unknown = question.criteria - CRITERIA
    if unknown:
        raise Invalid("criterion_unknown", criterion=min(unknown))


def _plainly(question: Question) -> Query:
    """Return the question for the quickest journeys, whatever they cost."""
    return Query(
        access=Walks(question.access.stop, question.access.lasts_s),
        egress=Walks(question.egress.stop, question.egress.lasts_s),
        earliest_s=None if question.by_arrival else question.earliest_s,
        latest_s=question.latest_s,
        by_arrival=question.by_arrival,
        max_rides=question.max_rides,
        direct_s=question.direct_s,
    )


def _bounds(question: Question, answers: list[tuple[int, int, int]]) -> Bounds:
    """Return within which bounds to search."""
    if question.by_arrival:
        return _bounds_by_arrival(question, answers)
    return _bounds_onward(question, answers)


def _slack_s(question: Question, travel_s: int) -> int:
    if question.slack_s is None:
        return LATE
    share_s = travel_s * question.slack_percent // 100
    return min(max(question.slack_s, share_s), question.most_slack_s)


def _most_rides(question: Question, rides: int) -> int:
    if question.slack_s is None:
        return question.max_rides
    return min(question.max_rides, rides + question.extra_rides)


def _bounds_by_arrival(question: Question, answers: list[tuple[int, int, int]]) -> Bounds:
    latest_s, earliest_s = question.latest_s, question.earliest_s
    assert latest_s is not None
    leaves_s, rides = max((leaves_s, -rides) for leaves_s, _, rides in answers)
    from_s = leaves_s - _slack_s(question, latest_s - leaves_s)
    from_s = from_s if earliest_s is None else max(from_s, earliest_s)
    ends = np.array([leaves_s], np.int32), np.array([latest_s], np.int32)
    return Bounds(from_s, leaves_s, _most_rides(question, -rides), *ends, instant=False)


def _bounds_onward(question: Question, answers: list[tuple[int, int, int]]) -> Bounds:
    earliest_s, latest_s = question.earliest_s, question.latest_s
    assert earliest_s is not None
    instant = latest_s is None
    if instant:
        answers = [(earliest_s, arrives_s, rides) for _, arrives_s, rides in answers]
    latest_s = earliest_s if latest_s is None else latest_s
    most, until_s = 0, LATE
    steps: list[tuple[int, int]] = []
    best: tuple[int, int] = (LATE, 0)
    for leaves_s, arrives_s, rides in sorted(answers, key=lambda one: (-one[0], one[1], one[2])):
        if arrives_s < best[0]:
            most, best = max(most, rides), (arrives_s, rides)
        until_s = min(until_s, arrives_s + _slack_s(question, arrives_s - leaves_s))
        steps.append((leaves_s, until_s))
    steps.reverse()
    leaves, until = np.array(steps, np.int64).T
    rides = _most_rides(question, most)
    until = np.minimum(until, LATE)
    steps_s = leaves.astype(np.int32), until.astype(np.int32)
    return Bounds(earliest_s, latest_s, rides, *steps_s, instant=instant)


def _numbered(day: Day, approaches: Approaches) -> tuple[Approaches, Int32s]:
    """Return the rows to stops where vehicles call, by number of the day, and which they were."""
    number = day.stop_number[approaches.stop]
    rows = np.flatnonzero(number >= 0)
    columns = [np.ascontiguousarray(column[rows], np.int32) for column in approaches]
    columns[0] = np.ascontiguousarray(number[rows], np.int32)
    return Approaches(*columns), rows.astype(np.int32)


def _search(
    weighing: Weighing,
    question: Question,
    bounds: Bounds,
    ends: tuple[Approaches, Approaches],
    seeds: Seeds,
) -> tuple[Int32s, Int32s]:
    day = weighing.day
    starts = _starts(day, bounds, ends[0])
    asked = question.criteria
    rules = Rules(
        fare=FARE in asked,
        co2=CO2 in asked,
        energy=ENERGY in asked,
        walk=WALK in asked,
        risk=RISK in asked,
        arrival=not question.by_arrival,
        exact_starts=not bounds.instant,
        bounded=int(bounds.until_s.max()) < LATE // 2,
        prepared=False,
        max_rides=bounds.rides,
        direct_s=LATE if question.direct_s is None else question.direct_s,
        co2_step_mg=question.co2_step_mg,
        energy_step_j=question.energy_step_j,
        walk_step_s=question.walk_step_s,
        risk_step=question.risk_step,
    )
    work, bags = _borrow(day), _borrow_bags(weighing)
    # What is found without fares, whose tickets make most of the work, spares most of it then.
    plainer = rules._replace(fare=False)
    if plainer != rules and asked != {FARE}:
        bags = _fill(weighing, bags, work, plainer, (ends, starts, seeds))
        found = trace(bags, bounds.rides)
        seeds = sow_more(day, weighing.scales, ends, seeds, found, question.steps)
        rules = rules._replace(prepared=len(bounds.until_s) == 1)
    bags = _fill(weighing, bags, work, rules, (ends, starts, seeds))
    found = trace(bags, bounds.rides)
    day.idle.append(work)
    weighing.idle.append(bags)
    return found


def _fill(
    weighing: Weighing,
    bags: Bags,
    work: Work,
    rules: Rules,
    given: tuple[tuple[Approaches, Approaches], tuple[Int32s, Int32s, Int32s], Seeds],
) -> Bags:
    """Search; return the bags with all that was found, larger ones if these were too small."""
    networks, (ends, starts, seeds) = (weighing.day.onward, weighing.day.backward), given
    while True:
        n = search_weighed(networks, weighing.scales, work, bags, rules, *ends, *starts, seeds)
        if n >= 0:
            return bags
        bags = _larger(weighing, bags)
        rules = rules._replace(prepared=False)


def _starts(day: Day, bounds: Bounds, access: Approaches) -> tuple[Int32s, Int32s, Int32s]:
    """Return when to leave for which row, last first, and by when they must arrive."""
    n_rows = len(access.stop)
    if bounds.instant:
        leaves_s = np.full(n_rows, bounds.earliest_s, np.int32)
        rows = np.arange(n_rows, dtype=np.int32)
    else:
        keys = list_starts(
            day.onward, access.stop, access.lasts_s, bounds.earliest_s, bounds.latest_s
        )
        keys = np.unique(keys)[::-1]
        leaves_s, rows = (part.astype(np.int32) for part in np.divmod(keys, max(1, n_rows)))
    # Who leaves after the last of the quickest cannot get there.
    step = np.searchsorted(bounds.leaves_s, leaves_s)
    able = step < len(bounds.leaves_s)
    return leaves_s[able], rows[able], bounds.until_s[step[able]]


def _borrow(day: Day) -> Work:
    try:
        return day.idle.pop()
    except IndexError:
        return make_work(day.onward)


def _borrow_bags(weighing: Weighing) -> Bags:
    try:
        return weighing.idle.pop()
    except IndexError:
        return make_bags(weighing.scales, len(weighing.day.stop_row), FEW_LABELS, FEW_ABOARD)


def _larger(weighing: Weighing, bags: Bags) -> Bags:
    most, most_aboard = len(bags.label) * 4, len(bags.aboard) * 4
    if most > TOO_MANY_LABELS:
        raise Invalid("search_too_wide")
    return make_bags(weighing.scales, len(bags.off_head), most, most_aboard)

"""Searches through places: the question asked of a day in layers, the answer told without them."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.journeys.plan import plan
from metropoli.engines.journeys.types import Int32s, Journey, Query, Walks
from metropoli.engines.journeys.vias.crossing import Steps, climb, shortest
from metropoli.engines.journeys.vias.telling import told_journey, walked_s
from metropoli.engines.journeys.vias.types import Through
from metropoli.engines.journeys.weighing import WALK, Approaches, Question, Weighed, Weighing, weigh
from metropoli.engines.journeys.weighing.scales import scales_of

ON_FOOT = -1  # the row of an end that is reached on foot by way of a place


# Stops by number, their layers, how long it takes, rows of the question; how many places between.
Part = tuple[Int32s, Int32s, Int32s, Int32s, int]


class Ends(NamedTuple):
    """Ways between the door and stops in layers, one row each."""

    stop: Int32s  # row of the timetable, in its layer
    lasts_s: Int32s
    row: Int32s  # of the question, or ON_FOOT
    walked: Int32s  # how many places lie between


def plan_through(through: Through, query: Query) -> tuple[Journey, ...]:
    """
    Return what `plan` promises, of all journeys that lead through the places in their order.

    A place that one walks to, and stays at, is told as a Stay; one that is passed aboard, or where
    one gets on or off, is not. Between two rides one may walk to a place and from it on.

    :raises Invalid: as `plan`
    """
    ends = (
        _ends(through, query.access.stop, query.access.walk_s, outwards=True),
        _ends(through, query.egress.stop, query.egress.walk_s, outwards=False),
    )
    access, egress = (Walks(one.stop, one.lasts_s) for one in ends)
    found = plan(through.day, replace(query, access=access, egress=egress))
    told = []
    for journey in found:
        rows = _row_of(ends[0], journey, first=True), _row_of(ends[1], journey, first=False)
        told.append(_told(through, journey, ends, rows))
    return tuple(told)


def weigh_through(through: Through, weighing: Weighing, question: Question) -> tuple[Weighed, ...]:
    """
    Return what `weigh` promises, of all journeys that lead through the places in their order.

    Tickets go on through a place as long as they are valid: a stay is a long change. The rows of
    access and egress are ON_FOOT where one walks to the first place, or from the last one.
    Walking cannot be weighed, for the steps of a change by way of a place include the stay.

    :raises Invalid: as `weigh`; criterion_unknown also for walking
    :raises ValueError: the weighing is of another day
    """
    if WALK in question.criteria:
        raise Invalid("criterion_unknown", criterion=WALK)
    if weighing.day is not through.base:
        raise ValueError("the weighing is of another day than the places")
    ends = (
        _ends(through, question.access.stop, question.access.lasts_s, outwards=True),
        _ends(through, question.egress.stop, question.egress.lasts_s, outwards=False),
    )
    access = _approaches(through, question.access, ends[0])
    egress = _approaches(through, question.egress, ends[1])
    layered = Weighing(
        through.day, scales_of(weighing.scales, through.source, through.route_column)
    )
    found = weigh(layered, replace(question, access=access, egress=egress))
    return tuple(_told_weighed(through, one, question, ends) for one in found)


def _ends(through: Through, stop: Int32s, lasts_s: Int32s, *, outwards: bool) -> Ends:
    """Return the ways of a question and those by way of the first places, or of the last ones."""
    day, n_vias, n_rows = through.base, len(through.vias), through.n_rows
    number = day.stop_number[stop]
    rows = np.flatnonzero(number >= 0)
    layer = 0 if outwards else n_vias
    layers, plain = np.full(len(rows), layer, np.int32), rows.astype(np.int32)
    parts: list[Part] = [(number[rows], layers, np.asarray(lasts_s)[rows], plain, 0)]
    for walked in range(1, n_vias + 1):
        parts += _by_way_of_places(through, walked, outwards=outwards)
    columns = zip(*[(*part[:4], np.full(len(part[0]), part[4])) for part in parts], strict=True)
    number, level, lasts, row, walked_by = (np.concatenate(column) for column in columns)
    if outwards:
        # `start` numbers the rows, for as long as they climb.
        which = np.arange(len(number), dtype=np.int32)
        climbed = climb(day, through.vias, Steps(which, which, number, level, lasts))
        number, level, lasts = climbed.end, climbed.end_layer, climbed.lasts_s
        row, walked_by = row[climbed.start], walked_by[climbed.start]
    ints = day.stop_row[number] + level * n_rows, lasts, row, walked_by
    return Ends(*(np.asarray(column, np.int32) for column in ints))


def _by_way_of_places(through: Through, walked: int, *, outwards: bool) -> list[Part]:
    """Return the ways that lead by so many places on foot."""
    n_vias = len(through.vias)
    first, last = (0, walked - 1) if outwards else (n_vias - walked, n_vias - 1)
    stays_s = through.on_foot(first, last)
    door_s = through.on_foot_s[0 if outwards else n_vias]
    if stays_s is None or door_s is None:
        return []
    walks = through.vias[last].leave if outwards else through.vias[first].arrive
    number, walk_s = shortest(through.base, walks)
    layer = np.full(len(number), walked if outwards else n_vias - walked, np.int32)
    nobody = np.full(len(number), ON_FOOT, np.int32)
    return [(number, layer, walk_s + np.int32(stays_s + door_s), nobody, walked)]


def _row_of(ends: Ends, journey: Journey, *, first: bool) -> int:
    """Return the way that a journey takes to its first stop, or from its last one."""
    rides, leg = journey.rides, journey.legs[0 if first else -1]
    stop = rides[0].board_stop if first else rides[-1].alight_stop
    same = (ends.stop == stop) & (ends.lasts_s == leg.arrives_s - leg.departs_s)
    return int(np.flatnonzero(same)[0])


def _told(
    through: Through, journey: Journey, ends: tuple[Ends, Ends], rows: tuple[int, int]
) -> Journey:
    walked = int(ends[0].walked[rows[0]]), int(ends[1].walked[rows[1]])
    return told_journey(through, journey, walked)


def _approaches(through: Through, asked: Approaches, ends: Ends) -> Approaches:
    """Return the ways to stops in layers: those by way of a place are on foot, and cost nothing."""
    on_foot = ends.row == ON_FOOT
    rest = [np.where(on_foot, 0, np.append(column, 0)[ends.row]) for column in asked[3:]]
    walk_s = np.where(on_foot, ends.lasts_s, np.append(asked.walk_s, 0)[ends.row])
    columns = ends.stop, ends.lasts_s, walk_s, *rest
    return Approaches(*(np.asarray(column, np.int32) for column in columns))


def _told_weighed(
    through: Through, one: Weighed, question: Question, ends: tuple[Ends, Ends]
) -> Weighed:
    rows = one.access_row, one.egress_row
    journey = _told(through, one.journey, ends, rows)
    row_in, row_out = int(ends[0].row[rows[0]]), int(ends[1].row[rows[1]])
    doors_s = sum(
        int(ways.walk_s[row])
        for ways, row in ((question.access, row_in), (question.egress, row_out))
        if row != ON_FOOT
    )
    walk_s = doors_s + walked_s(journey, first=row_in == ON_FOOT, last=row_out == ON_FOOT)
    return replace(one, journey=journey, access_row=row_in, egress_row=row_out, walk_s=walk_s)

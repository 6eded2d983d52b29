"""How well each place is served, as this room shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from metropoli.apps.mobility.rules import served as rules
from metropoli.apps.mobility.types.served import ServedQuestion, ServedView
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import GREEN, QUARTER_HOUR, GreenRule, Home, ServedRequest

FIRST_KINDS = ("hospital", "market", "library")  # what most people would ask about first


def show_served(*, question: ServedQuestion, now: datetime) -> ServedView:
    """
    Say how well each cell and Comune is served, in classes of colour, the worst Comuni first.

    :raises NotFound: nothing is loaded
    :raises Refused: only a timetable is loaded
    :raises Invalid: no such measure, kind, means or minutes
    """
    kinds = list_kinds()
    if question.measure in {QUARTER_HOUR, GREEN}:
        question = replace(question, kind="")
    elif not question.kind:
        question = replace(question, kind=next(iter(kinds), ""))
    served = travel.read_served(
        request=ServedRequest(
            measure=question.measure,
            kind=question.kind,
            at=travel.usual_departure(day=question.day, hour=question.hour, now=now),
            mode=question.mode,
            within_min=question.within_min,
        )
    )
    reached = [cell for cell in served.cells if cell.value is not None]
    n_known = sum(cell.people for cell in reached)
    n_reached = sum(cell.people for cell in reached if rules.has_any(question.measure, cell.value))
    n_people = sum(cell.people for cell in served.cells)
    total = sum(cell.people * (cell.value or 0.0) for cell in reached)
    return ServedView(
        question=question,
        kinds=kinds,
        served=replace(served, comuni=rules.worst_first(question.measure, served.comuni)),
        classes=rules.classes_of(question.measure, served.cells),
        n_people=round(n_people),
        n_unreached=round(n_people - n_reached),
        average=total / n_known if n_known else None,
    )


def list_kinds() -> tuple[str, ...]:
    """
    List the kinds of place whose access can be asked about, those that most would ask for first.

    :raises NotFound: nothing was loaded yet
    """
    kinds = travel.list_served_kinds()
    return tuple(sorted(kinds, key=lambda kind: kind not in FIRST_KINDS))


def check_green_rule(*, homes: Sequence[Home]) -> tuple[GreenRule, ...]:
    """
    Say which parts of the 3-30-300 rule homes keep.

    :raises NotFound: nothing was loaded yet
    :raises Invalid: too many homes
    """
    return travel.check_green_rule(homes=homes)

"""From attributes as they come, one by one, to a log in order."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.insight.types import NO_INSTANT, NOBODY, Column, Int64s, Keys, Log

MOST_NAMES = 1_000  # attributes of one kind: who tells more is not telling a log
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Told(NamedTuple):
    """What was told under one name: by whom (row of the case or event) and which text."""

    rows: array[int]
    codes: array[int]
    numbers: dict[str, int]


class Gathered:
    """The attributes told so far, by name. Each text is kept once."""

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}

    def add(self, row: int, name: str, text: str) -> None:
        """Write one attribute down."""
        told = self.told.get(name)
        if told is None:
            if len(self.told) >= MOST_NAMES:
                raise Invalid("log_too_many_names", most=MOST_NAMES)
            told = self.told[name] = Told(array("i"), array("i"), {})
        told.rows.append(row)
        numbers = told.numbers
        told.codes.append(numbers.setdefault(text, len(numbers)))

    def columns(self, n_rows: int) -> dict[str, Column]:
        """Return what was told, whole columns of `n_rows`; told twice, the last one counts."""
        found = {}
        for name, told in self.told.items():
            code = np.full(n_rows, NOBODY, np.int32)
            code[np.asarray(told.rows, np.int64)] = told.codes
            found[name] = Column(code, tuple(told.numbers))
        return found


def instant_ms(text: str) -> int:
    """Return milliseconds since 1970 of a date by ISO 8601 (UTC if unsaid), or NO_INSTANT."""
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=UTC)
        # In UTC a date may lie beyond the years that exist: then it is no instant either.
        return (instant.astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        return NO_INSTANT


def instants(column: Column) -> Int64s:
    """Return the instants that a column of dates tells, by row; NO_INSTANT where it tells none."""
    known = np.array([*map(instant_ms, column.labels), NO_INSTANT], np.int64)
    return known[column.code]


def make_log(case_of: Int64s, cases: Gathered, events: Gathered, n_cases: int, keys: Keys) -> Log:
    """
    Put the events of each case in order. Events without activity or instant are left out, counted.

    `case_of` is the case of each event, by row.
    """
    n_events = len(case_of)
    of_event, of_case = events.columns(n_events), cases.columns(n_cases)
    nothing = Column(np.full(n_events, NOBODY, np.int32), ())
    unnamed = Column(np.full(n_cases, NOBODY, np.int32), ())
    at_ms = instants(of_event.pop(keys.instant, nothing))
    activity = of_event.pop(keys.activity, nothing)
    kept = np.flatnonzero((at_ms != NO_INSTANT) & (activity.code != NOBODY))
    order = kept[np.lexsort((at_ms[kept], case_of[kept]))]
    names = of_case.pop(keys.case, unnamed)
    first = np.zeros(n_cases + 1, np.int64)
    np.cumsum(np.bincount(case_of[order], minlength=n_cases), out=first[1:])
    return Log(
        cases=tuple(names.labels[code] if code >= 0 else "" for code in names.code.tolist()),
        first=first,
        activity=_taken(activity, order),
        actor=_taken(of_event.pop(keys.actor, nothing), order),
        at_ms=at_ms[order],
        of_event={name: _taken(column, order) for name, column in of_event.items()},
        of_case=of_case,
        n_left_out=n_events - len(order),
    )


def _taken(column: Column, order: Int64s) -> Column:
    return Column(column.code[order], column.labels)

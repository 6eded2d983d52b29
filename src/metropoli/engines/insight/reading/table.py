"""A table of events (CSV), one event a row, with columns that the caller names → a log."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterable

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.insight.gathering import Gathered, make_log
from metropoli.engines.insight.types import Keys, Log

CASE_NAME = "case name"


def read_csv(lines: Iterable[str], columns: Keys, *, separator: str = ",") -> Log:
    """
    Read a log from the lines of a table, whose first line names the columns.

    Rows without a case are left out. Raises Invalid: `log_column` where a column that was asked
    for is missing, `log_not_table` (with the line) where the text is no table.
    """
    rows = csv.reader(lines, delimiter=separator)
    cases, events, case_of = Gathered(), Gathered(), array("q")
    numbers: dict[str, int] = {}
    try:
        header = _header(next(rows, []), columns)
        case_at = header.index(columns.case)
        for row in rows:
            if case_at >= len(row) or not row[case_at]:
                continue
            number = numbers.setdefault(row[case_at], len(numbers))
            if number == len(numbers) - 1:
                cases.add(number, CASE_NAME, row[case_at])
            for name, text in zip(header, row, strict=False):
                if text and name != columns.case:
                    events.add(len(case_of), name, text)
            case_of.append(number)
    except csv.Error as error:
        raise Invalid("log_not_table", line=rows.line_num) from error
    keys = columns._replace(case=CASE_NAME)
    return make_log(np.asarray(case_of, np.int64), cases, events, len(numbers), keys)


def _header(told: list[str], columns: Keys) -> list[str]:
    header = [name.strip().removeprefix("\ufeff") for name in told]
    for column in (columns.case, columns.activity, columns.instant):
        if column not in header:
            raise Invalid("log_column", column=column)
    return header

"""Columns of a feed as numbers and row numbers, with the reasons why some could not be read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np

from metropoli.engines.journeys.gtfs.kernels.numbers import EMPTY, OK
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.tables import Keys, Slices, Table, always
from metropoli.engines.journeys.types import Flags, Int8s, Int32s

UNIX_DAY = date(1970, 1, 1).toordinal()
FIRST_YEAR, LAST_YEAR = 1970, 2199
MONTH_OF_A_YEAR = np.datetime64("1970-01", "M")


def choices(
    table: Table, column: str, allowed: Collection[int], notes: Notebook, default: int = 0
) -> Int8s:
    """Return a column of small codes; what is not allowed counts as the default, and is noted."""
    values, states = table.ints(column)
    known = (states == OK) & np.isin(values, list(allowed))
    wrong = ~known & (states != EMPTY)
    table.tell(
        notes,
        "value_not_allowed",
        wrong,
        column=always(column),
        value=column,
        default=always(default),
    )
    return np.where(known, values, default).astype(np.int8)


def references(
    table: Table, column: str, keys: Keys, rows: Int32s, notes: Notebook
) -> tuple[Int32s, Flags]:
    """
    Return the row that each value of a column refers to, and which of them lead nowhere.

    :param rows: the row in our arrays of each row of the file referred to, -1 where it was dropped
    """
    found = keys.find(table.column(column))
    table.tell(notes, "reference_unknown", found == -1, column=always(column), value=column)
    return pick(rows, found), found == -1


def pick(rows: Int32s, found: Int32s) -> Int32s:
    """Return `rows[found]`, and -1 where nothing was found."""
    result = np.full(len(found), -1, np.int32)
    known = found >= 0
    result[known] = rows[found[known]]
    return result


def dates(slices: Slices, numbers: np.ndarray, states: np.ndarray) -> Int32s:
    """Return days (proleptic ordinals) of YYYYMMDD numbers, 0 where there is no such day."""
    year, month, day = numbers // 10_000, numbers // 100 % 100, numbers % 100
    good = (states == OK) & (slices.last - slices.first == len("YYYYMMDD"))
    good &= (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004
    months = np.where(good, (year - 1970) * 12 + month - 1, 0)
    first = (MONTH_OF_A_YEAR + months).astype("datetime64[D]")
    after = (MONTH_OF_A_YEAR + months + 1).astype("datetime64[D]")
    good &= day <= (after - first).astype(np.int64)
    return np.where(good, first.astype(np.int64) + day - 1 + UNIX_DAY, 0).astype(np.int32)


def read_days(table: Table, column: str) -> Int32s:
    """Return a column of dates as proleptic ordinals, 0 where there is none that exists."""
    values, states = table.ints(column)
    return dates(table.column(column), values, states)


def days(table: Table, column: str, notes: Notebook) -> Int32s:
    """Return a column of dates as `read_days` does; what is no date is noted."""
    found = read_days(table, column)
    table.tell(notes, "date_bad", found == 0, column=always(column), value=column)
    return found


def missing(table: Table, column: str, notes: Notebook) -> Flags:
    """Return which rows lack a value that they must have; they are noted as dropped."""
    lacking = ~table.column(column).filled
    table.tell(notes, "value_missing", lacking, column=always(column))
    return lacking


def repeated(table: Table, column: str, again: Flags, notes: Notebook) -> Flags:
    """Note the rows whose identifier was used before; the first one holds."""
    again = again & table.column(column).filled
    table.tell(notes, "id_twice", again, column=always(column), value=column)
    return again


def kept_rows(keep: Flags) -> Int32s:
    """Return the new row of each old row, -1 where it is not kept."""
    return np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int32)

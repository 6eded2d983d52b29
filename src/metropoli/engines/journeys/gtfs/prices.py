"""Amounts of money and names of currencies in the files of fares."""

from __future__ import annotations

import re

import numpy as np

from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.tables import Table, always
from metropoli.engines.journeys.types import Flags

CURRENCY = re.compile(r"[A-Z]{3}")
DEAREST = 10_000_000  # of a currency's units: more is surely a mistake


def amounts(table: Table, column: str, notes: Notebook, *, lowest: int) -> tuple[list[int], Flags]:
    """Return a column of prices in hundredths of their unit, and which could be read."""
    values, _ = table.decimals(column)
    with np.errstate(invalid="ignore"):
        good = (values >= lowest) & (values <= DEAREST)
    table.tell(notes, "price_bad", ~good, column=always(column), value=column)
    cents: list[int] = np.rint(np.where(good, values, 0.0) * 100).astype(np.int64).tolist()
    return cents, good


def currencies(table: Table, column: str, notes: Notebook) -> Flags:
    """Return which rows name a currency by its three letters; others are noted."""
    good = np.array([bool(CURRENCY.fullmatch(text.upper())) for text in table.texts(column)], bool)
    table.tell(notes, "currency_bad", ~good, column=always(column), value=column)
    return good

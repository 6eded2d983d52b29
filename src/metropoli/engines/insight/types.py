"""The words of insight: a log of events as arrays, and what is found in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOBODY = -1  # the code of what is not told
NO_INSTANT = np.iinfo(np.int64).min


class Column(NamedTuple):
    """Texts by number: row i reads `labels[code[i]]`, or nothing where the code is negative."""

    code: Int32s
    labels: tuple[str, ...]


class Log(NamedTuple):
    """
    Events by case, in order of their instants; equal instants stay in the order they were told in.

    Case i has the events `first[i]` to `first[i + 1]`. Instants are milliseconds since 1970, UTC.
    `n_left_out` events told no activity or no instant.
    """

    cases: tuple[str, ...]
    first: Int64s
    activity: Column
    actor: Column
    at_ms: Int64s
    of_event: Mapping[str, Column]
    of_case: Mapping[str, Column]
    n_left_out: int


class Keys(NamedTuple):
    """What the attributes of a log are called: by default, as the standard XES calls them."""

    activity: str = "concept:name"
    actor: str = "org:resource"
    instant: str = "time:timestamp"
    case: str = "concept:name"


class Lives(NamedTuple):
    """
    How long cases lasted, by case, in days: from `entered` to `left`.

    Who is seen from the first day on entered at -1; who is seen later does not count before.
    `outcome` says how it ended, from 0 on, or is STILL_OPEN (-1). A `weight` of 1 counts whole.
    """

    entered: Floats
    left: Floats
    outcome: Int32s
    weight: Floats


class Curve(NamedTuple):
    """
    The share of cases still open after so many days, with its interval; steps at `after`.

    Before the first step all are open. `at_risk` counts the cases, by weight, under observation.
    """

    after: Floats
    open_share: Floats
    low: Floats
    high: Floats
    at_risk: Floats


class Ends(NamedTuple):
    """The share that ended in each way by each day: `share[k, i]` of outcome k at `after[i]`."""

    after: Floats
    open_share: Floats
    share: Floats


class Dossiers(NamedTuple):
    """
    Cases as a forecast sees them, by row: the office, and the days of beginning and end.

    Days count from any one day; of what has not ended, `ended` is NaN.
    """

    office: Int32s
    began: Floats
    ended: Floats

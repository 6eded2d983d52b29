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


class Spans(NamedTuple):
    """When each case began and ended or was last known to be open; NO_INSTANT without events."""

    began_ms: Int64s
    until_ms: Int64s
    is_open: Flags


class Variants(NamedTuple):
    """
    Which cases went the same way, activity by activity; the commonest way first.

    Variant i was taken by `n_cases[i]` cases and reads `path[first[i]:first[i + 1]]`. `of_case` is
    the variant of each case.
    """

    of_case: Int32s
    n_cases: Int64s
    first: Int64s
    path: Int32s


class Waits(NamedTuple):
    """
    Time between one event of a case and the next, by pair of activities; most time in all first.

    Percentiles take the nearest rank.
    """

    before: Int32s
    after: Int32s
    n_times: Int64s
    median_ms: Int64s
    p90_ms: Int64s
    total_ms: Int64s


class Rework(NamedTuple):
    """By activity: how many cases did it more than once, and how many times too many in all."""

    cases: Int64s
    repeats: Int64s


class Procedure(NamedTuple):
    """What may happen, by activity: first, last, and one (row) directly followed by another."""

    may_begin: Flags
    may_end: Flags
    may_follow: Flags


class Deviations(NamedTuple):
    """
    Where cases left the procedure, by case and in order: `kind` is one of the three below.

    `at` is the event (row of the log); `before` is the activity before it, or NOBODY.
    """

    case: Int64s
    kind: Int32s
    at: Int64s
    before: Int32s
    activity: Int32s


WRONG_BEGINNING, WRONG_STEP, WRONG_END = 0, 1, 2


class Compared(NamedTuple):
    """By office: the figure as if each had the same mix of cases, its interval, its cases."""

    value: Floats
    low: Floats
    high: Floats
    n_cases: Int64s

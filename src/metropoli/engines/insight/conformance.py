"""Where cases left the procedure that was drawn for them."""

from __future__ import annotations

import numpy as np

from metropoli.engines.insight.spans import case_of
from metropoli.engines.insight.types import (
    NOBODY,
    WRONG_BEGINNING,
    WRONG_END,
    WRONG_STEP,
    Deviations,
    Flags,
    Log,
    Procedure,
)


def procedure(log: Log, begins: set[str], ends: set[str], steps: set[tuple[str, str]]) -> Procedure:
    """Return the procedure by the numbers of this log, from the names of its activities."""
    names = log.activity.labels
    number = {name: i for i, name in enumerate(names)}
    may_follow = np.zeros((len(names), len(names)), np.bool_)
    for before, after in steps:
        if before in number and after in number:
            may_follow[number[before], number[after]] = True
    return Procedure(_among(names, begins), _among(names, ends), may_follow)


def deviations(log: Log, allowed: Procedure, is_open: Flags) -> Deviations:
    """
    Return each beginning, step and end that the procedure does not know.

    An open case has not ended yet, so that its last event is no wrong end.
    """
    case, code = case_of(log), log.activity.code
    told = np.flatnonzero(np.diff(log.first))
    begins, ends = log.first[told], log.first[told + 1] - 1
    wrong_begin = begins[~allowed.may_begin[code[begins]]]
    wrong_end = ends[~allowed.may_end[code[ends]] & ~is_open[told]]
    same = case[1:] == case[:-1]
    wrong_step = np.flatnonzero(same & ~allowed.may_follow[code[:-1], code[1:]]) + 1
    at = np.concatenate((wrong_begin, wrong_step, wrong_end))
    lengths = (len(wrong_begin), len(wrong_step), len(wrong_end))
    kind = np.repeat(np.array([WRONG_BEGINNING, WRONG_STEP, WRONG_END], np.int32), lengths)
    order = np.lexsort((kind, at))
    at, kind = at[order], kind[order]
    before = np.where(np.isin(at, begins), NOBODY, code[at - 1]) if len(at) else code[:0]
    return Deviations(case[at], kind, at, before.astype(np.int32), code[at])


def _among(names: tuple[str, ...], chosen: set[str]) -> Flags:
    return np.array([name in chosen for name in names], np.bool_)

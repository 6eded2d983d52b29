"""From what is followed to what is known of delays: how often each line was so late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metropoli.engines.journeys.realtime.types import Followed
from metropoli.engines.journeys.types import Int32s, Int64s, Line
from metropoli.engines.journeys.weighing import DelayTable, delay_table, modelled_delays

BIN_S, EARLIEST_S, N_BINS = (
    30,
    -300,
    84,
)  # from five minutes early to 37 late; the ends hold all beyond
N_HOURS = 24
FEWEST = 200  # passages of a line from which its own delays say more than the model


def observe(followed: Followed, from_at: int, until_at: int) -> Int64s:
    """
    Count the calls that vehicles make within [from_at, until_at) (epoch) by how late they are.

    Foretold arrivals at calls that were planned count, each once if the intervals follow one another.

    :return: (lines, hours of the day, delays of BIN_S from EARLIEST_S on)
    """
    live, planned_calls = followed.timetable, followed.n_calls
    counts = np.zeros((len(followed.labels.lines), N_HOURS, N_BINS), np.int64)
    n_calls = np.diff(live.trip_first[followed.n_trips :])
    if not n_calls.sum():
        return counts
    trip = np.repeat(np.arange(len(n_calls)), n_calls)
    service = live.trip_service[followed.n_trips :]
    column = np.argmax(live.service_runs[service], axis=1)
    start = live.day_start_s[live.service_zone[service], column + 1]
    arrives_s = np.asarray(live.arrives_s[planned_calls:], np.int64)
    at = arrives_s + start[trip]
    counted = followed.call_known & ~followed.call_skipped & (followed.call_plan > 0)
    counted &= (followed.trip_plan[trip] >= 0) & (at >= from_at) & (at < until_at)
    rows = np.flatnonzero(counted)
    plan = live.trip_first[followed.trip_plan[trip[rows]]] + followed.call_plan[rows]
    late_s = arrives_s[rows] - live.arrives_s[plan]
    delay = np.clip((late_s - EARLIEST_S) // BIN_S, 0, N_BINS - 1)
    hour = arrives_s[rows] // 3_600 % N_HOURS
    np.add.at(counts, (_line_of_call(followed)[rows], hour, delay), 1)
    return counts


def _line_of_call(followed: Followed) -> Int32s:
    """Return the line under which an added vehicle arrives at each of its calls."""
    live, n_trips = followed.timetable, followed.n_trips
    owner = np.repeat(np.arange(len(live.trip_pattern)), np.diff(live.part_first))
    parts = np.arange(followed.n_parts, len(live.part_line))
    begins = live.trip_first[owner[parts]] - followed.n_calls + live.part_position[parts]
    calls = np.arange(int(live.trip_first[-1]) - followed.n_calls)
    # Whoever arrives where a line begins has come with the one before.
    part = np.searchsorted(begins, calls, side="left") - 1
    first = live.trip_first[n_trips:-1] - followed.n_calls
    part[first] = np.searchsorted(begins, first, side="right") - 1
    lines: Int32s = np.asarray(live.part_line)[parts[np.maximum(part, 0)]]
    return lines


def observed_delays(lines: Sequence[Line], counts: Int64s) -> DelayTable:
    """
    Return the table of delays: observed where a line was seen often enough, the model elsewhere.

    :param counts: (lines, delays of BIN_S from EARLIEST_S on)
    """
    model = modelled_delays(lines)
    caught = np.exp(-model.risk.reshape(model.n_classes, model.n_steps) / 1_000)
    seen = counts.sum(axis=1)
    often = np.flatnonzero(seen >= FEWEST)
    if not len(often):
        return model
    # A vehicle of a bin is at most as late as the end of it.
    ends_s = EARLIEST_S + BIN_S * np.arange(1, N_BINS + 1)
    slack_s = model.step_s * np.arange(model.n_steps)
    until = np.searchsorted(ends_s, slack_s, side="right")
    sums = np.concatenate([np.zeros((len(often), 1)), np.cumsum(counts[often], axis=1)], axis=1)
    own = sums[:, until] / seen[often, None]
    line_class = model.line_class.copy()
    line_class[often] = model.n_classes + np.arange(len(often))
    return delay_table(line_class, np.concatenate([caught, own]), model.step_s)

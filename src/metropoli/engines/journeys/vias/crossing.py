"""Where one may walk in a day of layers: between stops as always, and by way of the places."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels.bundles import FAR
from metropoli.engines.journeys.types import Int32s, Walks
from metropoli.engines.journeys.vias.types import Through, Via


class Steps(NamedTuple):
    """Ways from stop to stop (by number of the day), each end in a layer."""

    start: Int32s
    start_layer: Int32s
    end: Int32s
    end_layer: Int32s
    lasts_s: Int32s


def walks_in_layers(day: Day, through: Through) -> Steps:
    """Return every walk between two rides: plain ones in every layer, and by way of the places."""
    network, layers = day.onward, len(through.vias) + 1
    n_stops = len(network.change_s)
    start = np.repeat(np.arange(n_stops, dtype=np.int32), np.diff(network.foot_first))
    foot = [_steps((start, k), (network.foot_to, k), network.foot_s) for k in range(layers)]
    changes = [_changes(day, via, k) for k, via in enumerate(through.vias)]
    across = [
        _across(day, through, first, last)
        for first in range(layers - 1)
        for last in range(first, layers - 1)
    ]
    plain = _joined(foot + across)
    # Only who gets on where the place is may do with a change at the stop itself.
    climbing = _joined([plain, *changes])
    climbed = climb(day, through.vias, climbing)
    return _joined([plain, _rest(climbed, len(climbing.start))])


def climb(day: Day, vias: tuple[Via, ...], steps: Steps) -> Steps:
    """Add to ways that end where a place to pass is those that end a layer higher."""
    for layer, via in enumerate(vias):
        if via.stay_s > 0:
            continue
        there = np.isin(steps.end, numbers_of(day, via.calls)) & (steps.end_layer == layer)
        more = Steps(*(column[there] for column in steps))
        steps = _joined([steps, more._replace(end_layer=more.end_layer + 1)])
    return steps


def numbers_of(day: Day, rows: Int32s) -> Int32s:
    """Return the numbers of the stops where vehicles call."""
    numbers = day.stop_number[rows]
    found: Int32s = numbers[numbers >= 0]
    return found


def shortest(day: Day, walks: Walks) -> tuple[Int32s, Int32s]:
    """Return the stops (by number, each once) of walks, and the shortest walk to each."""
    number = day.stop_number[walks.stop]
    known = number >= 0
    stops, place = np.unique(number[known], return_inverse=True)
    least_s = np.full(len(stops), FAR, np.int32)
    np.minimum.at(least_s, place, np.asarray(walks.walk_s)[known])
    return stops.astype(np.int32), least_s


def _changes(day: Day, via: Via, layer: int) -> Steps:
    """Return the changes at the stops of a place."""
    stops = np.unique(numbers_of(day, via.calls))
    change_s = day.onward.change_s[stops]
    may = change_s < FAR
    return _steps((stops[may], layer), (stops[may], layer), change_s[may])


def _across(day: Day, through: Through, first: int, last: int) -> Steps:
    """Return the walks from a stop to place `first`, on to place `last`, and from it to a stop."""
    stays_s = through.on_foot(first, last)
    if stays_s is None:
        return _no_steps()
    off, off_s = shortest(day, through.vias[first].arrive)
    on, on_s = shortest(day, through.vias[last].leave)
    start, end = (grid.ravel() for grid in np.meshgrid(off, on, indexing="ij"))
    lasts_s = (off_s[:, None].astype(np.int64) + on_s[None, :] + stays_s).ravel()
    change_s = day.onward.change_s[start]
    lasts_s = np.where(start == end, np.maximum(lasts_s, change_s), lasts_s)
    may = lasts_s < FAR
    return _steps((start[may], first), (end[may], last + 1), lasts_s[may])


def _steps(start: tuple[Int32s, int], end: tuple[Int32s, int], lasts_s: Int32s) -> Steps:
    n = len(lasts_s)
    columns = start[0], np.full(n, start[1]), end[0], np.full(n, end[1]), lasts_s
    return Steps(*(np.asarray(column, np.int32) for column in columns))


def _no_steps() -> Steps:
    return Steps(*np.zeros((5, 0), np.int32))


def _joined(parts: list[Steps]) -> Steps:
    return Steps(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _rest(steps: Steps, first: int) -> Steps:
    return Steps(*(column[first:] for column in steps))

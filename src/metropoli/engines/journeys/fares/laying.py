"""Lay the ground and the states of a tariff out as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from metropoli.engines.journeys.fares.frames import Frames
from metropoli.engines.journeys.fares.ground import Ground, Ride, Seen
from metropoli.engines.journeys.fares.types import NO_FARE, Tariff
from metropoli.engines.journeys.types import Int32s, Int64s

NOT_PASSED = -1  # a set of zones that no vehicle passes


def lay_tariff(
    ground: Ground,
    seen: Seen,
    class_of: dict[Ride, int],
    frames: Frames,
    fields: dict[str, Any],
) -> Tariff:
    """Return the tariff; `fields` are those that `joining.lay_out` makes."""
    feed = np.array([group.feed for group in ground.groups], np.int64)
    n_zones = np.array([len(zones) for zones in ground.zones], np.int64)
    n_sets = np.array([len(passed.sets) for passed in seen.passed], np.int64)
    pass_first = _starts(n_sets * n_zones)
    sizes = n_zones[feed] * n_zones[feed] * n_sets[feed]
    group_class = _starts(sizes)
    classes = np.full(int(sizes.sum()), NO_FARE, np.int32)
    for ride, row in class_of.items():
        zones, sets = n_zones[feed[ride.group]], n_sets[feed[ride.group]]
        place = (ride.from_zone * zones + ride.to_zone) * sets + ride.passed
        classes[group_class[ride.group] + place] = row
    return Tariff(
        stop_zone=ground.stop_zone,
        line_group=ground.line_group,
        group_zones=n_zones[feed].astype(np.int32),
        group_sets=n_sets[feed].astype(np.int32),
        group_class=group_class,
        group_pass=pass_first[feed],
        class_of=classes,
        pass_next=_pass_next(seen, n_zones),
        first_day=frames.first_day,
        day_kind=frames.day_kind,
        kind_frame=frames.kind_frame,
        **fields,
    )


def _starts(sizes: Int64s) -> Int64s:
    return (np.cumsum(sizes) - sizes).astype(np.int64)


def _pass_next(seen: Seen, n_zones: Int64s) -> Int32s:
    """Return, feed by feed, the set that each (set, zone) makes."""
    tables = [np.zeros(0, np.int32)]
    for passed, zones in zip(seen.passed, n_zones.tolist(), strict=True):
        alone = len(passed.sets) == 1 and not passed.onward
        table = np.full((len(passed.sets), zones), 0 if alone else NOT_PASSED, np.int32)
        for (row, zone), after in passed.onward.items():
            table[row, zone] = after
        tables.append(table.ravel())
    return np.concatenate(tables)

"""
Apply a live snapshot to the reconstructed Torino: `python -m benchmarks.journeys.live`.

The snapshot is made as Torino's own are: some 500 vehicles on their way, each with its next seven
calls by stop_sequence alone and as instants; one in 25 is cancelled. Measured from the bytes to a
day that can be searched.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import date

import numpy as np
from benchmarks.journeys.run import TORINO

from metropoli.base.archives import open_files
from metropoli.engines import journeys

DAY, CLOCK_S = date(2026, 9, 7), 17 * 3_600 + 1_800
VEHICLES, FORETOLD, ROUNDS, SEED = 500, 7, 15, 42
CANCELED = 3


def main() -> None:
    feed = journeys.read_feed(open_files(TORINO), name="gtt", turn_back=False)
    timetable, _, labels = journeys.build_timetable([feed])
    ordinal = DAY.toordinal()
    day = journeys.open_day(timetable, ordinal)
    now = day.start_s + CLOCK_S
    content = snapshot(day, labels, now)
    names = journeys.index_names(timetable, labels, "gtt")
    spent: list[tuple[float, ...]] = []
    for _ in range(ROUNDS):
        marks = [time.process_time()]
        bulletin = journeys.read_bulletin(content)
        marks.append(time.process_time())
        followed, doubts = journeys.follow([journeys.Heard(bulletin, names)], now)
        marks.append(time.process_time())
        live = journeys.open_day(followed.timetable, ordinal)
        marks.append(time.process_time())
        spent.append(tuple(np.diff(marks) * 1e3))
    assert doubts == ("",)
    assert not followed.troubles
    parts = [statistics.median(column) for column in zip(*spent[2:], strict=True)]
    totals = sorted(sum(one) for one in spent[2:])
    print(
        f"load {os.getloadavg()[0]:.1f}; {len(content)} bytes, {followed.n_used} trips used, "
        f"{len(live.onward.arrives_s):,} calls in the view"
    )
    print(
        "CPU ms, median: read {:.0f}, put into the timetable {:.0f}, cut the day {:.0f}".format(
            *parts
        )
        + f"; all {statistics.median(totals):.0f}, slowest {totals[-1]:.0f}"
    )


def snapshot(day: journeys.Day, labels: journeys.Labels, now: int) -> bytes:
    rng, timetable = np.random.default_rng(SEED), day.timetable
    moving = np.unique(journeys.moving(day, from_s=CLOCK_S, until_s=CLOCK_S).vehicle)
    chosen = rng.permutation(moving)[:VEHICLES].tolist()
    return journeys.write_bulletin(
        journeys.Bulletin(
            at=now,
            trips=tuple(
                news(day, labels, timetable, (vehicle, number), int(rng.integers(-60, 600)))
                for number, vehicle in enumerate(chosen)
            ),
        )
    )


def news(day, labels, timetable, which, late_s) -> journeys.TripNews:
    vehicle, number = which
    trip = int(day.vehicles.trip[vehicle])
    calls = slice(int(timetable.trip_first[trip]), int(timetable.trip_first[trip + 1]))
    start = day.start_s + int(day.vehicles.shift_s[vehicle])
    instants = timetable.departs_s[calls] + start + late_s
    ahead = np.flatnonzero(instants >= day.start_s + CLOCK_S)[:FORETOLD].tolist()
    name = journeys.TripName(
        trip_id=labels.trip_ids[int(timetable.part_trip[timetable.part_first[trip]])],
        day=DAY.toordinal(),
    )
    if number % 25 == 0:
        return journeys.TripNews(trip=name, relation=CANCELED)
    sequence = timetable.call_sequence[calls]
    told = tuple(
        journeys.CallNews(sequence=int(sequence[k]), departs_at=int(instants[k])) for k in ahead
    )
    return journeys.TripNews(trip=name, calls=told, seen_at=start)


if __name__ == "__main__":
    main()

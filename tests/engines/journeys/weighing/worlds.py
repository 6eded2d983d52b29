"""Small, crowded random worlds: a city, its tariff, its delays, and ways to its stops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engines.journeys.cities import BUSY_S, DAY_S, FIRST_DAY, random_city
from metropoli.engines.journeys import Day, Timetable, open_day
from metropoli.engines.journeys.fares.types import UNPAYABLE, RideClasses, Tariff
from metropoli.engines.journeys.weighing.answering import Weighing
from metropoli.engines.journeys.weighing.automaton import compile_tariff
from metropoli.engines.journeys.weighing.scales import column_lines, lay_scales
from metropoli.engines.journeys.weighing.types import (
    Approaches,
    DelayTable,
    Impacts,
    Question,
)

N_LINES, N_ZONES = 3, 3
MINUTES = 18 * 60 + 1440


class Option(NamedTuple):
    """One thing to do with a ticket at a ride."""

    state: int
    cents: int
    clock_s: int
    clock_from: int
    within: int
    margin_s: int


class Fares(NamedTuple):
    """A tariff told in dictionaries, for the twin; `tariff` is the same in arrays."""

    options: dict[tuple[int, int, int], list[Option]]  # by state, class, frame
    due_cents: list[int]
    class_of: np.ndarray  # (lines, zones, zones)
    zone: list[int]  # by stop
    frames: list[int]  # by minute from 6 hours before the day on
    tariff: Tariff


class World(NamedTuple):
    timetable: Timetable
    day: Day
    ordinal: int
    fares: Fares
    impacts: Impacts
    delays: DelayTable
    weighing: Weighing


def random_world(rng: np.random.Generator, *, busy: float = 0.9) -> World:
    city = random_city(rng)
    n_calls = len(city.pattern_stop)
    steps = rng.choice([0, 1000, 1000, 2000, 3000], n_calls)
    along = np.cumsum(steps)
    along -= np.repeat(along[city.pattern_first[:-1]], np.diff(city.pattern_first))
    city = city._replace(
        service_runs=rng.random(city.service_runs.shape) < busy,
        part_line=rng.integers(0, N_LINES, len(city.part_line)).astype(np.int32),
        pattern_along_m=along.astype(np.int32),
    )
    ordinal = FIRST_DAY + int(rng.integers(0, 3))
    day = open_day(city, ordinal)
    fares = random_fares(rng, len(city.change_s))
    impacts = Impacts(*rng.integers(0, 4, (2, N_LINES)).astype(np.int32))
    delays = random_delays(rng)
    automaton = compile_tariff(fares.tariff)
    classes = day_classes(day, fares)
    frames = np.array(fares.frames, np.int32)
    scales = lay_scales(day, automaton, (classes, frames), impacts, delays)
    return World(city, day, ordinal, fares, impacts, delays, Weighing(day, scales))


def random_fares(rng: np.random.Generator, n_stops: int) -> Fares:
    """Return a tariff of a few states with everything that a tariff may have, now and then."""
    n_states, n_classes = int(rng.integers(1, 5)), int(rng.integers(1, 4))
    n_frames = int(rng.choice([1, 1, 1, 2]))
    clocks = rng.random() < 0.7
    held = np.zeros(n_states, int)
    due = np.zeros(n_states, int)
    if rng.random() < 0.3:
        held[1:] = rng.integers(0, 3, n_states - 1)
        due[1:] = rng.choice([0, 0, 1, 2, UNPAYABLE], n_states - 1)
    rows: dict[tuple[int, int, int], list[tuple[Option, bool, int]]] = {}
    for state in range(n_states):
        for kind in range(n_classes):
            for frame in range(n_frames):
                made = [
                    _option(rng, state, held, due, n_states, clocks=clocks)
                    for _ in range(rng.choice([0, 1, 1, 2, 2, 3]))
                ]
                rows[state, kind, frame] = [one for one in made if one is not None]
    class_of = rng.integers(-1 if rng.random() < 0.3 else 0, n_classes, (N_LINES, N_ZONES, N_ZONES))
    if rng.random() < 0.3:
        class_of[:] = class_of[0, 0, 0]
    return Fares(
        options={key: [option for option, _, _ in made] for key, made in rows.items()},
        due_cents=due.tolist(),
        class_of=class_of,
        zone=rng.integers(0, N_ZONES, n_stops).tolist(),
        frames=rng.integers(0, n_frames, MINUTES).tolist(),
        tariff=_tariff(rows, (n_states, n_classes, n_frames), held, due),
    )


def _option(rng, state, held, due, n_states, *, clocks):
    to = int(rng.integers(0, n_states))
    settles = bool(rng.random() < 0.5) and due[state] < UNPAYABLE
    left = int(due[state] if settles else -held[state])
    plain = int(rng.integers(0, 4)) + max(0, -(int(held[to]) + left))
    clock_s, clock_from, within, margin_s = 0, 0, -1, 0
    if clocks:
        clock_s = int(rng.choice([0, 0, -1, 5, 10, 20, 40]))
        clock_from = int(rng.random() < 0.3)
        within = int(rng.choice([-1, 0, 0, 1]))
        margin_s = int(rng.choice([0, 0, 0, 4]))
    paid = plain + int(held[to]) + left
    return Option(to, paid, clock_s, clock_from, within, margin_s), settles, plain


def _tariff(rows, sizes, held, due) -> Tariff:
    n_states, n_classes, n_frames = sizes
    keys = [
        (state, kind, frame)
        for state in range(n_states)
        for kind in range(n_classes)
        for frame in range(n_frames)
    ]
    flat = [one for key in keys for one in rows[key]]
    options = [option for option, _, _ in flat]
    ints, none = (lambda values: np.array(values, np.int32)), np.zeros(0, np.int32)
    given = {
        "n_states": n_states,
        "n_bases": n_states,
        "n_classes": n_classes,
        "n_frames": n_frames,
        "state_base": np.arange(n_states, dtype=np.int32),
        "state_held_cents": ints(held),
        "state_due_cents": ints(due),
        "state_expires": np.ones(n_states, np.bool_),
        "option_first": ints(np.concatenate(([0], np.cumsum([len(rows[key]) for key in keys])))),
        "option_state": ints([one.state for one in options]),
        "option_cents": ints([plain for _, _, plain in flat]),
        "option_settles": np.array([settles for _, settles, _ in flat], np.bool_),
        "option_opens": np.zeros(len(flat), np.bool_),
        "option_product": ints(np.arange(len(flat))),
        "option_clock_s": ints([one.clock_s for one in options]),
        "option_clock_from": np.array([one.clock_from for one in options], np.int8),
        "option_within": np.array([one.within for one in options], np.int8),
        "option_margin_s": ints([one.margin_s for one in options]),
    }
    return Tariff(**(dict.fromkeys(Tariff._fields, none) | given))


def day_classes(day: Day, fares: Fares) -> RideClasses:
    """Return the classes of the rides of the day's routes, by line and zones."""
    route_vehicle = np.unique(day.onward.column_vehicle)
    ends = np.append(day.vehicles.column[route_vehicle], len(day.onward.column_stop))
    line, _ = column_lines(day, route_vehicle)
    class_row, flat = np.zeros(len(line), np.int64), []
    zone = [fares.zone[day.stop_row[number]] for number in day.onward.column_stop]
    for first, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        for column in range(first, end):
            class_row[column] = len(flat) - 1
            flat += [
                int(fares.class_of[line[column], zone[column], zone[to]])
                for to in range(column + 1, end)
            ]
    return RideClasses(class_row, np.array(flat, np.int16))


def random_delays(rng: np.random.Generator) -> DelayTable:
    n_classes, n_steps = int(rng.integers(1, 4)), int(rng.integers(2, 6))
    falling = np.sort(rng.integers(0, 5, (n_classes, n_steps)), axis=1)[:, ::-1]
    return DelayTable(
        line_class=rng.integers(0, n_classes, N_LINES).astype(np.int32),
        n_classes=n_classes,
        n_steps=n_steps,
        step_s=int(rng.integers(1, 6)),
        risk=np.ascontiguousarray(falling.ravel().astype(np.int32)),
    )


def random_approaches(rng: np.random.Generator, n_stops: int) -> Approaches:
    """Return a few ways to stops, at times several to one, dear and quick or slow and cheap."""
    n = int(rng.integers(1, 5))
    lasts_s = rng.integers(0, 7, n).astype(np.int32)
    small = [(rng.integers(0, 3, n) * (rng.random(n) < 0.5)).astype(np.int32) for _ in range(4)]
    kind = rng.integers(0, 9, n).astype(np.int32)
    stop = rng.integers(0, n_stops, n).astype(np.int32)
    return Approaches(stop, lasts_s, np.minimum(lasts_s, 3).astype(np.int32), *small, kind)


def random_question(rng: np.random.Generator, n_stops: int) -> Question:
    from_s = int(rng.integers(-4, BUSY_S // 3) + rng.choice([0, 0, 0, 0, 0, DAY_S]))
    until_s = from_s + int(rng.integers(0, BUSY_S))
    by_arrival, window, bounded = rng.random(3) < (0.3, 0.6, 0.7)
    return Question(
        access=random_approaches(rng, n_stops),
        egress=random_approaches(rng, n_stops),
        earliest_s=from_s if not by_arrival or not bounded or window else None,
        latest_s=until_s if window or by_arrival else None,
        by_arrival=bool(by_arrival),
        max_rides=int(rng.choice([1, 2, 3, 3])),
        direct_s=int(rng.integers(10, 60)) if rng.random() < 0.2 else None,
        slack_s=int(rng.integers(0, 30)) if bounded else None,
        slack_percent=int(rng.choice([0, 50, 100])),
        most_slack_s=int(rng.integers(10, 60)),
        extra_rides=int(rng.integers(0, 3)),
        co2_step_mg=int(rng.choice([1, 1, 2, 3])),
        energy_step_j=int(rng.choice([1, 1, 2, 3])),
        walk_step_s=int(rng.choice([1, 1, 2, 4])),
        risk_step=int(rng.choice([1, 1, 2, 3])),
    )

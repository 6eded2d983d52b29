"""What a log says of its cases is what one finds by following each of them with a finger."""

from __future__ import annotations

import numpy as np
import pytest

from engines.insight import logs, naive
from metropoli.engines import insight

DAY_MS = 86_400_000
TODAY_MS = insight.instant_ms("2024-02-20T00:00:00Z")

each_log = pytest.mark.parametrize("seed", range(150))


def some_log(seed):
    log = insight.read_xes([logs.as_xes(logs.draw(seed))])
    rng = np.random.default_rng(seed)
    return log, rng.random(len(log.cases)) < 0.4, rng


@each_log
def test_time_is_split_by_who_had_to_act(seed):
    log, is_open, rng = some_log(seed)
    told = insight.spans(log, is_open, TODAY_MS)
    for events, began, until, still in zip(
        naive.rows(log), told.began_ms.tolist(), told.until_ms.tolist(), is_open, strict=True
    ):
        last = events[-1][0] if events else insight.NO_INSTANT
        assert began == (events[0][0] if events else insight.NO_INSTANT)
        assert until == (max(last, TODAY_MS) if events and still else last)
    side_of = rng.integers(-1, 3, len(log.activity.labels)).astype(np.int32)
    found = insight.time_by_side(log, told, side_of, 3)
    assert found.tolist() == naive.by_side(log, told.until_ms, side_of, 3)
    stops, restarts = side_of == 1, side_of == 0
    halted = insight.suspended_ms(log, told, stops, restarts)
    clock = np.where(stops, 1, np.where(restarts, 0, -1))
    wanted = naive.by_side(log, told.until_ms, clock, 2)
    assert halted.tolist() == [times[1] for times in wanted]


@each_log
def test_ways_waits_and_rework(seed):
    log, *_ = some_log(seed)
    found, wanted = insight.variants(log), naive.ways(log)
    paths = [
        tuple(found.path[first:last].tolist())
        for first, last in zip(found.first[:-1], found.first[1:], strict=True)
    ]
    assert dict(zip(paths, found.n_cases.tolist(), strict=True)) == wanted
    assert found.n_cases.tolist() == sorted(found.n_cases.tolist(), reverse=True)
    for events, way in zip(naive.rows(log), found.of_case.tolist(), strict=True):
        assert paths[way] == tuple(activity for _, activity in events)
    n_names = len(log.activity.labels)
    again = insight.rework(log)
    assert (again.cases.tolist(), again.repeats.tolist()) == naive.repeated(log, n_names)
    by_pair = {}
    told = insight.waits(log)
    for before, after, *figures in zip(*(column.tolist() for column in told), strict=True):
        by_pair[before, after] = figures
    assert by_pair == {
        pair: [
            len(times),
            sorted(times)[-(-len(times) // 2) - 1],
            sorted(times)[-(-len(times) * 9 // 10) - 1],
            sum(times),
        ]
        for pair, times in naive.pairs(log).items()
    }
    assert told.total_ms.tolist() == sorted(told.total_ms.tolist(), reverse=True)


@each_log
def test_every_step_that_the_procedure_does_not_know_is_named(seed):
    log, is_open, rng = some_log(seed)
    n_names = len(log.activity.labels)
    allowed = insight.Procedure(
        rng.random(n_names) < 0.5, rng.random(n_names) < 0.5, rng.random((n_names, n_names)) < 0.5
    )
    found = insight.deviations(log, allowed, is_open)
    rows = zip(
        found.case.tolist(), found.kind.tolist(), found.before.tolist(), found.activity.tolist(),
        strict=True,
    )  # fmt: skip
    assert list(rows) == naive.deviations(log, allowed, is_open)
    assert np.array_equal(log.activity.code[found.at], found.activity)


def test_a_procedure_is_told_by_names():
    events = [
        {"concept:name": name, "time:timestamp": f"2024-02-0{i + 1}T00:00:00Z"}
        for i, name in enumerate(["ask", "pay", "decide"])
    ]
    log = insight.read_xes([logs.as_xes([("one", events)])])
    steps = {("ask", "check"), ("ask", "pay"), ("check", "decide")}
    allowed = insight.procedure(log, {"ask"}, {"decide"}, steps)
    found = insight.deviations(log, allowed, np.array([False]))
    assert found.kind.tolist() == [insight.WRONG_STEP]
    assert [log.activity.labels[i] for i in (found.before[0], found.activity[0])] == [
        "pay",
        "decide",
    ]


def test_a_term_passes_only_when_the_clock_ran_so_long():
    days = np.array([10, 10, 40, 40, 40])
    began = np.zeros(5, np.int64)
    is_open = np.array([False, True, False, True, False])
    told = insight.Spans(began, days * DAY_MS, is_open)
    suspended = np.array([0, 0, 0, 0, 15]) * DAY_MS
    found = insight.late(told, suspended, np.full(5, 30 * DAY_MS))
    assert found.tolist() == [0, -1, 1, 1, 0]

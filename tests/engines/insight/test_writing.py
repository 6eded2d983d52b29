"""What is written is read again as the same log."""

from __future__ import annotations

import json

import pytest

from engines.insight import logs
from engines.insight.test_reading import told_by
from metropoli.engines import insight

MORE = {"amount": '3 < 5 & "so"', "note": "è\n\ttwo lines"}


def drawn(seed):
    cases = [(name, [event | MORE for event in events]) for name, events in logs.draw(seed)]
    return insight.read_xes([logs.as_xes(cases)])


@pytest.mark.parametrize("seed", range(50))
def test_xes_goes_out_and_comes_back(seed):
    log = drawn(seed)
    again = insight.read_xes(insight.write_xes(log))
    assert told_by(again) == told_by(log)
    assert values(again.of_event) == values(log.of_event)
    assert values(again.of_case) == values(log.of_case)


@pytest.mark.parametrize("seed", range(50))
def test_ocel_goes_out_and_comes_back(seed):
    log = drawn(seed)
    content = insight.write_ocel(log)
    again = insight.read_ocel(content, "case", "actor")
    names = again.of_case.get("name", insight.Column([], ()))
    assert [names.labels[code] for code in names.code] == list(log.cases)
    ours = [(at, what) for _, events in told_by(log) for at, what, _ in events]
    assert [(at, what) for _, events in told_by(again) for at, what, _ in events] == ours
    assert values(again.of_event) == values(log.of_event)
    assert {one["type"] for one in json.loads(content)["events"]} <= set(log.activity.labels)


def test_what_xml_cannot_hold_does_not_break_it():
    table = ["case,what,when", "one\x00,\x1fdecide\ufffe,2024-02-01"]
    log = insight.read_csv(table, insight.Keys("what", "who", "when", "case"))
    again = insight.read_xes(insight.write_xes(log))
    assert (again.cases, again.activity.labels) == (("one?",), ("?decide?",))


def values(columns):
    return {
        name: [column.labels[code] if code >= 0 else None for code in column.code]
        for name, column in columns.items()
        if len(column.code)
    }

"""A log is read from every format to the same arrays, and a broken one is refused in words."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from engines.insight import logs, naive
from metropoli.base.errors import Invalid
from metropoli.engines import insight

CSV = insight.Keys(case="case")


def told_by(log):
    """Return a log as plain rows: by case its name and its events in order."""
    found = []
    for i, name in enumerate(log.cases):
        rows = range(log.first[i], log.first[i + 1])
        actors = [log.actor.code[row] for row in rows]
        found.append(
            (
                name,
                [
                    (
                        int(log.at_ms[row]),
                        log.activity.labels[log.activity.code[row]],
                        log.actor.labels[actor] if actor >= 0 else None,
                    )
                    for row, actor in zip(rows, actors, strict=True)
                ],
            )
        )
    return found


def expected(cases):
    return [
        (
            name,
            sorted(
                (
                    (
                        insight.instant_ms(event["time:timestamp"]),
                        event["concept:name"],
                        event.get("org:resource"),
                    )
                    for event in events
                    if {"time:timestamp", "concept:name"} <= set(event)
                ),
                key=lambda row: row[0],
            ),
        )
        for name, events in cases
    ]


def in_pieces(content, size=37):
    return [content[at : at + size] for at in range(0, len(content), size)]


@pytest.mark.parametrize("seed", range(100))
def test_every_format_tells_the_same_log(seed):
    cases = logs.draw(seed)
    content = logs.as_xes(cases)
    assert naive.read_xes(content) == cases
    log = insight.read_xes(in_pieces(content))
    assert told_by(log) == expected(cases)
    n_told = sum(len(events) for _, events in cases)
    assert log.n_left_out == n_told - len(log.at_ms)
    told = [(name, events) for name, events in cases if events]
    assert told_by(insight.read_csv(logs.as_csv(told), CSV)) == expected(told)
    whole = [
        (name, [one for one in events if {"time:timestamp", "concept:name"} <= set(one)])
        for name, events in cases
    ]
    assert told_by(insight.read_ocel(logs.as_ocel(whole), "case", "office")) == expected(whole)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "log_not_xml"),
        (b"<log><trace></log>", "log_not_xml"),
        (b"<html/>", "log_not_xes"),
        (b"<?xml version='1.0' encoding='nonsense'?><log/>", "log_not_xml"),
        (b"<!DOCTYPE log [<!ENTITY a 'b'>]><log/>", "log_has_doctype"),
        (b"<!DOCTYPE log SYSTEM 'file:///etc/passwd'><log/>", "log_has_doctype"),
        (b"<log>" + b"<a>" * 200, "log_too_deep"),
        (
            b"<log><trace>"
            + b"".join(b"<string key='%d' value=''/>" % i for i in range(2_000))
            + b"</trace></log>",
            "log_too_many_names",
        ),
    ],
)
def test_a_hostile_log_is_refused_in_words(content, code):
    with pytest.raises(Invalid) as refused:
        insight.read_xes([content])
    assert refused.value.code == code


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(Invalid) as refused:
        insight.read_csv(["who,what"], CSV)
    assert (refused.value.code, refused.value.values) == ("log_column", {"column": "case"})
    with pytest.raises(Invalid, match="log_column"):
        insight.read_csv([], CSV)


@pytest.mark.parametrize("content", [
    b"", b"[]", b"{}", b'{"objects": 3, "events": []}', b'{"objects": [], "events": [1]}',
    b'{"objects": [[]], "events": []}', b"[" * 100_000, b'{"objects":[{"id":[],"type":1}]}',
])  # fmt: skip
def test_what_is_no_ocel_is_refused(content):
    with pytest.raises(Invalid, match="log_not_ocel"):
        insight.read_ocel(content, "case")


@pytest.mark.parametrize("seed", range(300))
def test_a_damaged_log_is_read_or_refused_but_never_breaks(seed):
    rng = np.random.default_rng(seed)
    cases = logs.draw(seed % 20)
    whole = [(name, [one for one in events if len(one) > 1]) for name, events in cases]
    for content, read in (
        (logs.as_xes(cases), lambda bad: insight.read_xes([bad])),
        (
            "\n".join(logs.as_csv(cases)).encode(),
            lambda bad: insight.read_csv(bad.decode("utf-8", "replace").splitlines(), CSV),
        ),
        (
            logs.as_ocel(
                [
                    (
                        name,
                        [
                            one
                            for one in events
                            if "concept:name" in one and "time:timestamp" in one
                        ],
                    )
                    for name, events in whole
                ]
            ),
            lambda bad: insight.read_ocel(bad, "case"),
        ),
    ):
        bad = bytearray(content)
        for at in rng.integers(0, len(bad), rng.integers(1, 6)):
            bad[at] = rng.integers(256)
        with contextlib.suppress(Invalid):
            read(bytes(bad[: rng.integers(len(bad) // 2, len(bad) + 1)]))


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2024-13-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)
def test_what_is_no_date_is_no_instant(text):
    assert insight.instant_ms(text) == insight.NO_INSTANT

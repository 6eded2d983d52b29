"""A log → XES and OCEL 2.0, as others read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from xml.sax.saxutils import quoteattr

from metropoli.engines.insight.gathering import EPOCH
from metropoli.engines.insight.types import Keys, Log

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<log xes.version="1849-2023" xes.features="">\n'
    '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>\n'
    '<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>\n'
    '<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>\n'
)
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CASE_TYPE, ACTOR_TYPE = "case", "actor"


def write_xes(log: Log) -> Iterator[bytes]:
    """Yield the log in XES, case by case; what XML cannot hold becomes a question mark."""
    keys = Keys()
    yield HEAD.encode()
    for case, name in enumerate(log.cases):
        told = {keys.case: name} | _row(log, case, of_case=True)
        lines = ["<trace>", *(_attribute(key, text) for key, text in told.items())]
        for row in range(int(log.first[case]), int(log.first[case + 1])):
            event = {keys.activity: _activity(log, row), keys.instant: _instant(log, row)}
            actor = _actor(log, row)
            event |= ({keys.actor: actor} if actor else {}) | _row(log, row, of_case=False)
            inner = "".join(_attribute(key, text) for key, text in event.items())
            lines.append(f"<event>{inner}</event>")
        yield "\n".join([*lines, "</trace>\n"]).encode()
    yield b"</log>\n"


def write_ocel(log: Log) -> bytes:
    """Return the log in OCEL 2.0 JSON: each case and each actor is an object."""
    events = []
    for case in range(len(log.cases)):
        for row in range(int(log.first[case]), int(log.first[case + 1])):
            links = [{"objectId": f"case {case}", "qualifier": CASE_TYPE}]
            if _actor(log, row):
                actor = int(log.actor.code[row])
                links.append({"objectId": f"actor {actor}", "qualifier": ACTOR_TYPE})
            told = _named_values(_row(log, row, of_case=False))
            events.append(
                {
                    "id": f"event {row}",
                    "type": _activity(log, row),
                    "time": _instant(log, row),
                    "attributes": told,
                    "relationships": links,
                }
            )
    top = {
        "objectTypes": _types([CASE_TYPE, ACTOR_TYPE], ["name", *log.of_case]),
        "eventTypes": _types(log.activity.labels, log.of_event),
        "objects": _objects(log),
        "events": events,
    }
    return json.dumps(top, ensure_ascii=False).encode("utf-8", "replace")


def _objects(log: Log) -> list[dict[str, object]]:
    """Return cases and actors as objects; what is told of them was so from the beginning."""
    cases = [{"name": name} | _row(log, i, of_case=True) for i, name in enumerate(log.cases)]
    actors = [{"name": label} for label in log.actor.labels]
    return [
        {
            "id": f"{kind} {i}",
            "type": kind,
            "attributes": [{**one, "time": EPOCH.isoformat()} for one in _named_values(told)],
        }
        for kind, rows in ((CASE_TYPE, cases), (ACTOR_TYPE, actors))
        for i, told in enumerate(rows)
    ]


def _types(names: Iterable[str], attributes: Iterable[str]) -> list[dict[str, object]]:
    listed = [{"name": one, "type": "string"} for one in attributes]
    return [{"name": name, "attributes": listed} for name in names]


def _named_values(told: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": text} for name, text in told.items()]


def _row(log: Log, row: int, *, of_case: bool) -> dict[str, str]:
    columns = log.of_case if of_case else log.of_event
    return {
        name: column.labels[column.code[row]]
        for name, column in columns.items()
        if column.code[row] >= 0
    }


def _activity(log: Log, row: int) -> str:
    return log.activity.labels[int(log.activity.code[row])]


def _actor(log: Log, row: int) -> str:
    code = int(log.actor.code[row])
    return log.actor.labels[code] if code >= 0 else ""


def _instant(log: Log, row: int) -> str:
    instant = EPOCH + timedelta(milliseconds=int(log.at_ms[row]))
    return instant.isoformat(timespec="milliseconds")


def _attribute(key: str, text: str) -> str:
    kind = "date" if key == Keys().instant else "string"
    key, text = (quoteattr(NOT_IN_XML.sub("?", one)) for one in (key, text))
    return f"<{kind} key={key} value={text}/>"

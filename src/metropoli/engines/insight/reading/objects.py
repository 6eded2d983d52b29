"""OCEL 2.0 (JSON): events about many objects → the log of the objects of one type."""

from __future__ import annotations

import json
from array import array

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.insight.gathering import Gathered, make_log
from metropoli.engines.insight.types import Keys, Log

KEYS = Keys("type", "actor", "time", "id")


def read_ocel(content: bytes, case_type: str, actor_type: str = "") -> Log:
    """
    Read the events of each object of `case_type`; one about several such objects is in each case.

    The actor is the first related object of `actor_type`. Raises Invalid: `log_not_ocel`.
    """
    try:
        top = json.loads(content)
        objects, told = top["objects"], top["events"]
        kinds = {one["id"]: one["type"] for one in objects}
        numbers = {name: i for i, name in enumerate(n for n in kinds if kinds[n] == case_type)}
        cases, events, case_of = Gathered(), Gathered(), array("q")
        for name, number in numbers.items():
            cases.add(number, KEYS.case, str(name))
        for one in objects:
            if one["id"] in numbers:
                _attributes(cases, numbers[one["id"]], one)
        for event in told:
            related = [link["objectId"] for link in event.get("relationships", [])]
            actor = next((name for name in related if kinds.get(name) == actor_type), None)
            for name in dict.fromkeys(one for one in related if one in numbers):
                row = len(case_of)
                _attributes(events, row, event)
                events.add(row, KEYS.activity, str(event["type"]))
                events.add(row, KEYS.instant, str(event["time"]))
                if actor is not None:
                    events.add(row, KEYS.actor, str(actor))
                case_of.append(numbers[name])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Invalid("log_not_ocel", reason=type(error).__name__) from error
    return make_log(np.asarray(case_of, np.int64), cases, events, len(numbers), KEYS)


def _attributes(gathered: Gathered, row: int, one: dict[str, list[dict[str, object]]]) -> None:
    """Write the attributes of an object or event down, apart from the names the log itself uses."""
    for attribute in one.get("attributes", []):
        name = str(attribute["name"])
        gathered.add(row, f"{name} " if name in KEYS else name, str(attribute["value"]))

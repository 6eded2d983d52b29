"""Small logs, drawn at random, and told in each format."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

import numpy as np

NAMES = ["ask", "check <it>", "decide & tell", "è “ready”", "pay"]


def draw(seed):
    """Return by case its name and its events: instants, activities and actors, or none of them."""
    rng = np.random.default_rng(seed)
    found = []
    for i in range(int(rng.integers(0, 6))):
        events = []
        for _ in range(int(rng.integers(0, 8))):
            day, hour = int(rng.integers(1, 28)), int(rng.integers(0, 24))
            event = {
                "time:timestamp": f"2024-02-{day:02d}T{hour:02d}:00:00+01:00",
                "concept:name": NAMES[rng.integers(len(NAMES))],
            }
            if rng.random() < 0.7:
                event["org:resource"] = f"office {rng.integers(3)}"
            if rng.random() < 0.1:
                del event[["time:timestamp", "concept:name"][rng.integers(2)]]
            events.append(event)
        found.append((f"case {i}", events))
    return found


def as_xes(cases):
    def attributes(told):
        return "".join(
            f"<{'date' if key[:4] == 'time' else 'string'} key={quoteattr(key)}"
            f" value={quoteattr(value)}><int key='inner' value='1'/></{'date' if key[:4] == 'time' else 'string'}>"
            for key, value in told.items()
        )

    traces = "".join(
        f"<trace>{attributes({'concept:name': name})}"
        + "".join(f"<event>{attributes(event)}</event>" for event in events)
        + "</trace>"
        for name, events in cases
    )
    head = "<global scope='event'><string key='concept:name' value='UNKNOWN'/></global>"
    return f"<?xml version='1.0'?><log>{head}{traces}</log>".encode()


def as_csv(cases):
    keys = ("time:timestamp", "concept:name", "org:resource")
    rows = [
        ",".join(f'"{cell}"' for cell in (name, *(event.get(key, "") for key in keys)))
        for name, events in cases
        for event in events
    ]
    return ["case,time:timestamp,concept:name,org:resource", *rows]


def as_ocel(cases):
    objects = [{"id": name, "type": "case", "attributes": []} for name, _ in cases]
    objects += [{"id": f"office {i}", "type": "office"} for i in range(3)]
    events = []
    for name, told in cases:
        for event in told:
            links = [name, *([event["org:resource"]] if "org:resource" in event else [])]
            events.append(
                {
                    "id": str(len(events)),
                    "type": event["concept:name"],
                    "time": event["time:timestamp"],
                    "relationships": [{"objectId": one, "qualifier": ""} for one in links],
                }
            )
    return json.dumps({"objects": objects, "events": events}).encode()

"""The names under which rows go out: those of their sources, behind the name of the feed."""

from __future__ import annotations

from collections import Counter

from metropoli.apps.travel.bridge.network import Network, key_of


def trip_ids(network: Network) -> list[str]:
    """
    Return the public name of each part of a trip, by its row.

    A trip of the source that runs several times (at a headway, or going on differently on other
    days) becomes several; they are told apart by a number after a tilde.
    """
    timetable, labels = network.timetable, network.labels
    written = [
        key_of(labels.lines[line].feed, labels.trip_ids[trip])
        for line, trip in zip(
            timetable.part_line.tolist(), timetable.part_trip.tolist(), strict=True
        )
    ]
    total, seen = Counter(written), Counter[str]()
    named = []
    for key in written:
        seen[key] += 1
        named.append(key if total[key] == 1 else f"{key}~{seen[key]}")
    return named


def stop_id(network: Network, row: int) -> str:
    """Return the public name of a stop."""
    label = network.labels.stops[row]
    return key_of(label.feed, label.id)


def line_id(network: Network, row: int) -> str:
    """Return the public name of a line."""
    line = network.labels.lines[row]
    return key_of(line.feed, line.id)

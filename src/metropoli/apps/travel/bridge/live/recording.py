"""Keep how late vehicles were: by line and hour, and nothing of single trips."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.network import Network, Observed, key_of
from metropoli.engines import journeys

FILE = "delays.npz"
MOST_LINES = 20_000
FORGET_AT = 1_000_000  # passages of a line and hour from which old ones count half


@dataclass(slots=True)
class Record:
    """Passages by line: (hours, delays), from when on, and until when they were counted (epoch)."""

    since: int = 0
    until: int = 0
    counts: dict[str, NDArray[np.int64]] = field(default_factory=dict)


def read_record(folder: Path) -> Record:
    """Read what was kept; nothing if nothing was."""
    try:
        with np.load(folder / FILE, allow_pickle=False) as kept:
            lines, counts = kept["lines"].tolist(), kept["counts"]
            since, until = kept["span"].tolist()
    except (KeyError, ValueError, EOFError, OSError, BadZipFile):
        return Record()
    if counts.shape[1:] != (journeys.N_HOURS, journeys.N_BINS):
        return Record()
    return Record(since, until, dict(zip(lines, counts, strict=True)))


def write_record(record: Record, folder: Path) -> None:
    """Write what is kept, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = list(record.counts)[:MOST_LINES]
    empty = np.zeros((0, journeys.N_HOURS, journeys.N_BINS), np.int64)
    counts = np.stack([record.counts[line] for line in lines]) if lines else empty
    draft = folder / f".{FILE}"
    with draft.open("wb") as file:
        np.savez_compressed(
            file,
            lines=np.array(lines, np.str_),
            counts=counts,
            span=np.array([record.since, record.until], np.int64),
        )
    draft.replace(folder / FILE)


def add_passages(record: Record, network: Network) -> int:
    """Count the calls that vehicles made since the last time; return how many."""
    live = network.live
    if live is None or live.followed is None or live.at <= record.until:
        return 0
    since = record.until if live.at - record.until <= journeys.MOST_AGE_S else live.at - 60
    found = journeys.observe(live.followed, since, live.at)
    for row in np.flatnonzero(found.any(axis=(1, 2))).tolist():
        line = network.labels.lines[row]
        key = key_of(line.feed, line.id)
        total = record.counts.get(key, 0) + found[row]
        crowded = total.sum(axis=1) > FORGET_AT
        total[crowded] //= 2
        record.counts[key] = total
    record.since, record.until = record.since or since, live.at
    return int(found.sum())


def observed_in(record: Record, network: Network) -> Observed | None:
    """Return what is known of the delays of a network's lines, none if nothing is."""
    counts = np.zeros((len(network.labels.lines), journeys.N_BINS), np.int64)
    for row, line in enumerate(network.labels.lines):
        kept = record.counts.get(key_of(line.feed, line.id))
        if kept is not None:
            counts[row] = kept.sum(axis=0)
    often = counts.sum(axis=1) >= journeys.FEWEST_PASSAGES
    return Observed(counts, record.since, int(often.sum())) if often.any() else None

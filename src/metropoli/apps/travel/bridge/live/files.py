"""What the live feeds last said, as it lies on disk: the bytes of each, and whose they are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

INDEX = "feeds.json"


@dataclass(frozen=True, slots=True)
class LiveFile:
    """The last good answer of a live feed."""

    code: str  # of its dataset
    name: str
    feed: str  # the timetable whose names it speaks; empty: any
    received_at: int  # epoch
    generated: bool
    content: bytes


def write_files(files: Iterable[LiveFile], folder: Path) -> None:
    """Write what was heard so that workers can read it."""
    told = []
    for number, file in enumerate(files):
        (folder / f"{number}.pb").write_bytes(file.content)
        told.append({key: value for key, value in asdict(file).items() if key != "content"})
    (folder / INDEX).write_text(json.dumps(told, ensure_ascii=False))


def read_files(folder: Path) -> tuple[LiveFile, ...]:
    """Read what `write_files` wrote."""
    told = json.loads((folder / INDEX).read_text())
    return tuple(
        LiveFile(**one, content=(folder / f"{number}.pb").read_bytes())
        for number, one in enumerate(told)
    )

"""
What is computed from data, kept on disk under its version and shared by every worker.

A shelf is a folder. A version is a folder on it, written once and never changed. `CURRENT` names
the version in service; it is replaced by an atomic rename, so that a reader sees the old version
or the new one and nothing between. A worker holds what it loaded until `CURRENT` moves.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from metropoli.base.errors import NotFound

Loaded = TypeVar("Loaded")

POINTER = "CURRENT"


def publish(shelf: Path, version: str, write: Callable[[Path], None]) -> None:
    """
    Write a new version with `write(folder)` and put it in service.

    Whatever stops this half-way leaves the version in service untouched. The version before it
    is kept too, because workers may still have its arrays mapped; older ones are swept.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=shelf))
    try:
        write(draft)
        _flush(draft)
        target = shelf / version
        if target.exists():
            shutil.rmtree(target)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    before = current_version(shelf)
    _point(shelf, version)
    _sweep(shelf, keep={version, before})


@contextmanager
def one_at_a_time(shelf: Path) -> Iterator[None]:
    """Let one process at a time build for a shelf: of two at once, the older could win the pointer."""
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def current_version(shelf: Path) -> str | None:
    """Return the version in service, or nothing if none was ever published."""
    try:
        return (shelf / POINTER).read_text().strip()
    except FileNotFoundError:
        return None


def current_folder(shelf: Path) -> Path:
    """
    Return the folder of the version in service.

    :raises NotFound: nothing was published on this shelf
    """
    version = current_version(shelf)
    if version is None:
        raise NotFound("nothing_published", shelf=shelf.name)
    return shelf / version


class Snapshot(Generic[Loaded]):
    """Hold what was loaded from the version in service; load again only when it moves."""

    def __init__(self, load: Callable[[Path], Loaded]) -> None:
        self._load = load
        self._lock = Lock()
        self._held: tuple[Path, Loaded] | None = None

    def at(self, shelf: Path) -> Loaded:
        """Return what the version in service holds, loading it at most once."""
        folder = current_folder(shelf)
        held = self._held
        if held is None or held[0] != folder:
            with self._lock:
                held = self._held
                if held is None or held[0] != folder:
                    held = (folder, self._load(folder))
                    self._held = held
        return held[1]


def _point(shelf: Path, version: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".pointer-", dir=shelf)
    with os.fdopen(handle, "w") as file:
        file.write(version)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(shelf / POINTER)
    _fsync(shelf)


def _flush(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _fsync(path)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(shelf: Path, *, keep: set[str | None]) -> None:
    for folder in shelf.iterdir():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)

"""What `metropoli load` and `metropoli check` do: find the file, call the service, tell the end."""

from __future__ import annotations

import sys
from pathlib import Path

from metropoli.apps.travel import services as travel
from metropoli.base.downloads import download, is_address
from metropoli.base.errors import NotFound
from metropoli.base.progress import on_terminal


def at_hand(source: str, folder: Path, *, allow_private: bool) -> Path:
    """
    Return the file or folder that a command names, fetched first if it is an address.

    :raises NotFound: there is no such file
    """
    if is_address(source):
        on_terminal(f"fetching {source}")
        return download(source, folder, allow_private=allow_private, progress=on_terminal)
    path = Path(source)
    if not path.exists():
        raise NotFound("no_such_file", path=source)
    return path


def load(kind: str, path: Path, *, name: str) -> None:
    """Put a timetable or streets in service."""
    put = travel.load_gtfs if kind == "gtfs" else travel.load_osm
    sys.stdout.write(f"{put(path=path, name=name, progress=on_terminal)}\n")


def load_demo() -> None:
    """Build the demo city and put it in service."""
    sys.stdout.write(f"{travel.load_demo(progress=on_terminal)}\n")


def is_empty() -> bool:
    """Say whether nothing is in service yet."""
    try:
        travel.read_summary()
    except NotFound:
        return True
    return False


def print_problems(path: Path) -> int:
    """Print what is wrong with a feed, one line each, and return 1 if it could not be used."""
    problems = travel.check_feed(path=path)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    return int(any(problem.severity == "error" for problem in problems))

"""What `metropoli load` and `metropoli check` do: find the file, call the service, tell the end."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from metropoli.apps.casework import services as casework
from metropoli.apps.data import services as data
from metropoli.apps.data.queries import problem_sentences
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import FeedReport
from metropoli.apps.words import services as words
from metropoli.base.downloads import download, is_address
from metropoli.base.errors import NotFound
from metropoli.base.progress import on_terminal
from metropoli.site.warming import look_from_everywhere, warm


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
    """Put a timetable, streets or heights in service, and tell what was found wrong on the way."""
    if kind == "osm":
        travel.load_osm(path=path, name=name, progress=on_terminal)
    elif kind == "heights":
        travel.load_heights(path=path, name=name, progress=on_terminal)
    else:
        _print(travel.load_gtfs(path=path, name=name, progress=on_terminal))
    name_what_we_publish()
    _warm()
    on_terminal("in service")


def load_fleet(kind: str, source: str, *, name: str, allow_private: bool) -> None:
    """Put a shared fleet or car parks in service, and tell what was found wrong on the way."""
    _print(
        travel.load_fleet(
            kind=kind,
            source=source,
            name=name,
            allow_private=allow_private,
            progress=on_terminal,
        )
    )
    name_what_we_publish()
    on_terminal("in service")


def load_demo() -> None:
    """Build the demo city and put it in service."""
    travel.load_demo(progress=on_terminal)
    casework.load_demo_desk()
    name_what_we_publish()
    _warm()
    on_terminal("in service: Torino in miniature, generated")


def name_what_we_publish() -> None:
    """Give the projects of the plan and the datasets to the search, beside what was loaded."""
    words.name_cards(rebuild=False)
    data.name_datasets()


def is_empty() -> bool:
    """Say whether nothing was ever loaded."""
    return not travel.has_sources()


def rebuild() -> None:
    """Build the network anew from what was loaded, as after an update of this software."""
    travel.rebuild(progress=on_terminal)
    on_terminal("in service")


def bring_up_to_date() -> None:
    """
    Build the network anew if this release lays its arrays out in another way, and try a trip.

    An update brings other loops: compiled here once, and not by each worker while somebody waits.
    """
    if not travel.has_network():
        rebuild()
    _warm()


def check(path: Path) -> int:
    """Print what is wrong with a feed, one line each, and return 1 if it cannot be used."""
    report = travel.check_feed(path=path)
    _print(report)
    return 0 if report.usable else 1


def _warm() -> None:
    on_terminal("trying a trip (the first time, its loops are compiled: about a minute)")
    warm()
    on_terminal("looking from everywhere: how well is each place served?")
    look_from_everywhere()


def _print(report: FeedReport) -> None:
    sentences = problem_sentences()
    for problem in report.problems:
        where = f"{problem.file}:{problem.line}" if problem.line else problem.file
        text = str(sentences.get(problem.code, problem.code)) % defaultdict(
            lambda: "…", problem.values
        )
        times = f" (× {problem.count})" if problem.count > 1 else ""
        sys.stdout.write(f"{problem.severity}\t{where}\t{text}{times}\n")
    counts = ", ".join(f"{what} {count}" for what, count in report.counts)
    days = f"; {report.first_day} … {report.last_day}" if report.first_day else ""
    sys.stdout.write(f"{counts}{days}\n")

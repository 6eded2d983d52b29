"""What `metropoli live` does: name live feeds, hear them once or all the time, play recorded ones."""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

LOOK_EVERY_S = 2.0
FLEETS_EVERY_S = 60.0


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add the commands about live feeds to the command line."""
    commands = parser.add_subparsers(required=True)
    add = commands.add_parser("add", help="listen to a feed from now on")
    add.add_argument("place", metavar="URL|FOLDER", nargs="?", default="")
    add.add_argument("--simulated", action="store_true", help="made up from the timetable")
    add.set_defaults(command=_add)
    play = commands.add_parser("play", help="tell recorded feeds again as if it were now")
    play.add_argument("place", metavar="FOLDER")
    play.add_argument(
        "--at",
        default="",
        metavar="recorded|last|2022-09-19T07:30",
        help="the clock of the city meanwhile: when it was recorded; this hour on the last day of "
        "this weekday in the timetable; or a local time. It goes back with “live remove”",
    )
    play.set_defaults(command=_add, simulated=False)
    record = commands.add_parser("record", help="make up a recording from the timetable")
    record.add_argument("folder", metavar="FOLDER")
    record.add_argument("--simulated", action="store_true", required=True, help="nobody drove it")
    record.add_argument("--from", dest="from_at", required=True, metavar="2022-09-19T07:30")
    record.add_argument("--minutes", type=int, default=60)
    record.add_argument("--every", type=int, default=30, metavar="SECONDS")
    record.set_defaults(command=_record)
    for entry in (add, play):
        entry.add_argument("--name", default="", help="a short name for the dataset")
        entry.add_argument("--feed", default="", help="the timetable whose names it speaks")
        entry.add_argument("--every", type=int, default=30, metavar="SECONDS")
        entry.add_argument("--allow-private", action="store_true", help="hosts of our own network")
    remove = commands.add_parser("remove", help="listen no more")
    remove.add_argument("name")
    remove.set_defaults(command=_remove)
    named: tuple[tuple[str, Callable[[argparse.Namespace], int], str], ...] = (
        ("list", _list, "the feeds, and how they do"),
        ("fetch", _fetch, "hear all of them once"),
        ("listen", _listen, "hear them all the time (“serve” does)"),
    )
    for name, command, what in named:
        commands.add_parser(name, help=what).set_defaults(command=command)


def _add(options: argparse.Namespace) -> int:
    from metropoli.apps.travel import services as travel  # noqa: PLC0415 - needs the settings
    from metropoli.apps.travel.types import LiveSource, SourceCard  # noqa: PLC0415

    if not options.place and not options.simulated:
        sys.stderr.write("Give an address or a folder, or --simulated.\n")
        return 1
    name = options.name or ("simulated" if options.simulated else "")
    source = LiveSource(
        place=options.place,
        name=name,
        feed=options.feed,
        every_s=options.every,
        allow_private=options.allow_private,
        card=SourceCard(source=options.place, licence="unknown"),
    )
    code = travel.add_live_feed(source=source)
    if getattr(options, "at", ""):
        at = travel.set_city_clock(code=code, folder=Path(options.place), at=options.at)
        sys.stdout.write(f"In the city it is {at:%Y-%m-%d %H:%M}\n")
    heard = travel.fetch_live(everything=True)
    sys.stdout.write(f"{code}: {heard} feeds heard\n")
    return 0


def _record(options: argparse.Namespace) -> int:
    from metropoli.apps.travel import services as travel  # noqa: PLC0415 - needs the settings

    n = travel.record_simulated(
        folder=Path(options.folder),
        from_at=travel.local_instant(text=options.from_at),
        lasts_s=options.minutes * 60,
        every_s=options.every,
    )
    sys.stdout.write(f"{options.folder}: {n} snapshots, made up\n")
    return 0


def _remove(options: argparse.Namespace) -> int:
    from metropoli.apps.travel import services as travel  # noqa: PLC0415 - needs the settings

    travel.forget_live_feed(name=options.name)
    travel.fetch_live()
    return 0


def _list(_options: argparse.Namespace) -> int:
    from metropoli.apps.travel import services as travel  # noqa: PLC0415 - needs the settings

    for feed in travel.list_live_feeds():
        heard = f"{feed.heard_at:%Y-%m-%d %H:%M:%S}Z" if feed.heard_at else "never heard"
        told = (feed.name, feed.kind, heard, feed.trouble or "good", feed.place)
        sys.stdout.write("\t".join(told) + "\n")
    state = travel.read_live_state(wait=True)
    followed = f"{state.n_followed} vehicles followed, {state.n_cancelled} cancelled"
    sys.stdout.write(f"{state.doubt or followed}\n")
    for code, count in state.troubles:
        sys.stdout.write(f"{code}\t{count}\n")
    return 0


def _fetch(_options: argparse.Namespace) -> int:
    from metropoli.apps.travel import services as travel  # noqa: PLC0415 - needs the settings

    travel.settle_live_feeds()
    heard = travel.fetch_live(everything=True)
    sys.stdout.write(f"{heard} feeds heard\n")
    return 0


def _listen(_options: argparse.Namespace) -> int:
    """Hear what is due until whoever started this is gone; one process of an installation at a time."""
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    parent = os.getppid()
    folder = Path(settings.VAR) / "live"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".listening").open("w") as lock:
        while not _taken(lock.fileno()):
            if os.getppid() != parent:
                return 0
            time.sleep(LOOK_EVERY_S)
        fleets_at_s = 0.0
        while os.getppid() == parent:
            started_s = time.monotonic()
            fleets_due = started_s - fleets_at_s >= FLEETS_EVERY_S
            _round(fleets=fleets_due)
            fleets_at_s = started_s if fleets_due else fleets_at_s
            time.sleep(max(0.0, LOOK_EVERY_S - (time.monotonic() - started_s)))
    return 0


def _round(*, fleets: bool) -> None:
    from django.db import DatabaseError, close_old_connections  # noqa: PLC0415 - needs the settings

    from metropoli.apps.casework import services as casework  # noqa: PLC0415
    from metropoli.apps.travel import services as travel  # noqa: PLC0415
    from metropoli.base.errors import MetropoliError  # noqa: PLC0415

    close_old_connections()
    try:
        casework.settle_due()
        travel.settle_live_feeds()
        if travel.fetch_live():
            travel.record_delays()
        if fleets:
            travel.refresh_fleets()
    except (MetropoliError, DatabaseError, OSError) as error:
        sys.stderr.write(f"listening: {error}\n")  # the next round may do better


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

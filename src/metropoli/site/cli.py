"""
The command `metropoli`: load a city, check a feed, serve it.

What is refused is told in one sentence with exit code 1; a traceback is always a mistake of ours.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import django
from django.utils import translation

from metropoli.base.errors import MetropoliError
from metropoli.base.progress import on_terminal

Command = Callable[[argparse.Namespace], int]
LOADED = {
    "gtfs": "a timetable (zip or folder)",
    "osm": "streets (pbf or xml)",
    "heights": "heights of the streets (GeoTIFF)",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command, and return the exit code."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metropoli.site.settings")
    django.setup()
    translation.activate("it" if os.environ.get("LANG", "").startswith("it") else "en")
    from metropoli.web.messages import sentence  # noqa: PLC0415 - needs the settings

    try:
        command: Command = options.command
        return command(options)
    except MetropoliError as error:
        sys.stderr.write(f"{sentence(error)}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="metropoli", description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(required=True, metavar="command")

    _add_load(commands)

    rebuild = commands.add_parser("rebuild", help="build the network anew from what was loaded")
    rebuild.set_defaults(command=_rebuild)

    check = commands.add_parser("check", help="list what is wrong with a feed")
    check.add_argument("source", metavar="FEED")
    check.add_argument("--allow-private", action="store_true", help="hosts of our own network")
    check.set_defaults(command=_check)

    serve = commands.add_parser("serve", help="answer on the web")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    serve.set_defaults(command=_serve)

    _add_live(commands.add_parser("live", help="hear where vehicles are now"))

    _add_reach(commands.add_parser("reach", help="what can be reached from everywhere"))

    setup = commands.add_parser("setup", help="tables, translations, static files")
    setup.set_defaults(command=_setup)

    person = commands.add_parser("adduser", help="a local account")
    person.add_argument("email")
    person.add_argument("--staff", action="store_true", help="may enter the administration")
    person.set_defaults(command=_add_user)
    return parser


def _add_reach(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True)
    matrix = actions.add_parser("matrix", help="minutes from cells to places, as Parquet")
    matrix.add_argument("--cells", default="grid", help="CSV with id, lat, lon; or: grid")
    matrix.add_argument("--places", default="", help="the same; the cells, if absent")
    matrix.add_argument("--out", type=Path, required=True, metavar="FILE.parquet")
    matrix.add_argument("--at", type=datetime.fromisoformat, required=True, help="2026-09-07T07:00")
    matrix.add_argument(
        "--window-min", type=int, default=120, help="leaving within so many minutes"
    )
    matrix.add_argument("--longest-min", type=int, default=90)
    matrix.add_argument("--rides", type=int, default=4, help="at most")
    matrix.set_defaults(command=_matrix)


def _matrix(options: argparse.Namespace) -> int:
    from metropoli.site import matrices  # noqa: PLC0415 - needs the settings

    matrices.write(
        options.cells,
        options.places,
        options.out,
        at=options.at,
        window_min=options.window_min,
        longest_min=options.longest_min,
        rides=options.rides,
    )
    return 0


def _add_load(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    load = commands.add_parser("load", help="put data in service").add_subparsers(required=True)
    for kind, what in LOADED.items():
        entry = load.add_parser(kind, help=what)
        entry.add_argument("source", metavar="FILE|URL")
        entry.add_argument("--name", default="", help="a short name for the dataset")
        entry.add_argument("--allow-private", action="store_true", help="hosts of our own network")
        entry.set_defaults(command=_load, kind=kind)
    for kind, what, source in (
        ("gbfs", "a shared fleet (the address of its gbfs.json, or a folder)", "URL|FOLDER"),
        ("parking", "car parks with their free places (5T XML, GeoJSON, CSV)", "FILE|URL"),
    ):
        entry = load.add_parser(kind, help=what)
        entry.add_argument("source", metavar=source)
        entry.add_argument("--name", default="", help="a short name for the dataset")
        entry.add_argument("--allow-private", action="store_true", help="hosts of our own network")
        entry.set_defaults(command=_load_fleet, kind=kind)
    demo = load.add_parser("demo", help="Torino in miniature, generated")
    demo.add_argument("--if-empty", action="store_true", help="only if nothing is in service")
    demo.set_defaults(command=_load_demo)


def _add_live(live: argparse.ArgumentParser) -> None:
    from metropoli.site.live import add_commands  # noqa: PLC0415 - one command in many needs it

    add_commands(live)


def _load(options: argparse.Namespace) -> int:
    from metropoli.site import loading  # noqa: PLC0415 - needs the settings

    with tempfile.TemporaryDirectory(prefix="metropoli-") as folder:
        path = loading.at_hand(options.source, Path(folder), allow_private=options.allow_private)
        loading.load(options.kind, path, name=options.name or path.name.split(".")[0])
    return 0


def _load_fleet(options: argparse.Namespace) -> int:
    from metropoli.site import loading  # noqa: PLC0415 - needs the settings

    loading.load_fleet(
        options.kind, options.source, name=options.name, allow_private=options.allow_private
    )
    return 0


def _load_demo(options: argparse.Namespace) -> int:
    from metropoli.site import loading  # noqa: PLC0415 - needs the settings

    if options.if_empty and not loading.is_empty():
        loading.bring_up_to_date()
        return 0
    loading.load_demo()
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    from metropoli.site import loading  # noqa: PLC0415 - needs the settings

    loading.rebuild()
    return 0


def _check(options: argparse.Namespace) -> int:
    from metropoli.site import loading  # noqa: PLC0415 - needs the settings

    with tempfile.TemporaryDirectory(prefix="metropoli-") as folder:
        path = loading.at_hand(options.source, Path(folder), allow_private=options.allow_private)
        return loading.check(path)


def _serve(options: argparse.Namespace) -> int:
    from metropoli.site import server  # noqa: PLC0415 - needs the settings

    server.serve(host=options.host, port=options.port, workers=options.workers)
    return 0


def _setup(options: argparse.Namespace) -> int:
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    from metropoli.site.static import LEFT_BEHIND  # noqa: PLC0415
    from metropoli.site.translations import compile_catalogues  # noqa: PLC0415

    on_terminal("translations")
    compile_catalogues()
    on_terminal("tables")
    call_command("migrate", verbosity=0, interactive=False)
    on_terminal("static files")
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=LEFT_BEHIND)
    return 0


def _add_user(options: argparse.Namespace) -> int:
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415 - needs the settings
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from metropoli.apps.people import services as people  # noqa: PLC0415

    password = os.environ.get("METROPOLI_PASSWORD") or getpass.getpass()
    try:
        validate_password(password)
    except ValidationError as error:
        sys.stderr.write("\n".join(error.messages) + "\n")
        return 1
    people.open_account(email=options.email, password=password, is_superuser=options.staff)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""
Run the whole suite: what touches the database on PostgreSQL, then everything on SQLite.

PostgreSQL (with PostGIS) is started for the occasion on a socket of its own and taken away again.
Where there is none, the run says so and goes on: SQLite is the default of the platform.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATABASE = "metropoli"
NOTE = "METROPOLI_TEST_NOTE"
NOTHING_CHOSEN = 5  # what pytest answers when the arguments leave no test over


def main(arguments: list[str]) -> int:
    """Run both, and fail if either fails."""
    programs = find_postgres()
    if programs is None:
        failed, note = 0, "PostgreSQL: not found, the database tests ran on SQLite only"
    else:
        failed, note = on_postgres(programs, arguments)
    say(note)
    say("the whole suite, on SQLite")
    failed_here = pytest(arguments, {NOTE: note})
    return failed_here or failed


def on_postgres(programs: Path, arguments: list[str]) -> tuple[int, str]:
    """Run the database tests on a PostgreSQL of our own, and say how it went."""
    say(f"the database tests, on PostgreSQL from {programs}")
    try:
        with cluster(programs) as url:
            failed = pytest(["-m", "database and not browser", *arguments], {"DATABASE_URL": url})
            failed = 0 if failed == NOTHING_CHOSEN else failed
    except (subprocess.CalledProcessError, OSError) as error:
        return 0, f"PostgreSQL: found, but it could not be started ({error})"
    return failed, f"PostgreSQL: the database tests {'FAILED' if failed else 'passed'} there too"


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    """Run pytest in a process of its own, and return its exit code."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | environment, check=False).returncode


def find_postgres() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest version first."""
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(installed, key=lambda path: float(path.parent.name), reverse=True)
    on_path = [Path(found).parent for found in [shutil.which("pg_ctl")] if found]
    for folder in [*newest_first, *on_path]:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql")):
            return folder
    return None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Start a PostgreSQL in a temporary folder, and yield the address of a database in it."""
    folder = Path(tempfile.mkdtemp(prefix="metropoli-pg-"))
    owner = "postgres" if getpass.getuser() == "root" else None  # it refuses to run as root
    if owner:
        shutil.chown(folder, owner, owner)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        subprocess.run(
            command, user=owner, cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=log
        )

    with (folder / "log").open("w") as log:
        try:
            run("initdb", "-D", str(data), "-U", DATABASE, "-A", "trust", "-E", "UTF8", "--no-sync")
            settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
            run(
                "pg_ctl",
                "-D",
                str(data),
                "-w",
                "-l",
                str(folder / "server.log"),
                "-o",
                settings,
                "start",
            )
            at = ["-h", str(folder), "-U", DATABASE, "-q"]
            run("psql", *at, "-d", "template1", "-c", "create extension postgis")
            run("psql", *at, "-d", "template1", "-c", f"create database {DATABASE}")
            yield f"postgresql://{DATABASE}@/{DATABASE}?host={folder}"
        finally:
            if (data / "postmaster.pid").exists():
                run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
            shutil.rmtree(folder, ignore_errors=True)


def say(line: str) -> None:
    """Tell the person who watches what comes next."""
    sys.stdout.write(f"· {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

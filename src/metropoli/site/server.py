"""Serve the platform with granian, and say the address when it really answers."""

from __future__ import annotations

import atexit
import multiprocessing
import socket
import subprocess
import sys
import threading
import time
from http import HTTPStatus
from urllib.error import URLError
from urllib.request import urlopen

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from metropoli.base.errors import Conflict
from metropoli.base.progress import on_terminal

# Each worker answers a few requests at once; numpy and numba let go of the interpreter lock.
THREADS_PER_WORKER = 4
GIVE_UP_AFTER_S = 120
# A worker that is told to stop finishes its answers first, for so long.
STOP_WITHIN_S = 15
LOOK_EVERY_S = 0.2
# One process of its own hears the live feeds, so that no worker waits for anybody's server.
LISTEN = (sys.executable, "-m", "metropoli.site.cli", "live", "listen")


def serve(*, host: str, port: int, workers: int) -> None:
    """
    Answer until interrupted.

    :raises Conflict: something else answers at this port already
    """
    _check_port(host, port)
    on_terminal(f"starting {workers} workers")
    # A forked worker has our handlers until it sets its own: told to stop while it still imports, it
    # would note that and serve for ever. One of its own making ends at once.
    multiprocessing.set_start_method("spawn", force=True)
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    listener = subprocess.Popen(LISTEN)  # noqa: S603 - our own command
    atexit.register(listener.terminate)
    Granian(
        "metropoli.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_PER_WORKER,
        workers_kill_timeout=STOP_WITHIN_S,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


def _check_port(host: str, port: int) -> None:
    # The server itself would share the port, and each request would go to one of the two by luck.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise Conflict("port_taken", port=port, reason=error.strerror) from error


def _announce(host: str, port: int) -> None:
    """Print the address once the platform answers there."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
    url = f"http://{shown}:{port}"
    give_up_s = time.monotonic() + GIVE_UP_AFTER_S
    while time.monotonic() < give_up_s:
        if _answers(f"{url}/api/v1/status"):
            on_terminal(f"Metropoli answers at {url}/  (English: {url}/en/)  Ctrl+C stops it")
            return
        time.sleep(LOOK_EVERY_S)
    on_terminal(f"nothing answers at {url} after {GIVE_UP_AFTER_S} s: is the port taken?")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == HTTPStatus.OK)
    except (URLError, OSError):
        return False

"""`metropoli serve` on an empty house: it answers, says where, and stops when asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from metropoli.base.errors import Conflict
from metropoli.site.server import serve

PATIENCE_S = 90
# Put on the path of the server: whoever imports the application says so, and never gets on.
HELD_UP = """
import pathlib, sys, time

class HeldUp:
    def find_spec(self, name, path=None, target=None):
        if name == "metropoli.site.wsgi":
            (pathlib.Path(__file__).parent / "importing").touch()
            while True:
                time.sleep(0.05)

sys.meta_path.insert(0, HeldUp())
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def metropoli(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "metropoli.site.cli", *arguments]


def test_an_empty_house_is_served_and_says_where(tmp_path, port):
    environment = {**os.environ, "METROPOLI_VAR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    subprocess.run(metropoli("setup"), env=environment, check=True, timeout=PATIENCE_S)
    log = tmp_path / "log"
    with log.open("w") as told:
        command = metropoli("serve", "--port", str(port), "--workers", "1")
        server = subprocess.Popen(command, env=environment, stderr=told)
    try:
        until = time.monotonic() + PATIENCE_S
        while f"http://127.0.0.1:{port}/" not in log.read_text():
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        with urlopen(f"http://127.0.0.1:{port}/en/", timeout=PATIENCE_S) as answer:
            page = answer.read().decode()
        assert '<html lang="en">' in page
        style = page.split('href="')[1:]
        sheet = next(one.split('"')[0] for one in style if "/web/site." in one)
        with urlopen(f"http://127.0.0.1:{port}{sheet}", timeout=PATIENCE_S) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE_S)


def test_a_worker_that_still_starts_can_be_told_to_stop(tmp_path, port):
    (tmp_path / "sitecustomize.py").write_text(HELD_UP)
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "METROPOLI_VAR": str(tmp_path), "PYTHONPATH": path}
    log = tmp_path / "log"
    with log.open("w") as told:
        command = metropoli("serve", "--port", str(port), "--workers", "2")
        server = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
    try:
        until = time.monotonic() + PATIENCE_S
        while not (tmp_path / "importing").exists():
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=PATIENCE_S)
    assert "Killing" not in log.read_text()


def test_a_port_that_is_taken_is_told_not_shared(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(Conflict, match="port_taken"):
            serve(host="127.0.0.1", port=port, workers=1)

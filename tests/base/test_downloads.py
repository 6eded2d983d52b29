"""A download is bounded, public and whole, or it is refused with a reason."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from metropoli.base import downloads
from metropoli.base.errors import Invalid, NotFound, Refused

BODY = b"stop_id,stop_name\n" * 1000


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moved = {
            "/to-file": "file:///etc/hostname",
            "/to-ftp": "ftp://127.0.0.1/feed.zip",
            "/to-neighbour": f"http://127.0.0.2:{self.server.server_port}/feed.zip",
            "/to-feed": "/feed.zip",
        }
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
            self.end_headers()
        elif self.headers.get("If-None-Match") == "tag":
            self.send_response(304)
            self.end_headers()
        elif self.path.startswith("/tagged"):
            self.send_response(200)
            self.send_header("ETag", "tag")
            self.send_header("Last-Modified", "Mon, 05 Jan 2026 08:00:00 GMT")
            self.end_headers()
            self.wfile.write(BODY)
        elif self.path.startswith("/feed.zip"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(BODY)
        else:
            self.send_error(404)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.fixture
def our_server_counts_as_public(monkeypatch):
    monkeypatch.setattr(downloads, "_is_public", lambda address: address == "127.0.0.1")


@pytest.mark.usefixtures("our_server_counts_as_public")
class TestFromAPublicHost:
    def test_a_file_arrives_whole_under_its_own_name(self, server, tmp_path):
        path = downloads.download(f"{server}/feed.zip?key=1", tmp_path)
        assert path.name == "feed.zip"
        assert path.read_bytes() == BODY

    def test_a_redirect_is_followed(self, server, tmp_path):
        assert downloads.download(f"{server}/to-feed", tmp_path).read_bytes() == BODY

    def test_a_redirect_to_a_private_host_is_refused(self, server, tmp_path):
        with pytest.raises(Refused, match="address_is_private"):
            downloads.download(f"{server}/to-neighbour", tmp_path)

    @pytest.mark.parametrize("path", ["/to-file", "/to-ftp"])
    def test_a_redirect_away_from_the_web_is_refused(self, server, tmp_path, path):
        with pytest.raises((Invalid, NotFound)):
            downloads.download(server + path, tmp_path)

    def test_a_file_that_is_too_large_is_refused_before_it_is_all_there(self, server, tmp_path):
        with pytest.raises(Refused, match="download_too_large"):
            downloads.download(f"{server}/feed.zip", tmp_path, max_bytes=len(BODY) - 1)

    def test_a_missing_file_is_not_found(self, server, tmp_path):
        with pytest.raises(NotFound, match="HTTP 404"):
            downloads.download(f"{server}/nothing", tmp_path)


def test_a_slow_download_is_given_up(server, tmp_path):
    with pytest.raises(NotFound, match="time is up"):
        downloads.download(f"{server}/feed.zip", tmp_path, allow_private=True, max_s=-1)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]"]
)
def test_our_own_network_is_out_of_reach(host, tmp_path):
    with pytest.raises(Refused, match="address_is_private"):
        downloads.download(f"http://{host}:9/feed.zip", tmp_path)


def test_our_own_network_is_within_reach_for_who_asks(server, tmp_path):
    path = downloads.download(f"{server}/feed.zip", tmp_path, allow_private=True)
    assert path.read_bytes() == BODY


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://host/x", "data:text/plain,x", "//x"]
)
def test_only_the_web_is_an_address(url, tmp_path):
    with pytest.raises(Invalid, match="address_not_http"):
        downloads.download(url, tmp_path)


def test_nobody_there_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="download_failed"):
        downloads.download("http://127.0.0.1:9/feed.zip", tmp_path, allow_private=True)


LIMITS = {"max_bytes": 10_000_000, "max_s": 10}


@pytest.mark.usefixtures("our_server_counts_as_public")
def test_what_was_fetched_before_is_not_fetched_again(server):
    content, mark = downloads.fetch_if_new(f"{server}/tagged", downloads.Mark(), **LIMITS)
    assert content == BODY
    assert mark == downloads.Mark("tag", "Mon, 05 Jan 2026 08:00:00 GMT")
    assert downloads.fetch_if_new(f"{server}/tagged", mark, **LIMITS) is None


@pytest.mark.usefixtures("our_server_counts_as_public")
def test_what_is_looked_at_anew_is_guarded_alike(server):
    with pytest.raises(Refused, match="address_is_private"):
        downloads.fetch_if_new(f"{server}/to-neighbour", downloads.Mark(), **LIMITS)
    with pytest.raises(Refused, match="download_too_large"):
        downloads.fetch_if_new(f"{server}/tagged", downloads.Mark(), max_bytes=100, max_s=10)
    with pytest.raises(NotFound, match="download_failed"):
        downloads.fetch_if_new(f"{server}/missing", downloads.Mark(), **LIMITS)
    with pytest.raises(Invalid, match="address_not_http"):
        downloads.fetch_if_new("file:///etc/hostname", downloads.Mark(), **LIMITS)


def test_nothing_is_looked_at_on_our_own_network(server):
    with pytest.raises(Refused, match="address_is_private"):
        downloads.fetch_if_new(f"{server}/tagged", downloads.Mark(), **LIMITS)
    content, _ = downloads.fetch_if_new(
        f"{server}/tagged", downloads.Mark(), allow_private=True, **LIMITS
    )
    assert content == BODY

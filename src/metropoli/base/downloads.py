"""Take a file from a public address: bounded in size and time, and never from our own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from metropoli.base.errors import Invalid, NotFound, Refused
from metropoli.base.progress import Progress, silent

MAX_BYTES = 2 * 1024**3
MAX_S = 30 * 60
ANSWER_WITHIN_S = 30
CHUNK_BYTES = 1024 * 1024
MB = 1024 * 1024
TELL_EVERY_S = 2
AGENT = "metropoli/0.1"


def is_address(text: str) -> bool:
    """Say whether this names something on the web rather than a file."""
    return "://" in text


def download(
    url: str,
    folder: Path,
    *,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    max_s: int = MAX_S,
    progress: Progress = silent,
) -> Path:
    """
    Write what is at an http or https address into a folder, and return the file.

    Every host on the way, redirects included, must have a public address (unless `allow_private`),
    and that very address is connected to: a name cannot change its mind between check and use.

    :raises Invalid: the address is not http or https
    :raises Refused: a host is on a private network, or the file is larger than `max_bytes`
    :raises NotFound: nobody answers, or not with a file, or not within `max_s`
    """
    _check_scheme(url)
    opener = _opener(allow_private=allow_private)
    # S310: only http and https handlers are in this opener.
    request = Request(url, headers={"User-Agent": AGENT})  # noqa: S310
    target = folder / (Path(urlsplit(url).path).name or "download")
    try:
        with opener.open(request, timeout=ANSWER_WITHIN_S) as answer, target.open("wb") as file:
            _copy(
                answer,
                file,
                max_bytes=max_bytes,
                deadline_s=time.monotonic() + max_s,
                progress=progress,
            )
    except HTTPError as error:
        raise NotFound("download_failed", url=url, reason=f"HTTP {error.code}") from error
    except URLError as error:
        raise NotFound("download_failed", url=url, reason=str(error.reason)) from error
    except (OSError, HTTPException) as error:
        raise NotFound("download_failed", url=url, reason=str(error)) from error
    return target


@dataclass(frozen=True, slots=True)
class Mark:
    """What a server said of the version that it gave, by which it is asked whether there is a newer one."""

    etag: str = ""
    modified: str = ""


def fetch_if_new(
    url: str, mark: Mark, *, allow_private: bool = False, max_bytes: int, max_s: int
) -> tuple[bytes, Mark] | None:
    """
    Return what is at an address and its mark; nothing if it is what that mark stands for.

    Guarded and bounded like `download`, with the same refusals.
    """
    _check_scheme(url)
    asked = {"User-Agent": AGENT, "If-None-Match": mark.etag, "If-Modified-Since": mark.modified}
    headers = {name: value for name, value in asked.items() if value}
    request = Request(url, headers=headers)  # noqa: S310 - only http and https handlers open it
    opener, taken = _opener(allow_private=allow_private), BytesIO()
    try:
        with opener.open(request, timeout=min(ANSWER_WITHIN_S, max_s)) as answer:
            deadline_s = time.monotonic() + max_s
            _copy(answer, taken, max_bytes=max_bytes, deadline_s=deadline_s, progress=silent)
            told = answer.headers
    except HTTPError as error:
        if error.code == HTTPStatus.NOT_MODIFIED:
            return None
        raise NotFound("download_failed", url=url, reason=f"HTTP {error.code}") from error
    except URLError as error:
        raise NotFound("download_failed", url=url, reason=str(error.reason)) from error
    except (OSError, HTTPException, ValueError) as error:
        raise NotFound("download_failed", url=url, reason=str(error)) from error
    new = Mark(told.get("ETag", "")[:200], told.get("Last-Modified", "")[:200])
    return taken.getvalue(), new


def _copy(
    answer: IO[bytes], file: IO[bytes], *, max_bytes: int, deadline_s: float, progress: Progress
) -> None:
    taken_bytes = 0
    told_s = time.monotonic()
    while chunk := answer.read(CHUNK_BYTES):
        taken_bytes += len(chunk)
        if taken_bytes > max_bytes:
            raise Refused("download_too_large", limit_mb=max_bytes // MB)
        if time.monotonic() > deadline_s:
            raise TimeoutError("time is up")
        file.write(chunk)
        if time.monotonic() - told_s > TELL_EVERY_S:
            told_s = time.monotonic()
            progress(f"{taken_bytes // MB} MB")


def _check_scheme(url: str) -> None:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Invalid("address_not_http", url=url)


def _opener(*, allow_private: bool) -> OpenerDirector:
    opener = OpenerDirector()
    handlers: list[BaseHandler] = [_Http(), _Https()]
    if allow_private:
        # A proxy is itself on a private network, and resolves names where we cannot look.
        handlers = [ProxyHandler(), HTTPHandler(), HTTPSHandler()]
    for handler in [*handlers, _Redirect(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()]:
        opener.add_handler(handler)
    return opener


def _is_public(address: str) -> bool:
    return ipaddress.ip_address(address).is_global


def _connect(
    address: tuple[str, int], timeout: float | None = None, source_address: object = None
) -> socket.socket:
    """Connect to the first public address of a host; refuse the host if it has any other."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, where in found:
        if not _is_public(str(where[0])):
            raise Refused("address_is_private", host=host)
    family, kind, protocol, _, where = found[0]
    connected = socket.socket(family, kind, protocol)
    connected.settimeout(timeout)
    try:
        connected.connect(where)
    except OSError:
        connected.close()
        raise
    return connected


class _PublicHttp(HTTPConnection):
    def connect(self) -> None:
        self._create_connection = _connect
        super().connect()


class _PublicHttps(HTTPSConnection):
    def connect(self) -> None:
        self._create_connection = _connect
        super().connect()


class _Http(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_PublicHttp, req)


class _Https(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_PublicHttps, req)


class _Redirect(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        _check_scheme(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

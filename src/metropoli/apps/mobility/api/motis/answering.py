"""An endpoint of this API: JSON for everybody, errors as its clients read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from metropoli.apps.mobility.api.motis.asking import Asked
from metropoli.base.errors import Invalid, MetropoliError
from metropoli.web.messages import sentence

# What is too much, rather than wrong, is "unprocessable" here; what is wrong is a bad request.
TOO_MUCH = {"motis_too_large", "too_much_map"}
LARGEST_BODY_BYTES = 1_000_000
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "86400",
}

Document = dict[str, Any]
Body = dict[str, Any] | None
Endpoint = Callable[[Asked, int, Body], object]
View = Callable[..., HttpResponse]


def endpoint(*, posts: bool = False) -> Callable[[Endpoint], View]:
    """Return a decorator: parameters, version and body in, a document out."""
    methods = {"GET", "HEAD", "POST"} if posts else {"GET", "HEAD"}

    def dress(answer: Endpoint) -> View:
        @csrf_exempt
        @wraps(answer)
        def view(request: HttpRequest, version: str = "1") -> HttpResponse:
            if request.method == "OPTIONS":
                return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
            if request.method not in methods:
                refusal = _refusal(f"{request.method} is not offered here", 405)
                refusal["Allow"] = ", ".join([*sorted(methods), "OPTIONS"])
                return refusal
            try:
                return _json(answer(Asked(request.GET), int(version), _body(request)))
            except MetropoliError as error:
                return _refusal(sentence(error), _status(error))

        return view

    return dress


def as_text(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def known(**fields: object) -> Document:
    """Return a document of the fields that are known."""
    return {name: value for name, value in fields.items() if value is not None}


def _body(request: HttpRequest) -> Body:
    if request.method != "POST":
        return None
    if len(request.body) > LARGEST_BODY_BYTES:
        raise Invalid("motis_too_large", name="body", value="", most=LARGEST_BODY_BYTES)
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Invalid("motis_body_unreadable") from None
    if not isinstance(body, dict):
        raise Invalid("motis_body_unreadable")
    return body


def _status(error: MetropoliError) -> int:
    if error.code in TOO_MUCH:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.BAD_REQUEST if isinstance(error, Invalid) else error.status


def _json(document: object, status: int = 200) -> HttpResponse:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return HttpResponse(body, status=status, content_type="application/json")


def _refusal(text: str, status: int) -> HttpResponse:
    return _json({"error": text}, status)

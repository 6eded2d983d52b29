"""The one place where a refusal becomes a page, a fragment or a problem document."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from metropoli.base.errors import MetropoliError
from metropoli.web.fragments import page_or_fragment
from metropoli.web.language import API_PREFIX
from metropoli.web.messages import sentence
from metropoli.web.problems import problem

log = logging.getLogger("metropoli")


class RefusalsBecomePages:
    """Turn what was raised on purpose into an answer with its status and a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; a refused method becomes a problem document for programs."""
        response = self.get_response(request)
        is_api = request.path_info.startswith(API_PREFIX)
        told = "json" in response.get(
            "Content-Type", ""
        )  # an API of another kind has said so itself
        if is_api and not told and response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            text = _("This address does not answer %(method)s.") % {"method": request.method}
            refusal = problem(405, "method_not_offered", text)
            refusal["Allow"] = response.get("Allow", "GET")
            return refusal
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a MetropoliError; leave everything else to Django."""
        if not isinstance(error, MetropoliError):
            return None
        return answer(request, error.status, error.code, sentence(error), **error.values)


def answer(
    request: HttpRequest, status: int, code: str, text: str, /, **values: object
) -> HttpResponse:
    """Say no in the form that the caller reads: problem+json, fragment or page."""
    if request.path_info.startswith(API_PREFIX):
        return problem(status, code, text, **values)
    context = {"status": status, "code": code, "text": text, "advice": advice(status)}
    return page_or_fragment(request, "web/error.html", "web/_error.html", context, status=status)


def advice(status: int) -> str:
    """Say what the reader can do next."""
    known = {
        HTTPStatus.BAD_REQUEST: _("Go back, check what you wrote and send it again."),
        HTTPStatus.FORBIDDEN: _("If you should be able to see this page, log in and try again."),
        HTTPStatus.NOT_FOUND: _("Check the address, or search for what you need."),
        HTTPStatus.CONFLICT: _(
            "Somebody changed it in the meantime: reload the page and look again."
        ),
        HTTPStatus.UNPROCESSABLE_ENTITY: _("Change what you asked for and try again."),
    }
    return known.get(HTTPStatus(status), _("Try again in a few minutes. Your data are safe."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return answer(request, 400, "bad_request", _("We could not read the request."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return answer(request, 403, "forbidden", _("This page is not open to you."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return answer(request, 404, "page_not_found", _("There is nothing at this address."))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500; nothing of what happened inside is shown, it is in the log."""
    text = _("Something broke on our side. It has been written down in the log.")
    if request.path_info.startswith(API_PREFIX):
        return problem(500, "broken", text)
    # Drawn without the frame: what broke may be the session or the database that the frame reads.
    context = {"status": 500, "text": text, "advice": advice(500)}
    return HttpResponse(render_to_string("web/broken.html", context), status=500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose security token is missing or old."""
    log.info("form refused: %s", reason)
    text = _("The form expired before it was sent: reload the page, then send it again.")
    return answer(request, 403, "stale_form", text)

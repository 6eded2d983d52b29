"""The same services for programs: `/api/v1/`, described by OpenAPI 3.1, refusals as RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from metropoli.apps.data import api as data
from metropoli.apps.mobility import api as mobility
from metropoli.apps.territory import api as territory
from metropoli.apps.words import api as words
from metropoli.base.errors import MetropoliError
from metropoli.web.messages import sentence
from metropoli.web.problems import MEDIA_TYPE, SCHEMA, problem

DESCRIPTION = """
Everything that a page shows can be asked for here, from the same services and in the same words.
Times are ISO 8601 with their offset, coordinates are WGS 84, lengths are metres, money is whole
cents. Refusals are problem documents (RFC 9457); `Accept-Language` chooses Italian or English.
"""

REFUSAL = {
    "description": "A refusal, with its code and a sentence in the reader's language",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class DescribedAPI(NinjaAPI):
    """Tell in the description that every operation may refuse, and in which words."""

    def get_openapi_schema(self, **more: Any) -> Any:
        """Return the description, with the problem document beside every answer."""
        described = super().get_openapi_schema(**more)
        described["components"]["schemas"]["Problem"] = SCHEMA
        described["components"]["responses"] = {"Problem": REFUSAL}
        for operations in described["paths"].values():
            for operation in operations.values():
                operation["responses"]["4XX"] = {"$ref": "#/components/responses/Problem"}
        return described


api = DescribedAPI(
    title="Metropoli",
    version="1.0.0",
    description=DESCRIPTION,
    openapi_extra={
        "info": {
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
            "x-api-id": "metropoli",
            "x-summary": "One open platform for a metropolitan city",
        },
        "tags": [{"name": "platform", "description": "The state of the platform itself"}],
    },
)
api.add_router("/mobility", mobility.router)
api.add_router("/search", words.router)
api.add_router("/territory", territory.router)
api.add_router("/data", data.router)


@api.get("/status", tags=["platform"], summary="Say that the platform answers", auth=None)
def status(request: HttpRequest) -> HttpResponse:
    """Answer 200 with a problem document that has nothing to report (ModI, REG_TECNICA_003)."""
    return problem(200, "ok", _("The platform is answering."))


@api.exception_handler(MetropoliError)
def _refusal(request: HttpRequest, error: MetropoliError) -> HttpResponse:
    return problem(error.status, error.code, sentence(error), **error.values)


@api.exception_handler(ValidationError)
def _bad_question(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which field is wrong and why."""
    fields = [_field(entry) for entry in error.errors]
    text = _("Some values cannot be read: %(names)s.") % {
        "names": ", ".join(field["field"] for field in fields)
    }
    return problem(422, "unreadable_values", text, fields=fields)


@api.exception_handler(Http404)
def _nothing_here(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "page_not_found", _("There is nothing at this address."))


@api.exception_handler(AuthenticationError)
def _who_are_you(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "login_needed", _("This needs a login."))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "refused", str(error))


def _field(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return the name of the field as the caller wrote it, and what is wrong with it."""
    where = [part for part in entry.get("loc", ()) if isinstance(part, str)]
    return {"field": where[-1] if where else "", "problem": str(entry.get("msg", ""))}

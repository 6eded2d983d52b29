"""Errors for machines: problem documents as RFC 9457 describes them."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"
# What a problem document holds, in the words of JSON Schema.
SCHEMA = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail", "code", "values"],
    "properties": {
        "type": {"type": "string", "description": "the page that explains our codes"},
        "title": {"type": "string", "description": "the kind of refusal"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong and how to mend it"},
        "code": {"type": "string", "description": "the same in every language"},
        "values": {"type": "object", "description": "what the sentence speaks of"},
    },
}


def problem(status: int, code: str, detail: str, /, **values: object) -> HttpResponse:
    """Answer with a problem document: type, title, status, detail, our code and its values."""
    document = {
        "type": f"{reverse('page', args=['problems'])}#{code}",
        "title": title(status),
        "status": status,
        "detail": detail,
        "code": code,
        "values": values,
    }
    body = json.dumps(document, cls=_Plain, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=MEDIA_TYPE)


def title(status: int) -> str:
    """Name the kind of refusal."""
    titles = {
        400: _("The request cannot be read"),
        200: _("All is well"),
        401: _("Log in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("This method is not offered here"),
        409: _("It clashes with the present state"),
        422: _("The question has to be changed"),
        429: _("Too many requests"),
    }
    return titles.get(status, _("Something broke on our side"))


class _Plain(DjangoJSONEncoder):
    """Write what is not JSON (a path, a lazy sentence) as its words."""

    def default(self, o: object) -> object:
        try:
            return super().default(o)
        except TypeError:
            return str(o)

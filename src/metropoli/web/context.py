"""What the frame of every page needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from metropoli.web.device import SAVED_PAGE
from metropoli.web.doors import DOORS, address_of
from metropoli.web.language import in_language


def frame(request: HttpRequest) -> dict[str, object]:
    """Give the page frame its doors, its languages and the addresses that are on every page."""
    path = request.get_full_path()
    return {
        "platform_name": "Metropoli",
        "site_body": settings.METROPOLI_BODY,
        "source_url": settings.METROPOLI_SOURCE_URL,
        "contact": settings.METROPOLI_CONTACT,
        "doors": DOORS,
        "languages": [
            {
                "code": code,
                "name": name,
                "url": in_language(path, code),
                "absolute_url": request.build_absolute_uri(in_language(path, code)),
            }
            for code, name in settings.LANGUAGES
        ],
        "search_url": address_of("words:search"),
        "saved_url": address_of(SAVED_PAGE),
        "login_url": address_of("people:login"),
        "logout_url": address_of("people:logout"),
        "search_hint": _("A stop, a street, a municipality, a service…"),
    }

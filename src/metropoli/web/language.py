"""Which language a reader gets: pages say it in their address, the API in Accept-Language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

API_PREFIX = "/api/"


class LanguageOfTheReader(LocaleMiddleware):
    """Speak Italian at `/…`, English at `/en/…`, and under `/api/` what the caller asks for."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language for this request."""
        if request.path_info.startswith(API_PREFIX):
            translation.activate(translation.get_language_from_request(request))
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)


def in_language(path: str, code: str) -> str:
    """Return the address of the same page in another language; the query string stays."""
    bare = path
    for known, _ in settings.LANGUAGES:
        if known != settings.LANGUAGE_CODE and (path + "/").startswith(f"/{known}/"):
            bare = path[len(known) + 1 :] or "/"
    return bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}"

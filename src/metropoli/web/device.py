"""What the platform leaves on a reader's own device: an icon, and answers to be read without a network."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _

import metropoli
from metropoli.web.doors import address_of
from metropoli.web.icons import ICONS

PACKAGE = Path(metropoli.__file__).parent
WORKER = Path(__file__).parent / "static" / "web" / "service-worker.js"
SAVED_PAGE = "mobility:saved"
SHORTCUTS = ("mobility:planner", "mobility:reach", SAVED_PAGE)
KEPT_AT_MOST = 12  # of each kind
KEEP_HEADER = "Metropoli-Keep"
# Pages and parts in which nothing of ours may ever come between the browser and the server.
UNTOUCHED = ("/api/", "/admin/")


def keep(response: HttpResponse, *, part: str, title: str, address: str) -> HttpResponse:
    """
    Let the reader's device keep this answer, under an address of ours.

    Of a page it keeps what stands between the comments `keep` and `/keep`, never the frame: that may
    name who is logged in. Nothing is kept that does not go through here.
    """
    told = json.dumps({"part": part, "title": title, "address": address})  # ASCII, as headers ask
    response.headers[KEEP_HEADER] = told
    return response


def manifest() -> dict[str, object]:
    """Return what a browser asks before it installs the platform (W3C Web Application Manifest)."""
    return {
        "id": "/",
        "name": f"Metropoli · {settings.METROPOLI_BODY}",
        "short_name": "Metropoli",
        "description": _("One open platform for the metropolitan city."),
        "lang": translation.get_language(),
        "dir": "ltr",
        "start_url": address_of("mobility:planner") or address_of("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b2e4f",
        "categories": ["travel", "government", "navigation"],
        "icons": [
            {"src": static("web/logo.svg"), "sizes": "any", "type": "image/svg+xml"},
            *map(_icon, ICONS),
        ],
        "shortcuts": _shortcuts(),
    }


def worker() -> str:
    """Return the script that stands between pages and network, with what it has to know."""
    told = {
        "release": release(),
        "pages": {code: _in_language(code) for code, _name in settings.LANGUAGES},
        "statics": settings.STATIC_URL,
        "untouched": UNTOUCHED,
        "header": KEEP_HEADER,
        "atMost": KEPT_AT_MOST,
    }
    return f"const CONFIG = {json.dumps(told)};\n{WORKER.read_text(encoding='utf-8')}"


@cache
def release() -> str:
    """Name everything that a page is made of: another name, and devices fetch it anew."""
    found = sha256(metropoli.__version__.encode())
    kinds = ("static", "templates", "locale")
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and set(kinds) & set(path.relative_to(PACKAGE).parts):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _icon(name: str) -> dict[str, str]:
    size_px = ICONS[name][0]
    return {
        "src": static(f"web/icons/{name}.png"),
        "sizes": f"{size_px}x{size_px}",
        "type": "image/png",
        "purpose": "maskable" if name.startswith("maskable") else "any",
    }


def _shortcuts() -> list[dict[str, str]]:
    names = (_("Plan a trip"), _("What can I reach?"), _("Kept on this device"))
    found = zip(names, map(address_of, SHORTCUTS), strict=True)
    return [{"name": name, "url": url} for name, url in found if url]


def _in_language(code: str) -> str:
    with translation.override(code):
        return address_of(SAVED_PAGE)

"""Every address of the platform. Apps bring their own; here they are only put in their place."""

from __future__ import annotations

from importlib import import_module

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from metropoli.site.api import api

ROOMS = {
    "": "people",
    "search/": "words",
    "move/": "mobility",
    "places/": "territory",
    "data/": "data",
}


def _built() -> list[URLResolver]:
    found = []
    for prefix, app in ROOMS.items():
        try:
            found.append(path(prefix, include(import_module(f"metropoli.apps.{app}.urls"))))
        except (ImportError, AttributeError):
            continue
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", include("metropoli.web.urls")),
        *_built(),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler400 = "metropoli.web.errors.bad_request"
handler403 = "metropoli.web.errors.forbidden"
handler404 = "metropoli.web.errors.not_found"
handler500 = "metropoli.web.errors.broken"

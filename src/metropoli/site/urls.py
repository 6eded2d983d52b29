"""Every address of the platform. Apps bring their own; here they are only put in their place."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from metropoli.apps.mobility.api import motis
from metropoli.site.api import api
from metropoli.web.views import worker

# What speaks no language (the API asks, tiles and files have none) stands outside; every page
# stands inside: Italian as it is, English under /en/.
urlpatterns: list[URLPattern | URLResolver] = [
    *motis.paths,
    path("api/v1/", api.urls),
    path("", include("metropoli.apps.travel.urls")),
    path("service-worker.js", worker, name="worker"),
    *i18n_patterns(
        path("", include("metropoli.web.urls")),
        path("", include("metropoli.apps.people.urls")),
        path("search/", include("metropoli.apps.words.urls")),
        path("move/", include("metropoli.apps.mobility.urls")),
        path("desk/", include("metropoli.apps.desk.urls")),
        path("places/", include("metropoli.apps.territory.urls")),
        path("data/", include("metropoli.apps.data.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler400 = "metropoli.web.errors.bad_request"
handler403 = "metropoli.web.errors.forbidden"
handler404 = "metropoli.web.errors.not_found"
handler500 = "metropoli.web.errors.broken"

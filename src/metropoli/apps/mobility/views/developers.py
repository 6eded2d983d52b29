from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from metropoli.apps.mobility.services import list_interfaces
from metropoli.apps.travel import services as travel

BULLETINS = ("trip-updates", "vehicle-positions", "alerts")


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """Tell whoever builds something on the city where its answers and its data are."""
    english = (get_language() or "it").startswith("en")
    found = travel.list_open_sources()
    context = {
        "sources": [
            {"data": one, "title": one.title_en if english else one.title_it} for one in found
        ],
        "anything": any(one.handed_on for one in found if one.kind == "gtfs"),
        "interfaces": list_interfaces(),
        "bulletins": BULLETINS,
        "here": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "mobility/developers.html", context)

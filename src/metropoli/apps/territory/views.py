from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metropoli.apps.territory import bridge, queries
from metropoli.apps.territory.forms import ComuniForm
from metropoli.base import clock
from metropoli.web.fragments import page_or_fragment


@require_safe
def comuni(request: HttpRequest) -> HttpResponse:
    """List the Comuni, all or those of a perimeter, with their people and area."""
    form = ComuniForm(request.GET)
    form.is_valid()
    found = queries.comuni(perimeter=form.code(), text=form.text())
    context = {
        "text": form.text(),
        "chosen": queries.perimeter(form.code()) if form.code() else None,
        "perimeters": queries.perimeters(),
        "comuni": found,
        "population": sum(one.population for one in found),
        "area_km2": sum(one.area_km2 for one in found),
        "source": queries.source_of(found, now=clock.now()),
    }
    return page_or_fragment(request, "territory/comuni.html", "territory/_comuni.html", context)


@require_safe
def comune(request: HttpRequest, istat: str) -> HttpResponse:
    """Show one Comune: what it is, where, how to get there, who answers for it, its numbers."""
    found = queries.comune(istat)
    context = {
        "comune": found,
        "perimeters": queries.perimeters(of_comune=istat),
        "drawing": bridge.comune_drawing(found, queries.boundary_wkb(istat)),
        "n_places": queries.n_places_by_kind(comune=istat),
        "source": queries.source_of([found], now=clock.now()),
    }
    return render(request, "territory/comune.html", context)

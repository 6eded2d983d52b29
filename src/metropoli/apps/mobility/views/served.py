from __future__ import annotations

import csv
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from metropoli.apps.mobility import bridge, services
from metropoli.apps.mobility.forms import ServedForm
from metropoli.apps.mobility.types import ServedView
from metropoli.apps.travel import services as travel
from metropoli.web.fragments import page_or_fragment
from metropoli.web.messages import sentences

SHOWN = 30  # Comuni; the others are folded away


@require_safe
def served(request: HttpRequest) -> HttpResponse:
    """Show how well each place is served: on the map, in classes, Comune by Comune."""
    form = ServedForm(request.GET, services.list_kinds())
    context: dict[str, Any] = {"form": form}
    refused = not form.is_valid()
    if not refused:
        view = services.show_served(question=form.to_question(), now=travel.city_now())
        context |= {
            "view": view,
            "english": (get_language() or "it").startswith("en"),
            "groups": (view.served.comuni[:SHOWN], view.served.comuni[SHOWN:]),
            "lacks": [sentences()[code] for code in view.served.lacks],
            "asked": urlencode({name: form[name].value() or "" for name in form.fields}),
            "drawing": bridge.served_drawing(view.served),
        }
    return page_or_fragment(
        request,
        "mobility/served.html",
        "mobility/_served.html",
        context,
        status=422 if refused else 200,
    )


@require_safe
def served_table(request: HttpRequest, of: str) -> HttpResponse:
    """Give the same answer as CSV: a row a cell, or a row a Comune."""
    form = ServedForm(request.GET, services.list_kinds())
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=422, content_type="text/html")
    view = services.show_served(question=form.to_question(), now=travel.city_now())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{view.question.measure}-{of}.csv"'
    csv.writer(response).writerows(_comuni(view) if of == "comuni" else _cells(view))
    return response


def _comuni(view: ServedView) -> list[list[object]]:
    rows: list[list[object]] = [["istat", "name", "people", view.question.measure, "reached_share"]]
    rows += [
        [one.istat, one.name_it, one.people, _written(one.value), one.reached_share]
        for one in view.served.comuni
    ]
    return rows


def _cells(view: ServedView) -> list[list[object]]:
    names = ["lat_deg", "lon_deg", "west_deg", "south_deg", "east_deg", "north_deg"]
    rows: list[list[object]] = [[*names, "comune", "people", view.question.measure]]
    rows += [
        [*(getattr(cell, name) for name in names), cell.comune, cell.people, _written(cell.value)]
        for cell in view.served.cells
    ]
    return rows


def _written(value: float | None) -> object:
    return "" if value is None else value

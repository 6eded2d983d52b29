"""Home, the plan and the small print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from metropoli import plan as registry
from metropoli.web import board, device
from metropoli.web.doors import address_of, door
from metropoli.web.fragments import page_or_fragment
from metropoli.web.messages import sentences

PAGES = ("accessibility", "privacy", "licence", "credits", "problems")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask the one question, open the eight doors, tell how far the plan is."""
    context = {
        "tally": board.tally(registry.cards()),
        "cards": registry.cards(),
        "planner_url": address_of("mobility:planner"),
        "reach_url": address_of("mobility:reach"),
    }
    return render(request, "web/home.html", context)


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Show the 29 projects by area; the address says which ones."""
    chosen = board.Filter.read(request.GET)
    shown = board.chosen_cards(registry.cards(), chosen)
    context = {
        "chosen": chosen,
        "groups": board.by_area(shown),
        "n_shown": len(shown),
        "tally": board.tally(registry.cards()),
        "door": door(chosen.door),
        "areas": registry.areas(),
    }
    return page_or_fragment(request, "web/plan.html", "web/_plan.html", context)


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Show one project: its promises, what proves them and what is missing."""
    found = registry.card(code)
    if found is None:
        raise Http404(code)
    everyone = registry.cards()
    here = everyone.index(found)
    context = {
        "card": found,
        "door": door(found.door),
        "pages": [url for url in map(address_of, found.pages) if url],
        "before": everyone[here - 1] if here else None,
        "after": everyone[here + 1] if here + 1 < len(everyone) else None,
    }
    return render(request, "web/card.html", context)


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of the small print."""
    if name not in PAGES:
        raise Http404(name)
    context: dict[str, object] = {"catalogue_url": address_of("data:datasets")}
    if name == "problems":
        context["problems"] = sorted(sentences().items())
    # Long texts are written once per language, not sentence by sentence in a catalogue.
    return render(request, f"web/pages/{name}.{get_language()}.html", context)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell a browser how to install the platform, in the language of the page."""
    return JsonResponse(device.manifest(), content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that makes answers readable without a network."""
    response = HttpResponse(device.worker(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response

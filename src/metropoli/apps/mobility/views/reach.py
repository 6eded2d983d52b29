from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from metropoli.apps.mobility import bridge, services
from metropoli.apps.mobility.forms import ReachForm
from metropoli.apps.mobility.messages import PLACE_KINDS
from metropoli.apps.mobility.types import Within
from metropoli.apps.travel import services as travel
from metropoli.web.device import keep
from metropoli.web.fragments import page_or_fragment
from metropoli.web.messages import sentences

SHOWN = 40  # places of all kinds; of one kind, all of them
ON_THE_MAP = 120
KINDS_SHOWN = 8  # the others are folded away


@require_safe
def reach(request: HttpRequest) -> HttpResponse:
    """Show what can be reached from somewhere: as an area, as totals, as a list by minutes."""
    form = ReachForm(request.GET)
    context: dict[str, Any] = {"form": form}
    refused = form.is_asked and not form.is_valid()
    if form.is_asked and not refused:
        language = "en" if (get_language() or "it").startswith("en") else "it"
        question = form.to_question()
        within = services.explore(question=question, language=language, now=travel.city_now())
        context |= _told(within)
    response = page_or_fragment(
        request,
        "mobility/reach.html",
        "mobility/_reach.html",
        context,
        status=422 if refused else 200,
    )
    if "within" in context:
        name = within.start.point.name or within.start.point.as_text
        title = _("What can be reached from %(name)s") % {"name": name}
        keep(response, part="answer", title=title, address=request.get_full_path())
    return response


def _told(within: Within) -> dict[str, Any]:
    order = {kind: place for place, kind in enumerate(PLACE_KINDS)}
    tallies = sorted(within.tallies, key=lambda one: order.get(one.kind, len(order)))
    near = within.near if within.question.kind else within.near[:SHOWN]
    return {
        "within": within,
        "until": within.answer.request.at + timedelta(seconds=within.answer.request.window_s),
        "near": near,
        "n_more": len(within.near) - len(near),
        "tallies": tallies,
        "is_rare": within.question.kind in {one.kind for one in tallies[KINDS_SHOWN:]},
        "why_none": [sentences()[code] for code in within.answer.why_none],
        "drawing": bridge.reach_drawing(within, ON_THE_MAP),
    }

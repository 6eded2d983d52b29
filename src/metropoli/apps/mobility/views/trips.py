from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from metropoli.apps.mobility import bridge, rules, services
from metropoli.apps.mobility.forms import BoardForm, LineForm, TripForm
from metropoli.apps.mobility.types import PlannedTrip
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Point
from metropoli.web.device import keep
from metropoli.web.fragments import page_or_fragment
from metropoli.web.messages import sentences


@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    asked = _asks_for_a_trip(request.GET)
    form = TripForm(request.GET if asked else None, initial=_begun(request.GET))
    context: dict[str, Any] = {"form": form, "points": rules.POINTS_AS_TEXT}
    refused = asked and not form.is_valid()
    if asked and not refused:
        question = form.to_question()
        context["manner"] = form.as_query()
        context |= _answer(
            services.plan_trip(question=question, language=_language(), now=travel.city_now())
        )
    response = page_or_fragment(
        request,
        "mobility/planner.html",
        "mobility/_planner.html",
        context,
        status=422 if refused else 200,
    )
    if "planned" in context:
        planned = context["planned"]
        title = trip_title(planned.start.point, planned.end.point)
        keep(response, part="answer", title=title, address=request.get_full_path())
    return response


@require_safe
def stop(request: HttpRequest, key: str) -> HttpResponse:
    form = BoardForm(request.GET)
    board = services.read_board(key=key, when=form.to_moment(), now=travel.city_now())
    context = {"board": board, "drawing": bridge.stop_drawing(board.page)}
    response = page_or_fragment(request, "mobility/stop.html", "mobility/_board.html", context)
    # Of each stop the board seen last is kept, of whatever day and time it is.
    return keep(response, part="board", title=board.page.stop.name, address=request.path)


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    return render(request, "mobility/lines.html", {"lines": travel.list_lines()})


@require_safe
def line(request: HttpRequest, key: str) -> HttpResponse:
    form = LineForm(request.GET)
    page = services.read_line(key=key, day=form.to_day(), now=travel.city_now())
    context = {"page": page, "drawing": bridge.line_drawing(page)}
    return page_or_fragment(request, "mobility/line.html", "mobility/_line.html", context)


def _asks_for_a_trip(query: QueryDict) -> bool:
    return bool(query.get("from") and query.get("to"))


def _begun(query: QueryDict) -> dict[str, object]:
    """Return half a question, as the page of a stop asks it, under the names of the form's fields."""
    return {**query.dict(), "from_": query.get("from", "")}


def _answer(planned: PlannedTrip) -> dict[str, Any]:
    answer = planned.answer
    cards = rules.cards_of(planned)
    return {
        "planned": planned,
        "options": [(card, bridge.trip_drawing(card.trip, answer.request.vias)) for card in cards],
        "pictures": [
            picture
            for measure in ("money", "environment")
            if (picture := rules.picture_of(cards, measure))
        ],
        "has_reasons": any(trip.reasons for trip in answer.trips),
        "known": rules.known_figures(answer.trips),
        "why_none": [sentences()[code] for code in answer.why_none],
        "doubt": sentences().get(answer.live_doubt, ""),
        "earlier_at": services.earlier_than(answer=answer),
        "later_at": services.later_than(answer=answer),
    }


def trip_title(start: Point, end: Point) -> str:
    """Name a trip by its two ends."""
    names = {"from": start.name or start.as_text, "to": end.name or end.as_text}
    return _("From %(from)s to %(to)s") % names


def _language() -> str:
    return "en" if (get_language() or "it").startswith("en") else "it"

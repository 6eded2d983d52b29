from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from metropoli.apps.mobility import services
from metropoli.apps.mobility.forms import ComposeForm, ScreenForm
from metropoli.apps.mobility.types import Composition, ScreenLook, ScreenQuestion
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import LineName, StopName
from metropoli.web import device
from metropoli.web.fragments import page_or_fragment
from metropoli.web.language import in_language

OTHER = {"it": "en", "en": "it"}


@never_cache
@require_safe
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """Show the next departures to whoever passes by; htmx asks for them again and again."""
    form = ScreenForm(request.GET)
    question, look = form.to_question(key), form.to_look()
    language = OTHER[_language()] if look.alternate else _language()
    now = travel.city_now()
    context = {
        "screen": services.read_screen(question=question, now=now),
        "look": look,
        "rows": question.rows,
        "now": now,
        "release": device.release(),
        "next_url": in_language(request.get_full_path(), language),
    }
    return page_or_fragment(request, "mobility/screen.html", "mobility/_screen.html", context)


@require_safe
def compose(request: HttpRequest) -> HttpResponse:
    """Put together the address of a screen: which stops, which lines, how it looks."""
    form = ComposeForm(request.GET)
    composition = services.compose_screen(
        stops=form.stops(), text=form.text(), language=_language(), now=travel.city_now()
    )
    keys = [page.stop.key for page in composition.pages]
    question = form.to_question(*keys)
    context = {
        "form": form,
        "composition": composition,
        "question": question,
        "lines": _lines(composition),
        "beside": _beside(composition),
        "address": request.build_absolute_uri(_address(question, form)) if keys else "",
    }
    return page_or_fragment(request, "mobility/compose.html", "mobility/_compose.html", context)


def _address(question: ScreenQuestion, form: ComposeForm) -> str:
    """Return the address that shows this, without what is as usual."""
    look, usual = form.to_look(), ScreenLook()
    first, *others = question.stops
    query: list[tuple[str, object]] = [("also", key) for key in others]
    query += [("line", key) for key in sorted(question.lines)]
    if question.rows != ScreenQuestion(()).rows:
        query.append(("rows", question.rows))
    if look.theme != usual.theme:
        query.append(("theme", look.theme))
    if look.title:
        query.append(("title", look.title))
    if look.alternate:
        query.append(("alternate", "on"))
    path = in_language(reverse("mobility:screen", args=[first]), form.first_language())
    return f"{path}?{urlencode(query)}" if query else path


def _lines(composition: Composition) -> list[LineName]:
    """Return every line that stops at one of the stops, once."""
    return list({line.key: line for page in composition.pages for line in page.lines}.values())


def _beside(composition: Composition) -> list[StopName]:
    """Return the stops beside the chosen ones that are not chosen."""
    chosen = {page.stop.key for page in composition.pages}
    near = {stop.key: stop for page in composition.pages for stop in page.siblings}
    return [stop for key, stop in near.items() if key not in chosen]


def _language() -> str:
    return "en" if (get_language() or "it").startswith("en") else "it"

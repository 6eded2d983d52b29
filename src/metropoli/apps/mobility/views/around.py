from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from metropoli.apps.mobility import bridge, services
from metropoli.apps.mobility.forms import AroundForm
from metropoli.apps.travel import services as travel
from metropoli.web.fragments import page_or_fragment


@require_safe
def around(request: HttpRequest) -> HttpResponse:
    """Tell what is around now: a list, and the same as marks for the map beside it."""
    form = AroundForm(request.GET)
    language = "en" if (get_language() or "it").startswith("en") else "it"
    found = services.look_around(
        question=form.to_question(), now=travel.city_now(), language=language
    )
    context = {"around": found, "marks": bridge.marks_of(found), "layers": form["layers"]}
    return page_or_fragment(request, "mobility/around.html", "mobility/_around.html", context)

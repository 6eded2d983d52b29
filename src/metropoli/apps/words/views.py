from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from metropoli.apps.words import queries
from metropoli.apps.words.forms import SearchForm
from metropoli.apps.words.messages import kind_title
from metropoli.apps.words.types import Found
from metropoli.web.fragments import page_or_fragment

MOST_ON_PAGE = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show everything that the words may mean, the kind with the best answer first."""
    form = SearchForm(request.GET)
    form.is_valid()
    text = form.cleaned_data.get("q", "")
    found = queries.find(
        text, get_language() or "it", near=form.point(), kinds=form.kinds(), limit=MOST_ON_PAGE
    )
    context = {"text": text, "n_found": len(found), "groups": _by_kind(found)}
    return page_or_fragment(request, "words/search.html", "words/_search.html", context)


def _by_kind(found: tuple[Found, ...]) -> list[dict[str, object]]:
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(one.kind, []).append(one)
    return [{"title": kind_title(kind), "found": members} for kind, members in groups.items()]

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metropoli.apps.data import queries
from metropoli.apps.data.forms import DatasetsForm
from metropoli.apps.data.types import Freshness
from metropoli.base import clock
from metropoli.web.fragments import page_or_fragment

MOST_PROBLEMS = 200


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """List the datasets by words, licence and freshness."""
    form = DatasetsForm(request.GET)
    form.is_valid()
    found = queries.datasets(
        now=clock.now(),
        text=form.value("q"),
        licence=form.value("licence"),
        freshness=form.value("freshness"),
    )
    context = {
        "datasets": found,
        "text": form.value("q"),
        "licence": form.value("licence"),
        "freshness": form.value("freshness"),
        "licences": queries.licences(),
        "freshnesses": list(Freshness),
    }
    return page_or_fragment(request, "data/datasets.html", "data/_datasets.html", context)


@require_safe
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    """Show one dataset: what it is, its source and licence, its versions and their problems."""
    found = queries.dataset(code, now=clock.now())
    versions = queries.versions(code)
    chosen = queries.version_to_show(versions, request.GET.get("version", ""))
    context = {
        "dataset": found,
        "versions": versions,
        "chosen": chosen,
        "problems": queries.problems(code, chosen.number, limit=MOST_PROBLEMS) if chosen else (),
        "n_problems": queries.n_problem_rows(code, chosen.number) if chosen else 0,
    }
    return render(request, "data/dataset.html", context)

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from metropoli.apps.casework import queries as casework
from metropoli.apps.casework import services as cases_of
from metropoli.apps.casework.types import Known, Move, Possible, Procedure, Request, Step
from metropoli.apps.desk import services
from metropoli.apps.desk.forms import AskForm, MoveForm
from metropoli.base import clock
from metropoli.base.errors import Conflict, Invalid
from metropoli.web.fragments import page_or_fragment
from metropoli.web.messages import sentence

MEDIA_TYPES = {".pdf": "application/pdf", ".png": "image/png"}


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Begin from what one wants to do, and where."""
    form = AskForm(request.GET)
    form.is_valid()
    found = casework.find(form.value("what"), _today())
    context = {
        "what": form.value("what"),
        "comune": form.value("comune"),
        "office": services.find_office(istat=form.value("comune")),
        "comuni": services.list_comuni(),
        "procedures": found,
    }
    return page_or_fragment(request, "desk/ask.html", "desk/_procedures.html", context)


@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show a procedure: what it gives, who asks, what is needed, how long, by which law."""
    found = casework.procedure_of(code, _today())
    istat = request.GET.get("comune", "")
    office = services.find_office(istat=istat)
    context = {
        "procedure": found,
        "opening": found.opening,
        "form": found.forms.get(found.opening.form),
        "office": office,
        "comuni": services.list_comuni(),
        "forecast": cases_of.foresee_request(procedure=code, comune=istat) if office else None,
    }
    return render(request, "desk/procedure.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file_request(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the questions of a procedure, without those answered before, and begin the case."""
    found, user = casework.procedure_of(code, _today()), _user(request)
    office = services.find_office(istat=request.GET.get("comune", ""))
    if office is None or not office.is_here:
        raise Http404
    applicants = services.list_applicants(user=user, procedure=found, today=_today())
    chosen = request.POST.get("organisation") or request.GET.get("organisation", "")
    if not chosen and applicants:
        chosen = applicants[0].code
    known = casework.known_facts(user, chosen)
    form = _form(request, found, found.opening, known)
    context = {
        "procedure": found,
        "office": office,
        "applicants": applicants,
        "chosen": chosen,
        "form": form,
        "may_ask": bool(applicants) or "person" in found.applicants,
    }
    if request.method == "POST" and form.is_valid():
        asked = Request(
            found.code, office.istat, form.answers, chosen, form.uploads, form.cleaned_data["key"]
        )
        try:
            number = cases_of.open_case(by=user, request=asked)
        except Invalid as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Filed. This page is your receipt: keep its number."))
            return redirect("desk:case", number)
    status = 422 if form.errors else 200
    return render(request, "desk/file.html", context, status=status)


@login_required
@never_cache
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show what waits for a person, in each of their parts."""
    desk = services.read_desk(user=_user(request), today=_today())
    return render(request, "desk/cases.html", {"desk": desk})


@login_required
@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case: where it stands, who holds the ball, by when, and what one may do."""
    return _case_page(request, number)


@login_required
@never_cache
@require_POST
def step(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """Take a step in a case; what is wrong is told beside the form, and nothing is lost."""
    user = _user(request)
    found = cases_of.read_case(by=user, number=number)
    possible = next((one for one in found.possible if one.move.code == move), None)
    if possible is None:
        raise Conflict("move_not_now", move=move, phase=found.state.phase, reason="phase")
    form = _form(request, found.procedure, possible.move)
    if not form.is_valid():
        return _case_page(request, number, wrong=form, status=422)
    taken = Step(
        number=number,
        move=move,
        role=possible.actor.role,
        organisation=possible.actor.organisation,
        data=form.answers,
        documents=form.uploads,
        key=form.cleaned_data["key"],
    )
    try:
        cases_of.take_step(by=user, step=taken)
    except Invalid as error:
        form.add_error(None, sentence(error))
        return _case_page(request, number, wrong=form, status=422)
    messages.success(request, _("Done, and written in the log of the case."))
    return redirect("desk:case", number)


@login_required
@never_cache
@require_safe
def document(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """Hand out a document of a case to those who may read it."""
    filed, content = cases_of.read_document(by=_user(request), number=number, digest=digest)
    ending = filed.name[filed.name.rfind(".") :].lower()
    kind = MEDIA_TYPES.get(ending, "image/jpeg")
    safe = filed.name.encode("ascii", "ignore").decode().replace('"', "")
    headers = {"Content-Disposition": f'attachment; filename="{safe}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _case_page(
    request: HttpRequest, number: str, *, wrong: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    found = cases_of.read_case(by=_user(request), number=number)
    steps = [(one, _step_form(found.procedure, one, wrong)) for one in found.possible]
    context = {"case": found, "steps": steps, "forecast": cases_of.foresee_case(case=found)}
    return render(request, "desk/case.html", context, status=status)


def _step_form(procedure: Procedure, one: Possible, wrong: MoveForm | None) -> MoveForm:
    if wrong is not None and wrong.prefix == one.move.code:
        return wrong
    return MoveForm(**_asked(procedure, one.move))


def _form(
    request: HttpRequest, procedure: Procedure, move: Move, known: Mapping[str, Known] | None = None
) -> MoveForm:
    filled = (request.POST, request.FILES) if request.method == "POST" else ()
    return MoveForm(*filled, known=known, **_asked(procedure, move))


def _asked(procedure: Procedure, move: Move) -> dict[str, Any]:
    return {
        "move": move,
        "form": procedure.forms.get(move.form),
        "language": get_language() or "it",
        "bodies": services.list_bodies,
        "prefix": move.code,
    }


def _today() -> date:
    return clock.today(settings.TIME_ZONE)


def _user(request: HttpRequest) -> Any:
    return request.user

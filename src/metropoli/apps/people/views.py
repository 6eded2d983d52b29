from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from metropoli.apps.people import queries
from metropoli.apps.people.forms import LoginForm
from metropoli.base import clock


class Login(LoginView):
    authentication_form = LoginForm
    template_name = "people/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Django names the host "site_name" here; on every page it is the name of the platform.
        context = super().get_context_data(**kwargs)
        return {name: value for name, value in context.items() if name not in {"site", "site_name"}}

    def form_invalid(self, form: LoginForm) -> HttpResponse:  # type: ignore[override]
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=429 if form.is_shut else 422)


class Logout(LogoutView):
    http_method_names = ["post", "options"]


class ChangePassword(PasswordChangeView):
    template_name = "people/password.html"
    success_url = reverse_lazy("people:account")


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show a person what we know of them and which roles they hold."""
    today = clock.today(settings.TIME_ZONE)
    context = {"roles": queries.roles_in_force(request.user, today=today)}  # type: ignore[arg-type]
    return render(request, "people/account.html", context)

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from metropoli.apps.people import queries, services
from metropoli.apps.people.forms import LoginForm
from metropoli.base import clock


class Login(LoginView):
    authentication_form = LoginForm
    template_name = "people/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Django names the host "site_name" here; on every page it is the name of the platform.
        context = super().get_context_data(**kwargs)
        kept = {name: value for name, value in context.items() if name not in {"site", "site_name"}}
        return kept | {"simulated": queries.simulated_people()}

    def form_invalid(self, form: LoginForm) -> HttpResponse:  # type: ignore[override]
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=429 if form.is_shut else 422)


@require_POST
def enter_simulated(request: HttpRequest) -> HttpResponse:
    """Let whoever comes enter as somebody who was made up for the demonstration."""
    user = services.find_simulated(key=request.POST.get("who", ""))
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(after if safe else settings.LOGIN_REDIRECT_URL)


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

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from metropoli.apps.people import services
from metropoli.apps.people.messages import TOO_MANY_ATTEMPTS, WRONG_LOGIN


class LoginForm(AuthenticationForm):
    """Email and password; after too many wrong ones the door stays shut for a while."""

    username = forms.EmailField(
        label=_("Email"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {"invalid_login": WRONG_LOGIN, "inactive": WRONG_LOGIN}
    is_shut = False

    def clean(self) -> dict[str, Any]:
        who = {
            "email": str(self.cleaned_data.get("username", "")),
            "address": self.request.META.get("REMOTE_ADDR", "") if self.request else "",
        }
        # Asked before the password is looked at: a shut door tells nothing about the password.
        if services.is_login_shut(**who):
            self.is_shut = True
            raise forms.ValidationError(TOO_MANY_ATTEMPTS, code="too_many_attempts")
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            services.note_failed_login(**who)
            raise
        services.forget_failed_logins(**who)
        return dict(cleaned)


class StaffLoginForm(LoginForm):
    """The same door for the administration pages, for staff only."""

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not user.is_staff:
            raise forms.ValidationError(WRONG_LOGIN, code="invalid_login")

"""What people are told, and refused, in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "may_not_appoint": _("You may not give the role “%(role)s” in “%(perimeter)s”."),
    "unknown_role": _("There is no role “%(role)s”."),
    "ends_before_it_starts": _("A role cannot end on %(until_day)s and start on %(from_day)s."),
    "account_exists": _("There is already an account for %(email)s."),
    "nobody_simulated": _("Nobody was made up with this name for the demonstration."),
    "no_email": _("An account needs an email address."),
}
TOO_MANY_ATTEMPTS = _("Too many wrong passwords. Wait a quarter of an hour, then try again.")
WRONG_LOGIN = _("The email or the password is wrong. Capital letters matter in the password.")
ROLE_NAMES = {
    "reader": _("reader"),
    "operator": _("operator"),
    "manager": _("manager"),
    "administrator": _("administrator"),
}

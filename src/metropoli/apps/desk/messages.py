"""How the desk names those who act, and how cases end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

YES, NO = _("Yes"), _("No")
NEW_VERSION = _("The case goes on under a new version of the procedure")
HOLDERS = {
    "applicant": _("the applicant"),
    "office": _("the office"),
    "third_body": _("another body"),
    "law": _("the law"),
}
OUTCOME_NAMES = {
    "granted": _("in order"),
    "refused": _("turned down"),
    "withdrawn": _("withdrawn"),
    "lapsed": _("lapsed"),
}

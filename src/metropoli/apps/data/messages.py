"""What datasets say, in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "unknown_dataset": _("No dataset is called “%(dataset)s”."),
    "unknown_severity": _("“%(severity)s” is not a severity: use error, warning or info."),
    "not_a_sha256": _("A SHA-256 has 64 hexadecimal digits; “%(sha256)s” has not."),
}
REASONS = {
    "never_imported": _("Nothing of it is in service yet."),
    "not_checked_lately": _("The source was last looked at %(days)s days ago."),
    "not_checked_for_long": _("The source has not been looked at for %(days)s days."),
    "period_is_over": _("The period that it describes ended on %(day)s."),
    "period_ends_soon": _("The period that it describes ends on %(day)s."),
}
PROBLEMS = {
    "problems_beyond": _("%(n)s more problems of this severity were met and are not listed."),
}

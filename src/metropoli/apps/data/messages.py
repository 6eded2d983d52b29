"""What datasets say, in words that a citizen reads."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "unknown_dataset": _("No dataset is called “%(dataset)s”."),
    "unknown_version": _("The dataset “%(dataset)s” has no version %(number)s."),
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
FRESHNESS = {
    "fresh": _("fresh"),
    "ageing": _("ageing"),
    "stale": _("stale"),
}
STATUS = {
    "in_service": _("in service"),
    "refused": _("refused"),
    "replaced": _("replaced"),
}
SEVERITY = {
    "error": _("error"),
    "warning": _("warning"),
    "info": _("remark"),
}
# What imports count. A kind that is not here is shown as its code.
COUNTS = {
    "agencies": _("operators"),
    "stops": _("stops"),
    "lines": _("lines"),
    "routes": _("lines"),
    "trips": _("trips"),
    "stop_times": _("passages at stops"),
    "transfers": _("changes"),
    "shapes": _("drawn routes"),
    "nodes": _("nodes"),
    "edges": _("street stretches"),
    "ways": _("streets"),
    "comuni": _("Comuni"),
    "perimeters": _("perimeters"),
    "places": _("places"),
    "sharing_stations": _("sharing stations"),
    "free_vehicles": _("vehicles in the street"),
    "vehicle_types": _("kinds of vehicle"),
    "pricing_plans": _("prices"),
    "car_parks": _("car parks"),
}
FREQUENCY = {
    "continuous": _("continuously"),
    "daily": _("every day"),
    "weekly": _("every week"),
    "monthly": _("every month"),
    "yearly": _("every year"),
    "irregular": _("now and then"),
    "never": _("never again"),
}
PRIVACY = {
    "open": _("open to everybody"),
    "aggregate": _("only sums over people"),
    "personal": _("personal data"),
}


def reason(code: str, values: Mapping[str, object]) -> str:
    """Say why a dataset is not fresh."""
    return str(REASONS[code]) % values

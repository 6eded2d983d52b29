"""What the search says, in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "bad_point": _("“%(text)s” is not a point: write latitude and longitude, as in 45.07, 7.68."),
}

# One thing of a kind, and the heading above several.
KINDS = {
    "point": (_("point on the map"), _("Points on the map")),
    "comune": (_("Comune"), _("Comuni")),
    "stop": (_("stop"), _("Stops")),
    "station": (_("station"), _("Stations")),
    "street": (_("street"), _("Streets")),
    "line": (_("line"), _("Lines")),
    "place": (_("place"), _("Places")),
    "card": (_("project of the plan"), _("Projects of the plan")),
    "dataset": (_("dataset"), _("Datasets")),
}


def kind_name(kind: str) -> str:
    """Name one thing of a kind; a kind that nobody named yet is shown as it is."""
    return str(KINDS[kind][0]) if kind in KINDS else kind


def kind_title(kind: str) -> str:
    """Head a group of things of a kind."""
    return str(KINDS[kind][1]) if kind in KINDS else kind

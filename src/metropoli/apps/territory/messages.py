"""The ways territory says no, in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "unknown_comune": _("No Comune has the ISTAT code “%(istat)s”."),
    "unknown_perimeter": _("No perimeter is called “%(perimeter)s”."),
    "bad_istat": _("“%(istat)s” is not an ISTAT code of a Comune: it has six digits."),
    "bad_position": _("“%(name)s” has no position on Earth: %(lat_deg)s, %(lon_deg)s."),
    "bad_geometry": _("The geometry of “%(name)s” cannot be read."),
    "bad_facts": _("The figures of “%(name)s” cannot be right: people and area are above zero."),
    "bad_box": _("“%(box)s” is not a box: write west,south,east,north in degrees."),
    "box_too_large": _("The box “%(box)s” is too large: ask for a smaller one."),
    "perimeter_of_strangers": _(
        "The perimeter “%(perimeter)s” names Comuni that we do not know: %(comuni)s."
    ),
    "empty_perimeter": _("The perimeter “%(perimeter)s” holds no Comune."),
}

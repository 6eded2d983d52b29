"""The ways this app and the engines under it say no, in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "unknown_stop": _(
        "We know no stop with the code “%(key)s”. It may have been renumbered: search it by name."
    ),
    "unknown_line": _(
        "We know no line with the code “%(key)s”. It may have been renamed: search it by number."
    ),
    "same_place": _("You are already there: the two places are the same."),
    "no_streets_loaded": _(
        "Only a timetable is loaded. Load the streets of the same area too, with “metropoli load osm”."
    ),
    "source_without_name": _(
        "The file “%(file)s” gives no name to its data: choose one with --name."
    ),
    "feed_unusable": _(
        "The feed “%(name)s” cannot be used, and what was in service stays there. "
        "“metropoli check” lists every problem by file and line."
    ),
    "tiles_have_moved": _("The map was renewed: load the page again."),
}

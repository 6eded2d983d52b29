"""Every way we say no, in words that a citizen reads. Each app keeps its own; here they meet."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext as _spoken
from django.utils.translation import gettext_lazy as _

from metropoli.base.errors import MetropoliError

FROM_BELOW: Mapping[str, Promise] = {
    "nothing_published": _("Nothing has been loaded yet. Run “metropoli load demo” and try again."),
    "no_such_file": _("There is no file or folder called “%(path)s”."),
    "address_not_http": _("“%(url)s” is not an address that starts with http:// or https://."),
    "address_is_private": _("“%(host)s” is on a private network: add --allow-private to reach it."),
    "download_too_large": _("The file is larger than %(limit_mb)s MB, which is too much."),
    "archive_unreadable": _("The archive cannot be read: %(reason)s."),
    "archive_too_large": _("“%(file)s” holds more than %(limit_mb)s MB, which is too much."),
    "archive_too_many_files": _("The archive holds more than %(limit)s files, which is too many."),
    "archive_bomb": _(
        "“%(file)s” would grow more than %(ratio)s times when unpacked: it was not read."
    ),
    "archive_unsafe_path": _(
        "The archive holds “%(file)s”, which leads outside it: it was not read."
    ),
    "archive_nested": _(
        "The archive holds another archive, “%(file)s”: unpack it and load that one."
    ),
    "archive_encrypted": _("“%(file)s” is locked with a password: we need it without."),
    "archive_file_twice": _(
        "The archive holds “%(file)s” twice: we cannot tell which one is right."
    ),
    "archive_several_folders": _(
        "The archive holds tables in several folders (%(folders)s): load one at a time."
    ),
    "archive_without_tables": _("There are no .txt tables here: is this really a timetable?"),
    "port_taken": _("Port %(port)s cannot be used (%(reason)s). Choose another one: --port 8080."),
    "osm_too_large": _(
        "The extract is larger than %(most_mb)s MB: cut out the area that you need."
    ),
    "osm_too_wide": _(
        "The extract is wider than %(most_deg)s degrees: cut out the area that you need."
    ),
    "heights_unreadable": _(
        "The file cannot be read as heights (%(reason)s). A GeoTIFF in degrees is wanted, "
        "of one band, without compression or deflated."
    ),
    "osm_unreadable": _("The extract cannot be read as OpenStreetMap data (%(reason)s)."),
    "osm_without_streets": _("There is no street in this extract."),
    "no_such_coordinate": _("These coordinates are not on the globe."),
    "no_street_nearby": _("There is no street within %(radius_m)s m of this point."),
    "no_way": _("No way leads there by these means (%(mode)s)."),
    "day_outside_timetable": _("The timetable in service does not reach this day."),
    "rides_out_of_range": _("A trip may have at most %(most)s rides."),
    "criterion_unknown": _("Ways cannot be compared by “%(criterion)s”."),
    "search_too_wide": _("So much is possible that it cannot all be compared: ask for less."),
    "window_ends_before_it_starts": _("The latest departure is before the earliest one."),
    "window_out_of_range": _("The departures and the time on the way do not fit in %(most_s)s s."),
    "walk_too_long": _("A walk from a stop may last %(most_s)s s at most."),
    "window_not_given": _("Say from when and until when you could leave."),
    "download_failed": _("“%(url)s” could not be fetched: %(reason)s."),
}


@cache
def sentences() -> Mapping[str, Promise]:
    """Return every sentence by its code: those of the floors below and each app's own."""
    found: dict[str, Promise] = dict(FROM_BELOW)
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "messages"):
            found |= getattr(import_module(f"{app.name}.messages"), "MESSAGES", {})
    return found


def sentence(error: MetropoliError) -> str:
    """Say the refusal in the reader's language."""
    try:
        return str(sentences()[error.code]) % error.values
    except KeyError:
        # Only a mistake of ours leads here; the reader still gets an answer, not a broken page.
        return _spoken("The request was refused (%(code)s).") % {"code": error.code}

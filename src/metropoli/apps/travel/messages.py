"""The ways this app and the engines under it say no, in words that a citizen reads."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "unknown_stop": _(
        "We know no stop with the code “%(key)s”. It may have been renumbered: search it by name."
    ),
    "unknown_line": _(
        "We know no line with the code “%(key)s”. It may have been renamed: search it by number."
    ),
    "nothing_open": _(
        "No timetable in service may be handed on: its licence does not say so. Whoever runs this "
        "installation can allow it by name."
    ),
    "unknown_vehicle": _(
        "We know no vehicle with the code “%(key)s”: its timetable may have changed since. "
        "Look at the stop where it passes."
    ),
    "too_much_map": _("That is too much of the map at once (more than %(most)s): come closer."),
    "same_place": _("You are already there: the two places are the same."),
    "too_many_vias": _("Ask for %(most)s places on the way at most."),
    "no_streets_loaded": _(
        "Only a timetable is loaded. Load the streets of the same area too, with “metropoli load osm”."
    ),
    "heights_without_streets": _(
        "Heights need streets to lift: load the streets of the same area first, with “metropoli load osm”."
    ),
    "source_without_name": _(
        "The file “%(file)s” gives no name to its data: choose one with --name."
    ),
    "feed_unusable": _(
        "The feed “%(name)s” cannot be used, and what was in service stays there. "
        "“metropoli check” lists every problem by file and line."
    ),
    "fleet_unusable": _(
        "The fleet or the car parks “%(name)s” cannot be used, and what was in service stays there. "
        "The page of the dataset lists every problem by file and field."
    ),
    "no_timetable_that_day": _("The timetable does not reach %(day)s: choose another day."),
    "dask_not_installed": _(
        "METROPOLI_DASK names a cluster, but the library “distributed” is not installed here."
    ),
    "points_without_position": _(
        "“%(file)s” has no columns for latitude and longitude: call them lat and lon."
    ),
    "point_without_position": _(
        "Line %(line)s of “%(file)s” has no latitude and longitude that can be read."
    ),
    "too_many_rows": _("“%(file)s” has more than %(most)s rows: split it."),
    "too_many_points": _("These are too many places at once: ask about %(most)s at most."),
    "reach_too_wide": _(
        "That goes too far. Ask for two hours on the way at most, leaving within four hours, "
        "with eight rides at most."
    ),
    "percentile_not_kept": _(
        "We do not work out the share %(percentile)s: choose 5, 25, 50, 75 or 95."
    ),
    "realtime_unreadable": _("These are not the bytes of a live feed (GTFS-Realtime)."),
    "realtime_too_large": _(
        "The live feed has %(size_mb)s MB, and at most %(most_mb)s are read: it is not used."
    ),
    "no_recording": _("In “%(path)s” there are no recorded live feeds (files ending in .pb)."),
    "recording_over": _("The recording in “%(path)s” is over. Play it again from its beginning."),
    "recording_too_long": _("A recording has between one and %(most)s snapshots."),
    "instant_unreadable": _(
        "“%(text)s” is no instant: write it like 2022-09-19T07:30, in the time of the city."
    ),
    "recording_without_time": _("The recorded feed “%(file)s” does not say when it was told."),
    "live_rhythm_bad": _(
        "A live feed is asked every %(least_s)s seconds at the most, every %(most_s)s at the least."
    ),
    "unknown_live_feed": _("There is no live feed called “%(name)s”."),
    "live_too_old": _(
        "The last news of vehicles is too old to be used: these times are the timetable’s."
    ),
    "live_from_the_future": _(
        "The clock of the live feed is wrong, so it is not used: these times are the timetable’s."
    ),
    "live_distrusted": _(
        "The live feed does not go with the timetable, so it is not used: these times are the timetable’s."
    ),
    "not_served_so": _(
        "How well places are served cannot be worked out like this: check measure, kind of place, "
        "means and minutes."
    ),
    "too_many_homes": _("These are too many homes at once: ask about %(most)s at most."),
    # What must be said beside the measures of access.
    "people_by_streets": _(
        "Where exactly people live is not known: the residents of each Comune are shared out over "
        "its ground by the length of its streets."
    ),
    "comuni_by_centre": _(
        "Boundaries of Comuni are not loaded: ground belongs to the Comune whose centre is nearest."
    ),
    "capacity_unknown": _(
        "How many people each place can take is not known: all places of a kind count the same."
    ),
    "needs_without_places": _(
        "Jobs, homes, shops, schools and doctors are not among the places known here: the daily "
        "needs are those that a few kinds of place can meet."
    ),
    "trees_not_counted": _(
        "Only the 300 of the 3-30-300 rule is told: nobody has counted the trees seen from homes, "
        "nor measured the shade of their crowns. Who has done so can send it to our service."
    ),
    "green_from_map": _("Green is what the map of streets draws as parks, woods or meadows."),
    "tiles_have_moved": _("The map was renewed: load the page again."),
}

# What can be wrong with a feed stands beside the reader that finds it, in both languages: data, not
# code, so that this file need not know the engine.
_FEED_PROBLEMS = {
    code: said
    for place in (
        "metropoli.engines.journeys.gtfs",
        "metropoli.engines.journeys.realtime",
        "metropoli.engines.sharing",
    )
    for code, said in tomllib.loads(
        files(place).joinpath("problems.toml").read_text(encoding="utf-8")
    ).items()
}


def _say(code: str) -> str:
    said = _FEED_PROBLEMS[code]
    language = "en" if (get_language() or "it").startswith("en") else "it"
    return f"{said[language]} {said[f'action_{language}']}"


PROBLEMS = {code: lazy(_say, str)(code) for code in _FEED_PROBLEMS}

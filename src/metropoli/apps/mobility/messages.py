"""The ways this app says no, in words that a citizen reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "no_timetable_then": _(
        "The timetables that are loaded do not cover that day: choose another one."
    ),
    "no_transit_then": _(
        "No public transport goes there at that time. Try another day or time, or start closer to a stop."
    ),
    "day_out_of_reach": _(
        "The year %(year)s is too far away: ask for a day between %(first)s and %(last)s."
    ),
    # Of the API of MOTIS, whose readers are programs and those who write them.
    "motis_missing": _("The parameter %(name)s is missing."),
    "motis_unreadable": _("The parameter %(name)s cannot be read: “%(value)s”."),
    "motis_too_small": _("%(name)s is %(value)s, and may not be less than %(least)s."),
    "motis_too_large": _("%(name)s is %(value)s, and may not be more than %(most)s."),
    "motis_not_offered": _("This server does not offer %(name)s."),
    "motis_body_unreadable": _("The body is not a JSON object that we can read."),
    "unknown_place": _(
        "We know no place called “%(text)s”. Check the spelling, or choose the place on the map."
    ),
    "trip_is_gone": _(
        "This trip is among the answers no more. Ask for it again and choose another one."
    ),
    "followed_link_broken": _(
        "The link to this trip is broken: part of it is missing. Choose the trip again."
    ),
    "trip_link_broken": _("The link to this trip is broken: part of the question is missing."),
}

# What may be listed by travel time: one thing of a kind, and several, in the order of their tallies.
PLACE_KINDS = {
    "hospital": (_("hospital"), _("Hospitals")),
    "station": (_("station"), _("Stations")),
    "university": (_("university"), _("Universities")),
    "comune": (_("Comune"), _("Comuni")),
    "market": (_("market"), _("Markets")),
    "library": (_("library"), _("Libraries")),
    "park": (_("park"), _("Parks")),
    "museum": (_("museum"), _("Museums")),
    "theatre": (_("theatre"), _("Theatres")),
    "office": (_("public office"), _("Public offices")),
    "stadium": (_("stadium"), _("Stadiums")),
    "airport": (_("airport"), _("Airports")),
    "residence": (_("royal residence"), _("Royal residences")),
    "church": (_("church"), _("Churches")),
    "monument": (_("monument"), _("Monuments")),
    "square": (_("square"), _("Squares")),
    "mountain": (_("mountain"), _("Mountains")),
    "stop": (_("stop"), _("Stops")),
}

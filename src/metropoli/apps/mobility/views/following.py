from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from metropoli.apps.mobility import bridge, rules, services
from metropoli.apps.mobility.forms import MannerForm
from metropoli.apps.mobility.views.trips import trip_title
from metropoli.apps.travel import services as travel
from metropoli.base.errors import Invalid
from metropoli.web.device import keep
from metropoli.web.fragments import page_or_fragment

SHOWN_AGAIN = 3


@require_safe
def follow(request: HttpRequest) -> HttpResponse:
    """Show how a chosen trip goes; the whole trip is in the address."""
    form = MannerForm(request.GET)
    if not form.is_valid():
        raise Invalid("followed_link_broken")
    trip = rules.trip_of(request.GET.get("trip", ""))
    followed = services.follow(
        trip=trip, now=travel.city_now(), manner=form.to_manner(), modes=form.to_modes()
    )
    again = followed.again.trips[:SHOWN_AGAIN] if followed.again else ()
    context = {
        "followed": followed,
        "again": again,
        "drawing": bridge.followed_drawing(followed),
        "manner": form.as_query(),
    }
    response = page_or_fragment(request, "mobility/follow.html", "mobility/_follow.html", context)
    title = trip_title(followed.trip.legs[0].start, followed.goal)
    return keep(response, part="answer", title=title, address=request.get_full_path())

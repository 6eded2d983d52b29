from __future__ import annotations

from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from metropoli.apps.mobility import bridge, rules, services
from metropoli.apps.mobility.forms import TripForm
from metropoli.apps.mobility.types import Appointment, PlannedTrip
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import Trip
from metropoli.base import clock
from metropoli.base.errors import Invalid


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Give a trip of the planner as an appointment."""
    form = TripForm(request.GET)
    if not form.is_valid():
        raise Invalid("trip_link_broken")
    planned, trip = services.find_trip(
        question=form.to_question(),
        fingerprint=request.GET.get("trip", ""),
        language=_language(),
        now=travel.city_now(),
    )
    with timezone.override(planned.answer.zone):
        appointment = _appointment(request, planned, trip)
        leaves = timezone.localtime(trip.departs_at)
    response = HttpResponse(bridge.calendar_of(appointment), "text/calendar; charset=utf-8")
    name = f"{leaves:%Y-%m-%d-%H%M}.ics"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _appointment(request: HttpRequest, planned: PlannedTrip, trip: Trip) -> Appointment:
    start = trip.legs[0].start
    url = _address(request)
    query = urlencode({"trip": rules.token_of(trip)})
    follow_url = request.build_absolute_uri(f"{reverse('mobility:follow')}?{query}")
    told = {"planned": planned, "trip": trip, "url": url, "follow_url": follow_url}
    ends = f"{planned.start.point.as_text} {planned.end.point.as_text}"
    return Appointment(
        # The same trip, added twice, is one appointment: in either language, from any address.
        uid=str(uuid5(NAMESPACE_URL, f"{rules.fingerprint(trip)} {ends}")),
        written_at=clock.now(),
        starts_at=trip.departs_at,
        ends_at=trip.arrives_at,
        summary=_said("mobility/calendar/summary.txt", told),
        description=_said("mobility/calendar/description.txt", told),
        location=planned.start.point.name,
        lat_deg=start.lat_deg,
        lon_deg=start.lon_deg,
        url=url,
        language=_language(),
    )


def _address(request: HttpRequest) -> str:
    """Return the page on which this trip was found."""
    query = request.GET.copy()
    query.pop("trip", None)
    return request.build_absolute_uri(f"{reverse('mobility:planner')}?{query.urlencode()}")


def _said(template: str, told: dict[str, object]) -> str:
    """Return what a template says: an empty line in it ends a line, other breaks are spaces."""
    lines = render_to_string(template, told).split("\n\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _language() -> str:
    return "en" if (get_language() or "it").startswith("en") else "it"

"""What the web server calls."""

from __future__ import annotations

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metropoli.site.settings")
application = get_wsgi_application()


def warm() -> None:
    """Plan one short trip in the middle of the city, so that no citizen waits for the compiler."""
    # Imported here, when the apps are ready.
    from metropoli.apps.travel import services as travel  # noqa: PLC0415
    from metropoli.apps.travel.types import Point, TripRequest  # noqa: PLC0415
    from metropoli.base import clock  # noqa: PLC0415
    from metropoli.base.errors import MetropoliError  # noqa: PLC0415

    try:
        start = travel.read_summary().center
        end = Point(start.lat_deg + SHORT_WAY_DEG, start.lon_deg + SHORT_WAY_DEG)
        travel.plan_trip(request=TripRequest(start, end, clock.now()))
    except MetropoliError:
        return  # Nothing is loaded yet, or the middle of the city is a lake: nothing to warm.


SHORT_WAY_DEG = 0.01
threading.Thread(target=warm, name="warm", daemon=True).start()

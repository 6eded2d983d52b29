"""
Time the planner's service alone, without HTTP: 1,000 pairs of doors in the city that is loaded.

`METROPOLI_VAR=… python -m benchmarks.site.doors --day 2026-09-07` prints CPU times on one core.
"""

from __future__ import annotations

import argparse
import os
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django
import numpy as np

SPREAD_DEG = 0.001  # a door stands some 100 m from a stop
MODES = ({"transit"}, {"walk", "bike", "car"}, {"transit", "walk", "bike", "car"})


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--day", type=date.fromisoformat, required=True)
    options.add_argument("--number", type=int, default=1_000)
    asked = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metropoli.site.settings")
    django.setup()
    from metropoli.apps.travel import services  # noqa: PLC0415 - needs the settings

    requests = draw(asked.day, asked.number)
    for modes in MODES:
        measure(services.plan_trip, requests, frozenset(modes))


def draw(day: date, number: int) -> list[dict[str, object]]:
    """Return pairs of points beside stops that are served, leaving between 7 and 20 (seed 1)."""
    from metropoli.apps.travel.services.serving import network  # noqa: PLC0415
    from metropoli.apps.travel.types import Point  # noqa: PLC0415

    city, luck = network(), np.random.default_rng(1)
    served = np.flatnonzero((city.lines_at.calls > 0) & (city.links.edge >= 0))
    zone = city.labels.zones[0]

    def door() -> Point:
        stop = luck.choice(served)
        north, east = luck.normal(0, SPREAD_DEG, 2)
        return Point(
            float(city.timetable.stop_lat_deg[stop] + north),
            float(city.timetable.stop_lon_deg[stop] + east),
        )

    def leaving() -> datetime:
        at = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        return at.replace(hour=int(luck.integers(7, 20)), minute=int(luck.integers(60)))

    return [{"start": door(), "end": door(), "at": leaving()} for _ in range(number)]


def measure(plan_trip, requests: list[dict[str, object]], modes: frozenset[str]) -> None:
    from metropoli.apps.travel.types import TripRequest  # noqa: PLC0415
    from metropoli.base.errors import MetropoliError  # noqa: PLC0415

    cpu_ms, answered = [], 0
    for asked in [requests[0], *requests]:  # the first one warms up
        began_s = time.process_time()
        try:
            answered += bool(plan_trip(request=TripRequest(**asked, modes=modes)).trips)
        except MetropoliError:
            continue
        finally:
            cpu_ms.append((time.process_time() - began_s) * 1_000)
    median, late = np.percentile(cpu_ms[1:], [50, 95])
    told = "+".join(sorted(modes))
    print(f"{told}: {median:.1f} / {late:.1f} ms CPU, median / p95; {answered - 1} answered")


if __name__ == "__main__":
    main()

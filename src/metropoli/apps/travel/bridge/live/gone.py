"""What a stop was promised and does not get: vehicles that do not run, or pass it by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metropoli.apps.travel.bridge.network import Network
from metropoli.base.errors import NotFound
from metropoli.engines import journeys


class Missing:
    """Say of planned calls whether they are kept."""

    def __init__(self, network: Network) -> None:
        live = network.live
        self._followed = live.followed if live is not None else None
        self._gone: set[tuple[int, int]] = set()
        self._rows: dict[tuple[int, int], int] = {}
        if self._followed is not None:
            self._index(self._followed)

    def _index(self, followed: journeys.Followed) -> None:
        self._gone = set(zip(followed.gone_trip.tolist(), followed.gone_day.tolist(), strict=True))
        timetable, n_trips = followed.timetable, followed.n_trips
        day = np.argmax(timetable.service_runs[timetable.trip_service[n_trips:]], axis=1)
        plans = zip(followed.trip_plan.tolist(), (day + timetable.first_day).tolist(), strict=True)
        self._rows = {plan: row for row, plan in enumerate(plans) if plan[0] >= 0}

    def any(self) -> bool:
        """Say whether anything is missing at all."""
        return bool(self._gone or self._rows)

    def misses(self, trip: int, service_day: int, position: int) -> bool:
        """Say whether a call of a planned trip on a service day (ordinal) does not happen."""
        followed, key = self._followed, (trip, service_day)
        if followed is None or key in self._gone:
            return followed is not None
        row = self._rows.get(key)
        if row is None:
            return False
        first, end = followed.timetable.trip_first[followed.n_trips + row :][:2].tolist()
        calls = slice(first - followed.n_calls, end - followed.n_calls)
        at = np.flatnonzero(followed.call_plan[calls] == position)
        return not len(at) or bool(followed.call_skipped[calls][at[0]])


def planned_day(network: Network, ordinal: int) -> journeys.Day | None:
    """Return the view of a day as it was planned."""
    planned = network.live.planned if network.live is not None else network
    try:
        return planned.day(ordinal)
    except NotFound:
        return None


def missing_calls(
    network: Network,
    missing: Missing,
    rows: Sequence[int],
    view: journeys.Day,
    span: tuple[int, int],
) -> list[journeys.Departure]:
    """Return the planned departures of some stops within a span of a planned view that do not happen."""
    from_s, until_s = span
    calls = journeys.departures(view, rows, from_s=from_s, until_s=until_s, limit=1_000)
    timetable = view.timetable
    found = []
    for call in calls:
        zone = int(timetable.service_zone[timetable.trip_service[call.trip]])
        began = view.start_s + int(view.vehicles.shift_s[call.vehicle])
        column = int(np.searchsorted(timetable.day_start_s[zone], began))
        if call.boards and missing.misses(
            call.trip, timetable.first_day + column - 1, call.position
        ):
            found.append(call)
    return found

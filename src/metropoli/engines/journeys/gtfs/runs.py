"""Number the sets of days on which vehicles run, each in its time zone."""

from __future__ import annotations

import numpy as np

from metropoli.engines.journeys.gtfs.calendar import Services
from metropoli.engines.journeys.types import Flags, Int32s


class Runs:
    """Rows of a timetable's calendar: equal days in one zone are one row."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._row: dict[tuple[bytes, str], int] = {}
        self._days: list[Flags] = []
        self._zone: list[str] = []
        self._of_service: dict[tuple[int, str], int] = {}

    def of_service(self, service: int, zone: str) -> int:
        """Return the row of a service of the feed."""
        known = self._of_service.get((service, zone))
        if known is None:
            known = self.of_days(self._services.runs[service], zone)
            self._of_service[service, zone] = known
        return known

    def of_days(self, days: Flags, zone: str) -> int:
        """Return the row of a set of days."""
        row = self._row.setdefault((days.tobytes(), zone), len(self._days))
        if row == len(self._days):
            self._days.append(days)
            self._zone.append(zone)
        return row

    def table(self) -> Flags:
        n_days = self._services.runs.shape[1]
        return np.array(self._days, np.bool_).reshape(len(self._days), n_days)

    def zones(self) -> tuple[Int32s, list[str]]:
        """Return the zone of each row, and the names of the zones."""
        names = sorted(set(self._zone))
        return np.array([names.index(zone) for zone in self._zone], np.int32), names

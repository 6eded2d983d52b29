"""The workbench of one reading: every vehicle that something was heard of, taken apart once."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from metropoli.engines.journeys.realtime.directory import Place
from metropoli.engines.journeys.realtime.runs import Run, planned_run
from metropoli.engines.journeys.types import Labels, Timetable


@dataclass(slots=True)
class Bench:
    """The vehicles under change, by trip and day; those that are new; new words for them."""

    timetable: Timetable
    labels: Labels
    runs: dict[tuple[int, int], Run] = field(default_factory=dict)
    extra: dict[tuple[str, int, int], Run] = field(default_factory=dict)
    under: Bench | None = None  # what was believed before
    trip_ids: dict[str, int] = field(default_factory=dict)
    headsigns: dict[str, int] = field(default_factory=dict)

    def run(self, place: Place) -> Run:
        """Return the vehicle of a day, as far as it was changed already."""
        key = (place.trip, place.column)
        if key not in self.runs:
            before = self.under.runs.get(key) if self.under is not None else None
            self.runs[key] = deepcopy(before) if before else planned_run(self.timetable, *key)
        return self.runs[key]

    def on_top(self) -> Bench:
        """Return a bench on which one feed is tried; `keep` puts its work down here."""
        return Bench(
            self.timetable,
            self.labels,
            under=self,
            trip_ids=self.trip_ids,
            headsigns=self.headsigns,
        )

    def keep(self, tried: Bench) -> None:
        """Believe what was tried."""
        self.runs |= tried.runs
        self.extra |= tried.extra

    def word_of_trip(self, trip_id: str) -> int:
        """Return the row of a trip's name, new if it is none of the timetable's."""
        return self.trip_ids.setdefault(trip_id, len(self.labels.trip_ids) + len(self.trip_ids))

    def word_of_headsign(self, text: str) -> int:
        """Return the row of a headsign, new even where the timetable has the same words."""
        return self.headsigns.setdefault(text, len(self.labels.headsigns) + len(self.headsigns))

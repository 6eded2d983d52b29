"""What a question is answered from: the network, what is shared, how things are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from metropoli.apps.travel.bridge.days import Footing
from metropoli.apps.travel.bridge.fleets import Fleets
from metropoli.apps.travel.bridge.network import Network
from metropoli.base.errors import NotFound
from metropoli.engines import journeys


@dataclass(frozen=True, slots=True)
class AtHand:
    """Everything that answers questions at an instant."""

    network: Network
    fleets: Fleets
    now: datetime

    def day(self, day: date, footing: Footing) -> journeys.Day | None:
        """Return the vehicles of a day; None where the timetable does not reach it."""
        try:
            return self.network.day(day.toordinal(), footing)
        except NotFound:
            return None

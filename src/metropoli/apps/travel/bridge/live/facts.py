"""What is known now of one vehicle of a day, beside what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from metropoli.apps.travel.bridge.network import Network
from metropoli.apps.travel.bridge.wording import instant
from metropoli.engines import journeys

LIVE, ADDED, CANCELLED = "live", "added", "cancelled"


class Planned(NamedTuple):
    """A call as the timetable has it, in seconds of the view."""

    arrives_s: int
    departs_s: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A vehicle that was heard of."""

    state: str  # live or added
    seen_at: datetime | None
    _network: Network
    _followed: journeys.Followed
    _trip: int
    _shift_s: int

    def planned(self, position: int) -> Planned | None:
        """Return a call as it was planned, none if it was not."""
        followed, live = self._followed, self._network.live
        assert live is not None
        trip = int(followed.trip_plan[self._trip - followed.n_trips])
        at = int(followed.call_plan[self._row(position)])
        if trip < 0 or at < 0:
            return None
        timetable = live.planned.timetable
        call = int(timetable.trip_first[trip]) + at
        base = int(timetable.pattern_first[timetable.trip_pattern[trip]])
        return Planned(
            int(timetable.arrives_s[call]) + self._shift_s,
            int(timetable.departs_s[call]) + self._shift_s,
            int(timetable.pattern_stop[base + at]),
        )

    def skipped(self, position: int) -> bool:
        """Say whether the vehicle passes a stop by, against the plan."""
        return bool(self._followed.call_skipped[self._row(position)])

    def known(self, position: int) -> bool:
        """Say whether the time of a call is foretold, and not only planned."""
        return bool(self._followed.call_known[self._row(position)])

    def _row(self, position: int) -> int:
        followed = self._followed
        return int(followed.timetable.trip_first[self._trip]) - followed.n_calls + position


def facts_of(network: Network, day: journeys.Day, vehicle: int) -> Facts | None:
    """Return what is known of a vehicle (row of `day.vehicles`), none if nothing is."""
    live, trip = network.live, int(day.vehicles.trip[vehicle])
    if live is None or live.followed is None or trip < live.followed.n_trips:
        return None
    followed = live.followed
    row = trip - followed.n_trips
    seen_at = int(followed.trip_seen_at[row]) or live.at
    return Facts(
        state=ADDED if int(followed.trip_state[row]) == journeys.EXTRA else LIVE,
        seen_at=instant(network, seen_at) if seen_at else None,
        _network=network,
        _followed=followed,
        _trip=trip,
        _shift_s=int(day.vehicles.shift_s[vehicle]),
    )

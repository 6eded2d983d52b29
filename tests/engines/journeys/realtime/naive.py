"""
The slow, obvious twin of `follow`: every vehicle of every day by hand, one message after the other.

Vehicles are those of the naive search; each carries the trip and the service day that it is of.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engines.journeys import naive
from metropoli.engines.journeys import Timetable


@dataclass
class Told:
    """What a message says of one call: delays in seconds."""

    arrives_s: int | None = None
    departs_s: int | None = None
    skipped: bool = False
    no_data: bool = False


@dataclass
class Message:
    trip: int
    column: int
    cancelled: bool = False
    told: dict[int, Told] = field(default_factory=dict)  # by position


def vehicles(timetable: Timetable, day: int, messages: list[Message]) -> list[naive.Vehicle]:
    """Return the vehicles about a day as they are after the messages."""
    said = {(one.trip, one.column): one for one in messages}
    found = []
    start_s = timetable.day_start_s[0][day - timetable.first_day + 1]
    for trip, service in enumerate(timetable.trip_service):
        zone = timetable.service_zone[service]
        for column in range(timetable.service_runs.shape[1]):
            if not timetable.service_runs[service][column]:
                continue
            shift_s = int(timetable.day_start_s[zone][column + 1] - start_s)
            calls = planned(timetable, trip, shift_s)
            message = said.get((trip, column))
            if message is not None:
                if message.cancelled:
                    continue
                calls = as_told(calls, message.told)
            if calls[-1].arrives_s > -naive.BEFORE_S and calls[0].departs_s < naive.AFTER_S:
                found.append(naive.Vehicle(trip, calls))
    return found


def planned(timetable: Timetable, trip: int, shift_s: int) -> list[naive.Call]:
    first = timetable.trip_first[trip]
    base = timetable.pattern_first[timetable.trip_pattern[trip]]
    n_calls = timetable.pattern_first[timetable.trip_pattern[trip] + 1] - base
    return [
        naive.Call(
            int(timetable.pattern_stop[base + i]),
            int(timetable.arrives_s[first + i]) + shift_s,
            int(timetable.departs_s[first + i]) + shift_s,
            bool(timetable.pattern_board[base + i]),
            bool(timetable.pattern_alight[base + i]),
        )
        for i in range(n_calls)
    ]


def as_told(calls: list[naive.Call], told: dict[int, Told]) -> list[naive.Call]:
    """Carry each delay on until another one is told, then let nothing run backwards."""
    arrives = [call.arrives_s for call in calls]
    departs = [call.departs_s for call in calls]
    delay_s, spoken = None, []
    for i, call in enumerate(calls):
        here = told.get(i, Told())
        if here.no_data:
            delay_s = None
        elif here.skipped or (here.arrives_s is None and here.departs_s is None):
            if delay_s is not None:
                arrives[i], departs[i] = call.arrives_s + delay_s, call.departs_s + delay_s
                spoken.append(i)
        else:
            late_in = here.arrives_s if here.arrives_s is not None else here.departs_s
            late_out = here.departs_s if here.departs_s is not None else here.arrives_s
            arrives[i], departs[i] = call.arrives_s + late_in, call.departs_s + late_out
            spoken.append(i)
        if i in spoken:
            # A call is no earlier than the one that was foretold before it.
            before = [departs[k] for k in spoken[:-1]]
            arrives[i] = max([arrives[i], *before])
            departs[i] = max(departs[i], arrives[i])
            delay_s = departs[i] - call.departs_s
    # Who is early was at the stops before that early too.
    for i in range(spoken[0] if spoken else 0):
        arrives[i] = min(arrives[i], arrives[spoken[0]])
        departs[i] = min(departs[i], arrives[spoken[0]])
    times = [time for pair in zip(arrives, departs, strict=True) for time in pair]
    times = [max(times[: k + 1]) for k in range(len(times))]
    skipped = {i for i, one in told.items() if one.skipped}
    return [
        naive.Call(
            call.stop,
            times[2 * i],
            times[2 * i + 1],
            call.board and i not in skipped,
            call.alight and i not in skipped,
        )
        for i, call in enumerate(calls)
    ]


def can_be_used(calls: list[naive.Call]) -> bool:
    boards = [i for i, call in enumerate(calls) if call.board]
    return any(call.alight for call in calls[boards[0] + 1 :]) if boards else False

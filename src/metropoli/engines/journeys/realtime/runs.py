"""One vehicle on one day, on the workbench: its calls as planned, then as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from metropoli.engines.journeys.types import Timetable


class Part(NamedTuple):
    """What is written on the vehicle from a position on, as in Timetable."""

    position: int
    line: int
    headsign: int
    trip: int
    shape: int
    direction: int
    last_sequence: int
    start_s: int  # planned


class Span(NamedTuple):
    """The calls of one trip along its vehicle, both ends included."""

    first: int
    last: int
    shared_first: bool  # the trip before arrives there
    shared_last: bool  # the trip after leaves from there
    last_sequence: int


@dataclass(slots=True)
class Run:
    """A vehicle's calls, changed while messages are heard. Times are seconds of its service day."""

    trip: int  # planned row, or -1
    column: int
    zone: int
    day_start: int  # epoch
    pattern: int  # the planned one, as long as the stops are its stops
    stop: list[int]
    arrives_s: list[int]
    departs_s: list[int]
    board: list[bool]
    alight: list[bool]
    sequence: list[int]
    plan: list[int]  # position along the planned trip, or -1
    parts: list[Part]
    known: list[bool] = field(default_factory=list)
    skipped: list[bool] = field(default_factory=list)
    seen_at: int = 0
    touched: bool = False
    reshaped: bool = False  # other stops than planned

    def __post_init__(self) -> None:
        self.known = [False] * len(self.stop)
        self.skipped = [False] * len(self.stop)

    @property
    def runs(self) -> bool:
        """Say whether anybody can still get on and off again."""
        boards = next((k for k, can in enumerate(self.board) if can), len(self.board))
        return any(self.alight[boards + 1 :])

    def span(self, trip: int) -> Span | None:
        """Return the calls of a trip (row of Labels.trip_ids)."""
        mine = [k for k, part in enumerate(self.parts) if part.trip == trip]
        if not mine:
            return None
        first, final = self.parts[mine[0]], self.parts[mine[-1]]
        last, shared = len(self.stop) - 1, False
        if mine[-1] + 1 < len(self.parts):
            after = self.parts[mine[-1] + 1].position
            shared = self.sequence[after - 1] != final.last_sequence
            last = after if shared else after - 1
        return Span(first.position, last, self._shared_first(mine[0]), shared, final.last_sequence)

    def _shared_first(self, part: int) -> bool:
        if part == 0:
            return False
        position = self.parts[part].position
        return self.sequence[position - 1] != self.parts[part - 1].last_sequence

    def cancel(self, span: Span) -> None:
        """Let nobody travel with one trip of the vehicle."""
        for k in range(span.first, span.last):
            self.board[k] = False
        for k in range(span.first + 1, span.last + 1):
            self.alight[k] = False
        for k in range(span.first + span.shared_first, span.last + 1 - span.shared_last):
            self.skipped[k] = True
        self.touched = True

    def cancel_others(self, span: Span) -> None:
        """Let nobody travel with any other trip of the vehicle than this one."""
        for k in range(len(self.stop)):
            self.board[k] &= span.first <= k < span.last
            self.alight[k] &= span.first < k <= span.last

    def shift(self, later_s: int) -> None:
        """Let everything happen later."""
        self.arrives_s = [at_s + later_s for at_s in self.arrives_s]
        self.departs_s = [at_s + later_s for at_s in self.departs_s]
        self.parts = [part._replace(start_s=part.start_s + later_s) for part in self.parts]

    def skip(self, position: int) -> None:
        """Pass by a stop."""
        self.board[position] = self.alight[position] = False
        self.skipped[position] = self.touched = True

    def move(self, position: int, stop: int) -> None:
        """Call at another platform."""
        if self.stop[position] != stop:
            self.stop[position] = stop
            self.reshaped = self.touched = True

    def pull(self, position: int) -> None:
        """Let nothing before a call be later than it: the vehicle is early, and was there before."""
        limit_s = self.arrives_s[position]
        for k in range(position - 1, -1, -1):
            if self.known[k] or self.departs_s[k] <= limit_s:
                return
            self.departs_s[k] = limit_s
            self.arrives_s[k] = limit_s = min(self.arrives_s[k], limit_s)


def planned_run(timetable: Timetable, trip: int, column: int) -> Run:
    """Return a vehicle of a day as planned."""
    pattern = int(timetable.trip_pattern[trip])
    base, base_end = timetable.pattern_first[pattern : pattern + 2].tolist()
    first = int(timetable.trip_first[trip])
    calls = slice(first, first + base_end - base)
    zone = int(timetable.service_zone[timetable.trip_service[trip]])
    departs_s = timetable.departs_s[calls].tolist()
    return Run(
        trip=trip,
        column=column,
        zone=zone,
        day_start=int(timetable.day_start_s[zone, column + 1]),
        pattern=pattern,
        stop=timetable.pattern_stop[base:base_end].tolist(),
        arrives_s=timetable.arrives_s[calls].tolist(),
        departs_s=departs_s,
        board=timetable.pattern_board[base:base_end].tolist(),
        alight=timetable.pattern_alight[base:base_end].tolist(),
        sequence=timetable.call_sequence[calls].tolist(),
        plan=list(range(base_end - base)),
        parts=_parts(timetable, trip, departs_s),
    )


def _parts(timetable: Timetable, trip: int, departs_s: list[int]) -> list[Part]:
    rows = slice(int(timetable.part_first[trip]), int(timetable.part_first[trip + 1]))
    columns = (
        timetable.part_position, timetable.part_line, timetable.part_headsign,
        timetable.part_trip, timetable.part_shape, timetable.part_direction,
        timetable.part_last_sequence,
    )  # fmt: skip
    starts_s = [departs_s[position] for position in timetable.part_position[rows].tolist()]
    told = zip(*(column[rows].tolist() for column in columns), starts_s, strict=True)
    return [Part(*one) for one in told]

"""From rides in words of 32 bits to the legs of a journey."""

from __future__ import annotations

from metropoli.engines.journeys.day import Day
from metropoli.engines.journeys.kernels import tell
from metropoli.engines.journeys.types import ANYWHERE, Journey, Ride, Walk


def tell_journey(day: Day, rows: list[list[int]], access_s: int, egress_s: int) -> Journey:
    """Return the journey of rides (words of `kernels.tell`), with its ways from door to door."""
    first, last = rows[0], rows[-1]
    board_stop = int(day.stop_row[first[tell.STOP_ON]])
    leaves_s = first[tell.DEPARTS_S] - access_s
    legs: list[Walk | Ride] = [Walk(ANYWHERE, board_stop, leaves_s, first[tell.DEPARTS_S])]
    for i, row in enumerate(rows):
        if i and rows[i - 1][tell.STOP_OFF] != row[tell.STOP_ON]:
            legs.append(_walk_between(day, rows[i - 1], row))
        legs.append(_ride(day, row))
    arrives_s = last[tell.ARRIVES_S] + egress_s
    alight_stop = int(day.stop_row[last[tell.STOP_OFF]])
    legs.append(Walk(alight_stop, ANYWHERE, last[tell.ARRIVES_S], arrives_s))
    return Journey(leaves_s, arrives_s, tuple(legs))


def _ride(day: Day, row: list[int]) -> Ride:
    vehicle = row[tell.VEHICLE]
    first_column = int(day.vehicles.column[vehicle])
    return Ride(
        vehicle=vehicle,
        trip=int(day.vehicles.trip[vehicle]),
        board_position=row[tell.COLUMN_ON] - first_column,
        alight_position=row[tell.COLUMN_OFF] - first_column,
        board_stop=int(day.stop_row[row[tell.STOP_ON]]),
        alight_stop=int(day.stop_row[row[tell.STOP_OFF]]),
        departs_s=row[tell.DEPARTS_S],
        arrives_s=row[tell.ARRIVES_S],
    )


def _walk_between(day: Day, before: list[int], after: list[int]) -> Walk:
    off, on, leaves_s = before[tell.STOP_OFF], after[tell.STOP_ON], before[tell.ARRIVES_S]
    takes_s = int(tell.change_time_s(day.onward, off, on))
    return Walk(int(day.stop_row[off]), int(day.stop_row[on]), leaves_s, leaves_s + takes_s)

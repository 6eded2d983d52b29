"""A day with places on the way as a day in layers, which every search can read."""

from __future__ import annotations

import numpy as np

from metropoli.base.errors import Invalid
from metropoli.engines.journeys.day import Day, Vehicles, frozen
from metropoli.engines.journeys.kernels.bundles import LATE, Network
from metropoli.engines.journeys.kernels.cut import list_by_key
from metropoli.engines.journeys.networks import rows_of_boards, walks_back
from metropoli.engines.journeys.routes import offsets
from metropoli.engines.journeys.types import Int32s
from metropoli.engines.journeys.vias.copies import Copies, copy_routes
from metropoli.engines.journeys.vias.crossing import walks_in_layers
from metropoli.engines.journeys.vias.types import MOST_VIAS, Through, Via

Feet = tuple[Int32s, Int32s, Int32s]  # foot_first, foot_to, foot_s


def go_through(day: Day, vias: tuple[Via, ...], on_foot_s: tuple[int | None, ...]) -> Through:
    """
    Return a day on which all journeys lead through some places, in their order.

    :param on_foot_s: seconds from the origin to the first place, from each to the next, and from
        the last to the destination; None where nobody walks
    :raises Invalid: too_many_vias
    :raises ValueError: there are not as many walks as stretches
    """
    if not 1 <= len(vias) <= MOST_VIAS:
        raise Invalid("too_many_vias", most=MOST_VIAS)
    if len(on_foot_s) != len(vias) + 1:
        raise ValueError(f"{len(vias)} places want {len(vias) + 1} walks, not {len(on_foot_s)}")
    copies = copy_routes(day, vias)
    through = Through(day, day, vias, on_foot_s, copies.source, copies.route_column, copies.vehicle)
    steps = walks_in_layers(day, through)
    n_stops = len(day.stop_row)
    feet = _feet(
        steps.start + steps.start_layer * n_stops,
        steps.end + steps.end_layer * n_stops,
        steps.lasts_s,
        n_stops * (len(vias) + 1),
    )
    layered = _day_in_layers(day, len(vias) + 1, copies, feet)
    return Through(
        day, layered, vias, on_foot_s, copies.source, copies.route_column, copies.vehicle
    )


def _day_in_layers(day: Day, layers: int, copies: Copies, feet: Feet) -> Day:
    n_stops, n_rows = len(day.stop_row), len(day.stop_number)
    stop = day.onward.column_stop[copies.source] + copies.layer * n_stops
    onward = _in_layers(day.onward, copies.source, stop, copies.column_vehicle, feet)
    trips = np.diff(np.append(np.unique(copies.column_vehicle), len(copies.vehicle)))
    trips = np.repeat(trips, np.diff(copies.route_column))
    film = (len(day.onward.column_stop) - 1 - copies.source)[::-1]
    film_vehicle = (len(copies.vehicle) - copies.column_vehicle - trips)[::-1]
    backward = _in_layers(day.backward, film, stop[::-1], film_vehicle, walks_back(onward))
    begins = np.repeat(copies.route_column[:-1], trips[copies.route_column[:-1]])
    level = np.arange(layers)[:, None]
    call_first, call_column = list_by_key(np.ascontiguousarray(stop, np.int32), n_stops * layers)
    return Day(
        day=day.day,
        start_s=day.start_s,
        timetable=day.timetable,
        vehicles=frozen(
            Vehicles(
                day.vehicles.trip[copies.vehicle], day.vehicles.shift_s[copies.vehicle], begins
            )
        ),
        onward=onward,
        backward=backward,
        stop_number=np.where(day.stop_number < 0, -1, day.stop_number + level * n_stops)
        .ravel()
        .astype(np.int32),
        stop_row=(day.stop_row + level * n_rows).ravel().astype(np.int32),
        call_first=call_first,
        call_column=call_column,
    )


def _in_layers(
    base: Network, source: Int32s, stop: Int32s, column_vehicle: Int32s, feet: Feet
) -> Network:
    """Return a network of copies of columns: times are shared, stops are those of the layers."""
    n_stops = len(feet[0]) - 1
    alights = base.column_alight[source] < len(base.change_s)
    boards = base.column_board[source] < len(base.board_column)
    keys = np.where(boards, stop, -1).astype(np.int32)
    board_first, board_column = list_by_key(keys, n_stops)
    trips = base.column_trips[source]
    last_s = base.board_last_s[base.column_board[source[board_column]]]
    return frozen(
        base._replace(
            column_stop=stop,
            column_alight=np.where(alights, stop, n_stops),
            column_trips=trips,
            column_call=base.column_call[source],
            column_step=base.column_step[source],
            column_call_by_stop=base.column_call_by_stop[source],
            column_vehicle=column_vehicle,
            column_board=rows_of_boards(board_column, trips == -1),
            column_ride_s=base.column_ride_s[source],
            board_first=board_first,
            board_column=board_column,
            board_last_s=np.concatenate((last_s, (LATE, -LATE))),
            foot_first=feet[0],
            foot_to=feet[1],
            foot_s=feet[2],
            change_s=np.resize(base.change_s, n_stops),
        )
    )


def _feet(start: Int32s, end: Int32s, lasts_s: Int32s, n_stops: int) -> Feet:
    order = np.lexsort((end, lasts_s, start))
    return offsets(np.bincount(start, minlength=n_stops)), end[order], lasts_s[order]

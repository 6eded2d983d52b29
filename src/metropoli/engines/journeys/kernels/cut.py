"""From the trips of a day to FIFO routes: vehicles that never overtake each other."""

from __future__ import annotations

import numpy as np
from numba import njit

from metropoli.engines.journeys.kernels.bundles import MOST_TRIPS
from metropoli.engines.journeys.types import Int32s, Int64s


@njit(cache=True)
def chain_vehicles(
    group_first: Int64s,
    first_call: Int64s,
    calls: Int32s,
    shift_s: Int32s,
    arrives_s: Int32s,
    departs_s: Int32s,
) -> Int32s:
    """
    Give each vehicle a route: same pattern, no overtaking.

    Vehicles come grouped by pattern and sorted by departure. Each joins the first chain of its
    group whose last vehicle is nowhere ahead of it in time; so a chain is sorted at every stop.
    """
    n_vehicles = len(shift_s)
    route = np.empty(n_vehicles, np.int32)
    last = np.empty(n_vehicles, np.int32)  # of each chain of the group
    length = np.empty(n_vehicles, np.int32)
    n_routes = 0
    for group in range(len(group_first) - 1):
        n_chains = 0
        for vehicle in range(group_first[group], group_first[group + 1]):
            chain = 0
            while chain < n_chains:
                before = last[chain]
                gap_s = shift_s[vehicle] - shift_s[before]
                i, j = first_call[before], first_call[vehicle]
                n = calls[vehicle] if length[chain] < MOST_TRIPS else -1
                k = 0
                while (
                    k < n
                    and arrives_s[i + k] <= arrives_s[j + k] + gap_s
                    and departs_s[i + k] <= departs_s[j + k] + gap_s
                ):
                    k += 1
                if k == n:
                    break
                chain += 1
            if chain == n_chains:
                length[chain] = 0
                n_chains += 1
            last[chain] = vehicle
            length[chain] += 1
            route[vehicle] = n_routes + chain
        n_routes += n_chains
    return route


@njit(cache=True)
def lay_calls(
    source_s: Int32s,
    first_call: Int64s,
    shift_s: Int32s,
    route_vehicle: Int32s,
    route_call: Int32s,
    route_calls: Int32s,
) -> tuple[Int32s, Int32s]:
    """Return the times of every call twice: trip by trip, and stop by stop (route by route)."""
    by_trip = np.empty(route_call[-1], np.int32)
    by_stop = np.empty(route_call[-1], np.int32)
    for route in range(len(route_calls)):
        base, n_calls = route_call[route], route_calls[route]
        begin, end = route_vehicle[route], route_vehicle[route + 1]
        for vehicle in range(begin, end):
            trip = vehicle - begin
            call, shift = first_call[vehicle], shift_s[vehicle]
            for position in range(n_calls):
                when_s = source_s[call + position] + shift
                by_trip[base + trip * n_calls + position] = when_s
                by_stop[base + position * (end - begin) + trip] = when_s
    return by_trip, by_stop


@njit(cache=True)
def list_by_key(key: Int32s, n_keys: int) -> tuple[Int32s, Int32s]:
    """Return the rows of each key as CSR, in row order; rows with a negative key are left out."""
    first = np.zeros(n_keys + 1, np.int32)
    for row in range(len(key)):
        if key[row] >= 0:
            first[key[row] + 1] += 1
    for i in range(n_keys):
        first[i + 1] += first[i]
    rows = np.empty(first[n_keys], np.int32)
    fill = first[:-1].copy()
    for row in range(len(key)):
        if key[row] >= 0:
            rows[fill[key[row]]] = row
            fill[key[row]] += 1
    return first, rows


@njit(cache=True)
def number_by_appearance(stops: Int32s, n_stops: int) -> tuple[Int32s, Int32s]:
    """Return the new number of each stop (-1 if it never appears) and the stop of each number."""
    number = np.full(n_stops, -1, np.int32)
    row = np.empty(n_stops, np.int32)
    count = 0
    for stop in stops:
        if number[stop] < 0:
            number[stop] = count
            row[count] = stop
            count += 1
    return number, row[:count].copy()


@njit(cache=True)
def shortest_rides(
    arrives_s: Int32s,
    departs_s: Int32s,
    route_vehicle: Int32s,
    route_call: Int32s,
    route_column: Int32s,
) -> Int32s:
    """Return the shortest time from each column to the next (0 from a last one); calls by trip."""
    shortest_s = np.zeros(route_column[-1], np.int32)
    for route in range(len(route_call) - 1):
        column = route_column[route]
        n_calls = route_column[route + 1] - column
        for trip in range(route_vehicle[route + 1] - route_vehicle[route]):
            call = route_call[route] + trip * n_calls
            for i in range(n_calls - 1):
                ride_s = arrives_s[call + i + 1] - departs_s[call + i]
                if trip == 0 or ride_s < shortest_s[column + i]:
                    shortest_s[column + i] = ride_s
    return shortest_s

"""Put what was read together: vehicles, their rows, their calendar, their labels."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from metropoli.engines.journeys.gtfs.calendar import Services
from metropoli.engines.journeys.gtfs.calls import Calls
from metropoli.engines.journeys.gtfs.frequencies import Repeat
from metropoli.engines.journeys.gtfs.inseat import Fleet, Seats, chain_vehicles
from metropoli.engines.journeys.gtfs.patterns import lay_rows
from metropoli.engines.journeys.gtfs.problems import Notebook
from metropoli.engines.journeys.gtfs.routes import Routes
from metropoli.engines.journeys.gtfs.runs import Runs
from metropoli.engines.journeys.gtfs.stops import Stops
from metropoli.engines.journeys.gtfs.trips import Trips
from metropoli.engines.journeys.gtfs.vehicles import Garage, Signs, Vehicle
from metropoli.engines.journeys.types import Int64s, Labels, Timetable

HALF_DAY_S = 43_200


class Parts(NamedTuple):
    """Everything that was read of a feed."""

    stops: Stops
    routes: Routes
    services: Services
    trips: Trips
    calls: Calls
    seats: Seats
    repeats: list[Repeat]
    repeated: set[int]
    turn_back: bool


def build_rows(parts: Parts, notes: Notebook) -> tuple[Timetable, Labels]:
    """Return the timetable of one feed, without transfers, and the words of its rows."""
    runs = Runs(parts.services)
    vehicles = _vehicles(parts, runs, notes)
    signs = Signs(parts.trips, parts.calls, parts.stops)
    rows = lay_rows(vehicles, Garage(parts.trips, parts.calls, signs), parts.trips)
    service_zone, zones = runs.zones()
    table = runs.table()
    first_day = parts.services.first_day
    stops = parts.stops
    n_stops = len(stops.labels)
    nothing = np.zeros(0, np.int32)
    timetable = Timetable(
        stop_lat_deg=stops.lat_deg,
        stop_lon_deg=stops.lon_deg,
        stop_parent=stops.parent,
        stop_wheelchair=stops.wheelchair,
        **rows._asdict(),
        pattern_along_m=np.zeros(len(rows.pattern_stop), np.int32),
        first_day=first_day,
        service_runs=table,
        service_zone=service_zone,
        day_start_s=day_starts_s(zones, first_day, table.shape[1]),
        transfer_first=np.zeros(n_stops + 1, np.int32),
        transfer_to=nothing,
        transfer_s=nothing,
        change_s=np.zeros(n_stops, np.int32),
    )
    labels = Labels(
        tuple(stops.labels),
        tuple(parts.routes.lines),
        tuple(signs.texts),
        tuple(parts.trips.ids),
        tuple(zones),
    )
    return timetable, labels


def _vehicles(parts: Parts, runs: Runs, notes: Notebook) -> list[Vehicle]:
    trips = parts.trips
    zone = [parts.routes.zone[line] for line in trips.line.tolist()]
    has_calls = np.diff(parts.calls.trip_first) > 0
    fit = [bool(has) and trip not in parts.repeated for trip, has in enumerate(has_calls)]
    chained, done = chain_vehicles(
        Fleet(
            trips=trips,
            calls=parts.calls,
            stops=parts.stops,
            services=parts.services,
            seats=parts.seats,
            zone=zone,
            fit=fit,
            turn_back=parts.turn_back,
        ),
        runs,
        notes,
    )
    service = trips.service.tolist()
    single = [
        Vehicle((trip,), runs.of_service(service[trip], zone[trip]))
        for trip, usable in enumerate(fit)
        if usable and trip not in done
    ]
    repeats = [
        Vehicle((trip,), runs.of_service(service[trip], zone[trip]), shift_s)
        for trip, shift_s in parts.repeats
    ]
    return single + repeats + chained


def day_starts_s(zones: list[str] | tuple[str, ...], first_day: int, n_days: int) -> Int64s:
    """Return noon minus 12 hours (UTC epoch seconds) of each day, from the day before the first."""
    starts = np.zeros((len(zones), n_days + 2), np.int64)
    for row, name in enumerate(zones):
        zone = ZoneInfo(name)
        for column in range(n_days + 2):
            day = date.fromordinal(first_day) + timedelta(days=column - 1)
            noon = datetime.combine(day, time(12), tzinfo=zone)
            starts[row, column] = int(noon.timestamp()) - HALF_DAY_S
    return starts

"""Small feeds with random fares: few zones, few prices, short times, so that everything clashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engines.journeys.fares.naive import Ride
from engines.journeys.gtfs.maker import WEEKDAYS, files
from metropoli.engines import journeys

Tables = dict[str, Sequence[Mapping[str, Any]]]
MONDAY = 0
STOPS = "ABCDEF"
ROUTES = "123"


def pick(rng: np.random.Generator, values: Sequence[Any]) -> Any:
    return values[rng.integers(len(values))]


def base(rng: np.random.Generator) -> Tables:
    """Return stops, lines and trips; zones and networks may be empty."""
    zones, networks = pick(rng, ["1", "12", "123"]), pick(rng, ["N", "NM"])
    stops = [
        {
            "stop_id": stop,
            "stop_name": stop,
            "stop_lat": 45 + k / 100,
            "stop_lon": 7.6,
            "zone_id": pick(rng, ["", *zones, *zones]),
        }
        for k, stop in enumerate(STOPS)
    ]
    routes = [
        {
            "route_id": route,
            "agency_id": pick(rng, "GH"),
            "route_short_name": route,
            "route_type": 3,
            "network_id": pick(rng, ["", *networks, *networks]),
        }
        for route in ROUTES
    ]
    agency = [
        {"agency_id": name, "agency_name": name, "agency_timezone": "Europe/Rome"} for name in "GH"
    ]
    trips, calls = [], []
    for k in range(5):
        trips.append({"trip_id": f"t{k}", "route_id": pick(rng, ROUTES), "service_id": "week"})
        start = int(rng.integers(6))
        for at, stop in enumerate(rng.permutation(list(STOPS))[: rng.integers(2, 6)].tolist()):
            time = f"8:{start + at:02}:00"
            calls.append(
                {
                    "trip_id": f"t{k}",
                    "arrival_time": time,
                    "departure_time": time,
                    "stop_id": stop,
                    "stop_sequence": at,
                }
            )
    return {
        "agency": agency,
        "stops": stops,
        "routes": routes,
        "trips": trips,
        "stop_times": calls,
        "calendar": [WEEKDAYS],
    }


def old_fares(rng: np.random.Generator) -> Tables:
    """Return a feed with Fares v1."""
    made = base(rng)
    zones = sorted({str(row["zone_id"]) for row in made["stops"]})
    names = [f"F{k}" for k in range(rng.integers(1, 5))]
    made["fare_attributes"] = [
        {
            "fare_id": name,
            "price": int(rng.integers(0, 6)),
            "currency_type": "EUR",
            "transfers": pick(rng, [0, 1, 2, "", ""]),
            "transfer_duration": pick(rng, ["", 0, 4, 7, 7]),
            "agency_id": pick(rng, ["", "", "", "G"]),
        }
        for name in names
    ]
    made["fare_rules"] = [
        {
            "fare_id": pick(rng, names),
            "route_id": pick(rng, ["", "", *ROUTES]),
            "origin_id": pick(rng, ["", "", *zones]),
            "destination_id": pick(rng, ["", "", *zones]),
            "contains_id": pick(rng, ["", "", *zones]),
        }
        for _ in range(rng.integers(0, 9))
    ] or [{"fare_id": "", "route_id": "", "origin_id": "", "destination_id": "", "contains_id": ""}]
    return made


def new_fares(rng: np.random.Generator) -> Tables:
    """Return a feed with Fares v2."""
    made = base(rng)
    areas = pick(rng, [["a"], ["a", "b"], ["a", "b", "c"]])
    made["areas"] = [{"area_id": area} for area in areas]
    made["stop_areas"] = [
        {"area_id": area, "stop_id": stop} for stop in STOPS for area in areas if rng.random() < 0.5
    ] or [{"area_id": "a", "stop_id": "A"}]
    made["timeframes"] = [
        {"timeframe_group_id": "T", "start_time": "0:01:00", "end_time": "0:02:00", "service_id": "week"}
    ]  # fmt: skip
    products = "PQR"
    made["rider_categories"] = [
        {"rider_category_id": "adult", "is_default_fare_category": 1},
        {"rider_category_id": "child", "is_default_fare_category": ""},
    ]
    made["fare_products"] = [
        {
            "fare_product_id": name,
            "amount": int(rng.integers(0, 6)),
            "currency": "EUR",
            "rider_category_id": pick(rng, ["", "adult", *(["child"] if again else [])]),
        }
        for again in (False, True)
        for name in products
    ]
    groups = pick(rng, [["g"], ["g", "h"], ["g", "h", ""]])
    priority = bool(rng.random() < 0.4)
    made["fare_leg_rules"] = [
        {
            "leg_group_id": pick(rng, groups),
            "network_id": pick(rng, ["", "", "N", "M"]),
            "from_area_id": pick(rng, ["", "", *areas]),
            "to_area_id": pick(rng, ["", "", *areas]),
            "from_timeframe_group_id": pick(rng, ["", "", "", "T"]),
            "fare_product_id": pick(rng, products),
            **({"rule_priority": pick(rng, ["", 1, 2])} if priority else {}),
        }
        for _ in range(rng.integers(1, 6))
    ]
    told = sorted({str(row["leg_group_id"]) for row in made["fare_leg_rules"]} - {""})
    made["fare_transfer_rules"] = [
        transfer(rng, told, products) for _ in range(rng.integers(0, 6))
    ] or [{**transfer(rng, told, products), "fare_transfer_type": 1, "fare_product_id": ""}]
    return made


def transfer(rng: np.random.Generator, groups: list[str], products: str) -> dict[str, Any]:
    limit = pick(rng, ["", 3, 5, 8])
    return {
        "from_leg_group_id": pick(rng, ["", *groups, *groups]),
        "to_leg_group_id": pick(rng, ["", *groups, *groups]),
        "transfer_count": pick(rng, [-1, 1, 1, 2]),
        "duration_limit": limit,
        "duration_limit_type": "" if limit == "" else int(rng.integers(4)),
        "fare_transfer_type": int(rng.integers(3)),
        "fare_product_id": pick(rng, ["", *products]),
    }


class City:
    """Feeds that were read, their tariff, and rides of both kinds: for the twin and for us."""

    def __init__(self, *feeds: Tables, rules: journeys.CityRules | None = None) -> None:
        self.tables = feeds
        read = [journeys.read_feed(files(**tables), name=f"f{k}") for k, tables in enumerate(feeds)]
        self.timetable, _, self.labels = journeys.build_timetable(read)
        self.tariff, self.products = journeys.build_tariff(read, self.timetable, self.labels, rules)
        self.day = self.timetable.first_day + MONDAY

    def random_rides(
        self, rng: np.random.Generator, most: int
    ) -> tuple[list[Ride], list[journeys.FareRide]]:
        """Return a chain of rides, one after the other, some of them at once."""
        theirs, ours = [], []
        now_s = int(rng.integers(50, 130))
        for _ in range(rng.integers(1, most + 1)):
            trip = int(rng.integers(len(self.timetable.trip_pattern)))
            first, end = self.timetable.pattern_first[self.timetable.trip_pattern[trip] :][:2]
            stops = [self.labels.stops[stop] for stop in self.timetable.pattern_stop[first:end]]
            board, alight = sorted(rng.choice(len(stops), 2, replace=False).tolist())
            departs_s = now_s + int(rng.integers(1, 4))
            now_s = departs_s + int(rng.integers(0, 3))
            line = self.labels.lines[self.timetable.part_line[self.timetable.part_first[trip]]]
            names = [stop.id for stop in stops[board : alight + 1]]
            tables = self.tables[int(line.feed[1:])]
            theirs.append(Ride(tables, line.id, names, departs_s, now_s))
            told = journeys.fare_class(self.tariff, self.timetable, trip, board, alight)
            frame = journeys.frame_at(self.tariff, self.day, departs_s)
            ours.append(journeys.FareRide(told, frame, departs_s, now_s))
        return theirs, ours

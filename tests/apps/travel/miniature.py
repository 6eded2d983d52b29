"""
A city of three streets and two operators, written by hand; every test can say what is right in it.

    y
    4000            Q (bus 10 of Monti)
                    |
                    |  Via Gamma
     250            P
       0  A----B----C----D   Corso Alfa: tram 4, night tram, line 6 that goes on as 7
          |  2 km  4 km  6 km
    -400  school: Via Beta goes round, a flight of stairs goes straight

Weekdays: tram 4 leaves A every quarter of an hour from 8:00 to 10:00, back from D at 18:00; the last
leaves A at 24:20. Saturdays: line 6 from A to C at 9:00, the same vehicle goes on to D as line 7.
Sundays: the 10:00 has steps, the 10:30 has none. From 5 to 18 January 2026.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from engines.journeys.gtfs import maker
from engines.streets.maps import Town, at
from metropoli.apps.travel.types import Point
from metropoli.base import archives

ROME = ZoneInfo("Europe/Rome")
MONDAY, FRIDAY, SATURDAY, SUNDAY = "2026-01-05", "2026-01-09", "2026-01-10", "2026-01-11"
SCHOOL_XY = (0.0, -400.0)


def when(day: str, time: str) -> datetime:
    """Return an instant on the clocks of the city."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ROME)


def point(x_m: float, y_m: float, name: str = "") -> Point:
    return Point(*at(x_m, y_m), name)


HOME = point(200, 0, "home")
SCHOOL = point(*SCHOOL_XY, "school")
OFFICE = point(5_800, 0, "office")
HUT = point(6_000, 3_900, "hut")


def streets() -> bytes:
    """Return the streets as OSM XML."""
    town = Town()
    for km in range(7):
        town.node(km + 1, km * 1000.0, 0)
    town.node(20, 6_000, 250).node(21, 6_000, 4_000).node(22, 6_000, 4_300)
    town.node(30, 300, 0).node(31, 300, -400).node(32, 0, -400).node(33, -150, -400)
    town.way(1, [1, 30, 2, 3, 4, 5, 6, 7], highway="tertiary", name="Corso Alfa")
    town.way(2, [7, 20, 21, 22], highway="residential", name="Via Gamma")
    town.way(3, [30, 31, 32, 33], highway="residential", name="Via Beta")
    town.node(34, 0, -200).node(35, 0, -240)
    town.way(4, [1, 34], highway="footway").way(5, [35, 32], highway="footway")
    town.way(6, [34, 35], highway="steps", name="Scalinata Delta")
    return town.xml()


def _stop(name: str, x_m: float, y_m: float, title: str) -> maker.Row:
    lat, lon = at(x_m, y_m)
    return {
        "stop_id": name,
        "stop_code": f"0{name}",
        "stop_name": title,
        "stop_lat": f"{lat:.7f}",
        "stop_lon": f"{lon:.7f}",
        "wheelchair_boarding": 1,
    }


def _only(service: str, *days: str) -> maker.Row:
    week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    runs = {day: int(day in days) for day in week}
    return {"service_id": service, **runs, "start_date": 20260105, "end_date": 20260118}


def _route(name: str, kind: int, title: str) -> maker.Row:
    return {
        "route_id": name,
        "agency_id": "G",
        "route_short_name": name,
        "route_long_name": title,
        "route_type": kind,
        "route_color": "C00000",
        "route_text_color": "FFFFFF",
    }


def city_tables() -> dict[str, object]:
    """Return the tables of the trams, for `maker.files`."""
    quarters = [f"{8 + k // 4}:{k % 4 * 15:02}" for k in range(9)]
    tram = {"route_id": "4", "trip_headsign": "Delta"}
    trips = [maker.trip(f"t{leaves}", **tram) for leaves in quarters]
    calls = [call for leaves in quarters for call in _along(f"t{leaves}", leaves)]
    trips += [
        maker.trip("back", route_id="4", trip_headsign="Alfa"),
        maker.trip("night", **tram),
        maker.trip("six", route_id="6", service_id="sat", trip_headsign="Gamma", block_id="b"),
        maker.trip("seven", route_id="7", service_id="sat", trip_headsign="Delta", block_id="b"),
        maker.trip("steps", service_id="sun", trip_headsign="Delta", wheelchair_accessible=2),
        maker.trip("flat", service_id="sun", trip_headsign="Delta", wheelchair_accessible=1),
    ]
    calls += maker.calls("back", "D 18:00:00", "C 18:05:00", "B 18:10:00", "A 18:15:00")
    calls += _along("night", "24:20")
    calls += maker.calls("six", "A 9:00:00", "B 9:05:00", "C 9:10:00")
    calls += maker.calls("seven", "C 9:12:00", "D 9:17:00")
    calls += [*_along("steps", "10:00"), *_along("flat", "10:30")]
    return {
        "agency": [maker.AGENCY[0] | {"agency_name": "Tranvie", "agency_url": "https://a.example"}],
        "stops": [
            _stop("A", 0, 0, "Alfa"),
            _stop("B", 2_000, 0, "Bèta"),
            _stop("C", 4_000, 0, "Gamma"),
            _stop("D", 6_000, 0, "Delta"),
        ],
        "routes": [
            _route("4", 0, "Alfa – Delta"),
            _route("6", 3, "Alfa – Gamma"),
            _route("7", 3, "Gamma – Delta"),
        ],
        "calendar": [maker.WEEKDAYS, _only("sat", "saturday"), _only("sun", "sunday")],
        "trips": trips,
        "stop_times": calls,
    }


def _along(name: str, leaves: str) -> list[maker.Row]:
    """A tram from A to D in a quarter of an hour; it waits a minute at B."""
    hour, minute = map(int, leaves.split(":"))
    clock = [f"{hour + (minute + m) // 60}:{(minute + m) % 60:02}:00" for m in (0, 5, 6, 10, 15)]
    return maker.calls(
        name, f"A {clock[0]}", f"B {clock[1]}-{clock[2]}", f"C {clock[3]}", f"D {clock[4]}"
    )


def city_feed(**changed: object) -> dict[str, bytes]:
    """Return the files of the trams' feed, with some tables replaced."""
    return maker.files(**(city_tables() | changed))  # type: ignore[arg-type]


def hill_feed(**more: object) -> dict[str, bytes]:
    """Return the files of the other operator: bus 10 from P to Q at 8:30, 9:30 and 10:30 on weekdays."""
    leaves = ["8:30", "9:30", "10:30"]
    return maker.files(
        agency=[{"agency_id": "G", "agency_name": "Monti", "agency_timezone": "Europe/Rome"}],
        stops=[_stop("P", 6_000, 250, "Ponte"), _stop("Q", 6_000, 4_000, "Quota")],
        routes=[_route("10", 3, "Ponte – Quota")],
        trips=[maker.trip(f"m{at}", route_id="10", trip_headsign="Quota") for at in leaves],
        stop_times=[
            call
            for at in leaves
            for call in maker.calls(f"m{at}", f"P {at}:00", f"Q {at[:-2]}{int(at[-2:]) + 10}:00")
        ],
        **more,  # type: ignore[arg-type]
    )


def on_call_feed() -> dict[str, bytes]:
    """
    Return the files of a minibus on call, between the end of Corso Alfa and the top of Via Gamma.

    It fetches whoever asked an hour before, on weekdays from 9 to 17. (It also passes P and Q once.)
    """
    return {"locations.geojson": hill_area()} | maker.files(
        agency=[{"agency_id": "G", "agency_name": "Colli", "agency_timezone": "Europe/Rome"}],
        stops=[_stop("P", 6_000, 250, "Ponte"), _stop("Q", 6_000, 4_000, "Quota")],
        routes=[_route("MC", 3, "Monti a chiamata")],
        booking_rules=[
            {
                "booking_rule_id": "hour",
                "booking_type": 1,
                "prior_notice_duration_min": 60,
                "phone_number": "+39 011 000",
                "message": "Telefonare",
            }
        ],
        trips=[maker.trip("call", route_id="MC"), maker.trip("once", route_id="MC")],
        stop_times=[
            *(_in_the_hills(number) for number in (1, 2)),
            *maker.calls("once", "P 7:00:00", "Q 7:10:00"),
        ],
    )


def hill_area() -> bytes:
    """Return the area of the minibus on call, as GeoJSON."""
    corners = [at(x, y) for x, y in ((5_500, -200), (6_500, -200), (6_500, 4_500), (5_500, 4_500))]
    ring = [[lon, lat] for lat, lon in [*corners, corners[0]]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    area = {"type": "Feature", "id": "hills", "properties": {}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [area]}).encode()


def _in_the_hills(number: int) -> maker.Row:
    return {
        "trip_id": "call",
        "stop_sequence": number,
        "location_id": "hills",
        "start_pickup_drop_off_window": "9:00:00",
        "end_pickup_drop_off_window": "17:00:00",
        "pickup_booking_rule_id": "hour",
    }


def write_feed(files: Mapping[str, bytes], path: Path) -> Path:
    """Write a feed as a zip (a name that ends so) or as a folder."""
    if path.suffix == ".zip":
        path.write_bytes(archives.pack(files))
        return path
    path.mkdir(parents=True)
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def write_streets(path: Path) -> Path:
    path.write_bytes(streets())
    return path

"""
The shared fleets and car parks of the demo city: real places, generated vehicles.

Bikes wait where ToBike's stations stood, cars where 5T counts places; how many are there follows
the hour (towards the centre in the morning, out of it in the evening) and a seed. Same instant,
same fleet. They leave here as GBFS 3.0 and GeoJSON, and enter by the same door as real ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import numpy as np

from metropoli.apps.travel.bridge.demo.facts import rows
from metropoli.apps.travel.bridge.demo.hours import ROME, fullness_share, luck_of, seen_s, slot_of
from metropoli.apps.travel.bridge.demo.parking import parks
from metropoli.apps.travel.bridge.fleets.files import GBFS, PARKING, FleetFiles
from metropoli.engines import sharing

ADDRESS = "demo:"  # in place of an address: made anew whenever it is looked at
BASE_URL = "https://metropoli.example/gbfs"
N_SCOOTERS, N_CARS = 320, 90
SPREAD_DEG = (0.006, 0.008)  # a scooter stands within some 600 m of a station
IT, EN = "it", "en"
LASTS_S = 60


def demo_fleet(name: str, at: datetime) -> FleetFiles:
    """Return the files of one of the demo's fleets, as they are at an instant."""
    kind, make = DEMO_FLEETS[name]
    return FleetFiles(
        kind=kind,
        name=name,
        files=make(at),
        taken_s=int(at.timestamp()),
        generated=True,
        attribution="Metropoli, città dimostrativa",
    )


def _bikes(at: datetime) -> dict[str, bytes]:
    fleet = sharing.Fleet(
        version="3.0",
        system=_system("demo-bikes", "Bici della città dimostrativa", "Bikes of the demo city"),
        types=_bike_types(),
        stations=tuple(_stations(at)),
        plans=_bike_plans(),
        seen_s=seen_s(at),
        lasts_s=LASTS_S,
    )
    return _written(fleet, at)


def _bike_plans() -> tuple[sharing.Plan, ...]:
    return (
        _plan(
            "bike",
            ("Bici", "Bike"),
            100,
            (sharing.MinuteRate(30, 50, 15),),
            "0,50 € ogni 15 minuti dopo i primi 30",
            "0.50 € every 15 minutes after the first 30",
        ),
        _plan(
            "e-bike",
            ("Bici elettrica", "E-bike"),
            100,
            (sharing.MinuteRate(0, 12, 1),),
            "0,12 € al minuto",
            "0.12 € a minute",
        ),
    )


def _bike_types() -> tuple[sharing.VehicleType, ...]:
    return (
        sharing.VehicleType(
            "bike",
            "bicycle",
            "human",
            _texts("Bici", "Bike"),
            plans=("bike",),
            returns="any_station",
        ),
        sharing.VehicleType(
            "e-bike",
            "bicycle",
            "electric_assist",
            _texts("Bici elettrica", "E-bike"),
            60_000,
            ("e-bike",),
            "any_station",
        ),
    )


def _stations(at: datetime) -> Iterator[sharing.Station]:
    for row in rows("bike_stations.csv"):
        always, now = (
            luck_of("bikes", row["station"]),
            luck_of("bikes", row["station"], slot_of(at)),
        )
        lat_deg, lon_deg = float(row["lat"]), float(row["lon"])
        capacity = int(always.integers(10, 26))
        n = round(capacity * fullness_share(at, lat_deg, lon_deg, now))
        electric = min(n, int(now.binomial(n, 0.25)))
        yield sharing.Station(
            id=row["station"],
            name=((IT, row["name"]),),
            lat_deg=lat_deg,
            lon_deg=lon_deg,
            capacity=capacity,
            status=sharing.Status(
                n_vehicles=n,
                n_docks=capacity - n,
                vehicles=(
                    sharing.Count(("bike",), n - electric),
                    sharing.Count(("e-bike",), electric),
                ),
                seen_s=seen_s(at),
            ),
        )


def _scooters(at: datetime) -> dict[str, bytes]:
    plans = (
        _plan(
            "scooter",
            ("Monopattino", "E-scooter"),
            100,
            (sharing.MinuteRate(0, 20, 1),),
            "0,20 € al minuto",
            "0.20 € a minute",
        ),
    )
    kind = sharing.VehicleType(
        "scooter",
        "scooter_standing",
        "electric",
        _texts("Monopattino", "E-scooter"),
        35_000,
        ("scooter",),
        "free_floating",
    )
    outside = sharing.Rule(end=False)
    fleet = sharing.Fleet(
        version="3.0",
        system=_system(
            "demo-scooters", "Monopattini della città dimostrativa", "E-scooters of the demo city"
        ),
        types=(kind,),
        vehicles=tuple(_standing("scooter", N_SCOOTERS, 35_000, at)),
        plans=plans,
        zones=(_parks_of_green(), _served()),
        rules=(outside,),
        seen_s=seen_s(at),
        lasts_s=LASTS_S,
    )
    return _written(fleet, at)


def _cars(at: datetime) -> dict[str, bytes]:
    plans = (
        _plan(
            "car",
            ("Auto", "Car"),
            0,
            (sharing.MinuteRate(0, 29, 1),),
            "0,29 € al minuto",
            "0.29 € a minute",
        ),
    )
    kind = sharing.VehicleType(
        "car",
        "car",
        "electric",
        _texts("Auto elettrica", "Electric car"),
        300_000,
        ("car",),
        "free_floating",
    )
    fleet = sharing.Fleet(
        version="3.0",
        system=_system("demo-cars", "Auto della città dimostrativa", "Cars of the demo city"),
        types=(kind,),
        vehicles=tuple(_standing("car", N_CARS, 300_000, at)),
        plans=plans,
        zones=(_served(),),
        rules=(sharing.Rule(end=False),),
        seen_s=seen_s(at),
        lasts_s=LASTS_S,
    )
    return _written(fleet, at)


def _standing(kind: str, n: int, range_m: int, at: datetime) -> Iterator[sharing.Vehicle]:
    """Each vehicle stands for a while near a station that the hour makes likely, then near another."""
    places = [(float(row["lat"]), float(row["lon"])) for row in rows("bike_stations.csv")]
    for number in range(n):
        stays = int(luck_of(kind, str(number)).integers(4, 40))
        luck = luck_of(kind, str(number), slot_of(at) // stays)
        likely = np.array([fullness_share(at, lat, lon, None) for lat, lon in places])
        lat_deg, lon_deg = places[int(luck.choice(len(places), p=likely / likely.sum()))]
        north, east = luck.normal(0, 0.5, 2)
        yield sharing.Vehicle(
            id=f"{kind}-{number}",
            type=kind,
            lat_deg=round(lat_deg + SPREAD_DEG[0] * float(np.clip(north, -1, 1)), 6),
            lon_deg=round(lon_deg + SPREAD_DEG[1] * float(np.clip(east, -1, 1)), 6),
            range_m=float(round(range_m * luck.uniform(0.08, 1.0))),
            seen_s=seen_s(at),
        )


def _parks_of_green() -> sharing.Zone:
    """The parks: ridden through, and left outside."""
    outlines = [row["outline"].split() for row in rows("areas.csv") if row["kind"] == "park"]
    area = []
    for words in outlines:
        numbers = [float(word) for word in words]
        ring = tuple(zip(numbers[1::2], numbers[0::2], strict=True))
        area.append(((*ring, ring[0]),))
    name = _texts("Parchi: non si parcheggia", "Parks: no parking")
    return sharing.Zone(name, tuple(area), (sharing.Rule(end=False),))


def _served() -> sharing.Zone:
    """The part of the city where rides may end."""
    places = np.array([(float(row["lon"]), float(row["lat"])) for row in rows("bike_stations.csv")])
    (west, south), (east, north) = places.min(axis=0) - 0.012, places.max(axis=0) + 0.012
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    area = ((tuple((float(x), float(y)) for x, y in ring),),)
    return sharing.Zone(_texts("Area servita", "Service area"), area, (sharing.Rule(),))


def _system(public_id: str, name_it: str, name_en: str) -> sharing.System:
    return sharing.System(
        id=public_id,
        name=_texts(name_it, name_en),
        operator=_texts("Generati da Metropoli", "Generated by Metropoli"),
        zone=str(ROME),
        languages=(IT, EN),
    )


def _plan(
    public_id: str,
    name: tuple[str, str],
    cents: int,
    rates: tuple[sharing.MinuteRate, ...],
    it: str,
    en: str,
) -> sharing.Plan:
    begin_it, begin_en = (
        (
            f"{cents / 100:.2f} € per iniziare, poi ".replace(".", ","),
            f"{cents / 100:.2f} € to begin, then ",
        )
        if cents
        else ("", "")
    )
    return sharing.Plan(
        id=public_id,
        name=_texts(*name),
        currency="EUR",
        price_cents=cents,
        per_minute=rates,
        description=_texts(begin_it + it, begin_en + en),
    )


def _texts(it: str, en: str) -> sharing.Texts:
    return ((IT, it), (EN, en))


def _written(fleet: sharing.Fleet, at: datetime) -> dict[str, bytes]:
    base_url = f"{BASE_URL}/{fleet.system.id}"
    return sharing.write_gbfs(fleet, base_url=base_url, now_s=seen_s(at))


Make = Callable[[datetime], dict[str, bytes]]
DEMO_FLEETS: dict[str, tuple[str, Make]] = {
    "demo-bikes": (GBFS, _bikes),
    "demo-scooters": (GBFS, _scooters),
    "demo-cars": (GBFS, _cars),
    "demo-parks": (PARKING, parks),
}

"""Answers written by hand: everything that a way there can say of itself, in a city that is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from apps.travel.miniature import HOME, MONDAY, OFFICE, point, when
from metropoli.apps.travel.types import (
    Basis,
    Call,
    Costs,
    Leg,
    LineName,
    Notice,
    Parking,
    Point,
    Rental,
    StopName,
    Ticket,
    Trip,
    TripAnswer,
    TripRequest,
)

TRAM = LineName("tram:4", "4", "Alfa – Delta", "tram", "Tranvie", "c00000", "ffffff")
BUS = LineName("monti:10", "10", "Ponte – Quota", "bus", "Monti", "00664d", "ffffff")
STOPS = {
    name: StopName(f"tram:{name}", title, f"0{name}", "", at.lat_deg, at.lon_deg)
    for name, title, at in (
        ("A", "Alfa", point(0, 0)),
        ("B", "Bèta", point(2_000, 0)),
        ("C", "Gamma", point(4_000, 0)),
        ("D", "Delta", point(6_000, 0)),
    )
}
CLEAR = Notice(header="Lavori in corso Alfa", effect="detour", text="Il 4 passa da via Gamma.")
BASES = (
    Basis("fares", "Tariffa urbana dell’esempio", 2026, "https://example.org/fares"),
    Basis("factors", "Fattori dell’esempio", 2025, "https://example.org/factors", "per passeggero"),
    Basis("delays", "Ritardi osservati dell’esempio", 2026),
)


def at(clock: str) -> datetime:
    """Return a time of the Monday of the examples."""
    return when(MONDAY, clock)


def line_between(start: Point, end: Point) -> tuple[tuple[float, float], ...]:
    return ((start.lon_deg, start.lat_deg), (end.lon_deg, end.lat_deg))


def own_leg(mode: str, clocks: tuple[str, str], ends: tuple[Point, Point], length_m: int) -> Leg:
    """Return a stretch on one's own."""
    return Leg(mode, *ends, at(clocks[0]), at(clocks[1]), length_m, line_between(*ends))


def ride(
    line: LineName,
    stops: str,
    clocks: tuple[str, ...],
    late_min: int | None = None,
    trip_key: str = "",
) -> Leg:
    """Return a ride along stops by their letters, late by so many minutes where it is followed."""
    late = timedelta(minutes=late_min or 0)
    followed = late_min is not None
    calls = tuple(
        Call(
            STOPS[letter],
            at(clock) + late,
            at(clock) + late,
            at(clock) if followed else None,
            at(clock) if followed else None,
        )
        for letter, clock in zip(stops, clocks, strict=True)
    )
    return Leg(
        mode=line.vehicle,
        start=calls[0].stop.point,
        end=calls[-1].stop.point,
        departs_at=calls[0].departs_at,
        arrives_at=calls[-1].arrives_at,
        length_m=2_000 * (len(calls) - 1),
        geometry=tuple((call.stop.lon_deg, call.stop.lat_deg) for call in calls),
        line=line,
        headsign="Delta" if line is TRAM else "Quota",
        calls=calls,
        live="live" if followed else "",
        seen_at=at("07:58") if followed else None,
        trip_key=trip_key or f"{line.key}@{clocks[0]}",
    )


def by_tram_and_bus(late_min: int | None = 3) -> Trip:
    """Two rides: the tram is followed and late, unless it is not; the change may fail."""
    walk = ("08:04", "08:08") if late_min else ("08:01", "08:05")
    alfa = STOPS["A"].point
    tram = replace(
        ride(TRAM, "ABC", ("08:05", "08:11", "08:17"), late_min),
        costs=Costs(None, 700, 210),
        notices=(CLEAR,),
    )
    bus = replace(ride(BUS, "CD", ("08:25", "08:35")), costs=Costs(None, 500, 150), odds_share=0.78)
    return Trip(
        "transit",
        (
            own_leg("walk", walk, (HOME, alfa), 260),
            tram,
            bus,
            own_leg("walk", ("08:35", "08:38"), (STOPS["D"].point, OFFICE), 240),
        ),
        Costs(200, 1_200, 360),
        (Ticket("urban", "Biglietto urbano", 200, (1, 2)),),
        0.83,
        ("cheapest",),
    )


def by_train_of_a_pass() -> Trip:
    """One ride, paid already by a pass."""
    leg = ride(TRAM, "ABCD", ("08:20", "08:26", "08:32", "08:38"), late_min=0)
    return Trip(
        "transit",
        (own_leg("walk", ("08:15", "08:20"), (HOME, STOPS["A"].point), 300), leg),
        Costs(0, 900, 300),
        (Ticket("year", "Abbonamento annuale", 0, (1,), owned=True),),
        0.97,
        ("surest", "fewest_rides"),
    )


def by_shared_bike() -> Trip:
    """A walk to a station, a ride, and what is there now."""
    rental = Rental(
        "BiciInComune", "bicycle", electric=True, taken_at="Alfa", left_at="Delta", n_free=4,
        n_docks=7, seen_at=at("07:59"), url="https://example.org/rent",
    )  # fmt: skip
    return Trip(
        "shared_bike",
        (
            own_leg("walk", ("08:00", "08:02"), (HOME, STOPS["A"].point), 150),
            replace(
                own_leg("bike", ("08:03", "08:27"), (STOPS["A"].point, OFFICE), 5_900),
                rental=rental,
            ),
        ),
        Costs(100, 60, 90),
        (),
        0.99,
        ("earliest",),
    )


def by_car_and_tram() -> Trip:
    """The car is left where there is place, the tram does the rest."""
    beta = STOPS["B"].point
    car = replace(
        own_leg("car", ("08:00", "08:06"), (HOME, beta), 2_000),
        parking=Parking("Parcheggio Bèta", 12, 180, at("07:55")),
    )
    return Trip(
        "park_ride",
        (car, ride(TRAM, "BCD", ("08:11", "08:17", "08:23"), late_min=0)),
        Costs(None, 2_000, 700),
        (),
        None,
        (),
    )


def on_foot() -> Trip:
    return Trip(
        "walk",
        (own_leg("walk", ("08:00", "09:07"), (HOME, OFFICE), 5_600),),
        Costs(0, 0, 0),
        (),
        1.0,
        ("cleanest",),
    )


def by_car() -> Trip:
    return Trip(
        "car",
        (own_leg("car", ("08:00", "08:12"), (HOME, OFFICE), 5_800),),
        Costs(260, 4_400, 1_080),
        (),
        None,
        ("fastest",),
    )


def everything(request: TripRequest) -> TripAnswer:
    """Return an answer in which every figure is there."""
    return TripAnswer(
        request=replace(request, at=at("08:00")),
        trips=(by_tram_and_bus(), by_train_of_a_pass(), by_shared_bike(), by_car_and_tram(),
               on_foot(), by_car()),
        zone="Europe/Rome",
        generated=False,
        live_at=at("07:59"),
        rests_on=BASES,
    )  # fmt: skip

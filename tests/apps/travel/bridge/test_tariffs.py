"""The tariff of Torino, from its data to prices worked by hand."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from engines.journeys.gtfs import maker
from metropoli.apps.travel.bridge import network as networks
from metropoli.apps.travel.bridge import tariffs
from metropoli.apps.travel.bridge.building import Arrival, build_network, towns_of
from metropoli.apps.travel.bridge.demo.gtfs import write_gtfs
from metropoli.apps.travel.types import SourceCard
from metropoli.base.archives import open_files, pack
from metropoli.base.progress import silent
from metropoli.engines import journeys

DAY = date(2026, 11, 25)
MINUTE_S = 60
URBAN = {"mode": 3, "agency": "GTT Servizio Urbano"}


@cache
def demo() -> tuple[journeys.Labels, journeys.Timetable, journeys.Tariff, journeys.Products]:
    feed = journeys.read_feed(open_files(write_gtfs(DAY, 7)), name="demo")
    timetable, _, labels = journeys.build_timetable([feed])
    rules = tariffs.tariff_of(labels, timetable.first_day)
    return labels, timetable, *journeys.build_tariff([feed], timetable, labels, rules)


def ride(line: str, board: str, alight: str, minute: int, lasts: int = 10) -> journeys.FareRide:
    """Return a ride of the demo from stop to stop, boarded at a minute of the day."""
    labels, timetable, tariff, _ = demo()
    row = next(row for row, one in enumerate(labels.lines) if one.id == line)
    ids = [stop.id for stop in labels.stops]
    for trip in range(len(timetable.trip_pattern)):
        if timetable.part_line[timetable.part_first[trip]] != row:
            continue
        first, end = timetable.pattern_first[timetable.trip_pattern[trip] :][:2]
        stops = [ids[stop] for stop in timetable.pattern_stop[first:end]]
        if board in stops and alight in stops and stops.index(board) < stops.index(alight):
            positions = stops.index(board), stops.index(alight)
            found = journeys.fare_class(tariff, timetable, trip, *positions)
            departs_s = minute * MINUTE_S
            return journeys.FareRide(found, 0, departs_s, departs_s + lasts * MINUTE_S)
    raise AssertionError((line, board, alight))


def cents(*rides: journeys.FareRide, owned: frozenset[str] = frozenset()) -> int | None:
    _, _, tariff, products = demo()
    price = journeys.price_rides(journeys.with_passes(tariff, products, owned), rides)
    return price and price.cents


def bus(minute: int, lasts: int = 10) -> journeys.FareRide:
    return ride("68", *stops_of("68")[:2], minute, lasts)


def metro(minute: int) -> journeys.FareRide:
    return ride("M1", "8213", "8217", minute)


def stops_of(line: str) -> list[str]:
    labels, timetable, _, _ = demo()
    row = next(row for row, one in enumerate(labels.lines) if one.id == line)
    trip = next(
        trip
        for trip in range(len(timetable.trip_pattern))
        if timetable.part_line[timetable.part_first[trip]] == row
    )
    first, end = timetable.pattern_first[timetable.trip_pattern[trip] :][:2]
    return [labels.stops[stop].id for stop in timetable.pattern_stop[first:end]]


def test_one_ticket_pays_for_a_hundred_minutes():
    assert cents(bus(0)) == 190
    assert cents(bus(0), bus(30), bus(90)) == 190
    assert cents(bus(0), bus(91)) == 380


def test_one_ticket_pays_for_one_ride_of_the_metro():
    assert cents(bus(0), metro(20), bus(40)) == 190
    assert cents(metro(0), bus(20), metro(40)) == 380


def test_many_rides_never_cost_more_than_the_daily_ticket():
    day = [bus(minute) for minute in range(0, 600, 120)]
    assert cents(*day[:2]) == 380
    assert cents(*day[:3]) == 400
    assert cents(*day) == 400


def test_train_and_bus_take_one_integrated_ticket():
    train = ride("SFM1", "TLI", "TPS", 0)
    assert cents(train) == 380
    assert cents(train, bus(30), metro(60)) == 380


def test_no_fare_is_told_where_none_is_known():
    assert cents(ride("SFM3", "TPS", "TAV", 0)) is None
    assert cents(ride("3971", *stops_of("3971")[:2], 0)) is None
    assert cents(ride("79", *stops_of("79")[:2], 0), bus(60)) is None


def test_a_pass_makes_the_rides_of_its_zone_free():
    owned = frozenset({"torino:formula-u-month"})
    assert cents(bus(0), metro(200), bus(400), owned=owned) == 0
    assert cents(bus(0), owned=frozenset({"torino:unheard-of"})) == 190
    train = ride("SFM1", "TLI", "TMC", 30)  # Moncalieri is outside of Torino
    assert cents(bus(0), train, owned=owned) == 380


def test_a_ticket_lasts_while_one_rides_on_a_pass():
    owned = frozenset({"torino:formula-u-month"})
    out, back = ride("SFM1", "TLI", "TMC", 0), ride("SFM1", "TMC", "TLI", 80)
    assert cents(out, bus(30), back, owned=owned) == 380


def test_the_price_is_explained_ticket_by_ticket():
    _, _, tariff, products = demo()
    price = journeys.price_rides(tariff, [metro(0), bus(20), metro(40)])
    assert price is not None
    told = [(products.sold[one.product].key, one.cents, one.rides) for one in price.bought]
    assert sum(one.cents for one in price.bought) == price.cents
    assert [(key, paid) for key, paid, _ in told] == [("torino:city", 190)] * 2
    assert sorted(row for _, _, rides in told for row in rides) == [0, 1, 2]


def test_every_network_and_zone_of_the_tariff_is_in_the_demo():
    labels, _, tariff, _ = demo()
    rules = tariffs.tariff_of(labels, DAY.toordinal())
    assert rules is not None
    for network in rules.networks:
        assert any(network.has(line) for line in labels.lines), network.key
    known = {stop.code or stop.id for stop in labels.stops}
    assert all(len(zone.stops & known) >= 6 for zone in rules.zones)
    told = {one.key for one in rules.networks}
    for one in (*rules.tickets, *rules.passes):
        assert {cover.network for cover in one.covers} <= told
    assert tariff.n_states < 20


@pytest.mark.parametrize(("on", "paid"), [("2018-08-01", 170), ("2023-10-01", 190)])
def test_prices_are_those_of_the_day(on: str, paid: int):
    text = (Path(str(tariffs.FACTS)) / "torino.toml").read_text(encoding="utf-8")
    rules = tariffs.read_tariff(tomllib.loads(text), {}, on=date.fromisoformat(on))
    assert {one.key: one.cents for one in rules.tickets}["city"] == paid


def test_histories_of_prices_have_dates_sources_and_growing_order():
    told = tomllib.loads((Path(str(tariffs.FACTS)) / "torino.toml").read_text(encoding="utf-8"))
    assert all(one["name"] and one["year"] and one["url"] for one in told["source"])
    for one in (*told["ticket"], *told["pass"]):
        assert one["name"] != "" != one["name_it"]
        since = [price["since"] for price in one["price"]]
        assert all(a <= b for a, b in pairwise(since))


def test_a_city_without_a_tariff_of_ours_has_none():
    line = journeys.Line("1", "f", "AMA", "1", "", 3, "", "")
    labels = journeys.Labels((), (line,), (), (), ())
    assert tariffs.tariff_of(labels, DAY.toordinal()) is None


def test_fares_come_back_from_disk_as_they_were(tmp_path):
    _, _, tariff, products = demo()
    networks.save_bundle(tmp_path / "tariff", tariff)
    back = networks.load_bundle(tmp_path / "tariff", journeys.Tariff)
    for name, value in tariff._asdict().items():
        assert (getattr(back, name) == value).all() if hasattr(value, "all") else True
    assert back.n_states == tariff.n_states
    networks._write_words(tmp_path / "p.json", networks.asdict(products))
    assert networks._products(networks._read_words(tmp_path / "p.json")) == products


def test_fares_that_are_not_understood_are_reported_with_their_feed():
    fares = [
        {"fare_id": "F", "price": 1, "currency_type": money, "transfers": ""}
        for money in ("EUR", "USD")
    ]
    arrivals = [
        Arrival("gtfs", name, "zip", pack(maker.files(fare_attributes=[fare])), SourceCard())
        for name, fare in zip(("euros", "dollars"), fares, strict=True)
    ]
    built = build_network(arrivals, towns=towns_of([]), version="v", progress=silent)
    assert built.network is not None
    assert built.network.products.currency == "EUR"
    assert not built.reports["gtfs-euros"].problems
    told = [one.code for one in built.reports["gtfs-dollars"].problems]
    assert told == ["fares_in_other_currency"]

"""Fares of real feeds, worked by hand from the tables that their agencies publish."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from engines.journeys.gtfs.maker import WEEKDAYS, calls, table
from metropoli.apps.travel.bridge.tariffs import tariff_of
from metropoli.base.archives import open_files
from metropoli.engines import journeys

DATA = Path(__file__).parents[2] / "../shared/data"
BART = DATA / "gtfs-rt-campioni/bart-rt.zip"
BUSES = DATA / "porto-alegre/poa_eptc.zip"
TAMPA = DATA / "gtfs-scala/hart-tampa.gtfs.zip"
COLLINES = DATA / "gtfs-fares-v2/transcollines-qc-ca-fares.gtfs.zip"
EDMONTON = DATA / "gtfs-fares-v2/edmonton-partial"
LISBON = DATA / "gtfs-fares-v2/metro-lisboa-partial"
TORINO = DATA / "torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip"
TORINO_2023 = DATA / "torino-gtt/gtfs-2023-10-14-partial"

pytestmark = pytest.mark.real
MINUTE_S = 60


class Fares(NamedTuple):
    """A feed with its tariff."""

    feed: journeys.Feed
    timetable: journeys.Timetable
    tariff: journeys.Tariff
    products: journeys.Products

    def ride(self, board: str, alight: str, minute: int = 0, line: str = "") -> journeys.FareRide:
        """Return a ride of ten minutes between two stops, on some vehicle that serves both."""
        labels, timetable = self.feed.labels, self.timetable
        row = {stop.id: number for number, stop in enumerate(labels.stops)}
        for trip in range(len(timetable.trip_pattern)):
            first, end = timetable.pattern_first[timetable.trip_pattern[trip] :][:2]
            stops = timetable.pattern_stop[first:end].tolist()
            part = timetable.part_first[trip]
            if line and labels.lines[timetable.part_line[part]].id != line:
                continue
            if row[board] in stops and row[alight] in stops[stops.index(row[board]) + 1 :]:
                on = stops.index(row[board])
                off = stops.index(row[alight], on + 1)
                told = journeys.fare_class(self.tariff, timetable, trip, on, off)
                day = timetable.first_day
                frame = journeys.frame_at(self.tariff, day, minute * MINUTE_S)
                departs_s = minute * MINUTE_S
                return journeys.FareRide(told, frame, departs_s, departs_s + 10 * MINUTE_S)
        raise AssertionError((board, alight))

    def cents(self, *rides: journeys.FareRide) -> int | None:
        price = journeys.price_rides(self.tariff, rides)
        return price and price.cents


@cache
def fares(path: Path) -> Fares:
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project (../shared/data)")
    feed = journeys.read_feed(open_files(path), name="f")
    return with_tariff(feed)


def with_tariff(feed: journeys.Feed) -> Fares:
    timetable, _, labels = journeys.build_timetable([feed])
    rules = tariff_of(labels, timetable.first_day)
    return Fares(feed, timetable, *journeys.build_tariff([feed], timetable, labels, rules))


def partial(folder: Path, *trips: tuple[str, str, str]) -> Fares:
    """Read a feed of which only stops, lines and fares are known; trips (line, from, to) are ours."""
    if not folder.exists():
        pytest.skip(f"{folder.name} is not beside the project (../shared/data)")
    files = {path.name: path.read_bytes() for path in folder.glob("*.txt")}
    agency = {"agency_id": "1", "agency_name": "A", "agency_timezone": "Europe/Lisbon"}
    ours = [
        {"trip_id": f"t{k}", "route_id": line, "service_id": "week"}
        for k, (line, _, _) in enumerate(trips)
    ]
    times = [
        call
        for k, (_, board, alight) in enumerate(trips)
        for call in calls(f"t{k}", f"{board} 8:00:00", f"{alight} 8:10:00")
    ]
    made = {"calendar": [WEEKDAYS], "trips": ours, "stop_times": times}
    files = {"agency.txt": table([agency])} | files
    files |= {f"{name}.txt": table(rows) for name, rows in made.items()}
    files.pop("calendar_dates.txt", None)
    return with_tariff(journeys.read_feed(files, name="f"))


def test_stations_of_bart_have_a_price_for_each_pair():
    bart = fares(BART)
    assert bart.products.doubts == ()
    assert bart.cents(bart.ride("12TH", "EMBR")) == 400
    assert bart.cents(bart.ride("ANTC", "12TH")) == 620
    assert bart.cents(bart.ride("12TH", "SFIA")) == 1_000


def test_changing_trains_of_bart_is_one_journey():
    bart = fares(BART)
    first, second = bart.ride("ANTC", "12TH"), bart.ride("12TH", "SFIA", 60)
    assert bart.cents(first, second) == 1_365


def test_there_and_back_by_bart_is_paid_twice_where_the_round_trip_is_dearer():
    bart = fares(BART)
    there, back = bart.ride("12TH", "19TH"), bart.ride("19TH", "12TH", 20)
    assert bart.cents(there, back) == 500  # a round trip on one fare would be 6.40


def test_every_bus_of_porto_alegre_is_paid_anew():
    buses = fares(BUSES)
    timetable = buses.timetable
    first = timetable.pattern_first[timetable.trip_pattern[0]]
    board, alight = (
        buses.feed.labels.stops[stop].id for stop in timetable.pattern_stop[first : first + 2]
    )
    assert buses.cents(buses.ride(board, alight)) == 470
    assert buses.cents(buses.ride(board, alight), buses.ride(board, alight, 30)) == 940
    assert buses.products.currency == "BRL"


def test_lines_of_tampa_have_their_own_fares():
    tampa = fares(TAMPA)
    timetable, labels = tampa.timetable, tampa.feed.labels
    paid = {}
    for row, pattern in enumerate(timetable.trip_pattern.tolist()):
        line = labels.lines[timetable.part_line[timetable.part_first[row]]].id
        if line not in paid:
            told = journeys.fare_class(tampa.tariff, timetable, row, 0, 1)
            paid[line] = tampa.cents(journeys.FareRide(told, 0, 0, 60))
            assert pattern >= 0
    assert {paid["1"], paid["400"], paid["19"]} == {200}
    assert paid.get("800", 0) == 0


def test_areas_of_transcollines_have_a_price_for_each_pair():
    collines = fares(COLLINES)
    areas = collines.feed.fares.areas
    assert areas is not None
    assert len(areas.leg_rules) == 8
    stops = {
        next(iter(some)): collines.feed.labels.stops[row].id
        for row, some in enumerate(areas.stop_areas)
        if some
    }
    assert set(stops) == {"GAT", "COL", "PNT"}
    prices = {one.cents for one in collines.products.sold}
    assert prices == {500, 2_000, 0}
    told = (
        collines.tariff.option_cents
        + collines.tariff.state_held_cents[collines.tariff.option_state]
    )
    assert {500, 2_000} <= set(told.tolist()) <= {500, 2_000}


def test_edmonton_and_its_neighbours_share_tickets_for_ninety_minutes():
    edmonton = partial(EDMONTON, ("001A", "1001", "1002"), ("001A", "A0001", "1001"))
    town, in_from_st_albert = edmonton.ride("1001", "1002"), edmonton.ride("A0001", "1001")
    assert edmonton.products.doubts == ()
    assert edmonton.cents(town) == 300
    assert edmonton.cents(in_from_st_albert) == 425
    later = edmonton.ride("1001", "1002", 60)
    assert edmonton.cents(town, later) == 300
    assert edmonton.cents(in_from_st_albert, later) == 425
    assert edmonton.cents(town, edmonton.ride("A0001", "1001", 60)) == 425
    assert edmonton.cents(town, edmonton.ride("1001", "1002", 81)) == 600  # ends after 91 minutes
    assert edmonton.cents(town, edmonton.ride("A0001", "1001", 81)) == 725


def test_fares_of_lisbon_are_read_but_its_stops_are_in_no_area():
    lisbon = partial(LISBON, ("A", "AM1", "AM2"))
    areas = lisbon.feed.fares.areas
    assert areas is not None
    assert [one.cents for one in areas.products] == [192]
    assert len(areas.leg_rules) == 8
    assert len(areas.transfer_rules) == 3
    assert lisbon.cents(lisbon.ride("AM1", "AM2")) is None
    assert "fare_zone_unknown" in {one.code for one in lisbon.feed.report.problems}


def test_the_tariff_of_the_city_wins_over_the_outdated_fares_of_the_feed():
    torino = fares(TORINO)
    assert torino.feed.fares.legacy is not None
    assert {one.cents for one in torino.feed.fares.legacy.fares} == {170}
    labels, timetable = torino.feed.labels, torino.timetable
    paid = {}
    for row in range(len(timetable.trip_pattern)):
        line = labels.lines[timetable.part_line[timetable.part_first[row]]]
        if line.id not in paid:
            told = journeys.fare_class(torino.tariff, timetable, row, 0, 1)
            paid[line.agency, line.mode] = torino.cents(journeys.FareRide(told, 0, 0, 60))
    assert paid["GTT Servizio Urbano", 0] == paid["GTT Servizio Urbano", 3] == 190
    assert paid["GTT Servizio Urbano", 1] == 190


def test_fares_of_the_feed_of_torino_are_read_row_by_row():
    stops = TORINO_2023 / "stops.txt"
    if not stops.exists():
        pytest.skip("the feed of 2023 is not beside the project (../shared/data)")
    torino = partial(TORINO_2023, ("4U", "6", "7"))
    legacy = torino.feed.fares.legacy
    assert legacy is not None
    assert len(legacy.fares) == 4
    assert len(legacy.rules) == 17
    assert {(one.transfers, one.lasts_s) for one in legacy.fares} == {(-1, 5_400), (1, -1)}

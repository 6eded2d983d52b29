"""Real cities, whole: loaded as the command loads them, asked as the pages ask them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from metropoli.apps.travel import services
from metropoli.apps.travel.bridge import Network
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import BIKE, CAR, TRANSIT, WALK, Leg, Point, Trip, TripAnswer
from metropoli.apps.travel.types import TripRequest as Request
from metropoli.base.errors import Refused
from metropoli.engines import journeys
from real import conftest, plain_feed
from real.conftest import City
from real.plain_feed import PlainTrip

pytestmark = [pytest.mark.real, pytest.mark.django_db]

ROME, SAO_PAULO = ZoneInfo("Europe/Rome"), ZoneInfo("America/Sao_Paulo")
DAY_S = 86_400
DEG_M = 111_195.0
FULL_BOARD = 40
KMH = 1 / 3.6

# L'Aquila
SERVED_DAY = datetime(2022, 9, 20, tzinfo=ROME)  # a Tuesday
STATION = Point(42.3536, 13.3936, "viale XXV Aprile")
HOSPITAL = Point(42.3669, 13.3443, "San Salvatore")
TERMINAL = "1"  # Terminalbus: most lines begin and end here
# Torino
MONDAY = datetime(2026, 9, 7, tzinfo=ROME)
PORTA_SUSA = Point(45.0722, 7.6656, "Porta Susa")
LINGOTTO = Point(45.0270, 7.6650, "Lingotto")
CASTELLO = Point(45.0703, 7.6869, "piazza Castello")
MIRAFIORI = Point(45.0260, 7.6390, "Mirafiori")
DICIOTTO_DICEMBRE = "3630"  # metro
BENGASI = "8648"  # metro, where the line ends


def ask(start: Point, end: Point, at: datetime, *, arrive_by: bool = False) -> TripAnswer:
    return services.plan_trip(request=Request(start, end, at, arrive_by=arrive_by))


def of(answer: TripAnswer, kind: str) -> list[Trip]:
    return [trip for trip in answer.trips if trip.kind == kind]


def apart_m(one: Point, other: Point) -> float:
    north = one.lat_deg - other.lat_deg
    east = (one.lon_deg - other.lon_deg) * np.cos(np.radians(one.lat_deg))
    return float(np.hypot(north, east) * DEG_M)


def off_street_m(leg: Leg) -> float:
    """Return how far both ends of a leg lie from what it draws."""
    first, last = (Point(*leg.geometry[end][::-1]) for end in (0, -1))
    return apart_m(leg.start, first) + apart_m(last, leg.end)


def hangs_together(trip: Trip, answer: TripAnswer) -> None:
    """Whoever follows the legs is never late for the next, and never has to fly."""
    asked = answer.request
    assert apart_m(trip.legs[0].start, asked.start) < 50
    assert apart_m(trip.legs[-1].end, asked.end) < 50
    for before, after in pairwise(trip.legs):
        assert before.arrives_at <= after.departs_at
        assert apart_m(before.end, after.start) < 50
    for leg in trip.legs:
        assert leg.departs_at <= leg.arrives_at
        assert off_street_m(leg) < 600
        if leg.mode == WALK and leg.length_m > 200:
            assert 2.5 * KMH < (leg.length_m + off_street_m(leg)) / leg.duration_s < 6 * KMH


def stands_in(trips: list[PlainTrip], leg: Leg, midnight: datetime) -> bool:
    """Say whether a trip of the line of this leg calls at both its stops at its very times."""
    assert leg.line is not None
    route = leg.line.key.split(":")[1]
    start, end = (call.stop.key.split(":")[1] for call in (leg.calls[0], leg.calls[-1]))
    departs_s = (leg.departs_at - midnight).total_seconds()
    arrives_s = (leg.arrives_at - midnight).total_seconds()
    return any(
        on.stop == start
        and on.departs_s == departs_s
        and on.boards
        and any(
            off.stop == end and off.arrives_s == arrives_s and off.alights
            for off in trip.calls[at + 1 :]
        )
        for trip in trips
        if trip.route == route
        for at, on in enumerate(trip.calls)
    )


def calls_that_leave(trips: list[PlainTrip], stop: str, from_s: int) -> list[tuple[int, str, str]]:
    """Return (second, route, trip) of everything that one can still get on at a stop."""
    return sorted(
        (call.departs_s, trip.route, trip.trip)
        for trip in trips
        for call in trip.calls[:-1]
        if call.stop == stop and call.departs_s >= from_s and call.boards
    )


def board(key: str, midnight: datetime, from_s: int) -> list[tuple[int, str, str]]:
    shown = services.read_board(key=key, at=midnight + timedelta(seconds=from_s)).departures
    return [
        (
            int((one.departs_at - midnight).total_seconds()),
            one.line.key.split(":")[1],
            one.trip_key.split("_", 2)[2].split(":", 1)[1],
        )
        for one in shown
    ]


def same_board(shown: list[tuple[int, str, str]], true: list[tuple[int, str, str]]) -> bool:
    """Compare what a board shows of the day with all calls, whatever the order within a minute."""
    today = [call for call in shown if call[0] < DAY_S]
    last_s = today[-1][0] if len(today) == FULL_BOARD else DAY_S
    before = sorted(call for call in today if call[0] < last_s)
    return before == [call for call in true if call[0] < last_s] and set(today) <= set(true)


# --- L'Aquila: streets and buses of one city -----------------------------------------------------


@pytest.fixture(scope="module")
def aquila_trips() -> list[PlainTrip]:
    if not conftest.AQUILA_FEED.exists():
        pytest.skip("the feed of L'Aquila is not beside the project (../shared/data)")
    services_then = plain_feed.services_added_on(conftest.AQUILA_FEED, f"{SERVED_DAY:%Y%m%d}")
    return plain_feed.trips_of(conftest.AQUILA_FEED, services_then)


@pytest.fixture
def aquila_pairs(aquila: Network) -> list[tuple[Point, Point]]:
    """Ends of trips: the hospital from the station, and ten pairs of crossings of the city."""
    assert aquila.streets is not None
    lat_deg, lon_deg = aquila.streets.node_lat_deg, aquila.streets.node_lon_deg
    luck = random.Random(20220920)
    inside = (np.abs(lat_deg - 42.355) < 0.02) & (np.abs(lon_deg - 13.385) < 0.045)
    rows = luck.sample(np.flatnonzero(inside).tolist(), 20)
    points = [Point(float(lat_deg[row]), float(lon_deg[row])) for row in rows]
    return [(STATION, HOSPITAL), *zip(points[:10], points[10:], strict=True)]


def test_aquila_is_in_service(aquila: Network) -> None:
    summary = services.read_summary()
    assert (summary.n_stops, summary.n_lines, summary.n_trips) == (1_059, 30, 1_608)
    assert summary.n_street_edges > 10_000
    assert (summary.first_day, summary.last_day) == (date(2022, 9, 19), date(2022, 10, 31))
    assert not summary.generated


def test_buses_take_to_the_hospital_of_aquila(aquila: Network) -> None:
    found = of(ask(STATION, HOSPITAL, SERVED_DAY.replace(hour=8)), TRANSIT)
    assert len(found) >= 3
    assert all(trip.departs_at >= SERVED_DAY.replace(hour=8) for trip in found)
    assert min(trip.duration_s for trip in found) < 30 * 60
    assert found[0].arrives_at < SERVED_DAY.replace(hour=9)


@pytest.mark.parametrize("arrive_by", [False, True], ids=["leave", "arrive"])
def test_every_trip_of_aquila_can_be_followed(
    aquila_pairs: list[tuple[Point, Point]], aquila_trips: list[PlainTrip], arrive_by: bool
) -> None:
    at = SERVED_DAY.replace(hour=8)
    n_rides = 0
    for start, end in aquila_pairs:
        answer = ask(start, end, at, arrive_by=arrive_by)
        for trip in answer.trips:
            hangs_together(trip, answer)
            assert trip.arrives_at <= at if arrive_by else trip.departs_at >= at
            for leg in trip.legs:
                if leg.line and leg.departs_at.date() == SERVED_DAY.date():
                    n_rides += 1
                    assert stands_in(aquila_trips, leg, SERVED_DAY)
    assert n_rides > 30


def test_own_ways_of_aquila_take_as_long_as_they_should(
    aquila_pairs: list[tuple[Point, Point]],
) -> None:
    for start, end in aquila_pairs:
        answer = ask(start, end, SERVED_DAY.replace(hour=8))
        (bike,), (car,) = of(answer, BIKE), of(answer, CAR)
        assert bike.length_m > 0.95 * apart_m(start, end) - 100
        assert 8 * KMH < bike.length_m / bike.duration_s < 25 * KMH
        assert 12 * KMH < car.length_m / car.duration_s < 90 * KMH
        assert car.duration_s < bike.duration_s + 5 * 60
        for walk in of(answer, WALK):
            assert bike.duration_s < walk.duration_s
            assert 3 * KMH < walk.length_m / walk.duration_s < 6 * KMH


def test_who_asks_for_the_arrival_found_may_leave_as_late(
    aquila_pairs: list[tuple[Point, Point]],
) -> None:
    asked = 0
    for start, end in aquila_pairs:
        found = of(ask(start, end, SERVED_DAY.replace(hour=8)), TRANSIT)
        if found and found[0].departs_at.date() == SERVED_DAY.date():
            best = min(found, key=lambda trip: (trip.arrives_at, -trip.departs_at.timestamp()))
            back = of(ask(start, end, best.arrives_at, arrive_by=True), TRANSIT)
            assert max(trip.departs_at for trip in back) >= best.departs_at
            asked += 1
    assert asked >= 5


def test_the_board_of_the_terminal_shows_what_leaves_and_nothing_else(
    aquila: Network, aquila_trips: list[PlainTrip]
) -> None:
    for hour in (6, 8, 17):
        shown = board(f"ama:{TERMINAL}", SERVED_DAY, hour * 3_600)
        assert same_board(shown, calls_that_leave(aquila_trips, TERMINAL, hour * 3_600))


# --- an independent search: every connection of the day, in order, until nothing changes ---------


class PlainSearch:
    """Earliest arrivals by scanning connections; only changing comes from the timetable."""

    def __init__(self, city: Network, trips: list[PlainTrip]) -> None:
        timetable = city.timetable
        self.row = {stop.id: row for row, stop in enumerate(city.labels.stops)}
        self.changes: list[list[tuple[int, int]]] = [[] for _ in city.labels.stops]
        for stop, changes in enumerate(self.changes):
            changes.append((stop, int(timetable.change_s[stop])))
            own = slice(timetable.transfer_first[stop], timetable.transfer_first[stop + 1])
            to, takes_s = timetable.transfer_to[own], timetable.transfer_s[own]
            changes.extend(zip(to.tolist(), takes_s.tolist(), strict=True))
        self.connections = sorted(_connections(trips, self.row))

    def arrival_s(self, start: int, end: int, leaves_s: int) -> int | None:
        ready = {start: leaves_s}
        best: int | None = None
        while True:
            before = dict(ready)
            best = self._scan(ready, end)
            if ready == before:
                return best

    def _scan(self, ready: dict[int, int], end: int) -> int | None:
        aboard: set[str] = set()
        best = journeys.NEVER
        for departs_s, _, _, trip, off, on, arrives_s, boards, alights in self.connections:
            if boards and ready.get(on, journeys.NEVER) <= departs_s:
                aboard.add(trip)
            if trip not in aboard or not alights:
                continue
            if off == end:
                best = min(best, arrives_s)
            for to, takes_s in self.changes[off]:
                if takes_s < journeys.NEVER:
                    ready[to] = min(ready.get(to, journeys.NEVER), arrives_s + takes_s)
        return best if best < journeys.NEVER else None


def _connections(trips: list[PlainTrip], row: dict[str, int]) -> Iterator[tuple]:
    """Yield the stretches of all trips; those of one trip stay in their order."""
    for number, trip in enumerate(trips):
        for position, (on, off) in enumerate(pairwise(trip.calls)):
            yield (
                on.departs_s,
                number,
                position,
                trip.trip,
                row[off.stop],
                row[on.stop],
                off.arrives_s,
                on.boards,
                off.alights,
            )


def test_no_trip_of_aquila_arrives_earlier_than_the_one_found(
    aquila: Network, aquila_trips: list[PlainTrip]
) -> None:
    plain = PlainSearch(aquila, aquila_trips)
    day = aquila.day(SERVED_DAY.toordinal())
    luck = random.Random(7)
    called = sorted({call.stop for trip in aquila_trips for call in trip.calls})
    reached = with_changes = 0
    for _ in range(25):
        start, end = (plain.row[stop] for stop in luck.sample(called, 2))
        leaves_s = luck.randrange(6 * 3_600, 19 * 3_600, 60)
        query = journeys.Query(_only(start), _only(end), earliest_s=leaves_s)
        found = [one for one in journeys.plan(day, query) if one.arrives_s < DAY_S]
        best = min(found, key=lambda one: one.arrives_s, default=None)
        assert (best.arrives_s if best else None) == plain.arrival_s(start, end, leaves_s)
        reached += best is not None
        with_changes += best is not None and len(best.rides) > 1
    assert reached >= 15
    assert with_changes >= 10


def _only(stop: int) -> journeys.Walks:
    return journeys.Walks(np.array([stop], np.int32), np.zeros(1, np.int32))


# --- Trento: a timetable without streets ---------------------------------------------------------


def test_trento_is_told_what_is_wrong_with_its_feed(trento: City) -> None:
    report = trento.reports["tt"]
    assert report.usable
    assert dict(report.counts)["stop_times"] == 58_490
    assert {problem.severity for problem in report.problems} <= {"info", "warning"}
    assert {problem.code for problem in report.problems} == {
        "transfer_too_fast",
        "quote_inside_value",
    }
    assert services.check_feed(path=conftest.TRENTO_FEED) == report


def test_trento_without_streets_says_that_streets_are_missing(trento: City) -> None:
    stop = services.read_board(key="tt:1", at=datetime(2026, 7, 1, 8, tzinfo=ROME)).page.stop
    with pytest.raises(Refused, match="no_streets_loaded"):
        ask(stop.point, Point(46.07, 11.12), datetime(2026, 7, 1, 8, tzinfo=ROME))
    assert services.read_summary().n_street_edges == 0


def test_boards_and_lines_of_trento_answer_without_streets(trento: City) -> None:
    lines = services.list_lines()
    assert len(lines) == 41
    assert [line.vehicle for line in lines].count("cable") == 1
    assert "\ufeff" not in "".join(line.agency + line.key for line in lines)
    pages = [services.read_line(key=line.key, day=date(2026, 7, 1)) for line in lines]
    running = [page for page in pages if page.patterns]
    assert len(running) > 20
    for page in running:
        for pattern in page.patterns:
            assert len(pattern.runs) == pattern.n_trips
            assert all(run == tuple(sorted(run)) for run in pattern.runs)
    first = running[0].patterns[0]
    departures = services.read_board(key=first.stops[0].key, at=first.runs[0][0]).departures
    assert (departures[0].departs_at, departures[0].line) == (first.runs[0][0], running[0].line)


# --- Porto Alegre: two operators, another hemisphere ---------------------------------------------


def test_both_operators_of_porto_alegre_are_in_service(porto_alegre: City) -> None:
    summary = services.read_summary()
    assert summary.zone == "America/Sao_Paulo"
    assert (summary.n_stops, summary.n_lines) == (3_986 + 24, 115 + 2)
    assert summary.n_trips == 2_374 + 1_248
    assert {line.key.split(":")[0] for line in services.list_lines()} == {"metro", "bus"}


def test_one_journey_of_porto_alegre_takes_the_train_and_the_bus(porto_alegre: City) -> None:
    navegantes, santana = Point(-29.9980, -51.2000), Point(-30.0450, -51.2100)
    answer = ask(navegantes, santana, datetime(2019, 5, 13, 13, tzinfo=SAO_PAULO))
    feeds = []
    for trip in of(answer, TRANSIT):
        hangs_together(trip, answer)
        feeds.append({leg.line.key.split(":")[0] for leg in trip.legs if leg.line})
    assert {"metro", "bus"} in feeds


def test_boards_of_porto_alegre_keep_its_clocks(porto_alegre: City) -> None:
    at = datetime(2019, 5, 13, 11, tzinfo=UTC)
    shown = services.read_board(key="metro:MR", at=at)
    assert (shown.zone, shown.at.hour, shown.at.utcoffset()) == (
        "America/Sao_Paulo",
        8,
        timedelta(hours=-3),
    )
    midnight = datetime(2019, 5, 13, tzinfo=SAO_PAULO)
    trips = plain_feed.trips_of(conftest.PORTO_ALEGRE_METRO, {"FULLW"})
    told = board("metro:MR", midnight, 8 * 3_600)
    assert same_board(told, calls_that_leave(trips, "MR", 8 * 3_600))


# --- Torino: the whole network on the real streets -----------------------------------------------


@pytest.fixture(scope="module")
def torino_weekday_trips() -> list[PlainTrip]:
    if not conftest.TORINO_FEED.exists():
        pytest.skip("the feed of Torino is not beside the project (../shared/data)")
    return plain_feed.trips_of(conftest.TORINO_FEED, {"FER"})


def test_torino_is_in_service(torino: City) -> None:
    counts = dict(torino.reports["gtt"].counts)
    assert (counts["stops"], counts["routes"]) == (7_021, 221)
    assert (counts["trips"], counts["stop_times"]) == (35_904, 1_132_792)
    summary = services.read_summary()
    assert (summary.n_stops, summary.n_lines, summary.n_trips) == (7_021, 221, 35_904)
    assert (summary.first_day, summary.last_day) == (date(2026, 8, 1), date(2027, 1, 31))
    assert summary.n_street_edges > 15_000


def test_across_torino_from_door_to_door(
    torino: City, torino_weekday_trips: list[PlainTrip]
) -> None:
    answer = ask(PORTA_SUSA, LINGOTTO, MONDAY.replace(hour=8))
    found = of(answer, TRANSIT)
    assert len(found) >= 3
    assert any(leg.mode == "metro" for trip in found for leg in trip.legs)
    for trip in answer.trips:
        hangs_together(trip, answer)
    for leg in (leg for trip in found for leg in trip.legs if leg.line):
        assert stands_in(torino_weekday_trips, leg, MONDAY)
    (walk,), (bike,), (car,) = (of(answer, mode) for mode in (WALK, BIKE, CAR))
    assert min(trip.duration_s for trip in found) < walk.duration_s / 3
    assert car.duration_s < bike.duration_s < walk.duration_s


def test_the_tram_that_left_before_midnight_is_found_after_it(
    torino: City, torino_weekday_trips: list[PlainTrip]
) -> None:
    after_midnight = MONDAY + timedelta(days=1, minutes=5)
    answer = ask(CASTELLO, MIRAFIORI, after_midnight)
    first = of(answer, TRANSIT)[0]
    hangs_together(first, answer)
    assert after_midnight <= first.departs_at < after_midnight + timedelta(hours=1)
    rides = [leg for leg in first.legs if leg.line]
    assert rides
    assert all(stands_in(torino_weekday_trips, leg, MONDAY) for leg in rides)


def test_boards_of_the_metro_show_both_ways_and_no_last_stop(
    torino: City, torino_weekday_trips: list[PlainTrip]
) -> None:
    for stop in (DICIOTTO_DICEMBRE, BENGASI):
        shown = board(f"gtt:{stop}", MONDAY, 8 * 3_600)
        assert same_board(shown, calls_that_leave(torino_weekday_trips, stop, 8 * 3_600))
    page = services.read_board(key=f"gtt:{DICIOTTO_DICEMBRE}", at=MONDAY.replace(hour=8))
    assert {one.headsign for one in page.departures} == {"METRO FERMI", "METRO BENGASI"}


def test_the_page_of_the_metro_has_every_train_of_the_day(
    torino: City, torino_weekday_trips: list[PlainTrip]
) -> None:
    page = services.read_line(key="gtt:METROU", day=MONDAY.date())
    assert page.line.vehicle == "metro"
    assert [len(pattern.stops) for pattern in page.patterns] == [23, 23]
    shown = sorted((run[0] - MONDAY).seconds for way in page.patterns for run in way.runs)
    trains = [trip for trip in torino_weekday_trips if trip.route == "METROU"]
    assert shown == sorted(trip.calls[0].departs_s for trip in trains)
    assert len(network().rows.lines) == 221

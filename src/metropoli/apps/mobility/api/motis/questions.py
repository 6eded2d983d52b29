"""What a request to plan asks, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from metropoli.apps.mobility.api.motis.asking import Asked, unreadable
from metropoli.apps.mobility.api.motis.modes import (
    BESIDE_TRANSIT,
    DIRECT,
    MEANT,
    VEHICLES,
    beside_meant,
    direct_meant,
    vehicles_meant,
)
from metropoli.apps.mobility.api.motis.places import find_place
from metropoli.apps.mobility.types import LONGEST_STAY_MIN, MOST_VIAS
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import TRANSIT, Manner, Point, StopName, Via
from metropoli.base.errors import Invalid

CHANGES_IN = 3  # before this version `maxTransfers` counted the vehicles
USUAL_RIDES, MOST_RIDES = 6, 12
MOST_ITINERARIES = 256
MINUTE_S, HOUR_S = 60, 3_600
M_PER_S_IN_KMH = 3.6
LONGEST_DIRECT_S, LONGEST_WALK_S = 21_600, 3_600
EARLIER, LATER = "EARLIER", "LATER"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A page: what arrives by an instant, or what leaves from it on."""

    earlier: bool
    at: datetime

    def __str__(self) -> str:
        return f"{EARLIER if self.earlier else LATER}|{int(self.at.timestamp())}"


@dataclass(frozen=True, slots=True)
class Search:
    """A request to plan: from where, to where, when, and what of the answer is wanted."""

    start: Point
    end: Point
    start_stop: StopName | None
    end_stop: StopName | None
    at: datetime
    arrive_by: bool
    paged: bool
    vehicles: frozenset[str]
    direct: frozenset[str]
    beside: frozenset[str]  # to the first stop and from the last one, besides walking
    max_rides: int
    n_least: int
    n_most: int
    whole_window: bool  # later departures too, or only who is there first
    longest_direct_s: int
    longest_s: int
    manner: Manner
    live: bool
    with_fares: bool
    joined: bool
    drawn: bool
    vias: tuple[Via, ...]

    @property
    def modes(self) -> frozenset[str]:
        """Return the ways of moving that have to be looked at."""
        direct = frozenset() if self.paged else self.direct
        transit = frozenset({TRANSIT}) | self.beside if self.vehicles and self.max_rides else None
        return direct | (transit or frozenset())


def read_search(asked: Asked, version: int, *, now: datetime) -> Search:
    """
    Read what is asked.

    :raises Invalid: motis_missing, motis_unreadable, motis_too_small, motis_too_large
    :raises NotFound: no stop has an id that was given
    """
    cursor = read_cursor(asked.text("pageCursor"))
    at = cursor.at if cursor else asked.instant("time", now=now)
    start, start_stop = find_place(asked.needed("fromPlace"), name="START")
    end, end_stop = find_place(asked.needed("toPlace"), name="END")
    vehicles, direct, beside = _modes(asked)
    n_least = asked.whole("numItineraries", default=5, least=0, most=MOST_ITINERARIES)
    return Search(
        start=start,
        end=end,
        start_stop=start_stop,
        end_stop=end_stop,
        at=at,
        arrive_by=cursor.earlier if cursor else asked.flag("arriveBy"),
        paged=cursor is not None,
        vehicles=vehicles,
        direct=direct,
        beside=beside,
        max_rides=read_max_rides(asked, version),
        n_least=n_least,
        n_most=asked.whole("maxItineraries", default=10_000, least=1, most=10_000),
        whole_window=asked.flag("timetableView", default=True),
        longest_direct_s=asked.whole(
            "maxDirectTime", default=1_800, least=0, most=10 * LONGEST_DIRECT_S
        ),
        longest_s=MINUTE_S * asked.whole("maxTravelTime", default=10_000, least=0, most=10_000),
        manner=read_manner(asked, vehicles),
        live=asked.text("realtimeMode") != "OFF",
        with_fares=asked.flag("withFares"),
        joined=asked.flag("joinInterlinedLegs", default=True),
        drawn=asked.flag("detailedLegs", default=True),
        vias=read_vias(asked),
    )


def read_cursor(text: str) -> Cursor | None:
    """
    Read a cursor of an answer; nothing if there is none.

    :raises Invalid: motis_unreadable
    """
    if not text:
        return None
    way, _, seconds = text.partition("|")
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        at = None
    if way not in {EARLIER, LATER} or at is None or not 1900 <= at.year <= 2199:  # noqa: PLR2004
        raise unreadable("pageCursor", text)
    return Cursor(earlier=way == EARLIER, at=at)


def read_vias(asked: Asked) -> tuple[Via, ...]:
    """
    Read the stops on the way, and how many minutes one stays at each.

    :raises Invalid: motis_unreadable, motis_too_small, motis_too_large
    :raises NotFound: no stop has an id that was given
    """
    keys = asked.words("via") or []
    stays_min = asked.wholes("viaMinimumStay", least=0, most=LONGEST_STAY_MIN)
    if len(keys) > MOST_VIAS:
        raise Invalid("motis_too_large", name="via", value=str(len(keys)), most=str(MOST_VIAS))
    # Clients send the stays that are the default, whether there are stops or not.
    stays_min = [*stays_min, *(0 for _ in keys)][: len(keys)]
    return tuple(
        Via(travel.read_stop(key=key).stop.point, stay_min * MINUTE_S)
        for key, stay_min in zip(keys, stays_min, strict=True)
    )


def _modes(asked: Asked) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the vehicles, the ways without them, and the ways beside them that are asked for."""
    old = asked.words("mode")
    if old is not None and asked.words("transitModes") is None:
        # One list for everything, as clients of the first weeks still write it: words that this
        # API has forgotten are passed over.
        return (
            vehicles_meant([word for word in old if word in MEANT], name="mode"),
            direct_meant([word for word in old if word in DIRECT] or ["WALK"], name="mode"),
            beside_meant([word for word in old if word in BESIDE_TRANSIT], name="mode"),
        )
    transit = asked.words("transitModes")
    vehicles = VEHICLES if transit is None else vehicles_meant(transit, name="transitModes")
    direct = asked.words("directModes")
    beside = frozenset().union(
        *(
            beside_meant(asked.words(name) or (), name=name)
            for name in ("preTransitModes", "postTransitModes")
        )
    )
    return (
        vehicles,
        direct_meant(["WALK"] if direct is None else direct, name="directModes"),
        beside,
    )


def read_max_rides(asked: Asked, version: int) -> int:
    """
    Read how many vehicles one may take at most; none where no public transport is wanted.

    :raises Invalid: motis_unreadable, motis_too_small, motis_too_large
    """
    if not asked.text("maxTransfers"):
        return USUAL_RIDES
    changes = asked.whole("maxTransfers", default=0, least=-1, most=10_000)
    return min(MOST_RIDES, max(0, changes + (1 if version >= CHANGES_IN else 0)))


def read_manner(asked: Asked, vehicles: frozenset[str]) -> Manner:
    """
    Read how somebody moves, and with which vehicles.

    :raises Invalid: motis_unreadable, motis_too_small, motis_too_large
    """
    speed = asked.number("pedestrianSpeed", default=0, least=0, most=20)
    before = asked.whole("maxPreTransitTime", default=0, least=0, most=10 * LONGEST_WALK_S)
    after = asked.whole("maxPostTransitTime", default=0, least=0, most=10 * LONGEST_WALK_S)
    least = asked.whole("minTransferTime", default=0, least=0, most=1_440)
    more = asked.whole("additionalTransferTime", default=0, least=0, most=1_440)
    usual = Manner()
    return Manner(
        step_free=asked.text("pedestrianProfile") == "WHEELCHAIR",
        walk_kmh=speed * M_PER_S_IN_KMH or usual.walk_kmh,
        longest_walk_s=min(LONGEST_WALK_S, max(before, after)) or usual.longest_walk_s,
        spare_s=MINUTE_S * max(least, more),
        bike_aboard=asked.flag("requireBikeTransport"),
        vehicles=frozenset() if vehicles == VEHICLES else vehicles,
    )

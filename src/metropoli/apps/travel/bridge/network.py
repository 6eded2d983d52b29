"""Everything that answers "how do I get there", as one bundle under one version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from metropoli.apps.travel.bridge.alerts import Alerts
from metropoli.apps.travel.bridge.arrays import Bundle, load_bundle, save_bundle
from metropoli.apps.travel.bridge.basemap import Basemap
from metropoli.apps.travel.bridge.days import USUAL, Days, Footing, only_vehicles
from metropoli.apps.travel.bridge.grounds import Grounds
from metropoli.apps.travel.bridge.joining import Changes, Gates
from metropoli.apps.travel.bridge.weighings import Till, Weighings
from metropoli.engines import journeys
from metropoli.engines.streets import Links, Streets

BUNDLES = (
    Streets,
    journeys.Timetable,
    journeys.Shapes,
    journeys.Flex,
    journeys.Tariff,
    Links,
    Links,
    Gates,
    Changes,
    journeys.StopWalks,
    Basemap,
)
WORDS = (
    journeys.Labels,
    journeys.Line,
    journeys.StopLabel,
    journeys.Products,
    journeys.Product,
    journeys.Pass,
    journeys.FlexLabels,
    journeys.BookingRule,
)
# How arrays and words are laid out on disk. Software that lays them out otherwise builds its own.
FORM = hashlib.sha256(
    repr(
        [
            *(bundle._fields for bundle in BUNDLES),
            *([(one.name, one.type) for one in fields(words)] for words in WORDS),
        ]
    ).encode()
).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class About:
    """What a network says of itself."""

    version: str
    zone: str
    generated: bool
    credits: tuple[str, ...]
    center_lat_deg: float
    center_lon_deg: float
    first_day: int  # proleptic ordinal; 0 where there is no timetable
    last_day: int


class LinesAt(NamedTuple):
    """Which lines call at a stop: stop i owns `line[first[i]:first[i + 1]]`."""

    first: NDArray[np.int64]
    line: NDArray[np.int32]
    calls: NDArray[np.int64]  # by stop: vehicles over the whole period, to tell busy from quiet


@dataclass(frozen=True, slots=True)
class Rows:
    """Where a stop or a line that an address names is found."""

    stops: dict[str, int]
    lines: dict[str, int]
    children: dict[int, tuple[int, ...]]  # by the row of a station: its platforms


@dataclass(frozen=True, slots=True, eq=False)
class Live:
    """How things are now. Where vehicles are believed, the network that has this runs as they do."""

    planned: Network
    followed: journeys.Followed | None  # none: the timetable holds
    at: int  # when vehicles were last heard of (epoch), 0 if they are not followed
    doubt: str  # code of why not
    alerts: Alerts
    positions: tuple[tuple[journeys.Position, journeys.Directory], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """How late the lines were: passages by row of Labels.lines and delay."""

    counts: NDArray[np.int64]
    since: int  # epoch
    n_lines: int  # seen often enough to speak for themselves


@dataclass(frozen=True, slots=True)
class Network:
    """Streets and timetable of a city, with the words that their rows stand for."""

    about: About
    streets: Streets | None  # none where only a timetable was loaded
    street_names: tuple[str, ...]
    timetable: journeys.Timetable
    shapes: journeys.Shapes
    labels: journeys.Labels
    flex: journeys.Flex  # services on demand
    flex_labels: journeys.FlexLabels
    tariff: journeys.Tariff
    products: journeys.Products  # what the rows of the tariff are called
    links: Links | None  # every stop on the walking graph
    flat_links: Links | None  # and on the one without steps
    gates: Gates
    without_steps: Changes  # the timetable's changes, for who cannot climb
    far_walks: journeys.StopWalks  # more changes, for who walks far
    lines_at: LinesAt
    basemap: Basemap
    rows: Rows
    days: Days = field(default_factory=Days)
    weighings: Weighings = field(default_factory=Weighings)
    live: Live | None = None  # how things are now
    observed: Observed | None = None  # how late its lines were
    grounds: Grounds = field(default_factory=Grounds)

    def stops_on_foot(self, *, step_free: bool) -> Links | None:
        """Return where every stop touches the ground that somebody can walk on."""
        return self.flat_links if step_free else self.links

    def till(self, owned: frozenset[str]) -> Till:
        """Return the tariff as it is for who owns some passes."""
        return self.weighings.till(self.tariff, self.products, owned)

    def weighing(self, day: journeys.Day, owned: frozenset[str]) -> journeys.Weighing:
        """Return a day ready to be weighed: made once for who owns the same passes."""
        return self.weighings.at(day, self.till(owned), self.labels.lines, self.delays)

    @property
    def delays(self) -> journeys.DelayTable:
        """Return how late the lines run: a model, as long as nobody has observed it."""
        if self.observed is not None:
            return journeys.observed_delays(self.labels.lines, self.observed.counts)
        return journeys.modelled_delays(self.labels.lines)

    def day(self, ordinal: int, footing: Footing = USUAL) -> journeys.Day:
        """
        Return the view of a day (proleptic ordinal), cut once for every request of that day.

        :raises NotFound: the timetable does not reach that day
        """
        timetable = self.timetable
        if footing.step_free:
            timetable = timetable._replace(**self.without_steps._asdict())
        if footing.walks_far:
            timetable = journeys.add_walks(timetable, self.far_walks)
        timetable = only_vehicles(timetable, self.labels.lines, footing.vehicles)
        return self.days.at(timetable, ordinal, footing)


def write(network: Network, folder: Path) -> None:
    """Write a network so that workers can map it."""
    save_bundle(folder / "timetable", network.timetable)
    save_bundle(folder / "shapes", network.shapes)
    if network.streets is not None:
        save_bundle(folder / "streets", network.streets)
    if network.links is not None:
        save_bundle(folder / "links", network.links)
    if network.flat_links is not None:
        save_bundle(folder / "flat_links", network.flat_links)
    save_bundle(folder / "flex", network.flex)
    _write_words(folder / "flex_labels.json", asdict(network.flex_labels))
    save_bundle(folder / "tariff", network.tariff)
    _write_words(folder / "products.json", asdict(replace(network.products, doubts=())))
    save_bundle(folder / "gates", network.gates)
    save_bundle(folder / "without_steps", network.without_steps)
    save_bundle(folder / "far_walks", network.far_walks)
    save_bundle(folder / "lines_at", network.lines_at)
    save_bundle(folder / "basemap", network.basemap)
    _write_words(folder / "street_names.json", network.street_names)
    _write_words(folder / "labels.json", asdict(network.labels))
    _write_words(folder / "about.json", asdict(network.about))


def load(folder: Path) -> Network:
    """Map the network of a folder that `write` filled."""
    about = _read_words(folder / "about.json")
    labels = _labels(_read_words(folder / "labels.json"))
    timetable = load_bundle(folder / "timetable", journeys.Timetable)
    return Network(
        about=About(**(about | {"credits": tuple(about["credits"])})),
        streets=_if_there(folder / "streets", Streets),
        street_names=tuple(_read_words(folder / "street_names.json")),
        timetable=timetable,
        shapes=load_bundle(folder / "shapes", journeys.Shapes),
        labels=labels,
        flex=load_bundle(folder / "flex", journeys.Flex),
        flex_labels=_flex_labels(_read_words(folder / "flex_labels.json")),
        tariff=load_bundle(folder / "tariff", journeys.Tariff),
        products=_products(_read_words(folder / "products.json")),
        links=_if_there(folder / "links", Links),
        flat_links=_if_there(folder / "flat_links", Links),
        gates=load_bundle(folder / "gates", Gates),
        without_steps=load_bundle(folder / "without_steps", Changes),
        far_walks=load_bundle(folder / "far_walks", journeys.StopWalks),
        lines_at=load_bundle(folder / "lines_at", LinesAt),
        basemap=load_bundle(folder / "basemap", Basemap),
        rows=find_rows(timetable, labels),
    )


def find_rows(timetable: journeys.Timetable, labels: journeys.Labels) -> Rows:
    """Return the rows of everything that an address can name."""
    children: dict[int, list[int]] = {}
    for row, parent in enumerate(timetable.stop_parent.tolist()):
        if parent != row:
            children.setdefault(parent, []).append(row)
    return Rows(
        stops={key_of(stop.feed, stop.id): row for row, stop in enumerate(labels.stops)},
        lines={key_of(line.feed, line.id): row for row, line in enumerate(labels.lines)},
        children={parent: tuple(rows) for parent, rows in children.items()},
    )


def key_of(feed: str, public_id: str) -> str:
    """Return the name of a stop or a line in addresses and in the API."""
    return f"{feed}:{public_id}"


def _if_there(folder: Path, kind: type[Bundle]) -> Bundle | None:
    return load_bundle(folder, kind) if folder.exists() else None


def _labels(written: dict[str, Any]) -> journeys.Labels:
    return journeys.Labels(
        stops=tuple(journeys.StopLabel(**stop) for stop in written["stops"]),
        lines=tuple(journeys.Line(**line) for line in written["lines"]),
        headsigns=tuple(written["headsigns"]),
        trip_ids=tuple(written["trip_ids"]),
        zones=tuple(written["zones"]),
    )


def _flex_labels(written: dict[str, Any]) -> journeys.FlexLabels:
    return journeys.FlexLabels(
        trip_ids=tuple(written["trip_ids"]),
        areas=tuple(written["areas"]),
        rules=tuple(journeys.BookingRule(**rule) for rule in written["rules"]),
    )


def _products(written: dict[str, Any]) -> journeys.Products:
    return journeys.Products(
        sold=tuple(
            journeys.Product(**(one | {"media": tuple(one["media"])})) for one in written["sold"]
        ),
        passes=tuple(
            journeys.Pass(one["product"], tuple(one["rides"])) for one in written["passes"]
        ),
        currency=written["currency"],
        sources=tuple((one[0], one[1], one[2], one[3], one[4]) for one in written["sources"]),
    )


def _write_words(path: Path, words: object) -> None:
    path.write_text(json.dumps(words, ensure_ascii=False))


def _read_words(path: Path) -> Any:
    return json.loads(path.read_text())

"""What changes the territory: Comuni, their boundaries, places and perimeters."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

import metropoli
from metropoli.apps.data import services as data
from metropoli.apps.data.models import Dataset
from metropoli.apps.data.types import DatasetCard, Reading
from metropoli.apps.territory import queries, rules
from metropoli.apps.territory.models import Comune, Perimeter, Place
from metropoli.apps.territory.types import ComuneFacts, ComuneInfo, PerimeterFacts, PlaceFacts
from metropoli.apps.words import services as words
from metropoli.apps.words.types import Entry
from metropoli.base.errors import Invalid, NotFound
from metropoli.base.progress import Progress, silent

BATCH = 500
CHANGING = [f.name for f in fields(PlaceFacts) if f.name not in {"kind", "key"}]
CHANGING += ["west_deg", "south_deg", "east_deg", "north_deg", "comune", "dataset"]
FACTS = Path(__file__).parent / "facts"
SHIPPED = DatasetCard(
    code="comuni-torino",
    title_it="Comuni della Città metropolitana di Torino",
    title_en="Comuni of the Metropolitan City of Turin",
    publisher="ISTAT",
    source="comuni.csv",
    licence="CC-BY-4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    attribution="ISTAT; openpolis/geojson-italy; opendatasicilia/comuni-italiani",
    description_it="Codice ISTAT, nome, residenti (2023), superficie e posizione del centro abitato.",
    description_en="ISTAT code, name, residents (2023), area and position of the town centre.",
    frequency="yearly",
)
Extent = tuple[float, float, float, float]


@transaction.atomic
def load_comuni(*, rows: Iterable[ComuneFacts], dataset: str) -> int:
    """
    Make these the Comuni of a dataset: new ones come, changed ones change, missing ones go.

    A boundary that was loaded before stays where the row brings none. Returns how many there are.

    :raises NotFound: the dataset was never declared
    :raises Invalid: a code, a position, a figure or a boundary cannot be right
    """
    owner = _dataset(dataset)
    codes: set[str] = set()
    for facts in rows:
        values = _comune_values(facts)
        Comune.objects.update_or_create(istat=facts.istat, defaults=values | {"dataset": owner})
        codes.add(facts.istat)
    Comune.objects.filter(dataset=owner).exclude(istat__in=codes).delete()
    return len(codes)


@transaction.atomic
def load_boundaries(*, boundaries: Mapping[str, bytes]) -> int:
    """
    Give Comuni their boundary: WKB in WGS 84 by ISTAT code. Unknown codes are passed over.

    :raises Invalid: a boundary cannot be read
    """
    known = set(Comune.objects.filter(istat__in=list(boundaries)).values_list("istat", flat=True))
    for istat in known:
        Comune.objects.filter(istat=istat).update(**_boundary_values(istat, boundaries[istat]))
    return len(known)


@transaction.atomic
def load_places(*, rows: Iterable[PlaceFacts], dataset: str, progress: Progress = silent) -> int:
    """
    Make these the places of a dataset: new ones come, changed ones change, missing ones go.

    Each is given the Comune in which it lies. Returns how many there are.

    :raises NotFound: the dataset was never declared
    :raises Invalid: a position or a geometry cannot be right
    """
    owner = _dataset(dataset)
    facts = list({(row.kind, row.key): row for row in rows}.values())
    comuni = queries.comuni_of_points([f.lat_deg for f in facts], [f.lon_deg for f in facts])
    new = [_place(f, istat, owner) for f, istat in zip(facts, comuni, strict=True)]
    for first in range(0, len(new), BATCH):
        Place.objects.bulk_create(
            new[first : first + BATCH],
            update_conflicts=True,
            unique_fields=["kind", "key"],
            update_fields=CHANGING,
        )
        progress(f"{min(first + BATCH, len(new)):,} places of {dataset} written")
    _forget_places(owner, keep={(row.kind, row.key) for row in facts})
    return len(new)


@transaction.atomic
def define_perimeter(*, facts: PerimeterFacts) -> Perimeter:
    """
    Write down a perimeter, or correct what was written of it.

    :raises Invalid: it holds no Comune, or one that we do not know
    """
    if not facts.comuni:
        raise Invalid("empty_perimeter", perimeter=facts.code)
    known = list(Comune.objects.filter(istat__in=facts.comuni))
    strangers = sorted(facts.comuni - {comune.istat for comune in known})
    if strangers:
        raise Invalid("perimeter_of_strangers", perimeter=facts.code, comuni=", ".join(strangers))
    values = asdict(facts)
    del values["comuni"], values["code"]
    perimeter, _ = Perimeter.objects.update_or_create(code=facts.code, defaults=values)
    perimeter.comuni.set(known)
    return perimeter


@transaction.atomic
def load_shipped_facts() -> int:
    """
    Load the Comuni and perimeters of Torino that are written down beside this code.

    Their names go to the search with `name_comuni`. Returns how many Comuni there are.
    """
    table = (FACTS / "comuni.csv").read_bytes()
    rows = [_shipped(row) for row in csv.DictReader(io.StringIO(table.decode()))]
    data.declare_dataset(card=SHIPPED)
    load_comuni(rows=rows, dataset=SHIPPED.code)
    shipped = tomllib.loads((FACTS / "perimeters.toml").read_text())["perimeter"]
    for values in shipped:
        prefix = values.pop("prefix", None)
        listed = values.pop("comuni", ())
        comuni = frozenset(r.istat for r in rows if prefix and r.istat.startswith(prefix))
        define_perimeter(facts=PerimeterFacts(**values, comuni=comuni | frozenset(listed)))
    reading = Reading(
        sha256=hashlib.sha256(table).hexdigest(),
        size_bytes=len(table),
        software_version=metropoli.__version__,
        counts={"comuni": len(rows), "perimeters": len(shipped)},
    )
    data.record_import(code=SHIPPED.code, reading=reading)
    return len(rows)


def _shipped(row: dict[str, str]) -> ComuneFacts:
    return ComuneFacts(
        istat=row["istat"],
        name_it=row["name_it"],
        name_en=row["name_en"],
        population=int(row["population"]),
        population_year=int(row["population_year"]),
        area_km2=float(row["area_km2"]),
        lat_deg=float(row["lat_deg"]),
        lon_deg=float(row["lon_deg"]),
        altitude_m=float(row["altitude_m"]) if row["altitude_m"] else None,
    )


def name_comuni(*, rebuild: bool = True) -> int:
    """Give the names of all Comuni to the search. Returns how many there are."""
    with translation.override(settings.LANGUAGE_CODE):
        entries = [_entry(info) for info in queries.comuni()]
    return words.index_entries(source="comuni", entries=entries, rebuild=rebuild)


def _entry(info: ComuneInfo) -> Entry:
    return Entry(
        kind="comune",
        key=info.istat,
        name_it=info.name_it,
        name_en=info.name_en,
        lat_deg=info.lat_deg,
        lon_deg=info.lon_deg,
        weight=info.population,
        url=reverse("territory:comune", args=[info.istat]),
    )


def _dataset(code: str) -> Dataset:
    owner = Dataset.objects.filter(code=code).first()
    if owner is None:
        raise NotFound("unknown_dataset", dataset=code)
    return owner


def _comune_values(facts: ComuneFacts) -> dict[str, Any]:
    if not rules.is_istat(facts.istat):
        raise Invalid("bad_istat", istat=facts.istat[:40])
    _check_position(facts.name_it, facts.lat_deg, facts.lon_deg)
    if facts.population < 0 or not 0 < facts.area_km2 < math.inf:
        raise Invalid("bad_facts", name=facts.name_it)
    values = asdict(facts)
    boundary = values.pop("boundary_wkb")
    return values if boundary is None else values | _boundary_values(facts.istat, boundary)


def _boundary_values(name: str, wkb: bytes) -> dict[str, Any]:
    west, south, east, north = _extent(name, wkb)
    box = {"west_deg": west, "south_deg": south, "east_deg": east, "north_deg": north}
    return {"boundary_wkb": wkb, **box}


def _place(facts: PlaceFacts, istat: str | None, owner: Dataset) -> Place:
    _check_position(facts.name_it, facts.lat_deg, facts.lon_deg)
    lat, lon = facts.lat_deg, facts.lon_deg
    west, south, east, north = lon, lat, lon, lat
    if facts.geometry_wkb is not None:
        box = _extent(facts.name_it, facts.geometry_wkb)
        # The position is where people are sent; it belongs to the box even beside the geometry.
        west, south = min(west, box[0]), min(south, box[1])
        east, north = max(east, box[2]), max(north, box[3])
    return Place(
        **asdict(facts),
        west_deg=west,
        south_deg=south,
        east_deg=east,
        north_deg=north,
        comune_id=istat,
        dataset=owner,
    )


def _check_position(name: str, lat_deg: float, lon_deg: float) -> None:
    if not rules.is_on_earth(lat_deg, lon_deg):
        raise Invalid("bad_position", name=name, lat_deg=lat_deg, lon_deg=lon_deg)


def _extent(name: str, wkb: bytes) -> Extent:
    try:
        geometry = shapely.from_wkb(wkb)
    except shapely.GEOSException:
        raise Invalid("bad_geometry", name=name) from None
    west, south, east, north = (float(side) for side in geometry.bounds)
    # The bounds of an empty geometry are not numbers, and are not on Earth either.
    if not (rules.is_on_earth(south, west) and rules.is_on_earth(north, east)):
        raise Invalid("bad_geometry", name=name)
    return west, south, east, north


def _forget_places(owner: Dataset, keep: set[tuple[str, str]]) -> None:
    rows = Place.objects.filter(dataset=owner).values_list("id", "kind", "key")
    gone = [pk for pk, kind, key in rows if (kind, key) not in keep]
    for first in range(0, len(gone), BATCH):
        Place.objects.filter(id__in=gone[first : first + BATCH]).delete()

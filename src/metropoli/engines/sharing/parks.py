"""
Car parks with their free places: 5T's XML, GeoJSON or CSV, and lists that name the same things.

5T's format is an XML file with one `PK_data` element a car park (`Name ID status Total Free lat
lng`); `status` 0 means that its counter does not speak, and then what is free is not known,
whatever the file says. GeoJSON properties and CSV columns may bear any of the names in `NAMES`.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from metropoli.engines.sharing.notebook import Notebook
from metropoli.engines.sharing.places import position_of
from metropoli.engines.sharing.rows import (
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_ROWS,
    Row,
    parse,
)
from metropoli.engines.sharing.types import CarPark, ToldParks

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "park_id"),
    "name": ("name", "nome"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "longitude"),
    "n_places": ("total", "capacity", "n_places", "posti"),
    "n_free": ("free", "available", "n_free", "liberi"),
    "status": ("status",),
    "park_ride": ("park_ride", "park_and_ride", "is_park_ride"),
    "is_open": ("open", "is_open"),
    "hour_cents": ("hour_cents",),
    "day_cents": ("day_cents",),
    "fee_note": ("fee_note", "charge"),
    "seen_at": ("seen_at", "last_updated"),
}
TEXTS = {"id", "name", "status", "park_ride", "is_open", "fee_note"}
YES = {"1", "yes", "true", "si", "sì"}
SILENT = 0  # status of a counter that does not speak
MOST_CENTS = 100_000


def read_parks(content: bytes, file: str) -> ToldParks:
    """
    Read a list of car parks; rows without a name or a position are left out and told.

    The form is known by how the file begins: `<` XML, `{` GeoJSON, anything else CSV.
    """
    notebook = Notebook()
    if len(content) > MOST_BYTES:
        notebook.note("sharing_too_large", file, size=str(len(content)))
        return ToldParks((), notebook.problems())
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    read = {b"<": _xml, b"{": _geojson}.get(start, _csv)
    seen_s, rows = read(content, file, notebook)
    kept: dict[str, CarPark] = {}
    for row in rows[:MOST_ROWS]:
        park = _park(row, seen_s)
        if park is None:
            continue
        if park.id in kept:
            notebook.note("sharing_twice", file, row.where, value=park.id)
        else:
            kept[park.id] = park
    if not kept:
        notebook.note("sharing_not_readable", file, reason="no car park in it")
    return ToldParks(tuple(kept.values()), notebook.problems(), seen_s)


def _park(row: Row, seen_s: int | None) -> CarPark | None:
    name = row.text("name")
    lat_deg, lon_deg = position_of(row)
    if not name or lat_deg is None or lon_deg is None:
        row.lacks("lat" if name else "name")
        return None
    n_places = row.whole("n_places") or None
    n_free = None if row.text("status") == str(SILENT) else row.whole("n_free")
    own_s = row.instant_s("seen_at") if row.has("seen_at") else None
    return CarPark(
        id=row.name("id") or name,
        name=name,
        lat_deg=lat_deg,
        lon_deg=lon_deg,
        n_places=n_places,
        n_free=n_free,
        is_park_ride=row.text("park_ride").lower() in YES,
        is_open=not row.has("is_open") or row.text("is_open").lower() in YES,
        hour_cents=row.whole("hour_cents", MOST_CENTS),
        day_cents=row.whole("day_cents", MOST_CENTS),
        fee_note=row.text("fee_note"),
        seen_s=own_s if own_s is not None else seen_s,
    )


def _row(notebook: Notebook, file: str, where: str, fields: Mapping[str, object]) -> Row:
    """Return a row under our names; texts that are numbers become numbers."""
    lower = {str(name).strip().lower(): value for name, value in fields.items() if name}
    told: dict[str, object] = {}
    for ours, theirs in NAMES.items():
        value = next((lower[name] for name in theirs if lower.get(name) not in (None, "")), None)
        if value is not None:
            told[ours] = _plain(ours, value)
    return Row(notebook, file, where, told)


def _plain(name: str, value: object) -> object:
    """Return a text for what is text, a number for what is a number, else what was written."""
    if name in TEXTS:
        return value if isinstance(value, str) else json.dumps(value)[:LONGEST_TEXT]
    if isinstance(value, str) and name != "seen_at":
        try:
            number = float(value)
        except ValueError:
            return value
        return number if math.isfinite(number) else value
    return value


def _xml(content: bytes, file: str, notebook: Notebook) -> tuple[int | None, list[Row]]:
    elements: list[tuple[int, dict[str, str]]] = []
    head: dict[str, object] = {}
    parser = expat.ParserCreate()

    def begin(name: str, attributes: dict[str, str]) -> None:
        plain = name.rsplit(":", 1)[-1]
        if plain == "traffic_data":
            head["end"] = attributes.get("end_time") or attributes.get("generation_time")
        elif plain == "PK_data":
            elements.append((parser.CurrentLineNumber, attributes))

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type")

    parser.StartElementHandler = begin
    # Entities of a document type can blow a small file up to any size.
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes positions only
    except (expat.ExpatError, ValueError, LookupError) as error:
        notebook.note("sharing_not_readable", file, reason=str(error))
    seen_s = Row(notebook, file, "traffic_data", head).instant_s("end") if head else None
    return seen_s, [
        _row(notebook, file, f"PK_data[{i}]", fields) for i, (_, fields) in enumerate(elements)
    ]


def _geojson(content: bytes, file: str, notebook: Notebook) -> tuple[int | None, list[Row]]:
    top = parse(content, file, notebook)
    if top is None:
        return None, []
    rows = []
    for feature in top.rows("features"):
        properties, geometry = feature.row("properties"), feature.row("geometry")
        point = geometry.fields.get("coordinates") if geometry else None
        fields = dict(properties.fields) if properties else {}
        if isinstance(point, list) and len(point) > 1:
            fields |= {"lon": point[0], "lat": point[1]}
        rows.append(_row(notebook, file, feature.where, fields))
    seen = next((name for name in ("seen_at", "last_updated") if top.has(name)), None)
    return (top.instant_s(seen) if seen else None), rows


def _csv(content: bytes, file: str, notebook: Notebook) -> tuple[int | None, list[Row]]:
    text = content.decode("utf-8-sig", "replace")
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    return None, list(_csv_rows(text, separator, file, notebook))


def _csv_rows(text: str, separator: str, file: str, notebook: Notebook) -> Iterator[Row]:
    try:
        for i, fields in enumerate(csv.DictReader(io.StringIO(text), delimiter=separator)):
            if i > MOST_ROWS:
                notebook.note("sharing_too_many", file, "", value=str(i))
                return
            plain = {name: value for name, value in fields.items() if isinstance(value, str)}
            yield _row(notebook, file, f"row {i + 2}", plain)
    except csv.Error as error:
        notebook.note("sharing_not_readable", file, reason=str(error))

"""What changes the index of everything that has a name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

import tantivy
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from metropoli import plan
from metropoli.apps.words import models, queries, rules
from metropoli.apps.words.types import Entry
from metropoli.base import clock, snapshots
from metropoli.base.progress import Progress, silent

Row = TypeVar("Row")
BATCH = 5_000
OF_A_CARD = 10_000  # a project of the plan concerns about as many people as a town
HEAP_BYTES = 128_000_000
COLUMNS = [field.name for field in fields(Entry)]
VALUES = attrgetter(*COLUMNS)
LONGEST = [getattr(models.Entry, name).field.max_length for name in COLUMNS]


def index_entries(
    *, source: str, entries: Iterable[Entry], rebuild: bool = True, progress: Progress = silent
) -> int:
    """
    Replace everything that a source gave to the index, and put the new index in service.

    Entries without a name are left out: nobody can ask for them. Several sources in a row are
    cheaper with `rebuild=False` and one `rebuild_index()` at the end. Returns how many are in.
    """
    with transaction.atomic():
        models.Entry.objects.filter(source=source).delete()
        n_entries = 0
        for batch in _batches(_rows(source, entries)):
            models.Entry.objects.bulk_create(batch, batch_size=BATCH)
            n_entries += len(batch)
            progress(f"{n_entries:,} names of {source} written")
    if rebuild:
        rebuild_index(progress=progress)
    return n_entries


def name_cards(*, rebuild: bool = True) -> int:
    """Give the projects of the plan to the search. Returns how many there are."""
    with translation.override(settings.LANGUAGE_CODE):
        entries = [
            Entry(
                kind="card",
                key=card.code,
                name_it=card.title.it,
                name_en=card.title.en,
                context_it=f"{card.code} · {card.area.title.it}",
                context_en=f"{card.code} · {card.area.title.en}",
                weight=OF_A_CARD,
                url=reverse("card", args=[card.code]),
            )
            for card in plan.cards()
        ]
    return index_entries(source="cards", entries=entries, rebuild=rebuild)


def rebuild_index(*, progress: Progress = silent) -> str:
    """Build the index anew from the table, put it in service and return its version."""
    shelf = queries.index_shelf()
    with snapshots.one_at_a_time(shelf):
        version = clock.now().strftime("%Y%m%dT%H%M%S%f")
        snapshots.publish(shelf, version, lambda folder: _write(folder, progress))
    return version


def _write(folder: Path, progress: Progress) -> None:
    schema = queries.make_schema()
    writer = tantivy.Index(schema, path=str(folder)).writer(HEAP_BYTES, 1)
    rows = models.Entry.objects.order_by("id").values_list(*COLUMNS).iterator(BATCH)
    n_written = 0
    for batch in _batches(Entry(*row) for row in rows):
        for entry in batch:
            writer.add_document(_document(entry))
        n_written += len(batch)
        progress(f"{n_written:,} names indexed")
    writer.commit()
    writer.wait_merging_threads()


def _document(entry: Entry) -> tantivy.Document:
    names = [name for name in (entry.name_it, entry.name_en) if name]
    contexts = [name for name in (entry.context_it, entry.context_en) if name]
    wholes = [rules.whole(name) for name in names]
    document = tantivy.Document(
        words=" ".join(word for name in names for word in rules.index_words(name)),
        context=" ".join(word for name in contexts for word in rules.index_words(name)),
        whole=wholes,
        first=[whole.split()[0] for whole in wholes if whole],
        kind=entry.kind,
        weight=rules.weight_share(entry.weight),
        card=json.dumps(dict(zip(COLUMNS, VALUES(entry), strict=True))).encode(),
    )
    if entry.lat_deg is not None and entry.lon_deg is not None:
        document.add_text("cell", " ".join(queries.cells(entry.lat_deg, entry.lon_deg)))
    return document


def _rows(source: str, entries: Iterable[Entry]) -> Iterator[models.Entry]:
    for entry in entries:
        values = dict(zip(COLUMNS, map(_fit, LONGEST, VALUES(entry)), strict=True))
        if values["name_it"]:
            yield models.Entry(source=source, **values)


def _fit(longest: int | None, value: object) -> object:
    # Feeds carry control characters and endless names; PostgreSQL refuses both.
    if not isinstance(value, str):
        return value
    return " ".join(value.replace("\0", " ").split())[:longest]


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch

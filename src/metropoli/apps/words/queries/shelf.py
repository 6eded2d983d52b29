"""Where the index lies on disk, and what one of its documents is."""

from __future__ import annotations

from pathlib import Path

import tantivy
from django.conf import settings

from metropoli.base import snapshots


def make_schema() -> tantivy.Schema:
    """Return the shape of a document; every word was cut and folded by the rules beforehand."""
    builder = tantivy.SchemaBuilder()
    for name in ("words", "context", "cell"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("whole", "first", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("card", stored=True)
    return builder.build()


def index_shelf() -> Path:
    """Return the folder that holds the versions of the index."""
    return Path(settings.VAR) / "index"


def index_version() -> str | None:
    """Return the version in service, or nothing if there is none yet."""
    return snapshots.current_version(index_shelf())


def open_index(folder: Path) -> tuple[tantivy.Schema, tantivy.Searcher]:
    index = tantivy.Index.open(str(folder))
    index.config_reader(reload_policy="manual")
    index.reload()
    return index.schema, index.searcher()


OPENED = snapshots.Snapshot(open_index)

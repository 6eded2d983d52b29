"""The miniature city, in service: its arrays are built once, its tables are written where asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from apps.travel import miniature
from metropoli.apps.travel import services
from metropoli.apps.travel.bridge import line_entries, stop_entries
from metropoli.apps.travel.services.serving import network
from metropoli.apps.words import services as words


@pytest.fixture(scope="session")
def city_folder(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: Any, django_db_blocker: Any
) -> Path:
    """A `var/` in which the miniature city is in service; the database is left as it was."""
    return build_once(tmp_path_factory.mktemp("city"), load_city, django_db_blocker)


def build_once(folder: Path, load: Callable[[Path], None], django_db_blocker: Any) -> Path:
    """Fill a `var/` with a city, and leave the database as it was."""
    from django.conf import settings  # noqa: PLC0415 - this one is put back at once

    before, settings.VAR = settings.VAR, folder
    with django_db_blocker.unblock(), transaction.atomic():
        load(folder)
        transaction.set_rollback(True)
    settings.VAR = before
    return folder


def load_city(folder: Path) -> None:
    """Put the streets and both operators in service, as the command does."""
    services.load_osm(path=miniature.write_streets(folder / "streets.osm"))
    for name, files in (("tram", miniature.city_feed()), ("monti", miniature.hill_feed())):
        services.load_gtfs(path=miniature.write_feed(files, folder / f"{name}.zip"))


@pytest.fixture
def city(city_folder: Path, db: None, settings: Any) -> None:
    """The miniature city in service. No name is known to the search."""
    settings.VAR = city_folder


@pytest.fixture
def named_city(city: None) -> None:
    """The miniature city in service, and its stops and lines in the search."""
    words.index_entries(source="stops", entries=stop_entries(network()), rebuild=False)
    words.index_entries(source="lines", entries=line_entries(network()))

"""Real cities in service: each is built once, its tables are written and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from metropoli.apps.travel import services
from metropoli.apps.travel.bridge import Network
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import FeedReport
from real import torino_streets

DATA = Path(__file__).parents[2] / "../shared/data"

AQUILA_FEED = DATA / "laquila/ama-laquila-2022-09-19.gtfs.zip"
AQUILA_STREETS = DATA / "laquila/laquila-2019-04.osm.pbf"
TRENTO_FEED = DATA / "trento/trentino-trasporti-urbano-2026-06-29.gtfs.zip"
PORTO_ALEGRE_BUSES = DATA / "porto-alegre/poa_eptc.zip"
PORTO_ALEGRE_METRO = DATA / "porto-alegre/poa_trensurb.zip"
PORTO_ALEGRE_STREETS = DATA / "porto-alegre/poa_osm.pbf"
TORINO_FEED = DATA / "torino-gtfs-ricostruito/torino-gtt-RICOSTRUITO-2026.gtfs.zip"


class City(NamedTuple):
    """A city that was loaded: where it lies, what its feeds reported."""

    var: Path
    reports: dict[str, FeedReport]


Build = Callable[..., City]


@pytest.fixture(scope="session")
def build(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: Any, django_db_blocker: Any
) -> Iterator[Build]:
    """Load streets and feeds as the command does, once for each city; the database forgets them."""
    from django.conf import settings  # noqa: PLC0415 - this one is put back at once

    built: dict[str, City] = {}

    def once(name: str, *, feeds: dict[str, Path], streets: Path | None = None) -> City:
        if name not in built:
            needed = [*feeds.values(), *([streets] if streets else [])]
            absent = [path.name for path in needed if not path.exists()]
            if absent:
                pytest.skip(f"not beside the project (../shared/data): {', '.join(absent)}")
            var = tmp_path_factory.mktemp(name)
            before, settings.VAR = settings.VAR, var
            try:
                with django_db_blocker.unblock(), transaction.atomic():
                    reports = _load(feeds, streets)
                    transaction.set_rollback(True)
            finally:
                settings.VAR = before
            built[name] = City(var, reports)
        return built[name]

    return once


def _load(feeds: dict[str, Path], streets: Path | None) -> dict[str, FeedReport]:
    if streets:
        services.load_osm(path=streets)
    return {name: services.load_gtfs(path=path, name=name) for name, path in feeds.items()}


@pytest.fixture
def aquila(build: Build, settings: Any) -> Network:
    city = build("aquila", feeds={"ama": AQUILA_FEED}, streets=AQUILA_STREETS)
    settings.VAR = city.var
    return network()


@pytest.fixture
def trento(build: Build, settings: Any) -> City:
    city = build("trento", feeds={"tt": TRENTO_FEED})
    settings.VAR = city.var
    return city


@pytest.fixture
def porto_alegre(build: Build, settings: Any) -> City:
    feeds = {"metro": PORTO_ALEGRE_METRO, "bus": PORTO_ALEGRE_BUSES}
    city = build("porto-alegre", feeds=feeds, streets=PORTO_ALEGRE_STREETS)
    settings.VAR = city.var
    return city


@pytest.fixture(scope="session")
def torino_streets_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real streets of Torino as an OSM file."""
    if not torino_streets.is_there():
        pytest.skip("the streets of Torino are not beside the project (../shared/data)")
    file = tmp_path_factory.mktemp("streets") / "torino.osm"
    file.write_bytes(torino_streets.torino_osm_xml())
    return file


@pytest.fixture
def torino(build: Build, torino_streets_file: Path, settings: Any) -> City:
    city = build("torino", feeds={"gtt": TORINO_FEED}, streets=torino_streets_file)
    settings.VAR = city.var
    return city

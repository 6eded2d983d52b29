"""The miniature city with a `var/` of its own, in which fleets can come and go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.travel import shared
from apps.travel.live import Feed
from metropoli.apps.travel import services


@pytest.fixture
def own_city(city_folder: Path, tmp_path: Path, db: None, settings: Any) -> Path:
    """The miniature city in service; what is loaded beside it is forgotten after the test."""
    var = tmp_path / "var"
    var.mkdir()
    for name in ("network", "sources"):
        (var / name).symlink_to(city_folder / name)
    settings.VAR = var
    return var


@pytest.fixture
def shared_city(own_city: Path, tmp_path: Path) -> Callable[..., None]:
    """Put fleets and car parks in service in the miniature city: `shared_city(tobi=files, …)`."""

    def put(*, parks: bytes | None = None, **fleets: dict[str, bytes]) -> None:
        for name, files in fleets.items():
            source = shared.write(files, tmp_path / "feeds" / name)
            services.load_fleet(kind="gbfs", source=source, name=name, card=shared.OPEN_CARD)
        if parks is not None:
            file = tmp_path / "parks.csv"
            file.write_bytes(parks)
            services.load_fleet(
                kind="parking", source=str(file), name="parks", card=shared.OPEN_CARD
            )

    return put


@pytest.fixture
def feed(own_city: Path, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """A live feed of the miniature city."""
    return Feed(monkeypatch)

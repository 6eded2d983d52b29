"""What driving one's own car costs, from `facts/driving.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from metropoli.apps.travel.types import Basis

FACTS = files("metropoli.apps.travel") / "facts" / "driving.toml"
M_PER_KM = 1_000.0


def own_car_cents(length_m: float) -> int:
    """Return what driving one's own car so far costs, in cents of a euro: fuel only."""
    per_km: float = _car()["cents_per_km"]
    return round(per_km * length_m / M_PER_KM)


def own_car_basis() -> Basis:
    """Return where the cost of driving comes from."""
    said = _car()
    return Basis("fares", said["source"], said["year"], said["url"], said["note"], said["note_it"])


@cache
def _car() -> dict[str, Any]:
    car: dict[str, Any] = tomllib.loads(FACTS.read_text(encoding="utf-8"))["car"]
    return car

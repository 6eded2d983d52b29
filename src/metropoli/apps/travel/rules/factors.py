"""Energy and emissions by kind of vehicle, from `facts/factors.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from metropoli.apps.travel.types import Basis, Factor

FACTS = files("metropoli.apps.travel") / "facts" / "factors.toml"
ON_STREETS = "bus"  # a vehicle that nobody described is taken for the commonest


@cache
def factors() -> dict[str, Factor]:
    """Return every factor by its kind of vehicle."""
    return read_factors(tomllib.loads(FACTS.read_text(encoding="utf-8")))


def factor(vehicle: str) -> Factor:
    """Return what one kilometre takes in a kind of vehicle (metro, tram, bus, car, e_bike, …)."""
    known = factors()
    return known.get(vehicle, known[ON_STREETS])


def read_factors(written: dict[str, Any]) -> dict[str, Factor]:
    """
    Return the factors of a registry as it is written.

    Emissions of electric vehicles follow from their energy and the grid of the country, so that
    one line changes when the country's electricity does.
    """
    grid = written["grid"]
    return {
        vehicle: _factor(vehicle, said, grid, written["source"][said["source"]])
        for vehicle, said in written["factor"].items()
    }


def _factor(
    vehicle: str, said: dict[str, Any], grid: dict[str, Any], source: dict[str, Any]
) -> Factor:
    occupants = said.get("occupants", 1)
    electric = said.get("power") == "grid"
    use_g = said["kwh"] * grid["co2_g_per_kwh"] if electric else said["use_g"]
    return Factor(
        vehicle=vehicle,
        energy_kwh=said["kwh"] / occupants,
        co2_g=(use_g + said["made_g"]) / occupants,
        occupants=occupants,
        basis=Basis(
            kind="factors",
            name=source["name"] + (f"; {grid['source']}" if electric else ""),
            year=max(source["year"], grid["year"]) if electric else source["year"],
            url=source["url"],
            note=source["note"],
            note_it=source["note_it"],
        ),
    )

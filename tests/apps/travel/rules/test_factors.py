"""Energy and emissions: figures with a source, and sums that can be done by hand."""

from __future__ import annotations

import pytest

from metropoli.apps.travel.rules.factors import factor, factors, read_factors

GRID = {"co2_g_per_kwh": 300, "source": "a grid", "year": 2025}
SOURCE = {
    "a": {"name": "a book", "url": "https://example.org", "year": 2020, "note": "", "note_it": ""}
}


def written(**said):
    return {"grid": GRID, "source": SOURCE, "factor": {"tram": {"source": "a", **said}}}


def test_an_electric_vehicle_emits_what_its_grid_does():
    tram = read_factors(written(kwh=0.1, power="grid", made_g=1.0))["tram"]
    assert tram.co2_g == pytest.approx(31.0)
    assert tram.co2_g_over(5_000) == 155
    assert tram.energy_wh_over(5_000) == 500
    assert tram.basis.year == 2025


def test_a_vehicle_is_shared_among_those_on_board():
    bus = read_factors(written(kwh=4.0, use_g=1_000.0, made_g=100.0, occupants=10))["tram"]
    assert (bus.energy_kwh, bus.co2_g) == pytest.approx((0.4, 110.0))
    assert bus.basis.year == 2020


def test_every_figure_says_where_it_comes_from():
    for known in factors().values():
        assert known.basis.name, known.vehicle
        assert known.basis.year >= 2019, known.vehicle


def test_the_city_bus_is_what_its_source_says():
    """ADEME gives 122.42 g for a passenger-kilometre; 14.5 MJ/km among 11 are 0.366 kWh."""
    assert factor("bus").co2_g == pytest.approx(122.42, abs=0.05)
    assert factor("bus").energy_kwh == pytest.approx(0.366, abs=0.001)


def test_shared_transport_is_cleaner_than_driving_alone():
    assert factor("tram").co2_g < factor("bus").co2_g < factor("car").co2_g
    assert factor("walk").co2_g == 0


def test_a_vehicle_nobody_described_is_taken_for_a_bus():
    assert factor("hovercraft") == factor("bus")

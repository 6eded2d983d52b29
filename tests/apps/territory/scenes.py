"""Square Comuni that one can check by hand."""

from __future__ import annotations

import shapely

from metropoli.apps.territory.types import ComuneFacts


def square(west, south):
    return shapely.box(west, south, west + 0.1, south + 0.1).wkb


def comune_facts(istat, name, west, *, boundary=True, **more):
    facts = {"population": 1000, "population_year": 2023, "area_km2": 80.0} | more
    return ComuneFacts(
        istat=istat,
        name_it=name,
        lat_deg=45.05,
        lon_deg=west + 0.05,
        boundary_wkb=square(west, 45.0) if boundary else None,
        **facts,
    )

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.params.functions import Query

from metropoli.apps.territory import bridge, queries, rules
from metropoli.apps.territory.types import ComuneInfo, PerimeterInfo

router = Router(tags=["territory"])


class ComuneOut(Schema):
    istat: str
    name_it: str
    name_en: str
    population: int
    population_year: int
    area_km2: float
    altitude_m: float | None
    lat_deg: float
    lon_deg: float
    dataset: str


class ComuneWithPerimetersOut(ComuneOut):
    perimeters: list[str]


class PerimeterOut(Schema):
    code: str
    kind: str
    name_it: str
    name_en: str
    source: str
    source_en: str
    n_comuni: int
    population: int
    area_km2: float


class PerimeterWithComuniOut(PerimeterOut):
    comuni: list[str]
    relations: dict[str, str]


@router.get("/comuni", response=list[ComuneOut], summary="List the Comuni", auth=None)
def comuni(
    request: HttpRequest,
    perimeter: str = Query("", description="The code of a perimeter."),
    q: str = Query("", description="A part of the name.", max_length=100),
) -> list[ComuneInfo]:
    """Return the Comuni by name, of the whole territory or of one perimeter."""
    if perimeter:
        queries.perimeter(perimeter)
    return list(queries.comuni(perimeter=perimeter, text=q))


@router.get("/comuni/{istat}", response=ComuneWithPerimetersOut, summary="Read a Comune", auth=None)
def comune(request: HttpRequest, istat: str) -> dict[str, Any]:
    """Return one Comune and the codes of the perimeters that hold it."""
    found = queries.comune(istat)
    values = {name: getattr(found, name) for name in ComuneOut.model_fields}
    return values | {"perimeters": [p.code for p in queries.perimeters(of_comune=istat)]}


@router.get("/perimeters", response=list[PerimeterOut], summary="List the perimeters", auth=None)
def perimeters(request: HttpRequest) -> list[PerimeterInfo]:
    """Return the perimeters, the widest first, with the sums over their Comuni."""
    return list(queries.perimeters())


@router.get(
    "/perimeters/{code}", response=PerimeterWithComuniOut, summary="Read a perimeter", auth=None
)
def perimeter(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return one perimeter, its Comuni, and how it stands to every other perimeter."""
    found = queries.perimeter(code)
    values = {name: getattr(found, name) for name in PerimeterOut.model_fields}
    comuni = sorted(queries.comuni_codes(code))
    return values | {"comuni": comuni, "relations": dict(queries.relations(code))}


@router.get("/places", response=dict[str, Any], summary="Find places in a box", auth=None)
def places(
    request: HttpRequest,
    bbox: str = Query(..., description="west,south,east,north in degrees."),
    kinds: str = Query("", description="Only these kinds, with commas.", max_length=400),
    limit: int = Query(500, ge=1, le=5000),
) -> dict[str, Any]:
    """Return the places whose own box meets this one, as GeoJSON."""
    wanted = [kind for kind in kinds.split(",") if kind]
    found = queries.places_in(rules.read_box(bbox), kinds=wanted, limit=limit)
    return bridge.places_drawing(list(found))

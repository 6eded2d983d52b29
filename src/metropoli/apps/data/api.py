from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.params.functions import Query

from metropoli.apps.data import queries
from metropoli.apps.data.messages import reason
from metropoli.apps.data.types import DatasetInfo, Freshness, ProblemInfo
from metropoli.base import clock

router = Router(tags=["data"])


class VersionOut(Schema):
    number: int
    status: str
    sha256: str
    size_bytes: int
    imported_at: datetime
    checked_at: datetime
    counts: dict[str, int]
    valid_from: date | None
    valid_until: date | None
    software_version: str
    n_problems: dict[str, int]


class DatasetOut(Schema):
    code: str
    title_it: str
    title_en: str
    description_it: str
    description_en: str
    publisher: str
    source: str
    licence: str
    licence_url: str
    attribution: str
    frequency: str
    generated: bool
    privacy: str
    freshness: str
    freshness_reasons: list[str]
    in_service: VersionOut | None


class DatasetWithVersionsOut(DatasetOut):
    versions: list[VersionOut]


class ProblemOut(Schema):
    severity: str
    code: str
    sentence: str
    file: str
    line: int | None
    count: int


@router.get("/datasets", response=list[DatasetOut], summary="List the datasets", auth=None)
def datasets(
    request: HttpRequest,
    q: str = Query("", description="Words of the title or the description.", max_length=100),
    licence: str = Query("", description="Only this licence.", max_length=64),
    freshness: Freshness | None = None,
) -> list[dict[str, Any]]:
    """Return the datasets with their version in service and how fresh it is."""
    found = queries.datasets(now=clock.now(), text=q, licence=licence, freshness=freshness or "")
    return [_row(info) for info in found]


@router.get(
    "/datasets/{code}", response=DatasetWithVersionsOut, summary="Read a dataset", auth=None
)
def dataset(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return one dataset and all its versions, the refused ones too."""
    row = _row(queries.dataset(code, now=clock.now()))
    return row | {"versions": list(queries.versions(code))}


@router.get(
    "/datasets/{code}/versions/{number}/problems",
    response=list[ProblemOut],
    summary="Read what was wrong in a version",
    auth=None,
)
def problems(
    request: HttpRequest, code: str, number: int, limit: int = Query(1000, ge=1, le=10_000)
) -> Sequence[ProblemInfo]:
    """Return the problems that the import met, the worst first, as sentences."""
    queries.version(code, number)
    return queries.problems(code, number, limit=limit)


def _row(info: DatasetInfo) -> dict[str, Any]:
    card = {name: getattr(info.card, name) for name in info.card.__dataclass_fields__}
    return card | {
        "freshness": info.freshness.freshness,
        "freshness_reasons": [reason(code, values) for code, values in info.freshness.reasons],
        "in_service": info.in_service,
    }

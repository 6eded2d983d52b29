"""What can be asked of the register of datasets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache
from importlib import import_module

from django.apps import apps
from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.timezone import localdate

from metropoli.apps.data import rules
from metropoli.apps.data.models import Dataset, Problem, Version
from metropoli.apps.data.types import (
    DatasetCard,
    DatasetInfo,
    FreshnessReport,
    ProblemInfo,
    VersionInfo,
)
from metropoli.base.errors import NotFound


def datasets(
    *, now: datetime, text: str = "", licence: str = "", freshness: str = ""
) -> Sequence[DatasetInfo]:
    """Return the datasets whose words hold all of the text, by title, with what is in service."""
    in_service = Version.objects.filter(status=Version.Status.IN_SERVICE)
    rows = Dataset.objects.prefetch_related(Prefetch("versions", in_service, "in_service"))
    if licence:
        rows = rows.filter(licence=licence)
    wanted = text.casefold().split()
    kept = [row for row in rows if all(word in _words(row) for word in wanted)]
    severities = _n_problems([v.pk for row in kept for v in row.in_service])
    found = [_info(row, row.in_service, severities, now) for row in kept]
    return [info for info in found if not freshness or info.freshness.freshness == freshness]


def licences() -> Sequence[str]:
    """Return the licences in use."""
    rows = Dataset.objects.order_by("licence").values_list("licence", flat=True)
    return list(rows.distinct())


def dataset(code: str, *, now: datetime) -> DatasetInfo:
    """
    Return one dataset.

    :raises NotFound: no dataset has this code
    """
    row = _row(code)
    in_service = list(row.versions.filter(status=Version.Status.IN_SERVICE))
    return _info(row, in_service, _n_problems([v.pk for v in in_service]), now)


def versions(code: str) -> Sequence[VersionInfo]:
    """
    Return every version of a dataset, the latest first.

    :raises NotFound: no dataset has this code
    """
    rows = list(_row(code).versions.order_by("-number"))
    severities = _n_problems([row.pk for row in rows])
    return [_version(row, severities) for row in rows]


def version(code: str, number: int) -> VersionInfo:
    """
    Return one version of a dataset.

    :raises NotFound: no dataset has this code, or it has no such version
    """
    for found in versions(code):
        if found.number == number:
            return found
    raise NotFound("unknown_version", dataset=code, number=number)


def version_to_show(found: Sequence[VersionInfo], asked: str) -> VersionInfo | None:
    """Return the version that was asked for; else the one in service; else the latest."""
    if not found:
        return None
    wanted = [v for v in found if str(v.number) == asked]
    in_service = [v for v in found if v.status == Version.Status.IN_SERVICE]
    return [*wanted, *in_service, *found][0]


def n_problem_rows(code: str, number: int) -> int:
    """Return how many rows of problems a version has."""
    return Problem.objects.filter(version__dataset__code=code, version__number=number).count()


def problems(code: str, number: int, *, limit: int = 1000) -> Sequence[ProblemInfo]:
    """Return the problems met in reading a version, the worst first, each as a sentence."""
    rows = Problem.objects.filter(version__dataset__code=code, version__number=number)
    in_order = sorted(rows, key=lambda row: (rules.SEVERITIES.index(row.severity), row.pk))
    return [
        ProblemInfo(row.severity, row.code, _sentence(row), row.file, row.line, row.count)
        for row in in_order[:limit]
    ]


def is_generated(code: str) -> bool:
    """Tell whether a dataset was made by us, so that the screen can say it."""
    return Dataset.objects.filter(code=code, generated=True).exists()


@cache
def problem_sentences() -> Mapping[str, Promise]:
    """Return every problem's sentence by its code: each app keeps its own, here they meet."""
    found: dict[str, Promise] = {}
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "messages"):
            found |= getattr(import_module(f"{app.name}.messages"), "PROBLEMS", {})
    return found


def _sentence(row: Problem) -> str:
    """Fill the sentence; a problem read long ago may lack a value that the sentence now names."""
    sentence = problem_sentences().get(row.code)
    if sentence is None:
        return row.code
    return str(sentence) % _Gaps(row.values | {"count": row.count})


class _Gaps(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _row(code: str) -> Dataset:
    row = Dataset.objects.filter(code=code).first()
    if row is None:
        raise NotFound("unknown_dataset", dataset=code)
    return row


def _words(row: Dataset) -> str:
    parts = (row.code, row.title_it, row.title_en, row.publisher, row.description_it)
    return " ".join([*parts, row.description_en, row.source]).casefold()


def _n_problems(version_ids: Sequence[int]) -> Mapping[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    rows = Problem.objects.filter(version_id__in=version_ids)
    for version_id, severity, count in rows.values_list("version_id", "severity", "count"):
        found.setdefault(version_id, Counter())[severity] += count
    return found


def _info(
    row: Dataset,
    in_service: Sequence[Version],
    severities: Mapping[int, Counter[str]],
    now: datetime,
) -> DatasetInfo:
    version = _version(in_service[0], severities) if in_service else None
    return DatasetInfo(_card(row), version, _freshness(row, version, now))


def _freshness(row: Dataset, version: VersionInfo | None, now: datetime) -> FreshnessReport:
    return rules.freshness(
        frequency=row.frequency,
        checked_at=version.checked_at if version else None,
        valid_until=version.valid_until if version else None,
        now=now,
        today=localdate(now),
    )


def _card(row: Dataset) -> DatasetCard:
    return DatasetCard(**{field.name: getattr(row, field.name) for field in fields(DatasetCard)})


def _version(row: Version, severities: Mapping[int, Counter[str]]) -> VersionInfo:
    values = {f.name: getattr(row, f.name) for f in fields(VersionInfo) if f.name != "n_problems"}
    return VersionInfo(**values, n_problems=dict(severities.get(row.pk, {})))

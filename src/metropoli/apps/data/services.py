"""What changes the register of datasets. Everything imported passes here."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from metropoli.apps.data import rules
from metropoli.apps.data.models import Dataset, Problem, Version
from metropoli.apps.data.types import DatasetCard, Reading
from metropoli.apps.words import services as words
from metropoli.apps.words.types import Entry
from metropoli.base import clock
from metropoli.base.errors import Invalid, NotFound

MOST_PROBLEMS = 10_000  # rows kept of one reading; what is beyond is counted in a last row


@transaction.atomic
def declare_dataset(*, card: DatasetCard) -> Dataset:
    """Write down a dataset, or correct what was written of it."""
    values = asdict(card)
    dataset, _ = Dataset.objects.update_or_create(code=values.pop("code"), defaults=values)
    return dataset


@transaction.atomic
def record_import(*, code: str, reading: Reading) -> Version:
    """
    Put a reading in service; the version before it is replaced.

    The same bytes are the same version: reading them again only refreshes what is known of them.

    :raises NotFound: the dataset was never declared
    :raises Invalid: a severity or the SHA-256 is malformed
    """
    dataset = _locked(code)
    Version.objects.filter(dataset=dataset, status=Version.Status.IN_SERVICE).exclude(
        sha256=reading.sha256
    ).update(status=Version.Status.REPLACED)
    return _write(dataset, reading, Version.Status.IN_SERVICE)


@transaction.atomic
def refuse_import(*, code: str, reading: Reading) -> Version:
    """
    Keep a reading that was refused, with its problems; the version in service stays there.

    Bytes already in service stay in service: only the problems found in them are renewed.

    :raises NotFound: the dataset was never declared
    :raises Invalid: a severity or the SHA-256 is malformed
    """
    dataset = _locked(code)
    in_service = Version.objects.filter(
        dataset=dataset, sha256=reading.sha256, status=Version.Status.IN_SERVICE
    ).first()
    if in_service is not None:
        _write_problems(in_service, reading)
        return in_service
    return _write(dataset, reading, Version.Status.REFUSED)


def name_datasets(*, rebuild: bool = True) -> int:
    """Give the datasets to the search. Returns how many there are."""
    with translation.override(settings.LANGUAGE_CODE):
        entries = [
            Entry(
                kind="dataset",
                key=row.code,
                name_it=row.title_it,
                name_en=row.title_en,
                context_it=row.publisher,
                context_en=row.publisher,
                url=reverse("data:dataset", args=[row.code]),
            )
            for row in Dataset.objects.order_by("code")
        ]
    return words.index_entries(source="datasets", entries=entries, rebuild=rebuild)


def _locked(code: str) -> Dataset:
    # Two imports of one dataset wait for each other, so that numbers have no holes or twins.
    dataset = Dataset.objects.select_for_update().filter(code=code).first()
    if dataset is None:
        raise NotFound("unknown_dataset", dataset=code)
    return dataset


def _write(dataset: Dataset, reading: Reading, status: Version.Status) -> Version:
    _check(reading)
    version = Version.objects.filter(dataset=dataset, sha256=reading.sha256).first()
    now = clock.now()
    if version is None:
        number = Version.objects.filter(dataset=dataset).count() + 1
        version = Version(dataset=dataset, sha256=reading.sha256, number=number, imported_at=now)
    version.status = status
    version.checked_at = now
    version.size_bytes = reading.size_bytes
    version.counts = dict(reading.counts)
    version.valid_from, version.valid_until = reading.valid_from, reading.valid_until
    version.software_version = reading.software_version
    version.save()
    _write_problems(version, reading)
    return version


def _check(reading: Reading) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", reading.sha256):
        raise Invalid("not_a_sha256", sha256=reading.sha256[:80])
    for problem in reading.problems:
        if problem.severity not in rules.SEVERITIES:
            raise Invalid("unknown_severity", severity=problem.severity)


def _write_problems(version: Version, reading: Reading) -> None:
    version.problems.all().delete()
    kept = [asdict(problem) for problem in reading.problems[:MOST_PROBLEMS]]
    kept += _beyond(reading)
    for row in kept:
        row["values"] = {name: _plain(value) for name, value in row["values"].items()}
        row["file"] = str(_plain(row.get("file", "")))[:200]
    Problem.objects.bulk_create([Problem(version=version, **row) for row in kept], batch_size=1000)


def _beyond(reading: Reading) -> list[dict[str, Any]]:
    """Say how many problems were met beyond those that are kept: none is dropped in silence."""
    beyond = Counter[str]()
    for problem in reading.problems[MOST_PROBLEMS:]:
        beyond[problem.severity] += problem.count
    return [
        {"severity": severity, "code": "problems_beyond", "values": {"n": n}, "count": n}
        for severity, n in beyond.items()
    ]


def _plain(value: object) -> object:
    # A feed's own text may hold a NUL, which PostgreSQL does not keep.
    if isinstance(value, str):
        return value.replace("\0", "␀")[:500]
    return value if value is None or isinstance(value, int | float) else str(value)

"""Perimeters: named sets of Comuni that nest and overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Count, QuerySet, Sum

from metropoli.apps.territory import rules
from metropoli.apps.territory.models import Perimeter
from metropoli.apps.territory.types import PerimeterAlgebra, PerimeterInfo, Relation
from metropoli.base.errors import NotFound


def perimeters(*, of_comune: str = "") -> Sequence[PerimeterInfo]:
    """Return the perimeters, the widest first; only those that hold a Comune, if one is named."""
    rows = Perimeter.objects.all()
    if of_comune:
        rows = rows.filter(pk__in=Perimeter.objects.filter(comuni=of_comune))
    return _infos(rows)


def perimeter(code: str) -> PerimeterInfo:
    """
    Return one perimeter.

    :raises NotFound: no perimeter has this code
    """
    found = _infos(Perimeter.objects.filter(code=code))
    if not found:
        raise NotFound("unknown_perimeter", perimeter=code[:80])
    return found[0]


def comuni_codes(code: str) -> frozenset[str]:
    """
    Return the ISTAT codes of a perimeter's Comuni.

    :raises NotFound: no perimeter has this code
    """
    members = Perimeter.comuni.through.objects.filter(perimeter__code=code)
    codes = frozenset(members.values_list("comune_id", flat=True))
    if not codes:
        perimeter(code)
    return codes


def compare(first: str, second: str) -> PerimeterAlgebra:
    """
    Hold two perimeters against each other.

    :raises NotFound: no perimeter has one of these codes
    """
    return rules.compare(comuni_codes(first), comuni_codes(second))


def relations(code: str) -> Mapping[str, Relation]:
    """
    Return how a perimeter stands to each of the others.

    :raises NotFound: no perimeter has this code
    """
    mine = comuni_codes(code)
    members: dict[str, set[str]] = {}
    rows = Perimeter.comuni.through.objects.exclude(perimeter__code=code)
    for other, istat in rows.values_list("perimeter__code", "comune_id"):
        members.setdefault(other, set()).add(istat)
    return {c: rules.compare(mine, frozenset(others)).relation for c, others in members.items()}


def _infos(rows: QuerySet[Perimeter]) -> list[PerimeterInfo]:
    summed = rows.annotate(
        n_comuni=Count("comuni"), population=Sum("comuni__population"), area=Sum("comuni__area_km2")
    ).order_by("-n_comuni", "name_it")
    columns = summed.values_list(
        "code",
        "kind",
        "name_it",
        "name_en",
        "source",
        "source_en",
        "n_comuni",
        "population",
        "area",
    )
    return [PerimeterInfo(*row[:7], row[7] or 0, row[8] or 0.0) for row in columns]

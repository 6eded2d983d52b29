"""Write down in the register of datasets where something came from and what was found in it."""

from __future__ import annotations

from metropoli import __version__
from metropoli.apps.data import services as data
from metropoli.apps.data.models import Dataset
from metropoli.apps.data.types import DatasetCard, Reading
from metropoli.apps.travel import bridge
from metropoli.apps.travel.types import FeedReport, SourceCard


def declare(*, code: str, name: str, card: SourceCard, frequency: str = "irregular") -> Dataset:
    """Declare the dataset of a source."""
    return data.declare_dataset(
        card=DatasetCard(
            code=code,
            title_it=card.title_it or name,
            title_en=card.title_en or name,
            description_it=card.description_it,
            description_en=card.description_en,
            publisher=card.publisher,
            source=card.source,
            licence=card.licence,
            attribution=card.attribution,
            frequency=frequency,
            generated=card.generated,
        )
    )


def reading_of(*, sha256: str, size_bytes: int, report: FeedReport) -> Reading:
    """Return what was found in a source, as the register keeps it."""
    return Reading(
        sha256=sha256,
        size_bytes=size_bytes,
        software_version=__version__,
        counts=dict(report.counts),
        problems=bridge.to_import_problems(report),
        valid_from=report.first_day,
        valid_until=report.last_day,
    )

"""One dataset, and readings of it."""

from __future__ import annotations

import hashlib

import pytest

from metropoli.apps.data import services
from metropoli.apps.data.types import DatasetCard, ImportProblem, Reading


@pytest.fixture
def timetable(db):
    card = DatasetCard(
        code="gtfs-demo",
        title_it="Orari della città dimostrativa",
        title_en="Timetable of the demo city",
        publisher="Metropoli",
        source="https://example.org/gtfs.zip",
        licence="CC-BY-4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        description_it="Fermate, linee e corse.",
        description_en="Stops, lines and trips.",
        frequency="daily",
        generated=True,
    )
    return services.declare_dataset(card=card).code


@pytest.fixture
def reading():
    def make(content, *, problems=(), **more):
        return Reading(
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            software_version="0.1.0",
            problems=tuple(problems),
            **more,
        )

    return make


@pytest.fixture
def bad_line():
    return ImportProblem("warning", "problems_beyond", "stops.txt", 7, {"n": 3}, 2)

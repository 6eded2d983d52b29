"""Three square Comuni in a row, one without a boundary, and the register that they come from."""

from __future__ import annotations

import pytest

from apps.territory.scenes import comune_facts
from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard
from metropoli.apps.territory import services


@pytest.fixture
def dataset(db):
    card = DatasetCard("comuni", "Comuni", "Municipalities", "ISTAT", "comuni.csv", "CC-BY-4.0")
    return data.declare_dataset(card=card).code


@pytest.fixture
def three_comuni(dataset):
    """Alfa from 7.0 to 7.1, Beta from 7.1 to 7.2, Gamma from 7.2 on, without a boundary."""
    rows = [
        comune_facts("001001", "Alfa", 7.0, population=900_000, name_en="Alpha"),
        comune_facts("001002", "Beta", 7.1),
        comune_facts("001003", "Gàmma", 7.2, boundary=False, population=50),
    ]
    services.load_comuni(rows=rows, dataset=dataset)
    return rows

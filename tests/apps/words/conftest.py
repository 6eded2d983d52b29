from __future__ import annotations

import pytest

from metropoli.apps.words import services
from metropoli.apps.words.types import Entry


@pytest.fixture
def index(db):
    """Index names, or whole entries, as one source."""

    def index(*entries, source="test"):
        whole = [
            e if isinstance(e, Entry) else Entry(kind="street", key=str(i), name_it=e)
            for i, e in enumerate(entries)
        ]
        return services.index_entries(source=source, entries=whole)

    return index


@pytest.fixture
def torino(index):
    """A corner of Torino, with its namesakes."""
    index(
        Entry("comune", "001272", "Torino", "Turin", weight=847_398, lat_deg=45.07, lon_deg=7.68),
        Entry("comune", "001059", "Carmagnola", weight=28_000, lat_deg=44.85, lon_deg=7.72),
        Entry("comune", "001086", "Ciriè", weight=18_000, lat_deg=45.24, lon_deg=7.60),
        Entry("stop", "1", "Sant'Ambrogio", context_it="Torino", lat_deg=45.06, lon_deg=7.65),
        Entry("stop", "2", "San Paolo", context_it="Torino", weight=200),
        Entry("stop", "3", "Porta Nuova FS", context_it="Torino", weight=2000),
        Entry("street", "4", "Corso Vittorio Emanuele II", context_it="Torino"),
        Entry("street", "5", "Piazza Castello", context_it="Torino", weight=50),
        Entry("street", "6", "Piazza Castello", context_it="Carmagnola"),
        Entry(
            "street", "7", "Via Po", context_it="Torino", weight=90, lat_deg=45.067, lon_deg=7.69
        ),
        Entry("street", "8", "Via Po", context_it="Carmagnola", lat_deg=44.85, lon_deg=7.72),
        Entry("street", "9", "Corso XXV Aprile", context_it="Torino"),
        Entry("street", "10", "Via Massimo D'Azeglio", context_it="Torino"),
        Entry("line", "15", "15", context_it="Tram", weight=300),
        Entry("line", "4L", "4", context_it="Tram", weight=300),
        Entry("stop", "4S", "Fermata 4, Bertola", context_it="Linea 4", weight=3000),
        Entry("line", "M1", "M1", context_it="Metropolitana", weight=700),
        Entry("place", "11", "Stazione di Porta Susa", "Porta Susa station", weight=900),
    )

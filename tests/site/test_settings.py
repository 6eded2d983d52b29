"""One setting turns the small house into the large one; nothing else has to change."""

from __future__ import annotations

import pytest

from metropoli.site import settings


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://anna:p%40ss@db.example.org:5433/city", "db.example.org", "5433"),
        ("postgresql://anna:p%40ss@/city?host=/run/Postgres", "/run/Postgres", ""),
    ],
)
def test_a_database_is_chosen_by_its_address(monkeypatch, url, host, port):
    monkeypatch.setenv("DATABASE_URL", url)
    chosen = settings._database()
    assert chosen["ENGINE"] == "django.db.backends.postgresql"
    assert (chosen["NAME"], chosen["USER"], chosen["PASSWORD"]) == ("city", "anna", "p@ss")
    assert (chosen["HOST"], chosen["PORT"]) == (host, port)


def test_what_was_acknowledged_survives_a_power_cut(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    options = settings._database()["OPTIONS"]
    assert "synchronous=FULL" in options["init_command"]
    assert "journal_mode=WAL" in options["init_command"]


def test_the_key_is_made_once_and_kept_from_others(monkeypatch, tmp_path):
    monkeypatch.delenv("METROPOLI_SECRET_KEY", raising=False)
    monkeypatch.setattr(settings, "VAR", tmp_path)
    first = settings._secret()
    assert len(first) >= 50
    assert settings._secret() == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0

"""Styles have names that change with them; scripts keep theirs, because they import each other."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from metropoli.site.static import LEFT_BEHIND, HashedStorage


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "metropoli.site.static.HashedStorage"}
    }
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=LEFT_BEHIND)
    return settings.STATIC_ROOT


def test_everything_that_a_page_asks_for_is_collected_once_and_small(collected):
    storage = HashedStorage(location=collected, base_url="/static/")
    for name in ("web/site.css", "web/fonts.css", "web/doors.svg", "web/logo.svg"):
        url = storage.url(name)
        assert url != f"/static/{name}"
        assert (collected / url.removeprefix("/static/")).exists()
    for name in ("htmx/htmx.min.js", "maplibre/maplibre-gl.mjs", "web/map.js", "web/shell.js"):
        assert storage.url(name) == f"/static/{name}"
        assert (collected / name).exists()
    megabytes = sum(path.stat().st_size for path in collected.rglob("*")) / 1e6
    assert megabytes < 20


def test_a_style_sheet_asks_for_fonts_that_are_there(collected):
    storage = HashedStorage(location=collected, base_url="/static/")
    sheet = collected / storage.url("web/fonts.css").removeprefix("/static/")
    fonts = [part.split('"')[1] for part in sheet.read_text().split("src: url(")[1:]]
    assert fonts
    assert all((sheet.parent / font).resolve().exists() for font in fonts)


def test_nothing_that_only_developers_read_is_shipped(collected):
    names = [path.name for path in collected.rglob("*")]
    assert not [name for name in names if name.endswith((".map", ".d.ts", ".ttf", "-dev.mjs"))]

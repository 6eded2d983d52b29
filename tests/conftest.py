"""What every test may lean on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from metropoli.site.translations import compile_catalogues

# The browser is driven from a thread that has a running event loop; Django would refuse to work
# there, although every call is made in turn.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(autouse=True)
def _house_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Give each test an empty `var/`, and let it begin in Italian."""
    settings.VAR = tmp_path / "var"
    # A request leaves its language behind, and the next test would begin in it.
    translation.activate(settings.LANGUAGE_CODE)


def find_chromium() -> str | None:
    """Return a Chromium of this machine: the one that METROPOLI_CHROMIUM names, or on the path."""
    named = os.environ.get("METROPOLI_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium; the test is skipped, and says so, where there is none."""
    program = find_chromium()
    if program is None or find_spec("playwright") is None:
        pytest.skip("no Chromium on this machine: the browser tests did not run")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - heavy

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--use-angle=swiftshader"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A new wide window of the browser, in Italian."""
    context = chromium.new_context(locale="it-IT", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A new window of the browser, as small as a phone's."""
    context = chromium.new_context(locale="it-IT", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def pytest_configure(config: pytest.Config) -> None:
    """Serve static files as they lie, and compile Italian, so that both are as new as their source."""
    settings.STATIC_ROOT = None
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    for written in compile_catalogues():
        translation_file_changed(None, written)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the database or the browser, by what it asks for."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if "chromium" in asked:
            item.add_marker("browser")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what ran and what did not."""
    note = os.environ.get("METROPOLI_TEST_NOTE")
    if note is None:
        return
    data = Path(__file__).parents[1] / ".." / "shared" / "data"
    terminalreporter.section("what ran")
    terminalreporter.write_line(note)
    terminalreporter.write_line(f"Browser: {find_chromium() or 'no Chromium found, not run'}")
    terminalreporter.write_line(f"Real data: {'used' if data.exists() else 'absent, not run'}")

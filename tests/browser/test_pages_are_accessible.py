"""Every kind of page, wide and on a phone, in both languages: nothing that keeps anybody out."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.mobility import made
from apps.travel import miniature
from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard, ImportProblem, Reading
from metropoli.apps.mobility import rules

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = [(1280, 860), (390, 844)]
# The narrowest screen that WCAG asks for: 1280 pixels enlarged four times.
NARROWEST = {"width": 320, "height": 640}
STOP, LINE = "tram:A", "tram:4"
TRIP = f"/move/?from=Alfa&to=Delta&date={miniature.MONDAY}&time=08:00"
PAGES = {
    "home": "/",
    "plan": "/plan/",
    "card": "/plan/B18/",
    "search": "/search/?q=alfa",
    "data": "/data/",
    "dataset": "/data/gtfs-demo/",
    "places": "/places/",
    "planner": "/move/",
    "answer": TRIP,
    "no answer": f"/move/?from=Alfa&to=Quota&date={miniature.SUNDAY}&time=23:00",
    "unknown place": "/move/?from=Alfa&to=Zzyzxq",
    "wrong form": "/move/?from=Alfa&to=Delta&date=someday",
    "follow": f"/move/follow/?trip={rules.token_of(made.by_tram_and_bus())}",
    "around": "/move/around/?layers=vehicles&layers=notices&layers=sharing&layers=parking",
    "stop": f"/move/stops/{STOP}/?date={miniature.MONDAY}&time=08:00",
    "lines": "/move/lines/",
    "line": f"/move/lines/{LINE}/?date={miniature.MONDAY}",
    "developers": "/move/developers/",
    "reach": "/move/reach/",
    "reached": f"/move/reach/?from=Alfa&date={miniature.MONDAY}&time=08:00&minutes=90",
    "served": "/move/served/?measure=green",
    "screen to compose": f"/move/screen/?stop={STOP}",
    "kept": "/move/saved/",
    "login": "/login/",
    "desk": "/desk/",
    "procedure": "/desk/building-permit/",
}

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: pages not checked"),
]


@pytest.fixture
def furnished(named_city, live_server):
    """A house in which every page has something on it."""
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
    data.declare_dataset(card=card)
    problem = ImportProblem("warning", "problems_beyond", "stops.txt", 7, {"n": 3}, 2)
    reading = Reading(sha256="0" * 64, size_bytes=9, software_version="1", problems=(problem,))
    data.record_import(code=card.code, reading=reading)
    return live_server.url


def barriers(page) -> list[str]:
    """What axe finds that keeps somebody out: its serious and critical findings."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in page.evaluate("axe.run()")["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("language", ["", "/en"], ids=["italian", "english"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_keeps_anybody_out(page, furnished, language, name):
    page.goto(furnished + language + PAGES[name])
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        assert barriers(page) == []
    page.set_viewport_size(NARROWEST)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]


def test_what_is_opened_and_suggested_keeps_nobody_out(page, furnished):
    page.goto(furnished + TRIP)
    for closed in page.locator("#answer details:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()
    page.locator("#id_from").fill("")
    page.locator("#id_from").press_sequentially("alf", delay=20)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert barriers(page) == []

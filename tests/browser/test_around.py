"""What is around now, on the map and as a list: by key, refreshed while it is looked at, quiet otherwise."""

from __future__ import annotations

import pytest

from apps.mobility.test_around import fleets  # noqa: F401 - a fixture
from apps.travel.miniature import MONDAY, when
from metropoli.base import clock

pytestmark = [pytest.mark.django_db(transaction=True)]
MARKS = "#trip-map .map__mark"


@pytest.fixture
def planner(page, named_city, live_server, fleets, monkeypatch):  # noqa: F811 - the fixture
    monkeypatch.setattr(clock, "now", lambda: when(MONDAY, "08:03"))
    page.set_default_timeout(60_000)
    page.goto(f"{live_server.url}/move/?from=Alfa&to=Delta&date={MONDAY}&time=08:00")
    page.locator("#trip-map .map__stage canvas").first.wait_for()
    return page


def test_nothing_is_asked_until_somebody_wants_to_see_it(planner):
    asked = []
    planner.on("request", lambda request: asked.append(request.url))
    planner.wait_for_timeout(1_500)
    assert not [url for url in asked if "/around/" in url]
    assert planner.locator(MARKS).count() == 0


def test_by_key_one_shows_car_parks_reads_them_and_goes_to_one(planner):
    planner.locator("#layers input[value=parking]").focus()
    planner.keyboard.press("Space")
    planner.locator(MARKS).first.wait_for()
    assert planner.locator(MARKS).all_inner_texts() == ["P 12", "P ?"]
    planner.locator("#around summary").focus()
    planner.keyboard.press("Enter")
    planner.keyboard.press("Tab")
    assert "Parcheggio" in planner.evaluate("document.activeElement.innerText")
    planner.keyboard.press("Enter")
    for _ in range(100):
        zoom = planner.evaluate(
            """async () => {
                const { mapOf } = await import('/static/web/map.js');
                return (await mapOf(document.querySelector('#trip-map'))).surface.zoom();
            }"""
        )
        if zoom > 15:
            break
        planner.wait_for_timeout(100)
    assert zoom > 15
    planner.locator("#layers input[value=parking]").uncheck()
    planner.locator(MARKS).first.wait_for(state="detached")
    assert planner.locator("#around details").count() == 0


def test_a_mark_is_asked_what_it_is_and_taken_as_the_end_of_a_trip(planner):
    planner.locator("#layers input[value=sharing]").check()
    planner.locator(MARKS).first.wait_for()
    planner.evaluate(f"document.querySelector('{MARKS}').click()")
    planner.get_by_role("dialog").filter(has_text="Stazione s1").wait_for()
    planner.get_by_role("button", name="Fin qui").click()
    for _ in range(100):
        if "Stazione" in planner.locator("#id_to").input_value():
            break
        planner.wait_for_timeout(50)
    assert "Stazione s1" in planner.locator("#id_to").input_value()


def test_while_the_page_is_hidden_nothing_is_asked(planner):
    planner.locator("#layers input[value=parking]").check()
    planner.locator(MARKS).first.wait_for()
    asked = []
    planner.on("request", lambda request: asked.append(request.url))
    planner.evaluate(
        """() => {
            Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
            document.querySelector('#layers').dispatchEvent(new Event('change'));
        }"""
    )
    planner.wait_for_timeout(1_000)
    assert not [url for url in asked if "/around/" in url]

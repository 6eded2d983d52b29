"""A screen on a wall: nobody touches it, and it stays true when the network breaks."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from apps.travel.miniature import MONDAY, when
from browser.test_pages_are_accessible import barriers
from browser.test_planner import until
from metropoli.base import clock
from metropoli.web import device

WALLS = {"wide": (1920, 1080), "upright": (1080, 1920), "small": (1024, 600), "phone": (390, 844)}

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wall(named_city, live_server, monkeypatch, page):
    """A window on the screen of a stop, at two and a half minutes past eight."""
    monkeypatch.setattr(clock, "now", lambda: when(MONDAY, "08:02:30"))
    page.set_default_timeout(60_000)

    def show(path="/move/screen/tram:B/?also=monti:P"):
        page.goto(live_server.url + path)
        page.locator(".is-scripted").wait_for()
        return page

    return show


def renew(page):
    """Let the screen ask again now, as it does by itself every twenty seconds."""
    page.evaluate(
        "htmx.ajax('GET', document.querySelector('#screen').getAttribute('hx-get'), {source: '#screen', target: '#screen', swap: 'outerHTML'}).catch(() => null)"
    )


@pytest.mark.parametrize("size", WALLS)
@pytest.mark.parametrize("theme", ["dark", "light", "yellow"])
def test_everything_fits_and_can_be_read(wall, size, theme):
    width, height = WALLS[size]
    page = wall(f"/move/screen/tram:B/?also=monti:P&theme={theme}&rows=6")
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    seen = page.evaluate(
        "() => { const list = document.querySelector('.screen-rows').getBoundingClientRect();"
        " return [...document.querySelectorAll('.screen-row')].filter(row => row.getBoundingClientRect().bottom <= list.bottom + 1).length }"
    )
    assert seen == 6
    assert barriers(page) == []


def test_it_counts_the_minutes_down_by_itself(wall):
    page = wall("/move/screen/tram:B/")
    first = page.locator(".screen-row [data-minutes]").first
    assert first.inner_text() == "3 min"
    page.evaluate("performance.now = () => 121_000")
    until(page, "document.querySelector('.screen-row [data-minutes]').innerText", "1 min")
    page.evaluate("performance.now = () => 185_000")
    until(page, "document.querySelector('.screen-row [data-minutes]').innerText", "ora")
    page.evaluate("performance.now = () => 240_000")
    until(page, "document.querySelector('.screen-row [data-minutes]').innerText", "14 min")
    assert page.locator("[data-clock]").inner_text() == "08:06"


def test_two_languages_take_turns_without_a_hand(wall):
    page = wall("/move/screen/tram:B/?alternate=on")
    assert page.locator("#screen").get_attribute("lang") == "it"
    renew(page)
    until(page, "document.querySelector('#screen').lang", "en")
    renew(page)
    until(page, "document.querySelector('#screen').lang", "it")


def test_when_the_network_breaks_it_keeps_the_last_and_says_of_when(wall):
    page = wall("/move/screen/tram:B/")
    page.context.set_offline(True)
    renew(page)
    page.locator("[data-state]:not([hidden])").wait_for()
    assert page.locator("[data-state]").inner_text() == (
        "Nessun collegamento. Ultimo aggiornamento alle 08:02"
    )
    assert page.locator(".screen-row").count() > 1
    page.context.set_offline(False)
    renew(page)
    page.locator("[data-state]").wait_for(state="hidden")


def test_what_another_network_answers_in_our_place_is_not_shown(wall):
    page = wall("/move/screen/tram:B/")
    page.context.route(
        "**/move/screen/**", lambda route: route.fulfill(body="<h1>Welcome to our hotel</h1>")
    )
    renew(page)
    page.locator("[data-state]:not([hidden])").wait_for()
    assert page.locator(".screen-row").count() > 1
    assert "hotel" not in page.content()


def test_a_screen_that_stays_on_takes_up_a_new_release(wall, monkeypatch):
    page = wall("/move/screen/tram:B/")
    page.evaluate("window.stays = true")
    renew(page)
    page.wait_for_timeout(500)
    assert page.evaluate("window.stays")
    monkeypatch.setattr(device, "release", lambda: "0123456789ab")
    renew(page)
    page.wait_for_function("window.stays === undefined")
    assert page.locator("#screen").get_attribute("data-release") == "0123456789ab"


def test_the_address_of_a_screen_is_composed_by_key(page, named_city, live_server):
    page.set_default_timeout(60_000)
    page.goto(live_server.url + "/move/screen/")
    box = page.get_by_role("combobox", name="Aggiungi una fermata")
    box.focus()
    page.keyboard.type("bet", delay=20)
    page.get_by_role("option").filter(has_text="Bèta").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#chosen code").wait_for()
    assert page.locator("#chosen code").inner_text().endswith("/move/screen/tram:B/")
    page.locator("select[name=theme]").select_option("yellow")
    until(page, "document.querySelector('#chosen code').innerText.includes('theme=yellow')")
    page.locator("#chosen input[name=line]").first.check()
    until(page, "document.querySelector('#chosen code').innerText.includes('line=')")
    assert "stop=tram" in urlsplit(page.url).query
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Apri lo schermo").click()
    opened.value.locator(".screen-yellow").wait_for()

"""In the pocket: installed like an application, read in a tunnel, emptied by one button."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from apps.travel import miniature
from browser.test_pages_are_accessible import barriers
from browser.test_planner import TRIP, until
from metropoli.web import device

CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
ASKED = urlencode({"from": "Alfa", "to": "Delta", "date": miniature.MONDAY, "time": "08:00"})
KEPT = "caches.open('metropoli-kept').then(c => c.keys()).then(k => k.map(r => new URL(r.url).pathname + new URL(r.url).search))"

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["page", "phone"], ids=["wide", "phone"])
def pocket(request, named_city, live_server):
    """A window that the worker looks after, wide or on a phone."""
    window = request.getfixturevalue(request.param)
    window.set_default_timeout(60_000)
    window.goto(f"{live_server.url}/move/saved/")
    until(window, CONTROLLED)
    return window


def kept(window):
    return sorted(window.evaluate(KEPT))


def test_a_browser_finds_nothing_against_installing_it(page, named_city, live_server):
    page.goto(f"{live_server.url}/move/")
    until(page, CONTROLLED)
    tools = page.context.new_cdp_session(page)
    manifest = tools.send("Page.getAppManifest")
    assert manifest["url"].endswith("/manifest.webmanifest")
    assert manifest["errors"] == []
    found = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in found} <= {"in-incognito"}


def test_the_last_trip_is_read_without_a_network(pocket, live_server):
    pocket.goto(f"{live_server.url}/move/?{ASKED}")
    before = pocket.locator(f"{TRIP} .mobility-times").all_inner_texts()
    until(pocket, f"{KEPT}.then(k => k.length)", 1)
    pocket.context.set_offline(True)
    pocket.goto(f"{live_server.url}/move/?{ASKED}")
    pocket.locator("[data-saved-here] details").first.wait_for()
    assert pocket.locator("[data-saved-here] .mobility-times").all_inner_texts() == before
    assert pocket.locator("h1").inner_text() == "Da Alfa a Delta"
    banner = pocket.locator("[data-saved-answer] .alert").inner_text()
    assert "Salvato" in banner
    assert "non è aggiornato" in banner
    assert barriers(pocket) == []
    assert pocket.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert pocket.evaluate("document.fonts.check('16px Titillium Web')")
    pocket.context.set_offline(False)
    pocket.get_by_role("link", name="Chiedi di nuovo").click()
    pocket.locator("#answer").wait_for()
    assert pocket.locator("[data-saved-answer]").count() == 0


def test_the_very_first_page_is_kept_too(page, named_city, live_server):
    page.set_default_timeout(60_000)
    page.goto(f"{live_server.url}/move/?{ASKED}")
    until(page, CONTROLLED)
    until(page, f"{KEPT}.then(k => k.length)", 1)
    page.context.set_offline(True)
    page.reload()
    page.locator("[data-saved-here] details").first.wait_for()


def test_what_was_asked_without_leaving_the_page_is_kept_too(page, named_city, live_server):
    page.set_default_timeout(60_000)
    page.goto(f"{live_server.url}/move/?{ASKED}")
    until(page, CONTROLLED)
    page.get_by_role("link", name="Dopo").click()
    until(page, f"{KEPT}.then(k => k.some(one => one.includes('when=depart')))")
    page.context.set_offline(True)
    page.reload()
    page.locator("[data-saved-here] details").first.wait_for()
    assert "when=depart" in page.url


def test_the_board_seen_last_is_read_without_a_network_in_english_too(pocket, live_server):
    address = f"{live_server.url}/en/move/stops/tram:B/"
    pocket.goto(f"{address}?date={miniature.MONDAY}&time=08:00")
    until(pocket, f"{KEPT}.then(k => k.length)", 1)
    pocket.context.set_offline(True)
    pocket.goto(address)
    pocket.locator("[data-saved-here] table").wait_for()
    assert pocket.locator("h1").inner_text() == "Bèta"
    assert "08:06" in pocket.locator("[data-saved-here]").inner_text()
    assert "not current" in pocket.locator("[data-saved-answer] .alert").inner_text()


def test_what_was_never_seen_says_that_there_is_no_network(pocket, live_server):
    pocket.goto(f"{live_server.url}/move/?{ASKED}")
    until(pocket, f"{KEPT}.then(k => k.length)", 1)
    pocket.context.set_offline(True)
    for path, words in (("/plan/", "Non c’è rete"), ("/en/data/", "There is no network")):
        pocket.goto(live_server.url + path)
        pocket.locator("[data-saved-offline]:not([hidden])").wait_for()
        assert words in pocket.locator("[data-saved-offline]").inner_text()
    pocket.goto(f"{live_server.url}/plan/")
    pocket.get_by_role("link", name="Da Alfa a Delta").click()
    pocket.locator("[data-saved-here] details").first.wait_for()


def test_one_button_forgets_everything(pocket, live_server):
    pocket.goto(f"{live_server.url}/move/?{ASKED}")
    pocket.goto(f"{live_server.url}/move/stops/tram:B/")
    until(pocket, f"{KEPT}.then(k => k.length)", 2)
    pocket.goto(f"{live_server.url}/move/saved/")
    pocket.get_by_role("button", name="Dimentica: Bèta").click()
    pocket.locator("[data-saved-boards]").wait_for(state="hidden")
    assert len(kept(pocket)) == 1
    button = pocket.get_by_role("button", name="Dimentica tutto")
    button.focus()
    pocket.keyboard.press("Enter")
    pocket.get_by_text("Tutto è stato dimenticato.").wait_for()
    assert kept(pocket) == []
    pocket.reload()
    pocket.get_by_text("Non c’è ancora nulla").wait_for()


def test_only_the_latest_stay(page, named_city, live_server, monkeypatch):
    monkeypatch.setattr(device, "KEPT_AT_MOST", 2)
    page.set_default_timeout(60_000)
    page.goto(f"{live_server.url}/move/saved/")
    until(page, CONTROLLED)
    for stop in "ABCD":
        page.goto(f"{live_server.url}/move/stops/tram:{stop}/")
        until(page, f"{KEPT}.then(k => k.some(one => one.includes('tram:{stop}')))")
    until(page, f"{KEPT}.then(k => k.length)", 2)
    assert kept(page) == ["/move/stops/tram:C/", "/move/stops/tram:D/"]


def test_a_new_release_takes_the_place_of_the_old_one(page, named_city, live_server, monkeypatch):
    page.goto(f"{live_server.url}/move/saved/")
    until(page, CONTROLLED)
    shells = "caches.keys().then(k => k.filter(one => one.startsWith('metropoli-shell-')).join())"
    assert page.evaluate(shells) == f"metropoli-shell-{device.release()}"
    monkeypatch.setattr(device, "release", lambda: "0123456789ab")
    page.evaluate(
        "navigator.serviceWorker.getRegistration().then(one => one.update()).then(() => null)"
    )
    until(page, shells, "metropoli-shell-0123456789ab")


def test_pages_that_are_nobody_elses_business_are_not_kept(pocket, live_server):
    for path in ("/login/", "/admin/login/", "/plan/", "/move/saved/", "/"):
        pocket.goto(live_server.url + path)
    pocket.evaluate("fetch('/api/v1/status').then(() => null)")
    pocket.goto(f"{live_server.url}/move/stops/tram:B/")
    until(pocket, f"{KEPT}.then(k => k.length)", 1)
    everything = pocket.evaluate(
        "caches.keys().then(names => Promise.all(names.map(n => caches.open(n).then(c => c.keys()))))"
        ".then(all => all.flat().map(r => new URL(r.url).pathname))"
    )
    pages = {path for path in everything if not path.startswith("/static/")}
    assert pages == {"/move/saved/", "/en/move/saved/", "/move/stops/tram:B/"}

"""A trip that is followed, in a real browser: it looks again by itself, says what broke, and goes on."""

from __future__ import annotations

import pytest

from apps.mobility.test_following import cancelled, late, vehicles  # noqa: F401 - one is a fixture
from apps.travel.miniature import HOME, HUT, MONDAY, when
from metropoli.base import clock

pytestmark = [pytest.mark.django_db(transaction=True)]
ASKED = f"from=casa&from_at={HOME.as_text}&to=rifugio&to_at={HUT.as_text}"


@pytest.fixture
def followed(page, named_city, live_server, monkeypatch):
    """The trip by tram and bus, chosen on the planner at ten to eight and followed at two past."""
    monkeypatch.setattr(clock, "now", lambda: when(MONDAY, "08:02"))
    page.set_default_timeout(180_000)  # kernels may be compiled first
    page.goto(f"{live_server.url}/move/?{ASKED}&date={MONDAY}&time=07:50")
    page.get_by_role("link", name="Segui questo viaggio").first.click()
    page.wait_for_url("**/move/follow/**")
    return page


def look_again(page):
    """Do what the page does by itself every 25 seconds."""
    with page.expect_response("**/move/follow/**"):
        page.evaluate("document.querySelector('#followed').dispatchEvent(new Event('refresh'))")


def test_the_page_looks_again_and_says_what_broke_why_and_how_to_go_on(followed, vehicles):  # noqa: F811
    assert "Scendi a Delta" in followed.locator(".mobility-now-card").inner_text()
    assert followed.locator("[role=alert]").count() == 0
    vehicles["4"] = late(15)
    look_again(followed)
    alert = followed.locator("#followed [role=alert]")
    alert.wait_for()
    assert "La linea 4 ha 15 minuti di ritardo: il cambio a Ponte" in alert.inner_text()
    vehicles.clear()
    followed.get_by_role("link", name="Segui questo").first.click()
    followed.locator(".mobility-now-card").wait_for()
    assert followed.locator("#followed [role=alert]").count() == 0


def test_without_scripts_a_reload_tells_the_same(followed, vehicles, chromium):  # noqa: F811
    vehicles["10"] = cancelled
    plain = chromium.new_page(java_script_enabled=False, locale="it-IT")
    plain.goto(followed.url)
    assert "è soppressa" in plain.locator("[role=alert]").inner_text()
    plain.get_by_role("link", name="Controlla adesso").click()
    assert "è soppressa" in plain.locator("[role=alert]").inner_text()
    plain.close()


def test_when_the_network_fails_what_is_known_stays(followed):
    followed.route("**/move/follow/**", lambda route: route.abort())
    before = followed.locator(".mobility-now-card").inner_text()
    followed.evaluate("document.querySelector('#followed').dispatchEvent(new Event('refresh'))")
    followed.wait_for_timeout(500)
    assert followed.locator(".mobility-now-card").inner_text() == before


def test_a_phone_shows_it_in_one_column(followed):
    followed.set_viewport_size({"width": 320, "height": 700})
    assert followed.evaluate("document.documentElement.scrollWidth") <= 320

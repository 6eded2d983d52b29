"""Places on the way in a real browser: by key, without scripts, on a phone, turned round."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from apps.travel import miniature
from browser.test_planner import (
    TRIP,
    alfa_to_delta,
    choose_by_key,
    drawn,
    move,
    quiet,
    until,
)

__all__ = ["alfa_to_delta", "move", "quiet"]  # fixtures
GAMMA, BETA = miniature.point(4_000, 0), miniature.point(2_000, 0)
BY_GAMMA = {"via": "Gamma", "via_at": GAMMA.as_text, "via_stay": "20"}
BY_BETA_TOO = {"via2": "Bèta", "via2_at": BETA.as_text, "via2_stay": "5"}

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_place_on_the_way_is_asked_by_key(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta())
    drawn(quiet, 1)
    quiet.locator("#vias > summary").focus()
    quiet.keyboard.press("Enter")
    until(quiet, "document.querySelector('#vias').open")
    quiet.locator("#id_via_stay").fill("20")
    choose_by_key(quiet, "Passando per", "gamm", "Gamma")
    until(quiet, "document.querySelector('#answer').textContent.includes('Resti qui')")
    drawn(quiet, 1)
    asked = parse_qs(urlsplit(quiet.url).query)
    assert asked["via_stay"] == ["20"]
    assert asked["via_at"]
    quiet.reload()
    assert quiet.locator("#vias").evaluate("element => element.open")
    assert quiet.locator("#id_via_stay").input_value() == "20"


def test_swapping_turns_the_places_round(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta(**BY_GAMMA, time="17:00"))
    drawn(quiet, 1)
    quiet.locator("[data-swap]").click()
    until(quiet, "document.querySelector('#answer h2').innerText.startsWith('Da Delta')")
    assert quiet.locator("#id_via").input_value() == ""
    assert quiet.locator("#id_via2").input_value() == "Gamma"
    assert quiet.locator("#id_via2_stay").input_value() == "20"


def test_a_place_on_the_way_is_asked_without_scripts(chromium, alfa_to_delta):
    page = chromium.new_page(java_script_enabled=False, locale="it-IT")
    page.set_default_timeout(60_000)
    page.goto(alfa_to_delta())
    page.locator("#vias > summary").click()
    page.locator("#id_via").fill("Gamma")
    page.locator("#id_via_stay").fill("20")
    page.get_by_role("button", name="Trova la strada").click()
    page.locator(TRIP).first.wait_for()
    assert "Resti qui" in page.locator("#answer").text_content()
    page.close()


def test_a_phone_scrolls_in_one_direction_only_with_places(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta(**BY_GAMMA, **BY_BETA_TOO))
    for width in (390, 320):
        quiet.set_viewport_size({"width": width, "height": 844})
        assert quiet.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("#id_via", "#id_via_stay", "#id_via2", "#id_via2_stay"):
        assert quiet.locator(name).bounding_box()["height"] >= 44


@pytest.mark.skipif(not os.environ.get("METROPOLI_PICTURES"), reason="looks at pictures")
def test_pictures_of_places(quiet, alfa_to_delta):
    folder = Path(os.environ["METROPOLI_PICTURES"])
    for name, width, height in (("wide", 1280, 900), ("phone", 390, 1600)):
        for language in ("", "/en"):
            quiet.set_viewport_size({"width": width, "height": height})
            quiet.goto(alfa_to_delta(language, **BY_GAMMA))
            drawn(quiet, 1)
            quiet.wait_for_timeout(1_500)
            quiet.screenshot(path=folder / f"vias-{name}{language.strip('/')}.png")

"""How far one gets, in a real browser: by key, by map, on a phone, in both languages, by a link."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from apps.travel import miniature
from browser.test_planner import until

SHOWN = """async () => {
    const { mapOf } = await import('/static/web/map.js');
    const map = await mapOf(document.querySelector('#reach-map'));
    return (map?.shown ?? []).filter((one) => one.properties.kind === 'area').length;
}"""

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(named_city, live_server):
    def of(language="", **asked):
        query = {"date": miniature.MONDAY, "time": "08:00"} | asked
        return f"{live_server.url}{language}/move/reach/?{urlencode(query)}"

    return of


@pytest.fixture
def patient(page):
    page.set_default_timeout(60_000)
    said = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert [text for text in said if not text.startswith(("log", "info"))] == []


def listed(page):
    return page.locator(".reach-near li").all_inner_texts()


def test_one_asks_by_key_and_sees_areas_and_a_list(patient, address):
    patient.goto(address())
    box = patient.get_by_role("combobox", name="Da", exact=True)
    box.focus()
    patient.keyboard.type("alf", delay=20)
    patient.get_by_role("option").filter(has_text="Alfa").first.wait_for()
    patient.keyboard.press("ArrowDown")
    patient.keyboard.press("Enter")
    patient.locator(".reach-near li").first.wait_for()
    assert "40 minuti da Alfa" in patient.locator("#answer h2").inner_text()
    until(patient, f"({SHOWN})().then(n => n > 1)")
    assert parse_qs(urlsplit(patient.url).query)["from"] == ["Alfa"]


def test_another_choice_is_answered_at_once_and_the_link_follows(patient, address):
    patient.goto(address(**{"from": "Alfa", "minutes": "15"}))
    few = len(listed(patient))
    patient.get_by_label("Entro").select_option("90")
    until(patient, f"document.querySelectorAll('.reach-near li').length > {few}")
    assert "minutes=90" in patient.url
    patient.go_back()
    patient.locator("#answer h2").filter(has_text="15 minuti").wait_for()  # the page is loaded anew
    assert len(listed(patient)) == few
    assert patient.get_by_label("Entro").input_value() == "15"


def test_a_click_on_the_map_is_where_one_starts(patient, address):
    patient.goto(address())
    until(patient, "document.querySelector('#reach-map .map__stage canvas') !== null")
    x, y = patient.evaluate(
        """async ([lat, lon]) => {
            const { mapOf } = await import('/static/web/map.js');
            const element = document.querySelector('#reach-map');
            const map = await mapOf(element);
            map.moveTo({ lat, lon, zoom: 15 });
            await new Promise((done) => setTimeout(done, 1500));
            const { x, y } = map.surface.project({ lat, lon });
            const frame = element.getBoundingClientRect();
            return [frame.left + x, frame.top + y];
        }""",
        [miniature.HOME.lat_deg, miniature.HOME.lon_deg],
    )
    patient.mouse.click(x, y)
    patient.locator(".reach-near li").first.wait_for()
    lat, lon = map(float, parse_qs(urlsplit(patient.url).query)["from_at"][0].split(","))
    assert (lat, lon) == pytest.approx((miniature.HOME.lat_deg, miniature.HOME.lon_deg), abs=3e-4)


def test_the_language_changes_and_the_answer_stays(patient, address):
    patient.goto(address(**{"from": "Alfa"}))
    minutes = patient.locator(".reach-min b").all_inner_texts()
    patient.locator(".language-switch a[lang=en]").click()
    patient.wait_for_url("**/en/move/reach/**")
    assert "40 minutes from Alfa" in patient.locator("#answer h2").inner_text()
    assert patient.locator(".reach-min b").all_inner_texts() == minutes


def test_without_scripts_the_same_is_listed(patient, address, chromium):
    patient.goto(address(**{"from": "Alfa"}))
    plain = chromium.new_page(java_script_enabled=False, locale="it-IT")
    plain.goto(address())
    plain.get_by_label("Da", exact=True).fill("Alfa")
    plain.get_by_role("button", name="Mostra").click()
    assert listed(plain) == listed(patient)
    plain.close()


def test_a_phone_scrolls_in_one_direction_only(phone, address):
    phone.set_default_timeout(60_000)
    phone.goto(address("/en", **{"from": "Alfa", "minutes": "90"}))
    for width in (390, 320):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
    assert phone.locator(".reach-near li").first.is_visible()


def test_a_place_of_the_list_leads_to_the_trip(patient, address):
    patient.goto(address(**{"from": "Alfa", "minutes": "90"}))
    patient.get_by_role("link", name="Delta", exact=True).click()
    patient.locator("#answer details.mobility-trip").first.wait_for()
    assert "Da Alfa a Delta" in patient.locator("#answer h2").inner_text()

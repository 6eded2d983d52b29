"""A trip in a real browser: by key, by map, by link, without scripts, on a phone, in two languages."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from apps.travel import miniature
from metropoli.apps.travel import services as travel

DOCS = Path(__file__).parents[2] / "docs" / "screenshots"
LARGEST_PICTURE = 400_000
TRIP = "#answer details.mobility-trip"
SHOWN = """async () => {
    const { mapOf } = await import('/static/web/map.js');
    const map = await mapOf(document.querySelector('#trip-map'));
    return JSON.stringify(map?.shown ?? []);
}"""

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def move(named_city, live_server):
    """Say the address of the planner, with or without a trip in it."""

    def address(language="", **asked):
        query = f"?{urlencode(asked)}" if asked else ""
        return f"{live_server.url}{language}/move/{query}"

    return address


@pytest.fixture
def alfa_to_delta(move):
    """The address of the trip from Alfa to Delta on a Monday at eight."""

    def address(language="", **changed):
        asked = {"from": "Alfa", "to": "Delta", "date": miniature.MONDAY, "time": "08:00"}
        return move(language, **(asked | changed))

    return address


@pytest.fixture
def quiet(page, live_server):
    """A window in which nothing may be complained of and no other host asked."""
    said, asked = [], []
    page.set_default_timeout(60_000)  # a kernel may be compiled first
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert [text for text in said if not text.startswith(("log", "info"))] == []
    assert {urlsplit(url).netloc for url in asked if url.startswith("http")} == {
        urlsplit(live_server.url).netloc
    }


def until(page, expression, wanted=None):
    """Wait for something to be true. (The strict policy keeps Playwright's own waiting out.)"""
    for _ in range(600):
        value = page.evaluate(expression)
        if value == wanted if wanted is not None else value:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}; it was {value!r}")


def drawing_of(page, number):
    return page.evaluate(
        f"() => JSON.stringify(JSON.parse(document.querySelector('#drawing-{number}').textContent)"
        ".features.filter((one) => one.geometry))"
    )


def drawn(page, number):
    """Wait until the map shows one of the alternatives."""
    until(page, SHOWN, drawing_of(page, number))


def told(page):
    """What the answer says, in order: heading, then the line of each alternative."""
    return page.locator("#answer h2, #answer summary .mobility-times").all_inner_texts()


def choose_by_key(page, label, letters, name):
    page.get_by_role("combobox", name=label, exact=True).focus()
    page.keyboard.type(letters, delay=20)
    page.get_by_role("option").filter(has_text=name).first.wait_for()
    page.keyboard.press("ArrowDown")
    box = page.get_by_role("combobox", name=label, exact=True)
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert name in chosen.inner_text()
    page.keyboard.press("Enter")


def test_a_trip_is_asked_by_key_and_answered_without_leaving_the_page(quiet, move):
    quiet.goto(move(date=miniature.MONDAY, time="08:00"))
    quiet.evaluate("window.stays = true")
    choose_by_key(quiet, "Da", "alf", "Alfa")
    choose_by_key(quiet, "A", "delt", "Delta")
    quiet.locator(TRIP).first.wait_for()
    assert quiet.evaluate("window.stays")
    assert "Alfa" in told(quiet)[0]
    assert "Delta" in told(quiet)[0]
    assert told(quiet)[1] == "08:00 – 08:15"
    drawn(quiet, 1)
    assert quiet.evaluate("document.activeElement.closest('#answer') !== null")


def test_another_way_is_drawn_when_it_is_opened(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta())
    drawn(quiet, 1)
    assert quiet.locator(TRIP).count() > 1
    assert drawing_of(quiet, 1) != drawing_of(quiet, quiet.locator(TRIP).count())
    quiet.locator(TRIP).last.locator("summary").first.click()
    drawn(quiet, quiet.locator(TRIP).count())
    until(quiet, f"document.querySelectorAll('{TRIP}[open]').length", 1)


def test_one_turns_to_earlier_and_later_trips_and_the_form_follows(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta(time="08:20"))
    first = told(quiet)[1]
    quiet.get_by_role("link", name="Dopo").click()
    until(quiet, f"document.querySelector('#answer .mobility-times').innerText > '{first}'")
    later = parse_qs(urlsplit(quiet.url).query)["time"][0]
    assert later > "08:20"
    until(quiet, "document.querySelector('input[type=time]').value.slice(0, 5)", later)
    quiet.get_by_role("link", name="Prima").click()
    until(quiet, f"document.querySelector('#answer .mobility-times').innerText <= '{first}'")
    until(quiet, "document.querySelector('select[name=when]').value", "arrive")


def test_going_back_finds_the_answer_and_the_form_of_before(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta(time="08:20"))
    before = told(quiet)
    quiet.get_by_role("link", name="Dopo").click()
    until(quiet, f"document.querySelector('#answer .mobility-times').innerText > '{before[1]}'")
    quiet.go_back()
    quiet.locator("li:first-child .mobility-times").filter(has_text=before[1]).wait_for()
    until(quiet, "document.querySelector('input[type=time]').value.slice(0, 5)", "08:20")
    drawn(quiet, 1)


def test_the_two_places_are_swapped(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta(time="17:50"))
    assert told(quiet)[0].index("Alfa") < told(quiet)[0].index("Delta")
    quiet.locator("[data-swap]").click()
    until(quiet, "document.querySelector('#answer h2').innerText.startsWith('Da Delta')")
    assert quiet.locator("#id_from").input_value() == "Delta"
    assert told(quiet)[1] == "18:00 – 18:15"


def click_on_the_map(page, at, button):
    x, y = page.evaluate(
        """async ([lat, lon]) => {
            const { mapOf } = await import('/static/web/map.js');
            const element = document.querySelector('#trip-map');
            const map = await mapOf(element);
            map.moveTo({ lat, lon, zoom: 15 });
            await new Promise((done) => setTimeout(done, 1500));
            const { x, y } = map.surface.project({ lat, lon });
            const frame = element.getBoundingClientRect();
            return [frame.left + x, frame.top + y];
        }""",
        [at.lat_deg, at.lon_deg],
    )
    page.mouse.click(x, y)
    page.get_by_role("button", name=button).click()


def test_two_clicks_on_the_map_ask_for_a_trip(quiet, move):
    quiet.goto(move(date=miniature.MONDAY, time="08:05"))
    until(quiet, "document.querySelector('#trip-map .map__stage canvas') !== null")
    click_on_the_map(quiet, miniature.HOME, "Da qui")
    click_on_the_map(quiet, miniature.OFFICE, "Fin qui")
    quiet.locator(TRIP).first.wait_for()
    asked = parse_qs(urlsplit(quiet.url).query)
    lat, lon = map(float, asked["to_at"][0].split(","))
    assert lat == pytest.approx(miniature.OFFICE.lat_deg, abs=3e-4)
    assert lon == pytest.approx(miniature.OFFICE.lon_deg, abs=3e-4)


def test_the_link_that_is_shared_tells_the_same_trip(quiet, alfa_to_delta, chromium):
    quiet.goto(alfa_to_delta())
    quiet.get_by_role("link", name="Dopo").click()
    until(quiet, "location.search.includes('when=depart')")
    other = chromium.new_page(locale="it-IT")
    other.goto(quiet.url)
    assert told(other) == told(quiet)
    other.close()


def test_the_language_changes_and_the_trip_stays(quiet, move):
    quiet.goto(move(date=miniature.MONDAY, time="08:00"))
    choose_by_key(quiet, "Da", "alf", "Alfa")
    choose_by_key(quiet, "A", "delt", "Delta")
    quiet.locator(TRIP).first.wait_for()
    in_italian = told(quiet)
    quiet.locator(".language-switch a[lang=en]").click()
    quiet.wait_for_url("**/en/move/?**")
    assert told(quiet)[0].startswith("From Alfa")
    assert told(quiet)[1:] == in_italian[1:]


def test_without_scripts_the_same_trip_is_told(page, alfa_to_delta, move, chromium):
    page.goto(alfa_to_delta())
    plain = chromium.new_page(java_script_enabled=False, locale="it-IT")
    plain.goto(move())
    plain.get_by_label("Da", exact=True).fill("Alfa")
    plain.get_by_label("A", exact=True).fill("Delta")
    plain.locator("input[type=date]").fill(miniature.MONDAY)
    plain.locator("input[type=time]").fill("08:00")
    plain.get_by_role("button", name="Trova").click()
    assert told(plain) == told(page)
    assert plain.locator(".mobility-leg").first.is_visible()
    assert not plain.locator("[data-copy-link]").is_visible()
    plain.close()


def test_a_phone_scrolls_in_one_direction_only(phone, alfa_to_delta):
    phone.goto(alfa_to_delta())
    for width in (390, 320):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width


def test_one_leaves_from_where_one_is(quiet, move, live_server):
    quiet.context.grant_permissions(["geolocation"], origin=live_server.url)
    quiet.context.set_geolocation(
        {"latitude": miniature.HOME.lat_deg, "longitude": miniature.HOME.lon_deg, "accuracy": 9}
    )
    quiet.goto(move(to="Delta", date=miniature.MONDAY, time="08:00"))
    quiet.locator("[data-here]:not(form)").click()
    quiet.locator(TRIP).first.wait_for()
    assert quiet.locator("#id_from").input_value() == "La mia posizione"
    assert f"{miniature.HOME.lat_deg:.4f}" in parse_qs(urlsplit(quiet.url).query)["from_at"][0]


def test_the_answer_leads_to_the_board_of_a_stop_and_to_the_page_of_a_line(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta())
    quiet.locator(".mobility-leg a").filter(has_text="Alfa").first.click()
    quiet.wait_for_url("**/move/stops/**")
    assert quiet.locator("h1").inner_text() == "Alfa"
    quiet.locator("input[type=date]").fill(miniature.MONDAY)
    quiet.locator("input[type=time]").fill("08:00")
    quiet.locator("#main form button").click()
    quiet.locator(".mobility-board tbody tr").first.wait_for()
    assert quiet.locator(".mobility-board time").first.inner_text() == "08:00"
    quiet.locator(".mobility-board a").first.click()
    quiet.wait_for_url("**/move/lines/**")
    assert "Alfa – Delta" in quiet.locator("h1").inner_text()


def test_the_trip_is_printed_unfolded_and_folded_again(quiet, alfa_to_delta):
    quiet.goto(alfa_to_delta())
    stops = quiet.locator(f"{TRIP}[open] .mobility-calls li").first
    assert not stops.is_visible()
    quiet.evaluate("dispatchEvent(new Event('beforeprint'))")
    quiet.emulate_media(media="print")
    assert stops.is_visible()
    assert not quiet.locator("#trip-form").is_visible()
    quiet.emulate_media(media="screen")
    quiet.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not stops.is_visible()


def test_a_place_that_nobody_knows_is_told_beside_the_form(page, alfa_to_delta):
    page.goto(alfa_to_delta())
    page.locator("#id_to").fill("Zzyzxq")
    page.get_by_role("button", name="Trova").click()
    page.locator("#answer [role=alert], #answer .alert").first.wait_for()
    assert "Zzyzxq" in page.locator("#answer").inner_text()
    assert page.locator(TRIP).count() == 0
    assert page.locator("#id_to").input_value() == "Zzyzxq"


@pytest.mark.skipif(
    os.environ.get("METROPOLI_SCREENSHOTS") != "1",
    reason="METROPOLI_SCREENSHOTS is not 1: the pictures of the README are not taken again",
)
def test_the_readme_shows_the_product(page, live_server):
    travel.load_demo()
    page.set_default_timeout(
        300_000
    )  # the first answer of a city is slow, more so if kernels are compiled
    DOCS.mkdir(parents=True, exist_ok=True)
    asked = {"from": "Porta Nuova", "to": "Rivoli", "time": "08:00"}
    for name, width, height in (("planner-wide", 1280, 860), ("planner-phone", 390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{live_server.url}/en/move/?{urlencode(asked)}")
        drawn(page, 1)
        page.wait_for_timeout(2_500)
        picture = DOCS / f"{name}.png"
        page.screenshot(path=picture)
        assert picture.stat().st_size < LARGEST_PICTURE

"""The map in a real browser: drawn by us alone, chosen by mouse, finger and key, never a blank box."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from browser import map_page

MAP = "document.querySelector('[data-map]')"


@pytest.fixture
def opened(page):
    """Open a page with a map; whatever the browser complains about or asks for is kept."""
    page.said, page.asked = [], []
    page.set_default_timeout(8000)
    page.on("console", lambda message: page.said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    contexts = []

    def open_page(*, extra="", language="en", draw=map_page.draw_synthetic_city, **variables):
        context = {
            "id": "trip-map",
            "label": "Map of the trip",
            "tiles": "/tiles/1/{z}/{x}/{y}.mvt",
            "center": "45.0620,7.6785",
            "zoom": 14.5,
            "credits": "© OpenStreetMap contributors",
        } | variables
        with translation.override(language):
            body = render_to_string("web/map.html", context) + extra
        serving = map_page.serving(body, draw, language=language)
        contexts.append(serving)
        page.home = serving.__enter__()
        page.goto(page.home)
        page.evaluate(
            f"""async () => {{
                const {{ mountMap }} = await import('/static/web/map.js');
                window.map = await mountMap({MAP});
                window.picked = [];
                {MAP}.addEventListener('map:pick', (event) => window.picked.push(event.detail));
            }}"""
        )
        return page

    yield open_page
    for serving in contexts:
        serving.__exit__(None, None, None)


def until(page, expression):
    """Wait for something to be true. (The strict policy keeps Playwright's own waiting out.)"""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {expression}")


def settled(page):
    """Wait until the ground is drawn and nothing moves."""
    until(page, "!window.map.surface.map || window.map.surface.map.loaded()")
    page.wait_for_timeout(400)


def spot_of(page, lat, lon):
    """Where on the page a place is drawn."""
    at = page.evaluate(
        f"""() => {{
            const {{ x, y }} = window.map.surface.project({{ lat: {lat}, lon: {lon} }});
            const frame = {MAP}.getBoundingClientRect();
            return [frame.left + x, frame.top + y];
        }}"""
    )
    return at[0], at[1]


@pytest.fixture(params=["webgl", "canvas"])
def renderer(request):
    """Both ways of drawing keep the same promises."""
    return request.param


def test_the_map_is_drawn_without_a_word_of_complaint_and_without_any_other_host(opened, renderer):
    page = opened(
        renderer=renderer, source="#trip", extra=map_page.script("trip", map_page.journey())
    )
    settled(page)
    assert page.evaluate("window.map.kind") == renderer
    assert page.said == []
    assert {urlsplit(url).netloc for url in page.asked if url.startswith("http")} == {
        urlsplit(page.home).netloc
    }
    assert any(url.endswith(".mvt") for url in page.asked)


def test_the_ground_is_seen_and_not_a_blank_box(opened, renderer):
    page = opened(renderer=renderer, zoom=14)
    settled(page)
    colours = page.evaluate(
        """async () => {
            const image = new Image();
            image.src = window.map.surface.picture();
            await image.decode();
            const paper = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
            const pen = paper.getContext('2d');
            pen.drawImage(image, 0, 0);
            const { data } = pen.getImageData(0, 0, paper.width, paper.height);
            const found = new Set();
            for (let i = 0; i < data.length; i += 4) found.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
            return [...found];
        }"""
    )
    for wanted in ("247,245,240", "220,235,207", "185,217,238"):  # land, park, river
        assert wanted in colours


def test_a_journey_is_framed_with_its_ends_and_the_names_of_its_lines(opened, renderer):
    page = opened(
        renderer=renderer,
        center="45.2,7.2",
        source="#trip",
        extra=map_page.script("trip", map_page.journey()),
    )
    page.wait_for_timeout(1500)
    frame = page.locator("[data-map]").bounding_box()
    for name in ("Start: Via Madama Cristina 5", "Destination: Mole Antonelliana"):
        pin = page.get_by_role("img", name=name)
        pin.wait_for()
        box = pin.bounding_box()
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"] - box["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"] - box["height"]
    assert page.locator(".map__badge").all_text_contents() == ["33", "M1"]


def test_a_journey_is_framed_in_the_part_of_the_map_that_is_seen(opened, renderer):
    page = opened(
        renderer=renderer,
        source="#trip",
        css="tall",
        extra=map_page.script("trip", map_page.journey()),
    )
    page.evaluate(f"() => {{ {MAP}.style.height = '1500px'; scrollTo(0, 0); window.map.fit(); }}")
    page.wait_for_timeout(1500)
    for name in ("Start: Via Madama Cristina 5", "Destination: Mole Antonelliana"):
        box = page.get_by_role("img", name=name).bounding_box()
        assert 0 <= box["y"] <= 900 - box["height"]


def test_a_click_asks_whether_from_here_or_to_here(opened, renderer):
    page = opened(renderer=renderer, pick="from-to")
    settled(page)
    x, y = spot_of(page, 45.0640, 7.6800)
    page.mouse.click(x, y)
    page.get_by_role("button", name="To here").click()
    [picked] = page.evaluate("window.picked")
    assert picked["role"] == "to"
    assert picked["lat"] == pytest.approx(45.0640, abs=1e-4)
    assert picked["lon"] == pytest.approx(7.6800, abs=1e-4)
    assert page.get_by_role("dialog").count() == 0


def test_a_click_near_a_stop_means_the_stop(opened, renderer):
    page = opened(renderer=renderer, pick="from-to", stop_url="/move/stops/{key}/")
    settled(page)
    x, y = spot_of(page, 45.0620, 7.6785)
    page.mouse.click(x + 5, y - 4)
    dialog = page.get_by_role("dialog", name="Porta Nuova")
    assert dialog.get_by_role("link").get_attribute("href") == "/move/stops/demo%3A1/"
    dialog.get_by_role("button", name="From here").click()
    [picked] = page.evaluate("window.picked")
    assert (picked["role"], picked["name"], picked["key"]) == ("from", "Porta Nuova", "demo:1")
    assert picked["lat"] == pytest.approx(45.0620, abs=1e-5)


def test_one_point_is_picked_without_a_question(opened):
    page = opened(pick="point")
    settled(page)
    page.mouse.click(*spot_of(page, 45.0640, 7.6800))
    until(page, "window.picked.length === 1")
    assert page.evaluate("window.picked")[0]["role"] == "point"


def test_the_keyboard_moves_the_map_and_picks_its_middle(opened, renderer):
    page = opened(renderer=renderer, pick="from-to")
    settled(page)
    before = page.evaluate("window.map.surface.center()")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{MAP}.querySelector('canvas') === document.activeElement")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)
    page.keyboard.press("+")
    page.wait_for_timeout(1500)
    after = page.evaluate("window.map.surface.center()")
    assert after["lon"] > before["lon"]
    assert page.evaluate("window.map.surface.zoom()") > 15
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "From here"
    page.keyboard.press("Enter")
    until(page, "window.picked.length === 1")
    assert page.evaluate("window.picked")[0]["lon"] == pytest.approx(after["lon"], abs=1e-5)
    # The focus is back where it was, so that the next key moves the map again.
    assert page.evaluate(f"{MAP}.querySelector('canvas') === document.activeElement")


def test_escape_puts_the_question_away(opened):
    page = opened(pick="from-to")
    settled(page)
    page.mouse.click(*spot_of(page, 45.0640, 7.6800))
    page.get_by_role("dialog").wait_for()
    page.get_by_role("button", name="To here").focus()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert page.evaluate("window.picked") == []


def test_the_browser_says_where_one_is_and_the_map_goes_there(opened, renderer):
    page = opened(renderer=renderer)
    page.context.grant_permissions(["geolocation"], origin=page.home)
    page.context.set_geolocation({"latitude": 45.07, "longitude": 7.69, "accuracy": 12})
    page.get_by_role("button", name="Where I am").click()
    page.get_by_role("img", name="You are here").wait_for()
    page.wait_for_timeout(1500)
    assert page.evaluate("window.map.surface.center().lat") == pytest.approx(45.07, abs=1e-4)


def test_a_position_that_is_refused_is_told_and_nothing_breaks(opened):
    page = opened()
    page.evaluate(
        f"{MAP}.addEventListener('map:locate-failed', (event) => window.failed = event.detail)"
    )
    page.get_by_role("button", name="Where I am").click()
    until(page, "window.failed")
    assert page.evaluate("window.failed") == {"reason": "denied"}


def test_a_button_of_the_page_shows_its_own_drawing(opened):
    only_walk = map_page.journey()
    only_walk["features"] = only_walk["features"][1:2] + only_walk["features"][-2:]
    scripts = map_page.script("trip", map_page.journey()) + map_page.script("walk", only_walk)
    button = (
        '<button type="button" data-map-show="#walk" data-map-target="#trip-map">On foot</button>'
    )
    page = opened(source="#trip", extra=scripts + button)
    assert page.locator(".map__badge").count() == 2
    page.get_by_role("button", name="On foot").click()
    until(page, "window.map.shown.length === 3")
    assert page.locator(".map__badge").count() == 0


def test_the_map_speaks_the_language_of_the_page(opened):
    page = opened(language="it", label="Mappa del viaggio")
    region = page.get_by_role("region", name="Mappa del viaggio")
    region.wait_for()
    assert page.get_by_role("button").count() >= 4


def test_an_empty_tile_is_not_a_failure(opened):
    page = opened(draw=lambda _z, _x, _y: b"")
    settled(page)
    assert page.said == []


def test_where_javascript_is_off_a_sentence_stands_in_its_place(chromium):
    context = chromium.new_context(java_script_enabled=False)
    body = render_to_string("web/map.html", {"fallback": "The trip is told step by step below."})
    with map_page.serving(body, map_page.draw_synthetic_city) as home:
        page = context.new_page()
        page.goto(home)
        assert page.get_by_text("The trip is told step by step below.").is_visible()
    context.close()


def test_a_browser_without_webgl_gets_the_other_drawing(opened, page):
    page.add_init_script(
        """const real = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest);
        };"""
    )
    page = opened(source="#trip", extra=map_page.script("trip", map_page.journey()))
    assert page.evaluate("window.map.kind") == "canvas"
    assert page.said == []


def test_printing_keeps_what_is_on_the_screen(opened, renderer):
    page = opened(renderer=renderer)
    settled(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    picture = page.locator(".map__print")
    assert picture.is_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100


def test_nothing_glides_for_those_who_asked_for_less_motion(opened, page):
    page.emulate_media(reduced_motion="reduce")
    page = opened()
    settled(page)
    page.evaluate("window.map.moveTo({ lat: 45.1, lon: 7.7, zoom: 12 })")
    page.wait_for_timeout(60)
    assert page.evaluate("window.map.surface.zoom()") == pytest.approx(12)


AXE = map_page.ROOT / "node_modules/axe-core/axe.min.js"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: accessibility not checked")
def test_nothing_on_the_map_keeps_anybody_out(opened, renderer):
    page = opened(
        renderer=renderer,
        pick="from-to",
        stop_url="/move/stops/{key}/",
        source="#trip",
        extra=map_page.script("trip", map_page.journey()),
    )
    page.wait_for_timeout(1200)
    page.evaluate(
        "() => { window.asked = window.map.clicked({ lat: 45.062, lon: 7.6785, x: 0, y: 0 }); }"
    )
    page.get_by_role("dialog").wait_for()
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run('[data-map]')")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []

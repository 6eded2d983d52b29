"""The frame in a real browser: legible on a phone, usable by keyboard and by ear, quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PATHS = [
    "/",
    "/plan/",
    "/plan/?door=desk",
    "/plan/B18/",
    "/about/privacy/",
    "/login/",
    "/data/",
    "/places/",
    "/no/such/page",
]
# The narrowest screen that WCAG asks for: 1280 pixels enlarged four times.
NARROW = {"width": 320, "height": 640}

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=["", "/en"], ids=["italian", "english"])
def language(request):
    return request.param


def complaints(page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    result = page.evaluate("tags => axe.run({runOnly: tags})", tags)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_barrier_that_axe_can_find(page, live_server, language, path):
    page.goto(live_server.url + language + path)
    assert complaints(page) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_narrow_screen_needs_no_sideways_scrolling(page, live_server, language, path):
    page.set_viewport_size(NARROW)
    page.goto(live_server.url + language + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert complaints(page) == []


@pytest.mark.parametrize("path", [*PATHS[:-1], "/api/v1/docs"])
def test_a_page_asks_nothing_of_other_hosts_and_nothing_is_refused(page, live_server, path):
    asked, refused = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: refused.append(message.text))
    page.goto(live_server.url + path, wait_until="networkidle")
    assert all(url.startswith((live_server.url, "data:", "blob:")) for url in asked)
    assert [text for text in refused if "Content Security Policy" in text] == []
    assert page.evaluate("document.fonts.check('16px Titillium Web')") or path.startswith("/api")


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(phone, live_server):
    phone.goto(live_server.url + "/plan/")
    menu, button = phone.locator("#menu"), phone.locator("[data-menu-button]")
    assert not menu.is_visible()
    button.focus()
    phone.keyboard.press("Space")
    assert menu.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    phone.keyboard.press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("one => one === document.activeElement")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page, live_server):
    page.goto(live_server.url + "/plan/")
    page.keyboard.press("Tab")
    assert page.locator(".skiplinks a").first.is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_plan_is_filtered_while_one_chooses(page, live_server):
    page.goto(live_server.url + "/en/plan/")
    page.select_option("#plan-door", "live")
    page.wait_for_url("**door=live**")
    page.get_by_text("Live: not open yet.").wait_for()
    page.go_back()
    page.wait_for_url("**/en/plan/")
    page.locator("#main h1").first.wait_for()  # going back loads the page again
    assert page.locator("#main h1").count() == 1


def test_without_scripts_the_menu_and_the_filter_still_work(chromium, live_server):
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(live_server.url + "/plan/")
    page.click("[data-menu-button]")
    assert page.locator("#menu").is_visible()
    page.select_option("#plan-door", "desk")
    page.click("form.filter button")
    assert "door=desk" in page.url
    assert page.locator(".project").count() > 0
    context.close()


def test_the_language_changes_where_one_stands(page, live_server):
    page.goto(live_server.url + "/plan/?q=mobilit")
    page.click(".language-switch a[lang=en]")
    assert page.url.endswith("/en/plan/?q=mobilit")
    assert page.locator("html").get_attribute("lang") == "en"

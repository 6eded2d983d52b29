"""What matters to me, in a real browser: the order changes at once, and is the server's own."""

from __future__ import annotations

import random
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from apps.mobility import made
from apps.travel import miniature
from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import LEVELS, WISHES, Amounts, Wishes
from metropoli.apps.travel import services as travel

pytestmark = [pytest.mark.django_db(transaction=True)]
TIMES = "#answer .mobility-times"


@pytest.fixture
def weighed(named_city, live_server, monkeypatch):
    """Say the address of an answer in which every figure is there."""
    monkeypatch.setattr(travel, "plan_trip", lambda *, request: made.everything(request))

    def address(language="", **more):
        asked = {"from": "Alfa", "to": "Delta", "date": miniature.MONDAY, "time": "08:00"}
        return f"{live_server.url}{language}/move/?{urlencode(asked | more)}"

    return address


def told(page):
    return page.locator(TIMES).all_inner_texts()


def slide(page, name, level):
    page.evaluate("document.querySelector('#matters').open = true")
    page.locator(f"#id_wish_{name}").focus()
    page.keyboard.press("Home")
    for _ in range(level):
        page.keyboard.press("ArrowRight")


def test_a_slider_moved_by_key_puts_the_ways_in_the_order_of_the_server(page, weighed, chromium):
    asked = []
    page.goto(weighed())
    by_hour = told(page)
    page.on("request", lambda request: asked.append(request.url))
    slide(page, "minutes", 4)
    slide(page, "walking", 0)
    assert told(page) != by_hour
    assert [url for url in asked if "/move/" in url or "/api/" in url] == []
    assert page.locator("#answer .mobility-number").first.inner_text() == "1"
    assert parse_qs(urlsplit(page.url).query)["wish_minutes"] == ["4"]
    plain = chromium.new_page(java_script_enabled=False, locale="it-IT")
    plain.goto(page.url)
    assert told(plain) == told(page)
    plain.close()
    page.get_by_role("button", name="Di nuovo tutto uguale").click()
    assert told(page) == by_hour
    assert "wish_" not in page.url


def test_without_scripts_the_sliders_are_sent_with_the_question(weighed, chromium):
    plain = chromium.new_page(java_script_enabled=False, locale="it-IT")
    plain.goto(weighed())
    by_hour = told(plain)
    plain.locator("#matters summary").click()
    plain.locator("#id_wish_money").focus()
    plain.keyboard.press("End")
    plain.get_by_role("button", name="Trova").click()
    assert "wish_money=4" in plain.url
    assert told(plain) != by_hour
    plain.close()


def test_browser_and_server_weigh_alike(page, weighed):
    luck = random.Random(4)
    cases = []
    for _ in range(200):
        asked = [
            [luck.choice([None, luck.randrange(4), luck.randrange(9_000)]) for _ in WISHES]
            for _ in range(luck.randrange(1, 7))
        ]
        cases.append((asked, [luck.choice(LEVELS) for _ in WISHES]))
    points = [int(part) for part in rules.POINTS_AS_TEXT.split(",")]
    page.goto(weighed())
    found = page.evaluate(
        """async ([cases, points]) => {
            const { bestFirst } = await import('/static/mobility/wishes.js');
            return cases.map(([asked, wishes]) => bestFirst(asked, wishes, points));
        }""",
        [cases, points],
    )
    for (asked, wishes), order in zip(cases, found, strict=True):
        ways = [Amounts(*amounts) for amounts in asked]
        assert order == list(rules.best_first(ways, Wishes(*wishes)))


def test_what_one_chose_is_remembered_on_the_device_only_if_one_says_so(page, weighed):
    start = weighed().split("?")[0]
    page.goto(start)
    slide(page, "money", 4)
    page.goto(start)
    assert page.locator("#id_wish_money").input_value() == "2"
    page.evaluate("document.querySelector('#manners').open = true")
    page.get_by_label("Ricorda le mie scelte").check()
    page.locator("[name=modes][value=walk]").check()
    slide(page, "environment", 3)
    page.goto(start)
    assert page.locator("#id_wish_environment").input_value() == "3"
    assert page.locator("[name=modes][value=walk]").is_checked()
    page.goto(weighed())  # a link speaks for itself
    assert page.locator("#id_wish_environment").input_value() == "2"
    page.goto(start)
    page.evaluate("document.querySelector('#manners').open = true")
    page.get_by_label("Ricorda le mie scelte").uncheck()
    page.goto(start)
    assert page.locator("#id_wish_environment").input_value() == "2"
    assert page.evaluate("localStorage.length") == 0


def test_a_point_of_the_picture_opens_its_card_by_key(page, weighed):
    page.goto(weighed())
    page.locator("#pictures > summary").click()
    page.locator(".mobility-picture-money a").last.focus()
    page.keyboard.press("Enter")
    assert page.locator("#way-6").get_attribute("open") is not None
    assert not page.locator(".mobility-picture-environment").is_visible()
    page.get_by_role("radio", name="Minuti e CO₂").check()
    assert page.locator(".mobility-picture-environment").is_visible()
    assert not page.locator(".mobility-picture-money").is_visible()

"""The frame that every page stands in, and the pages that belong to no room."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from metropoli.plan import cards
from metropoli.web.doors import DOORS
from metropoli.web.views import PAGES

pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    with translation.override("it"):
        small_print = [reverse("page", args=[name]) for name in PAGES]
        projects = [reverse("card", args=[card.code]) for card in cards()]
        return [reverse("home"), reverse("plan"), *small_print, *projects]


every_page = pytest.mark.parametrize("path", addresses())


def body(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@every_page
def test_every_page_speaks_both_languages(client, path):
    assert '<html lang="it">' in body(client, path)
    assert '<html lang="en">' in body(client, f"/en{path}")


@every_page
def test_every_page_has_its_landmarks_and_one_heading(client, path):
    page = body(client, path)
    for landmark in ("<header", '<main id="main"', "<footer", 'href="#main"', 'id="menu"'):
        assert page.count(landmark) == 1, landmark
    assert page.count("<h1") == 1


def test_the_search_box_is_on_every_page(client):
    box = re.compile(
        r'<form class="site-search" role="search"[^>]* action="/search/" method="get">'
    )
    for path in addresses():
        assert box.search(body(client, path))


def test_the_language_switch_keeps_the_page_and_the_question(client):
    italian = body(client, "/plan/?door=desk&q=casa")
    assert 'href="/en/plan/?door=desk&amp;q=casa" lang="en"' in italian
    english = body(client, "/en/plan/?door=desk&q=casa")
    assert 'href="/plan/?door=desk&amp;q=casa" lang="it"' in english


def test_each_page_names_its_other_language_to_search_engines(client):
    page = body(client, "/en/plan/")
    assert '<link rel="alternate" hreflang="it" href="http://testserver/plan/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/plan/">' in page


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.key)
def test_a_door_leads_somewhere_and_a_closed_one_says_so(client, door):
    page = body(client, door.url)
    assert ("in costruzione.</strong>" in page) == (not door.is_open)


def test_the_home_page_counts_what_is_proven(client):
    proven = sum(card.n_proven for card in cards())
    promised = sum(len(card.promises) for card in cards())
    page = body(client, "/en/")
    assert f"<strong>{proven}</strong>of {promised} promises proven by a test" in page
    assert page.count('href="/en/plan/') >= len(cards())


def codes_on(page: str) -> list[str]:
    return re.findall(r'<p class="project-top"><span>(\w+)</span>', page)


def test_the_plan_shows_all_projects(client):
    assert sorted(codes_on(body(client, "/plan/"))) == sorted(card.code for card in cards())


def test_the_plan_is_filtered_by_its_address_alone(client):
    desk = [card.code for card in cards() if card.door == "desk"]
    assert sorted(codes_on(body(client, "/plan/?door=desk"))) == sorted(desk)
    working = {card.code for card in cards() if card.works}
    assert set(codes_on(body(client, "/plan/?state=working"))) == working
    assert codes_on(body(client, "/plan/?q=xyzzy")) == []
    assert codes_on(body(client, "/plan/?q=b18")) == ["B18"]


def test_a_senseless_filter_is_passed_over(client):
    page = body(client, "/plan/?state=sideways&page=-1")
    assert len(codes_on(page)) == len(cards())


def test_the_list_of_the_plan_is_also_a_fragment_of_its_page(client):
    page = body(client, "/plan/?area=mobility")
    response = client.get("/plan/?area=mobility", headers={"HX-Request": "true"})
    assert response.content.decode().strip() in page
    assert "HX-Request" in response["Vary"]


def test_a_page_taken_back_from_history_is_whole(client):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/plan/", headers=headers).content.decode()


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.code)
def test_a_project_tells_its_proofs_and_what_is_missing(client, card):
    page = body(client, f"/en/plan/{card.code}/")
    assert page.count('class="promise is-proven"') == card.n_proven
    assert page.count("What is missing:") == len(card.promises) - card.n_proven
    for promise in card.promises:
        for proof in promise.proof:
            assert proof in page


def test_nobody_gets_a_cookie_for_reading(client):
    for path in addresses():
        assert not client.get(path).cookies

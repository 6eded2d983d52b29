"""Each way there on its card: what it costs, how sure it is, how things are now, and what is not known."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from apps.mobility import made
from apps.travel.miniature import HOME, MONDAY, OFFICE
from metropoli.apps.mobility import rules
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import NO_COSTS

pytestmark = pytest.mark.usefixtures("city")
ASKED = {"from": "home", "from_at": HOME.as_text, "to": "office", "to_at": OFFICE.as_text}
ASKED |= {"date": MONDAY, "time": "08:00"}


@pytest.fixture
def answers(monkeypatch):
    """Let the service answer what a test wrote by hand."""

    def put(make):
        monkeypatch.setattr(travel, "plan_trip", lambda *, request: make(request))

    return put


@pytest.fixture
def read(client):
    """The words of the planner's page, one space between them."""

    def read(language="/en", **more):
        answer = client.get(f"{language}/move/", ASKED | more)
        assert answer.status_code == 200
        page = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", unescape(page)).split())

    return read


def test_a_card_says_euro_energy_emissions_and_odds(answers, read):
    answers(made.everything)
    said = read()
    for words in (
        "2.00 €",
        "Biglietto urbano",
        "360 g CO₂",
        "a third of the car",
        "1.2 kWh",
        "8 times in 10",
        "likely",
        "97 times in 100",
        "the cheapest",
        "the quickest",
    ):
        assert words in said, words


def test_both_languages_say_the_odds_and_what_the_car_would_emit(answers, read):
    answers(made.everything)
    said = read(language="")
    for words in ("un terzo dell’auto", "8 volte su 10", "2,00 €", "1,2 kWh", "il più economico"):
        assert words in said, words


def test_a_ticket_that_one_holds_already_costs_nothing(answers, read):
    answers(made.everything)
    said = read()
    assert "Abbonamento annuale (yours)" in said
    assert "Abbonamento annuale 0.00 € you have it already" in said


def test_what_was_promised_is_struck_through_where_the_vehicle_is_late(answers, client):
    answers(made.everything)
    page = client.get("/en/move/", ASKED).content.decode()
    assert "08:08" in page
    assert re.search(r"<s[^>]*>.*?08:05</s>", page)
    assert "Followed live, heard of at 07:58" in page


def test_notices_hire_and_car_parks_are_told_with_when_they_were_seen(answers, read):
    answers(made.everything)
    said = read()
    for words in (
        "Diversion Lavori in corso Alfa",
        "4 vehicles to take",
        "7 places to leave it",
        "at 07:59",
        "Parcheggio Bèta",
        "12 free places of 180",
        "at 07:55",
    ):
        assert words in said, words


def test_a_change_that_may_fail_says_how_often(answers, read):
    answers(made.everything)
    assert "Tight change: one catches it 7 times in 10" in read()


def test_every_figure_says_its_source_with_the_year(answers, client):
    answers(made.everything)
    page = client.get("/en/move/", ASKED).content.decode()
    for basis in made.BASES:
        assert str(basis.year) in page
        assert basis.name in unescape(page)
    assert 'href="https://example.org/fares"' in page


def test_one_figure_that_is_not_known_is_said_not_guessed(answers, read):
    answers(made.everything)
    said = read()
    assert "price not known" in said
    assert "odds not known" in said


def test_where_nothing_is_known_the_cards_are_silent_and_the_page_says_so(answers, read):
    def bare(request):
        full = made.everything(request)
        trips = tuple(
            replace(trip, costs=NO_COSTS, tickets=(), odds_share=None, reasons=())
            for trip in full.trips
        )
        return replace(full, trips=trips, rests_on=(), live_at=None)

    answers(bare)
    said = read()
    assert "price not known" not in said
    assert "€" not in said
    for words in ("no fares are loaded", "What they emit", "no record of delays", "timetable’s"):
        assert words.lower() in said.lower(), words


@pytest.mark.parametrize(
    ("co2_g", "code"),
    [
        (0, "none"),
        (9, "hardly"),
        (100, "tenth"),
        (350, "third"),
        (500, "half"),
        (1000, "same"),
        (1900, "more"),
    ],
)
def test_emissions_are_said_beside_the_car(co2_g, code):
    assert rules.beside_car(co2_g, 1000) == code


def test_beside_no_car_nothing_is_said():
    assert rules.beside_car(100, None) == rules.beside_car(None, 100) == ""


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.78, (7, 10)), (0.9, (9, 10)), (0.949, (9, 10)), (0.97, (97, 100)), (1.0, (99, 100)), (0, (0, 10))],
)  # fmt: skip
def test_odds_never_promise_more_than_they_are(share, said):
    odds = rules.odds_of(share)
    assert (odds.times, odds.of) == said

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from metropoli.web.templatetags import web


def render(source: str, **values: object) -> str:
    return Template("{% load web %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 min"), (29, "0 min"), (30, "1 min"), (3570, "1 h 0 min"), (3900, "1 h 5 min")],
)
def test_a_duration_is_rounded_before_it_is_split(seconds, said):
    assert web.duration(seconds) == said


@pytest.mark.parametrize(
    ("language", "said"), [("it", "mercoledì 25 novembre"), ("en", "Wednesday 25 November")]
)
def test_a_day_is_written_as_in_the_middle_of_a_sentence(language, said):
    with translation.override(language):
        assert render("{{ day|day }}", day=date(2026, 11, 25)) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (7.4, "7 m"),
        (347, "350 m"),
        (994, "990 m"),
        (996, "1,0 km"),
        (1234, "1,2 km"),
        (25_400, "25 km"),
    ],
)
def test_a_distance_is_as_exact_as_a_walker_needs(metres, said):
    with translation.override("it"):
        assert web.distance(metres) == said


def test_money_is_written_as_the_reader_writes_it():
    with translation.override("it"):
        assert web.euro(190) == "1,90 €"
    with translation.override("en"):
        assert web.euro(190) == "1.90 €"


def test_each_currency_mass_and_energy_has_its_unit():
    with translation.override("it"):
        assert [web.money(190), web.money(400, "USD"), web.money(5, "CHF")] == [
            "1,90 €",
            "4,00 $",
            "0,05 CHF",
        ]
        assert [web.mass(0), web.mass(999), web.mass(1080)] == ["0 g", "999 g", "1,1 kg"]
        assert [web.energy(0), web.energy(60), web.energy(1240)] == [
            "0,0 kWh",
            "0,06 kWh",
            "1,2 kWh",
        ]


@pytest.mark.parametrize(
    ("color", "ink"), [("#ffffff", "17324d"), ("000000", "ffffff"), ("ffcc00", "17324d")]
)
def test_the_number_of_a_line_can_be_read_on_its_colour(color, ink):
    assert f'fill="#{ink}"' in web.line_badge("4", color)


def test_a_badge_never_runs_what_a_feed_brings():
    badge = web.line_badge("<script>", '"><script>', "x")
    assert "<script>" not in badge


def test_crumbs_show_the_way_and_where_one_is():
    with translation.override("en"):
        shown = render("{% crumbs 'Move' '/move/' 'Stops' %}")
    assert '<a href="/move/">Move</a>' in shown
    assert 'aria-current="page">Stops</li>' in shown


def test_a_link_changes_one_thing_of_the_question():
    request = RequestFactory().get("/plan/?q=a&page=2")
    assert render("{% query page=3 %}", request=request) == "?q=a&amp;page=3"
    assert render("{% query page=None %}", request=request) == "?q=a"
    assert render("{% query page=None q=None %}", request=request) == "/plan/"

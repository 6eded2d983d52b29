"""The sliders and choices of the planner: fields of a form, a link that can be shared, one order."""

from __future__ import annotations

import re
from html import unescape

import pytest

from apps.mobility import made
from apps.travel.miniature import HOME, MONDAY, OFFICE
from metropoli.apps.mobility import rules
from metropoli.apps.mobility.forms import TripForm
from metropoli.apps.mobility.types import Wishes
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import MODES, Manner, TripRequest

ASKED = {"from": "home", "from_at": HOME.as_text, "to": "office", "to_at": OFFICE.as_text}
ASKED |= {"date": MONDAY, "time": "08:00"}


def question(**more):
    form = TripForm(ASKED | more, offered=MODES, passes=(("year", "Annuale"),))
    assert form.is_valid(), form.errors
    return form.to_question()


def test_who_chooses_nothing_asks_as_most_people_do():
    asked = question()
    assert (asked.modes, asked.manner, asked.owned) == (frozenset(MODES), Manner(), frozenset())
    assert asked.wishes is None


def test_sliders_that_all_stand_in_the_middle_are_no_wish():
    assert question(wish_money="2", wish_minutes="2").wishes is None
    assert question(wish_money="4").wishes == Wishes(money=4)
    assert question(wish_money="0").wishes == Wishes(money=0)


def test_how_one_moves_reaches_the_question():
    asked = question(
        modes=["transit", "walk"], pace="3", longest_walk="10", spare="5", bike_aboard="on",
        step_free="on", passes=["year"],
    )  # fmt: skip
    assert asked.modes == {"transit", "walk"}
    assert asked.manner == Manner(
        step_free=True, walk_kmh=3.0, longest_walk_s=600, spare_s=300, bike_aboard=True
    )
    assert asked.owned == {"year"}


def test_a_pass_or_a_way_of_moving_that_is_gone_is_left_out_of_an_old_link():
    asked = question(passes=["gone", "year"], modes=["teleport"])
    assert asked.owned == {"year"}
    assert asked.modes == frozenset(MODES)


@pytest.mark.parametrize(
    ("field", "value"),
    [("wish_money", "5"), ("wish_money", "-1"), ("pace", "40"), ("spare", "7"), ("longest_walk", "x")],
)  # fmt: skip
def test_what_is_beyond_measure_is_refused_at_its_field(field, value):
    form = TripForm(ASKED | {field: value}, offered=MODES)
    assert field in form.errors


@pytest.mark.usefixtures("city")
def test_the_page_tells_the_ways_in_the_order_that_the_sliders_ask(client, monkeypatch):
    monkeypatch.setattr(travel, "plan_trip", lambda *, request: made.everything(request))
    for levels in ({"wish_money": "4"}, {"wish_minutes": "4", "wish_walking": "0"}, {}):
        page = unescape(client.get("/en/move/", ASKED | levels).content.decode())
        told = [int(place) for place in re.findall(r'data-place="(\d+)"', page)]
        answer = made.everything(TripRequest(HOME, OFFICE, made.at("08:00")))
        assert told == list(rules.told_order(answer, question(**levels).wishes))
        for name, level in levels.items():
            assert re.search(rf'name="{name}"[^>]* value="{level}"', page)

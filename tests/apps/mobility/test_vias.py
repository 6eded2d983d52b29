"""Places on the way, as a traveller asks for them: form, link, answer, calendar, following, API."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from apps.mobility.test_pages import MORNING, TO_OFFICE, drawings, link, plain, read
from apps.travel.miniature import HOME, MONDAY, OFFICE, point, when
from metropoli.apps.mobility import rules
from metropoli.apps.mobility.forms import TripForm
from metropoli.apps.mobility.types import Sight
from metropoli.apps.travel import services as travel
from metropoli.apps.travel.types import STAY, TripRequest, Via

pytestmark = pytest.mark.usefixtures("city")
GAMMA, KIOSK = point(4_000, 0, "Gamma"), point(3_800, 0, "kiosk")
BY_GAMMA = {"via": "Gamma", "via_at": GAMMA.as_text, "via_stay": "20"}
ASKED = TO_OFFICE | MORNING | BY_GAMMA


def test_the_stay_is_told_as_its_own_step(client):
    said = plain(read(client, "/en/move/", ASKED))
    assert re.search(r"By way of Gamma \(at least 20\Wmin there\)", said)
    assert re.search(r"You stay here (29|30)\Wmin", said)
    italian = plain(read(client, "/move/", ASKED))
    assert "Passando per Gamma" in italian
    assert re.search(r"Resti qui (29|30)\Wmin", italian)


def test_who_only_passes_is_told_where_to_stay_on_board(client):
    page = read(client, "/en/move/", ASKED | {"via_stay": "0"})
    assert "You pass Gamma: stay on board" in plain(page)
    assert "You stay here" not in page


def test_a_place_on_the_way_is_asked_without_javascript(client):
    """The fields are in the page, folded away until one of them is used."""
    page = read(client, "/en/move/")
    for name in ("via", "via_at", "via_stay", "via2", "via2_at", "via2_stay"):
        assert f'name="{name}"' in page
    assert '<details class="mobility-vias" id="vias">' in page
    assert '<details class="mobility-vias" id="vias" open>' in read(client, "/en/move/", ASKED)


def test_two_places_keep_their_order_and_swapping_turns_it_round(client):
    both = ASKED | {"via2": "kiosk", "via2_at": KIOSK.as_text, "via2_stay": "5"}
    page = read(client, "/en/move/", both)
    assert re.search(r"Gamma \(at least 20\Wmin there\) ?, then kiosk", plain(page))
    (address,) = re.findall(r'<a class="mobility-swap"[^>]*href="([^"]*)"', page)
    turned = dict(parse_qsl(urlsplit(address).query))
    assert (turned["from"], turned["to"]) == ("office", "home")
    assert (turned["via"], turned["via_at"], turned["via_stay"]) == ("kiosk", KIOSK.as_text, "5")
    assert (turned["via2"], turned["via2_stay"]) == ("Gamma", "20")


def test_earlier_and_later_keep_the_place(client):
    page = read(client, "/en/move/", ASKED)
    for words in ("Earlier", "Later"):
        more = link(page, words)
        assert (more["via"], more["via_stay"]) == ("Gamma", "20")
        assert "You stay here" in read(client, "/en/move/", more)


def test_the_map_shows_the_place(client):
    drawn = drawings(read(client, "/en/move/", ASKED))
    assert drawn
    for drawing in drawn:
        marks = [
            one["properties"]["name"]
            for one in drawing["features"]
            if one["properties"]["kind"] == "place"
        ]
        assert marks == ["Gamma"]
        assert all(one["properties"].get("mode") != STAY for one in drawing["features"])


@pytest.mark.parametrize("stay", ["-1", "721", "long", "1.5"])
def test_a_stay_that_cannot_be_is_refused_where_it_was_typed(client, stay):
    page = read(client, "/en/move/", ASKED | {"via_stay": stay}, status=422)
    assert 'id="vias" open' in page
    assert 'aria-describedby="id_via_stay-error"' in page


def test_the_place_where_one_is_already_is_refused(client):
    again = {"via": "home", "via_at": HOME.as_text}
    assert "the two places are the same" in read(client, "/en/move/", TO_OFFICE | again, status=422)


def test_an_appointment_tells_the_stay(client):
    page = read(client, "/en/move/", ASKED)
    address = re.findall(r"""href="([^"]*trip=[^"]*)" download""", page)[0]
    answer = client.get(address)
    assert answer.status_code == 200
    written = answer.content.decode().replace("\r\n ", "")
    assert re.search(r"Gamma: You stay here (29|30)\Wmin", written)


def trip_by_gamma() -> Any:
    vias = (Via(GAMMA, 20 * 60),)
    request = TripRequest(HOME, OFFICE, when(MONDAY, "07:50"), vias=vias)
    return next(one for one in travel.plan_trip(request=request).trips if one.kind == "transit")


def followed(late_min: int, now: str) -> Any:
    trip = rules.trip_of(rules.token_of(trip_by_gamma()))
    late = timedelta(minutes=late_min)
    first = next(leg for leg in trip.legs if leg.is_ride)
    sights = [
        Sight(leg.departs_at + late * (leg is first), leg.arrives_at + late * (leg is first))
        if leg.is_ride
        else None
        for leg in trip.legs
    ]
    return rules.progress_of(trip, sights, when(MONDAY, now))


def test_who_follows_a_trip_is_told_how_long_they_stay():
    progress = followed(0, "08:20")
    assert (progress.phase, progress.current.leg.mode) == ("own", STAY)
    assert f"{progress.next_at.astimezone(when(MONDAY, '08:00').tzinfo):%H:%M}" in {
        "08:39",
        "08:40",
    }
    assert progress.broken is None


def test_who_comes_late_to_a_place_stays_less_long_and_goes_on():
    assert followed(8, "08:05").broken is None
    assert followed(45, "08:05").broken is not None


def test_the_api_takes_places_and_stays(client):
    asked = {
        "from": HOME.as_text,
        "to": OFFICE.as_text,
        "at": f"{MONDAY}T07:50",
        "via": [GAMMA.as_text, KIOSK.as_text],
        "via_stay_min": ["20"],
    }
    told = client.get("/api/v1/mobility/trips", asked).json()
    assert [one["stay_s"] for one in told["vias"]] == [1_200, 0]
    for trip in told["trips"]:
        assert sum(leg["mode"] == STAY and leg["duration_s"] >= 1_200 for leg in trip["legs"]) == 1
        assert trip["costs"]["co2_g"] == sum(leg["costs"]["co2_g"] for leg in trip["legs"])


def test_the_api_refuses_too_many_places_and_endless_stays(client):
    asked = {"from": HOME.as_text, "to": OFFICE.as_text, "at": f"{MONDAY}T07:50"}
    for more in ({"via": [GAMMA.as_text] * 3}, {"via": GAMMA.as_text, "via_stay_min": "721"}):
        assert client.get("/api/v1/mobility/trips", asked | more).status_code == 422


def test_a_form_reads_what_it_wrote():
    form = TripForm(ASKED)
    assert form.is_valid()
    (via,) = form.to_question().vias
    assert (via.place.text, via.stay_min) == ("Gamma", 20)
    assert TripForm(TO_OFFICE).is_valid()

"""Whatever a client asks, the answer has the shape that was promised, or says what is wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from apps.mobility.api.motis.shapes import check
from metropoli.apps.mobility.services import list_interfaces

pytestmark = pytest.mark.usefixtures("named_city")
VERSIONS_OF = {one.path: one.versions for one in list_interfaces()}
SHAPE_OF = {
    "plan": "Plan",
    "geocode": "[Match]",
    "reverse-geocode": "[Match]",
    "stoptimes": "StopTimes",
    "stop": "Stop",
    "trip": "Itinerary",
    "map/initial": "Initial",
    "map/stops": "[Place]",
    "map/trips": "[Segment]",
    "map/levels": "[number]",
    "one-to-many": "[Duration]",
    "one-to-all": "Reachable",
    "rentals": "Rentals",
    "map/rentals": "Rentals",
    "health": "Health",
}
TIME = "2026-01-05T06:50:00Z"
# What each parameter may hold when it makes sense: hostile values are mixed in.
GOOD = {
    "fromPlace": ["45,7.0025", "tram:A", "45,7.0025,0"],
    "toPlace": ["45,7.07", "monti:Q"],
    "one": ["45;7.0025", "45,7.0025", "tram:A"],
    "many": ["45;7.02,45;7.03", "45;7.02"],
    "place": ["45,7.0025"],
    "center": ["45,7.0025"],
    "point": ["45,7.0025"],
    "stopId": ["tram:A", "monti:Q"],
    "via": ["tram:C", "tram:B,tram:C", "tram:A,tram:B,tram:C", "45,7.0025"],
    "viaMinimumStay": ["0", "20", "0,20", "-3", "1e9"],
    "tripId": ["20260105_08:00_tram:t8:00", "20260110_09:00_tram:six"],
    "text": ["beta", "45.0, 7.0", "quota"],
    "time": [TIME, "06:50", "2026-01-18T23:50:00+14:00"],
    "date": ["01-05-2026"],
    "startTime": [TIME],
    "endTime": [TIME, "2026-01-05T07:50:00Z"],
    "min": ["44.9,7.2", "46,6"],
    "max": ["45.2,6.9", "44,8"],
    "zoom": ["14", "3.5"],
    "n": ["3", "1024"],
    "window": ["3600"],
    "radius": ["300"],
    "mode": ["WALK", "TRAM,BUS", "BIKE", "TRANSIT,WALK"],
    "modes": ["TRAM"],
    "transitModes": ["TRAM,BUS", "", "TRANSIT"],
    "directModes": ["WALK,BIKE,CAR", "RENTAL"],
    "preTransitModes": ["WALK,RENTAL", "CAR_PARKING"],
    "pageCursor": ["LATER|1767596400", "EARLIER|1767596400", "LATER|1"],
    "numItineraries": ["1", "9"],
    "maxItineraries": ["1"],
    "maxTransfers": ["0", "1", "20"],
    "maxTravelTime": ["30", "60"],
    "maxDirectTime": ["900", "7200"],
    "max_": ["3600"],
    "precision": ["6"],
    "arriveBy": ["true", "false"],
    "fetchStops": ["true"],
    "direction": ["EARLIER", "LATER"],
    "timetableView": ["false"],
    "withFares": ["true"],
    "withDistance": ["true"],
    "grouped": ["true"],
    "joinInterlinedLegs": ["false"],
    "detailedLegs": ["false"],
    "pedestrianProfile": ["WHEELCHAIR"],
    "pedestrianSpeed": ["1.2", "0.1"],
    "minTransferTime": ["5"],
    "language": ["it,en"],
    "type": ["STOP", "PLACE,ADDRESS"],
    "placeBias": ["3"],
    "numResults": ["2"],
    "maxMatchingDistance": ["250"],
    "nobodyKnowsMe": ["1"],
}
HOSTILE = [
    "", "0", "-1", "1e400", "nan", "inf", "-0.0", "9" * 40, "90,180", "-90,-180", "91,181", "45,7,nan",
    "٤٥,٧", "\0", "🚋" * 50, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-02-30T00:00:00Z",
    "2026-01-05", "24:00", "LATER|", "|", "LATER|-99999999999", "EARLIER|253402300799", "true", "[]",
    "a_b_c:d", "20260105_08:00_tram:", ":", "' OR 1=1 --", "%00", "../../etc", "TRAM,,BUS", "1.5",
]  # fmt: skip


def values(name: str) -> Any:
    return st.one_of(st.sampled_from(GOOD[name]), st.sampled_from(HOSTILE), st.text(max_size=20))


QUESTIONS = st.dictionaries(st.sampled_from(sorted(GOOD)), st.none(), max_size=8).flatmap(
    lambda names: st.fixed_dictionaries({name: values(name) for name in names})
)
SOUND = {
    "plan": {"fromPlace": "45,7.0025", "toPlace": "45,7.07", "time": TIME},
    "geocode": {"text": "beta"},
    "reverse-geocode": {"place": "45,7.0025"},
    "stoptimes": {"stopId": "tram:A", "n": "3", "time": TIME},
    "stop": {"stopId": "tram:A"},
    "trip": {"tripId": "20260105_08:00_tram:t8:00"},
    "map/stops": {"min": "44.9,7.2", "max": "45.2,6.9"},
    "map/levels": {"min": "44.9,7.2", "max": "45.2,6.9"},
    "map/trips": {"min": "44.9,7.2", "max": "45.2,6.9", "zoom": "14", "startTime": TIME, "endTime": TIME},
    "one-to-many": {"one": "45;7.0025", "many": "45;7.02", "mode": "WALK", "max": "3600"},
    "one-to-all": {"one": "45,7.0025", "time": TIME, "maxTravelTime": "60"},
    "rentals": {"min": "44.9,7.2", "max": "45.2,6.9"},
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(VERSIONS_OF))
def test_no_question_breaks_the_server(client, path):
    @seed(2026)
    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(version=st.sampled_from(VERSIONS_OF[path]), asked=QUESTIONS, sound=st.booleans())
    def ask(version: str, asked: dict[str, str], sound: bool) -> None:
        query = (SOUND.get(path, {}) if sound else {}) | asked
        answer = client.get(f"/api/v{version}/{path}?{urlencode(query)}")
        assert answer.status_code in {200, 400, 404, 422}, (query, answer.content[:500])
        check(answer.json(), SHAPE_OF[path] if answer.status_code == 200 else "Error")

    ask()


@pytest.mark.parametrize("path", ["plan", "one-to-many"])
def test_no_body_breaks_the_server(client, path):
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
        ),
        max_leaves=8,
    )
    fields = st.sampled_from(
        ["one", "many", "mode", "max", "arriveBy", "withDistance", "fromOffsets"]
    )

    @seed(2026)
    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(body=st.one_of(anything, st.dictionaries(fields, anything)), sound=st.booleans())
    def ask(body: Any, sound: bool) -> None:
        if sound and isinstance(body, dict):
            body = {"one": "45;7.0025", "many": ["45;7.02"], "mode": "WALK"} | body
        version, query = (6, urlencode(SOUND["plan"])) if path == "plan" else (1, "")
        answer = client.post(
            f"/api/v{version}/{path}?{query}", body, content_type="application/json"
        )
        assert answer.status_code in {200, 400, 404, 422}, (body, answer.content[:500])
        check(answer.json(), SHAPE_OF[path] if answer.status_code == 200 else "Error")

    ask()


def test_every_endpoint_has_a_shape():
    assert set(VERSIONS_OF) <= set(SHAPE_OF)

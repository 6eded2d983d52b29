"""The client that MOTIS publishes works against our server: every call that applications make."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.mobility.api.motis.shapes import check

pytestmark = [pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[5]
MODULES = ROOT / "node_modules"
SHAPE_OF = {
    "initial": "Initial",
    "health": "Health",
    "geocode": "[Match]",
    "reverse": "[Match]",
    "plan": "Plan",
    "later": "Plan",
    "via": "Plan",
    "post": "Plan",
    "trip": "Itinerary",
    "stoptimes": "StopTimes",
    "stopInfo": "Stop",
    "stops": "[Place]",
    "trips": "[Segment]",
    "levels": "[number]",
    "oneToMany": "[Duration]",
    "oneToManyPost": "[Duration]",
    "oneToAll": "Reachable",
    "rentals": "Rentals",
}


@pytest.fixture
def told(named_city: None, live_server: Any) -> Any:
    """What the real client read from our server, call by call."""
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None or not (MODULES / "@motis-project").exists():
        pytest.skip("the client of MOTIS is not installed: its test did not run")
    script = Path(__file__).with_name("client.mjs")
    ran = subprocess.run(
        [node, script, MODULES, live_server.url],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_client_of_motis_reads_everything_from_our_server(told):
    for name, shape in SHAPE_OF.items():
        assert told[name]["status"] == 200, (name, told[name])
        check(told[name]["data"], shape, name)
    assert told["refused"]["status"] == 404
    check(told["refused"]["error"], "Error", "refused")
    plan = told["plan"]["data"]
    assert [leg["mode"] for leg in plan["itineraries"][0]["legs"]] == [
        "WALK", "TRAM", "WALK", "BUS",
    ]  # fmt: skip
    assert len(plan["itineraries"]) >= 3
    assert [one["legs"][0]["mode"] for one in plan["direct"]] == ["WALK", "BIKE"]
    later = told["later"]["data"]["itineraries"]
    assert not {one["id"] for one in later} & {one["id"] for one in plan["itineraries"]}
    assert told["post"]["data"]["itineraries"][0]["id"] == plan["itineraries"][0]["id"]
    assert told["trip"]["data"]["legs"][0]["to"]["name"] == "Delta"
    assert len(told["stoptimes"]["data"]["stopTimes"]) == 5
    assert len(told["trips"]["data"]) == 1
    durations = [one["duration"] for one in told["oneToMany"]["data"]]
    assert 0 < durations[0] < durations[1]
    assert told["oneToManyPost"]["data"][0]["distance"] > 1_000
    reached = {one["place"]["name"]: one for one in told["oneToAll"]["data"]["all"]}
    assert reached["Quota"]["k"] == 2
    assert reached["Delta"]["duration"] <= 30

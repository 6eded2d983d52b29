"""Who may come in where. An address that nobody declared here is not let through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from apps.conftest import city, city_folder
from metropoli.apps.territory import services as territory

__all__ = ["city", "city_folder"]  # fixtures: the miniature city in service

# Read by everybody: the route, and an address that it leads to.
OPEN = {
    "": "/",
    "plan/": "/plan/",
    "plan/<slug:code>/": "/plan/B18/",
    "about/<slug:name>/": "/about/privacy/",
    "login/": "/login/",
    "search/": "/search/?q=Torino",
    "move/": "/move/",
    "move/stops/<path:key>/": "/move/stops/tram:A/",
    "move/lines/": "/move/lines/",
    "move/lines/<path:key>/": "/move/lines/tram:4/",
    "move/reach/": "/move/reach/?from=a&from_at=45.0,7.003",
    "move/saved/": "/move/saved/",
    "move/screen/": "/move/screen/?stop=tram:A",
    "move/screen/<path:key>/": "/move/screen/tram:A/",
    "move/developers/": "/move/developers/",
    "desk/": "/desk/",
    "desk/<slug:code>/": "/desk/bar/",
    "places/": "/places/",
    "places/<str:istat>/": "/places/001272/",
    "data/": "/data/",
    "data/<slug:code>/": "/data/comuni-torino/",
    "api/v1/openapi.json": "/api/v1/openapi.json",
    "api/v1/docs": "/api/v1/docs",
    "api/v1/status": "/api/v1/status",
    "api/v1/mobility/trips": "/api/v1/mobility/trips?from=45.0,7.003&to=45.0,7.07",
    "api/v1/mobility/stops/<path:key>/departures": "/api/v1/mobility/stops/tram:A/departures",
    "api/v1/mobility/lines": "/api/v1/mobility/lines",
    "api/v1/mobility/lines/<path:key>": "/api/v1/mobility/lines/tram:4",
    "api/v1/mobility/network": "/api/v1/mobility/network",
    "api/v1/mobility/reach": "/api/v1/mobility/reach?from=45.0,7.003",
    "api/v1/mobility/isochrones": "/api/v1/mobility/isochrones?from=45.0,7.003",
    "api/v1/mobility/live": "/api/v1/mobility/live",
    "api/v1/mobility/notices": "/api/v1/mobility/notices",
    "api/v1/mobility/vehicles": "/api/v1/mobility/vehicles",
    "api/v1/mobility/sharing": "/api/v1/mobility/sharing",
    "api/v1/mobility/parking": "/api/v1/mobility/parking",
    "api/v1/search": "/api/v1/search?q=Torino",
    "api/v1/territory/comuni": "/api/v1/territory/comuni",
    "api/v1/territory/comuni/<istat>": "/api/v1/territory/comuni/001272",
    "api/v1/territory/perimeters": "/api/v1/territory/perimeters",
    "api/v1/territory/perimeters/<code>": "/api/v1/territory/perimeters/citta-metropolitana-torino",
    "api/v1/territory/places": "/api/v1/territory/places?bbox=7,45,8,46",
    "api/v1/data/datasets": "/api/v1/data/datasets",
    "api/v1/data/datasets/<code>": "/api/v1/data/datasets/comuni-torino",
    "api/v1/data/datasets/<code>/versions/<number>/problems": (
        "/api/v1/data/datasets/comuni-torino/versions/1/problems"
    ),
}
# Read by everybody; in the miniature city there is no place of any kind, and they say so.
NEED_PLACES = {
    "move/served/": "/move/served/",
    "move/served/cells.csv": "/move/served/cells.csv",
    "move/served/comuni.csv": "/move/served/comuni.csv",
    "api/v1/mobility/served": "/api/v1/mobility/served",
    "api/v1/mobility/green-rule": "/api/v1/mobility/green-rule",
}
# Read by everybody, and no pages: files for browsers, and pages that are parts of others.
FILES = {
    "manifest.webmanifest": "/manifest.webmanifest",
    "service-worker.js": "/service-worker.js",
    "move/around/": "/move/around/",
    "open/gtfs.zip": "/open/gtfs.zip",
    "open/gtfs-rt/<slug:what>.pb": "/open/gtfs-rt/alerts.pb",
    "open/gbfs/manifest.json": "/open/gbfs/manifest.json",
    "open/gbfs/<slug:system>/<slug:name>.json": "/open/gbfs/none/gbfs.json",
}
# The address carries a whole trip; without one there is nothing to read.
CARRY_A_TRIP = {
    "move/trip.ics": "/move/trip.ics",
    "move/follow/": "/move/follow/",
    "api/v1/mobility/follow": "/api/v1/mobility/follow",
}
# The API of MOTIS, under every version of its paths that clients still call.
MOTIS = re.compile(r"\^api/v\(\?P<version>\[[1-6]+\]\)/[a-z/-]+\$")
ASKS_TO_LOG_IN = {
    "account/": "/account/",
    "account/password/": "/account/password/",
    "desk/cases/": "/desk/cases/",
    "desk/cases/<slug:number>/": "/desk/cases/2026-AAAA-AAAA/",
    "desk/cases/<slug:number>/documents/<slug:digest>/": (
        "/desk/cases/2026-AAAA-AAAA/documents/0/"
    ),
    "desk/cases/<slug:number>/<slug:move>/": "/desk/cases/2026-AAAA-AAAA/withdraw/",
    "desk/<slug:code>/file/": "/desk/bar/file/",
}
ONLY_POSTED = {"logout/": "/logout/", "login/simulated/": "/login/simulated/"}
# The map asks for tiles under the version in service; the root of the API has no page.
ELSEWHERE = {"tiles/<slug:version>/<int:z>/<int:x>/<int:y>.mvt", "api/v1/"}
STAFF = "admin/"


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Yield every route of the platform, in Italian."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        else:
            assert isinstance(entry, URLPattern)
            yield route


@pytest.fixture
def furnished(city: None) -> None:
    """The miniature city, and the Comuni."""
    territory.load_shipped_facts()


def test_every_address_has_a_declared_door():
    declared = {
        *OPEN,
        *NEED_PLACES,
        *FILES,
        *CARRY_A_TRIP,
        *ASKS_TO_LOG_IN,
        *ONLY_POSTED,
        *ELSEWHERE,
    }
    found = {route for route in routes() if not route.startswith(STAFF) and not MOTIS.match(route)}
    assert found == declared


@pytest.mark.usefixtures("furnished")
def test_everybody_reads_what_is_public(client):
    for route, address in OPEN.items():
        assert client.get(address).status_code == 200, route


@pytest.mark.usefixtures("furnished")
def test_files_and_trips_ask_nobody_who_they_are(client):
    for address in [*NEED_PLACES.values(), *FILES.values(), *CARRY_A_TRIP.values()]:
        assert client.get(address).status_code not in {301, 302, 401, 403}, address


@pytest.mark.usefixtures("furnished")
def test_every_page_that_everybody_reads_speaks_english_too(client):
    for route, address in OPEN.items():
        if not address.startswith("/api/"):
            page = client.get(f"/en{address}")
            assert page.status_code == 200, route
            assert '<html lang="en"' in page.content.decode(), route


@pytest.mark.django_db
def test_what_is_personal_asks_who_one_is(client):
    for address in ASKS_TO_LOG_IN.values():
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"] == f"/login/?next={address}"
    for address in ONLY_POSTED.values():
        assert client.get(address).status_code == 405, address


@pytest.mark.django_db
def test_no_address_of_the_administration_opens_to_a_stranger(client):
    opened = {f"/{STAFF}login/", f"/{STAFF}logout/"}
    for route in filter(lambda route: route.startswith(STAFF), routes()):
        address = "/" + re.sub(r"\(\?P<url>.*|\^|\$|\(.*?\)", "x", re.sub(r"<.*?>", "1", route))
        if address in opened:
            continue
        answer = client.get(address)
        assert answer.status_code in {301, 302}, address
        assert answer["Location"].startswith((f"/{STAFF}login/", "/login/")), address


@pytest.mark.django_db
def test_nobody_changes_anything_without_saying_who_they_are(client):
    # The login takes what is sent by any method; the description of the API has nothing to change.
    left_out = {OPEN["login/"], OPEN["api/v1/docs"], OPEN["api/v1/openapi.json"]}
    everything = {*OPEN.values(), *FILES.values(), *CARRY_A_TRIP.values()}
    for address in everything - left_out:
        for method in (client.put, client.delete, client.patch):
            assert method(address).status_code in {403, 405}, address

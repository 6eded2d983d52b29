"""The page for whoever builds something on the city."""

from __future__ import annotations

from html import unescape

import pytest

from apps.travel import miniature
from apps.travel.test_opening import OPEN
from metropoli.apps.mobility.api.motis import VIEWS
from metropoli.apps.mobility.services import list_interfaces
from metropoli.apps.travel import services

pytestmark = pytest.mark.django_db


def test_the_page_names_every_interface_and_what_may_be_taken(client, tmp_path):
    trams = miniature.write_feed(miniature.city_feed(), tmp_path / "tram.zip")
    services.load_gtfs(path=trams, card=OPEN)
    hills = miniature.write_feed(miniature.hill_feed(), tmp_path / "monti.zip")
    services.load_gtfs(path=hills)
    for language, yes, no in (("", "sì", "no: la sua"), ("/en", "yes", "no: its licence")):
        page = unescape(client.get(f"{language}/move/developers/").content.decode())
        for one in list_interfaces():
            assert one.newest in page
        assert "http://testserver/open/gtfs.zip" in page
        assert "/open/gbfs/manifest.json" in page
        assert "/open/gtfs-rt/trip-updates.pb?format=json" in page
        assert "CC-BY-4.0" in page
        assert yes in page
        assert no in page


def test_without_data_the_page_says_so(client):
    page = client.get("/en/move/developers/").content.decode()
    assert "No dataset is in service yet." in page
    assert "/open/gtfs.zip" not in page


def test_every_interface_has_its_view():
    assert {one.path for one in list_interfaces()} == set(VIEWS)


def test_the_planner_leads_there(client, city):
    assert "/en/move/developers/" in client.get("/en/move/").content.decode()

"""Fleets and car parks come into service, are looked at anew, and say when they were seen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from apps.travel import miniature, shared
from apps.travel.shared import EIGHT
from metropoli.apps.data import queries as datasets
from metropoli.apps.travel import bridge, queries, services
from metropoli.apps.travel.models import Fleet
from metropoli.apps.travel.services import fleet_files
from metropoli.apps.travel.types import Box, SourceCard
from metropoli.base import clock, snapshots
from metropoli.base.errors import Invalid, NotFound

EVERYWHERE = Box(-90, -180, 90, 180)


def stations(at=EIGHT):
    sight = services.shared_in(box=EVERYWHERE, at=at, language="it")
    return {one.name: one for one in sight.stations}


def test_a_fleet_is_in_service_with_what_is_there_now(shared_city):
    shared_city(tobi=shared.bikes(), monop=shared.scooters())
    sight = services.shared_in(box=EVERYWHERE, at=EIGHT, language="it")
    assert [system.name for system in sight.systems] == ["Monop", "Tobi"]
    home = stations()["Home"]
    assert (home.n_vehicles, home.n_docks, home.seen_at) == (3, 2, EIGHT)
    assert home.by_kind[0].form == "bicycle"
    assert {vehicle.url for vehicle in sight.vehicles} == {
        "https://monop.example/near",
        "https://monop.example/far",
    }
    (card,) = [one.card for one in datasets.datasets(now=EIGHT) if one.card.code == "gbfs-tobi"]
    assert card.attribution == "Tobi S.p.A."


def test_what_was_seen_too_long_ago_is_not_known(shared_city):
    shared_city(tobi=shared.bikes(), monop=shared.scooters(), parks=shared.parks())
    later = EIGHT + timedelta(hours=2)
    assert stations(later)["Home"].n_vehicles is None
    sight = services.shared_in(box=EVERYWHERE, at=later, language="it")
    assert not sight.vehicles
    assert all(system.lapsed for system in sight.systems)
    assert {park.n_free for park in services.car_parks(box=EVERYWHERE, at=later).parks} == {None}
    assert {park.n_free for park in services.car_parks(box=EVERYWHERE, at=EIGHT).parks} == {12, 0}


def test_a_station_of_which_nothing_is_said_is_not_called_empty(shared_city):
    shared_city(tobi=shared.bikes())
    assert stations()["Beta"].n_vehicles is None
    assert stations()["Alfa"].n_vehicles == 0


def test_the_nearest_come_first(shared_city):
    shared_city(tobi=shared.bikes())
    sight = services.shared_near(point=miniature.HOME, at=EIGHT, language="it")
    assert [(one.name, one.away_m) for one in sight.stations] == [("Home", 100), ("Alfa", 160)]


def test_a_feed_that_cannot_be_used_leaves_the_one_in_service(shared_city):
    shared_city(tobi=shared.bikes())
    with pytest.raises(Invalid, match="fleet_unusable"):
        shared_city(tobi={"system_information.json": b"{"})
    assert stations()["Home"].n_vehicles == 3
    with pytest.raises(Invalid, match="fleet_unusable"):
        shared_city(parks=b"id,name\n")


def test_a_folder_that_is_not_there_is_told(own_city):
    with pytest.raises(NotFound, match="no_such_file"):
        services.load_fleet(kind="gbfs", source=str(own_city / "nothing"))


def test_the_problems_of_a_fleet_stand_beside_it(shared_city):
    broken = shared.bikes() | {"station_status.json": b"[]"}
    shared_city(tobi=broken)
    version = Fleet.objects.get(name="tobi").dataset.versions.get()
    assert [(p.code, p.file) for p in version.problems.all()] == [
        ("sharing_not_json", "station_status.json")
    ]


def test_looking_anew_changes_what_is_there_and_makes_no_new_version(shared_city, monkeypatch):
    shared_city(tobi=shared.bikes())
    Fleet.objects.update(address="https://tobi.example/gbfs.json")
    later = EIGHT + timedelta(minutes=40)
    fresh = shared.bikes(later, home=(300, 1, 4))
    monkeypatch.setattr(fleet_files, "fetch", lambda **_: fresh)
    assert services.refresh_fleets() == 1
    assert stations(later)["Home"].n_vehicles == 1
    assert Fleet.objects.get().dataset.versions.count() == 1


def test_a_fleet_that_does_not_answer_keeps_what_was_seen(shared_city, monkeypatch):
    shared_city(tobi=shared.bikes())
    Fleet.objects.update(address="https://tobi.example/gbfs.json")

    def silent(**_):
        raise NotFound("download_failed", url="", reason="")

    monkeypatch.setattr(fleet_files, "fetch", silent)
    before = snapshots.current_version(queries.fleet_shelf(bridge.FLEETS_FORM))
    assert services.refresh_fleets() == 0
    assert Fleet.objects.get().trouble == "download_failed"
    assert snapshots.current_version(queries.fleet_shelf(bridge.FLEETS_FORM)) == before
    assert stations()["Home"].n_vehicles == 3


def test_every_file_that_an_index_lists_is_fetched(monkeypatch, own_city):
    tobi = shared.bikes()
    listed = [{"name": n.removesuffix(".json"), "url": f"https://a.example/{n}"} for n in tobi]
    listed.append({"name": "geofencing_zones", "url": "https://a.example/gone.json"})
    index = shared._file({"it": {"feeds": listed}}, EIGHT)
    web = {f"https://a.example/{n}": content for n, content in tobi.items()}
    web["https://a.example/gbfs.json"] = index

    def download(url: str, folder: Path, **_):
        if url not in web:
            raise NotFound("download_failed", url=url, reason="HTTP 404")
        (folder / "file").write_bytes(web[url])
        return folder / "file"

    monkeypatch.setattr(fleet_files, "download", download)
    report = services.load_fleet(kind="gbfs", source="https://a.example/gbfs.json")
    assert dict(report.counts)["sharing_stations"] == 5
    fleet = Fleet.objects.get()
    assert (fleet.name, fleet.address) == ("a-example", "https://a.example/gbfs.json")
    assert services.refresh_fleets() == 1


def test_made_up_fleets_leave_when_real_ones_come(own_city, tmp_path):
    card = SourceCard(title_it="Prova", title_en="Trial", licence="CC0-1.0", generated=True)
    made_up = shared.write(shared.scooters(), tmp_path / "made")
    services.load_fleet(kind="gbfs", source=made_up, name="made", card=card)
    assert Fleet.objects.count() == 1
    real = shared.write(shared.bikes(), tmp_path / "real")
    services.load_fleet(kind="gbfs", source=real, name="real", card=shared.OPEN_CARD)
    assert [fleet.name for fleet in Fleet.objects.all()] == ["real"]


def test_a_worker_notices_a_new_version_and_another_network(shared_city, own_city):
    from metropoli.apps.travel.services.fleets import fleets  # noqa: PLC0415

    shared_city(tobi=shared.bikes())
    first = fleets()
    assert fleets() is first
    shared_city(tobi=shared.bikes(clock.now()))
    second = fleets()
    assert second is not first
    assert second.network == services.read_summary().version
    assert len(second.ties.station_stops.to)


def test_without_any_fleet_nothing_is_near(own_city):
    assert services.shared_in(box=EVERYWHERE, at=EIGHT, language="it").stations == ()
    assert services.car_parks(box=EVERYWHERE, at=EIGHT).parks == ()
    assert services.refresh_fleets() == 0

"""Load shared fleets and car parks, and look at them anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify

from metropoli.apps.data import services as data
from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.models import Fleet
from metropoli.apps.travel.services import fleet_files, registering
from metropoli.apps.travel.services.fleets import FLEETS, network_if_any
from metropoli.apps.travel.types import FeedReport, SourceCard
from metropoli.base import clock, snapshots
from metropoli.base.downloads import is_address
from metropoli.base.errors import Invalid, MetropoliError
from metropoli.base.progress import Progress, silent

CONTINUOUSLY = "continuous"


def load_fleet(
    *,
    kind: str,
    source: str,
    name: str = "",
    card: SourceCard | None = None,
    allow_private: bool = False,
    progress: Progress = silent,
) -> FeedReport:
    """
    Put a shared fleet (kind gbfs) or a list of car parks (kind parking) in service.

    The source is a folder of GBFS files or the address of a gbfs.json; for car parks a file (5T's
    XML, GeoJSON, CSV) or its address. What comes from an address is looked at anew by
    `refresh_fleets`. The demo's own fleets leave when real ones come.

    :raises NotFound: there is no such file or folder, or nobody answers at the address
    :raises Invalid: it cannot be used; what was in service stays in service
    """
    progress(f"Reading {source}")
    card = card or bridge.card_of_file(kind, source)
    files = _taken(kind, source, name, card, allow_private=allow_private)
    address = source if is_address(source) else ""
    with snapshots.one_at_a_time(queries.fleet_shelf(bridge.FLEETS_FORM)):
        report = _register(files, card, address, allow_private=allow_private)
        if not card.generated:
            _forget_demo(kind)
        _publish(progress)
    return report


def load_demo_fleets(*, progress: Progress = silent) -> None:
    """Put the generated fleets and car parks of the demo city in service, and take others out."""
    now = clock.now()
    with snapshots.one_at_a_time(queries.fleet_shelf(bridge.FLEETS_FORM)):
        for name in bridge.DEMO_FLEETS:
            files = bridge.demo_fleet(name, now)
            card = bridge.DEMO_FLEET_CARDS[name]
            _register(files, card, bridge.DEMO_ADDRESS, allow_private=False)
        Fleet.objects.filter(dataset__generated=False).delete()
        _publish(progress)


def refresh_fleets(*, progress: Progress = silent) -> int:
    """
    Look at every fleet and car park anew; return how many answered.

    One that does not answer keeps what was last seen, which grows old and says so.
    """
    with snapshots.one_at_a_time(queries.fleet_shelf(bridge.FLEETS_FORM)):
        watched = [one for one in queries.fleets() if one.address]
        answered = sum(_look_again(one, progress) for one in watched)
        if answered:
            _publish(progress)
    return answered


def settle_fleets(*, generated: bool, progress: Progress = silent) -> None:
    """Put the fleets on the streets that have just come into service; the demo's leave with the demo."""
    shelf = queries.fleet_shelf(bridge.FLEETS_FORM)
    with snapshots.one_at_a_time(shelf):
        if not generated:
            _forget_demo()
        if queries.fleets() or snapshots.current_version(shelf):
            _publish(progress)


def _forget_demo(kind: str = "") -> None:
    made_up = Fleet.objects.filter(dataset__generated=True)
    (made_up.filter(kind=kind) if kind else made_up).delete()


def _taken(
    kind: str, source: str, name: str, card: SourceCard, *, allow_private: bool
) -> bridge.FleetFiles:
    name = slugify(name or _name_of(source))[:40]
    if not name:
        raise Invalid("source_without_name", file=source)
    if is_address(source):
        content = fleet_files.fetch(kind=kind, address=source, allow_private=allow_private)
    else:
        content = fleet_files.read(kind=kind, path=Path(source))
    taken_s = int(clock.now().timestamp())
    return bridge.FleetFiles(kind, name, content, taken_s, card.generated, card.attribution)


def _name_of(source: str) -> str:
    """Return a name for what nobody named: the last word of its path that says something, or its host."""
    where = urlsplit(source)
    words = [word for word in where.path.split("/") if word not in {"", "gbfs", "gbfs.json"}]
    return words[-1].split(".")[0] if words else where.netloc.replace(".", "-")


def _register(
    files: bridge.FleetFiles, card: SourceCard, address: str, *, allow_private: bool
) -> FeedReport:
    report = bridge.check_fleet(files)
    registering.declare(code=files.code, name=files.name, card=card, frequency=CONTINUOUSLY)
    reading = registering.reading_of(
        sha256=files.sha256, size_bytes=files.size_bytes, report=report
    )
    if not report.usable:
        data.refuse_import(code=files.code, reading=reading)
        raise Invalid("fleet_unusable", name=files.name)
    fleet_files.keep(files=files)
    with transaction.atomic():
        version = data.record_import(code=files.code, reading=reading)
        Fleet.objects.update_or_create(
            dataset=version.dataset,
            defaults={
                "kind": files.kind,
                "name": files.name,
                "address": address,
                "allow_private": allow_private,
                "looked_at": clock.now(),
                "trouble": "",
            },
        )
    return report


def _look_again(fleet: Fleet, progress: Progress) -> bool:
    progress(f"Looking at {fleet.code}")
    try:
        found = _seen_now(fleet)
        report = bridge.check_fleet(found)
        if not report.usable:
            raise Invalid("fleet_unusable", name=fleet.name)
    except MetropoliError as error:
        Fleet.objects.filter(pk=fleet.pk).update(trouble=error.code)
        return False
    # What stands still is a version of its own; what moves by the minute is not.
    if found.sha256 != fleet_files.kept(fleet=fleet).sha256:
        reading = registering.reading_of(
            sha256=found.sha256, size_bytes=found.size_bytes, report=report
        )
        data.record_import(code=fleet.code, reading=reading)
    fleet_files.keep(files=found)
    Fleet.objects.filter(pk=fleet.pk).update(looked_at=clock.now(), trouble="")
    return True


def _seen_now(fleet: Fleet) -> bridge.FleetFiles:
    if fleet.address == bridge.DEMO_ADDRESS:
        return bridge.demo_fleet(fleet.name, clock.now())
    before = fleet_files.kept(fleet=fleet)
    fresh = fleet_files.fetch(
        kind=fleet.kind, address=fleet.address, allow_private=fleet.allow_private
    )
    taken_s = int(clock.now().timestamp())
    return replace(before, files={**before.files, **fresh}, taken_s=taken_s)


def _publish(progress: Progress) -> None:
    progress("Putting shared vehicles and car parks on the streets")
    shelf = queries.fleet_shelf(bridge.FLEETS_FORM)
    sources = [fleet_files.kept(fleet=fleet) for fleet in queries.fleets()]
    before = FLEETS.at(shelf) if snapshots.current_version(shelf) else None
    version = clock.now().strftime("%Y%m%dT%H%M%S%f")
    built = bridge.build_fleets(sources, network_if_any(), version, before)
    snapshots.publish(shelf, version, lambda folder: bridge.write_fleets(built, sources, folder))

"""The network in service as open data: what may be handed on, in the formats that others read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from metropoli import __version__
from metropoli.apps.data import services as data
from metropoli.apps.data.types import DatasetCard, Reading
from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.models import Fleet, Source
from metropoli.apps.travel.rules import licences
from metropoli.apps.travel.services.city_clock import city_now
from metropoli.apps.travel.services.fleets import fleets
from metropoli.apps.travel.services.live import live_network
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import DataTerms, OpenData, OpenFile
from metropoli.base import archives, snapshots
from metropoli.base.errors import NotFound
from metropoli.base.progress import Progress, silent

DATASET = "open-gtfs"
FORM = "1"  # changes when the same network would be written otherwise


def open_gtfs() -> OpenFile:
    """
    Return the GTFS feed of all that runs and may be handed on, written once for each network.

    :raises NotFound: nothing is loaded, or no licence lets any of it go out
    """
    city, shelf = network(), queries.open_shelf()
    handed_on = [source for source in queries.sources() if _may_go_out(source)]
    told = (FORM, city.about.version, *_publisher(), *sorted(_told(one) for one in handed_on))
    etag = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    path = shelf / f"gtfs-{etag}.zip"
    if not path.exists():
        with snapshots.one_at_a_time(shelf):
            if not path.exists():
                _write(path, city, handed_on)
    return OpenFile(path=path, etag=etag, version=city.about.version)


def publish_gtfs(*, progress: Progress = silent) -> None:
    """Write the feed of the network that has just come into service, and tell it as a dataset."""
    progress("Writing the timetable that anybody may take")
    try:
        found = open_gtfs()
    except NotFound:  # nothing of it may be handed on
        return
    data.declare_dataset(card=_card_of_all())
    content = found.path.read_bytes()
    data.record_import(
        code=DATASET,
        reading=Reading(
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            software_version=__version__,
        ),
    )


def open_realtime(*, what: str, as_json: bool = False) -> bytes:
    """
    Return how things are now, as GTFS-Realtime under the names of the feed that goes out, or in words.

    :param what: trip-updates, vehicle-positions or alerts
    :raises NotFound: it is none of these, or nothing of it may be handed on
    """
    feeds = frozenset(source.name for source in queries.sources() if _may_go_out(source))
    if what not in bridge.BULLETINS or not feeds:
        raise NotFound("nothing_open")
    now = int(city_now().timestamp())
    return bridge.realtime_bytes(live_network(), feeds, what, now, as_json=as_json)


def _card_of_all() -> DatasetCard:
    handed_on = [source for source in queries.sources() if _may_go_out(source)]
    licences_told = {source.dataset.licence for source in handed_on}
    attributions = {source.dataset.attribution for source in handed_on} - {""}
    return DatasetCard(
        code=DATASET,
        title_it="Orario della metropoli, da prendere",
        title_en="Timetable of the metropolis, to take",
        description_it=(
            "Tutti gli orari in servizio che si possono ridistribuire, in un solo feed GTFS; "
            "autori e licenze sono in attributions.txt e nelle schede delle fonti."
        ),
        description_en=(
            "All timetables in service that may be handed on, in one GTFS feed; authors and "
            "licences are in attributions.txt and on the cards of the sources."
        ),
        publisher=settings.METROPOLI_BODY,
        source="/open/gtfs.zip",
        licence=licences_told.pop() if len(licences_told) == 1 else "various",
        attribution=", ".join(sorted(attributions)),
        frequency="irregular",
        generated=network().about.generated,
    )


def open_gbfs(*, system: str, name: str, address: str) -> bytes:
    """
    Return a file of a fleet that may be handed on, as GBFS 3.0; `address` is where all fleets lie.

    :raises NotFound: there is no such fleet or file, or its licence does not let it go out
    """
    fleet = queries.fleet(system)
    if fleet is not None and _is_open(system, fleet.dataset.licence):
        content = bridge.gbfs_file(
            fleets(),
            system,
            name,
            terms=DataTerms(
                licence=fleet.dataset.licence,
                attribution=fleet.dataset.attribution,
                email=_publisher()[2],
            ),
            base_url=address,
            now_s=int(city_now().timestamp()),
        )
        if content is not None:
            return content
    raise NotFound("nothing_open")


def list_open_gbfs(*, address: str) -> bytes:
    """Return the manifest of the fleets that may be handed on (GBFS 3.0)."""
    codes = frozenset(
        one.dataset.code
        for one in queries.fleets()
        if _is_open(one.dataset.code, one.dataset.licence)
    )
    now_s = int(city_now().timestamp())
    return bridge.gbfs_manifest(fleets(), codes, base_url=address, now_s=now_s)


def list_open_sources() -> tuple[OpenData, ...]:
    """List the timetables and fleets in service, and whether each may be handed on."""
    timetables = [one for one in queries.sources() if one.kind == Source.Kind.GTFS]
    shared = [one for one in queries.fleets() if one.kind == Fleet.Kind.GBFS]
    return (*map(_open_data, timetables), *map(_open_data, shared))


def _open_data(one: Source | Fleet) -> OpenData:
    dataset = one.dataset
    return OpenData(
        code=dataset.code,
        kind=one.kind,
        title_it=dataset.title_it,
        title_en=dataset.title_en,
        licence=dataset.licence,
        attribution=dataset.attribution,
        handed_on=_is_open(dataset.code, dataset.licence),
    )


def _may_go_out(source: Source) -> bool:
    return source.kind == Source.Kind.GTFS and _is_open(source.dataset.code, source.dataset.licence)


def _is_open(code: str, licence: str) -> bool:
    named = settings.METROPOLI_HAND_ON
    return code in named or licences.EVERYTHING in named or licences.is_open(licence)


def _told(source: Source) -> str:
    dataset = source.dataset
    return "\0".join((source.code, source.sha256, dataset.attribution, dataset.source))


def _publisher() -> tuple[str, str, str]:
    contact = settings.METROPOLI_CONTACT
    email = contact if "@" in contact else ""
    return settings.METROPOLI_BODY, settings.METROPOLI_URL, email


def _write(path: Path, city: bridge.Network, handed_on: list[Source]) -> None:
    sources = [
        bridge.OpenSource(
            feed=source.name,
            files=archives.open_files(queries.source_file(source.sha256, source.form).read_bytes()),
            attribution=source.dataset.attribution or source.dataset.publisher,
            url=source.dataset.source,
        )
        for source in handed_on
    ]
    thanks = [
        source.dataset.attribution
        for source in queries.sources()
        if source.kind == Source.Kind.OSM and source.dataset.attribution
    ]
    files = bridge.gtfs_files(city, sources, bridge.Publisher(*_publisher()), thanks)
    draft = path.with_suffix(".draft")
    draft.write_bytes(archives.pack(files))
    for old in path.parent.glob("gtfs-*.zip"):
        old.unlink(missing_ok=True)
    draft.replace(path)

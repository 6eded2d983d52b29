"""Load streets and timetables: check, keep the bytes, build the arrays, put them in service."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from metropoli.apps.data import services as data
from metropoli.apps.data.types import Reading
from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.models import Source
from metropoli.apps.travel.services import fleet_sources, names, opening, registering
from metropoli.apps.travel.types import FeedReport, SourceCard
from metropoli.base import archives, clock, snapshots
from metropoli.base.errors import Invalid, NotFound, Refused
from metropoli.base.progress import Progress, silent

DEMO_DAYS = 400
DEMO_BEFORE_DAYS = 7  # the demo's first days are past, so that last night's services are there
DEMO_STREETS = "osm-demo-streets"  # the code of the dataset
GTFS, OSM, HEIGHTS = Source.Kind.GTFS, Source.Kind.OSM, Source.Kind.HEIGHTS


def check_feed(*, path: Path) -> FeedReport:
    """
    Read a GTFS feed (zip or folder) and say everything that is wrong with it, without loading it.

    :raises Invalid: the archive itself is refused
    """
    return bridge.check_gtfs(archives.open_files(path))


def load_gtfs(
    *, path: Path, name: str = "", card: SourceCard | None = None, progress: Progress = silent
) -> FeedReport:
    """
    Put a GTFS feed in service beside the ones already there, or in place of the one of its name.

    :raises Invalid: the archive or the feed cannot be used; what was in service stays in service
    """
    progress(f"Reading {path.name}")
    content = archives.pack(archives.open_files(path)) if path.is_dir() else path.read_bytes()
    arrival = _arrival(GTFS, path, name, "zip", content, card)
    return _let_in([arrival], progress)[0]


def load_osm(
    *, path: Path, name: str = "", card: SourceCard | None = None, progress: Progress = silent
) -> None:
    """
    Put the streets of an OpenStreetMap extract (.osm.pbf or .osm) in service.

    :raises Invalid: the extract cannot be read; what was in service stays in service
    """
    progress(f"Reading {path.name}")
    form = "pbf" if path.suffix == ".pbf" else "xml"
    _let_in([_arrival(OSM, path, name, form, path.read_bytes(), card)], progress)


def load_heights(
    *, path: Path, name: str = "", card: SourceCard | None = None, progress: Progress = silent
) -> None:
    """
    Let the streets in service climb: heights from a GeoTIFF, in place of any that were there.

    :raises Refused: no streets are there to climb
    :raises Invalid: the file cannot be read; what was in service stays in service
    """
    if not any(one.kind == OSM and not one.dataset.generated for one in queries.sources()):
        raise Refused("heights_without_streets")
    progress(f"Reading {path.name}")
    _let_in([_arrival(HEIGHTS, path, name, "tif", path.read_bytes(), card)], progress)


def load_demo(*, progress: Progress = silent) -> None:
    """
    Build Torino in miniature and put it in service: real lines and places, generated streets and times.

    Its feed and its streets pass through the same door as real ones.
    """
    first_day = clock.today("Europe/Rome") - timedelta(days=DEMO_BEFORE_DAYS)
    progress("Drawing the streets of the demo city")
    streets = bridge.demo_osm()
    progress("Writing the timetable of the demo city")
    feed = bridge.demo_gtfs(first_day=first_day, days=DEMO_DAYS)
    arrivals = [
        bridge.Arrival(OSM, "demo-streets", "xml", streets, bridge.DEMO_STREETS_CARD),
        bridge.Arrival(GTFS, "demo", "zip", feed, bridge.DEMO_FEED_CARD),
    ]
    _let_in(arrivals, progress)
    fleet_sources.load_demo_fleets(progress=progress)


def _arrival(
    kind: Source.Kind, path: Path, name: str, form: str, content: bytes, card: SourceCard | None
) -> bridge.Arrival:
    name = slugify(name or path.name.split(".")[0])[:40]
    if not name:
        raise Invalid("source_without_name", file=path.name)
    return bridge.Arrival(kind, name, form, content, card or bridge.card_of_file(kind, path.name))


def rebuild(*, progress: Progress = silent) -> None:
    """
    Build the network anew from the sources in service, as after a change of this software.

    :raises NotFound: nothing was ever loaded
    :raises Invalid: a source that was good before cannot be used any more
    """
    with snapshots.one_at_a_time(queries.shelf(bridge.FORM)):
        _rebuild(progress)


def _rebuild(progress: Progress) -> None:
    staying = queries.sources()
    if not staying:
        raise NotFound("nothing_published", shelf="network")
    built = _build([_kept(source) for source in staying], progress)
    _check_staying(staying, built)
    _put_in_service(built, progress)
    opening.publish_gtfs(progress=progress)


def has_network() -> bool:
    """Say whether a network stands that this software can read."""
    return snapshots.current_version(queries.shelf(bridge.FORM)) is not None


def has_sources() -> bool:
    """Say whether anything was ever loaded."""
    return bool(queries.sources())


def _let_in(arrivals: list[bridge.Arrival], progress: Progress) -> list[FeedReport]:
    """Build the network with the newcomers; only if that succeeds does anything change."""
    with snapshots.one_at_a_time(queries.shelf(bridge.FORM)):
        return _let_in_alone(arrivals, progress)


def _let_in_alone(arrivals: list[bridge.Arrival], progress: Progress) -> list[FeedReport]:
    staying = _staying(arrivals)
    built = _build([*map(_kept, staying), *arrivals], progress)
    reports = [built.reports[arrival.code] for arrival in arrivals]
    for arrival, report in zip(arrivals, reports, strict=True):
        registering.declare(code=arrival.code, name=arrival.name, card=arrival.card)
        if not report.usable:
            data.refuse_import(code=arrival.code, reading=_reading(arrival, report))
            raise Invalid("feed_unusable", name=arrival.name)
    _check_staying(staying, built)
    for arrival in arrivals:
        _keep(arrival)
    demo = all(arrival.card.generated for arrival in arrivals)
    names.keep_demo_places(dataset=DEMO_STREETS, wanted=demo, progress=progress)
    _put_in_service(built, progress)
    _register(arrivals, reports, staying)
    opening.publish_gtfs(progress=progress)
    return reports


def _check_staying(staying: list[Source], built: bridge.Built) -> None:
    """Refuse to go on where a newer reader finds fault with a feed that was good before."""
    for source in staying:
        if not built.reports[source.code].usable:
            raise Invalid("feed_unusable", name=source.name)


def _build(arrivals: list[bridge.Arrival], progress: Progress) -> bridge.Built:
    return bridge.build_network(
        arrivals,
        towns=names.load_territory(progress=progress),
        version=clock.now().strftime("%Y%m%dT%H%M%S%f"),
        progress=progress,
    )


def _put_in_service(built: bridge.Built, progress: Progress) -> None:
    progress("Writing the arrays")
    shelf = queries.shelf(bridge.FORM)
    snapshots.publish(shelf, built.version, built.write)
    _sweep_other_forms(shelf)
    names.index_network(built=built, progress=progress)
    assert built.network is not None
    fleet_sources.settle_fleets(generated=built.network.about.generated, progress=progress)


def _sweep_other_forms(shelf: Path) -> None:
    """Remove what an earlier release of this software laid out: nobody reads it any more."""
    for other in shelf.parent.iterdir():
        if other != shelf:
            shutil.rmtree(other, ignore_errors=True)


def _staying(arrivals: list[bridge.Arrival]) -> list[Source]:
    """Return the sources that go on beside the newcomers: the demo never stands beside real data."""
    real = not all(arrival.card.generated for arrival in arrivals)
    replaced = {arrival.code for arrival in arrivals}
    one_of_each = {arrival.kind for arrival in arrivals} - {GTFS}
    return [
        source
        for source in queries.sources()
        if source.code not in replaced
        and source.dataset.generated != real
        and source.kind not in one_of_each
    ]


def _kept(source: Source) -> bridge.Arrival:
    content = queries.source_file(source.sha256, source.form).read_bytes()
    card = SourceCard(generated=source.dataset.generated, attribution=source.dataset.attribution)
    return bridge.Arrival(source.kind, source.name, source.form, content, card)


def _keep(arrival: bridge.Arrival) -> None:
    file = queries.source_file(arrival.sha256, arrival.form)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_bytes(arrival.content)
    draft.replace(file)


@transaction.atomic
def _register(
    arrivals: list[bridge.Arrival], reports: list[FeedReport], staying: list[Source]
) -> None:
    keep = {source.code for source in staying} | {arrival.code for arrival in arrivals}
    Source.objects.exclude(dataset__code__in=keep).delete()
    for arrival, report in zip(arrivals, reports, strict=True):
        version = data.record_import(code=arrival.code, reading=_reading(arrival, report))
        Source.objects.update_or_create(
            dataset=version.dataset,
            defaults={
                "kind": arrival.kind,
                "name": arrival.name,
                "sha256": arrival.sha256,
                "form": arrival.form,
            },
        )


def _reading(arrival: bridge.Arrival, report: FeedReport) -> Reading:
    return registering.reading_of(
        sha256=arrival.sha256, size_bytes=len(arrival.content), report=report
    )

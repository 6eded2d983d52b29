"""The city as it is now: what the feeds said, put into the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from metropoli.apps.travel.bridge.alerts import index_alerts
from metropoli.apps.travel.bridge.days import Days
from metropoli.apps.travel.bridge.live.files import LiveFile
from metropoli.apps.travel.bridge.live.recording import Record, observed_in
from metropoli.apps.travel.bridge.network import Live, Network
from metropoli.apps.travel.bridge.wording import instant
from metropoli.apps.travel.types import Basis, LiveState, TripAnswer
from metropoli.base.errors import Invalid, NotFound
from metropoli.engines import journeys

NO_FEED, TOO_OLD = "no_live_feed", "live_too_old"
SOON = timedelta(hours=6)  # what is heard now says nothing of later


@dataclass(frozen=True, slots=True, eq=False)
class LiveCity:
    """A network as things are, and what it was made of."""

    planned: Network
    network: Network
    directories: dict[str, journeys.Directory]


def follow_city(
    network: Network, files: Sequence[LiveFile], now: int, before: LiveCity | None = None
) -> LiveCity:
    """
    Return the network as things are at an instant (epoch).

    Feeds that are too old, lie or cannot be read are left out, and the network says so. The names
    of the one before are used again where it is of the same network.
    """
    known = before.directories if before is not None and before.planned is network else {}
    directories = dict(known)
    heard: list[journeys.Heard] = []
    doubts: list[str] = []
    for file in files:
        try:
            bulletin = journeys.read_bulletin(file.content)
        except Invalid as refused:
            doubts.append(refused.code)
            continue
        if file.feed not in directories:
            directories[file.feed] = journeys.index_names(
                network.timetable, network.labels, file.feed
            )
        bulletin = replace(bulletin, at=bulletin.at or file.received_at)
        heard.append(journeys.Heard(bulletin, directories[file.feed]))
    live = _live(network, heard, now, doubts)
    return LiveCity(network, _with(network, live, before), directories)


def _live(network: Network, heard: list[journeys.Heard], now: int, doubts: list[str]) -> Live:
    speaking = [one for one in heard if one.bulletin.trips or one.bulletin.detours]
    fresh = []
    for one in speaking:
        doubt = journeys.doubt_of(one.bulletin, now)
        if doubt:
            doubts.append(doubt)
        else:
            fresh.append(one)
    followed, told = (None, ()) if not fresh else journeys.follow(fresh, now)
    believed = [one.bulletin.at for one, doubt in zip(fresh, told, strict=True) if not doubt]
    doubts += [doubt for doubt in told if doubt]
    none = NO_FEED if not speaking else ""
    positions = tuple(
        (place, one.directory)
        for one in heard
        if not journeys.doubt_of(one.bulletin, now)
        for place in one.bulletin.positions
    )
    return Live(
        planned=network,
        followed=followed if believed else None,
        at=min(believed, default=0),
        doubt=next((doubt for doubt in doubts if doubt), none) if not believed else "",
        alerts=index_alerts(heard),
        positions=positions,
    )


def _with(network: Network, live: Live, before: LiveCity | None) -> Network:
    if live.followed is None:
        return replace(network, live=live)
    followed = live.followed
    found = replace(
        network, timetable=followed.timetable, labels=followed.labels, days=Days(), live=live
    )
    if before is not None and before.planned is network:
        _cut_days(found, before.network)
    return found


def _cut_days(network: Network, before: Network) -> None:
    """Cut the days that people asked for a moment ago, so that nobody waits for them."""
    for day, footing in before.days.held():
        try:
            network.day(day, footing)
        except NotFound:
            continue


def with_record(city: LiveCity, record: Record) -> LiveCity:
    """Return a live city that knows how late its lines were."""
    observed = observed_in(record, city.planned)
    return replace(city, network=replace(city.network, observed=observed))


def live_state(network: Network) -> LiveState:
    """Say whether vehicles are followed, since when, and why not."""
    live = network.live
    if live is None:
        return LiveState(None, NO_FEED)
    followed = live.followed
    return LiveState(
        heard_at=instant(network, live.at) if live.at else None,
        doubt=live.doubt,
        n_followed=len(followed.trip_plan) if followed is not None else 0,
        n_cancelled=len(followed.gone_trip) if followed is not None else 0,
        n_vehicles=len(live.positions),
        n_notices=len(live.alerts.told),
        troubles=tuple((one.code, one.count) for one in followed.troubles) if followed else (),
    )


def with_news(answer: TripAnswer, network: Network, now: datetime) -> TripAnswer:
    """Return an answer that says when vehicles were last heard of, or why it goes by the timetable."""
    live = network.live
    if live is None or abs(answer.request.at - now) > SOON:
        return answer
    return replace(
        answer,
        rests_on=tuple(_observed(one, network) for one in answer.rests_on),
        live_at=instant(network, live.at) if live.at else None,
        live_doubt="" if live.doubt == NO_FEED else live.doubt,
    )


def _observed(basis: Basis, network: Network) -> Basis:
    """Return what the odds rest on, where some lines were observed."""
    seen = network.observed
    if basis.kind != "delays" or seen is None:
        return basis
    since = instant(network, seen.since)
    day, n = f"{since:%Y-%m-%d}", seen.n_lines
    return replace(
        basis,
        year=since.year,
        note=f"Delays observed since {day} for {n} lines. For the others: {basis.note}",
        note_it=f"Ritardi osservati dal {day} per {n} linee. Per le altre: {basis.note_it}",
    )


def as_planned(network: Network) -> Network:
    """Return a network as it was planned, with what is told of it."""
    live = network.live
    return network if live is None else replace(live.planned, live=replace(live, followed=None))


def while_fresh(city: LiveCity, now: int) -> Network:
    """Return the network as things are; as planned again when nothing was heard for too long."""
    live = city.network.live
    if live is None or live.followed is None or now - live.at <= journeys.MOST_AGE_S:
        return city.network
    return replace(city.planned, live=replace(live, followed=None, at=0, doubt=TOO_OLD))

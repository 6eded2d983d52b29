"""The network as things are now: what was heard, put into the timetable in the background."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock, Thread
from time import sleep

from metropoli.apps.travel import bridge, queries
from metropoli.apps.travel.services.city_clock import city_now
from metropoli.apps.travel.services.serving import network
from metropoli.apps.travel.types import LiveState, LiveVehicle, Notice, Window
from metropoli.base import snapshots
from metropoli.base.errors import NotFound


class Watch:
    """
    Hold the city as it was last heard of.

    Whoever asks looks whether something newer was heard; the first one has it put in by a thread of
    its own, and everybody goes on with what was there before until it is ready.
    """

    def __init__(self) -> None:
        self._city: bridge.LiveCity | None = None
        self._lock = Lock()
        self._building: Thread | None = None
        self._tried: tuple[int, str] | None = None

    def at(self, planned: bridge.Network) -> bridge.LiveCity | None:
        """Return the city as heard of, none if nothing ever was for this network."""
        version = snapshots.current_version(queries.live_shelf())
        if version is None:
            return None
        if self._tried != (id(planned), version):
            self._renew(planned, version)
        city = self._city
        return city if city is not None and city.planned is planned else None

    def wait(self) -> None:
        """Wait until what is being put in is ready."""
        building = self._building
        if building is not None:
            building.join()

    def _renew(self, planned: bridge.Network, version: str) -> None:
        with self._lock:
            if self._building is not None and self._building.is_alive():
                return
            self._tried = (id(planned), version)
            self._building = Thread(target=self._build, args=(planned, version), daemon=True)
            self._building.start()

    def _build(self, planned: bridge.Network, version: str) -> None:
        try:
            files = bridge.read_live_files(queries.live_shelf() / version)
        except FileNotFoundError:  # swept while we looked: the next one who asks finds a newer one
            return
        now = int(city_now().timestamp())
        record = bridge.read_record(queries.recorded_folder())
        city = bridge.follow_city(planned, files, now, self._city)
        self._city = bridge.with_record(city, record)


WATCH = Watch()
LOOK_EVERY_S = 0.5


def keep_watching() -> Thread:
    """Put in whatever is heard as soon as it is there, whether anybody asks or not, in a thread."""
    watcher = Thread(target=_watch, name="live", daemon=True)
    watcher.start()
    return watcher


def _watch() -> None:
    while True:
        with suppress(NotFound, OSError):  # nothing is loaded yet, or it was swept under our eyes
            WATCH.at(network())
        sleep(LOOK_EVERY_S)


def live_network() -> bridge.Network:
    """
    Return the network as things are now; the planned one, saying why, where nothing can be believed.

    :raises NotFound: nothing was loaded yet
    """
    planned = network()
    city = WATCH.at(planned)
    if city is None:
        return planned
    return bridge.while_fresh(city, int(city_now().timestamp()))


def record_delays() -> int:
    """Keep how late vehicles were since the last time, by line and hour; return how many passages."""
    try:
        live_network()
    except NotFound:  # no timetable: nobody can be late
        return 0
    WATCH.wait()
    folder = queries.recorded_folder()
    record = bridge.read_record(folder)
    n_passages = bridge.add_passages(record, live_network())
    if n_passages:
        bridge.write_record(record, folder)
    return n_passages


def live_vehicles(*, window: Window) -> tuple[LiveVehicle, ...]:
    """List the vehicles that said a short while ago that they are within a rectangle."""
    return bridge.vehicles_in(live_network(), window, int(city_now().timestamp()))


def list_notices() -> tuple[Notice, ...]:
    """List everything that holds now for lines, stops and operators."""
    city = live_network()
    if city.live is None:
        return ()
    now = int(city_now().timestamp())
    return bridge.notices_everywhere(city.live.alerts, now, city.about.zone)


def read_live_state(*, wait: bool = False) -> LiveState:
    """Read whether vehicles are followed, since when, and why not; wait for what was just heard."""
    try:
        city = live_network()
        if wait:
            WATCH.wait()
            city = live_network()
    except NotFound:
        return LiveState(None, bridge.NO_LIVE_FEED)
    return bridge.live_state(city)

"""From one and from many to all: the same minutes as trying every departure."""

from __future__ import annotations

import numpy as np
import pytest

from engines.journeys.naive import change_times, vehicles
from engines.reach import naive
from engines.reach.cities import (
    N_TARGETS,
    random_day,
    random_links,
    random_window,
    slow_city,
    walks_of,
)
from metropoli.base.errors import Invalid
from metropoli.engines import reach
from metropoli.engines.journeys import open_day
from metropoli.engines.reach import jobs

CITIES = 200
N_ORIGINS = 3


class Scene:
    """A city, who walks where in it, and its vehicles as the twin tells them."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.timetable, date = slow_city(rng), random_day(rng)
        n_stops = len(self.timetable.change_s)
        self.day, self.running = open_day(self.timetable, date), vehicles(self.timetable, date)
        self.changes = change_times(self.timetable)
        walk = {"share": 0.25, "most_s": 200}
        self.access = random_links(rng, N_ORIGINS, n_stops, **walk)
        self.direct = random_links(rng, N_ORIGINS, N_TARGETS, share=0.1, most_s=2_000)
        self.egress = random_links(rng, n_stops, N_TARGETS, **walk)
        self.targets = self.targets_of(self.egress)
        self.window = random_window(rng)

    def targets_of(self, egress: reach.Links) -> reach.Targets:
        n_stops = len(self.timetable.change_s)
        stop = np.repeat(np.arange(n_stops), np.diff(egress.first))
        sizes = {"n_stops": n_stops, "n_targets": N_TARGETS}
        return reach.make_targets(stop, egress.to, egress.walk_s, **sizes)

    def seconds(self, origin: int) -> np.ndarray:
        egress = {
            (stop, target): walk_s
            for stop in range(len(self.timetable.change_s))
            for target, walk_s in walks_of(self.egress, stop).items()
        }
        return naive.seconds(
            self.running,
            self.changes,
            (walks_of(self.access, origin), walks_of(self.direct, origin)),
            egress,
            self.window,
        )

    @property
    def origins(self) -> reach.Origins:
        return reach.Origins(self.access, self.direct)

    def ask(self, **more) -> list[tuple[int, np.ndarray]]:
        return list(reach.matrix(self.day, self.origins, self.targets, self.window, **more))


@pytest.mark.parametrize("many", [0, 10_000], ids=["shortcuts", "searching"])
@pytest.mark.parametrize("batch", range(6))
def test_all_is_reached_as_trying_every_departure_reaches_it(batch, many, monkeypatch):
    monkeypatch.setattr(jobs, "MANY", many)
    reached = 0
    for seed in range(batch, CITIES, 6):
        scene = Scene(seed)
        ((first, minutes),) = scene.ask()
        assert first == 0
        for origin in range(N_ORIGINS):
            lasts_s = scene.seconds(origin)
            for i, percentile in enumerate(reach.PERCENTILES):
                expected = naive.minutes(lasts_s, percentile)
                assert minutes[origin, :, i].tolist() == expected, (seed, origin, percentile)
        reached += int((minutes < reach.NEVER_MIN).sum())
    assert reached > 1_000


@pytest.mark.parametrize("batch", range(4))
def test_at_one_instant_each_stop_is_reached_as_early_as_trying_everything_does(batch):
    reached = 0
    for seed in range(1_000 + batch, 1_000 + CITIES, 4):
        scene = Scene(seed)
        rides, leaves_s, longest_s = 3, scene.window.earliest_s, scene.window.longest_s
        ones = reach.Links(scene.access.first[:2], scene.access.to, scene.access.walk_s)
        found = reach.earliest_arrivals(
            scene.day, ones, leaves_s=leaves_s, longest_s=longest_s, max_rides=rides
        )
        by_rides = naive.arrivals(
            scene.running, scene.changes, walks_of(scene.access, 0), leaves_s, rides
        )
        expected = {
            stop: at_s
            for stop, at_s in naive.earliest(by_rides).items()
            if at_s <= leaves_s + longest_s
        }
        arrives_s = reach.by_row(scene.day, found)
        assert {
            stop: at_s for stop, at_s in enumerate(arrives_s.tolist()) if at_s != reach.NEVER
        } == expected, seed
        for stop, at_s in expected.items():
            way = reach.ways_to(scene.day, found, stop)
            follow(scene, way, stop, at_s, leaves_s)
            fewest = next(i + 1 for i, off in enumerate(by_rides) if off.get(stop) == at_s)
            assert len(way) == fewest
        reached += len(expected)
    assert reached > 100


def follow(scene: Scene, way, stop: int, at_s: int, leaves_s: int) -> None:
    """Make the rides one by one with the twin's vehicles and changes."""
    ready = {one: leaves_s + walk_s for one, walk_s in walks_of(scene.access, 0).items()}
    for ride in way:
        calls = next(
            one.calls
            for one in scene.running
            if one.trip == ride.trip and one.calls[ride.board_position].departs_s == ride.departs_s
        )
        on, off = calls[ride.board_position], calls[ride.alight_position]
        assert on.board
        assert off.alight
        assert (on.stop, off.stop) == (ride.board_stop, ride.alight_stop)
        assert (on.departs_s, off.arrives_s) == (ride.departs_s, ride.arrives_s)
        assert ready[on.stop] <= on.departs_s
        ready = {
            to: off.arrives_s + takes_s
            for (origin, to), takes_s in scene.changes.items()
            if origin == off.stop
        }
    assert (way[-1].alight_stop, way[-1].arrives_s) == (stop, at_s)


def test_threads_and_chunks_change_nothing():
    scene = Scene(7)
    rng = np.random.default_rng(8)
    n_stops, many = len(scene.timetable.change_s), 300
    scene.access = random_links(rng, many, n_stops, share=0.25, most_s=200)
    scene.direct = random_links(rng, many, N_TARGETS, share=0.1, most_s=2_000)
    alone = scene.ask()
    together = scene.ask(n_threads=3)
    assert [first for first, _ in alone] == [first for first, _ in together]
    assert len(alone) > 3
    for (_, one), (_, other) in zip(alone, together, strict=True):
        assert np.array_equal(one, other)


def test_one_origin_is_a_row_of_the_matrix():
    scene = Scene(11)
    ((_, minutes),) = scene.ask()
    one = reach.Origins(
        *(reach.Links(links.first[:2], links.to, links.walk_s) for links in scene.origins)
    )
    assert np.array_equal(reach.one_to_all(scene.day, one, scene.targets, scene.window), minutes[0])


@pytest.mark.parametrize(
    "change",
    [{"n_departures": 0}, {"longest_s": 0}, {"longest_s": 20_000}, {"n_departures": 2_000}],
)
def test_a_window_without_room_is_refused(change):
    scene = Scene(3)
    scene.window = scene.window._replace(**change)
    with pytest.raises(Invalid, match="window_out_of_range"):
        scene.ask()


def test_rides_and_walks_have_their_limits():
    scene = Scene(3)
    with pytest.raises(Invalid, match="walk_too_long"):
        scene.targets_of(scene.egress._replace(walk_s=scene.egress.walk_s + 9_000))
    scene.window = scene.window._replace(max_rides=13)
    with pytest.raises(Invalid, match="rides_out_of_range"):
        scene.ask()

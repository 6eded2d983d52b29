"""What breaks a trip, told from frozen states of its vehicles: late, early, cancelled, skipping a stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from apps.mobility import made
from apps.mobility.made import at
from metropoli.apps.mobility import rules
from metropoli.apps.mobility.types import Exit, Sight

TRIP = rules.trip_of(
    rules.token_of(made.by_tram_and_bus(late_min=None))
)  # 08:05 – 08:17, 08:25 – 08:35
BETA, GAMMA = made.STOPS["B"].point, made.STOPS["C"].point


def go(clock: str, **changed):
    """Follow the trip at a time, with the sight of its tram or bus changed."""
    tram = Sight(
        at("08:05"), at("08:17"), exits=(Exit(BETA, at("08:11")), Exit(GAMMA, at("08:17")))
    )
    bus = Sight(at("08:25"), at("08:35"))
    sights = [None, changed.get("tram", {}), changed.get("bus", {}), None]
    seen = [None, replace(tram, **sights[1]), replace(bus, **sights[2]), None]
    return rules.progress_of(TRIP, seen, at(clock))


@pytest.mark.parametrize(
    ("clock", "phase", "position"),
    [
        ("07:50", "before", 0),
        ("08:02", "own", 0),
        ("08:06", "aboard", 1),
        ("08:19", "waiting", 2),
        ("08:30", "aboard", 2),
        ("08:36", "own", 3),
        ("09:00", "arrived", 3),
    ],
)
def test_one_is_where_the_clock_says(clock, phase, position):
    progress = go(clock)
    assert (progress.phase, progress.position) == (phase, position)
    assert progress.broken is None
    assert progress.arrives_at == at("08:38")


def test_a_late_tram_that_still_meets_its_bus_breaks_nothing():
    late = {"departs_at": at("08:10"), "arrives_at": at("08:23")}
    progress = go("08:12", tram=late)
    assert progress.broken is None
    assert progress.stretches[1].late_min == 6


def test_a_tram_too_late_for_its_bus_says_which_change_fails_and_by_whose_fault():
    late = {"departs_at": at("08:12"), "arrives_at": at("08:27")}
    progress = go("08:13", tram=late)
    broken = progress.broken
    assert (broken.code, broken.line, broken.place, broken.minutes) == (
        "change_missed", "4", "Gamma", 10,
    )  # fmt: skip
    assert (progress.free_from.name, progress.free_at) == ("Gamma", at("08:27"))


def test_a_bus_that_waits_is_caught():
    late = {"departs_at": at("08:12"), "arrives_at": at("08:27")}
    assert go("08:13", tram=late, bus={"departs_at": at("08:29")}).broken is None


def test_a_cancelled_bus_is_told_while_one_sits_in_the_tram():
    progress = go("08:10", bus={"cancelled": True})
    assert (progress.broken.code, progress.broken.line) == ("cancelled", "10")
    assert progress.free_from.name == "Gamma"


def test_a_cancelled_tram_sends_one_on_from_where_one_is():
    progress = go("07:50", tram={"cancelled": True})
    assert progress.broken.code == "cancelled"
    assert (progress.free_from.name, progress.free_at) == ("home", at("07:50"))


def test_who_waits_chooses_again_at_the_stop():
    progress = go("08:19", bus={"cancelled": True})
    assert (progress.free_from.name, progress.free_at) == ("Gamma", at("08:19"))


def test_a_stop_that_is_skipped_breaks_the_trip_where_one_gets_on():
    assert go("08:10", bus={"boards": False}).broken.code == "skips_boarding"


def test_who_sits_in_a_tram_that_skips_the_stop_gets_off_at_the_one_before():
    served = (Exit(BETA, at("08:11")),)
    progress = go("08:08", tram={"alights": False, "exits": served})
    assert progress.broken.code == "skips_alighting"
    assert (progress.free_from.name, progress.free_at) == ("Bèta", at("08:11"))


def test_once_aboard_it_matters_no_more_that_the_stop_was_skipped():
    assert go("08:10", tram={"boards": False}).broken is None


def test_a_late_tram_that_was_chosen_so_and_then_comes_on_time_is_missed():
    chosen = rules.trip_of(rules.token_of(made.by_tram_and_bus(late_min=3)))
    on_time = [None, Sight(at("08:05"), at("08:17")), Sight(at("08:25"), at("08:35")), None]
    assert rules.progress_of(chosen, on_time, at("08:04")).broken.code == "left_early"


def test_a_tram_that_leaves_early_is_reached_by_who_can_still_leave_earlier():
    early = {"departs_at": at("08:03"), "arrives_at": at("08:15")}
    progress = go("07:50", tram=early)
    assert progress.broken is None
    assert progress.stretches[0].departs_at == at("07:59")


def test_a_tram_that_leaves_early_is_missed_by_who_walks_to_it_already():
    early = {"departs_at": at("08:03"), "arrives_at": at("08:15")}
    assert go("08:02", tram=early).broken.code == "left_early"


def test_who_has_arrived_is_told_of_nothing_that_breaks():
    assert go("09:30", bus={"cancelled": True}).broken is None


def test_a_vehicle_that_nobody_knows_any_more_is_said_to_be_unknown():
    progress = go("07:50", tram={"found": False})
    assert not progress.is_known
    assert progress.broken is None


def test_whatever_happens_one_is_free_neither_in_the_past_nor_nowhere():
    for minute in range(0, 60, 3):
        now = datetime.fromisoformat("2026-01-05T07:45+01:00") + timedelta(minutes=minute)
        for change in ({"cancelled": True}, {"boards": False}, {"alights": False}):
            for ride in ("tram", "bus"):
                progress = go(f"{now:%H:%M}", **{ride: change})
                assert progress.free_at >= now
                assert progress.free_from.name

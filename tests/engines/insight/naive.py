"""Slow, obvious twins of what insight reckons: one case and one day at a time."""

from __future__ import annotations

import itertools
from fractions import Fraction
from xml.etree import ElementTree


def open_shares(lives, n_outcomes=1):
    """Return by day of an end: share open, then share ended in each way; lives are tuples."""
    share_open, shares, found = Fraction(1), [Fraction(0)] * n_outcomes, {}
    for day in sorted({left for _, left, outcome, _ in lives if outcome >= 0}):
        at_risk = sum(w for entered, left, _, w in lives if entered < day <= left)
        for way in range(n_outcomes):
            ended = sum(w for _, left, outcome, w in lives if left == day and outcome == way)
            shares[way] += share_open * Fraction(ended) / at_risk
        ended = sum(w for _, left, outcome, w in lives if left == day and outcome >= 0)
        share_open *= 1 - Fraction(ended) / at_risk
        found[day] = (share_open, tuple(shares))
    return found


def until(found, share, given):
    """Return the first day on which this share has ended of those open after the given one."""
    there = Fraction(1)
    for day, (share_open, _) in found.items():
        if day <= given:
            there = share_open
    if not there:
        return None
    days = [day for day, (left, _) in found.items() if day > given and left <= there * (1 - share)]
    return min(days, default=None)


def read_xes(content):
    """Return by case its name and its events (instant, activity, actor), as they are told."""
    found = []
    for trace in ElementTree.fromstring(content).findall("trace"):
        told = {one.get("key"): one.get("value") for one in trace if one.tag != "event"}
        events = [
            {one.get("key"): one.get("value") for one in event} for event in trace.findall("event")
        ]
        found.append((told.get("concept:name", ""), events))
    return found


def rows(log):
    """Return by case its events: instant and activity."""
    return [
        [(int(log.at_ms[row]), int(log.activity.code[row])) for row in range(first, last)]
        for first, last in zip(log.first[:-1].tolist(), log.first[1:].tolist(), strict=True)
    ]


def by_side(log, until_ms, side_of, n_sides):
    """Return by case the time that each side held the ball, event after event."""
    found = []
    for events, until in zip(rows(log), until_ms.tolist(), strict=True):
        times, holder = [0] * n_sides, None
        for i, (at, activity) in enumerate(events):
            if side_of[activity] >= 0:
                holder = side_of[activity]
            following = events[i + 1][0] if i + 1 < len(events) else until
            if holder is not None:
                times[holder] += following - at
        found.append(times)
    return found


def ways(log):
    """Return how many cases went each way, by path."""
    found = {}
    for events in rows(log):
        path = tuple(activity for _, activity in events)
        found[path] = found.get(path, 0) + 1
    return found


def pairs(log):
    """Return the times between one activity and the next, by pair."""
    found = {}
    for events in rows(log):
        for (at, before), (then, after) in itertools.pairwise(events):
            found.setdefault((before, after), []).append(then - at)
    return found


def repeated(log, n_names):
    """Return by activity in how many cases it was done again, and how often in all."""
    cases, repeats = [0] * n_names, [0] * n_names
    for events in rows(log):
        done = [activity for _, activity in events]
        for activity in set(done):
            if done.count(activity) > 1:
                cases[activity] += 1
                repeats[activity] += done.count(activity) - 1
    return cases, repeats


def deviations(log, allowed, is_open):
    """Return every wrong beginning (0), step (1) and end (2): case, kind, before, activity."""
    found = []
    for case, events in enumerate(rows(log)):
        done = [activity for _, activity in events]
        for i, activity in enumerate(done):
            if i == 0 and not allowed.may_begin[activity]:
                found.append((case, 0, -1, activity))
            if i and not allowed.may_follow[done[i - 1], activity]:
                found.append((case, 1, done[i - 1], activity))
            if i == len(done) - 1 and not is_open[case] and not allowed.may_end[activity]:
                found.append((case, 2, done[i - 1] if i else -1, activity))
    return found

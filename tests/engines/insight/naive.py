"""Slow, obvious twins of what insight reckons: one case and one day at a time."""

from __future__ import annotations

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

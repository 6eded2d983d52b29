"""What a reader found wrong in a feed, in the words of the register of datasets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from metropoli.apps.data.types import ImportProblem
from metropoli.apps.travel.types import FeedReport, FoundProblem
from metropoli.engines import journeys

DEFAULT_ZONE = "Europe/Rome"  # for a feed that names no time zone


def check_gtfs(files: Mapping[str, bytes]) -> FeedReport:
    """Read a feed and report on it, without keeping anything."""
    return to_report(journeys.check_feed(files, zone=DEFAULT_ZONE))


def to_report(report: journeys.Report) -> FeedReport:
    """Return a report of the engine in the words of this app."""
    return FeedReport(
        usable=report.usable,
        problems=tuple(to_problem(problem) for problem in report.problems),
        counts=tuple(report.counts.items()),
        first_day=date.fromordinal(report.first_day) if report.first_day else None,
        last_day=date.fromordinal(report.last_day) if report.last_day else None,
    )


def to_problem(problem: journeys.Problem) -> FoundProblem:
    """Return a problem of the engine in the words of this app."""
    return FoundProblem(
        severity=problem.severity,
        code=problem.code,
        file=problem.file,
        line=problem.line or 0,
        values=tuple((name, str(value)) for name, value in problem.values.items()),
        count=problem.count,
    )


def to_import_problems(report: FeedReport) -> tuple[ImportProblem, ...]:
    """Return the problems of a feed as the register keeps them."""
    return tuple(
        ImportProblem(
            severity=problem.severity,
            code=problem.code,
            file=problem.file,
            line=problem.line or None,
            values=dict(problem.values),
            count=problem.count,
        )
        for problem in report.problems
    )

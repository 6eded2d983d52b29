from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from metropoli.apps.data import queries, services
from metropoli.apps.data.models import Version
from metropoli.apps.data.types import ImportProblem
from metropoli.base import clock
from metropoli.base.errors import Invalid, NotFound

pytestmark = pytest.mark.django_db


def statuses(code):
    return [(v.number, v.status) for v in queries.versions(code)]


def test_a_new_import_goes_in_service_and_the_one_before_is_kept(timetable, reading):
    services.record_import(code=timetable, reading=reading(b"monday", counts={"stops": 3}))
    services.record_import(code=timetable, reading=reading(b"tuesday"))
    assert statuses(timetable) == [(2, "in_service"), (1, "replaced")]


def test_the_same_bytes_are_the_same_version(timetable, reading, bad_line, monkeypatch):
    first = services.record_import(code=timetable, reading=reading(b"monday"))
    later = clock.now() + timedelta(hours=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = services.record_import(code=timetable, reading=reading(b"monday", problems=[bad_line]))
    assert again.pk == first.pk
    assert statuses(timetable) == [(1, "in_service")]
    version = queries.versions(timetable)[0]
    assert (version.imported_at, version.checked_at) == (first.imported_at, later)
    assert version.n_problems == {"warning": 2}


def test_going_back_to_old_bytes_puts_the_old_version_in_service(timetable, reading):
    for content in (b"monday", b"tuesday", b"monday"):
        services.record_import(code=timetable, reading=reading(content))
    assert statuses(timetable) == [(2, "replaced"), (1, "in_service")]


def test_a_refused_import_leaves_the_version_in_service(timetable, reading, bad_line):
    services.record_import(code=timetable, reading=reading(b"monday"))
    services.refuse_import(code=timetable, reading=reading(b"broken", problems=[bad_line]))
    assert statuses(timetable) == [(2, "refused"), (1, "in_service")]
    assert len(queries.problems(timetable, 2)) == 1


def test_bytes_in_service_are_never_refused_out_of_it(timetable, reading, bad_line):
    services.record_import(code=timetable, reading=reading(b"monday"))
    services.refuse_import(code=timetable, reading=reading(b"monday", problems=[bad_line]))
    assert statuses(timetable) == [(1, "in_service")]
    assert len(queries.problems(timetable, 1)) == 1


def test_what_was_refused_may_be_right_for_a_better_reader(timetable, reading, bad_line):
    services.refuse_import(code=timetable, reading=reading(b"monday", problems=[bad_line]))
    services.record_import(code=timetable, reading=reading(b"monday"))
    assert statuses(timetable) == [(1, "in_service")]
    assert not queries.problems(timetable, 1)


def test_a_malformed_reading_changes_nothing(timetable, reading):
    services.record_import(code=timetable, reading=reading(b"monday"))
    good = reading(b"tuesday")
    with pytest.raises(Invalid, match="not_a_sha256"):
        services.record_import(code=timetable, reading=replace(good, sha256="x"))
    awful = replace(good, problems=(ImportProblem("awful", "x"),))
    with pytest.raises(Invalid, match="unknown_severity"):
        services.record_import(code=timetable, reading=awful)
    assert statuses(timetable) == [(1, "in_service")]


def test_nothing_is_imported_into_a_dataset_that_nobody_declared(db, reading):
    for do in (services.record_import, services.refuse_import):
        with pytest.raises(NotFound, match="unknown_dataset"):
            do(code="nobody", reading=reading(b"monday"))


def test_the_database_itself_allows_one_version_in_service(timetable, reading):
    services.record_import(code=timetable, reading=reading(b"monday"))
    services.record_import(code=timetable, reading=reading(b"tuesday"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.update(status="in_service")


def test_problems_beyond_what_is_kept_are_counted_not_dropped(timetable, reading, monkeypatch):
    monkeypatch.setattr(services, "MOST_PROBLEMS", 2)
    many = [ImportProblem("warning", "problems_beyond", values={"n": i}) for i in range(5)]
    services.record_import(code=timetable, reading=reading(b"monday", problems=many))
    with translation.override("en"):
        sentences = [(p.sentence[:6], p.count) for p in queries.problems(timetable, 1)]
    assert sentences == [("0 more", 1), ("1 more", 1), ("3 more", 3)]
    assert queries.versions(timetable)[0].n_problems == {"warning": 5}


def test_what_a_feed_says_may_hold_anything(timetable, reading):
    odd = ImportProblem(
        "error", "problems_beyond", "a\0b" + "x" * 500, 1, {"n": "%(n)s\0<b>", "day": clock.now()}
    )
    services.record_import(code=timetable, reading=reading(b"monday", problems=[odd]))
    [problem] = queries.problems(timetable, 1)
    assert "␀<b>" in problem.sentence


def test_a_declaration_can_be_corrected(timetable):
    card = replace(queries.dataset(timetable, now=clock.now()).card, title_en="Better")
    services.declare_dataset(card=card)
    assert queries.dataset(timetable, now=clock.now()).card == card

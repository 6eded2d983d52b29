"""Cases from their first to their last day: who may do what, what the law does, what stays written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from apps.casework.conftest import ANSWERS, CHIERI, PDF
from metropoli.apps.casework import services
from metropoli.apps.casework.models import Case, LogEntry, Reading
from metropoli.apps.casework.types import Step, Upload
from metropoli.base.errors import Conflict, Invalid, NotFound, Refused

pytestmark = pytest.mark.database

ASKED = {"asked_for": "La relazione sull’igiene"}
BODIES = {"bodies": ["asl-to5"], "question": "I locali sono adatti?"}


def read(cast, number, who="elisa"):
    return services.read_case(by=cast[who], number=number)


def test_a_filed_case_is_with_the_office_under_its_term(cast, bar):
    case = read(cast, bar)
    assert (case.state.phase, case.read_as) == ("checks", "applicant")
    # 60 days from 2 March is 1 May, a holiday; the next day is a Saturday, which is not.
    assert [(one.term, one.last_day) for one in case.deadlines] == [("checks", date(2026, 5, 2))]
    assert case.state.data["sign"] == "Centrale"
    assert [one.code for one in case.state.documents] == ["plan"]


def test_silence_closes_the_checks_by_itself_on_the_day_that_the_law_says(cast, bar, time):
    time.at(2026, 5, 2, 21)
    assert services.settle_due() == 0
    time.at(2026, 8, 1)
    assert services.settle_due() == 1
    case = read(cast, bar)
    assert (case.state.outcome, case.state.by_silence) == ("granted", True)
    assert case.closed_at.isoformat() == "2026-05-02T22:00:00+00:00"  # midnight in Italy
    assert services.settle_due() == 0


def test_what_the_law_did_is_there_even_if_nobody_wrote_it_down_in_time(cast, bar, time, act):
    time.at(2026, 8, 1)
    with pytest.raises(Conflict, match="move_not_now"):
        act("dario", "forbid", data={"reasons": "troppo tardi"})
    assert read(cast, bar).state.outcome == "granted"


def test_the_clock_stops_for_missing_documents_and_goes_on(cast, bar, time, act):
    time.at(2026, 3, 12)
    act("olga", "ask_integration", data=ASKED)
    case = read(cast, bar)
    assert case.state.phase == "integration"
    told = {one.term: one.last_day for one in case.deadlines}
    assert told == {"checks": None, "integration": date(2026, 4, 11)}
    time.at(2026, 3, 22)
    act("elisa", "integrate", data={"answer": "Eccola"})
    (left,) = read(cast, bar).deadlines
    assert (left.last_day, left.stood_days) == (date(2026, 5, 11), 10)


def test_documents_are_asked_for_once_only(cast, bar, time, act):
    act("olga", "ask_integration", data=ASKED)
    act("elisa", "integrate", data={"answer": "Eccola"})
    with pytest.raises(Conflict, match="times"):
        act("olga", "ask_integration", data=ASKED)


def test_who_does_not_answer_lets_the_checks_go_on(cast, bar, time, act):
    act("olga", "ask_integration", data=ASKED)
    time.at(2026, 5, 20)
    case = read(cast, bar)
    assert case.state.phase == "checks"
    assert [one.move for one in case.events] == ["submit", "ask_integration", "integration_over"]


def test_who_puts_things_in_order_starts_the_checks_anew(cast, bar, time, act):
    time.at(2026, 4, 1)
    act("dario", "ask_conformation", data={"to_do": "Una seconda uscita"})
    time.at(2026, 4, 15)
    act("elisa", "conform", data={"done": "Fatta"})
    (left,) = read(cast, bar).deadlines
    assert (left.term, left.last_day) == ("checks", date(2026, 6, 15))  # 14 June is a Sunday


def test_who_does_not_put_things_in_order_may_not_go_on(cast, bar, time, act):
    act("dario", "ask_conformation", data={"to_do": "Una seconda uscita"})
    time.at(2026, 6, 1)
    case = read(cast, bar)
    assert (case.state.phase, case.state.outcome) == ("forbidden", "refused")


def test_a_third_body_joins_half_way_and_answers_on_its_own(cast, bar, time, act):
    with pytest.raises(NotFound):
        read(cast, bar, "aldo")
    act("olga", "ask_body", data=BODIES)
    assert [one.move.code for one in read(cast, bar, "aldo").possible] == ["opinion"]
    with pytest.raises(Conflict, match="waiting"):
        act("dario", "settle")
    act("aldo", "opinion", data={"opinion": "favourable"})
    (task,) = read(cast, bar).state.tasks.values()
    assert (task.answer, task.by_silence) == ({"opinion": "favourable"}, False)
    act("dario", "settle")
    assert read(cast, bar).state.outcome == "granted"


def test_a_body_that_says_nothing_has_nothing_against_it(cast, bar, time, act):
    act("olga", "ask_body", data=BODIES)
    time.at(2026, 4, 10)
    (task,) = read(cast, bar).state.tasks.values()
    assert task.by_silence
    act("dario", "settle")


def test_who_works_in_the_office_does_not_decide_in_it(cast, bar, act):
    with pytest.raises(Refused, match="only_who_decides"):
        act("olga", "forbid", data={"reasons": "no"})
    assert "forbid" not in [one.move.code for one in read(cast, bar, "olga").possible]
    assert "forbid" in [one.move.code for one in read(cast, bar, "dario").possible]


READS_AS = {
    "elisa": "applicant",
    "olga": "office",
    "dario": "office",
    "marta": "supervisor",
    "aldo": None,
    "tullia": None,
    "nina": None,
}


@pytest.mark.parametrize("who", READS_AS)
def test_only_those_it_concerns_read_a_case_and_every_reading_is_written(cast, bar, who):
    if READS_AS[who] is None:
        with pytest.raises(NotFound):
            read(cast, bar, who)
        assert not Reading.objects.exists()
    else:
        assert read(cast, bar, who).read_as == READS_AS[who]
        assert [one.role for one in Reading.objects.all()] == [READS_AS[who]]


@pytest.mark.parametrize("who", READS_AS)
@pytest.mark.parametrize("role", ["applicant", "office", "third_body", "law", "supervisor"])
def test_nobody_acts_in_a_role_that_is_not_theirs(cast, bar, act, who, role):
    if READS_AS[who] == role and role != "supervisor":
        return
    with pytest.raises((Refused, NotFound)):
        act(who, "withdraw", role=role)
    assert LogEntry.objects.count() == 1


def test_what_is_sent_twice_happens_once(cast, bar, act, request_of, settings):
    again = [services.open_case(by=cast["elisa"], request=request_of(key="once")) for _ in range(2)]
    assert again[0] == again[1] != bar
    data = {**ANSWERS, "sign": "Altro"}
    with pytest.raises(Conflict, match="key_was_used"):
        services.open_case(by=cast["elisa"], request=request_of(key="once", data=data))
    for _ in range(2):
        act("olga", "ask_integration", data=ASKED, key="ask")
    assert LogEntry.objects.filter(move="ask_integration").count() == 1


def test_nobody_asks_for_an_organisation_that_is_not_theirs(cast, request_of):
    with pytest.raises(Refused, match="not_for_that_organisation"):
        services.open_case(by=cast["nina"], request=request_of())
    with pytest.raises(Invalid, match="organisation_needed"):
        services.open_case(by=cast["elisa"], request=request_of(organisation=""))
    with pytest.raises(Refused, match="not_for_such"):
        services.open_case(by=cast["aldo"], request=request_of(organisation="asl-to5"))
    assert not Case.objects.exists()


def test_a_case_that_is_refused_at_the_door_leaves_nothing(cast, request_of, settings, tmp_path):
    settings.VAR = tmp_path
    with pytest.raises(Invalid, match="documents_missing"):
        services.open_case(by=cast["elisa"], request=request_of(documents=()))
    data = {**ANSWERS, "surface_m2": 4}
    with pytest.raises(Invalid, match="answers_wrong"):
        services.open_case(by=cast["elisa"], request=request_of(data=data))
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "document_empty"),
        ("a.pdf", b"MZ\x90 a program", "document_kind"),
        ("a.exe", PDF, "document_kind"),
        ("a.pdf", PDF + b" /OpenAction << /JS (app.alert(1)) >>", "document_acts"),
        ("a.pdf", PDF + b" " * 10_000_000, "document_too_large"),
    ],
)
def test_a_document_that_is_not_what_it_says_is_refused(cast, request_of, name, content, code):
    documents = (Upload("plan", name, content),)
    with pytest.raises(Invalid, match=code):
        services.open_case(by=cast["elisa"], request=request_of(documents=documents))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF + b" stream\n\x01/JS (\x02endstream"),
        ("a.PDF", PDF + b" /JSONTable 1"),
        ("a.png", b"\x89PNG\r\n\x1a\n /JS (x)"),
        ("a.jpeg", b"\xff\xd8\xff /JS (x)"),
    ],
)
def test_signs_that_mean_nothing_in_a_picture_keep_no_document_out(
    cast, request_of, settings, tmp_path, name, content
):
    settings.VAR = tmp_path
    documents = (Upload("plan", name, content),)
    services.open_case(by=cast["elisa"], request=request_of(documents=documents))


def test_the_log_cannot_be_changed_and_a_gap_is_seen(bar, act):
    act("olga", "ask_integration", data=ASKED)
    assert services.check_log(number=bar) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        LogEntry.objects.filter(seq=1).update(body="{}")
    LogEntry.objects.filter(seq=2).delete()
    assert services.check_log(number=bar) == 2


def test_nobody_names_a_comune_or_a_procedure_that_is_not_there(cast, request_of):
    with pytest.raises(NotFound):
        services.open_case(by=cast["elisa"], request=replace(request_of(), procedure="nothing"))
    with pytest.raises(NotFound):
        services.open_case(by=cast["elisa"], request=replace(request_of(), comune="999999"))
    step = Step("2026-AAAA-AAAA", "withdraw", "applicant")
    with pytest.raises(NotFound):
        services.take_step(by=cast["elisa"], step=step)


def test_the_number_says_the_year_and_nothing_else(bar):
    year, first, second = bar.split("-")
    assert (year, len(first), len(second)) == ("2026", 4, 4)
    assert Case.objects.get(number=bar).comune_id == CHIERI


def test_the_demo_desk_is_made_up_once(perimeters, settings, tmp_path):
    from metropoli.apps.people.models import Membership, User  # noqa: PLC0415
    from metropoli.apps.territory import services as territory  # noqa: PLC0415

    territory.load_shipped_facts()
    for _ in range(2):
        services.load_demo_desk()
    assert User.objects.filter(is_simulated=True).count() == Membership.objects.count() == 5


@pytest.fixture
def newer(monkeypatch):
    """Let the procedure have a newer version, with or without what a case is in the midst of."""
    from metropoli.apps.casework.queries import catalogue  # noqa: PLC0415

    def newer(**changes):
        known = dict(catalogue.versions())
        later = replace(
            known["bar@2026-01"], version="2026-04", from_day=date(2026, 4, 1), **changes
        )
        monkeypatch.setattr(catalogue, "versions", lambda: {**known, later.key: later})
        return later

    return newer


def test_a_running_case_stays_on_its_version_until_it_is_moved(cast, bar, act, time, newer):
    longer = replace(newer().terms["checks"], lasts_days=90)
    later = newer(terms={**newer().terms, "checks": longer})
    time.at(2026, 4, 2)
    assert read(cast, bar).procedure.version == "2026-01"
    with pytest.raises(Refused, match="only_who_decides"):
        services.move_to_version(by=cast["elisa"], number=bar, version="2026-04")
    with pytest.raises(NotFound):
        services.move_to_version(by=cast["nina"], number=bar, version="2026-04")
    with pytest.raises(NotFound):
        services.move_to_version(by=cast["dario"], number=bar, version="1900-01")
    services.move_to_version(by=cast["dario"], number=bar, version="2026-04")
    case = read(cast, bar)
    assert case.procedure == later
    # A clock that runs keeps the days with which it began.
    assert case.deadlines[0].last_day == date(2026, 5, 2)
    assert [one.kind for one in case.events] == ["opened", "migrated"]
    assert services.check_log(number=bar) is None


def test_a_case_is_not_moved_to_a_version_that_lacks_where_it_stands(cast, bar, time, newer):
    phases = {code: one for code, one in newer().phases.items() if code != "checks"}
    newer(phases=phases)
    with pytest.raises(Conflict, match="version_does_not_fit"):
        services.move_to_version(by=cast["dario"], number=bar, version="2026-04")
    moved = {"checks": "integration"}
    services.move_to_version(by=cast["dario"], number=bar, version="2026-04", phases=moved)
    assert read(cast, bar).state.phase == "integration"

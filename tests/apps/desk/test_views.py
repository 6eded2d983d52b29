"""The desk, page by page: asking, filing, working in the office, and who is kept out."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.casework.conftest import ANSWERS, CHIERI, PDF, TORINO
from metropoli.apps.casework import queries
from metropoli.apps.casework.models import Case, LogEntry

pytestmark = pytest.mark.database

FILE = f"/desk/bar/file/?comune={CHIERI}"


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def filled(prefix="submit", **changes):
    given = {**ANSWERS, "declares": "on", **changes}
    answers = {f"{prefix}-{name}": value for name, value in given.items()}
    plan = SimpleUploadedFile("pianta.pdf", PDF, "application/pdf")
    answers[f"{prefix}-document-plan"] = plan
    return answers | {f"{prefix}-key": "k", "organisation": "bar-centrale"}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("aprire un bar", "bar"),
        ("voglio un parrucchiere", "hairdresser"),
        ("ampliamento della casa", "building-permit"),
        ("concerto in piazza", "public-event"),
        ("open a shop", "shop"),
        ("panificio", "workshop"),
    ],
)
def test_what_one_wants_to_do_leads_to_the_procedure(client, cast, time, words, first):
    found = queries.find(words, time.now.date())
    assert found[0].code == first
    assert found[0].title.it in text(client.get("/desk/", {"what": words, "comune": CHIERI}))


def test_all_procedures_are_there_without_words_and_none_for_nonsense(client, cast, time):
    assert "6 procedimenti" in text(client.get("/desk/"))
    assert "Nessun procedimento" in text(client.get("/desk/", {"what": "zzyzx"}))
    assert "6 procedures" in text(client.get("/en/desk/", {"comune": "nowhere"}))


@pytest.mark.parametrize("key", queries.versions())
def test_every_procedure_has_its_sheet_in_both_languages(client, cast, time, key):
    procedure = queries.versions()[key]
    for language, path in (("it", "/desk/"), ("en", "/en/desk/")):
        page = text(client.get(f"{path}{procedure.code}/", {"comune": CHIERI}))
        for term in procedure.terms.values():
            assert term.says.said_in(language) in page
        assert all(law in page for law in procedure.law)


def test_nobody_files_where_no_office_answers(browser_of, time):
    assert browser_of("elisa").get("/desk/bar/file/?comune=001192").status_code == 404
    assert "non risponde" in text(browser_of("elisa").get("/desk/bar/?comune=001192"))


def test_whoever_is_not_known_enters_first(client, cast, bar):
    for path in (FILE, "/desk/cases/", f"/desk/cases/{bar}/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")


def test_a_bar_is_opened_from_the_first_to_the_last_page(browser_of, time):
    answer = browser_of("elisa").post(FILE, filled(), follow=True)
    case = Case.objects.get()
    page = text(answer)
    assert "Controlli in corso" in page
    assert "ultimo giorno: sabato 2 maggio" in page
    office = browser_of("olga")
    assert case.number in text(office.get("/desk/cases/"))
    time.at(2026, 3, 12)
    asked = {"ask_integration-asked_for": "La relazione", "ask_integration-key": "a"}
    page = text(office.post(f"/desk/cases/{case.number}/ask_integration/", asked, follow=True))
    assert "sospeso" in page
    time.at(2026, 3, 22)
    told = {
        "integrate-answer": "Eccola",
        "integrate-key": "b",
        "integrate-document-integration": SimpleUploadedFile("rel.pdf", PDF),
    }
    page = text(
        browser_of("elisa").post(f"/desk/cases/{case.number}/integrate/", told, follow=True)
    )
    assert "sospeso per 10 giorni" in page
    assert "ultimo giorno: lunedì 11 maggio" in page
    page = text(
        browser_of("dario").post(
            f"/desk/cases/{case.number}/settle/", {"settle-key": "c"}, follow=True
        )
    )
    assert "in regola" in page
    page = text(browser_of("elisa").get("/en/desk/cases/"))
    assert "in order" in page


def test_what_is_wrong_is_told_beside_the_question_and_nothing_is_lost(browser_of, time):
    answer = browser_of("elisa").post(FILE, filled(surface_m2="4", vat_number="12"))
    page = text(answer, 422)
    assert "Centrale" in page
    assert 'href="#id_submit-surface_m2"' in page
    assert not Case.objects.exists()


def test_a_form_sent_twice_makes_one_case(browser_of, time):
    for _ in range(2):
        browser_of("elisa").post(FILE, filled())
    assert Case.objects.count() == 1


def test_the_second_filing_asks_only_what_is_new(browser_of, time):
    first = browser_of("elisa").get(FILE).context["form"]
    browser_of("elisa").post(FILE, filled())
    second = browser_of("elisa").get("/desk/shop/file/?comune=" + CHIERI)
    form = second.context["form"]
    assert first.n_new == 9
    assert set(form.known) == {"business_name", "vat_number", "email", "address", "surface_m2"}
    assert form.n_new == 3
    page = text(second)
    assert "12345678901" in page
    assert "Detto il 02/03/2026 nella pratica" in page


def test_what_another_firm_told_is_not_proposed(browser_of, cast, time):
    browser_of("elisa").post(FILE, filled())
    assert queries.known_facts(cast["nina"], "") == {}


@pytest.mark.parametrize("who", ["aldo", "tullia", "nina"])
def test_whom_it_does_not_concern_finds_nothing(browser_of, bar, who):
    digest = "0" * 64
    browser = browser_of(who)
    assert browser.get(f"/desk/cases/{bar}/").status_code == 404
    assert browser.get(f"/desk/cases/{bar}/documents/{digest}/").status_code == 404
    assert browser.post(f"/desk/cases/{bar}/settle/", {"settle-key": "x"}).status_code == 404
    assert bar not in text(browser.get("/desk/cases/"))
    assert LogEntry.objects.count() == 1


def test_who_looks_on_changes_nothing(browser_of, bar):
    browser = browser_of("marta")
    assert "Che cosa puoi fare" not in text(browser.get(f"/desk/cases/{bar}/"))
    assert browser.post(f"/desk/cases/{bar}/settle/", {"settle-key": "x"}).status_code == 409


def test_documents_are_handed_out_as_they_were_handed_in(browser_of, bar, cast):
    digest = (
        browser_of("elisa").get(f"/desk/cases/{bar}/").context["case"].state.documents[0].digest
    )
    answer = browser_of("olga").get(f"/desk/cases/{bar}/documents/{digest}/")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert browser_of("olga").get(f"/desk/cases/{bar}/documents/{'0' * 64}/").status_code == 404


def test_a_body_is_asked_and_answers_on_its_page(browser_of, bar, cast):
    asked = {"ask_body-bodies": ["asl-to5"], "ask_body-key": "x"}
    assert browser_of("olga").post(f"/desk/cases/{bar}/ask_body/", asked).status_code == 302
    assert bar in text(browser_of("aldo").get("/desk/cases/"))
    told = {"opinion-opinion": "favourable", "opinion-key": "y"}
    assert browser_of("aldo").post(f"/desk/cases/{bar}/opinion/", told).status_code == 302
    assert "In regola" in text(browser_of("elisa").get(f"/desk/cases/{bar}/"))


def test_an_office_of_another_comune_has_nothing_on_its_desk(browser_of, bar):
    assert bar not in text(browser_of("tullia").get("/desk/cases/"))
    assert TORINO != CHIERI


def test_the_sheet_says_when_it_will_end_or_that_nobody_knows(client, cast, time):
    assert "Non si sa ancora" in text(client.get("/desk/bar/", {"comune": CHIERI}))
    assert "Scegli un Comune" in text(client.get("/desk/bar/"))

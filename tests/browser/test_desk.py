"""A bar is opened in a browser, by an entrepreneur and an office who were made up, with the keyboard."""

from __future__ import annotations

import pytest

from metropoli.apps.casework import services as casework
from metropoli.apps.territory import services as territory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(chromium, live_server, settings, tmp_path):
    settings.VAR = tmp_path
    territory.load_shipped_facts()
    casework.load_demo_desk()
    context = chromium.new_context(base_url=live_server.url, locale="it-IT")
    yield context.new_page()
    context.close()


def enter(page, name, after):
    page.context.clear_cookies()
    page.goto(f"/login/?next={after}")
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{after}")


def test_a_bar_is_opened_and_the_office_stops_the_clock(desk, tmp_path):
    plan = tmp_path / "pianta.pdf"
    plan.write_bytes(b"%PDF-1.4 a plan")
    desk.goto("/desk/?what=aprire un bar&comune=001156")
    desk.get_by_role("link", name="Apertura di un bar").click()
    desk.get_by_role("link", name="Presenta a Moncalieri").click()
    desk.get_by_role("button", name="Elisa").click()
    desk.get_by_label("Denominazione").fill("Bar sul Po srl")
    desk.get_by_label("Partita IVA").fill("12345678901")
    desk.get_by_label("Indirizzo di posta").fill("bar@example.it")
    desk.get_by_label("Indirizzo del locale").fill("Via Roma 1")
    desk.get_by_label("Giorno di inizio").fill("2027-01-04")
    desk.get_by_label("Insegna").fill("Sul Po")
    desk.get_by_label("Superficie").fill("40")
    desk.get_by_label("Requisito").select_option("course")
    desk.get_by_label("Dichiaro").focus()
    desk.keyboard.press("Space")
    desk.get_by_label("Planimetria").set_input_files(plan)
    desk.locator("main").get_by_role("button", name="Presenta").click()
    desk.wait_for_url("**/desk/cases/*/")
    case = desk.url[desk.url.index("/desk/") :]
    assert "Controlli in corso" in desk.locator(".desk-now").inner_text()
    enter(desk, "Dario", case)
    desk.locator("summary", has_text="Chiedi documenti mancanti").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("Che cosa manca").fill("La relazione sull’igiene")
    desk.get_by_role("button", name="Chiedi documenti mancanti").click()
    desk.locator(".desk-now", has_text="sospeso").wait_for()
    enter(desk, "Elisa", case)
    desk.locator("summary", has_text="Rispondi").click()
    desk.get_by_label("La tua risposta").fill("Eccola")
    desk.get_by_role("button", name="Rispondi alla richiesta").click()
    desk.locator(".desk-now", has_text="Controlli in corso").wait_for()
    enter(desk, "Dario", case)
    desk.locator("summary", has_text="esito positivo").click()
    desk.get_by_role("button", name="esito positivo").click()
    desk.locator(".desk-now", has_text="in regola").wait_for()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_case_fits_any_screen(desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto("/desk/building-permit/?comune=001156")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")

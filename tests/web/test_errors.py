"""A refusal is one sentence and one advice, in the language and in the form that the caller reads."""

from __future__ import annotations

import json

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("web.refusing_urls")]
STATUSES = {
    "not-found": 404,
    "refused": 403,
    "conflict": 409,
    "invalid": 422,
    "forgotten": 422,
    "forbidden": 403,
    "bad": 400,
    "broken": 500,
}
FRAGMENT = {"HX-Request": "true"}

each_kind = pytest.mark.parametrize(("kind", "status"), STATUSES.items())


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@each_kind
def test_a_refusal_is_a_page_that_says_what_to_do(client, kind, status):
    response = client.get(f"/refuse/{kind}/")
    page = response.content.decode()
    assert response.status_code == status
    assert '<html lang="it">' in page
    assert 'class="error-panel"' in page
    assert "Alla pagina iniziale" in page


@each_kind
def test_a_refusal_never_tells_what_happened_inside(client, kind, status):
    for path in (f"/refuse/{kind}/", f"/en/refuse/{kind}/", f"/api/refuse/{kind}/"):
        text = client.get(path).content.decode()
        assert "secret" not in text
        assert "Traceback" not in text
        assert "RuntimeError" not in text


@each_kind
def test_the_api_says_the_same_as_a_problem_document(client, kind, status):
    response = client.get(f"/api/refuse/{kind}/", headers={"Accept-Language": "en"})
    document = json.loads(response.content)
    assert response.status_code == document["status"] == status
    assert response["Content-Type"] == "application/problem+json"
    assert set(document) == {"type", "title", "status", "detail", "code", "values"}
    if kind not in {"broken"}:
        assert document["detail"] in client.get(f"/en/refuse/{kind}/").content.decode().replace(
            "&lt;", "<"
        ).replace("&gt;", ">")


def test_htmx_gets_a_fragment_with_the_same_sentence(client):
    response = client.get("/refuse/invalid/", headers=FRAGMENT)
    text = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in text
    assert "gopher://x" in text


def test_what_a_citizen_wrote_is_never_run(client):
    assert "<b>map</b>" not in client.get("/refuse/not-found/").content.decode()


def test_the_language_of_a_refusal_is_the_readers(client):
    assert "Non c’è un file" in client.get("/refuse/not-found/").content.decode()
    assert "There is no file" in client.get("/en/refuse/not-found/").content.decode()
    italian = client.get("/api/refuse/not-found/", headers={"Accept-Language": "it-IT,en;q=0.5"})
    assert "Non c’è un file" in json.loads(italian.content)["detail"]


def test_an_address_that_leads_nowhere_is_a_page(client):
    response = client.get("/no/such/page")
    assert response.status_code == 404
    assert "A questo indirizzo non c’è nulla." in response.content.decode()


def test_a_form_without_its_token_is_refused_kindly():
    response = Client(enforce_csrf_checks=True).post("/write/", {})
    assert response.status_code == 403
    assert "Il modulo è scaduto" in response.content.decode()


def test_a_broken_page_needs_no_database(client, monkeypatch):
    monkeypatch.setattr("metropoli.web.context.frame", None)
    assert client.get("/refuse/broken/").status_code == 500

"""What programs are promised: a valid description, and refusals that are documents too."""

from __future__ import annotations

import json

import pytest
from openapi_spec_validator import validate

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def document(response) -> dict:
    return json.loads(response.content)


def test_the_description_is_valid_openapi(client):
    description = document(client.get("/api/v1/openapi.json"))
    assert description["openapi"].startswith("3.1")
    assert description["info"]["version"] == "1.0.0"
    validate(description)


def test_every_operation_says_what_it_does(client):
    description = document(client.get("/api/v1/openapi.json"))
    ids = []
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), f"{method} {path}"
            assert operation.get("tags"), f"{method} {path}"
            ids.append(operation["operationId"])
    assert len(set(ids)) == len(ids)


def test_the_description_can_be_read_without_a_network(client):
    page = client.get("/api/v1/docs").content.decode()
    assert "/static/ninja/swagger-ui-bundle.js" in page
    assert "https://" not in page


def test_the_platform_says_that_it_answers(client):
    response = client.get("/api/v1/status", headers=ENGLISH)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/problem+json"
    assert document(response)["detail"] == "The platform is answering."


def test_an_address_that_leads_nowhere_is_a_problem(client):
    response = client.get("/api/v1/nothing/here", headers=ENGLISH)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert document(response)["code"] == "page_not_found"


def test_a_method_that_is_not_offered_is_a_problem(client):
    response = client.delete("/api/v1/status", headers=ENGLISH)
    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert "GET" in response["Allow"]


def test_a_value_that_cannot_be_read_is_named(client):
    response = client.get("/api/v1/data/datasets/x/versions/many/problems", headers=ENGLISH)
    assert response.status_code == 422
    problem = document(response)
    assert problem["code"] == "unreadable_values"
    assert problem["values"]["fields"][0]["field"] == "number"
    assert "number" in problem["detail"]


def test_a_problem_speaks_the_callers_language(client):
    italian = client.get("/api/v1/nothing", headers={"Accept-Language": "it"})
    english = client.get("/api/v1/nothing", headers={"Accept-Language": "en-GB,it;q=0.1"})
    assert document(italian)["title"] == "Non trovato"
    assert document(english)["title"] == "Not found"


def test_the_type_of_a_problem_leads_to_its_page(client):
    kind = document(client.get("/api/v1/nothing", headers=ENGLISH))["type"]
    assert client.get(kind.split("#")[0]).status_code == 200

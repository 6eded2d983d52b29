"""Nobody can make the API fall over, nor answer what it does not describe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from apps.conftest import city, city_folder
from metropoli.site.api import api

__all__ = ["city", "city_folder"]  # fixtures: the miniature city in service

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 30
MORNING = "2026-01-05T07:50"
OPERATIONS = [
    (path, method)
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method in operations
]


@pytest.fixture
def described(city: None) -> Iterator[Any]:
    # As in Django's own test client: the transaction of the test outlives a request.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_whatever_is_asked_the_answer_is_one_that_was_described(described, path, method):
    @seed(2025)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path][method.upper()].as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()


@pytest.mark.parametrize(
    ("path", "path_parameters", "query"),
    [
        ("/mobility/trips", {}, {"from": "45.0,7.003", "to": "45.03,7.076", "at": MORNING}),
        (
            "/mobility/trips",
            {},
            {"from": "45.0,7.003", "to": "45.0,7.07", "at": "2026-01-10T08:30"},
        ),
        ("/mobility/stops/{key}/departures", {"key": "tram:A"}, {"at": MORNING}),
        ("/mobility/lines/{key}", {"key": "tram:4"}, {"day": "2026-01-05"}),
        ("/mobility/lines", {}, {}),
        ("/mobility/network", {}, {}),
    ],
)
def test_a_full_answer_is_as_it_was_described(described, path, path_parameters, query):
    operation = described[f"/api/v1{path}"]["GET"]
    case = operation.Case(path_parameters=path_parameters, query=query)
    answer = case.call_and_validate(checks=CHECKS)
    assert answer.status_code == 200


def test_there_is_something_to_ask():
    assert len(OPERATIONS) >= 10


@pytest.mark.django_db
def test_a_character_that_no_database_keeps_breaks_nothing(client):
    addresses = {
        "/api/v1/territory/comuni?q=%00a": 200,
        "/api/v1/territory/comuni/%00": 404,
        "/api/v1/territory/perimeters/a%00b": 404,
        "/api/v1/data/datasets?licence=%00": 200,
        "/api/v1/data/datasets/a%00b": 404,
        "/places/a%00b/": 404,
        "/places/?q=%00": 200,
        "/move/stops/a%00b/": 404,
    }
    for address, status in addresses.items():
        assert client.get(address).status_code == status, address

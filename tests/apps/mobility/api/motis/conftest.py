"""A client of the API of MOTIS."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def ask(client):
    """Ask the API under `/api/`, check the status, and return the document."""

    def ask(path: str, status: int = 200, **query: Any) -> Any:
        answer = client.get(f"/api/{path}", query)
        assert answer.status_code == status, answer.content.decode()[:2000]
        assert answer["Content-Type"] == "application/json"
        assert answer["Access-Control-Allow-Origin"] == "*"
        return answer.json()

    return ask

from __future__ import annotations

import pytest

from metropoli.web.security import POLICY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/en/plan/", "/no/such/page", "/api/v1/status"])
def test_every_answer_carries_the_policy(client, path):
    response = client.get(path)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=(self)" in response["Permissions-Policy"]


def test_nothing_may_come_from_elsewhere_or_be_written_inline():
    for where in POLICY.values():
        assert set(where.split()) <= {"'none'", "'self'", "data:", "blob:"}
    assert POLICY["script-src"] == POLICY["style-src"] == "'self'"


def test_open_data_may_be_read_by_other_sites_but_pages_may_not(client):
    assert client.get("/api/v1/status")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/")

from __future__ import annotations

import pytest

from metropoli.base.errors import NotFound


@pytest.mark.django_db
def test_a_worker_of_an_empty_house_starts_quietly():
    from metropoli.site import wsgi  # noqa: PLC0415 - it starts to work when it is imported

    wsgi.warm()


@pytest.mark.django_db
def test_a_worker_warms_itself_with_a_trip(monkeypatch):
    from metropoli.apps.travel import services  # noqa: PLC0415
    from metropoli.apps.travel.types import NetworkSummary, Point  # noqa: PLC0415
    from metropoli.site import wsgi  # noqa: PLC0415

    asked = []
    summary = NetworkSummary("1", "Europe/Rome", 1, 1, 1, 1, None, None, Point(45, 7), True, ())
    monkeypatch.setattr(services, "read_summary", lambda: summary)
    monkeypatch.setattr(services, "plan_trip", lambda *, request: asked.append(request))
    wsgi.warm()
    assert asked[0].start == summary.center

    def lost(*, request: object) -> None:
        raise NotFound("no_street_nearby", radius_m=1)

    monkeypatch.setattr(services, "plan_trip", lost)
    wsgi.warm()

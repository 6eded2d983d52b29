"""What every test may lean on."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _plain_static_names(settings):
    """Serve static files under their own names: hashed names exist only after `make setup`."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }

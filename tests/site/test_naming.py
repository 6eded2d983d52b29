from __future__ import annotations

import pytest

from metropoli.apps.territory import services as territory
from metropoli.apps.words import queries as words
from metropoli.site import loading


@pytest.mark.django_db
def test_after_a_load_projects_and_datasets_are_found_by_name():
    territory.load_shipped_facts()
    loading.name_what_we_publish()
    kinds = {found.kind for found in words.find("metropolitana", "it", limit=50)}
    assert kinds >= {"card", "dataset"}

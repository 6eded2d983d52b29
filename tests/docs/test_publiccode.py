"""
`publiccode.yml` can be read by the catalogues of public software.

What the standard asks of its version 0, restated: the keys that must be there, the values that
some may have, how long texts may be, and which keys are on their way out.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]

MUST_HAVE = (
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
)
MAY_HAVE = {
    *MUST_HAVE, "applicationSuite", "landingURL", "isBasedOn", "softwareVersion", "releaseDate", "logo",
    "organisation", "inputTypes", "outputTypes", "categories", "usedBy", "fundedBy", "roadmap",
    "intendedAudience", "dependsOn", "supports",
}  # fmt: skip
STATES = {"concept", "development", "beta", "stable", "obsolete"}
KINDS = {
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
}  # fmt: skip
CARE = {"internal", "contract", "community", "none"}
SCOPES = {
    "agriculture", "culture", "defence", "education", "emergency-services", "employment", "energy",
    "environment", "finance-and-economic-development", "foreign-affairs", "government", "healthcare",
    "infrastructures", "justice", "local-authorities", "manufacturing", "research",
    "science-and-technology", "security", "society", "sport", "tourism", "transportation", "welfare",
}  # fmt: skip
# Of the long list of categories, those that this software may ever claim.
CATEGORIES = {
    "budgeting", "business-process-management", "data-analytics", "data-collection",
    "data-visualization", "digital-citizenship", "geographic-information-systems",
    "grant-management", "learning-management-system", "online-booking", "procurement",
    "project-management", "service-desk", "translation", "workflow-management",
}  # fmt: skip
SHORT_MAX, LONG_MIN, LONG_MAX = 150, 150, 10_000


@pytest.fixture(scope="module")
def told() -> dict:
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_all_that_must_be_told_is_told_and_nothing_unknown(told: dict) -> None:
    assert [key for key in MUST_HAVE if not told.get(key)] == []
    assert set(told) <= MAY_HAVE


def test_values_are_those_that_the_standard_knows(told: dict) -> None:
    assert told["publiccodeYmlVersion"] == "0", "any 0.x; it must be a text, not a number"
    assert told["developmentStatus"] in STATES
    assert told["softwareType"] in KINDS
    assert set(told["categories"]) <= CATEGORIES
    assert set(told["intendedAudience"]["scope"]) <= SCOPES
    assert all(re.fullmatch(r"[A-Za-z]{2}", code) for code in told["intendedAudience"]["countries"])


def test_it_is_described_in_both_languages_at_the_asked_length(told: dict) -> None:
    assert (
        set(told["description"]) == set(told["localisation"]["availableLanguages"]) == {"it", "en"}
    )
    assert told["localisation"]["localisationReady"] is True
    for words in told["description"].values():
        assert 0 < len(words["shortDescription"]) <= SHORT_MAX
        assert LONG_MIN <= len(words["longDescription"]) <= LONG_MAX
        assert words["features"]


def test_both_languages_tell_the_same_number_of_things(told: dict) -> None:
    assert len({len(words["features"]) for words in told["description"].values()}) == 1
    assert len({tuple(words["screenshots"]) for words in told["description"].values()}) == 1


def test_its_screenshots_are_there(told: dict) -> None:
    if not (ROOT / "docs/screenshots").exists():
        pytest.skip("the browser tests have not drawn the screenshots yet")
    shown = [path for words in told["description"].values() for path in words["screenshots"]]
    assert [path for path in shown if not (ROOT / path).exists()] == []


def test_the_licence_is_the_one_of_the_project(told: dict) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert told["legal"]["license"] == project["license"]


def test_whoever_cares_for_it_is_named(told: dict) -> None:
    care = told["maintenance"]
    assert care["type"] in CARE
    assert ("contractors" in care) == (care["type"] == "contract")
    if care["type"] in {"internal", "community"}:
        assert all(contact["name"] for contact in care["contacts"])


def test_addresses_are_whole(told: dict) -> None:
    for key in ("url", "landingURL"):
        parts = urlsplit(told[key])
        assert parts.scheme == "https"
        assert parts.netloc


def test_it_needs_what_the_project_needs(told: dict) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {entry["name"]: entry for entry in told["dependsOn"]["open"]}
    assert project["requires-python"] == f">={needed['Python']['versionMin']}"
    assert needed["PostgreSQL"]["optional"] is True

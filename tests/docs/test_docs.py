"""What the documents say of the house is true of the house."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from metropoli.site import cli

ROOT = Path(__file__).parents[2]
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "src").rglob("README.md"),
    ]
)
SECTIONS = ["Context", "Decision", "Rejected alternatives", "Consequences"]
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
# The text of the licence as the Free Software Foundation publishes it.
AGPL_SHA256 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def toml(name: str) -> dict:
    return tomllib.loads(read(name))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.S)


def asked_for(requirements: str) -> set[str]:
    lines = [line.strip() for line in read(requirements).splitlines()]
    return {
        re.match(r"[\w.-]+", line)[0].lower()
        for line in lines
        if line and not line.startswith(("#", "-"))
    }


def first_cells(text: str) -> list[str]:
    rows = re.findall(r"^\|([^|]+)\|", text, flags=re.M)
    return [cell.strip() for cell in rows if not set(cell.strip()) <= set("-: ")]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_to_a_page_leads_somewhere(page: Path) -> None:
    found = [a or b for a, b in LINK.findall(without_code(page.read_text(encoding="utf-8")))]
    inside = [link.split("#")[0] for link in found if "://" not in link]
    broken = [
        link
        for link in inside
        if link and not link.endswith(".png") and not (page.parent / link).exists()
    ]
    assert not broken


def test_every_picture_of_the_readme_is_there() -> None:
    shown = [a or b for a, b in LINK.findall(read("README.md"))]
    pictures = [link for link in shown if link.endswith(".png")]
    assert len(pictures) == 2
    if not (ROOT / "docs/screenshots").exists():
        pytest.skip("the browser tests have not drawn the screenshots yet")
    assert [link for link in pictures if not (ROOT / link).exists()] == []


def test_every_command_of_the_readme_can_be_given() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), flags=re.M))
    for page in ("README.md", "CONTRIBUTING.md", "docs/map.md"):
        told = set(re.findall(r"(?:`|^)make (\w+)", read(page), flags=re.M))
        assert told <= targets, page


def test_the_command_line_takes_what_the_readme_says() -> None:
    lines = re.findall(r"^\.venv/bin/metropoli (.+?)(?:\s+#.*)?$", read("README.md"), flags=re.M)
    assert len(lines) >= 5
    for line in lines:
        assert cli._parser().parse_args(line.split()).command


def test_every_path_of_the_readme_exists() -> None:
    table = read("README.md").split("| I want to … | open … |")[1].split("##")[0]
    paths = re.findall(r"`((?:src|docs)/[^`]+)`", table)
    assert len(paths) > 6
    for path in paths:
        pattern = re.sub(r"<\w+>", "*", path).rstrip("/")
        assert list(ROOT.glob(pattern)), f"{path} is nowhere"


def test_every_setting_read_from_the_environment_is_in_the_readme() -> None:
    settings = read("src/metropoli/site/settings.py")
    spoken = set(re.findall(r"environ\.get\(\s*\"(\w+)\"|\"(METROPOLI_\w+)\"", settings))
    read_there = {one or other for one, other in spoken} - {"METROPOLI_DEBUG"}
    told = set(re.findall(r"`(METROPOLI_\w+|DATABASE_URL)`", read("README.md")))
    assert told == read_there


def test_the_version_is_the_same_everywhere() -> None:
    version = toml("pyproject.toml")["project"]["version"]
    newest = re.search(r"^## (\d+\.\d+\.\d+)", read("CHANGELOG.md"), flags=re.M)
    assert newest is not None
    assert newest[1] == version
    assert f"softwareVersion: {version}" in read("publiccode.yml")


def test_the_map_shows_the_apps_that_exist_and_no_other() -> None:
    home = ROOT / "src/metropoli/apps"
    apps = {folder.name for folder in home.iterdir() if (folder / "__init__.py").exists()}
    rows = re.findall(r"^\| (?:room|service|ground) \| `(\w+)`", read("docs/map.md"), flags=re.M)
    assert set(rows) == apps
    picture = read("README.md").split("## The house")[1].split("```")[1]
    assert [app for app in apps if not re.search(rf"\b{app}\b", picture)] == []


def test_the_map_shows_the_engines_that_exist() -> None:
    home = ROOT / "src/metropoli/engines"
    engines = {folder.name for folder in home.iterdir() if (folder / "__init__.py").exists()}
    row = re.search(r"^\| `engines/` \|[^|]+\|", read("docs/map.md"), flags=re.M)
    assert row is not None
    assert [engine for engine in engines if engine not in row[0]] == []


@pytest.mark.parametrize("page", DECISIONS, ids=name_of)
def test_a_decision_says_what_was_turned_down(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, flags=re.M) == SECTIONS
    rejected = text.split("## Rejected alternatives")[1].split("\n## ")[0]
    assert len(re.findall(r"^- \*\*.+?\*\*", rejected, flags=re.M)) >= 2
    assert text.startswith(f"# {page.name[:4]} · ")


def test_decisions_are_numbered_without_holes_and_listed() -> None:
    numbers = [int(page.name[:4]) for page in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", read("docs/decisions/README.md"))
    assert listed == [page.name for page in DECISIONS]


def test_every_runtime_dependency_has_its_reason() -> None:
    page = read("docs/decisions/0011-runtime-dependencies.md")
    told = set(first_cells(page)) - {"Package"}
    in_browser = set(json.loads(read("package.json"))["dependencies"])
    assert told == asked_for("requirements/run.in") | in_browser


def test_the_licence_is_the_whole_text_unchanged() -> None:
    for name in ("LICENSE", "LICENSES/AGPL-3.0-or-later.txt"):
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == AGPL_SHA256


def test_every_licence_that_files_declare_is_carried() -> None:
    declared = {entry["SPDX-License-Identifier"] for entry in toml("REUSE.toml")["annotations"]}
    assert declared == {path.stem for path in (ROOT / "LICENSES").iterdir()}


def test_the_glossary_says_every_word_once_in_both_languages() -> None:
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in read("docs/glossary.md").splitlines()
        if line.startswith("|") and "---" not in line and "Italiano" not in line
    ]
    assert len(rows) > 50
    assert all(len(row) == 3 and all(row) for row in rows)
    italian = [row[0] for row in rows]
    assert len(italian) == len(set(italian))

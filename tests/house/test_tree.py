"""What the repository may hold: nothing that ties it to one machine, one registry or one secret."""

from __future__ import annotations

import json
import re

import pytest

from house.source import ROOT, kept_files, short

TEXT = {
    ".py", ".toml", ".txt", ".in", ".md", ".html", ".css", ".js", ".mjs", ".json", ".yml", ".yaml",
    ".svg", ".po", ".sh", ".csv", "", ".npmrc", ".gitignore",
}  # fmt: skip
MAX_BYTES = 1_500_000
# Written in pieces, so that this file does not accuse itself.
REGISTRIES = re.compile(
    "|".join(["pypi" + r"\.org", "registry\\." + "npmjs", "files\\.python" + "hosted"])
)
MACHINE = re.compile("|".join(["/ho" + r"me/\w", "/Us" + r"ers/\w", "/ro" + "ot/", "/wo" + "rk/"]))
SECRETS = re.compile(
    "|".join(
        ["-----BEGIN [A-Z ]*PRIV" + "ATE KEY", "AKI" + "A[0-9A-Z]{16}", "gh" + "p_[A-Za-z0-9]{30}"]
    )
)

texts = pytest.mark.parametrize(
    "path", [path for path in kept_files() if path.suffix in TEXT], ids=short
)


def read(path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


@texts
def test_no_machine_no_registry_no_secret(path):
    text = read(path)
    for pattern in (REGISTRIES, MACHINE, SECRETS):
        found = pattern.search(text)
        assert found is None, f"{found.group(0)!r} in {short(path)}"


def test_no_file_is_heavy():
    heavy = [short(path) for path in kept_files() if path.stat().st_size > MAX_BYTES]
    assert heavy == []


def test_libraries_are_locked_not_copied():
    names = [short(path) for path in kept_files()]
    assert not [name for name in names if name.endswith((".min.js", ".min.css", ".woff2", ".whl"))]


def test_every_locked_python_package_has_its_hash():
    for name in ("run.txt", "dev.txt"):
        lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if re.match(r"^[a-z0-9].*==", line)]
        assert wanted
        assert all(line.rstrip().endswith("\\") for line in wanted)


def test_every_locked_browser_package_has_its_hash_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for name, entry in lock["packages"].items():
        if name:
            assert "integrity" in entry, name
            assert "resolved" not in entry, name


def test_the_licence_is_told_for_every_file():
    assert (ROOT / "LICENSES" / "AGPL-3.0-or-later.txt").exists()
    assert "AGPL-3.0-or-later" in (ROOT / "REUSE.toml").read_text(encoding="utf-8")


def test_templates_carry_nothing_inline():
    """The security policy lets nothing inline through: it would silently not work."""
    inline = re.compile(
        r"<script(?![^>]*\b(?:src|type=\"application/)).*?>|\sstyle=|\son[a-z]+=\"|<style"
    )
    for path in kept_files():
        if path.suffix == ".html" and "templates" in path.parts:
            found = inline.search(read(path))
            assert found is None, f"{short(path)}: {found.group(0)}"


def test_nothing_is_loaded_from_elsewhere():
    elsewhere = re.compile(
        r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"(?:https?:)?//"
    )
    for path in kept_files():
        if path.suffix == ".html" and "templates" in path.parts:
            assert elsewhere.search(read(path)) is None, short(path)

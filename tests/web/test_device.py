"""What may stay on a reader's device: only what we say, never a name, and never an old release."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse

from metropoli.web import device

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("prefix", "language"), [("", "it"), ("/en", "en")])
def test_the_manifest_speaks_the_language_of_the_page(client, prefix, language):
    page = client.get(f"{prefix}/").content.decode()
    assert f'<link rel="manifest" href="{prefix}/manifest.webmanifest">' in page
    answer = client.get(f"{prefix}/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert told["lang"] == language
    assert told["start_url"].startswith(f"{prefix}/move/")
    assert (told["id"], told["scope"], told["display"]) == ("/", "/", "standalone")


def test_both_languages_install_one_application(client):
    first, second = (client.get(f"{at}/manifest.webmanifest").json() for at in ("", "/en"))
    assert first["id"] == second["id"]
    assert first["icons"] == second["icons"]
    assert first["description"] != second["description"]


def test_every_shortcut_of_the_manifest_leads_somewhere(client):
    for shortcut in client.get("/manifest.webmanifest").json()["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200


def test_the_worker_knows_its_release_and_is_asked_for_anew(client):
    answer = client.get("/service-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    first, _, rest = answer.content.decode().partition("\n")
    told = json.loads(first.removeprefix("const CONFIG = ").removesuffix(";"))
    assert told["release"] == device.release()
    assert set(told["pages"]) == {"it", "en"}
    assert {"/api/", "/admin/"} <= set(told["untouched"])
    assert "addEventListener" in rest


def test_another_style_makes_another_release(tmp_path, monkeypatch):
    style = tmp_path / "static" / "site.css"
    style.parent.mkdir()
    style.write_text("a {}")
    monkeypatch.setattr(device, "PACKAGE", tmp_path)
    device.release.cache_clear()
    before = device.release()
    (tmp_path / "code.py").write_text("x = 1")
    device.release.cache_clear()
    assert device.release() == before
    style.write_text("b {}")
    device.release.cache_clear()
    assert device.release() != before
    monkeypatch.undo()
    device.release.cache_clear()


def test_what_may_be_kept_is_told_in_letters_that_a_header_carries():
    odd = "Bèta\r\nSet-Cookie: a=b; “x”"
    response = device.keep(HttpResponse(), part="board", title=odd, address="/move/")
    value = response.headers[device.KEEP_HEADER]
    assert value.isascii()
    assert "\n" not in value
    assert json.loads(value)["title"] == odd


@pytest.mark.parametrize(
    "path", ["/", "/login/", "/plan/", "/data/", "/places/", "/move/lines/", "/admin/login/"]
)
def test_no_other_page_may_be_kept(client, path):
    assert device.KEEP_HEADER not in client.get(path).headers

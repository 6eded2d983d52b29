"""The command line says what it did, or why not, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from metropoli.base.errors import Invalid
from metropoli.site import cli, loading


@pytest.fixture
def spoken_in(monkeypatch):
    def choose(language: str) -> None:
        monkeypatch.setenv("LANG", language)

    choose("en_GB.UTF-8")
    return choose


def test_a_refusal_is_a_sentence_and_an_exit_code(spoken_in, capsys):
    assert cli.main(["load", "gtfs", "no/such/feed.zip"]) == 1
    said = capsys.readouterr().err
    assert "There is no file or folder called “no/such/feed.zip”." in said
    assert "Traceback" not in said


def test_a_refusal_is_told_in_the_language_of_the_terminal(spoken_in, capsys):
    spoken_in("it_IT.UTF-8")
    assert cli.main(["load", "osm", "no/such/city.pbf"]) == 1
    assert "Non c’è un file o una cartella" in capsys.readouterr().err


def test_our_own_network_is_not_fetched_from_unless_asked(spoken_in, capsys):
    assert cli.main(["load", "gtfs", "http://127.0.0.1:9/feed.zip"]) == 1
    assert "--allow-private" in capsys.readouterr().err


def test_whatever_a_service_refuses_is_told(spoken_in, monkeypatch, capsys, tmp_path):
    def refuse(**_values: object) -> None:
        raise Invalid("address_not_http", url="x")

    monkeypatch.setattr(loading.travel, "load_gtfs", refuse)
    assert cli.main(["load", "gtfs", str(tmp_path)]) == 1
    assert "“x” is not an address" in capsys.readouterr().err


def test_a_feed_goes_to_its_service_with_its_name(monkeypatch, tmp_path):
    given = {}
    monkeypatch.setattr(loading, "load", lambda kind, path, name: given.update(locals()))
    feed = tmp_path / "gtt.zip"
    feed.touch()
    assert cli.main(["load", "gtfs", str(feed)]) == 0
    assert (given["kind"], given["path"], given["name"]) == ("gtfs", feed, "gtt")
    assert cli.main(["load", "osm", str(feed), "--name", "torino"]) == 0
    assert (given["kind"], given["name"]) == ("osm", "torino")


def test_the_demo_is_not_built_over_a_city(monkeypatch):
    built = []
    monkeypatch.setattr(loading, "load_demo", lambda: built.append(1))
    monkeypatch.setattr(loading, "is_empty", lambda: False)
    monkeypatch.setattr(loading, "bring_up_to_date", lambda: None)
    assert cli.main(["load", "demo", "--if-empty"]) == 0
    assert built == []
    assert cli.main(["load", "demo"]) == 0
    assert built == [1]


@pytest.mark.django_db
def test_an_empty_house_is_known_to_be_empty():
    assert loading.is_empty()


def test_without_a_command_the_commands_are_told(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main([])
    assert end.value.code == 2
    assert "metropoli" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_account_is_added_only_with_a_password_worth_the_name(monkeypatch, capsys):
    monkeypatch.setenv("METROPOLI_PASSWORD", "12345")
    assert cli.main(["adduser", "anna@example.org"]) == 1
    assert capsys.readouterr().err
    monkeypatch.setenv("METROPOLI_PASSWORD", "un-cavallo-bianco-79")
    assert cli.main(["adduser", "anna@example.org", "--staff"]) == 0
    assert get_user_model().objects.get(email="anna@example.org").is_staff


def test_the_command_is_declared_for_installers():
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert 'metropoli = "metropoli.site.cli:main"' in text

"""`metropoli check` tells what is wrong with a feed: where, how bad, and what was done about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.travel.miniature import city_feed, city_tables, write_feed
from engines.journeys.gtfs import maker
from metropoli.site import cli


@pytest.fixture
def check(tmp_path: Path, capsys, monkeypatch):
    """Check a feed with some tables replaced; return the exit code and the lines printed."""

    def check(language: str = "en_GB.UTF-8", **changed: object) -> tuple[int, list[str]]:
        monkeypatch.setenv("LANG", language)
        feed = write_feed(city_feed(**changed), tmp_path / "feed.zip")
        code = cli.main(["check", str(feed)])
        return code, capsys.readouterr().out.splitlines()

    return check


def test_a_defect_is_told_by_file_and_line_with_what_was_done(check):
    calls = [*city_tables()["stop_times"], *maker.calls("back", "Nowhere 18:20:00")]
    code, lines = check(stop_times=calls)
    assert code == 0
    (told,) = [line for line in lines if "Nowhere" in line]
    severity, where, sentence = told.split("\t")
    assert severity == "warning"
    assert where == f"stop_times.txt:{len(calls) + 1}"
    assert sentence.count(".") >= 2  # what is wrong, and what was done about it
    assert "stops 4" in lines[-1]


def test_a_defect_is_told_in_the_language_of_the_terminal(check):
    told = {language: check(language, stops=None)[1][0] for language in ("it_IT.UTF-8", "en_GB")}
    assert told["en_GB"].endswith("The file is missing. The feed cannot be used without it.")
    assert told["it_IT.UTF-8"].endswith("Il file manca. Senza di esso i dati non si possono usare.")


def test_an_unusable_feed_ends_with_an_error_code(check):
    code, lines = check(stops=None)
    assert code == 1
    assert lines[0].startswith("error\tstops.txt\t")

"""Whatever is wrong can be told to a person, in Italian and in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from metropoli.engines.journeys.gtfs import problems
from metropoli.engines.journeys.gtfs.problems import Notebook, Problem, explain, sentences

SOURCE = Path(problems.__file__).parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
WORDS = ("it", "en", "action_it", "action_en")


def test_every_code_has_its_sentences_and_every_sentence_its_code():
    files = [*SOURCE.glob("*.py"), *(SOURCE.parent / "fares").glob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert not [code for code in sentences() if f'"{code}"' not in text]
    noted = set(re.findall(r'(?:\.note|\.note_many|tell)\(\s*(?:notes,\s*)?"(\w+)"', text))
    assert noted
    assert noted <= set(sentences())


@pytest.mark.parametrize("code", sentences())
def test_a_sentence_is_told_in_both_languages_with_the_same_values(code):
    said = sentences()[code]
    assert said["severity"] in problems.SEVERITIES
    assert set(said) == {"severity", *WORDS}
    assert said["it"] != said["en"]
    for plain in WORDS:
        assert "%" not in PLACEHOLDER.sub("", said[plain]), plain
    assert set(PLACEHOLDER.findall(said["it"])) == set(PLACEHOLDER.findall(said["en"]))
    assert set(PLACEHOLDER.findall(said["action_it"])) == set(
        PLACEHOLDER.findall(said["action_en"])
    )


def test_a_problem_is_explained_with_its_values():
    problem = Problem("warning", "id_twice", "stops.txt", 3, {"value": "A", "column": "stop_id"})
    assert explain(problem, "en")[0] == "The identifier “A” (stop_id) was already used."
    assert explain(problem, "it")[0] == "L’identificativo «A» (stop_id) era già usato."


def test_the_worst_comes_first():
    notes = Notebook()
    notes.note("blank_lines", "b.txt", number=1)
    notes.note("id_twice", "c.txt", 9, value="x", column="c")
    notes.note("file_missing", "z.txt")
    assert [one.severity for one in notes.problems()] == ["error", "warning", "info"]
    assert notes.has_errors()


def test_long_values_are_cut():
    notes = Notebook()
    notes.note("id_twice", "c.txt", 9, value="x" * 10_000, column="c")
    assert len(str(notes.problems()[0].values["value"])) < 100


def test_a_percent_sign_in_a_value_does_no_harm():
    problem = Problem("warning", "id_twice", "", 1, {"value": "100%(d)s", "column": "%s"})
    assert "100%(d)s" in explain(problem, "it")[0]


def test_every_problem_is_provoked_by_some_test():
    tests = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py")
    )
    assert not [code for code in sentences() if f'"{code}"' not in tests]

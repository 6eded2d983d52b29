"""Whoever is refused reads why, in both languages; and no sentence waits for a refusal in vain."""

from __future__ import annotations

import ast
import re

from django.utils import translation

from house.source import python_files, short, tree
from metropoli.web import messages

REFUSALS = {"NotFound", "Refused", "Conflict", "Invalid"}
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def raised() -> dict[str, list[ast.Call]]:
    """Return every code that is raised anywhere, with the calls that raise it."""
    found: dict[str, list[ast.Call]] = {}
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in REFUSALS:
                code = node.args[0] if node.args else None
                where = f"{short(path)}:{node.lineno}"
                assert isinstance(code, ast.Constant), f"{where}: the code must be written out"
                assert re.fullmatch(r"[a-z][a-z0-9_]*", code.value), f"{where}: {code.value}"
                found.setdefault(code.value, []).append(node)
    return found


def test_every_refusal_has_a_sentence():
    assert not sorted(set(raised()) - set(messages.sentences()))


def test_no_sentence_is_left_over():
    used_by_name = {
        node.value
        for path in python_files()
        if path.name != "messages.py" and "messages" not in path.parent.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not sorted(set(messages.sentences()) - used_by_name)


def test_a_sentence_asks_only_for_values_that_are_given():
    sentences = messages.sentences()
    for code, calls in raised().items():
        for language in ("en", "it"):
            with translation.override(language):
                asked = set(PLACEHOLDER.findall(str(sentences.get(code, ""))))
            for call in calls:
                given = {keyword.arg for keyword in call.keywords}
                if None not in given:
                    assert asked <= given, f"{code}: {asked - given} not given"


def test_refusals_differ_in_the_two_languages():
    for code, text in messages.sentences().items():
        with translation.override("en"):
            english = str(text)
        with translation.override("it"):
            italian = str(text)
        assert english != italian, f"{code} is not translated"


def test_codes_are_not_told_twice():
    """Two apps that use one code would overwrite each other's sentence."""
    told: dict[str, str] = {}
    for path in python_files():
        if path.name != "messages.py":
            continue
        for node in tree(path).body:
            for code in codes_of(node):
                assert code not in told, f"{code}: {short(path)}, {told[code]}"
                told[code] = short(path)


def codes_of(node: ast.stmt) -> list[str]:
    """Return the codes of a table of refusals."""
    target = node.target if isinstance(node, ast.AnnAssign) else None
    target = node.targets[0] if isinstance(node, ast.Assign) else target
    if target is None or ast.unparse(target) not in {"MESSAGES", "FROM_BELOW"}:
        return []
    return [key.value for key in node.value.keys if isinstance(key, ast.Constant)]

"""
Compile the Italian catalogues, and find the sentences that nobody translated.

English sentences live in the code and in the templates, Italian ones in `locale/it` of the app
that says them. `python -m metropoli.site.translations` compiles what changed;
`python -m metropoli.site.translations missing` prints what is still to be translated.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1]
SHARED = PACKAGE / "web"
KEYWORDS = {
    "_": None,
    "_spoken": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English sentence and where it is said; plural and context where it has them."""

    where: str
    text: str
    plural: str = ""
    context: str = ""


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Write the .mo beside every .po that is newer than it, and return the ones written."""
    written = []
    for source in sorted(package.rglob("locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        buffer = BytesIO()
        write_mo(buffer, catalogue(source))
        draft = target.with_suffix(".mo.draft")
        draft.write_bytes(buffer.getvalue())
        draft.replace(target)
        written.append(target)
    return written


def catalogue(source: Path) -> Catalog:
    """Read a .po file."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parts[-3], abort_invalid=True)


def homes(package: Path = PACKAGE) -> list[Path]:
    """Return every folder that keeps a catalogue of its own: the shell and each app."""
    return [SHARED, *sorted(path.parent for path in (package / "apps").glob("*/apps.py"))]


def sentences_of(home: Path) -> Iterator[Sentence]:
    """Find every sentence to translate in a folder; the composing floor speaks with the shell."""
    folders = [home, PACKAGE / "site"] if home == SHARED else [home]
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield from _said_in(path, path.read_text(encoding="utf-8"))
        for path in sorted((folder / "templates").rglob("*.*")):
            text = path.read_text(encoding="utf-8")
            code = templatize(text, origin=str(path))
            # What is left is no program: indented as the page was, it would not be read as one.
            yield from _said_in(path, "\n".join(line.strip() for line in code.splitlines()))


def problems_of(home: Path) -> list[str]:
    """Say, one by one, which sentences of a folder an Italian reader would meet in English."""
    books = [_italian(home)] if home == SHARED else [_italian(home), _italian(SHARED)]
    found = []
    for sentence in sentences_of(home):
        message = next((m for book in books if (m := _look_up(book, sentence))), None)
        reason = _what_is_wrong(sentence, message)
        if reason:
            found.append(f"{sentence.where}: {reason}: {sentence.text!r}")
    return found


def _look_up(book: Catalog, sentence: Sentence) -> Message | None:
    return book.get(sentence.text, context=sentence.context or None)


def _what_is_wrong(sentence: Sentence, message: Message | None) -> str:
    if message is None or not message.string or not all(_forms(message.string)):
        return "no Italian"
    if message.fuzzy:
        return "the Italian is only a guess (fuzzy)"
    asked = _placeholders(sentence.text) | _placeholders(sentence.plural)
    if any(_placeholders(form) - asked for form in _forms(message.string)):
        return "the Italian uses values that the English does not give"
    if asked - set().union(*map(_placeholders, _forms(message.string))):
        return "the Italian leaves out a value"
    return ""


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def _italian(home: Path) -> Catalog:
    source = home / "locale" / "it" / "LC_MESSAGES" / "django.po"
    return catalogue(source) if source.exists() else Catalog(locale="it")


def _said_in(path: Path, code: str) -> Iterator[Sentence]:
    where = path.relative_to(PACKAGE).as_posix()
    source = BytesIO(code.encode())
    for line, said, _comments, context in extract("python", source, KEYWORDS):
        text, plural = (said, "") if isinstance(said, str) else (said[0], said[1])
        yield Sentence(f"{where}:{line}", text, plural or "", context or "")


def main(arguments: list[str]) -> int:
    """Compile, or tell what is missing."""
    if arguments == ["missing"]:
        problems = [problem for home in homes() for problem in problems_of(home)]
        sys.stdout.write("".join(f"{problem}\n" for problem in problems))
        return 1 if problems else 0
    for target in compile_catalogues():
        sys.stdout.write(f"compiled {target.relative_to(PACKAGE)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Every sentence that a citizen reads is there in Italian too, whole and with the same values."""

from __future__ import annotations

import os

import pytest
from django.utils import translation

from house.source import SRC
from metropoli.site import translations


@pytest.mark.parametrize("home", translations.homes(), ids=lambda path: path.name)
def test_nothing_is_left_in_english(home):
    assert translations.problems_of(home) == []


@pytest.mark.parametrize("home", translations.homes(), ids=lambda path: path.name)
def test_no_translation_is_left_over(home):
    source = home / "locale" / "it" / "LC_MESSAGES" / "django.po"
    if not source.exists():
        pytest.skip("this folder says nothing to citizens")
    said = {sentence.text for sentence in translations.sentences_of(home)}
    if home == translations.SHARED:
        for other in translations.homes():
            said |= {sentence.text for sentence in translations.sentences_of(other)}
    kept = {m.id if isinstance(m.id, str) else m.id[0] for m in translations.catalogue(source)}
    assert sorted(kept - said - {""}) == []


def test_long_pages_are_written_in_both_languages():
    pages = SRC / "web" / "templates" / "web" / "pages"
    names = {path.name.split(".")[0] for path in pages.glob("*.html")}
    assert names
    for name in names:
        assert {path.name.split(".")[1] for path in pages.glob(f"{name}.*.html")} == {"it", "en"}


@pytest.fixture
def small_house(tmp_path):
    folder = tmp_path / "locale" / "it" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Good evening"\nmsgstr "Buonasera"\n',
        encoding="utf-8",
    )
    return tmp_path


def test_catalogues_are_compiled_once(small_house):
    assert [path.name for path in translations.compile_catalogues(small_house)] == ["django.mo"]
    assert translations.compile_catalogues(small_house) == []


def test_a_changed_catalogue_is_compiled_again(small_house):
    (written,) = translations.compile_catalogues(small_house)
    source = written.with_suffix(".po")
    os.utime(source, (written.stat().st_mtime + 1,) * 2)
    assert translations.compile_catalogues(small_house) == [written]


@pytest.mark.parametrize(
    ("italian", "complaint"),
    [
        ('msgstr ""', "no Italian"),
        ('msgstr "Ciao %(name)s"', "does not give"),
        ('msgstr "Ciao"', "leaves out"),
        ('#, fuzzy\nmsgstr "Ciao %(who)s"', "guess"),
        ('msgstr "Ciao %(who)s"', ""),
    ],
)
def test_a_bad_translation_is_found(tmp_path, monkeypatch, italian, complaint):
    home = tmp_path / "apps" / "greetings"
    folder = home / "locale" / "it" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    flag, _, string = italian.rpartition("\n")
    (folder / "django.po").write_text(
        f'{flag}\nmsgid "Hello %(who)s"\n{string}\n'.lstrip(), encoding="utf-8"
    )
    (home / "views.py").write_text('text = _("Hello %(who)s")\n', encoding="utf-8")
    monkeypatch.setattr(translations, "PACKAGE", tmp_path)
    found = translations.problems_of(home)
    assert bool(found) == bool(complaint)
    assert all(complaint in problem for problem in found)


def test_italian_is_spoken_without_asking():
    with translation.override("it"):
        assert translation.gettext("The plan") == "Il piano"

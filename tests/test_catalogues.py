"""Every sentence exists in both languages, and is given the values it asks for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from string import Formatter

import polib
import pytest

from graph.wording import FOLDER
from tests.source import calls, modules

CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_#-]+)+")
SPEAKERS = {"sentence", "has", "Issue", "unknown"}


def entries(language: str) -> list[polib.POEntry]:
    files = sorted((FOLDER / language).glob("*.po"))
    return [entry for path in files for entry in polib.pofile(str(path), encoding="utf-8")]


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def values_of(entry: polib.POEntry) -> set[str]:
    parsed = [part for form in forms(entry) for part in Formatter().parse(form)]
    return {name for _, name, _, _ in parsed if name is not None}


def asked(language: str) -> dict[str, set[str]]:
    return {entry.msgid: values_of(entry) for entry in entries(language)}


def spoken() -> list[tuple[str, str, ast.Call]]:
    """Place, code and call of every sentence whose code stands in the program's text."""
    found = []
    for path in modules():
        for name, call in calls(path):
            first = call.args[0] if call.args else None
            if not (name in SPEAKERS or name.endswith("Error")):
                continue
            if isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value)):
                found.append((f"{path}:{call.lineno} {name}", str(first.value), call))
    return found


def test_both_languages_say_the_same_sentences() -> None:
    french, english = asked("fr"), asked("en")
    assert set(french) - set(english) == set()
    assert set(english) - set(french) == set()


def test_both_languages_ask_for_the_same_values() -> None:
    french, english = asked("fr"), asked("en")
    shared = set(french) & set(english)
    differing = {code: (french[code], english[code]) for code in shared}
    assert {code: pair for code, pair in differing.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_code_stands_once_and_says_something(language: str) -> None:
    counts = Counter(entry.msgid for entry in entries(language))
    assert [code for code, count in counts.items() if count > 1] == []
    assert [entry.msgid for entry in entries(language) if not all(forms(entry))] == []


def test_every_code_of_the_program_has_its_sentence() -> None:
    french = asked("fr")
    assert {f"{place} {code}" for place, code, _ in spoken() if code not in french} == set()


def test_a_sentence_is_given_every_value_it_asks_for() -> None:
    french, missing = asked("fr"), {}
    for place, code, call in spoken():
        given = {keyword.arg for keyword in call.keywords}
        open_ended = None in given or place.split()[-1] in {"has", "Issue", "unknown"}
        if not open_ended and french.get(code, set()) - given:
            missing[place] = french[code] - given
    assert missing == {}

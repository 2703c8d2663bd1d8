from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import graph.schema  # noqa: F401 - fills the registries
from graph.declare import NODES
from graph.errors import DataError, UnknownNameError
from graph.wording import spoken
from queries.catalogue import SHIPPED, THEMES, Catalogue, catalogue
from queries.header import QuestionError
from queries.parameters import read_parameters

SOUND = """\
/*
title: {fr: Essai, en: Trial}
help: {fr: Une aide., en: Some help.}
theme: network
parameters:
  near:
    type: key
    key_of: Territory
    choices_from: territories
    title: {fr: Commune, en: Commune}
    help: {fr: Où., en: Where.}
columns:
  company: {fr: Clé, en: Key, key_of: Company}
  name: {fr: Nom, en: Name}
example: {near: "com:45155"}
*/
MATCH (c:Company)-[:LOCATED_IN]->(t:Territory {key: $near})
RETURN c.key AS company, c.name AS name
ORDER BY name, company;
"""


def own(folder: Path, text: str, name: str = "trial") -> Catalogue:
    (folder / f"{name}.cypher").write_text(text, encoding="utf-8")
    return catalogue(folder)


def broken(folder: Path, text: str) -> list[tuple[str, int | None]]:
    error = own(folder, text).broken["trial"]
    assert str(error).startswith("trial.cypher, ligne ")
    with spoken("en"):
        assert str(error).startswith("trial.cypher, line ")
    return [(issue.code, issue.line) for issue in error.issues]


@pytest.mark.parametrize("name", [path.stem for path in sorted(SHIPPED.glob("*.cypher"))])
def test_each_shipped_question_is_valid(name: str) -> None:
    question = catalogue().question(name)
    assert read_parameters(name, question.header, question.header.example).keys() == (
        question.header.parameters.keys()
    )


def test_every_theme_of_the_weekly_work_has_a_question() -> None:
    themes = {question.header.theme for question in catalogue()}
    assert themes >= {"network", "needs", "trainings", "bridges", "groupings", "desk", "quality"}


def test_questions_are_listed_by_theme_then_by_name() -> None:
    listed = [(THEMES.index(each.header.theme), each.name) for each in catalogue()]
    assert listed == sorted(listed)
    assert listed[0][0] == THEMES.index("network")


def test_every_type_is_counted() -> None:
    body = catalogue().question("counts-by-type").file.body
    assert [label for label in NODES if label not in body] == []


def test_listing_questions_does_not_load_the_parser() -> None:
    text = (
        "import sys; from queries.catalogue import catalogue; "
        "print([q.title for q in catalogue()].count('Communes'), 'cypherast' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60)
    assert found.stdout == "1 False\n"


def test_a_title_is_said_in_the_current_language() -> None:
    question = catalogue().question("who-can-answer")
    assert question.title == "Qui peut répondre"
    with spoken("en"):
        assert question.title == "Who can answer"


def test_an_unknown_question_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        catalogue().question("need-by-occupation")
    assert str(caught.value) == (
        "aucune question ne s'appelle « need-by-occupation » ; "
        "les plus proches : needs-by-occupation, occupations, needs-by-month"
    )


def test_a_sound_question_of_ones_own_stands_beside_the_shipped(tmp_path: Path) -> None:
    found = own(tmp_path, SOUND)
    assert found.question("trial").title == "Essai"
    assert len(found) == len(catalogue()) + 1
    assert found.broken == {}


def test_a_broken_question_of_ones_own_breaks_nothing_else(tmp_path: Path) -> None:
    own(tmp_path, SOUND)
    found = own(tmp_path, "MATCH (n) RETURN n", "other")
    assert len(found) == len(catalogue()) + 1
    with pytest.raises(DataError) as caught:
        found.question("other")
    assert str(caught.value) == (
        "la question « other » ne peut pas être posée\n"
        "other.cypher, ligne 1 : le fichier commence par /* puis l'en-tête en YAML, puis */"
    )


def test_a_shipped_name_is_taken(tmp_path: Path) -> None:
    found = own(tmp_path, SOUND, "topics")
    assert found.broken["topics"].issues[0].code == "question.taken"
    assert found.questions["topics"].path.parent == SHIPPED


BROKEN = {
    "no header": ("/*", "// ", [("question.no_header", 1)]),
    "mark of byte order": ("/*", "\ufeff/*", [("question.no_header", 1)]),
    "escape in the header": ("Une aide.", r"Une \u0061ide.", [("question.character", 3)]),
    "no YAML": ("theme: network", "theme: [network", [("question.yaml", 5)]),
    "twice": ("theme: network", "theme: network\ntheme: desk", [("question.twice", 5)]),
    "no title": ("title: {fr: Essai, en: Trial}\n", "", [("question.missing", 2)]),
    "one language": ("{fr: Essai, en: Trial}", "{fr: Essai}", [("question.missing", 2)]),
    "unknown entry": ("theme: network", "theme: network\ncolour: red", [("question.extra", 5)]),
    "unknown theme": ("theme: network", "theme: colours", [("question.not_one_of", 4)]),
    "unknown type of parameter": ("type: key", "type: colour", [("question.not_one_of", 7)]),
    "unknown type of node": ("key_of: Territory", "key_of: Land", [("question.label", 6)]),
    "key without choices": ("    choices_from: territories\n", "", [("question.key_of", 6)]),
    "choices from nowhere": ("from: territories", "from: lands", [("question.choices_from", 6)]),
    "choices of another type": (
        "from: territories",
        "from: topics",
        [("question.choices_from", 6)],
    ),
    "choices that ask": (
        "from: territories",
        "from: partners-of-territory",
        [("question.choices_from", 6)],
    ),
    "visible declared": ("  near:", "  visible:", [("question.reserved", 2)]),
    "limit declared": ("  near:", "  limit:", [("question.reserved", 2)]),
    "identity of nothing": (
        "theme: network",
        "theme: network\nidentity: [town]",
        [("question.identity", 2)],
    ),
    "example of nothing": ("example: {near:", "example: {far:", [("question.example", 2)]),
    "no example": ('example: {near: "com:45155"}\n', "", [("question.example_lacks", 2)]),
    "two at once": (
        "theme: network",
        "theme: colours\nshape: round",
        [("question.not_one_of", 4), ("question.extra", 5)],
    ),
    "undeclared parameter": ("$near}", "$far}", [("question.undeclared", 17)]),
    "unused parameter": (" {key: $near}", "", [("question.unused", 6)]),
    "columns in another order": (
        "c.key AS company, c.name AS name",
        "c.name AS name, c.key AS company",
        [("question.columns", 18)],
    ),
    "column not returned": ("  name: {fr: Nom", "  label: {fr: Nom", [("question.columns", 18)]),
    "column without a name": (", c.name AS name", ", c.name", [("question.unnamed", 18)]),
    "no order": ("ORDER BY name, company", "", [("question.order", 18)]),
    "order that ties": ("ORDER BY name, company", "ORDER BY name", [("question.order", 18)]),
    "write": ("RETURN c.key", "SET c.name = 'x'\nRETURN c.key", [("question.construct", 18)]),
    "syntax": ("RETURN c.key", "RETUR c.key", [("question.syntax", 18)]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_named_with_its_line_in_the_file(name: str, tmp_path: Path) -> None:
    old, new, issues = BROKEN[name]
    assert SOUND.count(old) >= 1
    assert sorted(broken(tmp_path, SOUND.replace(old, new, 1))) == sorted(issues)


ORDERS = {
    "key settles its node": ("RETURN c.key AS a, c.name AS b ORDER BY a", True),
    "key of another node does not": ("RETURN c.key AS a, t.name AS b ORDER BY a", False),
    "both keys": ("RETURN c.key AS a, t.name AS b ORDER BY c.key, t.key", True),
    "name alone": ("RETURN c.key AS a, c.name AS b ORDER BY b", False),
    "aggregate over the rest": ("RETURN t.key AS a, count(c) AS b ORDER BY a", True),
    "order by the aggregate alone": ("RETURN t.key AS a, count(c) AS b ORDER BY b", False),
    "limit of a loose order": (
        "WITH c ORDER BY c.name LIMIT 1 RETURN c.key AS a, c.name AS b ORDER BY a",
        False,
    ),
    "limit of a total order": (
        "WITH c ORDER BY c.key LIMIT 1 RETURN c.key AS a, c.name AS b ORDER BY a",
        True,
    ),
    "list without an order": ("RETURN t.key AS a, collect(c.name) AS b ORDER BY a", False),
    "list in an order": (
        "WITH t, c.name AS n ORDER BY n RETURN t.key AS a, collect(n) AS b ORDER BY a",
        True,
    ),
}


@pytest.mark.parametrize("name", ORDERS)
def test_two_lines_never_tie_in_the_order_of_an_answer(name: str, tmp_path: Path) -> None:
    text, total = ORDERS[name]
    head, _, match = SOUND.partition("RETURN")[0].rpartition("*/\n")
    head = head.replace("  company: {fr: Clé, en: Key, key_of: Company}", "  a: {fr: A, en: A}")
    head = head.replace("  name: {fr: Nom", "  b: {fr: Nom")
    found = own(tmp_path, f"{head}*/\n{match}{text};\n")
    codes = [issue.code for error in found.broken.values() for issue in error.issues]
    assert (codes == []) is total
    assert set(codes) <= {"question.order", "question.collect_order"}


PARAMETERS = """\
/*
title: {fr: Essai, en: Trial}
help: {fr: Une aide., en: Some help.}
theme: network
parameters:
  words: {type: text, optional: true, title: &a {fr: A, en: A}, help: {fr: Du texte., en: Text.}}
  count: {type: integer, default: "3", least: "1", most: "9", title: *a, help: *a}
  km: {type: decimal, default: "2,5", least: "0", title: {fr: A, en: A}, help: {fr: A, en: A}}
  day: {type: date, default: today, most: 2099-12-31, title: {fr: A, en: A}, help: {fr: A, en: A}}
  open: {type: yes-no, default: oui, title: {fr: A, en: A}, help: {fr: A, en: A}}
  kind:
    type: choice
    choices: {short: {fr: Court terme, en: Short term}, long: {fr: Long terme, en: Long term}}
    title: {fr: A, en: A}
    help: {fr: "Court ou long.", en: Short or long.}
  jobs:
    type: keys
    key_of: Occupation
    choices_from: occupations
    optional: true
    title: {fr: A, en: A}
    help: {fr: A, en: A}
columns: {a: {fr: A, en: A}}
example: {kind: short}
*/
RETURN [$words, $count, $km, $day, $open, $kind, $jobs] AS a ORDER BY a
"""


def read(folder: Path, **given: object) -> dict[str, object]:
    question = own(folder, PARAMETERS).question("trial")
    return read_parameters("trial", question.header, given)


def test_defaults_fill_what_is_not_given(tmp_path: Path) -> None:
    assert read(tmp_path, kind="short", words="") == {
        "words": None,
        "count": 3,
        "km": 2.5,
        "day": date.today().isoformat(),
        "open": True,
        "kind": "short",
        "jobs": None,
    }


def test_values_are_read_as_people_write_them(tmp_path: Path) -> None:
    given = read(
        tmp_path,
        words=" l'Atelier ",
        count="7,0",
        km="1 284,5",
        day="7 septembre 2026",
        open="Non",
        kind="LONG TERME",
        jobs="i1304; H2102;I1304",
    )
    assert given == {
        "words": "l'Atelier",
        "count": 7,
        "km": 1284.5,
        "day": "2026-09-07",
        "open": False,
        "kind": "long",
        "jobs": ["I1304", "H2102"],
    }
    assert read(tmp_path, kind="short", jobs=["I1304"], count=2, open=False)["jobs"] == ["I1304"]


def test_all_that_is_wrong_with_the_parameters_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, count="12", km="-1", day="32/01/2026", open="peut-être", jobs="X1", ray="3")
    assert caught.value.status == 422
    assert [(issue.column, issue.code) for issue in caught.value.issues] == [
        ("ray", "value.unknown"),
        ("count", "value.above"),
        ("km", "value.below"),
        ("day", "cell.day"),
        ("open", "cell.flag"),
        ("kind", "value.missing"),
        ("jobs", "cell.code"),
    ]
    lines = str(caught.value).splitlines()
    assert lines[0] == "les paramètres de « trial » sont à reprendre"
    assert lines[1] == (
        "ray : ce paramètre n'existe pas ; il y a words, count, km, day, open, kind, jobs"
    )
    assert lines[2] == "count : « 12 » est trop grand ; au plus 9"
    assert lines[6] == "kind : il faut une valeur : Court ou long."


def test_a_default_obeys_its_own_parameter(tmp_path: Path) -> None:
    found = own(tmp_path, PARAMETERS.replace('default: "3"', 'default: "30"'))
    assert [(each.code, each.line) for each in found.broken["trial"].issues] == [
        ("question.default", 7)
    ]


def test_a_shipped_question_that_is_wrong_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trial.cypher").write_text(SOUND.replace("network", "colours"), encoding="utf-8")
    monkeypatch.setattr("queries.catalogue.SHIPPED", tmp_path)
    with pytest.raises(QuestionError, match=r"trial\.cypher, ligne 4 : theme : « colours »"):
        catalogue()

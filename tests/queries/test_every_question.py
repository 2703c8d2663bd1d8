"""What holds for every question: the same answer everywhere, and nothing of what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph.servers import Place, connect
from graph.store import Store
from graph.viewer import LEVELS, Viewer, Visibility
from queries.answer import answer
from queries.catalogue import Question
from tests.conftest import emptied
from tests.neo4j_server import Neo4jServer, shell
from tests.queries.chapters import SHIPPED, whole
from tests.queries.territory import hidden_twins, seen_at, write

WHOLE = whole()
Answers = dict[str, list[tuple[Any, ...]]]
WEEKLY = [
    "who-can-answer",
    "requests-waiting",
    "signals-by-sector",
    "needs-by-occupation",
    "needs-past-horizon",
    "next-sessions",
    "trainings-for-occupation",
    "bridges-from-employer",
    "bridges-to-employer",
    "groupings-by-basin",
    "partners-of-territory",
    "silent-companies",
]


def asked(question: Question) -> dict[str, object]:
    return WHOLE.asked.get(question.name, {})


def answers(store: Store, visibility: Visibility = "cell") -> Answers:
    viewer = Viewer(visibility=visibility)
    return {each.name: _rows(store, viewer, each) for each in SHIPPED}


def _rows(store: Store, viewer: Viewer, question: Question) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in answer(store, viewer, question, asked(question)).rows]


@contextmanager
def filled(place: Place) -> Iterator[Store]:
    with connect(place) as store:
        write(store, WHOLE.nodes, WHOLE.edges)
        yield store


def test_thirty_nine_questions_stand_in_eight_themes() -> None:
    real = [each for each in SHIPPED if each.header.theme != "choices"]
    assert len(real) == 39
    assert len({each.header.theme for each in real}) == 8
    assert [each.name for each in SHIPPED.weekly] == WEEKLY


def test_every_question_answers_the_same_on_both_servers(
    neo4j_place: Place, embedded_place: Place
) -> None:
    with filled(neo4j_place) as one, filled(embedded_place) as other:
        found, again = answers(one), answers(other)
    for name, rows in found.items():
        assert (name, rows) == (name, again[name])
        assert rows, name


def test_the_rows_of_an_answer_are_told_apart_by_their_identity(embedded_place: Place) -> None:
    with filled(embedded_place) as store:
        for question in SHIPPED:
            found = answer(store, Viewer(), question, asked(question))
            names = [column.name for column in found.columns]
            places = [names.index(name) for name in question.header.identifying]
            identities = [repr([row[place] for place in places]) for row in found.rows]
            assert len(set(identities)) == len(identities), question.name


@pytest.mark.parametrize("level", LEVELS)
def test_an_answer_is_that_of_a_graph_without_what_the_viewer_may_not_see(
    place: Place, level: Visibility
) -> None:
    with filled(place) as store:
        found = answers(store, level)
    emptied(place)
    with connect(place) as store:
        levels = Viewer(visibility=level).visible
        write(store, *seen_at(levels, WHOLE.nodes, WHOLE.edges))
        without = answers(store)
    for name, rows in found.items():
        assert (name, rows) == (name, without[name])


def test_a_hidden_twin_of_everything_changes_no_answer_of_a_lower_level(place: Place) -> None:
    with filled(place) as store:
        before = {level: answers(store, level) for level in LEVELS}
        write(store, *hidden_twins(WHOLE.nodes, WHOLE.edges))
        after = {level: answers(store, level) for level in LEVELS}
    for name in before["cell"]:
        for level in ("partners", "public"):
            assert (name, after[level][name]) == (name, before[level][name])
    reading = {each.name for each in SHIPPED if "$visible" in each.file.body}
    changed = {name for name, rows in after["cell"].items() if rows != before["cell"][name]}
    assert changed <= reading
    assert reading - changed == UNCHANGED


# It counts companies, and the twin of an answer has the company of its original.
UNCHANGED = {"silent-companies"}


def test_every_file_runs_unchanged_in_cypher_shell(
    neo4j_place: Place, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    script = [f":param {_literal({'visible': list(Viewer().visible)})}"]
    with filled(neo4j_place) as store:
        expected = {}
        for question in SHIPPED:
            found = answer(store, Viewer(), question, asked(question))
            expected[question.name] = found.row_count
            script.append(f"RETURN '== {question.name}' AS marker;")
            script.append(f":param {_literal(dict(found.parameters))}")
            script.append(f":source {question.path}")
        path = tmp_path / "all.cypher"
        path.write_text("\n".join(script) + "\n", encoding="utf-8")
        done = shell(neo4j_server, path)
    assert (done.returncode, done.stderr) == (0, "")
    parts = re.split(r'^marker\n"== (.+)"\n', done.stdout, flags=re.MULTILINE)
    printed = dict(zip(parts[1::2], parts[2::2], strict=True))
    for name, count in expected.items():
        lines = printed[name].splitlines()
        columns = list(SHIPPED.question(name).header.columns)
        assert (name, lines[0]) == (name, ", ".join(columns))
        assert (name, len(lines) - 1) == (name, count)


def _literal(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_literal(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{value}'" if isinstance(value, str) else str(value)

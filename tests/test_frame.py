"""The house rules: who imports whom, what is fenced, what no file may hold."""

from __future__ import annotations

import re

import pytest

from tests.source import FOLDERS, imports, modules, text, tracked

MAY_IMPORT = {
    "graph": {"graph"},
    "ingest": {"graph", "ingest"},
    "queries": {"graph", "queries"},
    "viz": {"graph", "viz"},
    "api": {"graph", "ingest", "queries", "viz", "api"},
}
WRITTEN = (".py", ".md", ".toml", ".cypher", ".html", ".js", ".css", ".po", ".sh", ".txt", ".xml")
UNWANTED = {
    "an unkept promise": r"\b(TO[D]O|FIX[M]E|X{3}|HA[C]K)\b",
    "a path of one machine": r"(?<![\w.])/(root|home|work)/\w+",
    "a registry's address": r"pypi\.org|pythonhosted\.org|repo1?\.maven\.|--(extra-)?index-url",
    "code kept out of the measure": r"pragma:\s*no cover",
    "a test that does not run": r"@pytest\.mark\.(skip|xfail)|pytest\.(skip|xfail)\(",
    "an error swallowed": r"except( Exception)?:\s*\n\s+pass\b",
}


def importers(name: str) -> set[str]:
    return {path for path in modules() if name in imports(path)}


def written() -> list[str]:
    return [path for path in tracked() if path.endswith(WRITTEN) or path in {"Makefile", ".ci/run"}]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_what_stands_below_it(folder: str) -> None:
    forbidden = set(FOLDERS) - MAY_IMPORT[folder]
    files = [path for path in modules() if path.startswith(f"{folder}/")]
    assert {path: imports(path) & forbidden for path in files if imports(path) & forbidden} == {}


@pytest.mark.parametrize(
    ("package", "place"),
    [("neo4j", "graph/store.py"), ("arcadedb_embedded", "graph/embedded.py")],
)
def test_a_server_is_spoken_to_in_one_module(package: str, place: str) -> None:
    assert importers(package) == {place}


def test_pyvis_stands_in_one_module_of_the_pictures() -> None:
    places = importers("pyvis")
    assert len(places) == 1
    assert {path.split("/")[0] for path in places} == {"viz"}


def test_fastapi_stays_at_the_edge() -> None:
    assert {path.split("/")[0] for path in importers("fastapi")} == {"api"}


@pytest.mark.parametrize("fault", UNWANTED)
def test_no_tracked_file_holds(fault: str) -> None:
    found = [
        f"{path}:{text(path)[: match.start()].count(chr(10)) + 1} {match.group()}"
        for path in written()
        for match in re.finditer(UNWANTED[fault], text(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        ("an unkept promise", "# TO" + "DO later"),
        ("a path of one machine", "open('/" + "home/anne/x.csv')"),
        ("a registry's address", "--extra-" + "index-url x"),
        ("code kept out of the measure", "# pragma" + ": no cover"),
        ("a test that does not run", "pytest" + ".skip('x')"),
        ("an error swallowed", "except Exception" + ":\n    pass"),
    ],
)
def test_the_search_finds_what_it_looks_for(fault: str, line: str) -> None:
    assert re.search(UNWANTED[fault], line)

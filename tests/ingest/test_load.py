"""A load does what its dry run foretold, and says everything that is wrong with a table."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ingest.load import Orders, Report, load
from tests.graphs import graph_of, keys_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from graph.current import Current
    from graph.servers import Place

ORDERS = Orders(source="opco", observed_on="2026-09-07")
COMMUNES = "code;nom\n36044;Châteauroux\n36063;Déols\n"
COMPANIES = "clé;nom;effectif;commune;emplois\na;A;12;36044;\nb;B;;36063;I1304:3\n"
OCCUPATIONS = "clé;intitulé\nI1304;Maintenance\n"


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def files(folder: Path, **texts: str) -> list[Path]:
    made = []
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        made.append(path)
    return made


def loaded(current: Current, folder: Path, orders: Orders = ORDERS, **texts: str) -> Report:
    return load(current, files(folder, **texts), orders)


def counts(report: Report) -> list[tuple[str, dict[str, dict[str, int]]]]:
    verbs = ("created", "updated", "unchanged", "removed")
    return [
        (table.file, {verb: dict(+getattr(table.outcome, verb)) for verb in verbs})
        for table in report.tables
    ]


def issues(report: Report) -> list[str]:
    return [str(issue) for table in report.tables for issue in table.issues]


def test_a_table_is_loaded_with_its_edges(current: Current, tmp_path: Path) -> None:
    report = loaded(
        current, tmp_path, entreprises=COMPANIES, communes=COMMUNES, metiers=OCCUPATIONS
    )
    assert report.clean
    assert [table.file for table in report.tables] == [
        "communes.csv",
        "metiers.csv",
        "entreprises.csv",
    ]
    assert graph_of(current).edges == [
        "a LOCATED_IN com:36044 {}",
        "b EMPLOYS I1304 {'headcount': 3}",
        "b LOCATED_IN com:36063 {}",
    ]


def test_a_file_loaded_again_whole_is_recognised(current: Current, tmp_path: Path) -> None:
    loaded(current, tmp_path, communes=COMMUNES)
    before = graph_of(current, bookkeeping=True)
    again = loaded(current, tmp_path, communes=COMMUNES)
    assert [(table.known_already, table.load) for table in again.tables] == [(True, 1)]
    assert counts(again)[0][1]["unchanged"] == {"Territory": 2}
    assert len(current.ledger.loads()) == 1
    assert graph_of(current, bookkeeping=True) == before


@pytest.mark.parametrize(
    "orders",
    [
        replace(ORDERS, source="chambre"),
        replace(ORDERS, observed_on="2026-09-08"),
        replace(ORDERS, complete=True),
    ],
    ids=["source", "day", "complete"],
)
def test_the_same_file_said_otherwise_is_another_load(
    current: Current, tmp_path: Path, orders: Orders
) -> None:
    loaded(current, tmp_path, communes=COMMUNES)
    again = loaded(current, tmp_path, orders, communes=COMMUNES)
    assert [(table.known_already, table.load) for table in again.tables] == [(False, 2)]


def test_the_same_table_from_two_files_has_two_sources(current: Current, tmp_path: Path) -> None:
    orders = replace(ORDERS, source=None, type="Territory")
    loaded(current, tmp_path, orders, insee=COMMUNES, chambre=COMMUNES)
    found = current.store.read("MATCH (t:Territory {key: 'com:36044'}) RETURN t.sources").rows
    assert found == [(["chambre", "insee"],)]


def test_a_file_undone_can_be_loaded_again(current: Current, tmp_path: Path) -> None:
    loaded(current, tmp_path, communes=COMMUNES)
    current.undo(1, "test")
    assert keys_of(current, "Territory") == []
    again = loaded(current, tmp_path, communes=COMMUNES)
    assert counts(again)[0][1]["created"] == {"Territory": 2}
    assert keys_of(current, "Territory") == ["com:36044", "com:36063"]


def test_a_complete_table_sweeps_what_it_no_longer_says(current: Current, tmp_path: Path) -> None:
    loaded(current, tmp_path, communes=COMMUNES)
    later = replace(ORDERS, observed_on="2026-10-01", complete=True)
    fewer = "code;nom\n36044;Châteauroux\n"
    foretold = loaded(current, tmp_path, replace(later, dry_run=True), communes=fewer)
    report = loaded(current, tmp_path, later, communes=fewer)
    expected = {
        "created": {},
        "updated": {},
        "unchanged": {"Territory": 1},
        "removed": {"Territory": 1},
    }
    assert counts(report) == counts(foretold) == [("communes.csv", expected)]
    assert keys_of(current, "Territory") == ["com:36044"]


def test_a_complete_table_keeps_its_own_older_lines(current: Current, tmp_path: Path) -> None:
    dated = "code;nom;observé le\n36044;Châteauroux;2026-01-01\n36063;Déols;2026-09-07\n"
    loaded(current, tmp_path, replace(ORDERS, complete=True), communes=dated)
    assert keys_of(current, "Territory") == ["com:36044", "com:36063"]


def test_a_table_with_a_refused_line_is_never_taken_as_complete(
    current: Current, tmp_path: Path
) -> None:
    loaded(current, tmp_path, communes=COMMUNES)
    later = replace(ORDERS, observed_on="2026-10-01", complete=True)
    wrong = "code;nom;population\n36044;Châteauroux;\n36063;Déols;beaucoup\n"
    report = loaded(current, tmp_path, later, communes=wrong)
    assert keys_of(current, "Territory") == ["com:36044", "com:36063"]
    assert "n'est pas prise pour complète" in str(report.tables[0].notes[-1])


def test_an_empty_cell_erases_nothing(current: Current, tmp_path: Path) -> None:
    orders = replace(ORDERS, type="Company")
    loaded(current, tmp_path, orders, x="clé;nom;effectif\na;A;12\n")
    loaded(
        current, tmp_path, replace(orders, observed_on="2026-10-01"), x="clé;nom;effectif\na;A;\n"
    )
    assert current.store.read("MATCH (c:Company) RETURN c.headcount").rows == [(12,)]


def test_two_lines_of_one_key_are_both_refused_when_they_disagree(
    current: Current, tmp_path: Path
) -> None:
    text = "clé;nom;effectif\na;A;12\nb;B;1\na;A;13\nc;C;2\nc;C;2\n"
    report = loaded(current, tmp_path, entreprises=text)
    assert [(issue.line, issue.code) for issue in report.tables[0].issues] == [
        (2, "load.disagree"),
        (4, "load.disagree"),
    ]
    assert keys_of(current, "Company") == ["b", "c"]


def test_two_lines_that_disagree_on_a_link_are_both_refused(
    current: Current, tmp_path: Path
) -> None:
    text = "clé;nom;nature;travaille avec\na;A;association;b:3\nb;B;association;a:4\n"
    report = loaded(current, tmp_path, partenaires=text)
    assert [(issue.line, issue.code) for issue in report.tables[0].issues] == [
        (2, "load.disagree"),
        (3, "load.disagree"),
    ]


def test_two_sources_of_one_table_may_differ(current: Current, tmp_path: Path) -> None:
    text = "clé;nom;effectif;source\na;A;12;opco\na;A;13;chambre\n"
    report = loaded(current, tmp_path, entreprises=text)
    assert report.clean
    found = current.store.read("MATCH (c:Company) RETURN c.headcount, c.sources").rows
    assert found == [(13, ["chambre", "opco"])]


def test_an_unknown_reference_is_refused_and_all_that_stood_on_it(
    current: Current, tmp_path: Path
) -> None:
    needs = "clé;établissement\nbesoin-1;a\nbesoin-2;b\n"
    companies = "clé;nom;commune\na;A;36044\nb;B;99999\n"
    report = loaded(current, tmp_path, communes=COMMUNES, entreprises=companies, besoins=needs)
    assert [issue.partition(" : ")[0] for issue in issues(report)] == [
        "entreprises.csv, ligne 3, commune",
        "besoins.csv, ligne 3, établissement",
    ]
    assert keys_of(current, "Need") == ["besoin-1"]


def test_a_reference_to_a_table_still_to_come_waits(current: Current, tmp_path: Path) -> None:
    first = loaded(current, tmp_path, entreprises=COMPANIES)
    assert first.clean
    assert [table.waiting for table in first.tables] == [3]
    assert graph_of(current).edges == []
    loaded(current, tmp_path, communes=COMMUNES)
    assert len(graph_of(current).edges) == 2


def test_a_table_that_cannot_be_read_leaves_the_others(current: Current, tmp_path: Path) -> None:
    report = loaded(current, tmp_path, communes=COMMUNES, rien="")
    assert [str(error).partition(" : ")[0] for error in report.unreadable] == ["rien.csv"]
    assert not report.clean
    assert keys_of(current, "Territory") == ["com:36044", "com:36063"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "effectifs-mobilisables",
            "clé;effectif\na;douze\nb;\n",
            [
                "ligne 2, effectif : « douze » n'est pas un nombre entier, comme 12",
                "ligne 3, effectif : la valeur manque, elle est obligatoire",
            ],
        ),
        (
            "besoins",
            "clé;postes;difficulté;métier\n?;deux;9;X1\n",
            [
                "ligne 2, clé : « ? » n'est pas un code valable, comme besoin-001",
                "ligne 2, postes : « deux » n'est pas un nombre, comme 12,5",
                "ligne 2, difficulté : « 9 » est trop grand : au plus 3",
                "ligne 2, métier : « X1 » n'est pas un code valable, comme I1304",
            ],
        ),
        (
            "entreprises",
            "siret;nom;effectif;commune\n;X;12;\n99990000400007;X;douze;99999\n",
            [
                "ligne 2, clé : rien ne dit de quelle fiche il s'agit : "
                "remplissez clé / SIRET / nom + commune",
                "ligne 3, siret : « 99990000400007 » n'est pas un code valable, "
                "comme 99990000400006",
                "ligne 3, effectif : « douze » n'est pas un nombre entier, comme 12",
                "ligne 3, commune : territoire « 99999 » inconnu : "
                "chargez d'abord la table qui le contient, ou corrigez le code",
            ],
        ),
        (
            "emploie",
            "établissement;partenaire;métier;effectif\na;b;I1304;-1\n;;I1304;2\n",
            [
                "ligne 2, effectif : « -1 » est trop petit : au moins 0",
                "ligne 2, établissement ou partenaire : plusieurs sont indiqués : "
                "n'en gardez qu'un parmi établissement ou partenaire",
                "ligne 3, établissement ou partenaire : rien n'est indiqué : "
                "remplissez établissement ou partenaire",
            ],
        ),
    ],
)
def test_all_that_is_wrong_with_a_line_is_told_at_once(
    current: Current, tmp_path: Path, name: str, text: str, told: list[str]
) -> None:
    loaded(current, tmp_path, communes=COMMUNES)
    report = loaded(current, tmp_path, ORDERS, **{name: text})
    assert issues(report) == [f"{name}.csv, {each}" for each in told]
    assert report.tables[0].load is None


cell = st.sampled_from(["", "1", "2", "x"])
companies = st.lists(
    st.tuples(st.sampled_from("abc"), cell, st.sampled_from(["", "36044", "99999"])), max_size=4
)
communes = st.lists(
    st.sampled_from(["36044;Châteauroux", "36063;Déols", "36044;Autre"]), max_size=3
)
commands = st.lists(
    st.tuples(companies, communes, st.sampled_from(["opco", "chambre"]), st.booleans()),
    min_size=1,
    max_size=3,
)


def texts_of(lines: list[tuple[str, str, str]], named: list[str]) -> Mapping[str, str]:
    rows = [";".join((key, f"Nom {key}", *rest)) for key, *rest in lines]
    return {
        "entreprises": "\n".join(["clé;nom;effectif;commune", *rows]),
        "communes": "\n".join(["code;nom", *named]),
    }


@contextmanager
def emptied(place: Place) -> Iterator[Current]:
    with opened(place) as current:
        for row in current.ledger.loads():
            current.undo(row.id, "test")
        yield current


@given(commands)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_dry_run_foretells_what_the_load_does(
    embedded_place: Place,
    tmp_path: Path,
    given_commands: list[tuple[list[tuple[str, str, str]], list[str], str, bool]],
) -> None:
    with emptied(embedded_place) as current:
        for day, (lines, named, source, complete) in enumerate(given_commands, 1):
            orders = Orders(source=source, observed_on=f"2026-09-{day:02}", complete=complete)
            texts = texts_of(lines, named)
            before = graph_of(current, bookkeeping=True), len(current.ledger.loads())
            foretold = loaded(current, tmp_path, replace(orders, dry_run=True), **texts)
            assert (graph_of(current, bookkeeping=True), len(current.ledger.loads())) == before
            did = loaded(current, tmp_path, orders, **texts)
            assert counts(did) == counts(foretold)
            assert issues(did) == issues(foretold)

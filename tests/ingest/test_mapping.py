"""A way to read a table is a file: corrected, shared, remembered by the shape of the header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st

from graph.errors import DataError
from graph.mappings import Mappings
from ingest.load import Orders, Report, load
from ingest.mapping import RecordMapping, TableMapping, read, read_all, shape, written
from tests.graphs import keys_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.current import Current
    from graph.servers import Place

NAMES = st.text("abcéÀ 12_:#'\"-\n", min_size=1, max_size=12)
RECORDS = st.builds(
    RecordMapping,
    name=NAMES,
    type=NAMES,
    columns=st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=2), max_size=3),
    constants=st.dictionaries(NAMES, NAMES, max_size=2),
    joins=st.dictionaries(NAMES, NAMES, max_size=2),
    prose=st.none() | NAMES,
)
MAPPINGS = st.builds(
    TableMapping,
    header=st.lists(NAMES, max_size=4),
    records=st.lists(RECORDS, max_size=3),
    answers=st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES, max_size=2), max_size=2),
)


@given(st.lists(MAPPINGS, min_size=1, max_size=3))
def test_a_mapping_written_and_read_is_itself(mappings: list[TableMapping]) -> None:
    assert list(read_all(written(*mappings), "lecture.yaml")) == mappings


@given(st.permutations(["Société", "Date de visite", "N° SIRET"]))
def test_a_shape_is_the_same_in_any_order_case_and_accents(header: list[str]) -> None:
    assert shape(header) == shape(["SOCIETE", "date de visite", "n siret"])
    assert shape(header[:2]) != shape(header)


@pytest.mark.parametrize("text", ["", "a: [", "- x", "header: [a]\nrecords: []\ncolour: red\n"])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(DataError) as error:
        read(text, "lecture.yaml")
    assert error.value.code in {"mapping.not_yaml", "mapping.broken"}


SURE = "Société;Ville;Fonction du contact;Tél\nAtelier;36044;DRH;02 54 00 00 01\n"
DOUBTFUL = "Société;Ville;Interlocuteur\nAtelier;36044;Anne Roy\n"


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def loaded(
    current: Current, folder: Path, text: str, *mappings: TableMapping, type: str | None = None
) -> Report:
    path = folder / "carnet.csv"
    path.write_text(text, encoding="utf-8")
    orders = Orders(source="carnet", observed_on="2026-09-07", type=type, mappings=mappings)
    return load(current, [path], orders)


def test_a_table_that_is_sure_is_loaded_told_and_remembered(
    current: Current, tmp_path: Path
) -> None:
    report = loaded(current, tmp_path, SURE)
    assert report.clean
    assert [str(note) for note in report.tables[0].notes] == [
        "carnet.csv : lu ainsi : Société → nom (établissement), Ville → commune (établissement), "
        "Fonction du contact → fonction (contact), Tél → téléphone (contact)"
    ]
    (kept,) = Mappings(current.ledger.engine).all()
    assert (kept.name, kept.shape) == ("carnet", shape(SURE.splitlines()[0].split(";")))
    again = loaded(current, tmp_path, SURE.replace("Atelier", "Forge"))
    assert (again.clean, again.tables[0].notes) == (True, [])
    assert keys_of(current, "Contact") == ["drh-atelier-36044", "drh-forge-36044"]


def test_a_table_in_doubt_is_not_loaded_and_every_column_is_told(
    current: Current, tmp_path: Path
) -> None:
    report = loaded(current, tmp_path, DOUBTFUL)
    (error,) = report.unreadable
    assert str(error).splitlines()[1:] == [
        "carnet.csv, Société : nom (établissement)",
        "carnet.csv, Ville : commune (établissement)",
        "carnet.csv, Interlocuteur : nom (contact) ? nom d'une personne : dites pourquoi il peut "
        "être gardé (base légale proposée : « intérêt légitime »)",
    ]
    assert "maillage mapping carnet.csv -o lecture.yaml" in str(error)
    assert keys_of(current, "Company") == []
    assert Mappings(current.ledger.engine).all() == []


def test_a_mapping_for_another_header_loads_nothing(current: Current, tmp_path: Path) -> None:
    other = TableMapping(
        header=["Société", "Sigle"],
        records=[RecordMapping(name="a", type="Company", columns={"name": ["Société"]})],
    )
    report = loaded(current, tmp_path, SURE, other)
    assert [str(error) for error in report.unreadable] == [
        "carnet.csv : cette lecture est faite pour un autre en-tête ; il manque Sigle, il y a en "
        "plus Fonction du contact, Tél, Ville"
    ]
    assert keys_of(current, "Company") == []


def test_another_mapping_of_the_same_table_loads_it_again(current: Current, tmp_path: Path) -> None:
    company = RecordMapping(
        name="établissement", type="Company", columns={"name": ["Société"], "commune": ["Ville"]}
    )
    only = TableMapping(header=SURE.splitlines()[0].split(";"), records=[company])
    first = loaded(current, tmp_path, SURE, only)
    assert (first.clean, keys_of(current, "Contact")) == (True, [])
    contact = RecordMapping(
        name="contact",
        type="Contact",
        columns={"function": ["Fonction du contact"]},
        joins={"company": "établissement"},
    )
    both = only.model_copy(update={"records": [company, contact]})
    second = loaded(current, tmp_path, SURE, both)
    assert second.tables[0].load != first.tables[0].load
    assert keys_of(current, "Contact") == ["drh-atelier-36044"]
    assert loaded(current, tmp_path, SURE).tables[0].known_already


def test_words_of_one_type_are_read_as_they_always_were(current: Current, tmp_path: Path) -> None:
    report = loaded(current, tmp_path, "nom;commune;couleur\nA;36044;bleu\n", type="entreprises")
    assert [note.code for note in report.tables[0].notes] == ["load.column_left"]
    assert (report.tables[0].mapping, Mappings(current.ledger.engine).all()) == (None, [])


def test_columns_that_one_type_leaves_are_read_where_that_is_sure(
    current: Current, tmp_path: Path
) -> None:
    text = "nom;commune;effectif;contact téléphone\nAtelier;36044;12;02 54 00 00 01\n"
    assert loaded(current, tmp_path, text, type="entreprises").clean
    assert len(keys_of(current, "Contact")) == 1


def test_columns_that_one_type_leaves_are_told_where_they_are_doubtful(
    current: Current, tmp_path: Path
) -> None:
    text = "nom;commune;effectif;interlocuteur\nAtelier;36044;12;Anne Roy\n"
    report = loaded(current, tmp_path, text, type="entreprises")
    assert [note.code for note in report.tables[0].notes] == ["mapping.more", "load.column_left"]
    assert (keys_of(current, "Company"), keys_of(current, "Contact")) == (["atelier-36044"], [])


COMPANY = RecordMapping(name="e", type="Company", columns={"name": ["N"], "commune": ["C"]})
CONTACT = RecordMapping(
    name="c",
    type="Contact",
    columns={"function": ["F"], "telephone": ["T"]},
    joins={"company": "e"},
)


def test_refused_rows_of_several_tables_come_back_each_with_its_mapping(
    current: Current, tmp_path: Path
) -> None:
    given = TableMapping(header=["N", "C", "F", "T"], records=[COMPANY, CONTACT])
    assert loaded(current, tmp_path, "N;C;F;T\nAtelier;36044;DRH;02\n", given).clean
    (tmp_path / "rejets.csv").write_text(
        "fichier;ligne;cause;N;C;F;T;code;nom\n"
        "carnet.csv;3;;Forge;36044;DRH;;;\n"
        "communes.csv;2;;;;;;36044;Châteauroux\n",
        encoding="utf-8",
    )
    report = load(current, [tmp_path / "rejets.csv"], Orders(observed_on="2026-09-07"))
    assert report.clean
    assert keys_of(current, "Contact") == ["drh-atelier-36044", "drh-forge-36044"]
    assert keys_of(current, "Territory") == ["com:36044"]

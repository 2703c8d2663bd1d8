"""A row makes its records as if each had stood in a table of its own."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from graph.declare import name_of
from graph.errors import DataError
from graph.schema import Territory
from ingest.candidates import Candidate
from ingest.claims import Parsed
from ingest.fitting import joined
from ingest.mapping import CrossMapping, RecordMapping, TableMapping
from ingest.needs import SaidNeed, beside
from ingest.prose import Prose
from ingest.splitting import parsed
from tests.ingest.sheets import table_of

COMPANY = RecordMapping(
    name="établissement",
    type="Company",
    columns={"name": ["Société"], "commune": ["Ville"], "headcount": ["Effectif"]},
)
CONTACT = RecordMapping(
    name="contact",
    type="Contact",
    columns={"name": ["Prénom", "Nom"], "function": ["Fonction"], "telephone": ["Tél"]},
    constants={"function": "Contact", "legal_basis": "intérêt légitime"},
    joins={"company": "établissement"},
)
NEED = RecordMapping(
    name="besoin",
    type="Need",
    columns={"posts": ["Nombre"]},
    prose="Besoin",
    joins={"company": "établissement"},
)
VISIT = RecordMapping(
    name="visite",
    type="Visit",
    columns={"held_on": ["Visite"], "learnt": ["CR"]},
    joins={"company": "établissement", "needs": "besoin"},
)
HEADER = "Société;Ville;Effectif;Prénom;Nom;Fonction;Tél;Besoin;Nombre;Visite;CR"


def mapping(*records: RecordMapping, crosses: tuple[CrossMapping, ...] = ()) -> TableMapping:
    return TableMapping(header=HEADER.split(";"), records=list(records), crosses=list(crosses))


WHOLE = mapping(COMPANY, CONTACT, NEED, VISIT)


def split(*rows: str, by: TableMapping = WHOLE, header: str = HEADER) -> Parsed:
    return parsed(table_of(header, *rows), by, "carnet", "2026-09-07")


def said(found: Parsed, name: str) -> dict[str, dict[str, object]]:
    return {
        one.claim.key.replace("\x1f", " → "): dict(one.claim.values)
        for one in found.given
        if name_of(one.record) == name
    }


def faults(found: Parsed) -> list[str]:
    return [str(issue) for issue in found.issues]


ROW = "Atelier;36044;12;Anne;Roy;DRH;02 54 00 00 00;soudeur;2;03/09/2026;deux départs"


def test_a_row_makes_its_records_and_joins_them() -> None:
    found = split(ROW)
    assert faults(found) == []
    assert said(found, "Company") == {"atelier-36044": {"name": "Atelier", "headcount": 12}}
    assert said(found, "Contact") == {
        "drh-atelier-36044": {
            "name": "Anne Roy",
            "function": "DRH",
            "telephone": "02 54 00 00 00",
            "legal_basis": "intérêt légitime",
        }
    }
    assert said(found, "Need") == {
        "besoin-atelier-36044-soudeur": {"title": "soudeur", "posts": 2.0}
    }
    assert said(found, "Visit") == {
        "visite-atelier-36044-2026-09-03": {"held_on": "2026-09-03", "learnt": "deux départs"}
    }
    assert sorted(said(found, "Company-HAS_NEED-Need")) == [
        "atelier-36044 → besoin-atelier-36044-soudeur"
    ]
    assert sorted(said(found, "Visit-REVEALED-Need")) == [
        "visite-atelier-36044-2026-09-03 → besoin-atelier-36044-soudeur"
    ]


def test_the_records_of_a_row_are_drawn_as_the_model_joins_them() -> None:
    assert joined(WHOLE) == [
        ("établissement", "a pour contact", "contact"),
        ("établissement", "a pour besoin", "besoin"),
        ("visite", "chez", "établissement"),
        ("visite", "a révélé", "besoin"),
    ]


def test_a_record_whose_cells_are_empty_is_not_made() -> None:
    found = split("Atelier;36044;12;;;;;;;;", by=mapping(COMPANY, CONTACT, NEED))
    assert [name_of(one.record) for one in found.given] == [
        "Company",
        "Company-LOCATED_IN-Territory",
    ]


def test_a_bad_cell_refuses_all_that_its_row_says() -> None:
    found = split(ROW.replace("03/09/2026", "jadis"), ROW.replace("Atelier", "Forge"))
    assert faults(found) == [
        "classeur.csv, ligne 2, Visite : « jadis » n'est pas une date, comme 07/09/2026 ou "
        "2026-09-07"
    ]
    assert {one.line for one in found.given} == {3}
    assert [one.refers for one in found.dropped if one.refers] == [
        ((Territory, "com:36044", "Ville"),)
    ]


def test_a_company_over_several_lines_is_one_with_all_that_they_say() -> None:
    found = split(
        "Atelier;36044;12;Anne;Roy;DRH;;;;;",
        "Atelier;36044;;Marc;Bel;Direction;;;;;",
        by=mapping(COMPANY, CONTACT),
    )
    assert faults(found) == []
    assert said(found, "Company") == {"atelier-36044": {"name": "Atelier", "headcount": 12}}
    assert sorted(said(found, "Contact")) == ["direction-atelier-36044", "drh-atelier-36044"]


def test_lines_that_contradict_each_other_are_both_refused() -> None:
    found = split("Atelier;36044;12;;;;;;;;", "Atelier;36044;13;;;;;;;;", by=mapping(COMPANY))
    assert {issue.line for issue in found.issues} == {2, 3}
    assert found.given == []


def test_a_cell_left_empty_under_another_is_filled_where_the_mapping_carries_it() -> None:
    carried = COMPANY.model_copy(update={"carried": ["Société", "Ville"]})
    rows = ("Atelier;36044;12;Anne;Roy;DRH;;;;;", ";;;Marc;Bel;Direction;;;;;")
    found = split(*rows, by=mapping(carried, CONTACT))
    assert faults(found) == []
    assert sorted(said(found, "Company-HAS_CONTACT-Contact")) == [
        "atelier-36044 → direction-atelier-36044",
        "atelier-36044 → drh-atelier-36044",
    ]


def test_a_company_that_a_line_begins_keeps_its_own_gaps() -> None:
    carried = COMPANY.model_copy(update={"carried": ["Société", "Ville", "Effectif"]})
    rows = ("Atelier;36044;12;;;;;;;;", "Forge;36044;;;;;;;;;", ";;;Marc;Bel;DRH;;;;;")
    found = split(*rows, by=mapping(carried, CONTACT))
    assert said(found, "Company") == {
        "atelier-36044": {"name": "Atelier", "headcount": 12},
        "forge-36044": {"name": "Forge"},
    }
    assert sorted(said(found, "Contact")) == ["drh-forge-36044"]


def test_a_contact_without_a_company_is_refused() -> None:
    found = split(";;;Anne;Roy;DRH;;;;;", by=mapping(COMPANY, CONTACT))
    assert faults(found) == [
        "classeur.csv, ligne 2, établissement : aucune fiche « établissement » sur cette ligne, à "
        "laquelle rattacher : contact"
    ]


def test_a_visit_that_revealed_no_need_is_made_all_the_same() -> None:
    found = split("Atelier;36044;;;;;;;;03/09/2026;")
    assert faults(found) == []
    assert sorted(said(found, "Visit")) == ["visite-atelier-36044-2026-09-03"]


def test_a_legal_basis_is_held_only_with_a_name() -> None:
    found = split("Atelier;36044;;;;Accueil;02;;;;", by=mapping(COMPANY, CONTACT))
    assert said(found, "Contact") == {
        "accueil-atelier-36044": {"function": "Accueil", "telephone": "02"}
    }


def test_two_needs_in_the_same_words_are_two_where_they_differ() -> None:
    rows = [f"Atelier;36044;;;;;;soudeur;{posts};;" for posts in (1, 2, 2)]
    keys = ["besoin-atelier-36044-soudeur", "besoin-atelier-36044-soudeur-2"]
    found = split(*rows, by=mapping(COMPANY, NEED))
    assert sorted(said(found, "Need")) == keys


@given(st.permutations(["soudeur;1", "soudeur;2", "soudeur;", "monteur;3", "monteur;3"]))
def test_keys_do_not_hang_on_the_order_of_lines(order: list[str]) -> None:
    found = split(*(f"Atelier;36044;;;;;;{need};;" for need in order), by=mapping(COMPANY, NEED))
    assert said(found, "Need") == {
        "besoin-atelier-36044-soudeur": {"title": "soudeur", "posts": 1.0},
        "besoin-atelier-36044-soudeur-2": {"title": "soudeur", "posts": 2.0},
        "besoin-atelier-36044-monteur": {"title": "monteur", "posts": 3.0},
    }


def test_contacts_without_a_function_are_told_apart_alone_as_together() -> None:
    rows = ("Atelier;36044;;Anne;Roy;;;;;;", "Atelier;36044;;Marc;Bel;;;;;;")
    both = said(split(*rows, by=mapping(COMPANY, CONTACT)), "Contact")
    alone = [said(split(row, by=mapping(COMPANY, CONTACT)), "Contact") for row in rows]
    assert len(both) == 2
    assert both == {**alone[0], **alone[1]}
    assert not any("roy" in key or "bel" in key for key in both)


WIDE = "Structure;Nature;Mission locale;Cap emploi;CCI"
ACTOR = RecordMapping(
    name="partenaire", type="Actor", columns={"name": ["Structure"], "kind": ["Nature"]}
)


def wide(*rows: str, property: str | None = None) -> Parsed:
    columns = {"Mission locale": "mission-locale", "Cap emploi": "cap-emploi", "CCI": "cci"}
    cross = CrossMapping(
        signature="Actor-WORKS_WITH-Actor",
        record="partenaire",
        columns=columns,
        property=property,
    )
    by = TableMapping(header=WIDE.split(";"), records=[ACTOR], crosses=[cross])
    return split(*rows, by=by, header=WIDE)


def test_a_cross_is_an_edge_and_the_diagonal_none() -> None:
    found = wide("Mission locale;mission locale;x;x;-", "Cap emploi;association;x;;non")
    assert faults(found) == []
    assert said(found, "Actor-WORKS_WITH-Actor") == {"cap-emploi → mission-locale": {}}


def test_a_figure_is_the_level_of_its_edge() -> None:
    found = wide("Mission locale;mission locale;;3;5", property="level")
    assert said(found, "Actor-WORKS_WITH-Actor") == {
        "cap-emploi → mission-locale": {"level": "3"},
        "cci → mission-locale": {"level": "5"},
    }


def test_what_is_no_cross_refuses_its_line() -> None:
    assert faults(wide("Mission locale;mission locale;;peut-être;")) == [
        "classeur.csv, ligne 2, Cap emploi : « peut-être » n'est ni une croix ni une valeur de ce "
        "lien"
    ]


def test_a_mapping_is_held_against_the_table_and_the_model_before_any_row() -> None:
    wrong = mapping(
        COMPANY.model_copy(update={"columns": {"nom": ["Société"], "name": ["Absente"]}}),
        CONTACT.model_copy(update={"joins": {"company": "personne"}}),
        RecordMapping(name="x", type="Compagnie"),
    )
    with pytest.raises(DataError) as error:
        split(ROW, by=wrong)
    assert [(issue.code, issue.column) for issue in error.value.issues] == [
        ("mapping.no_header", "Absente"),
        ("mapping.no_meaning", "établissement"),
        ("mapping.no_join", "contact"),
        ("mapping.no_type", "x"),
    ]


def test_a_mapping_reads_a_header_in_other_accents_and_case() -> None:
    found = parsed(
        table_of("SOCIETE;ville;effectif", "Atelier;36044;12"),
        TableMapping(header=["Société", "Ville", "Effectif"], records=[COMPANY]),
        "carnet",
        "2026-09-07",
    )
    assert sorted(said(found, "Company")) == ["atelier-36044"]


def understand(text: str, answer: str | None) -> list[Prose]:
    """Two needs of `2 soudeurs et 1 monteur`, none of `RAS`, whatever the words otherwise."""
    if text == "RAS":
        return []
    words = text.split(" et ")
    several = (Candidate("H2901", "Ajustage"), Candidate("H2902", "Chaudronnerie"))
    return [
        Prose({"title": each, "posts": float(each[0])}, answer, answer is not None, several)
        for each in words
    ]


def in_words(*rows: str, **answers: str) -> Parsed:
    by = mapping(COMPANY, NEED).model_copy(update={"answers": {"Besoin": answers}})
    return parsed(table_of(HEADER, *rows), by, "carnet", "2026-09-07", understand=understand)


def test_a_cell_says_as_many_needs_as_it_names() -> None:
    found = in_words("Atelier;36044;;;;;;2 soudeurs et 1 monteur;;;")
    assert said(found, "Need") == {
        "besoin-atelier-36044-2-soudeurs": {"title": "2 soudeurs", "posts": 2.0},
        "besoin-atelier-36044-1-monteur": {"title": "1 monteur", "posts": 1.0},
    }
    assert said(in_words("Atelier;36044;;;;;;RAS;;;"), "Need") == {}


def test_a_column_of_its_own_holds_before_what_words_say() -> None:
    assert said(in_words("Atelier;36044;;;;;;2 soudeurs;5;;"), "Need") == {
        "besoin-atelier-36044-2-soudeurs": {"title": "2 soudeurs", "posts": 5.0}
    }


def test_months_that_are_given_say_more_than_words() -> None:
    by = TableMapping(
        header=["Société", "Ville", "Besoin", "janvier"],
        records=[
            COMPANY.model_copy(update={"columns": {"name": ["Société"], "commune": ["Ville"]}}),
            NEED.model_copy(update={"columns": {"m01": ["janvier"]}}),
        ],
    )
    table = table_of("Société;Ville;Besoin;janvier", "Atelier;36044;2 soudeurs;4")
    found = parsed(table, by, "carnet", "2026-09-07", understand=understand)
    assert said(found, "Need") == {
        "besoin-atelier-36044-2-soudeurs": {"title": "2 soudeurs", "m01": 4.0}
    }


def test_posts_that_are_given_go_for_every_month_of_a_need() -> None:
    need = SaidNeed({"title": "2 soudeurs, CDI", "posts": "2", "m01": "2.0", "m02": "1"})
    assert dict(beside(need, {"posts": "5"}).texts) == {
        "title": "2 soudeurs, CDI",
        "posts": "2",
        "m01": "5.0",
        "m02": "2.5",
    }


def test_words_that_nobody_settles_ask_once_and_an_answer_settles_them() -> None:
    rows = [f"{name};36044;;;;;;2 soudeurs;;;" for name in ("Atelier", "Forge")]
    asked = in_words(*rows)
    assert [note.values["candidates"] for note in asked.notes] == [
        "H2901 (Ajustage), H2902 (Chaudronnerie)"
    ]
    assert said(asked, "Need-FOR_OCCUPATION-Occupation") == {}
    answered = in_words(*rows, **{"2 soudeurs": "H2902"})
    assert answered.notes == []
    assert sorted(said(answered, "Need-FOR_OCCUPATION-Occupation")) == [
        "besoin-atelier-36044-2-soudeurs → H2902",
        "besoin-forge-36044-2-soudeurs → H2902",
    ]


def test_a_headcount_that_is_a_band_is_one_beside_numbers() -> None:
    found = split("Atelier;36044;10 à 19;;;;;;;;", "Forge;36044;12;;;;;;;;", by=mapping(COMPANY))
    assert faults(found) == []
    assert said(found, "Company") == {
        "atelier-36044": {"name": "Atelier", "band": "11"},
        "forge-36044": {"name": "Forge", "headcount": 12},
    }


def test_what_two_records_hold_alike_is_told_once() -> None:
    dated = COMPANY.model_copy(update={"columns": COMPANY.columns | {"observed_on": ["Visite"]}})
    row = "Atelier;36044;12;Anne;Roy;DRH;;;;03/09/26;"
    found = split(row, by=mapping(dated, CONTACT))
    assert [str(note).partition(" : ")[2] for note in found.notes] == [
        "« 03/09/26 » lu comme « 03/09/2026 »"
    ]

"""A table that nobody prepared is taken for what a person would take it for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from ingest.fitting import fitted
from ingest.mapping import TableMapping
from ingest.recognition import Proposal, propose
from ingest.splitting import parsed
from tests.ingest.sheets import table_of

FACILITATOR = (
    "Raison sociale;SIRET;Code postal;Ville;Contact;Fonction;Tél;Mail;Besoins;Dernière visite;"
    "Compte rendu;Visiteur"
)
ROW = (
    "Atelier du Lavoir;99990000400006;36000;Châteauroux;Mme Roy;DRH;02 54 00 00 00;a@example.org;"
    "2 soudeurs, CDI;03/09/2026;deux départs;Mission locale"
)


def read(mapping: TableMapping) -> dict[str, dict[str, str]]:
    """Each record's columns, those put together with a sign between them."""
    return {
        record.name: {name: " + ".join(headers) for name, headers in record.columns.items()}
        | ({"prose": record.prose} if record.prose else {})
        for record in mapping.records
    }


def doubts(proposal: Proposal) -> dict[str, str | None]:
    return {guess.header: guess.doubt for guess in proposal.doubts}


def why(proposal: Proposal) -> dict[str, str]:
    return {guess.header: guess.why for guess in proposal.columns}


def test_one_row_makes_a_company_its_contact_its_need_and_the_visit() -> None:
    proposal = propose(table_of(FACILITATOR, ROW))
    assert read(proposal.mapping) == {
        "établissement": {"name": "Raison sociale", "siret": "SIRET", "commune": "Ville"},
        "contact": {"name": "Contact", "function": "Fonction", "telephone": "Tél", "email": "Mail"},
        "besoin": {"prose": "Besoins"},
        "visite": {
            "held_on": "Dernière visite",
            "learnt": "Compte rendu",
            "visitor": "Visiteur",
        },
    }
    assert {r.name: r.joins for r in proposal.mapping.records[1:]} == {
        "contact": {"company": "établissement"},
        "besoin": {"company": "établissement"},
        "visite": {"company": "établissement"},
    }
    assert proposal.lacking == []


def test_a_name_of_a_person_asks_why_it_may_be_held() -> None:
    proposal = propose(table_of(FACILITATOR, ROW))
    assert doubts(proposal) == {"Contact": "mapping.doubt.legal_basis"}
    contact = next(r for r in proposal.mapping.records if r.name == "contact")
    assert contact.constants == {"function": "Contact", "legal_basis": "intérêt légitime"}
    founded = propose(table_of(f"{FACILITATOR};Base légale", f"{ROW};consentement"))
    assert doubts(founded) == {}


def test_the_group_of_a_column_says_whose_it_is() -> None:
    header = "Entreprise Nom;Entreprise Commune;Contact Fonction;Contact Tél;Besoin Métier;Nombre"
    proposal = propose(table_of(header, "Atelier;36044;DRH;02 54 00 00 00;soudeur;2"))
    assert read(proposal.mapping) == {
        "établissement": {"name": "Entreprise Nom", "commune": "Entreprise Commune"},
        "contact": {"function": "Contact Fonction", "telephone": "Contact Tél"},
        "besoin": {"posts": "Nombre", "prose": "Besoin Métier"},
    }
    assert proposal.sure


def test_cells_say_what_a_header_does_not() -> None:
    proposal = propose(
        table_of("Entreprise;col2;col3;col4", "A;99990000400006.0;25.62B;a@example.org")
    )
    assert read(proposal.mapping) == {
        "établissement": {"name": "Entreprise", "siret": "col2", "naf": "col3"},
        "contact": {"email": "col4"},
    }
    assert why(proposal) == {
        "Entreprise": "synonym",
        "col2": "values",
        "col3": "values",
        "col4": "values",
    }


def test_a_number_whose_check_figure_fails_is_no_siret() -> None:
    proposal = propose(table_of("Entreprise;Ville;col3", "A;36044;99990000400007"))
    assert proposal.mapping.left == ["col3"]


def test_a_name_in_two_columns_is_put_together() -> None:
    proposal = propose(table_of("Société;Ville;Nom;Prénom;Base légale", "A;36044;Roy;Anne;contrat"))
    assert read(proposal.mapping)["contact"]["name"] == "Nom + Prénom"
    assert proposal.sure


def test_columns_of_partners_are_edges_between_them() -> None:
    wide = table_of(
        "Structure;Nature;Mission locale;Cap emploi;CCI",
        "Mission locale;mission locale;;x;x",
        "Cap emploi;association;x;;",
    )
    proposal = propose(wide)
    cross = proposal.mapping.crosses[0]
    assert (cross.signature, cross.property) == ("Actor-WORKS_WITH-Actor", None)
    assert cross.columns == {
        "Mission locale": "mission-locale",
        "Cap emploi": "cap-emploi",
        "CCI": "cci",
    }
    assert doubts(proposal) == {"CCI": "mapping.doubt.nobody"}
    met = propose(wide, known=lambda node, text: "cci" if text in {"CCI", "cci"} else None)
    assert "CCI" not in doubts(met)


def test_figures_from_1_to_5_are_the_level_of_the_edges() -> None:
    wide = table_of("Structure;Nature;A;B", "A;association;;3", "B;association;5;")
    assert propose(wide).mapping.crosses[0].property == "level"


def test_a_postal_code_is_read_for_its_commune_only() -> None:
    proposal = propose(table_of("Raison sociale;Commune;CP", "A;36044;36000"))
    assert why(proposal)["CP"] == "postal"
    assert proposal.sure


def test_a_column_that_another_says_already_is_doubtful() -> None:
    proposal = propose(table_of("Raison sociale;Enseigne;Ville", "A SARL;A;36044"))
    assert doubts(proposal) == {"Enseigne": "mapping.doubt.twin"}


def test_what_lacks_is_said() -> None:
    proposal = propose(table_of("col1;col2", "A;25.62B"), wanted="entreprises")
    assert [issue.column for issue in proposal.lacking] == ["SIRET", "nom"]
    named = propose(table_of("Raison sociale;col2", "A;25.62B"), wanted="entreprises")
    assert [issue.column for issue in named.lacking] == ["commune"]


@pytest.mark.parametrize("header", ["nom;commune;effectif", "Nom;COMMUNE;Effectif"])
def test_a_header_in_the_model_s_own_words_is_read_as_it_always_was(header: str) -> None:
    proposal = propose(table_of(header, "A;36044;12", name="entreprises"))
    assert list(read(proposal.mapping)) == ["établissement"]
    assert proposal.sure


@pytest.mark.parametrize(
    ("header", "record", "meaning"),
    [
        ("N° SIRET", "établissement", "siret"),
        ("Nombre de salariés", "établissement", "headcount"),
        ("Code APE", "établissement", "naf"),
        ("Courriel du contact", "contact", "email"),
        ("Téléphone portable", "contact", "telephone"),
        ("Recrutements prévus", "besoin", "prose"),
        ("Date de la dernière visite", "visite", "held_on"),
    ],
)
def test_people_s_words_are_understood(header: str, record: str, meaning: str) -> None:
    proposal = propose(table_of(f"Entreprise;{header};Ville", "A;;36044"))
    guess = next(guess for guess in proposal.columns if guess.header == header)
    assert (guess.record, guess.meaning) == (record, meaning)


def test_a_header_nearly_the_same_is_understood() -> None:
    assert why(propose(table_of("Raison social;Ville", "A;36044")))["Raison social"] == "near"


def test_a_table_that_may_be_of_several_types_says_so() -> None:
    table = table_of("Nom;Commune;Coloris", "A;36044;bleu")
    (issue,) = propose(table).lacking
    assert (issue.code, issue.values) == (
        "mapping.which_type",
        {"types": "établissements, ressources"},
    )
    assert propose(table, wanted="entreprises").sure


def test_of_a_very_wide_table_the_first_columns_are_looked_at() -> None:
    header = ["Raison sociale", "Ville", *(f"mesure {place}" for place in range(300))]
    proposal = propose(table_of(";".join(header), ";".join("0" for _ in header)))
    assert len(proposal.columns) == 200
    assert proposal.mapping.left == header[2:]


def test_lines_that_do_not_repeat_the_company_are_of_the_one_above() -> None:
    rows = ("Atelier;36044;DRH;01", ";;Accueil;02", "Forge;36063;Direction;03")
    proposal = propose(table_of("Société;Ville;Fonction du contact;Tél", *rows))
    assert proposal.mapping.records[0].carried == ["Société", "Ville"]
    assert doubts(proposal) == {"Société": "mapping.doubt.carried"}


def test_records_are_made_beside_one_that_the_table_has() -> None:
    proposal = propose(table_of("Fonction;Tél;Besoins;Compte rendu", "DRH;01;soudeur;rien"))
    assert [record.name for record in proposal.mapping.records] == ["contact"]
    assert [issue.column for issue in proposal.lacking] == ["établissement", None]


ODD = st.text(st.characters(exclude_characters=";\n\r"), min_size=1, max_size=8).map(str.strip)
HEADERS = (
    st.sampled_from(f"{FACILITATOR};Nature;Prénom;Nom;janvier;Nom du contact".split(";")) | ODD
)
CELLS = st.sampled_from(["", "x", "3", "99990000400006", "12,5", "03/09/2026", "a:b"]) | ODD


@settings(deadline=None)
@given(st.lists(HEADERS.filter(bool), min_size=1, max_size=7, unique=True), st.data())
def test_whatever_a_table_holds_its_proposal_suits_it(
    headers: list[str], more: st.DataObject
) -> None:
    row = st.lists(CELLS, min_size=len(headers), max_size=len(headers))
    table = table_of(";".join(headers), *map(";".join, more.draw(st.lists(row, max_size=4))))
    mapping = propose(table).mapping
    if mapping.records:
        assert fitted(mapping, table) == mapping
        found = parsed(table, mapping, "carnet", "2026-09-07")
        assert {one.line for one in found.given}.isdisjoint(found.refused)


def test_what_comes_whole_from_an_official_table_is_named_by_a_row_and_not_made_by_it() -> None:
    header = "Intitulé de la formation;Organisme;Date début;Nb places;Durée (h);Code ROME"
    proposal = propose(table_of(header, "CQP Soudeur;AFPA;05/10/26;12;560 h;H2913"))
    assert read(proposal.mapping) == {
        "formation": {
            "title": "Intitulé de la formation",
            "provider": "Organisme",
            "hours": "Durée (h)",
            "occupations": "Code ROME",
        },
        "session": {"starts_on": "Date début", "seats": "Nb places"},
    }
    assert proposal.sure


def test_a_headcount_in_bands_is_a_band() -> None:
    rows = ("Atelier;Déols;10 à 19", "Forge;Déols;+ de 50", "Laiterie;Déols;20-49 salariés")
    proposal = propose(table_of("Entreprise;Ville;Effectif", *rows))
    assert read(proposal.mapping) == {
        "établissement": {"name": "Entreprise", "commune": "Ville", "band": "Effectif"}
    }


def test_a_date_beside_a_request_is_its_own() -> None:
    header = "Date;Entreprise;Ville;Demande;Réponse apportée"
    proposal = propose(table_of(header, "01/09/2026;Atelier;Déols;former un apprenti;vu"))
    assert read(proposal.mapping)["demande"] == {
        "title": "Demande",
        "asked_on": "Date",
        "outcome": "Réponse apportée",
    }


def test_a_question_of_a_form_is_read_as_what_it_asks() -> None:
    header = "Horodateur;Quel est le nom de votre entreprise ?;Ville;Adresse e-mail"
    row = "2026/09/03 10:22:11 AM UTC+2;Atelier;Déols;a@example.org"
    assert read(propose(table_of(header, row)).mapping) == {
        "établissement": {
            "name": "Quel est le nom de votre entreprise ?",
            "commune": "Ville",
            "observed_on": "Horodateur",
        },
        "contact": {"email": "Adresse e-mail"},
    }


def test_months_in_short_are_those_of_the_year() -> None:
    header = "Exploitation;Ville;Métier;janv;févr;mars;avr;juil;sept;déc"
    proposal = propose(table_of(header, "Vergers;Déols;cueilleur;—;1,5;2;0;4;4;nc"))
    found = read(proposal.mapping)["besoin"]
    assert found == {
        "prose": "Métier",
        "m01": "janv",
        "m02": "févr",
        "m03": "mars",
        "m04": "avr",
        "m07": "juil",
        "m09": "sept",
        "m12": "déc",
    }
    assert proposal.sure


def test_a_table_of_which_little_is_understood_is_not_taken_as_it_is() -> None:
    proposal = propose(table_of("Action;Foo;Bar;Baz", "Atelier CV;1;oui;tous"))
    assert not proposal.sure
    assert [issue.code for issue in proposal.lacking] == ["mapping.barely"]
    assert proposal.lacking[0].values == {"read": 1, "count": 4}


def test_a_known_header_whose_cells_say_something_else_is_told_apart() -> None:
    proposal = propose(table_of("Entreprise;Ville;NAF", "Atelier;Déols;bâtiment"))
    assert why(proposal) == {"Entreprise": "synonym", "Ville": "synonym", "NAF": "unread"}
    half = propose(
        table_of("Entreprise;Ville;Effectif", "A;Déols;12", "B;Déols;seul", "C;Déols;famille")
    )
    assert doubts(half) == {"Effectif": "mapping.doubt.cells"}


def test_of_two_names_the_one_that_more_lines_have_is_taken() -> None:
    rows = ("99990000400006;;ATELIER DU LAVOIR;Déols", "99990001200017;La Forge;FORGE SA;Déols")
    proposal = propose(table_of("SIRET;Enseigne;Raison sociale;Commune", *rows))
    assert read(proposal.mapping)["établissement"]["name"] == "Raison sociale"
    assert doubts(proposal) == {"Enseigne": "mapping.doubt.twin"}


def test_a_partner_s_name_that_is_a_place_s_heads_a_column_of_levels() -> None:
    rows = ("CMA;;3;2", "Cap emploi;3;;1", "Département;2;1;")
    proposal = propose(table_of("Partenaire;CMA;Cap emploi;Département", *rows))
    assert [record.type for record in proposal.mapping.records] == ["Actor"]
    assert [*proposal.mapping.crosses[0].columns] == ["CMA", "Cap emploi", "Département"]


def test_a_header_among_the_lines_is_another_table() -> None:
    rows = ("Atelier;Déols;12", "Contacts;;", "Nom;Prénom;Entreprise", "Roy;Anne;Atelier")
    proposal = propose(table_of("Entreprise;Ville;Effectif", *rows))
    assert [(issue.code, issue.line) for issue in proposal.lacking] == [("mapping.second", 4)]
    assert not proposal.sure


def test_people_of_the_house_are_no_partners_who_visit() -> None:
    header, row = "Entreprise;Ville;Date visite;Conseiller", "Atelier;Déols;03/09/2026;Marie B."
    proposal = propose(table_of(header, row))
    assert read(proposal.mapping)["visite"] == {"held_on": "Date visite"}
    assert why(proposal)["Conseiller"] == "unread"
    known = propose(table_of(header, row), known=lambda of, _: "mb" * (of.__name__ == "Actor"))
    assert read(known.mapping)["visite"] == {"held_on": "Date visite", "visitor": "Conseiller"}


def test_a_company_seen_one_day_was_visited_and_is_not_the_matter_of_a_signal() -> None:
    table = table_of("Entreprise;Ville;Vu le;Observations", "Plasti Val;Vineuil;03/09/2026;RAS")
    assert read(propose(table).mapping) == {
        "établissement": {"name": "Entreprise", "commune": "Ville"},
        "visite": {"held_on": "Vu le", "learnt": "Observations"},
    }


def test_headers_that_software_shortens_are_read_in_full() -> None:
    header = "LIB_ETAB;COD_POSTAL;LIB_COMMUNE;COD_NAF;EFF_SAL;DT_MAJ"
    proposal = propose(table_of(header, "GARAGE DUBOIS;37150;BLERE;4520A;6;20260903"))
    assert read(proposal.mapping) == {
        "établissement": {
            "name": "LIB_ETAB",
            "commune": "LIB_COMMUNE",
            "naf": "COD_NAF",
            "headcount": "EFF_SAL",
            "observed_on": "DT_MAJ",
        }
    }
    assert why(proposal)["COD_POSTAL"] == "postal"


def test_what_a_header_adds_in_brackets_leaves_its_sense() -> None:
    header = "Entreprise;Ville;Contact (nom, tél, mail);Besoins (CDI, CDD)"
    found = read(propose(table_of(header, "Atelier;Déols;Mme Roy;2 soudeurs")).mapping)
    assert found["contact"] == {"name": "Contact (nom, tél, mail)"}
    assert found["besoin"] == {"prose": "Besoins (CDI, CDD)"}


def test_what_people_can_share_is_a_resource() -> None:
    proposal = propose(table_of("Désignation;Type;Commune", "Atelier relais;local;Déols"))
    assert read(proposal.mapping) == {
        "ressource": {"name": "Désignation", "kind": "Type", "commune": "Commune"}
    }


def test_a_record_that_a_part_of_one_header_alone_suggests_is_not_made() -> None:
    header = "Entreprise;Ville;Rencontrez-vous des difficultés de recrutement ?"
    proposal = propose(table_of(header, "Atelier;Déols;oui"))
    assert [record.name for record in proposal.mapping.records] == ["établissement"]

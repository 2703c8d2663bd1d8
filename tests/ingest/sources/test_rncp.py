"""Certifications load from the daily export of France compétences, in its published layout."""

from __future__ import annotations

import tracemalloc
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import pytest

from graph.current import Current
from graph.errors import DataError
from graph.servers import Place
from ingest.official.choice import wanted
from ingest.official.layouts import published
from ingest.official.source import Asked, Row
from ingest.sources import load_official
from ingest.sources.rncp import LAYOUTS, SOURCE
from tests.graphs import edge, graph_of, keys_of, node, opened, tell

Line = Sequence[str]
Tables = Mapping[str, Sequence[Line]]
Form = Literal["NFC", "NFD"]
STANDARD = (
    "Id_Fiche", "Numero_Fiche", "Intitule", "Abrege_Libelle", "Abrege_Intitule",
    "Nomenclature_Europe_Niveau", "Nomenclature_Europe_Intitule", "Accessible_Nouvelle_Caledonie",
    "Accessible_Polynesie_Francaise", "Date_dernier_jo", "Date_Decision", "Date_Fin_Enregistrement",
    "Date_Effet", "Type_Enregistrement", "Validation_Partielle", "Actif",
)  # fmt: skip
HEADERS = {
    "Standard": STANDARD,
    "Rome": ("Numero_Fiche", "Codes_Rome_Code", "Codes_Rome_Libelle"),
    "Blocs_De_Compétences": (
        "Numero_Fiche", "Bloc_Competences_Code", "Bloc_Competences_Libelle",
    ),
    "Certificateurs": ("Numero_Fiche", "Siret_Certificateur", "Nom_Certificateur"),
    "Formacode": ("Numero_Fiche", "Formacode_Code", "Formacode_Libelle"),
    "Ancienne_Nouvelle_Certification": (
        "Numero_Fiche", "Ancienne_Certification", "Nouvelle_Certification",
    ),
    "Nsf": ("Numero_Fiche", "Nsf_Code", "Nsf_Intitule"),
    "CCN": ("Numero_Fiche", "Ccn_1_Numero", "Ccn_1_Libelle", "Ccn_2_Numero", "Ccn_2_Libelle",
            "Ccn_3_Numero", "Ccn_3_Libelle"),
    "Partenaires": (
        "Numero_Fiche", "Nom_Partenaire", "Siret_Partenaire", "Habilitation_Partenaire",
    ),
    "VoixdAccès": ("Numero_Fiche", "Si_Jury"),
}  # fmt: skip
READ_ALONE = {
    "fiches": "Standard",
    "occupations": "Rome",
    "blocks": "Blocs_De_Compétences",
    "certifiers": "Certificateurs",
    "formacodes": "Formacode",
    "successions": "Ancienne_Nouvelle_Certification",
}


def fiche(
    number: str, title: str, kind: str = "", level: str = "", until: str = "", state: str = "ACTIVE"
) -> Line:
    """Returns a line of the file Standard, as the register writes it."""
    named = f"Niveau {level[-1]}" if level.startswith("NIV") else ""
    right = "Enregistrement de droit" if kind else "Enregistrement sur demande"
    return (
        number[-4:], number, title, kind, "", level, named, "Non", "Non", "", "", until, "", right,
        "", state,
    )  # fmt: skip


EXPORT: Tables = {
    "Standard": [
        fiche("RNCP509", "Agent vérificateur", "CAP", "NIV3", "31/08/2023", "INACTIVE"),
        fiche("RNCP38228", "Agent vérificateur ", "CAP", "NIV3", "31/08/2028"),
        fiche("RNCP19468", "CQP Tourier", "", "REPRISE", "21/07/2021", "INACTIVE"),
        fiche("RS6117", "CQP Tourier", until="29/09/2025"),
        fiche("RNCP5811", 'Domaine Sciences\nMention "Statistique" \n', "LICENCE", "NIV6"),
    ],
    "Rome": [
        ("RNCP509", "I1203", "Maintenance des bâtiments et des locaux"),
        ("RNCP38228", "I1203", "Maintenance des bâtiments et des locaux"),
        ("RNCP38228", "H1102", "Management et ingénierie d''affaires"),
        ("RNCP38228", "I1203", "Maintenance des bâtiments et des locaux"),
    ],
    "Blocs_De_Compétences": [
        ("RNCP509", "RNCP509BC02", "UP2 : Vérification d’une installation ; armée"),
        ("RNCP509", "RNCP509BC01", "UG1 : Français –\nHistoire"),
        ("RNCP38228", "RNCP38228BC01", ""),
    ],
    "Certificateurs": [
        ("RNCP509", "\t11004301500012", "MINISTERE DE L'EDUCATION NATIONALE"),
        ("RS6117", "\t78466840200018", "CONFEDE. NATIONALE BOULANGERS PATISSIERS"),
        ("RS6117", "\t31504294500032", "INSTITUT NATIONAL BOULANGERIE PATISSERIE"),
        ("RS6117", "\t31504294500040", "INSTITUT NATIONAL BOULANGERIE PATISSERIE"),
    ],
    "Formacode": [
        ("RS6117", "21538", "21538 : Boulangerie"),
        ("RS6117", "21528", "21528 : Pâtisserie"),
    ],
    "Ancienne_Nouvelle_Certification": [
        ("RNCP509", "", "RNCP38228"),
        ("RNCP38228", "RNCP509", ""),
        ("RS6117", "RNCP19468", ""),
    ],
    "Partenaires": [("RS6117", "CMA CAUDRY", "\t13002374000223", "HABILITATION_ORGA_FORM")],
    "VoixdAccès": [("RNCP509", "Par expérience")],
}


def written(lines: Sequence[Line]) -> bytes:
    """Returns a published file: UTF-8, semicolons, CRLF, all quoted but what is empty."""
    quoted = (
        ";".join('"' + text.replace('"', '""') + '"' if text else "" for text in line)
        for line in lines
    )
    return "".join(f"{line}\r\n" for line in quoted).encode()


def export(
    folder: Path, changes: Tables | None = None, day: str = "2024_02_22", form: Form = "NFC"
) -> Path:
    """Returns a folder with the ten files of one day; `changes` replace the lines of files."""
    folder.mkdir(exist_ok=True)
    tables = {name: EXPORT.get(name, ()) for name in HEADERS} | dict(changes or {})
    for name, lines in tables.items():
        file = unicodedata.normalize(form, f"export_fiches_CSV_{name}_{day}.csv")
        (folder / file).write_bytes(written([HEADERS[name], *lines]))
    return folder


def said(path: Path) -> tuple[dict[tuple[str, ...], Row], Counter[str]]:
    """Returns the rows of an export by type and ends, each said once, with what was left."""
    [delivery] = SOURCE.read(Asked(path))
    rows = list(delivery.rows)
    found = {(row.record, *row.ends): row for row in rows}
    assert len(found) == len(rows)
    return found, delivery.left


def values(path: Path, key: str) -> dict[str, object]:
    return said(path)[0]["Certification", key].values


def edges(path: Path, kind: str) -> set[tuple[str, ...]]:
    return {row.ends for row in said(path)[0].values() if f"-{kind}-" in row.record}


def test_a_fiche_comes_with_all_that_its_files_say_of_it(tmp_path: Path) -> None:
    assert values(export(tmp_path), "RNCP509") == {
        "title": "Agent vérificateur",
        "kind": "CAP",
        "level": 3,
        "until": "2023-08-31",
        "active": False,
        "blocks": [
            "RNCP509BC01 UG1 : Français – Histoire",
            "RNCP509BC02 UP2 : Vérification d’une installation, armée",
        ],
        "certifiers": ["MINISTERE DE L'EDUCATION NATIONALE"],
    }


def test_a_fiche_of_the_repertoire_specifique_has_neither_kind_nor_level(tmp_path: Path) -> None:
    assert values(export(tmp_path), "RS6117") == {
        "title": "CQP Tourier",
        "until": "2025-09-29",
        "active": True,
        "certifiers": [
            "CONFEDE. NATIONALE BOULANGERS PATISSIERS",
            "INSTITUT NATIONAL BOULANGERIE PATISSERIE",
        ],
        "formacodes": ["21528", "21538"],
    }


def test_a_level_that_the_register_takes_up_from_elsewhere_is_none(tmp_path: Path) -> None:
    found, left = said(export(tmp_path))
    assert "level" not in found["Certification", "RNCP19468"].values
    assert left == Counter()


def test_a_title_over_several_lines_becomes_one(tmp_path: Path) -> None:
    found = values(export(tmp_path), "RNCP5811")
    assert found["title"] == 'Domaine Sciences Mention "Statistique"'
    assert "until" not in found


def test_a_block_without_a_title_keeps_its_code(tmp_path: Path) -> None:
    assert values(export(tmp_path), "RNCP38228")["blocks"] == ["RNCP38228BC01"]


def test_an_occupation_is_opened_once_however_often_it_is_written(tmp_path: Path) -> None:
    assert edges(export(tmp_path), "OPENS") == {
        ("RNCP509", "I1203"), ("RNCP38228", "I1203"), ("RNCP38228", "H1102"),
    }  # fmt: skip


def test_a_succession_that_the_old_or_the_new_fiche_tells_is_one(tmp_path: Path) -> None:
    expected = {("RNCP509", "RNCP38228"), ("RNCP19468", "RS6117")}
    assert edges(export(tmp_path), "BECOMES") == expected
    alone = [("RNCP509", "", "RNCP38228"), ("RNCP19468", "", "RS6117")]
    told = export(tmp_path, {"Ancienne_Nouvelle_Certification": alone})
    assert edges(told, "BECOMES") == expected


def test_the_order_of_the_lines_changes_nothing(tmp_path: Path) -> None:
    first, _ = said(export(tmp_path / "one"))
    turned = {name: list(reversed(lines)) for name, lines in EXPORT.items()}
    assert said(export(tmp_path / "two", turned))[0] == first


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    expected = said(export(tmp_path))
    for file in tmp_path.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert said(tmp_path) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_files_are_known_however_their_names_spell_accents(tmp_path: Path, form: Form) -> None:
    assert "blocks" in values(export(tmp_path, form=form), "RNCP509")


def test_the_edition_is_the_day_in_the_names_of_the_files(tmp_path: Path) -> None:
    [delivery] = SOURCE.read(Asked(export(tmp_path)))
    assert (delivery.version, delivery.published_on) == ("2024-02-22", "2024-02-22")


def test_of_several_exports_the_newest_is_read(tmp_path: Path) -> None:
    export(tmp_path, {"Standard": [fiche("RNCP38228", "Nouveau")]}, day="2024_10_01")
    [delivery] = SOURCE.read(Asked(export(tmp_path)))
    assert delivery.version == "2024-10-01"
    assert next(delivery.rows).values["title"] == "Nouveau"


def test_files_of_two_days_are_never_mixed(tmp_path: Path) -> None:
    export(tmp_path)
    newer = tmp_path / "export_fiches_CSV_Rome_2024_02_23.csv"
    (tmp_path / "export_fiches_CSV_Rome_2024_02_22.csv").rename(newer)
    with pytest.raises(DataError, match="Rome_2024_02_23") as refused:
        next(iter(SOURCE.read(Asked(tmp_path))))
    assert refused.value.code == "source.rncp_days"


def test_what_cannot_be_read_is_left_and_counted(tmp_path: Path) -> None:
    hostile: Tables = {
        "Standard": [
            *EXPORT["Standard"],
            fiche("FICHE12", "Sans numéro"),
            fiche("RNCP77", " \n"),
            fiche("RNCP509", "Donnée deux fois"),
            fiche("RNCP78", "Niveau et date", "TP", "NIV9", "31/02/2024"),
        ],
        "Rome": [("RNCP509", "I1203", ""), ("RNCP509", "ZZZ", ""), ("RNCP999", "I1203", "")],
        "Formacode": [("RNCP998", "42872", ""), ("FICHE12", "42872", "")],
        "Ancienne_Nouvelle_Certification": [
            ("RNCP509", "RNCP509", ""),
            ("RNCP509", "", "voir la branche"),
            ("RNCP509", "", "RNCP38228"),
        ],
    }
    found, left = said(export(tmp_path, hostile))
    assert left == {
        "source.left.rncp_fiche": 3,
        "source.left.rncp_value": 2,
        "source.left.rncp_rome": 1,
        "source.left.rncp_orphan": 3,
        "source.left.rncp_succession": 2,
    }
    assert found["Certification", "RNCP509"].values["title"] == "Agent vérificateur"
    assert found["Certification", "RNCP78"].values == {
        "title": "Niveau et date", "kind": "TP", "active": True,
    }  # fmt: skip
    assert edges(tmp_path, "OPENS") == {("RNCP509", "I1203")}
    assert edges(tmp_path, "BECOMES") == {("RNCP509", "RNCP38228")}


def test_a_state_that_nobody_knows_is_refused_with_its_fiche(tmp_path: Path) -> None:
    export(tmp_path, {"Standard": [fiche("RNCP509", "Agent", state="SUSPENDUE")]})
    with pytest.raises(DataError, match=r"RNCP509.*SUSPENDUE.*ACTIVE ou INACTIVE"):
        said(tmp_path)


def test_a_register_without_a_fiche_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        said(export(tmp_path, {"Standard": []}))
    assert refused.value.code == "source.rncp_none"


@pytest.mark.parametrize("name", READ_ALONE)
def test_an_export_that_lacks_a_file_is_refused_with_its_columns(tmp_path: Path, name: str) -> None:
    export(tmp_path)
    next(tmp_path.glob(f"export_fiches_CSV_{READ_ALONE[name]}_*")).unlink()
    with pytest.raises(DataError) as refused:
        said(tmp_path)
    assert refused.value.code == "source.layout"
    assert ", ".join(LAYOUTS[name]) in str(refused.value)


def test_the_register_is_read_as_it_comes(tmp_path: Path) -> None:
    longest = [
        (*fiche(f"RNCP{number}", "Titre " * 400)[:4], "x" * 4000, *[""] * 10, "ACTIVE")
        for number in range(1000, 3000)
    ]
    export(tmp_path, {"Standard": longest})
    assert sum(1 for _ in published(next(tmp_path.glob("*Standard*")), LAYOUTS["fiches"])) == 2000
    [delivery] = SOURCE.read(Asked(tmp_path))
    tracemalloc.start()
    try:
        assert sum(row.record == "Certification" for row in delivery.rows) == 2000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000  # the file has 13 MB
    finally:
        tracemalloc.stop()


@pytest.fixture
def current(embedded_place: Place) -> Iterator[Current]:
    with opened(embedded_place) as found:
        yield found


def ties(current: Current, kind: str) -> set[tuple[object, ...]]:
    rows = current.store.read(f"MATCH (a:Certification)-[:{kind}]->(b) RETURN a.key, b.key").rows
    return {tuple(row) for row in rows}


def packed(folder: Path) -> Path:
    """Returns an archive of a folder whose names lost their accents, as some tools read them."""
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for file in folder.iterdir():
            target.write(file, file.name.encode().decode("cp437"))
    return archive


def test_an_archive_loads_and_a_newer_one_loses_nothing_that_people_tied_to_it(
    current: Current, tmp_path: Path
) -> None:
    tell(current, ("Occupation", [node("I1203", title="Maintenance des bâtiments")]))
    [report] = load_official(current, "rncp", packed(export(tmp_path / "first")))
    assert keys_of(current, "Certification") == [
        "RNCP19468", "RNCP38228", "RNCP509", "RNCP5811", "RS6117",
    ]  # fmt: skip
    assert ties(current, "OPENS") == {("RNCP509", "I1203"), ("RNCP38228", "I1203")}
    assert dict(report.waiting) == {"Certification-OPENS-Occupation": 1}
    assert {one.key: one.fate for one in report.successions[0].gone} == {
        "RNCP509": "renumbered",
        "RNCP19468": "renumbered",
    }
    tell(
        current,
        ("Training", [node("extincteurs", title="Extincteurs")]),
        ("Training-PREPARES_FOR-Certification", [
            edge("Training-PREPARES_FOR-Certification", "extincteurs", "RNCP38228"),
        ]),
    )  # fmt: skip
    second: Tables = {
        "Standard": [
            fiche("RNCP40000", "Agent vérificateur", "CAP", "NIV3"),
            *EXPORT["Standard"][3:],
        ],
        "Rome": [("RNCP40000", "I1203", "")],
        "Ancienne_Nouvelle_Certification": [("RNCP40000", "RNCP38228", "")],
    }
    [newer] = load_official(current, "rncp", export(tmp_path / "second", second, "2024_10_01"))
    rows = current.store.read(
        "MATCH (c:Certification) WHERE c.retired IS NOT NULL RETURN c.key, c.retired, c.title"
    ).rows
    assert set(rows) == {
        ("RNCP509", "2024-10-01", "Agent vérificateur"),
        ("RNCP38228", "2024-10-01", "Agent vérificateur"),
        ("RNCP19468", "2024-10-01", "CQP Tourier"),
    }
    assert ("RNCP38228", "I1203") in ties(current, "OPENS")
    assert ties(current, "BECOMES") == {
        ("RNCP509", "RNCP38228"), ("RNCP19468", "RS6117"), ("RNCP38228", "RNCP40000"),
    }  # fmt: skip
    told = "\n".join(newer.sentences())
    assert "RNCP38228 « Agent vérificateur » : 1 formation y renvoient ; devient RNCP40000" in told


def test_a_certification_in_force_is_replaced_only_when_it_ends(
    current: Current, tmp_path: Path
) -> None:
    def of(state: str) -> Tables:
        old = fiche("RNCP509", "Agent", "CAP", "NIV3", "31/08/2024", state)
        return {"Standard": [old, *EXPORT["Standard"][1:2]], "Rome": []}

    first, second, third = (
        load_official(current, "rncp", export(tmp_path / day, of(state), day))[0]
        for day, state in [
            ("2024_02_22", "ACTIVE"), ("2024_09_01", "INACTIVE"), ("2024_09_02", "INACTIVE"),
        ]
    )  # fmt: skip
    assert [one.key for change in first.successions for one in change.gone] == ["RNCP19468"]
    assert [one.key for change in second.successions for one in change.gone] == ["RNCP509"]
    assert third.successions == []
    assert ("RNCP509", "RNCP38228") in ties(current, "BECOMES")


def test_what_is_no_export_is_refused_by_name_and_nothing_is_written(
    current: Current, tmp_path: Path
) -> None:
    other = tmp_path / "naf_labels.csv"
    other.write_text('"naf_id"|"naf_label"\n"0111Z"|"Culture de céréales"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"naf_labels\.csv.*attendu.*trouvé naf_id, naf_label"):
        load_official(current, "rncp", other)
    broken = export(tmp_path / "broken", {"Standard": [*EXPORT["Standard"], ("9", "RNCP600", "x")]})
    with pytest.raises(DataError, match=r"Standard_2024_02_22\.csv, ligne 9"):
        load_official(current, "rncp", broken)
    with pytest.raises(DataError) as refused:
        load_official(current, "rncp", export(tmp_path / "whole"), wanted(["36044"], 0))
    assert refused.value.code == "source.not_local"
    assert current.ledger.loads() == []
    assert graph_of(current).nodes == []


def test_a_day_in_a_name_that_is_none_is_refused_with_the_name(tmp_path: Path) -> None:
    folder = export(tmp_path / "x", day="2026_99_99")
    with pytest.raises(DataError, match=r"export_fiches_CSV_\w+_2026_99_99\.csv") as refused:
        said(folder)
    assert refused.value.code == "source.date"

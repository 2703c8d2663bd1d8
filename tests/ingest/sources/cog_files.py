"""Files of communes as the INSEE publishes them: every field quoted, UTF-8, titles above sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

COMMUNE = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"
MOVEMENT = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP"
)
NAMES = {
    "36009": "Azay-le-Ferron",
    "36044": "Châteauroux",
    "36158": "Parnac",
    "37072": "Chinon",
    "49328": "Saumur",
    "75056": "Paris",
    "75101": "Paris 1er Arrondissement",
}


def quoted(lines: Iterable[Sequence[str]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines)


def communes_file(path: Path, rows: Iterable[tuple[str, str, str]]) -> Path:
    """Writes `v_commune`; each row is a type, a code and a parent."""
    lines = [COMMUNE.split(",")]
    for kind, code, parent in rows:
        department = code[:2] if kind in {"COM", "ARM"} else ""
        region = {"36": "24", "37": "24", "49": "52", "75": "11", "": ""}[department]
        name = NAMES.get(code, f"Nom de {code}")
        capitals = name.upper().replace("-", " ")
        lines.append(
            [kind, code, region, department, "", "", "0", capitals, name, name, "", parent]
        )
    path.write_text(quoted(lines), encoding="utf-8")
    return path


def movements_file(path: Path, rows: Iterable[tuple[str, str, str, str, str, str]]) -> Path:
    """Writes `v_mvt_commune`: kind, day, type and code before, type and code after."""
    lines = [MOVEMENT.split(",")]
    for kind, day, type_before, before, type_after, after in rows:
        sides = ((type_before, before), (type_after, after))
        told = [[type_, code, "0", "NOM", "Nom", f"Nom de {code}"] for type_, code in sides]
        lines.append([kind, day, *told[0], *told[1]])
    path.write_text(quoted(lines), encoding="utf-8")
    return path


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    """Writes sheets as the INSEE does: titles in the first column, the header on the sixth row."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for title in ("Intercommunalité", "Géographie au 01/01/2026", "", "Source : Insee", ""):
            sheet.append([title])
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def epci_workbook(path: Path) -> Path:
    """Writes `EPCI_au_01-01-AAAA.xlsx`: Châteauroux and Parnac in one, Saumur in another."""
    composed = [
        ["CODGEO", "LIBGEO", "EPCI", "LIBEPCI", "DEP", "REG"],
        ["36044", "Châteauroux", "243600327", "CA Châteauroux Métropole", "36", "24"],
        ["36158", "Parnac", "243600327", "CA Châteauroux Métropole", "36", "24"],
        ["49328", "Saumur", "200071876", "CA Saumur Val de Loire", "49", "52"],
        ["37072", "Chinon", "ZZZZZZZZZ", "Sans objet", "37", "24"],
    ]
    listed = [["EPCI", "LIBEPCI", "NATURE_EPCI", "NB_COM"], ["243600327", "CA", "CA", "2"]]
    return workbook(path, {"EPCI": listed, "Composition_communale": composed})

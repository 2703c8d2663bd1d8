"""Six workbooks as facilitators keep them, and what is already known where they are loaded.

They are written after real ones, with names and figures that nobody has. `later` gives the same
workbook as it is some weeks after: the same header, one more line or another figure.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Cell = str | int | float | date | None
MORIN: list[list[Cell]] = [["Scierie Morin", "St Maur", 8, 46290, "cherche un local"]]
SCIERIE: list[list[Cell]] = [["Scierie", 99990003800012.0, "Déols", None, None, None, None]]

KNOWN = {
    "communes": "code;nom\n36044;Châteauroux\n36063;Déols\n36202;Saint-Maur\n",
    "metiers": (
        "code;intitulé;appellations\n"
        "H2902;Chaudronnerie - tôlerie;Chaudronnier / Chaudronnière\n"
        "H2913;Soudage manuel;Soudeur / Soudeuse\n"
        "A1401;Aide agricole de production;Cueilleur / Cueilleuse de fruits\n"
        "N1103;Magasinage;Magasinier / Magasinière\n"
        "N1105;Manutention manuelle;Agent / Agente de manutention\n"
        "H3302;Conditionnement;Agent / Agente de conditionnement\n"
    ),
    "partenaires": (
        "clé;nom;sigle;nature\n"
        "chambre-de-metiers;Chambre de métiers du Berry;;chambre consulaire\n"
        "mission-locale-du-lavoir;Mission locale du Lavoir;;mission locale\n"
    ),
}


def visits(path: Path, *, later: bool = False) -> None:
    """Titles above the header, a total line, days that a spreadsheet counts."""
    _book(
        path,
        ["Suivi des visites d'entreprises - bassin de Châteauroux"],
        ["mise à jour le 03/09/2026"],
        [],
        ["Entreprise", "Ville", "Effectif", "Date visite", "Compte rendu"],
        ["Atelier du Lavoir", "Châteauroux", 12, 46266, "deux départs en retraite"],
        ["Forge & Fils", "DEOLS", 45, 46268, None],
        *(MORIN if later else ()),
        ["Total", None, 65 if later else 57],
    )


def portfolio(path: Path, *, later: bool = False) -> None:
    """A header of two lines whose groups are merged over their columns."""
    _book(
        path,
        ["Entreprise", None, None, "Contact", None, None, "Besoin", None, "Visite", None],
        ["Nom", "SIRET", "Commune", "Nom", "Fonction", "Tél", "Métier", "Nombre", "Date", "CR"],
        [
            "Atelier du Lavoir",
            "99990001200017",
            "Châteauroux",
            "Anne Roy",
            "DRH",
            "02 54 00 00 01",
            "soudeur",
            2,
            date(2026, 9, 3),
            "deux départs",
        ],
        [
            "Forge & Fils",
            "99990002000010",
            "Déols",
            "Marc Bel" if not later else "Luc Petit",
            None,
            "02 54 00 00 02",
            None,
            None,
            None,
            None,
        ],
        merged=("A1:C1", "D1:F1", "G1:H1", "I1:J1"),
    )


def directory(path: Path, *, later: bool = False) -> None:
    """Borders down to the last row of the sheet, SIRET as a number, a name in two columns."""
    book = _made(
        ["Raison sociale", "N° SIRET", "Ville", "Prénom", "Nom", "Qualité", "Courriel"],
        ["Atelier du Lavoir", 99990001200017.0, "Châteauroux", "Anne", "Roy", "DRH", None],
        ["Forge & Fils", "99990002000010.0", "Déols", "Marc", "Bel", "Gérant", "m@example.org"],
        *(SCIERIE if later else ()),
    )
    sheet = _sheet(book)
    line = Border(bottom=Side(style="thin"))
    for row in (*range(5, 60), 1_048_576):
        for column in range(1, 8):
            sheet.cell(row, column).border = line
    book.save(path)


def contacts(path: Path, *, later: bool = False) -> None:
    """One company merged over its three contacts."""
    _book(
        path,
        ["Société", "Commune", "Fonction du contact", "Téléphone", "Mail"],
        ["Atelier du Lavoir", "Châteauroux", "Accueil", "02 54 00 00 01", "a@example.org"],
        [None, None, "Direction", "02 54 00 00 02", None],
        [None, None, "Atelier", None, "atelier@example.org"],
        ["Forge & Fils", "Déols", "Gérance", "02 54 00 00 04" if later else "02 54 00 00 03", None],
        merged=("A2:A4", "B2:B4"),
    )


def seasons(path: Path, *, later: bool = False) -> None:
    """The months of a year as the names of columns, needs in words."""
    months = [date(2026, month, 1) for month in range(1, 13)]
    summer = [0, 0, 0, 0, 1, 4, 4, 4, 2, 0, 0, 0]
    further: list[list[Cell]] = [["Laiterie du Pré", "Déols", "magasinier", *summer]]
    winter = [2, 2, 1, 0, 0, 0, 0, 0, 0, 1, 2, 2]
    _book(
        path,
        ["Employeur", "Commune", "Postes recherchés", *months],
        ["Vergers Sainte-Ombeline", "Saint-Maur", "cueilleur de fruits", *summer],
        ["Laiterie du Pré", "Déols", "agent", *winter],
        *(further if later else ()),
    )


def network(path: Path, *, later: bool = False) -> None:
    """Partners across and down, with the level at which they work together, in Windows-1252."""
    lines = [
        "Réseau des partenaires de l'emploi, état au 1er septembre;;;;;",
        "Structure;Type;Ville;Mission locale du Lavoir;Fédération du bâtiment;CMA",
        "Mission locale du Lavoir;mission locale;Châteauroux;;3;2",
        "Fédération du bâtiment;branche professionnelle;Déols;3;;" + ("4" if later else ""),
    ]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


BOOKS: dict[str, Callable[..., None]] = {
    "visites.xlsx": visits,
    "portefeuille.xlsx": portfolio,
    "annuaire.xlsx": directory,
    "interlocuteurs.xlsx": contacts,
    "saisons.xlsx": seasons,
    "reseau.csv": network,
}


def _book(path: Path, *rows: Sequence[Cell], merged: tuple[str, ...] = ()) -> None:
    book = _made(*rows)
    for cells in merged:
        _sheet(book).merge_cells(cells)
    book.save(path)


def _sheet(book: Workbook) -> Worksheet:
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    return sheet


def _made(*rows: Sequence[Cell]) -> Workbook:
    book = Workbook()
    for row in rows:
        _sheet(book).append(list(row))
    return book

"""The INSEE's own files of communes: code officiel géographique, EPCI, table d'appartenance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from graph import codes
from graph.errors import DataError
from graph.kinds import CellError, Day
from ingest.official.choice import COMMUNE
from ingest.official.layouts import Named, columns_of, numbered, published
from ingest.sources.mergers import Merged, Movement, merged
from ingest.sources.territories import Commune, Register

COMMUNES = ("TYPECOM", "COM", "REG", "DEP", "LIBELLE", "COMPARENT")
MOVEMENTS = ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "LIBELLE_AV", "TYPECOM_AP", "COM_AP")
EPCI = ("CODGEO", "LIBGEO", "EPCI", "LIBEPCI", "DEP", "REG")
MEMBERSHIP = ("CODGEO", "LIBGEO", "DEP", "REG", "EPCI")
ZONES = ("NIVGEO", "CODGEO", "LIBGEO")
# The first that fits: files of arrondissements and of collectivités have a département's columns.
LAYOUTS: dict[str, Sequence[str]] = {
    "communes": COMMUNES,
    "movements": MOVEMENTS,
    "epci": EPCI,
    "membership": MEMBERSHIP,
    "arrondissements": ("ARR", "DEP", "REG", "CHEFLIEU", "LIBELLE"),
    "collectivities": ("CTCD", "REG", "CHEFLIEU", "LIBELLE"),
    "departments": ("DEP", "REG", "CHEFLIEU", "LIBELLE"),
    "regions": ("REG", "CHEFLIEU", "LIBELLE"),
}
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SHORT_YEAR = re.compile(r"-(\d\d)(?=[._]|$)")
SIREN = re.compile(r"\d{9}")
DAY = Day("", "", "")
Files = Mapping[str, Sequence[Path]]


def year_of(file: Path) -> str:
    """Returns the year of an edition from the name of its file, "" where it has none."""
    found = YEAR.search(file.stem) or SHORT_YEAR.search(file.stem)
    return f"20{found[1][-2:]}" if found else ""


def main_file(files: Files) -> Path | None:
    """Returns the newest file that lists the communes, None where none does."""
    for name in ("communes", "epci", "membership"):
        if files[name]:
            return _newest(files[name])
    return None


def register(files: Files, file: Path) -> Register:
    """Returns what INSEE's files say together; `file` is the one that lists the communes.

    Raises:
        DataError: a code or a day cannot be read.
    """
    found = Register(file.name)
    if file in files["communes"]:
        _add_communes(found, file)
    for name in ("membership", "epci"):
        for table in (_newest(files[name]),) if files[name] else ():
            _add_epci(found, table, alone=file not in files["communes"])
    _add_names(found, files)
    return found


def add_merged(found: Register, files: Files) -> None:
    """Adds communes that are no more: the parent that the edition names, else their movements.

    Raises:
        DataError: a code or a day of a movement cannot be read.
    """
    movements = _movements(_newest(files["movements"])) if files["movements"] else ()
    living = found.living
    found.merged, found.lost = merged(movements, living)
    for code, (name, parent) in found.parents.items():
        if code not in living and parent in living:
            known = found.merged.get(code)
            found.merged[code] = Merged(name, known.retired if known else "", parent)
            found.lost.discard(code)


def commune_code(file: Path, line: int, text: str) -> str:
    """Returns a commune's code.

    Raises:
        DataError: it is none.
    """
    try:
        return codes.commune(text)
    except ValueError:
        raise bad_cell(file, line, "36044", text) from None


def bad_cell(file: Path, line: int, right: str, text: str) -> DataError:
    """Returns the error for a cell that cannot be what it should be, such as `right`."""
    return DataError("source.bad_cell", file=file.name, line=str(line), value=text, right=right)


def _newest(files: Iterable[Path]) -> Path:
    return max(files, key=lambda file: (year_of(file), file.name))


def _add_communes(found: Register, file: Path) -> None:
    for line, row in numbered(file, COMMUNES):
        code = commune_code(file, line, row["COM"])
        if row["TYPECOM"] == "COM":
            found.communes[code] = Commune(row["LIBELLE"], _in_department(found, row))
        elif row["TYPECOM"] == "ARM":
            found.communes[code] = Commune(row["LIBELLE"], (COMMUNE + row["COMPARENT"],))
        else:
            found.parents[code] = row["LIBELLE"], row["COMPARENT"]


def _in_department(found: Register, row: Named) -> tuple[str, ...]:
    department = f"dep:{row['DEP']}"
    found.regions[department] = f"reg:{row['REG']}"
    return (department,)


def _add_epci(found: Register, table: Path, *, alone: bool) -> None:
    """Adds the EPCI of communes; `alone` where nothing else lists the communes."""
    named = "LIBEPCI" in columns_of(table)
    names = {} if named else _zones(table)
    for line, row in numbered(table, EPCI if named else MEMBERSHIP):
        code = commune_code(table, line, row["CODGEO"])
        if alone:
            found.communes[code] = Commune(row["LIBGEO"], _in_department(found, row))
        if code in found.communes and SIREN.fullmatch(row["EPCI"]):
            key = f"epci:{row['EPCI']}"
            found.names[key] = row["LIBEPCI"] if named else names.get(row["EPCI"], row["EPCI"])
            found.communes[code].joins(key)


def _zones(table: Path) -> dict[str, str]:
    """Returns the names of EPCI from the second sheet of a table d'appartenance."""
    rows = published(table, ZONES)
    return {row["CODGEO"]: row["LIBGEO"] for row in rows if row["NIVGEO"] == "EPCI"}


def _add_names(found: Register, files: Files) -> None:
    for prefix, name in (("dep", "departments"), ("reg", "regions")):
        for file in (_newest(files[name]),) if files[name] else ():
            for row in published(file, LAYOUTS[name]):
                found.names[f"{prefix}:{row[prefix.upper()]}"] = row["LIBELLE"]


def _movements(file: Path) -> Iterator[Movement]:
    for line, row in numbered(file, MOVEMENTS):
        if row["TYPECOM_AV"] == row["TYPECOM_AP"] == "COM":
            before = commune_code(file, line, row["COM_AV"])
            after = commune_code(file, line, row["COM_AP"])
            try:
                day = DAY.read(row["DATE_EFF"])
            except CellError:
                raise bad_cell(file, line, "2019-01-01", row["DATE_EFF"]) from None
            yield Movement(row["MOD"], day, before, row["LIBELLE_AV"], after)

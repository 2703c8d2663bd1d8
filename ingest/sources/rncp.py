"""France compétences, the RNCP and the répertoire spécifique: the daily export of its CSV files.

Found as "Répertoire national des certifications professionnelles et répertoire spécifique" on
data.gouv.fr, Licence Ouverte, as `export-fiches-csv-AAAA-MM-JJ.zip` (not the XML archives beside
it). The archive, or the folder it unpacks to, is read whole: the files Standard, Rome, Blocs de
compétences, Certificateurs, Formacode and Ancienne-Nouvelle certification are all needed. They are
known by their columns, since archives spell their accents in several ways; of several exports in a
folder the newest is read. The edition is the day in the file names, often the day before that of
the archive.

Read: every certification, numbered RNCP35191 in the national register and RS5000 in the répertoire
spécifique, in force or not, with its title, its abbreviated kind (CAP, TP, BTS; none for those
registered on request), its European level (none for the répertoire spécifique, nor where the
register says REPRISE), the last day of its registration, whether it is active, its blocks, its
certifiers and its Formacodes, these three in alphabetical order and with commas for semicolons,
which part lists in tables; the ROME codes it opens, of whatever version of ROME they are; which
certification became which. Active is what the register says, which may differ from what the last
day of registration would tell.

Left: the certifiers' SIRET, partners, collective agreements, NSF specialities, ways of access, days
of decision and of effect, titles of ROME and Formacode; the texts of the fiches, which only the XML
has. A row whose number is none or that concerns no fiche is left and counted, and so are levels and
days that cannot be read.

Never seen whole: the export itself. The layout is that of a dozen fiches of 22 February 2024, all
files with their quotes, line ends and tabs before SIRET, and of one fiche in a hundred of 29 August
2026 (30,484 fiches, 7,000 of them active; 67,768 ROME codes), its files Standard and Rome alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph import codes
from graph.errors import DataError
from graph.kinds import CellError, Day
from ingest.official.layouts import by_layout, modified_on, published
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources.named_days import named_day

OPENS = "Certification-OPENS-Occupation"
BECOMES = "Certification-BECOMES-Certification"
NUMBER = "Numero_Fiche"
LAYOUTS = {
    "fiches": (
        NUMBER,
        "Intitule",
        "Abrege_Libelle",
        "Nomenclature_Europe_Niveau",
        "Date_Fin_Enregistrement",
        "Actif",
    ),
    "blocks": (NUMBER, "Bloc_Competences_Code", "Bloc_Competences_Libelle"),
    "certifiers": (NUMBER, "Nom_Certificateur"),
    "formacodes": (NUMBER, "Formacode_Code"),
    "occupations": (NUMBER, "Codes_Rome_Code"),
    "successions": (NUMBER, "Ancienne_Certification", "Nouvelle_Certification"),
}
LISTS = {
    "blocks": ("Bloc_Competences_Code", "Bloc_Competences_Libelle"),
    "certifiers": ("Nom_Certificateur",),
    "formacodes": ("Formacode_Code",),
}
STATES = {"ACTIVE": True, "INACTIVE": False}
LEVEL = re.compile(r"NIV([1-8])")
WITHOUT_LEVEL = {"", "REPRISE"}
UNTIL = Day("", "", "")


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what an export says, one day of it.

    Raises:
        DataError: one of its files is missing, has another layout, or is of another day or none.
    """
    files = _files(asked.path)
    day = named_day(files["fiches"]) or modified_on(files["fiches"])
    left: Counter[str] = Counter()
    yield Delivery(day, day, _Reading(files, left).rows(), left=left)


def _files(path: Path) -> dict[str, Path]:
    """Returns the newest file of each layout."""
    found = by_layout(path, LAYOUTS, tuple(LAYOUTS))
    files = {name: max(paths, key=named_day) for name, paths in found.items()}
    if len({named_day(file) for file in files.values()}) > 1:
        names = ", ".join(sorted(file.name for file in files.values()))
        raise DataError("source.rncp_days", file=path.name, names=names)
    return files


@dataclass
class _Reading:
    """One reading of an export; `known` are the numbers that the register lists."""

    files: Mapping[str, Path]
    left: Counter[str]
    known: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        """Yields every certification, then what they open and what they became."""
        lists = {name: self._listed(name) for name in LISTS}
        for row in published(self.files["fiches"], LAYOUTS["fiches"]):
            key = _code(row[NUMBER])
            title = _plain(row["Intitule"])
            if not key or not title or key in self.known:
                self.left["source.left.rncp_fiche"] += 1
                continue
            self.known.add(key)
            found = {name: sorted(texts.pop(key)) for name, texts in lists.items() if key in texts}
            yield Row("Certification", (key,), {"title": title, **self._values(row), **found})
        if not self.known:
            raise DataError("source.rncp_none", file=self.files["fiches"].name)
        if orphans := sum(len(texts) for listed in lists.values() for texts in listed.values()):
            self.left["source.left.rncp_orphan"] += orphans
        yield from self._opens()
        yield from self._becomes()

    def _listed(self, name: str) -> dict[str, set[str]]:
        """Returns the texts of one file by the number of their fiche."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in published(self.files[name], LAYOUTS[name]):
            if text := _plain(" ".join(row[column] for column in LISTS[name])):
                found[_code(row[NUMBER])].add(text.replace(" ;", ",").replace(";", ","))
        return found

    def _values(self, row: Mapping[str, str]) -> dict[str, object]:
        values: dict[str, object] = {}
        if kind := _plain(row["Abrege_Libelle"]):
            values["kind"] = kind
        if level := LEVEL.fullmatch(row["Nomenclature_Europe_Niveau"].strip()):
            values["level"] = int(level[1])
        elif row["Nomenclature_Europe_Niveau"].strip() not in WITHOUT_LEVEL:
            self.left["source.left.rncp_value"] += 1
        if until := self._until(row["Date_Fin_Enregistrement"].strip()):
            values["until"] = until
        if state := row["Actif"].strip():
            values["active"] = self._active(state, row[NUMBER])
        return values

    def _until(self, text: str) -> str:
        try:
            return UNTIL.read(text) if text else ""
        except CellError:
            self.left["source.left.rncp_value"] += 1
            return ""

    def _active(self, state: str, number: str) -> bool:
        if state not in STATES:
            file = self.files["fiches"].name
            raise DataError("source.rncp_state", file=file, key=number, value=state)
        return STATES[state]

    def _opens(self) -> Iterator[Row]:
        told: set[tuple[str, str]] = set()
        for row in published(self.files["occupations"], LAYOUTS["occupations"]):
            key, occupation = _code(row[NUMBER]), _rome(row["Codes_Rome_Code"])
            if key not in self.known:
                self.left["source.left.rncp_orphan"] += 1
            elif not occupation:
                self.left["source.left.rncp_rome"] += 1
            elif (key, occupation) not in told:
                told.add((key, occupation))
                yield Row(OPENS, (key, occupation), {})

    def _becomes(self) -> Iterator[Row]:
        """Yields each succession once: the old fiche and the new one both may tell it."""
        told: set[tuple[str, str]] = set()
        for row in published(self.files["successions"], LAYOUTS["successions"]):
            key = _code(row[NUMBER])
            old, new = row["Ancienne_Certification"], row["Nouvelle_Certification"]
            pairs = [(_code(old), key)] if old.strip() else []
            pairs += [(key, _code(new))] if new.strip() else []
            for before, after in pairs:
                if not before or not after or before == after:
                    self.left["source.left.rncp_succession"] += 1
                elif (before, after) not in told:
                    told.add((before, after))
                    yield Row(BECOMES, (before, after), {})


def _code(text: str) -> str:
    """Returns the number of a fiche, "" where the text is none."""
    try:
        return codes.rncp(text)
    except ValueError:
        return ""


def _rome(text: str) -> str:
    try:
        return codes.rome(text)
    except ValueError:
        return ""


def _plain(text: str) -> str:
    """Returns a text on one line: titles are published over several."""
    return " ".join(text.split())


SOURCE = Source(
    "rncp",
    "France compétences",
    "Licence Ouverte 2.0",
    "source.rncp",
    ("Certification", OPENS, BECOMES),
    read,
    retires=("Certification",),
    keeps=(OPENS, BECOMES),
)

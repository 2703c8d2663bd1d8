"""ROME 4.0: the register of occupations and skills, any version of its CSV folder.

"Répertoire opérationnel des métiers et des emplois (ROME)", three versions a year; the folder or
the archive as it is downloaded (`unix_…_v460_utf8.csv`). Titles of work contexts come from
`referentiel_contexte_travail`, those of domains from `cr_gd_dp`, where the folder has these files.

Read: occupations with their job titles, domains, the occupation at the head of their family and
whether they are regulated (`O`; a blank says as little as `N`), competences, savoirs, savoir-être,
work contexts (where the folder has no file of them, every code that the other registers do not
hold, without a title), the skills of each occupation with those at its core, the official
mobilities with their rank. An occupation that a newer version no longer has stays, marked with that
version, with its skills; what it becomes is read from where its job titles went, each successor
with its share of them. A skill that is gone stays as well.

Left: definitions, the tree of sectors, interests, ecological and digital flags, the marking of
emerging skills (they are skills of the occupation, not at its core). A skill of an occupation whose
code no register holds is left and counted where the folder has the file of work contexts.

Never seen whole: the file of work contexts, whose columns are taken for a code (`code_ogr…`) and a
title (`libelle…`); any version but 460.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from graph.errors import DataError
from graph.kinds import CellError, Day
from ingest.official.layouts import Named, columns_of, layout, modified_on, numbered, published
from ingest.official.source import Asked, Delivery, Row, Source, Values

REQUIRES = "Occupation-REQUIRES-Skill"
MOVES = "Occupation-MOVES_TO-Occupation"
BECOMES = "Occupation-BECOMES-Occupation"
VERSION = re.compile(r"_v(\d+)_")
PUBLISHED = re.compile(r"Date de publication\s*:\s*(\d{2}/\d{2}/\d{4})")
DAY = Day("", "", "")
RANK = "numero_ordre"
WHOLE = re.compile(r"[0-9]{1,9}")
LEAST_SHARE = 0.1  # of the job titles of an occupation, below which it is said to become no other


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what a folder of ROME's CSV files says.

    Raises:
        DataError: a file is missing, or has another layout.
    """
    folder = Folder(asked.path)
    before = asked.before("Occupation")
    left: Counter[str] = Counter()
    rows = _rows(folder, before, left)
    yield Delivery(folder.version, folder.published_on, rows, left=left)


@dataclass(frozen=True)
class Folder:
    """A folder of ROME's files, found by a part of their names."""

    path: Path

    def named(self, part: str) -> Path | None:
        """Returns the file whose name holds `part`; None where there is none."""
        names = self.path.glob(f"*{part}*.csv") if self.path.is_dir() else ()
        found = sorted(filter(Path.is_file, names))
        return found[-1] if found else None

    def file(self, part: str) -> Path:
        """Returns the file whose name holds `part`.

        Raises:
            DataError: there is none.
        """
        found = self.named(part)
        if found is None:
            raise layout(self.path, [f"*{part}*.csv"], self._holds())
        return found

    def _holds(self) -> list[str]:
        """Returns the names of the folder's files; the columns of what is no folder."""
        if self.path.is_dir():
            return sorted(each.name for each in self.path.iterdir())
        return columns_of(self.path)

    def rows(self, part: str, *columns: str) -> Iterator[Named]:
        """Yields the rows of the file whose name holds `part`."""
        return published(self.file(part), columns)

    @cached_property
    def version(self) -> str:
        """The version that the names of the files tell."""
        register = self.file("referentiel_code_rome")
        found = VERSION.search(register.name)
        return found[1] if found else modified_on(register)

    @property
    def published_on(self) -> str:
        """The day of publication that `version.txt` tells, else that of the files."""
        told = self.path / "version.txt"
        text = told.read_text(encoding="utf-8", errors="replace") if told.is_file() else ""
        found = PUBLISHED.search(text)
        try:
            return DAY.read(found[1]) if found else modified_on(self.file("referentiel_code_rome"))
        except CellError:
            raise DataError("source.date", file=told.name) from None


def _rows(folder: Folder, before: Mapping[str, Values], left: Counter[str]) -> Iterator[Row]:
    titles = _job_titles(folder)
    yield from _occupations(folder, titles)
    yield from _successors(before, titles)
    skills = dict(_skills(folder))
    links = list(_links(folder))
    for code, title in _contexts(folder, {code for _, code, _ in links} - skills.keys()):
        skills[code] = {"title": title, "kind": "context"}
    for code, values in sorted(skills.items()):
        yield Row("Skill", (code,), {**values, "version": folder.version})
    for occupation, code, core in links:
        if code in skills:
            yield Row(REQUIRES, (occupation, code), {"core": core})
        else:
            left["source.left.rome_unknown"] += 1
    yield from _mobilities(folder)


def _job_titles(folder: Folder) -> dict[str, list[str]]:
    titles: dict[str, dict[str, None]] = defaultdict(dict)
    for row in folder.rows("referentiel_appellation", "libelle_appellation_court", "code_rome"):
        titles[row["code_rome"]][row["libelle_appellation_court"]] = None
    return {code: list(told) for code, told in titles.items()}


def _occupations(folder: Folder, titles: Mapping[str, list[str]]) -> Iterator[Row]:
    domains = _domains(folder)
    columns = ("code_rome", "libelle_rome", "code_rome_parent", "emploi_reglemente")
    for row in folder.rows("referentiel_code_rome", *columns):
        code = row["code_rome"]
        values: dict[str, object] = {
            "title": row["libelle_rome"],
            "domain": code[:3],
            "version": folder.version,
        }
        values |= {"regulated": True} if row["emploi_reglemente"] == "O" else {}
        values |= {"parent": row["code_rome_parent"]} if row["code_rome_parent"] else {}
        told = {"job_titles": titles.get(code, [])}
        yield Row("Occupation", (code,), values | domains.get(code, {}) | told)


def _domains(folder: Folder) -> dict[str, dict[str, str]]:
    if folder.named("cr_gd_dp") is None:
        return {}
    titles = {
        "domain_title": "libelle_domaine_professionel",
        "broad_domain_title": "libelle_grand_domaine",
    }
    rows = folder.rows("cr_gd_dp", "code_rome", *titles.values())
    return {row["code_rome"]: {n: row[column] for n, column in titles.items()} for row in rows}


def _successors(before: Mapping[str, Values], titles: Mapping[str, list[str]]) -> Iterator[Row]:
    """Yields what each occupation that is gone becomes: the occupations its job titles went to."""
    now = {title: code for code, told in titles.items() for title in told}
    for gone in sorted(before.keys() - titles.keys()):
        told = before[gone].get("job_titles", [])
        went = Counter(now[title] for title in told if title in now)
        for code, count in sorted(went.items()):
            if count >= LEAST_SHARE * len(told):
                yield Row(BECOMES, (gone, code), {"share": round(count / len(told), 3)})


def _skills(folder: Folder) -> Iterator[tuple[str, dict[str, str]]]:
    columns = ("code_ogr", "libelle_competence", "cat_comp")
    for row in folder.rows("referentiel_competence", *columns):
        behaviour = row["cat_comp"].startswith("Savoir-être")
        kind = "savoir-etre" if behaviour else "competence"
        yield row["code_ogr"], {"title": row["libelle_competence"], "kind": kind}
    for row in folder.rows("referentiel_savoir", "code_ogr_savoir", "libelle_savoir"):
        yield row["code_ogr_savoir"], {"title": row["libelle_savoir"], "kind": "savoir"}


def _contexts(folder: Folder, codes: Set[str]) -> Iterator[tuple[str, str]]:
    """Yields those of these codes that are work contexts, each with its title.

    Where the folder has no file of them, all are: the other registers do not hold them.
    """
    file = folder.named("contexte_travail")
    if file is None:
        yield from ((code, f"Contexte de travail {code}") for code in codes)
        return
    header = columns_of(file)
    chosen = [
        next((name for name in header if name.startswith(start)), start)
        for start in ("code_ogr", "libelle")
    ]
    for row in published(file, chosen):
        if row[chosen[0]] in codes:
            yield row[chosen[0]], row[chosen[1]]


def _links(folder: Folder) -> Iterator[tuple[str, str, bool]]:
    columns = ("code_rome", "code_ogr", "coeur_metier")
    for row in folder.rows("coherence_item", *columns):
        yield row["code_rome"], row["code_ogr"], row["coeur_metier"] == "Principale"


def _mobilities(folder: Folder) -> Iterator[Row]:
    """Yields the official mobilities with their rank.

    Raises:
        DataError: a rank is no number; with its file and line.
    """
    file, columns = folder.file("rubrique_mobilite"), ("code_rome", "code_rome_cible", RANK)
    for line, row in numbered(file, columns):
        rank = row[RANK].strip()
        if not WHOLE.fullmatch(rank):
            raise DataError(
                "source.bad_cell", file=file.name, line=str(line), value=rank, right="1"
            )
        yield Row(MOVES, (row["code_rome"], row["code_rome_cible"]), {"rank": int(rank)})


SOURCE = Source(
    "rome",
    "France Travail",
    "Licence Ouverte 2.0",
    "source.rome",
    ("Occupation", "Skill", REQUIRES, MOVES, BECOMES),
    read,
    retires=("Occupation", "Skill"),
    keeps=(REQUIRES,),
    replaces_demonstration_of=("Occupation", "Skill", REQUIRES, MOVES, "Training-TEACHES-Skill"),
)

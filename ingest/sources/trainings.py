"""Trainings, their sessions and the bodies that give them, in LHEO or in a plain table.

LHEO ("langage harmonisé d'échange d'informations sur l'offre de formation") is the XML that the
Carif-Oref give out on their region's offer, the Onisep on initial training, and training bodies on
their own. A folder may hold several files of it, and tables beside them; the tables count as an
edition of their own, so that an OPCO's list stands beside the Carif's offer.

Read: of LHEO 2.0 to 2.3, in any encoding that the file declares, each training with its title, its
greatest number of hours, how it is given where all its actions agree (an apprenticeship or
professionalisation contract makes it work-based), who finances it, Formacode numbers and address;
its sessions with their days and, from 2.3 on, the seats of their cycles; the communes of its
actions, an arrondissement of Paris, Lyon or Marseille as its city; the body responsible for it,
by its SIRET where that is valid, else by its name; RNCP, RS and ROME codes. A day told to the month
is that month's first where a session begins, its last where it ends. A table has one row a session,
separated values or a workbook, and is known by its columns `intitulé`, `organisme` and
`début`; it may have `SIRET organisme`, `fin`, `places`, `places prises`, `code INSEE`, `heures`,
`modalité`, `financement`, `formacode`, `code RNCP`, `code ROME`, `site`, `numéro formation` and
`numéro session`, accents and capitals aside, several codes in a cell with `;` between them. Rows of
one number, or of one title and body, are one training. Keys come from the publisher's own numbers.

Left: sessions outside the chosen territories or without a commune while some are chosen, those that
ended before the edition's day, those whose first day is not told to the month, those told twice;
trainings all of whose sessions are over or elsewhere; one that may be entered at any time stays
without its session; bodies without a name; codes that are none. Always left: the names and details
of contacts, contents, prices, levels, the places that a financer pays for, and seats of information
meetings. Nothing tells a body that is one person from a company: its name, which may be that
person's, is kept as the publisher gives it. LHEO does not tell the seats taken: only a table can.
The edition's day is the export that a LHEO file tells, else the day in its name, else the day it
was last written.

Never seen whole: any regional or national file, which are given on request; the layout is that of
the published specification 2.3, of its Onisep example and of single trainings that the Carif-Oref
gave out in 2.2. No file of 2.0 or 2.1 was seen, nor one that fills the seats of 2.3, nor the
extensions in which a Carif may tell seats of its own. What Mon Compte Formation takes in looks like
LHEO, in a namespace of its own and without communes: it is refused, and so are summaries
(`lheo-index`). No two publishers' plain tables are alike: this layout is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from ingest.official.layouts import columns_of, layout, modified_on, tables_of
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources import lheo, session_tables
from ingest.sources.named_days import named_day
from ingest.sources.offers import TYPES, Offer, Saying
from ingest.sources.xml_streams import is_xml


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields an edition of what LHEO files say, and one of what tables say, where there are any.

    Raises:
        DataError: a file is no LHEO of a known version and no such table, has faulty cells, or
            a name that tells as its day what is none.
    """
    documents, tables = _documents(asked.path), _tables(asked.path)
    if not documents and not tables:
        raise _nothing(asked.path)
    if documents:
        exported = {file: lheo.head(file).exported_on for file in documents}
        day = max(exported[file] or _day_of(file) for file in documents)
        left = Counter[str]()
        told = chain.from_iterable(lheo.offers(file, left) for file in documents)
        yield Delivery(day, day, _rows(asked, told, day, left), "lheo", left)
    if tables:
        day, left = max(map(_day_of, tables)), Counter[str]()
        rows = _rows(asked, session_tables.offers(tables), day, left)
        yield Delivery(day, day, rows, "table", left)


def _rows(asked: Asked, told: Iterable[Offer], day: str, left: Counter[str]) -> Iterator[Row]:
    saying = Saying(asked.choice.known, day, left)
    return chain.from_iterable(map(saying.rows, told))


def _documents(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if _is_document(file))
    return [path] if is_xml(path) else []


def _is_document(file: Path) -> bool:
    return file.suffix.lower() == ".xml" and file.is_file()


def _tables(path: Path) -> list[Path]:
    if not path.is_dir() and is_xml(path):
        return []
    return [file for file in tables_of(path) if file.is_file() and session_tables.fits(file)]


def _nothing(path: Path) -> Exception:
    expected = (lheo.EXPECTED, *session_tables.REQUIRED)
    files = [file for file in tables_of(path) if file.is_file()]
    if len(files) == 1:
        return layout(files[0], expected, columns_of(files[0]))
    return layout(path, expected, sorted(file.name for file in path.iterdir()))


def _day_of(file: Path) -> str:
    """Returns the day that a file's name tells, else the day it was last written."""
    return named_day(file) or modified_on(file)


SOURCE = Source(
    "trainings",
    "Carif-Oref, Onisep, OPCO",
    "celle de l'éditeur du fichier",
    "source.trainings",
    TYPES,
    read,
    local=True,
)

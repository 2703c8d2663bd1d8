"""Plain tables of training sessions, one row a session, as a Carif or an OPCO gives on request.

Columns are known by their French names, accents and capitals aside: REQUIRED ones, and others that
may be absent or empty. Several codes stand in one cell with `;` between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from graph import codes
from graph.codes import folded
from graph.errors import DataError, Issue
from graph.kinds import CellError, Code, Texts
from graph.schema import Session, Training
from graph.validation import check
from ingest.delimited import encoding_of
from ingest.official.layouts import TEXTS, UTF8, columns_of, numbered
from ingest.sources.offers import Offer, Run, body_of, commune, formacode, key_of

REQUIRED = ("intitulé", "organisme", "début")
NEEDED = {folded(name): name for name in REQUIRED}
SHOWN = 50  # faulty cells told at once
LIST = Texts("", "", "")

Cells = dict[str, object]
Reader = Callable[[str], object]


def _one(code: Code) -> Callable[[str], str]:
    """Returns the reader of one code, with the leading noughts that a spreadsheet takes away."""
    return lambda text: code.read(code.repair(text) or text)


def _several(code: Code) -> Callable[[str], list[str]]:
    read = _one(code)
    return lambda text: [read(part) for part in LIST.read(text)]


def _plain(text: str) -> str:
    return text


SIRET = Code("", "", "", reader=codes.siret, figures=14, example="99990000400006")
COMMUNE = Code("", "", "", reader=commune, figures=5, example="36044")
RNCP = Code("", "", "", reader=codes.rncp, example="RNCP35191")
ROME = Code("", "", "", reader=codes.rome, example="I1304")
FORMACODE = Code("", "", "", reader=formacode, example="31624")
OF_TRAINING: Mapping[str, tuple[str, Reader]] = {
    "intitule": ("title", _plain),
    "heures": ("hours", Training.properties["hours"].read),
    "modalite": ("mode", Training.properties["mode"].read),
    "financement": ("funding", _plain),
    "formacode": ("formacodes", _several(FORMACODE)),
    "site": ("url", _plain),
}
OF_SESSION: Mapping[str, tuple[str, Reader]] = {
    "debut": ("starts_on", Session.properties["starts_on"].read),
    "fin": ("ends_on", Session.properties["ends_on"].read),
    "places": ("seats", Session.properties["seats"].read),
    "places prises": ("seats_taken", Session.properties["seats_taken"].read),
}
OTHERS: Mapping[str, Reader] = {
    "organisme": _plain,
    "siret organisme": _one(SIRET),
    "code insee": _one(COMMUNE),
    "code rncp": _several(RNCP),
    "code rome": _several(ROME),
    "numero formation": _plain,
    "numero session": _plain,
}
READERS: Mapping[str, Reader] = {
    **{name: reader for name, (_, reader) in [*OF_TRAINING.items(), *OF_SESSION.items()]},
    **OTHERS,
}


def fits(path: Path) -> bool:
    """Returns whether a table has the columns that are required."""
    try:
        encoding = _encoding(path)
    except DataError:
        return False
    return NEEDED.keys() <= set(map(folded, columns_of(path, encoding)))


def offers(paths: Iterable[Path]) -> Iterator[Offer]:
    """Yields the trainings of tables, each with the sessions of all its rows.

    What one row of a training leaves empty another may tell; the first to tell holds.

    Raises:
        DataError: cells are faulty; each with its file, line and column.
    """
    found: dict[str, Offer] = {}
    issues: list[Issue] = []
    for path in paths:
        for line, row in numbered(path, _as_written(path), _encoding(path)):
            cells = dict(_cells(path.name, line, row, issues))
            issues += _out_of_bounds(path.name, line, cells)
            if len(issues) >= SHOWN:
                raise DataError("source.cells", issues, count=len(issues))
            if cells and not issues:
                _add(found, cells)
    if issues:
        raise DataError("source.cells", issues, count=len(issues))
    yield from found.values()


def _encoding(path: Path) -> str:
    """Returns the encoding of a table: a spreadsheet on Windows writes cp1252."""
    return encoding_of(path, path.name) if path.suffix.lower() in TEXTS else UTF8


def _as_written(path: Path) -> list[str]:
    """Returns the required columns as a table writes them."""
    written = {folded(name): name for name in reversed(columns_of(path, _encoding(path)))}
    return [written.get(name, shown) for name, shown in NEEDED.items()]


def _cells(
    file: str, line: int, row: Mapping[str, str], issues: list[Issue]
) -> Iterator[tuple[str, object]]:
    """Yields the values of a row by column; what is wrong with it joins the issues."""
    filled = {name: text.strip() for name, text in row.items() if text.strip()}
    known = {folded(name): (name, text) for name, text in filled.items()}
    if not known:
        return
    for column, shown in NEEDED.items():
        if column not in known:
            issues.append(Issue("cell.missing", file, line, shown))
    for column, (name, text) in known.items():
        try:
            if column in READERS:
                yield column, READERS[column](text)
        except CellError as error:
            issues.append(Issue(error.code, file, line, name, error.values))


def _out_of_bounds(file: str, line: int, cells: Cells) -> Iterator[Issue]:
    """Yields what the model does not allow, such as seats below nought."""
    for record, columns in ((Training, OF_TRAINING), (Session, OF_SESSION)):
        names = {name: column for column, (name, _) in columns.items()}
        for fault in check(record, [{"key": "-", **_named(cells, columns)}]):
            if fault.code != "cell.missing":
                yield Issue(fault.code, file, line, names[fault.name], fault.values)


def _add(found: dict[str, Offer], cells: Cells) -> None:
    body = body_of(str(cells.get("siret organisme", "")), str(cells["organisme"]))
    number = str(cells.get("numero formation", ""))
    key = key_of(number) or key_of(str(cells["intitule"]), body[0] if body else "")
    offer = found.setdefault(key, Offer(key, {}, body))
    offer.values = _named(cells, OF_TRAINING) | offer.values
    offer.occupations += _list(cells.get("code rome"))
    offer.certifications += _list(cells.get("code rncp"))
    place = str(cells.get("code insee", ""))
    offer.places.add(place or None)
    values = _named(cells, OF_SESSION)
    words = (str(cells.get("numero session", "")), f"{values['starts_on']} {place}")
    run = key_of(offer.key, next(filter(None, map(key_of, words))))
    offer.runs.append(Run(run, (place,) if place else (), values))


def _named(cells: Cells, columns: Mapping[str, tuple[str, Reader]]) -> dict[str, object]:
    return {name: cells[column] for column, (name, _) in columns.items() if column in cells}


def _list(value: object) -> list[str]:
    return [str(code) for code in value] if isinstance(value, list) else []

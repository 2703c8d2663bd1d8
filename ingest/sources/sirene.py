"""SIRENE: the establishments of a territory, from the stock files as they are published.

"Base Sirene des entreprises et de leurs établissements": `StockEtablissement` with
`StockUniteLegale`, CSV or Parquet, in one folder, archives as they are. The same folder may hold
the geolocated variants (columns `longitude` and `latitude`, or the file
`GeolocalisationEtablissement_Sirene…`), `StockEtablissementLiensSuccession` and a table of
consents: columns `siret` of the sole traders who agreed to be listed and `accord_le`, the day.

Read: establishments of the communes chosen, by the name people know (the sign, else the usual
name, else the unit's name, never a natural person's), NAF heading, headcount band with its year,
address, commune, coordinates (Lambert ones are converted), status. A closed establishment is read
where the graph knows it already, with its successor where the territory has it.

Left: sole traders, unless they consent; closed establishments that nobody knows; establishments
whose legal unit is not in the file, since nothing tells whether it is a person; the NAF 2025 code
announced beside the one in force. Partial diffusion is honoured: no name, no address and no
coordinates, whatever the file holds.

The whole country is refused: load communes first, or choose a territory.

Never seen whole: the national files, of which the layout and a few rows were; the Parquet and
geolocated variants, and the links of succession, by their published columns alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph import codes
from graph.codes import folded
from graph.errors import DataError
from graph.wording import sentence
from ingest.official.choice import Scope
from ingest.official.layouts import TEXTS, layout, modified_on
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources import sirene_stock as stock
from ingest.sources.lambert import degrees
from ingest.sources.sirene_stock import Establishment, Scan, Stock

LOCATED = "Company-LOCATED_IN-Territory"
IN_SECTOR = "Company-IN_SECTOR-Sector"
SUCCEEDED = "Company-SUCCEEDED_BY-Company"
LAYOUTS: Mapping[str, Sequence[str]] = {
    "establishments": ("nic", *stock.ESTABLISHMENT.values()),
    "units": tuple(stock.UNIT.values()),
    "places": tuple(stock.PLACE.values()),
    "links": tuple(stock.LINK.values()),
    "consents": ("siret", "accord_le"),
}
NEEDED = ("establishments", "units")
MOST_UNCHOSEN = 1_000_000  # open establishments that are read where no territory is chosen
SOLE_TRADER = "1000"
BETWEEN_PERSONS = {SOLE_TRADER, "2110", "2210", "2310"}
WITHHELD = "[ND]"
PARTIAL = {"P", "N"}
UNKNOWN_BAND = {"", "NN"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FORMS = {
    "5191": "SNC", "5499": "SARL", "5498": "EURL", "5410": "SARL", "5510": "SA", "5599": "SA",
    "5699": "SA", "5710": "SAS", "5720": "SASU", "5785": "SELAS", "5485": "SELARL",
    "6540": "SCI", "6533": "GAEC", "6598": "EARL", "6597": "SCEA", "5460": "SCOP", "5560": "SCOP",
    "6317": "coopérative agricole", "8450": "comité social et économique",
    "7210": "commune", "7220": "département", "7230": "région", "7346": "communauté de communes",
    "7348": "communauté d'agglomération", "7361": "CCAS", "7364": "établissement hospitalier",
    "9220": "association", "9221": "association d'insertion", "9300": "fondation",
    "6220": "GIE", "9222": "association intermédiaire", "9223": "groupement d'employeurs",
}  # fmt: skip


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what the stock files of a folder say of the territory chosen.

    Raises:
        DataError: a file is missing, or has another layout; or the whole country is asked for.
    """
    files = _files(asked.path)
    scope = asked.choice.known
    left: Counter[str] = Counter()
    with stock.scanning(lambda percent: asked.progress("sirene", round(percent), 100)) as scan:
        scan.choose(files, scope.communes, asked.known("Company"))
        if scope.communes is None and scan.open() > MOST_UNCHOSEN:
            raise DataError("source.sirene.country", count=scan.open())
        day = scan.day() or modified_on(files.establishments)
        yield Delivery(day, day, _rows(scan, scope, left), left=left)


def _files(path: Path) -> Stock:
    found: dict[str, Path] = {}
    candidates = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in candidates:
        if _is_table(file):
            header = set(stock.header_of(file))
            fitting = (name for name, columns in LAYOUTS.items() if set(columns) <= header)
            if name := next(fitting, None):
                found.setdefault(name, file)
    for name in NEEDED:
        if name not in found:
            raise _missing(path, candidates, name)
    return Stock(**found)


def _is_table(file: Path) -> bool:
    name = file.name.lower().removesuffix(".gz")
    return Path(name).suffix in TEXTS | {".parquet"}


def _missing(path: Path, files: Sequence[Path], name: str) -> Exception:
    """Returns the error for a layout that no file has; of one file, what it has and lacks."""
    if len(files) == 1 and name == NEEDED[0]:
        there = stock.header_of(files[0])
        lacking = [column for column in LAYOUTS[name] if column not in there]
        return layout(files[0], lacking, there)
    return layout(path, LAYOUTS[name], [file.name for file in files])


def _rows(scan: Scan, scope: Scope, left: Counter[str]) -> Iterator[Row]:
    for one in scan.rows():
        yield from _establishment(one, scope, left)
    left["source.left.closed"] += scan.closed()
    for ends in scan.successions():
        yield Row(SUCCEEDED, ends, {})


def _establishment(one: Establishment, scope: Scope, left: Counter[str]) -> Iterator[Row]:
    reason = _reason_to_leave(one)
    if reason:
        left[reason] += 1
        return
    partial = bool({one.diffusion, one.unit_diffusion} & PARTIAL)
    left["source.left.partial"] += partial
    yield Row("Company", (one.siret,), _values(one, partial=partial))
    if one.commune and scope.holds(f"com:{one.commune}"):
        yield Row(LOCATED, (one.siret, f"com:{one.commune}"), {})
    if sector := _sector(one):
        yield Row(IN_SECTOR, (one.siret, sector), {})


def _reason_to_leave(one: Establishment) -> str | None:
    if not one.unit:
        return "source.left.no_unit"
    if one.unit_category == SOLE_TRADER and not one.consents:
        return "source.left.sole_traders"
    return None


def _values(one: Establishment, *, partial: bool) -> dict[str, object]:
    closed = one.state == "F"
    values: dict[str, object] = {
        "siret": one.siret,
        "siren": one.siret[:9],
        "name": _name(one, partial=partial),
        "legal_form": FORMS.get(one.unit_category, ""),
        "band": "" if one.band in UNKNOWN_BAND else one.band,
        "band_year": int(one.band_year) if one.band_year.isdigit() else None,
        "status": "closed" if closed else "open",
        "closed_on": one.since[:10] if closed and DAY.match(one.since) else "",
    }
    if not partial:
        values |= {"address": _address(one)} | _coordinates(one)
    return {name: value for name, value in values.items() if value not in ("", None)}


def _name(one: Establishment, *, partial: bool) -> str:
    """Returns the name that people know; one made of the SIRET where none may be shown."""
    told = [one.sign, one.usual_name, one.unit_usual_name]
    if one.unit_category not in BETWEEN_PERSONS:
        told += [one.unit_name, one.unit_acronym]
    person = folded(one.unit_person)
    for name in () if partial else told:
        if name and name != WITHHELD and not (person and person in folded(name)):
            return " ".join(name.split())
    return sentence("source.no_name", siret=one.siret)


def _address(one: Establishment) -> str:
    parts = (one.number, one.repetition, one.street_kind, one.street)
    return " ".join(part for part in parts if part and part != WITHHELD)


def _coordinates(one: Establishment) -> dict[str, object]:
    latitude, longitude = _number(one.latitude), _number(one.longitude)
    if latitude is None or longitude is None:
        found = degrees(one.commune, _number(one.east), _number(one.north))
        if found is None:
            return {}
        latitude, longitude = found
    return {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _sector(one: Establishment) -> str | None:
    """Returns the key of the activity in a nomenclature in force; None for older ones."""
    kind = {"NAFRev2": "naf2", "NAF25": "naf25", "NAF2025": "naf25"}.get(one.nomenclature)
    try:
        return codes.sector(f"{kind}:{one.activity}") if kind and one.activity else None
    except ValueError:
        return None


SOURCE = Source(
    "sirene",
    "INSEE",
    "Licence Ouverte 2.0",
    "source.sirene",
    ("Company", LOCATED, IN_SECTOR, SUCCEEDED),
    read,
    local=True,
)

"""SIRENE: the establishments of a territory, from the stock files as they are published.

"Base Sirene des entreprises et de leurs établissements": `StockEtablissement` with
`StockUniteLegale`, CSV or Parquet, in one folder, archives as they are. The same folder may hold
the geolocated variants (columns `longitude` and `latitude`, or the file
`GeolocalisationEtablissement_Sirene…`), `StockEtablissementLiensSuccession` and a table of
consents: columns `siret` of the sole traders who agreed to be listed and `accord_le`, the day, up
to today. A geolocated variant stands in the place of `StockEtablissement`: of two files of one
layout neither is read. The version is the last day on which the register changed a row of either
file, chosen or not.

Read: establishments of the communes chosen, by the name people know (the sign, else the usual
name, else the unit's name; never a sign that holds the family name, usage name or pseudonym of a
person, nor the name of a unit of persons: sole traders, joint owners, de facto companies), NAF
heading, headcount band with its year, address, commune, coordinates (Lambert ones are converted),
status. A closed establishment is read where the graph knows it already, with its successor where
the territory has it.

Left: sole traders and units without a category, unless they consent; closed establishments that
nobody knows, and those whose state is neither `A` nor `F`; establishments
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
from graph.errors import DataError
from ingest.official.choice import Scope
from ingest.official.layouts import TEXTS, layout, modified_on
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources import sirene_columns as columns
from ingest.sources.lambert import degrees
from ingest.sources.sirene_columns import Establishment
from ingest.sources.sirene_consents import COLUMNS
from ingest.sources.sirene_files import header_of
from ingest.sources.sirene_names import WITHHELD, is_sole_trader, shown_name
from ingest.sources.sirene_stock import Scan, Stock, scanning

LOCATED = "Company-LOCATED_IN-Territory"
IN_SECTOR = "Company-IN_SECTOR-Sector"
SUCCEEDED = "Company-SUCCEEDED_BY-Company"
LAYOUTS: Mapping[str, Sequence[str]] = {
    "establishments": ("nic", columns.TREATED, *columns.ESTABLISHMENT.values()),
    "units": (columns.UNIT_TREATED, *columns.UNIT.values()),
    "places": tuple(columns.PLACE.values()),
    "links": tuple(columns.LINK.values()),
    "consents": COLUMNS,
}
NEEDED = ("establishments", "units")
MOST_UNCHOSEN = 1_000_000  # open establishments that are read where no territory is chosen
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
    progress = asked.progress
    with scanning(files, lambda percent: progress("sirene", round(percent), 100)) as scan:
        scan.choose(scope.communes, asked.known("Company"))
        if scope.communes is None and (count := scan.open()) > MOST_UNCHOSEN:
            raise DataError("source.sirene.country", count=count)
        day = scan.day() or modified_on(files.establishments)
        delivery = Delivery(day, day, iter(()))
        delivery.rows = _rows(scan, scope, delivery)
        yield delivery


def _files(path: Path) -> Stock:
    found: dict[str, Path] = {}
    candidates = sorted(filter(Path.is_file, path.iterdir())) if path.is_dir() else [path]
    for file in filter(_is_table, candidates):
        header = set(header_of(file))
        fitting = (name for name, needed in LAYOUTS.items() if set(needed) <= header)
        if (name := next(fitting, None)) and found.setdefault(name, file) != file:
            raise DataError("source.sirene.two", file=found[name].name, other=file.name)
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
        there = header_of(files[0])
        lacking = [column for column in LAYOUTS[name] if column not in there]
        return layout(files[0], lacking, there)
    return layout(path, LAYOUTS[name], [file.name for file in files])


def _rows(scan: Scan, scope: Scope, delivery: Delivery) -> Iterator[Row]:
    delivery.gone["Company"] = {
        siret
        for siret, category, agrees in scan.known_units()
        if is_sole_trader(category) and not agrees
    }
    for one in scan.rows():
        yield from _establishment(one, scope, delivery.left)
    delivery.left["source.left.closed"] += scan.closed()
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
    if is_sole_trader(one.unit_category) and not one.consents:
        return "source.left.sole_traders"
    return None


def _values(one: Establishment, *, partial: bool) -> dict[str, object]:
    closed = one.state == "F"
    values: dict[str, object] = {
        "siret": one.siret,
        "siren": one.siret[:9],
        "name": shown_name(one, partial=partial),
        "legal_form": FORMS.get(one.unit_category, ""),
        "band": "" if one.band in UNKNOWN_BAND else one.band,
        "band_year": int(one.band_year) if _is_number(one.band_year) else None,
        "status": "closed" if closed else "open",
        "closed_on": one.since[:10] if closed and DAY.match(one.since) else "",
    }
    if not partial:
        values |= {"address": _address(one)} | _coordinates(one)
    return {name: value for name, value in values.items() if value not in ("", None)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


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

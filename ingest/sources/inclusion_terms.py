"""What the values of data·inclusion mean: French labels, roles of networks, texts and pages.

The labels are those of the schema, version 1 before version 0.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from ingest.sources.inclusion_people import without_people
from ingest.sources.inclusion_records import Record

TABLE = Path(__file__).with_name("datainclusion_terms.csv")
WEB = re.compile(r"https?://\S+$", re.IGNORECASE)
LONGEST = 2000  # characters of a description, the length its publisher asks for

# Networks of version 1 and types of version 0, a role's strongest evidence first.
KINDS = {
    "public-employment": "france-travail FT",
    "youth": "mission-locale ML",
    "employment": "maisons-de-l-emploi maisons-de-lemploi MDE MDEF",
    "chamber": "chambres-consulaires cci CCONS",
    "grouping": "geiq GEIQ",
    "state": "spip pjj SPIP PJJ ETAT PREF DEETS DIPLP CFP",
    "authority": "communes ccas-cias departements maisons-des-solidarites regions mdph "
    "maison-departementale-de-lautonomie unccas MUNI CC EPCI CCAS CIAS CD DEPT CDAS MDS REG "
    "MDPH MDA",
    "training": "afpa cnam reseau-app ecoles-de-la-deuxieme-chance grandes-ecoles-du-numerique "
    "simplon OF AFPA E2C",
    "health": "csapa caarud cmp cms CSAPA CAARUD CMP CMS",
    "association": "croix-rouge secours-populaire restos-du-coeur banques-alimentaires mjc "
    "ASSO ASSO_CHOMEUR MJC",
}
ROLES = {word: kind for kind, words in KINDS.items() for word in words.split()}
RANKS = {kind: rank for rank, kind in enumerate(KINDS)}


@cache
def _labels() -> dict[tuple[str, str], str]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {(row["field"], row["value"]): row["label"] for row in csv.DictReader(stream)}


def label(field: str, value: str) -> str:
    """Returns the published French label of a value, its own words where it has none."""
    found = _labels().get((field, value))
    return found or " ".join(re.split(r"[-_\s]+", value)).strip().capitalize()


def kind_of(networks: Iterable[str]) -> str:
    """Returns the role that the networks or types of a structure tell, else `inclusion`."""
    roles = {ROLES[name] for name in networks if name in ROLES}
    return min(roles, key=lambda kind: RANKS[kind], default="inclusion")


def shortened(text: str) -> str:
    """Returns a text without addresses and numbers, cut after a word where it is too long."""
    told = without_people(text)
    if len(told) <= LONGEST:
        return told
    return told[: LONGEST - 1].rsplit(maxsplit=1)[0] + "…"


def page_of(record: Record, *columns: str) -> str:
    """Returns the first web address of these columns that tells no mailbox and no telephone."""
    found = (told for told in map(record.text, columns) if WEB.match(told))
    return next((told for told in found if without_people(plain := unquote(told)) == plain), "")


def audience_of(record: Record) -> str:
    """Returns whom a service is for: the labels of its publics, then what is precised."""
    publics = record.listed("publics") or record.listed("profils")
    precised = record.text("publics_precisions", "profils_precisions")
    return _precised((label("publics", one) for one in publics), precised)


def fees_of(record: Record) -> str:
    """Returns what a service costs: the labels of its fees, then what is precised."""
    fees = (label("frais", one) for one in record.listed("frais"))
    return _precised(fees, record.text("frais_precisions", "frais_autres"))


def _precised(labels: Iterable[str], precised: str) -> str:
    return shortened(" – ".join(filter(None, (", ".join(labels), precised))))

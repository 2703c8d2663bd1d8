"""The territories that a service of data·inclusion is for, in either version of its schema."""

from __future__ import annotations

from typing import NamedTuple

from graph import codes
from ingest.sources.inclusion_records import Record, commune_key

TYPES = {"commune": "com", "epci": "epci", "departement": "dep", "region": "reg"}
LENGTHS = {5: "com", 9: "epci", 2: "dep", 3: "dep"}  # a region is told as its départements
FRANCE = {"france", "99100"}
ABROAD = "99"


class Zone(NamedTuple):
    """Keys of territories, whether it is the whole country, and how many codes are none."""

    keys: tuple[str, ...]
    country: bool
    unreadable: int


def zone_of(record: Record) -> Zone:
    """Returns the zone of a service: a list of codes, in version 0 a type and one code."""
    told = record.listed("zone_eligibilite") or _by_type(record)
    places = [code for code in told if code.lower() not in FRANCE]
    keys = [key for code in places if (key := _key(code))]
    return Zone(tuple(dict.fromkeys(keys)), len(places) < len(told), len(places) - len(keys))


def _by_type(record: Record) -> list[str]:
    kind, code = record.text("zone_diffusion_type"), record.text("zone_diffusion_code")
    if kind == "pays":
        return ["france"]
    return [f"{TYPES.get(kind, kind)}:{code}"] if code else []


def _key(told: str) -> str:
    """Returns the key of a territory, "" for a country or a text that is no code."""
    kind, _, code = told.rpartition(":")
    kind = kind or LENGTHS.get(len(code), "")
    if kind == "com" and code.startswith(ABROAD):
        return ""
    try:
        return commune_key(code) if kind == "com" else codes.territory(f"{kind}:{code}")
    except ValueError:
        return ""

"""The structures of data·inclusion: which of them are one establishment, and what is told of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph import codes
from ingest.sources.inclusion_records import Record
from ingest.sources.inclusion_terms import kind_of, page_of, shortened

NETWORKS = ("reseaux_porteurs", "typologie", "labels_nationaux")


@dataclass
class Structures:
    """The structures of a whole file: their communes by key, and what their SIRET tell."""

    communes: dict[str, str] = field(default_factory=dict)
    sirets: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    latest: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Structures:
        """Returns what a file tells, of each key the first record with a name."""
        found = cls()
        for record in records:
            if record.text("nom") and record.key not in found.communes:
                found._add(record)
        return found

    def _add(self, record: Record) -> None:
        key = record.key
        self.communes[key] = record.commune
        siret = siret_of(record)
        if siret and not record.is_true("antenne"):
            self.sirets[key] = siret
            self.places[siret] |= {record.commune} - {""}
            last = (record.day("date_maj"), key)
            self.latest[siret] = max(last, self.latest.get(siret, last))

    def actor(self, key: str) -> str:
        """Returns the key of the actor that a structure is: its SIRET, where that is one place."""
        siret = self.sirets.get(key, "")
        return siret if siret and len(self.places[siret]) <= 1 else key

    def describes(self, key: str) -> bool:
        """Returns whether its actor is told as this structure is, not as another of its SIRET."""
        actor = self.actor(key)
        return actor == key or self.latest[actor][1] == key


def siret_of(record: Record) -> str:
    """Returns the SIRET of a structure, "" where it has none or a wrong one."""
    try:
        return codes.siret(record.text("siret"))
    except ValueError:
        return ""


def told_of_structure(record: Record, actor: str) -> dict[str, object]:
    """Returns the values of the actor of that key; without the SIRET where it is not its own."""
    siret = siret_of(record)
    networks = [name for column in NETWORKS for name in record.listed(column)]
    values: dict[str, object] = {
        "name": shortened(record.text("nom")),
        "kind": kind_of(networks),
        "siret": siret if siret == actor else "",
        "siren": siret[:9],
        "address": shortened(record.text("adresse")),
        "url": page_of(record, "site_web"),
    }
    return {name: value for name, value in values.items() if value} | record.degrees()

"""data·inclusion, the reference of what social and professional inclusion offers, and by whom.

Published by the GIP Plateforme de l'inclusion on data.gouv.fr every Monday as "Référentiel de
l'offre d'insertion sociale et professionnelle - data·inclusion", under Licence Ouverte 2.0. It
gathers many producers (DORA, France Travail, les emplois de l'inclusion, médiation numérique …);
the model has no place of its own for the producer, but the key of a service begins with its name.

Give the folder that holds `structures-inclusion-YYYY-MM-DD` and `services-inclusion-YYYY-MM-DD`,
each as `.json`, `.csv` or `.xlsx`, in the layout of schema version 0 or 1. Where a folder holds
several, the newest is read, JSON before CSV before XLSX; `.geojson` and `.parquet` are left alone.
The newest of both must be of one day by their names; a day that is none is refused.
One file may stand alone, but is refused once the other was loaded, whose records would go.

Read: structures (name, role, SIRET, address, coordinates, site, commune), services (name,
description up to 2,000 characters, audience, modes, fees, page, day of change), who offers them,
their themes with the published labels (a theme that has none goes by its own words), the
territories that they cover. The role is that of the networks (version 1) or of type and national
labels (version 0) where these tell one: France Travail, mission locale, maison de l'emploi,
chamber, GEIQ, State, local authority, training, health, association; else inclusion body. The
network `regions` also has prefectures in it; all of it counts as local authority.

A structure is an establishment under its SIRET where all structures of that SIRET lie in one
commune, as the one that changed last describes it; where they lie in several, where version 0 says
that it is a branch (`antenne`), or where the SIRET is none, it goes by the publisher's id. Records
whose ids give the same key are one: the first.

Of a territory are taken the services that are given there, that a structure there offers, or whose
zone names one of its territories; and the structures there or that offer one of these. A service
for the whole of France is taken with its place or structure alone, and has no territory that it
covers; of other zones only the territories taken are kept.

Left: closed services (`date_suspension` on or before the day of the edition), services whose
structure the file of structures does not have, records without a name, zones abroad or that are no
code. Persons are never kept: neither names of contacts nor telephones nor e-mail addresses, which
are withheld in free texts too ("[…]"), and a page whose address holds one is dropped; a name that a
producer wrote into a description cannot be told and stays. Nor does anything tell a structure that
is one person from a company: its name is kept as the publisher gives it. Opening hours, conditions
of access, ways to be referred and scores of quality are left too.

Never seen whole: no published file was at hand; the layout is that of the schema's versions 0 and
1, of the publisher's export program, and of the first line of one file of August 2025.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph import codes
from graph.errors import DataError
from ingest.official.choice import Scope
from ingest.official.source import Asked, Delivery, Row, Source
from ingest.sources.inclusion_records import LAYOUTS, Record, edition_of, files_of, records_of
from ingest.sources.inclusion_structures import Structures, siret_of, told_of_structure
from ingest.sources.inclusion_terms import audience_of, fees_of, label, page_of, shortened
from ingest.sources.inclusion_zones import Zone, zone_of

LOCATED_IN = "Actor-LOCATED_IN-Territory"
OFFERS = "Actor-OFFERS-Service"
ANSWERS_TO = "Service-ANSWERS_TO-Topic"
COVERS = "Service-COVERS-Territory"
SAID = {"structures": "Actor", "services": "Service"}
LEFT = "source.left.inclusion_"
PAGES = ("lien_source", "lien_mobilisation", "page_web", "formulaire_en_ligne", "prise_rdv")


def read(asked: Asked) -> Iterator[Delivery]:
    """Yields what the files of an edition say.

    Raises:
        DataError: no file has the layout, or one stands alone whose other half was loaded.
    """
    files = files_of(asked.path)
    for name in SAID.keys() - files.keys():
        if asked.before(SAID[name]):
            raise DataError("source.inclusion_alone", file=asked.path.name, missing=name)
    day = max(map(edition_of, files.values()))
    edition = _Edition(files, asked.choice.known, day)
    yield Delivery(day, day, edition.rows(), left=edition.left)


@dataclass
class _Edition:
    """The files of one edition, read for the territories of `scope`.

    `near` are the actors that lie there, `offering` those of a service that is taken.
    """

    files: dict[str, Path]
    scope: Scope
    day: str
    left: Counter[str] = field(default_factory=Counter)
    structures: Structures = field(default_factory=Structures)
    near: set[str] = field(default_factory=set)
    offering: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        """Yields services with their themes and territories, then the structures."""
        self.structures = Structures.of(self._records("structures"))
        places = self.structures.communes.items()
        near = (key for key, commune in places if self.scope.holds(commune))
        self.near = set(map(self.structures.actor, near))
        for record in self._taken("services"):
            zone = zone_of(record)
            if refusal := self._refusal(record, zone):
                self._leave(refusal)
            else:
                yield from self._service(record, zone)
        for record in self._taken("structures"):
            yield from self._structure(record)

    def _records(self, name: str) -> Iterator[Record]:
        return records_of(self.files[name], LAYOUTS[name]) if name in self.files else iter(())

    def _taken(self, name: str) -> Iterator[Record]:
        """Yields the records that have a name, and a key that none before them had."""
        met: set[str] = set()
        for record in self._records(name):
            if not record.text("nom"):
                self._leave("nameless")
            elif record.key in met:
                self._leave("repeated")
            else:
                met.add(record.key)
                yield record

    def _leave(self, why: str, count: int = 1) -> None:
        if count:
            self.left[LEFT + why] += count

    def _provider(self, record: Record) -> str:
        """Returns the key of the actor that offers a service, "" where no file tells it."""
        known = record.structure in self.structures.communes
        return self.structures.actor(record.structure) if known else ""

    def _refusal(self, record: Record, zone: Zone) -> str:
        """Returns why a service is left, "" for one that is taken."""
        provider = self._provider(record)
        within = any(map(self.scope.holds, (record.commune, *zone.keys)))
        if not (within or provider in self.near):
            return "outside"
        suspended = record.day("date_suspension")
        if suspended and suspended <= self.day:
            return "closed"
        return "" if provider or "structures" not in self.files else "orphan"

    def _service(self, record: Record, zone: Zone) -> Iterator[Row]:
        key = record.key
        yield Row("Service", (key,), _told_of_service(record))
        if provider := self._provider(record):
            self.offering.add(provider)
            yield Row(OFFERS, (provider, key), {})
        else:
            self._leave("offer")
        for theme in record.listed("thematiques"):
            yield from self._theme(key, theme)
        for territory in filter(self.scope.holds, zone.keys):
            yield Row(COVERS, (key, territory), {})
        self._leave("country", int(zone.country))
        self._leave("zone", zone.unreadable)

    def _theme(self, service: str, theme: str) -> Iterator[Row]:
        topic = codes.slug(theme)
        if topic not in self.topics:
            self.topics.add(topic)
            yield Row("Topic", (topic,), {"name": label("thematiques", theme)})
        yield Row(ANSWERS_TO, (service, topic), {})

    def _structure(self, record: Record) -> Iterator[Row]:
        actor = self.structures.actor(record.key)
        if actor not in self.near and actor not in self.offering:
            self._leave("outside")
        elif not self.structures.describes(record.key):
            self._leave("same")
        else:
            yield Row("Actor", (actor,), told_of_structure(record, actor))
            if record.commune and self.scope.holds(record.commune):
                yield Row(LOCATED_IN, (actor, record.commune), {})
            self._leave("siret", int(bool(record.text("siret")) and not siret_of(record)))


def _told_of_service(record: Record) -> dict[str, object]:
    values = {
        "name": shortened(record.text("nom")),
        "description": shortened(
            record.text("description", "presentation_detail", "presentation_resume")
        ),
        "audience": audience_of(record),
        "modes": [label("modes_accueil", mode) for mode in record.listed("modes_accueil")],
        "fees": fees_of(record),
        "url": page_of(record, *PAGES),
        "updated_on": record.day("date_maj"),
    }
    return {name: value for name, value in values.items() if value}


SOURCE = Source(
    "datainclusion",
    "GIP Plateforme de l'inclusion",
    "Licence Ouverte 2.0",
    "source.datainclusion",
    ("Actor", "Service", "Topic", LOCATED_IN, OFFERS, ANSWERS_TO, COVERS),
    read,
    local=True,
)

"""Offers of training in LHEO, the French language of exchange on training, versions 2.0 to 2.3.

Facts of the published specification: names of elements, tables of modes and of financers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from graph import codes
from graph.errors import DataError
from ingest.sources.lheo_days import first_day, last_day, stamped
from ingest.sources.offers import Offer, Run, body_of, commune, formacode, key_of
from ingest.sources.xml_streams import Element, events_of, forget, refuse_entities

VERSIONS = ("2.0", "2.1", "2.2", "2.3")
ROOTS = {"lheo", "lheo-plus"}
NAMESPACE = re.compile(r"https?:/{1,2}(?:www\.)?lheo\.(?:org|gouv\.fr)/(\d+(?:\.\d+)*)/?")
EXPECTED = '<lheo xmlns="http://lheo.gouv.fr/2.3">, LHEO 2.0 – 2.3'
ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#]\S*)?", re.IGNORECASE)
MODES = {"0": "on-site", "1": "mixed", "2": "remote"}
WORK_BASED = {"contrat-apprentissage", "contrat-professionnalisation"}
FINANCERS = {
    "2": "Conseil régional",
    "3": "Fonds social européen",
    "4": "France Travail",
    "5": "Entreprise",
    "6": "ACSÉ",
    "7": "AGEFIPH",
    "8": "Conseil départemental",
    "9": "Commune",
    "10": "Bénéficiaire de l'action",
    "11": "Ministère chargé de l'emploi",
    "12": "Ministère de l'éducation nationale",
    "13": "État",
    "14": "Fonds européens",
    "15": "Collectivité territoriale",
    "16": "OPCO",
    "17": "Transitions Pro",
    "18": "LADOM",
    "19": "Ministère de l'intérieur",
    "20": "OFII",
}


class Head(NamedTuple):
    """What a file says of itself: its version of LHEO, and the day of export or ""."""

    version: str
    exported_on: str


def head(path: Path) -> Head:
    """Returns what an XML file says of itself, from its first elements.

    Raises:
        DataError: it is not LHEO, of another version, declares entities or cannot be read.
    """
    with events_of(path, ("start",)) as events:
        _, root = next(events)
        refuse_entities(path, root)
        version = _version(path, root)
        first = [root, *(element for _, (_, element) in zip(range(2), events, strict=False))]
        stamps = (element.get("horodatage-export", "") for element in first)
        days = filter(None, map(stamped, (*stamps, root.get("datemaj", ""))))
        return Head(version, next(days, ""))


def offers(path: Path, left: Counter[str]) -> Iterator[Offer]:
    """Yields the trainings of a LHEO file, which is never held whole.

    Raises:
        DataError: the file is no well-formed XML to its end.
    """
    with events_of(path, ("end",), "{*}formation") as events:
        for _, formation in events:
            if not _is_offered(formation):
                continue
            if offer := _offer(formation, left):
                yield offer
            forget(formation)


def _version(path: Path, root: Element) -> str:
    from lxml import etree

    name = etree.QName(root)
    told = NAMESPACE.fullmatch(name.namespace or "")
    if not told or name.localname not in ROOTS or told[1] not in VERSIONS:
        found = f'<{name.localname} xmlns="{name.namespace or ""}">'
        raise DataError("source.layout", file=path.name, expected=EXPECTED, found=found)
    return told[1]


def _is_offered(formation: Element) -> bool:
    """Returns whether it stands in the list of offers; extensions may hold anything."""
    parent = formation.getparent()
    return parent is not None and str(parent.tag).endswith("}offres")


def _offer(formation: Element, left: Counter[str]) -> Offer | None:
    title = _text(formation, "intitule-formation")
    body = _body(formation)
    number = key_of(formation.get("numero", ""))
    key = number or key_of(title, body[0] if body else "")
    if not title or not key:
        left["source.left.trainings_untitled"] += 1
        return None
    if body is None:
        left["source.left.bodies_nameless"] += 1
    actions = list(_all(formation, "action"))
    offer = Offer(key, {"title": title}, body)
    offer.values |= _told(formation, actions, left)
    offer.occupations = _codes(
        _texts(formation, "domaine-formation", "code-ROME"), codes.rome, left
    )
    numbers = [*_texts(formation, "certification", "code-RNCP"), *_specific(formation)]
    offer.certifications = _codes(numbers, codes.rncp, left)
    for action in actions:
        _add(offer, action, left)
    return offer


def _told(formation: Element, actions: list[Element], left: Counter[str]) -> dict[str, object]:
    """Returns what a training says beside its title: hours, mode, funding, themes, address."""
    hours = [hour for action in actions if (hour := _whole(_text(action, "nombre-heures-total")))]
    modes = {_mode(action) for action in actions}
    texts = [code for action in actions for code in _financers(action)]
    themes = _texts(formation, "domaine-formation", "code-FORMACODE")
    told: dict[str, object] = {
        "hours": max(hours, default=None),
        "mode": modes.pop() if len(modes) == 1 else "",
        "funding": ", ".join(dict.fromkeys(texts)),
        "formacodes": list(dict.fromkeys(_codes(themes, formacode, left))),
        "url": next(filter(ADDRESS.fullmatch, _texts(formation, "url-formation", "urlweb")), ""),
    }
    return {name: value for name, value in told.items() if value}


def _body(formation: Element) -> tuple[str, dict[str, object]] | None:
    body = next(_all(formation, "organisme-formation-responsable"), None)
    if body is None:
        return None
    name = _text(body, "nom-organisme") or _text(body, "raison-sociale")
    return body_of(_text(body, "SIRET-organisme-formation", "SIRET"), name)


def _specific(formation: Element) -> Iterator[str]:
    """Yields the numbers of the répertoire spécifique, which LHEO takes with or without RS."""
    for text in _texts(formation, "certification", "code-RS"):
        yield f"RS{text.upper().removeprefix('RS')}"


def _mode(action: Element) -> str:
    """Returns how an action is given; work-based where it is under a contract of that kind."""
    kinds = (extra for extra in _all(action, "extras", "extra") if extra.get("info") in WORK_BASED)
    contracts = any(_clean(extra.text) == "1" for extra in kinds)
    if contracts or _text(action, "session", "cycle", "alternance", "type-alternance"):
        return "work-based"
    return MODES.get(_text(action, "modalites-enseignement"), "")


def _financers(action: Element) -> Iterator[str]:
    for code in _texts(action, "organisme-financeur", "code-financeur"):
        if code in FINANCERS:
            yield FINANCERS[code]


def _add(offer: Offer, action: Element, left: Counter[str]) -> None:
    """Adds the sessions of an action, which take place where the action does."""
    where = _texts(action, "lieu-de-formation", "coordonnees", "adresse", "code-INSEE-commune")
    places = tuple(dict.fromkeys(_codes(where, commune, left)))
    offer.places |= set(places) or {None}
    for session in _all(action, "session"):
        starts = _text(session, "periode", "debut")
        ends = last_day(_text(session, "periode", "fin"))
        number = key_of(session.get("numero", "")) or key_of(action.get("numero", ""), starts)
        told = (first_day(starts), ends, _seats(session))
        values: dict[str, object] = dict(zip(("starts_on", "ends_on", "seats"), told, strict=True))
        values = {name: value for name, value in values.items() if value is not None}
        offer.runs.append(Run(key_of(offer.key, number), places, values))


def _seats(session: Element) -> int | None:
    """Returns the seats of all cycles of a session; None where no cycle tells any."""
    told = [
        _whole(_text(cycle, "capacite-cumulee") or _text(cycle, "capacite-simultanee"))
        for cycle in _all(session, "cycle")
    ]
    known = [seats for seats in told if seats is not None]
    return sum(known) if known else None


def _codes(texts: Iterable[str], reader: Callable[[str], str], left: Counter[str]) -> list[str]:
    """Returns the codes that are valid, in their official form; counts the others."""
    found = []
    for text in texts:
        try:
            found.append(reader(text))
        except ValueError:
            left["source.left.codes"] += 1
    return found


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _all(element: Element, *path: str) -> Iterator[Element]:
    found: Iterator[Element] = element.iterfind("/".join(f"{{*}}{name}" for name in path))
    return found


def _texts(element: Element, *path: str) -> list[str]:
    return [text for found in _all(element, *path) if (text := _clean(found.text))]


def _text(element: Element, *path: str) -> str:
    return next(iter(_texts(element, *path)), "")


def _clean(text: str | None) -> str:
    """Returns a text in one line; LHEO writes a dash where an obligatory text is not known."""
    plain = " ".join((text or "").split())
    return "" if plain == "-" else plain

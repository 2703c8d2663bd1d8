"""Names of territories to their keys, as addresses, directories and people write them.

Accents, case, hyphens and apostrophes aside, `St` is `Saint`; a postal code, a département by
number or name and CEDEX may stand beside a commune; the nature of an inter-communal body (`CC`,
`Communauté de communes`, `Métropole`) may be written, shortened or left out. Nothing that is only
near is ever taken for the place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.codes import folded
from ingest.candidates import (
    ELSEWHERE,
    NEAR_NAME,
    NOTHING,
    SAME_NAME,
    SHOWN,
    Called,
    Candidate,
    Found,
    How,
    Near,
    nearly,
    settled,
)

SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
CEDEX = re.compile(r"\bcedex\b(?:\s*\d{1,2}\b)?")
FIVE = re.compile(r"(?<!\d)(?:\bf-)?(\d{5}|2[ab]\d{3})(?!\d)")
LEADING = re.compile(r"\(?(\d{2}|97\d|2[ab])\)?[\s,:-]+(?=[a-z])")
TRAILING = re.compile(r"(?<=[a-z])[\s,(\[-]+(\d{2}|97\d|2[ab])[)\]]?\s*$")
BRACKETED = re.compile(r"(.+?)\s*[(\[]([^)\]]+)[)\]]\s*")
ASIDE = re.compile(r"(.+?)(?:\s*,\s*|\s+[-–/]\s+)(.+)")
ARTICLES = ("la", "le", "les", "l'")
ARTICLE = re.compile(r"^(?:la|le|les|l) ")
DISTRICT = re.compile(r"(paris|lyon|marseille)\s+\d{1,2}\s*(?:e|er|eme|nd)?(?:\s+arr\w*)?")
LINK = r"\s*(?:(?:de la|de l|du|des|de|d|la|le|les|l)\b\s*)?"
BODY = re.compile(
    r"^(?:cc|ca|cu|com com|comcom|agglo|agglomeration|metropole|communaute (?:de communes"
    rf"|d agglomeration|d agglo|urbaine))\b{LINK}|\s*\bmetropole\b"
)
NATURES = {
    "be": re.compile(rf"^(?:bassin d emploi|bassin|zone d emploi)\b{LINK}"),
    "dep": re.compile(rf"^(?:departement|dept|dpt)\b{LINK}"),
    "reg": re.compile(rf"^region\b{LINK}"),
}
COMMUNES_FIRST = (("com",), ("epci",))
ANY_KIND = (("com", "dep", "reg"), ("epci",), ("be",))


@dataclass(frozen=True)
class Written:
    """A place as written: its name, the five figures and the département beside it."""

    name: str
    five: str = ""
    department: str = ""


class Places:
    """Territories by name."""

    def __init__(self, called: Iterable[Called]) -> None:
        self._by: dict[str, dict[str, dict[str, Called]]] = defaultdict(lambda: defaultdict(dict))
        self._keys: dict[str, Called] = {}
        self._articled = False  # a published table may leave the articles of all communes out
        for each in called:
            self.add(each)

    def add(self, called: Called) -> None:
        """Adds a territory; the kind is the first part of its key."""
        kind = called.key.partition(":")[0]
        form = spelled(called.headline)
        self._by[kind][body_name(form) if kind == "epci" else form][called.key] = called
        self._keys[called.key] = called
        self._articled |= kind == "com" and bool(ARTICLE.match(form))

    def name_of(self, key: str) -> str:
        """Returns the name of a territory; its code where it is not known."""
        called = self._keys.get(key)
        return called.headline if called else key.partition(":")[2]

    def look(self, text: str, near: Near, *, near_too: bool) -> Found:
        """Returns what a text names; near names are looked for where `near_too`."""
        readings = list(self._readings(text))
        for written in readings:
            if found := self._named(written, near):
                return found
        return self._nearest(readings[-1], near) if near_too else NOTHING

    def _readings(self, text: str) -> Iterator[Written]:
        """Yields the ways to read a text; the last part may be an article, or a département."""
        written = read(text)
        yield written
        for pattern in (BRACKETED, ASIDE):
            parted = pattern.fullmatch(written.name)
            if parted and parted[2] in ARTICLES:
                yield Written(f"{parted[2]} {parted[1]}", written.five, written.department)
            elif parted and self._department(parted[2]):
                yield Written(parted[1], written.five, parted[2])

    def _named(self, written: Written, near: Near) -> Found | None:
        own = self._keys.get(f"com:{written.five.upper()}")
        if own and spelled(own.headline) == spelled(written.name):
            return settled(own)
        code = f"dep:{written.name.upper()}"
        if near.kind != "commune" and code in self._keys:
            return settled(self._keys[code])
        for kinds, form in self._kinds(spelled(written.name), near):
            called = [each for kind in kinds for each in self._by[kind].get(form, {}).values()]
            living = [each for each in called if not each.retired] or called
            if living:
                return self._chosen(living, self._wanted(written, near))
        return None

    def _kinds(self, form: str, near: Near) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yields kinds with the name to look for among them, the likeliest first."""
        for kind, pattern in NATURES.items():
            if (bare := pattern.sub("", form)) and bare != form:
                yield (kind,), bare
        if body_name(form) != form:
            yield ("epci",), body_name(form)
            return
        for kinds in COMMUNES_FIRST if near.kind == "commune" else ANY_KIND:
            yield kinds, form
            if "com" in kinds and not self._articled:
                yield ("com",), ARTICLE.sub("", form)

    def _chosen(self, called: list[Called], wanted: frozenset[str]) -> Found:
        within = [each for each in called if _is_within(each, wanted)]
        if len(within) == 1:
            return settled(within[0])
        how: How = "several" if within else "near"
        why = SAME_NAME if within else ELSEWHERE
        ordered = sorted(within or called, key=lambda each: each.key)
        return Found(None, tuple(self._candidate(each, 1.0, why) for each in ordered), how)

    def _wanted(self, written: Written, near: Near) -> frozenset[str]:
        """Returns the départements that are told, the text's own before the row's."""
        told = (
            self._department(written.department),
            of_postal(written.five),
            self._department(near.department),
            of_postal(near.postal),
        )
        return next(filter(None, told), frozenset())

    def _department(self, text: str) -> frozenset[str]:
        plain = folded(text).removeprefix("dep:")
        if re.fullmatch(r"0?\d{1,2}|97\d|2[ab]", plain):
            return frozenset({plain.lstrip("0").zfill(2).upper()})
        named = self._by["dep"].get(NATURES["dep"].sub("", spelled(text)), {})
        return frozenset(key.partition(":")[2] for key in named)

    def _nearest(self, written: Written, near: Near) -> Found:
        wanted = self._wanted(written, near)
        ranked: list[tuple[bool, float, str]] = []
        for kinds, form in self._kinds(spelled(written.name), near):
            for by in (self._by[kind] for kind in kinds):
                for name, likeness in nearly(form, by.keys()).items():
                    called = by[name].values()
                    ranked += [(not _is_within(c, wanted), -likeness, c.key) for c in called]
        best = {key: -likeness for _, likeness, key in sorted(ranked)[:SHOWN]}
        found = (self._candidate(self._keys[key], best[key], NEAR_NAME) for key in best)
        return Found(None, tuple(found), "near") if best else NOTHING

    def _candidate(self, called: Called, likeness: float, why: str) -> Candidate:
        inside = [self.name_of(f"dep:{code}") for code in sorted(called.departments)]
        return Candidate(called.key, ", ".join([called.headline, *inside]), likeness, why)


def read(text: str) -> Written:
    """Returns a place as written, what stands beside its name apart."""
    rest = CEDEX.sub(" ", folded(text)).strip()
    if five := FIVE.search(rest):
        rest = f"{rest[: five.start()]} {rest[five.end() :]}".replace("()", "")
        return Written(_name(rest), five[1])
    beside = TRAILING.search(rest) or LEADING.match(rest)
    if beside and not DISTRICT.fullmatch(rest):
        return Written(_name(rest[: beside.start()] + rest[beside.end() :]), "", beside[1])
    return Written(_name(rest))


def _name(text: str) -> str:
    plain = " ".join(text.split()).strip(" ,-–:/[")
    district = DISTRICT.fullmatch(plain)
    return district[1] if district else plain


def spelled(name: str) -> str:
    """Returns the words of a name as two spellings of it share them."""
    plain = re.sub(r"\bs/\s*", "sur ", folded(name))
    return " ".join(SAINTS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain))


def body_name(form: str) -> str:
    """Returns the name of an inter-communal body without its nature."""
    return " ".join(BODY.sub("", form).split()) or form


def _is_within(called: Called, wanted: frozenset[str]) -> bool:
    return not wanted or not called.departments or bool(called.departments & wanted)


def of_postal(text: str) -> frozenset[str]:
    """Returns the départements of a postal or commune code; Corsica's 20 is two of them."""
    figures = folded(text).removeprefix("f-").replace(" ", "").removesuffix(".0")
    figures = figures.zfill(5) if figures.isdigit() and len(figures) == 4 else figures
    if not re.fullmatch(r"\d{5}|2[ab]\d{3}", figures):
        return frozenset()
    if figures.startswith("20"):
        return frozenset({"2A", "2B"})
    return frozenset({figures[: 3 if figures[:2] in {"97", "98"} else 2].upper()})

"""What a name may stand for: the key it gives, or the ones it could give, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

How = Literal["code", "name", "several", "near", "none"]
SHOWN = 5
LEAST_RATIO, LEAST_SHARED = 80, 90  # of 100: letters alike, words in common
SHARED_WEIGHT = 0.9  # of names one of which only has more words than the other
SAME_NAME = "naming.same_name"
ELSEWHERE = "naming.elsewhere"
NEAR_NAME = "naming.near_name"


@dataclass(frozen=True)
class Candidate:
    """A node that a text may mean; `likeness` is from 0 to 1, `why` the code of a sentence."""

    key: str
    headline: str
    likeness: float = 1.0
    why: str = SAME_NAME


@dataclass(frozen=True)
class Found:
    """What a text was found to mean; `key` is None where that is for a person to say.

    Attributes:
        how: `code`, it is a key itself; `name`, one node is called that; `several`, more than one
            is; `near`, names are only near, or elsewhere; `none`, nothing comes near.
        candidates: best first; the node itself where there is a key.
    """

    key: str | None = None
    candidates: tuple[Candidate, ...] = ()
    how: How = "none"


@dataclass(frozen=True)
class Near:
    """What else a row says of the node that it names.

    Attributes:
        department: its code or its name, as written.
        postal: a postal code, of which the first figures tell the département.
        commune: the key of a commune.
        kind: `commune` where communes are meant before other territories.
    """

    department: str = ""
    postal: str = ""
    commune: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Called:
    """A node with what it is called, and where it is.

    Attributes:
        also: other words it goes by: acronym, SIRET, SIREN.
        departments: codes of the départements that a territory lies in.
        place: the key of the commune of an employer; empty where it is not known.
        retired: whether it is no longer in the official table.
    """

    key: str
    headline: str
    also: tuple[str, ...] = ()
    departments: frozenset[str] = frozenset()
    place: str = ""
    retired: bool = False


NOTHING = Found()
ANYWHERE = Near()


def settled(called: Called) -> Found:
    """Returns that a text means this node."""
    return Found(called.key, (Candidate(called.key, called.headline),), "name")


def shown(candidates: Iterable[Candidate]) -> str:
    """Returns candidates as a sentence names them: `36202 (Saint-Maur, 36), …`."""
    named = [f"{coded(each.key)} ({each.headline})" for each in candidates]
    return ", ".join(named[:SHOWN]) + (", …" if len(named) > SHOWN else "")


def coded(key: str) -> str:
    """Returns a key as cells hold it: a commune by its code alone."""
    return key.removeprefix("com:")


def nearly(form: str, forms: Collection[str]) -> dict[str, float]:
    """Returns the forms near to one, each with its likeness from 0 to 1, in no order.

    Likeness is that of rapidfuzz: of all letters in their order, or of the words in common where
    one name only says more than the other.
    """
    from rapidfuzz import fuzz, process

    found: dict[str, float] = {}
    ways = ((fuzz.token_set_ratio, LEAST_SHARED, SHARED_WEIGHT), (fuzz.ratio, LEAST_RATIO, 1))
    for scorer, least, weight in ways:
        rows = process.extract(form, forms, scorer=scorer, score_cutoff=least, limit=4 * SHOWN)
        for name, score, _ in rows:
            found[name] = max(found.get(name, 0), round(score * weight / 100, 2))
    return found

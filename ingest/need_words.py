"""What people write of a need beside its job title: posts, contract, time, season, how soon, why.

Each phrase that is understood is taken out of the text; what is left is the job title. Texts are
read without accents and case, letter for letter, so that what is left is shown as written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graph.kinds import MONTHS, CellError, Day

DAY = Day("", "", "")
NUMBERS = {
    word: number
    for number, words in enumerate(
        ("", "un une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
    )
    for word in words.split()
} | {"onze": 11, "douze": 12, "quinze": 15, "vingt": 20}
ABOUT = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "cinquantaine": 50,
    "centaine": 100,
}
MONTH = (
    r"(janv(?:ier)?|fevr(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\b\.?"
)
DATE = (
    r"(\d{1,2}[/.\-]\d{1,2}[/.\-](?:20)?\d{2}|20\d\d-\d\d-\d\d|\d{1,2}(?:er)? "
    + MONTH
    + r" 20\d\d)"
)
NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?|" + "|".join(NUMBERS) + r")"
FEW = r"(\d{1,2}|" + "|".join(NUMBERS) + r")"


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


PHRASES: tuple[tuple[str, Any, re.Pattern[str]], ...] = tuple(
    (name, value, _whole(pattern))
    for name, value, pattern in (
        ("contract", "permanent", r"(?:en |contrats? )?c\.?d\.?i\.?"),
        ("contract", "fixed-term", r"(?:en |contrats? )?c\.?d\.?d\.?"),
        ("contract", "seasonal", r"(?:en |contrats? )?(?:saisonniere?s?|saison)"),
        ("contract", "temporary", r"(?:en |missions? d')?interim(?:aires?)?"),
        (
            "contract",
            "apprenticeship",
            r"(?:en |contrats? (?:d'|en |de )?)?"
            r"(?:apprenti(?:e?s?|ssage)|alternan(?:ce|te?s?)|professionnalisation)",
        ),
        ("time", "full", r"(?:a |en )?(?:temps plein|plein temps|temps complet)"),
        ("time", "part", r"(?:a |en )?temps partiel"),
        (
            "cause",
            "departure",
            r"(?:suite (?:a |au )?)?(?:(?:en )?remplacements? )?(?:pour |suite (?:a |au )?)?"
            r"(?:un |d'un )?departs? (?:prevus? )?(?:a la |en )?retraites?|depart d'un salarie",
        ),
        (
            "cause",
            "replacement",
            r"(?:en |pour )?remplace(?:ments?|r)(?: (?:de |d'un )?conges? (?:mat\w*|parental))?",
        ),
        (
            "cause",
            "creation",
            r"creations? (?:de |d'un )?postes?|nouveaux? postes?|^\W*creation\W*$",
        ),
        (
            "difficulty",
            3,
            r"introuvables?|(?:on |nous )?(?:ne |n'en )?trouv(?:e|ons) (?:pas|personne)|penurie"
            r"|tres difficiles?(?: a (?:trouver|recruter))?|impossible a (?:trouver|recruter)"
            r"|(?:aucun|pas de) candidats?|personne ne postule",
        ),
        (
            "difficulty",
            2,
            r"difficiles?(?: a (?:trouver|recruter))?|difficultes?(?: de recrutement)?|en tension",
        ),
        (
            "horizon",
            "urgent",
            r"(?:tres )?urgente?s?|en urgence|(?<!d')urgence|(?:tout )?de suite"
            r"|immediat(?:e?s?|ement)|asap|(?:des|le plus vite) que possible"
            r"|(?:le |au )plus (?:vite|tot)(?: possible)?|sans delai",
        ),
        ("horizon", "short", r"(?:a )?court terme"),
        ("horizon", "medium", r"(?:a )?moyen terme"),
        ("horizon", "anticipation", r"(?:a )?long terme|(?:en )?anticipation|a anticiper"),
        ("recurring", True, r"tous les ans|chaque annee|recurrente?s?"),
    )
)
HALF = _whole(r"(?:a )?mi[- ]temps")
PERCENT = re.compile(r"(?<!\d)(?:a )?(\d{2,3}) ?%")
HOURS = _whole(r"(?:a )?(\d{2}) ?h(?:eures?)?(?: ?(?:/|par) ?sem(?:aine)?)?(?! ?/ ?f)")
BY = re.compile(rf"(?<!\w)(?:avant|pour|d'ici|au plus tard)(?: le| au)? {DATE}")
DAY_ALONE = re.compile(rf"(?:(?:a partir|a compter) du |des le |le )?{DATE}")
POINT = r"(?:(?:le |du )?(?:1er|\d{1,2}|debut|mi|fin)[ -])?"
SEASON = re.compile(
    rf"(?<!\w)(?:de |d'|du |entre |en )?(?:mois de )?{POINT}{MONTH}"
    rf" ?(a|au|et|-|/|jusqu'(?:a|en|au))(?: la)? ?{POINT}{MONTH}(?: 20\d\d)?"
)
ALL_YEAR = _whole(r"(?:a |sur )?(?:toute )?l'annee")
DELAY = _whole(
    rf"(?:sous|d'ici(?: a)?|dans|en)(?: les)? {FEW} ?(?:prochaine?s? )?(jours?|semaines?|mois|ans?)"
)
PREPOSITION = (
    r"(?:(?:en|pour|d'ici(?: a)?|debut|fin|courant|avant|des|horizon|a partir de) ?(?:a )?)"
)
YEAR = _whole(rf"{PREPOSITION}{{0,3}}(?:{MONTH} )?(20\d\d)")
NEXT_MONTH = _whole(rf"{PREPOSITION}{{1,3}}{MONTH}")
SCHOOL = _whole(r"(?:a |pour |des |avant )?la rentree(?: de)?(?: septembre)?(?: 20\d\d)?")
YEAR_END = _whole(r"(?:d'ici |avant |pour |en )?(?:la )?fin (?:de l'|d')annee")
ASIDE = re.compile(
    r"\bbac ?\+ ?\d\b|\bcaces(?: [\d, et]*\d)?|\bpermis [a-e]{1,2}\b|\b[2-5] ?x ?[48]\b"
    r"|\b(?:niveau|ssiap|echelon) \d\b|\b\d+ ans d'experience\b"
)
ROUGHLY = _whole(r"environ|~|au moins|minimum|au minimum|jusqu'a|plus de")
SOME = _whole(r"plusieurs|quelques|divers(?:es)?|beaucoup de")
DOZENS = _whole(rf"(?:une |la )?({'|'.join(ABOUT)})s?(?: de| d')?")
SPAN = re.compile(r"^\W*(?:de |entre )?(\d{1,3}) ?(?:a|-|ou|/|et) ?\d{1,3}(?!\w)")
UNIT = _whole(
    rf"{NUMBER} ?(etp|equivalents? temps plein|postes?|personnes?|pers|recrutements?|embauches?"
    r"|salariee?s?|collaborateurs?|collaboratrices?)(?: (?:de|d'))?"
)
TIMES = re.compile(r"(?<!\w)(?:x ?(\d{1,3})|(\d{1,3}) ?x)(?!\w)")
LEADING = re.compile(rf"^\W*{NUMBER}(?![\w%])")
LAST = re.compile(r"\(? ?(?<![\w.,])(\d{1,3})(?: ?\))?\W*$")
OPENING = re.compile(
    r"^\W*(?:(?:nous|on|il|en|va|souhaite|veut) ){0,3}(?:faut|manque|recherch(?:e|ons|ent)"
    r"|cherch(?:e|ons|ent)|recrut(?:e|er|ons|ements?)|embauch(?:e|er|es|ons)|postes?)(?!\w)"
    r"(?: de(?!\w)| d')?"
)
FILLER = _whole(
    r"besoins?(?: de| d'| en)?|recrutements? (?:de|d')|postes? (?:de|d')|profils?(?: de| d')?"
    r"|a pourvoir|\(?[hfm] ?/ ?[hfm]\)?|en contrat|contrats?"
)


@dataclass
class Beside:
    """A piece of text, and what it says beside a job title.

    Attributes:
        raw: the text, and `plain` the same without accents and case, what was taken out blank.
        values: properties of a `Need`.
        count: how many are sought, in people or in full-time equivalents.
        equivalents: whether `count` is in full-time equivalents.
        share: of a full-time post that each is.
        months: in which they are sought, 1 to 12; empty where it is not said.
        sure: whether the count is.
        unread: what was seen and says nothing that a need holds.
    """

    raw: str
    plain: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    count: float | None = None
    equivalents: bool = False
    share: float = 1.0
    months: tuple[int, ...] = ()
    sure: bool = True
    unread: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        composed = unicodedata.normalize("NFC", self.raw)
        self.raw = composed.replace("œ", "oe").replace("Œ", "Oe").replace("’", "'")
        self.plain = "".join(map(_letter, self.raw))

    def take(self, pattern: re.Pattern[str], *, unread: bool = False) -> re.Match[str] | None:
        """Returns where a pattern is first met, having taken it out."""
        found = pattern.search(self.plain)
        if found:
            start, end = found.span()
            self.plain = self.plain[:start] + " " * (end - start) + self.plain[end:]
            if unread:
                self.unread.append(self.raw[start:end].strip(" ,.:"))
        return found

    @property
    def rest(self) -> str:
        """What is left as it was written: the job title."""
        kept = (
            raw if plain != " " else " " for raw, plain in zip(self.raw, self.plain, strict=True)
        )
        bare = re.sub(r"\(\s*\)", " ", "".join(kept))
        return re.sub(r"\s+", " ", bare).strip(" ,;:.-–/+•*!?'\"")


def beside(text: str, today: date) -> Beside:
    """Returns what a piece of text says of a need, and what is left of it."""
    said = Beside(text)
    while said.take(ASIDE, unread=True):
        pass
    _days(said)
    _season(said)
    _soon(said, today)
    _time(said)
    _phrases(said)
    _posts(said)
    return said


def _letter(char: str) -> str:
    """Returns one letter without accent and case; blanks are one space."""
    return " " if char.isspace() else unicodedata.normalize("NFKD", char)[0].lower()[0]


def _days(said: Beside) -> None:
    while found := said.take(BY):
        try:
            said.values.setdefault("by", DAY.read(_long_year(found[1])))
        except CellError:
            said.unread.append(found[0].strip())
    while said.take(DAY_ALONE, unread=True):
        pass


def _long_year(text: str) -> str:
    return re.sub(r"([/.\-])(\d\d)$", r"\g<1>20\2", text) if not text.startswith("20") else text


def _season(said: Beside) -> None:
    if found := said.take(SEASON):
        first, last = _month(found[1]), _month(found[3])
        two = found[2] in {"et", "/"} and "entre" not in found[0]
        length = (last - first) % 12 + 1
        run = tuple((first + month - 1) % 12 + 1 for month in range(length))
        said.months = (first, last) if two else run
    elif said.take(ALL_YEAR):
        said.months = tuple(range(1, 13))


def _month(word: str) -> int:
    return next(number for number, start in enumerate(MONTHS, 1) if word.startswith(start))


def _soon(said: Beside, today: date) -> None:
    if found := said.take(DELAY):
        number = NUMBERS.get(found[1]) or int(found[1])
        months = {"j": 0, "s": number / 4, "m": number, "a": 12 * number}[found[2][0]]
        said.values.setdefault("horizon", horizon_in(months))
    if said.take(SCHOOL):
        said.values.setdefault("horizon", horizon_in((9 - today.month) % 12))
    if said.take(YEAR_END):
        said.values.setdefault("horizon", horizon_in(12 - today.month))
    if found := said.take(YEAR):
        month = _month(found[1]) if found[1] else 7  # the middle of a year that is told alone
        months = 12 * (int(found[2]) - today.year) + month - today.month
        said.values.setdefault("horizon", horizon_in(months))
    if found := said.take(NEXT_MONTH):
        said.values.setdefault("horizon", horizon_in((_month(found[1]) - today.month) % 12))


def horizon_in(months: float) -> str:
    """Returns how soon a number of months from now is, as needs say it."""
    if months <= 3:
        return "urgent"
    if months <= 12:
        return "short"
    return "medium" if months <= 36 else "anticipation"


def _time(said: Beside) -> None:
    if said.take(HALF):
        said.values["time"], said.share = "part", 0.5
    elif found := said.take(PERCENT):
        _share(said, int(found[1]) / 100)
    elif found := said.take(HOURS):
        _share(said, int(found[1]) / 35)


def _share(said: Beside, share: float) -> None:
    said.values["time"] = "full" if share >= 1 else "part"
    said.share = round(min(1.0, share), 2)


def _phrases(said: Beside) -> None:
    """Takes what each property is told by; two contracts are left for a person to choose from."""
    contracts: dict[str, str] = {}
    for name, value, pattern in PHRASES:
        while found := said.take(pattern):
            if name == "contract":
                contracts.setdefault(value, said.raw[found.start() : found.end()])
            said.values.setdefault(name, value)
    if len(contracts) > 1:
        said.unread += contracts.values()
        del said.values["contract"]


def _posts(said: Beside) -> None:
    """Takes how many are sought, where that is told with a word; else a number on its own."""
    said.sure = not said.take(ROUGHLY)
    if found := said.take(DOZENS):
        said.count, said.sure = float(ABOUT[found[1]]), False
    elif said.take(SOME, unread=True):
        said.sure = False
    elif found := said.take(UNIT) or said.take(TIMES):
        said.count = _number(next(filter(None, found.groups())))
        said.equivalents = found.re is UNIT and found[2].startswith(("etp", "equiv"))
    while said.take(FILLER) or said.take(OPENING):
        pass
    if said.count is None:
        _bare_number(said)


def _bare_number(said: Beside) -> None:
    if found := said.take(SPAN, unread=True):
        said.count, said.sure = _number(found[1]), False
    elif found := said.take(LEADING) or said.take(LAST):
        said.count = _number(found[1])


def _number(text: str) -> float:
    return float(NUMBERS.get(text) or text.replace(",", "."))

"""A need in words to what it says: `2 régleurs et 1 soudeur, CDI, urgent`.

What is understood becomes properties of a `Need`; the job title becomes an occupation of ROME
where one alone has it. Nothing is lost: the title keeps the words as they were written, and
`unread` says which of them were not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph.codes import folded
from ingest.candidates import NOTHING, SHOWN, Candidate, Found
from ingest.need_words import Beside, beside
from ingest.titles import Titles, stems

NOW = (
    r"(?: (?:actuellement|pour le moment|pour l'instant|prevue?s?|a ce jour|connus?|identifies?"
    r"|exprimes?|particuliers?|cette annee|en 20\d\d|de recrutement))*"
)
NONE = re.compile(
    rf"r\.?a\.?s\.?{NOW}|neant|non|aucune?|sans objet|n/?a|nc|0|rien{NOW}"
    rf"|(?:pas|plus) de (?:besoins?|recrutements?){NOW}|aucune? (?:besoin|recrutement)s?{NOW}"
)
GROUPS = re.compile(r"(?:\s*[\n;•]+\s*|^\s*)(?:[-*–]\s+)?")
SEGMENTS = re.compile(r"\s*(?:(?<!\d),|,(?!\d))\s*|(?<!bac)(?<!bac )\s*\+\s*", re.IGNORECASE)
LABEL = re.compile(r"([^:]{1,60}?)\s*:\s+(?=\S)")
BOTH = re.compile(r"\s+(?:et|&)\s+", re.IGNORECASE)
BESIDE = re.compile(r"\s+(?:et|&|-|–)\s+|\s*/\s*", re.IGNORECASE)
EITHER = re.compile(r"\s+(?:ou|-|–)\s+|\s*/\s*", re.IGNORECASE)
QUALITY = re.compile(
    r"\b(?:debutante?s?|experimentee?s?|confirmee?s?|qualifiee?s?|juniors?|seniors?|autonomes?"
    r"|motivee?s?|de nuit|de jour|de week-end|le week-end|en equipes?|en journee"
    r"|avec experience|sans experience)\b"
)
LONGEST = 2000  # letters, above which a text is an account and no need
LEAST_TITLE = 0.9  # likeness from which words after a first need begin another
PLURAL = re.compile(r"\b(?!commis|sous)\w{3,}[sx]\b")


@dataclass(frozen=True)
class Prose:
    """One need, as words say it.

    Attributes:
        values: properties of a `Need`, `title` being the words as written.
        occupation: the key of the occupation; None where that is for a person to say.
        sure: whether the occupation and the posts are.
        candidates: occupations that the words may mean, best first.
        unread: the words that were not understood.
    """

    values: dict[str, Any]
    occupation: str | None = None
    sure: bool = False
    candidates: tuple[Candidate, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass
class _Draft:
    """A need being read: its words, what they say, the occupation found.

    A label stands before a colon; it names what follows, unless it is a job title itself.
    """

    words: list[str]
    said: Beside
    found: Found = NOTHING
    is_label: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether a job title is just that."""
        return self.found.how in {"name", "several"}

    @property
    def is_need(self) -> bool:
        """Whether the words are a need of their own: a number of something, or a job."""
        if not self.said.rest:
            return False
        if self.is_exact or self.said.count is not None:
            return True
        likeness = self.found.candidates[0].likeness if self.found.candidates else 0
        return likeness >= LEAST_TITLE and not self.is_label

    def tell(self, other: _Draft, *, count: bool = True, ahead: bool = False) -> None:
        """Takes what other words say of this need, where it does not say so itself."""
        said, more = self.said, other.said
        said.values = more.values | said.values
        said.months = said.months or more.months
        said.share = min(said.share, more.share)
        if not count:
            return
        if said.count is None and more.count is not None:
            said.count, said.equivalents = more.count, more.equivalents
        elif more.count is not None:
            said.unread.append(more.raw)
        said.sure &= more.sure
        self.words = [*other.words, *self.words] if ahead else [*self.words, *other.words]
        said.unread += [*more.unread, *filter(None, [more.rest])]


def understood(
    text: str, titles: Titles, answer: str | None = None, today: date | None = None
) -> list[Prose]:
    """Returns the needs that a text says, in its order; none where it says that there is none.

    `answer` is the occupation that a person chose for the one need whose own is not sure.
    """
    if not re.search(r"\w", text) or NONE.fullmatch(folded(text).strip(" .!")):
        return []
    if len(text) > LONGEST:
        return [Prose({"title": text.strip()}, answer, bool(answer), unread=(text.strip(),))]
    drafts = _drafts(text, titles, today or date.today())
    if len(drafts) == 1:
        drafts[0].words = [text.strip()]
    found = [_need(draft) for draft in drafts]
    doubtful = [place for place, prose in enumerate(found) if prose.occupation is None]
    if answer and len(doubtful or found) == 1:
        place = doubtful[0] if doubtful else 0
        found[place] = replace(found[place], occupation=answer, sure=True)
    return found


def _drafts(text: str, titles: Titles, today: date) -> list[_Draft]:
    """Returns the needs of a text; words that name none say more of those before, else after."""
    drafts: list[_Draft] = []
    ahead: list[_Draft] = []
    for group in filter(None, map(str.strip, GROUPS.split(text))):
        first = len(drafts)
        for piece in _pieces(group, titles, today):
            if piece.is_need:
                for before in reversed(ahead):
                    piece.tell(before, ahead=True)
                ahead.clear()
                drafts.append(piece)
            elif drafts and not piece.is_label:
                _tell(drafts[first:] or drafts, piece)
            else:
                ahead.append(piece)
    drafts = drafts or [ahead.pop(0)]
    for behind in ahead:
        drafts[-1].tell(behind)
    return drafts


def _tell(drafts: list[_Draft], piece: _Draft) -> None:
    """Says what a piece says to each need, its number and what is left of it to the last."""
    for draft in drafts[:-1]:
        draft.tell(piece, count=False)
    drafts[-1].tell(piece)


def _pieces(group: str, titles: Titles, today: date) -> Iterator[_Draft]:
    """Yields the pieces of a line: what stands before a colon, then between commas and links."""
    while label := LABEL.match(group):
        yield replace(_draft(label[1], titles, today), is_label=True)
        group = group[label.end() :]
    for segment in filter(None, map(str.strip, SEGMENTS.split(group))):
        whole = _draft(segment, titles, today)
        drafts = [whole]
        if whole.said.rest and not whole.is_exact:
            drafts = [_draft(part, titles, today) for part in BESIDE.split(segment) if part]
        yield from drafts if _is_apart(segment, drafts) else [whole]


def _is_apart(segment: str, drafts: list[_Draft]) -> bool:
    """Returns whether linked words are needs of their own, or say more of one.

    `Soudeur / chaudronnier` may be one post or two: only `et` makes two of titles alone.
    """
    titled = [draft for draft in drafts if draft.said.rest]
    counted = [draft for draft in titled if draft.said.count is not None]
    if not all(draft.is_exact or draft.said.count is not None for draft in titled):
        return False
    return len(titled) - len(counted) < 2 or len(BOTH.split(segment)) == len(drafts)


def _draft(text: str, titles: Titles, today: date) -> _Draft:
    said = beside(text, today)
    found = _occupation(said.rest, titles)
    if found.how not in {"name", "several"} and QUALITY.search(said.plain):
        while said.take(QUALITY, unread=True):
            pass
        found = _occupation(said.rest, titles)
    return _Draft([text], said, found)


def _occupation(title: str, titles: Titles) -> Found:
    """Returns the occupation of a job title; of `A or B`, those of both, for a person to choose."""
    either = [part for part in EITHER.split(title) if part]
    words = [stems(part) for part in either]
    if len(either) < 2 or words[1][: len(words[0])] == words[0]:  # one title in both genders
        return titles.find(either[-1]) if either else NOTHING
    each = [titles.find(part) for part in either]
    if len({one.key for one in each}) == 1 and each[0].key:
        return each[0]
    candidates = {c.key: c for one in each for c in one.candidates[:SHOWN]}
    ranked = sorted(candidates.values(), key=lambda one: -one.likeness)[:SHOWN]
    return Found(None, tuple(ranked), "near") if ranked else NOTHING


def _need(draft: _Draft) -> Prose:
    said, found = draft.said, draft.found
    count = said.count
    is_one = bool(found.candidates) and not PLURAL.search(folded(said.rest).partition(" ")[0])
    if count is None and said.sure and is_one:
        count = 1.0
    values = {"title": ", ".join(draft.words), **said.values}
    if said.equivalents and count is not None and count < 1:
        values.setdefault("time", "part")
    if count is not None:
        values["posts"] = round(count if said.equivalents else count * said.share, 2)
        values |= {f"m{month:02}": values["posts"] for month in _months(said)}
    left = [said.rest] if said.rest and found.how == "none" else []
    return Prose(
        values,
        found.key,
        found.key is not None and said.sure and count is not None,
        found.candidates,
        tuple(filter(None, [*left, *said.unread])),
    )


def _months(said: Beside) -> tuple[int, ...]:
    """Returns the months in which posts are sought: all of them for a permanent one."""
    whole = said.values.get("contract") == "permanent" and "time" in said.values
    return said.months or (tuple(range(1, 13)) if whole else ())

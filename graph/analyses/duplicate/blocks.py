"""Which employers are worth comparing: pairs found without comparing all with all.

Two employers with a SIRET each are the same only when it is the same SIRET: one of a pair lacks
it. Such pairs are of one SIREN and commune, or of one SIREN that few have, or share a rare word,
or are near by the three-letter parts of their names within a commune (cosine of TF-IDF, the
nearest of each), or a sigle and what it stands for. Cost: what the parts of names within a
commune have in common, in sparse products of a few rows at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.analyses.duplicate.employer_names import ACRONYM_LETTERS, RARE, EmployerNames
from graph.codes import folded
from graph.names import acronyms_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from graph.analyses.duplicate.entries import Entry

LEAST_COSINE = 0.25
NEAREST = 20
FEW = 20
ROWS = 256
NOTHING = ("", None)
Pair = tuple[int, int]


def same_siret(entries: Sequence[Entry]) -> set[Pair]:
    """Returns the pairs of places that have one SIRET, of any type."""
    return _together((entry.siret for entry in entries), range(len(entries)), len(entries))


def nearby_names(
    entries: Sequence[Entry], names: EmployerNames, places: Sequence[int]
) -> set[Pair]:
    """Returns the pairs of places worth comparing, among those of one type.

    `names` holds the names of all entries, in their order.
    """
    lacking = {place for place in places if not entries[place].siret}
    found = (
        *_same_siren(entries, places),
        *_same_rare_word(names, places),
        *_near(entries, names, places, sorted(lacking)),
        *_sigles(entries, names, places),
    )
    return {(a, b) for a, b in found if a in lacking or b in lacking}


def _same_siren(entries: Sequence[Entry], places: Sequence[int]) -> Iterator[Pair]:
    sirens = [entries[place].siren for place in places]
    towns = [
        (entries[place].siren, entries[place].commune)
        if entries[place].siren and entries[place].commune
        else None
        for place in places
    ]
    yield from _together(sirens, places, FEW)
    yield from _together(towns, places, FEW * FEW)


def _same_rare_word(names: EmployerNames, places: Sequence[int]) -> Iterator[Pair]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place in places:
        for word in names.words[place]:
            if names.holders[word] <= RARE:
                holders[word].append(place)
    for group in holders.values():
        yield from _pairs(group)


def _sigles(
    entries: Sequence[Entry], names: EmployerNames, places: Sequence[int]
) -> Iterator[Pair]:
    """Yields the pairs of a commune where a word, or sigle, is made of initials of the other."""
    short: dict[tuple[str, str], set[int]] = defaultdict(set)
    for place in places:
        sigle = folded(entries[place].acronym).replace(".", "")
        for word in (sigle, *names.words[place]):
            if len(word) in ACRONYM_LETTERS:
                short[entries[place].commune, word].add(place)
    for place in places:
        for word in _first_initials(entries[place], names.words[place]):
            others = short.get((entries[place].commune, word), ())
            yield from ((min(place, o), max(place, o)) for o in sorted(others)[:FEW] if o != place)


def _first_initials(entry: Entry, words: tuple[str, ...]) -> set[str]:
    """Returns what may stand for a name: its sigle, itself if short, its first initials."""
    found = {folded(entry.acronym).replace(".", "")} | ({*words} if len(words) == 1 else set())
    if len(words) > 1:
        for initials in acronyms_of(entry.name):
            found |= {initials[:size].lower() for size in ACRONYM_LETTERS}
    return found


def _near(
    entries: Sequence[Entry], names: EmployerNames, places: Sequence[int], lacking: Sequence[int]
) -> Iterator[Pair]:
    """Yields, for each that lacks a SIRET, the nearest names of its commune."""
    parts = _parts(entries, names, places)
    across = parts.T.tocsr()
    row_of = {place: row for row, place in enumerate(places)}
    rows = np.array([row_of[place] for place in lacking], dtype=np.int64)
    for first in range(0, len(rows), ROWS):
        some = rows[first : first + ROWS]
        alike = (parts[some] @ across).tocsr()
        for row, (start, end) in zip(some.tolist(), pairwise(alike.indptr.tolist()), strict=True):
            columns, values = alike.indices[start:end], alike.data[start:end]
            for column in _best(columns, values, row):
                a, b = places[row], places[column]
                yield min(a, b), max(a, b)


def _best(columns: NDArray[np.int32], values: NDArray[np.float32], row: int) -> list[int]:
    kept = (values >= LEAST_COSINE) & (columns != row)
    columns, values = columns[kept], values[kept]
    order = np.lexsort((columns, -values))[:NEAREST]
    found: list[int] = columns[order].tolist()
    return found


def _parts(entries: Sequence[Entry], names: EmployerNames, places: Sequence[int]) -> csr_array:
    """Returns a row a place: the parts of its name within its commune, weighed, of length 1."""
    from scipy.sparse import csr_array

    rows = [sorted(_grams(names.words[place])) for place in places]
    ids = _numbered(chain.from_iterable(rows))
    sizes = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    ends = np.append(0, np.cumsum(sizes))
    towns = np.repeat(_numbered(entries[place].commune for place in places), sizes)
    _, columns = np.unique(towns * (len(ids) + 1) + ids, return_inverse=True)
    weights = np.log((len(places) + 1) / np.bincount(ids, minlength=1)[ids]).astype(np.float32)
    owners = np.repeat(np.arange(len(rows)), sizes)
    lengths = np.sqrt(np.bincount(owners, weights**2, minlength=len(rows)))
    shape = (len(rows), int(columns.max(initial=-1)) + 1)
    scaled = (weights / np.maximum(lengths[owners], 1e-9)).astype(np.float32)
    return csr_array((scaled, columns.astype(np.int32), ends), shape=shape)


def _numbered(values: Iterable[Hashable]) -> NDArray[np.int64]:
    """Returns a number for each value, equal where they are equal, from 0 in order of arrival."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def _grams(words: Iterable[str]) -> set[str]:
    ringed = [f" {word} " for word in words]
    return {word[at : at + 3] for word in ringed for at in range(len(word) - 2)}


def _together(values: Iterable[Hashable], places: Iterable[int], most: int) -> set[Pair]:
    """Returns the pairs of places that have one value, unless more than `most` have it."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for value, place in zip(values, places, strict=True):
        if value not in NOTHING:
            groups[value].append(place)
    small = (group for group in groups.values() if len(group) <= most)
    return set(chain.from_iterable(map(_pairs, small)))


def _pairs(group: Sequence[int]) -> Iterator[Pair]:
    return combinations(sorted(group), 2)

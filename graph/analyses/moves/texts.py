"""How alike texts are: the cosine of the terms they hold, weighed by how often and how rare.

Term weights are (1 + ln n)(1 + ln((1 + N) / (1 + d))) for a term that stands n times in a document
and in d of N documents (Spärck Jones 1972; Salton and Buckley 1988).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.codes import folded

Floats = NDArray[np.float32]
WORD, LONG_WORD = re.compile(r"[a-z0-9]+"), re.compile(r"[a-z0-9]{3,}")
GRAMS = (3, 4, 5)


def words(text: str) -> list[str]:
    """Returns the words of three letters or more of a text, accents folded."""
    return LONG_WORD.findall(folded(text))


def every_word(text: str) -> list[str]:
    """Returns the words of a text, of any length, accents folded."""
    return WORD.findall(folded(text))


def phrases(text: str) -> Iterator[str]:
    """Yields the words of a text, then its pairs of words in a row."""
    found = words(text)
    yield from found
    yield from map(" ".join, pairwise(found))


def grams(word: str) -> Iterator[str]:
    """Yields the pieces of three to five letters of a word, its two ends included."""
    whole = f" {word} "
    for size in GRAMS:
        yield from (whole[at : at + size] for at in range(len(whole) - size + 1))


class Counted(NamedTuple):
    """How often each term stands in each document: a sparse matrix, and its terms in order."""

    counts: Any
    terms: tuple[str, ...]


def counted(documents: Iterable[Iterable[str]]) -> Counted:
    """Returns the counts of terms, a row a document; terms in the order in which they are met."""
    from scipy.sparse import csr_array

    places: defaultdict[str, int] = defaultdict(count().__next__)
    columns: list[int] = []
    ends = [0]
    for document in documents:
        columns += [places[term] for term in document]
        ends.append(len(columns))
    shape = (len(ends) - 1, max(1, len(places)))
    counts = csr_array((np.ones(len(columns)), columns, ends), shape=shape)
    counts.sum_duplicates()
    return Counted(counts, tuple(places))


def cosine(counts: Any) -> Floats:
    """Returns how alike documents are by their counts of terms, each with each, 0 to 1.

    One without terms is like none.
    """
    from scipy.sparse import csr_array, diags_array

    told = csr_array(counts, dtype=np.float64)
    told.data = 1 + np.log(told.data)
    held_by = np.bincount(told.indices, minlength=told.shape[1])
    rarity = 1 + np.log((1 + told.shape[0]) / (1 + held_by))
    weighed = (told @ diags_array(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = (diags_array(1 / np.where(length > 0, length, 1)) @ weighed).astype(np.float32)
    alike: Floats = (unit @ unit.T).toarray()
    return alike

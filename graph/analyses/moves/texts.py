"""How alike texts are: the cosine of the terms they hold, weighed by how often and how rare.

Term weights are (1 + ln n)(1 + ln((1 + N) / (1 + d))) for a term that stands n times in a document
and in d of N documents (Spärck Jones 1972; Salton and Buckley 1988).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.codes import folded

Floats = NDArray[np.float32]
WORD = re.compile(r"[a-z0-9]+")
LEAST = 3
GRAMS = (3, 4, 5)


def words(text: str) -> list[str]:
    """Returns the words of three letters or more of a text, accents folded."""
    return [word for word in WORD.findall(folded(text)) if len(word) >= LEAST]


def phrases(text: str) -> Iterator[str]:
    """Yields the words of a text, then its pairs of words in a row."""
    found = words(text)
    yield from found
    yield from map(" ".join, pairwise(found))


def grams(text: str) -> Iterator[str]:
    """Yields the pieces of three to five letters of each word, its two ends included."""
    for word in WORD.findall(folded(text)):
        whole = f" {word} "
        for size in GRAMS:
            yield from (whole[at : at + size] for at in range(len(whole) - size + 1))


def cosine(documents: Sequence[Iterable[str]]) -> Floats:
    """Returns how alike documents of terms are, each with each, 0 to 1; 0 with an empty one."""
    from scipy.sparse import diags_array

    counted = _counted(documents)
    counted.data = 1 + np.log(counted.data)
    held_by = np.bincount(counted.indices, minlength=counted.shape[1])
    rarity = 1 + np.log((1 + len(documents)) / (1 + held_by))
    weighed = (counted @ diags_array(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = (diags_array(1 / np.where(length > 0, length, 1)) @ weighed).astype(np.float32)
    alike: Floats = (unit @ unit.T).toarray()
    return alike


def _counted(documents: Sequence[Iterable[str]]) -> Any:
    """Returns the sparse counts of terms, a row a document."""
    from scipy.sparse import csr_array

    places: dict[str, int] = {}
    rows, columns, counts = [], [], []
    for row, document in enumerate(documents):
        for term, count in Counter(document).items():
            rows.append(row)
            columns.append(places.setdefault(term, len(places)))
            counts.append(float(count))
    shape = (len(documents), max(1, len(places)))
    return csr_array((counts, (rows, columns)), shape=shape)

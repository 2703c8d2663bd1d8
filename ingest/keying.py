"""Keys of records that a row makes beside another, which nobody would write by hand.

A key is made of the record it hangs on and of the words that tell it from the others there, so that
the same table gives the same keys again, whatever the order of its lines.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from graph.codes import slug
from graph.declare import Node
from ingest.cells import read_one

LONGEST = 80
DIGEST = 3  # bytes
Row = Mapping[str, str]  # meaning to text


def made_keys(
    of: type[Node],
    rows: Sequence[Row],
    owners: Sequence[Sequence[str]],
    said: Sequence[Row],
    given: Sequence[str],
) -> list[str]:
    """Returns a key for each row of a type: the one that it is given, else one that is made.

    `owners` are the keys of the records that each hangs on; `said` is what its own line says of it,
    constants left out. Rows that differ and have the same words are told apart by a number.
    """
    bases = [_base(of, *each) for each in zip(rows, owners, said, strict=True)]
    places: dict[str, list[int]] = defaultdict(list)
    for place, base in enumerate(bases):
        places[base].append(place)
    keys = list(bases)
    taken = set(filter(None, given))
    for base, same in places.items():
        free = (n for n in _numbered(base) if n not in taken)
        for group in _groups([said[place] for place in same]):
            own = next((given[same[index]] for index in group if given[same[index]]), None)
            key = own or next(free)
            for index in group:
                keys[same[index]] = given[same[index]] or key
    return keys


def _numbered(base: str) -> Iterator[str]:
    return (base if number == 1 else f"{base}-{number}" for number in count(1))


def _base(of: type[Node], row: Row, owners: Sequence[str], said: Row) -> str:
    for way in of.key.alternatives:
        if owners and len(way) > 1 and all(row.get(name) for name in way):
            texts = [_canonical(of, name, row[name]) for name in way]
            apart = () if any(said.get(name) for name in way) else _apart(said)
            return _shortened(*texts, *apart)
    return _shortened(of.fr, *owners, *_words(of, row))


def _words(of: type[Node], row: Row) -> list[str]:
    """Returns the words that tell a record: its headline and what it must have, else its first."""
    names = dict.fromkeys([of.headline, *(n for n, kind in of.properties.items() if kind.required)])
    told = [_canonical(of, name, row[name]) for name in names if row.get(name)]
    return told or [text for text in row.values() if text][:1]


def _apart(said: Row) -> list[str]:
    """Returns a few signs that tell contacts without a function of their own, and do not name."""
    text = "\x1f".join(f"{name}={said[name]}" for name in sorted(said) if said[name])
    return [_digest(text)] if text else []


def _canonical(of: type[Node], name: str, text: str) -> str:
    """Returns a text as its property reads it, so that two ways to write a day give one key."""
    if name not in of.properties:
        return text
    value, cause, _ = read_one(of.properties[name], text)
    return text if cause else str(value)


def _shortened(*texts: str) -> str:
    try:
        made = slug(*texts)
    except ValueError:
        made = _digest("\x1f".join(texts))
    return made if len(made) <= LONGEST else f"{made[:LONGEST].rstrip('-')}-{_digest(made)}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=DIGEST).hexdigest()


def _groups(rows: Sequence[Row]) -> list[list[int]]:
    """Returns the places of rows that may be of one record, by what they say, in a steady order.

    Two rows are of one record unless they say different things of it.
    """
    order = sorted(range(len(rows)), key=lambda place: _filled(rows[place]), reverse=True)
    groups: list[tuple[dict[str, str], list[int]]] = []
    for place in order:
        row = {name: text for name, text in rows[place].items() if text}
        for told, members in groups:
            if all(told.get(name, text) == text for name, text in row.items()):
                told |= row
                members.append(place)
                break
        else:
            groups.append((row, [place]))
    groups.sort(key=lambda group: sorted(group[0].items()))
    return [members for _, members in groups]


def _filled(row: Row) -> tuple[int, list[tuple[str, str]]]:
    return sum(map(bool, row.values())), sorted(row.items())

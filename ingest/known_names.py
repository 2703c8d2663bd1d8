"""What nodes are called: in the graph, and in tables that are still to be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from graph import records
from graph.declare import Node, name_of
from graph.schema import Employer, Occupation, Territory
from ingest.candidates import Called

if TYPE_CHECKING:
    from graph.store import Store
    from graph.viewer import Viewer
    from ingest.claims import Given

ALSO = ("acronym", "siret", "siren")
PART_OF = "Territory-PART_OF-Territory"
PARTS = (
    "MATCH (c:Territory)-[:PART_OF]->(t:Territory) "
    "WHERE c.key STARTS WITH 'com:' AND t.key STARTS WITH 'epci:' RETURN c.key, t.key"
)


def read(store: Store, viewer: Viewer, node: type[Node]) -> Iterator[Called]:
    """Yields what every node of a type is called, of those that the viewer may read."""
    if node is Territory:
        yield from _territories(store)
    elif issubclass(node, Employer):
        yield from _employers(store, node)
    elif node is Occupation:
        yield from _occupations(store)
    else:
        for name in records.names(store, viewer, node.__name__):
            yield Called(name.key, name.headline)


def _territories(store: Store) -> Iterator[Called]:
    pairs = [(str(a), str(b)) for batch in store.stream(PARTS) for a, b in batch]
    departments = _departments(pairs)
    text = "MATCH (t:Territory) RETURN t.key, t.name, t.retired"
    for batch in store.stream(text):
        for key, name, retired in batch:
            inside = departments.get(str(key), department_of(str(key)))
            yield Called(str(key), str(name), (), inside, retired=bool(retired))


def _occupations(store: Store) -> Iterator[Called]:
    text = "MATCH (o:Occupation) RETURN o.key, o.title, o.job_titles, o.retired"
    for batch in store.stream(text):
        for key, title, job_titles, retired in batch:
            told = tuple(map(str, job_titles)) if isinstance(job_titles, list) else ()
            yield Called(str(key), str(title), told, retired=bool(retired))


def _employers(store: Store, node: type[Node]) -> Iterator[Called]:
    label = node.__name__
    located = f"MATCH (n:{label})-[:LOCATED_IN]->(t:Territory) RETURN n.key, t.key"
    places = {str(key): str(place) for batch in store.stream(located) for key, place in batch}
    also = [name for name in ALSO if name in node.properties]
    columns = ", ".join(f"n.{name}" for name in ("key", "name", *also))
    for batch in store.stream(f"MATCH (n:{label}) RETURN {columns}"):
        for key, name, *others in batch:
            yield _employer(str(key), name, others, places.get(str(key), ""))


def _employer(key: str, name: object, others: Iterable[object], place: str) -> Called:
    legal_unit = key[:9] if key.isdigit() and len(key) == 14 else ""
    also = dict.fromkeys(str(each) for each in (*others, legal_unit) if each)
    return Called(key, str(name or key), tuple(also), place=place)


def promised(given: Sequence[Given]) -> Iterator[tuple[type[Node], Called]]:
    """Yields what nodes are called that tables are about to make, with their types."""
    edges = [(name_of(one.record), one.claim) for one in given if one.claim.start is not None]
    places = {str(c.start): str(c.end) for name, c in edges if "-LOCATED_IN-" in name}
    departments = _departments(
        (str(c.start), str(c.end)) for name, c in edges if name == PART_OF and _is_body(c.end)
    )
    for one in given:
        if isinstance(one.record, type):
            key, values = one.claim.key, one.claim.values
            name = values.get(one.record.headline)
            if issubclass(one.record, Employer):
                others = (values.get(each) for each in ALSO)
                yield one.record, _employer(key, name, others, places.get(key, ""))
            elif name:
                inside = departments.get(key, department_of(key))
                also = tuple(map(str, values.get("job_titles") or ()))
                yield one.record, Called(key, str(name), also, inside)


def _is_body(key: str | None) -> bool:
    return str(key).startswith("epci:")


def _departments(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Returns the départements of each inter-communal body, from its communes."""
    found: dict[str, set[str]] = defaultdict(set)
    for commune, body in pairs:
        found[body] |= department_of(commune)
    return {body: frozenset(codes) for body, codes in found.items()}


def department_of(key: str) -> frozenset[str]:
    """Returns the code of the département of a commune or département; else nothing."""
    kind, _, code = key.partition(":")
    if kind == "dep":
        return frozenset({code})
    if kind != "com":
        return frozenset()
    return frozenset({code[: 3 if code[:2] in {"97", "98"} else 2]})

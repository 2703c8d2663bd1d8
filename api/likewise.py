"""Tables on their way back in the columns they came in with: which reading, which records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.giving import Leaving, credits_of, named_so
from graph.aliases import aliases
from graph.declare import NODES, SIGNATURES, record_type
from graph.errors import DataError, UnknownNameError
from graph.loads import keys_spoken_of
from graph.mappings import Mappings
from ingest.fitting import checked, type_of
from ingest.likewise import Likewise
from ingest.mapping import TableMapping, read
from ingest.sheets import is_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.workspace import Workspace
    from graph.viewer import Viewer


@dataclass(frozen=True)
class Wanted:
    """A reading, what it is called, and the loads whose records are wanted; none: all there are."""

    mapping: TableMapping
    title: str
    loads: Sequence[int]


def wanted_from(workspace: Workspace, path: Path) -> Wanted:
    """Returns the reading that a file holds.

    Raises:
        DataError: the file holds none, or one that does not suit the model.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("giving.no_file", file=str(path)) from error
    mapping = checked(read(text, path.name), path.name)
    return Wanted(mapping, path.stem, Mappings(workspace.ledger.engine).loads(mapping.shape))


def wanted_as(workspace: Workspace, name: str) -> Wanted:
    """Returns the reading of a load by its number, of a table by its name, of a shape.

    Raises:
        UnknownNameError: nothing is called so.
        DataError: the load's reading was not noted, or does not suit the model any more.
    """
    kept = Mappings(workspace.ledger.engine)
    if name.isdecimal():
        row = workspace.ledger.load(int(name))
        text = kept.of_load(row.id)
        if text is None:
            raise DataError("giving.no_reading", number=name)
        return Wanted(checked(read(text, row.label), row.label), Path(row.label).stem, [row.id])
    try:
        found = kept.called(name)[0]
        title, text = found.name, found.text
    except UnknownNameError:
        noted = kept.noted(name)
        if noted is None:
            raise
        title, text = Path(noted.file).stem, noted.text
    mapping = checked(read(text, title), title)
    return Wanted(mapping, title, kept.loads(mapping.shape))


def leaving_like(workspace: Workspace, viewer: Viewer, wanted: Wanted, sought: str = "") -> Leaving:
    """Returns the table of a reading as a viewer may read it; `sought` is in its first names.

    It holds the records that the loads speak of, as they are now, whoever says it.

    Raises:
        DataError: the records of the reading hang on nothing, or are edges and sought by a name.
    """
    of = type_of(wanted.mapping.records[0])
    among = _among(workspace, wanted) if wanted.loads else {}
    if sought.strip():
        own = among.get(of.__name__)
        found = named_so(workspace, viewer, of, sought)
        among[of.__name__] = dict.fromkeys(key for key in found if own is None or key in own)
    title = wanted.title if not is_aside(wanted.title) else wanted.mapping.records[0].name
    table = Likewise(workspace.store, viewer, wanted.mapping, title, among)
    demonstration = workspace.settings.demonstration
    return Leaving(table, credits_of(workspace), viewer, demonstration, sought.strip())


def _among(workspace: Workspace, wanted: Wanted) -> dict[str, dict[str, None]]:
    """Returns the keys that the loads speak of, by type, in their order."""
    known = aliases(workspace.ledger)
    found = {}
    for name in _names(record.type for record in wanted.mapping.records):
        keys = keys_spoken_of(workspace.ledger, wanted.loads, name)
        own = (known.canonical(record_type(name), key) for key in keys)
        found[name] = dict.fromkeys(own)
    return found


def _names(types: Iterable[str]) -> list[str]:
    """Returns what the ledger calls types, an edge type by each of its pairs of ends."""
    wanted = set(types)
    edges = [name for name, one in SIGNATURES.items() if one.edge.__name__ in wanted]
    return [*(name for name in NODES if name in wanted), *edges]

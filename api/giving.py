"""Tables on their way back to a partner: the same file for a command and for an address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, cast

from api.http.directory import Directory
from graph.declare import Edge
from graph.editions import credit, in_force
from graph.errors import DataError
from graph.records import names
from graph.wording import day, sentence
from ingest.giving import GivenBack, write_given

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.viewer import Viewer
    from ingest.giving import Cell, Column
    from ingest.headers import Tabled
    from ingest.likewise import Headed, Likewise

ENDINGS = ("csv", "xlsx")


@dataclass(frozen=True)
class Leaving:
    """A table on its way out, with what its reader must know of it once its rows have passed."""

    table: GivenBack | Likewise
    credits: Mapping[str, str]
    viewer: Viewer
    demonstration: bool
    sought: str = ""

    @property
    def called(self) -> str:
        """What its file is called, without an ending."""
        return self.table.called

    @property
    def columns(self) -> Sequence[Column | Headed]:
        """Its columns, in order."""
        return self.table.columns

    def batches(self) -> Iterator[list[list[Cell]]]:
        """Yields its rows."""
        return self.table.batches()

    def head(self) -> Mapping[str, Any]:
        """Returns the head of a document."""
        return dict(self.about())

    def about(self) -> list[tuple[str, object]]:
        """Returns what a reader must know of the file, each with its label."""
        table = self.table
        credited = "; ".join(self.credits.get(name, name) for name in sorted(table.sources))
        none = sentence("export.none")
        level = sentence(f"visibility.{self.viewer.visibility}")
        left = (sentence("giving.left_out"), table.left_out)
        warning = (sentence("export.warning"), sentence("scene.demonstration"))
        return [
            (sentence("export.title"), table.title),
            (sentence("export.parameters"), self.sought or none),
            (sentence("export.as_of"), day(date.today())),
            (sentence("export.sources"), credited or none),
            (sentence("export.rows"), table.row_count),
            (sentence("export.level"), level),
            *([left] if table.left_out else []),
            *([warning] if self.demonstration else []),
        ]


def leaving(workspace: Workspace, viewer: Viewer, of: Tabled, sought: str = "") -> Leaving:
    """Returns a type's table as a viewer may read it; of nodes those whose name holds `sought`.

    Raises:
        DataError: edges are sought by a name.
    """
    keys = named_so(workspace, viewer, of, sought) if sought.strip() else None
    credits = credits_of(workspace)
    table = GivenBack(workspace.store, viewer, of, keys, credits)
    return Leaving(table, credits, viewer, workspace.settings.demonstration, sought.strip())


def credits_of(workspace: Workspace) -> dict[str, str]:
    """Returns, by source, the line by which its publisher is credited."""
    return {name: credit(one.edition) for name, one in in_force(workspace.ledger).items()}


def named_so(workspace: Workspace, viewer: Viewer, of: Tabled, sought: str) -> list[str]:
    """Returns the keys of the nodes of a type whose name holds some words.

    Raises:
        DataError: the type is one of edges, which have no name.
    """
    if issubclass(of, Edge):
        raise DataError("giving.no_name", type=of.type)
    directory = Directory.of(names(workspace.store, viewer, of.__name__))
    return [name.key for name in directory.search(sought)]


def given_file(table: Leaving, ending: str) -> IO[bytes]:
    """Returns a table as a `csv` or `xlsx` file, to be read from its start.

    A CSV holds rows only, so that it can be loaded again: each names its sources.

    Raises:
        DataError: there is no such format.
    """
    from viz.exports import IN_MEMORY, write_csv

    if ending not in ENDINGS:
        raise DataError("cli.unknown_ending", value=ending, right=", ".join(ENDINGS))
    made = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  who reads it closes it
    target = cast("IO[bytes]", made)
    if ending == "csv":
        write_csv(target, table, about=False)
    else:
        write_given(target, table.table, table.about)
    target.seek(0)
    return target

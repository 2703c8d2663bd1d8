"""What a load did or would do, in words; its refused rows as a file; loads told one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from api.http.labels import title_of_label, type_title
from api.wordings import enumerated, titled
from graph.declare import NODES, Signature, node_type, record_type
from graph.editions import credits_of
from graph.loads import ByHand, Kind, by_hand, kind_of
from graph.records import rows
from graph.wording import language, sentence

if TYPE_CHECKING:
    from api.workspace import Workspace
    from graph.ledger import LoadRow
    from ingest.load import Refused, Report
    from ingest.rejects import Rejects

VERBS = ("created", "updated", "unchanged", "removed")


def counted(counts: Mapping[str, int]) -> list[str]:
    """Returns counts in words; edges of one type count together, whatever they join."""
    links: Counter[str] = Counter()
    told = []
    for name, count in counts.items():
        record = record_type(name)
        if isinstance(record, Signature):
            links[record.edge.en if language() == "en" else record.edge.fr] += count
        else:
            words = {"one": type_title(record), "many": type_title(record, plural=True)}
            told.append(sentence("load.records", count=count, **words))
    return [*told, *(sentence("load.links", count=n, edge=edge) for edge, n in links.items())]


# refused rows


def write_rejects(report: Report, path: Path) -> int:
    """Writes the refused rows of a report, with their causes; returns how many there are."""
    from ingest.rejects import Rejects

    with Rejects(path) as rejects:
        for refused in report.refused:
            for line, cells in _rows(refused):
                _reject(rejects, refused, line, cells)
    return rejects.count


def _rows(refused: Refused) -> Iterator[tuple[int, dict[str, str]]]:
    """Yields the refused rows of a table as they were written, by line."""
    for batch in refused.table.batches():
        for place, line in enumerate(batch.lines):
            if line in refused.causes:
                yield line, {name: column[place] for name, column in batch.cells.items()}
        yield from batch.raw.items()


def _reject(rejects: Rejects, refused: Refused, line: int, cells: dict[str, str]) -> None:
    causes = enumerated(
        titled(issue.column, sentence(issue.code, **issue.values))
        if issue.column
        else sentence(issue.code, **issue.values)
        for issue in refused.causes.get(line, ())
    )
    rejects.add(refused.table.file, line, causes, cells)


# loads


@dataclass(frozen=True)
class ToldLoad:
    """A load in words: `what` it is, `source` as people know it; `hand` is what a person did."""

    row: LoadRow
    kind: Kind
    what: str
    source: str
    hand: ByHand | None

    @property
    def state(self) -> str:
        """Where it stands: undone, in the graph, or under way."""
        return sentence(f"loads.state.{'undone' if self.row.undone_at else self.row.state}")


def told_loads(workspace: Workspace, found: Sequence[LoadRow]) -> list[ToldLoad]:
    """Returns loads in words, in the order given."""
    ledger = workspace.ledger
    credits = credits_of(ledger, {row.source for row in found})
    hands = by_hand(ledger, found)
    named = _headlines(workspace, list(hands.values()))
    told = []
    for row in found:
        kind, hand = kind_of(row), hands.get(row.id)
        source = sentence("uploads.source.form") if hand else credits.get(row.source, row.source)
        told.append(ToldLoad(row, kind, _what(row, kind, hand, named), source, hand))
    return told


def _headlines(workspace: Workspace, hands: Sequence[ByHand]) -> dict[tuple[str, str], str]:
    """Returns what the records are called that people changed, by type and key."""
    wanted: dict[str, set[str]] = {}
    for hand in hands:
        if hand.type in NODES:
            wanted.setdefault(hand.type, set()).update(filter(None, (hand.key, hand.into)))
    found: dict[tuple[str, str], str] = {}
    for label, keys in wanted.items():
        viewer, headline = workspace.settings.viewer(), node_type(label).headline
        told = rows(workspace.store, viewer, label, sorted(keys), [headline])
        found |= {(label, key): str(values[0] or key) for key, values in told.items()}
    return found


def _what(
    row: LoadRow, kind: Kind, hand: ByHand | None, named: Mapping[tuple[str, str], str]
) -> str:
    """Returns what a load is, in words a person understands."""
    if hand:
        of = title_of_label(hand.type) if hand.type in NODES else hand.type
        name, into = (named.get((hand.type, key), key) for key in (hand.key, hand.into))
        return sentence(f"uploads.hand.{hand.deed}", name=name, into=into, type=of)
    if kind == "embargo":
        label = row.label.partition(" ")[0]
        return sentence("uploads.embargo", type=title_of_label(label, plural=True))
    if kind == "analysis":
        return sentence("uploads.analysis", title=_analysis_title(row.label))
    return row.label


def _analysis_title(name: str) -> str:
    from graph.analyses.registry import analyses

    known = analyses().get(name)
    return sentence(known.title) if known else name

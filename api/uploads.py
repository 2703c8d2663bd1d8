"""Files that are sent to be loaded: kept in a folder of their own, read, tried, then loaded.

What is sent is a draft until it is loaded: how each of its tables is read can be corrected, and
nothing of it is in the graph. Once loaded, its files go; what was refused stays until the draft
is given up.
"""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from api.loading import write_rejects
from graph.errors import DataError, Issue
from graph.uploads import Upload, Uploads
from ingest import mapping as mappings
from ingest.fitting import fitted
from ingest.headers import named_type
from ingest.load import Orders, Report, document, load
from ingest.mapping import TableMapping, shape
from ingest.tables import Table, tables

if TYPE_CHECKING:
    from api.workspace import Workspace

KEPT = timedelta(days=30)
MAPPINGS = frozenset({".yaml", ".yml"})
NAME_LENGTH = 60
REJECTS, REPORT, FILES = "rejets.csv", "rapport.json", "fichiers"
READ_SIZE = 1 << 20


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent: the name it claims, and its bytes."""

    name: str
    stream: IO[bytes]


class Draft(BaseModel):
    """How what was sent is to be loaded; `mappings` are those a person gave, by shape."""

    model_config = ConfigDict(frozen=True)

    source: str = ""
    observed_on: str = ""
    type: str = ""
    complete: bool = False
    mappings: dict[str, TableMapping] = Field(default_factory=dict)

    def check(self) -> None:
        """Checks what a form may have wrong.

        Raises:
            DataError: the day is none.
            UnknownNameError: no type is called so.
        """
        if self.observed_on:
            try:
                date.fromisoformat(self.observed_on)
            except ValueError:
                raise DataError("field.day", value=self.observed_on) from None
        if self.type:
            named_type(self.type)

    def corrected(self, mapping: TableMapping) -> Draft:
        """Returns the draft with a mapping for the tables of its shape."""
        return self.model_copy(update={"mappings": {**self.mappings, mapping.shape: mapping}})

    def asked(self, other: Draft) -> Draft:
        """Returns the draft with what another asks; corrections hold for the type they are of."""
        kept = self.mappings if other.type == self.type else {}
        return other.model_copy(update={"mappings": kept})

    def orders(self, author: str, said: Sequence[TableMapping], *, dry_run: bool) -> Orders:
        """Returns how a command would ask for this."""
        return Orders(
            author=author,
            source=self.source or None,
            observed_on=self.observed_on or None,
            type=self.type or None,
            complete=self.complete,
            dry_run=dry_run,
            mappings=tuple(said),
        )


@dataclass(frozen=True)
class Sent:
    """What was sent, with its draft and where its files are."""

    upload: Upload
    folder: Path
    draft: Draft = field(default_factory=Draft)

    @property
    def paths(self) -> list[Path]:
        """Its files, by name; none once they are loaded."""
        return sorted((self.folder / FILES).glob("*"))

    @property
    def report(self) -> dict[str, Any] | None:
        """What became of it; None before it was loaded."""
        path = self.folder / REPORT
        if not path.exists():
            return None
        found: dict[str, Any] = orjson.loads(path.read_bytes())
        return found

    @property
    def rejects(self) -> Path | None:
        """The file of its refused rows, of the last try or of the load; None without any."""
        path = self.folder / REJECTS
        return path if path.exists() else None

    def tables(self) -> list[Table]:
        """Returns the tables of all its files.

        Raises:
            DataError: one of them cannot be read.
        """
        return [table for path in self.paths for table in tables(path)]


def receive(workspace: Workspace, files: Sequence[SentFile], draft: Draft) -> str:
    """Keeps files that were sent; returns the token they are found by.

    A mapping among them is for the tables of its shape. Nothing is kept where one is refused.

    Raises:
        DataError: there is no table, or one cannot be read.
    """
    draft.check()
    _forget_old(workspace)
    token = secrets.token_hex(16)
    folder = _folder(workspace, token)
    try:
        found = store(folder, files)
        for mapping in found:
            draft = draft.corrected(mapping)
        kept = Sent(Upload(token, "", "", "", None), folder, draft)
        names = ", ".join(path.name for path in kept.paths)
        uploads(workspace).add(
            workspace.settings.viewer(), token, names, draft.model_dump_json(exclude_defaults=True)
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return token


def store(folder: Path, files: Sequence[SentFile]) -> list[TableMapping]:
    """Writes files that were sent into a folder, and returns the mappings among them.

    Raises:
        DataError: there is no table, one cannot be read, or a mapping is for none of them.
    """
    inside = folder / FILES
    inside.mkdir(mode=0o700, parents=True)
    texts = []
    for sent in files:
        name = _safe_name(sent.name, {path.name for path in inside.iterdir()})
        if Path(name).suffix.lower() in MAPPINGS:
            texts.append((name, sent.stream.read().decode("utf-8", "replace")))
        else:
            with (inside / name).open("xb") as target:
                shutil.copyfileobj(sent.stream, target, READ_SIZE)
    paths = sorted(inside.iterdir())
    if not paths:
        raise DataError("uploads.none_sent")
    shapes = {shape(table.columns): table for table in _readable(paths)}
    found = []
    for name, text in texts:
        mapping = mappings.read(text, name)
        if mapping.shape not in shapes:
            raise DataError("uploads.other_shape", file=name)
        found.append(fitted(mapping, shapes[mapping.shape]))
    return found


def _readable(paths: Sequence[Path]) -> list[Table]:
    """Returns the tables of files; all that cannot be read are named at once."""
    found: list[Table] = []
    errors: list[DataError] = []
    for path in paths:
        try:
            found += tables(path)
        except DataError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        issues = [issue for error in errors for issue in _issues(error)]
        raise DataError("uploads.unreadable", issues)
    return found


def _issues(error: DataError) -> Iterator[Issue]:
    yield Issue(error.code, values=error.values)
    yield from error.issues


def _safe_name(claimed: str, taken: Collection[str]) -> str:
    """Returns the name of a file that was sent, harmless as one here, unlike those `taken`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", claimed))[-1]
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in ':*?"<>|')
    stem, suffix = Path(plain.strip(" .")).stem, Path(plain.strip(" .")).suffix[:10]
    stem = stem[:NAME_LENGTH].strip(" .") or "tableau"
    name, number = stem + suffix, 1
    while name.casefold() in {each.casefold() for each in taken}:
        number += 1
        name = f"{stem}-{number}{suffix}"
    return name


# drafts


def uploads(workspace: Workspace) -> Uploads:
    """Returns what was sent to a graph."""
    return Uploads(workspace.ledger.engine)


def sent_as(workspace: Workspace, token: str) -> Sent:
    """Returns what was sent under a token.

    Raises:
        UnknownNameError: nothing was, or it is there no more.
    """
    upload = uploads(workspace).find(token)
    draft = Draft.model_validate_json(upload.mapping) if upload.mapping else Draft()
    return Sent(upload, _folder(workspace, token), draft)


def correct(workspace: Workspace, sent: Sent, draft: Draft) -> None:
    """Keeps a draft as a person corrected it."""
    text = draft.model_dump_json(exclude_defaults=True)
    uploads(workspace).correct(sent.upload.token, text)


def give_up(workspace: Workspace, token: str) -> None:
    """Removes what was sent under a token, with its files."""
    uploads(workspace).forget(token)
    shutil.rmtree(_folder(workspace, token), ignore_errors=True)


def run(workspace: Workspace, sent: Sent, said: Sequence[TableMapping], *, dry_run: bool) -> Report:
    """Loads what was sent, or says what that would do; its refused rows are kept as a file.

    What is loaded needs its files no more; where nothing of it could be, they stay.
    """
    orders = sent.draft.orders(workspace.settings.viewer().name, said, dry_run=dry_run)
    report = load(workspace.current, sent.paths, orders)
    path = sent.folder / REJECTS
    path.unlink(missing_ok=True)
    if report.refused:
        write_rejects(report, path)
    if not dry_run and _is_done(report):
        (sent.folder / REPORT).write_bytes(orjson.dumps(document(report), default=str))
        shutil.rmtree(sent.folder / FILES)
    return report


def _is_done(report: Report) -> bool:
    """Whether a load took something, or had nothing to take."""
    taken = any(table.load for table in report.tables)
    return not report.unreadable and (taken or not report.refused)


def _folder(workspace: Workspace, token: str) -> Path:
    return workspace.settings.place.folder / "uploads" / token


def _forget_old(workspace: Workspace) -> None:
    """Removes what was loaded without a refused row, and what nobody loaded in a month."""
    limit = datetime.now(UTC) - KEPT
    kept = uploads(workspace).all()
    for upload in kept:
        sent = Sent(upload, _folder(workspace, upload.token))
        if upload.sent_at < limit.isoformat() or (sent.report and not sent.rejects):
            give_up(workspace, upload.token)
    # What a process that died had begun to write has no row.
    for folder in _folder(workspace, "").glob("*"):
        known = folder.name in {upload.token for upload in kept}
        if not known and folder.stat().st_mtime < limit.timestamp():
            shutil.rmtree(folder, ignore_errors=True)

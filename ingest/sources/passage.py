"""Tables of passage from families of occupations (FAP) to ROME codes.

Dares publishes two for the FAP 2021: a workbook whose second sheet has a row for each ROME code,
qualification and family, and a CSV made for programs. Both name families at the finest of their
levels (`A0X41f`), of which the first five characters are the family that surveys use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from graph.codes import ROME
from ingest.official.layouts import encoding_of, matching, published

ROLES = {
    "family": r"(code )?fap( ?(2021|341|228))?|code metier bmo",
    "occupation": r"(code )?rome( v4)?",
}
FAMILY = 5  # characters of a family at the level of surveys

Passages = dict[str, tuple[str, ...]]


def tells_passage(file: Path) -> bool:
    """Returns whether a file has a column of families and one of ROME codes."""
    return matching(file, ROLES, encoding_of(file)) is not None


def passages(files: Iterable[Path]) -> Passages:
    """Returns the ROME codes of each family, sorted; rows without a ROME code are passed over."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in files:
        encoding = encoding_of(file)
        columns = matching(file, ROLES, encoding) or {}
        for row in published(file, list(columns.values()), encoding):
            if ROME.fullmatch(code := row[columns["occupation"]].strip().upper()):
                found[row[columns["family"]].strip()[:FAMILY].upper()].add(code)
    return {family: tuple(sorted(occupations)) for family, occupations in found.items()}

"""The chapter of the theme `groupings`."""

from __future__ import annotations

from tests.queries.territory import Table

NODES: dict[str, Table] = {}
EDGES: dict[str, Table] = {}
ASKED: dict[str, dict[str, object]] = {}

"""Keys of what analyses find: marks that name nobody, the same in every run on one graph."""

from __future__ import annotations

from hashlib import blake2b

from graph.snapshot import Snapshot

BYTES = 6


def mark(snapshot: Snapshot, letter: str, *told: str) -> str:
    """Returns the key of what is told by these words: a letter and twelve figures."""
    graph = snapshot.revision.rpartition("-")[0]
    made = blake2b("\0".join((graph, *told)).encode(), digest_size=BYTES)
    return f"{letter}-{made.hexdigest()}"

"""What a refusal of a server means: which sentence says it, and so whose fault it is.

Codes are those of Bolt, which both servers speak; where they mean something else, it says so.
"""

from __future__ import annotations

import socket

from graph.wording import sentence

STOPPED = "Neo.ClientError.Transaction.Terminated"
OF_THE_STATEMENT = {"store.read_only", "store.refused_statement"}
SENTENCES = {
    "Neo.ClientError.Security.Unauthorized": "store.login",
    "Neo.ClientError.Security.AuthenticationRateLimit": "store.login",
    "Neo.ClientError.Security.Forbidden": "store.forbidden",
    STOPPED: "store.refused",
    "Neo.ClientError.Statement.AccessMode": "store.read_only",
    "Neo.ClientError.Database.DatabaseNotFound": "store.database",
    "Neo.TransientError.Database.DatabaseUnavailable": "store.database",
}
OF_A_READ = {
    "Neo.ClientError.Transaction.TransactionTimedOut": "store.too_slow",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration": "store.too_slow",
}
OF_AN_EMBEDDED_READ = {
    "Neo.ClientError.Security.Forbidden": "store.read_only",
    STOPPED: "store.too_slow",
}
REASONS: dict[type, str] = {
    ConnectionRefusedError: "store.because_refused",
    TimeoutError: "store.because_silent",
    socket.gaierror: "store.because_unknown",
}


def sentence_of(code: str, message: str, *, reads: bool, embedded: bool) -> str:
    """Returns the code of the sentence for a refusal; what a read was told is the reader's."""
    if "No space left" in message:
        return "store.disk_full"
    known = SENTENCES | (OF_A_READ if reads else {})
    known |= OF_AN_EMBEDDED_READ if reads and embedded else {}
    if code in known:
        return known[code]
    # The embedded server reports an unknown procedure, say, as an error of its own.
    of_statement = code.startswith("Neo.ClientError.") or (embedded and code != "")
    return "store.refused_statement" if reads and of_statement else "store.refused"


def why_away(error: BaseException | None) -> str:
    """Returns in words what the network said, found under what the driver made of it."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return sentence(REASONS.get(type(error), "store.because_lost"))

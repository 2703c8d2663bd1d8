"""Who may come in: a link that works once, the cookie it leaves, and a key for programs."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass
class Door:
    """The secrets of one process of the service; none outlives it.

    Cookies of one host are shared between its ports, so the cookie's name carries the port.
    """

    port: int = 0
    link: str = field(default_factory=_secret, repr=False)
    session: str = field(default_factory=_secret, repr=False)
    key: str = field(default_factory=_secret, repr=False)
    _used: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def cookie(self) -> str:
        """The name of the cookie that a signed-in browser sends."""
        return f"maillage-{self.port}"

    @property
    def path(self) -> str:
        """The path of the link that works once."""
        return f"/entrer/{self.link}"

    def enter(self, token: str) -> bool:
        """Returns whether the token opens the door: the right one does, once."""
        with self._lock:
            if self._used or not _same(token, self.link):
                return False
            self._used = True
            return True

    def knows_cookie(self, value: str | None) -> bool:
        """Returns whether a cookie is that of the signed-in operator."""
        return value is not None and _same(value, self.session)

    def knows_bearer(self, authorization: str | None) -> bool:
        """Returns whether an `Authorization` header carries the key for programs."""
        scheme, _, key = (authorization or "").partition(" ")
        return scheme.lower() == "bearer" and _same(key.strip(), self.key)


def _same(given: str, right: str) -> bool:
    """Compares in constant time; texts are compared as bytes, for any may be given."""
    return secrets.compare_digest(given.encode("utf-8", "replace"), right.encode())

"""Sessions at the bureau's page (登录状态): in memory, so that a restart logs everybody out."""

import hmac
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

LASTS = 30 * 60.0
"""Seconds without a click after which one has to log in again."""
MOST = 5_000
COOKIE = "__Host-zsapp"
"""The prefix binds it to this host, to HTTPS and to the whole path."""


@dataclass(slots=True)
class Session:
    """Who a browser is: nobody before the log-in. `token` must come back with every form."""

    token: str
    user: str = ""
    until: float = 0.0

    def is_own(self, token: str) -> bool:
        """Say whether a form came from a page of this session."""
        return hmac.compare_digest(self.token.encode(), token.encode())


class Sessions:
    """The sessions of one hub."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Count seconds by `now`."""
        self._now = now
        self._kept: dict[str, Session] = {}
        self._turn = threading.Lock()

    def find(self, key: str) -> Session | None:
        """Return the session of a cookie, and let it last on."""
        with self._turn:
            found = self._kept.get(key)
            if found is None or found.until < self._now():
                return None
            found.until = self._now() + LASTS
            return found

    def begin(self, user: str = "", instead: str = "") -> tuple[str, Session]:
        """Return a new session and its cookie; whoever logs in gets a new one, and the old one ends."""
        with self._turn:
            self._kept.pop(instead, None)
            while len(self._kept) >= MOST:
                del self._kept[next(iter(self._kept))]
            key, made = os.urandom(32).hex(), Session(os.urandom(16).hex(), user, self._now() + LASTS)
            self._kept[key] = made
            return key, made

    def end(self, key: str) -> None:
        """Forget a session."""
        with self._turn:
            self._kept.pop(key, None)

"""The hub's gate (联网入口): who asks, whether they may, how often. In memory alone; a restart forgets.

Whoever greets is given a challenge; requests are signed with it and a number that rises, so none counts
twice. A station is let in whose chain leads to our root and which lies below us.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.exchange.certificates import Chain, Wrong, check_chain
from zsapp.exchange.http_words import Request, read_request
from zsapp.records.store import Store
from zsapp.services import credentials
from zsapp.services.admission import check_key

WRONG = Wrong(foreign=Code.REQUEST_NOT_YOURS, scope=Code.REQUEST_NOT_YOURS)
LASTS = 900.0
"""Seconds for which a challenge is good: a volume over a slow line takes minutes."""
CHALLENGES = 20_000
"""Challenges remembered at once; the oldest are forgotten first."""


@dataclass(slots=True)
class _Given:
    """A challenge that was given out: until when it is good, and the last number heard under it."""

    until: float
    number: int = 0


@dataclass(slots=True)
class Allowance:
    """So many requests in a minute for each caller; what is not used is not saved up."""

    most: int
    now: Callable[[], float] = time.monotonic
    _minute: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def take(self, caller: str) -> None:
        """Count a request.

        Raises:
            Refusal: REQUEST_TOO_MANY.
        """
        with self._turn:
            minute = int(self.now() // 60)
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            self._counts[caller] = self._counts.get(caller, 0) + 1
            if self._counts[caller] > self.most:
                raise Refusal(Code.REQUEST_TOO_MANY)


class Gate:
    """Lets stations in."""

    def __init__(
        self, store: Store, today: Callable[[], date], now: Callable[[], float] = time.monotonic
    ) -> None:
        """Know whom the hub's store trusts; `now` tells seconds."""
        self._store = store
        self._today = today
        self._now = now
        self._given: dict[str, _Given] = {}
        self._turn = threading.Lock()
        self.stations = Allowance(600, now)

    def challenge(self) -> str:
        """Return a new challenge."""
        made = os.urandom(16).hex()
        with self._turn:
            now = self._now()
            while self._given and (
                len(self._given) >= CHALLENGES or next(iter(self._given.values())).until < now
            ):
                del self._given[next(iter(self._given))]
            self._given[made] = _Given(now + LASTS)
        return made

    def let_in(self, header: str, method: str, path: str) -> Chain:
        """Return the certificates of the station that asks.

        Raises:
            Refusal: REQUEST_UNSIGNED, REQUEST_NOT_YOURS, REQUEST_TOO_MANY, CERT_EXPIRED, CERT_REVOKED,
                PACKAGE_KEY_OTHER.
        """
        request = read_request(header, method, path)
        self._count(request)
        self._check(request.chain)
        self.stations.take(request.chain[0].station)
        return request.chain

    def _count(self, request: Request) -> None:
        with self._turn:
            given = self._given.get(request.challenge)
            if given is None or given.until < self._now() or request.number <= given.number:
                raise Refusal(Code.REQUEST_UNSIGNED)
            given.number = request.number

    def _check(self, chain: Chain) -> None:
        one = chain[0].subject
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            check_chain(chain, credentials.read_trust(reader, known, self._today()), WRONG)
            check_key(reader, chain[0])
        if not known.own.contains(one.code, one.tier) or (one.training and not known.own.subject.training):
            raise Refusal(Code.REQUEST_NOT_YOURS, name=one.name)

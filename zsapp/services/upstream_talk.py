"""Talking to a hub (与上级通话): greeted, believed, and then asked under our signature."""

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles
from zsapp.exchange import http_words as words
from zsapp.exchange.certificates import Trust, Wrong, check_chain
from zsapp.exchange.fields import Fields
from zsapp.exchange.http_line import Answer, Line
from zsapp.services.credentials import Credentials

WRONG = Wrong(foreign=Code.HUB_FOREIGN, scope=Code.HUB_FOREIGN)
OK, CREATED, ACCEPTED = 200, 201, 202
BUSY = (429, 503, 507)
BLOCK = 256 << 10
TOLD = 200
"""Characters of what a hub says that are shown."""

Step = Callable[[int], None]
"""Told how many bytes of a volume have gone; raises when somebody cancels."""


class Talk:
    """A conversation with a hub that is a station above us."""

    def __init__(self, line: Line, known: Credentials, trust: Trust) -> None:
        """Greet, and believe the hub or not.

        Raises:
            Trouble: HUB_UNREACHABLE, HUB_PROXY, HUB_PIN, HUB_PORTAL, HUB_CUT, HUB_BUSY.
            Refusal: HUB_FOREIGN, CERT_EXPIRED, CERT_REVOKED.
        """
        self._line = line
        self._known = known
        nonce = os.urandom(16).hex()
        answer = line.ask("GET", f"{words.HELLO}?nonce={nonce}")
        if answer.status in BUSY:
            raise Trouble(Code.HUB_BUSY)
        self.greeting = words.read_greeting(answer.content, nonce, line.tls)
        self._check(trust)
        line.hold()
        self._number = 0

    def _check(self, trust: Trust) -> None:
        hub, ours = self.greeting.chain[0], self._known.own.subject
        check_chain(self.greeting.chain, trust, WRONG)
        mixed = hub.subject.training and not ours.training
        if mixed or not hub.contains(ours.code, ours.tier):
            raise Refusal(Code.HUB_FOREIGN, name=hub.name)

    @property
    def hub(self) -> str:
        """The hub's station."""
        return self.greeting.chain[0].station

    @property
    def name(self) -> str:
        """The hub's name."""
        return self.greeting.chain[0].name

    def _ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: Iterable[bytes] | None = None,
    ) -> Answer:
        """Return the answer to a signed request; the line is held to the certificate that greeted.

        Raises:
            Trouble: as of the line; HUB_BUSY.
        """
        self._number += 1
        request = words.Request(
            chain=self._known.chain,
            challenge=self.greeting.challenge,
            number=self._number,
            method=method,
            path=path,
        )
        signed = {"Authorization": request.sign(self._known.keys.sign), **(headers or {})}
        answer = self._line.ask(method, path, signed, body)
        if answer.status in BUSY:
            raise Trouble(Code.HUB_BUSY)
        return answer

    # --- up -----------------------------------------------------------------------------------------------

    def put(self, path: Path, sha256: str, step: Step) -> int:
        """Bring a volume up, from where it broke off; return how many bytes went over the line.

        Raises:
            Trouble: HUB_CUT, HUB_BUSY, HUB_SAID_NO …; what is there stays there.
            Refusal: CANCELLED.
        """
        with disk_troubles(path):
            size = path.stat().st_size
        sent = 0
        for _ in range(2):  # once more when the place was wrong, or what lay there was none of this volume
            there = self._there(sha256)
            step(there or size)
            if there is None:
                return sent
            first = min(there, size - 1)
            headers = {"Content-Range": words.range_text(first, size), "Content-Length": str(size - first)}
            answer = self._ask("PUT", f"{words.VOLUMES}{sha256}", headers, _rest(path, first, step))
            sent += size - first
            if answer.status == CREATED:
                return sent
        raise refusal_of(answer)

    def _there(self, sha256: str) -> int | None:
        """Return how many bytes of a volume the hub has, None when it has it whole."""
        answer = self._ask("HEAD", f"{words.VOLUMES}{sha256}")
        size = answer.headers.get(words.SIZE.lower(), "")
        if not (size.isascii() and size.isdecimal()):
            raise refusal_of(answer)
        return None if answer.status == OK else int(size)

    # --- down ---------------------------------------------------------------------------------------------

    def acknowledgement(self, station: str, wait: int) -> tuple[bytes, int]:
        """Return the acknowledgement to a station, and how many volumes wait to be taken in.

        Raises:
            Trouble: HUB_SAID_NO …
        """
        answer = self._ask("GET", f"{words.ACKNOWLEDGEMENTS}{station}?wait={wait}")
        waiting = answer.headers.get(words.WAITING.lower(), "")
        if answer.status != OK or not (waiting.isascii() and waiting.isdecimal()):
            raise refusal_of(answer)
        return answer.content, int(waiting)

    def down(self, station: str) -> Iterator[tuple[str, bytes]]:
        """Give name and content of what else waits for a station.

        Raises:
            Trouble: HUB_SAID_NO …
        """
        answer = self._ask("GET", f"{words.DOWN}{station}")
        for name in _names(answer):
            found = self._ask("GET", f"{words.DOWN}{station}/{name}")
            if found.status != OK:
                raise refusal_of(found)
            yield name, found.content


def _rest(path: Path, first: int, step: Step) -> Iterator[bytes]:
    with disk_troubles(path), path.open("rb") as source:
        source.seek(first)
        while block := source.read(BLOCK):
            yield block
            step(source.tell())


def _names(answer: Answer) -> tuple[str, ...]:
    """Return the names of files that come down; one that no hub would give is no name."""
    if answer.status != OK:
        raise refusal_of(answer)
    try:
        found = Fields(read_canonical(answer.content)).texts("files")
    except (Trouble, ValueError) as fault:
        raise Trouble(Code.HUB_PORTAL) from fault
    if not all(words.FILE.fullmatch(name) for name in found):
        raise Trouble(Code.HUB_PORTAL)
    return found


def refusal_of(answer: Answer) -> Trouble:
    """Return what a hub said that did not take something, in its own words."""
    try:
        said = Fields(read_canonical(answer.content))
        what, remedy = said.text("message", 2000), said.text("remedy", 2000)
    except (Trouble, ValueError):
        return Trouble(Code.HUB_PORTAL)
    return Trouble(Code.HUB_SAID_NO, what=_plain(what), remedy=_plain(remedy))


def _plain(text: str) -> str:
    """Return text as it may be shown: one line, without signs that hide or turn round what it says."""
    return "".join(one for one in text if unicodedata.category(one)[0] != "C")[:TOLD]

"""The line to a hub (联网线路): one HTTPS connection, held against a pin; each way it fails has its words.

Standard library alone: a village PC needs no package more. A proxy is taken from the environment, as every
other program does. The connection is kept for all requests; under another certificate it is not used.
"""

import http.client
import socket
import ssl
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import http_tls

SECONDS = 30
"""How long the other end may be silent; a long wait for an acknowledgement stays below it."""
MOST = 128 << 20
"""Bytes of an answer at most: a volume of a package and some."""
PORT = 443


@dataclass(frozen=True, slots=True)
class Address:
    """Where a hub is, and the fingerprint it is known by; without one an authority or a greeting vouches."""

    host: str
    port: int
    pin: str = ""


def read_address(url: str, pin: str = "") -> Address:
    """Return the address somebody typed.

    Raises:
        Refusal: HUB_ADDRESS.
    """
    text = url.strip()
    try:
        found = urlsplit(text if "//" in text else f"https://{text}")
        host, port = found.hostname, found.port or PORT
    except ValueError as fault:
        raise Refusal(Code.HUB_ADDRESS, field="hub", what=text) from fault
    if found.scheme != "https" or not host or found.path not in ("", "/") or found.query or found.username:
        raise Refusal(Code.HUB_ADDRESS, field="hub", what=text or "没有填写")
    return Address(host, port, http_tls.read_pin(pin))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Line:
    """A connection to a hub. Close it, or use it as a context."""

    def __init__(self, address: Address, *, greeted: bool = False) -> None:
        """Connect when the first question is asked.

        `greeted` says that whoever asks will hold the hub's signed greeting, which names the certificate of
        the line, against a root it believes, and say nothing before that: then no authority is asked for.
        """
        self._address = address
        self._verified = not (address.pin or greeted)
        self._connection: http.client.HTTPSConnection | None = None
        self.tls = ""

    def ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: Iterable[bytes] | None = None,
    ) -> Answer:
        """Return the answer to a question.

        Raises:
            Trouble: HUB_UNREACHABLE, HUB_PROXY, HUB_PIN, HUB_UNPINNED, HUB_CUT; HUB_PORTAL for an answer
                that no hub would give.
        """
        connection = self._connected()
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            content = _whole(response)
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            raise Trouble(Code.HUB_CUT, what=_words(fault)) from fault
        except BaseException:  # half a body is on its way: whoever comes next needs another connection
            self.close()
            raise
        if len(content) > MOST:
            self.close()
            raise Trouble(Code.HUB_PORTAL)
        return Answer(response.status, content, {key.lower(): value for key, value in response.getheaders()})

    def _connected(self) -> http.client.HTTPSConnection:
        if self._connection is None:
            self._connection, self.tls = _connect(self._address, verified=self._verified)
        return self._connection

    def hold(self) -> None:
        """Talk from now on to nobody but who answers under the certificate of this connection."""
        self._address, self._verified = replace(self._address, pin=self.tls), False

    def close(self) -> None:
        """Hang up; the next question connects again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> "Line":
        """Return the line itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.close()


def _whole(response: http.client.HTTPResponse) -> bytes:
    """Return all of an answer; one that is cut short the library gives without a word."""
    content = response.read(MOST + 1)
    if response.length and len(content) <= MOST:
        raise http.client.IncompleteRead(content)
    return content


def _connect(address: Address, *, verified: bool) -> tuple[http.client.HTTPSConnection, str]:
    """Return a connection and the fingerprint of the certificate at its other end, both as they should be."""
    try:
        connection = _opened(address, verified=verified)
    except Trouble as trouble:
        if trouble.code is not Code.HUB_UNPINNED:
            raise
        raise Trouble(Code.HUB_UNPINNED, found=http_tls.shown(_seen(address))) from trouble
    found = _fingerprint(connection)
    if address.pin and found != address.pin:
        connection.close()
        raise Trouble(Code.HUB_PIN, found=http_tls.shown(found))
    return connection, found


def _seen(address: Address) -> str:
    """Return the fingerprint of a certificate that no authority vouches for: to be read out, not believed."""
    connection = _opened(address, verified=False)
    found = _fingerprint(connection)
    connection.close()
    return found


def _opened(address: Address, *, verified: bool) -> http.client.HTTPSConnection:
    proxy = _proxy(address.host)
    where = proxy or (address.host, address.port)
    context = http_tls.client_context(verified=verified)
    connection = http.client.HTTPSConnection(*where, timeout=SECONDS, context=context)
    if proxy:
        connection.set_tunnel(address.host, address.port)
    with _line_troubles(behind_proxy=proxy is not None):
        connection.connect()
    return connection


def _proxy(host: str) -> tuple[str, int] | None:
    """Return the proxy that the environment names for a host."""
    named = urllib.request.getproxies().get("https", "")
    if not named or urllib.request.proxy_bypass(host):
        return None
    found = urlsplit(named if "//" in named else f"http://{named}")
    return (found.hostname or "", found.port or 8080)


def _fingerprint(connection: http.client.HTTPSConnection) -> str:
    sock: ssl.SSLSocket = connection.sock
    return http_tls.fingerprint(sock.getpeercert(binary_form=True) or b"")


@contextmanager
def _line_troubles(*, behind_proxy: bool) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as fault:
        raise Trouble(Code.HUB_UNPINNED, found="") from fault
    except ssl.SSLError as fault:  # something answers there, and it is no hub
        raise Trouble(Code.HUB_PORTAL) from fault
    except (OSError, http.client.HTTPException) as fault:
        code = Code.HUB_PROXY if behind_proxy else Code.HUB_UNREACHABLE
        raise Trouble(code, what=_words(fault)) from fault


def _words(fault: Exception) -> str:
    """Return in plain words what the network said."""
    for kind, words in SAID.items():
        if isinstance(fault, kind):
            return words
    return "网络不通"


SAID: dict[type[Exception], str] = {
    socket.gaierror: "找不到这个地址",
    ConnectionRefusedError: "对方没有开启接收",
    TimeoutError: "对方没有应答",
    ConnectionError: "连接断开",
    ssl.SSLError: "加密连接断开",
    http.client.HTTPException: "对方没有说完",
}

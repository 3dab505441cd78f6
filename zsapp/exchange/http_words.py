"""Words on the wire (联网用语): the hub's greeting and a station's signed request. No disk, no socket.

TLS keeps others out; who is who is said by the stations' own signatures. The hub greets with its chain, the
fingerprint of the TLS certificate it answers under and a challenge; a station signs each request with the
challenge and a number that only rises, so that nothing can be said twice. A page of a captive portal or a
firewall has no such signature, whatever its status says (sync 20).
"""

import base64
import binascii
import re
from dataclasses import dataclass

from zsapp.base.canonical import Plain
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import envelope
from zsapp.exchange.certificates import Chain, chain_texts, read_chain
from zsapp.exchange.fields import Fields, Unfit

GREETING, REQUEST = "hub-greeting", "hub-request"
FORMAT = 1
NONCE = re.compile("[0-9a-f]{32}")
SHA256 = re.compile("[0-9a-f]{64}")
SCHEME = "Zsapp "
CHAIN = 64 << 10
LONGEST = 48 << 10
"""Characters of the header that carries a request: three certificates take some eight thousand."""

HELLO, VOLUMES, ENROLMENT = "/v1/hello", "/v1/volumes/", "/v1/enrolment"
ACKNOWLEDGEMENTS, DOWN = "/v1/acknowledgements/", "/v1/down/"
SIZE, WAITING = "Zsapp-Size", "Zsapp-Waiting"
"""Headers: how many bytes of a volume are there; how many volumes of a station wait to be taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What a hub says of itself; `largest` is the most bytes of a volume that it takes."""

    chain: Chain
    nonce: str
    challenge: str
    tls: str
    largest: int

    def sign(self, sign_key: bytes) -> bytes:
        """Return the bytes that travel."""
        said: dict[str, Plain] = {
            "format": FORMAT,
            "chain": chain_texts(self.chain),
            "nonce": self.nonce,
            "challenge": self.challenge,
            "tls": self.tls,
            "largest": self.largest,
        }
        return envelope.sign(GREETING, said, sign_key)


def read_greeting(content: bytes, nonce: str, tls: str) -> Greeting:
    """Return a hub's answer to our nonce under a TLS certificate, held against its own signature.

    Whether the hub is to be believed only its chain tells, which is checked by whoever knows the root.

    Raises:
        Trouble: HUB_PORTAL when it is none, or was made for another connection.
    """
    try:
        signed = envelope.read(content, GREETING)
        read = Fields(signed.payload)
        read.number("format", FORMAT, FORMAT)
        greeting = Greeting(
            chain=read_chain(read.texts("chain", CHAIN)),
            nonce=read.matched("nonce", NONCE),
            challenge=read.matched("challenge", NONCE),
            tls=read.matched("tls", SHA256),
            largest=read.number("largest", 1),
        )
        if not signed.signed_by(greeting.chain[0].subject.sign_key):
            raise Unfit("signature")
        if (greeting.nonce, greeting.tls) != (nonce, tls):
            raise Unfit("connection")
    except ValueError as fault:
        raise Trouble(Code.HUB_PORTAL) from fault
    return greeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a station asks: method and path, under a challenge of the hub and with a number that rises."""

    chain: Chain
    challenge: str
    number: int
    method: str
    path: str

    def sign(self, sign_key: bytes) -> str:
        """Return the header's text."""
        said: dict[str, Plain] = {
            "format": FORMAT,
            "chain": chain_texts(self.chain),
            "challenge": self.challenge,
            "number": self.number,
            "method": self.method,
            "path": self.path,
        }
        return SCHEME + base64.b64encode(envelope.sign(REQUEST, said, sign_key)).decode()


def read_request(header: str, method: str, path: str) -> Request:
    """Return who asks for a method and path, held against their own signature.

    Raises:
        Refusal: REQUEST_UNSIGNED.
    """
    try:
        if not header.startswith(SCHEME) or len(header) > LONGEST:
            raise Unfit("header")
        signed = envelope.read(base64.b64decode(header[len(SCHEME) :], validate=True), REQUEST)
        read = Fields(signed.payload)
        read.number("format", FORMAT, FORMAT)
        request = Request(
            chain=read_chain(read.texts("chain", CHAIN)),
            challenge=read.matched("challenge", NONCE),
            number=read.number("number", 1),
            method=read.text("method"),
            path=read.text("path"),
        )
        if not signed.signed_by(request.chain[0].subject.sign_key):
            raise Unfit("signature")
        if (request.method, request.path) != (method, path):
            raise Unfit("another request")
    except (ValueError, binascii.Error) as fault:
        raise Refusal(Code.REQUEST_UNSIGNED) from fault
    return request


FILE = re.compile(r"zsapp-[0-9a-f]{8}-to-[0-9a-f]{8}\.zs[a-z]{3,4}")
"""What a file that comes down may be called."""
RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")


def range_text(first: int, size: int) -> str:
    """Return the Content-Range of a volume's rest from a byte on."""
    return f"bytes {first}-{size - 1}/{size}"


def read_range(text: str) -> tuple[int, int]:
    """Return from which byte on the rest of a volume comes, and how many bytes it has in all.

    Raises:
        Refusal: REQUEST_UNSIGNED for what is no such range.
    """
    found = RANGE.fullmatch(text)
    first, last, size = (int(one) for one in found.groups()) if found else (0, 0, 0)
    if not 0 <= first <= last or last != size - 1:
        raise Refusal(Code.REQUEST_UNSIGNED)
    return first, size

"""Requests for certificates (证书申请) and their answers: what goes up, and what comes down for it.

A first request is a file; a renewal travels in the manifest of the next package, signed by the key that is
certified now. The answer is a certificate with the line above it, or a refusal in the issuer's signature. It
has one form on the stick, in an acknowledgement and over the network. No disk.
"""

import hashlib
from dataclasses import dataclass

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import envelope
from zsapp.exchange.certificates import (
    REQUEST,
    TAIL,
    Certificate,
    Chain,
    Subject,
    chain_texts,
    read_chain,
    read_request,
)
from zsapp.exchange.fields import Fields, Unfit
from zsapp.exchange.revocations import RevocationList, read_list

REFUSAL = "certificate-refusal"
FORMAT = 1
LARGEST = 1 << 20
"""Bytes of a request or an answer at most."""

REQUEST_SUFFIX, ANSWER_SUFFIX = ".zsreq", ".zscert"
DIGITS, GROUP = 20, 5
"""Digits of a fingerprint (66 bits) and of a group of them: to be read out by telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as read: who asks, the serial it renews, the station whose computer it takes the place of."""

    subject: Subject
    renews: str
    replaces: str
    content: bytes


def read_asked(content: bytes) -> Asked:
    """Return what a request asks for; it is held against its own key.

    Raises:
        Refusal: REQUEST_DAMAGED.
    """
    subject = read_request(content)
    read = Fields(envelope.read(content, REQUEST).payload)
    try:
        renews, replaces = (read.id(name) if name in read else "" for name in ("renews", "replaces"))
    except Unfit as fault:
        raise Refusal(Code.REQUEST_DAMAGED) from fault
    return Asked(subject=subject, renews=renews, replaces=replaces, content=content)


def fingerprint(subject: Subject) -> str:
    """Return the digits by which two people on the telephone make sure that a request came unchanged."""
    said = "\n".join((subject.station, subject.code, subject.sign_key, subject.box_key))
    digits = f"{int.from_bytes(hashlib.sha256(said.encode()).digest()) % 10**DIGITS:0{DIGITS}}"
    return " ".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def request_name(station: str) -> str:
    """Return the name of a station's request on a stick."""
    return f"zsapp-{station[-TAIL:]}{REQUEST_SUFFIX}"


def answer_name(issuer: str, station: str) -> str:
    """Return the name of the answer to a station on a stick; the later takes the earlier's place."""
    return f"zsapp-{issuer[-TAIL:]}-to-{station[-TAIL:]}{ANSWER_SUFFIX}"


# --- answers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal: of whose request, by its fingerprint, and why, in words."""

    station: str
    fingerprint: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: a chain with the lists of revocations known; of a refusal the issuer's chain."""

    chain: Chain
    lists: tuple[RevocationList, ...]
    refused: Refused | None = None


def make_answer(
    chain: Chain, lists: tuple[RevocationList, ...], refused: Refused | None = None, sign_key: bytes = b""
) -> bytes:
    """Return an answer as it travels; a refusal is signed by the first of the chain."""
    said = {"chain": chain_texts(chain), "revocations": [one.content.decode() for one in lists]}
    if refused is None:
        return canonical(said)
    payload = {
        "format": FORMAT,
        "station": refused.station,
        "fingerprint": refused.fingerprint,
        "reason": refused.reason,
    }
    return canonical({**said, "refused": envelope.sign(REFUSAL, payload, sign_key).decode()})


def read_answer(content: bytes) -> Answered:
    """Return what an answer says; whether its chain may be believed is asked where a root is known.

    Raises:
        Refusal: CERT_DAMAGED.
    """
    try:
        if len(content) > LARGEST:
            raise Unfit("size")
        read = Fields(read_canonical(content))
        chain = read_chain(read.texts("chain", LARGEST))
        lists = tuple(read_list(text.encode()) for text in read.texts("revocations", LARGEST))
        refused = _refused(read.text("refused", LARGEST), chain[0]) if "refused" in read else None
        return Answered(chain, lists, refused)
    except (Trouble, ValueError) as fault:
        raise Refusal(Code.CERT_DAMAGED) from fault


def _refused(text: str, issuer: Certificate) -> Refused:
    signed = envelope.read(text.encode(), REFUSAL)
    if not signed.signed_by(issuer.subject.sign_key):
        raise Unfit("signature")
    read = Fields(signed.payload)
    read.number("format", FORMAT, FORMAT)
    return Refused(read.id("station"), read.line("fingerprint"), read.line("reason"))

"""Revocations (吊销名单): which certificates their issuers have taken back, and up to where they stay good.

A list is signed by the issuer and numbered; the higher number replaces the lower, so that an old list brought
back by a stick cannot undo a revocation. Lists travel in every package and receipt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zsapp.base.canonical import Plain
from zsapp.exchange import envelope
from zsapp.exchange.fields import Fields

KIND = "revocations"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Revoked:
    """One revoked certificate: entries up to this epoch and seq were signed honestly; and why, in words."""

    serial: str
    epoch: int
    seq: int
    reason: str = ""

    def spares(self, epoch: int, seq: int) -> bool:
        """Say whether entries up to here were there before the revocation."""
        return (epoch, seq) <= (self.epoch, self.seq)


@dataclass(frozen=True, slots=True)
class RevocationList:
    """One issuer's list; `content` is the bytes of its envelope."""

    issuer: str
    number: int
    revoked: tuple[Revoked, ...]
    signed: envelope.Envelope

    @property
    def content(self) -> bytes:
        """The bytes that travel."""
        return self.signed.content


def sign_list(issuer: str, number: int, revoked: Iterable[Revoked], sign_key: bytes) -> RevocationList:
    """Return a signed list of the certificate with the serial `issuer`."""
    rows = [_row(one) for one in revoked]
    payload = {"format": FORMAT, "issuer": issuer, "number": number, "revoked": rows}
    return read_list(envelope.sign(KIND, payload, sign_key))


def _row(one: Revoked) -> dict[str, Plain]:
    said: dict[str, Plain] = {"serial": one.serial, "epoch": one.epoch, "seq": one.seq}
    return {**said, "reason": one.reason} if one.reason else said


def read_list(content: bytes) -> RevocationList:
    """Return what a list says; whose signature it bears is asked where its issuer is known.

    Raises:
        Unfit: it is none.
    """
    signed = envelope.read(content, KIND)
    read = Fields(signed.payload)
    read.number("format", FORMAT, FORMAT)
    rows = tuple(
        Revoked(
            row.id("serial"),
            row.number("epoch"),
            row.number("seq"),
            row.line("reason") if "reason" in row else "",
        )
        for row in read.groups("revoked")
    )
    return RevocationList(read.id("issuer"), read.number("number"), rows, signed)


@dataclass(frozen=True, slots=True)
class Revocations:
    """The lists a station knows, by the serial of their issuer."""

    lists: Mapping[str, RevocationList] = field(default_factory=dict)

    def find(self, issuer: str, serial: str) -> Revoked | None:
        """Return what an issuer says of a certificate, None when it was not revoked."""
        known = self.lists.get(issuer)
        rows = known.revoked if known else ()
        return next((one for one in rows if one.serial == serial), None)

    def find_any(self, issuers: Iterable[str], serial: str) -> Revoked | None:
        """Return what an issuer says of a certificate under any of its serials, its latest first."""
        found = (self.find(issuer, serial) for issuer in issuers)
        return next((one for one in found if one is not None), None)

    def number(self, issuer: str) -> int:
        """Return the number of the list known of an issuer, 0 when there is none."""
        known = self.lists.get(issuer)
        return known.number if known else 0

    def newer(self, offered: Iterable[RevocationList]) -> tuple[RevocationList, ...]:
        """Return the lists that are newer than those known."""
        return tuple(one for one in offered if one.number > self.number(one.issuer))

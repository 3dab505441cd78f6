"""Revocations (吊销名单): which certificates their issuers have taken back, and up to where they stay good.

A list is signed by the issuer and numbered; the higher number replaces the lower, so that an old list brought
back by a stick cannot undo a revocation. One that names what the higher does not stays beside it. They travel
in every package and receipt.
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


def together(ours: RevocationList, other: RevocationList, sign_key: bytes) -> RevocationList:
    """Return an issuer's list that says what two of its own say, the later one where they differ.

    Whoever was restored from a backup may have signed two of one number: neither replaces the other.
    """
    older, later = sorted((other, ours), key=lambda one: one.number)  # ours is later than its equal
    rows = {one.serial: one for one in (*older.revoked, *later.revoked)}
    if ours.content == other.content or (older.number < later.number and len(rows) == len(later.revoked)):
        return later
    return sign_list(ours.issuer, later.number + 1, rows.values(), sign_key)


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
    """The lists a station knows: the latest of each issuer, by its serial; and those that it has lost.

    `lost` are earlier lists that name certificates which the later one of their issuer does not: nothing that
    was taken back is given again, so the issuer was restored from a backup. It signs one list anew when it
    meets them; until then both are believed, and carried on.
    """

    lists: Mapping[str, RevocationList] = field(default_factory=dict)
    lost: tuple[RevocationList, ...] = ()

    @classmethod
    def of(cls, every: Iterable[RevocationList]) -> "Revocations":
        """Return what is to be kept of lists."""
        lists: dict[str, RevocationList] = {}
        lost: list[RevocationList] = []
        named: set[tuple[str, str]] = set()
        for one in sorted(every, key=lambda one: (one.number, one.content), reverse=True):
            names = {(one.issuer, row.serial) for row in one.revoked}
            if one.issuer not in lists:
                lists[one.issuer] = one
            elif names - named:
                lost.append(one)
            named |= names
        return cls(lists, tuple(lost))

    @property
    def every(self) -> tuple[RevocationList, ...]:
        """Every list there is, as it travels."""
        return (*self.lists.values(), *self.lost)

    def find(self, issuer: str, serial: str) -> Revoked | None:
        """Return what an issuer says of a certificate, None when it was not revoked."""
        rows = (row for one in self.every if one.issuer == issuer for row in one.revoked)
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
        """Return the lists that say more than those known."""
        known = {one.content for one in self.every}
        found = (one for one in offered if one.content not in known)
        return tuple(one for one in found if one in Revocations.of((*self.every, one)).every)

"""Credentials (身份凭证): the station's keys and certificates and whom it trusts, as they lie in the store.

The private keys stand in the encrypted store under names of their own and never leave it. Knows the names of
the store's values; the errands are in `enrolment.py` and `exchange.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zsapp.base import clock
from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.certificates import (
    Certificate,
    Chain,
    Trust,
    chain_texts,
    read_certificate,
    read_chain,
    relinked,
)
from zsapp.exchange.manifest import Recipient
from zsapp.exchange.revocations import RevocationList, Revocations, read_list, together
from zsapp.records.store import Reader, Writer

SIGN_KEY, BOX_KEY, CHAIN = "exchange/sign_key", "exchange/box_key", "exchange/chain"
CITY = "city"
CERTIFICATES, REVOCATIONS = "exchange/certificates", "exchange/revocations"


@dataclass(frozen=True, slots=True)
class Keys:
    """A station's private keys: to sign, and to open what is sealed to it."""

    sign: bytes
    box: bytes

    def __repr__(self) -> str:
        """Return nothing that a log must not hold."""
        return "Keys(…)"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who the station is to others: its keys, and its certificates up to the root."""

    keys: Keys
    chain: Chain

    @property
    def own(self) -> Certificate:
        """The station's own certificate."""
        return self.chain[0]

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who can open what the station exports: parent, grandparent, and the station itself (sync 11)."""
        above = self.chain[1:3]
        return tuple(Recipient(one.station, one.subject.box_key) for one in (*above, self.own))

    @property
    def final(self) -> tuple[Recipient, ...]:
        """Who can open what is closed to the way (decision 12): the city's station, and this one itself.

        Nobody while the city's certificate is not known here: then nothing closed leaves.
        """
        city = city_of(self.chain)
        found = {one.station: one for one in (*city, self.own)} if city else {}
        return tuple(Recipient(one.station, one.subject.box_key) for one in found.values())


def city_of(chain: Chain) -> Chain:
    """Return the city's certificate of a line of certificates, none where it is not among them."""
    return tuple(one for one in chain if one.subject.tier == CITY)[:1]


def read_keys(reader: Reader) -> Keys | None:
    """Return the station's keys, None before they are made."""
    sign, box = reader.value(SIGN_KEY), reader.value(BOX_KEY)
    return Keys(sign, box) if sign and box else None


def read_own_chain(reader: Reader) -> Chain | None:
    """Return the station's certificates up to the root, None before it has one."""
    content = reader.value(CHAIN)
    return read_chain(read_canonical(content)) if content else None


def write_own_chain(writer: Writer, chain: Chain) -> None:
    """Keep the station's certificates."""
    writer.set_value(CHAIN, canonical(chain_texts(chain)))
    _succeed(writer)


def read_credentials(reader: Reader) -> Credentials:
    """Return keys and certificates.

    Raises:
        Refusal: CERT_MISSING.
    """
    keys, chain = read_keys(reader), read_own_chain(reader)
    if keys is None or chain is None:
        raise Refusal(Code.CERT_MISSING)
    return Credentials(keys, chain)


def read_trust(reader: Reader, known: Credentials, today: date) -> Trust:
    """Return what the station believes. A day before the clock's (`--today`) makes no certificate younger."""
    return Trust(known.chain[-1], read_revocations(reader), max(today, clock.today()))


def _table(reader: Reader, key: str) -> dict[str, Plain]:
    content = reader.value(key)
    return read_canonical(content) if content else {}


def read_certificates(reader: Reader) -> tuple[Certificate, ...]:
    """Return the certificates of other stations that were issued here or came with what they sent."""
    return tuple(read_certificate(text.encode()) for text in _table(reader, CERTIFICATES).values())


def read_known(reader: Reader) -> Chain:
    """Return every certificate that is here, those of our own line first."""
    return (*(read_own_chain(reader) or ()), *read_certificates(reader))


def keep_certificates(writer: Writer, certificates: Iterable[Certificate]) -> None:
    """Keep certificates of other stations, by serial."""
    known = _table(writer, CERTIFICATES)
    new = {one.serial: one.content.decode() for one in certificates if one.serial not in known}
    if new:
        writer.set_value(CERTIFICATES, canonical({**known, **new}))
        _succeed(writer)


def _succeed(writer: Writer) -> None:
    """Let what was that of replaced computers be their successors', as the certificates here say.

    Who issued one answers for it, but within one place alone: nobody takes what is another village's. The
    one that is replaced is known by its own certificate; by ours we know it though it is not here.
    """
    known, own = read_known(writer), (read_own_chain(writer) or ())[:1]
    places = {one.station: one.subject.place for one in known}
    heirs: dict[str, str] = {}
    for one in sorted(known, key=lambda one: one.serial):  # serials sort by the moment they were made
        here = places[one.station]
        ours = bool(own) and one.station == own[0].station
        heirs |= {old: one.station for old in one.replaces if places.get(old, here if ours else None) == here}
    for old, heir in heirs.items():
        writer.succeed(old, heir)


def read_revocations(reader: Reader) -> Revocations:
    """Return the lists of revoked certificates known here."""
    return Revocations.of(read_list(text.encode()) for text in _table(reader, REVOCATIONS).values())


def newer_lists(
    reader: Reader, chain: Chain, offered: Iterable[RevocationList]
) -> tuple[RevocationList, ...]:
    """Return what to keep of the lists offered: those newer than ours and signed by an issuer we can name.

    `chain` is that of whoever brought them, already believed. A list of somebody who may issue nothing is
    nobody's: we would carry it about in everything we send. One of our own that says what ours does not was
    lost with a disk: ours is signed anew with what both say.
    """
    own, keys, known = read_own_chain(reader) or (), read_keys(reader), read_revocations(reader)
    issuers = {serial: one for one in (*chain, *own) if "issue" in one.roles for serial in one.serials}
    ours = {serial for one in own[:1] for serial in one.serials}
    found = []
    for one in offered:
        before = known.lists.get(one.issuer)
        lost = keys is not None and before is not None and one.issuer in ours
        if one.issuer not in issuers or not (lost or known.newer((one,))):
            continue
        if one.signed.signed_by(issuers[one.issuer].subject.sign_key):
            found.append(together(before, one, keys.sign) if before and keys and lost else one)
    return known.newer(found)


def keep_lists(writer: Writer, lists: Iterable[RevocationList]) -> None:
    """Keep lists of revoked certificates, each in the place of an older one that names nothing else."""
    if new := tuple(lists):
        kept = Revocations.of((*read_revocations(writer).every, *new))
        named = {serial: one.content.decode() for serial, one in kept.lists.items()}
        besides = {f"{one.issuer}-{number}": one.content.decode() for number, one in enumerate(kept.lost)}
        writer.set_value(REVOCATIONS, canonical({**named, **besides}))


def relink(writer: Writer, offered: Chain) -> bool:
    """Put the renewed certificate of a station above us in its place in our chain; say whether it was news.

    `offered` is the chain of whoever answered us, already believed.
    """
    own = read_own_chain(writer)
    renewed = relinked(own, offered) if own else None
    if renewed is not None:
        write_own_chain(writer, renewed)
    return renewed is not None

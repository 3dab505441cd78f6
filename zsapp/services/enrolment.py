"""Enrolment (登记入网): village → town → city. A request goes up, a certificate comes down, both as files.

Private keys are made here and never leave the store. The root that a station's first certificate comes with
is the one it believes from then on.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zsapp.base import clock
from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import certificates
from zsapp.exchange.certificates import TAIL, Certificate, Chain, Subject, Trust, Wrong, check_chain
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.exchange.fields import Fields
from zsapp.exchange.removable import put_bytes, read_small
from zsapp.exchange.revocations import RevocationList, Revoked, read_list, sign_list
from zsapp.records.store import Reader, Store
from zsapp.rules.station import StationProfile
from zsapp.services import credentials
from zsapp.services.credentials import BOX_KEY, SIGN_KEY, Keys

logger = logging.getLogger(__name__)

LARGEST = 1 << 20
"""Bytes of a certificate file."""

WRONG = Wrong(foreign=Code.CERT_DAMAGED, scope=Code.CERT_DAMAGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate as shown. `state` is 有效, 未生效, 已过期 or 已吊销; `own` marks this station's."""

    serial: str
    station: str
    name: str
    code: str
    tier: str
    issuer: str
    not_before: date
    not_after: date
    training: bool
    own: bool
    state: str


@dataclass(frozen=True, slots=True)
class Signer:
    """A station whose signatures can be checked here."""

    name: str
    public: str

    def made(self, message: bytes, signature: bytes) -> bool:
        """Say whether the holder of this station's key signed the message."""
        return suite(DEFAULT).signed_by(self.public, message, signature)


class Enrolment:
    """The station's keys and certificates, and those it issues."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date] = clock.today
    ) -> None:
        """Work on a store for the station of `profile`; `today` tells the day of issue and of validity."""
        self._store = store
        self._profile = profile
        self._today = today

    # --- this station -------------------------------------------------------------------------------------

    def make_keys(self) -> None:
        """Make the station's private keys, once."""
        with self._store.write() as writer:
            if credentials.read_keys(writer) is None:
                writer.set_value(SIGN_KEY, suite(DEFAULT).new_sign_key())
                writer.set_value(BOX_KEY, suite(DEFAULT).new_box_key())

    def make_root(self) -> Certificate:
        """Return the city's own certificate, made and signed by itself on the first call."""
        with self._store.write() as writer:
            chain = credentials.read_own_chain(writer)
            if chain is None:
                keys = self._keys(writer)
                chain = (certificates.make_root(self._subject(keys), keys.sign, self._today()),)
                credentials.write_own_chain(writer, chain)
                writer.note("root", payload={"serial": chain[0].serial})
        return chain[0]

    def request(self, out: Path) -> None:
        """Write a request for a certificate, to be carried to the station above.

        Raises:
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FAULT.
        """
        with self._store.read() as reader:
            keys = self._keys(reader)
        put_bytes(certificates.make_request(self._subject(keys), keys.sign), out)

    def accept(self, file: Path) -> CertificateView:
        """Take in the certificate that the station above has issued.

        Raises:
            Trouble: FILE_MISSING.
            Refusal: CERT_DAMAGED, CERT_NOT_OURS, CERT_ROOT_OTHER, CERT_EXPIRED, CERT_REVOKED.
        """
        chain, lists = _read_file(read_small(file, LARGEST))
        with self._store.write() as writer:
            keys = self._keys(writer)
            if chain[0].subject != self._subject(keys, like=chain[0].subject):
                raise Refusal(Code.CERT_NOT_OURS)
            before = credentials.read_own_chain(writer)
            if before is not None and before[-1].content != chain[-1].content:
                raise Refusal(Code.CERT_ROOT_OTHER)
            day = max(self._today(), clock.today())
            trust = Trust(chain[-1], credentials.read_revocations(writer), day)
            check_chain(chain, trust, WRONG)
            credentials.write_own_chain(writer, chain)
            credentials.keep_lists(writer, credentials.newer_lists(writer, chain, lists))
            writer.note("enrol", payload={"serial": chain[0].serial, "issuer": chain[0].issuer})
            revoked = credentials.read_revocations(writer)
        logger.info("certificate %s installed", chain[0].serial)
        return self._view(chain[0], own=True, revoked=revoked.find(chain[0].issuer, chain[0].serial))

    def _keys(self, reader: Reader) -> Keys:
        keys = credentials.read_keys(reader)
        if keys is None:
            raise Refusal(Code.CERT_MISSING)
        return keys

    def _subject(self, keys: Keys, like: Subject | None = None) -> Subject:
        """Return who we are; name and organisation may have been changed since the request (`like`)."""
        ours = self._profile
        return Subject(
            station=ours.id,
            org=like.org if like else ours.org,
            code=ours.code,
            name=like.name if like else ours.name,
            tier=ours.tier,
            sign_key=suite(DEFAULT).sign_public(keys.sign),
            box_key=suite(DEFAULT).box_public(keys.box),
            training=bool(ours.training),
        )

    # --- stations below -----------------------------------------------------------------------------------

    def approve(self, request: Path, out: Path) -> CertificateView:
        """Issue the certificate that a request asks for, and write it to a file.

        Raises:
            Refusal: REQUEST_DAMAGED, REQUEST_SCOPE, REQUEST_KEY_OTHER, CERT_MISSING, CERT_EXPIRED,
                CERT_REVOKED.
            Trouble: FILE_MISSING, STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FAULT.
        """
        subject = certificates.read_request(read_small(request, LARGEST))
        with self._store.write() as writer:
            known = credentials.read_credentials(writer)
            trust = credentials.read_trust(writer, known, self._today())
            check_chain(known.chain, trust, WRONG)
            _check_station(writer, subject)
            issued = certificates.issue(subject, known.own, known.keys.sign, self._today())
            credentials.keep_certificates(writer, (issued,))
            writer.note("certify", payload={"serial": issued.serial, "station": issued.station})
        put_bytes(_file((issued, *known.chain), tuple(trust.revocations.lists.values())), out)
        logger.info("certificate %s issued to %s", issued.serial, issued.station)
        return self._view(issued, own=False, revoked=None)

    def revoke(self, serial: str) -> CertificateView:
        """Take back a certificate issued here; what its station has delivered so far stays good.

        Raises:
            Refusal: CERT_UNKNOWN, CERT_NOT_YOURS, CERT_MISSING.
        """
        with self._store.write() as writer:
            known = credentials.read_credentials(writer)
            found = next((one for one in credentials.read_certificates(writer) if one.serial == serial), None)
            if found is None:
                raise Refusal(Code.CERT_UNKNOWN, serial=serial)
            if found.issuer != known.own.serial:
                raise Refusal(Code.CERT_NOT_YOURS)
            lists = credentials.read_revocations(writer)
            old = lists.lists.get(known.own.serial)
            rows = old.revoked if old else ()
            if lists.find(known.own.serial, serial) is None:
                rows = (*rows, _up_to_now(writer, found))
                number = lists.number(known.own.serial) + 1
                signed = sign_list(known.own.serial, number, rows, known.keys.sign)
                credentials.keep_lists(writer, (signed,))
                writer.note("revoke", payload={"serial": serial, "station": found.station})
        logger.info("certificate %s revoked", serial)
        return self._view(found, own=False, revoked=rows[-1])

    def certificates(self) -> tuple[CertificateView, ...]:
        """Return the certificates known here: our own up to the root, then those of stations below."""
        with self._store.read() as reader:
            own = credentials.read_own_chain(reader) or ()
            others = credentials.read_certificates(reader)
            lists = credentials.read_revocations(reader)
        serials = {one.serial for one in own}
        known = (*own, *(one for one in others if one.serial not in serials))
        return tuple(
            self._view(one, own=one.station == self._profile.id, revoked=lists.find(one.issuer, one.serial))
            for one in known
        )

    def _view(self, one: Certificate, *, own: bool, revoked: Revoked | None) -> CertificateView:
        return CertificateView(
            serial=one.serial,
            station=one.station,
            name=one.name,
            code=one.subject.code,
            tier=one.subject.tier,
            issuer=one.issuer,
            not_before=one.not_before,
            not_after=one.not_after,
            training=one.subject.training,
            own=own,
            state="已吊销" if revoked else _state(one, self._today()),
        )

    # --- signatures on paper ------------------------------------------------------------------------------

    def sign(self, message: bytes) -> bytes:
        """Return the station's signature over a message.

        Raises:
            Refusal: CERT_MISSING before the keys are made.
        """
        with self._store.read() as reader:
            return suite(DEFAULT).sign(self._keys(reader).sign, message)

    def signer(self, station: str) -> Signer | None:
        """Return a station whose signatures can be checked here, None for one we hold no certificate of.

        Our own can always be checked. Of several certificates the latest counts; a revocation stands in the
        name: papers signed before it are good, and a paper alone does not tell when it was signed.
        """
        with self._store.read() as reader:
            own = credentials.read_own_chain(reader) or ()
            others = credentials.read_certificates(reader)
            lists = credentials.read_revocations(reader)
            keys = credentials.read_keys(reader)
        if station == self._profile.id and keys is not None:
            return Signer(self._profile.name, suite(DEFAULT).sign_public(keys.sign))
        found = [one for one in (*own, *others) if one.station == station]
        if not found:
            return None
        latest = max(found, key=lambda one: one.serial)  # serials sort by the moment they were made
        revoked = lists.find(latest.issuer, latest.serial) is not None
        return Signer(f"{latest.name}（证书已吊销）" if revoked else latest.name, latest.subject.sign_key)


def _state(one: Certificate, today: date) -> str:
    if today < one.not_before:
        return "未生效"
    return "有效" if today <= one.not_after else "已过期"


def _check_station(reader: Reader, subject: Subject) -> None:
    """Refuse a station id that is another's here: an id belongs to one key (decision 2).

    One that ends like another's is too: by its end the files of a station are named.
    """
    for one in credentials.read_known(reader):
        itself = (one.station, one.subject.sign_key) == (subject.station, subject.sign_key)
        if one.station[-TAIL:] == subject.station[-TAIL:] and not itself:
            raise Refusal(Code.REQUEST_KEY_OTHER, name=one.name)


def _up_to_now(reader: Reader, found: Certificate) -> Revoked:
    """Return the revocation that spares what the station has delivered so far."""
    heads = [one.head for one in reader.stations() if one.station == found.station]
    epoch, seq = max(((one.epoch, one.seq) for one in heads), default=(0, 0))
    return Revoked(found.serial, epoch, seq)


def _file(chain: Chain, lists: tuple[RevocationList, ...]) -> bytes:
    return canonical(
        {
            "chain": certificates.chain_texts(chain),
            "revocations": [one.content.decode() for one in lists],
        }
    )


def _read_file(content: bytes) -> tuple[Chain, tuple[RevocationList, ...]]:
    try:
        if len(content) > LARGEST:
            raise Refusal(Code.CERT_DAMAGED)
        read = Fields(read_canonical(content))
        chain = certificates.read_chain(read.texts("chain", LARGEST))
        return chain, tuple(read_list(text.encode()) for text in read.texts("revocations", LARGEST))
    except (Trouble, ValueError) as fault:
        raise Refusal(Code.CERT_DAMAGED) from fault

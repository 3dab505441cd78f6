"""Enrolment (登记入网): village → town → city. A request goes up, a certificate comes down, both as files.

Private keys are made here and never leave the store. The root that a station's first certificate comes with
is the one it believes from then on. What is issued to stations below is in `issuing.py`.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from zsapp.base import clock
from zsapp.base.errors import Code, Refusal
from zsapp.exchange import certificates
from zsapp.exchange.certificates import TAIL, Certificate, Subject
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.exchange.removable import put_bytes, read_small
from zsapp.exchange.requests import LARGEST, fingerprint, request_name
from zsapp.records.store import Reader
from zsapp.services import credentials, renewal
from zsapp.services.credentials import BOX_KEY, SIGN_KEY, Keys
from zsapp.services.issuing import CertificateView, Issuing
from zsapp.services.renewal import Ending

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Signer:
    """A station whose signatures can be checked here."""

    name: str
    public: str

    def made(self, message: bytes, signature: bytes) -> bool:
        """Say whether the holder of this station's key signed the message."""
        return suite(DEFAULT).signed_by(self.public, message, signature)


class Enrolment(Issuing):
    """The station's keys and certificates, and those it issues."""

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

    def request(self, out: Path, *, replaces: str = "") -> None:
        """Write a request for a certificate, to be carried to the station above.

        `replaces` is the station whose computer this one takes the place of. Once there is a certificate it
        asks for one that renews it.

        Raises:
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FAULT.
        """
        put_bytes(self.request_bytes(replaces), out)

    def request_to(self, folder: Path, *, replaces: str = "") -> Path:
        """Write a request onto a stick, under a name that an import at the station above looks for."""
        out = folder / request_name(self._profile.id)
        self.request(out, replaces=replaces)
        return out

    def request_bytes(self, replaces: str = "") -> bytes:
        """Return a request as it travels.

        Raises:
            Refusal: CERT_MISSING before the keys are made.
        """
        with self._store.read() as reader:
            keys = self._keys(reader)
            chain = credentials.read_own_chain(reader)
        renews = chain[0].serial if chain else ""
        return certificates.make_request(self._subject(keys), keys.sign, renews=renews, replaces=replaces)

    def fingerprint(self) -> str:
        """Return the digits of our own request, to be read out by telephone."""
        with self._store.read() as reader:
            return fingerprint(self._subject(self._keys(reader)))

    def renew(self) -> CertificateView:
        """Ask for a new certificate in every package from now on, until it comes.

        Raises:
            Refusal: CERT_MISSING; CERT_ROOT_ENDS for a city, which nobody certifies.
        """
        with self._store.write() as writer:
            known = credentials.read_credentials(writer)
            if known.own.is_root:
                raise Refusal(Code.CERT_ROOT_ENDS)
            renewal.ask(writer, known.own)
            return self._view(known.own, own=True, revoked=None)

    def ending(self) -> Ending | None:
        """Return which certificate of our line ends soon, or has ended; None while none does."""
        with self._store.read() as reader:
            return renewal.ending(reader, max(self._today(), clock.today()))

    def accept(self, file: Path) -> CertificateView:
        """Take in the certificate that the station above has issued; one older than ours changes nothing.

        Raises:
            Trouble: FILE_MISSING.
            Refusal: CERT_DAMAGED, CERT_NOT_OURS, CERT_ROOT_OTHER, CERT_EXPIRED, CERT_REVOKED,
                REQUEST_REFUSED when that is the answer.
        """
        return self.accept_bytes(read_small(file, LARGEST))

    def accept_bytes(self, content: bytes) -> CertificateView:
        """Take in an answer as it travels; as `accept`."""
        with self._store.write() as writer:
            ours = self._subject(self._keys(writer))
            own = renewal.install(self._store, writer, content, ours, max(self._today(), clock.today()))
            refused, lists = renewal.read_refused(writer), credentials.read_revocations(writer)
        if own is None:
            raise Refusal(Code.REQUEST_REFUSED, reason=refused)
        return self._view(own, own=True, revoked=lists.find(own.issuer, own.serial))

    def _keys(self, reader: Reader) -> Keys:
        keys = credentials.read_keys(reader)
        if keys is None:
            raise Refusal(Code.CERT_MISSING)
        return keys

    def _subject(self, keys: Keys) -> Subject:
        """Return who we are."""
        ours = self._profile
        return Subject(
            station=ours.id,
            org=ours.org,
            code=ours.code,
            name=ours.name,
            tier=ours.tier,
            sign_key=suite(DEFAULT).sign_public(keys.sign),
            box_key=suite(DEFAULT).box_public(keys.box),
            training=bool(ours.training),
        )

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

    def certificate(self, named: str) -> CertificateView:
        """Return the certificate of a serial, or the latest of a station by its id or the end of it.

        Raises:
            Refusal: CERT_UNKNOWN.
        """
        found = [
            one for one in self.certificates() if named in (one.serial, one.station, one.station[-TAIL:])
        ]
        if not found:
            raise Refusal(Code.CERT_UNKNOWN, serial=named)
        return max(found, key=lambda one: one.serial)

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

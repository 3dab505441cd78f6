"""Issuing (签发): what a town or a city does for the stations below it. Requests, certificates, revocations.

A person decides each request, after reading its fingerprint out on the telephone. What was decided goes down
with the next acknowledgement, or as a file, or over the network: in one form (`exchange/requests.py`).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zsapp.base import clock
from zsapp.base.clock import stamp
from zsapp.base.errors import Code, Refusal
from zsapp.exchange import certificates, requests
from zsapp.exchange.certificates import TAIL, Certificate, Subject, Wrong, check_chain
from zsapp.exchange.removable import put_bytes, read_small
from zsapp.exchange.requests import LARGEST, Asked, make_answer, read_asked
from zsapp.exchange.revocations import Revoked, sign_list
from zsapp.records.store import Reader, Store, Writer
from zsapp.rules.station import StationProfile
from zsapp.services import credentials, request_list
from zsapp.services.credentials import Credentials
from zsapp.services.request_list import REFUSED, WAITING, Listed, RequestView, Way, issued_to

logger = logging.getLogger(__name__)

WRONG = Wrong(foreign=Code.CERT_DAMAGED, scope=Code.CERT_DAMAGED)
REPLACED = "更换电脑"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate as shown. `state` is 有效, 未生效, 已过期 or 已吊销; `own` marks this station's.

    Of a revoked one `reason` says why, `up_to` the last entry of `epoch` that is still taken.
    """

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
    reason: str = ""
    epoch: int = 0
    up_to: int = 0


class Issuing:
    """The certificates that a station issues to those below it."""

    def __init__(
        self, store: Store, profile: StationProfile, today: Callable[[], date] = clock.today
    ) -> None:
        """Work on a store for the station of `profile`; `today` tells the day of issue and of validity."""
        self._store = store
        self._profile = profile
        self._today = today

    # --- requests -----------------------------------------------------------------------------------------

    def receive(self, content: bytes, way: Way = "U盘") -> RequestView:
        """Put a request on the list, for a person to decide; the same one again changes nothing.

        Raises:
            Refusal: REQUEST_DAMAGED, REQUEST_SCOPE, REQUEST_KEY_OTHER, CERT_MISSING.
        """
        asked = read_asked(content)
        with self._store.write() as writer:
            known = credentials.read_credentials(writer)
            _check_station(writer, asked.subject)
            return request_list.view_of(writer, request_list.keep(writer, known, asked, way))

    def look(self, request: Path) -> RequestView:
        """Return what a request in a file asks for, and its fingerprint; it is put on no list.

        Raises:
            Refusal: REQUEST_DAMAGED, CERT_MISSING.
            Trouble: FILE_MISSING.
        """
        return self.look_at(read_asked(read_small(request, LARGEST)))

    def look_at(self, asked: Asked) -> RequestView:
        """Return a request as shown, put on no list.

        Raises:
            Refusal: CERT_MISSING.
        """
        with self._store.read() as reader:
            return request_list.view_of(reader, Listed(asked=asked, came=stamp(clock.now()), way="U盘"))

    def waiting(self) -> tuple[RequestView, ...]:
        """Return the requests nobody has decided, the first that came first."""
        return tuple(one for one in self.requests() if one.state == WAITING)

    def requests(self) -> tuple[RequestView, ...]:
        """Return the last request of each station, those that wait first."""
        with self._store.read() as reader:
            found = [request_list.view_of(reader, one) for one in request_list.read_list(reader).values()]
        return tuple(sorted(found, key=lambda one: (one.state != WAITING, one.came, one.station)))

    def grant(self, station: str, *, replaces: str = "") -> CertificateView:
        """Issue what a listed request asks for; it comes down with the next acknowledgement, or as a file.

        `station` is the station's id, its end, or the request's fingerprint; `replaces` the station whose
        computer it takes the place of, where the request does not say so: only we know its id.

        Raises:
            Refusal: REQUEST_NONE, REQUEST_SCOPE, REQUEST_KEY_OTHER, REQUEST_REPLACES, CERT_MISSING,
                CERT_EXPIRED, CERT_REVOKED.
        """
        with self._store.write() as writer:
            return self._issue(writer, _listed(writer, station).asked, replaces)

    def refuse(self, station: str, reason: str) -> RequestView:
        """Refuse a listed request, with a reason its station is told.

        Raises:
            Refusal: REQUEST_NONE, REASON_MISSING.
        """
        if not reason.strip():
            raise Refusal(Code.CERT_REASON_MISSING, field="reason")
        with self._store.write() as writer:
            subject = _listed(writer, station).subject
            request_list.mark(writer, subject.station, REFUSED, reason.strip())
            writer.note("refuse_request", payload={"station": subject.station, "reason": reason.strip()})
            return request_list.view_of(writer, request_list.read_list(writer)[subject.station])

    def answer(self, station: str) -> bytes | None:
        """Return the answer to a station as it travels, None while nobody has decided.

        Raises:
            Refusal: CERT_MISSING.
        """
        with self._store.read() as reader:
            return answer_to(reader, credentials.read_credentials(reader), station)

    def hand_out(self, station: str, folder: Path) -> Path:
        """Write the answer to a station onto a stick, under a name an import there looks for.

        Raises:
            Refusal: REQUEST_NONE while there is none, CERT_MISSING.
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FAULT.
        """
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            station = _meant(reader, station)
            content = answer_to(reader, known, station)
        if content is None:
            raise Refusal(Code.REQUEST_NONE, station=station)
        out = folder / requests.answer_name(self._profile.id, station)
        put_bytes(content, out)
        return out

    def approve(self, request: Path, out: Path, *, replaces: str = "") -> CertificateView:
        """Issue the certificate that a request in a file asks for, and write it to a file; else as `grant`.

        Raises:
            Refusal: REQUEST_DAMAGED, REQUEST_SCOPE, REQUEST_KEY_OTHER, REQUEST_REPLACES, CERT_MISSING,
                CERT_EXPIRED, CERT_REVOKED.
            Trouble: FILE_MISSING, STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FAULT.
        """
        asked = read_asked(read_small(request, LARGEST))
        with self._store.write() as writer:
            issued = self._issue(writer, asked, replaces)
            content = answer_to(writer, credentials.read_credentials(writer), issued.station)
        put_bytes(content or b"", out)
        return issued

    def _issue(self, writer: Writer, asked: Asked, replaces: str = "") -> CertificateView:
        known, subject = credentials.read_credentials(writer), asked.subject
        replaces = replaces or asked.replaces
        check_chain(known.chain, credentials.read_trust(writer, known, self._today()), WRONG)
        _check_station(writer, subject)
        earlier = issued_to(writer, known.own, subject.station)
        before = [one.serial for one in earlier if not _revoked(writer, known.own, one)]
        olds = [_replaced(writer, known, subject, replaces)] if replaces else []
        line = {one.station for one in olds} | {old for one in (*olds, *earlier) for old in one.replaces}
        issued = certificates.issue(
            subject,
            known.own,
            known.keys.sign,
            self._today(),
            renews=tuple(before),
            replaces=tuple(sorted(line)),
        )
        credentials.keep_certificates(writer, (issued,))
        writer.note("certify", payload={"serial": issued.serial, "station": issued.station})
        for old in olds:
            if _revoked(writer, known.own, old) is None:  # one that was stolen before keeps its reason
                _revoke(writer, known, _delivered(writer, old), REPLACED)
        request_list.keep_granted(writer, asked)
        logger.info("certificate %s issued to %s", issued.serial, issued.station)
        return self._view(issued, own=False, revoked=None)

    # --- revocations --------------------------------------------------------------------------------------

    def revoke(self, serial: str, *, up_to: int | None = None, reason: str = "") -> CertificateView:
        """Take back a certificate issued here, and with it all of the same station.

        What its station has delivered so far stays good, or its entries up to `up_to`: more of them, when a
        stick with honest ones is still on its way. Said again with another `up_to`, that one holds.

        Raises:
            Refusal: CERT_UNKNOWN, CERT_NOT_YOURS, CERT_MISSING.
        """
        with self._store.write() as writer:
            known = credentials.read_credentials(writer)
            found = next((one for one in credentials.read_certificates(writer) if one.serial == serial), None)
            if found is None:
                raise Refusal(Code.CERT_UNKNOWN, serial=serial)
            if found.issuer not in known.own.serials:
                raise Refusal(Code.CERT_NOT_YOURS)
            delivered = _delivered(writer, found)
            limit = delivered if up_to is None else (delivered[0], delivered[1] or 1, up_to)
            before = _revoked(writer, known.own, found)
            if before is None or up_to is not None:
                _revoke(writer, known, limit, reason.strip() or (before.reason if before else ""))
            revoked = _revoked(writer, known.own, found)
        logger.info("certificate %s revoked", serial)
        return self._view(found, own=False, revoked=revoked)

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
            reason=revoked.reason if revoked else "",
            epoch=revoked.epoch if revoked else 0,
            up_to=revoked.seq if revoked else 0,
        )


def _state(one: Certificate, today: date) -> str:
    if today < one.not_before:
        return "未生效"
    return "有效" if today <= one.not_after else "已过期"


def answer_to(reader: Reader, known: Credentials, station: str) -> bytes | None:
    """Return what was decided of a station's request, as it travels; None while nobody has decided."""
    lists = credentials.read_revocations(reader).every
    listed = request_list.read_list(reader).get(station)
    if listed is not None and listed.state == REFUSED:
        told = requests.Refused(station, requests.fingerprint(listed.subject), listed.reason)
        return make_answer(known.chain, lists, told, known.keys.sign)
    issued = issued_to(reader, known.own, station)
    if not issued or (listed is not None and listed.state == WAITING and not listed.asked.renews):
        return None
    return make_answer((issued[0], *known.chain), lists)


def news_for(reader: Reader, known: Credentials, sender: Certificate) -> bytes | None:
    """Return the answer that a sender does not know yet, by the certificate it sends under; None without."""
    listed = request_list.read_list(reader).get(sender.station)
    if listed is not None and listed.state == REFUSED:
        return answer_to(reader, known, sender.station)
    issued = issued_to(reader, known.own, sender.station)
    if not issued or issued[0].serial <= sender.serial:
        return None
    return answer_to(reader, known, sender.station)


def _listed(reader: Reader, named: str) -> request_list.Listed:
    """Return the request a person means: by station, the end of its id, or fingerprint.

    Raises:
        Refusal: REQUEST_NONE.
    """
    named = named.replace(" ", "").strip()
    for one in request_list.read_list(reader).values():
        names = one.subject.station, one.subject.station[-TAIL:], requests.fingerprint(one.subject)
        if named in (name.replace(" ", "") for name in names):
            return one
    raise Refusal(Code.REQUEST_NONE, station=named)


def _meant(reader: Reader, named: str) -> str:
    """Return the id of a station that is named by it or by its end; another word as it is."""
    known = (one.station for one in credentials.read_known(reader))
    return next((one for one in known if named in (one, one[-TAIL:])), named)


def _check_station(reader: Reader, subject: Subject) -> None:
    """Refuse a station id that is another's here: an id belongs to one key (decision 2).

    One that ends like another's is too: by its end the files of a station are named.
    """
    for one in credentials.read_known(reader):
        itself = (one.station, one.subject.sign_key) == (subject.station, subject.sign_key)
        if one.station[-TAIL:] == subject.station[-TAIL:] and not itself:
            raise Refusal(Code.REQUEST_KEY_OTHER, name=one.name)


def _revoked(reader: Reader, issuer: Certificate, one: Certificate) -> Revoked | None:
    return credentials.read_revocations(reader).find_any(issuer.serials, one.serial)


def _replaced(reader: Reader, known: Credentials, subject: Subject, old: str) -> Certificate:
    """Return the last certificate of a computer that another one takes the place of; `old` as `_meant`.

    A station that was mistyped must not be another village's, or nobody's: the lost one would stay good. Nor
    may it be one whose place somebody else has taken, who would lose it.

    Raises:
        Refusal: REQUEST_REPLACES.
    """
    for one in issued_to(reader, known.own, _meant(reader, old))[:1]:
        free = reader.heir_of(one.station) in (one.station, subject.station)
        if free and one.subject.place == subject.place and one.station != subject.station:
            return one
    raise Refusal(Code.REQUEST_REPLACES, station=old)


Limit = tuple[Certificate, int, int]
"""A certificate that is taken back, and the epoch and seq up to which its station's entries are taken."""


def _delivered(reader: Reader, found: Certificate) -> Limit:
    """Return up to where a station has delivered."""
    heads = [one.head for one in reader.stations() if one.station == found.station]
    epoch, seq = max(((one.epoch, one.seq) for one in heads), default=(0, 0))
    return found, epoch, seq


def _revoke(writer: Writer, known: Credentials, limit: Limit, reason: str) -> None:
    """Put every certificate of a station's key that was issued here on our list, one number higher."""
    found, epoch, seq = limit
    lists = credentials.read_revocations(writer)
    old = next((lists.lists[serial] for serial in known.own.serials if serial in lists.lists), None)
    same = [one.serial for one in issued_to(writer, known.own, found.station)]
    kept = [one for one in (old.revoked if old else ()) if one.serial not in same]
    rows = [*kept, *(Revoked(serial, epoch, seq, reason) for serial in same)]
    number = lists.number(known.own.serial) + 1
    signed = sign_list(known.own.serial, number, rows, known.keys.sign)
    credentials.keep_lists(writer, (signed,))
    said = {"serial": found.serial, "station": found.station, "epoch": epoch, "up_to": seq}
    writer.note("revoke", payload={**said, "reason": reason})

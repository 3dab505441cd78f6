"""Certificates (证书): which station is who, for which region, signed by the station above it.

City root → town → village. A certificate binds a station's two public keys to its region code, tier and
roles. Scope (管辖范围) is the region code as far as the tier reaches: city 4 digits, town 9, village 12
(national statistical coding), and not "without trailing zeros", by which 442000110 (横栏) would contain
442000112 (阜沙). It is checked on the sending station, never on what a record names (decision 14). No disk.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from zsapp.base.canonical import Plain
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.exchange import envelope
from zsapp.exchange.crypto import DEFAULT, SUITES
from zsapp.exchange.envelope import Envelope
from zsapp.exchange.fields import HASH, Fields, Unfit
from zsapp.exchange.revocations import Revocations, Revoked

KIND, REQUEST = "certificate", "certificate-request"
FORMAT = 1
SIZE = 64 << 10
"""Bytes of a certificate at most."""

REMEMBERED = 1_000
"""Certificates that are read once: a city meets those of its 310 stations in every file that comes."""

TIERS = {"village": 12, "town": 9, "city": 4}
"""From below to above: how many digits of the region code a tier's scope has."""

ROLES = {
    "village": ("file",),
    "town": ("file", "issue", "relay", "review"),
    "city": ("file", "issue", "review", "root"),
}
YEARS = {"village": 3, "town": 5, "city": 20}
"""Years a certificate is good for: renewal travels by stick, so not too often."""

TAIL = 8
"""Characters at the end of a station's id that name it in file names: ids made in one minute begin alike."""

CODE = re.compile(r"[0-9]{12}")
TIER = re.compile("|".join(TIERS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A station as it asks to be certified."""

    station: str
    org: str
    code: str
    name: str
    tier: str
    sign_key: str
    box_key: str
    training: bool

    @property
    def place(self) -> tuple[str, str, bool]:
        """Where it stands: two computers of one place are of one committee, and may replace each other."""
        return self.code, self.tier, self.training

    def plain(self) -> dict[str, Plain]:
        """Return the values as they are signed."""
        return {
            "station": self.station,
            "org": self.org,
            "code": self.code,
            "name": self.name,
            "tier": self.tier,
            "sign_key": self.sign_key,
            "box_key": self.box_key,
            "training": self.training,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as read; `content` is the bytes of its envelope. `suites` is said by a root alone.

    `renews` are the serials of the station's earlier certificates for the same key: what was issued under one
    of them holds under this one, so that a town's renewal does not unseat its villages. `replaces` are the
    stations whose computers this one took the place of: whatever was theirs is this one's.
    """

    serial: str
    subject: Subject
    roles: tuple[str, ...]
    scope: str
    not_before: date
    not_after: date
    issuer: str
    suites: tuple[str, ...]
    signed: Envelope
    renews: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()

    @property
    def serials(self) -> tuple[str, ...]:
        """Its own serial and those it renews: by any of them it may be named as an issuer."""
        return (self.serial, *self.renews)

    @property
    def content(self) -> bytes:
        """The bytes that travel."""
        return self.signed.content

    @property
    def station(self) -> str:
        """The station it is of."""
        return self.subject.station

    @property
    def name(self) -> str:
        """The station's name, for people."""
        return self.subject.name

    @property
    def is_root(self) -> bool:
        """Whether it is signed by its own key."""
        return self.issuer == self.serial

    def contains(self, code: str, tier: str) -> bool:
        """Say whether a station of a region code and tier lies below this one."""
        order = list(TIERS)
        return code.startswith(self.scope) and order.index(tier) < order.index(self.subject.tier)

    def reaches(self, other: "Certificate") -> bool:
        """Say whether another station is this one or lies below it."""
        return self.station == other.station or self.contains(other.subject.code, other.subject.tier)


def scope_of(code: str, tier: str) -> str:
    """Return the leading digits of a region code that a tier answers for."""
    return code[: TIERS[tier]]


def make_request(subject: Subject, sign_key: bytes, **more: str) -> bytes:
    """Return a request for a certificate, signed by the station's own key.

    `more` says what it is beside a first one: `renews` the serial that ends, `replaces` the station whose
    computer this one takes the place of. A reader that does not know them sees a first request.
    """
    told = {name: value for name, value in more.items() if value}
    return envelope.sign(REQUEST, {"format": FORMAT, **subject.plain(), **told}, sign_key)


def read_request(content: bytes) -> Subject:
    """Return who asks; the request is held against its own key.

    Raises:
        Refusal: REQUEST_DAMAGED.
    """
    try:
        signed = envelope.read(content, REQUEST)
        subject = _subject(Fields(signed.payload))
    except ValueError as fault:
        raise Refusal(Code.REQUEST_DAMAGED) from fault
    if not signed.signed_by(subject.sign_key):
        raise Refusal(Code.REQUEST_DAMAGED)
    return subject


def issue(
    subject: Subject,
    issuer: Certificate,
    sign_key: bytes,
    day: date,
    *,
    renews: tuple[str, ...] = (),
    replaces: tuple[str, ...] = (),
) -> Certificate:
    """Return a certificate for a station below the issuer; `renews` are those of the same key before it.

    `replaces` are the stations whose place it takes.

    Raises:
        Refusal: REQUEST_SCOPE when it does not lie below, or a training station would certify a real one.
    """
    check_scope(subject, issuer)
    told = {"renews": list(renews), "replaces": list(replaces)}
    more: dict[str, Plain] = {name: some for name, some in told.items() if some}
    return _signed(subject, sign_key, day, serial=new_id(), issuer=issuer.serial, more=more)


def check_scope(subject: Subject, issuer: Certificate) -> None:
    """Hold whoever asks against whom the issuer answers for.

    Raises:
        Refusal: REQUEST_SCOPE.
    """
    real_by_training = issuer.subject.training and not subject.training
    if not issuer.contains(subject.code, subject.tier) or real_by_training:
        raise Refusal(Code.REQUEST_SCOPE, name=subject.name, region=subject.code)


def make_root(subject: Subject, sign_key: bytes, day: date) -> Certificate:
    """Return the certificate of a city, signed by itself; it says which suites are allowed below it."""
    serial = new_id()
    return _signed(subject, sign_key, day, serial=serial, issuer=serial, more={"suites": [DEFAULT]})


def _signed(
    subject: Subject, sign_key: bytes, day: date, *, serial: str, issuer: str, more: dict[str, Plain]
) -> Certificate:
    payload = {
        "format": FORMAT,
        "serial": serial,
        "issuer": issuer,
        **subject.plain(),
        "roles": list(ROLES[subject.tier]),
        "scope": scope_of(subject.code, subject.tier),
        "not_before": (day - timedelta(days=1)).isoformat(),  # a clock behind by a day is no offence
        "not_after": (day + timedelta(days=365 * YEARS[subject.tier])).isoformat(),
        "suites": [],
        **more,
    }
    return read_certificate(envelope.sign(KIND, payload, sign_key))


@lru_cache(maxsize=REMEMBERED)
def read_certificate(content: bytes) -> Certificate:
    """Return what a certificate says; whether it may be believed is asked by `check_chain`.

    Raises:
        Unfit: it is none.
    """
    if len(content) > SIZE:
        raise Unfit("a certificate")
    signed = envelope.read(content, KIND)
    read = Fields(signed.payload)
    read.number("format", FORMAT, FORMAT)
    subject = _subject(read)
    if (scope := read.text("scope")) != scope_of(subject.code, subject.tier):
        raise Unfit("scope")
    return Certificate(
        serial=read.id("serial"),
        subject=subject,
        roles=read.texts("roles"),
        scope=scope,
        not_before=read.day("not_before"),
        not_after=read.day("not_after"),
        issuer=read.id("issuer"),
        suites=read.texts("suites"),
        signed=signed,
        renews=read.texts("renews") if "renews" in read else (),
        replaces=read.ids("replaces") if "replaces" in read else (),
    )


def _subject(read: Fields) -> Subject:
    box_key = read.text("box_key")
    if not SUITES[DEFAULT].is_box_public(box_key):
        raise Unfit("box_key")
    return Subject(
        station=read.id("station"),
        org=read.line("org"),
        code=read.matched("code", CODE),
        name=read.line("name"),
        tier=read.matched("tier", TIER),
        sign_key=read.matched("sign_key", HASH),
        box_key=box_key,
        training=read.flag("training"),
    )


Chain = tuple[Certificate, ...]
"""A certificate, that of its issuer, and so on up to the root."""


def read_chain(texts: Sequence[str]) -> Chain:
    """Return the certificates of a chain, the station's own first.

    Raises:
        Unfit: a member is no certificate, or there are none or too many.
    """
    if not 1 <= len(texts) <= len(TIERS):
        raise Unfit("chain")
    return tuple(read_certificate(text.encode()) for text in texts)


def chain_texts(chain: Iterable[Certificate]) -> list[str]:
    """Return a chain as it travels."""
    return [one.content.decode() for one in chain]


@dataclass(frozen=True, slots=True)
class Trust:
    """What a station believes: its root, what was revoked, and which day it is."""

    root: Certificate
    revocations: Revocations
    today: date


@dataclass(frozen=True, slots=True)
class Wrong:
    """Under which codes a broken chain is refused: they differ for packages, receipts and certificates."""

    foreign: Code
    scope: Code


def check_chain(
    chain: Chain,
    trust: Trust,
    wrong: Wrong,
    *,
    signed_on: date | None = None,
    up_to: tuple[int, int] | None = None,
) -> None:
    """Hold a chain against what is trusted: signatures, root, tiers, scopes, training, validity, revocation.

    `signed_on` is the day on which the station says it signed; a day ahead of ours counts as today. `up_to`
    is epoch and first seq of the entries it signed: a revoked key stays good up to a stated one (sync 21),
    and `limit_of` says which of them that is.

    Raises:
        Refusal: `wrong.foreign`, `wrong.scope`, CERT_EXPIRED, CERT_REVOKED.
    """
    day = min(signed_on or trust.today, trust.today)
    if chain[-1].content != trust.root.content:
        raise Refusal(wrong.foreign)
    for subject, issuer in zip(chain, (*chain[1:], chain[-1]), strict=True):
        _check_link(subject, issuer, wrong)
        _check_days(subject, day, trust.today)
    for above in range(1, len(chain)):
        _check_revoked(chain[: above + 1], trust.revocations, up_to)


def _check_link(subject: Certificate, issuer: Certificate, wrong: Wrong) -> None:
    root = subject is issuer
    signed = subject.issuer in issuer.serials and subject.signed.signed_by(issuer.subject.sign_key)
    may = root or ("issue" in issuer.roles and not (issuer.subject.training and not subject.subject.training))
    if not signed or not may:
        raise Refusal(wrong.foreign)
    if not root and not issuer.contains(subject.subject.code, subject.subject.tier):
        raise Refusal(wrong.scope, name=subject.name)


GRACE = timedelta(days=90)
"""How long after the end of a certificate what was signed before it is still taken: sticks travel slowly."""


def _check_days(one: Certificate, signed_on: date, today: date) -> None:
    late = today > one.not_after + GRACE
    if late or signed_on > one.not_after or today < one.not_before:
        raise Refusal(Code.CERT_EXPIRED, name=one.name, first=one.not_before, last=one.not_after)


def _check_revoked(chain: Chain, revocations: Revocations, up_to: tuple[int, int] | None) -> None:
    """Refuse the certificates of a chain that its last member has revoked."""
    *below, above = chain
    for one in below:
        found = revocations.find_any(above.serials, one.serial)
        spared = found is not None and one is chain[0] and up_to is not None and found.spares(*up_to)
        if found is not None and not spared:
            raise Refusal(Code.CERT_REVOKED, name=one.name)


def limit_of(chain: Chain, revocations: Revocations) -> Revoked | None:
    """Return up to where the entries of a chain's first station are taken, None when it was not revoked."""
    one = chain[0]
    found = (revocations.find_any(above.serials, one.serial) for above in chain[1:])
    return next((revoked for revoked in found if revoked is not None), None)


def relinked(chain: Chain, offered: Chain) -> Chain | None:
    """Return a chain with the renewed certificates of those above it, None when `offered` renews none.

    `offered` is believed already: the chain of whoever answered us.
    """
    for at, one in enumerate(chain[1:], 1):
        if offered[0].station == one.station and one.serial in offered[0].renews:
            return (*chain[:at], *offered)
    return None

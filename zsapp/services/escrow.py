"""Key escrow (恢复码托管): a second recovery code of each station lies at the city, sealed to its root alone.

It is made when the certificate is installed, and travels in every package, past the town, which cannot open
it. The city gives it out on the word of two people, both journalled there; opening with it is journalled at
the station, which then makes another one. Neither code opens any other station.
"""

import base64
import logging
from dataclasses import dataclass
from io import BytesIO

from zsapp.base import clock
from zsapp.base.canonical import Plain, canonical, read_canonical
from zsapp.base.clock import stamp
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange.certificates import TAIL, Certificate
from zsapp.exchange.crypto import DEFAULT, Unopened, suite
from zsapp.exchange.manifest import Letter
from zsapp.records.store import Reader, Store, Writer
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.services import credentials
from zsapp.services.credentials import Credentials

logger = logging.getLogger(__name__)

OWN, DEPOSITS = "exchange/escrow", "exchange/deposits"
FORMAT = 1


# --- at the station ---------------------------------------------------------------------------------------


def deposit(store: Store, writer: Writer, root: Certificate) -> None:
    """Make the code that the city keeps, unless there is one; the city itself has nobody above it.

    Raises:
        Trouble: DISK_FULL, HOME_READ_ONLY.
    """
    if root.station == store.station or writer.value(OWN) is not None:
        return
    plain = canonical({"format": FORMAT, "station": store.station, "code": store.renew_code(escrow=True)})
    sealed = BytesIO()
    suite(DEFAULT).seal(BytesIO(plain), sealed, [root.subject.box_key])
    writer.set_value(OWN, base64.b64encode(sealed.getvalue()))


def own(reader: Reader) -> str:
    """Return our code as it travels, sealed; nothing before there is one."""
    return (reader.value(OWN) or b"").decode()


def replace_codes(store: Store) -> str:
    """Return a new recovery code, to be printed, after the old one was used; the city gets a new one too.

    Raises:
        Trouble: DISK_FULL, HOME_READ_ONLY, STORE_BEHIND.
    """
    code = store.renew_code()
    with store.write() as writer:
        chain = credentials.read_own_chain(writer)
        writer.set_value(OWN, None)
        if chain is not None:
            deposit(store, writer, chain[-1])
        writer.note("recovery_code", payload={"user": store.user})
    return code


# --- at the city ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositView:
    """A station whose code lies here: since when; and who has asked for it first, when and why."""

    station: str
    name: str
    code: str
    came: str
    asked_by: str = ""
    asked_at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a person's word has brought: the recovery code, or nothing while the second is missing."""

    station: str
    name: str
    recovery: str
    first: str
    second: str


def keep(writer: Writer, known: Credentials, letter: Letter) -> None:
    """Keep the sealed code that a package brings, at the city alone; a new one takes the old one's place."""
    if not (known.own.is_root and letter.escrow):
        return
    table = _table(writer)
    before = table.get(letter.sender)
    if before is None or before["sealed"] != letter.escrow:
        table[letter.sender] = {"sealed": letter.escrow, "came": stamp(clock.now()), "asked": None}
        writer.set_value(DEPOSITS, canonical(table))


class Escrow:
    """The desk at the city that gives out recovery codes."""

    def __init__(self, store: Store) -> None:
        """Work on a store."""
        self._store = store

    def deposits(self) -> tuple[DepositView, ...]:
        """Return the stations whose codes lie here, by name; those asked for first."""
        with self._store.read() as reader:
            names = _named(reader)
            found = [_view(names, station, one) for station, one in _table(reader).items()]
        return tuple(sorted(found, key=lambda one: (not one.asked_by, one.name)))

    def release(self, station: str, reason: str = "") -> Released:
        """Say that a station shall get its code; with the second person's word it is opened and returned.

        Raises:
            Refusal: ROLE_MAY_NOT, ESCROW_NONE, CERT_REASON_MISSING, ESCROW_SECOND when both are one person,
                ESCROW_SEALED when our key does not open it.
        """
        self._store.require(Right.ADMINISTER, EXCHANGE)
        user = self._store.user
        with self._store.write() as writer:
            known, table = credentials.read_credentials(writer), _table(writer)
            station = next((one for one in table if station in (one, one[-TAIL:])), station)
            if station not in table:
                raise Refusal(Code.ESCROW_NONE, station=station)
            name = _view(_named(writer), station, table[station]).name
            asked = table[station]["asked"]
            if asked is None:
                self._ask(writer, table, station, reason)
                return Released(station=station, name=name, recovery="", first=user, second="")
            if asked["by"] == user:
                raise Refusal(Code.ESCROW_SECOND, user=user)
            code = _opened(table[station]["sealed"], station, known)
            table[station]["asked"] = None
            writer.set_value(DEPOSITS, canonical(table))
            said = {"station": station, "first": asked["by"], "reason": asked["reason"]}
            writer.note("escrow_release", payload=said)
        logger.info("recovery code of %s given out", station)
        return Released(station=station, name=name, recovery=code, first=asked["by"], second=user)

    def withdraw(self, station: str) -> None:
        """Take back the first person's word.

        Raises:
            Refusal: ROLE_MAY_NOT, ESCROW_NONE.
        """
        self._store.require(Right.ADMINISTER, EXCHANGE)
        with self._store.write() as writer:
            table = _table(writer)
            if station not in table:
                raise Refusal(Code.ESCROW_NONE, station=station)
            table[station]["asked"] = None
            writer.set_value(DEPOSITS, canonical(table))
            writer.note("escrow_withdraw", payload={"station": station})

    def _ask(self, writer: Writer, table: dict[str, Plain], station: str, reason: str) -> None:
        if not reason.strip():
            raise Refusal(Code.CERT_REASON_MISSING, field="reason")
        asked = {"by": self._store.user, "at": stamp(clock.now()), "reason": reason.strip()}
        table[station]["asked"] = asked
        writer.set_value(DEPOSITS, canonical(table))
        writer.note("escrow_ask", payload={"station": station, "reason": reason.strip()})


def _opened(sealed: str, station: str, known: Credentials) -> str:
    """Return the code of a deposit, opened with the root's key; it must say whose it is."""
    opened = BytesIO()
    try:
        suite(DEFAULT).open(BytesIO(base64.b64decode(sealed)), opened, known.keys.box)
        said = read_canonical(opened.getvalue())
    except (Unopened, ValueError, Trouble) as fault:
        raise Refusal(Code.ESCROW_SEALED) from fault
    if not isinstance(said, dict) or said.get("station") != station or "code" not in said:
        raise Refusal(Code.ESCROW_SEALED)
    return str(said["code"])


def _table(reader: Reader) -> dict[str, Plain]:
    content = reader.value(DEPOSITS)
    return read_canonical(content) if content else {}


def _named(reader: Reader) -> dict[str, Certificate]:
    return {one.station: one for one in credentials.read_known(reader)}


def _view(names: dict[str, Certificate], station: str, one: Plain) -> DepositView:
    certificate, asked = names.get(station), one["asked"] or {}
    return DepositView(
        station=station,
        name=certificate.name if certificate else station,
        code=certificate.subject.code if certificate else "",
        came=one["came"],
        asked_by=asked.get("by", ""),
        asked_at=asked.get("at", ""),
        reason=asked.get("reason", ""),
    )

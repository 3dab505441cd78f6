"""Transfers (移交): a record goes over to another station, offered by its owner and accepted by its taker.

A station knows only those above it, so the station that has both below it passes the offer on, with the
record as it was offered, and the answer back. Until the answer is here the giver changes nothing.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from zsapp.base.errors import Code, Refusal
from zsapp.records import sectors
from zsapp.records.store import Reader, Store, Stored, Writer
from zsapp.records.transfers import DECLINED, OPEN, TAKEN, WITHDRAWN
from zsapp.records.views import Transfer
from zsapp.rules.roles import Right, is_reviewed
from zsapp.rules.station import StationProfile
from zsapp.rules.transfer import DECLINE, OFFER, TAKE, WITHDRAW
from zsapp.services import credentials
from zsapp.services.review_sheet import SheetLine, sheet_of
from zsapp.services.tables import shipped_tables
from zsapp.services.transfer_passing import document_of, pass_on, place_of
from zsapp.services.transfer_way import (
    GIVER,
    TAKER,
    Destination,
    Ending,
    Names,
    ending_of,
    name_above,
    next_step,
    place_name,
    places_of,
    said_of,
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLine:
    """An offer in words: which record, who gives, to whom, how it stands; `mine` is our part in it.

    `answer` is what whoever ended it has written, `step` what is to be done next, `unsent` whether our own
    last word about it is in no package yet; `here` whether the record as it was offered can be read here, and
    `known` whether it is among the records of this station.
    """

    record_id: str
    sector: str
    title: str
    number: str
    giver: str
    taker: str
    state: str
    mine: str
    reason: str
    who: str
    at: datetime
    version: int
    answer: str
    answered_by: str
    answered_at: datetime | None
    step: str
    unsent: bool
    here: bool
    known: bool

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == WORDS[OPEN]

    @property
    def declined(self) -> bool:
        """Whether it was refused."""
        return self.state == WORDS[DECLINED]

    @property
    def idle(self) -> bool:
        """Whether it has no effect: the record was another's by then."""
        return self.state == IDLE

    @property
    def taken(self) -> bool:
        """Whether it was accepted."""
        return self.state == WORDS[TAKEN]


WORDS = {OPEN: "等待接收", TAKEN: "已接收", DECLINED: "没有接收", WITHDRAWN: "已撤回"}
IDLE = "不作数"
"""What an offer is called that has no effect, because its giver had given the record away before."""


class Transfers:
    """The desk of transfers."""

    def __init__(self, store: Store, profile: StationProfile) -> None:
        """Work on a store for the station of `profile`."""
        self._store = store
        self._profile = profile

    def listing(self) -> tuple[TransferLine, ...]:
        """Return the offers known here, the latest first, as far as their records may be seen."""
        with self._store.read() as reader:
            return self.lines(reader)

    def lines(self, reader: Reader, record_id: str = "") -> tuple[TransferLine, ...]:
        """Return the offers known here (of one record), the latest first, as far as they may be seen."""
        names = _names(reader, self._profile)
        known = names.keys()
        found = [
            self._line(reader, one, names)
            for one in reader.transfers(record_id)
            if not known.isdisjoint((one.giver, one.offered_to, one.taker))  # else it is among others
        ]
        return tuple(one for one in found if one is not None)

    def sheet(self, record_id: str) -> tuple[SheetLine, ...]:
        """Return what is in a record as it was offered last, item by item; nothing while it is not here."""
        with self._store.read() as reader:
            found = reader.transfers(record_id)
            document = document_of(reader, found[0]) if found and self.lines(reader, record_id) else None
        return sheet_of(found[0].sector, document) if document else ()

    def places(self) -> tuple[Destination, ...]:
        """Return where a record of ours can go: stations known here, then places of the region, each once."""
        with self._store.read() as reader:
            return places_of(reader, self._profile, shipped_tables().regions)

    def may_offer(self, reader: Reader, stored: Stored) -> bool:
        """Say whether whoever is logged in can offer a record to another station now."""
        badge = self._store.badge
        return not (self._why_not(stored) or any(map(_waits, reader.transfers(stored.id)))) and (
            badge is None or badge.may(Right.CHANGE, stored.sector)
        )

    def _line(self, reader: Reader, one: Transfer, names: dict[str, str]) -> TransferLine | None:
        known = reader.named([one.record_id])
        named = known and known[0].title  # at a hub a list names nobody
        title, number = (known[0].title, known[0].number) if named else _named_in(reader, one)
        badge = self._store.badge
        if not known and not (badge is None or badge.sees(one.sector)):
            return None
        own = self._profile.id
        mine = GIVER if one.giver == own else TAKER if _is_to(one, self._profile) else ""
        giver, taker = names.get(one.giver, "外站"), _taker_name(one, names)
        here, about, owner = document_of(reader, one) is not None, said_of(reader, one), ""
        ended = ending_of(about, one)
        if one.idle_for:
            owner, ended = _before(reader, one, names)
        parties = Names(giver, taker, name_above(reader), owner, names)
        step = next_step(reader, one, about, mine=mine, names=parties, here=here)
        return TransferLine(
            record_id=one.record_id,
            sector=one.sector,
            title=title,
            number=number,
            giver=giver,
            taker=taker,
            state=IDLE if one.idle_for else WORDS[one.state],
            mine=mine,
            reason=one.reason,
            who=one.who,
            at=one.at,
            version=one.version,
            answer=ended.text if ended else "",
            answered_by=ended.who if ended else "",
            answered_at=ended.at if ended else None,
            step=step.words,
            unsent=step.unsent,
            here=here,
            known=bool(known),
        )

    # --- the giver ----------------------------------------------------------------------------------------

    def offer(self, ref: str, to: str, reason: str) -> None:
        """Offer a record of ours to another station: its id, or the region code or name of its place.

        Raises:
            Refusal: RECORD_UNKNOWN, REASON_MISSING, TRANSFER_OPEN, TRANSFER_NOT_OPEN, REGION_UNKNOWN,
                ROLE_MAY_NOT.
        """
        if not reason.strip():
            raise Refusal(Code.REASON_MISSING, field="reason")
        taker = _place_of(to)
        with self._store.read() as reader:
            stored = _stored(reader, ref)
        with self._store.write() as writer:
            self._check_offer(writer, stored, taker)
            said = {"offered_to": taker, "version": stored.version, "reason": reason.strip()}
            writer.note(OFFER, sector=stored.sector, record_id=stored.id, payload=said)
            pass_on(writer, self._profile.id)
        logger.info("offered a record of sector %s", stored.sector)

    def _check_offer(self, writer: Writer, stored: Stored, taker: str) -> None:
        why = self._why_not(stored)
        if not why and taker in (self._profile.id, self._profile.code):
            why = "不能移交给本站自己"
        if why:
            raise Refusal(Code.TRANSFER_NOT_OPEN, field="to", what="移交", why=why)
        if any(map(_waits, writer.transfers(stored.id))):
            raise Refusal(Code.TRANSFER_OPEN)

    def _why_not(self, stored: Stored) -> str:
        """Return why a record goes to nobody, the empty text where it may."""
        if stored.station != self._profile.id:
            return "这份记录不属于本站"
        if not is_reviewed(stored.sector):
            return "这类记录不能移交"
        if sectors.guard_of(stored.sector, stored.payload):
            return "限制查看的记录不能移交，请由法律援助处办理"
        return ""

    def withdraw(self, ref: str) -> None:
        """Take an offer of ours back; if the taker has accepted it meanwhile, it has the record all the same.

        Raises:
            Refusal: RECORD_UNKNOWN, TRANSFER_NOT_OPEN, ROLE_MAY_NOT.
        """
        with self._store.write() as writer:
            one = self._open(writer, ref, mine=GIVER, what="撤回")
            writer.note(WITHDRAW, sector=one.sector, record_id=one.record_id, payload=place_of(one))
            pass_on(writer, self._profile.id)

    # --- the taker ----------------------------------------------------------------------------------------

    def accept(self, ref: str, remark: str = "") -> str:
        """Take over a record that was offered to us; return its id: from now on it is ours.

        `remark` is for the giver to read.

        Raises:
            Refusal: TRANSFER_NOT_OPEN, ROLE_MAY_NOT; what is wrong with the record as it was offered.
        """
        with self._store.write() as writer:
            one = self._open(writer, ref, mine=TAKER, what="接收")
            document = document_of(writer, one)
            if document is None:
                why = "记录还没有收到，请再导入一次上级的回执"
                raise Refusal(Code.TRANSFER_NOT_OPEN, what="接收", why=why)
            sectors.check_payload(one.sector, document)
            said = place_of(one) | {"reason": remark.strip()}
            writer.note(TAKE, sector=one.sector, record_id=one.record_id, payload=said)
            stored = writer.record(one.record_id)
            base = max(one.version, stored.version if stored else 0)
            writer.take_over(one.sector, one.record_id, document, base)
            pass_on(writer, self._profile.id)
        logger.info("took a record of sector %s over", one.sector)
        return one.record_id

    def decline(self, ref: str, reason: str) -> None:
        """Say that we do not take a record over, and why.

        Raises:
            Refusal: TRANSFER_NOT_OPEN, REASON_MISSING, ROLE_MAY_NOT.
        """
        if not reason.strip():
            raise Refusal(Code.REASON_MISSING, field="reason")
        with self._store.write() as writer:
            one = self._open(writer, ref, mine=TAKER, what="谢绝")
            said = place_of(one) | {"reason": reason.strip()}
            writer.note(DECLINE, sector=one.sector, record_id=one.record_id, payload=said)
            pass_on(writer, self._profile.id)

    def _open(self, writer: Writer, ref: str, *, mine: str, what: str) -> Transfer:
        """Return the open offer of a record that is ours to end."""
        record_id = writer.resolve(ref) or ref
        for one in filter(_waits, writer.transfers(state=OPEN)):
            given = one.giver in writer.line_of(self._profile.id)
            ours = given if mine == GIVER else _is_to(one, self._profile)
            if one.record_id == record_id and ours:
                self._store.require(Right.CHANGE, one.sector)
                return one
        raise Refusal(Code.TRANSFER_NOT_OPEN, what=what, why="没有等待办理的移交")


def _taker_name(one: Transfer, names: dict[str, str]) -> str:
    """Return who takes or has taken a record, by name or by its place."""
    regions = shipped_tables().regions
    return names.get(one.taker or one.offered_to) or place_name(one.offered_to, regions)


def _before(reader: Reader, one: Transfer, names: dict[str, str]) -> tuple[str, Ending | None]:
    """Return who has a record where an offer of it has no effect, and the word by which that one has it."""
    taken = [two for two in reader.transfers(one.record_id) if two.taker == one.idle_for]
    ended = [ending_of(said_of(reader, two), two) for two in taken]
    name = names.get(one.idle_for) or (_taker_name(taken[0], names) if taken else "外站")
    return name, next((two for two in ended if two is not None), None)


def _named_in(reader: Reader, one: Transfer) -> tuple[str, str]:
    document = document_of(reader, one)
    if document is None:
        return "", ""
    found = sectors.index_of(one.sector, document)
    return found.title, found.number


def _waits(one: Transfer) -> bool:
    """Say whether an offer waits for its answer."""
    return one.state == OPEN and not one.idle_for


def _is_to(one: Transfer, profile: StationProfile) -> bool:
    return one.offered_to in (profile.id, profile.code)


def _names(reader: Reader, profile: StationProfile) -> dict[str, str]:
    known = credentials.read_known(reader)
    names = {one.subject.code: one.name for one in known} | {one.station: one.name for one in known}
    return {**names, profile.id: profile.name, profile.code: profile.name}


def _place_of(text: str) -> str:
    """Return a station's id or region code as typed; a place may be named.

    Raises:
        Refusal: REGION_UNKNOWN.
    """
    text, regions = text.strip(), shipped_tables().regions
    if text in regions or len(text) == 36:
        return text
    named = [code for code, one in regions.items() if text and text in (one.name, one.short_name)]
    if len(named) != 1:
        raise Refusal(Code.REGION_UNKNOWN, field="to", region=text)
    return named[0]


def _stored(reader: Reader, ref: str) -> Stored:
    record_id = reader.resolve(ref)
    stored = reader.record(record_id) if record_id else None
    if stored is None:
        raise Refusal(Code.RECORD_UNKNOWN, ref=ref)
    return stored

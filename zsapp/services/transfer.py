"""Transfers (移交): a record goes over to another station, offered by its owner and accepted by its taker.

A station knows only those above it, so the station that has both below it passes the offer on, with the
record as it was offered, and the answer back. Until the answer is here the giver changes nothing.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.certificates import Certificate
from zsapp.records import sectors
from zsapp.records.store import Reader, Store, Stored, Writer
from zsapp.records.transfers import DECLINED, OPEN, TAKEN, WITHDRAWN, letter_of
from zsapp.records.views import Transfer
from zsapp.rules.roles import Right, is_reviewed
from zsapp.rules.station import StationProfile
from zsapp.rules.transfer import CARRY, DECLINE, OFFER, TAKE, WITHDRAW
from zsapp.services import credentials
from zsapp.services.review_sheet import SheetLine, sheet_of
from zsapp.services.tables import shipped_tables
from zsapp.services.transfer_way import (
    GIVER,
    TAKER,
    Destination,
    Names,
    ending_of,
    name_above,
    next_step,
    place_name,
    places_of,
    said_of,
)

logger = logging.getLogger(__name__)

ANSWERS = {TAKEN: TAKE, DECLINED: DECLINE}
"""What is passed back to the giver once it has come."""


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
    def taken(self) -> bool:
        """Whether it was accepted."""
        return self.state == WORDS[TAKEN]


WORDS = {OPEN: "等待接收", TAKEN: "已接收", DECLINED: "没有接收", WITHDRAWN: "已撤回"}


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
        found = [self._line(reader, one, names) for one in reader.transfers(record_id)]
        return tuple(one for one in found if one is not None)

    def sheet(self, record_id: str) -> tuple[SheetLine, ...]:
        """Return what is in a record as it was offered last, item by item; nothing while it is not here."""
        with self._store.read() as reader:
            found = reader.transfers(record_id)
            document = _document(reader, found[0]) if found and self.lines(reader, record_id) else None
        return sheet_of(found[0].sector, document) if document else ()

    def places(self) -> tuple[Destination, ...]:
        """Return where a record of ours can go: stations known here, then places of the region, each once."""
        with self._store.read() as reader:
            return places_of(reader, self._profile, shipped_tables().regions)

    def may_offer(self, reader: Reader, stored: Stored) -> bool:
        """Say whether whoever is logged in can offer a record to another station now."""
        badge = self._store.badge
        return not (
            self._why_not(stored) or any(one.state == OPEN for one in reader.transfers(stored.id))
        ) and (badge is None or badge.may(Right.CHANGE, stored.sector))

    def _line(self, reader: Reader, one: Transfer, names: dict[str, str]) -> TransferLine | None:
        known = reader.named([one.record_id])
        named = known and known[0].title  # at a hub a list names nobody
        title, number = (known[0].title, known[0].number) if named else _named_in(reader, one)
        badge = self._store.badge
        if not known and not (badge is None or badge.sees(one.sector)):
            return None
        own = self._profile.id
        mine = GIVER if one.giver == own else TAKER if _is_to(one, self._profile) else ""
        to = one.taker or one.offered_to
        giver = names.get(one.giver, "外站")
        taker = names.get(to) or place_name(to, shipped_tables().regions)
        here, about = _document(reader, one) is not None, said_of(reader, one)
        ended, parties = ending_of(about, one), Names(giver, taker, name_above(reader))
        step = next_step(reader, one, about, mine=mine, names=parties, here=here)
        return TransferLine(
            record_id=one.record_id,
            sector=one.sector,
            title=title,
            number=number,
            giver=giver,
            taker=taker,
            state=WORDS[one.state],
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
        if any(one.state == OPEN for one in writer.transfers(stored.id)):
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
            writer.note(WITHDRAW, sector=one.sector, record_id=one.record_id, payload=_place(one))
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
            document = _document(writer, one)
            if document is None:
                why = "记录还没有收到，请再导入一次上级的回执"
                raise Refusal(Code.TRANSFER_NOT_OPEN, what="接收", why=why)
            sectors.check_payload(one.sector, document)
            said = _place(one) | {"reason": remark.strip()}
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
            said = _place(one) | {"reason": reason.strip()}
            writer.note(DECLINE, sector=one.sector, record_id=one.record_id, payload=said)
            pass_on(writer, self._profile.id)

    def _open(self, writer: Writer, ref: str, *, mine: str, what: str) -> Transfer:
        """Return the open offer of a record that is ours to end."""
        record_id = writer.resolve(ref) or ref
        for one in writer.transfers(state=OPEN):
            given = one.giver in writer.line_of(self._profile.id)
            ours = given if mine == GIVER else _is_to(one, self._profile)
            if one.record_id == record_id and ours:
                self._store.require(Right.CHANGE, one.sector)
                return one
        raise Refusal(Code.TRANSFER_NOT_OPEN, what=what, why="没有等待办理的移交")


# --- between the two --------------------------------------------------------------------------------------


def pass_on(writer: Writer, own: str) -> int:
    """Pass on offers and answers that concern stations below us; return how many.

    Of several stations above a giver and a taker, the lowest that has both below it (or is one of them).
    """
    done = 0
    chain = credentials.read_own_chain(writer)
    known = {one.station: one for one in credentials.read_known(writer)}
    for one in writer.transfers() if chain else ():
        taker = _taker(one, known)
        if taker is None or not _is_ours_to_pass(one, taker, known, own):
            continue
        for what, named in _due(one, taker.station):
            if (to := writer.heir_of(named)) != own:
                _pass(writer, one, what, to, taker.station)
                done += 1
    return done


def _due(one: Transfer, taker: str) -> list[tuple[str, str]]:
    """Return what is still to be passed on, each with the station it goes to."""
    due = [(OFFER, taker)] if one.state == OPEN else []
    if answer := ANSWERS.get(one.state):
        due.append((answer, one.giver))
    if one.state == WITHDRAWN and letter_of(OFFER) in one.passed:
        due.append((WITHDRAW, taker))
    return [(what, to) for what, to in due if letter_of(what) not in one.passed]


def _pass(writer: Writer, one: Transfer, what: str, to: str, taker: str) -> None:
    speaker = taker if what in (TAKE, DECLINE) else one.giver
    ended = ending_of(said_of(writer, one), one)
    said = {
        **_place(one),
        "to": to,
        "what": what,
        "speaker": speaker,
        "offered_to": one.offered_to,
        "version": one.version,
        "reason": ended.text if ended else one.reason,
        "who": ended.who if ended else one.who,
    }
    if what == OFFER:
        said |= {"document": _document(writer, one), "maker": one.giver}
    writer.hear(CARRY, one.sector, one.record_id, said)


def _taker(one: Transfer, known: dict[str, Certificate]) -> Certificate | None:
    """Return the station an offer goes to: by its id, or the one certified last for its region code."""
    named = [cert for cert in known.values() if one.offered_to in (cert.station, cert.subject.code)]
    return max(named, key=lambda cert: cert.serial, default=None)


def _is_ours_to_pass(one: Transfer, taker: Certificate, known: dict[str, Certificate], own: str) -> bool:
    giver = known.get(one.giver)
    if giver is None:
        return False
    both = [cert for cert in known.values() if _reaches(cert, giver) and _reaches(cert, taker)]
    lowest = max(both, key=lambda cert: (len(cert.scope), cert.serial), default=None)
    return lowest is not None and lowest.station == own


def _reaches(above: Certificate, one: Certificate) -> bool:
    return above.station == one.station or above.contains(one.subject.code, one.subject.tier)


def _document(reader: Reader, one: Transfer) -> dict[str, object] | None:
    """Return a record as it was offered: as it came with the offer, or as it stands here in that version."""
    payload = read_canonical(reader.offer_of(one).payload or b"{}")
    if isinstance(payload.get("document"), dict):
        found: dict[str, object] = payload["document"]
        return found
    stored = reader.record(one.record_id)
    return stored.payload if stored and stored.version >= one.version else None


def _named_in(reader: Reader, one: Transfer) -> tuple[str, str]:
    document = _document(reader, one)
    if document is None:
        return "", ""
    found = sectors.index_of(one.sector, document)
    return found.title, found.number


def _place(one: Transfer) -> dict[str, object]:
    return {"giver": one.giver, "epoch": one.epoch, "seq": one.seq}


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

"""The review desk (校核): a town looks over what its villages have sent, the city over what its towns have.

A verdict is an entry in our own chain about somebody else's record; it goes down with the next answer
(`downward.py`) and up with our journal. The record itself stays its owner's.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from zsapp.base.canonical import read_canonical
from zsapp.base.clock import read_stamp
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal
from zsapp.exchange.acknowledgement import file_name
from zsapp.exchange.certificates import Certificate
from zsapp.exchange.removable import put_bytes
from zsapp.records.store import Reader, Store, Stored, Writer
from zsapp.records.views import Held, Returned, Review
from zsapp.rules.review import ACCEPT, COMMENT, CONFLICT, HEARD, RETURN, RETURNED, SPOKEN, TIER_WORDS, WAITING
from zsapp.rules.roles import EXCHANGE, Right, is_reviewed
from zsapp.rules.station import StationProfile
from zsapp.services import arrivals, credentials
from zsapp.services.admission import Owners, go_on
from zsapp.services.below import reviewed_stations, stations_below
from zsapp.services.review_sheet import SheetLine, label_of, sheet_of

logger = logging.getLogger(__name__)

MANY = 1_000
"""Records counted at most: 999+ on a screen."""

COMMENTED = "意见"
"""What a word that changes nothing is called."""

LONGEST = 2_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A record as the review desk lists it, with the name of its station."""

    pk: int
    id: str
    sector: str
    number: str
    title: str
    kind: str
    version: int
    saved_at: datetime
    station: str
    name: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Something a station above said of a record: who, when, what, on which version."""

    state: str
    by: str
    who: str
    at: datetime
    version: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """An entry in quarantine, in words: whose, of which record, what is wrong, how many wait behind it."""

    entry: int
    station: str
    name: str
    seq: int
    record_id: str
    sector: str
    title: str
    code: str
    sentence: str
    where: str
    version: int
    behind: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A station whose records are reviewed here."""

    station: str
    name: str


class Reviews:
    """The review desk of a station."""

    def __init__(self, store: Store, profile: StationProfile, today: Callable[[], date]) -> None:
        """Work on a store for the station of `profile`; `today` is the day the rules use."""
        self._store = store
        self._profile = profile
        self._today = today

    # --- looking ------------------------------------------------------------------------------------------

    def stations(self) -> tuple[Below, ...]:
        """Return the stations whose records are reviewed here, by name."""
        with self._store.read() as reader:
            found = reviewed_stations(reader)
        return tuple(sorted((Below(station=key, name=one.name) for key, one in found.items()), key=_named))

    def listing(
        self, *, state: str = "", station: str = "", after: int | None = None, limit: int = 50
    ) -> tuple[ReviewLine, ...]:
        """Return a page of what came from stations directly below, newest first; see `STATES` for states.

        Raises:
            Refusal: STATION_UNKNOWN.
        """
        with self._store.read() as reader:
            known = reviewed_stations(reader)
            wanted = [_station_of(known, station)] if station else list(known)
            found = reader.reviewables(wanted, state=state, after=after, limit=limit) if wanted else ()
        return tuple(
            ReviewLine(
                pk=one.pk,
                id=one.id,
                sector=one.sector,
                number=one.number,
                title=one.title,
                kind=one.kind,
                version=one.version,
                saved_at=one.saved_at,
                station=one.station,
                name=known[one.station].name,
                state=one.state,
                reason=one.reason,
            )
            for one in found
        )

    def of(self, ref: str) -> Review | None:
        """Return the verdict in force on a record, None while there is none.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            return reader.review_of(_stored(reader, ref).id)

    def words(self, ref: str) -> tuple[Word, ...]:
        """Return everything that stations above have said of a record, the latest last.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            entries = reader.history(_stored(reader, ref).id)
            names = {one.station: one.name for one in credentials.read_known(reader)}
        found = [_word(one, names) for one in entries if one.header.verb in (*SPOKEN, HEARD)]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def sheet(self, ref: str) -> tuple[SheetLine, ...]:
        """Return what is in a record, item by item, to be read through.

        Raises:
            Refusal: RECORD_UNKNOWN.
        """
        with self._store.read() as reader:
            stored = _stored(reader, ref)
        return sheet_of(stored.sector, stored.payload)

    def returned(self) -> tuple[Returned, ...]:
        """Return our records that were sent back and not changed since, as far as they may be seen."""
        with self._store.read() as reader:
            found = reader.returned()
            seen = {one.id for one in reader.named([one.review.record_id for one in found])}
        return tuple(one for one in found if one.review.record_id in seen)

    def waiting(self) -> int:
        """Return how many records of stations below wait for a review, counted up to `MANY`."""
        return len(self.listing(state=WAITING, limit=MANY))

    # --- saying -------------------------------------------------------------------------------------------

    def give_back(self, ref: str, reason: str) -> Review:
        """Send a record back with what is to be put right (退回).

        Raises:
            Refusal: RECORD_UNKNOWN, REVIEW_NOT_YOURS, REVIEW_STANDS, REASON_MISSING, TEXT_TOO_LONG,
                ROLE_MAY_NOT.
        """
        return self._judge(ref, RETURN, _reason(reason, needed=True))

    def accept(self, ref: str, reason: str = "") -> Review:
        """Say that a record is in order (通过).

        Raises:
            Refusal: RECORD_UNKNOWN, REVIEW_NOT_YOURS, REVIEW_STANDS, TEXT_TOO_LONG, ROLE_MAY_NOT.
        """
        return self._judge(ref, ACCEPT, _reason(reason))

    def comment(self, ref: str, text: str) -> None:
        """Say something of a record that changes nothing of its state (意见).

        Raises:
            Refusal: RECORD_UNKNOWN, REVIEW_NOT_YOURS, REASON_MISSING, TEXT_TOO_LONG, ROLE_MAY_NOT.
        """
        said = _reason(text, needed=True)
        with self._store.write() as writer:
            self._say(writer, self._open(writer, ref), COMMENT, said)

    def _judge(self, ref: str, verb: str, reason: str) -> Review:
        with self._store.write() as writer:
            stored = self._open(writer, ref)
            before = writer.review_of(stored.id)
            if before is not None and before.station == self._profile.id:
                raise Refusal(Code.REVIEW_STANDS, title=stored.title, state=before.state)
            self._say(writer, stored, verb, reason)
        logger.info("%s of a record of %s", verb, stored.station)
        with self._store.read() as reader:
            review = reader.review_of(stored.id)
        assert review is not None  # noqa: S101 -- it was written above
        return review

    def _open(self, writer: Writer, ref: str) -> Stored:
        """Return the record of a station directly below; whoever may not see it does not know it."""
        with self._store.read() as reader:
            stored = _stored(reader, ref)
        if stored.station not in reviewed_stations(writer) or not is_reviewed(stored.sector):
            raise Refusal(Code.REVIEW_NOT_YOURS, title=stored.title or stored.number)
        return stored

    def _say(self, writer: Writer, stored: Stored, verb: str, reason: str) -> None:
        said = {"to": stored.station, "version": stored.version, "reason": reason}
        about = {"name": self._profile.name, "tier": self._profile.tier}
        writer.note(verb, sector=stored.sector, record_id=stored.id, payload=said | about)

    # --- quarantine ---------------------------------------------------------------------------------------

    def quarantine(self) -> tuple[HeldLine, ...]:
        """Return the entries of stations below that are here and not applied, the oldest first."""
        with self._store.read() as reader:
            held = reader.held()
            names = {one.station: one.name for one in credentials.read_known(reader)}
            titles = {one.id: one.title for one in reader.named([one.record_id for one in held])}
        behind = [one.record_id for one in held if not one.code]
        return tuple(
            _held_line(one, names.get(one.station, ""), titles.get(one.record_id, ""), behind)
            for one in held
            if one.code not in ("", CONFLICT)
        )

    def look_again(self) -> int:
        """Try what is held again: after an upgrade, or once something else has come; return how many go on.

        Raises:
            Refusal: ROLE_MAY_NOT.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        with self._store.write() as writer:
            return go_on(writer, Owners(writer))

    # --- the way down -------------------------------------------------------------------------------------

    def write_answer(self, station: str, folder: Path) -> Path:
        """Write the acknowledgement to a station below as things stand now, with what goes down to it.

        Raises:
            Refusal: STATION_UNKNOWN, CERT_MISSING, ROLE_MAY_NOT.
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_FAULT.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        path, said = self.answer(station)
        put_bytes(said, folder / path)
        return folder / path

    def answer(self, station: str) -> tuple[str, bytes]:
        """Return name and bytes of the acknowledgement to a station below, by its id or name.

        Raises:
            Refusal: STATION_UNKNOWN, CERT_MISSING.
        """
        with self._store.read() as reader:
            known = credentials.read_credentials(reader)
            below = stations_below(reader)
            to = below[_station_of(below, station)]
            epoch = max((one.head.epoch for one in reader.stations() if one.station == to.station), default=1)
            return file_name(known.own.station, to.station), arrivals.answer(reader, known, to, epoch)


def _named(one: Below) -> tuple[str, str]:
    return one.name, one.station


def _station_of(known: dict[str, Certificate], text: str) -> str:
    """Return the id of a station by its id or name; of two with one name the one certified later."""
    found = [station for station, one in known.items() if text.strip() in (station, one.name)]
    if not found:
        raise Refusal(Code.STATION_UNKNOWN, field="station", station=text)
    return max(found, key=lambda station: known[station].serial)


def _stored(reader: Reader, ref: str) -> Stored:
    record_id = reader.resolve(ref)
    stored = reader.record(record_id) if record_id else None
    if stored is None:
        raise Refusal(Code.RECORD_UNKNOWN, ref=ref)
    return stored


def _reason(text: str, *, needed: bool = False) -> str:
    text = text.strip()
    if needed and not text:
        raise Refusal(Code.REASON_MISSING, field="reason")
    if len(text) > LONGEST:
        raise Refusal(Code.TEXT_TOO_LONG, field="reason", length=len(text), limit=LONGEST)
    return text


def _word(entry: Entry, names: dict[str, str]) -> Word | None:
    """Return what an entry says of its record; one heard from above says it for whoever spoke."""
    header, said = entry.header, read_canonical(entry.payload or b"{}")
    heard = header.verb == HEARD
    verb = said.get("verdict") if heard else header.verb
    if verb not in SPOKEN:
        return None
    by = said.get("name") or names.get(said.get("station", "") if heard else header.station, "")
    return Word(
        state={RETURN: RETURNED, ACCEPT: "校核通过"}.get(str(verb), COMMENTED),
        by=by,
        who=said.get("who", "") if heard else header.who,
        at=read_stamp(said["at"] if heard else header.at),
        version=said.get("version", 0),
        text=said.get("reason", ""),
    )


def _held_line(one: Held, name: str, title: str, behind: list[str]) -> HeldLine:
    return HeldLine(
        entry=one.entry,
        station=one.station,
        name=name,
        seq=one.seq,
        record_id=one.record_id,
        sector=one.sector,
        title=title,
        code=one.code,
        sentence=held_words(one.code, label_of(one.sector, one.where)),
        where=one.where,
        version=one.version,
        behind=behind.count(one.record_id),
        at=one.at,
    )


def held_words(code: str, where: str) -> str:
    """Return in words why an entry is held; what stood in the item is not said, it may be anything."""
    if code == Code.PACKAGE_RECORD_OTHERS.name:
        return "这份记录属于另一个工作站，改动没有采用"
    if code == CONFLICT:
        return "与另一处的改动有冲突，等待决定" + (f"：{where}" if where else "")
    number = Code[code].value.number if code in Code.__members__ else 0
    return f"内容不符合要求（{number or code}）" + (f"：{where}" if where else "")


def review_line(review: Review) -> str:
    """Return a verdict as one line for people."""
    by = review.name or TIER_WORDS.get(review.tier, "")
    return f"{review.state}（{by} {review.who}）" + (f"：{review.reason}" if review.reason else "")

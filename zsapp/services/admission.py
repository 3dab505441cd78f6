"""Admission (准入): which stations and which of their entries may come into the store at all.

A station id belongs to one key, and a record to one station: nobody writes over what is another's, be it a
neighbour's case or our own profile. Two machines of one committee may, being two stations of one
organisation, and so may a station above with the records of those below it, and a computer with those of
the one whose place it took. An entry that may not is held,
and stops no other (D-50).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from zsapp.base.canonical import read_canonical
from zsapp.base.collector import resting
from zsapp.base.entry import Entry, Header
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.ids import is_id
from zsapp.exchange.certificates import Certificate, Subject, limit_of
from zsapp.exchange.manifest import Letter
from zsapp.records.quarantine import Fault
from zsapp.records.store import Applied, Reader, Writer
from zsapp.records.views import Transfer
from zsapp.rules.review import SPOKEN
from zsapp.rules.station import SECTOR
from zsapp.rules.transfer import DECLINE, OFFER, TAKE
from zsapp.services import credentials, downward
from zsapp.services.conflicts import Beside, settle
from zsapp.services.overhearing import overheard

STORE_SAYS = {
    Code.CHAIN_BROKEN: Code.PACKAGE_FORKED,  # the package's own chain holds: the store has another entry
    Code.STORE_NEWER: Code.PACKAGE_NEWER,
    Code.DATA_UNREADABLE: Code.PACKAGE_RECORD_BAD,
}


def check_key(reader: Reader, sender: Certificate) -> None:
    """Hold a sender against the keys known here: another key under its id is another station (decision 2).

    Raises:
        Refusal: PACKAGE_KEY_OTHER.
    """
    for one in credentials.read_known(reader):
        if one.station == sender.station and one.subject.sign_key != sender.subject.sign_key:
            raise Refusal(Code.PACKAGE_KEY_OTHER, name=sender.name)


def apply_entries(writer: Writer, entries: Iterator[Entry], letter: Letter) -> Applied:
    """Apply a package's entries; what the store refuses is said as a package's refusal.

    Of a station whose certificate was taken back, entries up to the stated one are applied, those after it
    read and left (sync 21).

    Raises:
        Refusal: CERT_REVOKED when nothing else is left; PACKAGE_FORKED, PACKAGE_RECORD_BAD,
            PACKAGE_RECORD_OTHERS; what the package itself is.
        Trouble: PACKAGE_NEWER; DISK_FULL …
    """
    limit = stated_limit(writer, letter)
    entries = entries if limit is None else _until(entries, limit)
    owners = Owners(writer, letter.chain[0])
    at = _At(overheard(writer, downward.watched(writer, entries)), owners, letter.span.first)
    with _as_package(at, letter), resting():
        applied = writer.apply(at, at.judge)
        go_on(writer, owners)
    if limit is not None and not applied.applied:
        raise Refusal(Code.CERT_REVOKED, name=letter.chain[0].name)
    return applied


def go_on(writer: Writer, owners: "Owners") -> int:
    """Let go on what waits for nothing any more, settle what stands beside each other; say how many went."""
    count = 0
    while gone := writer.mend(owners.judge):  # what goes on may be what something else waits for
        count += gone
    for record_id in owners.beside.records:
        settle(writer, record_id)
    return count


def stated_limit(reader: Reader, letter: Letter) -> int | None:
    """Return up to which seq a package's entries are taken: its sender was revoked; None for all of them."""
    found = limit_of(letter.chain, credentials.read_revocations(reader))
    span = letter.span
    if found is None or found.spares(span.epoch, span.last):
        return None
    return found.seq if found.epoch == span.epoch else 0


def _until(entries: Iterator[Entry], last: int) -> Iterator[Entry]:
    """Give entries up to a seq; the others are read too, so that the whole package is checked."""
    for entry in entries:
        if entry.header.seq <= last:
            yield entry


class _At:
    """Entries on their way into the store, and the seq of the one that is being taken.

    A hub reads on while it takes them in: what is raised while the package is read is its own refusal.
    """

    def __init__(self, entries: Iterator[Entry], owners: "Owners", seq: int) -> None:
        self._entries = entries
        self._owners = owners
        self.seq = seq
        self.own: ZsError | None = None

    def __iter__(self) -> Iterator[Entry]:
        return self

    def __next__(self) -> Entry:
        try:
            entry = next(self._entries)
        except ZsError as error:
            self.own = error
            raise
        self.seq = entry.header.seq
        return entry

    def judge(self, entry: Entry) -> Fault | None:
        self.seq = entry.header.seq
        return self._owners.judge(entry)


@dataclass(frozen=True, slots=True)
class _Reach:
    """Whose records a station may change, and of whose it may speak: those of stations below it."""

    change: frozenset[str]
    below: frozenset[str]


class Owners:
    """Whose the records are that stations' entries speak of; `sender` is believed before it is known here."""

    def __init__(self, reader: Reader, sender: Certificate | None = None) -> None:
        """Ask a store."""
        self._reader = reader
        own = [] if sender is None else [sender]
        self._known = {one.station: one for one in (*credentials.read_known(reader), *own)}
        self._reaches: dict[str, _Reach] = {}
        self.beside = Beside(reader)

    def judge(self, entry: Entry) -> Fault | None:
        """Return the fault of an entry that changes, or reviews, a record of somebody it may not."""
        header = entry.header
        self.beside.see(entry)
        if header.version:
            may = self._may_change(header)
        elif header.verb in SPOKEN:
            may = self._may_review(header)
        else:
            may = self._may_hand_over(entry)
        return None if may else Fault(Code.PACKAGE_RECORD_OTHERS.name)

    def _may_hand_over(self, entry: Entry) -> bool:
        """Say whether an entry about a transfer is its owner's, or of whom it was offered to."""
        header = entry.header
        if header.verb == OFFER:
            return self._owner(header) in ("", header.station) or bool(self._had(header))
        if header.verb not in (TAKE, DECLINE):
            return True
        sender = self._known.get(header.station)
        names = {header.station, sender.subject.code if sender else ""}
        said = read_canonical(entry.payload or b"{}")
        return any(
            (one.giver, one.epoch, one.seq) == (said.get("giver"), said.get("epoch"), said.get("seq"))
            and one.offered_to in names
            for one in (self._reader.transfers(header.record_id) if is_id(header.record_id) else ())
        )

    def _may_change(self, header: Header) -> bool:
        if header.sector == SECTOR:
            return header.record_id == header.station
        if owner := self._owner(header):
            return owner in self._reach(header.station).change or self._had_before(header)
        return not header.base_version or self._began(header) or self._took(header)

    def _began(self, header: Header) -> bool:
        """Say whether whoever changes a record that is not here has begun it: else it waits for its maker."""
        if not is_id(header.record_id):
            return True
        known = (one.entry.header for one in self._reader.versions(header.record_id))
        return any(one.station == header.station and not one.base_version for one in known)

    def _took(self, header: Header) -> bool:
        """Say whether whoever changes a record that is not here was handed it over, as is known here."""
        found = self._reader.transfers(header.record_id) if is_id(header.record_id) else ()
        return any(one.taker == header.station for one in found)

    def _had(self, header: Header) -> list[Transfer]:
        """Return the accepted offers by which a record was its station's once, or was to be."""
        found = self._reader.transfers(header.record_id) if is_id(header.record_id) else ()
        return [one for one in found if one.taker and header.station in (one.giver, one.taker)]

    def _had_before(self, header: Header) -> bool:
        """Say whether a change of another's record comes from when its station had it, as far as it knew.

        It stands beside what the owner says (`conflicts.py`); a version of the owner's it cannot follow.
        """
        had = self._had(header)
        if not had or header.base_version <= max(one.version for one in had):
            return bool(had)
        known = (one.entry.header for one in self._reader.versions(header.record_id))
        return any((one.station, one.version) == (header.station, header.base_version) for one in known)

    def _may_review(self, header: Header) -> bool:
        return self._owner(header) in self._reach(header.station).below

    def _owner(self, header: Header) -> str:
        """Return whose a record is, nobody's when it is not here."""
        stored = self._reader.record(header.record_id) if is_id(header.record_id) else None
        return stored.station if stored else ""

    def _reach(self, station: str) -> _Reach:
        if station not in self._reaches:
            self._reaches[station] = self._new_reach(self._known.get(station), station)
        return self._reaches[station]

    def _new_reach(self, sender: Certificate | None, station: str) -> _Reach:
        itself = {station, self._reader.heir_of(station)}  # what it delivered may be its successor's by now
        if sender is None:
            return _Reach(frozenset(itself), frozenset())
        known = [one.subject for one in self._known.values()]
        below = frozenset(one.station for one in known if sender.contains(one.code, one.tier))
        fellows = {one.station for one in known if _committee(one) == _committee(sender.subject)}
        return _Reach(below | fellows | itself, below)


def _committee(one: Subject) -> tuple[str, str, str]:
    return one.code, one.tier, one.org


@contextmanager
def _as_package(at: _At, letter: Letter) -> Iterator[None]:
    try:
        yield
    except ZsError as error:
        if error is at.own or not (isinstance(error, Refusal) or error.code in STORE_SAYS):
            raise
        code = STORE_SAYS.get(error.code, Code.PACKAGE_RECORD_BAD)
        kind = Trouble if code is Code.PACKAGE_NEWER else Refusal
        raise kind(code, seq=at.seq, what=error, name=letter.chain[0].name) from error

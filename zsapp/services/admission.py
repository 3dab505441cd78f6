"""Admission (准入): which stations and which of their entries may come into the store at all.

A station id belongs to one key, and a record to one station: nobody writes over what is another's, be it a
neighbour's case or our own profile. Two machines of one committee may, being two stations of one
organisation, and so may a station above with the records of those below it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from zsapp.base.entry import Entry, Header
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.ids import is_id
from zsapp.exchange.certificates import Certificate, Subject
from zsapp.exchange.manifest import Letter
from zsapp.records.store import Applied, Reader, Writer
from zsapp.rules.station import SECTOR
from zsapp.services import credentials

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

    Raises:
        Refusal: PACKAGE_FORKED, PACKAGE_RECORD_BAD, PACKAGE_RECORD_OTHERS; what the package itself is.
        Trouble: PACKAGE_NEWER; DISK_FULL …
    """
    at = _At(_Owners(writer, letter.chain[0]).watch(entries), letter.span.first)
    with _as_package(at, letter):
        return writer.apply(at)


class _At:
    """Entries on their way into the store, and the seq of the one that is being taken."""

    def __init__(self, entries: Iterator[Entry], seq: int) -> None:
        self._entries = entries
        self.seq = seq
        self.outside = False

    def __iter__(self) -> Iterator[Entry]:
        return self

    def __next__(self) -> Entry:
        self.outside = True  # what is raised while the package is read is its own refusal already
        entry = next(self._entries)
        self.outside = False
        self.seq = entry.header.seq
        return entry


class _Owners:
    """Whose the records are that a sender's entries speak of."""

    def __init__(self, reader: Reader, sender: Certificate) -> None:
        self._reader = reader
        self._sender = sender
        known = [one.subject for one in credentials.read_known(reader)]
        below = {one.station for one in known if sender.contains(one.code, one.tier)}
        fellows = {one.station for one in known if _committee(one) == _committee(sender.subject)}
        self._open = {sender.station, *below, *fellows}

    def watch(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """Give entries on, none that changes a record of somebody else's.

        Raises:
            Refusal: PACKAGE_RECORD_OTHERS.
        """
        for entry in entries:
            if entry.header.version and not self._may_change(entry.header):
                raise Refusal(Code.PACKAGE_RECORD_OTHERS, seq=entry.header.seq, name=self._sender.name)
            yield entry

    def _may_change(self, header: Header) -> bool:
        if header.sector == SECTOR:
            return header.record_id == self._sender.station
        stored = self._reader.record(header.record_id) if is_id(header.record_id) else None
        return stored is None or stored.station in self._open


def _committee(one: Subject) -> tuple[str, str, str]:
    return one.code, one.tier, one.org


@contextmanager
def _as_package(at: _At, letter: Letter) -> Iterator[None]:
    try:
        yield
    except ZsError as error:
        if at.outside or not (isinstance(error, Refusal) or error.code in STORE_SAYS):
            raise
        code = STORE_SAYS.get(error.code, Code.PACKAGE_RECORD_BAD)
        kind = Trouble if code is Code.PACKAGE_NEWER else Refusal
        raise kind(code, seq=at.seq, what=error, name=letter.chain[0].name) from error

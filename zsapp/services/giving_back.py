"""Giving back (补发) of what a station above holds of one below: after a restore, or two machines gone apart.

The chain of a computer that was replaced goes to the one that took its place: its records are that one's now.
The one above writes a file (`give`), the one below takes it in (`take_given`) and has everything that was
acknowledged. Only that station is concerned; nothing is applied twice, nobody else sends anything anew.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from zsapp.base import clock
from zsapp.base.canonical import read_canonical
from zsapp.base.clock import local, read_stamp
from zsapp.base.entry import GENESIS, SCHEMA, Entry
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.progress import Progress
from zsapp.exchange import rebaseline
from zsapp.exchange.certificates import TAIL, Certificate
from zsapp.exchange.package import SUFFIX, Attachment, Package, open_package
from zsapp.exchange.rebaseline import Given, Slip, check_giver, open_given
from zsapp.exchange.removable import deliver, stick_troubles
from zsapp.exchange.slices import Span
from zsapp.exchange.staging import staged, workplace
from zsapp.records.given_back import TakenBack
from zsapp.records.store import Reader, Store, Writer
from zsapp.records.travel import INHERITED
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.services import credentials
from zsapp.services.credentials import CITY, Credentials
from zsapp.services.enclosures import SCANS
from zsapp.services.epochs import wait_for
from zsapp.services.forks import Fork, after_of, decide, forks_in, is_further_up, open_fork, place_for
from zsapp.services.given_numbers import count_given
from zsapp.services.lacking import LEVELS, sure_of
from zsapp.services.relay import Relay

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """A file that was written for a station below: how many entries and papers it holds, up to where.

    `station` is whose chain it is, `heir` the station it is for where that one's computer was replaced.
    """

    file: Path
    station: str
    name: str
    entries: int
    attachments: int
    epoch: int
    seq: int
    carried: tuple[str, ...]
    heir: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTaken:
    """A file that was taken in: what was missing here and is not any more.

    `moved` counts what was written here otherwise and goes on in epoch `epoch`; `clashes` names the records
    that both sides changed; `unread` counts entries that came without content, which only the city has.
    `until` is the moment of the last entry of a replaced computer, None where the chain is our own.
    """

    file: Path
    giver: str
    name: str
    entries: int
    filled: int
    already: int
    moved: int
    records: tuple[str, ...]
    clashes: tuple[str, ...]
    attachments: int
    unread: int
    epoch: int
    until: datetime | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """What came of it, in sentences."""
        came = self.entries + self.filled
        said = [f"{self.name}补发：{f'补回{came}条登记' if came else '没有缺的'}"]
        if self.until is not None:
            said.append(
                f"原来的电脑送到上级的登记都归本机了，最后一条记于{local(self.until)}，编号接着往下编"
            )
            said.append("那以后原来的电脑上另外登记、没有送出去的，已经丢失，请对照纸质卷宗重新登记")
        if self.moved:
            said.append(f"本机另外写的{self.moved}笔登记没有丢，记为第{self.epoch}段，请再导出一次交上级")
        if self.clashes:
            said.append(f"有{len(self.clashes)}份记录两边都改过，请打开核对")
        if self.unread:
            said.append(f"还有{self.unread}条限制查看的内容，要由市级补发")
        return tuple(said)


# --- above ------------------------------------------------------------------------------------------------


class GivingBack:
    """The desk of a station above."""

    def __init__(self, store: Store) -> None:
        """Work on an open store."""
        self._store = store

    def stations(self) -> tuple[Certificate, ...]:
        """Return the stations below of which something is here, by name."""
        with self._store.read() as reader:
            return tuple(sorted(_below(reader).values(), key=lambda one: one.name))

    def give(self, station: str, to: Path, progress: Progress | None = None) -> GivenBack:
        """Write everything that is here of a station's chain; `station` is its id, name or region code.

        Raises:
            Refusal: REBASELINE_NOTHING, CERT_MISSING, ROLE_MAY_NOT, EXPORT_RUNNING, CANCELLED.
            Trouble: STICK_GONE, STICK_READ_ONLY, STICK_FULL, STICK_BAD, STICK_FAULT; DISK_FULL.
        """
        self._store.require(Right.EXPORT, EXCHANGE)
        progress = progress or Progress()
        with workplace(self._store.home) as scraps, self._store.read() as reader:
            known = credentials.read_credentials(reader)
            found = _named(reader, station)
            to_whom = _heir(reader, found)
            replaced = to_whom.station != found.station
            path = scraps / rebaseline.file_name(known.own.station, found.station)
            asked = _slip(known, found, to_whom)
            papers: set[str] = set()
            since = (0, 0) if replaced else _since(reader, found.station)
            chains = [(span, _seen(reader, span, since, papers)) for span in _spans(reader, found.station)]
            said = rebaseline.write(
                path,
                asked,
                known.keys.sign,
                chains,
                attachments=lambda: self._papers(papers),
                progress=progress,
            )
            file = deliver(path, to, progress)
            carried = () if replaced else self._carry(found.station, to, progress)
        self._note(said)
        return GivenBack(
            file=file,
            station=found.station,
            name=found.name,
            entries=sum(one.tally.entries for one in said.parts),
            attachments=sum(self._store.blobs.has(one) for one in papers),
            epoch=said.parts[-1].span.epoch,
            seq=said.parts[-1].span.last,
            carried=carried,
            heir=asked.heir,
        )

    def forks(self) -> tuple[Fork, ...]:
        """Return every station below of which two machines wrote, the latest last."""
        with self._store.read() as reader:
            return forks_in(reader)

    def decide(self, station: str) -> Fork:
        """Decide which line of a station counts, and take its packages again.

        Directly above it what is here stays. Further up it is given up for what the station between holds,
        once it is written as a file for the station.

        Raises:
            Refusal: FORK_NONE, ROLE_MAY_NOT.
        """
        self._store.require(Right.ADMINISTER, EXCHANGE)
        with self._store.read() as reader:
            fork = open_fork(reader, station)
            further = is_further_up(reader, fork.station)
        given = str(self.give(fork.station, place_for(self._store, fork)).file) if further else ""
        return decide(self._store, station, given)

    def _papers(self, names: set[str]) -> Iterator[Attachment]:
        blobs = self._store.blobs
        for name in sorted(names):
            if blobs.has(name):
                yield Attachment(name, blobs.size(name), partial(blobs.get, name))

    def _carry(self, station: str, to: Path, progress: Progress) -> tuple[str, ...]:
        """Put that station's own packages beside it, as they came: closed entries are in them."""
        own = f"-{station[-TAIL:]}-"
        waiting = (path for path in Relay(self._store.home).waiting() if own in path.name)
        return tuple(deliver(path, to, progress).name for path in waiting)

    def _note(self, said: Slip) -> None:
        ends = [[one.span.epoch, one.span.last] for one in said.parts]
        with self._store.write() as writer:
            writer.note("give_back", payload={"station": said.station, "heir": said.heir, "ends": ends})


def _below(reader: Reader) -> dict[str, Certificate]:
    """Return the latest certificate of each station below that has sent something."""
    own = credentials.read_own_chain(reader) or ()
    here = {one.station for one in reader.stations()}
    found: dict[str, Certificate] = {}
    for one in sorted(credentials.read_certificates(reader), key=lambda one: one.serial):
        above = own and own[0].contains(one.subject.code, one.subject.tier)
        if one.station in here and above:
            found[one.station] = one
    return found


def _named(reader: Reader, station: str) -> Certificate:
    """Return the station that is meant; of two with one name, as after a computer was replaced, the later.

    Raises:
        Refusal: REBASELINE_NOTHING.
    """
    named = station.strip()
    found = [
        one
        for one in _below(reader).values()
        if named in (one.station, one.station[-TAIL:], one.name, one.subject.code)
    ]
    if not found:
        raise Refusal(Code.REBASELINE_NOTHING, name=station)
    return max(found, key=lambda one: one.serial)


def _heir(reader: Reader, found: Certificate) -> Certificate:
    """Return the certificate of who has what was a station's: its own, or that of who took its place."""
    heir = reader.heir_of(found.station)
    known = [one for one in credentials.read_certificates(reader) if one.station == heir]
    return max(known, key=lambda one: one.serial, default=found)


def _slip(known: Credentials, found: Certificate, to: Certificate) -> Slip:
    heir, key = to.station if to.station != found.station else "", to.subject.box_key
    return Slip(chain=known.chain, station=found.station, key=key, made_at=clock.now(), heir=heir)


def _spans(reader: Reader, station: str) -> list[Span]:
    ends = sorted(
        (one.head for one in reader.stations() if one.station == station), key=lambda end: end.epoch
    )
    return [
        Span(station=station, epoch=end.epoch, first=1, last=end.seq, previous=GENESIS, head=end.hash)
        for end in ends
    ]


def _since(reader: Reader, station: str) -> tuple[int, int]:
    """Return up to where a station surely has its papers: the place that its last epoch follows."""
    return after_of(
        reader, station, max(one.head.epoch for one in reader.stations() if one.station == station)
    )


def _seen(reader: Reader, span: Span, since: tuple[int, int], papers: set[str]) -> Iterator[Entry]:
    """Give a chain's entries on, and gather the papers of those that the station may have lost."""
    for entry in reader.entries(span.station, span.epoch):
        if (entry.header.epoch, entry.header.seq) > since:
            papers |= papers_of(entry)
        yield entry


def papers_of(entry: Entry) -> set[str]:
    """Return the hashes of the prints and scans that an entry speaks of."""
    if not entry.payload:
        return set()
    said = read_canonical(entry.payload)
    if entry.header.verb == "print":
        return {str(said.get("sha256", ""))} - {""}
    found = said.get(SCANS.get(entry.header.sector, ""), ())
    return {str(one["sha256"]) for one in found if one.get("sha256")}


# --- below ------------------------------------------------------------------------------------------------


def take_given(store: Store, file: Path, today: date, scraps: Path) -> GivenTaken:
    """Take in what a station above gives back of our own journal; a store that was behind can save again.

    Raises:
        Refusal: CERT_MISSING, REBASELINE_NOT_FOR_US, REBASELINE_FOREIGN, CERT_EXPIRED, CERT_REVOKED,
            PACKAGE_SEALED, PACKAGE_CHAIN.
        Trouble: PACKAGE_DAMAGED, PACKAGE_NEWER, STICK_GONE, STICK_FAULT, DISK_FULL, STORE_BEHIND where the
            chain is a replaced computer's; nothing is changed.
    """
    with store.read() as reader:
        known = credentials.read_credentials(reader)
        trust = credentials.read_trust(reader, known, today)
    with open_given(file) as given, ExitStack() as stack:
        check_giver(given.slip, trust, known.own)
        if any(one.tally.schema > SCHEMA for one in given.slip.parts):
            raise Trouble(Code.PACKAGE_NEWER)
        whole = _closed_beside(file, known, scraps)
        entries = _entries(given, known, whole, stack, scraps)
        replaced = given.slip.station != known.own.station
        if replaced and store.behind is not None:
            raise Trouble(Code.STORE_BEHIND, seq=store.behind)
        writer = stack.enter_context(store.mend())
        if replaced:
            taken = writer.inherit(given.slip.station, entries)
        else:
            sure, behind = sure_of(writer, known.chain, given.slip.giver), store.behind is not None
            taken = writer.take_back(entries, behind=behind, beyond=store.beyond, sure=sure)
        attached = [store.blobs.put(one) for one in given.attachments(known.keys.box)]
        unread = _register(writer, given.slip, taken, replaced=replaced)
        until = _until(writer, given.slip) if replaced else None
    logger.info("given back: %d entries, %d moved", taken.entries, taken.moved)
    giver = given.slip.giver
    return GivenTaken(
        file=file,
        giver=giver.station,
        name=giver.name,
        entries=taken.entries,
        filled=taken.filled,
        already=taken.already,
        moved=taken.moved,
        records=taken.records,
        clashes=taken.clashes,
        attachments=len(attached),
        unread=unread,
        epoch=store.epoch,
        until=until,
    )


def _entries(
    given: Given, known: Credentials, whole: dict[str, Entry], stack: ExitStack, scraps: Path
) -> Iterator[Entry]:
    for part in given.slip.parts:
        staging = stack.enter_context(staged(scraps))
        for entry in given.entries(part, known.keys.box, staging):
            yield whole.get(entry.hash, entry)


def _closed_beside(file: Path, known: Credentials, scraps: Path) -> dict[str, Entry]:
    """Return, by their hashes, the closed entries of our own packages that lie beside: we can open them."""
    found: dict[str, Entry] = {}
    with stick_troubles(file):
        beside = sorted(file.parent.glob(f"zsapp-{known.own.station[-TAIL:]}-*{SUFFIX}"))
    for path in beside:
        try:
            with open_package(path) as package:
                found |= _closed_in(package, known, scraps)
        except ZsError:  # a file that is no good gives nothing; what it lacks is told as unread
            continue
    return found


def _closed_in(package: Package, known: Credentials, scraps: Path) -> dict[str, Entry]:
    own = package.letter.sender == known.own.station and package.opens_closed(known.own.station)
    if not own or package.manifest.closed is None:
        return {}
    with staged(scraps) as staging, staged(scraps) as aside:
        entries = package.with_closed(package.entries(known.keys.box, staging), known.keys.box, aside)
        return {one.hash: one for one in entries if one.payload is not None}


def _register(writer: Writer, slip: Slip, taken: TakenBack, *, replaced: bool) -> int:
    """Keep what the file tells besides; return how many entries have no content here."""
    end, tier = slip.parts[-1].span, slip.giver.subject.tier
    if replaced:
        known = writer.value(INHERITED + slip.station)  # the town's file may lie beside the city's
        if known != CITY.encode():
            writer.set_value(INHERITED + slip.station, tier.encode())
    else:
        for level in ("exported", *LEVELS[tier]):
            writer.set_mark(level, end.epoch, end.last)
        wait_for(writer, None)
    writer.note(
        "given_back",
        payload={
            "giver": slip.giver.station,
            "of": slip.station,
            "ends": [[one.span.epoch, one.span.last] for one in slip.parts],
            "entries": taken.entries,
            "moved": taken.moved,
            "clashes": list(taken.clashes),
        },
    )
    for one in slip.parts:
        count_given(writer, writer.entries(one.span.station, one.span.epoch))
    chains = (writer.entries(one.span.station, one.span.epoch) for one in slip.parts)
    return sum(entry.payload is None for chain in chains for entry in chain)


def _until(reader: Reader, slip: Slip) -> datetime:
    """Return the moment of the last entry that is given back."""
    end = slip.parts[-1].span
    (last,) = reader.entries(end.station, end.epoch, end.last - 1, end.last)
    return read_stamp(last.header.at)


__all__ = ["GivenBack", "GivenTaken", "GivingBack", "papers_of", "take_given"]

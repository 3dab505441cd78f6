"""Forks (分歧): two different entries at one place of a chain: two machines with one key (sync 25).

What came first stays, what came otherwise is kept sealed as it came; from then on nothing of that station is
taken, from either machine, until a person has decided. Which of two lines counts the station directly above
says: one further up that holds the other line gives it up, and gets the first from there. And the place where
a station's chain goes on in a new epoch: only when everything is here that it says it follows.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from zsapp.base import clock
from zsapp.base.canonical import Plain, canonical, is_whole, read_canonical
from zsapp.base.clock import stamp
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import disk_troubles
from zsapp.exchange.acknowledgement import Acknowledgement
from zsapp.exchange.manifest import Letter
from zsapp.exchange.package import Package
from zsapp.records.epochs import Mender
from zsapp.records.store import Head, Reader, Store
from zsapp.rules.roles import EPOCH, EXCHANGE, Right
from zsapp.services import arrivals, downward
from zsapp.services.below import reviewed_stations, stations_below
from zsapp.services.epochs import ask, wait_for

logger = logging.getLogger(__name__)

KEY, FOLDER = "exchange/forks", "forked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A station of which two machines wrote: where they went apart, what was kept, and what was decided.

    `open` is whether a person still has to decide; `given` is the file by which its station gets what was
    given up here when that was decided.
    """

    station: str
    name: str
    epoch: int
    seq: int
    package: str
    file: str
    found_at: str
    open: bool = True
    decided_by: str = ""
    given: str = ""


def forks_in(reader: Reader) -> tuple[Fork, ...]:
    """Return every fork that was found here, the latest last."""
    return tuple(_read(reader).values())


def _read(reader: Reader) -> dict[str, Fork]:
    content = reader.value(KEY)
    found: dict[str, Plain] = read_canonical(content) if content else {}
    return {station: Fork(**one) for station, one in found.items()}


def check_free(reader: Reader, letter: Letter) -> None:
    """Hold a package's sender against the forks that nobody has decided yet.

    Raises:
        Refusal: STATION_FORKED.
    """
    found = _read(reader).get(letter.sender)
    if found is not None and found.open:
        raise Refusal(Code.STATION_FORKED, name=letter.chain[0].name)


def note_fork(store: Store, package: Package, seq: int) -> None:
    """Keep a package that says otherwise than what is here, and flag its station; once for each epoch.

    Further up than directly above, once again after each decision: what came meanwhile was the other line.
    """
    letter = package.letter
    with store.read() as reader:
        known, again = _read(reader), is_further_up(reader, letter.sender)
    before = known.get(letter.sender)
    if before is not None and before.epoch >= letter.span.epoch and (before.open or not again):
        return
    path = _keep(store.home / FOLDER, package)
    fork = Fork(
        station=letter.sender,
        name=letter.chain[0].name,
        epoch=letter.span.epoch,
        seq=min(seq, letter.span.first) if seq >= letter.span.first else seq,
        package=letter.package,
        file=path.name,
        found_at=stamp(clock.now()),
    )
    with store.write() as writer:
        writer.set_value(KEY, canonical({**_plain(known), letter.sender: asdict(fork)}))
    logger.info("station %s forked at %d", fork.station, fork.seq)


def note_other(store: Store, ack: Acknowledgement, name: str) -> None:
    """Flag a station of which one above us holds another entry than we; once for each epoch."""
    with store.read() as reader:
        known = _read(reader)
    before = known.get(ack.sender)
    if before is not None and before.epoch >= ack.epoch:
        return
    found_at = stamp(clock.now())
    fork = Fork(
        station=ack.sender, name=name, epoch=ack.epoch, seq=ack.seq, package="", file="", found_at=found_at
    )
    with store.write() as writer:
        writer.set_value(KEY, canonical({**_plain(known), ack.sender: asdict(fork)}))
    logger.info("station %s forked, as above, at %d", fork.station, fork.seq)


def _keep(folder: Path, package: Package) -> Path:
    target = folder / package.path.name
    with disk_troubles(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        with target.open("wb") as out:
            out.writelines(package.whole())
    return target


def _plain(known: dict[str, Fork]) -> dict[str, Plain]:
    return {station: asdict(one) for station, one in known.items()}


def is_further_up(reader: Reader, station: str) -> bool:
    """Say whether another station stands between a station below and us: its word counts."""
    return station in stations_below(reader) and station not in reviewed_stations(reader)


def open_fork(reader: Reader, station: str) -> Fork:
    """Return the fork of a station, by its id or name, that a person still has to decide.

    Raises:
        Refusal: FORK_NONE.
    """
    found = [one for one in forks_in(reader) if one.open and station in (one.station, one.name)]
    if not found:
        raise Refusal(Code.FORK_NONE, name=station)
    return found[0]


def place_for(store: Store, fork: Fork) -> Path:
    """Return the folder of the home for what is given up of a fork."""
    place = store.home / FOLDER / (fork.package or fork.station)
    with disk_troubles(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def decide(store: Store, station: str, given: str = "") -> Fork:
    """Decide that what is here stays, directly above: the machine that goes on from it may send again.

    The other one takes in what `give_back` writes for it, and goes on in an epoch of its own. Further up,
    what is here from the fork on is given up: it was `given`, as a file for the station, before.

    Raises:
        Refusal: FORK_NONE, ROLE_MAY_NOT.
    """
    store.require(Right.ADMINISTER, EXCHANGE)
    with store.write() as writer:
        known, found = _read(writer), open_fork(writer, station)
        if is_further_up(writer, found.station) and isinstance(writer, Mender):
            _give_up(writer, found)
        decided = replace(found, open=False, decided_by=store.user, given=given)
        writer.set_value(KEY, canonical(_plain({**known, found.station: decided})))
        writer.note("fork_decided", payload={"station": found.station, "epoch": found.epoch})
    return decided


def _give_up(writer: Mender, fork: Fork) -> None:
    """Give up a line from where it forks; what its station has heard and sent is told by what is left."""
    if not writer.give_up(fork.station, fork.epoch, fork.seq):
        return
    seen = arrivals.read_arrivals(writer, fork.station)
    arrivals.write_arrivals(writer, fork.station, replace(seen, waiting={}))
    downward.hear_again(writer, fork.station)


def followed(reader: Reader, entries: Iterator[Entry], letter: Letter) -> Iterator[Entry]:
    """Give entries on; the first of a new epoch only when what it says it follows is here.

    What stands further on with that verb was the first of an epoch that was set aside (`given_back.py`).

    Raises:
        Refusal: EPOCH_GAP when some of it is missing, PACKAGE_FORKED when it is another one here.
    """
    for entry in entries:
        if entry.header.seq == 1 and entry.header.verb == EPOCH and entry.payload:
            _check_after(reader, entry, letter.chain[0].name)
        yield entry


def after_of(reader: Reader, station: str, epoch: int) -> tuple[int, int]:
    """Return the place in its chain that a station's epoch follows, (0, 0) where none is told."""
    first = next(iter(reader.entries(station, epoch, 0, 1)), None)
    return _after(first)[:2] if first is not None and first.header.verb == EPOCH else (0, 0)


def _after(entry: Entry) -> tuple[int, int, str]:
    """Return what the first entry of an epoch says it follows; whoever wrote it may have written anything."""
    after = read_canonical(entry.payload or b"{}").get("after")
    if not isinstance(after, dict):
        return 0, 0, ""
    epoch, seq = after.get("epoch"), after.get("seq")
    if not (is_whole(epoch) and is_whole(seq)) or min(epoch, seq) < 1:
        return 0, 0, ""
    return epoch, seq, str(after.get("hash"))


def _check_after(reader: Reader, entry: Entry, name: str) -> None:
    epoch, seq, hashed = _after(entry)
    if not epoch:
        return
    last = reader.cursor(entry.header.station, epoch)
    if last.seq < seq:
        raise Refusal(Code.EPOCH_GAP, name=name, last=last.seq, seq=seq)
    here = next(reader.entries(entry.header.station, epoch, seq - 1, seq))
    if here.hash != hashed:
        raise Refusal(Code.PACKAGE_FORKED, name=name, seq=seq)


@contextmanager
def doubted(store: Store, ack: Acknowledgement) -> Iterator[None]:
    """Let the block hold an acknowledgement against our chain.

    Where it knows more than we do, or something else, of the epoch we write in, nothing more is written
    before a new epoch is opened (sync 24). Of an earlier epoch, it is to be asked to give it back.
    """
    try:
        yield
    except Trouble as trouble:
        if trouble.code in (Code.ACK_AHEAD, Code.ACK_FORKED):
            with suppress(Trouble):  # a medium that takes no marker: the next acknowledgement says it again
                if ack.epoch >= store.epoch:
                    store.doubt(Head(ack.epoch, ack.seq, ack.head))
                else:
                    with store.write() as writer:
                        wait_for(writer, ask(writer, ack, (ack.epoch, ack.seq)))
        raise

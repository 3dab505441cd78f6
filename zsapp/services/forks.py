"""Forks (分歧): two different entries at one place of a chain: two machines with one key (sync 25).

What came first stays, what came otherwise is kept sealed as it came; from then on nothing of that station is
taken, from either machine, until a person has decided. And the place where a station's chain goes on in a new
epoch: only when everything is here that it says it follows.
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
from zsapp.records.store import Head, Reader, Store
from zsapp.rules.roles import EPOCH, EXCHANGE, Right
from zsapp.services.epochs import ask, wait_for

logger = logging.getLogger(__name__)

KEY, FOLDER = "exchange/forks", "forked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A station of which two machines wrote: where they went apart, what was kept, and what was decided.

    `open` is whether a person still has to decide.
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
    """Keep a package that says otherwise than what is here, and flag its station; once for each epoch."""
    letter = package.letter
    with store.read() as reader:
        known = _read(reader)
    before = known.get(letter.sender)
    if before is not None and before.epoch >= letter.span.epoch:
        return
    path = _keep(store.home / FOLDER, package)
    fork = Fork(
        station=letter.sender,
        name=letter.chain[0].name,
        epoch=letter.span.epoch,
        seq=seq,
        package=letter.package,
        file=path.name,
        found_at=stamp(clock.now()),
    )
    with store.write() as writer:
        writer.set_value(KEY, canonical({**_plain(known), letter.sender: asdict(fork)}))
    logger.info("station %s forked at %d", fork.station, fork.seq)


def _keep(folder: Path, package: Package) -> Path:
    target = folder / package.path.name
    with disk_troubles(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        with target.open("wb") as out:
            out.writelines(package.whole())
    return target


def _plain(known: dict[str, Fork]) -> dict[str, Plain]:
    return {station: asdict(one) for station, one in known.items()}


def decide(store: Store, station: str) -> Fork:
    """Decide that what is here stays: the machine that goes on from it may send again.

    The other one takes in what `give_back` writes for it, and goes on in an epoch of its own.

    Raises:
        Refusal: FORK_NONE, ROLE_MAY_NOT.
    """
    store.require(Right.ADMINISTER, EXCHANGE)
    with store.write() as writer:
        known = _read(writer)
        found = next((one for one in known.values() if one.open and station in (one.station, one.name)), None)
        if found is None:
            raise Refusal(Code.FORK_NONE, name=station)
        decided = replace(found, open=False, decided_by=store.user)
        writer.set_value(KEY, canonical(_plain({**known, found.station: decided})))
        writer.note("fork_decided", payload={"station": found.station, "epoch": found.epoch})
    return decided


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

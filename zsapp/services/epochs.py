"""Epochs (登记的段) as people meet them: may this station write, what is to be asked for, how to go on.

What a restored station still has to ask for is kept until a station above has given it back.
"""

from dataclasses import asdict, dataclass

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange.acknowledgement import Acknowledgement
from zsapp.records.store import Reader, Store, Writer
from zsapp.rules.roles import BEHIND, CLOCK, EXCHANGE, Right

WAITING = "restore/waiting"
"""The value that says what was restored and that what came after it has not been given back yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A station that was restored and to which nothing has been given back: after which entry of which epoch.

    `exported` and `acknowledged` are the last entries known to have left the lost machine, 0 for none.
    `giver` is the station above that has said that it holds more than is here, where one has.
    """

    epoch: int
    seq: int
    exported: int = 0
    acknowledged: int = 0
    giver: str = ""

    @property
    def known(self) -> int:
        """The last entry that is known to lie elsewhere."""
        return max(self.exported, self.acknowledged)

    @property
    def remedy(self) -> str:
        """What to do, in a sentence."""
        giver = f"“{self.giver}”" if self.giver else "上级工作站"
        return f"请{giver}给本站“补发”，把U盘带回来，在“数据交换”中导入：备份以后送出过的都会回来"

    @property
    def lines(self) -> tuple[str, ...]:
        """What to do, in sentences."""
        said = []
        if self.known > self.seq:
            said.append(f"备份之后，原来的电脑还送出过登记（第{self.seq + 1}至{self.known}笔），本机没有")
        said.append(self.remedy)
        said.append("补发回来之前，新案件的编号可能与备份之后打印过的重复，打印前请核对")
        return tuple(said)


def wait_for(writer: Writer, waiting: Waiting | None) -> None:
    """Keep what is to be asked of the station above; nothing once it has given it back."""
    writer.set_value(WAITING, canonical(asdict(waiting)) if waiting else None)


def waiting_in(reader: Reader) -> Waiting | None:
    """Return what a restored station still has to ask for."""
    content = reader.value(WAITING)
    return Waiting(**read_canonical(content)) if content else None


def held_above(reader: Reader, ack: Acknowledgement) -> Waiting | None:
    """Return what a station above holds of an earlier epoch of ours and is not here; None for nothing.

    It was sent before a restore, and the station between us has lost it too, so that nobody gave it back.
    """
    if ack.more is None or reader.head(reader.own, ack.more[0]).seq >= ack.more[1]:
        return None
    return ask(reader, ack, ack.more)


def ask(reader: Reader, ack: Acknowledgement, held: tuple[int, int]) -> Waiting:
    """Return what is to be asked of a station above that holds an epoch of ours up to an entry."""
    epoch, seq = held
    here = reader.head(reader.own, epoch).seq
    return Waiting(epoch=epoch, seq=here, acknowledged=seq, giver=ack.receiver.name)


@dataclass(frozen=True, slots=True)
class Standing:
    """In which epoch a station writes, and what keeps it from writing.

    `behind` is the entry after which some are missing, `clock` whether only the clock stands in the way;
    `forked` the entry that is another one elsewhere, where nothing is missing: two machines wrote.
    """

    epoch: int
    behind: int | None
    clock: bool
    waiting: Waiting | None
    forked: int | None = None

    @property
    def stopped(self) -> bool:
        """Whether nothing can be saved before a new epoch is opened."""
        return self.behind is not None or self.clock


class Epochs:
    """The desk of a station's own journal."""

    def __init__(self, store: Store) -> None:
        """Work on an open store."""
        self._store = store

    def standing(self) -> Standing:
        """Return how the journal stands."""
        with self._store.read() as reader:
            waiting = waiting_in(reader)
        behind = self._store.behind
        off = behind is None and self._clock_is_off()
        return Standing(self._store.epoch, behind, off, waiting, self._store.forked)

    def _clock_is_off(self) -> bool:
        try:
            with self._store.write() as writer:
                writer.check_clock()
        except Trouble as trouble:
            if trouble.code not in (Code.CLOCK_AHEAD, Code.CLOCK_BEHIND):
                raise
            return True
        return False

    def go_on(self, *, clock: bool = False) -> Standing:
        """Begin a new epoch at a station that is behind; with `clock`, also where the clock is right.

        A person who may administer says so: the journal keeps who, when, why and after which entry.

        Raises:
            Refusal: EPOCH_NOT_NEEDED, ROLE_MAY_NOT.
            Trouble: DISK_FULL, STORE_BUSY, DISK_FAULT.
        """
        self._store.require(Right.ADMINISTER, EXCHANGE)
        before = self.standing()
        if before.behind is None and not (before.clock and clock):
            raise Refusal(Code.EPOCH_NOT_NEEDED)
        self._store.open_epoch(CLOCK if before.behind is None else BEHIND)
        return self.standing()

"""Epochs (登记的段) as people meet them: may this station write, what is to be asked for, how to go on.

What a restored station still has to ask for is kept until a station above has given it back.
"""

from dataclasses import asdict, dataclass

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.records.store import Reader, Store, Writer
from zsapp.rules.roles import BEHIND, CLOCK, EXCHANGE, Right

WAITING = "restore/waiting"
"""The value that says what was restored and that what came after it has not been given back yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A station that was restored and to which nothing has been given back: after which entry of which epoch.

    `exported` and `acknowledged` are the last entries known to have left the lost machine, 0 for none.
    """

    epoch: int
    seq: int
    exported: int = 0
    acknowledged: int = 0

    @property
    def known(self) -> int:
        """The last entry that is known to lie elsewhere."""
        return max(self.exported, self.acknowledged)

    @property
    def lines(self) -> tuple[str, ...]:
        """What to do, in sentences."""
        said = []
        if self.known > self.seq:
            said.append(f"备份之后，原来的电脑还送出过登记（第{self.seq + 1}至{self.known}条），本机没有")
        said.append("请上级工作站给本站“补发”，把U盘带回来，在“数据交换”中导入：备份以后送出过的都会回来")
        said.append("补发回来之前，新案件的编号可能与备份之后打印过的重复，打印前请核对")
        return tuple(said)


def wait_for(writer: Writer, waiting: Waiting | None) -> None:
    """Keep what is to be asked of the station above; nothing once it has given it back."""
    writer.set_value(WAITING, canonical(asdict(waiting)) if waiting else None)


def waiting_in(reader: Reader) -> Waiting | None:
    """Return what a restored station still has to ask for."""
    content = reader.value(WAITING)
    return Waiting(**read_canonical(content)) if content else None


@dataclass(frozen=True, slots=True)
class Standing:
    """In which epoch a station writes, and what keeps it from writing.

    `behind` is the entry after which some are missing, `clock` whether only the clock stands in the way.
    """

    epoch: int
    behind: int | None
    clock: bool
    waiting: Waiting | None

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
        return Standing(self._store.epoch, behind, behind is None and self._clock_is_off(), waiting)

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

"""The doctor (体检与重建): is everything there, does it agree; and make the index anew.

The journal is believed, the index compared with it (decision 9). What is wrong is reported, not raised: a
doctor who falls ill at the sight of it helps nobody.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from zsapp.base.entry import Entry, check_chain
from zsapp.base.errors import Code, Trouble
from zsapp.records.marker import read_marker
from zsapp.records.store import Foreign, Head, Reader, Store

MARKED, UNMARKED, AHEAD = "ok", "missing", "ahead"
"""How the marker outside the database stands to it: it agrees, says nothing, or knows of later entries."""

TOLD = 5
"""Names of faulty records and blobs that are told to people; the document has all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A station's chain in an epoch: its last seq, and the seq at which it breaks, 0 when it holds."""

    station: str
    epoch: int
    seq: int
    broken_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the doctor found. Empty faults everywhere is a sound store."""

    file_faults: tuple[str, ...] = ()
    chains: tuple[Chain, ...] = ()
    entries: int = 0
    index_faults: tuple[str, ...] = ()
    blobs: int = 0
    blob_faults: tuple[str, ...] = ()
    stray_blobs: int = 0
    marker: str = MARKED
    last_backup: str = ""
    replayed: int | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        broken = any(one.broken_at for one in self.chains)
        return not (self.file_faults or broken or self.index_faults or self.blob_faults)

    @property
    def document(self) -> dict[str, Any]:
        """The report as plain values, for a terminal's JSON."""
        return {"sound": self.sound, **asdict(self)}

    @property
    def lines(self) -> tuple[str, ...]:
        """The report in sentences."""
        broken = [one for one in self.chains if one.broken_at]
        rebuilt = () if self.replayed is None else (f"索引已由日志重建：重放{self.replayed}条",)
        file = _verdict("数据文件", self.file_faults, "完好", "损坏，请用备份恢复")
        if self.file_faults and not self.chains:
            return (*rebuilt, file, "其余部分读不出来，没有检查")
        return (
            *rebuilt,
            file,
            _verdict(
                f"操作记录（{len(self.chains)}条链，共{self.entries}条）",
                tuple(f"{one.station}第{one.broken_at}笔登记" for one in broken),
                "链条完整",
                "链条断开，请保留现场并联系司法所",
            ),
            _verdict("索引", self.index_faults, "与日志一致", "与日志不一致，请运行 zsapp doctor --rebuild"),
            _verdict(f"文书和附件（{self.blobs}份）", self.blob_faults, "齐全", "缺失或损坏，请用备份恢复"),
            *((f"另有{self.stray_blobs}个没有登记的附件文件，不影响使用",) if self.stray_blobs else ()),
            f"外部标记：{MARKS[self.marker]}",
            *((f"上次备份：{self.last_backup}",) if self.last_backup else ()),
        )


MARKS = {
    MARKED: "与数据一致",
    UNMARKED: "还没有，下次保存时写入",
    AHEAD: "与数据不同：这份数据是旧的，或者有两台电脑用了同一份；只能查看，请在“备份”页处理",
}


def _verdict(what: str, faults: tuple[str, ...], good: str, bad: str) -> str:
    if not faults:
        return f"{what}：{good}"
    named = "、".join(faults[:TOLD]) + (" …" if len(faults) > TOLD else "")
    return f"{what}：{bad}（{len(faults)}处：{named}）"


def examine(store: Store) -> Report:
    """Return what is wrong with a store: file, chains, index, blobs. Nothing is changed.

    Raises:
        Trouble: STORE_BUSY, STORE_NEWER.
    """
    report = Report(file_faults=store.file_faults())
    try:
        with store.read() as reader:
            chains = tuple(_chain(reader, one) for one in reader.chains())
            names, index_faults = reader.blob_names(), reader.index_faults()
    except Trouble as trouble:
        if trouble.code is not Code.STORE_DAMAGED:
            raise
        return replace(report, file_faults=report.file_faults or (str(trouble),))
    return replace(
        report,
        chains=chains,
        entries=sum(one.seq for one in chains),
        index_faults=index_faults,
        blobs=len(names),
        blob_faults=tuple(name for name in names if not _is_whole(store, name)),
        stray_blobs=store.blobs.strays(names),
        marker=_marker(store),
    )


def _marker(store: Store) -> str:
    if store.behind is not None:
        return AHEAD
    return MARKED if read_marker(store.home / "marker") else UNMARKED


def _chain(reader: Reader, chain: Foreign) -> Chain:
    end = chain.head
    found = broken_at(reader.entries(chain.station, end.epoch), end)
    return Chain(station=chain.station, epoch=end.epoch, seq=end.seq, broken_at=found)


def broken_at(entries: Iterable[Entry], end: Head) -> int:
    """Return the seq at which a chain breaks that should reach its end, 0 when it holds."""
    try:
        reached, seq = check_chain(entries)
    except Trouble as trouble:
        if trouble.code is not Code.CHAIN_BROKEN:
            raise
        return int(trouble.facts["seq"])
    return 0 if (reached, seq) == (end.hash, end.seq) else end.seq


def _is_whole(store: Store, name: str) -> bool:
    try:
        store.blobs.get(name)
    except Trouble as trouble:
        if trouble.code is not Code.BLOB_DAMAGED:
            raise
        return False
    return True


def rebuild(store: Store) -> Report:
    """Drop the index tables, replay the journal, and examine what came of it.

    Raises:
        Trouble: DISK_FULL, STORE_BEHIND, STORE_NEWER, DATA_UNREADABLE; the index is as it was.
    """
    replayed = store.rebuild()
    return replace(examine(store), replayed=replayed)

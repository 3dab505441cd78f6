"""The model of importing old ledgers (导入旧台账): a table looked at, its columns, its rows. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.rules.mediation_old_ledger import labels
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.imports import Batch, Foreseeable, How, Preview, Taken, Undone
from zsapp.services.station import Station

PILLS = {
    "new": ("新增", "green"),
    "changed": ("更新", "blue"),
    "same": ("已有", ""),
    "refused": ("有误", "red"),
}
UNUSED = "不用这一列"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of the table as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str


@dataclass(frozen=True, slots=True)
class ImportState:
    """What the page shows."""

    file: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    preview: Preview | None = None
    unused: tuple[str, ...] = ()
    batches: tuple[Batch, ...] = ()
    generation: int = 0

    @property
    def sentence(self) -> str:
        """What would come of importing, in one sentence."""
        if self.preview is None:
            return "选一个 .xlsx 台账；先看一遍，再导入。没有现成台账的，可以写出空白导入表来填。"
        counts = dict.fromkeys(PILLS, 0)
        for row in self.preview.rows:
            counts[row.outcome] += 1
        words = [f"{PILLS[outcome][0]} {count} 行" for outcome, count in counts.items() if count]
        return "，".join(words) or "表里没有案件"

    @property
    def ready(self) -> bool:
        """Whether there is anything to import."""
        return self.preview is not None and any(
            one.outcome in ("new", "changed") for one in self.preview.rows
        )

    @property
    def columns(self) -> str:
        """Which column of the table is which, in words."""
        known = self.preview.columns if self.preview else {}
        return "；".join(f"{head} → {label}" for label, head in known.items())

    @property
    def last(self) -> Batch | None:
        """The latest import that was not taken back."""
        return next((one for one in self.batches if not one.undone), None)


class ImportModel:
    """A table before the clerk."""

    def __init__(self, station: Station, tasks: Tasks, folder: Callable[[], Path], say: Say) -> None:
        """Take tables into an open station; the empty table goes into `folder`."""
        self._desk, self._tasks, self._folder, self._say = station.imports, tasks, folder, say
        self.state = ImportState()
        self.shown: Callable[[ImportState], None] = ignore
        self.labels = labels()

    def start(self) -> None:
        """Ask what came in before."""
        self._tasks.run(self._desk.batches, lambda found: self._show(batches=found), self._no)

    def choose(self, file: str) -> None:
        """Look at another table."""
        self._show(file=file.strip(), told={}, preview=None, unused=())
        self.look()

    def tell(self, head: str, label: str) -> None:
        """Say what a column stands for, or that it is not used."""
        told = {key: value for key, value in self.state.told.items() if key != head}
        self._show(told=told if label == UNUSED else told | {head: label})
        self.look()

    def look(self) -> None:
        """Look at the table."""
        if not self.state.file:
            return
        file, how = Path(self.state.file), How(told=self.state.told)
        self._tasks.run(lambda: self._desk.preview(file, how), self._looked, self._no)

    def _looked(self, preview: Preview) -> None:
        self._show(preview=preview, unused=preview.unused)

    def take(self) -> None:
        """Take the table in."""
        file, how = Path(self.state.file), How(told=self.state.told)
        self._tasks.run(lambda: self._desk.take(file, how), self._taken, self._no)

    def _taken(self, taken: Taken) -> None:
        changed = sum(one.changed for one in taken.imported)
        left = f"，{len(taken.refused)} 行有误没有导入" if taken.refused else ""
        self._say(done(f"已导入 {changed} 件{left}", "导入错了的，可以撤销这一次导入"))
        self.start()
        self.look()

    def undo(self) -> None:
        """Take back the latest import."""
        if (last := self.state.last) is not None:
            self._tasks.run(lambda: self._desk.undo(last.id), self._undone, self._no)

    def _undone(self, undone: Undone) -> None:
        left = f"，{len(undone.left)} 件导入后又改过，没有动" if undone.left else ""
        self._say(done(f"已撤销：{len(undone.void)} 件作废，{len(undone.restored)} 件恢复原样{left}"))
        self.start()
        self.look()

    def write_template(self) -> None:
        """Write the empty table."""
        path = self._folder() / "人民调解案件台账导入表.xlsx"
        self._tasks.run(
            lambda: self._desk.write_template(path),
            lambda _: self._say(done(f"已写入 {path.name}", f"在 {path.parent}")),
            self._no,
        )

    def row(self, at: int) -> LedgerRow | None:
        """Return a row as painted."""
        rows = self.state.preview.rows if self.state.preview else ()
        return ledger_row(rows[at]) if at < len(rows) else None

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        """Say what is wrong; a table whose columns are not known yet is asked about, column by column."""
        if error.code is Code.LEDGER_COLUMN_MISSING:
            self._show(preview=None, unused=tuple(error.facts["unused"]))
            self._say(Notice(str(error), "请在下面指明哪一列是什么", "amber", error.code.value.number))
        else:
            self._say(notice_of(error))


def ledger_row(one: Foreseeable) -> LedgerRow:
    """Return a row in words: whom it is about, and what is wrong with it."""
    pill, tone = PILLS[one.outcome]
    wrong = "；".join(f"{each.column}：{each.message}" for each in one.problems)
    return LedgerRow(one.title or one.ref, wrong or one.caution or one.ref, pill, tone, f"第{one.row}行")

"""The backup page's model (备份): where backups go, the last good one, what is to be done after a restore.

Backups are made in a lane of their own, so that saving a case never waits for a stick. Plain Python.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.clock import local
from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.exchange.words import stick_words
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.backups import BackupStatus
from zsapp.services.epochs import Standing
from zsapp.services.replaced import replaced
from zsapp.services.station import Station

LOOK_MS = 2_000
"""How often the page looks for sticks while nothing else is under way."""
HOURS = (8, 12, 17, 20)
"""The hours of the day that are offered; any other stays what it was set to."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where backups may go."""

    path: str
    words: str


OLD = "（原来的电脑，已更换）"
"""What tells a replaced computer from the one that took its place: both bear one name."""


@dataclass(frozen=True, slots=True)
class Below:
    """A station below: its id and name, and whether two machines of it were found out."""

    id: str
    name: str
    forked: bool = False


@dataclass(frozen=True, slots=True)
class BackupState:
    """What the page shows. `advice` is what is to be done about this station's own journal."""

    places: tuple[Place, ...] = ()
    looked: bool = False
    place: str = ""
    there: bool = False
    hour: int = 17
    sentence: str = "正在查看……"
    tone: str = ""
    under: str = ""
    busy: bool = False
    done: int = 0
    total: int = 0
    text: str = ""
    stopping: bool = False
    result: str = ""
    keeping: str = ""
    advice: tuple[str, ...] = ()
    may_go_on: str = ""
    below: tuple[Below, ...] = ()


class BackupModel:
    """Make backups, give back, go on."""

    def __init__(self, station: Station, tasks: Tasks, aside: Tasks, say: Say) -> None:
        """Work for an open station; what takes long is done in `aside`."""
        self._station, self._tasks, self._aside, self._say = station, tasks, aside, say
        self.state = BackupState()
        self.shown: Callable[[BackupState], None] = ignore
        self._progress = Progress()
        self._step = (0, 0, "")
        self._watching = False

    # --- looking ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Look how things stand, and again while the page is seen."""
        self._watching = True
        self._look()

    def stop(self) -> None:
        """Look no more; the page is not seen."""
        self._watching = False
        self._tasks.stop("backup places")

    def _look(self) -> None:
        self._tasks.run(self._ask, self._looked, self._no)

    def _ask(self) -> dict[str, Any]:
        station = self._station
        status, standing = station.backups.status(), station.epochs.standing()
        sentence, tone = status_words(status)
        return {
            "places": tuple(Place(str(one.path), stick_words(one)) for one in station.backups.sticks()),
            "place": status.place,
            "there": status.there,
            "hour": status.settings.backup_hour,
            "sentence": sentence,
            "tone": tone,
            "under": status.last.file if status.last else "",
            "keeping": keeping_words(status),
            "advice": advice_of(standing),
            "may_go_on": self._may_go_on(standing),
            "below": self._below(),
        }

    def _may_go_on(self, standing: Standing) -> str:
        """Return the words of the button that lets the station be written again, if one is due."""
        if not standing.stopped or not self._station.accounts.may(Right.ADMINISTER, EXCHANGE):
            return ""
        return "时间无误，继续登记" if standing.clock else "另起一段，继续登记"

    def _below(self) -> tuple[Below, ...]:
        desk = self._station.giving_back
        forked = {one.station for one in desk.forks() if one.open}
        old = replaced(self._station.store)
        return tuple(
            Below(one.station, f"{one.name}{OLD if one.station in old else ''}", one.station in forked)
            for one in desk.stations()
        )

    def _looked(self, got: dict[str, Any]) -> None:
        self._show(**got, looked=True)
        if self._watching and not self.state.busy:
            self._tasks.later("backup places", LOOK_MS, self._look)

    # --- where and when -----------------------------------------------------------------------------------

    def choose(self, place: str) -> None:
        """Say where backups go."""
        if place.strip() != self.state.place:
            self._set(lambda: self._station.backups.choose(place.strip()))

    def at_hour(self, hour: int) -> None:
        """Say at which hour of the day."""
        self._set(lambda: self._station.backups.choose(self.state.place, hour))

    def _set(self, errand: Callable[[], BackupStatus]) -> None:
        self._tasks.run(errand, lambda _status: self._look(), self._no)

    # --- making one ---------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make a backup now."""
        if self.state.busy:
            return
        if not self.state.place:
            self._say(Notice("还没有选备份放在哪里", "插入U盘后选它，或写明另一个磁盘上的文件夹", "amber"))
            return
        self._step, self._progress = (0, 0, ""), Progress(self._took_step)
        self._tasks.stop("backup places")
        self._show(busy=True, done=0, total=0, text="", stopping=False, result="")
        progress = self._progress
        self._aside.run(lambda: self._station.backups.make(progress=progress), self._made, self._not_made)

    def _took_step(self, steps: int, total: int, text: str) -> None:
        """Keep the last step; called on the lane's thread, read by the screen."""
        self._step = (steps, total, text)

    def look_at_progress(self) -> None:
        """Show how far it is (called by the screen's clock while busy)."""
        steps, total, text = self._step
        if self.state.busy and (steps, total, text) != (self.state.done, self.state.total, self.state.text):
            self._show(done=steps, total=total, text=text)

    def cancel(self) -> None:
        """Stop what is under way; earlier backups stay as they are."""
        self._progress.cancel()
        if self.state.busy:
            self._show(stopping=True)

    def _made(self, made: Any) -> None:
        lost = f"，其中{made.lost}份文书或附件在本机已经缺失" if made.lost else ""
        words = f"已备份 {made.entries} 条操作记录、{made.blobs} 份文书和附件{lost}"
        self._show(busy=False, result=words)
        self._say(done("备份完成，已重新读出并打开核对", "可以拔出U盘；每隔一段时间换一个U盘轮流用更稳妥"))
        self._look()

    def _not_made(self, error: ZsError) -> None:
        self._show(busy=False, result="")
        said = notice_of(error, self.make)
        self._say(Notice(str(error), error.remedy, "amber") if error.code is Code.CANCELLED else said)
        self._look()

    # --- after a restore, and below -----------------------------------------------------------------------

    def go_on(self) -> None:
        """Begin a new epoch: the person who presses says that it is right."""
        self._tasks.run(lambda: self._station.epochs.go_on(clock=True), self._gone_on, self._no)

    def _gone_on(self, standing: Standing) -> None:
        self._station.hindered = None
        self._say(done("可以继续登记了", f"以后的登记记为第{standing.epoch}段；缺的请上级补发"))
        self._look()

    def give_back(self, station: str, folder: str) -> None:
        """Write what is here of a station below onto a stick."""
        if not station or not folder.strip():
            self._say(Notice("还没有选工作站或U盘", "选好下级工作站，插入U盘再按", "amber"))
            return
        self._tasks.run(
            lambda: self._station.giving_back.give(station, Path(folder.strip())), self._gave, self._no
        )

    def _gave(self, given: Any) -> None:
        words = (
            f"给{given.name}的补发文件已写好：{given.entries} 条操作记录、{given.attachments} 份文书和附件"
        )
        self._show(result=words)
        self._say(done(words, "请带回该站，在“数据交换”中导入"))

    def decide(self, station: str) -> None:
        """Say that what is here of a station stays."""
        self._tasks.run(lambda: self._station.giving_back.decide(station), self._decided, self._no)

    def _decided(self, fork: Any) -> None:
        more = "请给另一台电脑写一份补发文件；再让其中一台重新建站，不要两台共用一份数据"
        whose = "本站"
        if fork.given:
            whose, more = "它的直接上级", f"本站收到过的已写成补发文件，请带给该站导入：{fork.given}"
        self._say(done(f"{fork.name}：以{whose}已收到的为准，恢复接收", more))
        self._look()

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


def status_words(status: BackupStatus) -> tuple[str, str]:
    """Return how backups stand in one sentence, and its colour."""
    if not status.place:
        return "还没有选备份放在哪里。电脑坏了或丢了，没有备份的登记就找不回来。", "amber"
    where = "" if status.there else "；现在没有插着备份用的U盘"
    if status.last is None:
        return f"还没有做过备份{where}", "amber"
    days = "" if status.days is None or not status.days else f"（{status.days} 天前）"
    words = f"上次备份：{local(status.last.made_at)}{days}，已核对{where}"
    return words, "amber" if status.late else "green"


def keeping_words(status: BackupStatus) -> str:
    """Return what is kept, in words."""
    kept = status.settings
    return (
        "备份是加密的，别人拿到U盘也打不开。每天自动备份一次，"
        f"保留最近 {kept.backup_days} 天、{kept.backup_weeks} 周、{kept.backup_months} 个月的各一份。"
    )


def advice_of(standing: Standing) -> tuple[str, ...]:
    """Return what is to be done about a station's own journal, nothing where all is well."""
    if standing.clock:
        return (
            "本机时间与上一次保存的时间对不上，现在只能查看。",
            "请先校准电脑时间（右下角日期）；时间确实无误的，由站长按下面的按钮，操作记录会写明。",
        )
    if standing.forked is not None:
        return (
            f"别处有一份第 {standing.forked} 笔登记与本机的不同：有两台电脑在用同一份数据，现在只能查看。",
            "请停用其中一台并联系司法所，再请上级补发；等不及的，由站长按下面的按钮另起一段。两台写的都不会丢。",
        )
    if standing.behind is not None:
        return (
            f"这份数据比本机（或上级）见过的要旧，第 {standing.behind} 笔登记之后的缺失，现在只能查看。",
            "有更新的备份，请先恢复它。没有的，由站长按下面的按钮另起一段，再请上级补发缺的部分。",
        )
    return standing.waiting.lines if standing.waiting else ()

"""The network page's model (联网上送): where the station above is, sending up, what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.exchange.held_words import held_lines
from zsapp.screens.exchange.words import Line, import_lines, time_left
from zsapp.screens.notices import Notice, Say, done, notice_of
from zsapp.services.counted import counted
from zsapp.services.station import Station
from zsapp.services.upstream import Synced
from zsapp.services.upstream_enrolment import Enrolled

HUB, PIN = "hub", "pin"
STOPPED = Notice("已停止上送", "已经送到的部分不用重传，再按一次会接着送", "amber")
CHECK_BY_TELEPHONE = "请打电话给上级，请对方念出指纹；与下面的一字不差，才按“核对一致”"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkState:
    """What the page shows. `found` is the fingerprint that was met and nobody has vouched for yet."""

    hub: str = ""
    pin: str = ""
    found: str = ""
    field: str = ""
    fault: str = ""
    busy: bool = False
    stopping: bool = False
    done: int = 0
    total: int = 0
    text: str = ""
    left: str = ""
    results: tuple[Line, ...] = ()
    enrolled: bool = True

    @property
    def under_way(self) -> str:
        """What is under way, how far, and how long it will still take."""
        if self.stopping:
            return "正在取消……"
        return "　".join(part for part in (self.text or "正在连接上级", self.left) if part)


class NetworkModel:
    """Sending up over the network."""

    def __init__(
        self, station: Station, tasks: Tasks, say: Say, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Send for an open station; `now` tells seconds, for the time left."""
        self._network, self._tasks, self._say, self._now = station.network, tasks, say, now
        hub, pin = self._network.address()
        self.state = NetworkState(hub=hub, pin=pin)
        self.shown: Callable[[NetworkState], None] = ignore
        self.finished: Callable[[], Any] = lambda: None
        """Told when something was sent or taken in: other pages look again."""
        self._progress = Progress()
        self._step = (0, 0, "")
        self._since = 0.0

    def type(self, hub: str, pin: str) -> None:
        """Take in what is typed; a fault is one no more once its field is touched."""
        if (hub, pin) != (self.state.hub, self.state.pin):
            self._show(hub=hub, pin=pin, field="", fault="")

    def trust(self) -> None:
        """Take the fingerprint that was compared on the telephone for the station's above."""
        self._show(pin=self.state.found, found="", field="", fault="")

    def send(self) -> None:
        """Send up what has not arrived, and take in what comes down."""
        if self.state.busy:
            return
        self._step = (0, 0, "")
        self._progress = Progress(self._took_step)
        self._show(
            busy=True, stopping=False, done=0, total=0, text="", left="", results=(), found="", fault=""
        )
        hub, pin, progress = self.state.hub, self.state.pin, self._progress
        self._tasks.run(lambda: self._network.sync(hub or " ", pin, progress), self._sent, self._failed)

    def enrol(self) -> None:
        """Ask the station above for our certificate, or fetch what was granted."""
        hub, pin = self.state.hub, self.state.pin
        self._show(busy=True, text="正在联系上级", results=(), found="", fault="")
        self._tasks.run(lambda: self._network.enrol(hub or " ", pin), self._asked, self._failed)

    def _asked(self, got: Enrolled) -> None:
        if got.certificate is None:
            asked = Line("申请已送到，等候上级批准", "amber", f"请打电话把核对码念给上级：{got.fingerprint}")
            self._finish((asked,))
            self._say(Notice(asked.words, "批准后再按一次“联网申请证书”", "amber"))
            return
        self._finish((Line("证书已安装，可以上送了", "green", got.certificate.name),), enrolled=True)
        self._say(done("证书已安装", "现在可以联网上送"))

    def _took_step(self, steps: int, total: int, text: str) -> None:
        """Keep the last step; called on the lane's thread, read by the screen."""
        self._step = (steps, total, text)

    def look_at_progress(self) -> None:
        """Show how far it is (called by the screen's clock while busy)."""
        steps, total, text = self._step
        if self.state.busy and (steps, total, text) != (self.state.done, self.state.total, self.state.text):
            if text != self.state.text:
                self._since = self._now()
            left = time_left(steps, total, self._now() - self._since)
            self._show(done=steps, total=total, text=text, left=left)

    def cancel(self) -> None:
        """Stop what is under way; what has arrived stays there."""
        self._progress.cancel()
        if self.state.busy:
            self._show(stopping=True)

    def _sent(self, got: Synced) -> None:
        lines = sync_lines(got)
        self._finish(lines)
        if got.imported.refused:
            self._say(Notice("有内容没有收下", "原因见下面的列表；其余的已经办好", "amber"))
        elif got.waiting:
            self._say(Notice("已送到，上级还没有入库", "请过几分钟再按一次“联网上送”取回执", "amber"))
        else:
            self._say(done(lines[0].words, "以上级的回执为准"))

    def _failed(self, error: ZsError) -> None:
        if error.code is Code.HUB_UNPINNED:
            self._finish((), found=str(error.facts["found"]), field=PIN, fault=CHECK_BY_TELEPHONE)
            return
        if error.field in (HUB, PIN):
            self._finish((), field=error.field, fault=f"{error}。{error.remedy}")
            return
        if error.code is Code.CERT_MISSING:
            self._finish((Line(str(error), "amber", "按“联网申请证书”，由上级批准"),), enrolled=False)
            return
        said = STOPPED if error.code is Code.CANCELLED else notice_of(error, self.send)
        self._finish((Line(said.sentence, said.tone, said.remedy),))
        self._say(said)

    def _finish(self, lines: tuple[Line, ...], **more: Any) -> None:
        self._show(busy=False, stopping=False, results=lines, **more)
        self.finished()

    def _show(self, **changed: Any) -> None:
        self.state = replace(self.state, **changed)
        self.shown(self.state)


def sync_lines(got: Synced) -> tuple[Line, ...]:
    """Return what a sync did: what is delivered by whose acknowledgement, what waits, what came down."""
    held: dict[str, int] = {}
    for one in got.exported:
        for sector, count in one.held.items():
            held[sector] = held.get(sector, 0) + count
    waiting = (
        Line(f"还有 {got.waiting} 卷已送到、等候入库", "amber", "请过几分钟再取回执") if got.waiting else None
    )
    sent = f"已上送 {counted(held)}" if held else "已上送" if got.sent else "没有新的内容需要上送"
    arrived = Line(
        sent,
        "green" if not waiting else "amber",
        f"{got.name} 的回执：已收到第 {got.seq} 笔登记" if got.seq else "",
    )
    taken = (*held_lines(got.imported), *import_lines(replace(got.imported, acknowledgements=())))
    return (arrived, *((waiting,) if waiting else ()), *taken)

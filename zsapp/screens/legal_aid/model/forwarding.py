"""Forwarding (转交): what waits, what is chosen, to whom it goes, the batches that went. Plain Python.

Nothing bars forwarding, whatever the opinion says: the centre decides (trap 4). A restricted intake goes to
the centre itself, which is said before the press, not after it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.files import write_whole
from zsapp.rules.legal_aid import CENTER, HIDDEN
from zsapp.rules.roles import Right
from zsapp.rules.station import SECTOR as STATION
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.reading import show_date
from zsapp.screens.mediation.model.paper import Machine, free_name
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.legal_aid_course import Batch, Waiting
from zsapp.services.printing import Issued
from zsapp.services.station import Station
from zsapp.services.tables import shipped_tables

LIST = "legal_aid.batch"
TITLE = "法律援助申请转交清单"


@dataclass(frozen=True, slots=True)
class Row:
    """An application that waits, or a batch, as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class ForwardingState:
    """What the page shows."""

    waiting: tuple[Waiting, ...] = ()
    opinions: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    chosen: frozenset[str] = frozenset()
    batches: tuple[Batch, ...] = ()
    fresh: tuple[Batch, ...] = ()
    """The batches just made."""
    receivers: tuple[tuple[str, str], ...] = ()
    route: str = ""
    setting: str = ""
    sets: bool = False
    """Whether whoever is logged in may say where to forward by default."""
    today: date | None = None
    loaded: bool = False
    busy: bool = False
    fault: str = ""
    generation: int = 0

    @property
    def sentence(self) -> str:
        """How things stand, in one sentence."""
        if not self.loaded:
            return "正在查看……"
        if not self.waiting:
            return "没有等待转交的申请"
        urgent = sum(one.urgent for one in self.waiting)
        late = sum(one.due < self.today for one in self.waiting) if self.today else 0
        parts = (
            f"{len(self.waiting)} 件等待转交",
            f"其中 {urgent} 件紧急" if urgent else "",
            f"{late} 件已经过了应转交的日期" if late else "",
        )
        return "，".join(part for part in parts if part)

    @property
    def marked(self) -> tuple[Waiting, ...]:
        """What is chosen, in the order of the list."""
        return tuple(one for one in self.waiting if one.intake.id in self.chosen)

    @property
    def button(self) -> str:
        """What the button says."""
        return f"转交已选的 {len(self.chosen)} 件" if self.chosen else "先勾选，再转交"

    @property
    def where(self) -> str:
        """To whom what is chosen goes, in words."""
        receiver = dict(self.receivers).get(self.route, CENTER)
        apart = sum(bool(one.intake.restricted) for one in self.marked)
        if not apart or receiver == CENTER:
            return ""
        rest = len(self.marked) - apart
        others = f"其余 {rest} 件转交{receiver}" if rest else ""
        return "；".join(
            part for part in (f"限制查看的 {apart} 件直接转交{CENTER}，不经镇街", others) if part
        )

    @property
    def told(self) -> str:
        """What was just done, and what comes after it."""
        if not self.fresh:
            return ""
        count = sum(len(one.intakes) for one in self.fresh)
        apart = f"，分 {len(self.fresh)} 批" if len(self.fresh) > 1 else ""
        return f"已转交 {count} 件{apart}。请打印清单，和纸质材料一起送去；电子材料到“数据交换”导出数据包。"

    @property
    def setting_words(self) -> str:
        """Where this station forwards to by default."""
        return f"平时转交：{dict(self.receivers).get(self.setting, CENTER)}"


class ForwardingModel:
    """The applications that wait, before the clerk."""

    def __init__(self, station: Station, *, tasks: Tasks, machine: Machine, say: Say) -> None:
        """Forward at an open station; lists are printed on this PC."""
        self._station, self._tasks, self._machine, self._say = station, tasks, machine, say
        self.state = ForwardingState()
        self.shown: Callable[[ForwardingState], None] = ignore
        self.opened: Callable[[str], None] = ignore
        """Asked to open an intake, by its id."""
        self.travelling: Callable[[], None] = lambda: None
        """Asked to turn to the exchange of packages."""
        self.forwarded: Callable[[], None] = lambda: None
        """Told when something was forwarded."""

    def start(self) -> None:
        """Ask what waits and what went."""
        station = self._station

        def look() -> dict[str, Any]:
            waiting = station.aid_course.waiting()
            return {
                "waiting": waiting,
                "opinions": tuple(station.legal_aid.advise(one.intake.intake).advice for one in waiting),
                "matters": tuple(matter_of(one) for one in waiting),
                "batches": tuple(reversed(station.aid_course.batches())),
                "sets": station.accounts.may(Right.CHANGE, STATION),
                "receivers": tuple(station.aid_course.receivers().items()),
                "setting": station.aid_course.route,
                "today": station.today(),
            }

        self._tasks.run(look, self._looked, self._no)

    def _looked(self, got: dict[str, Any]) -> None:
        here = {one.intake.id for one in got["waiting"]}
        route = self.state.route or got["setting"]
        self._show(**got, route=route, chosen=self.state.chosen & here, loaded=True)

    # --- choosing -----------------------------------------------------------------------------------------

    def row(self, at: int) -> Row | None:
        """Return an application that waits as painted."""
        state = self.state
        if at >= len(state.waiting):
            return None
        one = state.waiting[at]
        said = f"初审意见：{state.opinions[at]}　{state.matters[at]}"
        return waiting_row(one, said, state.today, ticked=one.intake.id in state.chosen)

    def batch_row(self, at: int) -> Row | None:
        """Return a batch as painted."""
        return batch_row(self.state.batches[at]) if at < len(self.state.batches) else None

    def press(self, at: int) -> None:
        """Choose an application, or no longer."""
        if 0 <= at < len(self.state.waiting):
            self._show(chosen=self.state.chosen ^ {self.state.waiting[at].intake.id}, fault="")

    def choose_all(self) -> None:
        """Choose every application; pressed again, none."""
        every = frozenset(one.intake.id for one in self.state.waiting)
        self._show(chosen=frozenset() if self.state.chosen == every else every, fault="")

    def open(self, at: int) -> None:
        """Open an application."""
        if 0 <= at < len(self.state.waiting):
            self.opened(self.state.waiting[at].intake.id)

    def travel(self) -> None:
        """Turn to the exchange of packages."""
        self.travelling()

    def to(self, route: str) -> None:
        """Say to whom this batch goes."""
        self._show(route=route)

    # --- forwarding ---------------------------------------------------------------------------------------

    def forward(self) -> None:
        """Forward what is chosen, as a batch for each receiver."""
        state = self.state
        if not state.chosen or state.busy:
            return
        refs = [one.intake.id for one in state.marked]
        self._show(busy=True, fault="")
        self._tasks.run(
            lambda: self._station.aid_course.forward(refs, on=self._station.today(), route=state.route),
            self._went,
            self._stopped,
        )

    def _went(self, batches: tuple[Batch, ...]) -> None:
        self._show(busy=False, chosen=frozenset(), fresh=batches)
        count = sum(len(one.intakes) for one in batches)
        self._say(done(f"已转交 {count} 件，{len(batches)} 个批次", "请打印转交清单，和材料一起送去"))
        self.start()
        self.forwarded()

    def set_route(self, to: str) -> None:
        """Say where this station forwards to by default."""
        self._tasks.run(lambda: self._station.set_aid_route(to), lambda _station: self._set(to), self._no)

    def _set(self, to: str) -> None:
        self._show(setting=to, route=to)
        words = dict(self.state.receivers).get(to, CENTER)
        self._say(done(f"以后平时转交{words}", "限制查看的申请仍然直接转交法律援助处"))

    # --- the list of a batch ------------------------------------------------------------------------------

    def print_batch(self, number: str) -> None:
        """Print the list of a batch."""
        self._show(busy=True, fault="")

        def made() -> str:
            return self._hand_out(self._station.aid_papers.issue(LIST, number))

        self._tasks.run(made, self._printed, self._stopped)

    def print_at(self, at: int) -> None:
        """Print the list of a past batch."""
        if 0 <= at < len(self.state.batches):
            self.print_batch(self.state.batches[at].number)

    def _hand_out(self, issued: Issued) -> str:
        names = [one.name for one in self._machine.printers()]
        if names:
            printer = self._machine.printer if self._machine.printer in names else names[0]
            self._machine.send(issued.pdf, printer, 1)
            return f"已送到打印机“{printer}”"
        path = free_name(Path(self._machine.folder()), f"{issued.number} {TITLE}")
        write_whole(path, issued.pdf)
        return f"已存为 {path}"

    def _printed(self, where: str) -> None:
        self._show(busy=False)
        self._say(done(f"《{TITLE}》：{where}"))

    # ------------------------------------------------------------------------------------------------------

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.shown(self.state)

    def _stopped(self, error: ZsError) -> None:
        self._show(busy=False, fault=f"{error}。{error.remedy}")

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def matter_of(one: Waiting) -> str:
    """Return what an application is about, in the words of the list of matters."""
    return shipped_tables().text_of("aid_matter", one.intake.intake.matter)


def waiting_row(one: Waiting, said: str, today: date | None, *, ticked: bool) -> Row:
    """Return an application in words: whose, what it is about and was advised, by when it is to go."""
    view, late = one.intake, (today - one.due).days if today else 0
    name = HIDDEN if view.restricted else view.intake.applicant.name
    words = [word for word, holds in (("紧急", one.urgent), (f"过了{late}天", late > 0)) if holds]
    tone = "red" if late > 0 else "amber"
    title = f"{name}　{view.number}".strip()
    this_year = today is not None and one.due.year == today.year
    day = f"{one.due.month}月{one.due.day}日" if this_year else show_date(one.due)
    return Row(title, said, "　".join(words), tone, f"{day}前转交", ticked)


def batch_row(one: Batch) -> Row:
    """Return a batch in words."""
    day = show_date(one.date) if one.date else ""
    arrived = sum(bool(each.intake.forwarded and each.intake.forwarded.arrived) for each in one.intakes)
    answered = sum(bool(each.intake.center and each.intake.center.status) for each in one.intakes)
    said = f"{answered} 件有结果" if answered else f"{arrived} 件已收到" if arrived else "还没有回音"
    return Row(one.number, f"{day}　转交{one.to}", f"{len(one.intakes)} 件", "", said)

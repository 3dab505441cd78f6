"""The filing page's model (立卷): cases that wait, those chosen for one volume. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from zsapp.base.errors import ZsError
from zsapp.base.files import write_whole
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.mediation.model.paper import free_name
from zsapp.screens.notices import Say, done, notice_of
from zsapp.services.joint_volume import LEAST, Bundle, JointVolumes, Waiting


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A case as painted."""

    title: str
    under: str
    pill: str = ""
    tone: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class VolumesState:
    """What the page shows."""

    cases: tuple[Waiting, ...] = ()
    chosen: frozenset[str] = frozenset()
    busy: bool = False
    loaded: bool = False
    generation: int = 0

    @property
    def ready(self) -> bool:
        """Whether what is chosen makes a volume."""
        return len(self.chosen) >= LEAST and not self.busy

    @property
    def sentence(self) -> str:
        """How things stand, in one sentence."""
        if self.busy:
            return f"正在把 {len(self.chosen)} 件案件装成一卷……"
        if not self.loaded:
            return ""
        may = sum(not one.alone for one in self.cases)
        if not self.cases:
            return "没有等待立卷的案件"
        waiting = f"{len(self.cases)} 件办结的案件还没有立卷，其中 {may} 件可以多案一卷"
        return f"{waiting}；已选 {len(self.chosen)} 件" if self.chosen else waiting


class VolumesModel:
    """The cases that wait to be filed, before the clerk."""

    def __init__(self, desk: JointVolumes, tasks: Tasks, folder: Callable[[], Path], say: Say) -> None:
        """Work at the desk; the volume is put into `folder`."""
        self._desk, self._tasks, self._folder, self._say = desk, tasks, folder, say
        self.state = VolumesState()
        self.shown: Callable[[VolumesState], None] = ignore
        self.opened: Callable[[str], None] = ignore
        """Asked to open a case, by its id."""

    def start(self) -> None:
        """Ask which cases wait."""
        self._tasks.run(self._desk.waiting, self._looked, self._no)

    def _looked(self, cases: tuple[Waiting, ...]) -> None:
        here = {one.view.id for one in cases if not one.alone}
        self._show(cases=cases, chosen=self.state.chosen & here, loaded=True)

    def press(self, at: int) -> None:
        """Choose a case for the volume, or no longer; one that must have a volume of its own is opened."""
        one = self.state.cases[at]
        if one.alone:
            self.opened(one.view.id)
        else:
            self._show(chosen=self.state.chosen ^ {one.view.id})

    def choose_all(self) -> None:
        """Choose every case that may share a volume; pressed again, none."""
        fit = frozenset(one.view.id for one in self.state.cases if not one.alone)
        self._show(chosen=frozenset() if self.state.chosen == fit else fit)

    def bind(self, *, by: str, checked_by: str, retention: str) -> None:
        """Bind what is chosen as one volume, in the order of the list."""
        refs = [one.view.id for one in self.state.cases if one.view.id in self.state.chosen]
        if not self.state.ready:
            return
        self._show(busy=True)
        filing = {"by": by.strip(), "checked_by": checked_by.strip(), "retention": retention}

        def written() -> tuple[Bundle, Path]:
            bundle = self._desk.bind(refs, **filing)
            path = free_name(self._folder(), f"{bundle.number} 卷宗")
            write_whole(path, bundle.pdf)
            return bundle, path

        self._tasks.run(written, self._bound, self._no)

    def _bound(self, got: tuple[Bundle, Path]) -> None:
        bundle, path = got
        self._show(busy=False, chosen=frozenset())
        words = f"{len(bundle.cases)}件案件已装成一卷：{bundle.number}，共{bundle.pages}页"
        self._say(done(words, f"已存为 {path}"))
        self.start()

    def row(self, at: int) -> WaitingRow | None:
        """Return a case as painted."""
        if at >= len(self.state.cases):
            return None
        one = self.state.cases[at]
        view = one.view
        chosen = view.id in self.state.chosen
        pill, tone = ("一案一卷", "") if one.alone else ("已选", "green") if chosen else ("可以合卷", "blue")
        return WaitingRow(view.title, one.alone or view.state, pill, tone, view.number or "未编号")

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)  # type: ignore[arg-type]  # items of the state
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._show(busy=False)
        self._say(notice_of(error))

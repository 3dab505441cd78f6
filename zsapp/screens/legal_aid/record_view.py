"""The open application (打开的申请): its heading and states, and its tabs. Renders only.

问答 and 材料 show what is being typed; the other tabs show what is saved, so that it is saved before one of
them is turned to; where that is refused the tab stays, and the caret goes to what was refused.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, button, label, pill, put_pill
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.model.listing import TONES
from zsapp.screens.legal_aid.model.state import IntakeState
from zsapp.screens.standing.view import StandingView
from zsapp.services.legal_aid import IntakeView

ANSWERS, MATERIALS = 0, 1
"""The tabs of our own; those that show what is saved follow."""


@dataclass(frozen=True, slots=True)
class RecordTab:
    """A tab of the open application: its name, its widget, what shows a saved application in it."""

    name: str
    widget: QWidget
    show: Callable[[IntakeView], None]


class RecordView(QWidget):
    """Heading and tabs."""

    turned = Signal()
    """Another tab is before the clerk."""
    left = Signal()
    """Back to the list was asked for."""
    help_asked = Signal()
    opinion_asked = Signal()
    """The opinion was asked for where there is no room for it beside the questions."""

    def __init__(
        self,
        model: IntakeModel,
        own: tuple[QWidget, QWidget],
        tabs: tuple[RecordTab, ...],
        standing: StandingView,
        scale: Scale,
    ) -> None:
        """Hold `own`, the interview and the materials, and the tabs of others."""
        super().__init__()
        self._model, self._tabs, self._scale = model, tabs, scale
        self.standing = standing
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        box.setSpacing(scale["space2"])
        box.addLayout(self._heading())
        box.addLayout(self._second())
        box.addWidget(standing)
        self.stack = QStackedWidget()
        for name, made in zip(("问答", "材料"), own, strict=True):
            self.tabs.addTab(name)
            self.stack.addWidget(made)
        for tab in tabs:
            self.tabs.addTab(tab.name)
            self.stack.addWidget(tab.widget)
        box.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turn_to)

    def _heading(self) -> QHBoxLayout:
        scale = self._scale
        row = QHBoxLayout()
        row.setSpacing(scale["space3"])
        self.title = Elided("", "title")
        self.title.setMinimumHeight(scale.px(32))
        row.addWidget(self.title, 1)
        self.opinion = button("", "link", self.opinion_asked.emit, "F3")
        row.addWidget(self.opinion)
        row.addWidget(self.standing.press)
        row.addWidget(button("说明 F1", "link", self.help_asked.emit))
        row.addWidget(button("申请列表 Esc", "link", self.left.emit))
        return row

    def _second(self) -> QHBoxLayout:
        scale = self._scale
        row = QHBoxLayout()
        row.setSpacing(scale["space3"])
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("这件申请的各页")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        row.addWidget(self.tabs)
        self.number = label("", "small")
        self.state, self.guard = pill(), pill()
        states = Flow(scale["space2"], scale["space1"])
        states.add(self.number, self.state, self.guard, self.standing.sync)
        row.addWidget(flowing(states), 1, Qt.AlignmentFlag.AlignVCenter)
        return row

    def offer_opinion(self, words: str) -> None:
        """Offer to turn between questions and opinion; no words: there is room for both."""
        self.opinion.setText(words)
        self.opinion.setVisible(bool(words))

    def to_answers(self) -> None:
        """Turn to the interview."""
        self.tabs.setCurrentIndex(ANSWERS)

    def turn_to(self, name: str) -> None:
        """Turn to a tab by its name (a step that asks for its paper)."""
        self.tabs.setCurrentIndex(next(n for n in range(self.tabs.count()) if self.tabs.tabText(n) == name))

    def _turn_to(self, tab: int) -> None:
        if tab <= MATERIALS:
            self.stack.setCurrentIndex(tab)
            self.turned.emit()
            return
        self._mark(self.stack.currentIndex())
        self._model.save(lambda view: self._show_saved(tab, view))

    def _mark(self, tab: int) -> None:
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(tab)

    def _show_saved(self, tab: int, view: IntakeView) -> None:
        self._mark(tab)
        self.stack.setCurrentIndex(tab)
        self.turned.emit()
        self._tabs[tab - MATERIALS - 1].show(view)

    def render_state(self, state: IntakeState, guarded: str) -> None:
        """Show the heading of a state; `guarded` says why few may see it."""
        self.title.put(state.title)
        self.number.setText(state.number or ("未编号" if state.own else ""))
        put_pill(self.state, state.state, TONES.get(state.state, ""))
        put_pill(self.guard, f"限制查看：{guarded}" if guarded else "", "red")

"""Beside the form (旁栏): what the rules say, deadlines, what can be done, papers. Renders only."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from zsapp.rules.findings import OPEN, Finding
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.screens.front_desk.model.papers import PapersModel, PapersState
from zsapp.screens.front_desk.model.state import TONES, DeskState
from zsapp.screens.front_desk.model.steps import TURN_KEYS, StepsModel, StepsState
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.pages import PageView
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label

FIGURES = {
    "told": "告知",
    "organ": "向谁申请",
    "deadline": "哪天前申请",
    "forward_due": "哪天前转送",
    "record": "笔录",
    "must_first_basis": "复议前置的依据",
    "missing": "还缺的材料",
    "checklist_source": "材料清单的来源",
    "hours": "本次小时",
    "month_total": "本月合计小时",
    "target": "本月目标小时",
    "satisfaction_rate": "抽样满意率",
    "fee": "收费",
}
"""What is worked out of a record and worth telling, in words."""


class SideView(QFrame):
    """The pane."""

    went = Signal(str)
    rate_asked = Signal()
    """Whoever came is to rate the service himself."""

    def __init__(
        self,
        steps: StepsModel,
        law: Callable[[str], str],
        scale: Scale,
        overriding: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self._steps, self._law, self._scale, self._override = steps, law, scale, overriding
        self._told: object = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(scale["space3"], scale["space3"], scale["space2"], scale["space2"])
        whole.setSpacing(scale["space2"])
        self.acts = QWidget()
        self.acts.setObjectName("clear")
        self._acts = QVBoxLayout(self.acts)
        self._acts.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.acts)
        whole.addWidget(self._asking())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("提示和期限")
        area.viewport().setObjectName("clear")
        self._body = QWidget()
        self._body.setObjectName("clear")
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 0, scale["space2"], 0)
        self._list.setSpacing(scale["space2"])
        area.setWidget(self._body)
        whole.addWidget(area, 1)

    def _asking(self) -> QWidget:
        """Return what asks the day of a step and what is to be said with it."""
        scale = self._scale
        self.asking = QFrame()
        self.asking.setObjectName("finding")
        box = QVBoxLayout(self.asking)
        box.setContentsMargins(scale["space3"], scale["space2"], scale["space2"], scale["space2"])
        self.question = label("", "label", wrap=True)
        box.addWidget(self.question)
        self.day, self.said = QLineEdit(), QLineEdit()
        self.day.setPlaceholderText("今天")
        self.day.setAccessibleName("日期")
        self.said.returnPressed.connect(self._take)
        self.day.returnPressed.connect(self._take)
        row = QHBoxLayout()
        row.addWidget(self.day)
        row.addWidget(self.said, 2)
        box.addLayout(row)
        self.fault = label("", "fault", wrap=True)
        box.addWidget(self.fault)
        below = Flow(scale["space2"], 0)
        self.go = button("确定", "primary", self._take)
        below.add(self.go, button("取消", "quiet", self._steps.cancel))
        box.addWidget(flowing(below))
        self.asking.hide()
        return self.asking

    def _take(self) -> None:
        self._steps.take(self.day.text(), self.said.text())

    # --- what is shown ------------------------------------------------------------------------------------

    def render_steps(self, state: StepsState) -> None:
        """Show what can be done."""
        _empty(self._acts)
        row = Flow(self._scale["space2"], self._scale["space1"])
        if state.ratable:
            row.add(button("请来人评价", "", self.rate_asked.emit, "Ctrl+R"))
        for one in state.steps:
            row.add(button(one.words, "quiet", partial(self._steps.choose, one.verb)))
        for to, words in state.turns:
            row.add(button(f"{words} {TURN_KEYS[to]}", "link", partial(self._steps.turn, to)))
        self._acts.addWidget(flowing(row))
        self.acts.setVisible(bool(state.steps or state.turns))
        step = state.step
        shown = step is not None and bool(step.asks)
        if step is not None and shown and not self.asking.isVisible():
            self.question.setText(step.words)
            self.said.setPlaceholderText(step.asks)
            self.said.setAccessibleName(step.asks)
            self.day.clear()
            self.said.clear()
            self.asking.show()
            self.said.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asking.setVisible(shown)
        self.fault.setText(state.fault)
        self.fault.setVisible(bool(state.fault))

    def render_state(self, state: DeskState) -> None:
        """Show what the rules say of the record."""
        look = state.look
        if look is self._told:
            return
        self._told = look
        _empty(self._list)
        if look is None:
            return
        for one in look.findings:
            if one.state == OPEN:
                self._list.addWidget(self._finding(one))
        for text in figures_of(look.figures):
            self._list.addWidget(label(text, "small", wrap=True))
        for due in look.deadlines:
            self._list.addWidget(label(deadline_text(due), "small", wrap=True))
        if look.flags:
            names = "、".join(
                one.label + (f"（{one.row.effect}）" if one.row.effect else "") for one in look.flags
            )
            self._list.addWidget(label(f"人群类别：{names}", "small", wrap=True))
        self._list.addStretch()

    def _finding(self, one: Finding) -> QFrame:
        card, scale = QFrame(), self._scale
        card.setObjectName("finding")
        card.setProperty("tone", TONES.get(one.severity, "blue"))
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space3"], scale["space1"], scale["space2"], scale["space1"])
        box.setSpacing(0)
        box.addWidget(label(one.message, "label", wrap=True))
        ways = Flow(scale["space4"], 0)
        article = label("", "small", wrap=True)
        article.hide()
        if one.basis:
            ways.add(button(f"依据：{one.basis}", "link", partial(self._show_law, article, one.basis)))
        if one.where:
            ways.add(button("去这一栏", "link", partial(self.went.emit, one.where)))
        reason = QLineEdit()
        reason.setPlaceholderText("写明理由，按 Enter 记下（打印不再拦）")
        reason.setAccessibleName(f"{one.rule}的理由")
        reason.returnPressed.connect(lambda: self._override(one.rule, reason.text()))
        reason.hide()
        if one.severity in TONES:
            ways.add(button("有理由", "link", partial(_show, reason)))
        box.addWidget(flowing(ways))
        box.addWidget(reason)
        box.addWidget(article)
        return card

    def _show_law(self, article: QWidget, basis: str) -> None:
        if not article.isVisible():
            article.setText(self._law(basis) or f"{basis}（条文待核）")  # type: ignore[attr-defined]  # it is a label
        article.setVisible(not article.isVisible())


def _show(one: QWidget) -> None:
    one.show()
    one.setFocus(Qt.FocusReason.OtherFocusReason)


def _empty(box: QVBoxLayout) -> None:
    while (taken := box.takeAt(0)) is not None:
        if (widget := taken.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def figures_of(figures: object) -> list[str]:
    """Return what is worked out of a record, line by line; nothing that is empty or merely true."""
    told = dict(figures) if isinstance(figures, dict) else {}
    lines = []
    for name, words in FIGURES.items():
        value = told.get(name)
        if isinstance(value, list | tuple):
            value = "、".join(map(str, value))
        if value not in (None, "", False):
            lines.append(f"{words}：{value}")
    return lines


def deadline_text(one: Deadline) -> str:
    """Return a deadline in words, with its arithmetic."""
    state = {"done": "已办", "overdue": "已过期", "open": "", "none": ""}.get(one.state, "")
    day = f"{one.due}" if one.due else ""
    head = " ".join(part for part in (one.what, day, state) if part)
    return f"{head}（{one.working}；{one.basis}）" if one.working else f"{head}（{one.basis}）"


class PapersView(QFrame):
    """The papers of the record: which, what it lacks, how it looks, print."""

    left = Signal()

    def __init__(self, model: PapersModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._drawn = model, 0
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space3"], scale["space3"], scale["space2"], scale["space2"])
        box.setSpacing(scale["space2"])
        row = Flow(scale["space2"], scale["space1"])
        self.paper = QComboBox()
        self.paper.setAccessibleName("哪份文书")
        self.paper.activated.connect(lambda _at: model.choose(self.paper.currentData()))
        self.go = button("打印", "primary", model.print, "Ctrl+P")
        self.draft = button("打印草稿", "", lambda: model.print(draft=True), "带“草稿”水印")
        self.away = button("回到提示 Esc", "link", self.left.emit)
        row.add(self.paper, self.go, self.draft, self.away)
        box.addWidget(flowing(row))
        self.lacking = label("", "caution", wrap=True)
        self.fault = label("", "fault", wrap=True)
        box.addWidget(self.lacking)
        box.addWidget(self.fault)
        self.pages = PageView()
        self.pages.sized.connect(model.resize)
        box.addWidget(self.pages, 1)
        model.shown = self.render_state

    def render_state(self, state: PapersState) -> None:
        """Show a state."""
        names = [one.form.id for one in state.offers]
        if names != [self.paper.itemData(at) for at in range(self.paper.count())]:
            self.paper.clear()
            for one in state.offers:
                self.paper.addItem(f"{one.form.number} {one.form.title}", one.form.id)
        self.paper.setCurrentIndex(self.paper.findData(state.chosen))
        told = "　".join(part for part in (state.lacking, state.care) if part)
        self.lacking.setText(told)
        self.lacking.setVisible(bool(told))
        self.fault.setText(state.fault)
        self.fault.setVisible(bool(state.fault))
        if state.drawn != self._drawn or not state.pages:
            self._drawn = state.drawn
            self.pages.put(state.pages)
        self.go.setEnabled(state.offer is not None and not state.lacking)
        self.draft.setEnabled(state.offer is not None)

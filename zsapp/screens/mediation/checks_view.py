"""The checks (检查): worst first, in words and colour; a press goes to the field. Renders only."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from zsapp.rules.conflicts import Conflict
from zsapp.rules.findings import OPEN, Finding, Severity
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.form import focus_order
from zsapp.screens.kit.reading import show_date
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, pill, put_pill
from zsapp.screens.mediation.model.state import CaseState

WORDS = {
    Severity.ERROR: ("必须改正", "red"),
    Severity.WARNING: ("请核对", "amber"),
    Severity.HINT: ("提示", "blue"),
}
GLANCE = 6
"""Findings listed while the paper stands above them."""
SHORT_FIX = 12
"""Characters of a fix that stand on its button; the whole of it is the button's tool tip."""
RECUSAL = "recusal.name"
"""Where a recusal (回避) is written."""
SETTLED = {"overridden": ("已写明理由", "green"), "resolved": ("已处理", "green")}


class Card(QFrame):
    """One finding: what is wrong, where it goes, its article, its fix."""

    went = Signal(str)
    mended = Signal()
    opened = Signal(str)

    def __init__(self, finding: Finding, law: Callable[[str], str], scale: Scale) -> None:
        super().__init__()
        words, tone = SETTLED.get(finding.state) or WORDS[finding.severity]
        self.setObjectName("finding")
        self.setProperty("tone", tone)
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space3"], scale["space1"], scale["space2"], scale["space1"])
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        row.addWidget(pill(words, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(finding.message, "label", wrap=True), 1)
        box.addLayout(row)
        if finding.reason:
            box.addWidget(label(f"理由：{finding.reason}", "small", wrap=True))
        box.addWidget(self._actions(finding, law, scale))
        self._article = label("", "small", wrap=True)
        self._article.hide()
        box.addWidget(self._article)

    def _actions(self, finding: Finding, law: Callable[[str], str], scale: Scale) -> QWidget:
        row = Flow(scale["space4"], 0)
        if finding.where:
            row.add(button("去这一栏", "link", lambda: self.went.emit(finding.where)))
        if isinstance(finding, Conflict):
            self._add_ways(row, finding)
        if finding.fix and finding.state == "open":
            short = finding.fix if len(finding.fix) <= SHORT_FIX else finding.fix[:SHORT_FIX] + "…"
            row.add(button(f"改为“{short}”", "link", self.mended.emit, finding.fix))
        if finding.basis:
            row.add(button("看法条", "link", lambda: self._show_law(finding.basis, law)))
        return flowing(row)

    def _add_ways(self, row: Flow, conflict: Conflict) -> None:
        """Lead from a conflict of interest to the other case and to the recusal."""
        if conflict.record_id:
            row.add(button("看另一案", "link", lambda: self.opened.emit(conflict.record_id)))
        if conflict.recuse:
            row.add(button("填写回避", "link", lambda: self.went.emit(RECUSAL)))

    def _show_law(self, basis: str, law: Callable[[str], str]) -> None:
        if self._article.isVisible():
            self._article.hide()
            return
        text = law(basis)
        self._article.setText(f"{basis}\n{text}" if text else f"{basis}（条文待核）")
        self._article.show()


class ChecksView(QFrame):
    """The panel below the paper; opened wide it takes the paper's place."""

    went = Signal(str)
    opened = Signal(str)
    """Another case was asked for, by its record."""
    mended = Signal(object)
    widened = Signal(bool)

    def __init__(self, law: Callable[[str], str], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._law, self._scale = law, scale
        self._shown: tuple[tuple[Finding, ...], tuple[Deadline, ...], tuple[Deadline, ...]] | None = None
        self._today = date.min
        self.wide = False
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space1"], scale["space2"], scale["space1"])
        box.setSpacing(scale["space1"])
        box.addLayout(self._head())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self._scroll, 1)
        self._fit(0)

    def _head(self) -> QHBoxLayout:
        scale = self._scale
        head = QHBoxLayout()
        head.setSpacing(scale["space2"])
        counts = Flow(scale["space2"], scale["space1"])
        counts.add(label("检查", "section"))
        self.pills = [pill() for _ in range(4)]
        counts.add(*self.pills)
        head.addWidget(flowing(counts), 1)
        self.more = button("展开", "quiet", self.toggle)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def toggle(self) -> None:
        """Take the whole column, or give it back to the paper."""
        self.set_wide(not self.wide)

    def set_wide(self, wide: bool) -> None:  # noqa: FBT001 -- the state itself
        """Be wide or narrow."""
        self.wide = wide
        self.more.setText("收起" if wide else "展开")
        self._list()
        self.widened.emit(wide)

    def _fit(self, count: int) -> None:
        px = self._scale.px
        self._scroll.setVisible(bool(count))
        self.more.setVisible(bool(count))
        if self.wide:
            self.setMaximumHeight(16_777_215)
            self.setMinimumHeight(px(200))
        else:
            self.setFixedHeight(px(50) if not count else px(132 if count == 1 else 190))

    def render_state(self, state: CaseState, today: date, advice: tuple[Conflict, ...] = ()) -> None:
        """Show the findings and deadlines of a case, and where its people meet elsewhere."""
        both = sorted((*advice, *state.findings), key=lambda one: (one.state != OPEN, one.severity.rank))
        shown = tuple(both), state.deadlines, state.asking
        if shown == self._shown:
            return
        self._shown, self._today = shown, today
        self._summarise(tuple(both))
        self._list()

    def _list(self) -> None:
        """Make the cards: narrow, no more than a glance holds and asks to be acted on; wide, all of them."""
        if self._shown is None:
            return
        findings, deadlines, asking = self._shown
        running = deadlines if self.wide else [one for one in asking if one.due is not None]
        seen = findings if self.wide else findings[:GLANCE]
        inner = QWidget()
        inner.setObjectName("clear")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, self._scale["space2"], self._scale["space1"])
        box.setSpacing(self._scale["space2"])
        for finding in seen:
            card = Card(finding, self._law, self._scale)
            card.went.connect(self.went)
            card.opened.connect(self.opened)
            card.mended.connect(lambda one=finding: self.mended.emit(one))
            box.addWidget(card)
        if left := len(findings) - len(seen):
            box.addWidget(label(f"还有 {left} 条，按“展开”查看", "small"))
        for deadline in running:
            box.addWidget(self._deadline(deadline, self._today))
        box.addStretch()
        self._scroll.setWidget(inner)
        for one, following in pairwise([self.more, *focus_order(inner)]):
            QWidget.setTabOrder(one, following)
        self._fit(len(findings) + len(running))

    def _summarise(self, findings: tuple[Finding, ...]) -> None:
        still = [one for one in findings if one.state == "open"]
        told = []
        for severity, (words, tone) in WORDS.items():
            number = sum(one.severity is severity for one in still)
            if number:
                told.append((f"{words} {number}", tone))
        if len(still) < len(findings):
            told.append((f"已处理 {len(findings) - len(still)}", "green"))
        if not told:
            told.append(("目前没有发现问题", "green"))
        for one, (words, tone) in zip(self.pills, [*told, *[("", "")] * 4], strict=False):
            put_pill(one, words, tone)

    def _deadline(self, deadline: Deadline, today: date) -> QFrame:
        tone = due_tone(deadline, today)
        card = QFrame()
        card.setObjectName("finding")
        card.setProperty("tone", tone)
        box = QVBoxLayout(card)
        box.setContentsMargins(
            self._scale["space3"], self._scale["space1"], self._scale["space2"], self._scale["space1"]
        )
        box.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        row.addWidget(pill(STANDS.get(deadline.state, "期限"), tone))
        until = show_date(deadline.due) if deadline.due else "最后一天没有记载"
        row.addWidget(label(f"{deadline.what}：{until}", "label", wrap=True), 1)
        box.addLayout(row)
        if deadline.working:
            box.addWidget(label(deadline.working, "small", wrap=True))
        if deadline.basis:
            box.addWidget(label(deadline.basis, "tiny", wrap=True))
        return card


STANDS = {"overdue": "已过期", "done": "已办"}
"""How a deadline stands, in a word; all others run."""


def due_tone(deadline: Deadline, today: date) -> str:
    """Return the colour of a deadline: red once it is over, amber when it is near, none before."""
    if deadline.due is None or deadline.state == "done":
        return ""
    if deadline.state == "overdue":
        return "red"
    return "amber" if (deadline.due - today).days <= NEAR_DAYS else ""


def due_words(deadlines: tuple[Deadline, ...], today: date) -> tuple[str, str]:
    """Return the nearest running deadline in words, and its colour."""
    running = [one for one in deadlines if one.due is not None and one.state in ("open", "overdue")]
    if not running:
        return "", ""
    first = min(running, key=lambda one: one.due or date.max)
    days = ((first.due or today) - today).days
    words = f"{first.what}已过{-days}天" if days < 0 else f"{first.what}还有{days}天"
    return words, due_tone(first, today)


NEAR_DAYS = 10
"""A deadline this near is amber."""

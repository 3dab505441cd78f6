"""The opinion beside the questions (初审意见): urgency on top, a sentence for each reason, numbers, days.

Renders only. What is missing, and where a reason belongs, is one press away; so are its articles.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from zsapp.rules.legal_aid_conflicts import AidConflict
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.form import focus_order
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, pill, put_pill
from zsapp.screens.legal_aid.model.advice import Sheet, Told, due_words

FOOT = "这是本站的建议；给不给法律援助，由法律援助处审查后答复。转交随时可以。"
SLIGHT = 2
"""The rank of a conflict that is a hint only."""


class Card(QFrame):
    """One sentence; its basis and its articles open under it."""

    went = Signal(str)
    opened = Signal(str, str)

    def __init__(self, told: Told, law: Callable[[str], str], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("finding")
        self.setProperty("tone", told.tone)
        self._told, self._law = told, law
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space3"], scale["space1"], scale["space2"], scale["space1"])
        box.setSpacing(0)
        box.addWidget(label(told.said, "label", wrap=True))
        self.ways = Flow(scale["space4"], 0)
        if told.basis:
            self.why = button(f"依据：{told.basis}", "link", self._show_law)
            self.ways.add(self.why)
        if told.where:
            self.ways.add(button("去这一栏", "link", lambda: self.went.emit(told.where)))
        box.addWidget(flowing(self.ways))
        self._article: QLabel = label("", "small", wrap=True)
        self._article.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._article.hide()
        box.addWidget(self._article)

    def _show_law(self) -> None:
        if self._article.isVisible():
            self._article.hide()
            return
        articles = self._law(self._told.basis) or f"{self._told.basis}（条文待核）"
        exact = f"{self._told.exact}\n" if self._told.exact != self._told.said else ""
        self._article.setText(exact + articles)
        self._article.show()


def _meets(conflict: AidConflict, law: Callable[[str], str], scale: Scale) -> Card:
    """Return the card of a conflict of interest, with the way to the other record."""
    tone = "amber" if conflict.severity.rank < SLIGHT else "blue"
    told = Told(conflict.message, conflict.message, conflict.basis, conflict.where, tone)
    card = Card(told, law, scale)
    if conflict.record_id:
        words = "看另一件申请" if conflict.sector == "legal_aid" else "看调解案件"
        card.ways.add(button(words, "link", lambda: card.opened.emit(conflict.sector, conflict.record_id)))
    return card


class AdviceView(QFrame):
    """The pane."""

    went = Signal(str)
    opened = Signal(str, str)
    """Another record was asked for: its sector, its id."""

    def __init__(self, law: Callable[[str], str], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._law, self._scale = law, scale
        self._shown: tuple[Sheet, date] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space2"], scale["space2"])
        box.setSpacing(scale["space2"])
        head = Flow(scale["space2"], scale["space1"])
        head.add(label("初审意见", "section"))
        self.advice = pill()
        head.add(self.advice)
        box.addWidget(flowing(head))
        self.urgent = label("", "fault", wrap=True)
        self.urgent.hide()
        box.addWidget(self.urgent)
        self.meant = label("", "strong", wrap=True)
        box.addWidget(self.meant)
        self.basis = label("", "small", wrap=True)
        self.basis.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self.basis)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self._scroll, 1)
        box.addWidget(label(FOOT, "tiny", wrap=True))

    def render_sheet(self, sheet: Sheet | None, today: date) -> None:
        """Show an opinion; nothing while there is none yet."""
        if sheet is None:
            self._shown = None
            put_pill(self.advice, "正在核对……", "")
            for one in (self.urgent, self.meant, self.basis):
                one.hide()
            self._scroll.setWidget(QWidget())
            return
        if (sheet, today) == self._shown:
            return
        self._shown = (sheet, today)
        put_pill(self.advice, sheet.advice, sheet.tone)
        for one, words in (
            (self.urgent, sheet.urgent),
            (self.meant, sheet.meant),
            (self.basis, f"依据：{sheet.basis}" if sheet.basis else ""),
        ):
            one.setText(words)
            one.setVisible(bool(words))
        at = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(self._body(sheet, today))
        self._scroll.verticalScrollBar().setValue(at)

    def _body(self, sheet: Sheet, today: date) -> QWidget:
        inner = QWidget()
        inner.setObjectName("clear")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, self._scale["space2"], self._scale["space1"])
        box.setSpacing(self._scale["space2"])
        for one in sheet.conflicts:
            box.addWidget(self._wired(_meets(one, self._law, self._scale)))
        self._add_missing(box, sheet)
        self._add_lines(box, "核算", sheet.measured)
        for told in sheet.reasons:
            box.addWidget(self._wired(Card(told, self._law, self._scale)))
        self._add_lines(box, "可以告诉申请人", sheet.remains)
        box.addWidget(label("期限", "strong"))
        for deadline in sheet.deadlines:
            words, tone = due_words(deadline, today)
            line = label(words, "label", wrap=True)
            line.setProperty("tone", tone)
            box.addWidget(line)
            if deadline.due is not None and deadline.working:
                box.addWidget(label(f"{deadline.working}　{deadline.basis}", "small", wrap=True))
        if sheet.flags:
            marks = Flow(self._scale["space1"], self._scale["space1"])
            marks.add(*(pill(one, "blue") for one in sheet.flags))
            box.addWidget(flowing(marks))
        box.addStretch()
        for before, following in pairwise(focus_order(inner)):
            QWidget.setTabOrder(before, following)
        return inner

    def _wired(self, card: Card) -> Card:
        card.went.connect(self.went)
        card.opened.connect(self.opened)
        return card

    def _add_missing(self, box: QVBoxLayout, sheet: Sheet) -> None:
        if not sheet.missing:
            if sheet.basis:
                box.addWidget(label("材料：齐全", "good"))
            return
        box.addWidget(label(f"还缺 {len(sheet.missing)} 项（一次告知）", "strong"))
        for at, one in enumerate(sheet.missing, start=1):
            box.addWidget(label(f"{at}. {one}", "label", wrap=True))
        box.addWidget(flowing(self._to_papers()))

    def _to_papers(self) -> Flow:
        row = Flow(self._scale["space4"], 0)
        row.add(button("去登记材料", "link", lambda: self.went.emit("files")))
        return row

    def _add_lines(self, box: QVBoxLayout, head: str, lines: tuple[str, ...]) -> None:
        if lines:
            box.addWidget(label(head, "strong"))
            for one in lines:
                box.addWidget(label(one, "label", wrap=True))

"""The scoreboard page (考核评价): indicators, what is behind the chosen one, its chart. Renders only."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.pages import PageView
from zsapp.screens.kit.row_list import RestList, RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.scoreboard.model import ScoreModel, ScoreState

KINDS = (("year", "年"), ("half", "半年"), ("quarter", "季度"), ("month", "月"))
HINT = "↑ ↓ 看各项指标　Enter 到右边的记录，再按 Enter 打开　Alt+← Alt+→ 换一期　Ctrl+E 导出　Ctrl+P 打印报告"
FOCUS = Qt.FocusReason.OtherFocusReason
LIST_HIGH = 150
"""Pixels for the records behind a figure; the chart takes the rest."""


class ScoreScreen(QWidget):
    """The page."""

    def __init__(self, model: ScoreModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        self._drawn, self._generation = 0, -1
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        box.addWidget(self._head())
        self.sentence = label("", "small", wrap=True)
        box.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(scale["space4"])
        row.addWidget(self._figures(), 1)
        row.addWidget(self._detail(), 1)
        box.addLayout(row, 1)
        box.addWidget(label(HINT, "small", wrap=True))
        for keys, call in (
            ("Alt+Left", lambda: model.turn(-1)),
            ("Alt+Right", lambda: model.turn(1)),
            ("Ctrl+E", model.export),
            ("Ctrl+P", model.print_report),
        ):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(call)
        model.shown = self.render_state

    def _head(self) -> QWidget:
        scale, model = self._scale, self._model
        row = Flow(scale["space2"], scale["space2"])
        self.kind = QComboBox()
        self.kind.setAccessibleName("统计期别")
        for kind, words in KINDS:
            self.kind.addItem(words, kind)
        self.kind.activated.connect(lambda _at: model.choose_kind(self.kind.currentData()))
        self.before = button("上一期", "", lambda: model.turn(-1), "Alt+←")
        self.period = label("", "section")
        self.period.setMinimumWidth(scale.px(130))
        self.period.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.after = button("下一期", "", lambda: model.turn(1), "Alt+→")
        self.export = button("导出 Excel", "", model.export, "Ctrl+E")
        self.print = button("打印报告", "primary", model.print_report, "Ctrl+P")
        row.add(label("考核评价", "title"), self.kind, self.before, self.period, self.after)
        row.add(self.export, self.print)
        return flowing(row)

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        card, scale = QFrame(), self._scale
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space3"], scale["space3"], scale["space3"], scale["space2"])
        box.setSpacing(scale["space2"])
        return card, box

    def _figures(self) -> QWidget:
        card, box = self._card()
        self.table = RowModel(self._model.row, lambda: False, lambda: None)
        self.figures = RestList(self.table, self._scale, "考核指标")
        self.figures.rested.connect(self._model.choose)
        self.figures.entered_on.connect(lambda _at: self._to_records())
        box.addWidget(self.figures)
        return card

    def _detail(self) -> QWidget:
        card, box = self._card()
        self.name = label("", "section", wrap=True)
        self.told = label("", "", wrap=True)
        box.addWidget(self.name)
        box.addWidget(self.told)
        self.items = RowModel(self._model.item, lambda: False, lambda: None)
        self.records = RowList(self.items, self._scale, "这个数字背后的记录")
        self.records.chosen.connect(self._model.open_behind)
        self.records.setFixedHeight(self._scale.px(LIST_HIGH))
        box.addWidget(self.records)
        self.more = label("", "small", wrap=True)
        box.addWidget(self.more)
        self.chart = PageView()
        self.chart.setAccessibleName("分地区、分月的图")
        self.chart.sized.connect(self._model.resize)
        box.addWidget(self.chart, 1)
        return card

    def _to_records(self) -> None:
        if self._model.state.behind:
            self.records.setFocus(FOCUS)
            self.records.setCurrentIndex(self.items.index(0))

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.figures.setFocus(FOCUS)

    def render_state(self, state: ScoreState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        self.period.setText(state.period.text)
        self.kind.setCurrentIndex(self.kind.findData(state.kind))
        if state.generation != self._generation:
            self._generation = state.generation
            self.table.show_rows(len(state.board.scores) if state.board else 0, state.generation)
        self.figures.rest_at(state.chosen)
        score = state.score
        self.name.setText(score.figure.name if score else "")
        self.told.setText("\n".join(state.told))
        self.items.show_rows(len(state.behind), state.drawn + state.generation + state.chosen)
        self.more.setText(f"另有 {state.more} 条没有列出，导出的表里计入全部" if state.more else "")
        self.more.setVisible(bool(state.more))
        if state.drawn != self._drawn or not state.pages:
            self._drawn = state.drawn
            self.chart.put(state.pages)
        ready = state.board is not None and not state.busy
        self.export.setEnabled(ready)
        self.print.setEnabled(ready)

"""The roster of a month (值守): days in a list, the one before the clerk below it. Renders only."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.premises.duty_model import DutyModel, DutyState, day_row


class DutyView(QWidget):
    """One month."""

    def __init__(self, model: DutyModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._model, self._scale = model, scale
        self._day: object = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scale["space3"])
        box.addLayout(self._head())
        box.addWidget(self._card(), 1)
        for keys, call in (
            ("PgUp", lambda: model.turn(-1)),
            ("PgDown", lambda: model.turn(1)),
            ("Ctrl+E", self._shut),
        ):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(call)
        model.shown = self.render_state

    def _card(self) -> QFrame:
        model, scale = self._model, self._scale
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        inner.setSpacing(scale["space2"])
        self.table = RowModel(model.row, lambda: False, lambda: None)
        self.rows = RowList(self.table, scale, "值守安排")
        self.rows.chosen.connect(self._choose)
        self.rows.selectionModel().currentChanged.connect(lambda now, _before: model.stand(now.row()))
        inner.addWidget(self.rows, 1)
        self.empty = label(
            "这个月还没有排班。请先在“资料”里填好开放时间和人员，再按“排班”。", "small", wrap=True
        )
        inner.addWidget(self.empty)
        inner.addWidget(self._one_day())
        inner.addWidget(
            label(
                "↑ ↓ 选一天，按 Enter 到登记，再按 Enter 记为开放并到下一天　Ctrl+E 没有开放　PgUp PgDn 换月",
                "small",
            )
        )
        return card

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        row.addWidget(button("‹ 上月", "quiet", lambda: self._model.turn(-1), "PgUp"))
        self.month = label("", "section")
        row.addWidget(self.month)
        row.addWidget(button("下月 ›", "quiet", lambda: self._model.turn(1), "PgDn"))
        self.sentence = label("", "small", wrap=True)
        row.addWidget(self.sentence, 1)
        self.plan = button("排班", "", self._model.plan)
        self.paper = button("打印值守表", "", self._model.write_paper)
        self.ledger = button("导出台账", "", self._model.write_ledger)
        for one in (self.plan, self.paper, self.ledger):
            row.addWidget(one)
        return row

    def _one_day(self) -> QWidget:
        """Make what can be said of the day before the clerk."""
        self.one = QFrame()
        self.one.setObjectName("inset")
        lines = QVBoxLayout(self.one)
        lines.setContentsMargins(*(self._scale["space3"],) * 4)
        lines.setSpacing(self._scale["space2"])
        self.day = label("", "strong")
        lines.addWidget(self.day)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        self.people, self.reason = QLineEdit(), QLineEdit()
        for words, line in (("值守人员", self.people), ("未开放的原因", self.reason)):
            line.setAccessibleName(words)
            above = label(words, "label")
            above.setBuddy(line)
            row.addWidget(above)
            row.addWidget(line, 1)
        self.people.setPlaceholderText("几个人之间用“、”隔开")
        self.reason.setPlaceholderText("如：停电、外出办案")
        self.people.editingFinished.connect(lambda: self._model.set_people(self.people.text()))
        self.reason.returnPressed.connect(self._shut)
        lines.addLayout(row)
        presses = Flow(self._scale["space2"], self._scale["space1"])
        self.opened = button("登记：开放了", "primary", self._open_here)
        self.shut = button("登记：没有开放", "", self._shut, "Ctrl+E")
        self.today = button("今天加开", "quiet", self._model.open_today)
        presses.add(self.opened, self.shut, self.today)
        lines.addWidget(flowing(presses))
        return self.one

    def _choose(self, at: int) -> None:
        """Go to what can be said of a day: a press on it must not mark it."""
        self._model.stand(at)
        self.opened.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_here(self) -> None:
        self._model.opened()

    def _shut(self) -> None:
        """Note that it was not open; without a reason the caret goes where it is written."""
        if self.reason.text().strip():
            self._model.shut(self.reason.text())
        else:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The roster is about to be seen."""
        self._model.start()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: DutyState) -> None:
        """Show a state."""
        self.month.setText(state.title)
        self.sentence.setText(state.sentence)
        self.table.show_rows(len(state.days), state.generation)
        self.rows.setVisible(bool(state.days))
        self.empty.setVisible(not state.days and state.view is not None)
        here = self.table.index(state.at)
        if state.days and not self.rows.selectionModel().isSelected(
            here
        ):  # a list in focus marks, not chooses
            self.rows.selectionModel().setCurrentIndex(here, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._render_day(state)

    def _render_day(self, state: DutyState) -> None:
        one = state.day
        self.one.setVisible(one is not None)
        if one is None or one == self._day:
            return
        self._day = one
        row = day_row(one, self._model.today())
        self.day.setText(f"{row.title}　{row.pill}")
        self.people.setText("、".join(one.people))
        self.reason.setText(one.reason)

"""The advisers' year (顾问月度一览): villages by months in words and colour, the logs of a cell below. Qt."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from zsapp.screens.front_desk.model.months import HEADS, MonthsModel, MonthsState
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.own_keys import OwnKeys
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label

HINT = (
    "↑ ↓ ← → 看各村各月　Enter 到下面的日志，再按 Enter 打开　"
    "Alt+← Alt+→ 换一年　Ctrl+P 当月工作表　Esc 回到列表"
)
NAME_WIDE, CELL_WIDE, CELL_HIGH, LIST_HIGH = 110, 58, 54, 160
AROUND = 62
"""Pixels of the headings, the bar that scrolls, and the frame."""
FOCUS = Qt.FocusReason.OtherFocusReason


class Grid(QTableWidget):
    """The table; Enter goes on to the logs of the cell one stands on."""

    def __init__(self, model: MonthsModel, scale: Scale) -> None:
        super().__init__(0, len(HEADS))
        self._scale = scale
        self.setHorizontalHeaderLabels(HEADS)
        self.setAccessibleName("顾问月度一览")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.verticalHeader().setFixedWidth(scale.px(NAME_WIDE))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(scale.px(CELL_HIGH))
        heads = self.horizontalHeader()
        heads.setMinimumSectionSize(scale.px(CELL_WIDE))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._model = model
        self.currentCellChanged.connect(self._stand)
        self._filling = False

    def _stand(self, row: int, column: int, _before: int, _column: int) -> None:
        if not self._filling:
            self._model.stand(row, column)

    def fill(self, state: MonthsState) -> None:
        """Show a year."""
        found = state.found
        self._filling = True
        self.setRowCount(len(found.villages) if found else 0)
        if found is not None:
            self.setVerticalHeaderLabels([found.names[one.place] for one in found.villages])
            for row, village in enumerate(found.villages):
                for column in range(len(HEADS)):
                    self.setItem(row, column, self._item(found.names[village.place], row, column))
            self.setCurrentCell(state.row, state.column)
            rows = self.rowCount() * self._scale.px(CELL_HIGH)
            self.setMaximumHeight(rows + self._scale.px(AROUND))
            self.setMinimumHeight(self._scale.px(CELL_HIGH + AROUND))
        self._filling = False

    def _item(self, name: str, row: int, column: int) -> QTableWidgetItem:
        cell = self._model.cell(row, column)
        made = QTableWidgetItem(cell.words)
        made.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}{cell.said}")
        if cell.tone:
            made.setBackground(QBrush(QColor(COLOURS[f"{cell.tone}_soft"])))
            made.setForeground(QBrush(QColor(COLOURS[cell.tone])))
        return made


class MonthsView(QWidget):
    """The page, in the place of list and record."""

    def __init__(self, model: MonthsModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._generation = model, -1
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        box.setSpacing(scale["space2"])
        head = Flow(scale["space3"], scale["space1"])
        self.before = button("上一年", "", lambda: model.turn(-1), "Alt+←")
        self.year = label("", "section")
        self.after = button("下一年", "", lambda: model.turn(1), "Alt+→")
        self.sheet = button("当月工作表 Ctrl+P", "primary", model.print)
        self.away = button("列表 Esc", "link", model.leave)
        head.add(label("顾问月度一览", "title"), self.before, self.year, self.after, self.sheet, self.away)
        box.addWidget(flowing(head))
        self.target = label("", "small", wrap=True)
        box.addWidget(self.target)
        self.grid = Grid(model, scale)
        OwnKeys(self.grid, {"Return": self._to_logs, "Enter": self._to_logs, "Esc": model.leave})
        box.addWidget(self.grid, 3)
        self.told = label("", "", wrap=True)
        box.addWidget(self.told)
        box.addWidget(self._listed(scale), 1)
        box.addWidget(label(HINT, "small", wrap=True))
        for keys, call in (
            ("Alt+Left", lambda: model.turn(-1)),
            ("Alt+Right", lambda: model.turn(1)),
            ("Ctrl+P", model.print),
        ):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(call)

    def _listed(self, scale: Scale) -> QFrame:
        """Return the logs of the cell one stands on."""
        model = self._model
        self.rows = RowModel(model.log, lambda: False, lambda: None)
        self.logs = RowList(self.rows, scale, "这个月的工作日志")
        self.logs.chosen.connect(model.open_log)
        OwnKeys(self.logs, {"Esc": self._to_grid})
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.logs)
        card.setMinimumHeight(scale.px(LIST_HIGH))
        return card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list from wherever the caret is."""
        if event.key() == Qt.Key.Key_Escape:
            self._model.leave()
        else:
            super().keyPressEvent(event)

    def _to_logs(self) -> None:
        if self._model.state.logs:
            self.logs.setFocus(FOCUS)
            self.logs.setCurrentIndex(self.rows.index(0))

    def _to_grid(self) -> None:
        self.grid.setFocus(FOCUS)

    def render_state(self, state: MonthsState) -> None:
        """Show a state."""
        self.year.setText(f"{state.year}年")
        self.target.setText(state.target)
        if state.generation != self._generation:
            self._generation = state.generation
            self.grid.fill(state)
            if not self.logs.hasFocus():
                self._to_grid()
        self.told.setText(state.told)
        self.rows.show_rows(len(state.logs), state.generation)
        self.sheet.setEnabled(bool(state.logs))

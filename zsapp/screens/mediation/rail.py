"""The case list on the left (案件列表): search, scope, rows, new case."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
)

from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.rows import RowModel, RowPainter
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.mediation.model.listing import EVERY, OPEN, ListModel, ListState

LINGER_MS = 160
"""How long a row must stay chosen before its case is opened: arrows run through the list freely."""


class CaseRows(QListView):
    """The rows; Enter says that the clerk wants to write in the case."""

    entered_case = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes into the case."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_case.emit()
        else:
            super().keyPressEvent(event)


class Rail(QFrame):
    """List, search and 新登记."""

    chosen = Signal(str)
    entered_case = Signal()
    begun = Signal()

    def __init__(self, model: ListModel, scale: Scale, *, writable: bool) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._model = model
        self._selected = ""
        self._marking = self._awaited = False
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space4"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space3"])
        box.addLayout(self._head(writable=writable))
        self.query = QLineEdit()
        self.query.setPlaceholderText("姓名、拼音、案号、电话")
        self.query.setAccessibleName("查找案件")
        self.query.setClearButtonEnabled(True)
        self.query.addAction(
            icon("search", COLOURS["second"], scale.px(20)), QLineEdit.ActionPosition.LeadingPosition
        )
        self.query.setToolTip("F2")
        self.query.textChanged.connect(model.search)
        self.query.returnPressed.connect(self._look_now)
        box.addWidget(self.query)
        box.addLayout(self._scopes(scale))
        self.rows = self._make_rows(scale)
        box.addWidget(self.rows, 1)
        self._empty = label("", "small", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._empty)
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self._open_current)
        model.shown = self.render_state
        model.arrived = self.table.arrived

    def _head(self, *, writable: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(label("案件", "title"))
        self._count = label("", "small")
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch()
        self.new = button("新登记", "primary", self.begun.emit, "Ctrl+N")
        if not writable:
            self.new.hide()  # never shown before it has its place: without one it would be a window
        head.addWidget(self.new)
        return head

    def _scopes(self, scale: Scale) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        self._chips = QButtonGroup(self)
        for scope in (OPEN, EVERY):
            chip = button(scope, "chip", partial(self._model.show_scope, scope))
            chip.setCheckable(True)
            chip.setChecked(scope == OPEN)
            self._chips.addButton(chip)
            row.addWidget(chip)
        row.addStretch()
        return row

    def _make_rows(self, scale: Scale) -> CaseRows:
        self.table = RowModel(self._model.row, lambda: self._model.has_more, self._model.more)
        rows = CaseRows()
        self.table.setParent(rows)
        rows.setModel(self.table)
        rows.setItemDelegate(RowPainter(scale, rows))
        rows.setUniformItemSizes(True)
        rows.setMouseTracking(True)
        rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setAccessibleName("案件列表")
        rows.selectionModel().currentChanged.connect(self._walk)
        rows.entered_case.connect(self._enter)
        return rows

    # --- gestures -----------------------------------------------------------------------------------------

    def _walk(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._marking:
            self._linger.start()

    def _open_current(self) -> None:
        record_id = (
            self._model.id_at(self.rows.currentIndex().row()) if self.rows.currentIndex().isValid() else ""
        )
        if record_id and record_id != self._selected:
            self._selected = record_id
            self.chosen.emit(record_id)

    def _look_now(self) -> None:
        """Enter in the search box: on to the rows, once they are those that were asked for."""
        self._awaited = True
        self._model.reload()

    def _enter(self) -> None:
        if not self.rows.currentIndex().isValid():
            self.to_rows()
        self._linger.stop()
        if self.rows.currentIndex().isValid():  # with no row there is nothing to go into
            self._open_current()
            self.entered_case.emit()

    def to_rows(self) -> None:
        """Put the focus on the rows (found what was looked for, Esc in the form)."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.rows.currentIndex().isValid() and self.table.rowCount():
            self.rows.setCurrentIndex(self.table.index(0))

    def to_search(self) -> None:
        """Put the caret into the search box (F2)."""
        self.query.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query.selectAll()

    def select(self, record_id: str) -> None:
        """Show which case is open, without opening it again."""
        self._selected = record_id
        self._mark()

    def _mark(self) -> None:
        row = self._model.row_of(self._selected) if self._selected else -1
        self._marking = True
        if row < 0:
            self.rows.setCurrentIndex(QModelIndex())
        else:
            self.rows.selectionModel().setCurrentIndex(
                self.table.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self._marking = False

    # --- what is shown ------------------------------------------------------------------------------------

    def render_state(self, state: ListState) -> None:
        """Show a state of the list."""
        self.table.show_rows(state.rows, state.generation)
        self._count.setText(f"{state.total} 件" if state.loaded else "")
        empty = state.loaded and not state.rows
        self._empty.setText(_nothing(state) if empty else "")
        self._empty.setVisible(empty)
        self._mark()
        if self._awaited and state.rows:
            self.to_rows()
        self._awaited = False


def _nothing(state: ListState) -> str:
    """Say why the list is empty."""
    if state.query:
        return f"没有找到“{state.query}”"
    if state.scope == OPEN:
        return "没有在办的案件；办结的在“全部”里，新的请按“新登记”"
    return "还没有案件，请按“新登记”"

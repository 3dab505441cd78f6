"""The list of applications on the left (申请列表): search, scope, rows, new application. Renders only."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.rows import RowModel, RowPainter
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label, pill, put_pill
from zsapp.screens.legal_aid.model.listing import SCOPES, WAITING, ListModel, ListState
from zsapp.screens.mediation.rail import LINGER_MS, CaseRows

NOTHING = {
    "待转交": "没有等待转交的申请；新的请按“新的申请”",
    "办理中": "没有法律援助处正在办的申请",
    "全部": "还没有申请，请按“新的申请”",
}


class Listing(QFrame):
    """List, search and 新的申请."""

    chosen = Signal(str)
    entered_one = Signal()
    begun = Signal()
    desk_asked = Signal(int)
    """What is about many applications at once was asked for, by its place."""

    def __init__(
        self, model: ListModel, scale: Scale, *, writable: bool, desks: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._model, self._scale = model, scale
        self._selected = ""
        self._marking = self._awaited = False
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space4"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space3"])
        box.addLayout(self._head(writable=writable))
        box.addWidget(self._finder())
        box.addLayout(self._scopes())
        self.urgent = pill()
        self.urgent.hide()
        box.addWidget(self.urgent)
        self.rows = self._make_rows()
        box.addWidget(self.rows, 1)
        self._empty = label("", "small", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._empty)
        self.desks = [button(name, "", partial(self.desk_asked.emit, at)) for at, name in enumerate(desks)]
        below = QHBoxLayout()
        below.setSpacing(scale["space2"])
        for one in self.desks:
            below.addWidget(one)
        below.addStretch()
        box.addLayout(below)
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self._open_current)
        model.shown = self.render_state

    def _head(self, *, writable: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(label("申请", "title"))
        self._count = label("", "small")
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch()
        self.new = button("新的申请", "primary", self.begun.emit, "Ctrl+N")
        if not writable:
            self.new.hide()  # never shown before it has its place: without one it would be a window
        head.addWidget(self.new)
        return head

    def _finder(self) -> QLineEdit:
        self.query = QLineEdit()
        self.query.setPlaceholderText("姓名、拼音、编号、电话")
        self.query.setAccessibleName("查找申请")
        self.query.setClearButtonEnabled(True)
        self.query.addAction(
            icon("search", COLOURS["second"], self._scale.px(20)), QLineEdit.ActionPosition.LeadingPosition
        )
        self.query.setToolTip("F2")
        self.query.textChanged.connect(self._model.search)
        self.query.returnPressed.connect(self._look_now)
        return self.query

    def _scopes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        self._chips = QButtonGroup(self)
        for scope in SCOPES:
            chip = button(scope, "chip", partial(self._model.show_scope, scope))
            chip.setCheckable(True)
            chip.setChecked(scope == WAITING)
            self._chips.addButton(chip)
            row.addWidget(chip)
        row.addStretch()
        return row

    def _make_rows(self) -> CaseRows:
        self.table = RowModel(self._model.row, lambda: self._model.has_more, self._model.more)
        rows = CaseRows()
        self.table.setParent(rows)
        rows.setModel(self.table)
        rows.setItemDelegate(RowPainter(self._scale, rows))
        rows.setUniformItemSizes(True)
        rows.setMouseTracking(True)
        rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setAccessibleName("申请列表")
        rows.selectionModel().currentChanged.connect(self._walk)
        rows.entered_case.connect(self._enter)
        return rows

    # --- gestures -----------------------------------------------------------------------------------------

    def _walk(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._marking:
            self._linger.start()

    def _open_current(self) -> None:
        at = self.rows.currentIndex()
        record_id = self._model.id_at(at.row()) if at.isValid() else ""
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
            self.entered_one.emit()

    def to_rows(self) -> None:
        """Put the focus on the rows (found what was looked for, Esc in the form)."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.rows.currentIndex().isValid() and self.table.rowCount():
            self.rows.setCurrentIndex(self.table.index(0))

    def stay(self) -> None:
        """Open nothing by itself any more: the clerk has gone elsewhere."""
        self._linger.stop()

    def to_search(self) -> None:
        """Put the caret into the search box (F2)."""
        self.query.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query.selectAll()

    def select(self, record_id: str) -> None:
        """Show which application is open, without opening it again."""
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
        put_pill(self.urgent, f"紧急 {state.urgent}" if state.urgent else "", "red")
        empty = state.loaded and not state.rows
        nothing = f"没有找到“{state.query}”" if state.query else NOTHING[state.scope]
        self._empty.setText(nothing if empty else "")
        self._empty.setVisible(empty)
        self._mark()
        if self._awaited and state.rows:
            self.to_rows()
        self._awaited = False

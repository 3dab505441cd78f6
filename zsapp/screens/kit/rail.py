"""The list on the left of a page (左侧列表): search, scope, rows, a new one. Pages say the words.

Arrows run through the rows freely; one opens when it stays chosen, Enter goes into it.
"""

from dataclasses import dataclass
from functools import partial
from typing import Protocol

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
from zsapp.screens.kit.rows import Row, RowModel, RowPainter
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label

LINGER_MS = 160
"""How long a row must stay chosen before its record is opened: arrows run through the list freely."""


@dataclass(frozen=True, slots=True)
class RailWords:
    """What a list is called, what is typed into its search, its scopes: it opens on the first."""

    title: str
    rows: str
    finder: str
    hint: str
    new: str
    unit: str
    scopes: tuple[str, ...]


class RailModel(Protocol):
    """What a list asks its model."""

    @property
    def has_more(self) -> bool:
        """Whether there are rows beyond."""
        ...

    def more(self) -> None:
        """Fetch some of them."""

    def row(self, at: int) -> Row | None:
        """Return a row, None for one on its way."""
        ...

    def id_at(self, at: int) -> str:
        """Return the record of a row."""
        ...

    def row_of(self, record_id: str) -> int:
        """Return where a record stands, or -1."""
        ...

    def search(self, query: str) -> None:
        """Look for something."""

    def show_scope(self, scope: str) -> None:
        """Show a scope."""

    def reload(self) -> None:
        """Ask again."""


class RailState(Protocol):
    """What every list shows."""

    @property
    def query(self) -> str:
        """What is looked for."""
        ...

    @property
    def total(self) -> str:
        """How many there are, in words."""
        ...

    @property
    def rows(self) -> int:
        """How many rows are known."""
        ...

    @property
    def generation(self) -> int:
        """Which answer this is."""
        ...

    @property
    def loaded(self) -> bool:
        """Whether there has been an answer."""
        ...


class Rows(QListView):
    """The rows; Enter says that the clerk wants to write in the record."""

    entered_one = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes into the record."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_one.emit()
        else:
            super().keyPressEvent(event)


class RecordRail(QFrame):
    """List, search and a press for a new one. A page fills in what stands between them."""

    chosen = Signal(str)
    entered_one = Signal()
    begun = Signal()

    _model: RailModel

    def __init__(self, model: RailModel, scale: Scale, words: RailWords, *, writable: bool) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._model, self._scale, self._words = model, scale, words
        self._selected = ""
        self._marking = self._awaited = False
        self._count = label("", "small")
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space4"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space3"])
        box.addLayout(self._head(writable=writable))
        box.addWidget(self._finder())
        box.addLayout(self._scopes())
        self._put_above(box)
        self.rows = self._make_rows()
        box.addWidget(self.rows, 1)
        self._empty = label("", "small", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._empty)
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self._open_current)

    # --- what a page puts in ------------------------------------------------------------------------------

    def _put_title(self, head: QHBoxLayout) -> None:
        """Put in what the list is of."""
        head.addWidget(label(self._words.title, "title"))
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)

    def _put_beside(self, scopes: QHBoxLayout) -> None:
        """Put in what stands beside the scopes."""
        scopes.addStretch()

    def _put_above(self, box: QVBoxLayout) -> None:
        """Put in what stands above the rows."""

    # --- parts --------------------------------------------------------------------------------------------

    def _head(self, *, writable: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        self._put_title(head)
        head.addStretch()
        self.new = button(self._words.new, "primary", self.begun.emit, "Ctrl+N")
        if not writable:
            self.new.hide()  # never shown before it has its place: without one it would be a window
        head.addWidget(self.new)
        return head

    def _finder(self) -> QLineEdit:
        self.query = QLineEdit()
        self.query.setPlaceholderText(self._words.hint)
        self.query.setAccessibleName(self._words.finder)
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
        for scope in self._words.scopes:
            chip = button(scope, "chip", partial(self._model.show_scope, scope))
            chip.setCheckable(True)
            chip.setChecked(scope == self._words.scopes[0])
            self._chips.addButton(chip)
            row.addWidget(chip)
        self._put_beside(row)
        return row

    def _make_rows(self) -> Rows:
        self.table = RowModel(self._model.row, lambda: self._model.has_more, self._model.more)
        rows = Rows()
        self.table.setParent(rows)
        rows.setModel(self.table)
        rows.setItemDelegate(RowPainter(self._scale, rows))
        rows.setUniformItemSizes(True)
        rows.setMouseTracking(True)
        rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows.setAccessibleName(self._words.rows)
        rows.selectionModel().currentChanged.connect(self._walk)
        rows.entered_one.connect(self._enter)
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

    def to_search(self) -> None:
        """Put the caret into the search box (F2)."""
        self.query.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query.selectAll()

    def select(self, record_id: str) -> None:
        """Show which record is open, without opening it again."""
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

    def show_list(self, state: RailState, nothing: str) -> None:
        """Show a state of the list; `nothing` is said when it is empty and nothing was looked for."""
        self.table.show_rows(state.rows, state.generation)
        self._count.setText(f"{state.total} {self._words.unit}" if state.loaded else "")
        empty = state.loaded and not state.rows
        why = f"没有找到“{state.query}”" if state.query else nothing
        self._empty.setText(why if empty else "")
        self._empty.setVisible(empty)
        self._mark()
        if self._awaited and state.rows:
            self.to_rows()
        self._awaited = False

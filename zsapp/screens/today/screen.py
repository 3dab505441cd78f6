"""The 今日 page: one list, what presses first on top; Enter goes where it is done. Renders only."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.today.model import TodayModel, TodayState


class TodayScreen(QWidget):
    """The page."""

    begun = Signal()

    def __init__(self, model: TodayModel, scale: Scale, *, writable: bool) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model = model
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        head = QHBoxLayout()
        head.setSpacing(scale["space3"])
        head.addWidget(label("今日", "title"))
        self.day = label("", "small")
        self.day.setContentsMargins(0, scale.px(6), 0, 0)  # on one base line with the title
        head.addWidget(self.day)
        head.addStretch()
        self.new = button("新登记", "primary", self.begun.emit, "Ctrl+N")
        head.addWidget(self.new)
        box.addLayout(head)
        self.new.setVisible(writable)  # not before it has its place: shown without one it would be a window
        self.sentence = label("", "section")
        box.addWidget(self.sentence)
        box.addWidget(self._chip_line(scale))
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(scale["space2"], scale["space2"], scale["space2"], scale["space2"])
        self.table = RowModel(model.row, lambda: model.has_more, model.more)
        self.rows = RowList(self.table, scale, "要办的事")
        self.rows.chosen.connect(model.choose)
        inner.addWidget(self.rows)
        box.addWidget(card, 1)
        self.why = label("", "small", wrap=True)
        box.addWidget(self.why)
        self.rows.selectionModel().currentChanged.connect(lambda now, _before: self._explain(now.row()))
        begin = "　Ctrl+N 新登记" if writable else ""
        box.addWidget(label(f"↑ ↓ 选一件，按 Enter 去办{begin}　F2 查找案件", "small"))
        model.shown = self.render_state

    def _chip_line(self, scale: Scale) -> QWidget:
        self.filters = QWidget()
        self.filters.setObjectName("clear")
        self._line = QHBoxLayout(self.filters)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(scale["space2"])
        self._offered: tuple[str, ...] = ()
        return self.filters

    def _explain(self, at: int) -> None:
        """Say of the line before the clerk by which law it is due and how its day was worked out."""
        words = self._model.why(at)
        self.why.setText(words)
        self.why.setVisible(bool(words))

    def start(self) -> None:
        """The page is about to be seen."""
        self.refresh()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Ask anew what there is to do."""
        self._model.start()

    def render_state(self, state: TodayState) -> None:
        """Show a state."""
        self.day.setText(state.day)
        self.sentence.setText(state.sentence)
        self._render_filters(state)
        here = max(0, self.rows.currentIndex().row())
        self.table.show_rows(state.count, state.generation)
        if state.count and not self.rows.currentIndex().isValid():
            self.rows.setCurrentIndex(self.table.index(min(here, state.count - 1)))
        self._explain(self.rows.currentIndex().row())

    def _render_filters(self, state: TodayState) -> None:
        """Show a chip for each service that has lines; made anew only when others have."""
        sectors = tuple(sector for sector, _ in state.filters)
        if sectors != self._offered:
            self._offered = sectors
            while self._line.count():
                gone = self._line.takeAt(0).widget()
                if gone is not None:
                    gone.hide()
                    gone.deleteLater()
            for sector in sectors:
                chip = button("", "chip", partial(self._model.show_sector, sector))
                chip.setCheckable(True)
                self._line.addWidget(chip)
            self._line.addStretch()
        self.filters.setVisible(bool(sectors))
        for at, (sector, words) in enumerate(state.filters):
            chip = self.chips[at]
            chip.setText(words)
            chip.setChecked(sector == state.sector)

    @property
    def chips(self) -> list[QPushButton]:
        """The chips of the filters."""
        found = (self._line.itemAt(at).widget() for at in range(self._line.count()))
        return [one for one in found if isinstance(one, QPushButton)]

"""The list of a service on the left (服务列表): tabs of services, search, rows, new record. Renders only."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout

from zsapp.rules import adviser
from zsapp.screens.front_desk.layouts import TABS
from zsapp.screens.front_desk.model.listing import EVERY, OPEN, DeskList, ListState
from zsapp.screens.kit.rail import RailWords, RecordRail
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button

ADVISING = (adviser.SECTOR, adviser.ROSTER)
"""The services from which one asks for the advisers' year."""

WORDS = RailWords(
    title="",
    rows="记录列表",
    finder="查找记录",
    hint="姓名、拼音、编号、电话",
    new="新登记",
    unit="条",
    scopes=(EVERY, OPEN),
)


class Listing(RecordRail):
    """Which service, list, search and 新登记."""

    months_asked = Signal()
    """The advisers' year is asked for."""

    _model: DeskList

    def __init__(self, model: DeskList, scale: Scale, *, writable: bool) -> None:
        super().__init__(model, scale, WORDS, writable=writable)
        model.shown = self.render_state

    def _put_title(self, head: QHBoxLayout) -> None:
        self.service = QComboBox()
        self.service.setAccessibleName("哪项服务")
        for sector, words in TABS.items():
            self.service.addItem(words, sector)
        self.service.activated.connect(lambda _at: self._model.choose(self.service.currentData()))
        self.service.setToolTip("Alt+← Alt+→")
        head.addWidget(self.service)

    def _put_beside(self, scopes: QHBoxLayout) -> None:
        scopes.addWidget(self._count)
        scopes.addStretch()
        self.months = button("月度一览", "link", self.months_asked.emit, "Ctrl+M")
        self.months.hide()  # never shown before it has its place
        scopes.addWidget(self.months)

    def turn(self, way: int) -> None:
        """Go to the next service, or the one before."""
        count = self.service.count()
        self._model.choose(self.service.itemData((self.service.currentIndex() + way) % count))

    def render_state(self, state: ListState) -> None:
        """Show a state of the list."""
        self.service.setCurrentIndex(self.service.findData(state.sector))
        self.months.setVisible(state.sector in ADVISING)
        if not state.query and self.query.text().strip():
            self.query.blockSignals(True)  # noqa: FBT003 -- Qt's own
            self.query.clear()
            self.query.blockSignals(False)  # noqa: FBT003 -- Qt's own
        self.show_list(state, "还没有记录，请按“新登记”")

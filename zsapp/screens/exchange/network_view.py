"""The network page (联网上送), behind the exchange page: an address, one thing to do, what came of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from zsapp.screens.exchange.network_model import HUB, PIN, NetworkModel, NetworkState
from zsapp.screens.exchange.words import Line
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone

TICK_MS = 120
HELP = "地址由上级告知。还没有证书的，第一次连接会显示指纹，打电话核对一致后才申请；没有网络时照常用U盘。"


class NetworkView(QWidget):
    """The page."""

    def __init__(self, model: NetworkModel, scale: Scale, back: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._model, self._scale = model, scale
        self._lines: tuple[Line, ...] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scale["space4"])
        head = QHBoxLayout()
        head.setSpacing(scale["space3"])
        head.addWidget(label("联网上送", "title"))
        head.addStretch()
        self.back = button("返回数据交换", "", back)
        head.addWidget(self.back)
        box.addLayout(head)
        box.addWidget(self._address_card())
        box.addWidget(self._busy_card())
        card, self._results = self._card("这一次")
        box.addWidget(card)
        self._result_card = card
        box.addStretch()
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(model.look_at_progress)
        model.shown = self.render_state

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        box.addWidget(label(title, "section"))
        return card, box

    def _address_card(self) -> QFrame:
        card, box = self._card("上级")
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._scale["space4"])
        grid.setVerticalSpacing(self._scale["space2"])
        self.hub, self.pin = QLineEdit(), QLineEdit()
        self.hub.setPlaceholderText("例如 hub.example.gov.cn:8443")
        self.pin.setPlaceholderText("可以先不填：第一次连接会显示出来，打电话与上级核对")
        self._faults = {HUB: label("", "fault", wrap=True), PIN: label("", "fault", wrap=True)}
        rows = (("上级地址", self.hub, HUB), ("指纹", self.pin, PIN))
        for row, (words, field, name) in enumerate(rows):
            field.setAccessibleName(words)
            field.setMaxLength(200)
            field.textEdited.connect(self._typed)
            field.returnPressed.connect(self._model.send)
            grid.addWidget(label(words, "label"), 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            grid.addWidget(self._faults[name], 2 * row + 1, 1)
        grid.setColumnStretch(1, 1)
        box.addLayout(grid)
        found = QHBoxLayout()
        found.setSpacing(self._scale["space3"])
        self.found = label("", "code", wrap=True)
        self.found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.same = button("核对一致", "primary", self._trusted)
        found.addWidget(self.found, 1)
        found.addWidget(self.same)
        box.addLayout(found)
        last = QHBoxLayout()
        last.setSpacing(self._scale["space4"])
        self.send = button("联网上送", "primary", self._model.send)
        last.addWidget(self.send)
        self.enrol = button("联网申请证书", "", self._model.enrol)
        last.addWidget(self.enrol)
        last.addWidget(label(HELP, "small", wrap=True), 1)
        box.addLayout(last)
        return card

    def _busy_card(self) -> QFrame:
        scale = self._scale
        self._busy = QFrame()
        self._busy.setObjectName("card")
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(scale["space5"], scale["space2"], scale["space4"], scale["space2"])
        row.setSpacing(scale["space4"])
        self.busy_words = label("", "strong")
        row.addWidget(self.busy_words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        row.addWidget(self.bar, 1)
        self.stop = button("取消", "", self._model.cancel)
        row.addWidget(self.stop)
        self._busy.hide()
        return self._busy

    def _typed(self) -> None:
        self._model.type(self.hub.text(), self.pin.text())

    def _trusted(self) -> None:
        self._model.trust()
        self.enrol.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self.render_state(self._model.state)
        first = self.stop if self._model.state.busy else self.send if self._model.state.hub else self.hub
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: NetworkState) -> None:
        """Show a state."""
        for field, text in ((self.hub, state.hub), (self.pin, state.pin)):
            if field.text() != text:
                field.setText(text)
        for name, fault in self._faults.items():
            fault.setText(state.fault if state.field == name else "")
            fault.setVisible(state.field == name and bool(state.fault))
        self.found.setText(state.found)
        self.found.setVisible(bool(state.found))
        self.same.setVisible(bool(state.found))
        self.enrol.setVisible(not state.enrolled)
        self._render_busy(state)
        self._fill(state.results)

    def _render_busy(self, state: NetworkState) -> None:
        was = self._busy.isVisibleTo(self)
        self._busy.setVisible(state.busy)
        self.stop.setDisabled(state.stopping)
        for one in (self.hub, self.pin, self.send, self.same, self.enrol):
            one.setDisabled(state.busy)
        if not state.busy:
            self._clock.stop()
            if was:
                self._after(state).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.busy_words.setText(state.under_way)
        self.bar.setRange(0, state.total // 1024)
        self.bar.setValue(state.done // 1024)
        self._clock.start()
        if not was:
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _after(self, state: NetworkState) -> QWidget:
        """Return where the caret goes once it is done: to the field with a fault, or back to its button."""
        if state.found:
            return self.same
        if not state.enrolled:
            return self.enrol
        return {HUB: self.hub, PIN: self.pin}.get(state.field, self.send)

    def _fill(self, lines: tuple[Line, ...]) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        while self._results.count() > 1:
            gone = self._results.takeAt(1).widget()
            if gone is not None:
                gone.deleteLater()
        for one in lines:
            words = label(one.words, "", wrap=True)
            retone(words, "tone", one.tone)
            self._results.addWidget(words)
            if one.more:
                self._results.addWidget(label(one.more, "small", wrap=True))
        self._result_card.setVisible(bool(lines))

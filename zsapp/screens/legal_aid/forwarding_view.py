"""Forwarding (转交): what waits, ticked and sent in a batch; what went, and where to. Renders only."""

from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.own_keys import OwnKeys
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import Pen, Row, RowModel, RowPainter
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.legal_aid.model.forwarding import ForwardingModel, ForwardingState

FOCUS = Qt.FocusReason.OtherFocusReason
HINT = "↑ ↓ 看申请　空格勾选　Enter 打开　Ctrl+A 全选　Ctrl+Enter 转交"
NEVER_BARRED = "初审意见只是建议，不妨碍转交；要不要援助由法律援助处决定。"


class TickPainter(RowPainter):
    """Paints a row with its box to tick."""

    def _paint_words(self, pen: Pen, box: QRectF, row: Row, *, selected: bool) -> None:
        px = self._scale.px
        side = px(20)
        pen.tick(
            QRectF(box.left(), box.center().y() - side / 2, side, side), ticked=getattr(row, "ticked", False)
        )
        super()._paint_words(pen, box.adjusted(px(32), 0, 0, 0), row, selected=selected)


class TickList(RowList):
    """Rows to tick: Space or a press ticks, Enter opens."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks; Enter is left to the page."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # it is the page's
        elif enter:
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ForwardingView(QWidget):
    """The page."""

    def __init__(self, model: ForwardingModel, scale: Scale) -> None:
        super().__init__()
        self._model, self._scale = model, scale
        self._offered: list[str] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale["space3"])
        row.addWidget(self._waiting(), 5)
        row.addWidget(self._gone(), 4)
        shortcut = QShortcut(
            QKeySequence("Ctrl+A"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        shortcut.activated.connect(model.choose_all)
        self._keys = OwnKeys(self, {"Ctrl+Return": model.forward, "Ctrl+Enter": model.forward})
        model.shown = self.render_state

    # --- parts --------------------------------------------------------------------------------------------

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space2"])
        return card, box

    def _last(self, rows: RowList) -> None:
        """Let a list take the room that words and buttons leave it."""
        rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        rows.setMinimumHeight(self._scale["row"])

    def _waiting(self) -> QFrame:
        scale, model = self._scale, self._model
        card, box = self._card()
        box.addWidget(label("等待转交", "section"))
        self.sentence = label("", "small", wrap=True)
        box.addWidget(self.sentence)
        self.table = RowModel(model.row, lambda: False, lambda: None)
        self.rows = TickList(self.table, scale, "等待转交的申请")
        self.rows.setItemDelegate(TickPainter(scale, self.rows))
        self.rows.chosen.connect(self._tick)
        self.rows.activated.connect(lambda index: model.open(index.row()))
        self._last(self.rows)
        box.addWidget(self.rows, 1)
        box.addWidget(label(NEVER_BARRED, "small", wrap=True))
        self.where = label("", "caution", wrap=True)
        self.fault = label("", "fault", wrap=True)
        for one in (self.where, self.fault):
            box.addWidget(one)
        self.to_label = label("转交到", "label")
        self.to = QComboBox()
        self.to.setAccessibleName("转交到")
        self.to.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.to.activated.connect(lambda _at: model.to(str(self.to.currentData())))
        self.all = button("全选", "", model.choose_all, "Ctrl+A")
        self.go = button("先勾选，再转交", "primary", model.forward, "Ctrl+Enter")
        foot = Flow(scale["space2"], scale["space2"])
        foot.add(self.to_label, self.to, self.all, self.go)
        box.addWidget(flowing(foot))
        box.addWidget(label(HINT, "small", wrap=True))
        return card

    def _gone(self) -> QFrame:
        scale, model = self._scale, self._model
        card, box = self._card()
        self.told = label("", "good", wrap=True)
        box.addWidget(self.told)
        self._fresh = Flow(scale["space2"], scale["space2"])
        self._fresh_box = flowing(self._fresh)
        box.addWidget(self._fresh_box)
        box.addWidget(label("历次批次", "section"))
        self.batches = RowModel(model.batch_row, lambda: False, lambda: None)
        self.none = label("还没有转交过；转交后，每一批列在这里。", "small", wrap=True)
        box.addWidget(self.none)
        self.gone = RowList(self.batches, scale, "历次批次")
        self._last(self.gone)
        box.addWidget(self.gone, 1)
        self.print = button("打印这一批的清单", "", self._print_one)
        box.addWidget(self.print)
        self.setting = label("", "small", wrap=True)
        self.set = button("", "link", self._set)
        foot = Flow(scale["space2"], scale["space2"])
        foot.add(self.setting, self.set)
        box.addWidget(flowing(foot))
        return card

    # --- gestures -----------------------------------------------------------------------------------------

    def _tick(self, at: int) -> None:
        self._model.press(at)
        self.rows.setCurrentIndex(self.table.index(at))

    def _print_one(self) -> None:
        self._model.print_at(max(self.gone.currentIndex().row(), 0))

    def _set(self) -> None:
        self._model.set_route(self._other(self._model.state))

    @staticmethod
    def _other(state: ForwardingState) -> str:
        """Return the receiver that is not the setting."""
        return next((route for route, _ in state.receivers if route != state.setting), state.setting)

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.rows.setFocus(FOCUS)

    # --- what is shown ------------------------------------------------------------------------------------

    def render_state(self, state: ForwardingState) -> None:
        """Show a state."""
        at, gone = self.rows.currentIndex().row(), self.gone.currentIndex().row()
        self.sentence.setText(state.sentence)
        self.table.show_rows(len(state.waiting), state.generation)
        if state.waiting:
            self.rows.setCurrentIndex(self.table.index(min(max(at, 0), len(state.waiting) - 1)))
        self.batches.show_rows(len(state.batches), state.generation)
        if state.batches:
            self.gone.setCurrentIndex(self.batches.index(min(max(gone, 0), len(state.batches) - 1)))
        for words, text in ((self.where, state.where), (self.fault, state.fault), (self.told, state.told)):
            words.setText(text)
            words.setVisible(bool(text))
        self.all.setEnabled(bool(state.waiting))
        self.go.setText(state.button)
        self.go.setEnabled(bool(state.chosen))
        self.none.setVisible(state.loaded and not state.batches)
        self.print.setEnabled(bool(state.batches))
        self._render_receivers(state)
        self._render_fresh(state)

    def _render_receivers(self, state: ForwardingState) -> None:
        several = len(state.receivers) > 1
        if self.to.count() != len(state.receivers):
            self.to.clear()
            for route, words in state.receivers:
                self.to.addItem(words, route)
        self.to.setCurrentIndex(self.to.findData(state.route))
        for one in (self.to, self.to_label):
            one.setVisible(several)
        self.setting.setText(state.setting_words)
        self.setting.setVisible(state.loaded)
        other = dict(state.receivers).get(self._other(state), "")
        self.set.setText(f"改为平时转交{other}")
        self.set.setVisible(several and state.sets)

    def _render_fresh(self, state: ForwardingState) -> None:
        """Offer the lists of the batches just made, and the way to the package."""
        wanted = [one.number for one in state.fresh]
        if wanted == self._offered:
            return
        self._offered = wanted
        while item := self._fresh.takeAt(0):
            one = item.widget()
            one.hide()
            one.deleteLater()
        made = [
            button(f"打印清单 {number}", "", partial(self._model.print_batch, number)) for number in wanted
        ]
        if made:
            made.append(button("去数据交换", "link", self._model.travel))
        self._fresh.add(*made)
        for each in made:
            each.show()
        self._fresh_box.setVisible(bool(made))
        self._fresh.invalidate()
        if made:
            made[0].setFocus(FOCUS)  # the list goes with the papers

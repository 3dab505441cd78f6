"""The filing page (立卷): cases that wait, chosen by Enter or a press, bound as one volume. Renders only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.volumes.model import VolumesModel, VolumesState

HINT = (
    "↑ ↓ 看案件　Enter 选中或取消　Ctrl+A 全选　Ctrl+B 装成一卷\n"
    "简易案件和口头协议案件可以多案一卷；其余一案一卷，按 Enter 打开该案装订"
)


class VolumesScreen(QWidget):
    """The page."""

    def __init__(self, model: VolumesModel, periods: Sequence[str], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        box.addWidget(label("立卷", "title"))
        self.sentence = label("", "small", wrap=True)
        box.addWidget(self.sentence)
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        inner.setSpacing(scale["space2"])
        self.table = RowModel(model.row, lambda: False, lambda: None)
        self.rows = RowList(self.table, scale, "等待立卷的案件")
        self.rows.chosen.connect(self._press)
        inner.addWidget(self.rows, 1)
        inner.addWidget(label(HINT, "small", wrap=True))
        inner.addWidget(self._filing(periods))
        box.addWidget(card, 1)
        for keys, call in (("Ctrl+A", model.choose_all), ("Ctrl+B", self._bind)):
            shortcut = QShortcut(
                QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
            )
            shortcut.activated.connect(call)
        model.shown = self.render_state

    def _filing(self, periods: Sequence[str]) -> QWidget:
        scale = self._scale
        row = Flow(scale["space2"], scale["space2"])
        self.by, self.checked_by, self.retention = QLineEdit(), QLineEdit(), QComboBox()
        self.retention.addItems(["", *periods])
        for words, one in (("立卷人", self.by), ("检查人", self.checked_by), ("保管期限", self.retention)):
            one.setAccessibleName(words)
            one.setFixedWidth(scale.px(130))
            row.add(self._labelled(words, one))
        self.all = button("全选", "", self._model.choose_all, "Ctrl+A")
        self.bind = button("装成一卷", "primary", self._bind, "Ctrl+B")
        row.add(self.all, self.bind)
        return flowing(row)

    def _labelled(self, words: str, one: QWidget) -> QWidget:
        both = QWidget()
        both.setObjectName("clear")
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(words, "label"))
        row.addWidget(one)
        return both

    def _press(self, at: int) -> None:
        self._model.press(at)
        self.rows.setCurrentIndex(self.table.index(at))

    def _bind(self) -> None:
        self._model.bind(
            by=self.by.text(), checked_by=self.checked_by.text(), retention=self.retention.currentText()
        )

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: VolumesState) -> None:
        """Show a state."""
        at = self.rows.currentIndex().row()
        self.sentence.setText(state.sentence)
        self.table.show_rows(len(state.cases), state.generation)
        if state.cases:
            self.rows.setCurrentIndex(self.table.index(min(max(at, 0), len(state.cases) - 1)))
        self.all.setEnabled(any(not one.alone for one in state.cases))
        self.bind.setEnabled(state.ready)

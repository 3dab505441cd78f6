"""The papers of an intake (文书): the list at the left, the pages of one at the right, the print below.

Renders only. A final print never goes out by a stray key: Ctrl+P brings the caret to the button.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from zsapp.rules.findings import Finding
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.pages import PageView
from zsapp.screens.kit.row_list import RestList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.legal_aid.model.papers import MOST_COPIES, PapersModel, PapersState

AS_PDF = "另存为 PDF"
FOCUS = Qt.FocusReason.OtherFocusReason
LARGER = 1.6


class PapersView(QWidget):
    """The papers."""

    def __init__(self, model: PapersModel, scale: Scale) -> None:
        super().__init__()
        self._model, self._scale = model, scale
        self._drawn = self._generation = -1
        self._standing: tuple[Finding, ...] = ()
        self.reasons: dict[str, QLineEdit] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale["space3"])
        left = QVBoxLayout()
        left.setSpacing(scale["space2"])
        left.addWidget(self._choice(), 1)
        left.addWidget(self._print())
        row.addLayout(left, 4)
        row.addWidget(self._desk(), 7)
        shortcut = QShortcut(
            QKeySequence("Ctrl+P"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        shortcut.activated.connect(self._to_print)
        model.shown = self.render_state

    # --- parts --------------------------------------------------------------------------------------------

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space3"], scale["space3"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space2"])
        return card, box

    def _choice(self) -> QFrame:
        card, box = self._card()
        card.setMaximumWidth(self._scale.px(360))
        self.sentence = label("", "small", wrap=True)
        box.addWidget(self.sentence)
        self.table = RowModel(self._model.row, lambda: False, lambda: None)
        self.rows = RestList(self.table, self._scale, "文书")
        self.rows.rested.connect(self._model.choose)
        self.rows.entered_on.connect(lambda _at: self._to_print())
        self.rows.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the print first
        self.rows.setMinimumHeight(self._scale["row"])
        box.addWidget(self.rows, 1)
        return card

    def _desk(self) -> QFrame:
        card, box = self._card()
        self.care = label("", "strong", wrap=True)
        self.lacking = label("", "caution", wrap=True)
        self.fill = button("去填写", "link", self._model.fill_in)
        self.standing = QWidget()
        self.standing.setObjectName("clear")
        self._standing_box = QVBoxLayout(self.standing)
        self._standing_box.setContentsMargins(0, 0, 0, 0)
        self._standing_box.setSpacing(self._scale["space1"])
        head = QHBoxLayout()
        head.addWidget(self.lacking, 1)
        head.addWidget(self.fill)
        head.addStretch()
        self.blank = button(
            "空白表", "quiet", lambda: self._model.show_blank(blank=self.blank.isChecked()), "供手写的空白表"
        )
        self.blank.setCheckable(True)
        self.zoom = button("放大", "quiet", self._zoom)
        for one in (self.blank, self.zoom):
            head.addWidget(one)
        box.addWidget(self.care)
        box.addLayout(head)
        box.addWidget(self.standing)
        desk = QFrame()
        desk.setObjectName("desk")
        inner = QVBoxLayout(desk)
        inner.setContentsMargins(1, 1, 1, 1)
        self.pages = PageView()
        self.pages.sized.connect(self._model.resize)
        self.pages.pressed.connect(self._model.press)
        inner.addWidget(self.pages)
        box.addWidget(desk, 1)
        return card

    def _print(self) -> QFrame:
        scale, model = self._scale, self._model
        card, box = self._card()
        card.setMaximumWidth(scale.px(360))
        row = Flow(scale["space2"], scale["space2"])
        self.printer = QComboBox()
        self.printer.setAccessibleName("打印到")
        self.printer.setMinimumWidth(scale.px(130))
        self.printer.activated.connect(lambda _at: model.set(printer=str(self.printer.currentData())))
        self.copies = QComboBox()
        self.copies.addItems([f"{number} 份" for number in range(1, MOST_COPIES + 1)])
        self.copies.setAccessibleName("份数")
        self.copies.activated.connect(lambda at: model.set(copies=at + 1))
        self.folder = QLineEdit()
        self.folder.setAccessibleName("存放的文件夹")
        self.folder.setMinimumWidth(scale.px(150))
        self.folder.textEdited.connect(lambda text: model.set(folder=text))
        self.draft = button("打印草稿", "", lambda: model.confirm(draft=True), "带“草稿”水印")
        self.go = button("打印", "primary", model.confirm, "Ctrl+P")
        row.add(self.printer, self.copies, self.folder, self.draft, self.go)
        box.addWidget(flowing(row))
        self.file_care = label("", "caution", wrap=True)
        self.fault = label("", "fault", wrap=True)
        for one in (self.file_care, self.fault):
            box.addWidget(one)
        return card

    # --- gestures -----------------------------------------------------------------------------------------

    def _to_print(self) -> None:
        (self.go if self._model.state.ready else self.draft).setFocus(FOCUS)

    def _zoom(self) -> None:
        larger = self.pages.zoom == 1.0
        self.pages.set_zoom(LARGER if larger else 1.0)
        self.zoom.setText("缩小" if larger else "放大")

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the list, unless the arrows are running through the tabs."""
        super().showEvent(event)
        if not event.spontaneous() and not isinstance(QApplication.focusWidget(), QTabBar):
            self.start()

    def start(self) -> None:
        """Put the caret where one begins."""
        self.rows.setFocus(FOCUS)

    # --- what is shown ------------------------------------------------------------------------------------

    def render_state(self, state: PapersState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        if state.generation != self._generation:
            self._generation = state.generation
            self.table.show_rows(len(state.offers), state.generation)
            self._offer_printers(state)
        self.rows.rest_at(state.at)
        self._say(state)
        if state.drawn != self._drawn:
            self._drawn = state.drawn
            self.pages.put(state.pages)
        self.printer.setCurrentIndex(max(0, self.printer.findData(state.printer)))
        self.copies.setCurrentIndex(state.copies - 1)
        self.copies.setVisible(bool(state.printer))
        self.folder.setVisible(not state.printer)
        self.go.setText("打印" if state.printer else "存为 PDF")
        self.go.setEnabled(state.ready or state.busy)  # shut while it holds the caret, it would lose it

    def _say(self, state: PapersState) -> None:
        """Show the sentences; those that say nothing take no room."""
        for words, text in (
            (self.care, state.care),
            (self.lacking, state.lacking),
            (self.file_care, state.file_care),
            (self.fault, state.fault),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        self.fill.setVisible(bool(state.lacking))
        if state.standing != self._standing:
            self._list(state)

    def _list(self, state: PapersState) -> None:
        """List what the pre-check points out of the paper, each with room for a reason to let it rest."""
        self._standing = state.standing
        self.reasons = {}
        while item := self._standing_box.takeAt(0):
            gone = item.widget()
            gone.hide()
            gone.deleteLater()
        for rule in dict.fromkeys(one.rule for one in state.standing):
            said = "；".join(one.message for one in state.standing if one.rule == rule)
            self._standing_box.addWidget(label(f"初审提示：{said}", "caution", wrap=True))
            self.reasons[rule] = self._reason(rule, state.reasons.get(rule, ""))
            self._standing_box.addWidget(self.reasons[rule])
        self.standing.setVisible(bool(state.standing))

    def _reason(self, rule: str, typed: str) -> QLineEdit:
        line = QLineEdit(typed)
        line.setPlaceholderText("不妨碍打印；核对过没有问题的，写明理由，按 Enter 后不再提示")
        line.setAccessibleName("不再提示的理由")
        line.textEdited.connect(lambda text: self._model.reason(rule, text))
        line.returnPressed.connect(lambda: self._model.let_rest(rule))
        return line

    def _offer_printers(self, state: PapersState) -> None:
        self.printer.clear()
        for one in state.printers:
            self.printer.addItem(one.name, one.name)
        self.printer.addItem(AS_PDF, "")
        self.folder.setText(state.folder)
        self.folder.setCursorPosition(0)

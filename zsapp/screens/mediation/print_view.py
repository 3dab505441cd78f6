"""The print panel (打印): what stands in the way, a reason for each, where to. No box over the work.

Where nothing stands in the way it is small, and the paper stays in sight above it.
"""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from zsapp.rules.findings import Finding
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, pill
from zsapp.screens.mediation.model.paper import PrintModel, PrintState

AS_PDF = "另存为 PDF"


class PrintView(QFrame):
    """The panel."""

    def __init__(self, model: PrintModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._scale = model, scale
        self._standing: tuple[Finding, ...] | None = None
        self.reasons: dict[str, QLineEdit] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space4"], scale["space4"], scale["space4"])
        box.setSpacing(scale["space3"])
        self._title = label("", "title", wrap=True)
        box.addWidget(self._title)
        self._intro = label("", "small", wrap=True)
        box.addWidget(self._intro)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self._scroll, 1)
        box.addLayout(self._where_to())
        self._fault = label("", "fault", wrap=True)
        box.addWidget(self._fault)
        box.addWidget(self._buttons())

    def _where_to(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(self._scale["space1"])
        box.addWidget(label("打印到", "label"))
        self.printer = QComboBox()
        self.printer.setAccessibleName("打印到")
        self.printer.activated.connect(lambda _i: self._model.choose(printer=str(self.printer.currentData())))
        box.addWidget(self.printer)
        self._folder_label = label("存放的文件夹", "label")
        box.addWidget(self._folder_label)
        self.folder = QLineEdit()
        self.folder.setAccessibleName("存放的文件夹")
        self.folder.textEdited.connect(lambda text: self._model.choose(folder=text))
        box.addWidget(self.folder)
        return box

    def _buttons(self) -> QWidget:
        row = Flow(self._scale["space2"], self._scale["space2"])
        self.cancel = button("返回", "", self._model.cancel, "Esc")
        self.draft = button("打印草稿", "", lambda: self._model.confirm(draft=True), "带“草稿”水印")
        self.go = button("打印", "primary", self._model.confirm)
        row.add(self.cancel, self.draft, self.go)
        return flowing(row)

    def render_state(self, state: PrintState) -> None:
        """Show a state of the panel."""
        self.setVisible(state.open)
        if not state.open:
            self._standing = None
            return
        fresh = self._standing is None
        if state.standing != self._standing:
            self._list(state.standing, state.reasons)
        self._scroll.setVisible(bool(state.standing))
        high = QSizePolicy.Policy.Preferred if state.standing else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self._title.setText(f"打印《{state.title}》")
        self._intro.setText(self._introduction(state))
        if fresh:
            self._offer(state)
        to_file = not state.printer
        self.folder.setVisible(to_file)
        self._folder_label.setVisible(to_file)
        self._fault.setText(state.fault)
        self._fault.setVisible(bool(state.fault))
        self.go.setEnabled(state.ready or state.busy)  # shut while it holds the caret, it would lose it
        self.go.setText("写明理由并打印" if state.standing else "打印" if state.printer else "存为 PDF")
        if fresh:
            self._focus_first()

    def _introduction(self, state: PrintState) -> str:
        if state.busy:
            return "正在打印……"
        if state.standing:
            number = len(state.standing)
            return f"还有 {number} 处必须改正。可以返回改正；确有原因的，逐条写明理由，理由会记入操作记录。"
        return "检查没有发现必须改正的问题。正式打印后，这一份会保存在本机，以后重印一字不差。"

    def _list(self, standing: tuple[Finding, ...], reasons: Mapping[str, str]) -> None:
        self._standing = standing
        self.reasons = {}
        inner = QWidget()
        inner.setObjectName("clear")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, self._scale["space2"], 0)
        box.setSpacing(self._scale["space3"])
        for rule in dict.fromkeys(one.rule for one in standing):
            messages = [one.message for one in standing if one.rule == rule]
            for message in messages:
                box.addLayout(self._told(message))
            self.reasons[rule] = self._line(rule, messages[0], reasons.get(rule, ""))
            box.addWidget(self.reasons[rule])
        box.addStretch()
        self._scroll.setWidget(inner)
        order = [*self.reasons.values(), self.printer, self.folder, self.cancel, self.draft, self.go]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    def _told(self, message: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        row.addWidget(pill("必须改正", "red"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(message, "label", wrap=True), 1)
        return row

    def _line(self, rule: str, message: str, reason: str) -> QLineEdit:
        line = QLineEdit(reason)
        line.setPlaceholderText("不改的理由，例如：当事人拒绝提供，已当面核对")
        line.setAccessibleName(f"理由：{message}")
        line.textEdited.connect(lambda text: self._model.reason(rule, text))
        line.returnPressed.connect(line.focusNextChild)
        return line

    def _offer(self, state: PrintState) -> None:
        self.printer.clear()
        for one in state.printers:
            self.printer.addItem(f"{one.name}（{state.copies}份）", one.name)
        self.printer.addItem(AS_PDF, "")
        self.printer.setCurrentIndex(max(0, self.printer.findData(state.printer)))
        self.folder.setText(state.folder)
        self.folder.setCursorPosition(0)

    def _focus_first(self) -> None:
        first = next(iter(self.reasons.values()), None)
        (first or self.go).setFocus(Qt.FocusReason.OtherFocusReason)

"""The page for old ledgers (导入旧台账): file, columns, rows, import and undo. Renders only."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zsapp.screens.imports.model import UNUSED, ImportModel, ImportState
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label


class ImportScreen(QFrame):
    """The page; `left` is said when the clerk goes back."""

    left = Signal()

    def __init__(self, model: ImportModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._scale = model, scale
        self._unused: tuple[str, ...] = ()
        self.heads: dict[str, QComboBox] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        box.setSpacing(scale["space2"])
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        row.addWidget(label("旧台账", "label"))
        self.file = QLineEdit()
        self.file.setAccessibleName("旧台账文件")
        self.file.setPlaceholderText("写明文件，或按“浏览”选择")
        self.file.returnPressed.connect(lambda: model.choose(self.file.text()))
        row.addWidget(self.file, 1)
        self.browse = button("浏览", "quiet", self._browse)
        self.look = button("查看", "", lambda: model.choose(self.file.text()))
        for one in (self.browse, self.look):
            row.addWidget(one)
        box.addLayout(row)
        self.sentence = label("", "strong", wrap=True)
        self.columns = label("", "small", wrap=True)
        for words in (self.sentence, self.columns):
            box.addWidget(words)
        self._told = Flow(scale["space3"], scale["space2"])
        self._told_box = flowing(self._told)
        box.addWidget(self._told_box)
        self.table = RowModel(model.row, lambda: False, lambda: None)
        self.rows = RowList(self.table, scale, "台账里的案件")
        box.addWidget(self.rows, 1)
        self.back = button("返回", "", self.left.emit)
        self.template = button("写出空白导入表", "", model.write_template)
        self.undo = button("撤销上一次导入", "", model.undo)
        self.take = button("导入", "primary", model.take)
        foot = Flow(scale["space2"], scale["space2"])
        foot.add(self.back, self.template, self.undo, self.take)
        box.addWidget(flowing(foot))
        model.shown = self.render_state

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.file.setFocus(Qt.FocusReason.OtherFocusReason)

    def _browse(self) -> None:
        if chosen := QFileDialog.getOpenFileName(self, "选择旧台账", self.file.text(), "Excel (*.xlsx)")[0]:
            self._model.choose(chosen)

    def render_state(self, state: ImportState) -> None:
        """Show a state."""
        if self.file.text() != state.file:
            self.file.setText(state.file)
        self.sentence.setText(state.sentence)
        self.columns.setText(state.columns)
        self.columns.setVisible(bool(state.columns))
        self._ask_columns(state)
        self.table.show_rows(len(state.preview.rows) if state.preview else 0, state.generation)
        self.take.setEnabled(state.ready)
        last = state.last
        self.undo.setEnabled(last is not None)
        self.undo.setToolTip(f"{last.file}，{last.records} 份" if last else "")

    def _ask_columns(self, state: ImportState) -> None:
        """Ask what each head that nobody knows stands for."""
        unused = (*state.unused, *state.told)
        if unused == self._unused:
            return
        self._unused = unused
        while item := self._told.takeAt(0):
            gone = item.widget()
            gone.hide()
            gone.deleteLater()
        self.heads = {head: self._asked(head, state.told.get(head, UNUSED)) for head in unused}
        self._told_box.setVisible(bool(unused))
        self._told.invalidate()

    def _asked(self, head: str, told: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(f"“{head}”一列是什么")
        choice.addItems([UNUSED, *self._model.labels])
        choice.setCurrentText(told)
        choice.activated.connect(partial(self._tell, head, choice))
        words: QWidget = label(f"{head} →", "label")
        self._told.add(words, choice)
        for one in (words, choice):
            one.show()
        return choice

    def _tell(self, head: str, choice: QComboBox, _at: int) -> None:
        self._model.tell(head, choice.currentText())

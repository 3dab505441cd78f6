"""The page for the centre's answers (结果导入): file, entries, one more closely, import. Renders only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zsapp.screens.kit.row_list import RestList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.legal_aid.model.answers import AnswersModel, AnswersState

FILES = "结果文件 (*.xlsx *.yaml *.yml *.json)"
FOCUS = Qt.FocusReason.OtherFocusReason


class AnswersView(QWidget):
    """The page."""

    def __init__(self, model: AnswersModel, scale: Scale) -> None:
        super().__init__()
        self._model, self._scale = model, scale
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(scale["space3"])
        whole.addWidget(self._list(), 5)
        whole.addWidget(self._one(), 4)
        model.shown = self.render_state

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space2"])
        return card, box

    def _list(self) -> QFrame:
        scale, model = self._scale, self._model
        card, box = self._card()
        box.addWidget(label("结果文件", "label"))
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        self.file = QLineEdit()
        self.file.setAccessibleName("结果文件")
        self.file.setPlaceholderText("写明文件，或按“浏览”选择")
        self.file.returnPressed.connect(lambda: model.choose(self.file.text()))
        self.browse = button("浏览", "quiet", self._browse)
        self.look = button("查看", "", lambda: model.choose(self.file.text()))
        row.addWidget(self.file, 1)
        for one in (self.browse, self.look):
            row.addWidget(one)
        box.addLayout(row)
        self.sentence = label("", "strong", wrap=True)
        box.addWidget(self.sentence)
        self.table = RowModel(model.painted, lambda: False, lambda: None)
        self.rows = RestList(self.table, scale, "文件里的结果")
        self.rows.rested.connect(model.rest)
        self.rows.entered_on.connect(model.open)
        box.addWidget(self.rows, 1)
        self.take = button("导入", "primary", model.take)
        self.blank = button("写出空白结果表", "", model.write_blank)
        foot = QHBoxLayout()
        foot.addWidget(self.blank)
        foot.addStretch()
        foot.addWidget(self.take)
        box.addLayout(foot)
        return card

    def _one(self) -> QFrame:
        card, box = self._card()
        self.head = label("", "section", wrap=True)
        self.detail = label("", "", wrap=True)
        self.following = label("", "strong", wrap=True)
        self.open = button("打开这件申请", "", lambda: self._model.open(self._model.state.at))
        for one in (self.head, self.detail, self.following, self.open):
            box.addWidget(one)
        box.addStretch()
        return card

    def _browse(self) -> None:
        if chosen := QFileDialog.getOpenFileName(self, "选择结果文件", self.file.text(), FILES)[0]:
            self._model.choose(chosen)

    def start(self) -> None:
        """The page is about to be seen."""
        self.render_state(self._model.state)
        self._model.look()
        self.file.setFocus(FOCUS)

    def render_state(self, state: AnswersState) -> None:
        """Show a state."""
        if self.file.text() != state.file:
            self.file.setText(state.file)
        self.sentence.setText(state.sentence)
        self.table.show_rows(len(state.rows), state.generation)
        self.rows.rest_at(state.at)
        row = self._model.painted(state.at) if state.row else None
        self.head.setText(row.title if row else "")
        self.detail.setText(state.detail)
        self.following.setText(state.following)
        for one in (self.head, self.detail, self.following):
            one.setVisible(bool(one.text()))
        self.open.setVisible(state.opens)
        if self.take.hasFocus() and not state.ready:
            self.rows.setFocus(FOCUS)  # on to what is to be done about each
        self.take.setEnabled(state.ready)

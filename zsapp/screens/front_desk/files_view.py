"""The files of the record (附件): the list, how the chosen one looks, in and out. Renders only."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QVBoxLayout

from zsapp.screens.front_desk.model.files import FilesModel, FilesState
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.own_keys import OwnKeys
from zsapp.screens.kit.pages import PageView
from zsapp.screens.kit.row_list import RestList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label

PICTURES = "照片、扫描件 (*.jpg *.jpeg *.png *.pdf)"
LIST_HIGH = 190


class FilesView(QFrame):
    """The pane."""

    left = Signal()

    def __init__(self, model: FilesModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._drawn = model, 0
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space3"], scale["space3"], scale["space2"], scale["space2"])
        box.setSpacing(scale["space2"])
        row = Flow(scale["space2"], scale["space1"])
        self.kind = QComboBox()
        self.kind.setAccessibleName("附件的种类")
        self.kind.addItems(list(model.kinds))
        self.add = button("添加文件……", "primary", self._choose)
        self.drop = button("取出", "", model.drop, "Delete")
        self.away = button("回到提示 Esc", "link", self.left.emit)
        row.add(self.kind, self.add, self.drop, self.away)
        box.addWidget(flowing(row))
        self.fault = label("", "fault", wrap=True)
        box.addWidget(self.fault)
        self.table = RowModel(model.row, lambda: False, lambda: None)
        self.files = RestList(self.table, scale, "附件")
        self.files.rested.connect(model.choose)
        self.files.setMaximumHeight(scale.px(LIST_HIGH))
        OwnKeys(self.files, {"Delete": model.drop})
        box.addWidget(self.files, 1)
        self.nothing = label(
            "还没有附件。照片、签到表、工作成果的照片或者 PDF 都可以加进来，跟着记录一起上报。",
            "small",
            wrap=True,
        )
        box.addWidget(self.nothing)
        self.pages = PageView()
        self.pages.setAccessibleName("附件的样子")
        self.pages.sized.connect(model.resize)
        box.addWidget(self.pages, 2)
        model.shown = self.render_state

    def start(self) -> None:
        """Put the caret where one goes on: the list, or without one the press that adds."""
        (self.files if self._model.state.files else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        chosen = QFileDialog.getOpenFileNames(self, "选择照片或者扫描件", "", PICTURES)[0]
        self._model.add([Path(one) for one in chosen], self.kind.currentText())

    def render_state(self, state: FilesState) -> None:
        """Show a state."""
        self.table.show_rows(len(state.files), state.generation)
        self.files.setVisible(bool(state.files))
        self.nothing.setVisible(not state.files)
        self.files.rest_at(state.chosen - 1)
        self.add.setEnabled(state.own)
        self.drop.setEnabled(state.own and bool(state.files))
        self.fault.setText(state.fault)
        self.fault.setVisible(bool(state.fault))
        if state.drawn != self._drawn or not state.pages:
            self._drawn = state.drawn
            self.pages.put(state.pages)

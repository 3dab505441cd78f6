"""The card of blocks of numbers (编号段) on the station page. Renders only."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.station.model import StationModel, StationState

NOTE = (
    "几台电脑共用一个调委会时，给每台电脑设一个号段（如一台 1—199，一台 200—399），各用各的号，不会重号。"
    "只有一台电脑的不用设。印出去的编号不会改变。"
)
ASKED = (("year", "年份"), ("first", "起号"), ("last", "止号"))


class NumbersCard(QFrame):
    """The blocks there are, and three lines for one more."""

    def __init__(self, model: StationModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._scale = model, scale
        self._shown: object = None
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space2"])
        box.addWidget(label("编号段", "section"))
        box.addWidget(label(NOTE, "small", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(scale["space1"])
        box.addLayout(self._rows)
        self.gone: list[QPushButton] = []
        self.lines: dict[str, QLineEdit] = {}
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        for name, words in ASKED:
            above = label(words, "label")
            line = QLineEdit()
            line.setAccessibleName(words)
            line.setValidator(QIntValidator(0, 99_999, line))
            line.setMaximumWidth(scale.px(110))
            line.returnPressed.connect(line.focusNextChild)
            above.setBuddy(line)
            self.lines[name] = line
            row.addWidget(above)
            row.addWidget(line)
        self.add = button("设定号段", "", self._add)
        row.addWidget(self.add)
        row.addStretch()
        box.addLayout(row)

    def _add(self) -> None:
        self._model.add_block(*(self.lines[name].text() for name, _ in ASKED))

    def render_state(self, state: StationState, year: int) -> None:
        """Show the blocks and what is to be told of them."""
        if not self.lines["year"].text():
            self.lines["year"].setText(str(year))
        if self._shown == (state.blocks, state.told):
            return
        self._shown = (state.blocks, state.told)
        self._empty()
        for at, one in enumerate(state.blocks):
            row = QFrame()
            row.setObjectName("clear")
            inner = QHBoxLayout(row)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(label(one.text, ""), 1, Qt.AlignmentFlag.AlignVCenter)
            off = button("停用", "quiet", partial(self._model.drop_block, at))
            off.setAccessibleName(f"停用：{one.text}")
            self.gone.append(off)
            inner.addWidget(off)
            self._rows.addWidget(row)
        for words in state.told:
            told = label(words, "small", wrap=True)
            retone(told, "tone", "amber")
            self._rows.addWidget(told)
        for name in ("first", "last"):
            self.lines[name].clear()

    def _empty(self) -> None:
        self.gone.clear()
        while self._rows.count():
            gone = self._rows.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()

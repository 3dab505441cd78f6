"""A card to be read and decided on (通读卡): title, state, what is in it, and the word to be said of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from zsapp.screens.kit.controls import Area
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import label, pill


class ReadCard(QFrame):
    """The card; whoever shows it fills its labels."""

    def __init__(self, scale: Scale, typed: Callable[[str], None], *, hint: str, name: str) -> None:
        """`typed` is told what is written of it; `hint` and `name` are those of the place to write."""
        super().__init__()
        self.setObjectName("card")
        self._scale = scale
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        box.setSpacing(scale["space2"])
        head = QHBoxLayout()
        self.name = label("", "section", wrap=True)
        self.state = pill()
        head.addWidget(self.name, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        self.facts = label("", "small", wrap=True)
        self.words = label("", "caution", wrap=True)
        box.addWidget(self.facts)
        box.addWidget(self.words)
        box.addWidget(self._sheet(), 1)
        self.verdict = QWidget()
        self.verdict.setObjectName("clear")
        self._verdict = QVBoxLayout(self.verdict)
        self._verdict.setContentsMargins(0, 0, 0, 0)
        self._verdict.setSpacing(scale["space2"])
        self.reason = Area(2, 4)
        self.reason.setAccessibleName(name)
        self.reason.setPlaceholderText(hint)
        self.reason.typed.connect(typed)
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        self._verdict.addWidget(self.reason)
        self._verdict.addWidget(self.fault)
        box.addWidget(self.verdict)

    def _sheet(self) -> QScrollArea:
        self.sheet_area = QScrollArea()
        self.sheet_area.setWidgetResizable(True)
        self.sheet_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet_area.setAccessibleName("记录内容")
        self.sheet = label("", "", wrap=True)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignTop)
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        self.sheet.setTextInteractionFlags(selectable | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.sheet_area.setWidget(self.sheet)
        return self.sheet_area

    def offer(self, left: Sequence[QPushButton], right: Sequence[QPushButton]) -> None:
        """Put the presses under the place to write; the last at the right is the one most likely meant."""
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        for one in left:
            row.addWidget(one)
        row.addStretch()
        for one in right:
            row.addWidget(one)
        self._verdict.addLayout(row)

    def put_words(self, words: Sequence[str]) -> None:
        """Show what was said of it, line by line."""
        self.words.setText("\n".join(words))
        self.words.setVisible(bool(words))

    def put_sheet(self, text: str) -> None:
        """Show what is in it, from its beginning."""
        self.sheet.setText(text)
        self.sheet_area.verticalScrollBar().setValue(0)

    def put_fault(self, text: str) -> None:
        """Show what is wrong with what was written, the caret where it is mended; nothing hides it."""
        if text and text != self.fault.text():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

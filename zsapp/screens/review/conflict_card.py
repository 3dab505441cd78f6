"""The card of a conflict (冲突): each field with both values, and a press for either. Renders only."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from zsapp.rules.merging import MINE, THEIRS
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.review.model import ReviewModel
from zsapp.screens.review.rows import short_place
from zsapp.services.conflicts import Conflict, Field
from zsapp.services.review_sheet import text_of

LONGEST = 300
"""Characters of a value that are shown; the whole stands in the case."""


class ConflictCard(QFrame):
    """The card."""

    def __init__(self, model: ReviewModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._scale = model, scale
        self._shown: Conflict | None = None
        self.presses: dict[tuple[str, str], QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        box.setSpacing(scale["space2"])
        self.name = label("", "section", wrap=True)
        self.facts = label("", "small", wrap=True)
        box.addWidget(self.name)
        box.addWidget(self.facts)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("clear")
        self._fields = QVBoxLayout(inner)
        self._fields.setContentsMargins(0, 0, scale["space2"], 0)
        self._fields.setSpacing(scale["space3"])
        scroll.setWidget(inner)
        box.addWidget(scroll, 1)

    def render_conflict(self, conflict: Conflict | None) -> None:
        """Show a conflict, or nothing."""
        self.setVisible(conflict is not None)
        if conflict is None or conflict is self._shown:
            return
        self._shown = conflict
        self.name.setText(conflict.title or "（无标题）")
        number = conflict.number or "未编号"
        self.facts.setText(
            f"{number}　现在显示的是登记单位“{conflict.owner}”的；另一处改动来自“{conflict.other}”"
        )
        while self._fields.count():
            gone = self._fields.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.presses = {}
        for one in conflict.fields:
            self._fields.addWidget(self._field(conflict, one))
        self._fields.addStretch()

    def _field(self, conflict: Conflict, one: Field) -> QWidget:
        made = QWidget()
        made.setObjectName("clear")
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._scale["space1"])
        box.addWidget(label(one.label, "strong", wrap=True))
        sides = ((MINE, one.mine, conflict.owner), (THEIRS, one.theirs, conflict.other))
        for side, value, place in sides:
            row = QHBoxLayout()
            row.setSpacing(self._scale["space2"])
            row.addWidget(label(text_of(value)[:LONGEST], "", wrap=True), 1)
            words = "已选定" if one.decided == side else f"用{short_place(place)}的"
            press = button(words, "", partial(self._model.decide, one.name, side))
            press.setAccessibleName(f"{one.label}：{words}")
            self.presses[one.name, side] = press
            row.addWidget(press, 0, Qt.AlignmentFlag.AlignTop)
            box.addLayout(row)
        return made

"""The keypad (评价器): five large presses for whoever came, readable from a metre away. Renders only.

It stands in the place of the whole page: of the record nothing is in sight, and no key of the page works.
"""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from zsapp.screens.front_desk.model.rating import OVERALL, THANKS, RatingModel, RatingState
from zsapp.screens.kit.own_keys import OwnKeys
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone

LEVELS = (5, 4, 3, 2, 1)
TONES = {5: "green", 4: "green", 3: "blue", 2: "amber", 1: "red"}
HINT = "按屏幕上的一行，或者按键盘上的数字"
VOLUNTARY = "谢谢！愿意的话，请再评一项；不评也可以"


class Keypad(QWidget):
    """The page that the visitor sees."""

    def __init__(self, model: RatingModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._model = model
        self._asked = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space3"])
        box.setSpacing(scale["space2"])
        self.before = label("", "section")
        self.question = label("", "ask", wrap=True)
        self.hint = label(HINT, "section")
        for one in (self.before, self.question, self.hint):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(one)
        self.marks: dict[int, QPushButton] = {}
        for level in LEVELS:
            made = button("", "mark", partial(model.press, level))
            made.setProperty("tone", TONES[level])
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            self.marks[level] = made
            box.addWidget(made, 2)
        box.addStretch(1)
        row = QHBoxLayout()
        self.fault = label("", "section")
        self.fault.setProperty("tone", "red")
        row.addWidget(self.fault, 1)
        self.wrong = button("选错了，重选", "", model.correct)
        row.addWidget(self.wrong)
        self.enough = button("好了 Esc", "", model.leave)
        row.addWidget(self.enough)
        box.addLayout(row)
        for part in (self, *self.marks.values(), self.wrong, self.enough):
            OwnKeys(part, {"Esc": model.leave})
        model.shown = self.render_state

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit for the mark it stands for; every other key is nobody's here."""
        if event.text() in "54321" and event.text():
            self._model.press(int(event.text()))

    def render_state(self, state: RatingState) -> None:
        """Show a state."""
        asked = state.asks not in ("", THANKS)
        self.before.setText(VOLUNTARY if asked and state.asks != OVERALL else "")
        self.question.setText(state.question)
        self.hint.setText(HINT if asked else "")
        for level, made in self.marks.items():
            made.setText(f"  {level}　{self._model.words(level)}　{'★' * level}")
            made.setAccessibleName(f"{level}分 {self._model.words(level)}")
            made.setVisible(asked)
            made.setEnabled(not state.busy)
        self.fault.setText(f"{state.fault}，请告诉工作人员" if state.fault else "")
        self.wrong.setVisible(bool(state.level) and asked and state.asks != OVERALL)
        retone(self.fault)
        if state.open and state.asks != self._asked:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked = state.asks

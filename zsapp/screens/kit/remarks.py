"""Remarks (提示): a sentence beside a part of a form, and what one press does about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone

LOOKS = {"red": "fault", "amber": "caution", "blue": "small"}
"""The look of each tone, the gravest first: it colours the whole part."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said, and the presses: each its words and what it does.

    `tone` is red for what is wrong, amber for what asks for a decision, blue for what asks for none.
    """

    words: str
    presses: tuple[tuple[str, Callable[[], Any]], ...] = field(default=(), compare=False)
    tone: str = "amber"


class Remarks(QFrame):
    """The remarks of one part; hidden while there are none."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("remarks")
        self._scale = scale
        self._shown: tuple[Remark, ...] = ()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(scale["space3"], scale["space1"], scale["space2"], scale["space1"])
        self._box.setSpacing(scale["space1"])
        self.hide()

    def show_remarks(self, remarks: tuple[Remark, ...]) -> bool:
        """Show these; say whether anything changed."""
        if remarks == self._shown:
            return False
        self._shown = remarks
        while self._box.count():
            gone = self._box.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for one in remarks:
            self._box.addWidget(label(one.words, LOOKS[one.tone], wrap=True))
            if one.presses:
                presses = Flow(self._scale["space4"], 0)
                presses.add(*(button(words, "link", press) for words, press in one.presses))
                self._box.addWidget(flowing(presses))
        tones = {one.tone for one in remarks}
        retone(self, "tone", next((tone for tone in LOOKS if tone in tones), ""))
        self.setVisible(bool(remarks))
        return True

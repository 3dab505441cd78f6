"""The premises page (工作室): its record at the first press, its roster at the second. Renders only."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from zsapp.rules.premises import Premises
from zsapp.screens.errands import ignore
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.premises.duty_view import DutyView
from zsapp.screens.premises.layout import BLOCKS, PHOTO
from zsapp.screens.premises.model import PremisesModel, PremisesState

PICTURES = "照片 (*.jpg *.jpeg *.png *.pdf)"
ROSTER, RECORD = "值守", "资料"


class PremisesScreen(QWidget):
    """The page."""

    def __init__(
        self, model: PremisesModel, duty: DutyView, codes: Mapping[str, tuple[str, ...]], scale: Scale
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self.duty, self._codes, self._scale = model, duty, codes, scale
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        head = QHBoxLayout()
        head.setSpacing(scale["space3"])
        head.addWidget(label("工作室", "title"))
        self.parts = QButtonGroup(self)
        for at, words in enumerate((ROSTER, RECORD)):
            chip = button(words, "chip", partial(self.turn, words))
            chip.setCheckable(True)
            chip.setChecked(at == 0)
            self.parts.addButton(chip, at)
            head.addWidget(chip)
        self.sentence = label("", "small", wrap=True)
        head.addWidget(self.sentence, 1)
        self.save = button("保存资料", "primary", model.save)
        self.save.hide()
        head.addWidget(self.save)
        box.addLayout(head)
        self.stack = QStackedWidget()
        self.stack.addWidget(duty)
        self.stack.addWidget(self._record())
        box.addWidget(self.stack, 1)
        model.shown = self.render_state

    def _record(self) -> QWidget:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(scale["space4"], scale["space3"], scale["space1"], scale["space2"])
        self.notes = label("", "caution", wrap=True)
        inner.addWidget(self.notes)
        model = self._model
        desk = Desk(
            kind=Premises,
            codes=self._codes,
            today=model.today,
            scale=scale,
            edited=model.edit,
            unread=model.unread,
            entered=model.entered,
            undone=ignore,
            add=model.add,
            remove=model.remove,
            ended=self.save.setFocus,
            pressed=self._pressed,
        )
        self.form = Form(desk, BLOCKS)
        inner.addWidget(self.form)
        return card

    def _pressed(self, name: str) -> None:
        if name == PHOTO:
            self._choose_photo()
        else:
            self._model.fill_usual_hours()

    def _choose_photo(self) -> None:
        if chosen := QFileDialog.getOpenFileName(self, "选择照片", "", PICTURES)[0]:
            self._model.add_photo(Path(chosen))

    def turn(self, words: str) -> None:
        """Turn to the roster or to the record."""
        record = words == RECORD
        self.parts.button(int(record)).setChecked(True)
        self.stack.setCurrentIndex(int(record))
        self.save.setVisible(record)
        self.sentence.setText(self._model.state.sentence if record else "")
        if record:
            self.form.first()
        else:
            self._model.keep()
            self.duty.start()

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.turn(RECORD if self.stack.currentIndex() else ROSTER)

    def render_state(self, state: PremisesState) -> None:
        """Show a state."""
        self.form.fill(state.premises)
        self.form.show_faults(state.faults)
        if self.stack.currentIndex():
            self.sentence.setText(state.sentence)
        lists = ("hours", "staff", "notices", "access")
        whole = [one.message for one in state.findings if one.where in lists]
        self.notes.setText("　".join(whole))
        self.notes.setVisible(bool(whole))

"""The committee page (调委会): one form, what the law misses under its fields, save. Renders only."""

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from zsapp.rules.committee import Committee
from zsapp.screens.committee.layout import BLOCKS
from zsapp.screens.committee.model import CommitteeModel, CommitteeState
from zsapp.screens.errands import ignore
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label


class CommitteeScreen(QWidget):
    """The page."""

    def __init__(self, model: CommitteeModel, codes: Mapping[str, tuple[str, ...]], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model = model
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        head = QHBoxLayout()
        head.setSpacing(scale["space3"])
        head.addWidget(label("调委会", "title"))
        self.sentence = label("", "small")
        head.addWidget(self.sentence, 1)
        self.save = button("保存名册", "primary", model.save)
        head.addWidget(self.save)
        box.addLayout(head)
        self.notes = label("", "caution", wrap=True)
        box.addWidget(self.notes)
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(scale["space4"], scale["space3"], scale["space1"], scale["space2"])
        desk = Desk(
            kind=Committee,
            codes=codes,
            today=model.today,
            scale=scale,
            edited=model.edit,
            unread=model.unread,
            entered=model.entered,
            undone=ignore,
            add=model.add,
            remove=model.remove,
            ended=self.save.setFocus,
        )
        self.form = Form(desk, BLOCKS)
        inner.addWidget(self.form)
        box.addWidget(card, 1)
        model.shown = self.render_state

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.form.first()

    def render_state(self, state: CommitteeState) -> None:
        """Show a state."""
        self.form.fill(state.committee)
        self.form.show_faults(state.faults)
        self.sentence.setText(state.sentence + ("（还没有保存）" if state.unsaved else ""))
        whole = [one.message for one in state.findings if one.where == "mediators"]
        self.notes.setText("　".join(whole))
        self.notes.setVisible(bool(whole))

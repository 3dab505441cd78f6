"""The form of a service (服务表单): its fields, what is saved, save and the next visitor. Renders only."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from zsapp.rules.front_desk import SERVICES
from zsapp.screens.front_desk.layouts import HELP, LAYOUTS
from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.front_desk.model.known import KnownModel, KnownState
from zsapp.screens.front_desk.model.state import DeskState
from zsapp.screens.kit.coding import Coding
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.offers import Offer, Offering
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.mediation.model.known import hint_words

TURN = 12
"""Fields made at a time: some 30 ms on a PC of ten years ago."""


class RecordView(QFrame):
    """The form column."""

    field_entered = Signal(str)
    pressed = Signal(str)
    next_asked = Signal()
    """The clerk wants to save and take in the next visitor."""

    def __init__(
        self,
        model: DeskModel,
        known: KnownModel,
        *,
        codes: Mapping[str, tuple[str, ...]],
        coding: Coding,
        scale: Scale,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._known = model, known
        self._codes, self._coding, self._scale = codes, coding, scale
        self._form: Form | None = None
        self._record = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space1"] + 2, scale["space2"])
        box.setSpacing(scale["space2"])
        self.help = label("", "small", wrap=True)
        self.help.hide()
        box.addWidget(self.help)
        self._place = QVBoxLayout()
        box.addLayout(self._place, 1)
        box.addLayout(self._bottom())

    def _bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        self.saved = label("", "small", wrap=True)
        row.addWidget(self.saved, 1)
        self.save = button("保存 Ctrl+S", "", self._model.save)
        row.addWidget(self.save)
        self.next = button("保存，下一位", "primary", self.next_asked.emit, "Ctrl+Enter")
        row.addWidget(self.next)
        return row

    @property
    def form(self) -> Form | None:
        """The form before the clerk."""
        return self._form

    def _make_form(self, sector: str) -> Form:
        desk = Desk(
            kind=SERVICES[sector].shape,
            codes=self._codes,
            coding=self._coding,
            today=self._model.today,
            scale=self._scale,
            edited=self._model.edit,
            unread=self._model.unread,
            entered=self._entered,
            undone=lambda redo: self._model.undo(redo=redo),
            add=self._model.add,
            remove=self._model.remove,
            ended=lambda: self.next.setFocus(Qt.FocusReason.TabFocusReason),
            pressed=self.pressed.emit,
            offering=Offering(ask=self._known.ask, left=self._known.left, take=self._known.take),
        )
        made = Form(desk, LAYOUTS[sector].blocks, turn=TURN)
        made.after = (self.save, self.next)
        return made

    def _entered(self, path: str) -> None:
        if self._form is not None and path in self._form.desk.fields:
            self._form.reveal(self._form.desk.fields[path])
            self._model.entered(path)
            self.field_entered.emit(path)

    def focus_path(self, path: str) -> None:
        """Go to a field."""
        if self._form is not None:
            self._form.focus(path)

    def focus_first(self) -> None:
        """Put the caret into the first field that still waits."""
        if self._form is not None:
            self._form.first()

    def show_help(self) -> None:
        """Show or hide the help on this service (F1)."""
        self.help.setVisible(not self.help.isVisible())

    # --- what is shown ------------------------------------------------------------------------------------

    def render_state(self, state: DeskState, *, locked: bool) -> None:
        """Show a state of the record; `locked` while nothing of it may be changed."""
        if not state.open:
            return
        if state.record_id != self._record:
            self._record = state.record_id
            self._drop()
            self._form = self._make_form(state.sector)
            self._place.addWidget(self._form)
            self.help.setText(f"{LAYOUTS[state.sector].help}\n{HELP}")
        form = self._form
        if form is None:
            return
        locked = locked or not state.own
        form.desk.locked = locked
        form.fill(state.record)
        form.show_unread({path: text for path, (_, text) in state.unread.items()})
        form.show_faults(state.faults)
        self.save.setEnabled(not locked)
        self.next.setEnabled(not locked)
        self.saved.setText(state.saved)
        retone(self.saved, "tone", state.saved_tone if state.saved_tone in ("red", "amber") else "")

    def render_known(self, state: KnownState) -> None:
        """Show whom a field offers."""
        if self._form is not None:
            offers = tuple(Offer(one.name, hint_words(one)) for one in state.offered)
            self._form.show_offers(state.path, offers)

    def _drop(self) -> None:
        """Forget the form of another record: folds, scroll places and half-typed texts were its own."""
        if self._form is not None:
            self._place.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None

"""The interview (问答): groups of questions, their fields, what is saved, the next group. Renders only."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.screens.kit.coding import Coding
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.layout import Step, leads, paths_in
from zsapp.screens.kit.offers import Offer, Offering
from zsapp.screens.kit.steps import StepBar
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.legal_aid.layout import skipped
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.model.known import KnownModel, KnownState
from zsapp.screens.legal_aid.model.state import IntakeState
from zsapp.screens.legal_aid.when import Asking
from zsapp.screens.mediation.model.known import hint_words

KEYS = (
    "按键：Enter 到下一栏，Tab 离开大栏，Ctrl+Enter 下一组，Ctrl+S 保存，Ctrl+Z 撤销，F6 换区域，"
    "Alt+左右 换组，Esc 回到申请列表。"
)
TURN = 12
"""Fields made at a time: some 30 ms on a PC of ten years ago."""
SAVE = "保存 Ctrl+S"


class InterviewView(QWidget):
    """The form column."""

    field_entered = Signal(str)
    pressed = Signal(str)
    """A button among the fields was pressed: its name."""

    def __init__(
        self,
        models: tuple[IntakeModel, KnownModel],
        steps: tuple[Step, ...],
        asking: Asking,
        *,
        codes: Mapping[str, tuple[str, ...]],
        coding: Coding,
        scale: Scale,
    ) -> None:
        super().__init__()
        self._model, self._known = models
        self._steps, self._asking = steps, asking
        self._codes, self._coding, self._scale = codes, coding, scale
        self._forms: dict[int, Form] = {}
        self._record = ""
        self._step = -1
        self._model.steps = len(steps)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scale["space2"])
        box.addWidget(self._card(), 1)
        box.addLayout(self._bottom())

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        scale = self._scale
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space1"] + 2, scale["space2"])
        box.setSpacing(scale["space2"])
        self.steps = StepBar(tuple(one.name for one in self._steps), scale)
        self.steps.chosen.connect(self._model.go)
        box.addWidget(self.steps)
        self.help = label("", "small", wrap=True)
        self.help.hide()
        box.addWidget(self.help)
        self.stack = QStackedWidget()
        self.stack.setObjectName("clear")
        box.addWidget(self.stack, 1)
        return card

    def _bottom(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        self.back = button("上一组", "", lambda: self.step_by(-1))
        row.addWidget(self.back)
        self.saved = label("", "small", wrap=True)
        row.addWidget(self.saved, 1)
        self.save = button(SAVE, "", self._model.save)
        row.addWidget(self.save)
        self.next = button("", "primary", self.go_on, "Ctrl+Enter")
        row.addWidget(self.next)
        return row

    # --- forms --------------------------------------------------------------------------------------------

    def form(self, step: int) -> Form:
        """Return the form of a group, drawn when first needed."""
        if step not in self._forms:
            desk = Desk(
                kind=LegalAidIntake,
                codes=self._codes,
                coding=self._coding,
                today=self._model.today,
                scale=self._scale,
                edited=self._model.edit,
                unread=self._model.unread,
                entered=lambda path: self._entered(step, path),
                undone=lambda redo: self._model.undo(redo=redo),
                add=self._model.add,
                remove=self._model.remove,
                ended=self._to_next,
                pressed=self.pressed.emit,
                offering=Offering(ask=self._known.ask, left=self._known.left, take=self._known.take),
            )
            form = self._forms[step] = Form(desk, self._steps[step].blocks, turn=TURN)
            form.before, form.after = (self.steps,), (self.back, self.save, self.next)
            self.stack.addWidget(form)
        return self._forms[step]

    def _to_next(self) -> None:
        """Enter in the last field goes on to the button that goes on."""
        self.next.setFocus(Qt.FocusReason.TabFocusReason)

    def _entered(self, step: int, path: str) -> None:
        """Follow the caret; a form on its way out may get it for a moment, and is not meant."""
        form = self._forms.get(step)
        if form is None or step != self._model.state.step or path not in form.desk.fields:
            return
        form.reveal(form.desk.fields[path])
        self._model.entered(path)
        self.field_entered.emit(path)

    def go_on(self) -> None:
        """Go to the next group that is asked; after the last one save."""
        if self._following(1) is None:
            self._model.save()
        else:
            self.step_by(1)

    def step_by(self, way: int) -> None:
        """Go to the next group that is asked, on (1) or back (-1)."""
        step = self._following(way)
        if step is not None:
            self._model.keep()
            self._model.go(step)

    def _following(self, way: int) -> int | None:
        left_out = skipped(self._model.state.intake, self._asking)
        step = self._model.state.step + way
        while step in left_out:
            step += way
        return step if 0 <= step < len(self._steps) else None

    def focus_path(self, path: str) -> None:
        """Go to a field, in whichever group it stands."""
        now = self._model.state.step
        for step in (now, *(one for one in range(len(self._steps)) if one != now)):
            if not any(leads(one, path) for one in paths_in(self._steps[step].blocks)):
                continue
            if step != now:
                self._model.go(step)
            if self.form(step).focus(path):
                return

    def focus_first(self) -> None:
        """Put the caret into the first field that still waits."""
        self.form(self._model.state.step).first()

    def show_help(self) -> None:
        """Show or hide the help on this group (F1)."""
        self.help.setVisible(not self.help.isVisible())

    # --- what is shown ------------------------------------------------------------------------------------

    def render_state(self, state: IntakeState, *, locked: bool) -> None:
        """Show a state of the application; `locked` while nothing of it may be changed."""
        if not state.open:
            return
        if state.record_id != self._record:
            self._record = state.record_id
            self._drop_forms()
        form = self.form(state.step)
        form.desk.locked = not state.own or locked
        form.fill(state.intake)
        form.show_unread({path: text for path, (_, text) in state.unread.items()})
        form.show_faults(state.faults)
        if self.stack.currentWidget() is not form:
            self._turn_to(form)
            self.render_known(self._known.state)
        if state.step != self._step:
            self._step = state.step
            self.help.setText(f"{self._steps[state.step].help}\n{KEYS}")
        self._render_bottom(state, locked=locked)

    def render_known(self, state: KnownState) -> None:
        """Show whom a field offers."""
        if self._model.state.open:
            form = self.form(self._model.state.step)
            form.show_offers(state.path, tuple(Offer(one.name, hint_words(one)) for one in state.offered))

    def _turn_to(self, form: Form) -> None:
        """Show the form of another group; who was writing, or pressed the way here, goes on writing in it."""
        before, focus = self.stack.currentWidget(), QApplication.focusWidget()
        inside = before is not None and focus is not None and before.isAncestorOf(focus)
        goes_on = inside or focus in (self.next, self.back)
        self.stack.setCurrentWidget(form)
        form.chain()
        if goes_on:
            form.first()

    def _drop_forms(self) -> None:
        """Forget the forms of another application: folds, scroll places and half-typed texts were its own."""
        for form in self._forms.values():
            self.stack.removeWidget(form)
            form.deleteLater()
        self._forms = {}
        self._step = -1

    def _render_bottom(self, state: IntakeState, *, locked: bool) -> None:
        left_out = skipped(state.intake, self._asking)
        self.steps.show_step(state.step, state.step, left_out)
        self.back.setVisible(state.step > 0)
        following = self._following(1)
        self.save.setVisible(following is not None)
        self.next.setText(SAVE if following is None else f"下一组：{self._steps[following].name}")
        self.save.setEnabled(state.own and not locked)
        self.saved.setText(state.saved)
        retone(self.saved, "tone", state.saved_tone if state.saved_tone in ("red", "amber") else "")

"""The case form (案件表单): title, states, steps, fields, what is saved, the next step. Renders only."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_state import step_of
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.form import Form
from zsapp.screens.kit.layout import leads, paths_in
from zsapp.screens.kit.offers import Offer, Offering
from zsapp.screens.kit.remarks import Remark
from zsapp.screens.kit.steps import StepBar
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, button, label, pill, put_pill, retone
from zsapp.screens.mediation.agreement_words import LIBRARY
from zsapp.screens.mediation.checks_view import due_words
from zsapp.screens.mediation.layout import AGREED, STEPS, skipped
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.known import KnownModel, KnownState, hint_words
from zsapp.screens.mediation.model.listing import TONES
from zsapp.screens.mediation.model.state import CaseState
from zsapp.screens.standing.view import StandingView
from zsapp.services.likeness import PersonHint

KEYS = (
    "按键：Enter 到下一栏，Tab 离开大栏，Ctrl+Enter 下一步，Ctrl+Z 撤销，"
    "Ctrl+P 打印，Ctrl+L 条款库，Ctrl+K 口头协议，Ctrl+B 装订卷宗，F6 换区域，Esc 回到案件列表。"
)
TURN = 12
"""Fields made at a time: some 30 ms on a PC of ten years ago."""
HUGE = 150
"""From this scale on the nearest deadline stands among the checks only: a second line here costs a field."""


class CaseView(QWidget):
    """The form column."""

    field_entered = Signal(str)
    pressed = Signal(str)
    """A button among the fields was pressed: its name."""
    left = Signal()
    """Back to the list was asked for."""
    bind_asked = Signal()
    """The whole dossier was asked for."""

    def __init__(
        self,
        model: CaseModel,
        known: KnownModel,
        codes: Mapping[str, tuple[str, ...]],
        standing: StandingView,
        scale: Scale,
    ) -> None:
        super().__init__()
        self._model, self._known, self._codes, self._scale = model, known, codes, scale
        self.standing = standing
        self._forms: dict[int, Form] = {}
        self._record = ""
        self._step = -1
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scale["space2"])
        box.addLayout(self._heading())
        box.addLayout(self._states())
        box.addWidget(standing)
        box.addWidget(self._card(), 1)
        box.addLayout(self._bottom())

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        self.title = Elided("", "title")
        self.title.setMinimumHeight(self._scale.px(32))
        row.addWidget(self.title, 1)
        self.number = label("", "small")
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _states(self) -> QHBoxLayout:
        scale = self._scale
        row = QHBoxLayout()
        row.setSpacing(scale["space3"])
        self.state, self.due = pill(), pill()
        states = Flow(scale["space2"], scale["space1"])
        states.add(self.state, self.standing.sync, self.due)
        self.due.hide()
        row.addWidget(flowing(states), 1)
        self.ask_help = button("说明 F1", "link", self.show_help)
        self.to_list = button("案件列表 Esc", "link", self.left.emit)
        for one in (self.standing.press, self.ask_help, self.to_list):
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        scale = self._scale
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space1"] + 2, scale["space2"])
        box.setSpacing(scale["space2"])
        self.steps = StepBar(tuple(one.name for one in STEPS), scale)
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
        self.back = button("上一步", "", lambda: self._model.go(self._model.state.step - 1))
        row.addWidget(self.back)
        row.addStretch()
        self.saved = label("", "small")
        row.addWidget(self.saved)
        self.bind = button("装订卷宗", "", self.bind_asked.emit, "Ctrl+B")
        self.bind.hide()
        row.addWidget(self.bind)
        self.next = button("", "primary", self._model.next, "Ctrl+Enter")
        row.addWidget(self.next)
        return row

    # --- forms --------------------------------------------------------------------------------------------

    def form(self, step: int) -> Form:
        """Return the form of a step, drawn when first needed."""
        if step not in self._forms:
            desk = Desk(
                kind=Case,
                codes=self._codes,
                today=self._today,
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
            form = self._forms[step] = Form(desk, STEPS[step].blocks, turn=TURN)
            form.before, form.after = (self.steps,), (self.back, self.bind, self.next)
            self.stack.addWidget(form)
        return self._forms[step]

    def _to_next(self) -> None:
        """Enter in the last field goes on to the button that goes on."""
        self.next.setFocus(Qt.FocusReason.TabFocusReason)

    def _today(self) -> date:
        return self._model.today()

    def _entered(self, step: int, path: str) -> None:
        """Follow the caret; a form on its way out may get it for a moment, and is not meant."""
        form = self._forms.get(step)
        if form is None or step != self._model.state.step or path not in form.desk.fields:
            return
        form.reveal(form.desk.fields[path])
        self._model.entered(path)
        self.field_entered.emit(path)

    def focus_path(self, path: str) -> None:
        """Go to a field, on whichever step it stands."""
        if self.form(self._model.state.step).focus(path):
            return
        for step in range(len(STEPS)):
            if step == self._model.state.step or not _has(step, path):
                continue
            self._model.go(step)
            if self.form(step).focus(path):
                return

    def focus_first(self) -> None:
        """Put the caret into the first field that still waits."""
        self.form(self._model.state.step).first()

    def resume(self, path: str) -> None:
        """Put the caret back where it was on this step, else on the button that goes on."""
        if not path or not self.form(self._model.state.step).focus(path):
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_library(self) -> None:
        """Open the clause library, where the step has one (Ctrl+L)."""
        self._model.go(AGREED)
        self.form(AGREED).unfold(LIBRARY)

    def show_help(self) -> None:
        """Show or hide the help on this step (F1)."""
        self.help.setVisible(not self.help.isVisible())
        self.ask_help.setText("收起说明 F1" if self.help.isVisible() else "说明 F1")

    # --- what is shown ------------------------------------------------------------------------------------

    def render_state(self, state: CaseState) -> None:
        """Show a state of the case."""
        if not state.open:
            return
        if state.record_id != self._record:
            self._record = state.record_id
            self._drop_forms()
        form = self.form(state.step)
        locked = not state.own or self.standing.locked
        if form.desk.locked != locked:
            form.desk.locked = locked
        form.fill(state.case)
        form.show_unread({path: text for path, (_, text) in state.unread.items()})
        form.show_faults(state.faults)
        if self.stack.currentWidget() is not form:
            self._turn_to(form)
            self.render_known(self._known.state)
        if state.step != self._step:
            self._step = state.step
            self.help.setText(f"{STEPS[state.step].help}\n{KEYS}")
        self._render_head(state)
        self._render_bottom(state)

    def render_known(self, state: KnownState) -> None:
        """Show whom a field offers, and whom each party may be."""
        if not self._model.state.open:
            return
        form = self.form(self._model.state.step)
        form.show_offers(state.path, tuple(Offer(one.name, hint_words(one)) for one in state.offered))
        remarks: dict[str, tuple[Remark, ...]] = {}
        for member, words in state.standing.items():
            remarks[member] = (Remark(words, tone="blue"),)
        for member, hints in state.beside.items():
            doubles = tuple(self._remark(member, one) for one in hints)
            remarks[member] = remarks.get(member, ()) + doubles
        form.show_remarks(remarks)

    def _remark(self, member: str, hint: PersonHint) -> Remark:
        words = f"可能是同一个人（{hint.why}）：{hint.name}　{hint_words(hint)}"
        return Remark(
            words,
            (
                ("是同一人，关联", lambda: self._known.tie(member, hint)),
                ("不是同一人", lambda: self._known.tell_apart(member, hint)),
            ),
        )

    def _turn_to(self, form: Form) -> None:
        """Show the form of another step; who was writing, or pressed the way here, goes on writing in it."""
        before, focus = self.stack.currentWidget(), QApplication.focusWidget()
        goes_on = focus in (self.next, self.back) or (before is not None and _holds(before, focus))
        self.stack.setCurrentWidget(form)
        form.chain()
        if goes_on:
            form.first()

    def _drop_forms(self) -> None:
        """Forget the forms of another case: folds, scroll places and half-typed texts were its own."""
        for form in self._forms.values():
            self.stack.removeWidget(form)
            form.deleteLater()
        self._forms = {}
        self._step = -1

    def _render_head(self, state: CaseState) -> None:
        self.title.put(state.title)
        self.number.setText(state.number or ("未编号" if state.own else ""))
        put_pill(self.state, state.state, TONES.get(state.state, ""))
        if self._scale.percent < HUGE:
            put_pill(self.due, *due_words(state.asking, self._today()))
        self.steps.show_step(state.step, max(step_of(state.case), 0), skipped(state.case))

    def _render_bottom(self, state: CaseState) -> None:
        self.back.setVisible(state.step > 0)
        last = state.step + 1 >= len(STEPS)
        self.bind.setVisible(last)
        self.next.setText("保存" if last else f"下一步：{STEPS[state.step + 1].name}")
        self.saved.setText(state.saved)
        retone(self.saved, "tone", state.saved_tone if state.saved_tone == "red" else "")


def _holds(holder: QWidget, inner: QWidget | None) -> bool:
    return inner is not None and holder.isAncestorOf(inner)


def _has(step: int, path: str) -> bool:
    return any(leads(one, path) for one in paths_in(STEPS[step].blocks))

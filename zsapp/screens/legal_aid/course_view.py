"""The course of an intake (办理经过): the line of time at the left, steps and deadlines at the right.

Renders only. A step is taken with its day and, where it wants them, its words; what is wrong with them stands
under their fields.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from zsapp.screens.errands import ignore
from zsapp.screens.kit.blocks import FieldsView
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.layout import Fields, ask
from zsapp.screens.kit.own_keys import OwnKeys
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, pill, put_pill
from zsapp.screens.legal_aid.course_line import Column, Dues, TimeLine
from zsapp.screens.legal_aid.model.course import (
    WORDS,
    CourseModel,
    CourseState,
    Offered,
    StepSheet,
    due_of,
)

ON, SAID, UNTIL = "on", "said", "until"
TONES = {"已给予": "green", "结案": "green", "不予援助": "amber", "终止": "amber", "补正中": "amber"}


class StepForm(QFrame):
    """The step being filled in: a day, words where they are wanted, the button that takes it."""

    def __init__(self, model: CourseModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model, self._verb = model, ""
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space3"], scale["space3"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space2"])
        self.head = label("", "section")
        self.note = label("", "small", wrap=True)
        self.desk = Desk(
            kind=StepSheet,
            codes={},
            today=model.today,
            scale=scale,
            edited=model.edit,
            unread=model.unread,
            entered=ignore,
            undone=ignore,
            add=lambda _path, _member: None,
            remove=ignore,
            ended=lambda: self.go.setFocus(Qt.FocusReason.TabFocusReason),
        )
        self.fields = FieldsView(self.desk, Fields(asks=(ask(ON, wide=True),)), "")
        self.fault = label("", "fault", wrap=True)
        self.back = button("不办了", "", model.cancel, "Esc")
        self.go = button("登记", "primary", model.confirm, "Ctrl+Enter")
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.back)
        row.addWidget(self.go)
        for one in (self.head, self.note, self.fields, self.fault):
            box.addWidget(one)
        self._box = box
        box.addLayout(row)
        keys = {"Ctrl+Return": model.confirm, "Ctrl+Enter": model.confirm, "Esc": model.cancel}
        self._keys = OwnKeys(self, keys)

    def render_state(self, state: CourseState) -> None:
        """Show the step being filled in."""
        begun = state.verb not in ("", self._verb)
        self._verb = state.verb
        self.setVisible(bool(state.verb))
        if not state.verb:
            return
        self.head.setText(WORDS[state.verb])
        self.note.setText(state.note)
        if begun:
            self._ask(state.asks, agrees=state.agrees)
        self.fields.fill(state.sheet)
        for path, one in self.desk.fields.items():
            one.set_fault(*state.faults.get(path, ("", "")))
        self.fault.setText(state.fault)
        self.fault.setVisible(bool(state.fault))
        self.go.setText(f"登记{WORDS[state.verb]}")
        if begun:
            self.desk.fields[SAID if state.asks else ON].control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, said: str, *, agrees: bool) -> None:
        """Ask for the day, for what is said under its own name, and for the day that was agreed."""
        asks = (ask(ON, wide=not agrees), *([ask(UNTIL)] if agrees else []))
        asks += (ask(SAID, said, wide=True, lines=3),) if said else ()
        self.desk.fields.clear()
        fresh = FieldsView(self.desk, Fields(asks=asks), "")
        self._box.replaceWidget(self.fields, fresh)
        self.fields.hide()
        self.fields.deleteLater()
        self.fields = fresh
        fresh.show()


class CourseView(QWidget):
    """The course."""

    def __init__(self, model: CourseModel, scale: Scale) -> None:
        super().__init__()
        self._model, self._scale = model, scale
        self._record = ""
        self._offered: tuple[Offered, ...] = ()
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale["space3"])
        row.addWidget(self._line(), 5)
        row.addWidget(self._now(), 4)
        model.shown = self.render_state

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space2"])
        return card, box

    def _line(self) -> QFrame:
        card, box = self._card()
        head = QHBoxLayout()
        head.addWidget(label("办理经过", "section"), 1)
        self.state = pill()
        head.addWidget(self.state)
        box.addLayout(head)
        self.line = TimeLine(self._scale)
        box.addWidget(self.line, 1)
        return card

    def _now(self) -> QFrame:
        card, outer = self._card()
        outer.setContentsMargins(0, 0, 0, 0)
        self.column = Column("现在能办的事")
        self.column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self.column)
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(
            *(self._scale["space4"], self._scale["space3"], self._scale["space3"], self._scale["space3"])
        )
        box.setSpacing(self._scale["space2"])
        box.addWidget(label("现在", "section"))
        self.following = label("", "", wrap=True)
        box.addWidget(self.following)
        self._steps = Flow(self._scale["space2"], self._scale["space2"])
        self._steps_box = flowing(self._steps)
        box.addWidget(self._steps_box)
        self.paper = button("", "link", self._model.print)
        box.addWidget(self.paper)
        self.step = StepForm(self._model, self._scale)
        box.addWidget(self.step)
        box.addWidget(label("期限", "section"))
        self.dues = Dues(self._scale)
        box.addWidget(self.dues)
        box.addStretch()
        self.column.put(inner, "")
        return card

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the step that most likely comes next, unless the arrows are running through the tabs."""
        super().showEvent(event)
        if not event.spontaneous() and not isinstance(QApplication.focusWidget(), QTabBar):
            self.start()

    def start(self) -> None:
        """Put the caret on the step that most likely comes next."""
        likely = next((one.verb for one in self._offered if one.likely), "")
        self.buttons.get(likely, self.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: CourseState) -> None:
        """Show a state."""
        course = state.course
        if course is None:
            return
        held = self.step.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        put_pill(self.state, course.view.state, TONES.get(course.view.state, "blue"))
        self.line.show_events(course.events)
        self.following.setText(course.following)
        self._offer(state.steps)
        self._steps_box.setVisible(not state.verb)
        self.paper.setText(state.paper[1])
        self.paper.setVisible(bool(state.paper[1]))
        self.step.render_state(state)
        self.dues.show_dues(tuple(due_of(one, self._model.today()) for one in course.deadlines))
        fresh = course.view.id != self._record and not isinstance(QApplication.focusWidget(), QTabBar)
        self._record = course.view.id
        if (held or fresh) and not state.verb:
            self.start()

    def _offer(self, steps: tuple[Offered, ...]) -> None:
        if steps == self._offered:
            return
        self._offered = steps
        while item := self._steps.takeAt(0):
            gone = item.widget()
            gone.hide()
            gone.deleteLater()
        self.buttons = {one.verb: self._made(one) for one in steps}
        self._steps.add(*self.buttons.values())
        for one in self.buttons.values():
            one.show()
        self._steps.invalidate()

    def _made(self, one: Offered) -> QPushButton:
        return button(one.words, "primary" if one.likely else "", lambda: self._model.begin(one.verb))

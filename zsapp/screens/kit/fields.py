"""Fields (栏目): label above, control, fault or note right under it; made from an ask and its item.

A field speaks in values: what is typed is read by the item's kind; what cannot be read yet stays as typed,
with its fault under it, and changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from zsapp.base.items import Item
from zsapp.screens.kit.coding import Coding
from zsapp.screens.kit.controls import Area, Choice, Control, Line
from zsapp.screens.kit.kinds import FLAG, kind_of
from zsapp.screens.kit.layout import Ask
from zsapp.screens.kit.offers import Offer, Offering, Offers
from zsapp.screens.kit.popups import pick_day
from zsapp.screens.kit.reading import clean, show_date
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import label, retone

TABBED = Qt.FocusPolicy.TabFocus
ENDLESS = 1_000_000
MOST_LINES = 16
"""A text area grows to this many lines, then scrolls."""


def _nobody(_name: str) -> None:
    """Take no notice."""


def _nothing() -> None:
    """Have nothing left to draw."""


@dataclass(slots=True)
class Desk:
    """What every field of one form shares: code lists, today, the scale, and whom to tell.

    `unread` is told of a text that is no value: its path, what is wrong, the text; with no fault that all is
    well again. `ended` is told when Enter leaves the last field; without it what comes next gets the caret.
    """

    kind: type
    codes: Mapping[str, tuple[str, ...]]
    today: Callable[[], date]
    scale: Scale
    edited: Callable[[str, Any], None]
    unread: Callable[[str, str, str], None]
    entered: Callable[[str], None]
    undone: Callable[[bool], None]
    add: Callable[[str, Any], None]
    remove: Callable[[str], None]
    fields: dict[str, "Field"] = field(default_factory=dict)
    locked: bool = False
    ended: Callable[[], None] | None = None
    pressed: Callable[[str], None] = _nobody
    """Told the name of a button that was pressed."""
    buttons: int = 0
    """How many buttons were made among the fields."""
    offering: Offering | None = None
    coding: Coding = field(default_factory=Coding)
    """The lists that the document holds in codes."""
    room: int = ENDLESS
    """How many fields may still be made before the clerk's keys are looked at again."""
    short: bool = False
    """Whether something is still to be made for lack of room."""
    finish: Callable[[], None] = _nothing
    """Makes all that is still to be made, now: somebody types faster than it is drawn."""


class Field(QWidget):
    """One field."""

    def __init__(self, desk: Desk, one: Item, ask: Ask, path: str, *, bare: bool = False) -> None:
        """Make the field of an ask at a path; `bare` leaves the label out (a later row of a list)."""
        super().__init__()
        self.ask, self.path = ask, path
        self._desk = desk
        self._kind = desk.coding.coded(kind_of(one, desk.today, short=ask.short))
        self._value: Any = None
        self._under: QLabel | None = None
        self._fault = ("", "")
        self.is_unread = False
        """Whether what is typed here is no value yet: then it stays as it is, and changes nothing."""
        words = ask.label or one.label
        if one.unit and one.unit not in words:
            words = f"{words}（{one.unit}）"
        self.control = self._make_control(ask)
        self.control.setAccessibleName(words)
        if ask.hint and not isinstance(self.control, Choice):
            self.control.setPlaceholderText(ask.hint)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(desk.scale["space1"])
        if not bare:
            box.addLayout(self._heading(words, need=ask.need))
        elif not isinstance(self.control, Choice):
            self.control.setPlaceholderText(ask.hint or words)
        elif edit := self.control.lineEdit():
            edit.setPlaceholderText(words)
        box.addWidget(self.control)
        self._box = box
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._offers = self._make_offers()
        self._listen()
        desk.fields[path] = self
        desk.room -= 1

    def _make_control(self, ask: Ask) -> Control:
        if self._kind.codes:
            words = FLAG if self._kind.codes == "flag" else self._desk.codes.get(self._kind.codes, ())
            return Choice(words, free=self._kind.free)
        if ask.lines:
            return Area(ask.lines, MOST_LINES)
        line = Line()
        if self._kind.day and not ask.short:
            pick_day(line, self._desk.scale, self._day, self._typed_day)
        return line

    def _make_offers(self) -> Offers | None:
        offering, line = self._desk.offering, self.control
        if offering is None or not self.ask.offers or not isinstance(line, Line):
            return None
        return Offers(self.path, line, offering, self._desk.scale)

    def _heading(self, words: str, *, need: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._desk.scale["space1"])
        name = label(words, "label")
        name.setBuddy(self.control)
        row.addWidget(name)
        if need:
            row.addWidget(label("*", "fault"))
        row.addStretch()
        return row

    def _listen(self) -> None:
        self.control.typed.connect(self._typed)
        self.control.entered.connect(lambda: self._desk.entered(self.path))
        self.control.left.connect(self._left)
        self.control.onward.connect(self._enter)
        self.control.undone.connect(self._desk.undone)
        if self._kind.day:
            self.control.stepped.connect(self._step_day)
        if isinstance(self.control, Area):
            self.control.cursorPositionChanged.connect(self._follow_caret)

    # --- what the clerk does --------------------------------------------------------------------------

    def _typed(self, typed: str) -> None:
        text = clean(typed)
        if text != typed:
            self.control.put(text)
        found = self._kind.read(text)
        if found.fault:
            self.is_unread = True
            self._desk.unread(self.path, found.fault, text)
            return
        again, self.is_unread = self.is_unread, False
        self._value = found.value if found.value is not None or not isinstance(self._value, str) else ""
        self._note()
        self._desk.edited(self.path, self._value)
        if again:
            self._desk.unread(self.path, "", "")

    def _left(self) -> None:
        text = self._kind.tidy(self.control.text())
        found = self._kind.read(text)
        if found.fault:
            self.set_fault("red", found.fault)
        elif (
            text != self.control.text() or found.value != self._kind.read(self._kind.show(self._value)).value
        ):
            self.control.put(text)
            self._typed(text)
        if not found.fault and self.control.text() != self._kind.show(self._value):
            self.control.put(self._kind.show(self._value))

    def _day(self) -> date:
        return self._value if isinstance(self._value, date) else self._desk.today()

    def _typed_day(self, day: date) -> None:
        self.control.put(show_date(day))
        self._typed(show_date(day))

    def _step_day(self, step: int) -> None:
        if not self._desk.locked:
            day = self._day()
            self._typed_day(day if self._value is None else date.fromordinal(day.toordinal() + step))

    def caret(self) -> QRect | None:
        """Return where the caret is in a field of several lines."""
        if not isinstance(self.control, Area):
            return None
        at = self.control.cursorRect()
        return QRect(self.control.viewport().mapTo(self, at.topLeft()), at.size())

    def _follow_caret(self) -> None:
        """Keep the line being written in sight: a long text is higher than the form."""
        at, form = self.caret(), self._form()
        if at is not None and form is not None and self.control.hasFocus():
            middle = self.mapTo(form.widget(), at.center())
            form.ensureVisible(middle.x(), middle.y(), 0, 2 * at.height())

    def _form(self) -> QScrollArea | None:
        return next((one for one in _holders(self) if isinstance(one, QScrollArea)), None)

    def _enter(self) -> None:
        """Take what is marked of what is offered, else go on."""
        if self._offers is None or not self._offers.enter():
            self.go_on()

    def go_on(self) -> None:
        """Go to the next field (Enter); folds and buttons on the way are for Tab."""
        following = self._following()
        if following is None:
            self._desk.finish()
            following = self._following()
        if following is not None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
        elif self._desk.ended is not None:
            self._desk.ended()
        else:
            self.focusNextChild()

    def _following(self) -> QWidget | None:
        """Return the next control in this form that is seen, None after the last."""
        form = self._form()
        one = self.control.nextInFocusChain()
        while one is not None and one is not self.control:
            field = one.parentWidget()
            if isinstance(field, Field) and field.control is one and one.isVisible():
                return one
            if (
                form is not None
                and not form.isAncestorOf(one)
                and one.isVisible()
                and one.focusPolicy() & TABBED
            ):
                return None
            one = one.nextInFocusChain()
        return None

    # --- what the form shows --------------------------------------------------------------------------

    def show_value(self, value: Any) -> None:
        """Show a value, unless it is the one just typed here, or what is typed here is none yet."""
        if value == self._value and (self.is_unread or value is not None or not self.control.text()):
            return
        self._value, self.is_unread = value, False
        self.control.put(self._kind.show(value))
        self._note()

    def show_unread(self, text: str | None) -> None:
        """Show a text that is no value, as a draft kept it; None shows the value again."""
        if text is None and self.is_unread:
            self.is_unread = False
            self.control.put(self._kind.show(self._value))
        elif text is not None and (not self.is_unread or self.control.text() != text):
            self.is_unread = True
            self.control.put(text)

    def offer(self, offers: tuple[Offer, ...]) -> None:
        """Show whom what is typed here may mean; none takes the list away."""
        if self._offers is not None:
            self._offers.show(offers, self._form())

    def forget(self) -> None:
        """Let go of a text that is no value: this field is asked no more."""
        if self.is_unread:
            self.show_unread(None)
            self._desk.unread(self.path, "", "")

    def lock(self, *, shut: bool) -> None:
        """Take no typing (a case of another station)."""
        self.control.lock(shut)

    def set_fault(self, tone: str, words: str) -> None:
        """Say right under the field what is wrong; `tone` is red or amber, no words take it away."""
        if (tone, words) == self._fault:
            return
        self._fault = (tone, words)
        retone(self.control, "fault", "true" if words and tone == "red" else "false")
        self._note()

    def _note(self) -> None:
        tone, words = self._fault
        name = {"red": "fault", "amber": "caution"}.get(tone, "hint") if words else "hint"
        words = words or self._kind.note(self._value)
        if self._under is None:
            if not words:
                return
            self._under = label("", "hint", wrap=True)
            self._under.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self._box.addWidget(self._under)
        if self._under.objectName() != name:
            self._under.setObjectName(name)
            retone(self._under)
        self._under.setText(words)
        self._under.setVisible(bool(words))


def _holders(widget: QWidget) -> Iterator[QWidget]:
    """Yield what holds a widget, from the inside out."""
    holder = widget.parentWidget()
    while holder is not None:
        yield holder
        holder = holder.parentWidget()

"""What stands above the open record (往来提示): sent back, remarked upon, offered; and where it shall go.

One part for the pages of all sectors; each puts it under its heading, and the pill and the press into it.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from zsapp.screens.kit.controls import Choice, Line
from zsapp.screens.kit.remarks import Remark, Remarks
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, pill, put_pill
from zsapp.screens.standing.model import MENDED, StandingModel, StandingState
from zsapp.screens.standing.words import comment_words, sync_words, transfer_words
from zsapp.services.standing import Standing
from zsapp.services.transfer_way import GIVER

SHOWN = 3
"""Comments on this version that stand above the record: the last ones."""


class StandingView(QWidget):
    """The part."""

    def __init__(self, model: StandingModel, cite: Callable[[str], str], scale: Scale, foreign: str) -> None:
        """`foreign` is what is said in the pill of a record that is another station's."""
        super().__init__()
        self.setObjectName("clear")
        self._model, self._cite, self._scale, self._foreign = model, cite, scale, foreign
        self.sync = pill()
        self.press = button("移交", "link", model.ask, "把这份记录交给别的工作站办理")
        self.press.hide()
        self.remarks = Remarks(scale)
        self.form: OfferForm | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(scale["space2"])
        self._box.addWidget(self.remarks)
        self.rendered: Callable[[], None] = lambda: None
        """Told when the record is locked or free again."""
        model.shown = self.render_state
        self.hide()

    @property
    def locked(self) -> bool:
        """Whether nothing of the record may be changed until another station has answered."""
        return self._model.state.locked

    def render_state(self, state: StandingState) -> None:
        """Show a state."""
        self.press.setVisible(state.may_offer)
        one = state.standing
        put_pill(self.sync, *sync_words(one.sync, self._cite, foreign="" if one.own else self._foreign))
        said = tuple(self._remarks(state.standing))
        self.remarks.show_remarks(said)
        if state.asking != (self.form is not None):
            self._turn()
        self.setVisible(bool(said) or state.asking)
        if self.form is not None:
            self.form.put_fault(state.fault)
        self.rendered()

    def _turn(self) -> None:
        """Open the form, or take it away with what was typed in it; the caret goes along."""
        if self.form is None:
            self.form = OfferForm(self._model, self._scale)
            self._box.addWidget(self.form)
            self.form.to.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        held = self.form.isAncestorOf(QApplication.focusWidget() or self)
        self.form.hide()
        self.form.deleteLater()
        self.form = None
        if held:
            after = self.remarks.findChild(QPushButton) if self.press.isHidden() else self.press
            (after or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _remarks(self, standing: Standing) -> list[Remark]:
        back = f"{standing.returned}。{MENDED}" if standing.own else standing.returned
        found = [Remark(back, tone="red")] if standing.returned else []
        if one := standing.transfer:
            words = "。".join(part for part in (transfer_words(one), one.step) if part)
            presses = [("看移交", self._model.open_transfer)]
            if one.open and one.mine == GIVER:
                presses.append(("撤回移交", self._model.withdraw))
            found.append(Remark(words, tuple(presses), tone="amber" if one.step else "blue"))
        return found + [Remark(comment_words(one), tone="blue") for one in standing.comments[-SHOWN:]]


class OfferForm(QFrame):
    """Where the record shall go, and why."""

    def __init__(self, model: StandingModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("inset")
        self._model = model
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space3"], scale["space2"], scale["space3"], scale["space2"])
        box.setSpacing(scale["space1"])
        box.addWidget(label("移交给（村、社区或镇街的名称，或区划代码）", "label", wrap=True))
        self.to = Choice(tuple(one.name for one in model.state.places), free=True)
        self.to.setAccessibleName("移交给")
        box.addWidget(self.to)
        box.addWidget(label("为什么移交（对方会看到）", "label", wrap=True))
        self.reason = Line()
        self.reason.setAccessibleName("为什么移交")
        box.addWidget(self.reason)
        self.fault = label("", "fault", wrap=True)
        box.addWidget(self.fault)
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        row.addWidget(label("双方各签一次才算移交；对方接收前可以撤回", "small", wrap=True), 1)
        self.back = button("取消", "quiet", model.cancel)
        self.go = button("提出移交", "", self._go)
        row.addWidget(self.back)
        row.addWidget(self.go)
        box.addLayout(row)
        self.to.onward.connect(lambda: self.reason.setFocus(Qt.FocusReason.TabFocusReason))
        self.reason.onward.connect(self._go)

    def _go(self) -> None:
        self._model.offer(self.to.text(), self.reason.text())

    def put_fault(self, fault: str) -> None:
        """Show what is wrong with what was typed."""
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

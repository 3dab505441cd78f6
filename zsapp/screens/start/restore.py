"""The restore page (从备份恢复): the backups that were found, one passphrase, one button. Renders only."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QWidget

from zsapp.screens.kit.row_list import RestList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.start.model import StartModel, StartState
from zsapp.screens.start.pages import Page
from zsapp.screens.start.restore_model import RestoreModel, RestoreState

TICK_MS = 120
ROWS = 3
"""Backups that are seen at once; the others come with scrolling."""
WORDS = "换了电脑，或数据坏了，用备份找回来。原来的备份不会改动。"
BY_CODE, BY_WORD = "忘记口令，用恢复码", "用口令"


class RestorePage(Page):
    """Choose, say the passphrase, done; then what to do next."""

    def __init__(self, model: StartModel, scale: Scale) -> None:
        super().__init__(model, scale, "从备份恢复", WORDS)
        self.restoring = RestoreModel(model.doors, model.tasks, model.enter_restored)
        self.restoring.held = model.hold
        self._chooser: list[QWidget] = []
        self._above: dict[str, QLabel] = {}
        self.sentence = label("", "small", wrap=True)
        self.box.addWidget(self.sentence)
        self.table = RowModel(self.restoring.row, lambda: False, lambda: None)
        self.rows = RestList(self.table, scale, "备份")
        self.rows.rested.connect(self.restoring.choose)
        self.rows.entered_on.connect(lambda _row: self._go_to(self._first_line()))
        self.box.addWidget(self.rows)
        self._place_line()
        for name, words, secret in (
            ("user", "用户名", False),
            ("code", "恢复码", False),
            ("passphrase", "备份那一天的口令", True),
            ("again", "再输一遍新口令", True),
        ):
            self.line(name, words, secret=secret)
            above = self.box.itemAt(self.box.count() - 2).widget()
            if isinstance(above, QLabel):
                self._above[name] = above
        self.turn = button(BY_CODE, "link", self.restoring.turn)
        self.box.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignLeft)
        self._busy_row()
        self.lines_told = label("", "", wrap=True)
        self.box.addWidget(self.lines_told)
        self.bottom("恢复", self._press, ("返回", lambda: model.go("setup")))
        (self.back,) = self.others
        for line in self.lines.values():
            line.returnPressed.connect(self._onward)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self.restoring.look_at_progress)
        self.restoring.shown = self._show
        self._show(self.restoring.state)

    def _place_line(self) -> None:
        self.place = QLineEdit()
        self.place.setAccessibleName("备份所在的U盘或文件夹")
        self.place.setPlaceholderText("备份所在的U盘或文件夹")
        self.place.editingFinished.connect(lambda: self.restoring.look_in(self.place.text()))
        self.browse = button("浏览", "quiet", self._browse)
        named = label("备份所在的U盘或文件夹", "label")
        self.box.addWidget(named)
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        row.addWidget(self.browse)
        self.box.addLayout(row)
        self._chooser += [named, self.place, self.browse]

    def _busy_row(self) -> None:
        self.busy_words = label("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button("取消", "", self.restoring.cancel)
        row = QHBoxLayout()
        row.addWidget(self.busy_words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.box.addLayout(row)

    def _browse(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择放备份的U盘或文件夹", self.place.text()):
            self.restoring.look_in(chosen)

    # --- keys ---------------------------------------------------------------------------------------------

    def _seen(self) -> list[QLineEdit]:
        return [one for one in self.lines.values() if one.isVisibleTo(self)]

    def _first_line(self) -> QLineEdit:
        return self._seen()[0]

    def _onward(self) -> None:
        """Enter goes from line to line, and from the last one presses the button."""
        seen = self._seen()
        at = next((number for number, one in enumerate(seen) if one.hasFocus()), len(seen) - 1)
        if at + 1 < len(seen):
            self._go_to(seen[at + 1])
        else:
            self.go.click()

    def _press(self) -> None:
        if self.restoring.state.title:
            self.restoring.enter()
            return
        self.restoring.restore(
            self.text("passphrase"), self.text("again"), self.text("user").strip(), self.text("code")
        )

    def arrive(self) -> None:
        """The page is about to be seen."""
        self.restoring.start()
        (self.rows if self.restoring.state.found else self.place).setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for sticks no more."""
        super().hideEvent(event)
        self.restoring.stop()

    # --- what is shown ------------------------------------------------------------------------------------

    def show_state(self, state: StartState) -> None:
        """Show the state of the first pages: this one has its own."""

    def _show(self, state: RestoreState) -> None:
        over = bool(state.title)
        self.sentence.setText(state.title if over else state.sentence)
        self.sentence.setObjectName("section" if over else "small")
        retone(self.sentence)
        self.table.show_rows(len(state.found), state.generation)
        if state.found and not self.rows.currentIndex().isValid():
            self.rows.rest_at(state.chosen)
            if self.place.hasFocus() and not self.place.text():
                self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        if state.place and self.place.text() != state.place:
            self.place.setText(state.place)
        self._show_lines(state)
        for one in (self.rows, *self._chooser, self.turn):
            one.setVisible(not over)
        self.rows.setVisible(bool(state.found) and not over)
        self.rows.setFixedHeight(min(ROWS, max(1, len(state.found))) * self.scale["row"] + 6)
        self.back.setVisible(not over)
        self.lines_told.setText("\n".join(f"· {one}" for one in state.lines))
        self.lines_told.setVisible(over)
        self._show_busy(state)
        self._show_fault(state)

    def _show_lines(self, state: RestoreState) -> None:
        wanted = {
            "user": state.ask_user,
            "code": state.by_code,
            "passphrase": True,
            "again": state.by_code,
        }
        for name, one in self.lines.items():
            for widget in (self._above[name], one):
                widget.setVisible(wanted[name] and not state.title)
        words = "新口令" if state.by_code else "备份那一天的口令"
        self._above["passphrase"].setText(words)
        self.lines["passphrase"].setAccessibleName(words)
        self.turn.setText(BY_WORD if state.by_code else BY_CODE)

    def _show_busy(self, state: RestoreState) -> None:
        for one in (self.busy_words, self.bar, self.stop):
            one.setVisible(state.busy)
        self.busy_words.setText("正在取消……" if state.stopping else state.text or "正在恢复")
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        self.stop.setEnabled(not state.stopping)
        self.go.setDisabled(state.busy)
        self.go.setText("进入" if state.title else "恢复")
        for typed in (self.place, self.browse, self.rows, self.turn, *self.lines.values()):
            typed.setEnabled(not state.busy)
        if state.busy and not self._clock.isActive():
            self._clock.start()
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not state.busy and self._clock.isActive():
            self._clock.stop()
        if state.title and not self.go.hasFocus():
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_fault(self, state: RestoreState) -> None:
        self.fault.setText(state.fault)
        self.fault.setVisible(bool(state.fault))
        for name, one in {**self.lines, "place": self.place}.items():
            wrong = bool(state.fault) and state.fault_field == name
            retone(one, "fault", "true" if wrong else "false")
            if wrong:
                self._go_to(one)
                one.selectAll()
        if state.fault:
            self.ensureWidgetVisible(self.go)

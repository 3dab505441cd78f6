"""Setting a station up (建站): place, name, passphrase; then the recovery code, shown once. Renders only."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit

from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.start.model import Place, StartModel, StartState, find_places
from zsapp.screens.start.pages import Page


class SetupPage(Page):
    """The first page ever seen."""

    def __init__(self, model: StartModel, scale: Scale) -> None:
        super().__init__(model, scale, "建立工作站", "只需做一次。数据加密保存在这台电脑上，不上网也能用。")
        self._places: tuple[Place, ...] = ()
        self._place: Place | None = None
        self._pressed = False
        self.place = self.line("place", "村（社区）或镇街", hint="输入村名，如：云涧")
        self.chosen = label("", "good", wrap=True)
        self.chosen.hide()
        self.box.addWidget(self.chosen)
        self.line("user", "您的姓名", hint="会记入操作记录")
        self.line("passphrase", "设一个口令", secret=True, hint="至少4个字，可以是一句话")
        self.line("again", "再输一遍口令", secret=True)
        self.bottom("建站", self._make, ("从备份恢复", lambda: model.go("restore")))
        self.on_enter()
        self._completion(self.place)

    def _completion(self, line: QLineEdit) -> None:
        self._found = QStringListModel(line)
        completer = QCompleter(self._found, line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.popup().setObjectName("popup")
        completer.popup().setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the caret stays
        completer.activated.connect(self._choose)
        line.setCompleter(completer)
        line.textEdited.connect(self._typed)
        line.editingFinished.connect(self._settle)

    def _typed(self, text: str) -> None:
        self._place = None
        self._say("", good=True)
        self._found.setStringList([one.words for one in find_places(self._places, text)])

    def _choose(self, words: str) -> None:
        self._place = next((one for one in self._places if one.words == words), None)
        if self._place is not None:
            self.place.setText(self._place.words)
            self._say(f"区划代码 {self._place.code}", good=True)

    def _say(self, words: str, *, good: bool) -> None:
        self.chosen.setText(words)
        self.chosen.setObjectName("good" if good else "caution")
        retone(self.chosen)
        self.chosen.setVisible(bool(words))

    def _settle(self) -> None:
        """Take the only place that fits what was typed; say so at once when there is none, or more."""
        typed = self.place.text().strip()
        if self._place is not None or not typed or not self._places:
            return
        found = find_places(self._places, typed)
        exact = [one for one in found if one.words == typed]
        if only := exact or (found if len(found) == 1 else ()):
            self._choose(only[0].words)
        elif found:
            self._say("有几个同名的地方，请从列表里选一个（按 ↓ 再按 Enter）", good=False)
        else:
            self._say("没有找到这个地方，请核对名称", good=False)

    def _make(self) -> None:
        self._pressed = not self._places  # they are on their way, and the button was pressed already
        if self._pressed:
            return
        self._settle()
        self.model.make(self._place, "", self.text("user"), self.text("passphrase"), self.text("again"))

    def show_state(self, state: StartState) -> None:
        """Show a state."""
        came = bool(state.places and not self._places)
        self._places = state.places
        self.render_state(state, "正在建站……")
        if came:
            self._read_again()

    def _read_again(self) -> None:
        """Read what was typed before the places were there."""
        if self.place.hasFocus() and self.place.text():
            self._typed(self.place.text())
            self.place.completer().complete()
        else:
            self._settle()
        if self._pressed:
            self._make()


class RecoveryPage(Page):
    """The recovery code, once."""

    TITLE = "工作站已建好"
    WORDS = "请抄下或打印这串恢复码，封好交镇司法所保管。忘记口令时只有它能打开数据；它只显示这一次。"

    def __init__(self, model: StartModel, scale: Scale) -> None:
        super().__init__(model, scale, self.TITLE, self.WORDS)
        self.code = label("", "code", wrap=True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.box.addWidget(self.code)
        row = QHBoxLayout()
        self.print = button("打印封存单", "", model.print_recovery)
        row.addWidget(self.print)
        self.copy = button("复制", "", self._copy)
        row.addWidget(self.copy)
        self._copied = label("", "good", wrap=True)
        row.addWidget(self._copied, 1)
        self.box.addLayout(row)
        self.bottom("我已记好，进入", model.enter)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self._copied.setText("已复制，粘贴到文档里打印")

    def arrive(self) -> None:
        """Stand on the button that notes the code, not on the one that leaves."""
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: StartState) -> None:
        """Show a state."""
        self.code.setText(state.recovery)
        self.code.setAccessibleName(f"恢复码 {state.recovery}")
        if state.printed:
            self._copied.setText(state.printed)
        self.render_state(state, "正在进入……")


class RenewedPage(RecoveryPage):
    """The new recovery code after the old one was used."""

    TITLE = "新口令已设好"
    WORDS = "用过的恢复码已经作废。请抄下或打印这串新的恢复码，封好交镇司法所换下旧的；它只显示这一次。"

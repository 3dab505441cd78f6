"""Setting a station up (建站): place, name, passphrase; then the recovery code, shown once. Renders only."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit

from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.start.model import Place, StartModel, StartState, find_places
from zsapp.screens.start.pages import Page


class SetupPage(Page):
    """The first page ever seen."""

    def __init__(self, model: StartModel, scale: Scale) -> None:
        super().__init__(model, scale, "建立工作站", "只需做一次。数据加密保存在这台电脑上，不上网也能用。")
        self._places: tuple[Place, ...] = ()
        self._place: Place | None = None
        self.place = self.line("place", "村（社区）或镇街", hint="输入村名，如：云涧")
        self.chosen = label("", "good", wrap=True)
        self.chosen.hide()
        self.box.addWidget(self.chosen)
        self.line("user", "您的姓名", hint="会记入操作记录")
        self.line("passphrase", "设一个口令", secret=True, hint="至少4个字，可以是一句话")
        self.line("again", "再输一遍口令", secret=True)
        self.bottom("建站", self._make)
        self.on_enter()
        self._completion(self.place)

    def _completion(self, line: QLineEdit) -> None:
        self._found = QStringListModel(line)
        completer = QCompleter(self._found, line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.popup().setObjectName("popup")
        completer.activated.connect(self._choose)
        line.setCompleter(completer)
        line.textEdited.connect(self._typed)
        line.editingFinished.connect(self._settle)

    def _typed(self, text: str) -> None:
        self._place = None
        self.chosen.hide()
        self._found.setStringList([one.words for one in find_places(self._places, text)])

    def _choose(self, words: str) -> None:
        self._place = next((one for one in self._places if one.words == words), None)
        if self._place is not None:
            self.place.setText(self._place.words)
            self.chosen.setText(f"区划代码 {self._place.code}")
            self.chosen.show()

    def _settle(self) -> None:
        """Take the only place that fits what was typed."""
        if self._place is None:
            found = find_places(self._places, self.place.text())
            exact = [one for one in found if one.words == self.place.text().strip()]
            for one in (exact or (found if len(found) == 1 else []))[:1]:
                self._choose(one.words)

    def _make(self) -> None:
        self._settle()
        self.model.make(self._place, "", self.text("user"), self.text("passphrase"), self.text("again"))

    def show_state(self, state: StartState) -> None:
        """Show a state."""
        self._places = state.places
        self.render_state(state, "正在建站……")


class RecoveryPage(Page):
    """The recovery code, once."""

    def __init__(self, model: StartModel, scale: Scale) -> None:
        words = "请抄下或打印这串恢复码，封好交镇司法所保管。忘记口令时只有它能打开数据；它只显示这一次。"
        super().__init__(model, scale, "工作站已建好", words)
        self.code = label("", "code", wrap=True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.box.addWidget(self.code)
        row = QHBoxLayout()
        self.copy = button("复制", "", self._copy)
        row.addWidget(self.copy)
        self._copied = label("", "good")
        row.addWidget(self._copied)
        row.addStretch()
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
        self.render_state(state, "正在进入……")

"""The first pages (解锁、找回): a calm card in the middle, one thing at a time. Renders only."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone
from zsapp.screens.start.model import StartModel, StartState

CARD_WIDE = 480
NO_FOCUS = 0
"""Qt.FocusPolicy.NoFocus by its number, for the reason of `words.PLAIN`."""


class Page(QScrollArea):
    """A card in the middle of the window; scrolled where large type makes it higher than the screen."""

    def __init__(self, model: StartModel, scale: Scale, title: str, words: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setProperty("focusPolicy", NO_FOCUS)
        self.model, self.scale, self.name = model, scale, title
        self.lines: dict[str, QLineEdit] = {}
        inner = QWidget()
        inner.setObjectName("page")
        outer = QVBoxLayout(inner)
        outer.addStretch(2)
        row = QHBoxLayout()
        row.addStretch()
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(scale.px(CARD_WIDE))
        row.addWidget(card)
        row.addStretch()
        outer.addLayout(row)
        outer.addStretch(3)
        self.box = QVBoxLayout(card)
        self.box.setContentsMargins(scale.px(32), scale.px(28), scale.px(32), scale.px(28))
        self.box.setSpacing(scale["space2"])
        self.box.addWidget(label(title, "hero"))
        if words:
            self.box.addWidget(label(words, "small", wrap=True))
        self.box.addSpacing(scale["space2"])
        self.setWidget(inner)

    def line(self, name: str, words: str, *, secret: bool = False, hint: str = "") -> QLineEdit:
        """Add a labelled line."""
        above = label(words, "label")
        made = QLineEdit()
        made.setAccessibleName(words)
        made.setPlaceholderText(hint)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        above.setBuddy(made)
        self.box.addWidget(above)
        self.box.addWidget(made)
        self.lines[name] = made
        return made

    def bottom(self, go: str, press: Callable[[], None], *others: tuple[str, Callable[[], None]]) -> None:
        """Add the fault, and the buttons below it."""
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        self.box.addWidget(self.fault)
        self.box.addSpacing(self.scale["space2"])
        self.go = button(go, "primary", press)
        self._go_words = go
        row = QHBoxLayout()
        self.others = [button(words, "quiet", call) for words, call in others]
        for made in self.others:
            row.addWidget(made)
        row.addStretch()
        row.addWidget(self.go)
        self.box.addLayout(row)

    def on_enter(self) -> None:
        """Let Enter go from line to line, and from the last one press the button."""
        lines = list(self.lines.values())
        for one, following in pairwise(lines):
            one.returnPressed.connect(partial(self._go_to, following))
        lines[-1].returnPressed.connect(self.go.click)

    def _go_to(self, line: QLineEdit) -> None:
        line.setFocus()
        self.ensureWidgetVisible(line)

    def text(self, name: str) -> str:
        """Return what a line holds."""
        return self.lines[name].text()

    def arrive(self) -> None:
        """Put the caret where typing begins."""
        for one in self.lines.values():
            if one.isVisibleTo(self) and not one.text():
                self._go_to(one)
                return

    def render_state(self, state: StartState, busy: str) -> None:
        """Show a state."""
        number = f"（代码 {state.number}）" if state.number else ""
        remedy = f"。{state.remedy}" if state.remedy else ""
        words = f"{state.fault}{remedy}{number}" if state.fault else ""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        self.go.setText(busy if state.busy else self._go_words)
        self.go.setDisabled(state.busy)
        for name, one in self.lines.items():
            wrong = bool(state.fault) and state.fault_field == name
            if wrong != (one.property("fault") == "true"):  # else a style is asked for, at start, for nothing
                retone(one, "fault", "true" if wrong else "false")
            one.setReadOnly(state.busy)
            if wrong:
                self._go_to(one)
                one.selectAll()
        if words:
            self.ensureWidgetVisible(self.go)  # the fault stands right above it


class UnlockPage(Page):
    """The passphrase."""

    WORDS = "数据已加密保存在本机，请输入口令打开。"
    OTHERS: tuple[str, ...] = ("忘记口令",)

    def __init__(self, model: StartModel, scale: Scale) -> None:
        super().__init__(model, scale, "公共法律服务工作站", self.WORDS)
        self.user = self.line("user", "用户名")
        self.passphrase = self.line("passphrase", "口令", secret=True)
        self.bottom("打开", self._unlock, *((one, lambda: model.go("recover")) for one in self.OTHERS))
        self.on_enter()
        self._ask_user(asked=model.state.ask_user)

    def _ask_user(self, *, asked: bool) -> None:
        self.user.setVisible(asked)
        for at in range(self.box.count()):
            widget = self.box.itemAt(at).widget()
            if widget is not None and getattr(widget, "buddy", lambda: None)() is self.user:
                widget.setVisible(asked)

    def _unlock(self) -> None:
        self.model.unlock(
            self.passphrase.text(), self.user.text().strip() if self.model.state.ask_user else ""
        )

    def show_state(self, state: StartState) -> None:
        """Show a state."""
        self._ask_user(asked=state.ask_user)
        self.render_state(state, "正在打开……")


class RecoverPage(Page):
    """The recovery code and a new passphrase."""

    def __init__(self, model: StartModel, scale: Scale) -> None:
        super().__init__(model, scale, "找回口令", "用建站时打印的恢复码打开，并设一个新口令。")
        self.line("code", "恢复码", hint="照纸上的样子输入，横线可以不输")
        self.line("user", "用户名", hint="只有一位用户时不用填")
        self.line("passphrase", "新口令", secret=True)
        self.line("again", "再输一遍新口令", secret=True)
        self.bottom("打开", self._recover, ("返回", lambda: model.go("unlock")))
        self.on_enter()

    def _recover(self) -> None:
        self.model.recover(
            self.text("code"), self.text("user").strip(), self.text("passphrase"), self.text("again")
        )

    def show_state(self, state: StartState) -> None:
        """Show a state."""
        self.render_state(state, "正在打开……")


class TrainingPage(Page):
    """What is seen while the training stations are made."""

    def __init__(self, model: StartModel, scale: Scale) -> None:
        words = "正在准备练习用的村、镇、市三个工作站，第一次要几秒钟。里面没有真实案件。"
        super().__init__(model, scale, "练习站", words)
        self.bottom("重试", model.train)

    def show_state(self, state: StartState) -> None:
        """Show a state."""
        self.render_state(state, "正在打开……")
        if state.fault:
            self.go.setFocus()

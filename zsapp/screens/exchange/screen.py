"""The exchange page (数据交换): the stick, two big things to do, what came of it. Renders only."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from zsapp.screens.exchange.model import ExchangeModel, ExchangeState, Line, Place
from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label, pill, put_pill, retone

TICK_MS = 120


class ExchangeScreen(QWidget):
    """The page."""

    def __init__(self, model: ExchangeModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        self.titled: Callable[[str, bool], None] = lambda _words, _unsaved: None
        self._places: tuple[Place, ...] | None = None
        self._lines: tuple[tuple[Line, ...], tuple[Line, ...]] | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space4"])
        head = QHBoxLayout()
        head.setSpacing(scale["space3"])
        head.addWidget(label("数据交换", "title"))
        self.unsent = pill()
        head.addWidget(self.unsent)
        head.addStretch()
        box.addLayout(head)
        box.addWidget(self._stick_card())
        box.addWidget(self._busy_card())
        row = QHBoxLayout()
        row.setSpacing(scale["space4"])
        self._results, left = self._list_card("这一次")
        self._marks, right = self._list_card("送到了哪里")
        row.addWidget(left, 3)
        row.addWidget(right, 2)
        box.addLayout(row, 1)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(model.look_at_progress)
        model.shown = self.render_state

    def _stick_card(self) -> QFrame:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        self.sentence = label("", "section", wrap=True)
        box.addWidget(self.sentence)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(scale["space1"])
        self._group = QButtonGroup(self)
        box.addLayout(self._choices)
        row = QHBoxLayout()
        row.setSpacing(scale["space3"])
        self.out = button("导出到U盘", "primary", lambda: self._model.export(self.folder.text()))
        self.out.setIcon(icon("export", "#FFFFFF", scale.px(20)))
        self.into = button("从U盘导入", "", lambda: self._model.take_in(self.folder.text()))
        self.into.setIcon(icon("import", COLOURS["blue"], scale.px(20)))
        row.addWidget(self.out)
        row.addWidget(self.into)
        row.addSpacing(scale["space5"])
        row.addWidget(label("或文件夹", "label"))
        self.folder = QLineEdit()
        self.folder.setAccessibleName("文件夹（不用U盘时）")
        self.folder.setPlaceholderText("不用U盘时，写明文件夹")
        row.addWidget(self.folder, 1)
        self.browse = button("浏览", "quiet", self._browse)
        row.addWidget(self.browse)
        box.addLayout(row)
        return card

    def _busy_card(self) -> QFrame:
        scale = self._scale
        self._busy = QFrame()
        self._busy.setObjectName("card")
        row = QHBoxLayout(self._busy)
        row.setContentsMargins(scale["space5"], scale["space2"], scale["space4"], scale["space2"])
        row.setSpacing(scale["space4"])
        self.busy_words = label("", "strong")
        row.addWidget(self.busy_words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        row.addWidget(self.bar, 1)
        self.stop = button("取消", "", self._model.cancel)
        row.addWidget(self.stop)
        self._busy.hide()
        return self._busy

    def _list_card(self, title: str) -> tuple[QScrollArea, QFrame]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space5"], scale["space3"], scale["space3"], scale["space3"])
        box.addWidget(label(title, "section"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.addWidget(scroll, 1)
        return scroll, card

    def _browse(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择文件夹", self.folder.text()):
            self.folder.setText(chosen)

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self.out.setFocus(Qt.FocusReason.OtherFocusReason)
        self._model.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look for sticks."""
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for sticks no more."""
        super().hideEvent(event)
        self._model.stop()

    def render_state(self, state: ExchangeState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        put_pill(
            self.unsent,
            f"未导出 {state.unsent} 条" if state.unsent else "没有未导出的记录",
            "amber" if state.unsent else "green",
        )
        if state.places != self._places:
            self._offer(state)
        self._render_busy(state)
        if self.isVisible():
            self.titled(self.subject(state), False)  # noqa: FBT003 -- nothing here waits to be saved
        if (state.results, state.marks) != self._lines:
            self._lines = (state.results, state.marks)
            nothing = (Line("还没有导出或导入"),)
            self._fill(self._results, state.results or nothing)
            self._fill(self._marks, state.marks)

    def subject(self, state: ExchangeState) -> str:
        """What the page is about: what is under way, or what came of it."""
        said = state.busy or (state.results[0].words if state.results else "")
        return f"数据交换：{said}" if said else "数据交换"

    def _offer(self, state: ExchangeState) -> None:
        self._places = state.places
        for one in self._group.buttons():
            self._group.removeButton(one)
            self._choices.removeWidget(one)
            one.deleteLater()
        for place in state.places if len(state.places) > 1 else ():
            choice = QRadioButton(place.words)
            choice.setChecked(place.path == state.chosen)
            choice.toggled.connect(lambda on, path=place.path: self._model.choose(path) if on else None)
            self._group.addButton(choice)
            self._choices.addWidget(choice)

    def _render_busy(self, state: ExchangeState) -> None:
        busy = bool(state.busy)
        self._busy.setVisible(busy)
        self.out.setDisabled(busy)
        self.into.setDisabled(busy)
        if busy:
            self.busy_words.setText(f"{state.busy} {state.text}".strip())
            self.bar.setRange(0, state.total)
            self.bar.setValue(state.done)
            self._clock.start()
        else:
            self._clock.stop()

    def _fill(self, scroll: QScrollArea, lines: tuple[Line, ...]) -> None:
        inner = QWidget()
        inner.setObjectName("clear")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, self._scale["space2"], 0)
        box.setSpacing(self._scale["space2"])
        for one in lines:
            words = label(one.words, "", wrap=True)
            retone(words, "tone", one.tone)
            box.addWidget(words)
            if one.more:
                box.addWidget(label(one.more, "small", wrap=True))
        box.addStretch()
        scroll.setWidget(inner)

"""The exchange page (数据交换): the stick, two big things to do, what came of it. Renders only."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from zsapp.screens.exchange.certificates_view import CertificatesView
from zsapp.screens.exchange.keeping_view import KeepingRow
from zsapp.screens.exchange.model import ExchangeModel, ExchangeState, Place, Typed
from zsapp.screens.exchange.network_view import NetworkView
from zsapp.screens.exchange.words import Line, way_lines
from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label, pill, put_pill, retone
from zsapp.screens.status import unsent_line

TICK_MS = 120
NAMED = 4
"""Cases not saved that are named; the others come up as these are saved."""
CHOOSE = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StickChoice(QRadioButton):
    """A stick among several: arrows choose, even when none was chosen before; Enter chooses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose where the arrow leads."""
        super().keyPressEvent(event)
        here = QApplication.focusWidget()
        if event.key() in CHOOSE and isinstance(here, StickChoice):
            here.setChecked(True)


class ExchangeScreen(QWidget):
    """The page."""

    def __init__(self, model: ExchangeModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        self.titled: Callable[[str, bool], None] = lambda _words, _unsaved: None
        self._places: tuple[Place, ...] | None = None
        self._lines: tuple[tuple[Line, ...], tuple[Line, ...]] | None = None
        self._pressed: QWidget | None = None
        self._typed: tuple[Typed, ...] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        self.stack = QStackedWidget()
        self.stack.setObjectName("clear")
        outer.addWidget(self.stack)
        self.stack.addWidget(self._exchange_page())
        self.certificates = CertificatesView(model.certificates, scale, self._turn_back)
        self.stack.addWidget(self.certificates)
        self.network = NetworkView(model.network, scale, self._turn_back)
        self.stack.addWidget(self.network)
        for leaf in (self.certificates, self.network):
            back = QShortcut(QKeySequence(Qt.Key.Key_Escape), leaf, self._turn_back)
            back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(model.look_at_progress)
        model.shown = self.render_state

    def _exchange_page(self) -> QWidget:
        scale = self._scale
        page = QWidget()
        page.setObjectName("clear")
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scale["space4"])
        head = QHBoxLayout()
        head.setSpacing(scale["space3"])
        head.addWidget(label("数据交换", "title"))
        self.unsent = pill()
        head.addWidget(self.unsent)
        head.addStretch()
        self.warned = pill()
        head.addWidget(self.warned)
        self.online = button("联网上送", "", self.show_network, "不用U盘，通过网络送到上级并取回回执")
        head.addWidget(self.online)
        self.turn = button("证书", "", self.show_certificates, "我的证书、下级的申请、吊销")
        head.addWidget(self.turn)
        box.addLayout(head)
        box.addWidget(self._typed_card())
        box.addWidget(self._stick_card())
        box.addWidget(self._busy_card())
        row = QHBoxLayout()
        row.setSpacing(scale["space4"])
        self._results, left = self._list_card("这一次")
        self._marks, right = self._list_card("送到了哪里")
        row.addWidget(left, 3)
        row.addWidget(right, 2)
        box.addLayout(row, 1)
        return page

    def show_certificates(self) -> None:
        """Turn to the page of certificates."""
        self.stack.setCurrentWidget(self.certificates)
        self.certificates.start()

    def show_network(self) -> None:
        """Turn to the page of the network."""
        self.stack.setCurrentWidget(self.network)
        self.network.start()

    def _turn_back(self) -> None:
        here = self.online if self.stack.currentWidget() is self.network else self.turn
        self.stack.setCurrentIndex(0)
        self._model.certificates.leave()
        here.setFocus(Qt.FocusReason.OtherFocusReason)
        self._model.start()

    def _typed_card(self) -> QFrame:
        """Make the warning that stands above the way out: what was typed and is not saved stays behind."""
        scale = self._scale
        self._warned = QFrame()
        self._warned.setObjectName("message")
        self._warned.setProperty("tone", "amber")
        box = QVBoxLayout(self._warned)
        box.setContentsMargins(scale["space5"], scale["space2"], scale["space5"], scale["space2"])
        box.setSpacing(scale["space1"])
        self.warning = label("", "strong", wrap=True)
        box.addWidget(self.warning)
        self._drafts = QVBoxLayout()
        self._drafts.setSpacing(0)
        box.addLayout(self._drafts)
        self.drafts: list[QPushButton] = []
        self._warned.hide()
        return self._warned

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
        self.out = button("导出到U盘", "primary", lambda: self._press(self._model.export, self.out))
        self.out.setIcon(icon("export", "#FFFFFF", scale.px(20)))
        self.into = button("从U盘导入", "", lambda: self._press(self._model.take_in, self.into))
        self.into.setIcon(icon("import", COLOURS["blue"], scale.px(20)))
        row.addWidget(self.out)
        row.addWidget(self.into)
        row.addSpacing(scale["space5"])
        row.addWidget(label("或文件夹", "label"))
        self.folder = QLineEdit()
        self.folder.setAccessibleName("文件夹（不用U盘时）")
        self.folder.setPlaceholderText("不用U盘时，写明文件夹；U盘丢了，在这里扫回执单")
        self.folder.textChanged.connect(self._name_target)
        row.addWidget(self.folder, 1)
        self.browse = button("浏览", "quiet", self._browse)
        row.addWidget(self.browse)
        box.addLayout(row)
        self.keeping = KeepingRow(self._model.keeping, scale)
        box.addWidget(self.keeping)
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

    def _name_target(self, folder: str) -> None:
        """Say on the buttons where it goes: a folder that is written there comes before the stick."""
        place = "文件夹" if folder.strip() else "U盘"
        self.out.setText(f"导出到{place}")
        self.into.setText(f"从{place}导入")

    def _press(self, errand: Callable[[str], None], pressed: QWidget) -> None:
        """Do an errand; the caret comes back to its button once it is done."""
        asked = not (self._model.state.chosen or self.folder.text().strip())
        self._pressed = None if asked else pressed
        errand(self.folder.text())
        if asked and self._group.buttons():
            self._group.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _browse(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择文件夹", self.folder.text()):
            self.folder.setText(chosen)

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self.render_state(self._model.state)
        first = self.stop if self._model.state.busy else (self.drafts or [self.out])[0]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._model.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for sticks no more."""
        super().hideEvent(event)
        self._model.stop()

    def render_state(self, state: ExchangeState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        words, tone = unsent_line(state.unsent)
        put_pill(self.unsent, words, tone or "green")
        put_pill(self.warned, *state.certificate)
        if state.typed != self._typed:
            self._warn(state.typed)
        if state.places != self._places:
            self._offer(state)
        self._render_busy(state)
        if self.isVisible():
            self.titled(self.subject(state), False)  # noqa: FBT003 -- nothing here waits to be saved
        if (state.results, state.marks) != self._lines:
            self._lines = (state.results, state.marks)
            self._fill(self._results, state.results or way_lines(self._model.tier))
            self._fill(self._marks, state.marks)

    def _warn(self, typed: tuple[Typed, ...]) -> None:
        """Name the cases that an export would lack; Enter goes to the first of them, not past the warning."""
        self._typed = typed
        about_to_go = QApplication.focusWidget() in (self.out, *self.drafts)
        for one in self.drafts:
            self._drafts.removeWidget(one)
            one.deleteLater()
        self.drafts = [button(one.words, "link", self._open(one)) for one in typed[:NAMED]]
        for made in self.drafts:
            self._drafts.addWidget(made)
        more = f"（下面是其中 {NAMED} 件）" if len(typed) > NAMED else ""
        self.warning.setText(
            f"有 {len(typed)} 件案件写了还没有保存{more}，导出的、统计的都没有这些内容。"
            "按一下打开，再按 Ctrl+S 保存："
        )
        self._warned.setVisible(bool(typed))
        for before, following in pairwise([*self.drafts, self.out]):
            QWidget.setTabOrder(before, following)
        if about_to_go:
            (self.drafts or [self.out])[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, one: Typed) -> Callable[[], None]:
        return lambda: self._model.opened(one.record_id)

    def subject(self, state: ExchangeState) -> str:
        """What the page is about: what is under way, or what came of it."""
        said = state.busy or (state.results[0].words if state.results else "")
        return f"数据交换：{said}" if said else "数据交换"

    def _offer(self, state: ExchangeState) -> None:
        before = [one.path for one in self._places or ()]
        self._places = state.places
        shown = state.places if len(state.places) > 1 else ()
        if before == [one.path for one in shown]:  # the room on a stick changes all the time
            for choice, place in zip(self._group.buttons(), shown, strict=True):
                choice.setText(place.words)
            return
        here = QApplication.focusWidget() in self._group.buttons()
        for one in self._group.buttons():
            self._group.removeButton(one)
            self._choices.removeWidget(one)
            one.deleteLater()
        for place in shown:
            choice = StickChoice(place.words)
            choice.setChecked(place.path == state.chosen)
            choice.toggled.connect(lambda on, path=place.path: self._model.choose(path) if on else None)
            self._group.addButton(choice)
            self._choices.addWidget(choice)
        if here:
            checked = self._group.checkedButton() or (self._group.buttons() or [self.out])[0]
            checked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_busy(self, state: ExchangeState) -> None:
        busy = bool(state.busy)
        self._busy.setVisible(busy)
        self.stop.setDisabled(state.stopping)
        for one in (self.out, self.into, self.folder, self.browse, *self._group.buttons()):
            one.setDisabled(busy)
        if not busy and self._pressed is not None:
            self._pressed.setFocus(Qt.FocusReason.OtherFocusReason)
            self._pressed = None
        if busy:
            self.busy_words.setText(state.under_way)
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

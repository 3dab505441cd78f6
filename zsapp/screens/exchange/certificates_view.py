"""The certificate page (证书), behind the exchange page: ours, requests, stations below. Renders only."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from zsapp.screens.exchange.certificates_model import (
    REFUSE,
    RELEASE,
    REVOKE,
    Ask,
    Below,
    CertificatesModel,
    CertificatesState,
    Deposit,
    Said,
)
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, pill, retone

PHONE = "批准前请打电话给对方：请他打开“数据交换”的“证书”页，念出“核对码”，与这里的数字一样才批准。"
BOTH = (
    "这个单位已有电脑入网。原来的坏了、丢了，换成这一台的，按“替换原来的电脑”：原来的不再收，登记都归新电脑；"
    "原来的还在用的，按“两台都用”。"
)


class CertificatesView(QWidget):
    """The page."""

    def __init__(self, model: CertificatesModel, scale: Scale, back: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._model, self._scale = model, scale
        self._shown = CertificatesState()
        self.presses: dict[tuple[str, str], QPushButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scale["space4"])
        head = QHBoxLayout()
        head.setSpacing(scale["space3"])
        head.addWidget(label("证书", "title"))
        head.addStretch()
        self.back = button("返回数据交换", "", back)
        head.addWidget(self.back)
        box.addLayout(head)
        box.addWidget(self._reason_card())
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(scroll, 1)
        inner = QWidget()
        inner.setObjectName("clear")
        self._cards = QVBoxLayout(inner)
        self._cards.setContentsMargins(0, 0, scale["space2"], 0)
        self._cards.setSpacing(scale["space4"])
        self._cards.addWidget(self._mine_card())
        self._asks, self.asks_card = self._list_card("等待批准的申请", PHONE)
        self._below, self.below_card = self._list_card("下级工作站", "")
        self._deposits, self.deposits_card = self._list_card(
            "托管的恢复码", "站长忘记口令又找不到封存单时用；须两位管理人员先后同意，双方都有记录。"
        )
        self._cards.addStretch()
        scroll.setWidget(inner)
        model.shown = self.render_state

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space2"])
        if title:
            box.addWidget(label(title, "section"))
        return card, box

    def _list_card(self, title: str, note: str) -> tuple[QVBoxLayout, QFrame]:
        card, box = self._card(title)
        if note:
            box.addWidget(label(note, "small", wrap=True))
        rows = QVBoxLayout()
        rows.setSpacing(self._scale["space3"])
        box.addLayout(rows)
        self._cards.addWidget(card)
        return rows, card

    def _mine_card(self) -> QFrame:
        card, box = self._card("我的证书")
        self._mine = QVBoxLayout()
        self._mine.setSpacing(self._scale["space1"])
        box.addLayout(self._mine)
        self.warning = label("", "strong", wrap=True)
        box.addWidget(self.warning)
        self.digits = label("", "code")
        self.digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._digits_note = label("核对码（上级来电时念给他听）", "small")
        box.addWidget(self._digits_note)
        box.addWidget(self.digits)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        self.renew = button("申请续期", "", self._model.renew)
        self.request = button("把申请写到U盘", "", lambda: self._model.write_request(self.folder.text()))
        row.addWidget(self.renew)
        row.addWidget(self.request)
        row.addSpacing(self._scale["space4"])
        row.addWidget(label("不用U盘时，文件夹", "label"))
        self.folder = QLineEdit()
        self.folder.setAccessibleName("文件夹（不用U盘时）")
        self.folder.setPlaceholderText("写明文件夹，申请和证书就写到那里")
        row.addWidget(self.folder, 1)
        box.addLayout(row)
        return card

    def _reason_card(self) -> QFrame:
        """Make the card that asks for a reason; it stands above all, and takes the caret."""
        card, box = self._card("")
        card.setObjectName("message")
        card.setProperty("tone", "amber")
        self.reason_words = label("", "strong", wrap=True)
        box.addWidget(self.reason_words)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        self.reason = QLineEdit()
        self.reason.setAccessibleName("原因")
        self.reason.setMaxLength(100)
        self.reason.returnPressed.connect(self._confirm)
        row.addWidget(self.reason, 1)
        self.sure = button("确定", "primary", self._confirm)
        self.leave = button("不做了", "", self._model.drop)
        row.addWidget(self.sure)
        row.addWidget(self.leave)
        box.addLayout(row)
        self.code = label("", "code", wrap=True)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self.code)
        self._asking = card
        card.hide()
        return card

    def _confirm(self) -> None:
        self._model.confirm(self.reason.text())

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: CertificatesState) -> None:
        """Show a state."""
        before, self._shown = self._shown, state
        self._render_reason(before, state)
        self.warning.setText(state.warning)
        self.warning.setVisible(bool(state.warning))
        retone(self.warning, "tone", state.warning_tone)
        self.digits.setText(state.digits)
        for one in (self.digits, self._digits_note, self.request):
            one.setVisible(bool(state.digits))
        self.renew.setVisible(state.renewable)
        for one in (self.renew, self.request):
            one.setEnabled(state.decides)
        if before.mine != state.mine:
            self._fill(self._mine, map(self._said, state.mine))
        lists = (before.asks, before.below, before.deposits, before.decides)
        if lists != (state.asks, state.below, state.deposits, state.decides) or not before.looked:
            self._render_lists(state)

    def _render_reason(self, before: CertificatesState, state: CertificatesState) -> None:
        asked = state.reason
        self._asking.setVisible(bool(asked or state.code))
        self.code.setText(state.code)
        self.code.setVisible(bool(state.code))
        for one in (self.reason, self.sure, self.leave):
            one.setVisible(asked is not None)
        if state.code:
            self.reason_words.setText("恢复码（离开这一页就不再显示）")
        if asked is not None:
            self.reason_words.setText(asked.words)
        if asked is not None and asked != before.reason:
            self.reason.clear()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif asked is None and before.reason is not None:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _render_lists(self, state: CertificatesState) -> None:
        self.presses.clear()
        nothing = [Said("没有等待批准的申请。下级把U盘带来时，从“数据交换”导入，申请就会列在这里。")]
        asks: Iterator[QWidget] = map(self._ask, state.asks)
        self._fill(self._asks, asks if state.asks else map(self._said, nothing))
        self._fill(self._below, map(self._one_below, state.below))
        self._fill(self._deposits, map(self._deposit, state.deposits))
        self.asks_card.setVisible(state.issues)
        self.below_card.setVisible(bool(state.below))
        self.deposits_card.setVisible(bool(state.deposits))

    @staticmethod
    def _fill(rows: QVBoxLayout, widgets: Iterator[QWidget]) -> None:
        while rows.count():
            gone = rows.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for one in widgets:
            rows.addWidget(one)

    def _said(self, one: Said) -> QWidget:
        holder, box = self._plain(QVBoxLayout)
        words = label(one.words, "", wrap=True)
        retone(words, "tone", one.tone)
        box.addWidget(words)
        if one.more:
            box.addWidget(label(one.more, "small", wrap=True))
        return holder

    def _plain(
        self, kind: type[QVBoxLayout] | type[QHBoxLayout]
    ) -> tuple[QWidget, QVBoxLayout | QHBoxLayout]:
        holder = QWidget()
        holder.setObjectName("clear")
        box = kind(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._scale["space2"])
        return holder, box

    def _row(self, name: str, more: str, mark: tuple[str, str], presses: list[QPushButton]) -> QWidget:
        """Return a row: who, what is to be said of him, and what can be done."""
        holder, row = self._plain(QHBoxLayout)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(name, "strong", wrap=True))
        words.addWidget(label(more, "small", wrap=True))
        row.addLayout(words)
        row.addWidget(pill(*mark))
        for one in presses:
            row.addWidget(one)
        row.setStretch(0, 1)
        return holder

    def _press(self, deed: str, key: str, words: str, errand: Callable[[], None], name: str) -> QPushButton:
        made = button(words, "", errand)
        made.setAccessibleName(f"{words}：{name}")
        made.setEnabled(self._model.state.decides)
        self.presses[deed, key] = made
        return made

    def _ask(self, one: Ask) -> QWidget:
        model = self._model
        words = "两台都用" if one.others else "批准"
        presses = [
            *(
                self._press("replace", other, replace, partial(model.approve, one.station, other), one.name)
                for other, replace in one.others
            ),
            self._press("approve", one.station, words, partial(model.approve, one.station), one.name),
            self._press(
                REFUSE, one.station, "拒绝", partial(model.ask, REFUSE, one.station, one.name), one.name
            ),
        ]
        holder, box = self._plain(QVBoxLayout)
        box.addWidget(self._row(one.name, one.words, ("等待批准", "amber"), presses))
        if one.others:
            box.addWidget(label(BOTH, "small", wrap=True))
        digits = label(f"核对码　{one.digits}", "code")
        box.addWidget(digits)
        return holder

    def _one_below(self, one: Below) -> QWidget:
        model = self._model
        presses = []
        if one.open:
            out = partial(self._hand_out, one.station)
            revoke = partial(model.ask, REVOKE, one.serial, one.name)
            presses = [
                self._press("hand_out", one.station, "证书写到U盘", out, one.name),
                self._press(REVOKE, one.serial, "吊销", revoke, one.name),
            ]
        return self._row(one.name, one.more, (one.state, one.tone), presses)

    def _hand_out(self, station: str) -> None:
        self._model.hand_out(station, self.folder.text())

    def _deposit(self, one: Deposit) -> QWidget:
        release = partial(self._model.ask, RELEASE, one.station, one.name)
        mark = ("等第二人同意", "amber") if one.asked else ("封存", "")
        press = self._press(RELEASE, one.station, "给出恢复码", release, one.name)
        return self._row(one.name, one.asked or "这串恢复码只有市里打得开", mark, [press])

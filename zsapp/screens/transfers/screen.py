"""The transfer page (移交): transfers at the left, the record at the right, the answer below. Renders only.

↑ ↓ run through them; Tab goes on to the reason, Ctrl+Enter takes over, Ctrl+R declines.
"""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from zsapp.screens.kit.read_card import ReadCard
from zsapp.screens.kit.read_page import ReadPage, ReadWords
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, put_pill
from zsapp.screens.review.rows import sheet_text
from zsapp.screens.transfers.model import (
    THROUGH,
    TONES,
    WAYS,
    Opened,
    TransferModel,
    TransferState,
    facts,
    told,
)

HINT = "↑ ↓ 看下一份　Enter 打开记录"
ANSWER = f"{HINT}　Tab 写理由　Ctrl+Enter 接收　Ctrl+R 不接收"


class TransferScreen(ReadPage):
    """The page."""

    def __init__(self, model: TransferModel, scale: Scale) -> None:
        self._model = model
        self._shown: Opened | None = None
        words = ReadWords("移交", "移交的记录", WAYS, HINT)
        super().__init__(model, scale, words, {"Ctrl+Return": model.accept, "Ctrl+R": model.decline})
        model.shown = self.render_state

    def _presses(self) -> tuple[QPushButton, ...]:
        self.carry = button("去数据交换", "", self._model.carry, "导出以后对方才收得到")
        return (self.carry,)

    def _above_rows(self) -> tuple[QWidget, ...]:
        self.nothing = label("", "small", wrap=True)
        return (self.nothing,)

    def _cards(self) -> tuple[QWidget, ...]:
        model = self._model
        self.card = ReadCard(
            self._scale, model.type, hint="不接收要写明理由；接收也可以写几句，对方会看到", name="理由或留言"
        )
        self.open = button("打开记录", "", lambda: model.open(model.state.at))
        self.back = button("撤回移交", "", model.withdraw)
        self.decline = button("不接收", "", model.decline, "Ctrl+R")
        self.accept = button("接收", "primary", model.accept, "Ctrl+Enter")
        self.card.offer((self.open, self.back), (self.decline, self.accept))
        holder = QWidget()  # keeps its place while there is nothing to show
        holder.setObjectName("clear")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.card)
        return (holder,)

    # --- what is shown ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look again: something was committed while the page is before the clerk."""
        self._model.start()

    def open_at(self, record_id: str, _step: int | None = None) -> None:
        """Show the transfer of a record (from its own page)."""
        self._model.show_record(record_id)

    def render_state(self, state: TransferState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        self.hint.setText(ANSWER if state.answerable else HINT)
        self.choose_way(state.way)
        self.ways[THROUGH].setVisible(any(not one.mine for one in state.every))
        self.nothing.setText(state.nothing)
        self.nothing.setVisible(bool(state.nothing))
        self.table.show_rows(len(state.lines), state.generation)
        self.rows.rest_at(state.at)
        self.card.setVisible(state.opened is not None)
        if state.opened is not None:
            self._render_opened(state, state.opened)

    def _render_opened(self, state: TransferState, opened: Opened) -> None:
        card, line = self.card, opened.line
        if opened is not self._shown:
            self._shown = opened
            card.name.setText(line.title or "（无标题）")
            card.facts.setText(facts(line))
            card.put_words(told(opened))
            card.put_sheet(sheet_text(opened.sheet) if opened.sheet else "记录的内容还没有送到本站")
        put_pill(card.state, line.state, TONES[line.state])
        card.reason.setVisible(state.answerable)
        card.reason.put(state.reason)
        card.put_fault(state.fault)
        self.open.setVisible(line.known)
        self.back.setVisible(state.withdrawable)
        for one in (self.decline, self.accept):
            one.setVisible(state.answerable)

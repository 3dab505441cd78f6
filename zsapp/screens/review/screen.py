"""The review page (校核): what came from below at the left, the record at the right, the verdict under it.

Renders only. ↑ ↓ run through the records; Tab goes on to the reason, Ctrl+Enter passes, Ctrl+R sends back.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from zsapp.rules.roles import AREAS
from zsapp.screens.kit.read_card import ReadCard
from zsapp.screens.kit.read_page import ReadPage, ReadWords
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, put_pill
from zsapp.screens.review.conflict_card import ConflictCard
from zsapp.screens.review.model import CONFLICT, HELD, QUEUES, WAYS, Opened, ReviewModel, ReviewState
from zsapp.screens.review.rows import TONES, sheet_text, word_line

HINT = "↑ ↓ 看下一份　Enter 打开案件　Tab 写理由　Ctrl+Enter 通过　Ctrl+R 退回"
HINTS = {
    CONFLICT: "↑ ↓ 看下一份　Enter 打开案件　Tab 到按钮，Enter 选定",
    HELD: "这些内容已收到、没有采用，回执会告诉登记单位；改正后重新报来的自动采用",
}
EVERY = "全部工作站"


class ReviewScreen(ReadPage):
    """The page."""

    def __init__(self, model: ReviewModel, scale: Scale) -> None:
        self._model = model
        self._shown: Opened | None = None
        words = ReadWords("校核", "下级报来的记录", WAYS, HINT)
        super().__init__(model, scale, words, {"Ctrl+Return": model.accept, "Ctrl+R": model.give_back})
        model.shown = self.render_state

    def _presses(self) -> tuple[QPushButton, ...]:
        self.again = button("重新核对", "", self._model.look_again)
        self.receipt = button("回执单", "", self._model.print_receipt, "U盘丢了时用：一页纸，带二维码")
        self.answer = button("写出回执", "", self._model.write_answer, "给所选工作站：带上退回、通过和意见")
        return self.again, self.receipt, self.answer

    def _beside_ways(self) -> tuple[QWidget, ...]:
        self.stations = QComboBox()
        self.stations.setAccessibleName("工作站")
        self.stations.setMinimumWidth(self._scale.px(260))
        self.stations.activated.connect(
            lambda at: self._model.show_station(str(self.stations.itemData(at) or ""))
        )
        return (self.stations,)

    def _more(self) -> tuple[Callable[[], bool], Callable[[], None]]:
        return lambda: self._model.has_more, self._model.more

    def _cards(self) -> tuple[QWidget, ...]:
        model = self._model
        self.card = ReadCard(
            self._scale,
            model.type,
            hint="退回的理由：要改正什么；通过也可以写意见",
            name="理由或意见",
        )
        self.comment = button("只写意见", "", model.comment)
        self.back = button("退回", "", model.give_back, "Ctrl+R")
        self.accept = button("通过", "primary", model.accept, "Ctrl+Enter")
        self.card.offer((self.comment,), (self.back, self.accept))
        self.conflict = ConflictCard(model, self._scale)
        return self.card, self.conflict

    # --- what is shown ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look again: something was committed while the page is before the clerk."""
        self._model.refresh()

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        self.hint.setText(HINTS.get(state.way, HINT))
        self.choose_way(state.way)
        for way, words in WAYS:
            self.ways[way].setText(f"{words} {state.counts[way]}" if state.counts.get(way) else words)
        self._render_stations(state)
        self.again.setVisible(state.way == HELD and bool(state.held))
        self.table.show_rows(state.count, state.generation)
        if 0 <= state.at < state.count:
            self.rows.rest_at(state.at)
        self.conflict.render_conflict(state.conflict)
        self.card.setVisible(state.opened is not None)
        if state.opened is not None:
            self._render_opened(state, state.opened)

    def _render_stations(self, state: ReviewState) -> None:
        wanted = [("", EVERY), *((one.station, one.name) for one in state.stations)]
        if [self.stations.itemData(at) for at in range(self.stations.count())] != [one for one, _ in wanted]:
            self.stations.clear()
            for station, words in wanted:
                self.stations.addItem(words, station)
        self.stations.setCurrentIndex([station for station, _ in wanted].index(state.station))
        self.stations.setVisible(state.way not in QUEUES and len(state.stations) > 1)

    def _render_opened(self, state: ReviewState, opened: Opened) -> None:
        line, card = opened.line, self.card
        if opened is not self._shown:
            self._shown = opened
            card.name.setText(line.title or "（无标题）")
            number = line.number or "未编号"
            card.facts.setText(
                f"{AREAS.get(line.sector, line.sector)}　{number}　第{line.version}版　{line.name}"
            )
            card.put_words([word_line(one) for one in opened.words])
            card.put_sheet(sheet_text(opened.sheet))
        put_pill(card.state, line.state, TONES.get(line.state, ""))
        card.reason.put(state.reason)
        card.put_fault(state.fault)
        for one in (self.back, self.accept):
            one.setVisible(state.open_to_verdict)

"""The backup page (备份): how it stands, one big button, where and when; what to do after a restore.

Renders only.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from zsapp.screens.backup.model import HOURS, BackupModel, BackupState, Below, Place
from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label, retone

TICK_MS = 120
WHEN = "U盘插着、程序开着的时候就会备份；错过的，下次打开程序时补上。"
RESTORING = (
    "换了电脑或数据损坏时：在新电脑上装好程序，第一次打开时选“从备份恢复”，插入这个U盘，按提示做。"
    "需要备份那一天的口令，或者恢复码。"
)


class BackupScreen(QWidget):
    """The page."""

    def __init__(self, model: BackupModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        self._places: tuple[tuple[Place, ...], str] | None = None
        self._below: tuple[Below, ...] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(scale["space5"], scale["space4"], scale["space3"], 0)
        outer.setSpacing(scale["space3"])
        outer.addWidget(label("备份", "title"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(scroll, 1)
        inner = QWidget()
        inner.setObjectName("clear")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, scale["space3"], scale["space4"])
        box.setSpacing(scale["space4"])
        for card in (self._own_card(), self._backup_card(), self._place_card(), self._below_card()):
            box.addWidget(card)
        box.addStretch()
        scroll.setWidget(inner)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(model.look_at_progress)
        model.shown = self.render_state

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space3"])
        if title:
            box.addWidget(label(title, "section"))
        return card, box

    # --- cards --------------------------------------------------------------------------------------------

    def _own_card(self) -> QFrame:
        """What is to be done about this station's own journal; seen only when there is something."""
        self._own, box = self._card("这台电脑的登记")
        self.advice = label("", "", wrap=True)
        box.addWidget(self.advice)
        self.go_on = button("", "primary", self._model.go_on)
        box.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignLeft)
        self._own.hide()
        return self._own

    def _backup_card(self) -> QFrame:
        card, box = self._card("")
        self.sentence = label("", "section", wrap=True)
        box.addWidget(self.sentence)
        self.under = label("", "small", wrap=True)
        box.addWidget(self.under)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        self.make = button("现在备份", "primary", self._model.make)
        self.make.setIcon(icon("backup", "#FFFFFF", self._scale.px(20)))
        row.addWidget(self.make)
        self.busy_words = label("", "strong")
        row.addWidget(self.busy_words)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        row.addWidget(self.bar, 1)
        self.stop = button("取消", "", self._model.cancel)
        row.addWidget(self.stop)
        self._rest = QWidget()
        self._rest.setObjectName("clear")
        row.addWidget(self._rest, 1)
        box.addLayout(row)
        self.result = label("", "good", wrap=True)
        box.addWidget(self.result)
        self.keeping = label("", "small", wrap=True)
        box.addWidget(self.keeping)
        box.addWidget(label(RESTORING, "small", wrap=True))
        return card

    def _place_card(self) -> QFrame:
        card, box = self._card("备份放在哪里，几点备份")
        self._choices = QVBoxLayout()
        self._choices.setSpacing(self._scale["space1"])
        self.sticks: list[QPushButton] = []
        box.addLayout(self._choices)
        above = label("U盘或另一个磁盘上的文件夹", "label")
        box.addWidget(above)
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        self.place = QLineEdit()
        self.place.setAccessibleName("U盘或另一个磁盘上的文件夹")
        self.place.setPlaceholderText("插入U盘会列在上面；也可以写明文件夹")
        self.place.editingFinished.connect(lambda: self._model.choose(self.place.text()))
        above.setBuddy(self.place)
        row.addWidget(self.place, 1)
        self.browse = button("浏览", "quiet", self._browse)
        row.addWidget(self.browse)
        box.addLayout(row)
        hours = QHBoxLayout()
        hours.setSpacing(self._scale["space2"])
        hours.addWidget(label("每天", "label"))
        self.hours = QButtonGroup(self)
        for hour in HOURS:
            chip = button(f"{hour} 点", "chip", partial(self._model.at_hour, hour))
            chip.setCheckable(True)
            self.hours.addButton(chip, hour)
            hours.addWidget(chip)
        hours.addWidget(label("以后自动备份", "label"))
        hours.addStretch()
        box.addLayout(hours)
        box.addWidget(label(WHEN, "small", wrap=True))
        return card

    def _below_card(self) -> QFrame:
        """What a town or the city can do for stations below that were restored; seen where there are any."""
        self._for_below, box = self._card("下级恢复后的补发")
        words = "下级换了电脑、用备份恢复以后，把本站收到过的登记补发给它：选好工作站，写到U盘，请它导入。"
        box.addWidget(label(words, "small", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(self._scale["space2"])
        self.stations = QComboBox()
        self.stations.setAccessibleName("下级工作站")
        row.addWidget(self.stations, 1)
        self.give = button("写到U盘", "", self._give)
        row.addWidget(self.give)
        box.addLayout(row)
        self._forks = QVBoxLayout()
        self._forks.setSpacing(self._scale["space2"])
        self.decisions: list[QPushButton] = []
        box.addLayout(self._forks)
        self._for_below.hide()
        return self._for_below

    def _browse(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, "选择放备份的地方", self.place.text()):
            self._model.choose(chosen)

    def _give(self) -> None:
        """Write to the only stick there is; else ask where."""
        places = self._model.state.places
        folder = places[0].path if len(places) == 1 else ""
        folder = folder or QFileDialog.getExistingDirectory(self, "选择U盘或文件夹", str(Path.home()))
        if folder:
            self._model.give_back(str(self.stations.currentData() or ""), folder)

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self.render_state(self._model.state)
        first = self.stop if self._model.state.busy else self.make
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._model.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for sticks no more."""
        super().hideEvent(event)
        self._model.stop()

    def render_state(self, state: BackupState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        retone(self.sentence, "tone", state.tone)
        self.keeping.setText(state.keeping)
        self.under.setText(state.under)
        self.under.setVisible(bool(state.under))
        self.result.setText(state.result)
        self.result.setVisible(bool(state.result))
        self._own.setVisible(bool(state.advice))
        self.advice.setText("\n".join(state.advice))
        self.go_on.setText(state.may_go_on)
        self.go_on.setVisible(bool(state.may_go_on))
        if not self.place.hasFocus() and self.place.text() != state.place:
            self.place.setText(state.place)
        for chip in self.hours.buttons():
            chip.setChecked(self.hours.id(chip) == state.hour)
        if (state.places, state.place) != self._places:
            self._offer(state)
        if state.below != self._below:
            self._show_below(state.below)
        self._render_busy(state)

    def _render_busy(self, state: BackupState) -> None:
        was = self._clock.isActive()
        self.make.setVisible(not state.busy)
        for one in (self.busy_words, self.bar, self.stop):
            one.setVisible(state.busy)
        self._rest.setVisible(not state.busy)
        self.stop.setEnabled(not state.stopping)
        self.busy_words.setText("正在取消……" if state.stopping else state.text or "正在备份")
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        if state.busy and not was:
            self._clock.start()
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        elif was and not state.busy:
            self._clock.stop()
            self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, state: BackupState) -> None:
        """List the sticks there are; pressing one takes it."""
        self._places = (state.places, state.place)
        _empty(self._choices)
        self.sticks = []
        for one in state.places:
            if one.path == state.place:
                self._choices.addWidget(label(f"已选这个U盘：{one.words}", "good", wrap=True))
                continue
            made = button(f"用这个U盘：{one.words}", "link", partial(self._model.choose, one.path))
            self.sticks.append(made)
            self._choices.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_below(self, below: tuple[Below, ...]) -> None:
        self._below = below
        self._for_below.setVisible(bool(below))
        self.stations.clear()
        for one in below:
            self.stations.addItem(one.name, one.id)
        _empty(self._forks)
        self.decisions = []
        for one in below:
            if one.forked:
                words = (
                    f"{one.name}疑有两台电脑在用同一份数据，先不接收。核实后恢复（以它直接上级收到的为准）："
                )
                told = label(words, "caution", wrap=True)
                self._forks.addWidget(told)
                made = button("以已收到的为准，恢复接收", "", partial(self._model.decide, one.id))
                made.setAccessibleName(f"以已收到的为准，恢复接收：{one.name}")
                self.decisions.append(made)
                self._forks.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)


def _empty(box: QVBoxLayout) -> None:
    while box.count():
        gone = box.takeAt(0).widget()
        if gone is not None:
            gone.hide()
            gone.deleteLater()

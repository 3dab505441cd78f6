"""The people page (人员): search at the left, the person before the clerk at the right. Renders only."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from zsapp.base.items import items
from zsapp.rules.person import Person
from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.reading import show_date
from zsapp.screens.kit.row_list import RowList
from zsapp.screens.kit.rows import RowModel
from zsapp.screens.kit.ticks import TickBoxes
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.people.model import PeopleModel, PeopleState, standing_lines
from zsapp.services.likeness import PersonHint
from zsapp.services.persons import Card

Ways = tuple[tuple[str, Callable[[PersonHint], None]], ...]
"""What one press does about a double: its words, and whom to tell."""


class PeopleScreen(QWidget):
    """The page."""

    def __init__(self, model: PeopleModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("page")
        self._model, self._scale = model, scale
        self._shown: Card | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        row.setSpacing(scale["space4"])
        row.addLayout(self._finder(), 2)
        row.addWidget(self._card(), 3)
        model.shown = self.render_state

    def _finder(self) -> QVBoxLayout:
        scale = self._scale
        box = QVBoxLayout()
        box.setSpacing(scale["space3"])
        box.addWidget(label("人员", "title"))
        self.query = QLineEdit()
        self.query.setPlaceholderText("姓名、拼音首字母、证件号码、电话")
        self.query.setAccessibleName("查找人员")
        self.query.setClearButtonEnabled(True)
        self.query.addAction(
            icon("search", COLOURS["second"], scale.px(20)), QLineEdit.ActionPosition.LeadingPosition
        )
        self.query.textChanged.connect(self._model.search)
        self.query.returnPressed.connect(self._to_rows)
        box.addWidget(self.query)
        self.sentence = label("", "small", wrap=True)
        box.addWidget(self.sentence)
        self.table = RowModel(self._model.row, lambda: False, lambda: None)
        self.rows = RowList(self.table, scale, "找到的人")
        self.rows.chosen.connect(self._choose)
        box.addWidget(self.rows, 1)
        return box

    def _card(self) -> QFrame:
        scale = self._scale
        card = QFrame()
        card.setObjectName("card")
        self._inner = QVBoxLayout(card)
        self._inner.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        self._inner.setSpacing(scale["space3"])
        self.name = label("", "section")
        self.facts = label("", "", wrap=True)
        self.facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._inner.addWidget(self.name)
        self._inner.addWidget(self.facts)
        self.standing = label("", "small", wrap=True)
        self._inner.addWidget(self.standing)
        self._inner.addWidget(self._describing())
        self._doubles = QVBoxLayout()
        self._doubles.setSpacing(scale["space2"])
        self._inner.addLayout(self._doubles)
        below = QWidget()
        below.setObjectName("clear")
        lines = QVBoxLayout(below)
        lines.setContentsMargins(0, 0, 0, 0)
        self.history = label("", "section")
        lines.addWidget(self.history)
        self.part_table = RowModel(self._model.part_row, lambda: False, lambda: None)
        self.parts = RowList(self.part_table, scale, "办过的事")
        self.parts.chosen.connect(self._model.open_part)
        lines.addWidget(self.parts)
        self._inner.addWidget(below, 1)
        self.card = card
        card.hide()
        return card

    def _describing(self) -> QWidget:
        """Make the ticks for groups and needs, one press away."""
        self.describe = button("人群类别、无障碍需要……", "link", self._open_ticks)
        self.ticks = QWidget()
        self.ticks.setObjectName("clear")
        box = QVBoxLayout(self.ticks)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._scale["space2"])
        box.addWidget(label("老年人、未成年人等按出生日期自动认定，不用勾选", "small", wrap=True))
        groups, needs = self._model.offered
        self.groups = TickBoxes(groups, self._scale, "人群类别")
        self.needs = TickBoxes(needs, self._scale, "无障碍需要")
        box.addWidget(self.groups)
        box.addWidget(label("无障碍需要", "label"))
        box.addWidget(self.needs)
        self.keep = button("记下", "", self._keep)
        box.addWidget(self.keep)
        self.ticks.hide()
        made = QWidget()
        made.setObjectName("clear")
        lines = QVBoxLayout(made)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self.describe)
        lines.addWidget(self.ticks)
        return made

    def _open_ticks(self) -> None:
        """Open the ticks, or fold them; while they are open, everything else gives them its room."""
        wide = self.ticks.isHidden()
        for one in (self.facts, self.history, self.parts):
            one.setVisible(not wide)
        self.ticks.setVisible(wide)
        if wide and self._shown is not None:
            self.groups.put(self._shown.person.groups)
            self.needs.put(self._shown.person.needs)
            self.groups.setFocus(Qt.FocusReason.TabFocusReason)

    def _keep(self) -> None:
        self._model.describe(self.groups.ticked, self.needs.ticked)

    def _to_rows(self) -> None:
        if self.table.rowCount():
            self.rows.setCurrentIndex(self.table.index(0))
            self.rows.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, at: int) -> None:
        hints = self._model.state.hints
        if 0 <= at < len(hints):
            self._model.choose(hints[at].id)

    # --- what is shown ------------------------------------------------------------------------------------

    def start(self) -> None:
        """The page is about to be seen."""
        self._model.start()
        self.query.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_state(self, state: PeopleState) -> None:
        """Show a state."""
        self.sentence.setText(state.sentence)
        self.table.show_rows(len(state.hints), state.generation)
        if state.card is not None and state.card is not self._shown:
            self._show_card(state.card, state.generation)

    def _show_card(self, card: Card, generation: int) -> None:
        self._shown = card
        if not self.ticks.isHidden():
            self._open_ticks()
        self.card.show()
        said = standing_lines(card)
        self.standing.setText(said)
        self.standing.setVisible(bool(said))
        self.name.setText(card.person.name)
        self.facts.setText(facts_of(card.person))
        while self._doubles.count():
            gone = self._doubles.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for one in card.doubles:
            ways = (("合并", self._model.merge), ("不是同一人", self._model.tell_apart))
            self._doubles.addWidget(self._double(one, f"可能是同一个人（{one.why}）", ways))
        for one in card.merged:
            self._doubles.addWidget(self._double(one, "已合并", (("撤销合并", self._model.part),)))
        self.history.setText(f"办过的事（{len(card.parts)}）")
        self.part_table.show_rows(len(card.parts), generation)

    def _double(self, hint: PersonHint, words: str, ways: Ways) -> QWidget:
        made = QWidget()
        made.setObjectName("clear")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._scale["space2"])
        known = "　".join(part for part in (hint.name, hint.id_no, hint.phone, hint.address) if part)
        row.addWidget(label(f"{words}：{known}", "small", wrap=True), 1)
        for press, act in ways:
            row.addWidget(button(press, "", partial(act, hint)))
        return made


ELSEWHERE = ("name", "groups", "needs")
"""What the card shows in a place of its own."""


def facts_of(person: Person) -> str:
    """Return what is known of a person, one item a line."""
    lines = []
    for one in items(Person):
        value = getattr(person, one.name)
        if one.internal or one.name in ELSEWHERE or not value:
            continue
        lines.append(f"{one.label}：{show_date(value) if one.name == 'birth' else value}")
    return "\n".join(lines) or "没有其他资料"

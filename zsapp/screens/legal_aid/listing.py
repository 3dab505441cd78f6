"""The list of applications on the left (申请列表): search, scope, rows, new application. Renders only."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from zsapp.screens.kit.rail import RailWords, RecordRail
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, pill, put_pill
from zsapp.screens.legal_aid.model.listing import SCOPES, ListModel, ListState

WORDS = RailWords(
    title="申请",
    rows="申请列表",
    finder="查找申请",
    hint="姓名、拼音、编号、电话",
    new="新的申请",
    unit="件",
    scopes=tuple(SCOPES),
)
NOTHING = {
    "待转交": "没有等待转交的申请；新的请按“新的申请”",
    "办理中": "没有法律援助处正在办的申请",
    "全部": "还没有申请，请按“新的申请”",
}


class Listing(RecordRail):
    """List, search and 新的申请."""

    desk_asked = Signal(int)
    """What is about many applications at once was asked for, by its place."""

    def __init__(
        self, model: ListModel, scale: Scale, *, writable: bool, desks: tuple[str, ...] = ()
    ) -> None:
        super().__init__(model, scale, WORDS, writable=writable)
        self.desks = [button(name, "", partial(self.desk_asked.emit, at)) for at, name in enumerate(desks)]
        below = QHBoxLayout()
        below.setSpacing(scale["space2"])
        for one in self.desks:
            below.addWidget(one)
        below.addStretch()
        self._box.addLayout(below)
        model.shown = self.render_state

    def _put_above(self, box: QVBoxLayout) -> None:
        self.urgent = pill()
        self.urgent.hide()
        box.addWidget(self.urgent)

    def stay(self) -> None:
        """Open nothing by itself any more: the clerk has gone elsewhere."""
        self._linger.stop()

    def render_state(self, state: ListState) -> None:
        """Show a state of the list."""
        put_pill(self.urgent, f"紧急 {state.urgent}" if state.urgent else "", "red")
        self.show_list(state, NOTHING[state.scope])

"""The case list on the left (案件列表): search, scope, rows, new case."""

from zsapp.screens.kit.rail import RailWords, RecordRail
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.mediation.model.listing import EVERY, OPEN, ListModel, ListState

WORDS = RailWords(
    title="案件",
    rows="案件列表",
    finder="查找案件",
    hint="姓名、拼音、案号、电话",
    new="新登记",
    unit="件",
    scopes=(OPEN, EVERY),
)
NONE_OPEN = "没有在办的案件；办结的在“全部”里，新的请按“新登记”"
NONE_YET = "还没有案件，请按“新登记”"


class Rail(RecordRail):
    """List, search and 新登记."""

    def __init__(self, model: ListModel, scale: Scale, *, writable: bool) -> None:
        super().__init__(model, scale, WORDS, writable=writable)
        model.shown = self.render_state
        model.arrived = self.table.arrived

    def render_state(self, state: ListState) -> None:
        """Show a state of the list."""
        self.show_list(state, NONE_OPEN if state.scope == OPEN else NONE_YET)

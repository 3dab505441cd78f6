"""Roles on the station page (用户与角色): who is what, changed by whoever may. Renders only."""

from functools import partial

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QVBoxLayout

from zsapp.rules.roles import WORDS, Role
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import label
from zsapp.screens.station.model import StationModel, StationState

ABOUT = (
    "调解员办理案件；法律顾问和站长可以看限制查看的法律援助申请；司法所审阅；管理员管用户和设置，看不到案件。"
)


class RoleChoice(QComboBox):
    """The roles to choose from; a wheel that only scrolls the page chooses none."""

    def __init__(self, words: str, role: Role = Role.MEDIATOR) -> None:
        super().__init__()
        self.setAccessibleName(words)
        for one, text in WORDS.items():
            self.addItem(text, one.value)
        self.put(role)

    def put(self, role: Role) -> None:
        """Show a role."""
        self.setCurrentIndex(self.findData(role.value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class RolesCard(QFrame):
    """Every user and what they are; there is nothing to choose at a station of one."""

    def __init__(self, model: StationModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model = model
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space2"])
        box.addWidget(label("角色", "section"))
        box.addWidget(label(ABOUT, "small", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(scale["space4"])
        self._grid.setColumnStretch(2, 1)
        box.addLayout(self._grid)
        self.choices: dict[str, RoleChoice] = {}
        self.hide()

    def render_state(self, state: StationState) -> None:
        """Show a state."""
        if [one.name for one in state.accounts] != list(self.choices):
            self._offer(state)
        for one in state.accounts:
            self.choices[one.name].put(one.role)
            self.choices[one.name].setEnabled(state.administers)
        self.setVisible(len(state.accounts) > 1)

    def _offer(self, state: StationState) -> None:
        while self._grid.count():
            gone = self._grid.takeAt(0).widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.choices.clear()
        for row, one in enumerate(state.accounts):
            choice = RoleChoice(f"{one.name}的角色", one.role)
            choice.activated.connect(partial(self._chosen, one.name))
            name = label(one.name)
            name.setBuddy(choice)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(choice, row, 1)
            self.choices[one.name] = choice

    def _chosen(self, name: str, _at: int) -> None:
        self._model.change_role(name, str(self.choices[name].currentData()))

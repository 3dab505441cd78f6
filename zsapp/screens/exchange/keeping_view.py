"""The row that keeps a stick (整理U盘), below the big buttons of the exchange page. Renders only."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from zsapp.screens.exchange.keeping import KeepingModel, KeepingState
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label


class KeepingRow(QWidget):
    """What can be done with the stick, below the big buttons; hidden while there is nothing."""

    def __init__(self, model: KeepingModel, scale: Scale) -> None:
        super().__init__()
        self.setObjectName("clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale["space3"])
        self.words = label("", "small", wrap=True)
        row.addWidget(self.words, 1)
        self.tidy = button("清理旧数据包", "quiet", model.tidy)
        self.eject = button("弹出U盘", "quiet", model.eject)
        row.addWidget(self.tidy)
        row.addWidget(self.eject)
        self.hide()
        model.shown = self.render_state

    def render_state(self, state: KeepingState) -> None:
        """Show a state."""
        self.words.setText(state.words)
        self.tidy.setVisible(bool(state.old))
        self.eject.setVisible(state.is_stick)
        self.setVisible(bool(state.old) or state.is_stick)

"""What this tier does (本级功能): a card that says it with its basis and source. Renders only."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from zsapp.rules.functions import Function
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label

ABOUT = "各级分工由市局确定，标“待核”的尚未核对（数据表 functions.csv）。左边只列出本级有、您看得到的功能。"


class FunctionsCard(QFrame):
    """The card; the list is one press away."""

    def __init__(self, functions: tuple[tuple[Function, str], ...], scale: Scale) -> None:
        super().__init__()
        self.setObjectName("card")
        box = QVBoxLayout(self)
        box.setContentsMargins(scale["space5"], scale["space4"], scale["space5"], scale["space4"])
        box.setSpacing(scale["space2"])
        box.addWidget(label("本级功能", "section"))
        box.addWidget(label(ABOUT, "small", wrap=True))
        acts = [(one, how) for one, how in functions if one.kind == "act"]
        self.lines = label("\n".join(_line(one, how) for one, how in acts), "small", wrap=True)
        self.lines.hide()
        self.more = button(f"看{len(acts)}项功能的依据和来源", "link", self._turn)
        box.addWidget(self.more)
        box.addWidget(self.lines)

    def _turn(self) -> None:
        self.lines.setVisible(self.lines.isHidden())


def _line(one: Function, how: str) -> str:
    basis = f"{one.basis}　" if one.basis else ""
    return f"{how}　{one.label}（{basis}{one.source}，{one.status}）"

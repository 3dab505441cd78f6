"""Buttons in a form (按钮): what one press does, and texts on offer that one takes. Renders only."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from zsapp.screens.kit.blocks import BlockView, Owner
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.layout import Pick, Picks, Presses
from zsapp.screens.kit.words import button, label


def draw_presses(desk: Desk, block: Presses | Picks, prefix: str) -> BlockView:
    """Return the drawn block."""
    return PressesView(desk, block, prefix) if isinstance(block, Presses) else PicksView(desk, block, prefix)


class PressesView(BlockView):
    """Buttons in a row, and a sentence on how things stand."""

    def __init__(self, desk: Desk, block: Presses, prefix: str) -> None:
        super().__init__(desk, prefix)
        self._block = block
        self.head(block.title)
        self._says = label("", "small", wrap=True)
        self.box.addWidget(self._says)
        row = Flow(desk.scale["space2"], desk.scale["space1"])
        self._made = [
            (one, button(one.words, one.look, partial(desk.pressed, one.name), one.tip))
            for one in block.presses
        ]
        desk.buttons += len(self._made)
        row.add(*(made for _, made in self._made))
        self.box.addWidget(flowing(row))

    def fill(self, owner: Owner) -> None:
        """Show what can be pressed now."""
        shown = self._block.when(owner)
        self.setVisible(shown)
        if not shown:
            return
        said = self._block.says(owner)
        self._says.setText(said)
        self._says.setVisible(bool(said))
        for one, made in self._made:
            made.setVisible(one.when(owner) and not self.desk.locked)


class PickPart(QWidget):
    """One text on offer, and the button that takes it."""

    def __init__(self, view: "PicksView", *, above: bool) -> None:
        super().__init__()
        self._pick = Pick("", "", "")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(view.desk.scale["space1"])
        self.take: QPushButton = button("", "quiet", lambda: view.desk.pressed(self._pick.name))
        self._text: QLabel = label("", "small", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addStretch()
        box.addLayout(row)
        box.insertWidget(0 if above else 1, self._text)

    def show_pick(self, pick: Pick, *, locked: bool) -> None:
        """Show the text; one that is taken already can be read only."""
        self._pick = pick
        self.take.setText(pick.words)
        self.take.setAccessibleName(f"{pick.words}：{pick.text}")
        self.take.setEnabled(not pick.taken and not locked)
        self._text.setText(pick.text)
        self._text.setVisible(bool(pick.text))


class PicksView(BlockView):
    """Texts on offer, as many as there are now."""

    def __init__(self, desk: Desk, block: Picks, prefix: str) -> None:
        super().__init__(desk, prefix)
        self._block = block
        self._parts: list[PickPart] = []
        self.head("", block.note)

    def fill(self, owner: Owner) -> None:
        """Show what is on offer now."""
        shown = self._block.when(owner)
        self.setVisible(shown)
        picks = self._block.offers(owner) if shown else ()
        while len(self._parts) < len(picks):
            part = PickPart(self, above=self._block.above)
            self.desk.buttons += 1
            self._parts.append(part)
            self.box.addWidget(part)
        for at, part in enumerate(self._parts):
            part.setVisible(at < len(picks))
            if at < len(picks):
                part.show_pick(picks[at], locked=self.desk.locked)

"""Ticks (勾选): several of a list at once, a box with its words for each."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from zsapp.screens.kit.blocks import BlockView, Owner
from zsapp.screens.kit.fields import Desk
from zsapp.screens.kit.flow import Flow, grow
from zsapp.screens.kit.layout import Ticks
from zsapp.screens.kit.paths import get_at, item_at, join
from zsapp.screens.kit.tokens import Scale


class TickBoxes(QWidget):
    """The boxes; what was ticked once and is in the list no more keeps a box of its own."""

    changed = Signal(tuple)

    def __init__(self, words: tuple[str, ...], scale: Scale, name: str) -> None:
        """Offer the words of a list; `name` is what they are, for a screen reader."""
        super().__init__()
        self.setObjectName("clear")
        self._name, self._flow = name, Flow(scale["space3"], 0)
        self._boxes: dict[str, QCheckBox] = {}
        self.setLayout(self._flow)
        grow(self)
        for one in words:
            self._add(one)

    def _add(self, word: str) -> None:
        made = QCheckBox(word)
        made.setAccessibleName(f"{self._name}：{word}")
        made.clicked.connect(partial(self._told, word))
        self._boxes[word] = made
        self._flow.add(made)

    def _told(self, _word: str) -> None:
        self.changed.emit(self.ticked)

    @property
    def ticked(self) -> tuple[str, ...]:
        """What is ticked, in the order of the list."""
        return tuple(word for word, box in self._boxes.items() if box.isChecked())

    def put(self, ticked: tuple[str, ...]) -> None:
        """Show what is ticked."""
        for word in ticked:
            if word not in self._boxes:
                self._add(word)
        for word, box in self._boxes.items():
            box.setChecked(word in ticked)

    def lock(self, *, shut: bool) -> None:
        """Take no ticks (a record of another station)."""
        for box in self._boxes.values():
            box.setEnabled(not shut)

    def box(self, word: str) -> QCheckBox:
        """Return the box of a word."""
        return self._boxes[word]


class TicksView(BlockView):
    """A list item of a document as ticks."""

    def __init__(self, desk: Desk, block: Ticks, prefix: str) -> None:
        super().__init__(desk, prefix)
        self._block = block
        self._path = join(prefix, block.path)
        one = item_at(desk.kind, self._path)
        self._list = one.codes
        self.head(block.title, block.note)
        self.boxes = TickBoxes(desk.codes.get(one.codes, ()), desk.scale, block.title or one.label)
        self.boxes.changed.connect(self._ticked)
        self.box.addWidget(self.boxes)

    def _ticked(self, words: tuple[str, ...]) -> None:
        self.desk.edited(self._path, tuple(self.desk.coding.value_of(self._list, one) for one in words))

    def fill(self, owner: Owner) -> None:
        """Show the owner's values."""
        shown = self._block.when(owner)
        self.setVisible(shown)
        if shown:
            ticked = get_at(owner, self._block.path) or ()
            self.boxes.put(tuple(self.desk.coding.words_of(self._list, one) for one in ticked))
            self.boxes.lock(shut=self.desk.locked)

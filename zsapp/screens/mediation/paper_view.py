"""The paper beside the form (文书预览): which paper, its pages, larger, blank, print. Renders only."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from zsapp.screens.kit.icons import icon
from zsapp.screens.kit.pages import PageView
from zsapp.screens.kit.tokens import COLOURS, Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.mediation.model.paper import FormChoice, PreviewModel, PreviewState, item_at, place_of

LARGER = 1.6


class PaperChoice(QComboBox):
    """The papers; the chosen one ends in … where the room ends."""

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Cut the words to the room there is."""
        super().initStyleOption(option)
        arrow = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, arrow, self).width()
        words: str = option.currentText  # type: ignore[attr-defined]  # the stubs forget the fields
        cut = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        option.currentText = cut  # type: ignore[attr-defined]  # as above


class PaperView(QWidget):
    """The preview column."""

    pressed = Signal(str)
    print_asked = Signal()

    def __init__(self, model: PreviewModel, scale: Scale) -> None:
        super().__init__()
        self._model = model
        self._generation = -1
        self._path = ""
        self._titles: dict[str, str] = {}
        self._wide = scale.px(460)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(scale["space2"])
        box.addLayout(self._head(scale))
        desk = QFrame()
        desk.setObjectName("desk")
        inner = QVBoxLayout(desk)
        inner.setContentsMargins(1, 1, 1, 1)
        self.pages = PageView()
        inner.addWidget(self.pages)
        self.fault = label("", "fault", wrap=True)
        self.fault.setContentsMargins(12, 8, 12, 8)
        self.fault.hide()
        inner.addWidget(self.fault)
        box.addWidget(desk, 1)
        self.pages.sized.connect(model.resize)
        self.pages.pressed.connect(self._press)
        model.shown = self.render_state

    def _head(self, scale: Scale) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(scale["space1"])
        self.forms = PaperChoice()
        self.forms.setAccessibleName("选择文书")
        self.forms.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.forms.setMinimumContentsLength(6)
        self.forms.activated.connect(lambda _index: self._model.choose(str(self.forms.currentData())))
        head.addWidget(self.forms, 1)
        self.blank = button(
            "空白表", "quiet", lambda: self._model.show_blank(blank=self.blank.isChecked()), "供手写的空白表"
        )
        self.blank.setCheckable(True)
        head.addWidget(self.blank)
        self.zoom = button("放大", "quiet", self._zoom)
        head.addWidget(self.zoom)
        self.print = button("打印", "", self.print_asked.emit, "Ctrl+P")
        self.print.setIcon(icon("print", COLOURS["blue"], scale.px(18)))
        head.addWidget(self.print)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the column is narrow, only the choice and the print button stay above the paper."""
        super().resizeEvent(event)
        wide = self.width() >= self._wide
        self.blank.setVisible(wide)
        self.zoom.setVisible(wide)

    def offer(self, choices: tuple[FormChoice, ...]) -> None:
        """Offer the papers of this sector."""
        self._titles = {one.id: one.title for one in choices}
        for at, one in enumerate(choices):
            self.forms.addItem(one.words, one.id)
            self.forms.setItemData(at, one.title, Qt.ItemDataRole.ToolTipRole)
        self._show_choice(self._model.state.form)

    @property
    def title(self) -> str:
        """The title of the chosen paper."""
        return self._titles.get(self._model.state.form, "")

    def _zoom(self) -> None:
        larger = self.pages.zoom == 1.0
        self.pages.set_zoom(LARGER if larger else 1.0)
        self.zoom.setText("缩小" if larger else "放大")

    def _press(self, page: int, x: float, y: float) -> None:
        if found := item_at(self._model.state.places, page, x, y):
            self.pressed.emit(found)

    def follow_field(self, path: str) -> None:
        """Scroll to where a field is printed."""
        self._path = path
        place = place_of(self._model.state.places, path) if path else None
        if place is None:
            self.pages.unmark()
        else:
            self.pages.reveal(place.page, place.x, place.y, (place.width, place.height))

    def _show_choice(self, form: str) -> None:
        index = self.forms.findData(form)
        if index >= 0 and index != self.forms.currentIndex():
            self.forms.setCurrentIndex(index)

    def render_state(self, state: PreviewState) -> None:
        """Show a state of the preview."""
        self._show_choice(state.form)
        self.fault.setText(state.fault)
        self.fault.setVisible(bool(state.fault))
        if state.generation != self._generation or not state.pages:
            self._generation = state.generation
            self.pages.put(state.pages)
            if self._path:
                self.follow_field(self._path)

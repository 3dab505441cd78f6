"""The materials (材料): what is wanted, what is there with copies and pages, the scans. Renders only."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from zsapp.rules.legal_aid_parts import AidFile
from zsapp.screens.kit.flow import Flow, flowing
from zsapp.screens.kit.images import PageImage
from zsapp.screens.kit.pages import PageView
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, button, label, pill, put_pill
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.model.presses import PressModel
from zsapp.screens.legal_aid.model.state import IntakeState
from zsapp.screens.legal_aid.steps_means import HANDED, picks_of
from zsapp.services.legal_aid_counter import AidLook

KINDS = "扫描件和照片 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp)"
HINT = "扫描件的路径"


class MaterialsView(QWidget):
    """The page of documents: the list at the left, the scan being looked at on the right."""

    went = Signal(str)

    def __init__(self, model: IntakeModel, presses: PressModel, scale: Scale) -> None:
        super().__init__()
        self._model, self._presses, self._scale = model, presses, scale
        self._shown: tuple[object, ...] = ()
        self._record = ""
        self.chosen = ""
        """The document whose scan is asked for."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale["space3"])
        row.addWidget(self._list(), 3)
        row.addWidget(self._scan(), 2)

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        card.setObjectName("card")
        box = QVBoxLayout(card)
        scale = self._scale
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space3"], scale["space3"])
        box.setSpacing(scale["space2"])
        return card, box

    def _list(self) -> QFrame:
        card, box = self._card()
        head = Flow(self._scale["space2"], self._scale["space1"])
        head.add(label("材料", "section"))
        self.state = pill()
        head.add(self.state)
        box.addWidget(flowing(head))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self._scroll, 1)
        return card

    def _scan(self) -> QFrame:
        card, box = self._card()
        box.addWidget(label("扫描件、照片", "section"))
        self.whose = label("", "small", wrap=True)
        box.addWidget(self.whose)
        self.file = QLineEdit()
        self.file.setAccessibleName("扫描件的文件")
        self.file.setPlaceholderText(HINT)
        self.file.returnPressed.connect(self._take)
        box.addWidget(self.file)
        row = Flow(self._scale["space2"], self._scale["space1"])
        self.take = button("加入扫描件", "", self._take)
        self.browse = button("选择文件……", "", self._browse)
        self.drop = button("取出这份扫描件", "quiet", self._drop)
        row.add(self.take, self.browse, self.drop)
        box.addWidget(flowing(row))
        self.pages = PageView()
        self.pages.setAccessibleName("扫描件")
        box.addWidget(self.pages, 1)
        return card

    # --- gestures -----------------------------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Look at the scan of a document, or get ready to add one."""
        self.chosen = name
        self.pages.put(())
        self._render_chosen(self._model.state)
        if self._has_scan(name):
            self._presses.see_scan(name, partial(self._put, name))

    def _put(self, name: str, images: tuple[PageImage, ...]) -> None:
        if name == self.chosen:
            self.pages.put(images)

    def _has_scan(self, name: str) -> bool:
        return any(one.sha256 and one.name == name for one in self._model.state.intake.files)

    def _take(self) -> None:
        if self.file.text().strip():
            self._presses.add_scans((Path(self.file.text().strip()),), self.chosen)
            self.file.clear()

    def _browse(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "加入扫描件或者照片", "", KINDS)
        self._presses.add_scans(tuple(Path(one) for one in names), self.chosen)

    def _drop(self) -> None:
        self._presses.drop_scan(self.chosen)

    # --- what is shown ------------------------------------------------------------------------------------

    def render_state(self, state: IntakeState) -> None:
        """Show the documents of an application."""
        if state.record_id != self._record:
            self._record, self.chosen = state.record_id, ""
            self.pages.put(())
        look = state.look
        missing = len(look.advice.missing) if look else 0
        put_pill(self.state, f"还缺 {missing} 项" if missing else "齐全", "amber" if missing else "green")
        shown = (state.record_id, state.intake.files, look.wanted if look else (), state.own)
        if shown != self._shown:
            self._shown = shown
            at = self._scroll.verticalScrollBar().value()
            self._scroll.setWidget(self._body(state, look))
            self._scroll.verticalScrollBar().setValue(at)
        self._render_chosen(state)

    def _render_chosen(self, state: IntakeState) -> None:
        held = self._has_scan(self.chosen)
        words = f"“{self.chosen}”" if self.chosen else "先在左边选一份材料；不选的，按文件名另立一份"
        self.whose.setText(words + ("：已有扫描件，再加入就替换" if held else ""))
        self.drop.setVisible(held and state.own)
        for one in (self.take, self.browse, self.file):
            one.setEnabled(state.own)

    def _body(self, state: IntakeState, look: AidLook | None) -> QWidget:
        inner = QWidget()
        inner.setObjectName("clear")
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, self._scale["space2"], 0)
        box.setSpacing(self._scale["space2"])
        box.addWidget(label("已交的", "strong"))
        for one in state.intake.files:
            if one.name.strip():
                box.addWidget(self._file_row(one))
        box.addWidget(flowing(self._to_counts()))
        box.addWidget(label("要交的", "strong"))
        for wanted in look.wanted if look else ():
            word, tone = ("有", "green") if wanted.found else ("缺", "amber") if wanted.need else ("可交", "")
            held = "、".join(wanted.found)
            adders: list[tuple[str, Callable[[], None]]] = [
                (one.words, partial(self._presses.press, one.name))
                for one in picks_of(wanted)
                if one.name.startswith(HANDED) and state.own
            ]
            under = f"已交：{held}" if held else f"依据：{wanted.basis}"
            box.addWidget(self._row(pill(word, tone), wanted.label, under, adders))
        box.addStretch()
        return inner

    def _to_counts(self) -> Flow:
        row = Flow(self._scale["space4"], 0)
        row.add(button("填写份数、页数、是否原件", "link", lambda: self.went.emit("files")))
        return row

    def _file_row(self, one: AidFile) -> QWidget:
        counts = [f"{one.copies}份" if one.copies else "", f"{one.pages}页" if one.pages else ""]
        kind = {True: "原件", False: "复印件", None: ""}[one.original]
        under = "　".join(part for part in (*counts, kind, one.note) if part) or "份数、页数还没有填"
        words = "看扫描件" if one.sha256 else "加入扫描件"
        mark = pill("有扫描件" if one.sha256 else "纸质", "blue" if one.sha256 else "")
        return self._row(mark, one.name, under, [(words, partial(self.choose, one.name))])

    def _row(
        self, mark: QWidget, words: str, under: str, presses: list[tuple[str, Callable[[], None]]]
    ) -> QFrame:
        scale = self._scale
        card = QFrame()
        card.setObjectName("finding")
        box = QVBoxLayout(card)
        box.setContentsMargins(scale["space3"], scale["space1"], scale["space2"], scale["space1"])
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(scale["space2"])
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Elided(words, "label"), 1)
        box.addLayout(row)
        box.addWidget(label(under, "small", wrap=True))
        if presses:
            ways = Flow(scale["space4"], 0)
            for told, press in presses:
                made = button(told, "link", press)
                made.setAccessibleName(f"{told}：{words}")
                ways.add(made)
            box.addWidget(flowing(ways))
        return card

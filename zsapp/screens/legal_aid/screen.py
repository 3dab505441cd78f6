"""The legal-aid page (法律援助页): the list, the open application or what is about many. Wires only."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zsapp.rules.legal_aid import HIDDEN
from zsapp.screens.kit.coding import Coding
from zsapp.screens.kit.empty import empty_page
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button, label
from zsapp.screens.legal_aid.advice_view import AdviceView
from zsapp.screens.legal_aid.interview import InterviewView
from zsapp.screens.legal_aid.layout import interview
from zsapp.screens.legal_aid.listing import Listing
from zsapp.screens.legal_aid.materials_view import MaterialsView
from zsapp.screens.legal_aid.model.advice import sheet_of
from zsapp.screens.legal_aid.model.editor import IntakeModel
from zsapp.screens.legal_aid.model.known import KnownModel, KnownState
from zsapp.screens.legal_aid.model.listing import ListModel
from zsapp.screens.legal_aid.model.presses import PressModel
from zsapp.screens.legal_aid.model.state import IntakeState
from zsapp.screens.legal_aid.record_view import RecordTab, RecordView
from zsapp.screens.legal_aid.when import Asking
from zsapp.screens.standing.model import StandingModel
from zsapp.screens.standing.view import StandingView

RECORD = 1
"""The place of the open application among the pages; what is about many of them follows."""
KEPT = "已自动保存"
"""What is said when a draft was kept: then no record has changed."""
LEAST_PANE, LEAST_FORM = 300, 400
"""Pixels below which a column is no use: then the pane stays away."""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What is about many applications at once: its name, its widget, what asks for it anew."""

    name: str
    widget: QWidget
    start: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Models:
    """The models of the page."""

    listing: ListModel
    intake: IntakeModel
    known: KnownModel
    presses: PressModel
    standing: StandingModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """What the page looks up: code lists, law texts, what is asked, what a sync state rests on."""

    codes: dict[str, tuple[str, ...]]
    coding: Coding
    law: Callable[[str], str]
    asking: Asking
    cite: Callable[[str], str]


class AidScreen(QWidget):
    """The whole page."""

    def __init__(
        self,
        models: Models,
        lookups: Lookups,
        scale: Scale,
        *,
        writable: bool = True,
        tabs: tuple[RecordTab, ...] = (),
        desks: tuple[DeskPage, ...] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.models, self._lookups, self._scale, self._writable = models, lookups, scale, writable
        self._tabs, self._desks = tabs, desks
        self.titled: Callable[[str, bool], None] = lambda _words, _unsaved: None
        """Told what the page is about now, and whether something in it is not saved yet."""
        self._record, self._path, self._saved = "", "", ""
        self._writing = self._opinion = False
        self._both = True
        names = tuple(one.name for one in desks)
        self.listing = Listing(models.listing, scale, writable=writable, desks=names)
        self.interview = InterviewView(
            (models.intake, models.known),
            interview(lookups.asking),
            lookups.asking,
            codes=lookups.codes,
            coding=lookups.coding,
            scale=scale,
        )
        self.standing = StandingView(models.standing, lookups.cite, scale, "外站申请，只能查看")
        self.advice = AdviceView(lookups.law, scale)
        self.materials = MaterialsView(models.intake, models.presses, scale)
        self._build()
        self._wire()
        self._shortcuts()
        self.render_state(models.intake.state)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.listing)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing())
        self.record = self._make_record()
        self._pages.addWidget(self.record)
        for one in self._desks:
            self._pages.addWidget(self._framed(one))
        row.addWidget(self._pages, 1)

    def _framed(self, one: DeskPage) -> QWidget:
        page, scale, head = QWidget(), self._scale, QHBoxLayout()
        box = QVBoxLayout(page)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        head.addWidget(label(one.name, "title"), 1)
        head.addWidget(button("申请列表 Esc", "link", self._escape))
        box.addLayout(head)
        box.addWidget(one.widget, 1)
        return page

    def _nothing(self) -> QWidget:
        hint = "↑ ↓ 选申请　F2 查找" + ("　Ctrl+N 新的申请" if self._writable else "")
        self.first_new = button("新的申请", "", self.begin) if self._writable else None
        return empty_page(self._scale, "从左边选一件申请，按 Enter 继续办理", hint, self.first_new)

    def _make_record(self) -> RecordView:
        answers = QWidget()
        inner = QHBoxLayout(answers)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(self._scale["space4"])
        inner.addWidget(self.interview)
        inner.addWidget(self.advice, 1)
        own = (answers, self.materials)
        return RecordView(self.models.intake, own, self._tabs, self.standing, self._scale)

    def _wire(self) -> None:
        models = self.models
        models.intake.shown = self.render_state
        models.intake.focus = self.go_to
        self.standing.rendered = self._render_interview
        models.known.shown = self._render_known
        self.listing.chosen.connect(self._open)
        self.listing.entered_one.connect(self._enter)
        self.listing.begun.connect(self.begin)
        self.interview.field_entered.connect(self._field_entered)
        self.interview.pressed.connect(models.presses.press)
        self.advice.went.connect(self.go_to)
        self.advice.opened.connect(self._open_other)
        self.materials.went.connect(self.go_to)
        self.record.turned.connect(lambda: self._write(writing=True))
        self.record.left.connect(self._escape)
        self.record.help_asked.connect(self.interview.show_help)
        self.record.opinion_asked.connect(self._turn_sides)
        self.listing.desk_asked.connect(self.show_desk)

    def _shortcuts(self) -> None:
        model = self.models.intake
        for keys, call in (
            ("F1", self.interview.show_help),
            ("Ctrl+S", model.save),
            ("Ctrl+Return", self.interview.go_on),
            ("Ctrl+Enter", self.interview.go_on),
            ("Ctrl+Delete", self._remove_row),
            ("Ctrl+Z", model.undo),
            ("Ctrl+Shift+Z", lambda: model.undo(redo=True)),
            ("Alt+Left", lambda: self.interview.step_by(-1)),
            ("Alt+Right", lambda: self.interview.step_by(1)),
            ("Escape", self._escape),
            ("F3", self._turn_sides),
            ("F6", self._next_area),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(call)

    # --- gestures -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for the list (the page is about to be seen)."""
        self.models.listing.reload()
        self.models.intake.refresh()
        self.models.standing.refresh()
        self.titled(self.subject, self.models.intake.state.unsaved)
        if not self.models.intake.state.open:
            self.listing.to_rows()

    def refresh(self) -> None:
        """Something was committed: look again."""
        self.models.listing.reload()
        self.models.intake.refresh()
        self.models.standing.refresh()

    def search(self) -> None:
        """Go to the search box (F2)."""
        self._write(writing=False)
        self.listing.to_search()

    def begin(self) -> None:
        """Begin a new application (Ctrl+N)."""
        if self._writable:
            self.models.intake.leave()
            self.record.to_answers()
            self.models.intake.begin()
            self.listing.select("")

    def open_at(self, record_id: str, step: int | None = None) -> None:
        """Open an application, ready to write (from another page)."""
        self.record.to_answers()
        self.models.intake.open(record_id, step)
        self._write(writing=True)

    def _open(self, record_id: str) -> None:
        self.models.intake.open(record_id)

    def _open_other(self, sector: str, record_id: str) -> None:
        self.models.presses.opened(sector, record_id)

    def _enter(self) -> None:
        if self.models.intake.state.open:
            self.record.to_answers()
            self._write(writing=True)
            self.interview.focus_first()

    def _escape(self) -> None:
        """Go back one thing: the list of people, the writing; ask nothing, lose nothing."""
        if self.models.known.dismiss() or self.models.standing.cancel():
            return
        if self._opinion and not self._both:
            self._turn_sides()
            return
        self.models.intake.keep()
        if self._pages.currentIndex() > RECORD:
            self._pages.setCurrentIndex(0)
        self._write(writing=False)
        self.listing.to_rows()

    def _remove_row(self) -> None:
        self.models.intake.remove(self._path)

    def _next_area(self) -> None:
        """Go round list, groups, tabs and opinion (F6)."""
        areas = [
            one for one in (self.listing.rows, self.record.tabs, self.interview.steps) if one.isVisible()
        ]
        focus = QApplication.focusWidget()
        held = [at for at, one in enumerate(areas) if focus is one]
        if areas:
            following = areas[(held[-1] + 1) % len(areas)] if held else areas[0]
            following.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to(self, path: str) -> None:
        """Go to a field, in whichever group of questions it stands."""
        if path and self.models.intake.state.open:
            self.record.to_answers()
            self._opinion = False
            self._show_sides()
            self._write(writing=True)
            self.interview.focus_path(path)

    def _field_entered(self, path: str) -> None:
        self._path = path
        self._write(writing=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another page is turned to."""
        self.models.intake.keep()
        super().hideEvent(event)

    def show_desk(self, at: int) -> None:
        """Show what is about many applications at once; the open one is left, its draft kept."""
        self.listing.stay()
        self.models.intake.leave()
        self._pages.setCurrentIndex(RECORD + 1 + at)
        self._write(writing=True)
        self._desks[at].start()

    # --- what is shown ------------------------------------------------------------------------------------

    @property
    def subject(self) -> str:
        """What the page is about: the list, or an application and its group of questions."""
        state = self.models.intake.state
        named = HIDDEN if self._lookups.asking.restricted_for(state.intake) else state.title
        return f"法律援助：{named}" if state.open else "法律援助"

    def render_state(self, state: IntakeState) -> None:
        """Show a state of the application everywhere it is shown."""
        if state.open or self._pages.currentIndex() <= RECORD:
            self._pages.setCurrentIndex(RECORD if state.open else 0)
        if state.record_id != self._record:
            self._record, self._path, self._opinion = state.record_id, "", False
            self._show_sides()
            self.listing.select(state.record_id)
            self.record.to_answers()
            if not state.open:
                self._write(writing=False)
        self.record.render_state(state, "、".join(self._lookups.asking.restricted_for(state.intake)))
        self._render_interview()
        self.materials.render_state(state)
        self.models.known.follow(state)
        self.models.standing.follow(state.record_id, state.version)
        self._render_advice()
        self.titled(self.subject, state.unsaved)
        if state.saved != self._saved:
            self._saved = state.saved
            if state.saved.startswith(KEPT) and state.open:
                self.models.listing.look_at_drafts()
            elif state.saved.startswith("已") and state.open:
                self.models.listing.reload()

    def _render_interview(self) -> None:
        self.interview.render_state(self.models.intake.state, locked=self.standing.locked)

    def _render_known(self, state: KnownState) -> None:
        self.interview.render_known(state)
        self._render_advice()

    def _render_advice(self) -> None:
        model, known = self.models.intake, self.models.known
        today = model.today()
        self.advice.render_sheet(sheet_of(model.state, known.state.conflicts, today), today)

    def _write(self, *, writing: bool) -> None:
        if writing != self._writing:
            self._writing = writing
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each column its width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        scale = self._scale
        self.listing.setVisible(not self._writing)
        self.listing.setFixedWidth(scale["list"])
        room = self.width() - (0 if self._writing else scale["list"]) - 3 * scale["space4"]
        least = scale.px(LEAST_PANE)
        self._both = room >= least + scale.px(LEAST_FORM)
        wide = min(scale["form"] + scale.px(60), room - least) if self._both else room + scale["space4"]
        self.interview.setFixedWidth(max(1, wide))
        self._show_sides()

    def _turn_sides(self) -> None:
        """Show the opinion in the place of the questions, or these again (F3); beside each other both are."""
        if not self._both and self.models.intake.state.open:
            self._opinion = not self._opinion
            self._show_sides()

    def _show_sides(self) -> None:
        self.advice.setVisible(self._both or self._opinion)
        self.interview.setVisible(self._both or not self._opinion)
        words = "回到问答 F3" if self._opinion else "初审意见 F3"
        self.record.offer_opinion("" if self._both else words)

"""The front-desk page (窗口服务页): list, form, what the rules say, papers. Renders and wires only."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zsapp.rules.adviser import SECTOR as LOGS
from zsapp.rules.legal_aid import HIDDEN
from zsapp.screens.front_desk.files_view import FilesView
from zsapp.screens.front_desk.keypad_view import Keypad
from zsapp.screens.front_desk.listing import Listing
from zsapp.screens.front_desk.model.listing import TONES
from zsapp.screens.front_desk.model.months import MonthsState
from zsapp.screens.front_desk.model.rating import RatingState
from zsapp.screens.front_desk.model.state import DeskState
from zsapp.screens.front_desk.model.steps import TURN_KEYS
from zsapp.screens.front_desk.months_view import MonthsView
from zsapp.screens.front_desk.parts import BACK
from zsapp.screens.front_desk.record_view import RecordView
from zsapp.screens.front_desk.side_view import PapersView, SideView
from zsapp.screens.front_desk.wiring import Lookups, Models
from zsapp.screens.kit.empty import empty_page
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import Elided, button, label, pill, put_pill
from zsapp.screens.standing.view import StandingView
from zsapp.services.front_desk import DeskView

LEAST_PANE, LEAST_FORM = 300, 400
"""Pixels below which a column is no use: then the pane stays away."""
SIDE, PAPERS, FILES = 0, 1, 2


class FrontDeskScreen(QWidget):
    """The whole page."""

    def __init__(self, models: Models, lookups: Lookups, scale: Scale, *, writable: bool = True) -> None:
        super().__init__()
        self.setObjectName("page")
        self.models, self._scale, self._writable = models, scale, writable
        self.titled: Callable[[str, bool], None] = lambda _words, _unsaved: None
        """Told what the page is about now, and whether something in it is not saved yet."""
        self._record, self._path = "", ""
        self._writing = False
        self.listing = Listing(models.listing, scale, writable=writable)
        self.record = RecordView(
            models.record, models.known, codes=lookups.codes, coding=lookups.coding, scale=scale
        )
        self.side = SideView(models.steps, lookups.law, scale, lookups.override)
        self.standing = StandingView(models.standing, lookups.cite, scale, "外站记录，只能查看")
        self.papers = PapersView(models.papers, scale)
        self.files = FilesView(models.files, scale)
        self.keypad = Keypad(models.rating, scale)
        self.months = MonthsView(models.months, scale)
        self._wanted = ("", "")
        """A record about to be shown, and the paper of it that is asked for."""
        self._cover: QWidget | None = None
        """What stands in the place of list and record."""
        self._keys: list[QShortcut] = []
        self._build()
        self._wire()
        self._shortcuts()
        self.render_state(models.record.state)

    def _build(self) -> None:
        scale = self._scale
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.listing)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing())
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        box.setSpacing(scale["space2"])
        box.addLayout(self._heading())
        box.addWidget(self.standing)
        inner = QHBoxLayout()
        inner.setSpacing(scale["space4"])
        inner.addWidget(self.record)
        self.beside = QStackedWidget()
        self.beside.addWidget(self.side)
        self.beside.addWidget(self.papers)
        self.beside.addWidget(self.files)
        inner.addWidget(self.beside, 1)
        box.addLayout(inner, 1)
        self._pages.addWidget(page)
        row.addWidget(self._pages, 1)
        for one in (self.keypad, self.months):
            one.hide()
            row.addWidget(one, 1)

    def _nothing(self) -> QWidget:
        words = "来人先按“新登记”；左上角换一项服务" if self._writable else "从左边选一条记录查看"
        hint = "Alt+← Alt+→ 换服务　F2 查找" + ("　Ctrl+N 新登记" if self._writable else "")
        self.first_new = button("新登记", "", self.begin) if self._writable else None
        return empty_page(self._scale, words, hint, self.first_new)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._scale["space3"])
        self.title = Elided("", "title")
        self.title.setMinimumHeight(self._scale.px(32))
        row.addWidget(self.title, 1)
        self.number = label("", "small")
        row.addWidget(self.number)
        self.state, self.guard = pill(), pill()
        row.addWidget(self.state)
        row.addWidget(self.guard)
        row.addWidget(self.standing.sync)
        row.addWidget(self.standing.press)
        self.print = button("文书 Ctrl+P", "", self._print)
        self.to_list = button("列表 Esc", "link", self._escape)
        self.attach = button("附件 F4", "", self._show_files)
        row.addWidget(self.attach)
        row.addWidget(self.print)
        row.addWidget(self.to_list)
        return row

    def _wire(self) -> None:
        models = self.models
        models.record.shown = self.render_state
        models.record.focus = self.go_to
        models.record.stored = self._stored
        self.standing.rendered = self._render_record
        models.known.shown = self.record.render_known
        models.steps.shown = self.side.render_steps
        models.rating.shown = self._render_rating
        self.side.rate_asked.connect(models.rating.begin)
        models.months.shown = self._render_months
        models.months.opened = self._open_log
        self.listing.months_asked.connect(models.months.begin)
        self.listing.chosen.connect(models.record.open)
        self.listing.entered_one.connect(self._enter)
        self.listing.begun.connect(self.begin)
        self.record.field_entered.connect(self._field_entered)
        self.record.pressed.connect(self._pressed)
        self.record.next_asked.connect(self._next_visitor)
        self.side.went.connect(self.go_to)
        self.papers.left.connect(self._to_side)
        self.files.left.connect(self._to_side)

    def _shortcuts(self) -> None:
        model = self.models.record
        for keys, call in (
            ("F1", self.record.show_help),
            ("Ctrl+S", model.save),
            ("Ctrl+P", self._print),
            ("Ctrl+Return", self._next_visitor),
            ("Ctrl+Enter", self._next_visitor),
            ("Ctrl+Delete", lambda: model.remove(self._path)),
            ("Ctrl+Z", model.undo),
            ("Ctrl+Shift+Z", lambda: model.undo(redo=True)),
            ("Alt+Left", lambda: self._turn(-1)),
            ("Alt+Right", lambda: self._turn(1)),
            ("Escape", self._escape),
            ("F6", self._next_area),
            ("F4", self._show_files),
            ("Ctrl+R", self.models.rating.begin),
            ("Ctrl+M", self.models.months.begin),
            *((keys, partial(self.models.steps.turn, to)) for to, keys in TURN_KEYS.items()),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(call)
            self._keys.append(shortcut)

    def _render_rating(self, state: RatingState) -> None:
        """Let the visitor's page stand in the place of ours, or take it away again."""
        self.cover(self.keypad if state.open else None)
        self.keypad.render_state(state)

    def _render_months(self, state: MonthsState) -> None:
        """Let the advisers' year stand in the place of list and record, or take it away again."""
        was = self._cover is self.months
        self.cover(self.months if state.open else None)
        self.months.render_state(state)
        if was and not state.open:
            self.listing.to_rows()

    def _open_log(self, record_id: str, form: str) -> None:
        """Open a log from the advisers' year, or a paper of it."""
        self._wanted = (record_id, form)
        self.models.listing.choose(LOGS)
        self.open_at(record_id)

    def _uncover(self) -> None:
        self.models.rating.leave()
        self.models.months.leave()

    def cover(self, page: QWidget | None) -> None:
        """Put a page in the place of list and record; while it stands, none of our keys works."""
        if page is self._cover:
            return
        for one in (self._cover, page):
            if one is not None:
                one.setVisible(one is page)
        self._cover = page
        self._pages.setVisible(page is None)
        for key in self._keys:
            key.setEnabled(page is None)
        self._arrange()
        self.titled(self.subject, self.models.record.state.unsaved)
        if page is None and self.models.record.state.open:
            self.record.next.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- gestures -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for the list (the page is about to be seen)."""
        self.models.listing.reload()
        self.models.record.refresh()
        self.models.standing.refresh()
        self.titled(self.subject, self.models.record.state.unsaved)
        if not self.models.record.state.open:
            self.listing.to_rows()

    def refresh(self) -> None:
        """Something was committed: look again."""
        self.models.listing.reload()
        self.models.record.refresh()
        self.models.standing.refresh()
        self.models.months.refresh()

    def search(self) -> None:
        """Go to the search box (F2)."""
        self._uncover()
        self._write(writing=False)
        self.listing.to_search()

    def begin(self) -> None:
        """Begin a new record of the service before the clerk (Ctrl+N)."""
        if self._writable:
            self._uncover()
            self._to_side()
            self.models.record.begin(self.models.listing.state.sector)
            self._write(writing=True)
            self.listing.select("")

    def open_at(self, record_id: str, _step: int | None = None) -> None:
        """Open a record, ready to write (from another page)."""
        self._uncover()
        self._to_side()
        self.models.record.open(record_id)
        self._write(writing=True)

    def _turn(self, way: int) -> None:
        """Go to another service; the open record is left, its draft kept."""
        self.models.record.leave()
        self.listing.turn(way)

    def _next_visitor(self) -> None:
        """Save, and take in the next visitor of the same service."""
        if self.models.record.state.open:
            self.models.record.save(lambda _view: self.begin())

    def _enter(self) -> None:
        if self.models.record.state.open:
            self._write(writing=True)
            self.record.focus_first()

    def _escape(self) -> None:
        """Go back one thing: the list of people, the papers, the writing; ask nothing, lose nothing."""
        if self.models.known.dismiss() or self.models.standing.cancel():
            return
        if self.beside.currentIndex() != SIDE:
            self._to_side()
            return
        self.models.record.keep()
        self._write(writing=False)
        self.listing.to_rows()

    def _next_area(self) -> None:
        """Go round list, form and pane (F6)."""
        areas = [
            one for one in (self.listing.rows, self.record.form, self.papers.paper) if one and one.isVisible()
        ]
        focus = QApplication.focusWidget()
        held = [
            at
            for at, one in enumerate(areas)
            if focus is not None and (one is focus or one.isAncestorOf(focus))
        ]
        if areas:
            areas[(held[-1] + 1) % len(areas) if held else 0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _print(self) -> None:
        """Show the papers; pressed again, print the one before the clerk."""
        if not self.models.record.state.open:
            return
        if self.beside.currentIndex() == PAPERS:
            self.models.papers.print()
            return
        self._show_papers()

    def _show_papers(self, form: str = "") -> None:
        self.beside.setCurrentIndex(PAPERS)
        self._write(writing=True)
        self.models.papers.open(form)
        self.papers.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_files(self) -> None:
        """Show the files kept with the record, next to what else stands beside it."""
        if self.models.record.state.open:
            self._to_side()
            self.beside.setCurrentIndex(FILES)
            self._write(writing=True)
            self.models.files.open()
            self.files.start()

    def _to_side(self) -> None:
        self.beside.setCurrentIndex(SIDE)
        self.models.papers.close()
        self.models.files.close()

    def _pressed(self, name: str) -> None:
        if name == BACK:
            self.models.steps.back()

    def go_to(self, path: str) -> None:
        """Go to a field."""
        if path and self.models.record.state.open:
            self._write(writing=True)
            self.record.focus_path(path)

    def _field_entered(self, path: str) -> None:
        self._path = path
        self._write(writing=True)

    def _stored(self, _view: DeskView) -> None:
        self.models.listing.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another page is turned to; the visitor's page goes with it."""
        self.models.rating.leave()
        self.models.record.keep()
        super().hideEvent(event)

    # --- what is shown ------------------------------------------------------------------------------------

    @property
    def subject(self) -> str:
        """What the page is about: the list, or a record."""
        state = self.models.record.state
        if not state.open or self._cover is not None:
            return "窗口服务"
        return f"窗口服务：{HIDDEN}" if state.restricted else f"窗口服务：{state.title}"

    def render_state(self, state: DeskState) -> None:
        """Show a state of the record everywhere it is shown."""
        self._pages.setCurrentIndex(1 if state.open else 0)
        if state.record_id != self._record:
            self._record, self._path = state.record_id, ""
            self.listing.select(state.record_id)
            self._to_side()
            if not state.open:
                self._write(writing=False)
        self.title.setText(state.title)
        self.number.setText(state.number)
        kept = len(getattr(state.record, "files", ()))
        self.attach.setText(f"附件 {kept} F4" if kept else "附件 F4")
        put_pill(self.state, state.state, TONES.get(state.state, "blue"))
        put_pill(self.guard, "限制查看" if state.restricted else "", "red")
        self._render_record()
        self.models.standing.follow(state.record_id, state.version)
        self.side.render_state(state)
        self.models.steps.follow()
        self.titled(self.subject, state.unsaved)
        wanted, form = self._wanted
        if wanted and wanted == state.record_id:
            self._wanted = ("", "")
            if form:
                self._show_papers(form)

    def _render_record(self) -> None:
        self.record.render_state(self.models.record.state, locked=self.standing.locked)

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
        self.listing.setVisible(not self._writing and self._cover is None)
        self.listing.setFixedWidth(scale["list"])
        room = self.width() - (0 if self._writing else scale["list"]) - 3 * scale["space4"]
        both = room >= scale.px(LEAST_PANE) + scale.px(LEAST_FORM)
        self.beside.setVisible(both or self.beside.currentIndex() != SIDE)
        most = scale["form"] if self._writing else scale.px(LEAST_FORM) + scale.px(60)
        self.record.setFixedWidth(min(most, room - scale.px(LEAST_PANE)) if both else max(1, room))

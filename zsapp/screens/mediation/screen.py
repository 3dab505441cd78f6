"""The mediation screen (人民调解): list, form, paper, checks; while writing the list folds away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from zsapp.rules.findings import Finding
from zsapp.screens.kit.empty import empty_page
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.kit.words import button
from zsapp.screens.mediation.case_view import CaseView
from zsapp.screens.mediation.checks_view import ChecksView
from zsapp.screens.mediation.layout import STEPS, paper_of
from zsapp.screens.mediation.model.binding import BindingModel
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.mediation.model.known import KnownModel, KnownState
from zsapp.screens.mediation.model.listing import ListModel
from zsapp.screens.mediation.model.paper import FormChoice, PreviewModel, PrintModel, PrintState
from zsapp.screens.mediation.model.presses import PressModel
from zsapp.screens.mediation.model.state import CaseState
from zsapp.screens.mediation.paper_view import PaperView
from zsapp.screens.mediation.print_view import PrintView
from zsapp.screens.mediation.rail import Rail
from zsapp.screens.standing.model import StandingModel
from zsapp.screens.standing.view import StandingView

LEAST_PAPER, MOST_LEAST = 300, 420
"""Pixels below which a page is no use: then its column stays away."""
LEAST_FORM, LIST_FORM = 400, 500
"""Pixels a form needs for two columns, and has beside the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """What the screen looks up: code lists, law texts, what a sync state rests on."""

    codes: Mapping[str, tuple[str, ...]]
    law: Callable[[str], str]
    cite: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Models:
    """The models of the screen."""

    listing: ListModel
    case: CaseModel
    known: KnownModel
    preview: PreviewModel
    printing: PrintModel
    binding: BindingModel
    presses: PressModel
    standing: StandingModel


class MediationScreen(QWidget):
    """The whole page."""

    def __init__(
        self,
        models: Models,
        lookups: Lookups,
        scale: Scale,
        *,
        writable: bool = True,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.models, self._scale, self._writable = models, scale, writable
        self.titled: Callable[[str, bool], None] = lambda _words, _unsaved: None
        """Told what the page is about now, and whether something in it is not saved yet."""
        self.turned: Callable[[], None] = lambda: None
        """Told when another case comes before the clerk."""
        self._record = ""
        self._writing = False
        self._saved = ""
        self.rail = Rail(models.listing, scale, writable=writable)
        self.standing = StandingView(models.standing, lookups.cite, scale, "外站案件，只能查看")
        self.case = CaseView(models.case, models.known, lookups.codes, self.standing, scale)
        self.paper = PaperView(models.preview, scale)
        self.checks = ChecksView(lookups.law, scale)
        self.printing = PrintView(models.printing, scale)
        self._build()
        self._wire()
        self._shortcuts()
        self.render_state(models.case.state)
        self.printing.hide()

    def _build(self) -> None:
        scale = self._scale
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        self._middle = QWidget()
        inner = QHBoxLayout(self._middle)
        inner.setContentsMargins(scale["space4"], scale["space3"], scale["space4"], scale["space3"])
        inner.setSpacing(scale["space4"])
        inner.addWidget(self.case)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale["space2"])
        column.addWidget(self.paper, 1)
        column.addWidget(self.checks)
        column.addWidget(self.printing, 1)
        inner.addWidget(self._column, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing())
        self._pages.addWidget(self._middle)
        row.addWidget(self._pages, 1)

    def _nothing(self) -> QWidget:
        hint = "↑ ↓ 选案件　F2 查找" + ("　Ctrl+N 新登记" if self._writable else "")
        self.first_new = button("新登记", "", self.begin) if self._writable else None
        return empty_page(self._scale, "从左边选一件案件，按 Enter 继续办理", hint, self.first_new)

    def _wire(self) -> None:
        models = self.models
        models.case.shown = self.render_state
        models.case.focus = self._go_to
        models.known.shown = self._render_known
        models.printing.shown = self._render_print
        self.standing.rendered = lambda: self.case.render_state(models.case.state)
        self.rail.chosen.connect(self._open)
        self.rail.entered_one.connect(self._enter)
        self.rail.begun.connect(self.begin)
        self.case.field_entered.connect(self._field_entered)
        self.case.left.connect(self._escape)
        self.case.pressed.connect(models.presses.press)
        models.presses.printed = self._print_signed
        self.case.bind_asked.connect(models.binding.start)
        self.paper.pressed.connect(self._go_to)
        self.paper.print_asked.connect(self._print)
        self.checks.went.connect(self._go_to)
        self.checks.mended.connect(self._mend)
        self.checks.opened.connect(lambda record_id: self.open_at(record_id, None))
        self.checks.widened.connect(self.paper.setHidden)

    def _shortcuts(self) -> None:
        step = models_step(self.models.case)
        for keys, call in (
            ("F1", self.case.show_help),
            ("Ctrl+P", self._print),
            ("Ctrl+S", self._save),
            ("Ctrl+B", self.models.binding.start),
            ("Ctrl+K", lambda: self.models.presses.press("oral")),
            ("Ctrl+L", self._open_library),
            ("Ctrl+Return", self.models.case.next),
            ("Ctrl+Enter", self.models.case.next),
            ("Ctrl+Delete", self._remove_row),
            ("Ctrl+Z", self.models.case.undo),
            ("Ctrl+Shift+Z", lambda: self.models.case.undo(redo=True)),
            ("Alt+Left", lambda: step(-1)),
            ("Alt+Right", lambda: step(1)),
            ("Escape", self._escape),
            ("F6", self._next_area),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(call)

    # --- gestures -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for the list (the page is about to be seen)."""
        self.models.listing.reload()

    def offer(self, choices: tuple[FormChoice, ...]) -> None:
        """Offer the papers of this sector."""
        self.paper.offer(choices)

    def search(self) -> None:
        """Go to the search box (F2)."""
        self._write(writing=False)
        self.rail.to_search()

    def open_at(self, record_id: str, step: int | None) -> None:
        """Open a case at a step, or where it stands, ready to write (from 今日, 人员)."""
        self.models.case.open(record_id, step)
        self._write(writing=True)

    def _open(self, record_id: str) -> None:
        self.models.case.open(record_id)

    def begin(self) -> None:
        """Begin a new case (Ctrl+N)."""
        if self._writable:
            self.models.case.leave()
            self.models.case.begin()
            self.rail.select("")

    def _enter(self) -> None:
        if self.models.case.state.open:
            self._write(writing=True)
            self.case.focus_first()

    def _escape(self) -> None:
        """Go back one thing: the panel, the wide checks, the writing; ask nothing, lose nothing."""
        if self.models.known.dismiss() or self.models.standing.cancel():
            return
        if self.models.printing.state.open:
            self.models.printing.cancel()
        elif self.checks.wide:
            self.checks.set_wide(False)
        else:
            self.models.case.keep()
            self._write(writing=False)
            self.rail.to_rows()

    def _next_area(self) -> None:
        """Go round list, form, checks and paper (F6)."""
        areas = [
            one
            for one in (self.rail.rows, self.case.steps, self.checks.more, self.paper.forms)
            if one.isVisible()
        ]
        if not areas:
            return
        focus = QApplication.focusWidget()
        held = [at for at, one in enumerate(areas) if focus is not None and _holds(one.parentWidget(), focus)]
        following = areas[(held[-1] + 1) % len(areas)] if held else areas[0]
        following.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _remove_row(self) -> None:
        self.models.case.remove(self._path)

    def _print(self) -> None:
        if self.models.case.state.open:
            self._write(writing=True)
            self.models.printing.start(self.models.preview.state.form, self.paper.title)

    def _print_signed(self, form: str, title: str, version: int) -> None:
        self._write(writing=True)
        self.models.printing.reprint(form, title, version)

    def _open_library(self) -> None:
        if self.models.case.state.open:
            self._write(writing=True)
            self.case.open_library()

    def _save(self) -> None:
        self.models.case.save()

    def _mend(self, finding: Finding) -> None:
        self.models.case.mend(finding)

    def _go_to(self, path: str) -> None:
        if path and self.models.case.state.open:
            self._write(writing=True)
            self.case.focus_path(path)

    _path = ""

    def _field_entered(self, path: str) -> None:
        self._path = path
        self._write(writing=True)
        self.paper.follow_field(path)

    # --- what is shown ------------------------------------------------------------------------------------

    @property
    def subject(self) -> str:
        """What the page is about: the list, a case and its step, a paper about to be printed."""
        case, printing = self.models.case.state, self.models.printing.state
        if printing.open:
            return f"打印《{printing.title}》"
        return f"{case.title}（{STEPS[case.step].name}）" if case.open else "人民调解"

    def render_state(self, state: CaseState) -> None:
        """Show a state of the case everywhere it is shown."""
        self._pages.setCurrentIndex(1 if state.open else 0)
        if state.record_id != self._record:
            if self._record:
                self.turned()
            self._record = state.record_id
            self._step = -1
            self._path = ""
            self.models.printing.cancel()
            self.rail.select(state.record_id)
            if not state.open:
                self._write(writing=False)
            elif self._writing:
                self.case.render_state(state)
                self.case.focus_first()
        usual = paper_of(state.step, state.case)
        if state.open and (state.step, usual) != (self._step, self._usual):
            self._step, self._usual = state.step, usual
            self.models.preview.choose(usual)
        self.case.render_state(state)
        self.models.known.follow(state)
        self.models.standing.follow(state.record_id, state.version)
        self._render_checks()
        self.titled(self.subject, state.unsaved)
        self.models.preview.follow(state.case if state.open else None)
        if state.saved != self._saved:
            self._saved = state.saved
            if state.saved.startswith("已") and state.open:
                self.models.listing.reload()

    _step, _usual = -1, ""

    def _render_known(self, state: KnownState) -> None:
        self.case.render_known(state)
        self._render_checks()

    def _render_checks(self) -> None:
        case = self.models.case
        self.checks.render_state(case.state, case.today(), self.models.known.state.advice)

    def _render_print(self, state: PrintState) -> None:
        held = self.printing.isAncestorOf(QApplication.focusWidget() or self)
        self.printing.render_state(state)
        self.paper.setHidden(bool(state.open and state.standing) or self.checks.wide)
        self.checks.setHidden(state.open)
        self.titled(self.subject, self.models.case.state.unsaved)
        if (
            held and not state.open and self.models.case.state.open
        ):  # hidden with the caret in it: back to where the clerk was writing
            self.case.resume(self._path)

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
        self.rail.setVisible(not self._writing)
        self.rail.setFixedWidth(scale["list"])
        room = self.width() - (0 if self._writing else scale["list"]) - 3 * scale["space4"]
        least = min(scale.px(LEAST_PAPER), MOST_LEAST)
        most = scale["form"] if self._writing else scale.px(LIST_FORM)
        both = room >= least + scale.px(LEAST_FORM)
        self._column.setVisible(both)
        self._column.setMinimumWidth(least)
        self.case.setFixedWidth(min(most, room - least) if both else max(1, room + scale["space4"]))


def models_step(case: CaseModel) -> Callable[[int], None]:
    """Return what goes a number of steps on or back."""
    return lambda move: case.go(case.state.step + move)


def _holds(holder: QWidget | None, inner: QWidget) -> bool:
    return holder is not None and (holder is inner or holder.isAncestorOf(inner))

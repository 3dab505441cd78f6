"""Papers on the screen (文书): the preview that follows the typing, the final print. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from zsapp.base.errors import ZsError
from zsapp.base.files import write_whole
from zsapp.rules.findings import Finding
from zsapp.rules.mediation import Case
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.images import PageImage
from zsapp.screens.kit.paths import parts_of
from zsapp.screens.mediation.layout import AGREEMENT, APPLICATION
from zsapp.screens.mediation.model.editing import trimmed
from zsapp.screens.mediation.model.editor import CaseModel
from zsapp.screens.notices import Say, done, notice_of
from zsapp.screens.printers import Printer
from zsapp.services.mediation import CaseView, Mediation
from zsapp.services.paper import Paper
from zsapp.services.printing import Issued

PREVIEW_MS = 250
CHANGED = "案件刚才又有改动，已保存并重新检查，请再按一次"
A4_WIDTH_INCH = 8.27


class Place(Protocol):
    """Where an item is printed, in points from the top left of its page."""

    @property
    def item(self) -> str:
        """The item's path."""
        ...

    @property
    def page(self) -> int:
        """The page, 0 first."""
        ...

    @property
    def x(self) -> float:
        """From the left."""
        ...

    @property
    def y(self) -> float:
        """From the top."""
        ...

    @property
    def width(self) -> float:
        """How wide."""
        ...

    @property
    def height(self) -> float:
        """How high."""
        ...


@dataclass(frozen=True, slots=True)
class PreviewState:
    """What the preview shows. `pages` are the images of the very PDF that would be printed."""

    form: str = APPLICATION
    blank: bool = False
    pages: tuple[PageImage, ...] = ()
    places: tuple[Place, ...] = ()
    width: int = 0
    fault: str = ""
    generation: int = 0


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A paper one can choose: what it is called in full, and in a word on this page."""

    id: str
    title: str
    words: str


class PreviewModel:
    """The live preview: drawn off the UI thread, the latest typing wins."""

    def __init__(self, paper: Paper, tasks: Tasks) -> None:
        """Draw with a paper desk."""
        self._paper, self._tasks = paper, tasks
        self.state = PreviewState()
        self.shown: Callable[[PreviewState], None] = ignore
        self._case: Case | None = None
        self._wanted = 0
        self._under_way = False

    def choices(self) -> tuple[FormChoice, ...]:
        """Return the papers of this sector (reads the shipped forms: call it in the lane)."""
        return tuple(
            FormChoice(one.id, one.title, f"{one.number} {short_title(one.title)}")
            for one in self._paper.forms()
        )

    def choose(self, form: str) -> None:
        """Show another paper."""
        if form and form != self.state.form:
            self.state = replace(self.state, form=form)
            self._soon(0)

    def show_blank(self, *, blank: bool) -> None:
        """Show the form for handwriting, or filled in."""
        self.state = replace(self.state, blank=blank)
        self._soon(0)

    def resize(self, width: int) -> None:
        """Take in how many device pixels a page is wide."""
        if width != self.state.width and width > 0:
            self.state = replace(self.state, width=width)
            self._soon(0)

    def follow(self, case: Case | None) -> None:
        """Follow a case as it is typed; None shows nothing."""
        if case is self._case:
            return
        first = self._case is None
        self._case = case
        self._soon(0 if first else PREVIEW_MS)

    def _soon(self, after_ms: int) -> None:
        self._wanted += 1
        self._tasks.later("preview", after_ms, self._draw)

    def _draw(self) -> None:
        if self._under_way or not self.state.width:
            return
        if self._case is None:
            self._show(replace(self.state, pages=(), places=(), fault=""))
            return
        self._under_way = True
        wanted, case, state = self._wanted, trimmed(self._case), self.state
        self._tasks.run(
            lambda: self._drawn(case, state),
            lambda got: self._came(wanted, *got),
            lambda no: self._failed(wanted, no),
        )

    def _drawn(self, case: Case, state: PreviewState) -> tuple[tuple[PageImage, ...], tuple[Place, ...]]:
        sheet = self._paper.blank(state.form) if state.blank else self._paper.preview(state.form, case)
        images = self._paper.page_images(sheet.pdf, dpi=state.width / A4_WIDTH_INCH)
        return images, sheet.places

    def _came(self, wanted: int, pages: tuple[PageImage, ...], places: tuple[Place, ...]) -> None:
        self._under_way = False
        if wanted == self._wanted:
            generation = self.state.generation + 1
            self._show(replace(self.state, pages=pages, places=places, fault="", generation=generation))
        else:
            self._tasks.later("preview", 0, self._draw)

    def _failed(self, wanted: int, error: ZsError) -> None:
        self._under_way = False
        if wanted == self._wanted:
            self._show(replace(self.state, fault=f"{error}。{error.remedy}"))
        else:
            self._tasks.later("preview", 0, self._draw)

    def _show(self, state: PreviewState) -> None:
        self.state = state
        self.shown(state)


def place_of(places: tuple[Place, ...], path: str) -> Place | None:
    """Return where a field stands on the paper: its own place, else that of the whole it is part of."""
    wanted = parts_of(path)
    found = [
        (_shared(parts_of(one.item), wanted), -one.page, -one.y, number) for number, one in enumerate(places)
    ]
    best = max((one for one in found if one[0]), default=None)
    return places[best[3]] if best else None


def _shared(one: tuple[str | int, ...], other: tuple[str | int, ...]) -> int:
    """Return how long the shorter of two paths is when the other begins with it, else 0."""
    length = min(len(one), len(other))
    return length if one[:length] == other[:length] else 0


def item_at(places: tuple[Place, ...], page: int, x: float, y: float) -> str:
    """Return the item printed at a point of a page: the smallest place that holds it."""
    held = [
        one
        for one in places
        if one.page == page and one.x <= x <= one.x + one.width and one.y <= y <= one.y + one.height
    ]
    return min(held, key=lambda one: one.width * one.height).item if held else ""


@dataclass(frozen=True, slots=True)
class PrintState:
    """The print panel: which paper, what stands in its way, with which reasons, where to."""

    open: bool = False
    busy: bool = False
    form: str = ""
    title: str = ""
    view: CaseView | None = None
    standing: tuple[Finding, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    printers: tuple[Printer, ...] = ()
    printer: str = ""
    folder: str = ""
    copies: int = 1
    fault: str = ""
    agreement: int = 0
    """Which signed version of the agreement is meant, 0 for the paper before the clerk."""

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way any more, but for reasons given."""
        return not self.busy and all(self.reasons.get(one.rule, "").strip() for one in self.standing)


class PrintModel:
    """Final print: save → what stands in the way → reasons → issue → printer or PDF."""

    def __init__(
        self,
        desk: Mediation,
        paper: Paper,
        editor: CaseModel,
        *,
        tasks: Tasks,
        machine: "Machine",
        say: Say,
    ) -> None:
        """Print what the editor has open."""
        self._desk, self._paper, self._editor = desk, paper, editor
        self._tasks, self._machine, self._say = tasks, machine, say
        self.state = PrintState()
        self.shown: Callable[[PrintState], None] = ignore

    def start(self, form: str, title: str) -> None:
        """Save, then open the panel (Ctrl+P)."""
        self._editor.save(lambda view: self._look(form, title, view))

    def reprint(self, form: str, title: str, agreement: int) -> None:
        """Open the panel for a signed version: it is printed as it is, whatever was typed since."""
        self.cancel()
        record_id = self._editor.state.record_id
        self._tasks.run(
            lambda: self._desk.find(record_id),
            lambda view: self._look(form, title, view, "", agreement),
            self._no,
        )

    def _look(self, form: str, title: str, view: CaseView, fault: str = "", agreement: int = 0) -> None:
        def look() -> tuple[tuple[Finding, ...], tuple[Printer, ...]]:
            return () if agreement else self._paper.standing(form, view), self._machine.printers()

        def found(got: tuple[tuple[Finding, ...], tuple[Printer, ...]]) -> None:
            if view.id == self._editor.state.record_id:
                self._show(replace(self._panel(form, title, view, *got, fault=fault), agreement=agreement))

        self._tasks.run(look, found, self._no)

    def _panel(
        self,
        form: str,
        title: str,
        view: CaseView,
        standing: tuple[Finding, ...],
        printers: tuple[Printer, ...],
        *,
        fault: str,
    ) -> PrintState:
        """Return the panel: what was chosen and written in it before stays."""
        before, named = self.state, [one.name for one in printers]
        usual = self._machine.printer if self._machine.printer in named else (named or [""])[0]
        return PrintState(
            open=True,
            form=form,
            title=title,
            view=view,
            standing=standing,
            printers=printers,
            printer=before.printer if before.open else usual,
            folder=before.folder if before.open else str(self._machine.folder()),
            copies=(view.case.copies or 1) if form == AGREEMENT else 1,
            reasons={one.rule: before.reasons.get(one.rule, "") for one in standing},
            fault=fault,
        )

    def reason(self, rule: str, text: str) -> None:
        """Take in a typed reason."""
        self._show(replace(self.state, reasons={**self.state.reasons, rule: text}))

    def choose(self, **chosen: Any) -> None:
        """Take in the printer, the folder or the number of copies."""
        self._show(replace(self.state, **chosen))

    def cancel(self) -> None:
        """Close the panel; nothing was printed."""
        self._show(PrintState())

    def confirm(self, *, draft: bool = False) -> None:
        """Print: the final paper with the reasons given, or a watermarked draft."""
        state = self.state
        if state.view is None or state.busy or not (draft or state.ready):
            return
        if (
            self._editor.state.unsaved and not state.agreement
        ):  # what is printed must be what is on the screen
            self._editor.save(lambda view: self._look(state.form, state.title, view, CHANGED))
            return
        self._show(replace(state, busy=True, fault=""))
        self._tasks.run(
            lambda: self._print(state, draft=draft), self._printed, lambda no: self._stopped(state, no)
        )

    def _print(self, state: PrintState, *, draft: bool) -> tuple[Issued, str, CaseView]:
        record_id = state.view.id if state.view else ""
        if not draft:
            for rule, reason in state.reasons.items():
                self._desk.override(record_id, rule, reason)
        issued = self._paper.issue(state.form, record_id, draft=draft, agreement=state.agreement)
        where = self._hand_out(state, issued)
        return issued, where, self._desk.find(record_id)

    def _hand_out(self, state: PrintState, issued: Issued) -> str:
        if state.printer:
            self._machine.send(issued.pdf, state.printer, state.copies)
            return f"已送到打印机“{state.printer}”，{state.copies}份"
        folder = Path(state.folder.strip() or self._machine.folder())
        path = free_name(folder, f"{issued.number or '草稿'} {state.title}")
        write_whole(path, issued.pdf)
        return f"已存为 {path}"

    def _printed(self, got: tuple[Issued, str, CaseView]) -> None:
        issued, where, view = got
        self._show(PrintState())
        self._editor.adopt(view)
        what = "草稿" if issued.mode == "draft" else f"{issued.number}，共{issued.pages}页"
        self._say(done(f"《{issued_title(self._paper, issued)}》{what}：{where}"))

    def _stopped(self, state: PrintState, error: ZsError) -> None:
        if self.state.open:
            self._show(replace(self.state, busy=False, fault=f"{error}。{error.remedy}"))
        else:
            self._no(error)
        record_id = state.view.id if state.view else ""
        self._tasks.run(lambda: self._desk.find(record_id), self._editor.adopt, self._no)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))

    def _show(self, state: PrintState) -> None:
        self.state = state
        self.shown(state)


class Machine(Protocol):
    """What this PC can do with a finished paper."""

    printer: str

    def printers(self) -> tuple[Printer, ...]:
        """Return the printers there are."""
        ...

    def folder(self) -> Path:
        """Return where PDFs are put unless the clerk says otherwise."""
        ...

    def send(self, pdf: bytes, printer: str, copies: int) -> None:
        """Print a PDF."""
        ...


def short_title(title: str) -> str:
    """Return 申请书 for 人民调解申请书: here all is 人民调解; 人民调解员 and 委员会 stay what they are."""
    rest = title.removeprefix("人民调解")
    return title if not rest or rest[0] in "员委" else rest


def issued_title(paper: Paper, issued: Issued) -> str:
    """Return the title of an issued paper."""
    return next((one.title for one in paper.forms() if one.id == issued.form), "")


def free_name(folder: Path, words: str, suffix: str = ".pdf") -> Path:
    """Return a file name that nobody has yet: a print never overwrites another one."""
    plain = "".join("_" if c in '/\\:*?"<>|' else c for c in words).strip()
    path = folder / f"{plain}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{plain} ({number}){suffix}"
        number += 1
    return path

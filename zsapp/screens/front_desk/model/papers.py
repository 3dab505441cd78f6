"""The papers of the open record (文书): which there are, what they lack, preview, print. Plain Python."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.files import write_whole
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.front_desk.model.editor import DeskModel
from zsapp.screens.kit.images import PageImage
from zsapp.screens.mediation.model.paper import A4_WIDTH_INCH, Machine, free_name
from zsapp.screens.notices import Say, done
from zsapp.services.desk_paper import DeskPapers
from zsapp.services.front_desk import DeskView
from zsapp.services.printing import Issued, Offer

FILE_WORDS = "限制查看的记录：存成文件以后，谁打开这台电脑都看得到。最好直接打印；存了的，用完请删除。"


@dataclass(frozen=True, slots=True)
class PapersState:
    """What the pane shows. `pages` are the images of the paper as it would be printed."""

    record_id: str = ""
    offers: tuple[Offer, ...] = ()
    chosen: str = ""
    pages: tuple[PageImage, ...] = ()
    width: int = 0
    drawn: int = 0
    busy: bool = False
    fault: str = ""
    care: str = ""

    @property
    def offer(self) -> Offer | None:
        """The paper before the clerk."""
        return next((one for one in self.offers if one.form.id == self.chosen), None)

    @property
    def lacking(self) -> str:
        """What the paper before the clerk still lacks."""
        if self.offer is None or not self.offer.lacks:
            return ""
        return f"正式打印前还缺：{'、'.join(one.label for one in self.offer.lacks)}"


class PapersModel:
    """The papers of the record before the clerk."""

    def __init__(
        self, papers: DeskPapers, editor: DeskModel, *, tasks: Tasks, machine: Machine, say: Say
    ) -> None:
        """Print at the paper desk of the front desk, on this PC's printers."""
        self._papers, self._editor, self._tasks, self._machine, self._say = (
            papers,
            editor,
            tasks,
            machine,
            say,
        )
        self.state = PapersState()
        self.shown: Callable[[PapersState], None] = ignore

    def open(self, form: str = "") -> None:
        """Save what is typed, then put the papers of the record before the clerk, a form of them first."""
        self._editor.save(lambda view: self._open(view, form))

    def _open(self, view: DeskView, form: str) -> None:
        kept = form or (self.state.chosen if view.id == self.state.record_id else "")
        care = FILE_WORDS if view.restricted and not self._machine.printer else ""
        self.state = PapersState(record_id=view.id, chosen=kept, width=self.state.width, care=care)
        self._tasks.run(
            lambda: self._papers.offers(view.id), lambda offers: self._came(view.id, offers), self._stopped
        )

    def _came(self, record_id: str, offers: tuple[Offer, ...]) -> None:
        if record_id == self.state.record_id and offers:
            chosen = self.state.chosen or offers[0].form.id
            self._show(offers=offers, chosen=chosen)
            self._draw()

    def close(self) -> None:
        """Leave the papers."""
        self._show(record_id="", offers=(), chosen="", pages=(), fault="")

    def choose(self, form: str) -> None:
        """Look at another paper."""
        if form != self.state.chosen:
            self._show(chosen=form, pages=(), fault="")
            self._draw()

    def resize(self, width: int) -> None:
        """Take in how many device pixels a page is wide."""
        if width > 0 and width != self.state.width:
            self.state = replace(self.state, width=width)
            self._draw()

    def _draw(self) -> None:
        state = self.state
        if state.offer is None or not state.width:
            return

        def drawn() -> tuple[PageImage, ...]:
            sheet = self._papers.preview(state.chosen, state.record_id)
            return self._papers.page_images(sheet.pdf, dpi=state.width / A4_WIDTH_INCH)

        def came(pages: tuple[PageImage, ...]) -> None:
            if (state.record_id, state.chosen) == (self.state.record_id, self.state.chosen):
                self._show(pages=pages, drawn=self.state.drawn + 1)

        self._tasks.run(drawn, came, self._stopped)

    def print(self, *, draft: bool = False) -> None:
        """Print the paper before the clerk: the final one, or a watermarked draft."""
        state = self.state
        if state.offer is None or state.busy or (state.offer.lacks and not draft):
            return
        self._show(busy=True, fault="")

        def made() -> tuple[Issued, str]:
            issued = self._papers.issue(state.chosen, state.record_id, draft=draft)
            return issued, self._hand_out(state, issued)

        self._tasks.run(made, lambda got: self._printed(state, *got), self._stopped)

    def _hand_out(self, state: PapersState, issued: Issued) -> str:
        if self._machine.printer:
            self._machine.send(issued.pdf, self._machine.printer, 1)
            return f"已送到打印机“{self._machine.printer}”"
        title = state.offer.form.title if state.offer else ""
        draft = "草稿 " if issued.mode == "draft" else ""
        path: Path = free_name(self._machine.folder(), f"{draft}{issued.number} {title}")
        write_whole(path, issued.pdf)
        return f"已存为 {path}"

    def _printed(self, state: PapersState, issued: Issued, where: str) -> None:
        self._show(busy=False)
        title = state.offer.form.title if state.offer else ""
        self._say(done(f"《{title}》{'草稿' if issued.mode == 'draft' else f'共{issued.pages}页'}", where))

    def _stopped(self, error: ZsError) -> None:
        self._show(busy=False, fault=f"{error}。{error.remedy}")

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

"""The papers of an intake (文书): which can be printed, what others lack, preview, print. Plain Python.

What is printed is the stored record: `before` has what is being typed saved first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.files import write_whole
from zsapp.rules.findings import Finding
from zsapp.rules.legal_aid_paper import Reach
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.images import PageImage
from zsapp.screens.mediation.model.paper import A4_WIDTH_INCH, Machine, Place, free_name, item_at
from zsapp.screens.notices import Say, done, notice_of
from zsapp.screens.printers import Printer
from zsapp.services.legal_aid import IntakeView
from zsapp.services.legal_aid_paper import AidOffer, AidPapers
from zsapp.services.printing import Issued

COPIES = {"legal_aid.receipt": 2}
"""Papers that are handed out and kept (格式五: 申请人、存档各一份); of every other one copy is printed."""
MOST_COPIES = 20
PLACES = {
    Reach.OPEN: "可以随材料送出、交给当事人",
    Reach.CENTER: "只交法律援助处",
    Reach.SEALED: "装进信封密封，只交法律援助处",
}
OPEN_KEPT_BACK = "这份文书上没有申请人的住址和电话，写的是“保密”，被对方看到也不要紧。"
CENTER_SHOWN = "这份文书上有申请人的住址和电话，只交法律援助处，不要让对方看到。"
SEALED_WORDS = (
    "只有这一页写着申请人的住址、电话和安全联系方式。打印后马上装进信封密封，在封口处签名，"
    "只交法律援助处；不要放在桌上，不要复印，不要给别人看。"
)
FILE_WORDS = "这是限制查看的申请：存成文件以后，谁打开这台电脑都看得到。最好直接打印；存了的，用完请删除。"
NOT_NEEDED = "这份申请不限制查看，住址写在申请表上，不需要这一页。"


Drawn = tuple[tuple[PageImage, ...], tuple[Place, ...], tuple[Finding, ...]]
"""A paper as drawn: its pages, where each item stands, what the pre-check points out of it."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as painted."""

    title: str
    under: str
    pill: str
    tone: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class PapersState:
    """What the page shows. `pages` are the images of the very PDF that would be printed."""

    record_id: str = ""
    restricted: tuple[str, ...] = ()
    offers: tuple[AidOffer, ...] = ()
    chosen: str = ""
    blank: bool = False
    pages: tuple[PageImage, ...] = ()
    places: tuple[Place, ...] = ()
    standing: tuple[Finding, ...] = ()
    """What the pre-check points out of the paper; it stops no print."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    width: int = 0
    printers: tuple[Printer, ...] = ()
    printer: str = ""
    folder: str = ""
    copies: int = 1
    busy: bool = False
    fault: str = ""
    drawn: int = 0
    generation: int = 0

    @property
    def offer(self) -> AidOffer | None:
        """The paper before the clerk."""
        return next((one for one in self.offers if one.form.id == self.chosen), None)

    @property
    def at(self) -> int:
        """Its place in the list, -1 before anything came."""
        return next((at for at, one in enumerate(self.offers) if one.form.id == self.chosen), -1)

    @property
    def ready(self) -> bool:
        """Whether the final print can be made."""
        return self.offer is not None and not self.offer.lacks and not self.busy

    @property
    def sentence(self) -> str:
        """How many papers can be printed, in one sentence."""
        ready = sum(not one.lacks for one in self.offers)
        return f"{len(self.offers)} 种文书，{ready} 种可以正式打印" if self.offers else ""

    @property
    def lacking(self) -> str:
        """What the paper before the clerk still lacks."""
        if self.offer is None or not self.offer.lacks:
            return ""
        what = "、".join(one.label for one in self.offer.lacks)
        return f"正式打印前还缺：{what}。现在可以打印草稿"

    @property
    def care(self) -> str:
        """What is to be minded of this paper: who may see it, and what it does not show."""
        offer = self.offer
        if offer is None or not self.restricted:
            return NOT_NEEDED if offer is not None and offer.reach is Reach.SEALED else ""
        if offer.reach is Reach.SEALED:
            return SEALED_WORDS
        return OPEN_KEPT_BACK if offer.protected else CENTER_SHOWN

    @property
    def file_care(self) -> str:
        """What is to be minded of a file of it."""
        return FILE_WORDS if self.restricted and not self.printer else ""


KEPT = ("chosen", "width", "folder", "generation", "drawn")
"""What stays from one intake to the next."""


class PapersModel:
    """The papers of the intake before the clerk."""

    def __init__(self, papers: AidPapers, *, tasks: Tasks, machine: Machine, say: Say) -> None:
        """Print at the paper desk of legal aid, on this PC's printers."""
        self._papers, self._tasks, self._machine, self._say = papers, tasks, machine, say
        self.state = PapersState()
        self.shown: Callable[[PapersState], None] = ignore
        self.before: Callable[[Callable[[], None]], None] = lambda then: then()
        """Saves what is being typed in the intake, then goes on."""
        self.asked: Callable[[str], None] = ignore
        """Told which item is to be filled in."""
        self.changed: Callable[[IntakeView], None] = ignore
        """Told of the intake when something was let rest for a reason."""
        self._wanted = 0
        self._under_way = False

    # --- which papers -------------------------------------------------------------------------------------

    def open(self, view: IntakeView) -> None:
        """Put the papers of an intake before the clerk; the paper chosen before stays chosen."""
        state = self.state
        if view.id != state.record_id:
            state = replace(PapersState(), **{name: getattr(state, name) for name in KEPT})
        self.state = replace(state, record_id=view.id, restricted=view.restricted, fault="")

        def look() -> tuple[tuple[AidOffer, ...], tuple[Printer, ...]]:
            return self._papers.offers(view.id), self._machine.printers()

        self._tasks.run(look, lambda got: self._came(view.id, *got), self._no)

    def _came(self, record_id: str, offers: tuple[AidOffer, ...], printers: tuple[Printer, ...]) -> None:
        if record_id != self.state.record_id:
            return  # the clerk has gone on to another intake
        names = [one.name for one in printers]
        usual = self._machine.printer if self._machine.printer in names else next(iter(names), "")
        state = self.state
        chosen = state.chosen or offers[0].form.id
        self._show(
            offers=offers,
            chosen=chosen,
            copies=state.copies if state.offers else COPIES.get(chosen, 1),
            printers=printers,
            printer=state.printer if state.offers else usual,
            folder=state.folder or str(self._machine.folder()),
            generation=state.generation + 1,
        )
        self._soon()

    def row(self, at: int) -> PaperRow | None:
        """Return a paper as painted."""
        if at >= len(self.state.offers):
            return None
        return paper_row(self.state.offers[at], restricted=bool(self.state.restricted))

    def choose(self, at: int) -> None:
        """Look at another paper."""
        if 0 <= at < len(self.state.offers) and (form := self.state.offers[at].form.id) != self.state.chosen:
            self._show(chosen=form, copies=COPIES.get(form, 1), fault="")
            self._soon()

    def show(self, form: str) -> None:
        """Look at a paper by its form, from wherever it is asked for."""
        self.choose(next((at for at, one in enumerate(self.state.offers) if one.form.id == form), -1))
        self.state = replace(self.state, chosen=form)

    # --- the preview --------------------------------------------------------------------------------------

    def resize(self, width: int) -> None:
        """Take in how many device pixels a page is wide."""
        if width > 0 and width != self.state.width:
            self.state = replace(self.state, width=width)
            self._soon()

    def show_blank(self, *, blank: bool) -> None:
        """Show the form for handwriting, or filled in."""
        self._show(blank=blank)
        self._soon()

    def _soon(self) -> None:
        self._wanted += 1
        self._tasks.later("aid paper", 0, self._draw)

    def _draw(self) -> None:
        """Draw the paper off the UI thread: one at a time, and the last that was chosen."""
        state, wanted = self.state, self._wanted
        if self._under_way or state.offer is None or not state.width:
            return
        self._under_way = True
        self._tasks.run(
            lambda: self._drawn(state),
            lambda got: self._seen(wanted, *got),
            lambda no: self._unseen(wanted, no),
        )

    def _drawn(
        self, state: PapersState
    ) -> tuple[tuple[PageImage, ...], tuple[Place, ...], tuple[Finding, ...]]:
        dpi = state.width / A4_WIDTH_INCH
        if state.blank:
            return self._papers.page_images(self._papers.blank(state.chosen).pdf, dpi=dpi), (), ()
        looked = self._papers.look(state.chosen, state.record_id)
        images = self._papers.page_images(looked.sheet.pdf, dpi=dpi)
        return images, looked.sheet.places, looked.standing

    def _seen(
        self,
        wanted: int,
        pages: tuple[PageImage, ...],
        places: tuple[Place, ...],
        standing: tuple[Finding, ...],
    ) -> None:
        self._under_way = False
        if wanted == self._wanted:
            self._show(pages=pages, places=places, standing=standing, drawn=self.state.drawn + 1)
        else:
            self._tasks.later("aid paper", 0, self._draw)

    def _unseen(self, wanted: int, error: ZsError) -> None:
        self._under_way = False
        if wanted == self._wanted:
            self._stopped(error)
        else:
            self._tasks.later("aid paper", 0, self._draw)

    def press(self, page: int, x: float, y: float) -> None:
        """Go to the item printed at a point of a page."""
        if found := item_at(self.state.places, page, x, y):
            self.asked(found)

    def fill_in(self) -> None:
        """Go to the first item the paper lacks."""
        offer = self.state.offer
        if offer is not None and offer.lacks:
            self.asked(offer.lacks[0].where)

    # --- what the pre-check points out --------------------------------------------------------------------

    def reason(self, rule: str, text: str) -> None:
        """Take in a typed reason."""
        self.state = replace(self.state, reasons={**self.state.reasons, rule: text})

    def let_rest(self, rule: str) -> None:
        """Let what was pointed out rest, for the reason typed."""
        record_id, reason = self.state.record_id, self.state.reasons.get(rule, "")
        self._tasks.run(lambda: self._papers.override(record_id, rule, reason), self._rested, self._stopped)

    def _rested(self, view: IntakeView) -> None:
        self._say(done("理由已记入，不再提示", "可以在操作记录里查到"))
        self.changed(view)
        self.open(view)

    # --- the print ----------------------------------------------------------------------------------------

    def set(self, **chosen: Any) -> None:
        """Take in the printer, the folder or the number of copies."""
        self._show(**chosen)

    def confirm(self, *, draft: bool = False) -> None:
        """Print: the final paper, or a watermarked draft."""
        if self.state.offer is not None and (self.state.ready or (draft and not self.state.busy)):
            self.before(lambda: self._print(draft=draft))

    def _print(self, *, draft: bool) -> None:
        state = self.state
        self._show(busy=True, fault="")

        def made() -> tuple[Issued, str]:
            issued = self._papers.issue(state.chosen, state.record_id, draft=draft)
            return issued, self._hand_out(state, issued)

        self._tasks.run(made, lambda got: self._printed(state, *got), self._stopped)

    def _hand_out(self, state: PapersState, issued: Issued) -> str:
        if state.printer:
            self._machine.send(issued.pdf, state.printer, state.copies)
            return f"已送到打印机“{state.printer}”，{state.copies}份"
        title = state.offer.form.title if state.offer else ""
        draft = "草稿 " if issued.mode == "draft" else ""
        folder = Path(state.folder.strip() or self._machine.folder())
        path = free_name(folder, f"{draft}{issued.number} {title}")
        write_whole(path, issued.pdf)
        return f"已存为 {path}"

    def _printed(self, state: PapersState, issued: Issued, where: str) -> None:
        self._show(busy=False)
        title = state.offer.form.title if state.offer else ""
        what = "草稿" if issued.mode == "draft" else f"共{issued.pages}页"
        self._say(done(f"《{title}》{what}：{where}"))

    def _stopped(self, error: ZsError) -> None:
        self._show(busy=False, fault=f"{error}。{error.remedy}")

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def paper_row(offer: AidOffer, *, restricted: bool) -> PaperRow:
    """Return a paper in words: what it is called here, and what it lacks, or who may see it."""
    title = f"{offer.form.number} {offer.form.title.removeprefix('法律援助')}"
    if offer.reach is Reach.SEALED and not restricted:
        return PaperRow(title, "只有限制查看的申请才要", "不需要", "")
    if offer.lacks:
        what = "、".join(one.label for one in offer.lacks)
        return PaperRow(title, f"还缺：{what}", f"还缺{len(offer.lacks)}项", "amber")
    return PaperRow(title, PLACES[offer.reach], "可以打印", "green")

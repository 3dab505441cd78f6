"""The subsidy page's model (补贴): a month's cases, the claim and its steps, the scheme. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from zsapp.base.errors import ZsError
from zsapp.base.files import write_whole
from zsapp.base.items import Thing
from zsapp.rules.findings import Severity
from zsapp.rules.money import in_figures
from zsapp.rules.subsidy import Scheme, scheme_gap
from zsapp.screens.errands import Tasks, ignore
from zsapp.screens.kit.paths import get_at, is_blank, remove_at, set_at
from zsapp.screens.notices import Say, done, notice_of
from zsapp.screens.statistics.model import free_name
from zsapp.services.station import Station
from zsapp.services.subsidy import Candidate, ClaimView, check_month

CLAIM_FORM = "F26"


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A case, or a line of a claim, as painted."""

    title: str
    under: str
    pill: str = ""
    tone: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class SubsidyState:
    """What the page shows."""

    month: str = ""
    committee: str = ""
    committees: tuple[str, ...] = ()
    cases: tuple[Candidate, ...] = ()
    claim: ClaimView | None = None
    scheme: Scheme = field(default_factory=Scheme)
    gap: str = ""
    editing: bool = False
    faults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    generation: int = 0

    @property
    def sentence(self) -> str:
        """How the month stands, in one sentence."""
        if self.committee:
            return self.theirs
        if self.gap:
            return f"现在不能申报：{self.gap}"
        waiting = f"{len(self.cases)} 件可以申报" if self.cases else "没有待申报的案件"
        if self.claim is None:
            return waiting
        total = in_figures(self.claim.claim.total())
        return f"{waiting}；本月已申报 {len(self.claim.claim.lines)} 件，共 {total} 元（{self.claim.state}）"

    @property
    def theirs(self) -> str:
        """How another committee's month stands."""
        if self.claim is None:
            return f"{self.committee}本月没有申报"
        claim = self.claim.claim
        total = in_figures(claim.total())
        return f"{self.committee}本月申报 {len(claim.lines)} 件，共 {total} 元（{self.claim.state}）"

    @property
    def stopped(self) -> bool:
        """Whether something stands in the way that needs a reason."""
        return any(one.severity is Severity.ERROR for case in self.cases for one in case.findings)


@dataclass(frozen=True, slots=True)
class _Looked:
    committees: tuple[str, ...]
    cases: tuple[Candidate, ...]
    claim: ClaimView | None
    scheme: Scheme


class SubsidyModel:
    """A month before the clerk."""

    def __init__(self, station: Station, tasks: Tasks, folder: Callable[[], Path], say: Say) -> None:
        self._desk, self._paper, self._own = station.subsidies, station.paper, station.profile.committee
        self._tasks, self._folder, self._say = tasks, folder, say
        self.today = station.today
        self.state = SubsidyState(month=f"{self.today():%Y-%m}")
        self.shown: Callable[[SubsidyState], None] = ignore
        self._unread: dict[str, str] = {}

    def start(self) -> None:
        """Ask how the month stands."""
        month, committee = self.state.month, self.state.committee
        self._tasks.run(lambda: self._look(month, committee), self._looked, self._no)

    def _look(self, month: str, committee: str) -> _Looked:
        check_month(month)
        claims = {one.claim.committee: one for one in self._desk.all() if one.claim.month == month}
        others = tuple(sorted(claims.keys() - {self._own}))
        cases = () if committee else self._desk.candidates(month)
        return _Looked(others, cases, claims.get(committee or self._own), self._desk.scheme())

    def _looked(self, got: _Looked) -> None:
        gap = scheme_gap(got.scheme, self.today())
        scheme = self.state.scheme if self.state.editing else got.scheme
        self._show(committees=got.committees, cases=got.cases, claim=got.claim, scheme=scheme, gap=gap)

    def choose_month(self, text: str) -> None:
        """Look at another month (2026-03)."""
        self._show(month=text.strip(), committee="")
        self.start()

    def choose_committee(self, committee: str) -> None:
        """Look at the claim of a committee below; the empty text is our own."""
        self._show(committee=committee)
        self.start()

    def turn(self, months: int) -> None:
        """Go a month on or back."""
        year, month = divmod(self._at() + months, 12)
        self.choose_month(f"{year:04d}-{month + 1:02d}")

    def _at(self) -> int:
        try:
            day = date.fromisoformat(f"{self.state.month}-01")
        except ValueError:
            day = self.today()
        return day.year * 12 + day.month - 1

    def claim(self, reason: str = "") -> None:
        """Claim every case of the month."""
        month = self.state.month
        self._tasks.run(lambda: self._desk.claim(month, (), reason=reason), self._claimed, self._no)

    def _claimed(self, view: ClaimView) -> None:
        self._say(done(f"{view.claim.month} 已申报 {len(view.claim.lines)} 件", "下次导出时一并上报司法所"))
        self.start()

    def decide(self, step: str, words: str = "") -> None:
        """Take a step with the claim: review, return, publish, pay."""
        month, whose, on = self.state.month, self.state.committee, self.today()
        self._tasks.run(
            lambda: self._desk.decide(month, step, committee=whose, on=on, words=words),
            self._decided,
            self._no,
        )

    def _decided(self, view: ClaimView) -> None:
        self._say(done(f"{view.claim.month} 的补贴{view.state}"))
        self.start()

    # --- the form and the report --------------------------------------------------------------------------

    def save_form(self) -> None:
        """Write the claim before the clerk as a paper (F26)."""
        claim = self.state.claim
        if claim is None:
            return
        path = free_name(
            self._folder(), f"个案补贴申报表 {claim.claim.month} {claim.claim.committee}", ".pdf"
        )
        case = claim.claim.lines[0].case_id
        self._tasks.run(lambda: self._print(case, path), lambda _: self._written(path), self._no)

    def _print(self, case: str, path: Path) -> None:
        write_whole(path, self._paper.issue(CLAIM_FORM, case).pdf)

    def save_report(self, *, year: bool) -> None:
        """Write the report of the month, or of its whole year, as a workbook."""
        month = self.state.month
        first, last = (f"{month[:4]}-01", f"{month[:4]}-12") if year else (month, month)
        path = free_name(self._folder(), f"个案补贴 {first[:4]}年" if year else f"个案补贴 {month}")
        self._tasks.run(
            lambda: self._desk.write_report(first, last, path), lambda _: self._written(path), self._no
        )

    def _written(self, path: Path) -> None:
        self._say(done(f"已写入 {path.name}", f"在 {path.parent}"))

    # --- the scheme ---------------------------------------------------------------------------------------

    def edit_scheme(self, *, editing: bool) -> None:
        """Put the scheme before the clerk, or away again."""
        self._unread.clear()
        self._show(editing=editing, scheme=self._desk.scheme(), faults={})

    def edit(self, path: str, value: Any) -> None:
        """Take in a typed item of the scheme."""
        self._show(scheme=set_at(self.state.scheme, path, value))

    def unread(self, path: str, fault: str, _text: str = "") -> None:
        """Take in that a field holds what cannot be read yet (or can again)."""
        if fault:
            self._unread[path] = fault
        else:
            self._unread.pop(path, None)

    def entered(self, _path: str) -> None:
        """Take in that the clerk went to another field."""
        self._show(faults={path: ("red", words) for path, words in self._unread.items()})

    def add(self, path: str, member: Thing) -> None:
        """Add a row."""
        scheme = self.state.scheme
        self._show(scheme=set_at(scheme, path, (*(get_at(scheme, path) or ()), member)))

    def remove(self, path: str) -> None:
        """Take a row away."""
        self._show(scheme=remove_at(self.state.scheme, path))

    def save_scheme(self) -> None:
        """Save the scheme; blank rows are dropped."""
        scheme = self.state.scheme
        kept = replace(scheme, rows=tuple(one for one in scheme.rows if not is_blank(one)))
        self._tasks.run(lambda: self._desk.save_scheme(kept), self._scheme_saved, self._no)

    def _scheme_saved(self, _scheme: Scheme) -> None:
        self._say(done("补贴办法已保存"))
        self._show(editing=False)
        self.start()

    # --- as painted ---------------------------------------------------------------------------------------

    def row(self, at: int) -> CandidateRow | None:
        """Return a case as painted."""
        return case_row(self.state.cases[at]) if at < len(self.state.cases) else None

    def line(self, at: int) -> CandidateRow | None:
        """Return a line of the claim as painted."""
        claim = self.state.claim
        if claim is None or at >= len(claim.claim.lines):
            return None
        one = claim.claim.lines[at]
        shares = "、".join(f"{each.name} {in_figures(each.amount)}元" for each in one.shares if each.amount)
        money = f"{in_figures(one.amount)} 元" if one.amount is not None else ""
        return CandidateRow(f"{one.number or '（未编号）'}　{one.parties}", shares, right=money)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, generation=self.state.generation + 1, **changes)
        self.shown(self.state)

    def _no(self, error: ZsError) -> None:
        self._say(notice_of(error))


def case_row(one: Candidate) -> CandidateRow:
    """Return a case in words: what it is entitled to, and what stands in the way first of all."""
    money = f"{in_figures(one.amount)} 元" if one.amount is not None else "没有标准"
    errors = [each for each in one.findings if each.severity is Severity.ERROR]
    minded = errors or list(one.findings)
    pill, tone = ("要写理由", "red") if errors else ("请留意", "amber") if minded else ("可以申报", "green")
    under = minded[0].message if minded else one.number
    return CandidateRow(one.title, under, pill, tone, money)

"""The subsidy's report (补贴报表): what was claimed in a period, by claim, by mediator and line by line.

Counted from stored claims alone: what no claim holds is not there, and no amount is invented. A claim that
was returned is listed and not counted. What is paid to a mediator is personal data: the workbook names
mediators because the treasury pays them, and covers the parties.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.press.xlsx import Head, Page
from zsapp.rules.subsidy import Claim, ClaimLine, Share, claim_state

RETURNED = "已退回"
PAID = "已发放"
TITLE = "人民调解个案补贴（以案定补）"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSum:
    """A claim in the report: what it comes to, and whether it counts."""

    month: str
    committee: str
    doc_no: str
    state: str
    cases: int
    total: Decimal
    paid: Decimal
    counts: bool
    lines: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorSum:
    """What one mediator of a committee was claimed for and paid."""

    name: str
    committee: str
    cases: int
    total: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidyReport:
    """The report of a period: months from `first` to `last`, both included."""

    first: str
    last: str
    claims: tuple[ClaimSum, ...]
    mediators: tuple[MediatorSum, ...]

    @property
    def cases(self) -> int:
        """How many cases are claimed."""
        return sum(one.cases for one in self.claims if one.counts)

    @property
    def total(self) -> Decimal:
        """What is claimed."""
        return sum((one.total for one in self.claims if one.counts), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """What of it was paid."""
        return sum((one.paid for one in self.claims), Decimal(0))

    @property
    def text(self) -> str:
        """The period in words."""
        return self.first if self.first == self.last else f"{self.first} 至 {self.last}"


def report_of(claims: Iterable[Claim], first: str, last: str, committee: str = "") -> SubsidyReport:
    """Return the report of the claims of a period, of one committee or all."""
    within = [one for one in claims if first <= one.month <= last and committee in ("", one.committee)]
    found = sorted((_sum(one) for one in within), key=lambda one: (one.month, one.committee))
    return SubsidyReport(first=first, last=last, claims=tuple(found), mediators=tuple(_mediators(found)))


def _sum(claim: Claim) -> ClaimSum:
    state = claim_state(claim)
    return ClaimSum(
        month=claim.month,
        committee=claim.committee,
        doc_no=claim.doc_no,
        state=state,
        cases=len(claim.lines),
        total=claim.total(),
        paid=claim.total() if state == PAID else Decimal(0),
        counts=state != RETURNED,
        lines=claim.lines,
    )


def _mediators(claims: Iterable[ClaimSum]) -> Iterator[MediatorSum]:
    sums: dict[tuple[str, str], list[tuple[Decimal, bool]]] = {}
    for claim in claims:
        for share in (one for line in claim.lines for one in line.shares if claim.counts):
            got = share.amount or Decimal(0), claim.state == PAID
            sums.setdefault((claim.committee, share.name), []).append(got)
    for (committee, name), shares in sorted(sums.items()):
        yield MediatorSum(
            name=name,
            committee=committee,
            cases=len(shares),
            total=sum((amount for amount, _ in shares), Decimal(0)),
            paid=sum((amount for amount, paid in shares if paid), Decimal(0)),
        )


def book_of(report: SubsidyReport, maker: str, today: date) -> list[Page]:
    """Return the sheets: the claims, what each mediator gets, and every case line by line."""
    notes = [f"期间：{report.text}", f"制表：{maker}　　制表日期：{today.isoformat()}"]
    return [_claims(report, notes), _people(report, notes), _cases(report, notes)]


def _claims(report: SubsidyReport, notes: list[str]) -> Page:
    rows: list[list[Any]] = [
        [n, one.month, one.committee, one.doc_no, one.cases, one.total, one.paid, one.state]
        for n, one in enumerate(report.claims, 1)
    ]
    sums = [None, "合计（不含已退回）", "", "", report.cases, report.total, report.paid, ""]
    return Page(
        name="申报汇总",
        title=f"{TITLE}申报汇总",
        notes=notes,
        heads=[
            Head("序号", 7, "number"),
            Head("月份", 20),
            Head("人民调解委员会", 34),
            Head("依据文号", 24),
            Head("件数", 8, "number"),
            Head("申报金额（元）", 14, "money"),
            Head("已发放（元）", 14, "money"),
            Head("状态", 10),
        ],
        rows=[*rows, sums],
    )


def _people(report: SubsidyReport, notes: list[str]) -> Page:
    return Page(
        name="按调解员",
        title=f"{TITLE}按调解员汇总",
        notes=notes,
        heads=[
            Head("序号", 7, "number"),
            Head("调解员", 16),
            Head("人民调解委员会", 34),
            Head("件数", 8, "number"),
            Head("份额合计（元）", 14, "money"),
            Head("已发放（元）", 14, "money"),
            Head("签名", 16),
        ],
        rows=[
            [n, one.name, one.committee, one.cases, one.total, one.paid, ""]
            for n, one in enumerate(report.mediators, 1)
        ],
        across=False,
    )


def _line(claim: ClaimSum, line: ClaimLine, share: Share | None) -> list[Any]:
    """Return a case of a claim with one share of it, None where nobody's share is known."""
    said = [claim.month, claim.committee, line.number, line.parties, line.dispute_type, line.grade, line.form]
    got = [share.name, share.amount] if share else ["", None]
    return [*said, line.amount, *got, claim.state, line.reason]


def _cases(report: SubsidyReport, notes: list[str]) -> Page:
    rows = [
        _line(claim, line, share)
        for claim in report.claims
        for line in claim.lines
        for share in line.shares or (None,)
    ]
    return Page(
        name="明细",
        title=f"{TITLE}明细",
        notes=[*notes, "几名调解员合办的案件，每人一行；金额是整件的金额。"],
        heads=[
            Head("序号", 7, "number"),
            Head("月份", 10),
            Head("人民调解委员会", 30),
            Head("编号", 24),
            Head("当事人（隐名）", 24),
            Head("纠纷类型", 18),
            Head("等级", 8),
            Head("协议形式", 9),
            Head("金额（元）", 12, "money"),
            Head("调解员", 12),
            Head("份额（元）", 12, "money"),
            Head("状态", 9),
            Head("放行理由", 24, "long"),
        ],
        rows=[[n, *row] for n, row in enumerate(rows, 1)],
    )

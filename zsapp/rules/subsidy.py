"""The case subsidy (以案定补): a scheme, what a case is entitled to, what stands in its way, claims.

National basis: 人民调解法 (2010) §16, 财行〔2007〕179号, 司发〔2018〕2号; 粤司办〔2024〕38号 has oral
agreements counted in. Amounts are the local scheme's own: none is shipped, none is invented (brief §5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.checking import Earlier
from zsapp.rules.committee import RosterMediator
from zsapp.rules.findings import Finding, Severity
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_state import performance_of
from zsapp.rules.mediation_versions import in_force
from zsapp.rules.money import FEN, in_figures

SECTOR, SCHEME = "subsidy", "subsidy_scheme"
REPEATED_WITHIN_DAYS = 365
HOST = "主持"
HOST_PART = Decimal("0.7")
RECORDER = "记录人"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Thing):
    """A rate of the scheme: grade by form (补贴标准)."""

    grade: str = item("难易程度", codes="difficulty", maximum=SHORT)
    form: str = item("协议形式", codes="agreement_form", maximum=SHORT)
    amount: Decimal | None = item("金额", unit="元", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Thing):
    """A subsidy scheme (补贴办法): what an administrator copies from the document in force."""

    name: str = item("名称", maximum=200)
    doc_no: str = item("文号", maximum=SHORT)
    valid_from: date | None = item("施行日期")
    valid_to: date | None = item("有效期至")
    payer: str = item("经费来源", maximum=200)
    rows: tuple[Rate, ...] = item("标准", maximum=50)
    confirmed: Decimal | None = item("司法确认有效另加", unit="元", minimum=0)
    failed: Decimal | None = item("调解不成但程序完整", unit="元", minimum=0)
    per_case: Decimal | None = item("每件上限", unit="元", minimum=0)
    per_mediator_month: Decimal | None = item("每人每月上限", unit="元", minimum=0)
    filed_only: str = item("只补贴已备案的调解员", codes="yes_no", maximum=SHORT)
    performed: str = item("须已履行", codes="yes_no", maximum=SHORT)
    score_min: int | None = item("卷宗最低分", minimum=0, maximum=100)
    split: str = item("多人分配", codes="subsidy_split", maximum=SHORT)
    note: str = item("说明", maximum=LINE)


UNSET = Scheme(
    name="待配置",
    rows=tuple(
        Rate(grade=grade, form=form)
        for grade, form in (
            ("简易", "口头"),
            ("简易", "书面"),
            ("一般", "口头"),
            ("一般", "书面"),
            ("疑难", "书面"),
            ("重大", "书面"),
        )
    ),
    filed_only="是",
    performed="否",
    score_min=80,
    split="平均分配",
    note="请按本地现行办法填写；金额未公开前不得自行填写",
)
"""What a station starts with: the shape of a scheme, without one amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Thing):
    """What one mediator gets of one case (份额)."""

    name: str = item("调解员", verbatim=True, maximum=SHORT, care="personal")
    amount: Decimal | None = item("金额", unit="元", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine(Thing):
    """One case of a claim (申报表一行)."""

    case_id: str = item("案件", internal=True, maximum=SHORT)
    number: str = item("编号", maximum=SHORT)
    parties: str = item("当事人", maximum=LINE)
    dispute_type: str = item("纠纷类型", maximum=SHORT)
    grade: str = item("等级", maximum=SHORT)
    form: str = item("协议形式", maximum=SHORT)
    amount: Decimal | None = item("金额", unit="元", minimum=0)
    shares: tuple[Share, ...] = item("份额", maximum=20)
    reason: str = item("放行理由", maximum=LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Thing):
    """A claim of one committee for one month (申报), reviewed, published, paid."""

    month: str = item("月份", maximum=SHORT)
    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    doc_no: str = item("依据文号", maximum=SHORT)
    lines: tuple[ClaimLine, ...] = item("明细", maximum=2000)
    submitted_on: date | None = item("申报日期")
    reviewed_on: date | None = item("审核日期")
    reviewed_by: str = item("审核人", verbatim=True, maximum=SHORT)
    returned_on: date | None = item("退回日期")
    returned_for: str = item("退回理由", maximum=LINE)
    published_on: date | None = item("公示日期")
    paid_on: date | None = item("发放日期")
    paid_doc: str = item("发放凭证", maximum=200)

    def total(self) -> Decimal:
        """Return the sum of all lines."""
        return sum((one.amount or Decimal(0) for one in self.lines), Decimal(0))


def claim_state(claim: Claim) -> str:
    """Return how far a claim has come."""
    steps = (
        (claim.paid_on, "已发放"),
        (claim.published_on, "已公示"),
        (claim.reviewed_on, "已审核"),
        (claim.returned_on, "已退回"),
    )
    return next((word for day, word in steps if day is not None), "已申报")


def scheme_gap(scheme: Scheme, day: date) -> str:
    """Return what keeps a scheme from being paid by, or the empty text."""
    if not scheme.doc_no.strip():
        return "还没有填写补贴办法的文号"
    if scheme.valid_from is None or scheme.valid_to is None:
        return "还没有填写补贴办法的有效期"
    if not scheme.valid_from <= day <= scheme.valid_to:
        return f"补贴办法{scheme.doc_no}不在有效期内"
    if not any(one.amount is not None for one in scheme.rows):
        return "补贴办法还没有填写金额"
    return ""


def entitled(scheme: Scheme, case: Case) -> Decimal | None:
    """Return what the scheme gives for a case, None where it has no amount for it."""
    if case.outcome.result == "调解不成":
        amount = scheme.failed
    else:
        kind = case.difficulty, case.outcome.form
        amount = next((one.amount for one in scheme.rows if (one.grade, one.form) == kind), None)
        if amount is not None and case.outcome.confirmation == "裁定有效":
            amount += scheme.confirmed or Decimal(0)
    if amount is None or scheme.per_case is None:
        return amount
    return min(amount, scheme.per_case)


def mediators_of(case: Case) -> tuple[str, ...]:
    """Return who is paid: the mediators of the case, not its recorder; the host first."""
    people = [one for one in case.mediators if one.name and one.role != RECORDER]
    return tuple(one.name for one in sorted(people, key=lambda one: one.role != HOST))


def shares_of(scheme: Scheme, case: Case, amount: Decimal) -> tuple[Share, ...]:
    """Return each mediator's share, exact to the 分; what does not divide goes to the host."""
    names = mediators_of(case)
    if not names:
        return ()
    others = len(names) - 1
    if scheme.split == "主持人七成" and others:
        each = ((amount - (amount * HOST_PART).quantize(FEN, ROUND_DOWN)) / others).quantize(FEN, ROUND_DOWN)
    else:
        each = (amount / len(names)).quantize(FEN, ROUND_DOWN)
    first = amount - each * others
    return tuple(Share(name=name, amount=each if at else first) for at, name in enumerate(names))


# --- what stands in the way -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a claim is held against besides the case: roster, earlier cases, claims, the dossier's score."""

    roster: tuple[RosterMediator, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    claimed: bool = False
    score: int | None = None


def hurdles(case: Case, scheme: Scheme, known: Known) -> tuple[Finding, ...]:
    """Return what stands in the way of a subsidy: errors need a typed reason, warnings are to be minded."""
    case = in_force(case)
    found = (_case_hurdles(case, scheme, known), _proof_hurdles(case), _people_hurdles(case, scheme, known))
    return tuple(one for each in found for one in each)


def _finding(rule: str, severity: Severity, where: str, message: str) -> Finding:
    return Finding(rule=rule, severity=severity, message=message, basis="以案定补办法", where=where)


def _case_hurdles(case: Case, scheme: Scheme, known: Known) -> Iterator[Finding]:
    if known.claimed:
        yield _finding("S01", Severity.ERROR, "", "该案件已经申报过，不能重复申报。")
    if entitled(scheme, case) is None:
        kind = f"{case.difficulty or '未定等级'}、{case.outcome.form or case.outcome.result or '未结案'}"
        yield _finding("S02", Severity.ERROR, "difficulty", f"补贴办法没有“{kind}”的标准。")
    for number in _repeated(case, known.earlier):
        words = f"可能与{number}是同一纠纷，一件纠纷只补贴一次。"
        yield _finding("S03", Severity.ERROR, "parties", words)
    if scheme.performed == "是" and performance_of(case) != "履行完毕":
        words = "补贴办法要求协议已履行，目前尚未履行完毕。"
        yield _finding("S04", Severity.ERROR, "outcome.performance", words)
    if scheme.score_min is not None and known.score is not None and known.score < scheme.score_min:
        words = f"卷宗预评{known.score}分，低于{scheme.score_min}分。"
        yield _finding("S05", Severity.ERROR, "", words)


def _proof_hurdles(case: Case) -> Iterator[Finding]:
    agreed = case.outcome.result == "调解成功"
    if agreed and case.outcome.form == "书面" and not case.agreement_no:
        yield _finding("S06", Severity.ERROR, "agreement_no", "缺少协议书编号。")
    if agreed and case.dates.visit is None:
        yield _finding("S07", Severity.WARNING, "dates.visit", "还没有回访记录。")
    if any(one.status == "已履行" and not one.proof for one in case.schedule):
        yield _finding("S08", Severity.WARNING, "schedule", "已履行的事项还没有写明履行凭证。")


def _repeated(case: Case, earlier: tuple[Earlier, ...]) -> Iterator[str]:
    names = {one.name for one in case.parties if one.name}
    for other in earlier:
        same = other.dispute_type == case.dispute_type and set(other.names) == names
        if same and _within_a_year(case.dates.accept, other.accepted_on):
            yield other.number


def _within_a_year(one: date | None, other: date | None) -> bool:
    """Say whether two days lie within a year of each other; a day nobody wrote down may be any day."""
    return one is None or other is None or abs((one - other).days) <= REPEATED_WITHIN_DAYS


def _people_hurdles(case: Case, scheme: Scheme, known: Known) -> Iterator[Finding]:
    names = mediators_of(case)
    if not names:
        yield _finding("S09", Severity.ERROR, "mediators", "没有写明调解员。")
    for name in names if known.roster else ():
        found = next((one for one in known.roster if one.name == name), None)
        if found is None:
            yield _finding("S10", Severity.ERROR, "mediators", f"{name}不在本调委会名册内。")
            continue
        if scheme.filed_only == "是" and found.filed == "否":
            yield _finding("S11", Severity.ERROR, "mediators", f"{name}还没有备案。")
        if found.public_servant == "是":
            yield _finding("S12", Severity.ERROR, "mediators", f"{name}属于不得领取补贴的人员。")


def over_the_month(scheme: Scheme, paid: dict[str, Decimal]) -> tuple[Finding, ...]:
    """Return who gets more in a month than the scheme allows; `paid` is the month's sum by mediator."""
    cap = scheme.per_mediator_month
    return tuple(
        _finding(
            "S13",
            Severity.ERROR,
            "",
            f"{name}本月{in_figures(total)}元，超过每月上限{in_figures(cap)}元。",
        )
        for name, total in sorted(paid.items())
        if cap is not None and total > cap
    )

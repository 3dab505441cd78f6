"""The course of a case on paper (程序文书): what begins it, holds it up and ends it.

Rights notice F04, refusal F16, termination F17, withdrawal F18, extension F19.
Law: 人民调解法 §23, §24, §26; what has no text (75号令) is 待核 in the forms.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_deadlines import deadlines
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_base import Occasion, numbered, widened
from zsapp.rules.mediation_paper_parts import PaperLine, PaperRow, PaperTable, Signer
from zsapp.rules.mediation_paper_text import day_text
from zsapp.rules.mediation_parts import Served, Termination, Withdrawal
from zsapp.rules.routes import routes_by_ground, routes_by_type

REFUSED = "不予受理"
NOT_TAKEN = "拒"
"""In what is noted of a service: the notice was offered and not signed for (拒绝签收)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePaper(PaperCase):
    """A mediation case in the words of what begins, holds up and ends it."""

    told_on: date | None = item("权利义务告知日期", key="rights_told")
    refused: bool = item("不予受理的决定", key="outcome.result", default=False)
    refused_on: date | None = item("不予受理日期", key="dates.close")
    ended_on: date | None = item("终止调解日期", key="dates.terminate")
    reason: str = item("理由", key="termination.reason", law="人民调解法 第二十六条")
    routes: tuple[PaperLine, ...] = item("告知的其他途径", key="termination.notice")
    service: PaperTable | None = item("送达情况", key="termination.served")
    withdrawn_on: date | None = item("撤回日期", key="dates.withdraw")
    withdrawn_by: str = item("撤回人", key="withdrawal.by")
    withdrawn_in_writing: bool | None = item("书面撤回", key="withdrawal.form")
    withdrawn_by_mouth: bool | None = item("口头撤回", key="withdrawal.form")
    withdrawal_reason: str = item("撤回理由", key="withdrawal.reason")
    withdrawal_papers: str = item("撤回附件", key="withdrawal.attachments")
    withdrawal_signers: tuple[Signer, ...] = item("撤回签署人", key="parties")
    extended_on: date | None = item("同意延长的日期", key="dates.extend_consent")
    extended_to: date | None = item("延长至", key="dates.extend_to")
    first_due: date | None = item("原调解期限届满日", key="dates.accept")


def course_paper(case: Case, occasion: Occasion) -> CoursePaper:
    """Return a case in the words of what begins, holds up and ends it."""
    base = paper_case(case)
    ended = case.termination or Termination()
    withdrawn = case.withdrawal or Withdrawal()
    refused = case.outcome.result == REFUSED
    return widened(
        CoursePaper,
        base,
        told_on=case.rights_told,
        refused=refused,
        refused_on=case.dates.close if refused else None,
        ended_on=case.dates.terminate,
        reason=ended.reason.rstrip("。；"),
        routes=_routes(case, ended, occasion, refused=refused),
        service=_service(base, ended.served),
        withdrawn_on=case.dates.withdraw or withdrawn.date,
        withdrawn_by=withdrawn.by or "、".join(one.name for one in base.applicants),
        withdrawn_in_writing=withdrawn.form == "书面" if withdrawn.form else None,
        withdrawn_by_mouth=withdrawn.form == "口头" if withdrawn.form else None,
        withdrawal_reason=withdrawn.reason.rstrip("。；"),
        withdrawal_papers="、".join(withdrawn.attachments),
        withdrawal_signers=tuple(one for one in base.signers if one.name == withdrawn.by)
        or base.applicant_signers,
        extended_on=case.dates.extend_consent,
        extended_to=case.dates.extend_to,
        first_due=_first_due(case, occasion),
    )


def _routes(case: Case, ended: Termination, occasion: Occasion, *, refused: bool) -> tuple[PaperLine, ...]:
    """Return what was told, as the mediator wrote it; else the ways of the table."""
    where = "termination.notice"
    if ended.notice:
        return (PaperLine(at=where, text=ended.notice),)
    if not (refused or case.dates.terminate):
        return ()
    routes = occasion.tables.routes
    found = routes_by_ground(routes, ended.reason) if refused else ()
    return numbered(found or routes_by_type(routes, case.dispute_type), where)


def _service(base: PaperCase, served: tuple[Served, ...]) -> PaperTable | None:
    """Return who has to sign for a notice: those recorded as served, and every party not yet."""
    told = {one.to for one in served}
    rows = [
        PaperRow(
            at=f"termination.served[{n}]",
            cells=(one.to, day_text(one.date), "", one.sign if NOT_TAKEN in one.sign else ""),
        )
        for n, one in enumerate(served)
    ]
    waiting = [one for one in base.parties if one.name and one.name not in told]
    rows += [PaperRow(at=one.at, cells=(one.name, "", "", "")) for one in waiting]
    if not rows:
        return None
    return PaperTable(
        at="termination.served",
        heads=("受送达人", "送达日期", "签收（签名、按指印）", "备注（拒签由两人注明）"),
        widths=(33, 30, 44, 48),
        sides="cccl",
        rows=tuple(rows),
        least=11,
    )


def _first_due(case: Case, occasion: Occasion) -> date | None:
    """Return the last day of the period of mediation (调解期限) before it was prolonged."""
    tables = occasion.tables
    found = deadlines(case, calendar=tables.calendar, periods=tables.periods, today=occasion.today)
    return next((one.due for one in found if one.id in ("T2", "T2m", "T2c")), None)

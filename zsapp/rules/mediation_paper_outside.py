"""What goes to others and what changes hands, on paper (函件): referral F20, recusal F21, risk report F29.

Law: 人民调解法 §18 (courts and police send parties), §19, §25 (report what may turn violent); 特邀调解规定.
Refuses to know: fonts, pages, forms.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import has_agreement, is_oral
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_base import Occasion, numbered, widened
from zsapp.rules.mediation_paper_parts import PaperLine
from zsapp.rules.mediation_parts import Escalation, Recusal, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsidePaper(PaperCase):
    """A mediation case in the words of what goes to others."""

    sender: str = item("委托移送机关", key="referral.organ", law="人民调解法 第十八条")
    letter: str = item("委托移送文书", key="referral.doc")
    sent_on: date | None = item("委托移送日期", key="referral.date")
    contact: str = item("来函经办人", key="referral.contact")
    contact_phone: str = item("经办人电话", key="referral.phone")
    materials: str = item("收到的材料", key="referral.materials")
    reply_due: date | None = item("回函期限", key="referral.reply_due")
    replied_on: date | None = item("回函日期", key="referral.replied")
    accepted: bool | None = item("已受理", key="dates.accept")
    turned_down: bool | None = item("不予受理", key="outcome.result")
    ended: bool = item("调解结果", key="outcome.result", default=False)
    in_writing: bool | None = item("达成书面协议", key="outcome.form")
    by_mouth: bool | None = item("达成口头协议", key="outcome.form")
    failed: bool | None = item("调解不成", key="outcome.result")
    withdrawn: bool | None = item("撤回申请", key="outcome.result")
    failure: str = item("调解不成的理由", key="termination.reason")
    performance: str = item("履行情况", key="outcome.performance")
    closed_on: date | None = item("结果日期", key="dates.close")
    stepped_back: str = item("原人民调解员", key="recusal.name")
    recusal_reason: str = item("回避或者更换的理由", key="recusal.reason")
    successor: str = item("更换后的人民调解员", key="recusal.replaced_by")
    recused_on: date | None = item("更换日期", key="recusal.date")
    risk: str = item("激化风险", key="escalation.risk", law="人民调解法 第二十五条")
    risk_on: date | None = item("发现日期", key="escalation.date")
    measures: tuple[PaperLine, ...] = item("已采取的措施", key="escalation.measures")
    told: tuple[str, ...] = item("报告对象", key="escalation.report_to")


def outside_paper(case: Case, _occasion: Occasion) -> OutsidePaper:
    """Return a case in the words of what goes to others."""
    sent = case.referral or Referral()
    recusal = case.recusal or Recusal()
    risk = case.escalation or Escalation()
    result = case.outcome.result
    agreed = has_agreement(case) and case.dates.agree is not None
    ended = bool(result) or agreed
    return widened(
        OutsidePaper,
        paper_case(case),
        sender=sent.organ,
        letter=sent.doc,
        sent_on=sent.date,
        contact=sent.contact,
        contact_phone=sent.phone,
        materials=sent.materials,
        reply_due=sent.reply_due,
        replied_on=sent.replied,
        accepted=case.dates.accept is not None or None,
        turned_down=result == "不予受理" or None,
        ended=ended,
        in_writing=agreed and not is_oral(case) if ended else None,
        by_mouth=agreed and is_oral(case) if ended else None,
        failed=result.startswith("调解不成") if ended else None,
        withdrawn=result.startswith("撤回") if ended else None,
        failure=case.termination.reason if case.termination else "",
        performance=case.outcome.performance,
        closed_on=case.dates.agree or case.dates.terminate or case.dates.withdraw or case.dates.close,
        stepped_back=recusal.name,
        recusal_reason=recusal.reason.rstrip("。；"),
        successor=recusal.replaced_by,
        recused_on=recusal.date,
        risk=risk.risk,
        risk_on=risk.date,
        measures=numbered(risk.measures, "escalation.measures"),
        told=risk.report_to,
    )

"""The register of legal aid (法律援助申请登记台账): one line for each intake, derived from its record alone.

A restricted intake has no name in it, covered or not: a workbook leaves the encrypted store. Timeliness is
held against the deadlines of the intake itself, so the register and the deadlines never differ.
Law: 法援法 §43 (seven days), §49; what a station reports: brief L §4.2.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.groups import MARK, labels_of
from zsapp.rules.legal_aid import HIDDEN, LegalAidIntake, state_of
from zsapp.rules.legal_aid_deadlines import deadlines_of, forward_due, supplement_days, urgent_from
from zsapp.rules.legal_aid_exempt import met_claim, unlimited_claim
from zsapp.rules.legal_aid_facts import Situation, groups_of
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded
from zsapp.rules.names import masked_name

ON_TIME, LATE = "按时", "超期"
FREE, UNCHECKED, TESTED = "不受限", "免予核查", "需核查"
DECIDED = ("给予", "不予")
CARRIED_ON = ("办理中", "终止", "结案")
"""Answers that only a granted application comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AidLine(Thing):
    """An intake as one line of the register, and what figures count of it."""

    number: str = item("接收凭证编号", maximum=SHORT)
    station: str = item("接收单位", verbatim=True, maximum=200)
    received_on: date | None = item("接收日期", law="法律援助法 第四十三条")
    applicant: str = item("申请人", verbatim=True, care="personal", maximum=200)
    applicant_masked: str = item("申请人（隐名）", verbatim=True, maximum=200)
    groups: str = item("人群类别", maximum=LINE)
    matter: str = item("援助事项", maximum=SHORT)
    form: str = item("援助形式", maximum=SHORT)
    means: str = item("经济困难核查", maximum=SHORT)
    opinion: str = item("转交时的初审意见", maximum=SHORT)
    forwarded_on: date | None = item("转交日期")
    forwarding: str = item("转交及时", maximum=SHORT)
    batch: str = item("转交批次", maximum=SHORT)
    supplemented: str = item("补正", maximum=SHORT)
    urgent: str = item("紧急", maximum=SHORT)
    state: str = item("状态", maximum=SHORT)
    result: str = item("审查结果", maximum=SHORT)
    doc_no: str = item("文号", maximum=200)
    answered_on: date | None = item("结果日期")
    examining: str = item("七日内审查", law="法律援助法 第四十三条", maximum=SHORT)
    told_on: date | None = item("告知申请人日期")
    visited_on: date | None = item("回访日期")


def aid_line(situation: Situation) -> AidLine:
    """Return the line of an intake."""
    intake, tables = situation.intake, situation.tables
    name = intake.applicant.name
    sent, center = intake.forwarded or Forwarded(), intake.center or CenterAnswer()
    decided = _decided(intake)
    return AidLine(
        number=intake.receipt_no,
        station=intake.received.org_name,
        received_on=intake.received.date,
        applicant=HIDDEN if intake.restricted else name,
        applicant_masked=HIDDEN if intake.restricted else masked_name(name),
        groups=MARK.join(labels_of(groups_of(situation), tables)),
        matter=tables.text_of("aid_matter", intake.matter),
        form=tables.text_of("aid_form", center.form or intake.form),
        means=_means(situation),
        opinion=sent.opinion,
        forwarded_on=sent.date,
        forwarding=_timely(sent.date, forward_due(situation)) if intake.received.date else "",
        batch=sent.batch,
        supplemented=_supplemented(situation),
        urgent="紧急" if _was_urgent(situation, sent.date) else "",
        state=state_of(intake),
        result=result_of(intake),
        doc_no=center.doc_no,
        answered_on=center.date,
        examining=_timely(decided.date, _due(situation, "decision")) if decided else "",
        told_on=center.told,
        visited_on=intake.visits[-1].date if intake.visits else None,
    )


def result_of(intake: LegalAidIntake) -> str:
    """Return what the application came to: granted, refused, withdrawn, sent on; empty while it is open."""
    center = intake.center
    if center is None:
        return ""
    if center.status in CARRIED_ON:
        return "给予"
    return center.status if center.status in (*DECIDED, "视为撤回", "转其他机构") else ""


def _decided(intake: LegalAidIntake) -> CenterAnswer | None:
    """Return the first answer that ends the examination."""
    known = [*intake.answers, *([intake.center] if intake.center else [])]
    return next((one for one in known if one.status in DECIDED and one.date), None)


def _timely(done: date | None, due: date | None) -> str:
    if done is None or due is None:
        return ""
    return ON_TIME if done <= due else LATE


def _due(situation: Situation, name: str) -> date | None:
    return next((one.due for one in deadlines_of(situation) if one.id == name), None)


def _means(situation: Situation) -> str:
    if unlimited_claim(situation):
        return FREE
    return UNCHECKED if met_claim(situation) else TESTED


def _supplemented(situation: Situation) -> str:
    asked = situation.intake.supplement
    if asked is None or asked.notice is None:
        return ""
    return f"补正{supplement_days(situation)}日" if asked.received else "补正中"


def _was_urgent(situation: Situation, sent: date | None) -> bool:
    """Say whether it was urgent while the station had it (R-31)."""
    since = urgent_from(situation)
    return since is not None and since <= (sent or situation.today)

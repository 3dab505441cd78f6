"""The register (人民调解案件登记簿, F28): one line for each case, from which ledgers and statistics are made.

Derived from the record, never typed: what the record leaves open is worked out from its days and obligations,
what it leaves unknown stays empty. The index keeps these lines, so an item here is a column there.
Law: 人民调解法 §27 (the committee keeps a register of what it mediates). Columns: brief §2.4 F28, §3.7.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zsapp.base.items import LINE, SHORT, Thing, item, items
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import NATURAL, head_count, is_money, is_oral, is_periodic
from zsapp.rules.mediation_parts import HeadCount, Obligation, Party, Prevention
from zsapp.rules.mediation_state import performance_of
from zsapp.rules.mediation_versions import in_force
from zsapp.rules.names import masked_name
from zsapp.rules.numerals import numeral

SUCCESS, FAILURE, WITHDRAWN = "调解成功", "调解不成", "撤回申请"
NOT_APPLIED = "未申请"
RECORDER = "记录人"
MONTHS = 12
"""Months of periodic payments that count as money of the agreement (acceptance data, C06); the report may be
told otherwise."""

A_YEAR = {"": 12, "每月": 12, "按月": 12, "月": 12, "每季": 4, "每季度": 4, "每半年": 2, "每年": 1, "按年": 1}
"""How often in a year a periodic payment falls due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine(Thing):
    """A case as one line of the register, and what statistics count of it."""

    number: str = item("编号", maximum=SHORT)
    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    accepted_on: date | None = item("受理日期", law="人民调解法 第二十七条")
    closed_on: date | None = item("结案日期")
    parties: str = item("当事人", verbatim=True, care="personal", maximum=2000)
    parties_masked: str = item("当事人（隐名）", verbatim=True, maximum=2000)
    dispute_type: str = item("纠纷类型", maximum=SHORT)
    source: str = item("来源", maximum=SHORT)
    difficulty: str = item("难易程度", maximum=SHORT)
    mediators: str = item("调解员", verbatim=True, maximum=LINE)
    result: str = item("结果", maximum=SHORT)
    form: str = item("协议形式", maximum=SHORT)
    amount: Decimal | None = item("金额", unit="元", minimum=0)
    yearly: Decimal | None = item("定期给付（一年）", unit="元", minimum=0)
    performance: str = item("履行", maximum=SHORT)
    confirmation: str = item("司法确认", maximum=SHORT)
    remark: str = item("备注", maximum=LINE)
    heads: int = item("当事人数", unit="人", minimum=0, default=0)
    prevented: str = item("防止激化", law="人民调解法 第二十五条", maximum=LINE)


def ledger_line(case: Case, *, named: bool = True) -> LedgerLine:
    """Return the line of a case, under the agreement in force; not `named`, it says of nobody who it was."""
    case = in_force(case)
    result = result_of(case)
    return LedgerLine(
        number=case.volume_no or case.agreement_no,
        committee=case.committee,
        accepted_on=case.dates.accept,
        closed_on=case.dates.close,
        parties=_sides(case, masked=False) if named else "",
        parties_masked=_sides(case, masked=True) if named else "",
        dispute_type=case.dispute_type,
        source=case.source,
        difficulty=case.difficulty,
        mediators="、".join(one.name for one in case.mediators if one.role != RECORDER) if named else "",
        result=result,
        form=form_of(case, result),
        amount=amount_of(case),
        yearly=yearly_of(case),
        performance=performance(case),
        confirmation=confirmation_of(case),
        remark=_remark(case) if named else "",
        heads=sum(head_count(case, party) for party in case.parties),
        prevented=prevented_text(case.prevention),
    )


def _sides(case: Case, *, masked: bool) -> str:
    """Return 甲、乙与丙: the sides in the order in which they stand in the record."""
    sides: dict[str, list[str]] = {}
    for party in case.parties:
        sides.setdefault(party.role, []).append(_masked(party) if masked else party.name)
    return "与".join("、".join(one for one in names if one) for names in sides.values())


def _masked(party: Party) -> str:
    """Return a person's name covered (个人信息保护法 §6: no more than is needed), an organisation's whole."""
    if party.kind not in ("", NATURAL):
        return party.name
    first, etc, rest = party.name.partition("等")
    return f"{masked_name(first)}{etc}{rest}"


def result_of(case: Case) -> str:
    """Return the outcome as recorded, or as the days say; empty while the case runs."""
    if case.outcome.result:
        return case.outcome.result
    dates = case.dates
    if dates.withdraw:
        return WITHDRAWN
    if dates.terminate:
        return FAILURE
    return SUCCESS if dates.agree else ""


def form_of(case: Case, result: str) -> str:
    """Return 口头, 书面 or what the record says; empty where there is no agreement (人民调解法 §28)."""
    if case.outcome.form or result != SUCCESS:
        return case.outcome.form
    return "口头" if is_oral(case) else "书面" if case.clauses else ""


def amount_of(case: Case) -> Decimal | None:
    """Return the money of the agreement without what recurs: as given, or as the schedule adds up."""
    if case.totals.amount is not None:
        return case.totals.amount
    once = [one.amount for one in case.schedule if is_money(one) and not is_periodic(one)]
    known = [one for one in once if one is not None]
    return sum(known, Decimal(0)) if known else None


def yearly_of(case: Case) -> Decimal | None:
    """Return what recurs, for one year: as given by the month, or as the schedule adds up."""
    if case.totals.periodic_monthly is not None:
        return case.totals.periodic_monthly * 12
    found = [_yearly(one) for one in case.schedule if is_money(one) and is_periodic(one)]
    known = [one for one in found if one is not None]
    return sum(known, Decimal(0)) if known else None


def _yearly(duty: Obligation) -> Decimal | None:
    times = A_YEAR.get(duty.period)
    return None if times is None or duty.amount is None else duty.amount * times


def performance(case: Case) -> str:
    """Return how far the agreement is performed: as recorded where that is an end, else by the schedule."""
    told = case.outcome.performance
    return performance_of(case) if told in ("", "履行中") else told


def confirmation_of(case: Case) -> str:
    """Return how the confirmation stands (司法确认): as recorded, or as days and ruling say."""
    told, asked = case.outcome.confirmation, case.confirmation
    if told not in ("", NOT_APPLIED):
        return told
    ruling = asked.result if asked else ""
    for word, state in (("驳回", "裁定驳回"), ("有效", "已确认有效")):
        if word in ruling:
            return state
    applied = case.dates.confirm_apply or (asked and asked.apply_date)
    return "已申请" if applied else told


def _remark(case: Case) -> str:
    yearly = yearly_of(case)
    parts = (
        f"协议书编号{case.agreement_no}" if case.agreement_no not in ("", case.volume_no) else "",
        f"另有定期给付，每年{yearly.normalize():f}元" if yearly else "",
        f"{case.referral.organ}{case.referral.doc}" if case.referral else "",
        _answered(case),
        _changed(case),
        f"原案{case.reopened.number}，重新受理" if case.reopened and case.reopened.number else "",
    )
    return "；".join(part for part in parts if part)


def _changed(case: Case) -> str:
    """Return which version of the agreement is in force, when it is not the first (变更协议)."""
    further = len(case.signed)
    return f"{case.signed[-1].signed_on}变更协议（第{numeral(further)}版）" if further > 1 else ""


def _answered(case: Case) -> str:
    """Return when who sent the case was answered, or by when it waits for an answer."""
    sent = case.referral
    if sent is None or not (sent.replied or sent.reply_due):
        return ""
    return f"已于{sent.replied}回函" if sent.replied else f"应于{sent.reply_due}前回函"


def prevented_text(prevention: Prevention | None) -> str:
    """Return what was kept from happening in words: 群体性上访1件12人；…; empty for nothing."""
    if prevention is None:
        return ""
    counts = prevented_counts(prevention)
    told = [
        (one.label, counts[f"{one.name}_cases"], counts[f"{one.name}_people"]) for one in items(Prevention)
    ]
    return "；".join(f"{label}{cases}件{people}人" for label, cases, people in told if cases or people)


def prevented_counts(prevention: Prevention | None) -> dict[str, int]:
    """Return what was kept from happening, by columns: petition_cases, petition_people …."""
    return {
        f"{one.name}_{what}": number or 0
        for one in items(Prevention)
        for count in [getattr(prevention, one.name, None) or HeadCount()]
        for what, number in (("cases", count.incidents), ("people", count.people))
    }


def read_prevented(text: str) -> dict[str, int]:
    """Return the columns of `prevented_text` again; those that are not named are left out."""
    names = {one.label: one.name for one in items(Prevention)}
    return {
        f"{names[told['label']]}_{what}": int(told[what])
        for told in PREVENTED.finditer(text)
        for what in ("cases", "people")
    }


PREVENTED = re.compile(r"(?P<label>[^；0-9]+)(?P<cases>[0-9]+)件(?P<people>[0-9]+)人")

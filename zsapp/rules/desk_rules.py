"""The rules of the grid (服务规则一览): each service's checks, deadlines, figures and what it looks beside.

The second half of `front_desk.py`, apart from it so that the store need not load what only a desk asks for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zsapp.rules import (
    adviser,
    adviser_checks,
    adviser_signed_checks,
    consultation,
    consultation_checks,
    notary,
    notary_checks,
    publicity,
    publicity_checks,
    reconsideration,
    reconsideration_checks,
    referral,
    referral_checks,
)
from zsapp.rules.desk_checking import Desk, DeskCheck
from zsapp.rules.desk_parts import DeskAdviser
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.names import normalise_name
from zsapp.rules.reconsideration_deadlines import reconsideration_deadlines


@dataclass(frozen=True, slots=True)
class Beside:
    """Records of a sector that a service's rules look at too: those of the same month only, or of any.

    `near` tells from a payload, before it is read whole, whether a record has to do with the one at hand.
    """

    sector: str
    near: Callable[[Any, Mapping[str, Any]], bool]
    of_month: bool = False


def _same_village(record: Any, payload: Mapping[str, Any]) -> bool:
    return bool(payload.get("org") == record.org)


def _same_village_or_adviser(record: Any, payload: Mapping[str, Any]) -> bool:
    one, other = record.adviser or DeskAdviser(), payload.get("adviser") or {}
    same = other.get("licence") == one.licence or other.get("name") == one.name
    return same or _same_village(record, payload)


def _same_names(record: Any, payload: Mapping[str, Any]) -> bool:
    """Say whether an order may be about the same people: whom it is for, or against."""
    named = {normalise_name(one) for one in (record.client.name, record.opponent)} - {""}
    people = [payload.get(place) or {} for place in ("person", "applicant")]
    others = [payload.get("opponent", ""), *(one.get("name", "") for one in people)]
    return bool(named & {normalise_name(one) for one in others})


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """The rules of a service, and which records beside one they look at."""

    checks: tuple[DeskCheck, ...]
    deadlines: Callable[[Desk], Iterator[Deadline]]
    figures: Callable[[Desk], Mapping[str, Any]]
    beside: tuple[Beside, ...] = ()


LABELS = {
    "number": "编号",
    "group_flag_auto": "自动标识的人群",
    "answer_due": "答复期限",
    "hours": "时长（小时）",
    "month_hours_before": "本月此前（小时）",
    "month_total": "本月合计（小时）",
    "target": "每月目标（小时）",
    "target_8h": "达到目标",
    "valid": "签约有效",
    "days": "办理天数",
    "fee": "收费",
    "satisfaction_rate": "满意率",
    "indicator": "计入指标",
    "per_capita_materials": "人均资料（份）",
    "must_first": "复议前置",
    "must_first_basis": "前置的依据",
    "must_first_note": "前置的说明",
    "told": "告知",
    "organ": "复议机关",
    "organ_note": "管辖说明",
    "deadline": "申请期限届满日",
    "raw_deadline": "未顺延的届满日",
    "days_left": "离届满还有（天）",
    "bars": "可能不予受理的情形",
    "record": "申请方式的文书",
    "received": "收件日期",
    "forward_due": "转送期限",
    "simplified": "可以适用简易程序",
    "in_person_required": "应当本人办理",
    "notarisable": "可以办理公证",
    "missing": "还缺的材料",
    "unmentioned": "还没有核对的材料",
    "checklist_source": "清单来源",
    "phone": "转介电话",
    "closed_loop": "已有结果",
}
"""What figures are called, by their names."""

RULES: Mapping[str, ServiceRules] = {
    consultation.SECTOR: ServiceRules(
        consultation_checks.CHECKS,
        consultation_checks.consultation_deadlines,
        consultation_checks.consultation_figures,
    ),
    adviser.SECTOR: ServiceRules(
        adviser_checks.CHECKS,
        adviser_checks.adviser_deadlines,
        adviser_checks.adviser_figures,
        (
            Beside(adviser.SECTOR, _same_village_or_adviser, of_month=True),
            Beside(adviser.ROSTER, _same_village),
        ),
    ),
    adviser.ORDERS: ServiceRules(
        adviser_signed_checks.ORDER_CHECKS,
        adviser_signed_checks.order_deadlines,
        adviser_signed_checks.order_figures,
        (Beside(adviser.ORDERS, _same_names),),
    ),
    adviser.ROSTER: ServiceRules(
        adviser_signed_checks.ROSTER_CHECKS,
        adviser_signed_checks.roster_deadlines,
        adviser_signed_checks.roster_figures,
    ),
    publicity.SECTOR: ServiceRules(
        publicity_checks.CHECKS, publicity_checks.publicity_deadlines, publicity_checks.publicity_figures
    ),
    reconsideration.SECTOR: ServiceRules(
        reconsideration_checks.CHECKS,
        reconsideration_deadlines,
        reconsideration_checks.reconsideration_figures,
    ),
    notary.SECTOR: ServiceRules(
        notary_checks.CHECKS, notary_checks.notary_deadlines, notary_checks.notary_figures
    ),
    referral.SECTOR: ServiceRules(
        referral_checks.CHECKS, referral_checks.referral_record_deadlines, referral_checks.referral_figures
    ),
}
"""The rules of each service, by its sector."""

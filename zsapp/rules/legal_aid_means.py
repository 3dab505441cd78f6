"""The means test (经济困难核算): six months' income of the household against the dated line. Pure.

Two limbs (粤府令268 §3): below half of the city's income; or spending above income for one of four causes,
with an income below the whole of it. The published line is compared with ≤, in the applicant's favour; within
one per cent it is left to the centre. A single tick of an asset never refuses anybody.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from zsapp.rules.legal_aid_facts import Situation, plain_name, relation_of, respondents
from zsapp.rules.legal_aid_parts import FamilyMember
from zsapp.rules.legal_aid_tables import Hardship

MONTHS = 6
CENT = Decimal("0.01")
CAUSES = {
    "突发事件": ("突发", "火灾", "台风", "洪", "地震", "灾"),
    "意外伤害": ("意外", "受伤", "工伤", "交通事故", "伤害"),
    "重大疾病": ("疾病", "重病", "大病", "癌", "肿瘤", "白血病", "透析", "化疗", "中风", "手术", "住院"),
    "就读国内全日制中高等学校": ("就读", "就学", "上学", "学费", "全日制", "大学", "高中", "中专", "学校"),
}  # fmt: skip
"""The four causes of limb two, and the words by which they are told."""
ABROAD = re.compile(
    "(?:就读|就学|上)?[于在]?(?:境外|国外|海外|非全日制|业余|函授)[^，。；、]{0,8}|(?:出国|赴[^，。；、]{1,4})?留学"
)
"""Schooling that is none of the four: it must be full-time, and in the country."""

Verdict = Literal["pass", "near", "fail", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What was measured: income per head and month, the line and its day, the limb met, what is owned.

    `limb` is 1 or 2 where one is met, 0 where none; `age_months` is how old the line is, and
    `stale` whether that is more than it should be.
    """

    per_capita: Decimal | None = None
    members: int = 0
    alone: bool = False
    line: Hardship | None = None
    age_months: int = 0
    stale: bool = False
    spending: Decimal | None = None
    cause: str = ""
    limb: int = 0
    verdict: Verdict = "unknown"
    owns_much: bool = False
    ticks: tuple[str, ...] = ()


def household(situation: Situation) -> tuple[FamilyMember, ...]:
    """Return whose income counts: the household, or the applicant alone when one of it is the other side."""
    intake = situation.intake
    if not lives_with_the_other_side(situation):
        return intake.family
    return tuple(one for one in intake.family if is_applicant(situation, one))


def lives_with_the_other_side(situation: Situation) -> bool:
    """Say whether a member of the household is the other side."""
    against = respondents(situation.intake)
    return any(plain_name(one.name) in against for one in situation.intake.family)


def is_applicant(situation: Situation, member: FamilyMember) -> bool:
    """Say whether a row of the household is the applicant's own."""
    own = relation_of(situation, member.relation) == "0"
    return own or plain_name(member.name) == plain_name(situation.intake.applicant.name)


def income_of(member: FamilyMember) -> Decimal:
    """Return a member's disposable income of the six months (粤府令268 §4)."""
    parts = (member.wage6, member.biz6, member.prop6, member.transfer6)
    return sum((one for one in parts if one is not None), Decimal(0))


def per_capita_of(members: tuple[FamilyMember, ...]) -> Decimal | None:
    """Return the monthly disposable income per head, rounded half up to the 分; None without a household."""
    if not members:
        return None
    total = sum((income_of(one) for one in members), Decimal(0))
    return (total / MONTHS / len(members)).quantize(CENT, ROUND_HALF_UP)


def measure(situation: Situation) -> Means:
    """Return the whole measurement."""
    members = household(situation)
    per_capita = per_capita_of(members)
    line = situation.tables.aid.hardship_on(situation.day)
    limb, verdict = _judged(situation, per_capita, line)
    spending = situation.intake.spending_monthly_per_capita
    return Means(
        per_capita=per_capita,
        members=len(members),
        alone=lives_with_the_other_side(situation),
        line=line,
        age_months=months_between(line.since, situation.day) if line else 0,
        stale=line is not None and _is_stale(situation, line),
        spending=None if spending is None else spending.quantize(CENT),
        cause=cause_of(situation.intake.spending_cause),
        limb=limb,
        verdict=verdict,
        owns_much=bool(situation.intake.assets and situation.intake.assets.high_value == "有"),
        ticks=ticks_of(situation),
    )


def _is_stale(situation: Situation, line: Hardship) -> bool:
    """Say whether a line is older than it may be without a warning."""
    limit, age = int(situation.tables.limits["aid_stale"]), months_between(line.since, situation.day)
    return age > limit or (age == limit and situation.day.day != line.since.day)


def months_between(first: date, last: date) -> int:
    """Return the full months from one day to another."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def cause_of(text: str) -> str:
    """Return which of the four causes a text names, or the empty text."""
    told = ABROAD.sub("", text)
    found = (name for name, words in CAUSES.items() if any(word in told for word in words))
    return next(found, "")


def _judged(situation: Situation, per_capita: Decimal | None, line: Hardship | None) -> tuple[int, Verdict]:
    if per_capita is None or line is None:
        return 0, "unknown"
    near_first = _is_near(situation, per_capita, line.line)
    if per_capita <= line.line and not near_first:
        return 1, "pass"
    strained = spends_too_much(situation, per_capita)
    near_second = strained and _is_near(situation, per_capita, line.base_month)
    if strained and per_capita < line.base_month and not near_second:
        return 2, "pass"
    if near_first or near_second:
        return (1 if near_first else 2), "near"
    return 0, "fail"


def spends_too_much(situation: Situation, per_capita: Decimal) -> bool:
    """Say whether spending exceeds income for one of the four causes (limb two)."""
    spending = situation.intake.spending_monthly_per_capita
    return spending is not None and spending > per_capita and bool(cause_of(situation.intake.spending_cause))


def _is_near(situation: Situation, per_capita: Decimal, line: Decimal) -> bool:
    return abs(per_capita - line) * 100 <= line * situation.tables.limits["aid_near"]


def ticks_of(situation: Situation) -> tuple[str, ...]:
    """Return what of the household's assets somebody should look into, in words."""
    assets, limits = situation.intake.assets, situation.tables.limits
    if assets is None:
        return ()
    homes, cars, area = assets.urban_homes or 0, assets.cars or 0, assets.home_area or Decimal(0)
    found = []
    if homes >= limits["aid_homes"]:
        found.append(f"拥有{homes}套城镇房产")
    elif homes == 1 and area >= limits["aid_home_area"]:
        found.append(f"拥有一套{area}平方米的城镇住宅")
    if cars >= limits["aid_cars"]:
        found.append(f"拥有{cars}辆机动车（残疾人专用、谋生用的除外）")
    return tuple(found)

"""The opinion as it is read out (初审意见): what the pane shows, in plain sentences. Plain Python.

Each reason as it may be told to a citizen; its exact words, numbers and articles are one press away. A
station gives an opinion; the word for what the centre makes of it never stands here.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.rules.findings import OPEN
from zsapp.rules.legal_aid_conflicts import AidConflict
from zsapp.rules.legal_aid_means import Means
from zsapp.rules.legal_aid_paper_notices import plainer
from zsapp.rules.legal_aid_reasons import (
    ELSEWHERE,
    NEAR,
    OUTSIDE,
    PROMISE,
    SUPPLY,
    UNCHECKED,
    UNLIKELY,
    UNLIMITED,
    URGENT,
    Reason,
)
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.screens.kit.reading import show_date
from zsapp.screens.legal_aid.model.state import IntakeState
from zsapp.services.legal_aid_counter import AidLook

MEANT = {
    UNLIMITED: ("不看家庭收入，可以转交", "green"),
    UNCHECKED: ("有证明材料，不核查家庭收入，可以转交", "green"),
    PROMISE: ("本人签好说明表和承诺就可以转交，由法律援助处核查", "green"),
    NEAR: ("收入接近标准，照样转交，由法律援助处认定", "amber"),
    SUPPLY: ("材料还没有齐，先一次告知；申请人坚持的也可以转交", "amber"),
    URGENT: ("情况紧急：今天就转交，材料以后补", "red"),
    ELSEWHERE: ("不归中山管，告诉申请人向哪里申请；仍可在这里免费咨询", "amber"),
    OUTSIDE: ("不是代理类的法律援助，先引导咨询或者其他途径", "amber"),
    UNLIKELY: ("可能不符合条件；申请人坚持的照样转交", "amber"),
}
"""What each opinion means at the counter, and its colour."""
UNCHOSEN, CHOOSE = "还没有选援助事项", "选了援助事项，就有初审意见、要交的材料"
"""What stands in the place of an opinion on nothing: an empty form is no matter that is not listed."""
TONES = {"warning": "amber", "hint": "blue", "": ""}


@dataclass(frozen=True, slots=True)
class Told:
    """One reason: the sentence, its exact words, its basis, where it goes, its colour."""

    said: str
    exact: str
    basis: str
    where: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything the pane shows."""

    advice: str
    meant: str
    tone: str
    basis: str
    urgent: str
    measured: tuple[str, ...]
    reasons: tuple[Told, ...]
    missing: tuple[str, ...]
    remains: tuple[str, ...]
    flags: tuple[str, ...]
    conflicts: tuple[AidConflict, ...]
    deadlines: tuple[Deadline, ...]


def sheet_of(state: IntakeState, conflicts: tuple[AidConflict, ...], today: date) -> Sheet | None:
    """Return the opinion on the open application, None until there is one."""
    look = state.look
    if look is None:
        return None
    advice = look.advice
    begun = bool(state.intake.matter.strip())
    meant, tone = MEANT[advice.advice] if begun else (CHOOSE, "")
    return Sheet(
        advice=advice.advice if begun else UNCHOSEN,
        meant=meant,
        tone=tone,
        basis=advice.basis if begun else "",
        urgent=_urgent(look, today),
        measured=_measured(advice.means) if begun else (),
        reasons=tuple(one for one in _reasons(look) if begun or one.tone == "amber"),
        missing=advice.missing if begun else (),
        remains=advice.told,
        flags=advice.flags if begun else (),
        conflicts=conflicts,
        deadlines=advice.deadlines,
    )


def _urgent(look: AidLook, today: date) -> str:
    """Return what has to be done at once, or the empty text."""
    if look.urgent:
        return "紧急：今天转交法律援助处，并打电话告诉他们；不用等材料"
    same_day = next(
        (one for one in look.advice.deadlines if one.id == "forward" and one.state == "open"), None
    )
    return "今天要转交" if same_day and same_day.due == today else ""


def _measured(means: Means | None) -> tuple[str, ...]:
    """Return the measured numbers, a line each."""
    if means is None or means.per_capita is None:
        return ()
    lines = [f"月人均可支配收入 {means.per_capita} 元（{means.members}人，6个月）"]
    if line := means.line:
        old = f"，已{means.age_months}个月" + ("，请核对是否更新" if means.stale else "")
        lines.append(f"标准 {line.line} 元/月（{show_date(line.since)}起{old}）")
        if means.limb == 2 or means.spending is not None:
            lines.append(f"支出型的上限 {line.base_month} 元/月")
    if means.spending is not None:
        lines.append(f"月人均消费性支出 {means.spending} 元" + (f"（{means.cause}）" if means.cause else ""))
    return (*lines, *means.ticks)


def _reasons(look: AidLook) -> list[Told]:
    """Return the reasons, what is to be put right first; a sentence is told once."""
    settled = {one.rule for one in look.findings if one.state != OPEN}
    rank = {"warning": 0, "": 1, "hint": 2}
    ordered = sorted(look.advice.reasons, key=lambda one: rank[one.tone])
    found: dict[str, Told] = {}
    for one in ordered:
        told = _told(one, quiet=one.rule in settled)
        found.setdefault(told.said, told)
    return list(found.values())


def _told(one: Reason, *, quiet: bool) -> Told:
    said = plainer(one.text if one.tone == "warning" else one.told or one.text)
    tone = "green" if quiet and one.tone else TONES[one.tone]
    return Told(said, plainer(one.text), one.basis, one.where, tone)


def due_words(deadline: Deadline, today: date) -> tuple[str, str]:
    """Return a deadline in words, and its colour: red once it is over, amber when it is near."""
    if deadline.due is None:
        return f"{deadline.what}：{deadline.working}", ""
    until = f"{deadline.what}：{show_date(deadline.due)}"
    if deadline.state == "done":
        return f"{until}（已办）", "green"
    left = (deadline.due - today).days
    if left < 0:
        return f"{until}（过了{-left}天）", "red"
    return f"{until}（{'今天' if not left else f'还有{left}天'}）", "amber" if left <= NEAR_DAYS else ""


NEAR_DAYS = 2
"""A deadline this near is amber: the terms of legal aid are days, not weeks."""

"""Missing materials, urgency and clocks (补正、紧急、期限): R-30, R-31, R-40 to R-42 of brief L §1.3.

Law cited: 法援法 §43, §44; 反家庭暴力法 §23 (a protection order is urgent by product policy); 复议法 §23(三).
"""

import re
from collections.abc import Iterator

from zsapp.rules.legal_aid_deadlines import forward_due, is_pressing, supplement_days
from zsapp.rules.legal_aid_facts import Situation, is_open_supplement, wishes_of
from zsapp.rules.legal_aid_materials import missing_of, unasked_of
from zsapp.rules.legal_aid_notified import is_notified
from zsapp.rules.legal_aid_reasons import SUPPLY, URGENT, Reason

ORDER = "人身安全保护令"
SILENT = re.compile("未(?:获|得到|予|作出)?(?:答复|回复|处理|履行)|逾期未|不予答复|没有答复|无答复")
ORGANS = ("机关", "行政机关")


def materials(situation: Situation) -> Iterator[Reason]:
    """R-30: everything missing is told at once; the clock stands still until it comes."""
    found = missing_of(situation, notified=is_notified(situation))
    if not found:
        return
    names = "、".join(one.label for one in found)
    waits = any(one.waits for one in found) and not is_notified(situation)
    pressed = bool(situation.intake.custody)
    yield Reason(
        rule="R-30",
        text=f"还缺：{names}。请一次性书面告知并约定补交日期；补充材料的时间不计入审查期限，"
        "到期没有补交的提醒两次，是否视为撤回由法律援助处确认",
        basis="法援法43",
        told=f"还要补交：{names}。补交的时间不算在审查期限里。",
        advice=URGENT if waits and pressed else SUPPLY if waits else "",
        flag="材料不齐" if waits else "",
        grounds=waits,
        where="documents",
    )


def supplement(situation: Situation) -> Iterator[Reason]:
    """R-42: the days of a supplement are added; a notice that forgot something is told."""
    recorded = situation.intake.supplement
    if recorded is None or recorded.notice is None:
        return
    if recorded.received and recorded.received < recorded.notice:
        yield Reason(
            rule="R-42",
            text=f"补齐日期{recorded.received}早于通知日期{recorded.notice}，请核对",
            basis="法援法43",
            told="",
            tone="warning",
            where="supplement.received",
        )
    elif days := supplement_days(situation):
        yield Reason(
            rule="R-42",
            text=f"{recorded.notice}通知补正，补充材料{days}日，审查期限相应顺延",
            basis="法援法43",
            told=f"您补充材料用了{days}天，审查的期限往后顺延。",
            where="supplement",
        )
    forgotten = "、".join(unasked_of(situation))
    if is_open_supplement(situation) and forgotten:
        yield Reason(
            rule="R-30",
            text=f"补正通知没有列明：{forgotten}；补正应当一次性告知，请尽快一并说明",
            basis="法援法43",
            told="",
            tone="warning",
            where="supplement.missing",
        )


def overdue_supplement(situation: Situation) -> Iterator[Reason]:
    """R-30: past the day agreed on, the applicant is reminded twice; the centre says what comes of it."""
    recorded = situation.intake.supplement
    if recorded is None:
        return
    if recorded.until and recorded.until < situation.today and is_open_supplement(situation):
        yield Reason(
            rule="R-30",
            text=f"约定的补交日期{recorded.until}已过，已提醒{len(recorded.reminded)}次：提醒两次后转交，"
            "是否视为撤回由法律援助处确认",
            basis="法援法43",
            told=f"材料应在{recorded.until}前补交，现在还可以交；交不了的请告诉我们原因。",
            tone="warning",
            where="supplement.until",
        )


def urgency(situation: Situation) -> Iterator[Reason]:
    """R-31: fewer than seven days to a limit, preservation, or a protection order: forward first, today."""
    limit = situation.intake.limitation_end
    if limit and is_pressing(situation):
        left = (limit - situation.today).days
        yield _urgent(
            f"距时效或者期限届满（{limit}）只有{left}日，不足7日",
            "法援法44(一)",
            f"离期限只有{left}天，我们今天就先转交，材料以后再补。",
            "limitation_end",
        )
    elif limit and limit < situation.today:
        yield Reason(
            rule="R-31",
            text=f"登记的时效或者期限届满日{limit}已经过去，请核实是否中断、中止；照常转交，由法律援助处认定",
            basis="法援法44(一)",
            told="登记的期限已经过了，请律师看看有没有中断的情况；我们照常转交。",
            flag="期限已过",
            tone="warning",
            where="limitation_end",
        )
    for wish in wishes_of(situation.intake):
        basis, why = (
            ("法援法44(二)", "") if wish != ORDER else ("反家庭暴力法23", "（按本系统的规定作紧急处理）")
        )
        yield _urgent(
            f"需要立即申请{wish}{why}", basis, f"要马上申请{wish}，我们今天就先转交，材料以后再补。", "facts"
        )


def _urgent(text: str, basis: str, told: str, where: str) -> Reason:
    return Reason(
        rule="R-31",
        text=f"{text}：电话联系法律援助处并登记，缺少材料也先行转交",
        basis=basis,
        told=told,
        advice=URGENT,
        flag="紧急",
        grounds=True,
        where=where,
    )


def late_forward(situation: Situation) -> Iterator[Reason]:
    """R-40: an application that lies too long at the station is an alarm."""
    center, sent = situation.intake.center, situation.intake.forwarded
    if (center and center.date) or (sent and sent.date):
        return
    period = situation.tables.periods["forward_alarm"]
    last = situation.tables.calendar.add_work_days(situation.day, period.count)
    due = forward_due(situation)
    if situation.today > last:
        yield Reason(
            rule="R-40",
            text=f"应于{due}前转交，已超过{period.count}个工作日，请立即转交",
            basis=period.basis,
            told="我们会尽快把您的申请转交法律援助处。",
            flag="转交超期",
            tone="warning",
        )


def answers_of_the_center(situation: Situation) -> Iterator[Reason]:
    """R-40: days that the centre's papers give are held against the days counted here."""
    center = situation.intake.center
    if center is None:
        return
    calendar, periods = situation.tables.calendar, situation.tables.periods
    for name, start, told, item in (
        ("assign", center.date, center.assign_due, "center.assign_due"),
        ("objection", center.delivered, center.objection_until, "center.objection_until"),
    ):
        if start and told and calendar.add_plain_days(start, periods[name].count) != told:
            counted = calendar.add_plain_days(start, periods[name].count)
            yield Reason(
                rule="R-40",
                text=f"{periods[name].what}：中心写明{told}，按规定计算为{counted}，请核对",
                basis=periods[name].basis,
                told="",
                tone="warning",
                where=item,
            )


def reconsider_first(situation: Situation) -> Iterator[Reason]:
    """FYQ3: an organ that does not act is taken to reconsideration before court (brief L §3.3)."""
    intake = situation.intake
    silent = bool(SILENT.search(intake.facts)) or intake.stage == "投诉无答复"
    if silent and any(one.kind in ORGANS for one in intake.respondent):
        yield Reason(
            rule="FYQ3",
            text="对方是行政机关且可能未履行法定职责，属于复议前置：应当先申请行政复议，对复议决定不服再起诉",
            basis="复议法23(三)",
            told="机关没有答复的，应当先申请行政复议，对复议决定不服再起诉。",
            flag="复议前置",
            tone="hint",
            where="respondent",
        )

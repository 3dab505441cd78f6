"""What may be wrong with a consultation (法律咨询的检查), by 格式一, brief L §2.6; its deadlines, figures.

Severities: what a register cannot do without is an error, what somebody should look into a warning.
Law cited: 法援法 §23 (who asks is told of the right to apply); 民行规范 is 待核.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zsapp.rules.checking import Spot
from zsapp.rules.consultation import LATER, PROMISED, WAITING, state_of
from zsapp.rules.desk_checking import (
    ERROR,
    HINT,
    WARNING,
    Desk,
    DeskCheck,
    flags_in,
    on_day,
    shared,
    shared_deadlines,
    wanted,
)
from zsapp.rules.desk_record import is_referred
from zsapp.rules.groups import VIOLENCE
from zsapp.rules.mediation_deadlines import Deadline

PASSES_ON = ("转12348", "转其他部门")
"""Entries of `handling` that say that the matter was passed on."""
ANSWERS = ("letter_answer", "web_answer", "promised_answer")
"""The deadlines of an answer."""
VIOLENT = re.compile("家庭暴力|家暴|虐待|遗弃")
AIDED = (
    (
        "劳动报酬",
        re.compile("[欠讨追][^，。；]{0,6}(?:工资|薪|劳动报酬)|(?:工资|薪)[^，。；]{0,6}(?:拖欠|没发|未发)"),
    ),
    ("工伤、交通等人身损害赔偿", re.compile("工伤|交通事故|医疗事故")),
    ("赡养费、抚养费、扶养费", re.compile("赡养费?|抚养费|扶养费")),
    ("社会保险待遇、社会救助、抚恤金", re.compile("社会?保险?待遇|低保|抚恤金|救助金")),
    ("家庭暴力、虐待、遗弃", VIOLENT),
)
"""Matters that legal aid is given for (法援法 §31, §32), and the words by which somebody tells of one."""


def _required(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    yield from wanted(record, channel="咨询方式", category="咨询类别")
    if record.answer and not (record.adviser and record.adviser.name):
        yield Spot("adviser.name", "还没有填写解答人")
    if record.answer and not record.handling:
        yield Spot("handling", "还没有选处理方式")


def _lists(desk: Desk) -> Iterator[Spot]:
    record, codes = desk.record, desk.tables.codes
    for name, text, label in (
        ("desk_channel", record.channel, "咨询方式"),
        ("consult_category", record.category, "咨询类别"),
    ):
        if text and all(text not in (row.code, row.text) for row in codes[name]):
            place = "channel" if name == "desk_channel" else "category"
            yield Spot(place, f"{label}“{text}”不在代码表内")


def _unanswered(desk: Desk) -> Iterator[Spot]:
    if state_of(desk.record) in (WAITING, PROMISED):
        late = [one for one in consultation_deadlines(desk) if one.state == "overdue"]
        word = f"，已过{late[0].due}" if late else ""
        yield Spot("answer", f"还没有填写解答意见{word}", severity=WARNING if late else HINT)


def _told(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    if record.answer and not record.told_legal_aid:
        yield Spot("told_legal_aid", "还没有登记已经提示当事人可以依法申请法律援助，并告知条件和程序")


def _aided(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    if record.told_legal_aid:
        return
    for label, words in AIDED:
        if words.search(record.content):
            yield Spot("content", f"说到的可能是法律援助事项（{label}），请提示当事人有权申请")
            return


def _passed_on(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    said = [one for one in record.handling if one in PASSES_ON]
    if said and not is_referred(record):
        yield Spot("referral", f"处理写了“{said[0]}”，还没有转介单")
    passed = any(one.startswith(("转", "引导", "指导")) for one in record.handling)
    if is_referred(record) and not passed:
        yield Spot("handling", "已经转介，处理方式里没有写明")


def _promised(desk: Desk) -> Iterator[Spot]:
    if LATER in desk.record.handling and not desk.record.answer and not desk.record.promised_on:
        yield Spot("promised_on", "约期答复的，请写明约定哪一天答复")


def _violence(desk: Desk) -> Iterator[Spot]:
    if VIOLENT.search(desk.record.content) and all(one.code != VIOLENCE for one in flags_in(desk)):
        place = "person.groups" if desk.record.person else "applicant.groups"
        yield Spot(place, "说到家庭暴力：当事人是受害人的，请标识，记录将限制查看")


CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("CS01", "必填项目", ERROR, "法律援助咨询登记表（格式一）", _required),
    DeskCheck("CS02", "代码表", WARNING, "法律援助咨询登记表（格式一）", _lists),
    DeskCheck("CS03", "解答意见", WARNING, "法律援助咨询登记表（格式一）", _unanswered),
    DeskCheck("CS04", "告知法律援助申请权", WARNING, "法援法23", _told),
    DeskCheck("CS05", "可能的法律援助事项", HINT, "法援法23、31、32", _aided),
    DeskCheck("CS06", "转介单", WARNING, "法律援助咨询登记表（格式一）", _passed_on),
    DeskCheck("CS07", "约期答复", WARNING, "法律援助咨询登记表（格式一）", _promised),
    DeskCheck("CS08", "家庭暴力", WARNING, "反家庭暴力法13", _violence),
    *shared("CS"),
)


def consultation_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return by when a letter, a message or a promise is answered; what runs for every service."""
    record = desk.record
    done = (record.answered_on or record.date) if record.answer else record.closed_on
    if record.date and record.channel == "来函":
        yield desk.clock.run("letter_answer", record.date, done)
    elif record.date and record.channel == "网络":
        yield desk.clock.run("web_answer", record.date, done)
    if record.date and (LATER in record.handling or record.promised_on):
        yield _promise(desk, done)
    yield from shared_deadlines(desk)


def _promise(desk: Desk, done: Any) -> Deadline:
    record = desk.record
    found = desk.clock.run("promised_answer", record.date, done)
    if record.promised_on is None:
        return found
    told = f"约定{record.promised_on}答复" + ("；已答复" if done else "")
    return on_day(desk, found, record.promised_on, told)


def consultation_figures(desk: Desk) -> Mapping[str, Any]:
    """Return what is worked out of a consultation: the groups that tell themselves, by when to answer."""
    told = [one for one in flags_in(desk) if one.told != "登记" and one.row.listed and not one.doubt]
    answers = (one.due for one in consultation_deadlines(desk) if one.id in ANSWERS)
    return {
        "number": desk.record.number,
        "group_flag_auto": "、".join(one.code for one in told),
        "answer_due": next(answers, None),
    }

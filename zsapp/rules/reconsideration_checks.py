"""What may be wrong with an application for reconsideration (行政复议的检查), brief L §3.3; its figures.

A point advises, assists and passes on; what stops an application is the organ's to say, so that nothing here
keeps one from being forwarded. Law cited: 复议法 §11–§17, §20–§24, §29, §42, §87; 复议条例 §8.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zsapp.rules.checking import Spot
from zsapp.rules.desk_checking import ERROR, HINT, WARNING, Desk, DeskCheck, flags_in, shared, wanted
from zsapp.rules.groups import MINOR
from zsapp.rules.money import in_words, read_words
from zsapp.rules.reconsideration import ADVISED, Act, Reconsideration, is_oral, is_received, state_of
from zsapp.rules.reconsideration_deadlines import apply_by, forward_by, handed_in, received_on
from zsapp.rules.reconsideration_scope import (
    NO_ORGAN,
    NOT_IN_SCOPE,
    TOLD,
    may_be_simplified,
    may_be_spot,
    must_be_first,
    organ_of,
    scope_of,
)

SEVERAL = re.compile("[、;；\n]|和(?=.{0,20}号)")
ORAL_RECORD = "口头申请协助笔录(待复议机构确认)"
CONFIRMED_RECORD = "口头申请行政复议笔录(复议机构已确认)"
WRITTEN = "行政复议申请书"
REPRESENTATIVE, AGENT, GUARDIAN = "代表人", "代理人", "法定代理人"
MOST_REPRESENTATIVES = 5
"""复议条例 §8."""


def _required(desk: Desk) -> Iterator[Spot]:
    record: Reconsideration = desk.record
    act, here = record.act or Act(), is_received(record)
    spots = list(wanted(record, request="行政复议请求", facts_reasons="事实和理由"))
    for place, value, label in (
        ("act.name", act.name, "被申请的行政行为"),
        ("act.known", act.known or act.asked_on, "知道行政行为的日期"),
    ):
        if not value:
            spots.append(Spot(place, f"还没有填写{label}"))
    if not record.visitor.name:
        spots.append(Spot("applicant.name", "还没有填写申请人姓名"))
    for one in spots:
        yield one if here else Spot(one.where, one.message, severity=HINT)


def _scope(desk: Desk) -> Iterator[Spot]:
    found = scope_of(desk.record, desk.tables)
    if not found:
        yield Spot("act.kind", "还没有选复议范围", severity=WARNING)
    elif all(found != row.code for row in desk.tables.codes["fy_scope"]):
        yield Spot("act.kind", f"复议范围“{found}”不在代码表内")


def _excluded(desk: Desk) -> Iterator[Spot]:
    act = desk.record.act or Act()
    ticked = desk.tables.code_of("fy_excluded", act.excluded)
    for code, words, told in NOT_IN_SCOPE:
        if ticked == code or words.search(act.name):
            yield Spot("act.name", told, severity=ERROR if ticked else WARNING)
            return
    if ticked:
        yield Spot("act.excluded", f"{desk.tables.text_of('fy_excluded', ticked)}，不属于行政复议范围")


def _first(desk: Desk) -> Iterator[Spot]:
    found = must_be_first(desk)
    if found:
        note = f"；{found.note}" if found.note else ""
        yield Spot("act.kind", f"{found.why}（{found.code}）：{TOLD}{note}")
    elif may_be_spot(desk.record, desk.tables):
        yield Spot(
            "act.on_the_spot", "处罚决定书当场交付，请核对是不是当场作出的处罚：当场作出的应当先申请行政复议"
        )


def _organ(desk: Desk) -> Iterator[Spot]:
    name = desk.record.respondent
    if NO_ORGAN.search(name):
        yield Spot("respondent", f"“{name}”一般不是行政机关，请核对行政行为是谁作出的")
        return
    found = organ_of(desk)
    if name and not found.name:
        yield Spot("respondent", found.note)


def _late(desk: Desk) -> Iterator[Spot]:
    """Past the last day: the organ decides; a reason may make the period run on (复议法 §20¶2)."""
    found = apply_by(desk)
    if found is None or handed_in(desk):
        return
    if desk.today > found.due:
        told = "因不可抗力或者其他正当理由耽误的，请写明；是否受理由复议机关决定，仍可转送"
        yield Spot("act.known", f"申请期限已于{found.due}届满：{told}")


def _near(desk: Desk) -> Iterator[Spot]:
    """Few days left, and the point's own receipt does not count as an application (a setting)."""
    found, most = apply_by(desk), int(desk.tables.limits["fy_near"])
    if found is None or handed_in(desk) or desk.today > found.due:
        return
    left = (found.due - desk.today).days
    if left < most:
        how = "收件点收件不等于已向复议机关提出，请当事人直接邮寄（EMS）或者网上提交"
        yield Spot("act.known", f"离申请期限届满（{found.due}）只有{left}天：{how}")


def _sued(desk: Desk) -> Iterator[Spot]:
    if desk.record.sued:
        yield Spot("sued", "法院已经依法受理行政诉讼的，不得申请行政复议")


def _representatives(desk: Desk) -> Iterator[Spot]:
    record: Reconsideration = desk.record
    most = int(desk.tables.limits["fy_group"])
    count = record.applicants or 1 + sum(one.role == "申请人" for one in record.fellows)
    chosen = sum(one.role == REPRESENTATIVE for one in record.fellows)
    if count > most and not chosen:
        yield Spot("fellows", f"申请人{count}人，超过{most}人，请推选1至{MOST_REPRESENTATIVES}名代表人")
    if chosen > MOST_REPRESENTATIVES:
        yield Spot("fellows", f"代表人{chosen}名，最多{MOST_REPRESENTATIVES}名", severity=ERROR)


def _agents(desk: Desk) -> Iterator[Spot]:
    most = int(desk.tables.limits["fy_agents"])
    found = sum(one.role == AGENT for one in desk.record.fellows)
    if found > most:
        yield Spot("fellows", f"委托代理人{found}名，最多{most}名")


def _guardian(desk: Desk) -> Iterator[Spot]:
    minor = any(one.code == MINOR and not one.doubt for one in flags_in(desk))
    if minor and all(one.role != GUARDIAN for one in desk.record.fellows):
        yield Spot("fellows", "申请人未成年，应当由法定代理人代为申请")


def _oral(desk: Desk) -> Iterator[Spot]:
    record: Reconsideration = desk.record
    if is_oral(record) and is_received(record) and not record.confirmed_on and not handed_in(desk):
        yield Spot("oral", "口头申请由复议机关当场记录；本点的协助笔录是草稿，待复议机构确认")


def _several(desk: Desk) -> Iterator[Spot]:
    act = desk.record.act or Act()
    parts = [one for one in SEVERAL.split(act.doc_no) if one.strip()]
    if len(parts) > 1:
        yield Spot("act.doc_no", f"涉及{len(parts)}个行政行为，应当分别申请")


def _days(desk: Desk) -> Iterator[Spot]:
    act = desk.record.act or Act()
    if act.made and act.known and act.known < act.made:
        yield Spot("act.known", f"知道日期{act.known}早于作出日期{act.made}")
    for place, day, label in (("act.made", act.made, "作出日期"), ("act.known", act.known, "知道日期")):
        if day and desk.record.date and day > desk.record.date:
            yield Spot(place, f"{label}{day}晚于登记日期{desk.record.date}")


def _amount(desk: Desk) -> Iterator[Spot]:
    act = desk.record.act or Act()
    if act.amount is not None and act.amount_upper and read_words(act.amount_upper) != act.amount:
        yield Spot(
            "act.amount_upper", f"金额{act.amount:.2f}元的大写应为{in_words(act.amount)}，与填写的不一致"
        )


def _forwarded(desk: Desk) -> Iterator[Spot]:
    due, record = forward_by(desk), desk.record
    gone = record.forwarded_on or handed_in(desk)
    if due and desk.today > due and not gone and state_of(record) != ADVISED:
        yield Spot("forwarded_on", f"收件后应于{due}前转送复议机构，还没有登记转送")


def _wishes(desk: Desk) -> Iterator[Spot]:
    record: Reconsideration = desk.record
    if record.legal_aid_wish:
        yield Spot("legal_aid_wish", "当事人需要法律援助：符合条件的可以申请，可转办为法律援助申请")
    if record.stop_execution:
        yield Spot("stop_execution", "复议期间行政行为一般不停止执行；是否停止由复议机关决定")
    if record.attach_review_of_norm:
        yield Spot("attach_review_of_norm", "附带审查的规范性文件不含规章，请写明文件名称和条款")


def _evidence(desk: Desk) -> Iterator[Spot]:
    if is_received(desk.record) and not desk.record.evidence:
        yield Spot("evidence", "没有登记证据材料；行政行为的合法性由被申请人举证，手上有的材料请一并提交")


def _rights(desk: Desk) -> Iterator[Spot]:
    act = desk.record.act or Act()
    if act.rights_told is False and not act.rights_known:
        yield Spot(
            "act.rights_known", "没有告知复议权利的，请填写知道复议权利的日期；最长不超过知道内容之日起一年"
        )


CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("RC01", "必填项目", ERROR, "复议法30", _required),
    DeskCheck("RC02", "复议范围", ERROR, "复议法11", _scope),
    DeskCheck("RC03", "不属于复议范围", ERROR, "复议法12", _excluded),
    DeskCheck("RC04", "复议前置", HINT, "复议法23", _first),
    DeskCheck("RC05", "被申请人和管辖", WARNING, "复议法19、24", _organ),
    DeskCheck("RC06", "申请期限", WARNING, "复议法20、21", _late),
    DeskCheck("RC07", "申请期限将满", WARNING, "复议法20", _near),
    DeskCheck("RC08", "已经起诉", ERROR, "复议法29", _sued),
    DeskCheck("RC09", "推选代表人", WARNING, "复议法15;复议条例8", _representatives),
    DeskCheck("RC10", "代理人人数", ERROR, "复议法17", _agents),
    DeskCheck("RC11", "法定代理人", WARNING, "复议法14", _guardian),
    DeskCheck("RC12", "口头申请", WARNING, "复议法22", _oral),
    DeskCheck("RC13", "一行为一申请", WARNING, "复议法22", _several),
    DeskCheck("RC14", "日期先后", ERROR, "逻辑校验", _days),
    DeskCheck("RC15", "金额大写", ERROR, "金额大写规则", _amount),
    DeskCheck("RC16", "转送", WARNING, "收件点工作要求", _forwarded),
    DeskCheck("RC17", "法律援助、停止执行、附带审查", HINT, "复议法18、42、13", _wishes),
    DeskCheck("RC18", "证据", HINT, "复议法44", _evidence),
    DeskCheck("RC19", "未告知复议权利", HINT, "复议法20", _rights),
    *shared("RC"),
)


def _record_of(record: Reconsideration) -> str:
    """Return which paper an application is made by; an oral one's record is a draft until it is confirmed."""
    if not is_oral(record):
        return WRITTEN
    return CONFIRMED_RECORD if record.confirmed_on else ORAL_RECORD


def bars_of(desk: Desk) -> tuple[str, ...]:
    """Return in words what may keep an application from being taken: the organ decides on each."""
    rules = {"RC03", "RC06", "RC08"}
    grave = (one for check in CHECKS if check.rule in rules for one in check.findings(desk))
    return tuple(one.message for one in grave)


def reconsideration_figures(desk: Desk) -> Mapping[str, Any]:
    """Return what is worked out of an application: what is first, where to, by when, which record."""
    record: Reconsideration = desk.record
    first, organ, by = must_be_first(desk), organ_of(desk), apply_by(desk)
    return {
        "number": record.number,
        "must_first": first.code if first else "",
        "must_first_basis": first.basis if first else "",
        "must_first_note": first.note if first else "",
        "told": TOLD.replace("，", ",") if first else "",  # as the record files spell it
        "organ": organ.name,
        "organ_note": organ.note,
        "deadline": by.due if by else None,
        "raw_deadline": by.raw if by else None,
        "days_left": (by.due - desk.today).days if by else None,
        "bars": list(bars_of(desk)),
        "record": _record_of(record),
        "received": received_on(record),
        "forward_due": forward_by(desk),
        "simplified": may_be_simplified(record, desk.tables),
        "fee": "不收取任何费用",
    }

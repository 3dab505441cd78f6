"""The course of an intake as a line of time (办理经过): what happened, by its days, and what is next. Pure.

Nothing here decides: the centre does, and each sentence of what is next is something a station may do.
Law cited: 法援法 §12, §13 (a station passes on), §43 (one-off notice), §49 (objection).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zsapp.rules.legal_aid import CENTER, LegalAidIntake, state_of
from zsapp.rules.legal_aid_deadlines import REFUSALS, forward_due, supplement_days
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import CenterAnswer, Forwarded, Supplement
from zsapp.rules.mediation_paper_text import day_text

BUREAU = "中山市司法局"
"""Who answers an objection: it set the centre up (法援法 §49)."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing of an intake's course: its day (None where it was not written down), what, and the rest."""

    on: date | None
    what: str
    more: str = ""


def course_of(situation: Situation) -> tuple[Event, ...]:
    """Return what happened to an intake, by its days; of one day in the order of the steps."""
    found = [event for part in PARTS for event in part(situation)]
    return tuple(sorted(found, key=lambda one: one.on or date.min))


def _said(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _named(words: str, value: str) -> str:
    return f"{words}{value}" if value else ""


def _received(situation: Situation) -> Iterator[Event]:
    intake = situation.intake
    came = intake.received
    if came.date:
        channel = situation.tables.text_of("aid_channel", came.channel)
        more = _said(
            channel,
            came.org_name,
            _named("经办人 ", came.handler),
            _named("接收凭证 ", intake.receipt_no),
        )
        yield Event(came.date, "收到申请", more)


def _supplement(situation: Situation) -> Iterator[Event]:
    """What was asked for once, reminded of, and came: while it is out the seven days stand still (R-42)."""
    asked = situation.intake.supplement or Supplement()
    if asked.notice:
        still = "" if asked.received else f"审查期限从这天起暂停，已停{supplement_days(situation)}日"
        more = _said(_named("需要：", "、".join(asked.missing)), _named("告知单 ", asked.number), still)
        yield Event(asked.notice, "一次性告知补正", more)
    for day in asked.reminded:
        yield Event(day, "提醒补交材料")
    if asked.received:
        more = f"补充材料的{supplement_days(situation)}日不计入审查期限" if asked.notice else ""
        yield Event(asked.received, "材料补齐", more)


def _calls(situation: Situation) -> Iterator[Event]:
    for one in situation.intake.calls:
        yield Event(one.date, f"电话联系{CENTER}", _said(one.told, _named("经办人 ", one.by)))


def _forwarded(situation: Situation) -> Iterator[Event]:
    sent = situation.intake.forwarded or Forwarded()
    if sent.date:
        more = _said(
            _named("批次 ", sent.batch),
            _named("转交单 ", sent.number),
            _named("初审意见：", sent.opinion),
            _named("经办人 ", sent.handler),
        )
        yield Event(sent.date, f"转交{sent.to}", more)
    if sent.arrived:
        yield Event(sent.arrived, f"{sent.to or CENTER}已收到")


def _answers(situation: Situation) -> Iterator[Event]:
    intake = situation.intake
    for answer in (*intake.answers, intake.center or CenterAnswer()):
        if answer.status:
            yield Event(answer.date, f"{CENTER}：{answer.status}", answer_words(answer, situation))


def answer_words(answer: CenterAnswer, situation: Situation) -> str:
    """Return what an answer of the centre says beside its kind and day."""
    tables = situation.tables
    return _said(
        answer.doc_no,
        _named("援助形式：", tables.text_of("aid_form", answer.form)),
        _named("理由：", _said(tables.text_of("aid_refusal", answer.reason_code), answer.reason)),
        _named("需要补充：", "、".join(answer.missing)),
        _named("承办：", " ".join(one for one in (answer.undertaker, answer.lawyer, answer.phone) if one)),
        _named("转往：", answer.sent_to),
        _named("应于", f"{day_text(answer.assign_due)}前指派" if answer.assign_due else ""),
    )


def _handed_over(situation: Situation) -> Iterator[Event]:
    center = situation.intake.center or CenterAnswer()
    if center.delivered and center.delivered != center.told:
        yield Event(center.delivered, "结果送达申请人")
    if center.told:
        clock = "从送达之日起计算异议期" if center.status in REFUSALS else ""
        yield Event(center.told, "把结果告知申请人", clock)
    if center.objected:
        yield Event(center.objected, "申请人提出异议", f"向{BUREAU}提出")


def _visits(situation: Situation) -> Iterator[Event]:
    for one in situation.intake.visits:
        yield Event(one.date, "回访", _said(one.told, _named("经办人 ", one.by)))


PARTS: tuple[Callable[[Situation], Iterator[Event]], ...] = (
    _received,
    _supplement,
    _calls,
    _forwarded,
    _answers,
    _handed_over,
    _visits,
)
"""The parts of a course, in the order in which steps follow each other."""


# --- what comes next --------------------------------------------------------------------------------------


def next_of(situation: Situation) -> str:
    """Return in one sentence what the station does next, or what it waits for."""
    intake = situation.intake
    state = state_of(intake)
    if state in WAITING:
        return WAITING[state]
    if state == "已接收":
        due = day_text(forward_due(situation))
        return f"请在{due}前转交；材料不齐的一次性告知补正，也可以先转交"
    if state == "补正中":
        return _while_asked(intake)
    return _after_answer(intake)


WAITING: Mapping[str, str] = {
    "草稿": "还没有填写接收日期；填写后开始计算各项期限",
    "已转交": "等接收单位收到；对方说收到了，就登记“接收单位已收到”",
    "中心已收": "等法律援助处的结果；结果文件到了，就导入",
    "已受理": "法律援助处已经受理，等结果；现在没有要办的事",
    "办理中": "援助案件正在办理；可以回访受援人",
    "结案": "援助案件已经结案；可以回访受援人",
    "作废": "这份申请已经作废，不再办理",
}


def _while_asked(intake: LegalAidIntake) -> str:
    asked = intake.supplement or Supplement()
    missing = "、".join(asked.missing)
    if intake.center and intake.center.status:
        what = f"（{missing}）" if missing else ""
        return f"法律援助处要求补充材料{what}：请一次性告知申请人，交来后登记“材料补齐”"
    until = f"，约定{day_text(asked.until)}前交来" if asked.until else ""
    what = f"等申请人补交材料（{missing}）" if missing else "等申请人补交材料"
    return f"{what}{until}；没有交来的可以提醒。是否视为撤回由法律援助处认定，不影响先转交"


def _after_answer(intake: LegalAidIntake) -> str:
    center = intake.center or CenterAnswer()
    tell = TELL.get(center.status, "请把结果告知申请人")
    if center.told is None:
        return tell
    if center.status not in REFUSALS:
        return "结果已经告知申请人；可以回访"
    if center.objected is None:
        return f"结果已经告知；申请人不服的，可以在异议期内向{BUREAU}提出异议，提出了就登记"
    return f"申请人已经提出异议，等{BUREAU}答复"


TELL: Mapping[str, str] = {
    "给予": "请把给予援助的结果和承办人的联系方式告知申请人",
    "不予": f"请把文书交给申请人，并告知可以向{BUREAU}提出异议；登记告知的日期，异议期从送达之日起算",
    "终止": f"请把文书交给受援人，并告知可以向{BUREAU}提出异议；登记告知的日期，异议期从送达之日起算",
    "视为撤回": "请告知申请人；仍然需要援助的，补齐材料后可以重新申请",
    "转其他机构": "请告知申请人：申请已经转往其他法律援助机构",
}
"""What a station does with an answer of the centre that has not been told yet."""

"""The steps of front-desk records (办理步骤): small tables, one for each service, over the same few steps.

A step writes what happened on a day and who says so; the state follows from what stands in the record.
Nothing is passed on without consent, unless it is urgent (个人信息保护法 §13(四)). Organs' decisions come by
import.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.rules import adviser, consultation, notary, publicity, reconsideration, referral
from zsapp.rules.adviser import Confirmation
from zsapp.rules.desk_checking import URGENT
from zsapp.rules.desk_parts import ReferralSlip, Revisit, Satisfaction, SatisfactionItems
from zsapp.rules.desk_record import VOID, is_referred
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.reconsideration import Supplement

COLON = "："
TRUE_AS_SAID = "情况属实"


@dataclass(frozen=True, slots=True)
class DeskStep:
    """One step as taken: the day, what is said of it, and by whom."""

    on: date
    said: str
    by: str


Write = Callable[[Any, DeskStep], Any]


@dataclass(frozen=True, slots=True)
class DeskAct:
    """A step: its word, how it is written, what must be said with it, and in which states it is not open.

    `asks` names what `--reason` holds, empty where nothing need be said; `ahead` lets its day lie ahead;
    `after` says of a record whether what the step follows on is there, else it refuses with `missing`.
    """

    word: str
    write: Write
    asks: str = ""
    shut: tuple[str, ...] = ()
    ahead: bool = False
    after: Callable[[Any], bool] = bool
    missing: Code = Code.CASE_STEP_NOT_OPEN


# --- steps that services share ------------------------------------------------------------------------------


def _slip(record: Any) -> ReferralSlip:
    return record.referral or ReferralSlip()


def _consent(record: Any, _step: DeskStep) -> Any:
    return replace(record, referral=replace(_slip(record), consent=True))


def _refer(record: Any, step: DeskStep) -> Any:
    """Pass on: to whom, and after a colon why."""
    to, _, reason = step.said.partition(COLON)
    slip = _slip(record)
    if not slip.consent and slip.urgency != URGENT:
        raise Refusal(Code.REFERRAL_NO_CONSENT, field="referral.consent")
    slip = replace(slip, to=to.strip(), reason=reason.strip() or slip.reason, on=step.on, by=step.by)
    return replace(record, referral=slip)


def _taken(record: Any, step: DeskStep) -> Any:
    return replace(record, referral=replace(_slip(record), received_by=step.said, received_on=step.on))


def _came_of_it(record: Any, step: DeskStep) -> Any:
    return replace(record, referral=replace(_slip(record), result=step.said, result_on=step.on))


def _rate(record: Any, step: DeskStep) -> Any:
    """Rate: how it was told (电话、纸质、扫码) where that is said, one to five, and what was said besides."""
    way = next((one for word, one in RATING_WAYS.items() if step.said.startswith(word)), "")
    told = step.said[RATING_WAY_LETTERS:].lstrip(f"回访{COLON}: ，,") if way else step.said
    level, words = told[:1], told[1:].lstrip(f"{COLON}:分 ，,")
    if level not in MARKS:
        raise Refusal(Code.RATING_WRONG, field="satisfaction.level", text=step.said[:20])
    before = record.satisfaction or Satisfaction()
    rated = replace(
        before,
        level=int(level),
        way=way or before.way,
        words=words or before.words,
        on=step.on,
        by=step.by,
    )
    return replace(record, satisfaction=rated)


def _visit(record: Any, step: DeskStep) -> Any:
    slip = record.referral
    if slip is not None and slip.result:
        record = replace(record, referral=replace(slip, revisited_on=step.on))
    return replace(record, revisits=(*record.revisits, Revisit(date=step.on, by=step.by, told=step.said)))


def _close(record: Any, step: DeskStep) -> Any:
    return replace(record, closed_on=step.on, closed=step.said)


def _void(record: Any, step: DeskStep) -> Any:
    return replace(record, void=step.said)


RATING_WAYS: Mapping[str, str] = {"电话": "电话回访", "纸质": "纸质", "扫码": "扫码"}
"""How a mark was told, as it begins what is said: texts of the list rating_way."""
RATING_WAY_LETTERS, MARKS = 2, tuple("12345")
KEYPAD = "平板"
"""How a mark is told that the visitor presses himself, of the same list."""
RATE_VERB = "rate"
RATE = DeskAct("登记评价", _rate, "1至5分，可以写意见；前面可以写“电话”“纸质”")
VISIT = DeskAct("回访", _visit, "回访情况")
VOIDED = DeskAct("作废", _void, "作废的原因")
SHARED: Mapping[str, DeskAct] = {
    "consent": DeskAct("登记当事人同意转介", _consent),
    "refer": DeskAct("转介", _refer, "转介对象（：事由）"),
    "taken": DeskAct(
        "登记对方已接收", _taken, "对方接收人", after=is_referred, missing=Code.REFERRAL_MISSING
    ),
    "result": DeskAct(
        "登记转介结果", _came_of_it, "转介结果", after=is_referred, missing=Code.REFERRAL_MISSING
    ),
    RATE_VERB: RATE,
    "visit": VISIT,
    "close": DeskAct("办结", _close, "办结说明"),
    "void": VOIDED,
}

# --- a service's own ----------------------------------------------------------------------------------------


def _answer(record: Any, step: DeskStep) -> Any:
    return replace(record, answer=step.said, answered_on=step.on)


def _promise(record: Any, step: DeskStep) -> Any:
    kept = tuple(dict.fromkeys((*record.handling, consultation.LATER)))
    return replace(record, handling=kept, promised_on=step.on)


def _appoint(record: Any, step: DeskStep) -> Any:
    return replace(record, appointment=step.on, notary=step.said)


def _accepted(record: Any, step: DeskStep) -> Any:
    return replace(record, accepted_on=step.on)


def _certify(record: Any, step: DeskStep) -> Any:
    return replace(record, certificate_no=step.said, certified_on=step.on)


def _decline(record: Any, step: DeskStep) -> Any:
    return replace(record, declined=step.said)


def _receive(record: Any, step: DeskStep) -> Any:
    return replace(record, received_on=step.on)


def _forward(record: Any, step: DeskStep) -> Any:
    return replace(record, forwarded_on=step.on, forward_way=step.said)


def _arrive(record: Any, step: DeskStep) -> Any:
    return replace(record, arrived_on=step.on)


def _confirm_oral(record: Any, step: DeskStep) -> Any:
    return replace(record, confirmed_on=step.on)


def _ask(record: Any, step: DeskStep) -> Any:
    return replace(record, supplement=Supplement(notice=step.on, missing=step.said))


def _supply(record: Any, step: DeskStep) -> Any:
    return replace(record, supplement=replace(record.supplement or Supplement(), received=step.on))


def _tell(record: Any, step: DeskStep) -> Any:
    return replace(record, result=replace(record.result, told_on=step.on))


def _review(record: Any, step: DeskStep) -> Any:
    return replace(record, reviewer=step.by, reviewed_on=step.on)


def _pass_clues(record: Any, step: DeskStep) -> Any:
    return replace(record, clues_passed=step.said)


def _confirm_log(record: Any, step: DeskStep) -> Any:
    by, _, opinion = step.said.partition(COLON)
    said = Confirmation(by=by.strip(), opinion=opinion.strip() or TRUE_AS_SAID, date=step.on)
    return replace(record, confirm=said)


def _finish(record: Any, step: DeskStep) -> Any:
    return replace(record, result=step.said, done_on=step.on)


def _end(record: Any, step: DeskStep) -> Any:
    return replace(record, ended_on=step.on)


def _renew(record: Any, step: DeskStep) -> Any:
    return replace(record, until=step.on, ended_on=None)


ACTS: Mapping[str, Mapping[str, DeskAct]] = {
    consultation.SECTOR: {
        "answer": DeskAct("答复", _answer, "解答意见"),
        "promise": DeskAct("约期答复", _promise, ahead=True),
        **SHARED,
    },
    adviser.SECTOR: {"confirm": DeskAct("村（社区）确认", _confirm_log, "确认人（：意见）"), "void": VOIDED},
    adviser.ORDERS: {"finish": DeskAct("办结服务", _finish, "服务结果"), **SHARED},
    adviser.ROSTER: {
        "renew": DeskAct("续签到", _renew, ahead=True),
        "end": DeskAct("解约", _end, shut=(adviser.ENDED,)),
        "void": VOIDED,
    },
    publicity.SECTOR: {
        "review": DeskAct("审核", _review, shut=(publicity.PLANNED, publicity.REVIEWED)),
        "pass": DeskAct("登记线索转办", _pass_clues, "转办情况", (publicity.PLANNED,)),
        "void": VOIDED,
    },
    reconsideration.SECTOR: {
        "answer": DeskAct("答复咨询", _answer, "解答意见"),
        "receive": DeskAct("收件", _receive),
        "forward": DeskAct("转送复议机构", _forward, "转送方式", (reconsideration.ADVISED,)),
        "arrive": DeskAct("登记复议机构已收到", _arrive, shut=(reconsideration.ADVISED,)),
        "confirm": DeskAct(
            "登记复议机构已确认口头申请",
            _confirm_oral,
            shut=(reconsideration.ADVISED,),
            after=reconsideration.is_oral,
        ),
        "ask": DeskAct("登记补正通知", _ask, "需要补正的内容", (reconsideration.ADVISED,)),
        "supply": DeskAct("登记已补正", _supply, after=lambda one: one.supplement is not None),
        "tell": DeskAct(
            "把结果告知申请人", _tell, after=lambda one: one.result is not None, missing=Code.DESK_NO_RESULT
        ),
        **SHARED,
    },
    notary.SECTOR: {
        "answer": DeskAct("答复", _answer, "解答意见"),
        "appoint": DeskAct("预约公证处", _appoint, "公证处", (notary.CERTIFIED,), ahead=True),
        "accept": DeskAct("登记公证处已受理", _accepted, shut=(notary.CERTIFIED,)),
        "certify": DeskAct("登记已出公证书", _certify, "公证书编号"),
        "decline": DeskAct("不予办理", _decline, "原因和引导", (notary.CERTIFIED,)),
        **SHARED,
    },
    referral.SECTOR: dict(SHARED),
}
"""The steps of `record act` for each service."""


def act_of(sector: str, verb: str, state: str) -> DeskAct:
    """Return a step of a service that is open in a state.

    Raises:
        Refusal: USAGE for an unknown step, CASE_STEP_NOT_OPEN where it is not open.
    """
    known = ACTS[sector].get(verb)
    if known is None:
        what = f"{SERVICES[sector].label}没有“{verb}”这一步；可用：{'、'.join(ACTS[sector])}"
        raise Refusal(Code.USAGE, what=what)
    if state == VOID or state in known.shut:
        raise Refusal(Code.CASE_STEP_NOT_OPEN, verb=known.word, state=state)
    return known


def desk_act(sector: str, record: Any, verb: str, step: DeskStep, *, today: date) -> Any:
    """Return a record after a step.

    Raises:
        Refusal: USAGE, CASE_STEP_NOT_OPEN, REASON_MISSING, DAY_AHEAD, REFERRAL_NO_CONSENT, REFERRAL_MISSING,
            RATING_WRONG, DESK_NO_RESULT.
    """
    state = SERVICES[sector].state_of(record)
    known = act_of(sector, verb, state)
    if not known.after(record):
        raise Refusal(known.missing, verb=known.word, state=state)
    if known.asks and not step.said:
        raise Refusal(Code.REASON_MISSING, field="reason")
    if step.on > today and not known.ahead:
        raise Refusal(Code.DAY_AHEAD, field="date", day=step.on, today=today)
    return known.write(record, step)


def pressed(record: Any, level: int, items: Mapping[str, int], on: date) -> Any:
    """Return a record with the marks its visitor pressed himself; nobody of the station entered them.

    Raises:
        Refusal: RATING_WRONG.
    """
    if any(str(one) not in MARKS for one in (level, *items.values())):
        raise Refusal(Code.RATING_WRONG, field="satisfaction.level", text=str(level)[:20])
    before = record.satisfaction or Satisfaction()
    apart: dict[str, Any] = dict(items)
    kept = replace(before.items or SatisfactionItems(), **apart) if apart else before.items
    return replace(record, satisfaction=replace(before, level=level, items=kept, on=on, way=KEYPAD, by=""))


def open_steps(sector: str, record: Any) -> tuple[tuple[str, DeskAct], ...]:
    """Return the steps that can be taken now, in the order of their table."""
    state = SERVICES[sector].state_of(record)
    if state == VOID:
        return ()
    return tuple(
        (verb, one) for verb, one in ACTS[sector].items() if state not in one.shut and one.after(record)
    )

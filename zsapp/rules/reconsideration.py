"""Administrative reconsideration (行政复议): a point advises, assists, receives, passes on (brief L §3.3).

A point never decides, and an oral application it takes down is a draft until the organ confirms it (复议法
§22: the organ records on the spot). Results come by import. Shape of the import files (`id: R-…`).
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zsapp.base.items import LINE, LONG, SHORT, Thing, item, items
from zsapp.rules.desk_record import DONE, TO_REVISIT, VOID, VisitRecord, check_said, ending

SECTOR = "reconsideration"
ADVISED, RECEIVED, SUPPLEMENTING, FORWARDED = "咨询登记", "已收件", "补正中", "已转送"
ACCEPTED, REFUSED, WITHDRAWN, DECIDED = "已受理", "不予受理", "已撤回", "已决定"
PASSED = "转介中"
STATES = (
    *(ADVISED, RECEIVED, SUPPLEMENTING, FORWARDED, ACCEPTED, REFUSED, WITHDRAWN, DECIDED),
    *(TO_REVISIT, DONE, VOID),
)
RESULTS = {
    "受理": ACCEPTED,
    "补正": SUPPLEMENTING,
    "不予受理": REFUSED,
    "撤回": WITHDRAWN,
    "终止": WITHDRAWN,
    "转送": FORWARDED,
}
"""The state that an organ's answer makes; every other one is a decision (维持、变更、撤销、确认违法 …)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act(Thing):
    """The act complained of (被申请的行政行为)."""

    name: str = item("文书名称", maximum=200)
    doc_no: str = item("文号", maximum=200)
    made: date | None = item("作出日期", law="行政复议法 第二十一条")
    known: date | None = item("知道日期", law="行政复议法 第二十条")
    delivery: str = item("送达方式", codes="act_delivery", maximum=SHORT)
    kind: str = item("复议范围", codes="fy_scope", law="行政复议法 第十一条", maximum=SHORT)
    amount: Decimal | None = item("金额", unit="元", minimum=0)
    amount_upper: str = item("金额大写", maximum=SHORT)
    excluded: str = item(
        "不属于复议范围的情形", codes="fy_excluded", law="行政复议法 第十二条", internal=True, maximum=SHORT
    )
    must_first: str = item(
        "复议前置", codes="fy_first", law="行政复议法 第二十三条", internal=True, maximum=SHORT
    )
    rights_told: bool | None = item("已告知复议权利和期限", law="行政复议法 第二十条", internal=True)
    rights_known: date | None = item("知道复议权利的日期", law="行政复议法 第二十条", internal=True)
    estate: bool | None = item("因不动产提出", law="行政复议法 第二十一条", internal=True)
    on_the_spot: bool | None = item("当场作出", law="行政复议法 第二十三条", internal=True)
    by_camera: bool | None = item("由电子技术监控设备记录", law="行政复议法 第三十二条", internal=True)
    asked_on: date | None = item("申请履行的日期", law="行政复议法 第二十条", internal=True)
    hindrance_from: date | None = item("障碍发生的日期", law="行政复议法 第二十条", internal=True)
    hindrance_over: date | None = item("障碍消除的日期", law="行政复议法 第二十条", internal=True)
    hindrance: str = item("不可抗力或者其他正当理由", internal=True, maximum=LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Thing):
    """A piece of evidence (证据): what, from whom, what it proves."""

    name: str = item("证据名称", maximum=200)
    source: str = item("来源", maximum=200)
    proves: str = item("证明内容", maximum=LINE)
    copies: int | None = item("份数", internal=True, minimum=0, maximum=999)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganAnswer(Thing):
    """What the reconsideration organ answered (复议机构的结果): it comes by import only."""

    status: str = item("结果", codes="fy_result", maximum=SHORT)
    doc_no: str = item("文号", maximum=200)
    accepted: date | None = item("受理日期", law="行政复议法 第三十条")
    ordinary_due_days: int | None = item("审理期限", unit="日", minimum=0, maximum=366)
    on: date | None = item("结果日期", internal=True)
    told_on: date | None = item("告知申请人日期", internal=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FellowApplicant(Thing):
    """Another applicant, a representative or an agent (其他申请人、代表人、代理人)."""

    name: str = item("姓名", verbatim=True, maximum=200, care="personal")
    role: str = item("身份", codes="fy_role", maximum=SHORT)
    id_no: str = item("证件号码", maximum=SHORT, care="sensitive")
    phone: str = item("联系电话", maximum=SHORT, care="personal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement(Thing):
    """What the organ asked to be put right (补正), 复议法 §31."""

    notice: date | None = item("补正通知日期", law="行政复议法 第三十一条")
    missing: str = item("补正内容", maximum=2000)
    received: date | None = item("补正日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconsideration(VisitRecord):
    """An application for reconsideration (行政复议申请), 复议法 §22."""

    respondent: str = item("被申请人", verbatim=True, maximum=200)
    act: Act | None = item("被申请的行政行为")
    request: str = item("行政复议请求", maximum=LONG)
    facts_reasons: str = item("事实和理由", maximum=LONG)
    attach_review_of_norm: bool | None = item("附带审查规范性文件", law="行政复议法 第十三条")
    stop_execution: bool | None = item("申请停止执行", law="行政复议法 第四十二条")
    sued: bool | None = item("已经起诉", law="行政复议法 第二十九条")
    legal_aid_wish: bool | None = item("需要法律援助", law="行政复议法 第十八条")
    evidence: tuple[Proof, ...] = item("证据", maximum=200)
    result: OrganAnswer | None = item("复议机构的结果", key="import")
    oral: bool | None = item("口头申请", law="行政复议法 第二十二条", internal=True)
    confirmed_on: date | None = item("复议机构确认口头笔录的日期", law="行政复议法 第二十二条", internal=True)
    fellows: tuple[FellowApplicant, ...] = item("其他申请人、代表人、代理人", internal=True, maximum=200)
    applicants: int | None = item("申请人人数", internal=True, minimum=1, maximum=100_000)
    third_party: str = item("第三人", internal=True, maximum=LINE)
    hearing: bool | None = item("希望听证", internal=True)
    compensation: bool | None = item("一并请求赔偿", internal=True)
    received_on: date | None = item("收件日期", internal=True)
    forwarded_on: date | None = item("转送日期", internal=True)
    forward_way: str = item("转送方式", codes="forward_way", internal=True, maximum=SHORT)
    arrived_on: date | None = item("复议机构收到日期", law="行政复议法 第三十条", internal=True)
    supplement: Supplement | None = item("补正", law="行政复议法 第三十一条", internal=True)
    earlier: tuple[OrganAnswer, ...] = item("复议机构先前的结果", internal=True, maximum=50)


def check_least(record: Reconsideration) -> None:
    """Hold an application against the least that makes it one: a day and against whom.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, respondent="被申请人")


def is_received(record: Reconsideration) -> bool:
    """Say whether an application was handed in here, not only asked about: it says what is applied for."""
    return record.received_on is not None or bool(record.request and record.facts_reasons)


def is_oral(record: Reconsideration) -> bool:
    """Say whether the application is made orally: as ticked, else because writing is difficult."""
    if record.oral is not None:
        return record.oral
    return "口头" in record.service or bool(record.visitor.writing_difficulty)


def answer_state(answer: OrganAnswer) -> str:
    """Return the state that an organ's answer makes."""
    return RESULTS.get(answer.status, DECIDED)


RANKS = {SUPPLEMENTING: 1, FORWARDED: 1, ACCEPTED: 2}
"""Which answer comes after which; a refusal, a withdrawal and a decision end the matter."""


def with_answer(record: Reconsideration, answer: OrganAnswer) -> Reconsideration:
    """Return an application with an organ's answer: the same one anew replaces, an earlier one stays behind.

    An answer is known by status and number, without a number by its day; what it is silent about stays.
    """
    known = [*record.earlier, *([record.result] if record.result else [])]
    same = next((one for one in known if _key(one) == _key(answer)), None)
    if same is not None:
        facts = {one.name: getattr(answer, one.name) for one in items(OrganAnswer)}
        newer = replace(same, **{name: value for name, value in facts.items() if value not in (None, "")})
        known[known.index(same)] = newer
    else:
        known.append(answer)
    known.sort(key=lambda one: (RANKS.get(answer_state(one), 3), one.on or one.accepted or date.min))
    return replace(record, result=known[-1], earlier=tuple(known[:-1]))


def _key(answer: OrganAnswer) -> tuple[str, str]:
    return answer.status, answer.doc_no or str(answer.accepted or answer.on)


def state_of(record: Reconsideration) -> str:
    """Return how far an application has come: the organ's last answer, else the point's step."""
    if record.void:
        return VOID
    asked = record.supplement
    supplied = asked is not None and asked.received is not None
    if record.result and record.result.status:
        found = answer_state(record.result)
        if found != SUPPLEMENTING or not supplied:
            return TO_REVISIT if found == DECIDED and ending(record, PASSED) == TO_REVISIT else found
    if record.closed_on:
        return ending(record, DONE)
    if record.forwarded_on:
        return FORWARDED
    return RECEIVED if is_received(record) else ADVISED

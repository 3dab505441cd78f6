"""The intake on paper (法律援助文书): what every paper of legal aid may say of applicant, agent and matter.

One frozen thing, computed from the intake, the dated tables and today. An address is kept from papers that
the other side may see: from all of them where somebody was beaten at home, from those handed out for another
restricted intake; one sealed page carries it to the centre. A station's paper never speaks of a decision.
Refuses to know: fonts, pages, forms. Law cited: 法援法 §21 (privacy), 反家庭暴力法 §5 (privacy).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from zsapp.base.items import Thing, item
from zsapp.rules.legal_aid import CENTER, LegalAidIntake, is_violence
from zsapp.rules.legal_aid_facts import ATTORNEY, GUARDIAN, KIN, Situation, acts_as
from zsapp.rules.mediation_paper_parts import PaperLine, Placed
from zsapp.rules.money import in_words
from zsapp.rules.names import masked_number

P = TypeVar("P", bound="AidPaper")
KEPT_BACK = "（保密，另见密封的联系信息页）"
"""What stands where an address or a telephone would."""
BOXES = "abcdefghijklmnopqr"
RESIDENT = ("01", "02", "03", "")
"""Kinds of papers whose number is the citizen's own, which goes into the eighteen boxes."""


class Reach(Enum):
    """Who may come to see a paper (知悉范围)."""

    SEALED = "密封"
    CENTER = "只交法律援助处"
    OPEN = "可能被对方看到"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdBoxes(Placed):
    """An identity number in its eighteen boxes (身份证号十八格)."""

    box_a: str = item("第1位", key=".")
    box_b: str = item("第2位", key=".")
    box_c: str = item("第3位", key=".")
    box_d: str = item("第4位", key=".")
    box_e: str = item("第5位", key=".")
    box_f: str = item("第6位", key=".")
    box_g: str = item("第7位", key=".")
    box_h: str = item("第8位", key=".")
    box_i: str = item("第9位", key=".")
    box_j: str = item("第10位", key=".")
    box_k: str = item("第11位", key=".")
    box_l: str = item("第12位", key=".")
    box_m: str = item("第13位", key=".")
    box_n: str = item("第14位", key=".")
    box_o: str = item("第15位", key=".")
    box_p: str = item("第16位", key=".")
    box_q: str = item("第17位", key=".")
    box_r: str = item("第18位", key=".")


@dataclass(frozen=True, slots=True, kw_only=True)
class AidPaper(Thing):
    """An intake in the words of its papers; `station` is who received it."""

    receipt_no: str = item("接收凭证编号")
    station: str = item("接收单位", key="received.org_name")
    center: str = item("法律援助处", key="")
    received_on: date | None = item("接收日期", key="received.date")
    received_time: str = item("接收时间", key="received.time")
    handler: str = item("经办人", key="received.handler")
    applies: bool = item("申请法律援助", key="matter", default=False)
    by_visit: bool = item("来访", key="received.channel", default=False)
    by_home: bool = item("上门", key="received.channel", default=False)
    by_call: bool = item("来电", key="received.channel", default=False)
    by_net: bool = item("网络", key="received.channel", default=False)
    by_post: bool = item("来函", key="received.channel", default=False)
    name: str = item("申请人", key="applicant.name")
    sex: str = item("性别", key="applicant.sex")
    born: str = item("出生年月", key="applicant.birth")
    nation: str = item("民族", key="applicant.nation")
    id_type: str = item("证件类型", key="applicant.id_type")
    id_no: str = item("证件号码", key="applicant.id_no")
    id_masked: str = item("证件号码（遮盖）", key="applicant.id_no")
    boxes: IdBoxes | None = item("身份证号", key="applicant.id_no")
    other_id: str = item("其他证件", key="applicant.id_no")
    hukou: str = item("户籍所在地", key="applicant.hukou")
    address: str = item("住所地", key="applicant.address")
    postcode: str = item("邮政编码", key="applicant.postcode")
    phone: str = item("联系电话", key="applicant.phone")
    employer: str = item("工作单位", key="applicant.employer")
    safe_contact: str = item("安全联系方式", key="applicant.safe_contact")
    groups: tuple[str, ...] = item("人群类别")
    agent: str = item("代理人", key="agent.name")
    agent_guardian: bool = item("法定代理人", key="agent.type", default=False)
    agent_attorney: bool = item("委托代理人", key="agent.type", default=False)
    agent_relation: str = item("与申请人关系", key="agent.relation")
    agent_boxes: IdBoxes | None = item("代理人身份证号", key="agent.id_no")
    agent_other_id: str = item("代理人其他证件", key="agent.id_no")
    agent_id: str = item("代理人证件号码", key="agent.id_no")
    agent_phone: str = item("代理人电话", key="agent.phone")
    empowered: bool = item("由委托代理人申请", key="agent.type", default=False)
    matter: str = item("援助事项", key="matter")
    role: str = item("法律地位", key="role")
    stage: str = item("法律状态", key="stage")
    form: str = item("援助形式", key="form")
    amount: str = item("标的额", key="amount")
    respondents: tuple[str, ...] = item("对方当事人", key="respondent")
    organ: str = item("办案机关", key="forum.organ")
    limitation_end: date | None = item("时效或期限届满日")
    facts: str = item("案情及申请理由概述")
    protected: bool = item("保密", key="restricted", default=False)
    secrets: tuple[str, ...] = item("保密的原因", key="restricted")
    today: date | None = item("打印日期", key="")
    reach: str = item("知悉范围", key="")


@dataclass(frozen=True, slots=True)
class AidOccasion:
    """When and where a paper is made: the intake with what it is judged by, and the station printing it."""

    situation: Situation
    station: str


def hides(intake: LegalAidIntake, reach: Reach) -> bool:
    """Say whether a paper of that reach may not show where the applicant lives."""
    if reach is Reach.SEALED:
        return False
    return is_violence(intake) or (reach is Reach.OPEN and bool(intake.restricted))


def base_items(occasion: AidOccasion, reach: Reach) -> dict[str, Any]:
    """Return the items that every paper has."""
    situation = occasion.situation
    intake = situation.intake
    received = intake.received
    channel = situation.tables.text_of("aid_channel", received.channel)
    return {
        "receipt_no": intake.receipt_no,
        "station": received.org_name or occasion.station,
        "center": CENTER,
        "received_on": received.date,
        "received_time": received.time,
        "handler": received.handler,
        "applies": bool(intake.matter),
        "by_visit": channel == "来访",
        "by_home": channel == "上门",
        "by_call": channel == "来电",
        "by_net": channel == "网络",
        "by_post": channel in ("邮寄", "来函"),
        "today": situation.today,
        "reach": reach.value,
        "groups": tuple(situation.tables.text_of("group_flag", one) for one in intake.groups),
        "protected": hides(intake, reach),
        "secrets": intake.restricted,
        **_applicant(situation, hidden=hides(intake, reach)),
        **_agent(situation),
        **_matter(situation, hidden=hides(intake, reach)),
    }


def aid_paper(kind: Callable[..., P], occasion: AidOccasion, reach: Reach, **more: Any) -> P:
    """Return a paper of a kind with its further items."""
    return kind(**base_items(occasion, reach), **more)


def _applicant(situation: Situation, *, hidden: bool) -> dict[str, Any]:
    one, tables = situation.intake.applicant, situation.tables
    citizen = one.id_type in RESIDENT and len(one.id_no) == len(BOXES)
    kind = tables.text_of("id_type", one.id_type)
    return {
        "name": one.name,
        "sex": tables.text_of("sex", one.sex).removesuffix("性"),
        "born": f"{one.birth.year}年{one.birth.month}月" if one.birth else "",
        "nation": tables.text_of("ethnicity", one.nation),
        "id_type": kind,
        "id_no": one.id_no,
        "id_masked": masked_number(one.id_no),
        "boxes": _boxes(one.id_no, "applicant.id_no") if citizen else None,
        "other_id": "" if citizen else f"{kind} {one.id_no}".strip(),
        "hukou": KEPT_BACK if hidden and one.hukou else one.hukou,
        "address": KEPT_BACK if hidden else one.address,
        "postcode": "" if hidden else one.postcode,
        "phone": KEPT_BACK if hidden else one.phone,
        "employer": KEPT_BACK if hidden and one.employer else one.employer,
        "safe_contact": "" if hidden else one.safe_contact,
    }


def _boxes(number: str, at: str) -> IdBoxes:
    digits: dict[str, Any] = {f"box_{one}": digit for one, digit in zip(BOXES, number, strict=True)}
    return IdBoxes(at=at, **digits)


def _agent(situation: Situation) -> dict[str, Any]:
    agent, tables = situation.intake.agent, situation.tables
    if agent is None:
        return {}
    acting = acts_as(situation)
    citizen = agent.id_type in RESIDENT and len(agent.id_no) == len(BOXES)
    return {
        "agent": agent.name,
        "agent_guardian": acting == GUARDIAN,
        "agent_attorney": acting in (ATTORNEY, KIN),
        "agent_relation": tables.text_of("relation", agent.relation),
        "agent_boxes": _boxes(agent.id_no, "agent.id_no") if citizen else None,
        "agent_other_id": ""
        if citizen
        else f"{tables.text_of('id_type', agent.id_type)} {agent.id_no}".strip(),
        "agent_id": agent.id_no,
        "agent_phone": agent.phone,
        "empowered": acting == ATTORNEY,
    }


def _matter(situation: Situation, *, hidden: bool) -> dict[str, Any]:
    intake, tables = situation.intake, situation.tables
    amount = intake.amount
    return {
        "matter": tables.text_of("aid_matter", intake.matter),
        "role": tables.text_of("aid_role", intake.role),
        "stage": tables.text_of("aid_stage", intake.stage),
        "form": tables.text_of("aid_form", intake.form),
        "amount": "" if amount is None else f"{amount:,.2f}元（大写：{in_words(amount)}）",
        "respondents": tuple(one.name for one in intake.respondent if one.name),
        "organ": intake.forum.organ,
        "limitation_end": intake.limitation_end,
        "facts": _without_address(intake) if hidden else intake.facts,
    }


def _without_address(intake: LegalAidIntake) -> str:
    """Return the narrative without the words of the applicant's address and telephone."""
    one, text = intake.applicant, intake.facts
    for kept in (one.address, one.safe_contact, one.phone):
        text = text.replace(kept, "（保密）") if kept.strip() else text
    return text


def lines(texts: tuple[str, ...], where: str) -> tuple[PaperLine, ...]:
    """Return texts as numbered lines that all stand at one item."""
    return tuple(PaperLine(at=where, text=f"{n}．{text.rstrip('。')}。") for n, text in enumerate(texts, 1))

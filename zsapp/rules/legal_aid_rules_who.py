"""Who applies, who acts, and whether it is legal aid at all (主体与范围): R-01 to R-10a of brief L §1.3.

Law cited: 法援法 §23–25, §28, §29, §31, §33, §38–40, §69; 民法典 §18–20, §1045¶2; 刑诉法 §108(六).
"""

import re
from collections.abc import Iterator

from zsapp.rules.groups import FOREIGN_PAPERS
from zsapp.rules.legal_aid import age_of
from zsapp.rules.legal_aid_deadlines import has_priority
from zsapp.rules.legal_aid_facts import (
    ATTORNEY,
    GUARDIAN,
    KIN,
    ORGANISATION_PAPERS,
    Situation,
    acts_as,
    capacity_of,
    guardian_is_against,
    has_lawyer,
    has_paper,
    is_against,
    is_near_kin,
    lacks_capacity,
    papers_of,
)
from zsapp.rules.legal_aid_notified import notified_ground
from zsapp.rules.legal_aid_reasons import ELSEWHERE, OUTSIDE, PROMISE, UNLIMITED, Reason

CITY = "4420"
RETRIAL_PAPERS = ("再审决定", "再审裁定", "抗诉", "决定再审", "裁定再审", "提审")
ONLY_ASKED = re.compile("(?:不予|不提请?|撤回|申请|请求)(?:抗诉|再审|提审)|抗诉(?:申请|请求)")
"""A retrial that was asked for or refused, and has not been opened."""


def question_only(situation: Situation) -> Iterator[Reason]:
    """R-01: somebody who only asks is registered as a consultation, and told of the right to apply."""
    if situation.tables.text_of("aid_form", situation.intake.form) == "法律咨询":
        yield Reason(
            rule="R-01",
            text="当事人只咨询、没有要求代理，请登记为法律咨询，并记录已提示申请法律援助的权利",
            basis="法援法23",
            told="您现在可以免费得到法律咨询；您享有依法申请法律援助的权利，需要时随时可以申请。",
            advice=OUTSIDE,
            flag="咨询登记",
            grounds=True,
            where="form",
        )


def applicant_kind(situation: Situation) -> Iterator[Reason]:
    """R-02: an organisation is outside, a foreigner is received and flagged."""
    intake = situation.intake
    kind = situation.tables.code_of("id_type", intake.applicant.id_type)
    if kind in ORGANISATION_PAPERS:
        yield Reason(
            rule="R-02",
            text="申请人是单位，法律援助的对象是公民",
            basis="法援法31",
            told="法律援助是给公民个人的，单位可以另行委托律师，或者先向村（居）法律顾问咨询。",
            advice=OUTSIDE,
            grounds=True,
            where="applicant.id_type",
        )
    elif kind in FOREIGN_PAPERS or "G12" in intake.groups:
        yield Reason(
            rule="R-02",
            text="申请人是外国人或者无国籍人，照常接收和转交，由法律援助处按法律、条约或者互惠原则审查",
            basis="法援法69",
            told="您的申请我们照常接收转交；外国人能否得到法律援助，由法律援助处按法律和条约审查。",
            flag="涉外",
            where="applicant.id_type",
        )


def capacity(situation: Situation) -> Iterator[Reason]:
    """R-03: whoever cannot act alone applies through a statutory representative who is not against them."""
    intake, agent = situation.intake, situation.intake.agent
    if not lacks_capacity(situation):
        if acts_as(situation) == GUARDIAN:
            yield Reason(
                rule="R-03",
                text="成年申请人由法定代理人申请，应当有监护关系或者行为能力的证明",
                basis="法援法40",
                told="成年人由监护人代为申请的，请带上监护关系或者行为能力的证明。",
                where="agent.type",
            )
        return
    age = age_of(intake)
    told = f"（{age}周岁）" if age is not None else ""
    yield Reason(
        rule="R-03",
        text=f"申请人{told}属于{capacity_of(situation)}人，由法定代理人代为申请",
        basis="法援法40",
        told="申请人不能独立办理，由父母等法定代理人代为申请。",
        grounds=True,
        where="applicant.birth",
    )
    if agent and is_against(agent, intake):
        yield Reason(
            rule="R-03",
            text="代理人是对方当事人或者侵害申请人权益，应当由另一法定代理人或者近亲属代为申请",
            basis="法援法40",
            told="这位代理人与申请人有利益冲突，请由另一位监护人或者近亲属来办理。",
            flag="代理人冲突",
            tone="warning",
            where="agent",
        )
    elif acts_as(situation) == KIN and guardian_is_against(intake):
        yield Reason(
            rule="R-03",
            text="法定代理人是对方当事人，近亲属可以代为申请",
            basis="法援法40",
            told="监护人是对方当事人的，近亲属可以代为申请。",
            where="agent.type",
        )


def custody(situation: Situation) -> Iterator[Reason]:
    """R-04: somebody in custody applies through the prison, a representative or a near relative, that day."""
    if not situation.intake.custody:
        return
    yield Reason(
        rule="R-04",
        text="当事人被羁押，本人可以通过监管场所申请（二十四小时内转交），法定代理人或者近亲属可以代为申请；当日转交",
        basis="法援法40",
        told="人被关押的，家属可以代为申请，我们当天转交法律援助处；本人也可以向看守所提出申请。",
        flag="羁押",
        grounds=True,
        where="custody",
    )


def agent_authority(situation: Situation) -> Iterator[Reason]:
    """R-05: another's application needs a power of attorney, unless the law lets near relatives apply."""
    intake, agent = situation.intake, situation.intake.agent
    if agent is None or lacks_capacity(situation):
        return
    if is_against(agent, intake):
        yield Reason(
            rule="R-05",
            text="代理人是对方当事人或者侵害申请人权益，不能代为申请",
            basis="法援法40",
            told="这位代理人与申请人有利益冲突，请本人申请，或者另外委托一位代理人。",
            flag="代理人冲突",
            tone="warning",
            where="agent",
        )
    elif acts_as(situation) == ATTORNEY and not (intake.custody and is_near_kin(situation, agent)):
        yield Reason(
            rule="R-05",
            text="成年人委托他人代为申请，应当有授权委托书",
            basis="民法典165",
            told="请别人代办的，要带上您签名或者按指印的授权委托书。",
            where="agent.type",
        )
    elif acts_as(situation) == KIN:
        yield Reason(
            rule="R-05",
            text="近亲属可以自己的名义申请，应当有亲属关系证明",
            basis="法援法40" if intake.custody else situation.matter.basis,
            told="近亲属可以直接申请，请带上户口簿等亲属关系证明。",
            where="agent.relation",
        )


def matter_listed(situation: Situation) -> Iterator[Reason]:
    """R-06: the matter is one of the list; what is not listed is never refused, the centre looks at it."""
    name = situation.tables.text_of("aid_matter", situation.intake.matter)
    yield Reason(
        rule="R-06",
        text=f"事项：{name}"
        + (f"（依据{situation.matter.status}）" if situation.matter.status != "已核" else ""),
        basis=situation.matter.basis,
        told=f"您要办的是“{name}”，属于可以申请法律援助的事项。"
        if situation.matter.test != "local"
        else "您要办的事项没有列明，能否给予法律援助由法律援助处审查。",
        grounds=True,
        where="matter",
    )
    if situation.matter.test == "local":
        yield Reason(
            rule="R-06",
            text="事项没有列明，不作不予的建议，按需核查转交，由法律援助处认定",
            basis=situation.matter.basis,
            told="我们照常转交，由法律援助处认定。",
            advice=PROMISE,
            flag="事项待认定",
            where="matter",
        )


def lawyer_engaged(situation: Situation) -> Iterator[Reason]:
    """R-07: legal aid is for those who have no lawyer; an ended engagement does not count."""
    if has_lawyer(situation.intake):
        yield Reason(
            rule="R-07",
            text="当事人已委托律师或者辩护人；已经解除委托的，请注明后再核对",
            basis=_without_lawyer(situation),
            told="法律援助是给没有请律师的人；您已经请了律师，如果已解除委托，请告诉我们。",
            advice=OUTSIDE,
            flag="已委托律师",
            grounds=True,
            where="facts",
        )


def _without_lawyer(situation: Situation) -> str:
    """Return the article that speaks of those who have engaged nobody."""
    basis = situation.matter.basis
    return basis if basis.startswith(("法援法24", "法援法29", "法援法33")) else "法援法31"


def retrial_opened(situation: Situation) -> Iterator[Reason]:
    """R-08: an appeal against a final judgment needs the court's decision to try again, or a protest."""
    papers = tuple(ONLY_ASKED.sub("", one) for one in papers_of(situation))
    if situation.matter.test == "retrial" and not has_paper(papers, RETRIAL_PAPERS):
        yield Reason(
            rule="R-08",
            text="申诉、再审事项要有法院的再审决定、裁定或者检察院的抗诉书，现有材料中没有",
            basis="法援法33",
            told="法院决定再审或者检察院抗诉以后才能申请法律援助；现在可以先咨询怎样申诉。",
            advice=OUTSIDE,
            grounds=True,
            where="documents",
        )


def defender_notified(situation: Situation) -> Iterator[Reason]:
    """R-09: for some the organ in charge must ask for a defender; the station sends a note the same day."""
    ground = notified_ground(situation)
    if ground:
        basis = "法援法28" if ground == "强制医疗案件" else "法援法25"
        yield Reason(
            rule="R-09",
            text=f"属于应当通知辩护（代理）的情形：{ground}；办案机关应当通知法律援助机构指派律师，"
            "本站当日转交情况说明，不核查经济状况",
            basis=basis,
            told="这类案件办案机关应当通知法律援助机构指派律师，不用审查家庭经济情况；我们今天就把情况转过去。",
            advice=UNLIMITED,
            flag="通知辩护",
            grounds=True,
            where="role",
        )


def jurisdiction(situation: Situation) -> Iterator[Reason]:
    """R-10, R-10a: where the organ sits, or the cause arose; never where the applicant is registered."""
    forum, tables = situation.intake.forum, situation.tables
    suit = tables.text_of("forum_kind", forum.kind) == "诉讼"
    rule = "诉讼事项向办案机关所在地" if suit else "非诉讼事项向争议处理机关所在地或者事由发生地"
    seat = forum.place or _seat_of(forum.organ, situation)
    places = [place for place in (seat, "" if suit else forum.cause_place) if place]
    if not places:
        yield Reason(
            rule="R-10",
            text=f"没有登记办案机关所在地，暂按中山市法律援助处管辖；{rule}的法律援助机构申请",
            basis="法援法38",
            told="请告诉我们案件由哪里的法院或者机关办理，以便确认向哪里申请。",
            tone="hint",
            where="forum.place",
        )
        return
    if any(_is_ours(place) for place in places):
        yield Reason(
            rule="R-10",
            text=f"{rule}的法律援助机构申请：中山市法律援助处管辖",
            basis="法援法38",
            told="您的案件由中山市法律援助处审查，户籍在哪里不影响申请。",
            where="forum.place",
        )
        return
    name = tables.aid.place_name(places[0]) if places[0][:2].isdigit() else places[0]
    yield Reason(
        rule="R-10",
        text=f"{rule}（{name}）的法律援助机构申请，请出具告知书并登记；仍可在本站免费咨询",
        basis="法援法38",
        told=f"这件事要向{name}的法律援助机构申请，我们可以告诉您怎样联系；您仍可以在这里免费咨询。",
        advice=ELSEWHERE,
        flag=f"管辖：{name}",
        grounds=True,
        where="forum.place",
    )


def _seat_of(organ: str, situation: Situation) -> str:
    """Return the place that an organ's name begins with, or the empty text."""
    name = organ.removeprefix("广东省")
    return next((one for one in situation.tables.aid.places.values() if name.startswith(one)), "")


def _is_ours(place: str) -> bool:
    return place.startswith((CITY, "中山", "广东省中山"))


def soldiers_first(situation: Situation) -> Iterator[Reason]:
    """R-40: soldiers and their families come first (G06); the number of a unit is not written down."""
    if has_priority(situation):
        yield Reason(
            rule="R-40",
            text="军人军属，优先办理，当日转交",
            basis="军人权益法61",
            told="军人军属优先办理，我们今天就转交。",
            flag="优先",
            grounds=True,
            where="groups",
        )
    soldier = situation.intake.soldier
    if soldier and soldier.unit_recorded:
        yield Reason(
            rule="R-40",
            text="登记了部队番号，请删去，只保留证明的名称",
            basis="军人军属办法",
            told="部队番号不需要提供。",
            flag="部队番号",
            tone="warning",
            where="soldier.unit_recorded",
        )

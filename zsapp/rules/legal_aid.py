"""The legal-aid intake (法律援助申请): one document, from the counter to the centre's answer.

Shape of the import files (`id: LA-…` entries) and of the 2023 forms. A station consults, helps to fill in,
receives, pre-checks and forwards (法援法 §12, §13); it never decides. What is restricted is said here, in the
record; who may see it is for the accounts to enforce.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import LINE, LONG, SHORT, Thing, item
from zsapp.rules import groups
from zsapp.rules.legal_aid_parts import (
    AidAgent,
    AidFile,
    AidVisit,
    Applicant,
    Assets,
    CenterAnswer,
    Child,
    FamilyMember,
    Forum,
    Forwarded,
    Received,
    Respondent,
    Soldier,
    Supplement,
)
from zsapp.rules.origin import Origin

SECTOR = "legal_aid"
VOID = "作废"
CENTER = "中山市法律援助处"
"""Who decides, and the only one who does."""
HIDDEN = "（限制查看）"
"""What stands for the name of an applicant whose record few may see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalAidIntake(Thing):
    """An application for legal aid (法律援助申请), 法援法 §38–43."""

    id: str = item("外部编号", maximum=SHORT)
    title: str = item("标题", maximum=LINE)
    received: Received = item("接收")
    applicant: Applicant = item("申请人", law="法律援助法 第四十条")
    groups: tuple[str, ...] = item("人群类别", codes="group_flag", maximum=SHORT)
    agent: AidAgent | None = item("代理人", law="法律援助法 第四十条")
    matter: str = item("援助事项", codes="aid_matter", law="法律援助法 第三十一条、第三十二条", maximum=SHORT)
    role: str = item("法律地位", codes="aid_role", maximum=SHORT)
    stage: str = item("法律状态", codes="aid_stage", maximum=SHORT)
    form: str = item("援助形式", codes="aid_form", law="法律援助法 第二十二条", maximum=SHORT)
    respondent: tuple[Respondent, ...] = item("对方当事人", maximum=100)
    forum: Forum = item("办案机关", law="法律援助法 第三十八条")
    amount: Decimal | None = item("标的额", unit="元", minimum=0)
    amount_upper: str = item("标的额大写", maximum=SHORT)
    limitation_end: date | None = item("时效或期限届满日", law="法律援助法 第四十四条")
    facts: str = item("案情及申请理由概述", maximum=LONG)
    exemption: str = item(
        "免予核查或不受限的情形", codes="aid_exempt", law="法律援助法 第四十二条", maximum=SHORT
    )
    documents: tuple[str, ...] = item("提交的材料", maximum=200)
    center: CenterAnswer | None = item("中心的结果", law="法律援助法 第四十三条")
    children: tuple[Child, ...] = item("未成年子女", maximum=20)
    family: tuple[FamilyMember, ...] = item("共同生活的家庭成员", maximum=30)
    assets: Assets | None = item("资产", law="粤府令268 第三条（待核）")
    spending_monthly_per_capita: Decimal | None = item("月人均消费性支出", unit="元", minimum=0)
    supplement: Supplement | None = item("补正", law="法律援助法 第四十三条")
    soldier: Soldier | None = item("军人", law="军人地位和权益保障法 第六十一条")
    custody: bool | None = item("是否被羁押", law="法律援助法 第三十九条、第四十条")
    spending_cause: str = item("支出原因", law="粤府令268 第三条（待核）", maximum=200)
    receipt_no: str = item("接收凭证编号", internal=True, maximum=SHORT)
    wishes: tuple[str, ...] = item("需要立即申请", codes="aid_wish", internal=True, maximum=SHORT)
    lawyer_engaged: bool | None = item("是否已委托律师", law="法律援助法 第二十四条", internal=True)
    restricted: tuple[str, ...] = item("限制查看的原因", internal=True, maximum=SHORT)
    forwarded: Forwarded | None = item("转交", law="法律援助法 第十二条", internal=True)
    answers: tuple[CenterAnswer, ...] = item("中心先前的结果", internal=True, maximum=50)
    calls: tuple[AidVisit, ...] = item(
        "电话联系法律援助处", law="法律援助法 第四十四条", internal=True, maximum=50
    )
    visits: tuple[AidVisit, ...] = item("回访", internal=True, maximum=50)
    files: tuple[AidFile, ...] = item("材料登记", internal=True, maximum=200)
    origin: Origin | None = item("由来", internal=True)
    overrides: dict[str, str] = item("提示的处理理由", internal=True, maximum=2000)
    void: str = item("作废的原因", internal=True, maximum=200)


def check_least(intake: LegalAidIntake, matters: frozenset[str]) -> None:
    """Hold an intake against the least that makes it one: somebody, something of the list (R-06), a day.

    Raises:
        Refusal: AID_APPLICANT_MISSING, AID_MATTER_UNKNOWN, AID_RECEIVED_MISSING.
    """
    if not intake.applicant.name.strip():
        raise Refusal(Code.AID_APPLICANT_MISSING, field="applicant.name")
    if intake.matter not in matters:
        raise Refusal(Code.AID_MATTER_UNKNOWN, field="matter", matter=intake.matter[:20])
    if intake.received.date is None:
        raise Refusal(Code.AID_RECEIVED_MISSING, field="received.date")


def traits_of(intake: LegalAidIntake) -> groups.Traits:
    """Return what of the applicant tells a group, with the groups that were declared."""
    return groups.traits_of(intake.applicant, intake.groups)


def age_of(intake: LegalAidIntake) -> int | None:
    """Return the applicant's age in full years on the day of application, None while either is unknown."""
    day = intake.received.date
    return groups.age_of(traits_of(intake), day) if day else None


def is_violence(intake: LegalAidIntake) -> bool:
    """Say whether the applicant was abused, abandoned or beaten at home (法援法 §32(四))."""
    return intake.matter.startswith("M14") or groups.VIOLENCE in intake.groups or intake.exemption == "E32-4"


def is_minor(intake: LegalAidIntake) -> bool:
    """Say whether the applicant is under age (未成年人), by the birth or, without one, as declared."""
    return groups.is_under_age(traits_of(intake), intake.received.date)


def is_military(intake: LegalAidIntake) -> bool:
    """Say whether a soldier or a soldier's family applies (军人军属)."""
    told = groups.SOLDIER in intake.groups or intake.matter == "M31" or intake.exemption.startswith("EMIL")
    return told or intake.soldier is not None or intake.applicant.id_type in groups.SOLDIER_PAPERS


RESTRICTING = (("家庭暴力", is_violence), ("未成年人", is_minor), ("军人军属", is_military))
"""Why an intake is restricted (限制查看), brief L trap 9."""


def restricted_for(intake: LegalAidIntake) -> tuple[str, ...]:
    """Return why an intake may be seen by few only; nothing for an ordinary one."""
    return tuple(name for name, holds in RESTRICTING if holds(intake))


def with_visibility(intake: LegalAidIntake) -> LegalAidIntake:
    """Return an intake that says itself why it is restricted."""
    return replace(intake, restricted=restricted_for(intake))


RESULTS = {"给予": "已给予", "不予": "不予援助", "补正": "补正中", "转其他机构": "已转其他机构"}
"""The state that a centre's answer makes where it is not the answer itself."""
STATES = (
    *("草稿", "已接收", "补正中", "已转交", "中心已收", "已受理", "已给予", "不予援助", "视为撤回"),
    *("已转其他机构", "办理中", "终止", "结案", VOID),
)


def state_of(intake: LegalAidIntake) -> str:
    """Return how far an intake has come (brief L §1.3): the centre's last answer, else the station's step."""
    if intake.void:
        return VOID
    center, supplement = intake.center, intake.supplement
    supplied = supplement is not None and supplement.received is not None
    if center and center.status and not (center.status == "补正" and supplied):
        return RESULTS.get(center.status, center.status)
    if intake.forwarded and intake.forwarded.date:
        return "中心已收" if intake.forwarded.arrived else "已转交"
    if supplement and supplement.notice and not supplied:
        return "补正中"
    return "已接收" if intake.received.date else "草稿"

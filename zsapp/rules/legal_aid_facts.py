"""What an intake says (申请的事实): whose it is, who acts, what is wished for, which papers are there. Pure.

Facts only; what follows from them is said by the rules. A wish or an engaged lawyer that stands in the
narrative alone is read from it, clause by clause, because import files have no other place for it.
Law cited: 民法典 §18–22, §1045¶2; 刑诉法 §108(六); 法援法 §40.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.rules.groups import VIOLENCE, Flag, flags_of
from zsapp.rules.legal_aid import LegalAidIntake, age_of, is_minor, traits_of
from zsapp.rules.legal_aid_parts import AidAgent
from zsapp.rules.legal_aid_tables import Matter
from zsapp.rules.names import normalise_name
from zsapp.rules.tables import Tables

FULL, LIMITED, NONE = "完全民事行为能力", "限制民事行为能力", "无民事行为能力"
GUARDIAN, ATTORNEY, KIN = "法定代理人", "委托代理人", "近亲属"
CIVIL_KIN = frozenset(("1", "2", "3", "4", "5", "6", "7"))
"""近亲属 of 民法典 §1045¶2 by the codes of GB/T 4761."""
CRIMINAL_KIN = frozenset(("1", "2", "3", "5", "7"))
"""近亲属 of 刑诉法 §108(六)."""
PARENT = "5"
KINDRED = (
    ("8", re.compile("岳|丈[人母]|公公|婆婆|[伯叔姑舅姨婶嫂侄甥媳婿堂表干义]|[姐妹前]夫|前妻|未婚")),
    ("6", re.compile("祖父|祖母|爷爷|奶奶|外公|外婆|阿公|阿婆")),
    ("4", re.compile("孙")),
    ("7", re.compile("[兄弟姐妹哥]|姊")),
    ("5", re.compile("父|母|爸|妈")),
    ("1", re.compile("夫|妻|配偶|爱人")),
    ("2", re.compile("^[长次三四五]?(?:子|儿子|男)$")),
    ("3", re.compile("^[长次三四五]?女儿?$")),
    ("0", re.compile("^(?:本人|户主|申请人)$")),
)
"""How people write a relation in words, by the codes of GB/T 4761; what is more particular stands first."""
WORKING = frozenset(("11", "13", "17", "21", "24", "24.1", "27", "37", "51", "51.1", "54"))
"""Occupations that live on their own labour (民法典 §18¶2)."""
ORGANISATION_PAPERS = ("21",)
SEIZED = "财产|存款|房产|房屋|账户|车辆|股权"
WISHES = {
    "财产保全": re.compile(
        f"(?:财产保全|诉[前讼]保全)(?!费)|保全[^，。；]{{0,8}}(?:{SEIZED})|(?:申请|请求|要求)(?:查封|冻结|扣押)"
    ),
    "证据保全": re.compile("证据保全(?!费)|保全[^，。；]{0,6}证据"),
    "先予执行": re.compile("先予执行(?!费)"),
    "人身安全保护令": re.compile("保护令(?!费)"),
}
"""What must be applied for at once, and the words by which it is told."""
CLAUSE, SENTENCE = re.compile("[，,。；;！!？?\n]"), re.compile("[。；;！!？?\n]")
WISH = re.compile("申请|请求|要求|希望|想要|打算|急需|需要|拟")
SETTLED = re.compile(
    "(?:已|曾|未|不|无须|没有|驳回|撤回)[^，。；]{0,8}(?:申请|请求|要求|作出|裁定|签发|核发|发出|取得|获|采取|需)"
    "|无需|不必|(?:作出|签发|核发|发出|取得|获得|持有?|凭|违反)[^，。；]{0,10}(?:保护令|保全|先予执行)"
    "|解除[^，。；]{0,10}(?:保全|查封|冻结|扣押)|(?:查封|冻结|扣押)(?:的|解除)"
    "|保护令(?:已|仍|尚|现在?|的?有效|[到期届]期?满?)"
)
ENGAGED = re.compile(
    "(?:已|自行|另行|自己)经?(?:为[^，。；]{1,4})?(?:委托|聘请|聘|请)(?:了|过)?[^，。；]{0,15}(?:律师|辩护人)"
    "|(?:委托|聘请|聘|请)了[^，。；]{0,12}(?:律师|辩护人)"
    "|与[^，。；]{0,20}律[师所][^，。；]{0,10}签订[^，。；]{0,6}(?:委托|代理|合同)"
    "|(?:已有|[现已]由)[^，。；]{0,10}(?:律师|辩护人)"
)
DISENGAGED = re.compile(
    "解除|解聘|终止委托|不再委托|辞去|退出代理|(?:二审|再审|目前|现在?|本案)[^，。；]{0,4}[未没]有?再?(?:委托|聘|请)"
    "|[,，。;；](?:但|至今|尚|申请人|本人|诉讼阶段)*[未没]有?再?(?:委托|聘|请)"
)
AIDED = re.compile("(?:值班|法律援助|法援)律师|律师协会|法律顾问|咨询")
"""Lawyers whom nobody has engaged."""
OTHERS = re.compile("对方|被告(?!人)|被申请人|前夫|前妻|[男女厂]方|公司|单位|村里|村委会|居委会|[未没]")
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
AT_HOME = re.compile("家庭暴力|家暴|虐待|遗弃")
VIOLENT = re.compile(f"{AT_HOME.pattern}|殴打")


@dataclass(frozen=True, slots=True)
class Situation:
    """An intake with what it is judged by: nothing but the record, the dated tables and today."""

    intake: LegalAidIntake
    tables: Tables
    today: date

    @property
    def day(self) -> date:
        """The day of application, from which the six months and the line in force are counted."""
        return self.intake.received.date or self.today

    @property
    def matter(self) -> Matter:
        """The matter's row; one that is not in the table is not refused: as 其他事项."""
        return self.tables.aid.matters.get(self.intake.matter) or Matter(
            "M99", "法援法31(九)", "local", "待核"
        )


def flags_in(situation: Situation) -> tuple[Flag, ...]:
    """Return the applicant's groups on the day of application: as declared, as birth and papers tell."""
    return flags_of(traits_of(situation.intake), situation.tables, situation.day)


def groups_of(situation: Situation) -> tuple[str, ...]:
    """Return the codes of the applicant's groups, those left out that the age speaks against."""
    return tuple(one.code for one in flags_in(situation) if not one.doubt)


def plain_name(name: str) -> str:
    """Return a name as it is compared: without what stands in brackets behind it."""
    return normalise_name(BRACKETED.sub("", name))


def respondents(intake: LegalAidIntake) -> frozenset[str]:
    """Return the names of the other side, as they are compared."""
    return frozenset(plain_name(one.name) for one in intake.respondent) - {""}


def papers_of(situation: Situation) -> tuple[str, ...]:
    """Return the documents that are there today: those handed in later count from the day they came."""
    supplement = situation.intake.supplement
    late = supplement.missing if supplement and not is_open_supplement(situation) else ()
    return situation.intake.documents + late


def is_open_supplement(situation: Situation) -> bool:
    """Say whether materials were asked for and have not come by today."""
    supplement = situation.intake.supplement
    if supplement is None or supplement.notice is None:
        return False
    return supplement.received is None or supplement.received > situation.today


def has_paper(papers: tuple[str, ...], accepted: tuple[str, ...], *, own: bool = False) -> bool:
    """Say whether one of the documents satisfies; `own` leaves out those of an agent or the other side."""
    kept = [one for one in papers if not own or not NOT_OWN.match(one)]
    return any(name in paper for paper in kept for name in accepted)


NOT_OWN = re.compile("(?:法定|委托)?代理人|监护人|受托人|对方|被告(?!人)|被申请人|案外人")


def capacity_of(situation: Situation) -> str:
    """Return the applicant's capacity (民事行为能力): as recorded, else by age; empty while unknown."""
    applicant = situation.intake.applicant
    if applicant.capacity:
        return situation.tables.text_of("aid_capacity", applicant.capacity)
    age = age_of(situation.intake)
    if age is None:
        return LIMITED if is_minor(situation.intake) else ""
    if age < 8:
        return NONE
    occupation = situation.tables.code_of("occupation", applicant.occupation)
    return FULL if age >= 18 or (age >= 16 and occupation in WORKING) else LIMITED


def lacks_capacity(situation: Situation) -> bool:
    """Say whether somebody must act for the applicant (法援法 §40)."""
    return capacity_of(situation) in (LIMITED, NONE)


def is_against(agent: AidAgent, intake: LegalAidIntake) -> bool:
    """Say whether an agent stands on the other side, or harms whom he acts for."""
    return bool(agent.is_counterparty or agent.harms) or plain_name(agent.name) in respondents(intake)


def relation_of(situation: Situation, told: str) -> str:
    """Return a relation's code: given as code or text of the list, or in the words that people use."""
    code = situation.tables.code_of("relation", told.strip())
    if code.isdigit():
        return code
    return next((one for one, words in KINDRED if words.search(code)), code)


def is_near_kin(situation: Situation, agent: AidAgent) -> bool:
    """Say whether an agent is a near relative in the sense that the matter asks for."""
    criminal = situation.intake.matter.startswith("M2") and not situation.intake.form.startswith(
        ("民事", "行政")
    )
    return relation_of(situation, agent.relation) in (CRIMINAL_KIN if criminal else CIVIL_KIN)


def kin_may_apply(situation: Situation) -> bool:
    """Say whether near relatives may apply in their own right (法援法 §24, §29, §33, §40¶2)."""
    return bool(situation.intake.custody) or situation.intake.matter in ("M21", "M22a", "M23")


def guardian_is_against(intake: LegalAidIntake) -> bool:
    """Say whether a parent or guardian of a minor is on the other side."""
    return is_minor(intake) and any(
        re.search("父|母|监护", one.relation) and "祖" not in one.relation for one in intake.respondent
    )


def acts_as(situation: Situation) -> str:
    """Return in what capacity the agent acts: guardian, kin, attorney; empty without one."""
    agent = situation.intake.agent
    if agent is None:
        return ""
    told = situation.tables.text_of("aid_agent", agent.type)
    if told == GUARDIAN:
        return GUARDIAN
    if lacks_capacity(situation):
        parent = relation_of(situation, agent.relation) == PARENT
        return told or (GUARDIAN if parent else ATTORNEY)
    return KIN if kin_may_apply(situation) and is_near_kin(situation, agent) else ATTORNEY


def wishes_of(intake: LegalAidIntake) -> tuple[str, ...]:
    """Return what must be applied for at once (保全、先予执行、保护令): as ticked or as told."""
    others = _asked_by(respondents(intake))
    said = {one for text in (intake.title, intake.facts) for one in _wished(text, others)}
    return tuple(one for one in WISHES if one in said or one in intake.wishes)


def _asked_by(names: frozenset[str]) -> re.Pattern[str]:
    """Return by what an application of the other side is known."""
    others = "|".join(("对方", "被告(?!人)", "被申请人", "公司", "单位", *map(re.escape, sorted(names))))
    return re.compile(f"(?:{others})[又也现]?(?:向[^，。；]{{1,12}})?(?:提出)?(?:申请|请求|要求)")


def _wished(text: str, others: re.Pattern[str]) -> Iterator[str]:
    for sentence in SENTENCE.split(text):
        for clause in CLAUSE.split(sentence):
            if SETTLED.search(clause) or others.search(clause) or not WISH.search(sentence):
                continue
            yield from (one for one, words in WISHES.items() if words.search(clause))


def has_lawyer(intake: LegalAidIntake) -> bool:
    """Say whether the applicant has engaged a lawyer: as ticked, else as the narrative says."""
    if intake.lawyer_engaged is not None:
        return intake.lawyer_engaged
    if DISENGAGED.search(intake.facts):
        return False
    found = ((clause, ENGAGED.search(clause)) for clause in CLAUSE.split(intake.facts))
    return any(
        hit and not AIDED.search(clause[hit.start() :]) and not _of_others(clause[: hit.start()], intake)
        for clause, hit in found
    )


def _of_others(words: str, intake: LegalAidIntake) -> bool:
    return bool(OTHERS.search(words)) or any(name in words for name in respondents(intake))


def tells_violence(intake: LegalAidIntake) -> bool:
    """Say whether the intake is by a victim of abuse, abandonment or family violence (法援法 §32(四))."""
    flagged = intake.matter.startswith("M14") or VIOLENCE in intake.groups
    return flagged or bool(VIOLENT.search(intake.facts))


def hints_at_violence(situation: Situation) -> bool:
    """Say whether violence at home is told of, and nobody has claimed what follows from it."""
    intake = situation.intake
    claimed = intake.exemption == "E32-4" or situation.matter.test in ("none", "criminal", "retrial")
    return not claimed and (VIOLENCE in intake.groups or bool(AT_HOME.search(intake.facts)))

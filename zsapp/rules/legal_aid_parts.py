"""The parts of a legal-aid intake (法律援助申请的组成): people, means, forum, and what the centre answers.

Shape of the import files, group by group; numbers in quotes there are codes of the GB tables. Everything is
optional here: what an opinion needs is asked for by the pre-check, never by the document. Money is 元 with
two places. What has no key in an import file is `internal`.
Law cited: 法援法 = 法律援助法 (2021-08-20); 粤府令268 (its text is 待核).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zsapp.base.items import SHORT, Thing, item

Day = date
"""The same type, for groups that have an item named date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Thing):
    """When, how and by whom the application was received (接收), 法援法 §43."""

    date: Day | None = item("接收日期", law="法律援助法 第四十三条")
    time: str = item("接收时间", maximum=SHORT)
    channel: str = item("接收渠道", codes="aid_channel", maximum=SHORT)
    org: str = item("接收单位代码", maximum=SHORT)
    org_name: str = item("接收单位", verbatim=True, maximum=200)
    handler: str = item("经办人", verbatim=True, maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondId(Thing):
    """A second document of a person (另一证件): a travel permit beside a residence permit."""

    type: str = item("证件类型", codes="id_type", maximum=SHORT)
    number: str = item("证件号码", maximum=SHORT, care="sensitive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant(Thing):
    """The applicant (申请人), application form §2.1: a snapshot of a person with its record id."""

    person_id: str = item("人员编号", internal=True, maximum=SHORT)
    name: str = item("姓名", verbatim=True, maximum=200, care="personal")
    id_type: str = item("证件类型", codes="id_type", maximum=SHORT)
    id_no: str = item("证件号码", maximum=SHORT, care="sensitive")
    sex: str = item("性别", codes="sex", maximum=SHORT)
    birth: date | None = item("出生日期", care="personal")
    nation: str = item("民族", codes="ethnicity", maximum=SHORT)
    edu: str = item("学历", codes="education", maximum=SHORT)
    occupation: str = item("职业", codes="occupation", maximum=SHORT)
    marital: str = item("婚姻状况", codes="marital", maximum=SHORT)
    hukou: str = item("户籍所在地", maximum=200, care="personal")
    address: str = item("住所地（经常居住地）", care="restricted")
    phone: str = item("联系电话", maximum=SHORT, care="personal")
    employer: str = item("工作单位", verbatim=True, maximum=200)
    safe_contact: str = item("安全联系方式", law="反家庭暴力法", care="restricted")
    disability_no: str = item("残疾人证号", maximum=SHORT, care="sensitive")
    second_id: SecondId | None = item("另一证件")
    postcode: str = item("邮政编码", internal=True, maximum=SHORT)
    language: str = item("语言", internal=True, maximum=SHORT)
    capacity: str = item(
        "民事行为能力", codes="aid_capacity", law="民法典 第十八条至第二十二条", internal=True, maximum=SHORT
    )
    needs: tuple[str, ...] = item(
        "无障碍需要",
        codes="access_need",
        law="法律援助法 第四十五条",
        internal=True,
        maximum=SHORT,
        care="sensitive",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AidAgent(Thing):
    """Who applies for the applicant (代理人), 法援法 §40: a guardian, or by power of attorney."""

    person_id: str = item("人员编号", internal=True, maximum=SHORT)
    name: str = item("姓名", verbatim=True, maximum=200, care="personal")
    relation: str = item("与申请人关系", codes="relation", maximum=SHORT)
    type: str = item("代理人类型", codes="aid_agent", law="法律援助法 第四十条", maximum=SHORT)
    id_type: str = item("证件类型", codes="id_type", maximum=SHORT)
    id_no: str = item("证件号码", maximum=SHORT, care="sensitive")
    phone: str = item("联系电话", maximum=SHORT, care="personal")
    is_counterparty: bool | None = item("是否对方当事人", law="法律援助法 第四十条")
    harms: bool | None = item("是否侵害申请人权益", law="法律援助法 第四十条")


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent(Thing):
    """The other side (对方当事人)."""

    kind: str = item("类别", codes="respondent_kind", maximum=SHORT)
    name: str = item("姓名或名称", verbatim=True, maximum=200, care="personal")
    uscc: str = item("统一社会信用代码", maximum=SHORT)
    address: str = item("单位或住址", care="personal")
    contact: str = item("联系方式", maximum=200, care="personal")
    relation: str = item("与申请人关系", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum(Thing):
    """Where the matter is dealt with (办案机关), 法援法 §38."""

    kind: str = item("诉讼或非诉讼", codes="forum_kind", law="法律援助法 第三十八条", maximum=SHORT)
    organ: str = item("办案或争议处理机关", maximum=200)
    place: str = item("机关所在地", law="法律援助法 第三十八条", maximum=SHORT)
    charge: str = item("罪名", maximum=200)
    detention_notice: date | None = item("拘留、逮捕通知书日期")
    cause_place: str = item("事由发生地", law="法律援助法 第三十八条", internal=True, maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMeans(Thing):
    """One month of a household member's income (月收入), 粤府令268 §4; the month by its first day."""

    month: date | None = item("月份")
    wage: Decimal | None = item("工资性收入", unit="元", minimum=0)
    biz: Decimal | None = item("经营净收入", unit="元")
    prop: Decimal | None = item("财产净收入", unit="元")
    transfer: Decimal | None = item("转移净收入", unit="元")


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyMember(Thing):
    """A co-living household member (共同生活的家庭成员) and six months' disposable income, 粤府令268 §4.

    A net income may be below nothing (a trade that loses money); wages never are.
    """

    name: str = item("姓名", verbatim=True, maximum=200, care="personal")
    relation: str = item("与申请人关系", codes="relation", maximum=SHORT)
    wage6: Decimal | None = item("工资性收入（前6个月）", unit="元", minimum=0, care="sensitive")
    biz6: Decimal | None = item("经营净收入（前6个月）", unit="元", care="sensitive")
    prop6: Decimal | None = item("财产净收入（前6个月）", unit="元", care="sensitive")
    transfer6: Decimal | None = item("转移净收入（前6个月）", unit="元", care="sensitive")
    months: tuple[MonthMeans, ...] = item("逐月收入", internal=True, maximum=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets(Thing):
    """What the household owns (资产), 粤府令268 §3; the whole list of high-value assets is 待核."""

    urban_homes: int | None = item("城镇房产套数", unit="套", minimum=0, maximum=999)
    rural_house: int | None = item("农村房屋套数", unit="套", minimum=0, maximum=999)
    cars: int | None = item("机动车", unit="辆", minimum=0, maximum=999)
    deposits: Decimal | None = item("存款、现金、有价证券", unit="元", minimum=0, care="sensitive")
    high_value: str = item(
        "价值较大的资产", codes="aid_assets", law="粤府令268 第三条（待核）", maximum=SHORT
    )
    home_area: Decimal | None = item("城镇住房建筑面积", unit="平方米", places=2, minimum=0)
    debts: Decimal | None = item("债务", unit="元", minimum=0, internal=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement(Thing):
    """Materials asked for once, and when they came (补正), 法援法 §43."""

    notice: date | None = item("补正通知送达日期", law="法律援助法 第四十三条")
    missing: tuple[str, ...] = item("应补充的材料", maximum=200)
    received: date | None = item("补齐日期")
    number: str = item("补充告知单编号", internal=True, maximum=SHORT)
    until: date | None = item("约定的补交日期", internal=True)
    reminded: tuple[date, ...] = item("提醒的日期", internal=True, maximum=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soldier(Thing):
    """The soldier whose family applies (军人军属). The number of a unit is never recorded."""

    relation: str = item("与军人关系", maximum=SHORT)
    status: str = item("军人身份", maximum=SHORT)
    proof: str = item("证明", maximum=200)
    unit_recorded: bool | None = item("是否记录部队番号")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child(Thing):
    """A child in the applicant's care (未成年子女)."""

    name: str = item("姓名", verbatim=True, maximum=200, care="restricted")
    id_no: str = item("证件号码", maximum=SHORT, care="restricted")
    birth: date | None = item("出生日期", care="restricted")


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterAnswer(Thing):
    """What the legal-aid centre (法律援助处) answered: imported, never made by a station."""

    status: str = item("中心的结果", codes="aid_result", maximum=SHORT)
    doc_no: str = item("文号", maximum=200)
    date: Day | None = item("作出日期", law="法律援助法 第四十三条")
    assign_due: Day | None = item("应指派日期", law="法律援助法 第四十三条")
    form: str = item("援助形式", codes="aid_form", maximum=SHORT)
    delivered: Day | None = item("送达日期")
    reason_code: str = item("不予的理由代码", codes="aid_refusal", maximum=SHORT)
    objection_until: Day | None = item("异议期满日", law="法律援助法 第四十九条")
    objected: Day | None = item("提出异议日期", law="法律援助法 第四十九条", internal=True)
    reason: str = item("理由", maximum=2000)
    missing: tuple[str, ...] = item("要求补充的材料", maximum=200)
    undertaker: str = item("承办单位", verbatim=True, maximum=200)
    lawyer: str = item("承办人", verbatim=True, maximum=SHORT)
    phone: str = item("承办人电话", maximum=SHORT)
    sent_to: str = item("转往的机构", verbatim=True, maximum=200)
    told: Day | None = item("告知申请人日期", internal=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded(Thing):
    """How the application went on (转交): its slip, its batch, to whom, and when it arrived."""

    date: Day | None = item("转交日期", law="法律援助法 第十二条")
    number: str = item("转交单编号", maximum=SHORT)
    batch: str = item("批次号", maximum=SHORT)
    to: str = item("接收单位", verbatim=True, maximum=200)
    handler: str = item("经办人", verbatim=True, maximum=SHORT)
    opinion: str = item("转交时的初审意见", maximum=SHORT)
    arrived: Day | None = item("接收单位收到日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class AidVisit(Thing):
    """A talk that is written down (回访、电话联系): when, by whom, what was said."""

    date: Day | None = item("日期")
    by: str = item("经办人", verbatim=True, maximum=SHORT)
    told: str = item("情况", maximum=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFile(Thing):
    """What is known of a document handed in (材料登记), receipt §2.4: its name is one of the documents'.

    `sha256` is the hash of its scan's content, kept as a blob beside the record.
    """

    name: str = item("材料名称")
    copies: int | None = item("份数", unit="份", minimum=1, maximum=999)
    pages: int | None = item("页数", unit="页", minimum=1, maximum=9999)
    original: bool | None = item("是否原件")
    note: str = item("备注", maximum=200)
    sha256: str = item("扫描件校验值", maximum=64)

"""The parts of front-desk records (服务记录的组成): who came, who answered, whither it was passed on.

Shape of the import files (record_shape.md, last section), group by group. Everything is optional here: what a
record needs is asked for by its checks, never by the document. What has no key in import files is `internal`.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item

Day = date
"""The same type, for groups that have an item named date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor(Thing):
    """Who came, called or wrote (服务对象): a snapshot of a person with its record id."""

    person_id: str = item("人员编号", internal=True, maximum=SHORT)
    name: str = item("姓名", verbatim=True, maximum=200, care="personal")
    id_no: str = item("证件号码", maximum=SHORT, care="sensitive")
    sex: str = item("性别", codes="sex", maximum=SHORT)
    phone: str = item("联系电话", maximum=SHORT, care="personal")
    groups: tuple[str, ...] = item("人群类别", codes="group_flag", maximum=SHORT)
    address: str = item("住址", care="restricted", maximum=LINE)
    writing_difficulty: bool | None = item("书写有困难", law="行政复议法 第二十二条")
    id_type: str = item("证件类型", codes="id_type", internal=True, maximum=SHORT)
    birth: date | None = item("出生日期", internal=True, care="personal")
    id_refused: str = item("不提供身份的说明", internal=True, maximum=200)
    safe_contact: str = item(
        "安全联系方式", law="反家庭暴力法", internal=True, care="restricted", maximum=LINE
    )
    needs: tuple[str, ...] = item("无障碍需要", internal=True, maximum=SHORT)
    employer: str = item("工作单位", internal=True, verbatim=True, maximum=200)
    postcode: str = item("邮政编码", internal=True, maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAdviser(Thing):
    """Who answered (解答人、承办律师、法律顾问): name, capacity, licence, firm."""

    name: str = item("姓名", verbatim=True, maximum=200)
    role: str = item("身份", codes="adviser_role", maximum=SHORT)
    licence: str = item("执业证号", maximum=SHORT)
    firm_uscc: str = item("律师事务所统一社会信用代码", maximum=SHORT)
    firm: str = item("律师事务所", internal=True, verbatim=True, maximum=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSlip(Thing):
    """A matter passed on (转介单), brief L §3.5: to whom, how, with whose consent, and what came of it."""

    number: str = item("转介编号", maximum=SHORT)
    to: str = item("转介对象", codes="referral_to", maximum=200)
    way: str = item("转介方式", codes="referral_way", maximum=SHORT)
    consent: bool | None = item("当事人同意")
    result: str = item("转介结果", maximum=2000)
    revisit: date | None = item("回访日")
    unquoted: bool | None = item("转介对象写作数字", internal=True)
    on: date | None = item("转出日期", internal=True)
    by: str = item("转出人", internal=True, verbatim=True, maximum=SHORT)
    reason: str = item("转介事由", internal=True, maximum=2000)
    attachments: tuple[str, ...] = item("附件", internal=True, maximum=200)
    urgency: str = item("紧急程度", codes="urgency", internal=True, maximum=SHORT)
    received_by: str = item("对方接收人", internal=True, verbatim=True, maximum=200)
    received_on: date | None = item("对方接收日期", internal=True)
    result_on: date | None = item("结果日期", internal=True)
    revisited_on: date | None = item("已回访日期", internal=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionItems(Thing):
    """What was rated apart (分项评价), one to five each."""

    manner: int | None = item("态度", key="态度", minimum=1, maximum=5)
    speed: int | None = item("效率", key="效率", minimum=1, maximum=5)
    skill: int | None = item("专业", key="专业", minimum=1, maximum=5)
    ease: int | None = item("便利", key="便利", minimum=1, maximum=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction(Thing):
    """How the service was rated (满意度评价, 好差评), five to one; one and two must get a return call."""

    level: int | None = item("总体评价", codes="rating", minimum=1, maximum=5)
    items: SatisfactionItems | None = item("分项评价")
    on: date | None = item("评价日期", internal=True)
    way: str = item("评价渠道", codes="rating_way", internal=True, maximum=SHORT)
    words: str = item("意见", internal=True, maximum=2000)
    anonymous: bool | None = item("是否匿名", internal=True)
    by: str = item("登记评价的用户", internal=True, verbatim=True, maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit(Thing):
    """A return call or visit (回访): when, by whom, what was said, what was put right."""

    date: Day | None = item("回访日期")
    by: str = item("回访人", verbatim=True, maximum=SHORT)
    told: str = item("回访情况", maximum=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFile(Thing):
    """A file kept with a record (附件): a photograph, a sign-in sheet, a paper; its content's hash."""

    name: str = item("附件", maximum=200)
    kind: str = item("种类", codes="desk_file", maximum=SHORT)
    pages: int | None = item("页数", minimum=1)
    sha256: str = item("内容校验值", internal=True, maximum=64)

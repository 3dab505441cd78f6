"""The parts of a mediation case (案件的组成): people, days, evidence, obligations and what may befall a case.

Shape of the import files, group by group. Everything is optional here: what a paper needs is asked for by
that paper and by the checks, never by the document. Money is 元 with two places.
Law cited: 75号令 = 人民调解工作若干规定 (its text is 待核).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zsapp.base.items import LINE, LONG, SHORT, Thing, item

Day = date
"""The same type, for groups that have an item named date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediator(Thing):
    """A mediator or recorder of this case (调解员、记录人), 调解法 §19."""

    name: str = item("姓名", verbatim=True, maximum=SHORT)
    role: str = item("身份", codes="mediator_role", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates(Thing):
    """The days of a case, local calendar days."""

    apply: date | None = item("申请日期", law="诉讼时效规定 第十二条")
    accept: date | None = item("受理日期", law="人民调解法 第二十七条")
    survey: date | None = item("调查日期")
    sessions: tuple[date, ...] = item("调解日期")
    agree: date | None = item("协议日期", law="人民调解法 第二十九条、第三十条")
    extend_consent: date | None = item("同意延期日期", law="75号令 第三十三条（待核）")
    extend_to: date | None = item("延长至", law="75号令 第三十三条（待核）")
    terminate: date | None = item("终止日期", law="人民调解法 第二十六条")
    withdraw: date | None = item("撤回日期")
    confirm_apply: date | None = item("申请司法确认日期", law="人民调解法 第三十三条")
    confirm_ruling: date | None = item("司法确认裁定日期")
    close: date | None = item("结案日期")
    visit: date | None = item("回访日期")
    file: date | None = item("立卷日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness(Thing):
    """Who saw a party that cannot read agree (见证人)."""

    name: str = item("见证人", verbatim=True, maximum=SHORT, care="personal")
    relation: str = item("与当事人关系", maximum=SHORT)
    phone: str = item("联系电话", maximum=SHORT, care="personal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian(Thing):
    """A statutory representative (法定代理人), 民法典 §23, §27."""

    person_id: str = item("人员编号", internal=True, maximum=SHORT)
    name: str = item("姓名", verbatim=True, maximum=SHORT, care="personal")
    relation: str = item("与当事人关系", maximum=SHORT)
    id_no: str = item("身份证号码", maximum=SHORT, care="sensitive")
    phone: str = item("联系电话", maximum=SHORT, care="personal")
    sign: str = item("签署方式", codes="sign_kind", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalRep(Thing):
    """Who stands for an organisation (法定代表人、负责人), 民法典 §61."""

    name: str = item("法定代表人", verbatim=True, maximum=SHORT, care="personal")
    title: str = item("职务", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Thing):
    """An agent by power of attorney (委托代理人), 民法典 §165."""

    person_id: str = item("人员编号", internal=True, maximum=SHORT)
    name: str = item("代理人", verbatim=True, maximum=SHORT, care="personal")
    title: str = item("职务或关系", maximum=SHORT)
    id_no: str = item("身份证号码", maximum=SHORT, care="sensitive")
    phone: str = item("联系电话", maximum=SHORT, care="personal")
    authority: str = item("代理权限", law="民法典 第一百六十五条")
    doc: str = item("委托书", law="民法典 第一百六十五条")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Thing):
    """A party (当事人): a snapshot of a person or organisation, with the person's record id (decision 8).

    `apart`: whom somebody looked at and said is not the same (不是同一人).
    """

    person_id: str = item("人员编号", internal=True, maximum=SHORT)
    apart: tuple[str, ...] = item("不是同一人的人员", internal=True, maximum=SHORT)
    role: str = item("诉求地位", codes="party_role", maximum=SHORT)
    kind: str = item("类别", codes="party_kind", maximum=SHORT)
    name: str = item("姓名或名称", law="人民调解法 第二十九条", verbatim=True, maximum=200, care="personal")
    name_as_on_id: str = item("证件上的姓名", verbatim=True, maximum=200, care="personal")
    pinyin: str = item("拼音", maximum=200)
    sex: str = item("性别", codes="sex", maximum=SHORT)
    ethnicity: str = item("民族", codes="ethnicity", maximum=SHORT)
    birth: date | None = item("出生日期", care="personal")
    age: int | None = item("年龄", unit="岁", minimum=0, maximum=150)
    id_type: str = item("证件类型", codes="id_type", maximum=SHORT)
    id_no: str = item("证件号码", maximum=SHORT, care="sensitive")
    id_missing_reason: str = item("未填证件号码的原因", codes="id_missing_reason")
    occupation: str = item("职业或职务", maximum=200)
    phone: str = item("联系方式", maximum=SHORT, care="personal")
    phone_hk: str = item("港澳台联系方式", maximum=SHORT, care="personal")
    region: str = item("地区", maximum=SHORT)
    address: str = item("单位或住址", care="personal")
    relation: str = item("与对方关系", maximum=SHORT)
    consent: str = item("是否同意调解", codes="consent", law="人民调解法 第十七条", maximum=SHORT)
    consent_on: date | None = item("表示同意或拒绝的日期", law="人民调解法 第十七条")
    sign: str = item("签署方式", codes="sign_kind", law="人民调解法 第二十九条", maximum=SHORT)
    literate: bool | None = item("能否阅读")
    read_aloud_by: str = item("宣读人", verbatim=True, maximum=SHORT)
    witness: Witness | None = item("见证人")
    guardians: tuple[Guardian, ...] = item("法定代理人", maximum=10)
    group: str = item("群体", maximum=200)
    representatives: tuple[str, ...] = item("推选代表人", verbatim=True, maximum=SHORT)
    rep_doc: str = item("推选文书")
    uscc: str = item("统一社会信用代码", maximum=SHORT)
    legal_rep: LegalRep | None = item("法定代表人", law="民法典 第六十一条")
    agent: Agent | None = item("委托代理人", law="民法典 第一百六十五条")
    groups: tuple[str, ...] = item(
        "人群类别", codes="group_flag", internal=True, maximum=SHORT, care="sensitive"
    )
    needs: tuple[str, ...] = item(
        "无障碍需要", codes="access_need", internal=True, maximum=SHORT, care="sensitive"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Thing):
    """A piece of evidence (证据材料), form F07."""

    no: int | None = item("序号", minimum=0, maximum=9999)
    name: str = item("证据名称")
    by: str = item("提供人", verbatim=True, maximum=200)
    form: str = item("形式", codes="evidence_form", maximum=200)
    pages: int | None = item("页数", minimum=0, maximum=9999)
    proves: str = item("证明内容", maximum=LINE)
    returned: date | None = item("原件退还日期")
    returned_to: str = item("原件领取人", verbatim=True, maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Thing):
    """One thing to be performed (履行事项): who owes whom what, how and by when, 调解法 §29(1)(三)."""

    seq: int | None = item("序号", minimum=0, maximum=9999)
    obligor: str = item("义务人", verbatim=True)
    obligee: str = item("权利人", verbatim=True)
    kind: str = item("种类", codes="obligation_kind", maximum=SHORT)
    amount: Decimal | None = item("金额", unit="元", minimum=0)
    due: date | None = item("履行期限")
    method: str = item("履行方式", codes="payment_method", maximum=200)
    status: str = item("履行情况", codes="obligation_status", maximum=SHORT)
    done: date | None = item("履行日期")
    proof: str = item("履行凭证")
    what: str = item("履行内容", maximum=2000)
    condition: str = item("条件", maximum=2000)
    period: str = item("周期", maximum=SHORT)
    day: int | None = item("每期第几日", minimum=1, maximum=366)
    start: date | None = item("起始日期")
    end: str = item("终止", maximum=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals(Thing):
    """Amounts of the agreement (协议金额)."""

    amount: Decimal | None = item("协议金额", unit="元", minimum=0)
    periodic_monthly: Decimal | None = item("每月定期给付", unit="元", minimum=0)
    stat_amount_note: str = item("统计口径说明", maximum=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Thing):
    """How it ended (结果), brief §3.4."""

    result: str = item("调解结果", codes="outcome", maximum=SHORT)
    form: str = item("协议形式", codes="agreement_form", maximum=SHORT)
    performance: str = item("履行情况", codes="performance", maximum=SHORT)
    confirmation: str = item("司法确认", codes="confirmation", maximum=SHORT)
    satisfaction: str = item("满意程度", codes="satisfaction", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Thing):
    """Who sent the case (委托移送), 特邀调解规定."""

    organ: str = item("委托移送机关", maximum=200)
    doc: str = item("委托文书", maximum=200)
    date: Day | None = item("委托日期")
    contact: str = item("来函经办人", verbatim=True, maximum=SHORT)
    phone: str = item("经办人电话", maximum=SHORT, care="personal")
    materials: str = item("随函材料")
    reply_due: Day | None = item("回函期限")
    replied: Day | None = item("回函日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Thing):
    """A person invited to help (邀请参加人), 调解法 §20: with the parties' consent."""

    name: str = item("姓名", verbatim=True, maximum=SHORT)
    capacity: str = item("身份", maximum=200)
    consent: str = item("当事人意见", maximum=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow(Thing):
    """One member of a group (名单及金额表): a bare row of the annex."""

    person_id: str = item("人员编号", internal=True, maximum=SHORT)
    no: int | None = item("序号", minimum=0, maximum=9999)
    name: str = item("姓名", verbatim=True, maximum=SHORT, care="personal")
    sex: str = item("性别", maximum=SHORT)
    ethnicity: str = item("民族", maximum=SHORT)
    id_no: str = item("身份证号码", maximum=SHORT, care="sensitive")
    phone: str = item("联系方式", maximum=SHORT, care="personal")
    owed: Decimal | None = item("应付金额", unit="元", minimum=0)
    instalments: tuple[Decimal, ...] = item("各期金额", unit="元", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation(Thing):
    """Judicial confirmation (司法确认), 民诉法 §205–206."""

    court: str = item("法院", maximum=200)
    apply_date: date | None = item("申请日期")
    materials: tuple[str, ...] = item("材料")
    result: str = item("裁定结果", maximum=200)
    ruling_date: date | None = item("裁定日期")
    case_no: str = item("裁定书案号", maximum=200)
    statutory_deadline: date | None = item("法定期限届满日")
    deadline_note: str = item("期限说明", maximum=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCount(Thing):
    """Incidents and people (件、人)."""

    incidents: int | None = item("件", key="件", minimum=0, maximum=10**6)
    people: int | None = item("人", key="人", minimum=0, maximum=10**7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevention(Thing):
    """What was kept from happening (防止激化), Table B."""

    suicide: HeadCount | None = item("民间纠纷引起自杀", key="民间纠纷引起自杀")
    crime: HeadCount | None = item("民间纠纷转化为刑事案件", key="民间纠纷转化为刑事案件")
    petition: HeadCount | None = item("群体性上访", key="群体性上访")
    brawl: HeadCount | None = item("群体性械斗", key="群体性械斗")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPayment(Thing):
    """A payment made on a loan (已还款)."""

    d: date | None = item("日期")
    a: Decimal | None = item("金额", unit="元", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan(Thing):
    """A private loan in dispute (民间借贷), 民间借贷规定 §25."""

    contract_date: date | None = item("合同成立日期")
    principal: Decimal | None = item("本金", unit="元", minimum=0)
    claimed_rate: str = item("主张利率", maximum=200)
    lpr_1y_at_formation: str = item("合同成立时一年期LPR", maximum=SHORT)
    cap: str = item("利率上限", maximum=SHORT)
    paid: tuple[LoanPayment, ...] = item("已还款")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accident(Thing):
    """A road accident (道路交通事故). `liability` is keyed by party name."""

    cert_no: str = item("事故认定书编号", maximum=200)
    time: str = item("事故时间", maximum=SHORT)
    place: str = item("事故地点")
    liability: dict[str, str] = item("责任比例", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Thing):
    """A payee's account (收款账户): the last digits only."""

    name: str = item("户名", verbatim=True, maximum=200, care="personal")
    tail: str = item("账号尾号", maximum=SHORT, care="sensitive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(Thing):
    """A line of the loss table (损失计算表)."""

    name: str = item("项目", key="item", maximum=200)
    calc: str = item("计算方法")
    amount: Decimal | None = item("金额", unit="元", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Thing):
    """Who bears which part of a traffic loss (赔偿分担)."""

    loss_total: Decimal | None = item("损失合计", unit="元", minimum=0)
    compulsory: Decimal | None = item("交强险", unit="元", minimum=0)
    residual: Decimal | None = item("超出部分", unit="元", minimum=0)
    commercial_70pct: Decimal | None = item("商业险", unit="元", minimum=0)
    insurer_total: Decimal | None = item("保险合计", unit="元", minimum=0)
    claimant_bears: Decimal | None = item("申请人自负", unit="元", minimum=0)
    advanced_by_driver: Decimal | None = item("已垫付", unit="元", minimum=0)
    insurer_to_claimant: Decimal | None = item("保险付申请人", unit="元", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal(Thing):
    """A mediator who stepped back (回避), 75号令 (待核), 参照特邀调解规定 §15."""

    name: str = item("回避人", verbatim=True, maximum=SHORT)
    reason: str = item("理由", maximum=2000)
    replaced_by: str = item("更换为", verbatim=True, maximum=SHORT)
    date: Day | None = item("日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class OralRegister(Thing):
    """An oral agreement as registered (口头协议登记), 调解法 §28, §30."""

    facts: str = item("主要事实、争议事项", maximum=LONG)
    agreement: tuple[str, ...] = item("协议内容", maximum=4000)
    perform: str = item("履行方式、时限", maximum=4000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served(Thing):
    """To whom a notice was handed (送达)."""

    to: str = item("受送达人", verbatim=True, maximum=200)
    date: Day | None = item("日期")
    sign: str = item("签收情况")


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination(Thing):
    """Mediation ended without agreement (终止调解), 调解法 §26: with the other ways told."""

    reason: str = item("终止理由", maximum=2000)
    notice: str = item("告知内容", maximum=4000)
    served: tuple[Served, ...] = item("送达")


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Thing):
    """A quarrel that may turn violent (激化风险), 调解法 §25."""

    date: Day | None = item("日期")
    risk: str = item("风险", maximum=2000)
    measures: tuple[str, ...] = item("措施")
    report_to: tuple[str, ...] = item("报告对象")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Thing):
    """The applicant took the application back (撤回申请)."""

    by: str = item("撤回人", verbatim=True, maximum=200)
    date: Day | None = item("日期")
    reason: str = item("理由", maximum=2000)
    form: str = item("形式", maximum=SHORT)
    attachments: tuple[str, ...] = item("附件")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter(Thing):
    """An interpreter (翻译人员)."""

    name: str = item("姓名", verbatim=True, maximum=SHORT)
    language: str = item("语言", maximum=SHORT)
    phone: str = item("联系电话", maximum=SHORT, care="personal")
    sign: str = item("签署方式", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deceased(Thing):
    """The deceased whose estate or death is in dispute (死者、被继承人)."""

    name: str = item("姓名", verbatim=True, maximum=SHORT, care="personal")
    sex: str = item("性别", maximum=SHORT)
    birth: date | None = item("出生日期")
    death: date | None = item("死亡日期")
    cause: str = item("死亡原因", maximum=2000)

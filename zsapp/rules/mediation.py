"""The mediation case (人民调解案件): one document, whole, from the first word to the archive.

Shape of the import files (`case:` entries) and of the statutory forms F00–F28.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, LONG, SHORT, Thing, item
from zsapp.rules.mediation_agreement import Amendment, Composed, Signed
from zsapp.rules.mediation_filing import Filing, Scan
from zsapp.rules.mediation_intake import Admission, Reopening
from zsapp.rules.mediation_parts import (
    Accident,
    Account,
    Confirmation,
    Dates,
    Deceased,
    Escalation,
    Evidence,
    Interpreter,
    Invited,
    Loan,
    Loss,
    Mediator,
    Obligation,
    OralRegister,
    Outcome,
    Party,
    Prevention,
    Recusal,
    Referral,
    RosterRow,
    Split,
    Termination,
    Totals,
    Withdrawal,
)
from zsapp.rules.mediation_sessions import Session
from zsapp.rules.mediation_visits import Visit
from zsapp.rules.origin import Origin

SECTOR = "mediation"
ANNOTATIONS = ("calc_note", "expect", "features", "notes", "split_check", "title_note")
"""Keys of import files that are for the reader and are passed over (record shape)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Thing):
    """A mediation case (人民调解案件), 调解法 §27: register, work record and agreement in one document."""

    case: str = item("外部编号", maximum=SHORT)
    title: str = item("卷名", maximum=LINE)
    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    volume_no: str = item("卷号", maximum=SHORT)
    agreement_no: str = item("协议书编号", maximum=SHORT)
    source: str = item("案件来源", codes="case_source", law="人民调解法 第十七条、第十八条", maximum=SHORT)
    dispute_type: str = item("纠纷类型", codes="dispute_type", maximum=SHORT)
    difficulty: str = item("难易程度", codes="difficulty", maximum=SHORT)
    public: str = item("是否公开", codes="yes_no", law="人民调解法 第二十三条", maximum=SHORT)
    mediators: tuple[Mediator, ...] = item("人民调解员", law="人民调解法 第十九条", maximum=20)
    dates: Dates = item("日期")
    parties: tuple[Party, ...] = item("当事人", law="人民调解法 第二十九条", maximum=500)
    brief: str = item("纠纷简要情况", law="人民调解法 第二十九条", maximum=4000)
    requests: tuple[str, ...] = item("申请事项", maximum=2000)
    evidence: tuple[Evidence, ...] = item("证据材料", maximum=500)
    investigation: str = item("调查情况", maximum=LONG)
    sessions: tuple[Session, ...] = item("各次调解", law="人民调解法 第二十七条", maximum=100)
    record: str = item("调解记录", law="人民调解法 第二十七条", maximum=LONG)
    responsibility: str = item("各方责任", law="人民调解法 第二十九条", maximum=4000)
    clauses: tuple[str, ...] = item("协议内容", law="人民调解法 第二十九条", maximum=4000)
    schedule: tuple[Obligation, ...] = item("履行方式、时限", law="人民调解法 第二十九条", maximum=500)
    totals: Totals = item("金额")
    copies: int | None = item("份数", law="人民调解法 第二十九条", minimum=0, maximum=9999)
    copies_note: str = item("份数说明", maximum=LINE)
    follow_up: str = item("回访情况", law="人民调解法 第三十一条", maximum=LONG)
    visits: tuple[Visit, ...] = item("再次回访", law="人民调解法 第三十一条", maximum=50)
    outcome: Outcome = item("结果")
    admission: Admission | None = item("受理审查", law="75号令 第二十二条（待核）")
    reopened: Reopening | None = item("重新受理")
    referral: Referral | None = item("委托移送", law="人民调解法 第十八条")
    invited: tuple[Invited, ...] = item("邀请参加人", law="人民调解法 第二十条", maximum=100)
    roster: tuple[RosterRow, ...] = item("名单及金额表", row=True, maximum=5000)
    accounts_note: str = item("收款账户说明", maximum=2000)
    accounts: tuple[Account, ...] = item("收款账户", maximum=500)
    confirmation: Confirmation | None = item("司法确认", law="人民调解法 第三十三条")
    prevention: Prevention | None = item("预防情况", law="人民调解法 第二十五条")
    loan: Loan | None = item("借贷")
    accident: Accident | None = item("交通事故")
    loss_table: tuple[Loss, ...] = item("损失计算表", maximum=500)
    split: Split | None = item("赔偿分担")
    recusal: Recusal | None = item("回避")
    oral_register: OralRegister | None = item("口头协议登记", law="人民调解法 第二十八条、第三十条")
    termination: Termination | None = item("终止调解", law="人民调解法 第二十六条")
    escalation: Escalation | None = item("激化风险", law="人民调解法 第二十五条")
    withdrawal: Withdrawal | None = item("撤回申请")
    interpreter: Interpreter | None = item("翻译人员")
    deceased: Deceased | None = item("死者或被继承人")
    rights_told: date | None = item(
        "权利义务告知日期", law="人民调解法 第二十三条、第二十四条", internal=True
    )
    place: str = item("调解地点", internal=True, maximum=200)
    overrides: dict[str, str] = item("检查的处理理由", internal=True, maximum=2000)
    void: str = item("作废的原因", internal=True, maximum=200)
    scans: tuple[Scan, ...] = item("扫描件", internal=True, maximum=500)
    filing: Filing | None = item("立卷", law="人民调解法 第二十七条", internal=True)
    signed: tuple[Signed, ...] = item("已签署的协议", law="人民调解法 第二十九条", internal=True, maximum=100)
    amendment: Amendment | None = item("变更协议", law="民法典 第五百四十三条", internal=True)
    composed: tuple[Composed, ...] = item("由条款库写成的条款", internal=True, maximum=500)
    origin: Origin | None = item("由来", internal=True)

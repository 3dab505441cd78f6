"""Signed agreements (已签署的协议): what each version said and why it was made; which clauses were composed.

A written agreement is frozen when it is signed; a change afterwards is a new version that names the one it
replaces (变更协议). Every version stays in the record as it was signed. The shape only: the acts are in
`mediation_versions.py`. 人民调解法 §29, §31; 民法典 §543 (a contract is changed by agreement of its parties).
Refuses to know: the case, papers.
"""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item
from zsapp.rules.mediation_parts import (
    Account,
    Interpreter,
    Loss,
    Mediator,
    Obligation,
    Party,
    RosterRow,
    Split,
    Totals,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Thing):
    """What an agreement says (协议的内容), 调解法 §29: the case's items of these names, as signed."""

    agreement_no: str = item("协议书编号", maximum=SHORT)
    agreed_on: date | None = item("协议日期")
    form: str = item("协议形式", maximum=SHORT)
    parties: tuple[Party, ...] = item("当事人", maximum=500)
    mediators: tuple[Mediator, ...] = item("人民调解员", maximum=20)
    interpreter: Interpreter | None = item("翻译人员")
    brief: str = item("纠纷简要情况", maximum=4000)
    requests: tuple[str, ...] = item("申请事项", maximum=2000)
    responsibility: str = item("各方责任", maximum=4000)
    clauses: tuple[str, ...] = item("协议内容", maximum=4000)
    schedule: tuple[Obligation, ...] = item("履行方式、时限", maximum=500)
    totals: Totals = item("金额")
    copies: int | None = item("份数", minimum=0, maximum=9999)
    copies_note: str = item("份数说明", maximum=LINE)
    roster: tuple[RosterRow, ...] = item("名单及金额表", row=True, maximum=5000)
    accounts: tuple[Account, ...] = item("收款账户")
    accounts_note: str = item("收款账户说明", maximum=2000)
    loss_table: tuple[Loss, ...] = item("损失计算表")
    split: Split | None = item("赔偿分担")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed(Thing):
    """A version that was signed (已签署的一版): when, what it said, on which paper, why it was made."""

    signed_on: date | None = item("签署日期", law="人民调解法 第二十九条")
    reason: str = item("变更原因", law="民法典 第五百四十三条", maximum=2000)
    paper: str = item("已签署文书的校验值", maximum=64)
    terms: Terms = item("协议的内容")
    dropped: int | None = item("放弃的变更", minimum=0, maximum=9999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Thing):
    """A change that is being written (正在办理的变更): until it is signed, the version before is in force."""

    begun_on: date | None = item("开始变更日期")
    reason: str = item("变更原因", law="民法典 第五百四十三条", maximum=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed(Thing):
    """A clause the library wrote (由条款库写成): what it stands for, and its text as written."""

    key: str = item("所写的事项", maximum=SHORT)
    text: str = item("写成的条款", maximum=4000)

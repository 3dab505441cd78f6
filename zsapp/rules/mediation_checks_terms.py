"""Checks of clearness: R04 how paid, R05 vague words, R08b whose fault, R58 oral, R63 currency, R64 closing.

Law: 人民调解法 §28, 29(1); 民诉法解释 §358(五). A term may stand in the clause, in the schedule's row, in the
list of accounts or in a clause further on.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_reading import asserted, says
from zsapp.rules.clause_words import ALL_OF_IT, PAY, is_duty, sentences, without_quotes
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import (
    PERFORMED,
    agreed_lines,
    has_agreement,
    has_written_agreement,
    is_money,
    is_oral,
    speaks_of,
)
from zsapp.rules.money_text import amounts_in

# --- R04 ----------------------------------------------------------------------------------------------------

METHOD = re.compile(
    r"现金|转账|汇款|汇入|汇至|银行|账户|帐户|账号|卡号|微信|支付宝|转入|转给|存入|打入|打到|代发|支票|本票|刷卡|扫码|二维码"
    r"|数字人民币|按照?原[^，。；]{0,6}?(?:合同|协议|约定|判决)|当[场面]|抵[扣销偿]|扣除|冲抵|实物"
)
TRANSFER = re.compile(r"转账|汇款|银行|汇入|汇至|代发|打入|打到")
ACCOUNT = re.compile(r"尾号|账号|帐号|卡号|账户|帐户|工资卡|存折|附件[^，。；]{0,12}?账")


def check_methods(case: Case, context: Context) -> Iterator[Spot]:
    """R04: a payment says how it is made, and a transfer to whose account."""
    if not has_written_agreement(case):
        return
    account = bool(case.accounts or case.accounts_note.strip())
    account = account or any(ACCOUNT.search(line.text) for line in agreed_lines(case))
    for where, name, told in (*_rows_to_pay(case, context), *_clauses_to_pay(case)):
        if not METHOD.search(told) or (TRANSFER.search(told) and not account):
            yield Spot(where, f"{name}没有写明支付方式或收款账户。")


def _rows_to_pay(case: Case, context: Context) -> Iterator[tuple[str, str, str]]:
    lines = tuple(agreed_lines(case))
    for n, duty in enumerate(case.schedule):
        done = duty.status == PERFORMED and duty.done is not None and duty.done <= context.today
        if is_money(duty) and not done:
            spoken = [one.text for one in lines if speaks_of(one.text, duty) or ALL_OF_IT.search(one.text)]
            yield f"schedule[{n}].method", f"第{duty.seq or n + 1}项", "；".join((duty.method, *spoken))


def _clauses_to_pay(case: Case) -> Iterator[tuple[str, str, str]]:
    """Return the clauses that order a payment which no row of the schedule and no later clause tells of."""
    lines = tuple(agreed_lines(case))
    money = [duty for duty in case.schedule if is_money(duty)]
    total = sum((duty.amount or Decimal(0) for duty in money), Decimal(0))
    for place, line in enumerate(lines):
        told = without_quotes(line.text)
        named = {amount.value for amount in amounts_in(told)}
        orders = any(is_duty(one.text, PAY) and names_a_debt(one.text) for one in sentences(told))
        by_row = total in named or any(speaks_of(told, duty) for duty in money)
        later = any(ALL_OF_IT.search(one.text) and METHOD.search(one.text) for one in lines[place + 1 :])
        if orders and not by_row and not later:
            yield line.where, f"第{line.number}条", told


def names_a_debt(text: str) -> bool:
    """Say whether an amount is paid, no bound or base: 超过500元的部分, 500元以内, 以500元为基数."""
    return any(
        not re.search(r"(?:超过|超出|不足|未满|高于|低于|每满)\s*$", text[: one.start])
        and not re.match(r"\s*(?:以内|以下|以上|之内|作?为(?:计算|计息)?基数)", text[one.end :])
        for one in amounts_in(text)
    )


# --- R05 ----------------------------------------------------------------------------------------------------

VAGUE = re.compile(
    r"尽快(?!痊愈|康复|恢复|好起来|好转|走出|适应|成长|平复)|尽早(?!康复|恢复)|早日(?!康复|恢复|痊愈|好|团聚|走出|出院)|近期(?!照片|合影|以来|内?发生)"
    r"|(?<![不得])适当(?!性|履行|的?休息|锻炼|方式)|酌情(?!权)|有钱(?:时|了|的时候|再|后)|(?:年|月|季)底(?:前后|左右)|若干(?!规定|意见|问题的)"
    r"|合理(?:的)?(?:时间|期限|期间)内?|手头(?:宽裕|宽松|方便)|资金宽裕|经济(?:宽裕|好转)|有(?:条件|能力)(?:时|的时候|再)|过一段时间|过些日子"
    r"|视情况(?:而定|支付|给)|大概|大约(?=[0-9一二三四五六七八九十百千万]+元)|一定(?:数额|金额)的?(?=补偿|赔偿|费用|款)"
)


def check_vague(case: Case, _context: Context) -> Iterator[Spot]:
    """R05: no word stands where a day, an amount or a standard must."""
    for line in agreed_lines(case):
        for word in dict.fromkeys(found[0] for found in VAGUE.finditer(without_quotes(line.text))):
            yield Spot(line.where, _vague(word))
    for n, duty in enumerate(case.schedule):
        for item in ("method", "condition", "end", "period"):
            if found := VAGUE.search(getattr(duty, item)):
                yield Spot(f"schedule[{n}].{item}", _vague(found[0]))


def _vague(word: str) -> str:
    return f"“{word}”不明确，法院可能不予确认，请改为具体日期、数额或标准。"


def check_responsibility(case: Case, _context: Context) -> Iterator[Spot]:
    """R08b: a written agreement says whose responsibility it was."""
    if has_written_agreement(case) and not case.responsibility.strip():
        yield Spot("responsibility", "协议书宜写明各方当事人的责任。")


# --- R58 ----------------------------------------------------------------------------------------------------

ON_THE_SPOT = re.compile(r"当[场面日天]|现场|即时|立即|随即|已(?:经)?(?:付清|支付|给付|交付|履行|结清)")
GRAVE = ("疑难", "重大")


def check_oral(case: Case, context: Context) -> Iterator[Spot]:
    """R58: what is still to be paid, or is much, or is hard, had better be written down."""
    if not (is_oral(case) and has_agreement(case)):
        return
    told = [line.text for line in agreed_lines(case)]
    named = [one.value for text in told for one in amounts_in(text) if one.value is not None]
    most = max([case.totals.amount or Decimal(0), *named])
    register = case.oral_register.perform if case.oral_register else ""
    waiting = most > 0 and not ON_THE_SPOT.search("；".join((*told, register))) and not _all_paid(case)
    if waiting or most > context.tables.limits["oral_payment"] or case.difficulty.startswith(GRAVE):
        yield Spot("outcome.form", "有给付内容且未当场履行，建议制作书面协议书。")


def _all_paid(case: Case) -> bool:
    money = [duty for duty in case.schedule if is_money(duty)]
    return bool(money) and all(
        duty.status == PERFORMED and (duty.done is None or duty.done == case.dates.agree) for duty in money
    )


# --- R63, R64 -----------------------------------------------------------------------------------------------

FOREIGN = re.compile(
    r"港币|港元|港纸|HK\$|HKD|澳门元|澳门币|葡币|MOP|美元|美金|US\$|USD|欧元|EUR|日元|JPY|新?台币|英镑|加元|澳元",
    re.IGNORECASE,
)
CONVERTED = re.compile(r"折[合算成]|换算|汇率|等值(?:的)?人民币|中间价")


def check_currency(case: Case, _context: Context) -> Iterator[Spot]:
    """R63: amounts say 人民币, and foreign money how it is converted."""
    if not has_written_agreement(case):
        return
    lines = [line for line in agreed_lines(case) if amounts_in(line.text) or FOREIGN.search(line.text)]
    for line in lines:
        if FOREIGN.search(line.text) and not CONVERTED.search(line.text):
            yield Spot(line.where, "请写明币种及折算办法。")
    foreign = any(FOREIGN.search(line.text) for line in lines)
    if (
        lines
        and not foreign
        and not any(re.search("人民币|RMB|CNY", line.text) for line in agreed_lines(case))
    ):
        yield Spot(lines[0].where, "请写明币种及折算办法。")


CLOSING = re.compile(
    r"再无(?:其他|其它|任何)?(?:任何)?(?:争议|纠纷|纠葛|瓜葛)|一次性了结|全部了结|就此了结|一切了结|两清"
)
RESERVED = re.compile(
    r"另行(?:主张|协商|处理|约定|解决|起诉|计算|结算)|保留[^，。；]{0,12}?权利?|不影响[^，。；]{0,24}?(?:主张|权利)"
    r"|后续[^，。；]{0,16}?(?:另|再|凭)|待[^，。；]{1,16}?后(?:再|另)行?(?:协商|处理|计算|结算|主张)"
)


def check_closing(case: Case, _context: Context) -> Iterator[Spot]:
    """R64: a closing clause excepts what the agreement reserves."""
    lines = tuple(agreed_lines(case))
    reserved = [line for line in lines if says(RESERVED, line.text, conditions=True)]
    for line in lines:
        for found in asserted(CLOSING, line.text):
            if reserved and not re.search("除|以外|之外", line.text[: found.start()]):
                number = reserved[0].number
                yield Spot(line.where, f"请在兜底条款前写明“除第{number}条外”。")


CHECKS = (
    Check(
        rule="R04",
        name="缺履行方式",
        severity=Severity.WARNING,
        basis="人民调解法29(1)(三)",
        stage=Stage.PRINT,
        reads=("clauses", "schedule", "accounts", "accounts_note"),
        look=check_methods,
    ),
    Check(
        rule="R05",
        name="用语含糊",
        severity=Severity.WARNING,
        basis="民诉法解释358(五)",
        stage=Stage.TYPING,
        reads=("clauses", "schedule", "oral_register"),
        look=check_vague,
    ),
    Check(
        rule="R08b",
        name="缺责任表述",
        severity=Severity.WARNING,
        basis="人民调解法29(1)(二)",
        stage=Stage.PRINT,
        reads=("responsibility", "outcome"),
        look=check_responsibility,
    ),
    Check(
        rule="R58",
        name="宜作书面协议",
        severity=Severity.HINT,
        basis="人民调解法28；75号令34（待核）",
        stage=Stage.PRINT,
        reads=("oral_register", "schedule", "totals", "difficulty", "outcome"),
        look=check_oral,
    ),
    Check(
        rule="R63",
        name="币种",
        severity=Severity.WARNING,
        basis="民诉法解释358(五)",
        stage=Stage.PRINT,
        reads=("clauses",),
        look=check_currency,
    ),
    Check(
        rule="R64",
        name="兜底与保留冲突",
        severity=Severity.HINT,
        basis="民诉法解释358(五)",
        stage=Stage.TYPING,
        reads=("clauses", "oral_register"),
        look=check_closing,
    ),
)

"""Checks of money promised: R32 usury, R33 interest left open, R34 compounding, R35 penalties, R36 deposits.

Law: 民法典 §585, 586, 670, 680; 民间借贷规定 §25–29, 31; 合同编通则解释 §65, 67. What a party claims is not
what is agreed: the clauses alone are read.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_reading import asserted, says, sentence_around
from zsapp.rules.clause_words import days_in, without_quotes
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import agreed_lines, signed_on
from zsapp.rules.money import in_figures
from zsapp.rules.money_text import Amount, amounts_in
from zsapp.rules.numerals import read_number
from zsapp.rules.rates import Rate, rates_in

LINES = ("clauses", "oral_register", "loan", "brief")
NEW_RULE = date(2020, 8, 20)
"""From this day four times the LPR is the cap; older loans have the transition of 民间借贷规定 §31."""

LENT = re.compile(r"借款|借贷|出借|本金|借条|欠条")
PENALTY = re.compile(r"违约金|滞纳金|罚息|罚金")
EXTRA = re.compile(PENALTY.pattern + r"|(?:管理|服务|咨询|手续|担保|保管)费")
"""What is paid beside the interest: all of it counts for the cap (民间借贷规定 §29)."""


def is_loan(case: Case) -> bool:
    """Say whether the dispute is about a private loan (民间借贷)."""
    return case.loan is not None or "借贷" in case.dispute_type or "借款" in case.dispute_type


def formed_on(case: Case, context: Context) -> date:
    """Return the day the loan was made: as recorded, the first day the facts name, or the agreement's."""
    if case.loan and case.loan.contract_date:
        return case.loan.contract_date
    told = [day for found in re.findall("[^。；]*借[^。；]*", case.brief) for day, _ in days_in(found)]
    return told[0] if told else signed_on(case, context.today)


def check_usury(case: Case, context: Context) -> Iterator[Spot]:
    """R32: interest, default interest and penalty together stay below the cap of the loan's day."""
    for line in agreed_lines(case):
        if not (is_loan(case) or LENT.search(line.text)):
            continue
        rates = _agreed_rates(without_quotes(line.text))
        formed = formed_on(case, context)
        lpr, times = context.tables.lpr_on(formed), context.tables.limits["lpr_times"]
        cap = None if lpr is None else lpr * times
        rate = _highest(line.text, rates, lpr)
        if formed < NEW_RULE and rate is not None:
            message = f"借款成立于2020年8月20日以前，约定年利率{_told(rate)}%是否受保护适用过渡规定，请核对。"
            yield Spot(line.where, message, severity=Severity.HINT)
        elif cap is not None and rate is not None and rate > cap:
            told = f"约定年利率{_told(rate)}%超过合同成立时一年期LPR四倍（{_told(cap)}%）"
            message = f"{told}，超出部分不受法律保护。"
            yield Spot(line.where, message)


CLAIMED = re.compile(r"(?:主张|要求|认为|不(?:再|按|得|予)|并非|不是)[^，。；]{0,12}$")
DROPPED = re.compile(
    r"(?:的?约定)?[^。；]{0,10}?(?:不再(?:执行|计算|适用|履行|主张)|作废|无效|改为|改按|(?:调整|变更|降低|降)(?:为|至|到)|不受[^，。；]{0,6}?保护)"
    r"|[^，。；]{0,6}?超过[^，。；]{0,8}?(?:上限|规定|四倍|LPR)"
)


def _agreed_rates(text: str) -> tuple[Rate, ...]:
    """Return the rates a clause agrees on: not one that was claimed, given up, or changed into another."""
    rates, agreed, last = rates_in(text), [], 0
    for place, one in enumerate(rates):
        end = rates[place + 1].start if place + 1 < len(rates) else len(text)
        if not (CLAIMED.search(text[last : one.start]) or DROPPED.match(text[one.end : end])):
            agreed.append(one)
        last = one.end
    return tuple(agreed)


def _highest(text: str, rates: tuple[Rate, ...], lpr: Decimal | None) -> Decimal | None:
    """Return the highest interest of a clause, the penalty for delay added where both run."""
    interest: list[Decimal] = []
    penalty = Decimal(0)
    for one in rates:
        annual = one.annual if one.annual is not None else (one.multiple or Decimal(0)) * (lpr or Decimal(0))
        around = text[max(0, one.start - 16) : one.end + 12]
        if EXTRA.search(around):
            penalty += annual
        else:
            interest.append(annual)
    return max(interest, default=Decimal(0)) + penalty if rates else None


def _told(rate: Decimal) -> str:
    return f"{rate.quantize(Decimal('0.01')).normalize():f}"


# --- R33, R34 -----------------------------------------------------------------------------------------------

INTEREST = re.compile(
    r"(?:支付|计付|计算|给付|偿还|归还|承担|加付|另付|付清?|还清?|连同?|及|和)(?![的过])[^，。；]{0,10}?(?:利息|资金占用费)"
    r"|利息(?:另计|另算|照[计算付])|利息按[^，。；]{0,6}?利息(?:计|支)"
)
SETTLED = re.compile(
    r"[%％‰]|百分之|千分之|万分之|LPR|市场报价利率|同期[^，。；]{0,8}利率|不计|免[除收]?|无息|放弃|不(?:再)?(?:要求|主张|支付|收取)"
    r"|利息[^，。；]{0,12}?[0-9０-９][0-9０-９,，.]*[元万]|[0-9]元?利息|利息(?:合计|共计|计)?人民币|按(?:原)?(?:合同|借条|判决|法律|约定)"
)


def check_interest(case: Case, _context: Context) -> Iterator[Spot]:
    """R33: interest is told by its rate a year, its base and its days; not in 分 and 厘."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        vague = any(
            not SETTLED.search(sentence_around(told, one.start())) for one in asserted(INTEREST, told)
        )
        if vague or any(one.dialect for one in _agreed_rates(told)):
            yield Spot(line.where, "请写明年利率、计息基数和起止日期。")


COMPOUND = re.compile(
    r"砍头息|预(?:先)?扣(?:除|下|收)?[^，。；]{0,6}?利息|利息[^，。；]{0,8}?(?:预先?扣|先(?:行)?扣)|利滚利|利上加利|驴打滚|复利"
    r"|利息[^，。；]{0,8}?(?:计入|转为|滚入|并入|加入)(?:下期)?本金"
)


def check_compound(case: Case, _context: Context) -> Iterator[Spot]:
    """R34: no interest is held back from the loan, none is borne by interest (民法典 §670)."""
    for line in agreed_lines(case):
        if says(COMPOUND, line.text):
            yield Spot(line.where, "本金应以实际出借数额为准，复利受限制。")


# --- R35, R36 -----------------------------------------------------------------------------------------------

PER_DAY = re.compile(r"每(?:逾期|迟延|延迟)?[一1]?[日天]|按[日天]|逾期[一1][日天]|[/／][日天]")
SHARE_OF = re.compile(
    r"百分之(?P<words>[一二三四五六七八九十]{1,3})|(?P<figure>[0-9]+(?:\.[0-9]+)?)\s*[%％]"
    r"|(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?"
)


def _shares_in(text: str) -> Iterator[Decimal]:
    """Return the shares of a text in per cent: 30%, 百分之三十, 三成."""
    for found in SHARE_OF.finditer(text):
        if found["figure"]:
            yield Decimal(found["figure"])
        elif found["tenths"]:
            yield Decimal((read_number(found["tenths"]) or 0) * 10 + (5 if found["half"] else 0))
        else:
            yield Decimal(read_number(found["words"]) or 0)


def check_penalties(case: Case, context: Context) -> Iterator[Spot]:
    """R35: a penalty is not far above the loss: 30 % of what is unpaid, or 0.1 % of it a day, as a rule."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        sentences = {sentence_around(told, one.start()) for one in asserted(PENALTY, told, conditions=True)}
        if any(_too_high(sentence, case, context) for sentence in sentences):
            yield Spot(line.where, "违约金可能过分高于损失，建议调低。")


def _too_high(sentence: str, case: Case, context: Context) -> bool:
    limits = context.tables.limits
    daily = [
        one.annual / 365 for one in rates_in(sentence) if one.annual is not None and PER_DAY.search(sentence)
    ]
    if daily:
        return max(daily) >= limits["penalty_daily"]
    base = _base(sentence, case)
    fixed = [one.value for one in _penalty_amounts(sentence) if one.value is not None]
    if fixed and base:
        bound = limits["penalty_daily"] if PER_DAY.search(sentence) else limits["penalty"]
        share = max(fixed) / base * 100
        return share >= bound if PER_DAY.search(sentence) else share > bound
    return not PER_DAY.search(sentence) and any(share > limits["penalty"] for share in _shares_in(sentence))


def _penalty_amounts(sentence: str) -> Iterator[Amount]:
    """Return the amounts that are the penalty: 违约金5000元, 每日支付500元违约金."""
    for one in amounts_in(sentence):
        after, before = sentence[one.end : one.end + 8], sentence[max(0, one.start - 10) : one.start]
        if PENALTY.search(after) or PENALTY.search(before):
            yield one


def _base(sentence: str, case: Case) -> Decimal:
    """Return what is owed: the agreement's amount, else the greatest one that is no penalty."""
    penalties = {one.value for one in _penalty_amounts(sentence)}
    named = [one.value for line in agreed_lines(case) for one in amounts_in(line.text)]
    others = [value for value in named if value is not None and value not in penalties]
    return case.totals.amount or max(others, default=Decimal(0))


TOTAL = re.compile(
    r"(?:总价款?|总额|总款|价款|货款|合同(?:总)?(?:价款|金额|总价)|标的额?|房款|工程款)[^，。；0-9]{0,10}$"
)


DEPOSIT_SHARE = re.compile(
    r"定金(?:数额|金额)?(?:为|是|按|占)[^，。；]{0,16}?(?:[%％]|百分之[一二三四五六七八九十]{1,3}|成半?)"
    r"|(?:价|款|额|标的)的?(?:[0-9.]+\s*[%％]|百分之[一二三四五六七八九十]{1,3}|[一二两三四五六七八九]成半?)[^，。；]{0,6}?定金"
)


def check_deposits(case: Case, context: Context) -> Iterator[Spot]:
    """R36: 定金 is at most a fifth of the price (民法典 §586), and is not mixed up with 订金 or 押金."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        if "定金" not in told:
            continue
        totals = [one.value for one in amounts_in(told) if TOTAL.search(told[: one.start])]
        paid = [one.value for one in amounts_in(told) if "定金" in told[max(0, one.start - 8) : one.end + 8]]
        price = max((one for one in totals if one), default=Decimal(0))
        most = max((one for one in paid if one and one != price), default=Decimal(0))
        bound = price * context.tables.limits["deposit"] / 100
        shares = [one for found in DEPOSIT_SHARE.finditer(told) for one in _shares_in(found[0])]
        over = max(shares, default=Decimal(0)) > context.tables.limits["deposit"]
        if re.search("订金|押金", told) or (price and most > bound) or over:
            limit = f"（本案为{in_figures(bound)}元）" if price else ""
            yield Spot(line.where, f"定金不得超过标的额20%{limit}；请确认是“定金”还是“订金”。")


CHECKS = (
    Check("R32", "利率超上限", Severity.ERROR, "民间借贷规定25、28、29", Stage.TYPING, LINES, check_usury),
    Check("R33", "利息约定不明", Severity.WARNING, "民法典680", Stage.TYPING, LINES, check_interest),
    Check(
        "R34",
        "砍头息、复利",
        Severity.WARNING,
        "民法典670；民间借贷规定26、27",
        Stage.TYPING,
        LINES,
        check_compound,
    ),
    Check(
        "R35",
        "违约金过高",
        Severity.WARNING,
        "民法典585；合同编通则解释65",
        Stage.TYPING,
        LINES,
        check_penalties,
    ),
    Check(
        "R36",
        "定金超限",
        Severity.WARNING,
        "民法典586；合同编通则解释67",
        Stage.TYPING,
        LINES,
        check_deposits,
    ),
)

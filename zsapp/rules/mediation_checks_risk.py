"""Checks of what is at stake: R40 R41 labour, R46 limitation, R50 words, R56 R57 danger, R67 fairness.

Law: 人民调解法 §25; 反家庭暴力法 §13, 14, 23; 民法典 §151, 188, 192; 法释〔2020〕26号 §52; 工伤保险条例 §17.
What people said is read too, in quotation marks or not: a threat is a threat.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_reading import asserted, says
from zsapp.rules.clause_words import days_in, without_quotes
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_checks_people import minor_on_agreement
from zsapp.rules.mediation_facts import (
    agreed_lines,
    has_agreement,
    head_count,
    is_money,
    is_organisation,
)
from zsapp.rules.money_text import amounts_in

TOLD = ("brief", "investigation", "record")


def _told(case: Case) -> Iterator[tuple[str, str]]:
    """Return what people told, with its place."""
    yield from (("brief", case.brief), ("investigation", case.investigation), ("record", case.record))
    if case.oral_register:
        yield "oral_register.facts", case.oral_register.facts
    yield from ((f"requests[{n}]", text) for n, text in enumerate(case.requests))


# --- R56, R57 -----------------------------------------------------------------------------------------------

DANGER = re.compile(
    r"自杀|轻生|跳楼|跳河|跳(?:江(?!湖)|海|桥)|[楼桥顶窗][^，。；]{0,6}跳下|寻死|想死|活不下去|上吊|割腕|服毒|不想活|喝(?:了)?(?:农药|敌敌畏|百草枯)|(?<![自他谋误屠宰])杀(?!虫|菌|毒|猪|鸡|鱼|鸭|鹅|青|价|[草螨鼠])|砍(?!到[^，。；]{1,6}[元块]|树|伐|柴|竹|蔗|价|掉?[^，。；]{0,4}[树竹枝柴])"
    r"|打(?:人(?!家)|架|死|伤|残|断)|(?<!自己)(?<!亲自)动手(?!术|修|能力|操作|清理|维修|改|安装|做)|炸(?!鸡|油条|鱼|薯|裂|糕|物|雷|式)|放火|点火烧|同归于尽|拼命|械斗"
    r"|聚集(?!的?(?:蚊|苍蝇|灰尘|积水|油烟|落叶))|围(?:堵|[住在][^，。；]{0,8}?(?:公司|厂|门|政府|村委|学校|医院|工地|车辆))|抬棺|停尸|爬[上到]?(?:塔吊|铁塔|高压)|(?:公司|厂|医院|门口|村委会|政府)[^，。；]{0,6}[设摆搭]灵堂|[拿持提](?:着|起|了)?(?:菜|砍|水果)?刀(?!切|削|割|片|砍[柴树竹甘])|泼(?:汽油|硫酸)|堵(?:住)?(?:门|路|大门)|拉横幅|(?:集体|越级|进京|到[^，。；]{0,8}|去)?上访|闹事"
)
CALMED = re.compile(
    r"(?:不得|不要|不能|不再|不会|没有|没|未(?:再|有|发生|出现|造成)?|避免|防止|劝阻|制止|以免|保证不|承诺不|别|勿|从未|并未|是否|有无|规定)[^，。；：\n“”]{0,8}$"
)


def check_danger(case: Case, context: Context) -> Iterator[Spot]:
    """R56: where a quarrel may turn to violence it is prevented and reported (人民调解法 §25)."""
    message = "发现激化苗头，请采取预防措施并及时向公安机关或有关部门报告。"
    found = next((where for where, text in _told(case) if _dangerous(text)), "")
    if not found and _crowded(case, context):
        found = "brief"
    if not found and case.deceased is not None and "继承" not in case.dispute_type:
        found = "" if re.search("病|老|自然", case.deceased.cause) else "deceased"
    if found:
        yield Spot(found, message)


def _dangerous(text: str) -> bool:
    for found in DANGER.finditer(text):
        start = max(text.rfind(mark, 0, found.start()) for mark in "，。；：\n“")
        if not CALMED.search(text[start + 1 : found.start()]):
            return True
    return False


def _crowded(case: Case, context: Context) -> bool:
    """Say whether many people came together: a party of many, or so many 人 gathered in the facts."""
    least = context.tables.limits["gathering"]
    many = any(head_count(case, party) >= least for party in case.parties)
    return many and re.search("集体|一起到|堵|围", case.brief) is not None


VIOLENCE = re.compile(r"家暴|家庭暴力|殴打|毒打|打(?:骂|老婆|妻|孩子|我)|施暴|虐待|拳打脚踢")
FAMILY = re.compile(r"婚姻|家庭|离婚|赡养|抚养|继承|分家")


def check_violence(case: Case, _context: Context) -> Iterator[Spot]:
    """R57: violence in a family: safety first, then the police and the protection order."""
    if not FAMILY.search(case.dispute_type):
        return
    for where, text in _told(case):
        hits = asserted(VIOLENCE, text, quotes=True)
        if any(not CALMED.search(text[max(0, one.start() - 10) : one.start()]) for one in hits):
            message = "请先保障人身安全，告知人身安全保护令；被害人为无/限制行为能力人的，应当及时报案。"
            yield Spot(where, message)
            return


# --- R40, R41 -----------------------------------------------------------------------------------------------

NOT_MONEY = re.compile(
    r"解除劳动(?:关系|合同)|恢复(?:工作|劳动关系)|出具[^，。；]{0,10}证明|办理[^，。；]{0,10}手续|安排[^，。；]{0,6}(?:岗位|工作)|赔礼道歉"
)
NO_CONFIRMATION = ("", "未申请", "不适用")


def check_labour_confirmation(case: Case, _context: Context) -> Iterator[Spot]:
    """R40: of a labour agreement only the payments can be confirmed by the court."""
    if "劳动" not in case.dispute_type or not has_agreement(case):
        return
    lines = tuple(agreed_lines(case))
    asked = any("司法确认" in line.text for line in lines)
    chosen = case.outcome.confirmation not in NO_CONFIRMATION or case.confirmation is not None or asked
    other = any(not is_money(duty) for duty in case.schedule)
    if chosen and (other or any(says(NOT_MONEY, line.text) for line in lines)):
        yield Spot("clauses", "劳动争议中仅就给付义务达成的协议可以申请司法确认，建议单独列明。")


def check_injury(case: Case, _context: Context) -> Iterator[Spot]:
    """R41: an injury at work is recognised first, or its recognition is told of (工伤保险条例 §17)."""
    if "劳动" not in case.dispute_type:
        return
    told = "\n".join((*(text for _, text in _told(case)), *(line.text for line in agreed_lines(case))))
    papers = "；".join(one.name for one in case.evidence)
    recognised = re.search(
        r"工伤认定(?:决定)?书?|认定(?:决定)?书|(?:已|经)[^，。；]{0,6}认定[^，。；]{0,2}工伤", papers + told
    )
    if "工伤" in told and not recognised:
        yield Spot("evidence", "尚未作工伤认定，请告知申请认定的途径，避免显失公平（民法典151）。")


# --- R46, R67 -----------------------------------------------------------------------------------------------

TIMED = re.compile(r"合同|借贷|损害|交通|医疗|劳动|消费|生产|旅游|物业|金融|知识产权")
"""Kinds of dispute about claims that lapse; support, neighbours and title do not (民法典 §196)."""


def check_limitation(case: Case, context: Context) -> Iterator[Spot]:
    """R46: a claim older than the limitation period: what is paid freely stays paid (民法典 §192)."""
    applied = case.dates.apply
    happened = _happened(case)
    if applied is None or happened is None or not TIMED.search(case.dispute_type):
        return
    years = int(context.tables.limits["limitation"])
    if context.tables.calendar.same_day(happened, years) < applied:
        yield Spot("dates.apply", "可能已过诉讼时效，义务人自愿履行不受影响；已记录本次申请日期。")


def _happened(case: Case) -> date | None:
    """Return the last day the facts name: of the loan or a payment on it, of the accident, of the brief."""
    days = [day for day, _ in days_in(without_quotes(case.brief))]
    if case.loan:
        days += [day for day in (case.loan.contract_date, *(one.d for one in case.loan.paid)) if day]
    if case.accident:
        days += [day for day, _ in days_in(case.accident.time)]
    return max(days, default=None)


def check_fairness(case: Case, context: Context) -> Iterator[Spot]:
    """R67: far below what was claimed, with one who is weak: he knows what the law gives him."""
    paid = case.totals.amount
    claimed = [one.value for text in case.requests for one in amounts_in(text) if one.value is not None]
    losses = sum((one.amount or Decimal(0) for one in case.loss_table), Decimal(0))
    most = max([losses, *claimed])
    if not has_agreement(case) or not paid or not most or not _weak(case, context):
        return
    if paid * 100 < most * context.tables.limits["fairness"]:
        yield Spot("totals.amount", "数额明显偏低，请确认当事人知悉法定标准并记入笔录。")


def _weak(case: Case, context: Context) -> bool:
    worker = "劳动" in case.dispute_type
    return any(
        not is_organisation(party)
        and (
            worker
            or party.literate is False
            or minor_on_agreement(party, case, context)
            or (party.age or 0) >= 70
        )
        for party in case.parties
        if party.role == "申请人"
    )


# --- R50 ----------------------------------------------------------------------------------------------------

WORDS = (
    (r"瞻养", "赡养"),
    (r"道欠", "道歉"),
    (r"彩光", "采光"),
    (r"撤消", "撤销"),
    (r"陪偿|赔尝", "赔偿"),
    (r"帐号", "账号"),
    (r"定立(?=协议|合同)", "订立"),
    (r"既日", "即日"),
    (r"按装", "安装"),
    (r"交待(?=清楚|事实)", "交代"),
    (r"做废", "作废"),
    (r"(?:父母|父亲|母亲|老人|老父|老母)[^，。；]{0,6}?(?:抚养|扶养)(?=费|义务|责任)", "赡养"),
    (r"(?:抚养|扶养)(?=(?:父母|父亲|母亲|老人))", "赡养"),
    (r"(?:赡养|扶养)(?=(?:孩子|子女|儿子|女儿|小孩))", "抚养"),
    (r"(?:子女|儿子|女儿|孩子|小孩)[^，。；]{0,4}?(?:赡养|扶养)费(?!由)", "抚养费"),
    (r"(?:夫妻|配偶|妻子|丈夫)[^，。；]{0,8}?(?:抚养|赡养)(?=费|义务)", "扶养"),
    (r"(?:征地|拆迁|征收)赔偿", "补偿"),
    (r"唔|冇|嘅|佢|俾钱|畀|乜嘢|几多钱", "书面语"),
)


def check_spelling(case: Case, _context: Context) -> Iterator[Spot]:
    """R50: the words of the law for what is meant, and no dialect on paper."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        for pattern, better in WORDS:
            found = re.search(pattern, told)
            if found:
                yield Spot(line.where, f"“{found[0]}”可能用词不当，建议“{better}”。")


CHECKS = (
    Check(
        "R40",
        "劳动争议司法确认",
        Severity.HINT,
        "法释〔2020〕26号52",
        Stage.PRINT,
        ("clauses", "schedule"),
        check_labour_confirmation,
    ),
    Check("R41", "工伤未认定", Severity.HINT, "工伤保险条例17；民法典151", Stage.PRINT, TOLD, check_injury),
    Check(
        "R46",
        "时效提示",
        Severity.HINT,
        "民法典188、192；诉讼时效规定12",
        Stage.PRINT,
        ("dates", "brief"),
        check_limitation,
    ),
    Check(
        "R50", "易错词", Severity.HINT, "操作建议", Stage.TYPING, ("clauses", "oral_register"), check_spelling
    ),
    Check("R56", "激化风险", Severity.WARNING, "人民调解法25", Stage.TYPING, TOLD, check_danger),
    Check("R57", "家庭暴力", Severity.WARNING, "反家庭暴力法13、14、23", Stage.TYPING, TOLD, check_violence),
    Check(
        "R67", "显失公平提示", Severity.HINT, "民法典151", Stage.PRINT, ("totals", "requests"), check_fairness
    ),
)

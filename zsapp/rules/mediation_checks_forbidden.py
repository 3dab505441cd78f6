"""Checks of what may not be agreed: R24 R26 R29 R39 R42 R43 R45 R70.

Fees, crime bought off, parentage, labour protection, support, parents abandoned, shaming, injuries. What is
denied, asked, conditional or quoted is not agreed. Law: 人民调解法 §4; 民法典 §26, 506, 1024, 1032, 1067,
1073, 1085; 社会保险法 §58, 60; 治安处罚法 §9.
"""

import re
from collections.abc import Iterator

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_reading import asserted, phrase_before, says, sentence_around
from zsapp.rules.clause_words import without_quotes
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import agreed_lines

US = r"(?:人民)?调解员|调解委员会|调委会|调解(?:室|中心|组织)|村民?委会|村民委员会|居民?委会|居民委员会"
FEE = re.compile(
    r"调解(?:服务|手续)?费|"
    rf"(?:向|给|交|付|送|酬谢|感谢)(?:予|给)?(?:{US})[^，。；]{{0,12}}?(?:服务费|手续费|辛苦费|茶水费|劳务费|酬金|好处费|感谢费|红包)"
    rf"|(?:{US})[^，。；]{{0,6}}?(?:收取|的)(?:服务费|手续费|辛苦费|茶水费|劳务费|好处费)"
)
"""A fee for mediation by name, or any that goes to us; not a property firm's 服务费 or a bank's 手续费."""


FREE = re.compile(r"免[收费除交]|不(?:再)?(?:收|交|需)|无需|退还|退回")


def check_fees(case: Case, _context: Context) -> Iterator[Spot]:
    """R24: mediation costs nothing (人民调解法 §4)."""
    for line in agreed_lines(case):
        fees = [sentence_around(line.text, one.start()) for one in asserted(FEE, line.text)]
        if any(not FREE.search(sentence) for sentence in fees):
            yield Spot(line.where, "人民调解不收取任何费用，请删除。")


CRIME = re.compile(
    r"(?:不(?!影响|得|能|等于|意味|是)(?:再|予|要求|会)?|放弃|免除|免予|停止|撤回)[^，。；不]{0,10}?(?:追究|承担)?[^，。；不]{0,8}?刑事责任"
    r"|私了|私下了结|撤案|销案|不(?:再|予|去|得)?报案|免予(?:刑事|治安)处罚|不(?:再)?追究[^，。；]{0,6}?(?:治安|行政)责任"
    r"|(?:要求|请求|由)[^，。；]{0,10}?(?:公安|派出所|检察院?)[^，。；]{0,8}?(?:不予?立案|放人|释放|不(?:予|再)处罚)"
    r"|不(?:得|再|去|能)(?:要求|请求|申请|向|到)[^，。；]{0,4}?(?:公安|派出所|检察院?)[^，。；]{0,6}?(?:立案|处罚|追究)"
    r"|(?:公安(?:机关)?|派出所|检察院?)(?:不得|不再|不能)[^，。；]{0,12}?(?:处罚|立案|追究|拘留)"
)
"""What only the police and the courts decide. 谅解 and 从宽 are lawful, so are 撤诉 and 民事责任."""

DENIED_CRIME = re.compile(r"(?:不得|不能|禁止|严禁|不影响|并不|不等于|不意味着)[^，。；]{0,8}$")
REPORTED_CRIME = re.compile(r"不(?:得不|能不)|依法|由(?:公安|司法)机关(?:依法)?(?:决定|处理)")


def check_crime(case: Case, _context: Context) -> Iterator[Spot]:
    """R26: money does not end a criminal or public-security case (刑诉法 §288, 治安处罚法 §9)."""
    message = (
        "不得约定代替司法机关作出决定，免除刑事、行政责任；符合条件的治安案件可另行书面申请公安机关认可。"
    )
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        if any(not _is_guarded(told, one) for one in CRIME.finditer(told)):
            yield Spot(line.where, message)


def _is_guarded(text: str, found: re.Match[str]) -> bool:
    return DENIED_CRIME.search(phrase_before(text, found.start())) is not None or (
        REPORTED_CRIME.search(sentence_around(text, found.start())) is not None
    )


PARENTAGE = re.compile(
    r"(?:确认|承认|认定|认可|系|是|(?<!视)为|属于|并非|不是|非)[^，。；]{0,14}?(?:亲生(?!父母?|母亲?|父亲)|亲子关系|抱养)"
    r"|(?:亲子|血缘|收养|抱养)关系(?:成立|予以确认|属实)|否认[^，。；]{0,8}亲子"
)
TESTED = re.compile(r"鉴定|法院|诉讼|判决|如|若|是否|有无")


def check_parentage(case: Case, _context: Context) -> Iterator[Spot]:
    """R29: parentage is not settled by agreement (民法典 §1073)."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        if any(not TESTED.search(sentence_around(told, one.start())) for one in PARENTAGE.finditer(told)):
            yield Spot(line.where, "不能以协议确认亲子、收养等身份关系，且不可司法确认。")


INSURANCE = r"社保|社会保险|五险|养老保险|医疗保险|医保|工伤保险|失业保险|公积金"
WAIVE = (
    r"放弃|免除|免缴|不缴|不交|不买|不(?:再|予)?(?:要求|主张|追究)"
    r"|不(?:再|予)?[^，。；]{0,6}?(?:补缴|缴纳|购买|参加|办理)"
)
NO_INSURANCE = re.compile(
    rf"(?:{WAIVE})[^，。；]{{0,14}}?(?:{INSURANCE})|(?:{INSURANCE})[^，。；]{{0,8}}?(?:{WAIVE}|自理|折现|折算成?(?:现金|工资))"
)
NO_COMPENSATION = re.compile(
    r"(?:放弃|免除|不再?(?:要求|主张|追究|支付|享受))[^，。；]{0,14}?(?:工伤|经济补偿|赔偿金|加班(?:费|工资)|双倍工资|停工留薪|年休假|伤残)"
)


def check_labour(case: Case, _context: Context) -> Iterator[Spot]:
    """R39: social insurance cannot be waived; other labour claims only knowingly (法释〔2020〕26号 §35)."""
    for line in agreed_lines(case):
        if says(NO_INSURANCE, line.text):
            yield Spot(line.where, "参加社会保险是法定义务，该约定无效。")
        elif says(NO_COMPENSATION, line.text):
            message = (
                "放弃工伤待遇、经济补偿等，显失公平或受欺诈胁迫的可以撤销，请确认其知悉法定标准并记入笔录。"
            )
            yield Spot(line.where, message, severity=Severity.WARNING)


ONCE = re.compile(r"一次性|一笔(?:付清|支付)|买断")
NO_MORE = re.compile(
    r"(?:今后|以后|此后|日后|从此)?[^，。；]{0,10}?(?:不再|无须再?|无需再?|不得再?|均不)[^，。；]{0,10}?(?:负担|承担|支付|要求|主张|增加|提出|给付)"
    r"|(?:今后|以后|此后|日后|从此)[^，。；]{0,12}?与[^，。；]{1,8}?无关"
)


def check_support_bought_out(case: Case, _context: Context) -> Iterator[Spot]:
    """R42: a child's support paid once does not bar what it may need more (民法典 §1085)."""
    for line in agreed_lines(case):
        support = re.search("抚养费|生活费|教育费", line.text)
        if support and ONCE.search(line.text) and NO_MORE.search(line.text):
            yield Spot(line.where, "不得限制子女在必要时提出超过协议数额的合理要求。")


ABANDONED = re.compile(
    r"断绝[^，。；]{0,10}?关系|脱离[^，。；]{0,6}?(?:父[子女]|母[子女]|亲子|家庭)关系"
    r"|与(?:父母|父亲|母亲|老人)[^，。；]{0,4}?脱离关系|不(?:再)?养(?:父母|老人|爹娘)|不再?(?:负责|承担|管)[^，。；得]{0,6}?养老(?!保险|金)"
    r"|(?<!得)不再?(?:承担|负责?|履行|尽)?[^，。；不得]{0,6}?赡养(?!(?:义务|费用?|责任|老人)?的[，,])|免除[^，。；]{0,10}?赡养"
    r"|赡养[^，。；]{0,8}?(?:与[^，。；]{1,8}?无关|(?<!不得)(?:免除|不(?:再)?承担))"
    r"|放弃[^，。；]{0,6}?继承[^。；]{0,16}?(?:免|不(?:再)?(?:承担|负|尽|履行))[^，。；]{0,6}?赡养"
)
KEPT = re.compile(r"不得|不能|不影响|不因|不免除|拒绝|无论|仍")


def check_maintenance(case: Case, _context: Context) -> Iterator[Spot]:
    """R43: children are not freed of maintaining their parents (民法典 §26, 1067)."""
    for line in agreed_lines(case):
        hits = list(asserted(ABANDONED, line.text))
        if any(not KEPT.search(sentence_around(line.text, one.start())) for one in hits):
            yield Spot(line.where, "赡养义务不能以协议或放弃继承免除。")


PLACE = re.compile(r"登报|朋友圈")
SHAMING = re.compile(
    r"(?:公开|公布|公示|张贴|宣扬|曝光|发布|通报|散布)[^，。；]{0,14}?"
    r"(?:病情|病史|隐私|照片|住址|身份证|电话|裸照|检讨|丑事|家事|道歉信|悔过书)|游街|下跪|磕头|高帽|示众|大字报"
)
SPOKEN = re.compile(r"道歉|发布|发表|发帖|公开|声明|检讨|曝光|刊登")
CLEARED = re.compile(r"删除|撤下|撤回|屏蔽|保密|停止|不公开|不予公开")


def check_shaming(case: Case, _context: Context) -> Iterator[Spot]:
    """R45: nobody's privacy is laid open, nobody is shamed (民法典 §1024, 1032, 1033)."""
    for line in agreed_lines(case):
        places = [sentence_around(line.text, one.start()) for one in asserted(PLACE, line.text)]
        told = any(SPOKEN.search(around) and not CLEARED.search(around) for around in places)
        if told or says(SHAMING, line.text):
            yield Spot(line.where, "请避免公开隐私或带有侮辱性的内容。")


DISCLAIMED = re.compile(
    r"概不(?:负责|承担)|生死(?:自负|有命)|(?:伤亡|死伤|人身伤害|安全)[^，。；]{0,8}?(?:自负|自行(?:负责|承担))|(?:一切)?后果自负"
    r"|(?:伤亡|人身(?:伤害|损害)|受伤)[^，。；]{0,14}?(?:与[^，。；]{1,10}?无关|不(?:负|承担)(?:任何)?责任)"
    r"|(?:伤亡|人身(?:伤害|损害)|死伤)(?:事故)?的?，[^，。；费损款]{0,10}?自行(?:承担|负责)"
)
NOT_BODILY = re.compile(r"逾期|未按|不按|期满|过期|不领取|不办理|不提出")


def check_disclaimers(case: Case, _context: Context) -> Iterator[Spot]:
    """R70: no clause disclaims injury to a person (民法典 §506)."""
    for line in agreed_lines(case):
        hits = list(asserted(DISCLAIMED, line.text, conditions=True))
        if any(not NOT_BODILY.search(sentence_around(line.text, one.start())) for one in hits):
            yield Spot(line.where, "造成人身损害的免责条款无效。")


LINES = ("clauses", "oral_register")


CHECKS = (
    Check("R24", "收费条款", Severity.ERROR, "人民调解法4", Stage.TYPING, LINES, check_fees),
    Check(
        "R26",
        "以赔代刑",
        Severity.ERROR,
        "民法典153；治安处罚法9¶4；刑诉法288",
        Stage.TYPING,
        LINES,
        check_crime,
    ),
    Check(
        "R29",
        "亲子关系确认",
        Severity.ERROR,
        "民法典1073；民诉法解释355(三)",
        Stage.TYPING,
        LINES,
        check_parentage,
    ),
    Check(
        "R39",
        "放弃法定劳动保障",
        Severity.ERROR,
        "劳动法72；社会保险法58、60；参照劳动合同法26；法释〔2020〕26号35",
        Stage.TYPING,
        LINES,
        check_labour,
    ),
    Check(
        "R42",
        "抚养费一次性买断",
        Severity.WARNING,
        "民法典1067、1085",
        Stage.TYPING,
        LINES,
        check_support_bought_out,
    ),
    Check(
        "R43",
        "免除赡养",
        Severity.ERROR,
        "民法典26、1067；老年人权益保障法19",
        Stage.TYPING,
        LINES,
        check_maintenance,
    ),
    Check(
        "R45",
        "侮辱、公开隐私",
        Severity.WARNING,
        "民法典1024、1032、1033",
        Stage.TYPING,
        LINES,
        check_shaming,
    ),
    Check("R70", "人身伤害免责", Severity.ERROR, "民法典506", Stage.TYPING, LINES, check_disclaimers),
)

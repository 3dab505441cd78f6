"""Checks of wording: R27 remedies barred, R28 status by agreement, R30 title, R47 blanks left.

Law: 人民调解法 §3(三); 民典 §1076, 1080, 1116; 民诉法解释 §355(五), 358(五); 土地管理法 §14. What is denied,
quoted, conditional or past is no clause of that kind: 不影响任何一方起诉, 双方未提及离婚.
"""

import re
from collections.abc import Iterator

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_words import without_quotes
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import Line, agreed_lines
from zsapp.rules.mediation_parts import Obligation

# --- R27 ----------------------------------------------------------------------------------------------------

REMEDY = (
    r"起诉|提?起?诉讼|上诉|应诉|打官司|上访|信访|举报|检举|投诉|报警|报案|控告|申诉|仲裁"
    r"|拨?打\s?(?:12345|12348|12315|12333|110)(?:热线|电话)?"
)
BARRED = re.compile(
    r"(?P<bar>不得|不能|不准|不许|不可以?|不应|禁止|严禁|永不|无权|不再|承诺不|保证不|同意不|不要|不去)"
    rf"(?P<gap>[^，。；：,;]{{0,16}}?)(?P<remedy>{REMEDY})"
    rf"|(?:放弃|丧失|不享有|没有|失去)[^，。；,;]{{0,10}}?(?:(?:{REMEDY})[^，。；,;]{{0,6}}?权利?|诉权)"
    r"|息诉[、，]?(?:罢访|息访)"
)
GUARDING = re.compile(
    r"阻止|阻碍|阻挠|妨碍|妨害|限制|干涉|干扰|影响|剥夺|禁止|拒绝|打击|报复|恶意|虚假|诬|谎|捏造|无理|无故|越级|缠|因(?![此本该上这])|可以|有权"
    r"|逾期|拖延|迟延|不履行|拆|损|毁|涂|遮|泄露|透露|追究|歧视|刁难"
)
"""Between 不得 and the remedy these make the clause one that guards the remedy, or bars only its abuse."""

AFTER_REMEDY = re.compile(
    r"\s*(?:为由|而|等?(?:理由|原因|方式?相威胁|的?(?:约定|条款)(?:无效|作废|取消|删除))|者|人|期间|费|时效"
    r"|器|装置|按钮|系统|平台|热线|电话|信?箱|专?栏|牌|记录|材料|回执|书|状|信(?!访))"
)
BEFORE_BAR = re.compile(r"(?:并非|不是|不等于|不意味着|不存在|没有|不构成)[^，。；]{0,6}$")
CLOSING = "双方就本纠纷再无其他争议"
PARTING = "，。；,;"
NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百0-9]+[、.．条]\s*|（[一二三四五六七八九十0-9]+）\s*)"
)


def check_remedies(case: Case, _context: Context) -> Iterator[Spot]:
    """R27: no clause bars suing, arbitration, petition or report (人民调解法 §3(三))."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        found = next((one for one in BARRED.finditer(told) if _bars(told, one)), None)
        if found:
            message = "不得约定限制当事人起诉、仲裁、信访、举报等权利，请改为“双方就本纠纷再无其他争议”。"
            yield Spot(line.where, message, fix=_closed(line.text, found.start()))


def _bars(text: str, found: re.Match[str]) -> bool:
    if BEFORE_BAR.search(text, 0, found.start()):
        return False
    if found["bar"] is None:
        return True
    return not GUARDING.search(found["gap"]) and not AFTER_REMEDY.match(text, found.end())


def _closed(text: str, at: int) -> str:
    """Return the clause with the phrase around a place replaced by the closing words."""
    start = max(text.rfind(mark, 0, at) for mark in PARTING) + 1
    end = min((place for mark in PARTING if (place := text.find(mark, at)) >= 0), default=len(text))
    number = NUMBERED.match(text[start:end])
    return text[: start + (number.end() if number else 0)] + CLOSING + text[end:]


# --- R28 ----------------------------------------------------------------------------------------------------

NOT_THE_FACT = (
    r"(?!后|时|之?前|的|证|协议|登记|诉讼|纠纷|判决|手续|案|财产|损害|冷静期|一事|事宜|问题|或|与否|、?不离)"
)
STATUS = re.compile(
    rf"(?P<will>同意|自愿|协议|决定|准予|准许|愿意|一致|商定|确认|约定)[^，。；]{{0,8}}?离婚{NOT_THE_FACT}"
    rf"|(?:双方|夫妻|与[^，。；]{{1,8}}?)(?:即日起?|现|正式|从此|今日起?|今天)?离婚{NOT_THE_FACT}"
    r"|(?:解除|终止|结束|脱离)[^，。；]{0,10}?(?:(?:婚姻|夫妻|养父母?子?女?)关系|收养|婚姻(?!关系|后|之?前|期间|存续|登记|家庭|纠纷|财产))"
    r"|(?:婚姻|夫妻|收养)(?:关系)?[^，。；]{0,12}?(?:无效|解除|终止|结束|撤销)"
)
STATUS_DENIED = re.compile(
    r"(?:不|未|没有?|无|并非|是否|如|若|倘若|假如|一旦|万一|拒绝|反对|撤回|撤销|要求|提出|主张|曾[经于在]|已|已经|不再)[^，。；]{0,6}$"
)
STATUS_ELSEWHERE = re.compile(r"登记机关|民政|法院|另行|登记|判决|诉讼|不(?:予|作|在)?(?:处理|涉及|调解)")
PAST_YEAR = re.compile(r"[0-9]{4}年[^，。；]{0,12}$")


def check_status(case: Case, _context: Context) -> Iterator[Spot]:
    """R28: no clause ends a marriage or an adoption itself: that is for the registry or the court."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        if any(_ends_status(told, one) for one in STATUS.finditer(told)):
            message = (
                "人民调解协议不能解除婚姻/收养关系，须到登记机关或法院办理；子女抚养、财产部分可以调解。"
            )
            yield Spot(line.where, message)


def _ends_status(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()]
    if STATUS_DENIED.search(before) or PAST_YEAR.search(before):
        return False
    if re.search(r"不|未|没有|之前|是否", found[0]):
        return False
    start = max(text.rfind(mark, 0, found.start()) for mark in "。；\n") + 1
    rest = re.split("[。；\n]", text[start:], maxsplit=1)[0]
    return not STATUS_ELSEWHERE.search(rest)


# --- R30 ----------------------------------------------------------------------------------------------------

OBJECT = (
    r"(?:土地|宅基地|房屋|房产|房子|住宅|楼房|铺位|山林|林地|林木|山场|滩涂|鱼塘|地块"
    r"|承包地|自留地|商标|专利|著作权)"
)
TITLE = re.compile(
    rf"{OBJECT}[^。；，]{{0,20}}?(?:归[^。；，]{{1,15}}?所有|归属(?:于|为)?[^。；，]{{1,12}}|属于?[^。；，]{{1,15}}?所有|确认为|所有权(?:归|为))"
    r"|(?:确认|确定|明确|划定)[^。；，]{0,12}?(?:界址|界线|地界|权属|四至|所有权|使用权|产权|边界)"
    r"|(?:界址|界线|地界|权属|四至|边界)(?:线)?[^。；，]{0,8}?(?:确认|确定|划定|明确)为?"
    rf"|{OBJECT}[^。；，]{{0,12}}?(?:使用权|所有权|产权)[^。；，]{{0,6}}?(?:归|属于?)[^。；，]{{1,15}}"
)
TITLE_ELSEWHERE = re.compile(
    r"不(?:涉及|处理|作|予|在|影响)|另行|无(?:争议|异议)|没有(?:争议|异议)|依法|政府|法院|以(?:不动产|登记|权属|产权)[^。；]{0,10}为准|已登记|自然资源"
)


def check_title(case: Case, _context: Context) -> Iterator[Spot]:
    """R30: title to land, houses or intellectual property is not settled by the agreement (不可司法确认)."""
    asked = tuple(Line(f"requests[{n}]", n + 1, text) for n, text in enumerate(case.requests))
    for line in (*asked, *agreed_lines(case)):
        told = without_quotes(line.text)
        for sentence in re.split("[。；\n]", told):
            if TITLE.search(sentence) and not TITLE_ELSEWHERE.search(sentence):
                message = (
                    "涉及物权、知识产权确权的内容法院不予确认，权属争议应由政府处理或登记；"
                    "建议改为使用、补偿等约定。（不可司法确认）"
                )
                yield Spot(line.where, message)
                break


# --- R47 ----------------------------------------------------------------------------------------------------

BLANK = re.compile(
    r"[_＿]{2,}|[×╳✕✗✘]{2,}|(?<![A-Za-z0-9])[XxＸｘ]{2,}(?![-—]?[A-Za-z0-9])|某某|某(?:年|月|日|村|镇|市|路|银行)"
    r"|【(?:[\s　_×…/\-]*|[^】]{0,8}(?:填|金额|姓名|名称|日期|时间|地点|地址|账号|待)[^】]{0,8})】"
    r"|[\[［][\s　]*[\]］]|[（(][\s　]*[）)]|TODO|待填写?|待补充?|此处填"
    r"|年[\s　]+月[\s　]*日|年[\s　]*月[\s　]+日|人民币[\s　]*元|[\s　]{3,}[元年月]|[?？]{2,}|…{3,}|\.{6,}",
    re.IGNORECASE,
)


def check_blanks(case: Case, _context: Context) -> Iterator[Spot]:
    """R47: no blank or stand-in is left in what the agreement prints."""
    number = 0
    for where, text in _printed(case):
        for _ in BLANK.finditer(text):
            number += 1
            yield Spot(where, f"第{number}处尚有空白或占位符未填写。")


def _printed(case: Case) -> Iterator[tuple[str, str]]:
    yield from (("brief", case.brief), ("responsibility", case.responsibility))
    for n, party in enumerate(case.parties):
        yield f"parties[{n}].name", party.name
        yield f"parties[{n}].address", party.address
    for line in agreed_lines(case):
        yield line.where, line.text
    for n, duty in enumerate(case.schedule):
        yield from ((f"schedule[{n}].{item}", text) for item, text in _texts_of(duty))


def _texts_of(duty: Obligation) -> tuple[tuple[str, str], ...]:
    return (
        ("obligor", duty.obligor),
        ("obligee", duty.obligee),
        ("what", duty.what),
        ("method", duty.method),
        ("condition", duty.condition),
        ("end", duty.end),
    )


CHECKS = (
    Check(
        rule="R27",
        name="限制救济权利",
        severity=Severity.ERROR,
        basis="人民调解法3(三)",
        stage=Stage.TYPING,
        reads=("clauses", "oral_register"),
        look=check_remedies,
    ),
    Check(
        rule="R28",
        name="离婚等身份",
        severity=Severity.ERROR,
        basis="民法典1076、1080、1116",
        stage=Stage.TYPING,
        reads=("clauses", "oral_register"),
        look=check_status,
    ),
    Check(
        rule="R30",
        name="权属确认",
        severity=Severity.WARNING,
        basis="民诉法解释355(五)；土地管理法14；民法典209、233、234",
        stage=Stage.TYPING,
        reads=("requests", "clauses", "oral_register"),
        look=check_title,
    ),
    Check(
        rule="R47",
        name="空白未填",
        severity=Severity.ERROR,
        basis="民诉法解释358(五)",
        stage=Stage.PRINT,
        reads=("clauses", "brief", "responsibility", "parties", "schedule"),
        look=check_blanks,
    ),
)

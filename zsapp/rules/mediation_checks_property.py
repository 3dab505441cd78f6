"""Checks of whose it is: R31 homestead sold, R37 guarantees, R38 others' property, R44 heirs, R48 R65 names.

Law: 民法典 §301, 363, 465, 683–692, 1062, 1124, 1127; 民诉法解释 §358(二). Whether a buyer belongs to the
collective, or an heir is missing, the program cannot know: it asks.
"""

import re
from collections.abc import Iterator

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_reading import asserted, says, sentence_around
from zsapp.rules.clause_words import PAY, bare_clause, without_quotes
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import agreed_lines, is_organisation, party_names
from zsapp.rules.mediation_names import means_party, near_misses, sounds_like
from zsapp.rules.numerals import read_number

LINES = ("clauses", "oral_register", "parties")

HOMESTEAD = r"宅基地|村屋|农村(?:的)?(?:房屋|住宅|房产)|农民房|小产权房?|自建房|祖屋"
SALE = re.compile(
    rf"(?:出售|出让|卖给|转卖|转让|变卖|买下|购买|买受)[^，。；]{{0,20}}?(?:{HOMESTEAD})"
    rf"|(?:{HOMESTEAD})[^，。；不]{{0,24}}?(?:出售|卖给|转卖|转让(?!前)|出让|作价[^，。；]{{0,10}}?[卖给归])"
)
UNDONE = re.compile(r"解除|撤销|无效|作废|返还|退[还回]|优先购买")


def check_homestead(case: Case, _context: Context) -> Iterator[Spot]:
    """R31: a homestead house is not sold to just anybody (民法典 §363; the rest is 待核)."""
    for line in agreed_lines(case):
        hits = list(asserted(SALE, line.text))
        if any(not UNDONE.search(sentence_around(line.text, one.start())) for one in hits):
            yield Spot(line.where, "宅基地房屋转让受限制，请核实受让人资格。")


# --- R37 ----------------------------------------------------------------------------------------------------

GUARANTEE = re.compile(
    r"保证人|担保人|保证责任|连带(?:责任)?(?:保证|担保)|一般保证|提供(?:连带)?(?:责任)?(?:保证|担保)|(?:作|承担|进行)担保|作保|保证担保"
)
MODE = re.compile(r"连带|一般保证")
SCOPE = re.compile(
    r"范围|本金|利息|上述|该(?:款|债务|笔)|全部(?:债务|款项|欠款)|[0-9]元|未(?:还|付|清偿)|债务|款项"
)
SPAN = re.compile(
    r"(?:保证|担保)?期[间限]|至[^，。；]{1,16}?止|[一二三四五六七八九十0-9]+个?(?:月|年)(?:内)?|届满"
)
BARRED = re.compile(
    r"村(?:民)?委会|村民委员会|居(?:民)?委会|居民委员会|政府|街道办|(?:公立|中心)?(?:学校|小学|中学|幼儿园)|医院|卫生院|机关"
)
SURETY = re.compile(
    r"(?:^|[，。；、：\s]|由|请)(?P<who>[一-鿿·]{2,20}?)(?:自愿|同意|愿意|愿|作为|为|对|就|以)[^，。；]{0,24}?"
    r"(?:保证|担保|作保)"
)


def check_guarantees(case: Case, _context: Context) -> Iterator[Spot]:
    """R37: a guarantee says how, for what and how long, and the guarantor signs; no office may give one."""
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        found = next(asserted(GUARANTEE, told), None)
        if found is None or re.search("无须|无需|不需|不提供", told[: found.start()][-6:]):
            continue
        who = _surety(told)
        if who and not means_party(case, who):
            message = f"请写明一般保证或连带责任保证及期间，并由保证人签名：{who}不是签字方。"
            yield Spot(line.where, message, severity=Severity.ERROR)
        elif BARRED.search(who) or not (MODE.search(told) and SCOPE.search(told) and SPAN.search(told)):
            yield Spot(line.where, "请写明一般保证或连带责任保证及期间，并由保证人签名。")


def _surety(told: str) -> str:
    found = SURETY.search(told)
    return re.sub("^(?:第?[一二三四五六七八九十]+[、条]|由|请)", "", found["who"]) if found else ""


# --- R38 ----------------------------------------------------------------------------------------------------

ASSET = r"房屋|房产|住房|房子|楼房|商铺|铺位|车辆|汽车|小车|摩托车|土地|宅基地|林地|鱼塘|股权|存款"
OWNED = re.compile(
    rf"(?P<who>[一-鿿·]{{1,12}}?)(?:名下|所有|与(?P<co>[^，。；]{{1,6}})共有|共同共有|共有)的?[^，。；]{{0,14}}?(?:{ASSET})"
)
DISPOSED = re.compile(r"抵债|抵偿|抵押|抵[给付扣]|过户|转让|出售|变卖|赠与|归[^，。；]{1,8}所有|交付给|质押")
KIN = re.compile(
    r"(?:妻子?|丈夫|夫|配偶|父亲?|母亲?|父母|子|女|儿子|女儿|兄|弟|哥哥?|姐姐?|妹妹?|老婆|老公|岳父|岳母|亲属|他人|第三人)$"
)
OWN = re.compile(r"自己|本人|其$|双方|各自|共同|夫妻|登记")


def check_others_property(case: Case, _context: Context) -> Iterator[Spot]:
    """R38: who owns what is given away, signs (民法典 §301, 1062)."""
    names = party_names(case) | ({case.deceased.name} if case.deceased else frozenset())
    for line in agreed_lines(case):
        told = without_quotes(line.text)
        for found in asserted(OWNED, told):
            who = found["co"] or re.split("[将以用把]", found["who"])[-1]
            ours = any(name and name in who for name in names) or OWN.search(who)
            if re.search("不得|不能|不可|禁止", found["who"]):
                continue
            if not ours and _kin(who) and DISPOSED.search(sentence_around(told, found.start())):
                yield Spot(line.where, "该财产可能属共有或他人所有，请由权利人签名同意。")
                break


def _kin(who: str) -> bool:
    """Say whether somebody is named at all: a relation (其妻, 儿子) or a person."""
    return KIN.search(who) is not None or re.fullmatch(r"(?:将|以|用|把)?[一-鿿]{2,4}", who) is not None


# --- R44 ----------------------------------------------------------------------------------------------------

HEIRS = re.compile(
    r"(?:第一顺序)?(?:法定)?继承人[^。；]{0,40}?(?:共|等|为|有)?(?P<heirs>[0-9一二两三四五六七八九十]+)[人名位]"
    r"|(?:育有|生育|生有|共有|有)(?P<children>[0-9一二两三四五六七八九十]+)(?:个|名)?(?:子女|儿女|孩子)"
    r"|(?:育有|生育|生有|有)?(?P<sons>[一二两三四五六七八九])[子男儿](?P<daughters>[一二两三四五六七八九])女"
)
RENOUNCED = re.compile(r"(?:放弃|抛弃)[^，。；]{0,10}?继承(?!.{0,6}不影响)")
IN_WRITING = re.compile(r"书面|声明书|声明|公证")


def check_heirs(case: Case, _context: Context) -> Iterator[Spot]:
    """R44: every heir of the first order is a party, and who renounces does so in writing."""
    if "继承" not in case.dispute_type:
        return
    told = f"{case.brief}\n{case.investigation}"
    people = sum(not is_organisation(party) for party in case.parties)
    if any(_count(found) > people for found in HEIRS.finditer(told)):
        yield Spot("parties", "可能遗漏同一顺序继承人，请核对亲属关系。")
    papers = "；".join(one.name for one in case.evidence)
    for line in agreed_lines(case):
        if says(RENOUNCED, line.text) and not IN_WRITING.search(line.text + papers):
            yield Spot(line.where, "放弃继承须以书面方式作出，请附放弃继承声明书。")


def _count(found: re.Match[str]) -> int:
    return sum(_number(found[name]) for name in ("heirs", "children", "sons", "daughters") if found[name])


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else read_number(text) or 0


# --- R48, R65 -----------------------------------------------------------------------------------------------


def check_names(case: Case, _context: Context) -> Iterator[Spot]:
    """R48: a name in a clause or the schedule is written as in the list of parties."""
    for line in agreed_lines(case):
        for written, name in dict.fromkeys(near_misses(case, line.text)):
            yield Spot(line.where, _other(written, name), fix=line.text.replace(written, name))
    for n, duty in enumerate(case.schedule):
        for item in ("obligor", "obligee"):
            said = getattr(duty, item).strip()
            if said and not means_party(case, said):
                name = next((one for one in sorted(party_names(case)) if sounds_like(said, one)), "")
                if name:
                    yield Spot(f"schedule[{n}].{item}", _other(said, name), fix=name)


def _other(written: str, name: str) -> str:
    return f"条款中的“{written}”与当事人“{name}”不一致。"


PAYER = re.compile(
    rf"(?:由|应由)(?P<who>(?:(?![以通将把向用在自于负])[一-鿿·]){{0,30}}?(?:公司|银行|保险|厂|学校|医院|村委会|居委会|政府))"
    rf"(?:在[^，。；]{{1,20}}?内)?"
    rf"[^，。；的后获]{{0,12}}?(?:{PAY.pattern}|承担)"
)


SURNAMES = (
    "王李张刘陈杨赵黄吴徐孙胡朱林郭罗郑梁谢宋唐邓冯韩曹曾彭萧蔡潘袁蒋杜苏魏吕丁沈姚卢傅钟姜崔谭廖范汪陆欧"
)
PERSON = re.compile(
    rf"(?:^|[，。；、：])[^，。；、：由]{{0,4}}由(?P<who>[{SURNAMES}][一-鿿]{{1,2}}?)(?:于|在|向|自|以|一次性|代为|负责|支付|赔偿|补偿|返还|偿还)"
    rf"[^，。；的后获]{{0,24}}?(?:{PAY.pattern})"
)
"""A person who pays, told by a usual surname: 由张三于…支付."""


def check_outsiders(case: Case, _context: Context) -> Iterator[Spot]:
    """R65: nobody owes who does not sign (民法典 §465)."""
    known = sorted(party_names(case))
    for n, duty in enumerate(case.schedule):
        said = duty.obligor.strip()
        if said and not means_party(case, said) and not any(sounds_like(said, name) for name in known):
            yield Spot(f"schedule[{n}].obligor", f"{said}不是本协议签字方，不能为其设定义务。")
    for line in agreed_lines(case):
        told = bare_clause(line.text)
        for found in (*asserted(PAYER, told), *asserted(PERSON, told)):
            if not means_party(case, found["who"]):
                yield Spot(line.where, f"{found['who']}不是本协议签字方，不能为其设定义务。")
                break


CHECKS = (
    Check("R31", "宅基地房屋买卖", Severity.WARNING, "民法典363", Stage.TYPING, LINES, check_homestead),
    Check(
        "R37",
        "保证条款",
        Severity.WARNING,
        "民法典683、684、686、691、692",
        Stage.TYPING,
        LINES,
        check_guarantees,
    ),
    Check(
        "R38",
        "处分他人财产",
        Severity.WARNING,
        "民法典301、1062；民诉法解释358(二)",
        Stage.TYPING,
        LINES,
        check_others_property,
    ),
    Check("R44", "继承人遗漏", Severity.WARNING, "民法典1124、1127", Stage.PRINT, LINES, check_heirs),
    Check("R48", "名称不一致", Severity.ERROR, "数据校验", Stage.TYPING, LINES, check_names),
    Check("R65", "第三人负担义务", Severity.ERROR, "民法典465", Stage.PRINT, LINES, check_outsiders),
)

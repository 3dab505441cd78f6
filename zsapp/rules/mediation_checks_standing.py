"""Checks of who may act: R11 R12 R66 R68 wards, R13 R15 adults, R18 agents, R60–R62 groups and outsiders.

Law: 民法典 §21–28, 31, 34, 35, 165, 168; 参照民诉法 §56, 62; 个人信息保护法 §31. The program never decides on
anybody's capacity: it asks for the guardian and the paper.
"""

import re
from collections.abc import Iterator

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.clause_reading import asserted, says, sentence_around
from zsapp.rules.findings import Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_checks_people import age_at_signing, minor_on_agreement
from zsapp.rules.mediation_facts import (
    agreed_lines,
    has_agreement,
    head_count,
    is_group,
    is_money,
    is_organisation,
)
from zsapp.rules.people import age_on, birth_in, normalise_number

PEOPLE = ("parties", "evidence", "record")
PARENT = re.compile(r"^(?:生|养|亲生?|继)?(?:父|母|爸|妈|爹|娘|老豆|阿[爸妈])")
WARD_PROOF = re.compile(r"监护|户口|户籍|亲属关系|公证|出生|指定")


def check_guardians_proof(case: Case, _context: Context) -> Iterator[Spot]:
    """R11: a guardian who is no parent shows why he is one (民法典 §27, 31)."""
    proven = any(WARD_PROOF.search(one.name) for one in case.evidence)
    for n, party in enumerate(case.parties):
        for k, guardian in enumerate(party.guardians):
            relation = guardian.relation.strip()
            if relation and not PARENT.search(relation) and not proven:
                message = f"{guardian.name}不是父母，请附监护资格证明。"
                yield Spot(f"parties[{n}].guardians[{k}].relation", message)


GIVEN_UP = re.compile(r"放弃|免除|减免|减少|不再?(?:要求|主张|追究)|赠与|赠送|无偿(?:给|转|交)|抵(?:偿|作)")


def check_wards_interest(case: Case, context: Context) -> Iterator[Spot]:
    """R12: what a ward is owed or owns is not given away but in the ward's interest (民法典 §35)."""
    for party in case.parties:
        if not party.guardians and not minor_on_agreement(party, case, context):
            continue
        names = [name for name in (party.name, *(one.name for one in party.guardians)) if name]
        for line in agreed_lines(case):
            around = [sentence_around(line.text, one.start()) for one in asserted(GIVEN_UP, line.text)]
            if any(name in sentence for name in names for sentence in around):
                yield Spot(line.where, f"该条款可能损害{party.name}利益，请确认系为维护其利益。")


UNFIT = re.compile(
    r"智力(?:残疾|障碍|低下)|精神(?:残疾|障碍|分裂|病人|疾病)|患有?[^，。；]{0,8}精神病|痴呆|失智|认知障碍|植物人|(?:不能|无法)(?:完全)?辨认"
    r"|(?:无|限制)民事行为能力|唐氏综合征"
)


def check_capacity(case: Case, context: Context) -> Iterator[Spot]:
    """R13: an adult who may not know what he does has a guardian beside him, or a finding of a court."""
    told = "\n".join((case.brief, case.investigation, case.record))
    papers = "；".join(one.name for one in case.evidence)
    if re.search("行为能力[^；]{0,12}(?:判决|鉴定|裁定)|司法鉴定", papers):
        return
    around = [sentence_around(told, one.start()) for one in asserted(UNFIT, told, quotes=True)]
    for n, party in enumerate(case.parties):
        age = age_at_signing(party, case, context)
        adult = not is_organisation(party) and not is_group(party) and (age is None or age >= 18)
        if adult and party.name and not party.guardians and any(_is_about(party.name, one) for one in around):
            message = "请由监护人参加，必要时告知申请认定行为能力；本系统不作判断。"
            yield Spot(f"parties[{n}].guardians", message)


def _is_about(name: str, sentence: str) -> bool:
    """Say whether a sentence tells of a person, not of a relation: 何䶮的祖母."""
    return re.search(re.escape(name) + "(?!的|之|家)", sentence) is not None


def check_ages(case: Case, context: Context) -> Iterator[Spot]:
    """R15: the age written is the age on the day of the application."""
    day = case.dates.apply or case.dates.accept or context.today
    for n, party in enumerate(case.parties):
        born = party.birth or birth_in(party.id_no)
        if born and party.age is not None and party.age != age_on(born, day):
            message = f"{party.name}年龄应为{age_on(born, day)}岁。"
            yield Spot(f"parties[{n}].age", message, fix=str(age_on(born, day)))


def check_double_agents(case: Case, _context: Context) -> Iterator[Spot]:
    """R18: nobody acts for both sides, unless both have agreed to it (民法典 §168)."""
    sides: dict[str, str] = {}
    for n, party in enumerate(case.parties):
        if party.agent is None or not party.agent.name.strip():
            continue
        who = normalise_number(party.agent.id_no) or party.agent.name.strip()
        if sides.setdefault(who, party.role) != party.role:
            yield Spot(f"parties[{n}].agent.name", "同一代理人不能同时代理双方。")


# --- R60, R61, R62 ------------------------------------------------------------------------------------------

NO_MANDARIN = re.compile(
    r"聋哑?人?|哑巴|手语|听力(?:残疾|障碍)|言语(?:残疾|障碍)|(?:不懂|不会|不通|听不懂|不会[说讲]|不熟悉)(?:普通话|汉语|中文|国语)"
    r"|语言不通"
)
CHINA = re.compile(r"中国|^$|香港|澳门|台湾")
FOREIGN_PAPERS = ("外国护照", "外国人永久居留身份证")


def check_interpreter(case: Case, _context: Context) -> Iterator[Spot]:
    """R60: who does not follow the language has an interpreter (参照民诉法 §11)."""
    if case.interpreter is not None and case.interpreter.name.strip():
        return
    told = "\n".join((case.brief, case.investigation, case.record))
    foreign = any(party.id_type in FOREIGN_PAPERS or not CHINA.search(party.region) for party in case.parties)
    if foreign or says(NO_MANDARIN, told, quotes=True):
        yield Spot("interpreter", "请安排翻译并由翻译人签名。")


def check_representatives(case: Case, context: Context) -> Iterator[Spot]:
    """R61: many who are represented have elected their representatives, and are listed (参照民诉法 §56)."""
    for n, party in enumerate(case.parties):
        many = head_count(case, party) >= context.tables.limits["group"]
        if is_group(party) and many and not (party.rep_doc.strip() and case.roster):
            where = f"parties[{n}].rep_doc" if case.roster else "roster"
            yield Spot(where, "请附推选代表人证明书和名单，每人签名或按指印。")


OUTSIDE = ("港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国护照", "外国人永久居留身份证")
RESIDENCE = ("港澳台居民居住证", "港澳居民居住证", "台湾居民居住证")
BEYOND = re.compile(r"香港|澳门|台湾|外国|境外|国外")
MAINLAND = re.compile(r"内地|大陆|广东|中山|珠海|广州|深圳|[省区]|(?<!香港|澳门)[^港澳台]市")
CERTIFIED = re.compile(r"公证|认证|转递|海牙|见证|中国法律服务|当场|在(?:调委会|中山)")


def check_outsiders(case: Case, _context: Context) -> Iterator[Spot]:
    """R62: who comes from beyond the mainland has the papers for it and an address here."""
    for n, party in enumerate(case.parties):
        beyond = BEYOND.search(party.region) or party.id_type in (*OUTSIDE, *RESIDENCE)
        if not beyond:
            continue
        agent = party.agent.doc if party.agent else ""
        wrong = party.id_type == "居民身份证" and not party.region.startswith("中国内地")
        if wrong or not MAINLAND.search(party.address) or (agent and not CERTIFIED.search(agent)):
            message = "请核对证件种类，写明内地送达地址；境外形成的委托书可能需公证、转递。"
            yield Spot(f"parties[{n}].address" if not wrong else f"parties[{n}].id_type", message)


# --- R66, R68 -----------------------------------------------------------------------------------------------

KEPT = re.compile(r"代管|保管|专用|专款|用于|监护人|父亲|母亲|父母|法定代理人|本人(?:的)?(?:银行)?账户")


def check_wards_money(case: Case, context: Context) -> Iterator[Spot]:
    """R66: money for a minor is kept by the guardian, for the minor (民法典 §34, 35)."""
    for party in case.parties:
        if not party.name or not minor_on_agreement(party, case, context):
            continue
        owed = any(is_money(duty) and party.name in duty.obligee for duty in case.schedule)
        told = "；".join(line.text for line in agreed_lines(case))
        guardians = [one.name for one in party.guardians if one.name]
        kept = KEPT.search(told) or any(name in told for name in guardians)
        if has_agreement(case) and owed and not kept:
            yield Spot("clauses", f"建议写明由监护人代管、专用于{party.name}。")


CHILD = 14
CONSENT = re.compile(r"个人信息|隐私告知")


def check_child_consent(case: Case, context: Context) -> Iterator[Spot]:
    """R68: for a child under fourteen the guardian agrees to the use of personal data."""
    told = "；".join((case.record, *(one.name for one in case.evidence)))
    for n, party in enumerate(case.parties):
        born = party.birth or birth_in(party.id_no)
        day = case.dates.apply or context.today
        age = party.age if born is None else age_on(born, day)
        young = age is not None and age < CHILD and not is_organisation(party) and not is_group(party)
        if young and not CONSENT.search(told):
            yield Spot(f"parties[{n}].guardians", "请由监护人签署个人信息处理同意。")


CHECKS = (
    Check(
        "R11", "监护人身份存疑", Severity.WARNING, "民法典27、31", Stage.PRINT, PEOPLE, check_guardians_proof
    ),
    Check(
        "R12",
        "处分被监护人权益",
        Severity.WARNING,
        "民法典35",
        Stage.TYPING,
        ("parties", "clauses"),
        check_wards_interest,
    ),
    Check(
        "R13", "成年人行为能力", Severity.WARNING, "民法典21、22、24、28", Stage.PRINT, PEOPLE, check_capacity
    ),
    Check("R15", "年龄与生日", Severity.WARNING, "数据校验", Stage.TYPING, ("parties", "dates"), check_ages),
    Check("R18", "双方代理", Severity.ERROR, "民法典168¶2", Stage.TYPING, ("parties",), check_double_agents),
    Check(
        "R60",
        "翻译、手语",
        Severity.WARNING,
        "操作建议；参照民诉法11",
        Stage.PRINT,
        PEOPLE,
        check_interpreter,
    ),
    Check(
        "R61",
        "群体代表",
        Severity.ERROR,
        "参照民诉法56",
        Stage.PRINT,
        ("parties", "roster"),
        check_representatives,
    ),
    Check(
        "R62", "涉港澳台外", Severity.WARNING, "民诉法62、275（待核）", Stage.PRINT, PEOPLE, check_outsiders
    ),
    Check(
        "R66",
        "未成年人款项",
        Severity.HINT,
        "民法典34、35",
        Stage.PRINT,
        ("parties", "clauses", "schedule"),
        check_wards_money,
    ),
    Check(
        "R68", "14岁以下个人信息", Severity.HINT, "个人信息保护法31", Stage.PRINT, PEOPLE, check_child_consent
    ),
)

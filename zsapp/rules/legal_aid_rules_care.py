"""What does not add up in an intake (录入核对): sums, months, numbers, dates, amounts. Each a plain warning.

Nothing here bars anything: a station corrects, explains, or forwards as it is.
Law cited: 粤府令268 §3, §4 (待核); 法援法 §45; GB 11643.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zsapp.rules.groups import DISABLED, ELDER, MINOR
from zsapp.rules.legal_aid import restricted_for
from zsapp.rules.legal_aid_facts import Situation, flags_in, lacks_capacity, plain_name, relation_of
from zsapp.rules.legal_aid_means import MONTHS, is_applicant
from zsapp.rules.legal_aid_parts import CenterAnswer, FamilyMember, Supplement
from zsapp.rules.legal_aid_reasons import Reason
from zsapp.rules.legal_aid_rules_means import STANDARD
from zsapp.rules.money import in_words, read_words
from zsapp.rules.people import age_on, disability_fault, identity_fault, phone_fault, uscc_fault

KINDS = (("wage", "工资性收入"), ("biz", "经营净收入"), ("prop", "财产净收入"), ("transfer", "转移净收入"))


def _warning(rule: str, text: str, basis: str, where: str) -> Reason:
    return Reason(rule=rule, text=text, basis=basis, told="", tone="warning", where=where)


def household_rows(situation: Situation) -> Iterator[Reason]:
    """R-22: the household has the applicant in it, each person once."""
    family = situation.intake.family
    if not family:
        return
    names = [plain_name(one.name) for one in family]
    doubles = sorted({name for name in names if name and names.count(name) > 1})
    own = [one for one in family if relation_of(situation, one.relation) == "0"]
    if not any(is_applicant(situation, one) for one in family):
        yield _warning("R-22", "家庭成员中没有申请人本人，人均收入可能算错", STANDARD, "family")
    if doubles:
        yield _warning("R-22", f"家庭成员{'、'.join(doubles)}重复登记，人均收入可能算错", STANDARD, "family")
    if len(own) > 1:
        yield _warning("R-22", "不止一人登记为申请人本人，请核对与申请人关系", STANDARD, "family")
    for place, member in enumerate(family):
        yield from _months(situation, member, f"family[{place}]")


def _months(situation: Situation, member: FamilyMember, where: str) -> Iterator[Reason]:
    """Hold a member's months against the sums, and against the six months before the application."""
    if not member.months:
        return
    first, last = six_months(situation.day)
    outside = [
        one.month for one in member.months if one.month and not first <= one.month.replace(day=1) <= last
    ]
    for month in outside:
        when = "还没有到" if month.replace(day=1) > last else "早于申请前6个月"
        text = f"{member.name}的{month:%Y-%m}收入{when}，只计算申请日之前6个月（{first:%Y-%m}至{last:%Y-%m}）"
        yield _warning("R-22", text, STANDARD, f"{where}.months")
    for name, label in KINDS:
        given = [getattr(one, name) for one in member.months if getattr(one, name) is not None]
        total, told = sum(given, Decimal(0)), getattr(member, f"{name}6")
        if given and told is not None and told != total:
            text = f"{member.name}的{label}合计{told:.2f}元，逐月相加为{total:.2f}元，请核对"
            yield _warning("R-22", text, STANDARD, f"{where}.{name}6")


def six_months(day: date) -> tuple[date, date]:
    """Return the first days of the first and last of the six whole months before a day."""
    months = day.year * 12 + day.month - 1
    return tuple(  # type: ignore[return-value]  # two of them, always
        date((months - back) // 12, (months - back) % 12 + 1, 1) for back in (MONTHS, 1)
    )


def numbers(situation: Situation) -> Iterator[Reason]:
    """V1–V9: numbers of papers, codes and telephones that cannot be right."""
    yield from _of_applicant(situation)
    for place, child in enumerate(situation.intake.children):
        fault = identity_fault("", child.id_no, birth=child.birth, today=situation.today)
        if fault:
            yield _warning(
                "V1", f"子女{child.name}的证件号码：{fault}", "GB 11643", f"children[{place}].id_no"
            )
    for place, one in enumerate(situation.intake.respondent):
        if fault := uscc_fault(one.uscc):
            yield _warning(
                "V7", f"{one.name}的统一社会信用代码：{fault}", "GB 32100", f"respondent[{place}].uscc"
            )


def _of_applicant(situation: Situation) -> Iterator[Reason]:
    tables, applicant, agent = situation.tables, situation.intake.applicant, situation.intake.agent
    kind = tables.text_of("id_type", applicant.id_type)
    sex = tables.text_of("sex", applicant.sex)
    fault = identity_fault(kind, applicant.id_no, birth=applicant.birth, sex=sex, today=situation.today)
    if fault:
        yield _warning("V1", f"申请人的证件号码：{fault}", "GB 11643", "applicant.id_no")
    if fault := phone_fault(applicant.phone, personal=True):
        yield _warning("V9", f"申请人的联系电话：{fault}", "电话号码规则", "applicant.phone")
    if fault := disability_fault(applicant.disability_no, today=situation.today):
        yield _warning("V8", f"残疾人证号：{fault}", "残疾人证号规则", "applicant.disability_no")
    if second := applicant.second_id:
        fault = identity_fault(
            tables.text_of("id_type", second.type),
            second.number,
            birth=applicant.birth,
            today=situation.today,
        )
        if fault:
            yield _warning("V1", f"另一证件的号码：{fault}", "GB 11643", "applicant.second_id.number")
    if agent:
        fault = identity_fault(tables.text_of("id_type", agent.id_type), agent.id_no, today=situation.today)
        if fault:
            yield _warning("V1", f"代理人的证件号码：{fault}", "GB 11643", "agent.id_no")


def dates_and_amounts(situation: Situation) -> Iterator[Reason]:
    """V11 and days that have not come: an amount in words that differs, an application of tomorrow."""
    intake = situation.intake
    if intake.received.date and intake.received.date > situation.today:
        text = f"接收日期{intake.received.date}晚于今天{situation.today}，请核对"
        yield _warning("R-40", text, "法援法43", "received.date")
    yield from _crossed(situation)
    if intake.applicant.birth and age_on(intake.applicant.birth, situation.day) < 0:
        yield _warning("R-03", "出生日期晚于申请日期，请核对", "法援法40", "applicant.birth")
    if intake.amount is not None and intake.amount_upper and read_words(intake.amount_upper) != intake.amount:
        text = f"标的额{intake.amount:.2f}元的大写应为{in_words(intake.amount)}，与填写的不一致"
        yield _warning("V11", text, "金额大写规则", "amount_upper")


def _crossed(situation: Situation) -> Iterator[Reason]:
    """Tell of days that lie before the application, or have not come, and cannot."""
    intake, day = situation.intake, situation.day
    supplement, center = intake.supplement or Supplement(), intake.center or CenterAnswer()
    for one, label, where in (
        (supplement.notice, "补正通知日期", "supplement.notice"),
        (center.date, "中心作出日期", "center.date"),
    ):
        if one and one < day:
            yield _warning("R-40", f"{label}{one}早于申请日期{day}，请核对", "法援法43", where)
    born = ((child.birth, f"children[{n}].birth") for n, child in enumerate(intake.children))
    for one, where in ((intake.forum.detention_notice, "forum.detention_notice"), *born):
        if one and one > situation.today:
            yield _warning("R-40", f"日期{one}晚于今天{situation.today}，请核对", "逻辑校验", where)


GREEN = "绿色通道、无障碍服务"


def groups(situation: Situation) -> Iterator[Reason]:
    """G01 to G17: what a group means for the counter (法援法 §45); an unknown flag is told."""
    intake = situation.intake
    known = {row.code for row in situation.tables.codes.get("group_flag", ())}
    for flag in intake.groups:
        if flag not in known:
            yield _warning("G", f"人群类别“{flag}”不在代码表内", "代码表", "groups")
    for one in flags_in(situation):
        if one.doubt:
            yield _warning("G", one.doubt, "逻辑校验", "groups")
        elif one.code in (ELDER, MINOR, DISABLED):
            minor = one.code == MINOR
            yield Reason(
                rule=one.code,
                text=f"申请人是{one.label}：{_who_applies(situation) if minor else GREEN}",
                basis="法援法40" if minor else "法援法45",
                told="" if minor else "您可以走绿色通道，需要上门或者无障碍服务请告诉我们。",
                flag=one.label,
            )
    if "G17" in intake.groups:
        told = "您行动不便，我们可以上门办理。"
        yield Reason(rule="G17", text="行动不便，可以上门接收", basis="法援法45", told=told, flag="上门")


def _who_applies(situation: Situation) -> str:
    return "法定代理人代为申请" if lacks_capacity(situation) else "以自己的劳动收入生活，可以本人申请"


def visibility(situation: Situation) -> Iterator[Reason]:
    """G10, G02, G06: whose record few may see, and whose address the other side never learns."""
    why = "、".join(restricted_for(situation.intake))
    if not why:
        return
    yield Reason(
        rule="G10",
        text=f"限制查看（{why}）：住址不得出现在对方可能看到的文书上",
        basis="法援法21",
        told="您的情况我们严格保密，不会告诉对方您的住址。",
        flag=f"限制查看：{why}",
    )
    if "家庭暴力" in why and not situation.intake.applicant.safe_contact:
        yield Reason(
            rule="G10",
            text="没有登记安全联系方式，请问清楚怎样联系才安全",
            basis="法援法21",
            told="请告诉我们什么时候、用什么方式联系您才安全。",
            flag="缺安全联系方式",
            tone="hint",
            where="applicant.safe_contact",
        )

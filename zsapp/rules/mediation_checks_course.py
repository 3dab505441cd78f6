"""Checks of the course: R19 R20 mediators, R21 signatures, R22 refusal, R25 scope, R53 R54 time, R69 again.

Law: 人民调解法 §3, 13, 15, 17, 23, 29(2); 75号令 §22, 33 (待核); 特邀调解规定 §27; 医疗纠纷条例 §38;
调解仲裁法 §14. A recorded change of mediator settles R19 (decision 20); without a roster R20 is silent.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from zsapp.rules.checking import Check, Context, Earlier, Spot
from zsapp.rules.clause_reading import asserted, phrase_before, says
from zsapp.rules.committee import RosterMediator
from zsapp.rules.findings import RESOLVED, Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_consent import REFUSES
from zsapp.rules.mediation_deadlines import Deadline, deadlines, ended_on, is_medical
from zsapp.rules.mediation_facts import has_agreement, has_signed, has_written_agreement, is_group
from zsapp.rules.mediation_intake import grounds_of
from zsapp.rules.mediation_parts import Party
from zsapp.rules.mediation_state import REFUSED as NOT_TAKEN_IN
from zsapp.rules.mediation_versions import is_frozen
from zsapp.rules.people import normalise_number
from zsapp.rules.routes import routes_by_ground

# --- R19, R20 -----------------------------------------------------------------------------------------------

KINSHIP = (
    r"(?:堂|表|亲)?(?:兄弟?|弟弟?|姐姐?|妹妹?|哥哥?)|父亲?|母亲?|儿子?|女儿"
    r"|叔|伯|舅|姑|姨|侄子?|外甥|丈夫|妻子?|配偶|亲戚|亲属"
)


def check_recusal(case: Case, context: Context) -> Iterator[Spot]:
    """R19: no mediator is a party, near to one, or refused by one; a recorded change settles it."""
    recusal = case.recusal
    replaced = bool(recusal and recusal.replaced_by.strip())
    if recusal and recusal.name.strip():
        message = f"调解员{recusal.name}与当事人可能有利害关系，请更换或取得各方书面同意。"
        reason = f"已更换为{recusal.replaced_by}" if replaced else ""
        state = RESOLVED if replaced else "open"
        yield Spot("recusal", message, state=state, reason=reason)
    for n, mediator in enumerate(case.mediators):
        party = _interested(case, context, mediator.name.strip())
        if party:
            message = f"调解员{mediator.name}与{party}可能有利害关系，请更换或取得各方书面同意。"
            yield Spot(f"mediators[{n}].name", message)


def _interested(case: Case, context: Context, name: str) -> str:
    """Return the party a mediator is, stands for, lives with, or is told to be related to."""
    if not name or (case.recusal and case.recusal.name == name):
        return ""
    known = next((one for one in context.roster if one.name == name), None)
    told = "\n".join((case.brief, case.investigation, case.record))
    for party in case.parties:
        same = name == party.name or name in _stand_for(party)
        shared = known is not None and _shares(known, party)
        if same or shared or (party.name and _related(name, party.name, told)):
            return party.name
    return ""


def _related(mediator: str, party: str, told: str) -> bool:
    between = r"[^。；\n不非没]{0,6}"
    near = rf"{re.escape(mediator)}{between}(?:是|系|为){between}{re.escape(party)}的?(?:{KINSHIP})"
    return says(re.compile(near), told, quotes=True)


def _stand_for(party: Party) -> set[str]:
    names = {one.name for one in party.guardians} | set(party.representatives)
    return names | {one.name for one in (party.agent, party.legal_rep) if one is not None}


def _shares(mediator: RosterMediator, party: Party) -> bool:
    """Say whether a mediator of the roster is the party by number, or lives at the same address."""
    number = normalise_number(mediator.id_no)
    if number and number == normalise_number(party.id_no):
        return True
    home = re.sub(r"\s", "", mediator.address)
    return (
        len(home) >= 8
        and re.search("[0-9号栋]", home) is not None
        and home == re.sub(r"\s", "", party.address)
    )


def check_roster(case: Case, context: Context) -> Iterator[Spot]:
    """R20: who mediates is on the committee's roster and in term; at least one mediator signs."""
    if has_written_agreement(case) and not any(one.name.strip() for one in case.mediators):
        yield Spot("mediators", "协议书须有至少一名人民调解员签名，请填写调解员。")
    if not context.roster:
        return
    day = ended_on(case) or context.today
    for n, mediator in enumerate(case.mediators):
        serving = any(one.name == mediator.name and one.serves(day) for one in context.roster)
        if mediator.name.strip() and mediator.role != "记录人" and not serving:
            yield Spot(f"mediators[{n}].name", f"{mediator.name}不在本调委会名册内或聘期已满。")


# --- R21, R22 -----------------------------------------------------------------------------------------------


def check_signatures(case: Case, _context: Context) -> Iterator[Spot]:
    """R21: to be archived, a written agreement is signed by everybody (人民调解法 §29(2))."""
    if not has_written_agreement(case) or is_frozen(case):
        return
    for n, party in enumerate(case.parties):
        signed = has_signed(party.sign) or any(has_signed(one.sign) for one in party.guardians)
        if not signed and not (is_group(party) and party.rep_doc.strip()):
            message = (
                "还没有登记签署方式；协议书须当事人签名、盖章或按指印，调解员签名并加盖调委会印章后生效。"
            )
            yield Spot(f"parties[{n}].sign", f"{party.name}{message}")


REFUSED = re.compile(
    r"(?:明确)?(?:表示)?(?:拒绝|不(?:同意|愿意|愿|接受|参加))(?:再?(?:接受|参加|进行))?(?:本次|人民)?调解(?!员|方案|意见|结果)"
)
AGREED = re.compile(r"(?:同意|愿意|接受|可以|自愿|答应|到场|参加)")
BEFORE_DENIAL = re.compile(r"不|未|没|拒")


def check_refusal(case: Case, _context: Context) -> Iterator[Spot]:
    """R22: who has refused mediation is not mediated with, unless he came round (人民调解法 §17)."""
    if not has_agreement(case):
        return
    for n, one in enumerate(case.parties):
        if one.consent == REFUSES:
            yield Spot(f"parties[{n}].consent", f"{one.name}已明确拒绝调解，不得继续调解。")
            return
    for found in asserted(REFUSED, case.record, quotes=True):
        rest = case.record[found.end() :]
        came_round = any(
            not BEFORE_DENIAL.search(rest[max(0, one.start() - 2) : one.start()])
            for one in AGREED.finditer(rest)
        )
        if not came_round:
            party = next(
                (one.name for one in case.parties if one.name in phrase_before(case.record, found.start())),
                "",
            )
            yield Spot("record", f"{party or '一方'}已明确拒绝调解，不得继续调解。")
            return


# --- R25 ----------------------------------------------------------------------------------------------------

KINDS_OUT = re.compile(r"刑事|治安(?:案件|处罚)|行政(?:处罚|复议|诉讼|争议|许可)")
REQUESTS_OUT = (
    ("亲子", r"(?:确认|认定|否认)[^，。；]{0,10}?(?:亲子关系|婚姻(?:关系)?(?:无效|有效)|收养关系)"),
    ("刑事", r"追究[^，。；]{0,10}?刑事责任|判刑|拘留|逮捕|坐牢"),
    ("行政处罚", r"(?:撤销|变更|复议)[^，。；]{0,14}?(?:处罚|征收|许可|行政)[^，。；]{0,6}?决定"),
    ("破产", r"宣告[^，。；]{0,6}?(?:失踪|死亡|破产)|认定[^，。；]{0,10}?行为能力"),
)
"""What is asked that only a court, the police or the administration decides, by the ground of its route."""


def check_scope(case: Case, context: Context) -> Iterator[Spot]:
    """R25: what only others may decide is not mediated, and the parties are told who."""
    if case.outcome.result.startswith(NOT_TAKEN_IN):
        return
    if found := KINDS_OUT.search(case.dispute_type):
        yield Spot("dispute_type", _other_body(found[0], context))
    for n, text in enumerate(case.requests):
        ground = next((name for name, words in REQUESTS_OUT if says(re.compile(words), text)), "")
        if ground:
            yield Spot(f"requests[{n}]", _other_body(ground, context))
    for ground in grounds_of(case.admission):
        yield Spot("outcome.result", f"{ground}。{_other_body(ground, context)}", fix=NOT_TAKEN_IN)


def _other_body(ground: str, context: Context) -> str:
    routes = routes_by_ground(context.tables.routes, ground)
    return f"该事项不属于人民调解范围，请告知当事人：{'；'.join(routes) or '向有关机关提出'}。"


# --- R53, R54, R69 ------------------------------------------------------------------------------------------


def _running(case: Case, context: Context) -> dict[str, Deadline]:
    tables = context.tables
    found = deadlines(case, calendar=tables.calendar, periods=tables.periods, today=context.today)
    return {one.id: one for one in found}


def check_month(case: Case, context: Context) -> Iterator[Spot]:
    """R53: a case that took more than thirty days has the parties' consent to it on paper."""
    last = _running(case, context).get("T2")
    day = ended_on(case) or context.today
    if last and last.due and day > last.due and not case.dates.extend_consent:
        yield Spot("dates.extend_consent", "已超过一个月，请补办当事人同意延长的书面材料。")


def check_special_time(case: Case, context: Context) -> Iterator[Spot]:
    """R54: medical cases and a court's have their own time; labour parties may arbitrate after 15 days."""
    running, day = _running(case, context), ended_on(case) or context.today
    last = running.get("T2m") or running.get("T2c")
    if last and last.due and day > last.due and not case.dates.extend_consent:
        kind = "医疗纠纷" if is_medical(case) else "法院委托"
        yield Spot("dates.extend_consent", f"已超过{kind}调解期限。")
    limit = timedelta(days=int(context.tables.limits["labour_mediation"]))
    accepted = case.dates.accept
    if "劳动" in case.dispute_type and accepted and ended_on(case) is None and day - accepted > limit:
        message = "劳动争议收到调解申请之日起十五日内未达成协议的，当事人可以申请仲裁，请告知。"
        yield Spot("dates.accept", message, severity=Severity.HINT)


def check_repeats(case: Case, context: Context) -> Iterator[Spot]:
    """R69: the same people with the same kind of dispute came within a year."""
    ours = {party.name for party in case.parties if party.name}
    former = case.reopened.number if case.reopened else ""
    for other in context.earlier:
        if former and other.number == former:  # said to be the same again
            continue
        if _repeats(case, other, ours, int(context.tables.limits["repeat"])):
            which = f"{other.number.removesuffix('号')}号" if other.number else "另一"
            yield Spot("parties", f"可能与{which}案件重复。")
            return


def _repeats(case: Case, other: Earlier, ours: set[str], months: int) -> bool:
    day = case.dates.accept or case.dates.apply
    if (
        day is None
        or other.accepted_on is None
        or case.dispute_type.split("/")[0] != other.dispute_type.split("/")[0]
    ):
        return False
    apart = (day.year - other.accepted_on.year) * 12 + day.month - other.accepted_on.month
    both = len(ours & set(other.names)) >= min(2, len(ours))
    return both and abs(apart) < months


CHECKS = (
    Check(
        "R19",
        "调解员回避",
        Severity.ERROR,
        "人民调解法15、23；参照特邀调解规定15",
        Stage.TYPING,
        ("recusal", "mediators", "parties", "record"),
        check_recusal,
    ),
    Check(
        "R20",
        "调解员资格",
        Severity.WARNING,
        "人民调解法13、29(2)",
        Stage.PRINT,
        ("mediators",),
        check_roster,
    ),
    Check(
        "R21", "缺印章签名", Severity.ERROR, "人民调解法29(2)", Stage.ARCHIVE, ("parties",), check_signatures
    ),
    Check("R22", "一方拒绝仍调解", Severity.ERROR, "人民调解法17", Stage.PRINT, ("record",), check_refusal),
    Check(
        "R25",
        "不属调解范围",
        Severity.ERROR,
        "75号令22（待核）；人民调解法3",
        Stage.TYPING,
        ("dispute_type", "requests", "admission", "outcome"),
        check_scope,
    ),
    Check("R53", "超期未延长", Severity.WARNING, "75号令33（待核）", Stage.TYPING, ("dates",), check_month),
    Check(
        "R54",
        "特别期限",
        Severity.WARNING,
        "医疗纠纷条例38；特邀调解规定27；调解仲裁法14",
        Stage.TYPING,
        ("dates", "dispute_type", "referral"),
        check_special_time,
    ),
    Check(
        "R69", "重复案件", Severity.HINT, "内部规则", Stage.PRINT, ("parties", "dispute_type"), check_repeats
    ),
)

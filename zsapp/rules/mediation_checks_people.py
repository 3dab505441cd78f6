"""Checks of people: R09 R10 minors, R14 numbers of documents, R16 organisations, R17 agents, R59 reading.

Law: 民法典 §17–20, 23, 34 (capacity, guardians), 162, 165 (agents); 人民调解法 §29(1)(一). Never decides on
capacity: it asks for the guardian and the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zsapp.rules.checking import Check, Context, Spot
from zsapp.rules.findings import OPEN, OVERRIDDEN, Severity, Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import (
    has_agreement,
    has_signed,
    is_group,
    is_oral,
    is_organisation,
    signed_on,
)
from zsapp.rules.mediation_parts import Agent, Guardian, Party
from zsapp.rules.people import age_on, birth_in, identity_fault, uscc_fault

ADULT, OWN_LIVING = 18, 16
DEPENDENT = re.compile(r"^无|待业|失业|学生|[小中大]学|[初高]中|中专|[职技]校|在校|就读")
OWN_INCOME = "自己的劳动收入"
AUTHORISED = ("特别授权", "和解", "签收", "签署", "签订")
"""Words that let an agent settle; 全权代理 alone names no power (民诉法解释 §89)."""
WITHHELD = re.compile(r"(?:不含|不包括|不得|无权|未授权|没有)[^，。；）)]*")
BLANK = "没有填写"
CREDIT_CODE = "统一社会信用代码"


def age_at_signing(party: Party, case: Case, context: Context) -> int | None:
    """Return a party's age on the day of the agreement: by birth, else by the number, else as written."""
    born = party.birth or birth_in(party.id_no)
    return party.age if born is None else age_on(born, signed_on(case, context.today))


def minor_on_agreement(party: Party, case: Case, context: Context) -> bool:
    """Say whether a party is a minor at the agreement, not one of 16 or 17 who lives on own work (§18)."""
    age = age_at_signing(party, case, context)
    if age is None or is_organisation(party) or is_group(party):
        return False
    return age < OWN_LIVING or (age < ADULT and not _lives_on_own_work(party, case))


def _lives_on_own_work(party: Party, case: Case) -> bool:
    if any(OWN_INCOME in text for text in (party.occupation, case.brief, case.investigation, case.record)):
        return True
    work = party.occupation.strip()
    return bool(work) and not DEPENDENT.search(work)


def _answerable(guardian: Guardian) -> bool:
    reachable = guardian.id_no.strip() or guardian.phone.strip()
    return bool(guardian.name.strip() and guardian.relation.strip() and reachable)


def check_guardian(case: Case, context: Context) -> Iterator[Spot]:
    """R09: a minor has a guardian, with relation and a number to identify or reach him by."""
    for n, party in enumerate(case.parties):
        if minor_on_agreement(party, case, context) and not any(map(_answerable, party.guardians)):
            message = f"{party.name}未满18周岁，须由法定代理人参加并签名。"
            yield Spot(f"parties[{n}].guardians", message)


def check_guardian_signs(case: Case, context: Context) -> Iterator[Spot]:
    """R10: a guardian stands in the signature block, once anything is signed."""
    agreement = has_agreement(case)
    for n, party in enumerate(case.parties):
        if not agreement and not has_signed(party.sign):
            continue
        guarded = party.guardians or minor_on_agreement(party, case, context)
        if guarded and not any(has_signed(one.sign) for one in party.guardians):
            where = f"parties[{n}].guardians[0].sign" if party.guardians else f"parties[{n}].guardians"
            yield Spot(where, f"请在签名栏列明{party.name}的法定代理人。")


@dataclass(frozen=True, slots=True)
class _Number:
    """A document's number somewhere in the record."""

    where: str
    name: str
    fault: str
    excuse: str = ""
    what: str = "身份证号码"
    held: str = "原件"

    @property
    def message(self) -> str:
        """What is said when there is a fault."""
        failed = "没有填写" if self.fault == BLANK else "校验未通过"
        told = "" if self.fault == BLANK else f"（{self.fault}）"
        return f"{self.name}的{self.what}{failed}，请核对{self.held}；确无法核对的请填写原因。{told}"


def check_numbers(case: Case, context: Context) -> Iterator[Spot]:
    """R14: numbers of documents hold their check digit, birth and sex; blank only with a reason.

    A recorded reason (`id_missing_reason`) overrides it (decision 20). Oral agreements need no number (brief
    §3.5), and while typing a blank is not yet one.
    """
    for one in _numbers(case, context):
        if one.fault:
            state = OVERRIDDEN if one.excuse else OPEN
            yield Spot(one.where, one.message, state=state, reason=one.excuse)


def _numbers(case: Case, context: Context) -> Iterator[_Number]:
    for n, party in enumerate(case.parties):
        yield _party_number(f"parties[{n}]", party, case, context)
        for where, person in _people_of(f"parties[{n}]", party):
            fault = identity_fault("", person.id_no, today=context.today)
            yield _Number(f"{where}.id_no", person.name, fault)
    for n, row in enumerate(case.roster):
        fault = identity_fault("", row.id_no, sex=row.sex, today=context.today)
        yield _Number(f"roster[{n}].id_no", row.name, fault)


def _people_of(where: str, party: Party) -> Iterator[tuple[str, Guardian | Agent]]:
    for n, guardian in enumerate(party.guardians):
        yield f"{where}.guardians[{n}]", guardian
    if party.agent:
        yield f"{where}.agent", party.agent


def _party_number(where: str, party: Party, case: Case, context: Context) -> _Number:
    excuse = party.id_missing_reason.strip()
    if is_organisation(party) or (party.uscc and not party.id_no):
        return _Number(f"{where}.uscc", party.name, uscc_fault(party.uscc), excuse, CREDIT_CODE, "营业执照")
    typed = party.id_no.strip()
    fault = identity_fault(party.id_type, typed, birth=party.birth, sex=party.sex, today=context.today)
    wanted = context.stage is not Stage.TYPING and not is_oral(case) and not is_group(party)
    if not typed and wanted:
        fault = BLANK
    what = "身份证号码" if party.id_type in ("", "居民身份证") else "证件号码"
    return _Number(f"{where}.id_no", party.name, fault, excuse, what)


def check_organisations(case: Case, _context: Context) -> Iterator[Spot]:
    """R16: an organisation has its name, credit code and legal representative."""
    for n, party in enumerate(case.parties):
        if not is_organisation(party):
            continue
        head = party.legal_rep.name if party.legal_rep else ""
        lacking = (("name", party.name), ("uscc", party.uscc), ("legal_rep.name", head))
        for item, text in lacking:
            if not text.strip():
                message = "单位当事人须填写名称、统一社会信用代码和法定代表人。"
                yield Spot(f"parties[{n}].{item}", message)


def check_agents(case: Case, _context: Context) -> Iterator[Spot]:
    """R17: an agent has a power of attorney, and one that covers settling when there is a settlement."""
    settled = has_agreement(case)
    for n, party in enumerate(case.parties):
        agent = party.agent
        if agent is None or not agent.name.strip() or not (settled or "代理" in party.sign):
            continue
        message = f"{agent.name}未提交授权委托书或权限不含代为和解、签署协议。"
        if not agent.doc.strip():
            yield Spot(f"parties[{n}].agent.doc", message)
        elif settled and not _may_settle(agent):
            yield Spot(f"parties[{n}].agent.authority", message)


def _may_settle(agent: Agent) -> bool:
    """Say whether a power of attorney covers settling; what it excepts (不含和解) it does not give."""
    given = WITHHELD.sub("", f"{agent.authority}；{agent.doc}")
    return any(word in given for word in AUTHORISED)


def check_reading_aloud(case: Case, _context: Context) -> Iterator[Spot]:
    """R59: who cannot read was read to; a warning while nothing of it is recorded, else a hint."""
    for n, party in enumerate(case.parties):
        if party.literate is False:
            witnessed = party.witness is not None and bool(party.witness.name.strip())
            read = bool(party.read_aloud_by.strip()) or "宣读" in case.record
            message = "请写明“已向其宣读，其表示无误”，由本人按指印，最好有见证人签名。"
            severity = Severity.HINT if read or witnessed else Severity.WARNING
            yield Spot(f"parties[{n}].read_aloud_by", message, severity=severity)


CHECKS = (
    Check(
        rule="R14",
        name="证件号码",
        severity=Severity.ERROR,
        basis="数据校验",
        stage=Stage.TYPING,
        reads=("parties", "roster", "outcome"),
        look=check_numbers,
    ),
    Check(
        rule="R09",
        name="未成年人无监护人",
        severity=Severity.ERROR,
        basis="民法典19、20、23",
        stage=Stage.TYPING,
        reads=("parties", "dates", "brief", "investigation", "record"),
        look=check_guardian,
    ),
    Check(
        rule="R10",
        name="监护人未签名",
        severity=Severity.ERROR,
        basis="民法典19、34",
        stage=Stage.PRINT,
        reads=("parties", "dates"),
        look=check_guardian_signs,
    ),
    Check(
        rule="R16",
        name="单位信息不全",
        severity=Severity.ERROR,
        basis="人民调解法29(1)(一)；参照民法典470(一)",
        stage=Stage.PRINT,
        reads=("parties",),
        look=check_organisations,
    ),
    Check(
        rule="R17",
        name="无授权委托书",
        severity=Severity.ERROR,
        basis="民法典162、165；参照民诉法62",
        stage=Stage.PRINT,
        reads=("parties", "dates", "outcome"),
        look=check_agents,
    ),
    Check(
        rule="R59",
        name="不识字当事人",
        severity=Severity.WARNING,
        basis="操作建议",
        stage=Stage.PRINT,
        reads=("parties", "record"),
        look=check_reading_aloud,
    ),
)

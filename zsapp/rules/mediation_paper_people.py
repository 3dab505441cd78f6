"""Who stands for whom, on paper (身份、代理、代表): F05 to F05c, F13f, F22, F24.

Law: 民法典 §61, §162, §165 (a power of attorney names agent, matter, scope, period); 参照民诉法 §56 (elected
representatives), §62 (special authority). Refuses to know: fonts, pages, forms.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from zsapp.base.items import item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import is_organisation
from zsapp.rules.mediation_paper import PaperCase, paper_case
from zsapp.rules.mediation_paper_annexes import name_table
from zsapp.rules.mediation_paper_base import Occasion, widened
from zsapp.rules.mediation_paper_parts import PaperParty, PaperTable, Placed
from zsapp.rules.mediation_parts import Agent, Interpreter, Party
from zsapp.rules.people import sex_in

STATES, DECIDES, SIGNS, TAKES = ("陈述", "证据"), ("承认", "放弃", "变更"), ("签署", "签订"), ("签收", "领取")
"""Words of an authority that name one of the four powers of the form (brief F05)."""
LICENCE = "营业执照等登记证书"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Placed):
    """An agent and the powers given (委托授权), 民法典 §165."""

    principal: str = item("委托人", key="", law="民法典 第一百六十五条")
    principal_identity: str = item("委托人证件", key="")
    principal_address: str = item("委托人住址", key="")
    of_organisation: bool = item("委托人是单位", default=False)
    agent: str = item("受托人", key="name")
    sex: str = item("性别", key="id_no")
    relation: str = item("与委托人关系", key="title")
    id_no: str = item("身份证号码")
    phone: str = item("联系方式")
    authority: str = item("案件记载的权限")
    states: bool | None = item("代为陈述、提供证据", key="authority")
    decides: bool | None = item("代为承认、变更、放弃请求", key="authority")
    signs: bool | None = item("代为签署调解协议", key="authority")
    takes: bool | None = item("代为签收", key="authority")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity(Placed):
    """A document of identity to be copied (身份证明)."""

    role: str = item("身份")
    name: str = item("姓名或名称")
    document: str = item("证件名称", key="id_type")
    number: str = item("证件号码", key="id_no")
    missing: str = item("未提交证件的原因", key="id_missing_reason")
    licence: bool = item("登记证书", key="kind", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation(Placed):
    """A group and whom it has elected (推选代表人), 参照民诉法 §56."""

    group: str = item("推选人", key="name")
    side: str = item("诉求地位", key="role")
    elected: tuple[str, ...] = item("推选代表人", key="representatives")
    document: str = item("推选文书", key="rep_doc")
    members: PaperTable | None = item("名单", key="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePaper(PaperCase):
    """A mediation case in the words of who stands for whom."""

    agencies: tuple[Agency, ...] = item("委托代理人", key="parties")
    identities: tuple[Identity, ...] = item("身份证明", key="parties")
    organisations: tuple[PaperParty, ...] = item("有法定代表人的单位", key="parties", law="民法典 第六十一条")
    delegations: tuple[Delegation, ...] = item("推选代表人", key="parties")
    explained: bool = item("宣读或者翻译", key="parties", default=False)
    interpreter_name: str = item("翻译人员", key="interpreter.name")
    interpreter_language: str = item("翻译语言", key="interpreter.language")
    interpreter_phone: str = item("翻译人员联系电话", key="interpreter.phone")


def people_paper(case: Case, _occasion: Occasion) -> PeoplePaper:
    """Return a case in the words of who stands for whom."""
    base = paper_case(case)
    spoken = case.interpreter or Interpreter()
    return widened(
        PeoplePaper,
        base,
        agencies=tuple(_agencies(case)),
        identities=tuple(one for n in range(len(case.parties)) for one in _identities(case, n)),
        organisations=tuple(one for one in base.parties if one.organisation and one.legal_rep),
        delegations=tuple(_delegations(case)),
        explained=bool(base.readings or spoken.name),
        interpreter_name=spoken.name,
        interpreter_language=spoken.language,
        interpreter_phone=spoken.phone,
    )


def _agencies(case: Case) -> Iterator[Agency]:
    for n, party in enumerate(case.parties):
        if party.agent and party.agent.name:
            yield _agency(party, party.agent, n)


def _agency(party: Party, agent: Agent, n: int) -> Agency:
    organisation = is_organisation(party)
    number = party.uscc if organisation else party.id_no
    kind = "统一社会信用代码" if organisation else party.id_type
    return Agency(
        at=f"parties[{n}].agent",
        principal=party.name,
        principal_identity=f"{kind} {number}".strip() if number else "",
        principal_address=party.address,
        of_organisation=organisation,
        agent=agent.name,
        sex=sex_in(agent.id_no) if agent.id_no else "",
        relation=agent.title,
        id_no=agent.id_no,
        phone=agent.phone,
        authority=agent.authority,
        states=_gives(agent.authority, STATES),
        decides=_gives(agent.authority, DECIDES),
        signs=_gives(agent.authority, SIGNS),
        takes=_gives(agent.authority, TAKES),
    )


def _gives(authority: str, words: tuple[str, ...]) -> bool | None:
    """Say whether an authority names a power; what it does not name is left for the principal to tick."""
    return any(word in authority for word in words) or None


def _identities(case: Case, n: int) -> Iterator[Identity]:
    """Yield a page for each document of a party, its guardians, its agent and its representatives."""
    party, at = case.parties[n], f"parties[{n}]"
    if is_organisation(party):
        yield Identity(
            at=at, role=party.role, name=party.name, document=LICENCE, number=party.uscc, licence=True
        )
    elif not party.representatives and party.name:
        yield Identity(
            at=at,
            role=party.role,
            name=party.name,
            document=party.id_type,
            number=party.id_no,
            missing=party.id_missing_reason,
        )
    for place, role, name, number in _others(case, party, at):
        yield Identity(at=place, role=role, name=name, number=number)


def _others(case: Case, party: Party, at: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield where, as what, who and the number of everybody who stands for a party."""
    for k, one in enumerate(party.guardians):
        yield f"{at}.guardians[{k}]", f"{party.name}的法定代理人", one.name, one.id_no
    if party.agent and party.agent.name:
        yield f"{at}.agent", f"{party.name}的委托代理人", party.agent.name, party.agent.id_no
    numbers = {row.name: row.id_no for row in case.roster}
    for k, name in enumerate(party.representatives):
        yield f"{at}.representatives[{k}]", "推选代表人", name, numbers.get(name, "")


def _delegations(case: Case) -> Iterator[Delegation]:
    for n, party in enumerate(case.parties):
        if party.representatives:
            yield Delegation(
                at=f"parties[{n}]",
                group=party.name,
                side=party.role,
                elected=party.representatives,
                document=party.rep_doc,
                members=name_table(case) if case.roster else None,
            )

"""The case on paper (人民调解文书): every sentence, line and table that F02, F03, F08 and F09 print.

One frozen thing, computed from the case alone; its items are what the forms' holes may name. `key` of an item
is the item of the record it prints. Refuses to know: fonts, pages, forms.
Law cited: 调解法 = 人民调解法 (2010-08-28); 医疗条例 = 医疗纠纷预防和处理条例 (2018).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from zsapp.base.items import Thing, item
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_consent import consents_of
from zsapp.rules.mediation_paper_annexes import annexes_of, name_table
from zsapp.rules.mediation_paper_parts import (
    Annex,
    PaperLine,
    PaperParty,
    PaperPerson,
    PaperSession,
    PaperTable,
    Reading,
    Signer,
)
from zsapp.rules.mediation_paper_sessions import paper_sessions
from zsapp.rules.mediation_paper_text import day_text, obligation_text
from zsapp.rules.mediation_parts import Party
from zsapp.rules.mediation_state import title_of
from zsapp.rules.mediation_versions import replacing

__all__ = ["PaperCase", "PaperTable", "Signer", "paper_case", "session_count"]

ORGANISATIONS = ("法人", "非法人组织")
MEDICAL = "医疗纠纷"
REMARK = re.compile(r"(?<=纠纷)（[^（）]*）$")
"""What a volume's name says of its outcome, e.g. （调解不成）: no part of a sentence about the dispute."""
RECORDER = "记录人"
CONFIRMATION = (
    "双方可自本协议生效之日起三十日内，共同向有管辖权的人民法院申请司法确认（人民调解法第三十三条）。"
)
CHILD = 14
"""Under this age a guardian consents to the use of personal information (个人信息保护法 §31)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCase(Thing):
    """A mediation case in the words of its papers."""

    committee: str = item("人民调解委员会")
    volume_no: str = item("卷号")
    agreement_no: str = item("协议书编号")
    title: str = item("事由")
    matter: str = item("纠纷", key="title")
    dispute_type: str = item("纠纷类型")
    applied_on: date | None = item("申请日期", key="dates.apply")
    accepted_on: date | None = item("受理日期", key="dates.accept")
    agreed_on: date | None = item("协议日期", key="dates.agree")
    by_application: bool | None = item("依当事人申请", key="source")
    by_committee: bool | None = item("人民调解委员会主动调解", key="source")
    by_referral: bool | None = item("接受委托移送", key="source")
    referral: str = item("委托移送机关及文书", key="referral.organ")
    consents: str = item("各方同意的日期", law="人民调解法 第十七条", key="parties")
    former: str = item("原案", key="reopened.number")
    former_reason: str = item("重新受理的理由", key="reopened.reason")
    place: str = item("调解地点")
    parties: tuple[PaperParty, ...] = item("当事人", law="人民调解法 第二十九条")
    applicants: tuple[PaperParty, ...] = item("申请人", key="parties")
    respondents: tuple[PaperParty, ...] = item("被申请人", key="parties")
    party_names: tuple[str, ...] = item("各方当事人", key="parties")
    signers: tuple[Signer, ...] = item("签署人", key="parties")
    applicant_signers: tuple[Signer, ...] = item("申请人签署人", key="parties")
    readings: tuple[Reading, ...] = item("宣读与见证", key="parties")
    interpreter: str = item("翻译人员", key="interpreter.name")
    medical: bool = item("医疗纠纷", law="医疗条例 第三十九条", key="dispute_type", default=False)
    child: bool = item("未满十四周岁", key="parties", default=False)
    brief: str = item("纠纷简要情况", law="人民调解法 第二十九条")
    requests: tuple[PaperLine, ...] = item("申请事项")
    numbered_requests: tuple[PaperLine, ...] = item("申请事项（编号）", key="requests")
    dispute: str = item("争议事项", key="requests")
    responsibility: str = item("各方责任", law="人民调解法 第二十九条")
    clauses: tuple[PaperLine, ...] = item("协议内容", law="人民调解法 第二十九条")
    obligations: tuple[PaperLine, ...] = item("履行方式、时限", key="schedule")
    confirmation_note: str = item("司法确认提示", key="clauses")
    replacing: str = item("变更说明", law="民法典 第五百四十三条", key="amendment.reason")
    copies: int | None = item("份数", law="人民调解法 第二十九条")
    copies_note: str = item("份数说明")
    annexes: tuple[Annex, ...] = item("附件", key="")
    annex_names: str = item("附件名称", key="roster")
    names: PaperTable | None = item("申请人名单", key="roster")
    invited: tuple[str, ...] = item("参加人", law="人民调解法 第二十条")
    mediators: tuple[str, ...] = item("人民调解员")
    hosts: tuple[str, ...] = item("主持调解的人民调解员", key="mediators")
    recorders: tuple[str, ...] = item("记录人", key="mediators")
    several_mediators: bool = item("调解员不止一人", key="mediators", default=False)
    sessions: tuple[PaperSession, ...] = item("各次调解", key="dates.sessions")


def paper_case(case: Case, *, session: int | None = None, offer_confirmation: bool = False) -> PaperCase:
    """Return a case in the words of its papers.

    Args:
        case: The record.
        session: Print only this session's record (0 is the first); None prints one record per session.
        offer_confirmation: Add the usual closing sentence on judicial confirmation (司法确认) to an agreement
            that does not speak of it; a medical one always says it (医疗条例 §39).
    """
    medical = case.dispute_type.startswith(MEDICAL)
    sides = _sides(case)
    invited = tuple(f"{one.name}（{one.capacity}）" if one.capacity else one.name for one in case.invited)
    sessions = paper_sessions(case, invited=invited, sides=sides)
    annexes = annexes_of(case)
    title = title_of(case) if case.parties else case.title
    return PaperCase(
        committee=case.committee,
        volume_no=case.volume_no,
        agreement_no=case.agreement_no,
        title=title,
        matter=REMARK.sub("", title),
        dispute_type=case.dispute_type.replace("/", "——"),
        **_course(case),
        **sides,
        **_dispute(case),
        interpreter=_interpreter(case),
        medical=medical,
        clauses=_lines(case.clauses, "clauses"),
        obligations=_obligations(case),
        confirmation_note=_confirmation(case, wanted=medical or offer_confirmation),
        replacing=replacing(case),
        copies=case.copies or None,
        copies_note=case.copies_note.rstrip("。"),
        annexes=annexes,
        annex_names="、".join(f"{one.number}《{one.title}》" for one in annexes),
        names=name_table(case) if case.roster else None,
        invited=invited,
        mediators=tuple(one.name for one in case.mediators),
        hosts=tuple(one.name for one in case.mediators if one.role != RECORDER),
        recorders=tuple(one.name for one in case.mediators if one.role == RECORDER),
        several_mediators=sum(one.role != RECORDER for one in case.mediators) > 1,
        sessions=sessions if session is None else sessions[session : session + 1],
    )


def _course(case: Case) -> dict[str, Any]:
    """Return days, place and source."""
    return {
        "applied_on": case.dates.apply,
        "accepted_on": case.dates.accept,
        "agreed_on": case.dates.agree,
        "by_application": _source_is(case, "申请"),
        "by_committee": _source_is(case, "主动"),
        "by_referral": _source_is(case, "移送"),
        "referral": _referral(case),
        "consents": consents_of(case.parties),
        "former": case.reopened.number if case.reopened else "",
        "former_reason": case.reopened.reason.rstrip("。") if case.reopened else "",
        "place": case.place,
    }


def _sides(case: Case) -> dict[str, Any]:
    """Return the parties, who of them applies, and who signs for each."""
    parties = tuple(_party(case, n) for n in range(len(case.parties)))
    applicants = tuple(one for one in parties if one.role == "申请人") or parties[:1]
    first = {one.at for one in applicants}
    signers = tuple(signer for n, one in enumerate(case.parties) for signer in _signers(one, n))
    return {
        "parties": parties,
        "applicants": applicants,
        "respondents": tuple(one for one in parties if one.at not in first),
        "party_names": tuple(one.name for one in parties if one.name),
        "signers": signers,
        "applicant_signers": tuple(one for one in signers if f"{one.at.partition(']')[0]}]" in first),
        "readings": tuple(reading for n, one in enumerate(case.parties) for reading in _readings(one, n)),
        "child": any(one.age is not None and one.age < CHILD for one in parties),
    }


def _dispute(case: Case) -> dict[str, Any]:
    """Return what the quarrel is about: facts, requests, responsibility (调解法 §29(1)(二))."""
    requests = _lines(case.requests, "requests")
    return {
        "brief": case.brief,
        "requests": requests,
        "numbered_requests": tuple(
            PaperLine(at=one.at, text=f"{n}、{one.text}") for n, one in enumerate(requests, 1)
        ),
        "dispute": "；".join(one.text.rstrip("；。") for one in requests) + ("。" if requests else ""),
        "responsibility": case.responsibility,
    }


def session_count(case: Case) -> int:
    """Return how many records of sessions (人民调解记录) the case gives."""
    return len(paper_case(case).sessions)


def _party(case: Case, n: int) -> PaperParty:
    party = case.parties[n]
    organisation = party.kind in ORGANISATIONS
    return PaperParty(
        at=f"parties[{n}]",
        role=party.role or "当事人",
        natural=not organisation,
        organisation=organisation,
        collective=organisation or bool(party.group),
        group=party.group,
        name=party.name,
        sex=party.sex,
        ethnicity=party.ethnicity,
        age=party.age if party.age is not None else _age(party.birth, case.dates.accept or case.dates.apply),
        occupation=party.occupation,
        phone="、".join(one for one in (party.phone, party.phone_hk) if one),
        address=party.address,
        identity=_identity(party),
        numbered=bool(party.id_no),
        uscc=party.uscc,
        legal_rep=party.legal_rep.name if party.legal_rep else "",
        legal_title=party.legal_rep.title if party.legal_rep else "",
        people=_people(party, n),
    )


def _age(birth: date | None, on: date | None) -> int | None:
    """Return full years on a day, None when either day is unknown."""
    if birth is None or on is None:
        return None
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _identity(party: Party) -> str:
    known = " ".join(one for one in (party.id_type, party.id_no) if one)
    if party.id_no or not party.id_missing_reason:
        return known
    return f"{party.id_type}（{party.id_missing_reason}）"


def _people(party: Party, n: int) -> tuple[PaperPerson, ...]:
    found = [
        PaperPerson(
            at=f"parties[{n}].guardians[{k}]",
            label="法定代理人",
            name=one.name,
            relation=one.relation,
            id_no=one.id_no,
            phone=one.phone,
        )
        for k, one in enumerate(party.guardians)
    ]
    if party.agent and party.agent.name:
        agent = party.agent
        found.append(
            PaperPerson(
                at=f"parties[{n}].agent",
                label="委托代理人",
                name=agent.name,
                relation=agent.title,
                id_no=agent.id_no,
                phone=agent.phone,
                authority="；".join(one for one in (agent.authority, agent.doc) if one),
            )
        )
    if party.representatives:
        found.append(
            PaperPerson(
                at=f"parties[{n}].representatives",
                label="推选代表人",
                name="、".join(party.representatives),
                authority=party.rep_doc,
                several=True,
            )
        )
    return tuple(found)


def _signers(party: Party, n: int) -> tuple[Signer, ...]:
    """Return who signs for a party: guardians, representatives, agent, legal representative, or itself."""
    at, role = f"parties[{n}]", party.role or "当事人"
    if party.guardians:
        return tuple(
            Signer(
                at=f"{at}.guardians[{k}]",
                role=role,
                name=party.name,
                by=f"法定代理人{f'（{one.relation}）' if one.relation else ''}{one.name}",
            )
            for k, one in enumerate(party.guardians)
        )
    if party.representatives:
        return tuple(
            Signer(at=f"{at}.representatives[{k}]", role=role, name=name, by="推选代表人")
            for k, name in enumerate(party.representatives)
        )
    by = ""
    if party.agent and party.agent.name:
        by = f"委托代理人 {party.agent.name}"
    elif party.legal_rep and party.legal_rep.name:
        by = f"法定代表人（负责人） {party.legal_rep.name}"
    return (Signer(at=at, role=role, name=party.name, by=by, organisation=party.kind in ORGANISATIONS),)


def _readings(party: Party, n: int) -> tuple[Reading, ...]:
    if not (party.read_aloud_by or party.witness):
        return ()
    witness = party.witness
    seen = "" if witness is None else witness.name + (f"（{witness.relation}）" if witness.relation else "")
    return (Reading(at=f"parties[{n}]", name=party.name, reader=party.read_aloud_by, witness=seen),)


def _interpreter(case: Case) -> str:
    if case.interpreter is None:
        return ""
    return case.interpreter.name + (f"（{case.interpreter.language}）" if case.interpreter.language else "")


def _source_is(case: Case, kind: str) -> bool | None:
    """Say whether the source (案件来源) is of a kind; None when the record does not say."""
    if not case.source:
        return None
    if "委托" in case.source or "移送" in case.source:
        return kind == "移送"
    return kind == ("主动" if "主动" in case.source else "申请")


def _referral(case: Case) -> str:
    if case.referral is None:
        return ""
    parts = (case.referral.organ, case.referral.doc, day_text(case.referral.date))
    return "，".join(one for one in parts if one)


def _lines(texts: tuple[str, ...], name: str) -> tuple[PaperLine, ...]:
    return tuple(PaperLine(at=f"{name}[{n}]", text=text) for n, text in enumerate(texts) if text.strip())


def _obligations(case: Case) -> tuple[PaperLine, ...]:
    several = len(case.schedule) > 1
    return tuple(
        PaperLine(
            at=f"schedule[{n}]",
            text=(f"{n + 1}、" if several else "") + obligation_text(one, case.dates.agree),
        )
        for n, one in enumerate(case.schedule)
    )


def _confirmation(case: Case, *, wanted: bool) -> str:
    said = any("司法确认" in clause for clause in case.clauses)
    return CONFIRMATION if wanted and not said else ""

"""Facts of a case (案件事实) that several checks ask for: is there an agreement, in what form, who, how many.

Derived from the record, never stored. Law: 人民调解法 §28–30.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Obligation, Party
from zsapp.rules.money_text import amounts_in
from zsapp.rules.numerals import read_number

NATURAL = "自然人"
TRADER = "个体工商户"
FORBEARANCE = "不作为"
PERIODIC = "定期给付"
PERFORMED = "已履行"
HAN_PAIR = re.compile(r"(?=([一-鿿]{2}))")
NOT_SIGNED = re.compile(r"未(?!成年)|没|拒|待|缺席|不[签到在肯愿]|无(?:法|人)?|空白|[-—/]+$")
"""How a way of signing begins that is none: 未到场, 未签名, 拒绝签名, 待签, 缺席."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what was agreed: its path, its number for people, its text."""

    where: str
    number: int
    text: str


def has_agreement(case: Case) -> bool:
    """Say whether an agreement was reached or is being written."""
    ended = case.dates.terminate or case.dates.withdraw
    failed = case.outcome.result.startswith(("调解不成", "撤回", "不予受理", "移送"))
    return not ended and not failed and bool(case.dates.agree or any(agreed_lines(case)))


def is_oral(case: Case) -> bool:
    """Say whether the agreement is oral (口头协议), 人民调解法 §28."""
    if case.outcome.form:
        return case.outcome.form == "口头"
    return case.oral_register is not None and not case.clauses


def has_written_agreement(case: Case) -> bool:
    """Say whether there is a written agreement (协议书)."""
    return has_agreement(case) and not is_oral(case)


def signed_on(case: Case, today: date) -> date:
    """Return the day of the agreement, today while it is being written."""
    return case.dates.agree or today


def agreed_lines(case: Case) -> Iterator[Line]:
    """Return every line of what was agreed: the clauses, and the oral register's."""
    for n, text in enumerate(case.clauses):
        yield Line(f"clauses[{n}]", n + 1, text)
    if case.oral_register:
        for n, text in enumerate(case.oral_register.agreement):
            yield Line(f"oral_register.agreement[{n}]", n + 1, text)


def is_organisation(party: Party) -> bool:
    """Say whether a party is an organisation (单位): a legal person or another body, no person or trader."""
    return party.kind not in ("", NATURAL, TRADER)


def is_group(party: Party) -> bool:
    """Say whether a party stands for many (群体), listed in the roster."""
    return bool(party.group or party.representatives)


def head_count(case: Case, party: Party) -> int:
    """Return how many people or bodies a party is: a group counts its members."""
    if not is_group(party):
        return 1
    told = re.search(r"([0-9]+|[一二三四五六七八九十百]+)人", f"{party.group} {party.name}")
    number = (int(told[1]) if told[1].isdecimal() else read_number(told[1])) if told else None
    return max(number or 0, len(case.roster) if number is None else 0, len(party.representatives), 1)


def copies_needed(case: Case) -> int:
    """Return the copies an agreement takes: one for each party, one for the committee (人民调解法 §29)."""
    return sum(head_count(case, party) for party in case.parties) + 1


def has_signed(sign: str) -> bool:
    """Say whether a way of signing is one: 签名, 按指印, 盖章, not 未到场."""
    return bool(sign.strip()) and not NOT_SIGNED.match(sign.strip())


def is_money(duty: Obligation) -> bool:
    """Say whether an obligation is one of money."""
    return "给付" in duty.kind or (not duty.kind and duty.amount is not None)


def is_periodic(duty: Obligation) -> bool:
    """Say whether an obligation recurs (定期给付)."""
    return duty.kind == PERIODIC or bool(duty.period)


def speaks_of(text: str, duty: Obligation) -> bool:
    """Say whether a clause is about an obligation: the same amount, or the same act in the same words."""
    if is_money(duty):
        return duty.amount is not None and any(one.value == duty.amount for one in amounts_in(text))
    return any(pair[1] in text for pair in HAN_PAIR.finditer(duty.what))


def party_names(case: Case) -> frozenset[str]:
    """Return every name a clause may use for a party, its members and those who stand for it."""
    names = {party.name for party in case.parties} | {party.name_as_on_id for party in case.parties}
    names |= {one for party in case.parties for one in party.representatives}
    names |= {guardian.name for party in case.parties for guardian in party.guardians}
    names |= {party.agent.name for party in case.parties if party.agent}
    names |= {row.name for row in case.roster}
    return frozenset(name for name in names if name)

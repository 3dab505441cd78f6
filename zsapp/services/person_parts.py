"""What a person took part in (办过的事): cases, applications for legal aid, every service of the front desk.

Found by the names a person is known by and held against the record ids tied there. Nobody looks at a
restricted record by that (D-41): whoever may see it finds its line, as lists show it, and no more.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zsapp.base.plain import from_plain
from zsapp.records.index_of import RESTRICTED
from zsapp.records.sectors import HIDDEN
from zsapp.records.store import Line, Reader
from zsapp.rules import legal_aid, mediation
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_state import STATES as CASE_STATES

MOST = 200
"""Records of a service looked through for one card, the newest."""
PEOPLE = {"person": "来访人", "applicant": "申请人"}
"""The items of a front-desk record that are tied to records of people, and whom they hold."""
Ids = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that a person took in a record of a service; `label` names the service."""

    record_id: str
    sector: str
    label: str
    number: str
    title: str
    state: str
    role: str
    accepted_on: date | None


def _in_case(payload: dict[str, Any], ids: Ids) -> tuple[str, ...]:
    case = from_plain(Case, payload)
    roles = [one.role or "当事人" for one in case.parties if one.person_id in ids]
    for party in case.parties:
        roles += [f"{party.name}的法定代理人" for one in party.guardians if one.person_id in ids]
        if party.agent is not None and party.agent.person_id in ids:
            roles.append(f"{party.name}的委托代理人")
    roles += ["名单内人员" for one in case.roster if one.person_id in ids]
    return tuple(dict.fromkeys(roles))


def _in_intake(payload: dict[str, Any], ids: Ids) -> tuple[str, ...]:
    intake = from_plain(LegalAidIntake, payload)
    agent = intake.agent
    roles = ["申请人"] if intake.applicant.person_id in ids else []
    return (*roles, *(["代理人"] if agent is not None and agent.person_id in ids else []))


def _in_visit(payload: dict[str, Any], ids: Ids) -> tuple[str, ...]:
    """Return the roles in a front-desk record; read as it was kept, whatever its service."""
    return tuple(role for name, role in PEOPLE.items() if (payload.get(name) or {}).get("person_id") in ids)


@dataclass(frozen=True, slots=True)
class _Where:
    """A service that people take part in."""

    label: str
    states: tuple[str, ...]
    roles: Callable[[dict[str, Any], Ids], tuple[str, ...]]


WHERE: dict[str, _Where] = {
    mediation.SECTOR: _Where("人民调解", CASE_STATES, _in_case),
    legal_aid.SECTOR: _Where("法律援助", legal_aid.STATES, _in_intake),
    **{row.sector: _Where(row.label, row.states, _in_visit) for row in SERVICES.values()},
}


def parts(reader: Reader, names: tuple[str, ...], ids: Ids) -> tuple[Part, ...]:
    """Return the parts taken under any of these names by who has one of these ids, newest record first."""
    found: dict[int, tuple[Line, str]] = {}
    for sector in WHERE:
        for name in names:
            found |= {one.pk: (one, sector) for one in reader.page(sector, query=name, limit=MOST).lines}
    newest = (found[pk] for pk in sorted(found, reverse=True))
    return tuple(part for line, sector in newest for part in _parts_in(reader, line, sector, ids))


def _parts_in(reader: Reader, line: Line, sector: str, ids: Ids) -> Iterator[Part]:
    for role in _roles(reader, line, sector, ids):
        yield Part(
            record_id=line.id,
            sector=sector,
            label=WHERE[sector].label,
            number=line.number,
            title=line.title,
            state=line.state,
            role=role,
            accepted_on=date.fromisoformat(line.accepted_on) if line.accepted_on else None,
        )


def _roles(reader: Reader, line: Line, sector: str, ids: Ids) -> tuple[str, ...]:
    where = WHERE[sector]
    if not line.title.startswith(HIDDEN[RESTRICTED]):
        stored = reader.record(line.id)
        return where.roles(stored.payload, ids) if stored else ()
    if not line.accepted_on:
        return ()
    day = date.fromisoformat(line.accepted_on)
    told = reader.judged(sector, (line.state,), lambda payload: where.roles(payload, ids), days=(day, day))
    return told.get(line.id, ())

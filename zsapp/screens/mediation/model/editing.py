"""Editing a case (编辑): what typing one item brings about, undo across fields, and what is kept of it.

Filling sex, birthday and age from an identity number; numbering clauses; dropping blank rows before a case is
kept. Pure functions over frozen cases.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from zsapp.base.items import Thing
from zsapp.rules.clause_library import composed, followed, moved_up, numbered_clauses
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party
from zsapp.rules.mediation_state import REFUSED, apart, refused, settled, title_of
from zsapp.rules.people import age_on, birth_in, normalise_number, sex_in
from zsapp.screens.kit.paths import get_at, is_blank, parts_of, path_of, remove_at, set_at
from zsapp.screens.mediation.model.filling import untied
from zsapp.screens.mediation.party import PAPERLESS, applicant, respondent

NUMBERED = "clauses"
SESSIONS = "sessions"
COUNTED = {"evidence": "no", "schedule": "seq", "roster": "no"}
"""Lists whose members carry their own running number."""

LISTS = (
    *("evidence", "schedule", "roster", "mediators", "invited", "accounts", "loss_table", "visits"),
    *("clauses", "requests"),
)
"""Lists with a blank member at the end that is not kept."""


def opened(case: Case) -> Case:
    """Return a case as it is put before the clerk: both sides have a card to type in."""
    parties = case.parties
    if not parties:
        parties = (applicant(), respondent())
    elif all(one.role == "申请人" for one in parties):
        parties = (*parties, respondent())
    return replace(case, parties=parties)


def trimmed(case: Case) -> Case:
    """Return a case as it is kept: blank cards, rows and texts are dropped, running numbers filled in."""
    parties = tuple(
        replace(
            one, guardians=_filled(one.guardians), agent=_or_none(one.agent), witness=_or_none(one.witness)
        )
        for one in case.parties
        if not is_blank(one, PAPERLESS)
    )
    kept: dict[str, Any] = {
        name: _counted(_filled(getattr(case, name)), COUNTED.get(name, "")) for name in LISTS
    }
    kept["sessions"] = tuple(one for one in case.sessions if not is_blank(one))
    kept["composed"] = tuple(one for one in case.composed if _stands(one.text, case.clauses))
    if case.oral_register:
        register = replace(case.oral_register, agreement=_filled(case.oral_register.agreement))
        kept["oral_register"] = _or_none(register)
    return settled(replace(case, parties=parties, **kept))


def _stands(text: str, clauses: tuple[str, ...]) -> bool:
    return any(clause.endswith(text) for clause in clauses)


def _filled(members: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(one for one in members if not is_blank(one, frozenset({"no", "seq"})))


def _or_none(thing: Any) -> Any:
    return None if thing is None or is_blank(thing) else thing


def _counted(members: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    if not name:
        return members
    return tuple(
        one if getattr(one, name) is not None else replace(one, **{name: at})
        for at, one in enumerate(members, start=1)
    )


def edited(case: Case, path: str, value: Any, today: date) -> Case:
    """Return the case after one item was typed, with what follows from it: composed clauses too."""
    return followed(_edited(case, path, value, today))


def _edited(case: Case, path: str, value: Any, today: date) -> Case:
    before = get_at(case, path)
    case = untied(set_at(case, path, value), path, before)
    parts = parts_of(path)
    if parts[0] == "parties" and len(parts) == 3:
        return _party_follows(case, path_of(parts[:2]), str(parts[2]), before, today)
    if parts[0] == SESSIONS:
        return settled(case)
    if path == "outcome.result" and value == REFUSED:
        return refused(case, today)
    if path == "dates.apply":
        return replace(case, parties=tuple(_aged(one, value or today) for one in case.parties))
    return case


def _party_follows(case: Case, where: str, name: str, before: Any, today: date) -> Case:
    party = get_at(case, where)
    on = case.dates.apply or today
    if name == "id_no":
        party = _from_number(party, str(before or ""))
    if name in ("id_no", "birth"):
        party = _aged(party, on)
    return set_at(case, where, party)


def _from_number(party: Party, before: str) -> Party:
    """Fill birthday and sex from the number, unless the clerk had set them to something else himself."""
    number, old = normalise_number(party.id_no), normalise_number(before)
    birth, sex = birth_in(number), sex_in(number)
    if birth is not None and party.birth in (None, birth_in(old)):
        party = replace(party, birth=birth)
    if sex and party.sex in ("", sex_in(old)):
        party = replace(party, sex=sex)
    return party


def _aged(party: Party, on: date) -> Party:
    return party if party.birth is None or party.birth > on else replace(party, age=age_on(party.birth, on))


def added(case: Case, path: str, member: Thing) -> Case:
    """Return the case with one more member at the end of a list; days and record are taken apart first."""
    if path == SESSIONS:
        case = apart(case)
    return set_at(case, path, (*(get_at(case, path) or ()), member))


def removed(case: Case, path: str) -> Case:
    """Return the case without a list member; clauses are numbered anew, composed ones follow the schedule."""
    holder, *where = parts_of(path)
    if holder == "schedule":
        case = moved_up(case, int(where[0]))
    case = followed(settled(remove_at(case, path)))
    return numbered_clauses(case) if holder == NUMBERED else case


def picked(case: Case, key: str) -> Case:
    """Return the case with a clause of the library in its place among the others, all numbered."""
    kept = replace(case, clauses=tuple(text for text in case.clauses if text.strip()))
    return numbered_clauses(composed(kept, key))


def under(typed: Case, kept: Case) -> Case:
    """Return what was typed on top of what is kept by now: its numbers and reasons, and its signatures."""
    same = len(typed.signed) == len(kept.signed)
    changing = same and typed.amendment is not None
    return replace(
        typed,
        overrides=kept.overrides,
        volume_no=kept.volume_no,
        agreement_no=typed.agreement_no or ("" if changing else kept.agreement_no),
        signed=typed.signed if changing else kept.signed,
        amendment=typed.amendment if same else kept.amendment,
    )


def title_words(case: Case) -> str:
    """Return what a case is called while it is typed."""
    kept = trimmed(case)
    return title_of(kept) if kept.title or any(one.name for one in kept.parties) else "新登记"

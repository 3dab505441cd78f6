"""Filling in (选用已知的人): a known person goes into a party, guardian or agent. Pure functions.

What the clerk has typed stays; where it differs from what is known that is said, and one press takes it over.
"""

from dataclasses import dataclass, fields
from typing import Any

from zsapp.base.items import item_of
from zsapp.rules.mediation import Case
from zsapp.rules.names import masked_number
from zsapp.rules.person import Person
from zsapp.screens.kit.paths import get_at, is_blank, join, parent_of, parts_of, set_at
from zsapp.screens.kit.reading import show_date

OURS = frozenset({"left_blank", "apart", "merged_into", "void"})
"""Items of a person that nobody types."""
COVERED = ("id_no", "phone")


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that was typed and is known otherwise: its path, what is known, and both in words."""

    path: str
    known: Any
    words: str


def items_for(case: Case, holder: str, person: Person) -> dict[str, Any]:
    """Return what is known of a person and can stand in a party, guardian or agent."""
    there = {one.name for one in fields(get_at(case, holder))}
    wanted = [one.name for one in fields(Person) if one.name in there and one.name not in OURS]
    return {name: getattr(person, name) for name in wanted if getattr(person, name)}


def differences(case: Case, path: str, person: Person) -> tuple[Difference, ...]:
    """Return where what was typed in another field than `path` differs from what is known."""
    holder = parent_of(path)
    found = []
    for name, known in items_for(case, holder, person).items():
        at = join(holder, name)
        typed = get_at(case, at)
        if at != path and not is_blank(typed) and typed != known and not _presumed(case, holder, name):
            label = item_of(Person, name).label
            found.append(Difference(at, known, f"{label}（档案中为{_shown(name, known)}）"))
    return tuple(found)


def _presumed(case: Case, holder: str, name: str) -> bool:
    """Say whether an item stands there only because a new card holds it already: no number, no document."""
    return name == "id_type" and is_blank(get_at(case, join(holder, "id_no")))


def missing(case: Case, path: str, person: Person) -> dict[str, Any]:
    """Return what is known and not typed yet, by its path; the field of `path` held only a few letters."""
    holder = parent_of(path)
    return {
        join(holder, name): known
        for name, known in items_for(case, holder, person).items()
        if join(holder, name) == path
        or is_blank(get_at(case, join(holder, name)))
        or _presumed(case, holder, name)
    }


def _shown(name: str, known: Any) -> str:
    if name in COVERED:
        return masked_number(known)
    if isinstance(known, tuple):
        return "、".join(known)
    return show_date(known) if name == "birth" else str(known)


def untied(case: Case, path: str, before: Any) -> Case:
    """Return the case with a person let go whose name was typed over: not one character is the same."""
    holder = parent_of(path)
    if parts_of(path)[-1] != "name" or not before or not getattr(get_at(case, holder), "person_id", ""):
        return case
    kept = set(str(before)) & set(str(get_at(case, path)))
    return case if kept else set_at(case, f"{holder}.person_id", "")

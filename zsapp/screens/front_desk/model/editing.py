"""Editing a front-desk record (编辑): what typing one item brings about, and what is kept of it. Pure.

Birthday and sex from an identity number, an amount in words. What was begun and left blank is not kept.
"""

from dataclasses import replace
from typing import Any

from zsapp.base.items import Thing, base_of, items
from zsapp.rules.desk_parts import Visitor
from zsapp.rules.money import in_words
from zsapp.rules.people import birth_in, normalise_number, sex_in
from zsapp.screens.kit.paths import get_at, is_blank, join, parent_of, set_at

SEXES = {"男": "1", "女": "2"}
PREFILLED = frozenset({"service", "date", "org", "org_name", "recorder", "origin", "restricted"})
"""What a new record holds already: one with nothing else is not worth a draft."""


def trimmed(record: Any) -> Any:
    """Return a record as it is kept: blank members of lists and blank groups are dropped."""
    kept: dict[str, Any] = {}
    for one in items(type(record)):
        value = getattr(record, one.name)
        optional, inner, member = base_of(one.type)
        if isinstance(value, tuple) and isinstance(member, type) and issubclass(member, Thing):
            kept[one.name] = tuple(each for each in value if not is_blank(each))
        elif optional and isinstance(value, Thing) and isinstance(inner, type) and is_blank(value):
            kept[one.name] = None
    return replace(record, **kept)


def is_bare(record: Any) -> bool:
    """Say whether nobody typed anything yet."""
    return is_blank(trimmed(record), PREFILLED)


def edited(record: Any, path: str, value: Any) -> Any:
    """Return a record after one item was typed, with what follows from it."""
    before = get_at(record, path)
    record = set_at(record, path, value)
    holder, _, name = path.rpartition(".")
    if name == "id_no" and isinstance(get_at(record, holder), Visitor):
        return set_at(record, holder, _from_number(get_at(record, holder), str(before or "")))
    if name == "name" and isinstance(get_at(record, holder), Visitor):
        return _untied(record, path, before)
    if path == "act.amount":
        return _worded(record, before)
    return record


def _from_number(visitor: Visitor, before: str) -> Visitor:
    """Fill birthday and sex from the number, unless the clerk had set them to something else himself."""
    number, old = normalise_number(visitor.id_no), normalise_number(before)
    birth, sex = birth_in(number), SEXES.get(sex_in(number), "")
    if birth is not None and visitor.birth in (None, birth_in(old)):
        visitor = replace(visitor, birth=birth)
    if sex and visitor.sex in ("", SEXES.get(sex_in(old), "")):
        visitor = replace(visitor, sex=sex)
    return visitor


def _untied(record: Any, path: str, before: Any) -> Any:
    """Let a known person go whose name was typed over: not one character is the same."""
    holder = parent_of(path)
    if not before or not get_at(record, holder).person_id:
        return record
    kept = set(str(before)) & set(str(get_at(record, path)))
    return record if kept else set_at(record, join(holder, "person_id"), "")


def _worded(record: Any, before: Any) -> Any:
    """Write an amount in words, unless the clerk has written something else there."""
    act = record.act
    if act.amount_upper not in ("", in_words(before) if before is not None else ""):
        return record
    return replace(record, act=replace(act, amount_upper="" if act.amount is None else in_words(act.amount)))


def added(record: Any, path: str, member: Thing) -> Any:
    """Return a record with one more member at the end of a list."""
    return set_at(record, path, (*(get_at(record, path) or ()), member))


def with_all(record: Any, where: str, values: dict[str, Any]) -> Any:
    """Return a record with several items of a group set."""
    for name, value in values.items():
        record = set_at(record, f"{where}.{name}", value)
    return record

"""The course of a case (办案经过) for the terminal: items set by their place, and disputes that come back.

A place is written as findings write it: `evidence[0].returned`, `dates.extend_to`, `admission.crime`. The
window types the same items in its steps.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.base.items import Item, Thing, base_of, items
from zsapp.base.plain import from_sheet
from zsapp.rules.mediation_state import REOPENABLE, apart, reopened
from zsapp.services.mediation import CaseView, Mediation

T = TypeVar("T", bound=Thing)
PART = re.compile(r"(?P<name>[^.\[\]]+)(?:\[(?P<at>\d{1,4})\])?")
FLAGS = {"是": True, "否": False, "true": True, "false": False}
LOCKED = frozenset(
    {
        *("overrides", "scans", "void", "person_id", "apart", "sha256", "signed", "amendment", "composed"),
        "origin",
    }
)
"""What has a verb of its own, or is no text a person writes."""


class Journey:
    """The desk."""

    def __init__(self, mediation: Mediation) -> None:
        """Work beside the desk of mediation."""
        self._mediation = mediation

    def change(self, ref: str, texts: Mapping[str, str]) -> CaseView:
        """Set items of a case by their places; the empty text empties one. `x[n]` past the end adds a member.

        Raises:
            Refusal: IMPORT_KEY_UNKNOWN, IMPORT_TYPE_WRONG, DATE_WRONG, TEXT_TOO_LONG … at the place.
        """
        view = self._mediation.find(ref)
        case = view.case
        for place, text in texts.items():
            before = apart(case) if place.startswith("sessions") else case
            case = with_text(before, place, text)
        return self._mediation.save(view.id, case, base_version=view.version, verb="set")

    def reopen(self, ref: str, *, on: date, reason: str) -> CaseView:
        """Take a closed dispute in again as a new case (重新受理): its parties and facts, not its course.

        Raises:
            Refusal: RECORD_UNKNOWN, CASE_STEP_NOT_OPEN while it still runs, REASON_MISSING.
        """
        view = self._mediation.find(ref)
        if view.state not in REOPENABLE:
            raise Refusal(Code.CASE_STEP_NOT_OPEN, verb="重新受理", state=view.state)
        if not reason.strip():
            raise Refusal(Code.REASON_MISSING, field="reason")
        case = reopened(view.case, view.number or view.title, on, reason.strip())
        return self._mediation.save(new_id(), case, base_version=0, verb="reopen")


def with_text(thing: T, place: str, text: str) -> T:
    """Return a thing with the item at a place set to what a text says; the empty text empties it.

    Raises:
        Refusal: as `Journey.change`, at the place.
    """
    try:
        put: T = _put(thing, _parts(place), text)
    except Refusal as no:
        raise Refusal(no.code, field=place, **no.facts) from no
    return put


def _parts(place: str) -> list[tuple[str, int | None]]:
    found = [PART.fullmatch(one) for one in place.split(".")]
    return (
        [(one["name"], int(one["at"]) if one["at"] else None) for one in found if one] if all(found) else []
    )


def _put(thing: Any, parts: list[tuple[str, int | None]], text: str) -> Any:
    """Return a thing with the item at a place set to what a text says."""
    name, at = parts[0] if parts else ("", None)
    one = next((one for one in items(type(thing)) if one.sheet_key == name), None)
    if one is None or one.name in LOCKED:
        raise Refusal(Code.IMPORT_KEY_UNKNOWN, key=name)
    _, kind, member = base_of(one.type)
    if kind is tuple and at is not None:
        value: Any = _in_list(getattr(thing, one.name), at, parts[1:], (one, member, text))
    elif len(parts) > 1:
        if not (isinstance(kind, type) and issubclass(kind, Thing)):
            raise Refusal(Code.IMPORT_KEY_UNKNOWN, key=parts[1][0])
        value = _put(getattr(thing, one.name) or kind(), parts[1:], text)
    else:
        value = _read(type(thing), one, text)
    return replace(thing, **{one.name: value})


def _in_list(
    found: tuple[Any, ...], at: int, rest: list[tuple[str, int | None]], told: tuple[Item, Any, str]
) -> tuple[Any, ...]:
    one, member, text = told
    if at > len(found):
        raise Refusal(Code.IMPORT_KEY_UNKNOWN, key=f"{one.sheet_key}[{at}]")
    if rest:
        if not (isinstance(member, type) and issubclass(member, Thing)):
            raise Refusal(Code.IMPORT_KEY_UNKNOWN, key=rest[0][0])
        put: tuple[Any, ...] = (_put(found[at] if at < len(found) else member(), rest, text),)
    else:
        put = (_value(member, text, one),) if text else ()
    return (*found[:at], *put, *found[at + 1 :])


def _read(kind: type[Thing], one: Item, text: str) -> Any:
    """Return the value a text says, held against what the item takes."""
    if not text:
        return getattr(kind(), one.name)
    _, base, member = base_of(one.type)
    if base is tuple:
        value: Any = [_value(member, part, one) for part in text.split("、")]
    else:
        value = _value(base, text, one)
    if one.internal:
        return value
    return getattr(from_sheet(kind, {one.sheet_key: value}), one.name)


def _value(kind: Any, text: str, one: Item) -> Any:
    if kind is str:
        return text
    if kind is date:
        try:
            return date.fromisoformat(text)
        except ValueError as fault:
            raise Refusal(Code.DATE_WRONG, text=text) from fault
    if kind is bool and text in FLAGS:
        return FLAGS[text]
    if kind in (int, Decimal):
        try:
            return kind(text)
        except (ValueError, InvalidOperation):
            raise Refusal(Code.IMPORT_TYPE_WRONG, wanted="数字", got=text) from None
    wanted = "是或否" if kind is bool else f"“{one.label}”里的各项，如 {one.sheet_key}.…"
    raise Refusal(Code.IMPORT_TYPE_WRONG, wanted=wanted, got=text)

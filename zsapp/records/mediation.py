"""Mediation cases in the index (调解案件索引): payload to index values. Pure; knows no SQL.

The state is asked of the rules, never stored in the payload.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from typing import Any

from zsapp.base.items import Item, Thing, base_of, items
from zsapp.base.leaves import WRITE_WIRE
from zsapp.base.plain import from_plain, keyed_items
from zsapp.records.index_of import IndexRow, Named, Words, text_at
from zsapp.records.index_rows import LINE_COLUMNS
from zsapp.rules.mediation import SECTOR, Case
from zsapp.rules.mediation_ledger import LedgerLine, ledger_line
from zsapp.rules.mediation_parts import (
    Confirmation,
    Mediator,
    Obligation,
    OralRegister,
    Party,
    RosterRow,
)
from zsapp.rules.mediation_state import state_of

__all__ = ["SECTOR", "index_of", "line_of", "words_of"]

ROSTER = tuple(one.name for one in items(RosterRow))
"""The columns of the annex, whose rows are bare lists on the wire."""

NARRATIVES = ("brief", "investigation", "record", "responsibility", "follow_up")
LISTS = ("requests", "clauses")
NUMBERS = ("volume_no", "agreement_no", "case")


def index_of(payload: dict[str, Any]) -> IndexRow:
    """Return what lists need of a case, from its wire form."""
    return _index(payload, _glimpse(Case, payload))


def _index(payload: dict[str, Any], seen: Case) -> IndexRow:
    number, agreement = text_at(payload, "volume_no"), text_at(payload, "agreement_no")
    return IndexRow(
        title=_title(payload),
        number=number or agreement,
        alias=agreement if number and agreement != number else "",
        org=text_at(payload, "committee"),
        ref=text_at(payload, "case"),
        state=state_of(seen),
        kind=text_at(payload, "dispute_type"),
        accepted_on=text_at(payload.get("dates") or {}, "accept"),
    )


def words_of(payload: dict[str, Any]) -> Words:
    """Return what search needs of a case, from its wire form."""
    people = tuple(_people(payload))
    texts = [
        *(text_at(payload, key) for key in NUMBERS),
        *(text_at(one.get("terms") or {}, "agreement_no") for one in _rows(payload, "signed")),
        _title(payload),
        *(person.name for person in people),
        *(text_at(party, "address") for party in _rows(payload, "parties")),
        *(text_at(payload, key) for key in NARRATIVES),
        *(line for key in LISTS for line in payload.get(key) or ()),
    ]
    return Words(people, "\n".join(text for text in texts if text))


SEEN: dict[type[Thing], tuple[str, ...]] = {
    Case: (
        *("committee", "volume_no", "agreement_no", "source", "dispute_type", "difficulty", "dates"),
        *("totals", "outcome", "referral", "reopened", "prevention", "parties", "mediators", "schedule"),
        *("confirmation", "roster", "clauses", "oral_register", "signed", "void"),
    ),
    Confirmation: ("result", "apply_date"),
    Mediator: ("name", "role"),
    Obligation: ("kind", "amount", "period", "status"),
    OralRegister: (),
    Party: ("role", "kind", "name", "group", "representatives"),
}
"""What state and line of the register hang on; of other groups all of it."""


def line_of(payload: dict[str, Any]) -> dict[str, Any] | None:
    """Return a case's line of the register, from a wire form that is one; a void case has none.

    Only what the line hangs on is read: all of it takes five times as long (a test compares).
    """
    return _line(payload, _glimpse(Case, payload))


def index_and_line(payload: dict[str, Any]) -> tuple[IndexRow, dict[str, Any] | None]:
    """Return a case's index row, and its line of the register without names, from one glimpse of it."""
    seen = _glimpse(Case, payload)
    return _index(payload, seen), _line(payload, seen, named=False)


def _line(payload: dict[str, Any], seen: Case, *, named: bool = True) -> dict[str, Any] | None:
    if payload.get("void"):
        return None
    if payload.get("signed"):  # few cases: the agreement in force may be another than the one being written
        seen = from_plain(Case, payload)
    return {
        key: empty if value is None or value == "" else WRITE_WIRE[type(value)](value, one)
        for (key, one, empty), value in zip(COLUMNS, VALUES(ledger_line(seen, named=named)), strict=True)
    }


COLUMNS = tuple((key, one, LINE_COLUMNS[key]) for key, one in keyed_items(LedgerLine, "wire").items())
"""The columns of a line: key, item, and what stands there for nothing."""
VALUES = attrgetter(*(one.name for _, one, _ in COLUMNS))


def _glimpse(cls: Any, plain: dict[str, Any]) -> Any:
    """Return a thing of nothing but what is seen of it, from a wire form that is one: every save asks.

    The other items are not even empty: a rule that reads one fails at once.
    """
    made = object.__new__(cls)
    for put, key, read, empty in _seen(cls):
        value = plain.get(key)
        put(made, empty if value is None else read(value) if read else value)
    return made


@cache
def _seen(cls: Any) -> tuple[tuple[Callable[[Any, Any], None], str, Callable[[Any], Any] | None, Any], ...]:
    """Return the items seen of a thing: what puts one there, key, how it is read, what is there else."""
    names, nothing = SEEN.get(cls), cls()
    return tuple(
        (getattr(cls, one.name).__set__, key, _reading(one), getattr(nothing, one.name))
        for key, one in keyed_items(cls, "wire").items()
        if names is None or one.name in names
    )


def _reading(one: Item) -> Callable[[Any], Any] | None:
    kind, member = base_of(one.type)[1:]
    if kind is tuple and not one.row and (read := READ.get(member) or _group(member)):
        return lambda value: tuple([read(each) for each in value])
    return tuple if kind is tuple else READ.get(kind) or _group(kind)


def _group(kind: Any) -> Callable[[Any], Any] | None:
    return partial(_glimpse, kind) if isinstance(kind, type) and issubclass(kind, Thing) else None


READ: dict[Any, Callable[[Any], Any]] = {date: date.fromisoformat, Decimal: lambda fen: Decimal(fen) / 100}
"""What is not on the wire as it is in the record; of decimals there is only money here."""


def _title(payload: dict[str, Any]) -> str:
    """Return the volume's name as `title_of` of the rules does, from the wire form (a test compares)."""
    if title := text_at(payload, "title"):
        return title
    sides: dict[str, list[str]] = {}
    for party in _rows(payload, "parties"):
        sides.setdefault(text_at(party, "role"), []).append(text_at(party, "name"))
    kind = text_at(payload, "dispute_type").rsplit("/", 1)[-1]
    return "与".join("、".join(names) for names in sides.values()) + (
        kind if kind.endswith("纠纷") else f"{kind}纠纷"
    )


def _people(payload: dict[str, Any]) -> Iterator[Named]:
    for party in _rows(payload, "parties"):
        yield from _party(party)
    for row in payload.get("roster") or ():
        yield _named(dict(zip(ROSTER, row, strict=False)))
    if payload.get("deceased"):
        yield _named(payload["deceased"])


def _party(party: dict[str, Any]) -> Iterator[Named]:
    yield _named(party)
    if alias := text_at(party, "name_as_on_id"):
        yield Named(alias)
    for group in ("legal_rep", "agent", "witness"):
        if party.get(group):
            yield _named(party[group])
    for guardian in _rows(party, "guardians"):
        yield _named(guardian)
    for name in party.get("representatives") or ():
        yield Named(name)


def _named(group: dict[str, Any]) -> Named:
    number = text_at(group, "id_no") or text_at(group, "uscc")
    return Named(text_at(group, "name"), number.upper(), text_at(group, "phone"))


def _rows(group: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return group.get(key) or []

"""Ledgers (台账): registers as data, read from `forms/<sector>/<name>.ledger.toml`, checked when loaded.

A column names an item; its label, unit, type and sensitivity are those of the item (declared once). Values
come in their wire form, a row at a time, and become the typed cells of a sheet.
Refuses to know: where the rows come from.
"""

import functools
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import read_whole
from zsapp.base.items import Item, Thing, base_of, items
from zsapp.base.paths import shipped
from zsapp.press.xlsx import Head, Kind, Page
from zsapp.rules.duty_paper import DutyLine
from zsapp.rules.legal_aid_ledger import AidLine
from zsapp.rules.mediation_ledger import LedgerLine
from zsapp.rules.mediation_old_ledger import OldCase

ABOUT: Mapping[str, type[Thing]] = {
    "AidLine": AidLine,
    "DutyLine": DutyLine,
    "LedgerLine": LedgerLine,
    "OldCase": OldCase,
}
"""What a ledger may be about, beside the lines of services (`rules/desk_ledger.py`)."""
TOP = {"id": str, "number": str, "edition": str, "title": str, "law": str, "about": str, "column": list}
USE = {"purpose": str}
COLUMN = {"item": str, "width": int, "once": bool, "masked": str, "aliases": list}
IMPORT = "import"
"""The purpose of a table that is filled in elsewhere and read here; all others are written here."""
LONG_TEXT = 255
SERIAL = Head("序号", 7, "number")

READ: dict[Kind, Callable[[Any], Any]] = {
    "day": lambda value: date.fromisoformat(value) if value else None,
    "money": lambda value: None if value is None else Decimal(value) / 100,
}
"""From the wire form of a value to that of a cell; all others are the same."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its item, its width, whether it is said once where all rows agree, its covered twin.

    `aliases` are other names under which people's own tables have it.
    """

    item: Item
    width: int
    once: bool = False
    masked: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What its cells are."""
        base = base_of(self.item.type)[1]
        if base is str:
            return "long" if (self.item.maximum or 0) > LONG_TEXT else "text"
        return "day" if base is date else "money" if base is Decimal else "number"

    @property
    def head(self) -> Head:
        """Its head: the item's label and unit."""
        unit = f"（{self.item.unit}）" if self.item.unit else ""
        return Head(f"{self.item.label}{unit}", self.width, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A ledger as defined."""

    id: str
    number: str
    edition: str
    title: str
    law: str
    columns: tuple[Column, ...]

    @property
    def sector(self) -> str:
        """The sector it is of: the first part of its id."""
        return self.id.partition(".")[0]

    def names(self, *, masked: bool) -> tuple[str, ...]:
        """Return the wire keys of the values a row needs, in order; personal ones covered if asked."""
        return tuple(one.masked if masked and one.masked else one.item.wire_key for one in self.columns)


def find_ledger(ref: str) -> Ledger:
    """Return the ledger of an id, e.g. mediation.cases.

    Raises:
        Refusal: FORM_UNKNOWN.
        Trouble: FORM_BROKEN.
    """
    for one in _shipped():
        if one.id == ref:
            return one
    raise Refusal(Code.FORM_UNKNOWN, field="form", form=ref)


def ledgers(sector: str = "") -> tuple[Ledger, ...]:
    """Return the ledgers that are written here, those of a sector or all, by number.

    Raises:
        Trouble: FORM_BROKEN.
    """
    found = (one for one in _shipped() if one.number and sector in ("", one.sector))
    return tuple(sorted(found, key=lambda one: one.number))


@functools.cache
def _shipped() -> tuple[Ledger, ...]:
    paths = sorted(shipped("forms").glob("*/*.ledger.toml"))
    return tuple(read_ledger(read_whole(path), path.name) for path in paths)


def read_ledger(source: bytes, name: str) -> Ledger:
    """Return the ledger of a definition, checked whole.

    Raises:
        Trouble: FORM_BROKEN, saying what and where.
    """
    try:
        top = tomllib.loads(source.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Trouble(Code.FORM_BROKEN, file=name, what=f"不是 TOML 文件（{fault}）") from fault
    _check_keys({key: value for key, value in top.items() if key not in USE}, TOP, name)
    about = _about(top["about"])
    if about is None:
        raise Trouble(Code.FORM_BROKEN, file=name, what=f"没有这种about“{top['about']}”")
    known = {one.name: one for one in items(about)}
    guarded = top.get("purpose") != IMPORT
    columns = tuple(_column(one, known, name, guarded=guarded) for one in top["column"])
    texts = {key: top[key] for key in ("id", "number", "edition", "title", "law")}
    return Ledger(**texts, columns=columns)


def _about(name: str) -> type[Thing] | None:
    """Return what a ledger is about by its name: a line of a case, of an intake, of a service."""
    if name in ABOUT:
        return ABOUT[name]
    from zsapp.rules import desk_ledger  # the window must not wait for the lines of every service

    found = getattr(desk_ledger, name, None)
    return found if isinstance(found, type) and issubclass(found, desk_ledger.DeskLine) else None


def _check_keys(found: dict[str, Any], known: Mapping[str, type], name: str, *, whole: bool = True) -> None:
    """Hold the keys of a group and their types against those it may, or must, have."""
    wrong = [key for key, value in found.items() if key not in known or type(value) is not known[key]]
    missing = [key for key in known if key not in found] if whole else []
    if wrong or missing:
        what = f"“{wrong[0]}”写错或不该有" if wrong else f"缺少“{missing[0]}”"
        raise Trouble(Code.FORM_BROKEN, file=name, what=what)


def _column(found: Any, known: Mapping[str, Item], name: str, *, guarded: bool) -> Column:
    group = found if isinstance(found, dict) else {}
    _check_keys(group, COLUMN, name, whole=False)
    for key in ("item", "masked"):
        if (key in group or key == "item") and group.get(key) not in known:
            raise Trouble(Code.FORM_BROKEN, file=name, what=f"没有项目“{group.get(key, '')}”")
    one = known[group["item"]]
    if guarded and one.care and not group.get("masked"):
        raise Trouble(Code.FORM_BROKEN, file=name, what=f"“{one.name}”是个人信息，缺少“masked”")
    aliases = tuple(str(word) for word in group.get("aliases", ()))
    return Column(one, group.get("width", 12), group.get("once", False), group.get("masked", ""), aliases)


def blank_page(ledger: Ledger, notes: Sequence[str]) -> Page:
    """Return the sheet of an empty table, to be filled in."""
    heads = [SERIAL, *(one.head for one in ledger.columns)]
    return Page(name=ledger.title, title=ledger.title, notes=notes, heads=heads, rows=())


def ledger_page(ledger: Ledger, rows: Sequence[Sequence[Any]], notes: Sequence[str]) -> Page:
    """Return the sheet of rows in wire form; columns said once are named above it if all rows agree."""
    said = [at for at, one in enumerate(ledger.columns) if one.once and len({row[at] for row in rows}) <= 1]
    shown = [at for at in range(len(ledger.columns)) if at not in said]
    above = [f"{ledger.columns[at].item.label}：{rows[0][at]}" for at in said if rows]
    return Page(
        name=ledger.title,
        title=ledger.title,
        notes=[*above, *notes],
        heads=[SERIAL, *(ledger.columns[at].head for at in shown)],
        rows=_typed(rows, [(at, READ.get(ledger.columns[at].kind)) for at in shown]),
    )


def _typed(
    rows: Iterable[Sequence[Any]], shown: Sequence[tuple[int, Callable[[Any], Any] | None]]
) -> Iterator[list[Any]]:
    for number, row in enumerate(rows, 1):
        yield [number, *(read(row[at]) if read else row[at] for at, read in shown)]

"""The codec (编解码): a Thing to plain values and back, by its items alone.

Two dialects of one shape. *Wire* (journal, drafts, packages): money is whole 分 under `name_fen`, other decimals
are text, dates ISO text, text NFC except what is `verbatim` (decision 7). *Sheet* (import and export files):
money and decimals are exact decimals, dates are dates, keys may be Chinese. An item never given is absent in
both; one given empty is there, empty (see `Thing.left_blank`).
"""

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from zsapp.base.canonical import Plain
from zsapp.base.errors import Code, Refusal
from zsapp.base.items import LINE, Item, Thing, base_of, items, yuan_to_fen

MANY = 1_000
"""Members a list may have unless its item says otherwise."""

FEN_LIMIT = 10**16
"""Amounts stay below 10^14 元 (brief V11)."""

T = TypeVar("T", bound=Thing)


def to_plain(thing: Thing) -> dict[str, Plain]:
    """Return the wire form: what the journal keeps, whole."""
    return WIRE.encode(thing)


def to_sheet(thing: Thing) -> dict[str, Any]:
    """Return the form of import files; internal items (ids of our own) are left out."""
    return SHEET.encode(thing)


def from_plain(cls: type[T], plain: Plain) -> T:
    """Return the thing of a wire form.

    Raises:
        Refusal: IMPORT_KEY_UNKNOWN, IMPORT_TYPE_WRONG, TEXT_TOO_LONG … with the path of the item as field.
    """
    return WIRE.decode(cls, plain, "", ())


def from_sheet(cls: type[T], sheet: Any, ignore: Collection[str] = ()) -> T:  # noqa: ANN401 -- whatever a file held
    """Return the thing of an import file's entry; top-level keys in `ignore` are passed over.

    Raises:
        Refusal: as `from_plain`.
    """
    return SHEET.decode(cls, sheet, "", ignore)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing values: which key, and how the leaves are written and read."""

    key: Callable[[Item], str]
    write: dict[Any, Callable[[Any, Item], Any]]
    read: dict[Any, Callable[[Any, Item, str], Any]]
    internal: bool

    def _items(self, cls: type) -> list[Item]:
        return [one for one in items(cls) if self.internal or not one.internal]

    def encode(self, thing: Thing) -> dict[str, Any]:
        """Return the plain form of a thing."""
        out: dict[str, Any] = {}
        for one in self._items(type(thing)):
            value = getattr(thing, one.name)
            if not _is_empty(value):
                out[self.key(one)] = self._encode_value(value, one)
            elif one.name in thing.left_blank:
                out[self.key(one)] = None
            elif f"{one.name}=" in thing.left_blank:
                out[self.key(one)] = self._encode_value(value, one)
        return out

    def _encode_value(self, value: Any, one: Item) -> Any:  # noqa: ANN401
        if isinstance(value, Thing):
            return self._encode_row(value) if one.row else self.encode(value)
        if isinstance(value, tuple):
            return [self._encode_value(member, one) for member in value]
        if isinstance(value, dict):
            return {key: self._encode_value(member, one) for key, member in value.items()}
        return self.write[type(value)](value, one)

    def _encode_row(self, thing: Thing) -> list[Any]:
        cells: list[Any] = []
        for one in items(type(thing)):
            value = self._encode_value(getattr(thing, one.name), one)
            cells.extend(value if isinstance(value, list) else [value])
        return cells

    def decode(self, cls: type[T], plain: Any, where: str, ignore: Collection[str]) -> T:  # noqa: ANN401
        """Return a thing of `cls`; `where` is the path so far, for the refusal."""
        if not isinstance(plain, dict):
            raise wrong_type("一组项目", plain, where)
        known = {self.key(one): one for one in self._items(cls)}
        values: dict[str, Any] = {}
        blank: set[str] = set()
        for key, value in plain.items():
            one = known.get(key)
            if one is None:
                if key in ignore:
                    continue
                raise Refusal(Code.IMPORT_KEY_UNKNOWN, field=_path(where, key), key=_path(where, key))
            if value is None:
                blank.add(one.name)
                continue
            values[one.name] = self._decode_value(value, one, _path(where, key), one.type)
            if _is_empty(values[one.name]):
                blank.add(f"{one.name}=")
        return cls(**values, left_blank=frozenset(blank))

    def _decode_value(self, value: Any, one: Item, where: str, annotation: Any) -> Any:  # noqa: ANN401
        _, kind, member = base_of(annotation)
        if kind is tuple:
            if not isinstance(value, list):
                raise wrong_type("清单", value, where)
            limit = one.maximum if one.maximum is not None and not _is_leaf(member) else MANY
            if len(value) > limit:
                raise Refusal(Code.LIST_TOO_LONG, field=where, length=len(value), limit=limit)
            return tuple(
                self._decode_value(each, one, f"{where}[{n}]", member) for n, each in enumerate(value)
            )
        if kind is dict:
            if not isinstance(value, dict):
                raise wrong_type("一组项目", value, where)
            return {
                str(key): self._decode_value(each, one, _path(where, str(key)), member)
                for key, each in value.items()
            }
        if isinstance(kind, type) and issubclass(kind, Thing):
            return self._decode_row(kind, value, where) if one.row else self.decode(kind, value, where, ())
        return self.read[kind](value, one, where)

    def _decode_row(self, cls: type[T], value: Any, where: str) -> T:  # noqa: ANN401
        if not isinstance(value, list):
            raise wrong_type("一行清单", value, where)
        declared = items(cls)
        if len(value) < len(declared) - 1:
            raise wrong_type(f"至少{len(declared) - 1}列", len(value), where)
        values: dict[str, Any] = {}
        for n, one in enumerate(declared):
            _, kind, member = base_of(one.type)
            cell = value[n:] if kind is tuple else value[n]
            at = f"{where}[{n}]"
            values[one.name] = self._decode_value(cell, one, at, one.type)
        return cls(**values)


def _is_leaf(member: Any) -> bool:  # noqa: ANN401
    return not (isinstance(member, type) and issubclass(member, Thing))


def _is_empty(value: Any) -> bool:  # noqa: ANN401
    return value is None or value in ("", (), {}) or (isinstance(value, Thing) and value == type(value)())


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def wrong_type(wanted: str, got: object, where: str) -> Refusal:
    """Return the refusal of a value of the wrong type, quoting at most 20 characters of it."""
    return Refusal(Code.IMPORT_TYPE_WRONG, field=where, wanted=wanted, got=str(got)[:20])


def clean_text(text: str, one: Item, where: str) -> str:
    """Return a text fit to keep: no control characters, no half surrogates, not too long, NFC unless verbatim.

    Raises:
        Refusal: TEXT_TOO_LONG, TEXT_CONTROL_CHARACTER.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    limit = one.maximum or LINE
    if len(text) > limit:
        raise Refusal(Code.TEXT_TOO_LONG, field=where, length=len(text), limit=limit)
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        raise Refusal(Code.TEXT_CONTROL_CHARACTER, field=where)
    return text if one.verbatim else unicodedata.normalize("NFC", text)


def _read_text(value: Any, one: Item, where: str) -> str:  # noqa: ANN401
    if not isinstance(value, str):
        raise wrong_type("文字", value, where)
    return clean_text(value, one, where)


def _read_bool(value: Any, _one: Item, where: str) -> bool:  # noqa: ANN401
    if not isinstance(value, bool):
        raise wrong_type("是或否", value, where)
    return value


def _read_int(value: Any, one: Item, where: str) -> int:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
        raise wrong_type("整数", value, where)
    return int(in_range(Decimal(value), one, where))


def _read_date(value: Any, _one: Item, where: str) -> date:  # noqa: ANN401
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise wrong_type("日期", value, where)
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise wrong_type("日期", value, where) from fault


def _read_sheet_decimal(value: Any, one: Item, where: str) -> Decimal:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_type("数字", value, where)
    return in_range(Decimal(value), one, where)


def _read_wire_decimal(value: Any, one: Item, where: str) -> Decimal:  # noqa: ANN401
    if one.money:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type("以分计的整数", value, where)
        return in_range(Decimal(value) / 100, one, where)
    if not isinstance(value, str):
        raise wrong_type("文字形式的数字", value, where)
    try:
        return in_range(Decimal(value), one, where)
    except InvalidOperation as fault:
        raise wrong_type("数字", value, where) from fault


def in_range(value: Decimal, one: Item, where: str) -> Decimal:
    """Return the number if its item allows it.

    Raises:
        Refusal: NUMBER_OUT_OF_RANGE: not finite, too many places, or outside minimum and maximum.
    """
    places = 2 if one.money else one.places
    good = (
        value.is_finite()
        and abs(value) * 100 < FEN_LIMIT
        and (places is None or value == round(value, places))
        and (one.minimum is None or value >= one.minimum)
        and (one.maximum is None or value <= one.maximum)
    )
    if not good:
        raise Refusal(Code.NUMBER_OUT_OF_RANGE, field=where, got=str(value)[:20])
    return value


def _write_wire_decimal(value: Decimal, one: Item) -> int | str:
    return yuan_to_fen(value) if one.money else str(value)


def _same(value: Any, _one: Item) -> Any:  # noqa: ANN401
    return value


READ: dict[Any, Callable[[Any, Item, str], Any]] = {
    str: _read_text,
    bool: _read_bool,
    int: _read_int,
    date: _read_date,
}
WIRE = Dialect(
    key=lambda one: one.wire_key,
    write={
        str: _same,
        bool: _same,
        int: _same,
        date: lambda day, _: day.isoformat(),
        Decimal: _write_wire_decimal,
    },
    read={**READ, Decimal: _read_wire_decimal},
    internal=True,
)
SHEET = Dialect(
    key=lambda one: one.sheet_key,
    write=dict.fromkeys((str, bool, int, date, Decimal), _same),
    read={**READ, Decimal: _read_sheet_decimal},
    internal=False,
)

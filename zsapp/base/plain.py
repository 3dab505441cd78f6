"""The codec (编解码): a Thing to plain values and back, by its items alone.

Two dialects of one shape. *Wire* (journal, drafts, packages): money is whole 分 under `name_fen`, other
decimals are text, dates ISO text, text NFC except what is `verbatim` (decision 7). *Sheet* (import and export
files): money and decimals are exact decimals, dates are dates, keys may be Chinese. An item never given is
absent in both; one given empty is there, empty (see `Thing.left_blank`).
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeVar

from zsapp.base.canonical import Plain
from zsapp.base.errors import Code, Refusal
from zsapp.base.items import LINE, Item, Thing, base_of, is_empty, items, yuan_to_fen

MANY = 1_000
"""Members a list may have unless its item says otherwise."""

LIMIT = 10**14
"""Numbers stay below it: amounts below 10^14 元 (brief V11)."""

PLACES = 10
"""Decimal places a number may have unless it is money (2) or its item says otherwise."""

QUOTED = 20
"""Characters of what was typed that a refusal repeats."""

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


def from_sheet(cls: type[T], sheet: Any, ignore: Collection[str] = ()) -> T:
    """Return the thing of an import file's entry; top-level keys in `ignore` are passed over.

    Raises:
        Refusal: as `from_plain`.
    """
    return SHEET.decode(cls, sheet, "", ignore)


def fit_to_keep(thing: T) -> T:
    """Return the thing as the journal will give it back: what could not be read again is refused, not kept.

    Raises:
        Refusal: as `from_plain`.
    """
    return from_plain(type(thing), to_plain(thing))


def fit_value(value: Any, one: Item) -> Any:
    """Return one item's value as the journal will give it back.

    Raises:
        Refusal: as `fit_to_keep`; its field is the place within the value.
    """
    return WIRE.refit(value, one)


_KEYED: dict[tuple[type, str], dict[str, Item]] = {}


def keyed_items(cls: type, dialect: Literal["wire", "sheet"]) -> dict[str, Item]:
    """Return the items of a class by their keys in a dialect; import files hold none of our ids."""
    found = _KEYED.get((cls, dialect))
    if found is None:
        wire = dialect == "wire"
        found = {
            one.wire_key if wire else one.sheet_key: one for one in items(cls) if wire or not one.internal
        }
        _KEYED[cls, dialect] = found
    return found


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing values: which keys, and how the leaves are written and read."""

    name: Literal["wire", "sheet"]
    write: dict[Any, Callable[[Any, Item], Any]]
    read: dict[Any, Callable[[Any, Item, str], Any]]

    def encode(self, thing: Thing) -> dict[str, Any]:
        """Return the plain form of a thing."""
        out: dict[str, Any] = {}
        for key, one in keyed_items(type(thing), self.name).items():
            value = getattr(thing, one.name)
            if not is_empty(value):
                out[key] = self._encode_value(value, one)
            elif one.name in thing.left_blank:
                out[key] = None
            elif f"{one.name}=" in thing.left_blank:
                out[key] = self._encode_value(value, one)
        return out

    def _encode_value(self, value: Any, one: Item) -> Any:
        if isinstance(value, Thing):
            return self._encode_row(value) if one.row else self.encode(value)
        if isinstance(value, tuple):
            return [self._encode_value(member, one) for member in value]
        if isinstance(value, dict):
            return {key: self._encode_value(member, one) for key, member in value.items()}
        return self.write[type(value)](value, one)

    def _encode_row(self, thing: Thing) -> list[Any]:
        cells: list[Any] = []
        for one in keyed_items(type(thing), self.name).values():
            value = getattr(thing, one.name)
            given = not is_empty(value) or isinstance(value, tuple) or f"{one.name}=" in thing.left_blank
            cell = self._encode_value(value, one) if given else None
            cells.extend(cell if isinstance(cell, list) else [cell])
        return cells

    def refit(self, value: Any, one: Item) -> Any:
        """Return a value there and back."""
        return self._decode_value(self._encode_value(value, one), one, "", one.type)

    def decode(self, cls: type[T], plain: Any, where: str, ignore: Collection[str]) -> T:
        """Return a thing of `cls`; `where` is the path so far, for the refusal."""
        if not isinstance(plain, dict):
            raise wrong_type("一组项目", plain, where)
        known = keyed_items(cls, self.name)
        values: dict[str, Any] = {}
        blank: set[str] = set()
        for key, value in plain.items():
            one = known.get(key)
            if one is None:
                if key in ignore:
                    continue
                unknown = _path(where, quoted(key))
                raise Refusal(Code.IMPORT_KEY_UNKNOWN, field=unknown, key=unknown)
            if value is None:
                blank.add(one.name)
                continue
            values[one.name] = self._decode_value(value, one, _path(where, key), one.type)
            if is_empty(values[one.name]):
                blank.add(f"{one.name}=")
        return cls(**values, left_blank=frozenset(blank))

    def _decode_value(self, value: Any, one: Item, where: str, annotation: Any) -> Any:
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
            return self._decode_mapping(value, one, where, member)
        if isinstance(kind, type) and issubclass(kind, Thing):
            return self._decode_row(kind, value, where) if one.row else self.decode(kind, value, where, ())
        return self.read[kind](value, one, where)

    def _decode_mapping(self, value: Any, one: Item, where: str, member: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise wrong_type("一组项目", value, where)
        if len(value) > MANY:
            raise Refusal(Code.LIST_TOO_LONG, field=where, length=len(value), limit=MANY)
        found: dict[str, Any] = {}
        for key, each in value.items():
            at = _path(where, quoted(key))
            if not isinstance(key, str):
                raise wrong_type("文字（请加引号）", key, at)
            found[clean_text(key, MAPPING_KEY, at)] = self._decode_value(each, one, at, member)
        return found

    def _decode_row(self, cls: type[T], value: Any, where: str) -> T:
        """Return a thing of a bare row. A null cell was not given; one with the empty text was, empty."""
        if not isinstance(value, list):
            raise wrong_type("一行清单", value, where)
        declared = tuple(keyed_items(cls, self.name).values())
        open_ended = base_of(declared[-1].type)[1] is tuple
        least = len(declared) - open_ended
        if len(value) < least or (len(value) > least and not open_ended):
            raise wrong_type(f"{'至少' if open_ended else ''}{least}列", f"{len(value)}列", where)
        values: dict[str, Any] = {}
        blank: set[str] = set()
        for n, one in enumerate(declared):
            rest = n == least
            cell = value[n:] if rest else value[n]
            if cell is None:
                continue
            at = f"{where}[{n}]"
            values[one.name] = self._decode_value(cell, one, at, one.type)
            if not rest and is_empty(values[one.name]):
                blank.add(f"{one.name}=")
        return cls(**values, left_blank=frozenset(blank))


MAPPING_KEY = Item("名称", verbatim=True)
"""What a key of a mapping is held to: party names, rule numbers."""


def _is_leaf(member: Any) -> bool:
    return not (isinstance(member, type) and issubclass(member, Thing))


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def quoted(value: object) -> str:
    """Return what was typed as a refusal may repeat it: short, one line, nothing that moves a terminal."""
    for kind, name in ((bool, str(value is True).lower()), (dict, "一组项目"), (list, "清单")):
        if isinstance(value, kind):
            return name
    if isinstance(value, int) and abs(value) > LIMIT:
        return "很大的数"  # Python refuses to spell out thousands of digits
    if not isinstance(value, str | int | Decimal | date):
        return "空" if value is None else "其他内容"
    text = str(value)
    return "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in text[:QUOTED])


def wrong_type(wanted: str, got: object, where: str) -> Refusal:
    """Return the refusal of a value of the wrong type, quoting it."""
    return Refusal(Code.IMPORT_TYPE_WRONG, field=where, wanted=wanted, got=quoted(got))


def clean_text(text: str, one: Item, where: str) -> str:
    """Return a text fit to keep: no control characters or half surrogates, not too long, NFC unless verbatim.

    Raises:
        Refusal: TEXT_TOO_LONG, TEXT_CONTROL_CHARACTER.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not one.verbatim:
        text = unicodedata.normalize("NFC", text)
    limit = one.maximum or LINE
    if len(text) > limit:
        raise Refusal(Code.TEXT_TOO_LONG, field=where, length=len(text), limit=limit)
    if UNPRINTABLE.search(text):
        raise Refusal(Code.TEXT_CONTROL_CHARACTER, field=where)
    return text


def _read_text(value: Any, one: Item, where: str) -> str:
    if not isinstance(value, str):
        raise wrong_type("文字", value, where)
    return clean_text(value, one, where)


def _read_bool(value: Any, _one: Item, where: str) -> bool:
    if not isinstance(value, bool):
        raise wrong_type("是或否", value, where)
    return value


def _read_int(value: Any, one: Item, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_type("整数", value, where)
    number = in_range(Decimal(value), one, where)
    if number != number.to_integral_value():
        raise wrong_type("整数", value, where)
    return int(number)


def _read_date(value: Any, _one: Item, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise wrong_type("日期", value, where)
    try:
        day = date.fromisoformat(value)
    except ValueError as fault:
        raise wrong_type("日期", value, where) from fault
    if day.isoformat() != value:  # 20260309 and 2026-W11-1 are ISO too; here a day has one spelling
        raise wrong_type("日期", value, where)
    return day


def _read_sheet_decimal(value: Any, one: Item, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong_type("数字", value, where)
    return in_range(Decimal(value), one, where)


def _read_wire_decimal(value: Any, one: Item, where: str) -> Decimal:
    if one.money:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type("以分计的整数", value, where)
        if abs(value) >= LIMIT * 100:
            raise Refusal(Code.NUMBER_OUT_OF_RANGE, field=where, got=quoted(value))
        return in_range(Decimal(value) / 100, one, where)
    if not isinstance(value, str) or not DECIMAL.fullmatch(value):
        raise wrong_type("文字形式的数字", value, where)
    return in_range(Decimal(value), one, where)


def in_range(value: Decimal, one: Item, where: str) -> Decimal:
    """Return the number if its item allows it.

    Raises:
        Refusal: NUMBER_OUT_OF_RANGE: not finite, too many places, or outside minimum and maximum.
    """
    places = 2 if one.money else PLACES if one.places is None else one.places
    good = (
        value.is_finite()
        and value.copy_abs() < LIMIT
        and value == round(value, places)
        and (one.minimum is None or value >= one.minimum)
        and (one.maximum is None or value <= one.maximum)
    )
    if not good:
        raise Refusal(Code.NUMBER_OUT_OF_RANGE, field=where, got=quoted(value))
    return value


def _write_wire_text(value: str, one: Item) -> str:
    return value if one.verbatim else unicodedata.normalize("NFC", value)


def _write_wire_decimal(value: Decimal, one: Item) -> int | str:
    in_range(value, one, one.name)
    return yuan_to_fen(value) if one.money else format(value, "f")


def _same(value: Any, _one: Item) -> Any:
    return value


DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line end, and half surrogates (Unicode categories Cc and Cs)."""

READ: dict[Any, Callable[[Any, Item, str], Any]] = {
    str: _read_text,
    bool: _read_bool,
    int: _read_int,
    date: _read_date,
}
WIRE = Dialect(
    name="wire",
    write={
        str: _write_wire_text,
        bool: _same,
        int: _same,
        date: lambda day, _: day.isoformat(),
        Decimal: _write_wire_decimal,
    },
    read={**READ, Decimal: _read_wire_decimal},
)
SHEET = Dialect(
    name="sheet",
    write=dict.fromkeys((str, bool, int, date, Decimal), _same),
    read={**READ, Decimal: _read_sheet_decimal},
)

"""The codec (编解码): a Thing to plain values and back, by its items alone.

Two dialects of one shape. *Wire* (journal, drafts, packages): money is whole 分 under `name_fen`, other
decimals are text, dates ISO text, text NFC except what is `verbatim` (decision 7). *Sheet* (import and export
files): money and decimals are exact decimals, dates are dates, keys may be Chinese. An item never given is
absent in both; one given empty is there, empty (see `Thing.left_blank`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal, TypeVar

from zsapp.base.canonical import Plain
from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Item, Thing, base_of, is_empty, items
from zsapp.base.leaves import (
    READ_SHEET,
    READ_WIRE,
    WRITE_SHEET,
    WRITE_WIRE,
    clean_text,
    quoted,
    text_reader,
    wrong_type,
)

MANY = 1_000
"""Members a list may have unless its item says otherwise."""

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
    return WIRE.decode(cls, plain)


def from_sheet(cls: type[T], sheet: Any, ignore: Collection[str] = ()) -> T:
    """Return the thing of an import file's entry; top-level keys in `ignore` are passed over.

    Raises:
        Refusal: as `from_plain`.
    """
    return SHEET.decode(cls, sheet, ignore)


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


Read = Callable[[Any], Any]
"""Reads one item's plain value."""

Entry = tuple[str, Read, bool]
"""An item's name, how it is read, and whether it is a group (which may be there and hold nothing)."""

_READERS: dict[tuple[type, str], dict[str, Entry]] = {}


@cache
def keyed_items(cls: Any, dialect: Literal["wire", "sheet"]) -> dict[str, Item]:
    """Return the items of a class by their keys in a dialect; import files hold none of our ids."""
    if dialect == "wire":
        return {one.wire_key: one for one in items(cls)}
    return {one.sheet_key: one for one in items(cls) if not one.internal}


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way of writing values: which keys, and how the leaves are written and read."""

    name: Literal["wire", "sheet"]
    write: dict[Any, Callable[[Any, Item], Any]]
    read: dict[Any, Callable[[Any, Item, str], Any]]

    def _items(self, cls: Any) -> dict[str, Item]:  # mypy sees no hash on a type
        return keyed_items(cls, self.name)

    def encode(self, thing: Thing) -> dict[str, Any]:
        """Return the plain form of a thing."""
        out: dict[str, Any] = {}
        blank = thing.left_blank
        for key, one in self._items(type(thing)).items():
            value = getattr(thing, one.name)
            if not ((not value or isinstance(value, Thing)) and is_empty(value)):
                out[key] = self._encode_value(value, one)
            elif blank and one.name in blank:
                out[key] = None
            elif blank and f"{one.name}=" in blank:
                out[key] = self._encode_value(value, one)
        return out

    def _encode_value(self, value: Any, one: Item) -> Any:
        write = self.write.get(type(value))  # most are leaves
        if write is not None:
            return write(value, one)
        if isinstance(value, Thing):
            return self._encode_row(value) if one.row else self.encode(value)
        if isinstance(value, tuple):
            return [self._encode_value(member, one) for member in value]
        return {key: self._encode_value(member, one) for key, member in value.items()}

    def _encode_row(self, thing: Thing) -> list[Any]:
        cells: list[Any] = []
        for one in self._items(type(thing)).values():
            value = getattr(thing, one.name)
            given = not is_empty(value) or isinstance(value, tuple) or f"{one.name}=" in thing.left_blank
            cell = self._encode_value(value, one) if given else None
            cells.extend(cell if isinstance(cell, list) else [cell])
        return cells

    def refit(self, value: Any, one: Item) -> Any:
        """Return a value there and back."""
        return self._reader(one, one.type)(self._encode_value(value, one))

    def decode(self, cls: type[T], plain: Any, ignore: Collection[str] = ()) -> T:
        """Return a thing of `cls`. A refusal's place is put together on its way out, and only then."""
        if not isinstance(plain, dict):
            raise wrong_type("一组项目", plain, "")
        known = self._readers(cls)
        values: dict[str, Any] = {}
        blank: set[str] = set()
        for key, value in plain.items():
            found = known.get(key)
            if found is None:
                if key in ignore:
                    continue
                unknown = quoted(key)
                raise Refusal(Code.IMPORT_KEY_UNKNOWN, field=unknown, key=unknown)
            name, read, group = found
            if value is None:
                blank.add(name)
                continue
            try:
                values[name] = given = read(value)
            except Refusal as no:
                raise _at(key, no) from no
            if (group or not given) and is_empty(given):
                blank.add(f"{name}=")
        return cls(**values, left_blank=frozenset(blank))

    def _readers(self, cls: type) -> dict[str, Entry]:
        """Return how the items of a class are read, by their keys: worked out once."""
        found = _READERS.get((cls, self.name))
        if found is None:
            found = {
                key: (one.name, self._reader(one, one.type), _is_group(base_of(one.type)[1]))
                for key, one in self._items(cls).items()
            }
            _READERS[cls, self.name] = found
        return found

    def _reader(self, one: Item, annotation: Any) -> Read:
        kind, member = base_of(annotation)[1:]
        if kind is tuple:
            limit = one.maximum if one.maximum is not None and _is_group(member) else MANY
            return partial(_read_list, self._reader(one, member), limit)
        if kind is dict:
            return partial(_read_mapping, self._reader(one, member))
        if _is_group(kind):
            return partial(self._decode_row, kind) if one.row else partial(self.decode, kind)
        if kind is str:
            return text_reader(one)
        read = self.read[kind]
        return lambda value: read(value, one, "")

    def _decode_row(self, cls: type[T], value: Any) -> T:
        """Return a thing of a bare row. A null cell was not given; one with the empty text was, empty."""
        if not isinstance(value, list):
            raise wrong_type("一行清单", value, "")
        declared = tuple(self._readers(cls).values())
        open_ended = base_of(tuple(self._items(cls).values())[-1].type)[1] is tuple
        least = len(declared) - open_ended
        if len(value) < least or (len(value) > least and not open_ended):
            raise wrong_type(f"{'至少' if open_ended else ''}{least}列", f"{len(value)}列", "")
        values: dict[str, Any] = {}
        blank: set[str] = set()
        for n, (name, read, _) in enumerate(declared):
            rest = n == least
            cell = value[n:] if rest else value[n]
            if cell is None:
                continue
            values[name] = _read_at(f"[{n}]", read, cell)
            if not rest and is_empty(values[name]):
                blank.add(f"{name}=")
        return cls(**values, left_blank=frozenset(blank))


def _is_group(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Thing)


def _read_list(read: Read, limit: int, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise wrong_type("清单", value, "")
    if len(value) > limit:
        raise Refusal(Code.LIST_TOO_LONG, field="", length=len(value), limit=limit)
    found: list[Any] = []
    try:
        for each in value:
            found.append(read(each))  # noqa: PERF401 -- how far it came is the place of what is wrong
    except Refusal as no:
        raise _at(f"[{len(found)}]", no) from no
    return tuple(found)


def _read_mapping(read: Read, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise wrong_type("一组项目", value, "")
    if len(value) > MANY:
        raise Refusal(Code.LIST_TOO_LONG, field="", length=len(value), limit=MANY)
    found: dict[str, Any] = {}
    for key, each in value.items():
        at = quoted(key)
        if not isinstance(key, str):
            raise wrong_type("文字（请加引号）", key, at)
        named = clean_text(key, MAPPING_KEY, at)
        found[named] = _read_at(at, read, each)
    return found


def _read_at(step: str, read: Read, value: Any) -> Any:
    try:
        return read(value)
    except Refusal as no:
        raise _at(step, no) from no


def _at(step: str, no: Refusal) -> Refusal:
    """Return a refusal with its place one step further out."""
    joint = "" if not no.field or no.field.startswith("[") else "."
    place = f"{step}{joint}{no.field}"
    facts = {**no.facts, "key": place} if no.code is Code.IMPORT_KEY_UNKNOWN else no.facts
    return Refusal(no.code, field=place, **facts)


MAPPING_KEY = Item("名称", verbatim=True)
"""What a key of a mapping is held to: party names, rule numbers."""

WIRE = Dialect(name="wire", write=WRITE_WIRE, read=READ_WIRE)
SHEET = Dialect(name="sheet", write=WRITE_SHEET, read=READ_SHEET)

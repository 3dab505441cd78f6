"""Shapes at a glance (核形): whether a payload is of its sector's shape, asked without reading it out.

`from_plain` says of a payload what is wrong with it and makes a thing of it; that takes most of an intake.
Here msgspec holds it against a shape made of the same items, in a tenth of the time. A yes is a yes of
`from_plain`; a no says nothing: what is out of the ordinary (a text that is not in NFC, a control character,
an area) is left to `from_plain`.
"""

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from zsapp.base.canonical import is_deep, no_float
from zsapp.base.errors import Code, Trouble
from zsapp.base.items import LINE, Item, Thing, base_of
from zsapp.base.leaves import LIMIT
from zsapp.base.plain import MANY, keyed_items

DELETE, CONTROL, ESCAPED = b"\x7f", re.compile(b"\xc2[\x80-\x9f]"), re.compile(rb"\\[bfru]")
"""Control characters as canonical JSON writes them. What looks like one behind a backslash is read out."""


def read_fast(content: bytes) -> Any:
    """Return the value of canonical bytes as `read_strictly` does, in a third of its time.

    Raises:
        Trouble: DATA_UNREADABLE.
    """
    value = _read(content)
    if is_deep(content, value):
        raise Trouble(Code.DATA_UNREADABLE)
    return value


def _read(content: bytes) -> Any:
    from msgspec import MsgspecError  # late: start-up time

    decoder, encoder = _json()
    try:
        value = decoder.decode(content)
        good = encoder.encode(value) == content
    except (MsgspecError, ValueError, RecursionError) as fault:
        raise Trouble(Code.DATA_UNREADABLE) from fault
    if not good:
        raise Trouble(Code.DATA_UNREADABLE)
    return value


@cache
def _json() -> tuple[Any, Any]:
    from msgspec.json import Decoder, Encoder  # late: as above

    return Decoder(float_hook=no_float), Encoder(order="sorted")


def read_fitting(shape: Any, payload: bytes) -> Any:
    """Return the value of a canonical payload that is surely of a shape; None is no answer."""
    try:
        plain = _read(payload)  # what is of a shape is not deep
    except Trouble:
        return None
    return plain if fits(shape, payload, plain) else None


def fits(shape: Any, payload: bytes, plain: Any) -> bool:
    """Say whether a canonical payload, whose value is `plain`, is surely of a shape; no is no answer."""
    from msgspec import ValidationError, convert  # late: as above

    if not _is_even(payload):
        return False
    try:
        convert(plain, _shape_of(shape, top=True))
        for key, count, cells, rest in _rows_in(shape):
            for row in plain.get(key) or ():
                convert(row[:count], cells)
                convert(row[count:], rest)
    except ValidationError:
        return False
    return True


def _is_even(payload: bytes) -> bool:
    """Say whether surely no text of a payload has a control character or another form than NFC."""
    if DELETE in payload or CONTROL.search(payload) or ESCAPED.search(payload):
        return False
    return unicodedata.is_normalized("NFC", payload.decode())


@cache
def _shape_of(cls: Any, *, top: bool = False) -> Any:
    """Return what a thing may be: every item may be absent or null, and nothing else may be there.

    Bare rows are left to `_rows_in`, which looks at the top alone: within a group there may be none.
    """
    from msgspec import defstruct  # late: as above

    kinds = {key: _kind_of(one, one.type, top=top) for key, one in keyed_items(cls, "wire").items()}
    fields = [(key, kind | None, None) for key, kind in kinds.items()]
    return defstruct(cls.__name__, fields, forbid_unknown_fields=True)


@cache
def _rows_in(cls: Any) -> tuple[tuple[str, int, Any, Any], ...]:
    """Return the items that are lists of bare rows, each with what its cells and those after them may be.

    msgspec knows no list whose first members differ and whose others are alike.
    """
    from msgspec import defstruct  # late: as above

    found = []
    for key, one in keyed_items(cls, "wire").items():
        if one.row:
            *cells, last = keyed_items(base_of(one.type)[2], "wire").values()
            fixed = [(f"cell{n}", _kind_of(cell, cell.type) | None) for n, cell in enumerate(cells)]
            row = defstruct(key, fixed, array_like=True, forbid_unknown_fields=True)
            found.append((key, len(cells), row, _kind_of(last, last.type)))
    return tuple(found)


def _kind_of(one: Item, annotation: Any, *, top: bool = False) -> Any:
    """Return what an item's value may be."""
    from msgspec import Meta  # late: as above

    kind, member = base_of(annotation)[1:]
    if kind is tuple:
        limit = one.maximum if one.maximum is not None and _is_group(member) else MANY
        return Annotated[list[_kind_of(one, member, top=top)], Meta(max_length=limit)]  # type: ignore[misc]  # made here
    if kind is dict:
        name = Annotated[str, Meta(max_length=LINE)]
        return Annotated[dict[name, _kind_of(one, member)], Meta(max_length=MANY)]  # type: ignore[misc]  # as above
    if _is_group(kind):
        return _shape_of(kind) if not one.row else list if top else _nothing()
    if kind is str:
        return Annotated[str, Meta(max_length=one.maximum or LINE)]
    return _number(one, kind) if kind in (int, Decimal) else kind


def _nothing() -> Any:
    """Return what no value is."""
    from msgspec import Meta  # late: as above

    return Annotated[int, Meta(ge=1, le=0)]


def _number(one: Item, kind: Any) -> Any:
    """Return a whole number within its item's bounds; money is whole 分, another decimal is left alone."""
    from msgspec import Meta  # late: as above

    if kind is Decimal and not one.money:
        return _nothing()
    scale = 100 if kind is Decimal else 1
    bound = LIMIT * scale - 1
    least = -bound if one.minimum is None else max(one.minimum * scale, -bound)
    most = bound if one.maximum is None else min(one.maximum * scale, bound)
    return Annotated[int, Meta(ge=least, le=most)]


def _is_group(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Thing)

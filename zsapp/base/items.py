"""Items (数据项): each datum is declared once, as a dataclass field that carries what everybody asks of it.

From the declaration follow the editor's rows, the list's columns, the check that a form's holes exist,
the ledger's headings, masking, and the codec of journal, drafts, settings and import files (`plain.py`).
Refuses to know: any sector, any law, any disk.
"""

import dataclasses
import functools
import types
import typing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Care = Literal["", "personal", "sensitive", "restricted"]
"""How guarded a datum is (个人信息保护法 §28): the empty text is ordinary."""

SHORT, LINE, LONG = 100, 500, 50_000
"""Characters a name or number, a one-line text and a narrative may have."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is declared of one datum. `name` and `type` are filled in by `items()`."""

    label: str
    law: str = ""
    unit: str = ""
    places: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    codes: str = ""
    care: Care = ""
    key: str = ""
    internal: bool = False
    verbatim: bool = False
    row: bool = False
    name: str = ""
    type: Any = None

    @property
    def money(self) -> bool:
        """Whether the datum is an amount in 元, carried as whole 分 on the wire."""
        return self.unit == "元"

    @property
    def sheet_key(self) -> str:
        """The key in an import file."""
        return self.key or self.name

    @property
    def wire_key(self) -> str:
        """The key in the canonical payload: money says its unit."""
        return f"{self.name}_fen" if self.money else self.name


def item(label: str, *, default: Any = dataclasses.MISSING, **facts: Any) -> Any:
    """Declare a datum by its Chinese label and the facts that everybody asks of it.

    Without `default` the field starts empty by its own type: "" for text, () for a list, an empty group for
    a group, None for what may be None.
    `maximum`/`minimum` bound characters of text, members of a list, or the number itself. `care` is its
    sensitivity, `codes` the code list, `key` another key in import files, `internal` keeps it out of them,
    `verbatim` keeps a name's characters exactly as entered, `row` writes a list member as a bare row.
    """
    metadata = {"item": Item(label, **facts)}
    if default is not dataclasses.MISSING:
        return field(default=default, metadata=metadata)
    return field(default=None, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A frozen document or a group in one. `left_blank` remembers which items were given, but empty.

    A member "id_no" was given as null, "requests=" as the empty text or list; an item never given is in
    neither. So an imported file comes back as it was, and 未填 differs from 无 (D-03). What has been filled
    in since is dropped from it.
    """

    left_blank: frozenset[str] = field(default=frozenset(), metadata={"hidden": True})

    def __post_init__(self) -> None:
        """Start text and lists empty instead of None, so that nobody must ask twice."""
        cls: Any = type(self)  # mypy sees no hash on a type
        for name, start in _started_empty(cls):
            if getattr(self, name) is None:
                object.__setattr__(self, name, start.copy() if isinstance(start, dict) else start)
        if self.left_blank:
            known = _names(cls)
            still = frozenset(
                name
                for name in self.left_blank
                if (own := name.removesuffix("=")) in known and is_empty(getattr(self, own))
            )
            object.__setattr__(self, "left_blank", still)


def is_empty(value: object) -> bool:
    """Say whether nothing stands in an item: None, no text, no members, a group with nothing in it."""
    if isinstance(value, Thing):
        cls: Any = type(value)  # mypy sees no hash on a type
        return bool(value == _nothing(cls))
    return not value and (value is None or value in ("", (), {}))


@functools.cache
def _nothing(cls: Any) -> Thing:
    """Return a group with nothing in it."""
    made: Thing = cls()
    return made


@functools.cache
def _names(cls: Any) -> frozenset[str]:
    return frozenset(one.name for one in items(cls))


@functools.cache
def _started_empty(cls: Any) -> tuple[tuple[str, Any], ...]:
    """Return the names of the items that start empty instead of None, each with its empty value."""
    bases = ((one.name, *base_of(one.type)) for one in items(cls))
    return tuple(
        (name, kind())
        for name, optional, kind, _ in bases
        if not optional and (kind in (str, tuple, dict) or issubclass(kind, Thing))
    )


@functools.cache
def base_of(annotation: Any) -> tuple[bool, Any, Any]:
    """Return (may be None, the plain type, the member type of a list or the value type of a mapping)."""
    optional = False
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        members = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        optional, annotation = True, members[0]
    origin = typing.get_origin(annotation)
    if origin is tuple:
        return optional, tuple, typing.get_args(annotation)[0]
    if origin is dict:
        return optional, dict, typing.get_args(annotation)[1]
    return optional, annotation, None


_DECLARED: dict[type, tuple[Item, ...]] = {}


def items(cls: type) -> tuple[Item, ...]:
    """Return the declared items of a dataclass in reading order."""
    found = _DECLARED.get(cls)
    if found is None:
        hints = typing.get_type_hints(cls)
        found = _DECLARED[cls] = tuple(
            dataclasses.replace(one.metadata["item"], name=one.name, type=hints[one.name])
            for one in dataclasses.fields(cls)
            if "item" in one.metadata
        )
    return found


@functools.cache
def item_of(cls: type, name: str) -> Item:
    """Return the item of that name.

    Raises:
        KeyError: there is none.
    """
    return {one.name: one for one in items(cls)}[name]


def yuan_to_fen(amount: Decimal) -> int:
    """Return whole 分.

    Raises:
        ValueError: the amount has a fraction of a 分, or is no number.
    """
    if not amount.is_finite():
        raise ValueError(amount)
    numerator, denominator = amount.as_integer_ratio()  # exact at any length, unlike a product
    fen, rest = divmod(numerator * 100, denominator)
    if rest:
        raise ValueError(amount)
    return fen

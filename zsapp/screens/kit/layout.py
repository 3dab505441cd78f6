"""Layout (版面): how a screen asks for a document's items, declared as plain data; `kit/form.py` draws it.

Paths are relative to what the block stands in: the document itself, or one member of a list. `when` says
whether an ask is asked at all, given the document or the member. Plain Python.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Owner = Any
When = Callable[[Owner], bool]


def always(_owner: Owner) -> bool:
    """Ask in every case."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One field. Without `label` the item's own is used; `wide` takes a whole line.

    `lines` makes it a text area; `short` writes days in figures, without a calendar; `offers` shows whom what
    is typed may mean.
    """

    path: str
    label: str = ""
    wide: bool = False
    need: bool = False
    lines: int = 0
    hint: str = ""
    short: bool = False
    offers: bool = False
    when: When = always


def ask(path: str, label: str = "", **how: Any) -> Ask:
    """Return an ask."""
    return Ask(path=path, label=label, **how)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Fields in two columns under a heading (the heading may be empty)."""

    title: str = ""
    asks: tuple[Ask, ...]
    note: str = ""
    when: When = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list typed through row by row; a blank row waits at the end. `columns` fields stand side by side."""

    title: str
    path: str
    asks: tuple[Ask, ...]
    columns: int = 3
    word: str = "一行"
    note: str = ""
    when: When = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A list of texts (clauses, requests), one growing field each; a blank one waits at the end."""

    title: str
    path: str
    word: str = "一条"
    note: str = ""
    lines: int = 2
    when: When = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """A list whose members are words of a code list: a box to tick for each."""

    title: str = ""
    path: str
    note: str = ""
    when: When = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """A list whose members have many fields: a card each, added and removed by buttons."""

    title: str
    path: str
    heading: Callable[[Owner, int], str]
    blocks: tuple["Block", ...]
    words: tuple[tuple[str, Callable[[], Any]], ...]
    when: When = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """What is rarely needed: one press away; open by itself when something is in it, or by `opens`.

    A `live` one opens and folds each time that what `opens` says of the document changes.
    """

    title: str
    blocks: tuple["Block", ...]
    when: When = always
    opens: When | None = None
    live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button: what the desk is told when it is pressed, and its words."""

    name: str
    words: str
    tip: str = ""
    look: str = ""
    when: When = always


def silent(_owner: Owner) -> str:
    """Say nothing."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presses:
    """Buttons in a row, under a heading and a sentence on how things stand."""

    title: str = ""
    presses: tuple[Press, ...]
    says: Callable[[Owner], str] = silent
    when: When = always


@dataclass(frozen=True, slots=True)
class Pick:
    """A text on offer: what the desk is told when it is taken, the button's words, the text; if taken."""

    name: str
    words: str
    text: str
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picks:
    """Texts on offer, each under a button that takes it; `above` puts the text over its button."""

    note: str = ""
    offers: Callable[[Owner], tuple[Pick, ...]]
    above: bool = False
    when: When = always


Block = Fields | Rows | Texts | Ticks | Cards | Fold | Presses | Picks


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a wizard: its short name, what F1 says, the paper it is for, and its blocks."""

    name: str
    help: str
    paper: str
    blocks: tuple[Block, ...]


def paths_in(blocks: tuple[Block, ...], prefix: str = "") -> tuple[str, ...]:
    """Return the paths asked for; list members are written `parties[]`."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Fields):
            found += [_join(prefix, one.path) for one in block.asks]
        elif isinstance(block, Rows):
            found += [_join(prefix, f"{block.path}[].{one.path}") for one in block.asks]
        elif isinstance(block, Texts):
            found.append(_join(prefix, f"{block.path}[]"))
        elif isinstance(block, Ticks):
            found.append(_join(prefix, block.path))
        elif isinstance(block, Cards):
            found += paths_in(block.blocks, _join(prefix, f"{block.path}[]"))
        elif isinstance(block, Fold):
            found += paths_in(block.blocks, prefix)
    return tuple(found)


def _join(prefix: str, path: str) -> str:
    return f"{prefix}.{path}" if prefix else path


def leads(asked: str, path: str) -> bool:
    """Say whether an asked path (with []) speaks of a real one (with [3]), or of something in it."""
    plain = INDEX.sub("[]", path)
    return plain == asked or asked.startswith((f"{plain}.", f"{plain}[")) or plain.startswith(f"{asked}.")


INDEX = re.compile(r"\[\d+\]")

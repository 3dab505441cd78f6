"""Forms (文书格式): statutory papers as data, read from `forms/<sector>/<form>.toml`, checked when loaded.

A form that loads can be printed: its kinds of blocks, their keys, every hole and every hand are held against
the items of what the form is about, with the nearest name offered. No code in forms.
Refuses to know: values, layout.
"""

import difflib
import functools
import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import read_whole
from zsapp.base.items import Thing, base_of, items
from zsapp.base.paths import shipped
from zsapp.press.hands import HANDS, TICK, UNWRITTEN
from zsapp.press.template import Choice, Hole, Template, parse
from zsapp.rules.desk_papers import ABOUT as FRONT_DESK
from zsapp.rules.duty_paper import ABOUT as PREMISES
from zsapp.rules.legal_aid_papers import ABOUT as AID
from zsapp.rules.mediation_paper import PaperTable, Signer
from zsapp.rules.mediation_papers import ABOUT as CASES
from zsapp.rules.paper_charts import PaperChart
from zsapp.rules.receipt_sheet import ABOUT as RECEIPT
from zsapp.rules.recovery_sheet import ABOUT as STATION
from zsapp.rules.scoreboard_paper import ABOUT as SCOREBOARD

ABOUT = {**CASES, **AID, **FRONT_DESK, **PREMISES, **STATION, **SCOREBOARD, **RECEIPT}
"""What a form may be about: a case or an intake on paper, by the name of its kind."""
TEXTS = ("text", "label", "date")
ALIGNS = ("left", "center", "right")
KEYS = {
    "title": {"text"},
    "number": {"text"},
    "heading": {"text"},
    "paragraph": {"text", "label", "indent", "bold", "align", "keep"},
    "note": {"text", "keep"},
    "fields": {"fields", "label", "hang", "keep", "hold"},
    "long": {"text", "label", "lines", "ruled", "indent"},
    "each": {"of", "empty", "block"},
    "grid": {"columns_mm", "rows", "heights_mm", "small", "align"},
    "table": {"of", "empty"},
    "chart": {"of"},
    "sign": {"of", "empty", "box", "compact", "label"},
    "seal": {"text", "label", "date", "keep"},
    "page": {"fresh"},
    "space": {"lines", "firm"},
    "at": {"text", "x_mm", "y_mm", "width_mm"},
}
"""The kinds of blocks and what each may say, beside `kind`, `when` and `unless`."""
TOP = {"id", "number", "edition", "title", "law", "about", "block"}
MAY = {"needs", "live", "foot"}
"""What a form may say of itself beside what it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One strip of a form as defined. What a kind does not use is empty."""

    kind: str
    when: str = ""
    unless: str = ""
    text: Template = ()
    label: Template = ()
    date: Template = ()
    fields: tuple[Template, ...] = ()
    rows: tuple[tuple[Template, ...], ...] = ()
    of: str = ""
    empty: int = 0
    lines: int = 0
    indent: int = 2
    hang: int = 0
    hold: int = 0
    align: str = "left"
    bold: bool = False
    ruled: bool = False
    keep: bool = False
    box: bool = True
    compact: bool = False
    small: bool = False
    fresh: bool = False
    firm: bool = False
    columns_mm: tuple[float, ...] = ()
    heights_mm: tuple[float, ...] = ()
    x_mm: float = 0.0
    y_mm: float = 0.0
    width_mm: float = 0.0
    block: tuple["Block", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A paper as defined: superseded by a new edition, never edited after its first print.

    `needs` are the items without which there is no final print; a `live` paper says more than
    the record's version does (the day, what else was printed), so that it is made anew when that has changed;
    `foot` is whether its pages are numbered at their foot.
    """

    id: str
    number: str
    edition: str
    title: str
    law: str
    about: str
    digest: str
    blocks: tuple[Block, ...]
    needs: tuple[str, ...] = ()
    live: bool = False
    foot: bool = True

    @property
    def sector(self) -> str:
        """The sector it belongs to: the first word of its id."""
        return self.id.partition(".")[0]


def forms(sector: str = "") -> tuple[Form, ...]:
    """Return the forms of a sector, or all, by number.

    Raises:
        Trouble: FORM_BROKEN.
    """
    return tuple(form for form in _shipped() if sector in ("", form.sector))


def find_form(ref: str) -> Form:
    """Return the form of an id (mediation.agreement) or a number (F09).

    Raises:
        Refusal: FORM_UNKNOWN.
        Trouble: FORM_BROKEN.
    """
    for form in _shipped():
        if ref == form.id or ref.upper() == form.number.upper():
            return form
    raise Refusal(Code.FORM_UNKNOWN, field="form", form=ref)


_SENT: list[Form] = []
"""Forms that a station above has sent: each stands in the place of the shipped one of its id."""


def use_sent(forms: Iterable[Form]) -> None:
    """Print by these forms from now on."""
    new = list(forms)
    if new != _SENT:
        _SENT[:] = new
        _shipped.cache_clear()


@functools.cache
def _shipped() -> tuple[Form, ...]:
    folder = shipped("forms")
    paths = (path for path in folder.glob("*/*.toml") if path.parent.name != "retired")
    found = [
        read_form(read_whole(path), path.name) for path in paths if not path.name.endswith(".ledger.toml")
    ]
    by_id = {form.id: form for form in (*found, *_SENT)}
    return tuple(sorted(by_id.values(), key=lambda form: (form.number, form.id)))


def load(path: Path) -> Form:
    """Return the form of a file.

    Raises:
        Trouble: FORM_BROKEN, FILE_MISSING.
    """
    return read_form(read_whole(path), path.name)


def read_form(source: bytes, name: str) -> Form:
    """Return the form of a definition, checked whole.

    Raises:
        Trouble: FORM_BROKEN, saying what and where.
    """
    try:
        top = tomllib.loads(source.decode())
        return _Reader(name).form(top, hashlib.sha256(source).hexdigest())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Trouble(Code.FORM_BROKEN, file=name, what=f"不是 TOML 文件（{fault}）") from fault


class _Reader:
    """Reads one definition; `scopes` are the things whose items a hole may name, innermost first."""

    def __init__(self, name: str) -> None:
        self.name = name

    def broken(self, what: str) -> Trouble:
        return Trouble(Code.FORM_BROKEN, file=self.name, what=what)

    def form(self, top: dict[str, Any], digest: str) -> Form:
        self.known(top, TOP | MAY, "文书")
        if missing := sorted(TOP - set(top)):
            raise self.broken(f"缺少“{missing[0]}”")
        about = ABOUT.get(self.pick(top["about"], ABOUT, "about"))
        assert about is not None  # noqa: S101 -- pick() has refused what is not in ABOUT
        texts = {key: self.typed(top, key, str) for key in TOP - {"block"}}
        blocks = self.blocks(top["block"], (about,))
        needs = tuple(self.typed(top, "needs", list)) if "needs" in top else ()
        for name in needs:
            self.item(name, (about,))
        flags = {key: self.typed(top, key, bool) for key in ("live", "foot") if key in top}
        return Form(**texts, digest=digest, blocks=blocks, needs=needs, **flags)

    def blocks(self, found: Any, scopes: tuple[type, ...]) -> tuple[Block, ...]:
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.broken("block 应写成 [[block]]")
        return tuple(self.block(one, scopes) for one in found)

    def block(self, found: dict[str, Any], scopes: tuple[type, ...]) -> Block:
        kind = self.pick(found.get("kind", ""), KEYS, "kind")
        self.known(found, KEYS[kind] | {"kind", "when", "unless"}, kind)
        values: dict[str, Any] = {"kind": kind}
        for key in ("when", "unless"):
            if key in found:
                self.item(found[key], scopes)
                values[key] = found[key]
        inner = self.of(found, kind, scopes) if "of" in KEYS[kind] else scopes
        for key in KEYS[kind] & found.keys():
            values[key] = self.value(key, found, inner if kind == "each" else scopes)
        block = Block(**values)
        if any(len(row) > len(block.columns_mm) for row in block.rows):
            raise self.broken("rows 的一行多于 columns_mm 的栏数")
        if block.align not in ALIGNS:
            raise self.broken(f"“align”的写法不对：{block.align!r}")
        return block

    def value(self, key: str, found: dict[str, Any], scopes: tuple[type, ...]) -> Any:
        if key == "block":
            return self.blocks(found[key], scopes)
        if key in TEXTS:
            return self.template(self.typed(found, key, str), scopes)
        if key == "fields":
            return tuple(self.template(one, scopes) for one in self.listed(found, key, str))
        if key == "rows":
            rows = self.listed(found, key, list)
            return tuple(tuple(self.template(cell, scopes) for cell in row) for row in rows)
        if key in ("columns_mm", "heights_mm"):
            return tuple(float(one) for one in self.listed(found, key, int, float))
        wanted = type(getattr(Block(kind=""), key))
        return self.typed(found, key, wanted)

    def listed(self, found: dict[str, Any], key: str, *wanted: type) -> list[Any]:
        values: list[Any] = self.typed(found, key, list)
        if not all(type(one) in wanted for one in values):
            raise self.broken(f"“{key}”的写法不对：{values!r}")
        return values

    def typed(self, found: dict[str, Any], key: str, wanted: type) -> Any:
        value = found[key]
        if wanted is float and isinstance(value, int):
            value = float(value)
        if type(value) is not wanted:
            raise self.broken(f"“{key}”的写法不对：{value!r}")
        return value

    def of(self, found: dict[str, Any], kind: str, scopes: tuple[type, ...]) -> tuple[type, ...]:
        """Return the scopes inside a block that repeats over the members of an item."""
        name = found.get("of", "")
        _, base, member = base_of(self.item(name, scopes))
        wanted = {"sign": Signer, "table": PaperTable, "chart": PaperChart}.get(kind, Thing)
        one = member if base is tuple else base
        if not (isinstance(one, type) and issubclass(one, wanted)):
            raise self.broken(f"“{name}”不能用于 {kind}")
        return (one, *scopes)

    def template(self, text: Any, scopes: tuple[type, ...]) -> Template:
        if not isinstance(text, str):
            raise self.broken(f"应是文字：{text!r}")
        try:
            parts = parse(text)
        except ValueError as fault:
            raise self.broken(f"花括号不成对或项目名写错：{fault}") from fault
        for part in parts:
            if isinstance(part, Choice):
                self.takes(part.name, TICK, scopes)
            elif isinstance(part, Hole) and part.name:
                self.takes(part.name, part.hand, scopes)
        return parts

    def takes(self, name: str, hand: str, scopes: tuple[type, ...]) -> None:
        """Hold a hole's hand against the type of its item."""
        self.pick(hand, HANDS, "笔法")
        _, base, member = base_of(self.item(name, scopes))
        nested = any(isinstance(one, type) and issubclass(one, Thing) for one in (base, member))
        if (nested and hand != UNWRITTEN) or not issubclass(base, HANDS[hand].takes):
            raise self.broken(f"“{name}”不能用笔法“{hand}”书写")

    def item(self, name: Any, scopes: tuple[type, ...]) -> Any:
        """Return the type of an item of the innermost thing that has it."""
        for scope in scopes:
            for one in items(scope):
                if one.name == name:
                    return one.type
        raise self.broken(f"没有项目“{name}”{_near(str(name), (o.name for s in scopes for o in items(s)))}")

    def pick(self, name: Any, known: Iterable[str], what: str) -> str:
        if not isinstance(name, str) or name not in known:
            raise self.broken(f"没有这种{what}“{name}”{_near(str(name), known)}")
        return name

    def known(self, found: dict[str, Any], keys: set[str], what: str) -> None:
        for key in found:
            if key not in keys:
                raise self.broken(f"{what} 里没有“{key}”{_near(key, keys)}")


def _near(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(set(known)), n=1, cutoff=0.5)
    return f"，是不是“{close[0]}”？" if close else ""

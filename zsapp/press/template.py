"""Templates (模板文字): the text of a form with its holes, taken apart once when the form is loaded.

`{item}` a value, `{item|hand}` a value in a hand, `{item=words}` with words in place of a missing value,
`{item:8}` an underlined blank at least 8 letters wide that grows with its value, `{:8}` a blank for
handwriting only, `{item?words}` words that are struck out when the item is no.
Refuses to know: values, layout, files.
"""

import re
from dataclasses import dataclass

HOLE = re.compile(
    r"\{(?P<name>[a-z_]*)(?:\|(?P<hand>[a-z]+))?(?:=(?P<usual>[^{}:?]+))?(?::(?P<width>\d+))?"
    r"(?:\?(?P<words>[^{}]+))?\}"
)


@dataclass(frozen=True, slots=True)
class Literal:
    """Words as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A place for the value of an item, written in a hand; a `width` in letters makes it a blank."""

    name: str
    hand: str = ""
    width: int = 0
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Words that stand when an item is yes, are struck out when it is no, and wait when it is unknown."""

    name: str
    words: str


Part = Literal | Hole | Choice
Template = tuple[Part, ...]


def parse(text: str) -> Template:
    """Return the parts of a text.

    Raises:
        ValueError: a brace that opens or closes no hole.
    """
    parts: list[Part] = []
    at = 0
    for found in HOLE.finditer(text):
        parts += _literal(text[at : found.start()])
        name, words = found["name"], found["words"]
        if words:
            parts.append(Choice(name, words))
        else:
            parts.append(Hole(name, found["hand"] or "", int(found["width"] or 0), found["usual"] or ""))
        at = found.end()
    return tuple(parts + _literal(text[at:]))


def _literal(text: str) -> list[Part]:
    if "{" in text or "}" in text:
        raise ValueError(text)
    return [Literal(text)] if text else []

"""Fonts (字体): which face draws which character in which role, and whether a character can be printed.

Four roles, each a chain of faces opened only when a character asks for them: body (仿宋 where the system has
one, decision 29), heading, label (黑体) and strong. A rare character in a bold role has no bold face and is
drawn thickened. A character that no face has is refused, never drawn as an empty box (check R49).
Refuses to know: lines, pages, PDF.
"""

import functools
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.paths import shipped
from zsapp.press.faces import Face

BODY, HEADING, LABEL, STRONG = "body", "heading", "label", "strong"
SERIF, SERIF_BOLD, SANS, SANS_BOLD = "NotoSerifSC-400", "NotoSerifSC-700", "NotoSansSC-400", "NotoSansSC-700"
RARE = ("HanaMinB", "BabelStoneHan-rare")
CHAINS = {
    BODY: (SERIF, *RARE),
    HEADING: (SERIF_BOLD, *RARE),
    LABEL: (SANS, *RARE),
    STRONG: (SANS_BOLD, *RARE),
}
FANGSONG = re.compile(r"(simfang|stfangso|fzfs.*|fangsong.*|仿宋.*)\.ttf", re.IGNORECASE)
"""File names of FangSong fonts: Windows, Office, Founder (方正), WPS."""
WIDE_FORM = {"—": "\u2015", "·": "\u30fb"}
"""Where a face has only a narrow Western dash or dot, the full-width shape is drawn (GB/T 15834)."""
PROBE = "人民调解协议书，。〔〕（）、0123456789"
"""What a FangSong must be able to draw to be the body font."""
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Characters without ink or width that come with pasted text; they are left out."""
NEVER = frozenset({"Co", "Cs", "Cc"})
"""Categories that have no agreed shape: private use, surrogates, controls. Not "unassigned": Python 3.11
knows Unicode 14, and our faces draw letters of names that are newer (Extension H; U+2B739)."""


class Letter(NamedTuple):
    """A character's glyph: the face's key, its number there, its advance in 1/1000 em, whether to thicken."""

    face: str
    glyph: int
    width: float
    thick: bool


class Shelf:
    """The faces of one body font, opened when asked for; what was looked up is kept."""

    def __init__(self, body: Path | None) -> None:
        """Take the FangSong of `body`, or the shipped serif when None."""
        self._body = body
        self._faces: dict[str, Face] = {}
        self._letters: dict[str, dict[str, Letter]] = {role: {} for role in CHAINS}

    def face(self, key: str) -> Face:
        """Return an open face.

        Raises:
            Trouble: FILE_MISSING, FONT_UNUSABLE.
        """
        found = self._faces.get(key)
        if found is None:
            ours = shipped("resources") / "fonts" / f"{key}.ttf"
            found = self._faces[key] = Face(self._body if key == "FangSong" and self._body else ours)
        return found

    @property
    def body_name(self) -> str:
        """The PostScript name of the body font: recorded with each print."""
        return self.face(self._chain(BODY)[0]).name

    def _chain(self, role: str) -> tuple[str, ...]:
        return ("FangSong", *CHAINS[role]) if role == BODY and self._body else CHAINS[role]

    def find(self, role: str, character: str) -> Letter | None:
        """Return how a role draws a character, None when it cannot be printed."""
        known = self._letters[role].get(character)
        if known is not None:
            return known
        if unicodedata.category(character) in NEVER or character == "\ufffd":
            return None
        for key in self._chain(role):
            face = self.face(key)
            if glyph := _glyph(face, character):
                thick = key in RARE and role in (HEADING, STRONG)
                letter = Letter(key, glyph, face.width(glyph), thick)
                self._letters[role][character] = letter
                return letter
        return self.find(role, " ") if character.isspace() else None

    def letter(self, role: str, character: str, item: str = "") -> Letter:
        """Return how a role draws a character of an item.

        Raises:
            Refusal: GLYPH_MISSING, at the item.
        """
        found = self._letters[role].get(character) or self.find(role, character)
        if found is None:
            raise Refusal(Code.GLYPH_MISSING, field=item, char=character, point=f"U+{ord(character):04X}")
        return found


def _glyph(face: Face, character: str) -> int:
    glyph = face.glyph(ord(character))
    if glyph and character in WIDE_FORM and face.width(glyph) < 1000:
        return face.glyph(ord(WIDE_FORM[character])) or glyph
    return glyph


@functools.cache
def shelf(body: Path | None = None) -> Shelf:
    """Return the shelf of a body font; faces stay open for the life of the program."""
    return Shelf(body)


def printable(text: str) -> bool:
    """Say whether every character of a text can be printed (check R49)."""
    faces = shelf()
    return all(c in UNSEEN or c in "\n\t" or faces.find(BODY, c) is not None for c in text)


def font_folders() -> tuple[Path, ...]:
    """Return where this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        return (Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts")
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


def find_fangsong(folders: Iterable[Path]) -> Path | None:
    """Return the first FangSong in the folders that may be embedded and can draw an agreement, else None."""
    for folder in folders:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                if FANGSONG.fullmatch(name) and _fit(Path(place, name)):
                    return Path(place, name)
    return None


def _fit(path: Path) -> bool:
    try:
        face = Face(path)
    except Trouble:  # an unreadable font of the system is no reason not to print
        return False
    return face.embeddable and all(face.glyph(ord(c)) for c in PROBE)


@functools.cache
def system_fangsong() -> Path | None:
    """Return this system's FangSong, looked for once (decision 29)."""
    return find_fangsong(font_folders())

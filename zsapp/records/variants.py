"""Variant characters (异体字、繁体字): 羅, 罗 are one name to who looks for it. Names keep their characters.

The table folds every traditional or variant character to the simplified one that stands for its family; text
and query are folded alike, so each finds the other. It finds too much rather than too little: 沈 and 沉 are
one family. Sources stand in the table: OpenCC (Apache-2.0), 第一批异体字整理表 (待核).
"""

import functools
import re
import unicodedata
from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.base.paths import shipped
from zsapp.rules.table_rows import read_rows

TABLE = "variants.csv"


UNUSUAL = re.compile(
    "[^\x00-\x7f\u00b7\u2014\u2018-\u201d\u3000-\u3002\u3008-\u3011\u3014\u3015\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]"
)
"""What Chinese texts seldom hold. Of all else the plain form is the character's own, whatever stands beside
it, and few of them have another: looking for those takes a fifth of the time, and every record is folded."""


def folded(text: str) -> str:
    """Return a text as it is compared: full-width forms plain, Latin in lower case, variants simplified."""
    if text.isascii():
        return text.lower()
    if UNUSUAL.search(text):
        text = unicodedata.normalize("NFKC", text)
    text, (known, plain) = text.lower(), _plain_forms()
    for one in known.intersection(text):
        text = text.replace(one, plain[one])
    return text


@functools.cache
def _plain_forms() -> tuple[frozenset[str], dict[str, str]]:
    """Return which characters another is put in the place of, and which; that other one is none of them."""
    wide = map(chr, (0x3000, *range(0xFF01, 0xFF5F)))
    families = read_families(shipped("resources") / "tables" / TABLE)
    plain = {one: unicodedata.normalize("NFKC", one) for one in wide}
    plain |= {chr(one): family for one, family in families.items()}
    return frozenset(plain), plain


def read_families(file: Path) -> dict[int, str]:
    """Return the character that stands for the family of each other one.

    Raises:
        Trouble: TABLE_DAMAGED.
    """
    try:
        written = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(Code.TABLE_DAMAGED, file=file.name, what="文件不在或不能读取") from error
    families = read_rows(file.name, written, "plain variants source status", lambda row: row)
    return {ord(one): row["plain"] for row in families for one in row["variants"]}

"""Variant characters (异体字、繁体字): 羅, 罗 are one name to who looks for it. Names keep their characters.

The table folds every traditional or variant character to the simplified one that stands for its family; text
and query are folded alike, so each finds the other. It finds too much rather than too little: 沈 and 沉 are
one family. Sources stand in the table: OpenCC (Apache-2.0), 第一批异体字整理表 (待核).
"""

import functools
import unicodedata
from pathlib import Path

from zsapp.base.errors import Code, Trouble
from zsapp.base.paths import shipped
from zsapp.rules.table_rows import read_rows

TABLE = "variants.csv"


def folded(text: str) -> str:
    """Return a text as it is compared: full-width forms plain, Latin in lower case, variants simplified."""
    text = unicodedata.normalize("NFKC", text).lower()
    return text if text.isascii() else text.translate(_families())


@functools.cache
def _families() -> dict[int, str]:
    return read_families(shipped("resources") / "tables" / TABLE)


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

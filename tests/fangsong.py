"""Makes small fonts for the tests out of the shipped serif: a FangSong, a restricted one, an old one."""

import functools
import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from zsapp.base.paths import shipped
from zsapp.press.fonts import PROBE

LETTERS = PROBE + "人民调解委员会依当事人申请经同意之间的纠纷主动接受委托移送abcé"


def make_fangsong(path: Path, *, letters: str = LETTERS, fs_type: int = 0, old: bool = False) -> Path:
    """Write a font named FangSong; `old` gives it the 16-bit character map of the nineties."""
    path.write_bytes(_made(letters, fs_type, old))
    return path


@functools.cache
def _made(letters: str, fs_type: int, old: bool) -> bytes:
    options = subset.Options(layout_features=[], hinting=False, name_IDs=["*"])
    with subset.load_font(str(shipped("resources") / "fonts" / "NotoSerifSC-400.ttf"), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 4, 6):
                record.string = "FangSong"
        font["OS/2"].fsType = fs_type
        if old:
            _only_format_4(font)
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def _only_format_4(font: TTFont) -> None:
    table = CmapSubtable.newSubtable(4)
    table.platformID, table.platEncID, table.language = 3, 1, 0
    table.cmap = {code: name for code, name in font.getBestCmap().items() if code < 0x10000}
    font["cmap"].tables = [table]

"""The one family (字体): the system's Chinese sans where it has a good one, else the Noto Sans SC we ship."""

from PySide6.QtGui import QFontDatabase

from zsapp.base.paths import shipped

GOOD = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
"""Families that cover the names of people in GB 18030 and look alike in both weights."""
OURS = ("NotoSansSC-400.ttf", "NotoSansSC-700.ttf")


def sans_family() -> str:
    """Return the family of every word on the screen; loads ours only where the system has none."""
    for family in GOOD:
        if QFontDatabase.hasFamily(family):
            return family
    loaded = [QFontDatabase.addApplicationFont(str(shipped("resources") / "fonts" / file)) for file in OURS]
    families = [name for one in loaded if one >= 0 for name in QFontDatabase.applicationFontFamilies(one)]
    return (
        families[0] if families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    )

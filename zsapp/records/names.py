"""Names by their initials (姓名首字母): zs finds 张三. Names keep their characters; this is only for finding.

A surname may be read otherwise than the same character elsewhere (单 shan, 曾 zeng …); where a reading is in
doubt both are kept, so that neither way of typing it fails.
"""

import functools

SURNAMES = {
    "单": "s", "曾": "z", "解": "x", "仇": "q", "区": "o", "查": "z", "盖": "g", "缪": "m", "翟": "z",
    "尉迟": "yc", "长孙": "zs", "朴": "p", "任": "r", "员": "y", "乐": "y", "覃": "q", "召": "s", "种": "c",
    "冼": "x", "逄": "p", "万俟": "mq", "澹台": "tt", "乜": "n", "佴": "n", "黑": "h", "折": "s", "繁": "p",
}  # fmt: skip
"""Readings of surnames that differ from what the character usually says."""

PLACES = {"涌": "c", "圩": "x"}
"""Readings of place-name characters of the Pearl River delta (小涌 is xiǎo chōng)."""


def initials_of(name: str) -> tuple[str, ...]:
    """Return the ways to type a name by initials, the likeliest first; Latin letters stand for themselves."""
    usual = "".join(_initial(character) for character in name)
    readings = [usual]
    for surname, reading in SURNAMES.items():
        if name.startswith(surname):
            readings.insert(0, reading + usual[len(reading) :])
    local = "".join(PLACES.get(character, "") or _initial(character) for character in name)
    readings.append(local)
    return tuple(dict.fromkeys(one for one in readings if one))


@functools.cache
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    from pypinyin import lazy_pinyin  # late: its tables take 0.2 s to load; a start does not need them

    sound = lazy_pinyin(character, errors="ignore")
    return sound[0][0].lower() if sound and sound[0] else ""

"""How names sound (姓名读音): zs, zhangsan, zhangs find 张三. Names keep their characters; only for finding.

A surname may be read otherwise than the same character elsewhere (单 shan, 曾 zeng …); where a reading is in
doubt both are kept, so that neither way of typing it fails.
"""

import functools

from zsapp.records.variants import folded

Syllables = tuple[str, ...]

SURNAMES: dict[str, Syllables] = {
    "单": ("shan",), "曾": ("zeng",), "解": ("xie",), "仇": ("qiu",), "区": ("ou",), "查": ("zha",),
    "盖": ("ge",), "缪": ("miao",), "翟": ("zhai",), "尉迟": ("yu", "chi"), "长孙": ("zhang", "sun"),
    "朴": ("piao",), "任": ("ren",), "员": ("yun",), "乐": ("yue",), "覃": ("qin",), "召": ("shao",),
    "种": ("chong",), "冼": ("xian",), "逄": ("pang",), "万俟": ("mo", "qi"), "澹台": ("tan", "tai"),
    "乜": ("nie",), "佴": ("nai",), "黑": ("he",), "折": ("she",), "繁": ("po",),
}  # fmt: skip
"""Readings of surnames that differ from what the character usually says."""

PLACES = {"涌": "chong", "圩": "xu"}
"""Readings of place-name characters of the Pearl River delta (小涌 is xiǎo chōng)."""

LONGEST = 6
"""Characters of a name that is also typed out: longer ones (companies) are known by their initials."""


def initials_of(name: str) -> tuple[str, ...]:
    """Return the ways to type a name by initials, the likeliest first; Latin letters stand for themselves."""
    return tuple(dict.fromkeys(found for one in _readings(name) if (found := _initials(one))))


@functools.lru_cache(maxsize=4_096)  # mediators and neighbours come again in every case
def sounds_of(name: str) -> tuple[str, ...]:
    """Return the ways to type a name: lyd, liangyadi, liangyd; what another one begins with is left out."""
    ways = list(initials_of(name))
    for syllables in _readings(name) if len(name) <= LONGEST else ():
        heard = [one for one in syllables if one]
        ways += ["".join(heard), "".join(heard[:1]) + _initials(tuple(heard[1:]))]
    ways = list(dict.fromkeys(one for one in ways if one))
    return tuple(one for one in ways if not any(other != one and other.startswith(one) for other in ways))


def _readings(name: str) -> tuple[Syllables, ...]:
    """Return how a name may be read, the likeliest first: a syllable for each character."""
    usual = tuple(_sound(character) for character in name)
    readings = [usual]
    plain = folded(name)
    for surname, reading in SURNAMES.items():
        if plain.startswith(surname) and len(plain) == len(name):
            readings.insert(0, (*reading, *usual[len(reading) :]))
    readings.append(tuple(PLACES.get(character) or _sound(character) for character in name))
    return tuple(dict.fromkeys(readings))


def _initials(syllables: Syllables) -> str:
    return "".join(one[:1] for one in syllables)


@functools.cache
def _sound(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    from pypinyin import lazy_pinyin  # late: its tables take 0.2 s to load; a start does not need them

    sound = lazy_pinyin(character, errors="ignore")
    return sound[0].lower() if sound else ""

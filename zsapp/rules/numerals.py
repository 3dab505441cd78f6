"""Chinese numerals (中文数字): written and read, ordinary (一二三), formal (壹贰叁), simplified or not.

Whole numbers below 10^16. Knows no money and no dates.
"""

import re

LIMIT = 10**16
FORMAL = "零壹贰叁肆伍陆柒捌玖"
ORDINARY = "〇一二三四五六七八九"
PLAIN = str.maketrans(
    "〇○零壹贰貳弍叁參叄参肆伍陆陸柒捌玖两兩俩拾佰仟萬億廿卅",
    "零零零一二二二三三三三四五六六七八九二二二十百千万亿廿卅",
)
"""Every usual form of a numeral, to the ordinary one."""

CHARACTERS = "〇○零一二三四五六七八九十百千万亿壹贰貳弍叁參叄参肆伍陆陸柒捌玖两兩俩拾佰仟萬億廿卅"
FORMAL_ONLY = frozenset("壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟萬億")
"""Characters that are found in amounts written out in words (大写) and hardly anywhere else."""

_DIGIT = {char: n for n, char in enumerate("零一二三四五六七八九")}
_SECTION = re.compile(
    r"(?:(?P<thousand>[一二三四五六七八九])千)?"
    r"(?:(?P<gap1>零)?(?P<hundred>[一二三四五六七八九])百)?"
    r"(?:(?P<gap2>零)?(?P<ten>[一二三四五六七八九])?(?P<tens>十))?"
    r"(?:(?P<gap3>零)?(?P<one>[一二三四五六七八九]))?"
)


def plain_numerals(text: str) -> str:
    """Return the text with every numeral in its ordinary form: 贰拾, 貳拾 and 廿 all read 二十."""
    return text.translate(PLAIN).replace("廿", "二十").replace("卅", "三十")


def write_number(number: int) -> str:
    """Return a number in formal numerals: 10050 is 壹万零伍拾, 100000001 is 壹亿零壹.

    Raises:
        ValueError: negative, or 10^16 and more.
    """
    if not 0 <= number < LIMIT:
        raise ValueError(number)
    return _write(number) or FORMAL[0]


def _write(number: int) -> str:
    for unit, name in ((10**8, "亿"), (10**4, "万")):
        if number >= unit:
            head, tail = divmod(number, unit)
            gap = FORMAL[0] if 0 < tail < unit // 10 else ""
            return f"{_write(head)}{name}{gap}{_write(tail)}"
    return _write_section(number)


def _write_section(number: int) -> str:
    words, gap = "", False
    for unit, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += (FORMAL[0] if gap and words else "") + FORMAL[digit] + name
        gap = digit == 0
    return words


def read_number(text: str) -> int | None:
    """Return the number of Chinese numerals in any usual form, None when they are none.

    A last digit whose place is not said is not guessed: 壹万伍 may be 10005 or 15000, so it is None.
    """
    plain = plain_numerals(text)
    if plain == "零":
        return 0
    return _read(plain, ("亿", "万"))


def _read(text: str, units: tuple[str, ...]) -> int | None:
    if not units:
        return _read_section(text)
    head, unit, tail = text.rpartition(units[0])
    if not unit:
        return _read(text, units[1:])
    size = 10**8 if units[0] == "亿" else 10**4
    above = _read(head, units[1:])
    if not tail:
        return None if above is None else above * size
    below = _read(tail.removeprefix("零"), units[1:])
    if above is None or below is None or (below < 10 and not tail.startswith("零")):
        return None
    return above * size + below if below < size else None


def _read_section(text: str) -> int | None:
    found = _SECTION.fullmatch(text)
    if not text or not found:
        return None
    thousand, hundred, one = (_DIGIT.get(found[name] or "", 0) for name in ("thousand", "hundred", "one"))
    ten = _DIGIT.get(found["ten"] or "一", 0) if found["tens"] else 0
    # 一百五 is said for 150 and written for 105: without 零 or 十 the last digit has no sure place
    unsure = one and not ten and (thousand or hundred) and not found["gap3"]
    return None if unsure else thousand * 1000 + hundred * 100 + ten * 10 + one


def numeral(number: int) -> str:
    """Return a whole number below 10,000 in Chinese: 三, 十四, 一百零五, 二十."""
    if not 0 <= number < 10_000:
        return str(number)
    if number == 0:
        return "零"
    text, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + ORDINARY[digit] + unit
        gap = not digit
    return text[1:] if text.startswith("一十") else text

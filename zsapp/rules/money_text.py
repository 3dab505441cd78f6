"""Amounts in a text (条款中的金额): every one, its figure, and the words (大写) for the same amount.

Knows amounts only: not who pays, nor when. Places are character offsets into the text as given.
"""

import functools
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from zsapp.rules.money import read_words
from zsapp.rules.numerals import CHARACTERS, FORMAL_ONLY

NARROW = str.maketrans("０１２３４５６７８９．￥", "0123456789.¥")
"""Full-width figures to narrow ones, one for one, so that places stay true."""

SIZES = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
NUMBER = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
SIZE = r"(?:[十百千]?万|[百千亿])"
PIECE = re.compile(rf"({NUMBER})[\s　]*({SIZE}?)")
FIGURE = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?P<sign>¥|RMB|人民币)[\s　]*)?"
    rf"(?P<body>(?:{NUMBER}{SIZE})*{NUMBER}[\s　]*{SIZE}?)"
    r"[\s　]*余?(?:(?P<yuan>[元圆块])(?:(?P<jiao>[0-9])角)?(?:(?P<fen>[0-9])分)?)?"
)
SPELT = re.compile(
    rf"[{CHARACTERS}][{CHARACTERS}\s]*(?:[元圆圓][{CHARACTERS}角毛分整正\s]*|[角毛分][{CHARACTERS}分整正]*)?"
)
BETWEEN = re.compile(
    r"(?:[\s　()（）:：,，、¥]|人民币|大写|小写|金额|合计|共计|总计|总额|即|为|是|计|RMB|整)*"
)
LABEL = re.compile(r"[大小]写")
LABEL_BEFORE = re.compile(r"大写(?:金额)?[\s　:：为是]*(?:人民币)?[\s　:：]*$")
LABEL_AFTER = re.compile(r"[\s　]*[（(]?[\s　]*(?:人民币)?[（(]?大写")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text. `value` is None when only unreadable words stand there.

    `figure` and `words` are what is written (empty when absent); `words_at` is the place of the words.
    """

    start: int
    end: int
    value: Decimal | None
    figure: str = ""
    words: str = ""
    words_value: Decimal | None = None
    words_at: tuple[int, int] = (0, 0)

    @property
    def agrees(self) -> bool:
        """Whether figure and words are the same amount, as far as both are there."""
        return not (self.figure and self.words) or self.value == self.words_value


@functools.lru_cache(maxsize=512)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the amounts of a text in their order, a figure and its words as one.

    人民币12500元（大写：壹万贰仟元整）, ¥12,500.00, 1.2万元, １８００元, 一千八百元, 壹仟捌佰元整（¥1800）.
    """
    figures = _figures(text)
    taken = {place for one in figures for place in range(one.start, one.end)}
    spelt = [one for one in _spelt(text) if one.start not in taken]
    tokens = sorted((*figures, *spelt), key=lambda one: one.start)
    found: list[Amount] = []
    for token in tokens:
        last = found[-1] if found else None
        if last and not (last.figure and last.words) and _belong(text, last, token):
            found[-1] = _joined(last, token)
        else:
            found.append(token)
    return tuple(one for one in found if one.value is not None)


def _figures(text: str) -> list[Amount]:
    """Return what is an amount by its sign, its unit or the words that follow, not every number."""
    plain = text.translate(NARROW)
    found = []
    for one in FIGURE.finditer(plain):
        if one["sign"] or one["yuan"] or LABEL_AFTER.match(plain, one.end()):
            start = one.start("sign") if one["sign"] else one.start("body")
            found.append(Amount(start, one.end(), _value(one), figure=text[start : one.end()]))
    return found


def _value(one: re.Match[str]) -> Decimal:
    """Return the amount of a figure: 1万2千元 is 12000, 25元5角 is 25.5."""
    whole = sum(
        (Decimal(re.sub("[,，]", "", number)) * SIZES[size] for number, size in PIECE.findall(one["body"])),
        Decimal(0),
    )
    return whole + Decimal(one["jiao"] or 0) / 10 + Decimal(one["fen"] or 0) / 100


def _spelt(text: str) -> list[Amount]:
    """Return amounts in Chinese numerals: formal ones always, ordinary ones when they end in 元, 角 or 分."""
    found = []
    for one in SPELT.finditer(text):
        words = one[0].rstrip()
        formal = _is_formal(words)
        labelled = LABEL_BEFORE.search(text, max(0, one.start() - 20), one.start()) is not None
        unit = re.search("[元圆圓角毛分]", words)
        if not (unit or labelled) or not (formal or labelled or re.search("[元圆圓]", words)):
            continue
        value = read_words(words)
        if value is None and not (formal or labelled):
            continue
        place = (one.start(), one.start() + len(words))
        if formal or labelled:
            found.append(Amount(*place, value, words=words, words_value=value, words_at=place))
        else:  # 三千元 is told as a figure is, and may have its 大写 beside it
            found.append(Amount(*place, value, figure=words))
    return found


def _is_formal(words: str) -> bool:
    """Say whether words are those of a paper of payment: 壹贰叁, or ended by 整."""
    return words.endswith(("整", "正")) or not FORMAL_ONLY.isdisjoint(words)


def _belong(text: str, first: Amount, second: Amount) -> bool:
    """Say whether two neighbours are one amount written twice: joined by a bracket, a label or nothing."""
    between = text[first.end : second.start]
    if first.figure and second.figure:
        return _is_repeated(text, first, second)
    if bool(first.figure) == bool(second.figure) or not BETWEEN.fullmatch(between):
        return False
    formal = _is_formal(first.words or second.words)
    opened = re.search("[(（]", between) and not re.search("[)）]", between.split("大写")[0].split("小写")[0])
    return bool(LABEL.search(between)) or (formal and (bool(opened) or not between.strip("即 　整")))


def _is_repeated(text: str, first: Amount, second: Amount) -> bool:
    """Say whether two figures are one amount, in digits and in ordinary numerals: 三千元（3000元）."""
    opened = re.fullmatch(r"[\s　]*[(（][\s　]*(?:即|计|小写)?[:：]?", text[first.end : second.start])
    closed = re.match(r"[\s　]*[)）]", text[second.end :])
    return bool(opened and closed) and _is_spelt(first) != _is_spelt(second)


def _is_spelt(amount: Amount) -> bool:
    return amount.figure[:1] in CHARACTERS


def _joined(first: Amount, second: Amount) -> Amount:
    if first.figure and second.figure:
        first, second = (first, second) if _is_spelt(second) else (second, first)
        place = (second.start, second.end)
        second = replace(second, figure="", words=second.figure, words_value=second.value, words_at=place)
    figure, words = (first, second) if first.figure else (second, first)
    return Amount(
        min(first.start, second.start),
        max(first.end, second.end),
        figure.value,
        figure=figure.figure,
        words=words.words,
        words_value=words.words_value,
        words_at=words.words_at,
    )

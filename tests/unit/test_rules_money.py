"""Money in figures and words, and amounts in a text."""

from decimal import Decimal

import pytest

from zsapp.rules.money import amount_fault, in_figures, in_words, read_words, rounded
from zsapp.rules.money_text import amounts_in
from zsapp.rules.numerals import read_number, write_number

WORDS = [
    ("0", "零元整"),
    ("0.01", "壹分"),
    ("100.05", "壹佰元零伍分"),
    ("10050.50", "壹万零伍拾元伍角整"),
    ("126480.50", "壹拾贰万陆仟肆佰捌拾元伍角整"),
    ("100000001", "壹亿零壹元整"),
    ("1.005", "壹元零壹分"),
    ("0.10", "壹角整"),
    ("25085.76", "贰万伍仟零捌拾伍元柒角陆分"),
    ("200003648.79", "贰亿零叁仟陆佰肆拾捌元柒角玖分"),
    ("1000000000000", "壹万亿元整"),
    ("100050000", "壹亿零伍万元整"),
    ("1800", "壹仟捌佰元整"),
    ("105000", "壹拾万伍仟元整"),
    ("10001000", "壹仟万壹仟元整"),
]


@pytest.mark.parametrize(("amount", "words"), WORDS)
def test_an_amount_is_written_in_words_and_read_again(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words
    assert read_words(words) == rounded(Decimal(amount))


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "100000000000000"])
def test_what_is_no_amount_is_not_written(amount: str) -> None:
    with pytest.raises(ValueError, match=amount):
        in_words(Decimal(amount))


@pytest.mark.parametrize("number", [-1, 10**16])
def test_what_is_no_number_is_not_written(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        write_number(number)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("壹仟捌佰圆正", "1800"),
        ("人民币（大写）：壹 仟 捌 佰 元 整", "1800"),
        ("贰角", "0.2"),
        ("贰角整", "0.2"),
        ("伍分", "0.05"),
        ("壹佰元零角伍分", "100.05"),
        ("一千八百元", "1800"),
        ("十五元", "15"),
        ("二十五万", "250000"),
        ("廿五元", "25"),
        ("貳萬伍仟零捌拾伍圓柒角陸分", "25085.76"),
        ("两千", "2000"),
        ("壹佰整", "100"),
        ("一万零五元", "10005"),
        ("一亿二千万元", "120000000"),
        ("零分", "0"),
    ],
)
def test_words_are_read_in_many_dresses(text: str, amount: str) -> None:
    assert read_words(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "壹万伍",
        "一百五",
        "二〇二六",
        "整",
        "",
        "元",
        "百元",
        "元整",
        "3元",
        "一万万",
        "一二",
        "万元",
        "一亿万",
        "壹万伍仟贰万",
        "十百",
    ],
)
def test_what_is_not_surely_an_amount_is_not_guessed(text: str) -> None:
    assert read_words(text) is None


def test_a_bare_number_is_read() -> None:
    assert (read_number("三"), read_number("零"), read_number("一百二十"), read_number("")) == (
        3,
        0,
        120,
        None,
    )


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        *(("0", ""), ("99999999999999.99", ""), ("1.5", "")),
        *(("-0.01", "金额不能小于0"), ("100000000000000", "金额过大"), ("1.005", "金额最多两位小数")),
        ("NaN", "金额应是数字"),
    ],
)
def test_an_amount_has_two_places_and_bounds(amount: str, sentence: str) -> None:
    assert amount_fault(Decimal(amount)) == sentence


@pytest.mark.parametrize(
    ("amount", "figures"), [("1800.00", "1800"), ("25085.76", "25085.76"), ("0.5", "0.50")]
)
def test_figures_are_short_and_exact(amount: str, figures: str) -> None:
    assert in_figures(Decimal(amount)) == figures


ONE = [
    ("人民币12500元（大写：壹万贰仟元整）", "12500", "壹万贰仟元整", False),
    ("乙方退还1.2万元（大写：壹万贰仟元整）", "12000", "壹万贰仟元整", True),
    ("１８００元（大写壹仟捌佰元整）", "1800", "壹仟捌佰元整", True),
    ("壹仟捌佰元整（¥1800.00）", "1800", "壹仟捌佰元整", True),
    ("人民币（大写）壹万贰仟伍佰元整（小写：12500元）", "12500", "壹万贰仟伍佰元整", True),
    ("金额12500（大写：壹万贰仟伍佰元整）", "12500", "壹万贰仟伍佰元整", True),
    ("一千八百元，三日内付清", "1800", "", True),
    ("3万元整", "30000", "", True),
    (
        "2026年8月1日前付清，第3期，30%即57105元（大写：伍万柒仟壹佰零伍元整）",
        "57105",
        "伍万柒仟壹佰零伍元整",
        True,
    ),
    ("赔偿3000元(叁仟元整)", "3000", "叁仟元整", True),
    ("赔偿3000元（大写：叁仟圆）", "3000", "叁仟圆", True),
    ("12500元（大写：____）", "12500", "", True),
    ("12500元（大写：壹万贰）", "12500", "壹万贰", False),
    ("人民币 3，000 元（大写：人民币叁仟元整）", "3000", "叁仟元整", True),
    ("5000元整（大写：伍仟元整）", "5000", "伍仟元整", True),
    ("共计人民币3000.50元，大写：叁仟元伍角", "3000.5", "叁仟元伍角", True),
    ("1万2千元（大写：壹万贰仟元整）", "12000", "壹万贰仟元整", True),
    ("25元5角3分（大写：贰拾伍元伍角叁分）", "25.53", "贰拾伍元伍角叁分", True),
    ("RMB12500（大写：壹万贰仟伍佰元整）", "12500", "壹万贰仟伍佰元整", True),
    ("１，２００．５０元", "1200.5", "", True),
    ("3千万元", "30000000", "", True),
    ("账号尾号0601，500元以内", "500", "", True),
    ("五百块", "", "", True),
    ("贰角", "0.2", "贰角", True),
    ("人民币大写壹仟捌佰元整￥1800.00", "1800", "壹仟捌佰元整", True),
    ("¥1800壹仟捌佰元整", "1800", "壹仟捌佰元整", True),
    ("大写：壹万贰", "", "", True),
    ("三千元（大写：叁仟伍佰元整）", "3000", "叁仟伍佰元整", False),
]


@pytest.mark.parametrize(("text", "value", "words", "agrees"), ONE)
def test_an_amount_is_found_with_its_words(text: str, value: str, words: str, agrees: bool) -> None:
    first = next(iter(amounts_in(text)), None)
    if not value:
        assert first is None
        return
    assert first is not None
    assert (first.value, first.words, first.agrees) == (Decimal(value), words, agrees)
    start, end = first.words_at
    assert text[start:end] == words
    assert first.figure in text[first.start : first.end]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("200元（大写：贰佰元正）、１００元（大写：壹佰元正）", ["200", "100"]),
        ("壹仟捌佰元整（¥1800.00）、贰佰元整（￥200）", ["1800", "200"]),
        ("先付100元，贰佰元整于次月付", ["100", "200"]),
        ("甲方付100元（含税），乙方付贰佰元整", ["100", "200"]),
        ("100元/天，9天×100元，每月800元", ["100", "100", "800"]),
        ("1.5元；两万元", ["1.5", "20000"]),
        ("3000-5000元", ["5000"]),
        ("一分钱不少，三分之一，十分满意，百元，八角形，分三期，2026年8月1日，1.2万，A3000元，第壹条", []),
        ("", []),
    ],
)
def test_every_amount_is_found_once(text: str, values: list[str]) -> None:
    assert [one.value for one in amounts_in(text)] == [Decimal(value) for value in values]

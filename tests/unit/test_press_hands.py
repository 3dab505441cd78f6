"""The ways of writing a value."""

from datetime import date
from decimal import Decimal

import pytest

from zsapp.press.hands import HANDS, TICK, plain
from zsapp.rules.numerals import numeral, plain_numerals, write_number


@pytest.mark.parametrize(
    ("hand", "value", "written"),
    [
        ("", "何䶮", "何䶮"),
        ("", None, ""),
        ("", 57, "57"),
        ("", True, "是"),
        ("", False, "否"),
        ("", Decimal("1800.00"), "1800"),
        ("", Decimal("35085.76"), "35085.76"),
        ("", Decimal("0.50"), "0.50"),
        ("", date(2026, 3, 9), "2026年3月9日"),
        ("", ("甲", "乙"), "甲、乙"),
        ("day", date(2026, 12, 31), "2026年12月31日"),
        ("upper", Decimal("25085.76"), "贰万伍仟零捌拾伍元柒角陆分"),
        ("money", Decimal("190350"), "190,350.00"),
        ("numeral", 3, "三"),
        ("list", (date(2026, 6, 5), date(2026, 6, 8)), "2026年6月5日、2026年6月8日"),
        ("lines", ("一、甲", "二、乙"), "一、甲\n二、乙"),
        ("masked", "442000196803159914", "442***********9914"),
        ("masked", "12345", "*****"),
        ("unwritten", "高伟明", ""),
        (TICK, True, ""),
    ],
)
def test_a_hand_writes(hand, value, written):
    assert HANDS[hand].write(value) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (14, "十四"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
    ],
)
def test_a_number_of_copies_is_written_in_chinese(number, written):
    assert numeral(number) == written


@pytest.mark.parametrize("number", range(1, 10_000, 37))
def test_numbers_agree_with_the_amounts_in_words(number):
    formal = plain_numerals(write_number(number))
    assert numeral(number) == (formal[1:] if formal.startswith("一十") else formal)


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_number_beyond_counting_is_written_in_figures(number):
    assert numeral(number) == str(number)


def test_an_empty_day_leaves_room_for_the_pen():
    assert "".join(HANDS["day"].blank.split()) == "年月日"
    assert plain(()) == ""

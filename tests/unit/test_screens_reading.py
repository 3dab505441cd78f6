"""What a clerk types in any usual way is read; what cannot be is said in plain words."""

from datetime import date
from decimal import Decimal

import pytest

from zsapp.screens.kit import reading

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-3-9", date(2026, 3, 9)),
        ("2026/03/09", date(2026, 3, 9)),
        ("2026.3.9", date(2026, 3, 9)),
        ("20260309", date(2026, 3, 9)),
        ("2026年3月9日", date(2026, 3, 9)),
        ("２０２６－３－９", date(2026, 3, 9)),
        ("3月9日", date(2026, 3, 9)),
        ("3月9号", date(2026, 3, 9)),
        ("3-9", date(2026, 3, 9)),
        ("12-31", date(2026, 12, 31)),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 23)),
        ("明天", date(2026, 11, 25)),
        (" 2026 - 3 - 9 ", date(2026, 3, 9)),
    ],
)
def test_a_day_is_read_however_it_is_usually_written(typed, day):
    assert reading.read_date(typed, TODAY) == reading.Reading(day)


def test_a_day_without_a_year_far_ahead_was_last_year():
    assert reading.read_date("11月20日", date(2026, 1, 5)).value == date(2025, 11, 20)


def test_a_february_of_thirty_days_is_said_to_be_wrong():
    assert reading.read_date("2026-2-30", TODAY).fault == "2026年2月没有30日"
    assert reading.read_date("2026-13-1", TODAY).fault == "没有13月"
    assert reading.read_date("0026-1-1", TODAY).fault == "年份“26”不对"


def test_half_a_day_is_no_day_yet_and_nothing_is_nothing():
    assert reading.read_date("2026-3-", TODAY).fault
    assert reading.read_date("", TODAY) == reading.Reading()
    assert reading.show_date(None) == ""
    assert reading.show_date(date(2026, 3, 9)) == "2026年3月9日"


def test_several_days_are_kept_in_order():
    assert reading.read_dates("3月12日、3月9日", TODAY).value == (date(2026, 3, 9), date(2026, 3, 12))
    assert reading.read_dates("3月9日、", TODAY).value == (date(2026, 3, 9),)
    assert reading.read_dates("3月9日、三月", TODAY).fault


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1800", "1800.00"),
        ("1,800.50", "1800.50"),
        ("1800元", "1800.00"),
        ("¥1800", "1800.00"),
        ("人民币1800元整", "1800.00"),
        ("1.8万", "18000.00"),
        ("壹仟捌佰元整", "1800.00"),
        ("１８００", "1800.00"),
    ],
)
def test_an_amount_is_read_in_figures_or_words(typed, amount):
    assert reading.read_money(typed).value == Decimal(amount)


@pytest.mark.parametrize("typed", ["很多", "1.234", "-5", "1e20"])
def test_what_is_no_amount_is_said_to_be_none(typed):
    assert reading.read_money(typed).fault


def test_an_amount_is_shown_as_typed_and_in_words():
    assert reading.show_money(Decimal("1800.00")) == "1800"
    assert reading.show_money(Decimal("1800.50")) == "1800.50"
    assert reading.show_money(None) == ""
    assert reading.money_words(Decimal(1800)) == "大写：壹仟捌佰元整"
    assert reading.money_words(None) == ""


def test_instalments_are_parted_by_blanks():
    assert reading.read_amounts("7440 5580、5580").value == (Decimal(7440), Decimal(5580), Decimal(5580))
    assert reading.read_amounts("7440 多").fault


def test_a_count_keeps_its_bounds():
    assert reading.read_count("3", 0, 10).value == 3
    assert reading.read_count("11", 0, 10).fault == "不能大于10"
    assert reading.read_count("0", 1, 10).fault == "不能小于1"
    assert reading.read_count("三", 0, 10).fault == "这里请填整数"
    assert reading.read_count("", 0, 10) == reading.Reading()


def test_shares_name_who_bears_what():
    assert reading.read_shares("霍东海 70%、曾桂英 30%").value == {"霍东海": "70%", "曾桂英": "30%"}
    assert reading.read_shares("").value == {}
    assert reading.read_shares("70%").fault


def test_flags_texts_and_plain_numbers():
    assert reading.read_flag("是").value is True
    assert reading.read_flag("").value is None
    assert [reading.show_flag(flag) for flag in (True, False, None)] == ["是", "否", ""]
    assert reading.read_texts("甲、乙；丙").value == ("甲", "乙", "丙")
    assert reading.read_decimal("0.5").value == Decimal("0.5")
    assert reading.read_decimal("").value is None
    assert reading.read_decimal("half").fault
    assert reading.read_decimal("inf").fault

"""Laws of the rules: money both ways, check digits, periods, and checks that never fail."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rulings import findings, fires, make_case, with_party, with_rows
from tests.things import things
from zsapp.rules.findings import Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Obligation
from zsapp.rules.money import in_figures, in_words, read_words, rounded
from zsapp.rules.money_text import amounts_in
from zsapp.rules.names import normalise_name
from zsapp.rules.numerals import LIMIT, read_number, write_number
from zsapp.rules.people import (
    birth_in,
    credit_check_character,
    identity_fault,
    normalise_number,
    resident_check_digit,
    uscc_fault,
)
from zsapp.services.tables import shipped_tables

TODAY = date(2026, 11, 24)
AMOUNTS = st.decimals(0, 10**12, places=2)
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 1))


@given(AMOUNTS)
def test_an_amount_comes_back_from_its_words(amount: Decimal) -> None:
    words = in_words(amount)
    assert read_words(words) == rounded(amount)
    assert "零零" not in words


@given(st.integers(0, LIMIT - 1))
def test_a_number_comes_back_from_its_numerals(number: int) -> None:
    assert read_number(write_number(number)) == number


@given(
    AMOUNTS,
    st.sampled_from(
        ["人民币{}元（大写：{}）", "¥{}（{}）", "人民币（大写）{1}（小写：{0}元）", "{}元，大写{}"]
    ),
)
def test_an_amount_in_a_clause_is_found_and_agrees(amount: Decimal, shape: str) -> None:
    clause = "甲方于2026年8月1日前支付" + shape.format(in_figures(amount), in_words(amount)) + "。"
    (found,) = amounts_in(clause)
    assert (found.value, found.words_value) == (amount, amount)


@given(AMOUNTS, AMOUNTS)
def test_words_agree_exactly_when_the_amounts_do(figure: Decimal, words: Decimal) -> None:
    clause = f"甲方当场支付乙方{in_figures(figure)}元（大写：{in_words(words)}）。"
    found = findings(make_case(clause), "R01")
    assert bool(found) == (figure != words)
    assert all(not fires("R01", make_case(one.fix)) for one in found)


@given(st.lists(st.decimals(1, 10**6, places=2), min_size=1, max_size=5), st.decimals("0.01", 100, places=2))
def test_a_sum_is_told_exactly_when_it_is_wrong(parts: list[Decimal], more: Decimal) -> None:
    rows = [Obligation(obligor="甲", obligee="乙", kind="给付", amount=one, status="已履行") for one in parts]
    total = sum(parts, Decimal(0))
    assert not fires("R02", with_rows(*rows, total=str(total)))
    assert fires("R02", with_rows(*rows, total=str(total + more)))


@given(DAYS, st.integers(0, 90))
def test_a_period_ends_on_a_worked_day_and_never_early(day: date, count: int) -> None:
    calendar = shipped_tables().calendar
    last = calendar.add_plain_days(day, count)
    assert calendar.is_workday(last)
    plain = day + timedelta(days=count)
    assert all(calendar.is_holiday(plain + timedelta(days=n)) for n in range((last - plain).days))


@given(DAYS, st.integers(1, 40))
def test_working_days_are_as_many_as_asked(day: date, count: int) -> None:
    calendar = shipped_tables().calendar
    last = calendar.add_work_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(calendar.is_workday(one) for one in between) == count
    assert calendar.is_workday(last)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_in_a_resident_number_is_found(
    born: date, order: int, place: int, shift: int
) -> None:
    first = f"442000{born:%Y%m%d}{order:03}"
    number = first + resident_check_digit(first)
    assert identity_fault("居民身份证", number, birth=born, today=TODAY) == ""
    assert birth_in(number) == born
    old = number[place]
    new = "0123456789"[(int(old) + shift) % 10] if old != "X" else "0123456789"[shift]
    assert identity_fault("居民身份证", number[:place] + new + number[place + 1 :], today=TODAY) != ""


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_a_credit_code_has_one_right_check_character(first: str) -> None:
    right = credit_check_character(first)
    fine = [char for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if not uscc_fault(first + char)]
    assert fine == [right]


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise_name(normalise_name(text)) == normalise_name(text)
    assert normalise_number(normalise_number(text)) == normalise_number(text)


@given(
    st.text(max_size=25),
    st.sampled_from(["", "居民身份证", "护照", "外国人永久居留身份证", "港澳台居民居住证"]),
)
def test_any_number_is_right_or_told_in_a_sentence(number: str, id_type: str) -> None:
    assert isinstance(identity_fault(id_type, number, today=TODAY), str)


CLAUSE_PARTS = st.lists(
    st.sampled_from(
        [
            *(
                "甲方",
                "乙方",
                "不得",
                "起诉",
                "同意",
                "离婚",
                "支付",
                "1800元",
                "（大写：",
                "壹仟捌佰元整",
                "）",
                "。",
                "；",
            ),
            *(
                "2026年",
                "8月1日",
                "前",
                "土地",
                "归",
                "所有",
                "分三期",
                "每期",
                "____",
                "《",
                "》",
                "“",
                "，",
                "十五日内",
            ),
            *("不影响", "解除", "婚姻关系", "拆除", "上述", "1", "1,000", "万", "元", "零", "\n", "　"),
        ]
    ),
    max_size=30,
).map("".join)


@given(st.lists(CLAUSE_PARTS, max_size=4))
def test_no_clause_makes_a_check_fail(clauses: list[str]) -> None:
    case = make_case(*clauses)
    for one in findings(case, stage=Stage.ARCHIVE):
        assert one.message
        assert not one.fix or one.fix != case.clauses[int(one.where[8])]


@given(things(Case))
def test_no_record_makes_a_check_fail(case: Any) -> None:
    for one in findings(case, stage=Stage.ARCHIVE, today=TODAY):
        assert one.message
        assert one.where


@given(st.sampled_from("•・‧．."))
def test_a_mended_name_is_no_longer_told(dot: str) -> None:
    case = with_party(make_case(), name=f"古丽{dot}\ue863")
    (found,) = findings(case, "R49")
    assert not fires("R49", with_party(case, name=found.fix))
    assert replace(case.parties[0], name=found.fix).name == "古丽·䶮"

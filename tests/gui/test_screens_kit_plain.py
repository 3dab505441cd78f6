"""Kinds and layouts: how an item is typed, and what a page asks for. Plain Python."""

from datetime import date
from decimal import Decimal

import pytest

from zsapp.base.items import Item
from zsapp.rules.mediation_parts import Party
from zsapp.screens.kit.kinds import kind_of
from zsapp.screens.kit.layout import Cards, Fields, Fold, Rows, Texts, ask, leads, paths_in

TODAY = date(2026, 3, 27)


def kind(one, **how):
    return kind_of(one, lambda: TODAY, **how)


@pytest.mark.parametrize(
    ("annotation", "typed", "value", "again"),
    [
        (bool | None, "是", True, "是"),
        (int | None, "12", 12, "12"),
        (Decimal | None, "1.50", Decimal("1.50"), "1.50"),
        (
            dict[str, str],
            "霍东海 70%、曾桂英 30%",
            {"霍东海": "70%", "曾桂英": "30%"},
            "霍东海 70%、曾桂英 30%",
        ),
        (tuple[str, ...], "甲、乙", ("甲", "乙"), "甲、乙"),
        (
            tuple[date, ...],
            "3月9日、3-2",
            (date(2026, 3, 2), date(2026, 3, 9)),
            "2026年3月2日、2026年3月9日",
        ),
        (tuple[Decimal, ...], "100 200.50", (Decimal("100.00"), Decimal("200.50")), "100 200.50"),
        (date | None, "今天", TODAY, "2026年3月27日"),
    ],
)
def test_what_is_typed_becomes_a_value_and_is_shown_again(annotation, typed, value, again):
    one = kind(Item("", type=annotation))
    assert one.read(typed).value == value
    assert one.show(value) == again
    assert one.show(one.read("").value) == ""


def test_a_day_in_a_narrow_column_stands_in_figures():
    short = kind(Item("", type=date | None), short=True)
    assert short.show(TODAY) == "2026-03-27"
    assert short.show(None) == ""


def test_a_text_too_long_or_unprintable_is_said_under_its_field():
    one = kind(Item("", type=str, maximum=3))
    assert one.read("一二三四").fault == "最多3字，现在4字"
    assert one.read("一\x07").fault == "有无法打印的字符，请删除后重新输入"
    assert one.read("一\n").value == "一\n"


def test_money_stands_in_words_under_its_field():
    money = kind(Item("", type=Decimal | None, unit="元"))
    assert money.show(money.read("1,800元").value) == "1800"
    assert money.note(Decimal("1800.00")) == "大写：壹仟捌佰元整"
    assert money.note(None) == ""


BLOCKS = (
    Fields(asks=(ask("brief"),)),
    Rows(title="回访", path="visits", asks=(ask("on"),)),
    Texts(title="请求", path="requests"),
    Fold(title="更多", blocks=(Fields(asks=(ask("source"),)),)),
    Cards(
        title="当事人",
        path="parties",
        heading=lambda _owner, _at: "",
        blocks=(
            Fields(asks=(ask("name"),)),
            Rows(title="监护人", path="guardians", asks=(ask("name"),)),
        ),
        words=(("加一方", Party),),
    ),
)


def test_a_layout_tells_what_it_asks_for():
    assert paths_in(BLOCKS) == (
        "brief",
        "visits[].on",
        "requests[]",
        "source",
        "parties[].name",
        "parties[].guardians[].name",
    )


@pytest.mark.parametrize(
    ("asked", "path", "speaks"),
    [
        ("parties[].name", "parties[2].name", True),
        ("parties[].name", "parties", True),
        ("parties[].guardians[].name", "parties[0].guardians[1]", True),
        ("dates.apply", "dates", True),
        ("brief", "brief.more", True),
        ("brief", "briefing", False),
        ("parties[].name", "parties[0].phone", False),
    ],
)
def test_an_ask_speaks_of_a_path_or_of_what_is_in_it(asked, path, speaks):
    assert leads(asked, path) is speaks

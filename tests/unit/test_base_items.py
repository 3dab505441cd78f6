"""Items: declared once; what stands empty; whole 分."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import Item, Thing, base_of, is_empty, item, item_of, items, yuan_to_fen
from zsapp.base.leaves import quoted
from zsapp.base.plain import fit_to_keep, from_plain, from_sheet, to_plain, to_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Thing):
    left: str = item("左", maximum=5)
    right: int | None = item("右", minimum=0, maximum=9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Thing):
    own: str = item("编号", internal=True)
    no: int | None = item("序号")
    name: str = item("姓名", verbatim=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Thing):
    name: str = item("姓名", verbatim=True, maximum=5)
    note: str = item("说明", key="备注")
    on: date | None = item("日期")
    yes: bool | None = item("是否")
    amount: Decimal | None = item("金额", unit="元", minimum=0)
    rate: Decimal | None = item("利率", places=4)
    free: Decimal | None = item("数")
    count: int = item("数目", default=3)
    pairs: tuple[Pair, ...] = item("对", maximum=2)
    words: tuple[str, ...] = item("词", maximum=5)
    group: Pair = item("组")
    maybe: Pair | None = item("可有可无的组")
    shares: dict[str, str] = item("份额", maximum=5)
    rows: tuple[Row, ...] = item("名单", row=True)


def refused(sheet: Any, code: Code, field: str) -> str:
    with pytest.raises(Refusal) as refusal:
        from_sheet(Whole, sheet)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    return str(refusal.value)


def test_items_come_in_reading_order_with_their_names_and_types() -> None:
    assert [one.name for one in items(Pair)] == ["left", "right"]
    assert item_of(Pair, "right").maximum == 9
    assert item_of(Whole, "amount").money
    assert (item_of(Whole, "amount").wire_key, item_of(Whole, "amount").sheet_key) == ("amount_fen", "amount")
    assert item_of(Whole, "note").sheet_key == "备注"
    with pytest.raises(KeyError):
        item_of(Pair, "middle")


def test_a_type_is_taken_apart() -> None:
    assert base_of(str) == (False, str, None)
    assert base_of(int | None) == (True, int, None)
    assert base_of(tuple[str, ...]) == (False, tuple, str)
    assert base_of(dict[str, int]) == (False, dict, int)
    assert base_of(Pair | None) == (True, Pair, None)


def test_a_thing_starts_empty_by_its_types() -> None:
    whole = Whole()
    assert (whole.name, whole.words, whole.shares, whole.group, whole.count) == ("", (), {}, Pair(), 3)
    assert whole.maybe is whole.on is whole.amount is None


def test_zero_and_no_are_something() -> None:
    assert all(is_empty(value) for value in (None, "", (), {}, Pair()))
    assert not any(is_empty(value) for value in (0, False, Decimal(0), Pair(left="x"), ("",), " "))
    assert not is_empty(from_sheet(Pair, {"left": None}))


def test_what_is_filled_in_is_no_longer_left_blank() -> None:
    whole = from_sheet(Whole, {"name": None, "备注": "", "on": None})
    assert whole.left_blank == {"name", "note=", "on"}
    assert replace(whole, name="甲").left_blank == {"note=", "on"}
    assert Whole(left_blank=frozenset({"unheard", "count"})).left_blank == frozenset()


def test_never_given_null_and_empty_come_back_as_they_were() -> None:
    for sheet in (
        {},
        {"name": None},
        {"name": ""},
        {"words": []},
        {"words": None},
        {"shares": {}},
        {"group": {}},
        {"group": {"left": None}},
        {"maybe": {}},
        {"maybe": None},
        {"on": None},
        {"pairs": [{}]},
    ):
        full = sheet | {"count": 3}
        assert to_sheet(from_sheet(Whole, sheet)) == full
        assert to_plain(from_plain(Whole, sheet)) == full


def test_a_row_keeps_null_and_empty_apart_and_hides_our_own_cells() -> None:
    sheet = {"rows": [[1, "甲"], [None, ""], [None, None]], "count": 3}
    whole = from_sheet(Whole, sheet)
    assert to_sheet(whole) == sheet
    assert to_plain(whole)["rows"] == [[None, 1, "甲"], [None, None, ""], [None, None, None]]
    assert from_plain(Whole, to_plain(whole)) == whole


@pytest.mark.parametrize("row", [[], [1], [1, "甲", "乙"]])
def test_a_row_has_as_many_cells_as_its_columns(row: list[Any]) -> None:
    assert "2列" in refused({"rows": [row]}, Code.IMPORT_TYPE_WRONG, "rows[0]")


def test_money_is_fen_on_the_wire_and_yuan_on_the_sheet() -> None:
    whole = from_sheet(Whole, {"amount": Decimal("1800.50"), "rate": Decimal("1E-2"), "free": 5})
    plain = to_plain(whole)
    assert (plain["amount_fen"], plain["rate"], plain["free"]) == (180050, "0.01", "5")
    assert from_plain(Whole, plain) == whole


@pytest.mark.parametrize(
    ("yuan", "fen"), [("0.01", 1), ("-3", -300), ("1E+3", 100_000), ("99999999999999.99", 10**16 - 1)]
)
def test_yuan_are_whole_fen(yuan: str, fen: int) -> None:
    assert yuan_to_fen(Decimal(yuan)) == fen


@pytest.mark.parametrize("yuan", ["0.001", "NaN", "Infinity", "1." + "0" * 40 + "1"])
def test_a_part_of_a_fen_is_no_amount(yuan: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the amount itself is the message
        yuan_to_fen(Decimal(yuan))


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        ([], ""),
        (None, ""),
        ({"name": 5}, "name"),
        ({"name": True}, "name"),
        ({"name": ["甲"]}, "name"),
        ({"name": 16**9000}, "name"),
        ({"on": "2026-3-9"}, "on"),
        ({"on": "20260309"}, "on"),
        ({"on": 20260309}, "on"),
        ({"on": datetime(2026, 3, 9, tzinfo=UTC)}, "on"),
        ({"yes": 1}, "yes"),
        ({"yes": "是"}, "yes"),
        ({"amount": True}, "amount"),
        ({"amount": "5"}, "amount"),
        ({"count": Decimal("2.5")}, "count"),
        ({"count": "2"}, "count"),
        ({"pairs": {}}, "pairs"),
        ({"pairs": ["x"]}, "pairs[0]"),
        ({"pairs": [None]}, "pairs[0]"),
        ({"pairs": [{"left": 5}]}, "pairs[0].left"),
        ({"words": "甲"}, "words"),
        ({"words": [None]}, "words[0]"),
        ({"group": "x"}, "group"),
        ({"shares": ["x"]}, "shares"),
        ({"shares": {"甲": None}}, "shares.甲"),
        ({"shares": {1: "x"}}, "shares.1"),
        ({"rows": [{}]}, "rows[0]"),
        ({"rows": [[{}, "甲"]]}, "rows[0][0]"),
    ],
    ids=quoted,
)
def test_a_wrong_type_is_refused_at_its_item(sheet: Any, field: str) -> None:
    refused(sheet, Code.IMPORT_TYPE_WRONG, field)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("amount", Decimal("0.001")),
        ("amount", -1),
        ("amount", 10**14),
        ("amount", 16**9000),
        ("amount", Decimal("NaN")),
        ("amount", Decimal("sNaN")),
        ("amount", Decimal("Infinity")),
        ("amount", Decimal("1E+999999")),
        ("rate", Decimal("0.00001")),
        ("free", Decimal("1E-11")),
        ("count", Decimal("NaN")),
        ("count", Decimal("-Infinity")),
        ("count", 10**14),
    ],
    ids=quoted,
)
def test_a_number_that_cannot_be_is_refused(key: str, value: Any) -> None:
    refused({key: value}, Code.NUMBER_OUT_OF_RANGE, key)


def test_bounds_are_held_within() -> None:
    assert from_sheet(Pair, {"right": 9}).right == 9
    assert from_sheet(Pair, {"right": Decimal("9.0")}).right == 9
    for right in (-1, 10):
        with pytest.raises(Refusal) as refusal:
            from_sheet(Pair, {"right": right})
        assert refusal.value.code is Code.NUMBER_OUT_OF_RANGE


@pytest.mark.parametrize(
    "plain", [{"amount_fen": 10**16}, {"amount_fen": -1}, {"amount_fen": 16**9000}], ids=quoted
)
def test_fen_out_of_range_are_refused(plain: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        from_plain(Whole, plain)
    assert refusal.value.code is Code.NUMBER_OUT_OF_RANGE


@pytest.mark.parametrize(
    "plain",
    [{"amount_fen": "5"}, {"amount_fen": True}, {"rate": 5}]
    + [{"rate": text} for text in ("", " 1", "1_0", "1e3", "１", "NaN", "+1", ".5", "1.")],
    ids=str,
)
def test_a_number_on_the_wire_has_one_spelling(plain: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        from_plain(Whole, plain)
    assert refusal.value.code is Code.IMPORT_TYPE_WRONG


def test_lists_and_texts_have_an_end() -> None:
    assert "3条" in refused({"pairs": [{}] * 3}, Code.LIST_TOO_LONG, "pairs")
    refused({"words": ["x"] * 1001}, Code.LIST_TOO_LONG, "words")
    refused({"shares": {str(n): "x" for n in range(1001)}}, Code.LIST_TOO_LONG, "shares")
    assert "6字" in refused({"name": "甲乙丙丁戊己"}, Code.TEXT_TOO_LONG, "name")
    refused({"备注": "x" * 10_000}, Code.TEXT_TOO_LONG, "备注")
    refused({"shares": {"x" * 501: "x"}}, Code.TEXT_TOO_LONG, f"shares.{'x' * 20}")


def test_a_text_that_grows_when_normalised_is_measured_afterwards() -> None:
    refused({"备注": "\u0958" * 300}, Code.TEXT_TOO_LONG, "备注")  # one letter becomes two


@pytest.mark.parametrize("text", ["\x00", "\x1b[2J", "\x85", "\ud800", "甲\x07"])
def test_what_cannot_be_printed_is_refused(text: str) -> None:
    refused({"备注": text}, Code.TEXT_CONTROL_CHARACTER, "备注")


def test_line_ends_are_those_of_the_paper_and_text_is_nfc_but_names_are_not() -> None:
    whole = from_sheet(Whole, {"备注": "一\r\n二\r三e\u0301", "name": "e\u0301"})
    assert (whole.note, whole.name) == ("一\n二\n三é", "e\u0301")
    typed = Whole(note="e\u0301", name="e\u0301", words=("e\u0301",))
    assert (to_plain(typed)["note"], to_plain(typed)["name"]) == ("é", "e\u0301")


def test_an_unknown_key_is_named_where_it_stands() -> None:
    assert "pairs[0].colour" in refused(
        {"pairs": [{"colour": 1}]}, Code.IMPORT_KEY_UNKNOWN, "pairs[0].colour"
    )
    refused({1: "x"}, Code.IMPORT_KEY_UNKNOWN, "1")
    refused({16**9000: "x"}, Code.IMPORT_KEY_UNKNOWN, "很大的数")
    assert from_sheet(Whole, {"colour": 1}, ignore=("colour",)) == Whole()
    with pytest.raises(Refusal):
        from_sheet(Whole, {"group": {"colour": 1}}, ignore=("colour",))


@pytest.mark.parametrize("typed", [{"note": "\x00"}, {"name": "甲" * 6}, {"amount": Decimal("0.001")}])
def test_what_could_not_be_read_again_is_not_fit_to_keep(typed: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        fit_to_keep(Whole(**typed))
    assert fit_to_keep(Whole(note="好")) == Whole(note="好")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "空"),
        (True, "true"),
        (5, "5"),
        (10**15, "很大的数"),
        (date(2026, 3, 9), "2026-03-09"),
        ({}, "一组项目"),
        ([], "清单"),
        (b"x", "其他内容"),
        ("甲" * 30, "甲" * 20),
        ("a\x1bb\n", "a?b?"),
    ],
)
def test_what_was_typed_is_quoted_short_and_harmless(value: Any, text: str) -> None:
    assert quoted(value) == text


def test_an_item_is_plain_unless_said() -> None:
    one = Item("姓名")
    assert (one.law, one.care, one.money, one.internal, one.row) == ("", "", False, False, False)

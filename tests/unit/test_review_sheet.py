"""A record to be read through: every item that is filled in, by its label, for every kind of record."""

from tests.desks import plain_cases
from zsapp.services.review_sheet import SheetLine, label_of, sheet_of, text_of


def test_a_case_is_read_by_its_labels_in_order() -> None:
    lines = sheet_of("mediation", plain_cases()[0])
    said = {line.label: line.text for line in lines}
    assert said["纠纷类型"] == "邻里纠纷"
    assert SheetLine(0, "人民调解员 1") in lines
    assert any(line.depth == 1 and line.text == "何䶮" for line in lines)
    assert any("年" in line.text and line.text.endswith("日") for line in lines), "days are written out"
    assert all(line.text or line.depth == 0 or line.label for line in lines)


def test_what_nobody_knows_here_or_is_of_another_shape_is_left_to_the_list() -> None:
    assert sheet_of("of_a_newer_program", {"x": 1}) == ()
    assert sheet_of("mediation", {}) == ()
    assert sheet_of("mediation", {"nonsense": 1}) == ()


def test_amounts_lists_and_what_is_yes_or_no_are_words() -> None:
    case = {
        "accident": {"liability": {"甲": "0.7"}},
        "clauses": ["一、甲付款。", "二、再无争议，双方今后和睦相处互谅互让。"],
    }
    said = {line.label: line.text for line in sheet_of("mediation", case)}
    assert said["甲"] == "0.7"
    assert "一、甲付款。\n二、再无争议，双方今后和睦相处互谅互让。" in said.values()
    profile = {"id": "x", "name": "某站", "training": True}
    assert {line.text for line in sheet_of("station", profile)} >= {"某站", "是"}


def test_a_field_is_called_by_its_label() -> None:
    assert label_of("mediation", "brief") == "纠纷简要情况"
    assert label_of("mediation", "dates.accept").endswith("受理日期")
    assert label_of("mediation", "overrides.R01").endswith(" · R01")
    assert label_of("mediation", "nonsense") == "nonsense"
    assert label_of("mediation", "parties[1].name") == "当事人 2 · 姓名或名称"
    assert label_of("mediation", "parties[1].shoes") == "当事人 2 · shoes"
    assert label_of("of_a_newer_program", "a.b") == "a.b"


def test_a_value_is_told_in_few_words() -> None:
    assert text_of(None) == text_of([]) == "（空）"
    assert text_of([{"name": "何"}, {"text": "甲"}, "乙"]) == "何、甲、乙"
    assert text_of([{}, {}]) == "2项"
    assert text_of({"a": 1, "b": "二"}) == "1、二"
    assert text_of(7) == "7"

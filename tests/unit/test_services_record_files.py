"""Record files keep every value exactly, both ways."""

from datetime import date
from decimal import Decimal

import pytest

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.jsonable import jsonable
from zsapp.services import record_files
from zsapp.services.record_files import read_records, records_as_json, records_as_yaml

ENTRY = {
    "case": "C1",
    "amount": Decimal("1800.10"),
    "day": date(2026, 3, 9),
    "no": 1,
    "yes": True,
    "nothing": None,
}


def test_decimals_stay_exact_in_yaml(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(records_as_yaml([ENTRY]), encoding="utf-8")
    (back,) = read_records(file)
    assert back == ENTRY
    assert isinstance(back["amount"], Decimal)


def test_decimals_stay_exact_in_json_and_dates_become_text(tmp_path):
    file = tmp_path / "a.json"
    file.write_text(records_as_json([ENTRY]), encoding="utf-8")
    (back,) = read_records(file)
    assert back == {**ENTRY, "day": "2026-03-09"}


def test_a_clock_time_and_digits_with_a_leading_zero_stay_as_they_were_written(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(
        "- {time: 15:00, tail: 0501, at: 2026-06-05 07:40:00, odd: 190:20:30.15}\n", encoding="utf-8"
    )
    (back,) = read_records(file)
    assert back == {"time": "15:00", "tail": "0501", "at": "2026-06-05 07:40:00", "odd": "190:20:30.15"}
    file.write_text(records_as_yaml([back]), encoding="utf-8")
    assert read_records(file) == [back]


def test_a_single_group_is_a_list_of_one(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("case: C1\n", encoding="utf-8")
    assert read_records(file) == [{"case": "C1"}]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"\xff\xfe\x00", Code.FILE_ENCODING),
        ("case: 何䶮".encode("gb18030"), Code.FILE_ENCODING),
        (b"a: !!python/object:os.system x", Code.DATA_UNREADABLE),
        (b"- {1.5: x}", Code.DATA_UNREADABLE),
        (b"", Code.IMPORT_NOT_RECORDS),
        (b"- text", Code.IMPORT_NOT_RECORDS),
        (b"- {a: .nan}", None),
        (b"- {a: 1_000.5}", None),
    ],
)
def test_what_is_no_record_file_is_said_so(tmp_path, text, code):
    file = tmp_path / "a.yaml"
    file.write_bytes(text)
    if code is None:
        assert isinstance(read_records(file)[0]["a"], Decimal)
        return
    with pytest.raises((Trouble, Refusal)) as refused:
        read_records(file)
    assert refused.value.code is code


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.yaml", "- case: A\n  type: 邻里纠纷\n   brief: 多缩进了一格\n", 3),
        ("a.yaml", 'case: A\nbrief: "引号没有收\nparties: []\n', 2),
        ("a.yaml", "case: A\ntype: 邻里纠纷\ntype: 合同纠纷\n", 3),
        ("a.yaml", "case: A\nbrief: a\x01b\n", 2),
        ("a.json", '[{"case": "A",\n "type": }]', 2),
    ],
)
def test_the_line_that_cannot_be_read_is_named(tmp_path, name, text, line):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Trouble) as refused:
        read_records(file)
    assert refused.value.code is Code.DATA_UNREADABLE
    assert refused.value.field.startswith(f"{name} 第{line}行")


def test_a_file_beyond_all_measure_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(record_files, "LARGEST", 3)
    file = tmp_path / "a.yaml"
    file.write_text("case: C1", encoding="utf-8")
    with pytest.raises(Trouble) as refused:
        read_records(file)
    assert refused.value.code is Code.DATA_UNREADABLE


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(Trouble) as refused:
        read_records(tmp_path / "none.yaml")
    assert refused.value.code is Code.FILE_MISSING


def test_numbers_for_scripts_are_numbers():
    assert jsonable({"a": Decimal("3.00"), "b": Decimal("0.10"), 3: {date(2026, 3, 9)}}) == {
        "a": 3,
        "b": 0.1,
        "3": ["2026-03-09"],
    }


def test_a_day_that_stands_twice_is_written_twice():
    day = date(2026, 3, 2)
    text = records_as_yaml([{"case": "A", "dates": {"apply": day, "accept": day}}])
    assert "apply: 2026-03-02" in text
    assert "accept: 2026-03-02" in text

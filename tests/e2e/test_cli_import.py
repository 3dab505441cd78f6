"""Record files as clerks and other programs write them: taken in exactly, or refused at their item."""

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.stations import PASSPHRASE, acceptance_case, make_station, without_notes
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.services.record_files import read_records, records_as_yaml

LEAST = "- {case: G1, dispute_type: 邻里纠纷, brief: 漏水, parties: [{name: 甲}]"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """Return the home of a new station, to be copied."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    make_station(home, today=date(2026, 3, 9)).close()
    return home


@pytest.fixture
def home(tmp_path, fresh):
    shutil.copytree(fresh, tmp_path / "home")
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return tmp_path / "home"


@pytest.fixture
def zs(home, capsys):
    """Return a caller: (exit code, JSON document) of a verb in the test's home."""

    def call(*words: str | Path) -> tuple[int, Any]:
        given = [str(word) for word in words]
        capsys.readouterr()
        code = main([*given, "--home", str(home), "--passphrase-file", str(home.parent / "pass"), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


@pytest.fixture
def put(zs, tmp_path):
    """Return an importer of a file's content."""

    def write(content: bytes | str, name: str = "a.yaml") -> tuple[int, Any]:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return zs("record", "import", file)

    return write


@pytest.fixture
def back(zs, tmp_path):
    """Return what an export gives back."""

    def read() -> list[dict[str, Any]]:
        out = tmp_path / "out.yaml"
        code, document = zs("record", "export", "--out", out)
        assert code == 0
        return read_records(out) if document["records"] else []

    return read


def least(**more: Any) -> dict[str, Any]:
    """Return the least record that opens a case, and more."""
    return {"case": "G1", "dispute_type": "邻里纠纷", "brief": "漏水", "parties": [{"name": "甲"}], **more}


@pytest.mark.parametrize(
    "change",
    [
        {"dates": {"apply": "2026-03-02", "sessions": ["2026-03-04", date(2026, 3, 5)]}},
        {"totals": {"amount": 1800}, "copies": 3},
        {
            "totals": {"amount": Decimal("1800.50")},
            "loss_table": [{"item": "医疗费", "amount": Decimal("0.01")}],
        },
        {"record": "长" * 10_000, "investigation": "宽" * 50_000},
        {"parties": [{"name": "何䶮"}, {"name": "古丽•买买提"}, {"name": "\ue863"}, {"name": "𬱖㛃"}]},
        {"agreement_no": None, "dates": {"visit": None}, "requests": [], "responsibility": "", "outcome": {}},
        {"accident": {"liability": {"霍东海": "70%", "曾桂英": "30%"}}},
        {
            "roster": [
                [1, "韦国强", "男", "壮族", None, "", Decimal("1.10"), Decimal("0.60"), Decimal("0.50")]
            ]
        },
        {"prevention": {"群体性上访": {"件": 1, "人": 12}}},
        {"evidence": [{"no": n, "name": f"照片{n}"} for n in range(500)]},
        {"brief": "一行\n\n　两行\t末尾 "},
        {"record": "emoji 🙂、全角：１２３、引号“”『』、@#￥%"},
        {
            "parties": [
                {"name": "甲", "literate": False, "age": 0, "id_no": "", "id_missing_reason": "无证件"}
            ]
        },
    ],
    ids="-".join,
)
def test_a_record_comes_back_as_it_was_given(put, back, change):
    given = least(**change)
    code, document = put(records_as_yaml([given]))
    assert (code, document["refused"]) == (0, [])
    (found,) = back()
    assert found == json.loads(json.dumps(given, default=str), parse_float=Decimal) or found == dated(given)


def dated(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the entry with its days as days, however they were written."""
    dates = entry.get("dates", {})
    days = {
        name: [as_day(one) for one in value] if isinstance(value, list) else value and as_day(value)
        for name, value in dates.items()
    }
    return {**entry, "dates": days} if "dates" in entry else entry


def as_day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", "\ufeff" + LEAST + "}\n"),
        ("a.yaml", LEAST.replace(", ", ",\r\n  ") + "}\r\n"),
        ("a.yml", "# 注释\n---\n" + LEAST + "}\n...\n"),
        ("a.yaml", "case: G1\ndispute_type: 邻里纠纷\nbrief: >-\n  漏水\nparties:\n- name: 甲\n"),
        ("A.JSON", "\ufeff" + json.dumps([least()], ensure_ascii=False)),
        ("a.json", json.dumps(least())),
        ("a.json", "\t" + json.dumps([least()], indent="\t")),
        ("无后缀", LEAST + "}"),
    ],
)
def test_the_same_record_in_any_spelling_is_the_same_record(put, back, name, content):
    assert put(content, name)[0] == 0
    assert back() == [least()]


def test_a_bare_no_is_the_key_it_looks_like(put, back):
    assert put(LEAST + ", evidence: [{no: 1, name: 照片, by: 甲}]}")[0] == 0
    assert back()[0]["evidence"] == [{"no": 1, "name": "照片", "by": "甲"}]


def test_a_block_used_twice_by_reference_is_written_out_twice(put, back):
    assert (
        put("- {case: G1, dispute_type: 邻里纠纷, brief: &t 漏水, parties: [&p {name: 甲}, *p], record: *t}")[
            0
        ]
        == 0
    )
    (found,) = back()
    assert found == least(parties=[{"name": "甲"}, {"name": "甲"}], record="漏水")


@pytest.mark.parametrize(
    ("item", "code", "where"),
    [
        ("colour: red", Code.IMPORT_KEY_UNKNOWN, "colour"),
        ("dates: {aply: 2026-03-02}", Code.IMPORT_KEY_UNKNOWN, "dates.aply"),
        ("parties: [{name: 甲}, {name: 乙, 身份证: x}]", Code.IMPORT_KEY_UNKNOWN, "parties[1].身份证"),
        ("overrides: {R51: 我说可以}", Code.IMPORT_KEY_UNKNOWN, "overrides"),
        ("dates: {apply: 2026-13-02}", Code.IMPORT_TYPE_WRONG, "dates.apply"),
        ("dates: {apply: 2026年3月2日}", Code.IMPORT_TYPE_WRONG, "dates.apply"),
        ("dates: {apply: '20260302'}", Code.IMPORT_TYPE_WRONG, "dates.apply"),
        ("dates: {apply: 2026-03-02 10:00:00}", Code.IMPORT_TYPE_WRONG, "dates.apply"),
        ("dates: {sessions: 2026-03-02}", Code.IMPORT_TYPE_WRONG, "dates.sessions"),
        ("dates: 2026-03-02", Code.IMPORT_TYPE_WRONG, "dates"),
        ("totals: {amount: '1800'}", Code.IMPORT_TYPE_WRONG, "totals.amount"),
        ("totals: {amount: 一千八百}", Code.IMPORT_TYPE_WRONG, "totals.amount"),
        ("totals: {amount: 1800.005}", Code.NUMBER_OUT_OF_RANGE, "totals.amount"),
        ("totals: {amount: -1}", Code.NUMBER_OUT_OF_RANGE, "totals.amount"),
        ("totals: {amount: .inf}", Code.NUMBER_OUT_OF_RANGE, "totals.amount"),
        ("totals: {amount: .nan}", Code.NUMBER_OUT_OF_RANGE, "totals.amount"),
        ("totals: {amount: 1.0e+400}", Code.NUMBER_OUT_OF_RANGE, "totals.amount"),
        ("totals: {amount: true}", Code.IMPORT_TYPE_WRONG, "totals.amount"),
        ("copies: '3'", Code.IMPORT_TYPE_WRONG, "copies"),
        ("copies: 2.5", Code.IMPORT_TYPE_WRONG, "copies"),
        ("copies: 1000000000000000000000000", Code.NUMBER_OUT_OF_RANGE, "copies"),
        ("parties: [{name: 甲, id_no: 442000196803159914}]", Code.IMPORT_TYPE_WRONG, "parties[0].id_no"),
        ("parties: [{name: 甲, phone: 13800000101}]", Code.IMPORT_TYPE_WRONG, "parties[0].phone"),
        ("parties: [{name: 甲, age: 151}]", Code.NUMBER_OUT_OF_RANGE, "parties[0].age"),
        ("parties: [{name: 甲, literate: 否}]", Code.IMPORT_TYPE_WRONG, "parties[0].literate"),
        ("parties: {name: 甲}", Code.IMPORT_TYPE_WRONG, "parties"),
        ("parties: [甲]", Code.IMPORT_TYPE_WRONG, "parties[0]"),
        ("parties: []", Code.CASE_PARTY_MISSING, "parties[0].name"),
        ("public: no", Code.IMPORT_TYPE_WRONG, "public"),
        ("clauses: 一、不打架", Code.IMPORT_TYPE_WRONG, "clauses"),
        ("clauses: [[一]]", Code.IMPORT_TYPE_WRONG, "clauses[0]"),
        ("dates: {apply: 2026-02-30}", Code.IMPORT_TYPE_WRONG, "dates.apply"),
        (f"copies: {'9' * 5000}", Code.IMPORT_TYPE_WRONG, "copies"),
        ("roster: [[1, 甲]]", Code.IMPORT_TYPE_WRONG, "roster[0]"),
        ("accident: {liability: {1: 70%}}", Code.IMPORT_TYPE_WRONG, "accident.liability.1"),
        ("case: 7", Code.IMPORT_TYPE_WRONG, "case"),
        (f"brief: {'长' * 10_000}", Code.TEXT_TOO_LONG, "brief"),
        (f"record: {'长' * 50_001}", Code.TEXT_TOO_LONG, "record"),
        (f"parties: [{{name: {'长' * 10_000}}}]", Code.TEXT_TOO_LONG, "parties[0].name"),
        (f"clauses: [一, {'长' * 10_000}]", Code.TEXT_TOO_LONG, "clauses[1]"),
        (f"parties: [{'{name: 甲},' * 501}]", Code.LIST_TOO_LONG, "parties"),
        ('brief: "铃\\a"', Code.TEXT_CONTROL_CHARACTER, "brief"),
        ('parties: [{name: "甲\\0"}]', Code.TEXT_CONTROL_CHARACTER, "parties[0].name"),
        ("dispute_type: ' '", Code.CASE_TYPE_MISSING, "dispute_type"),
        ("brief:", Code.CASE_FACTS_MISSING, "brief"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_item_and_the_others_come_in(put, back, item, code, where):
    entry = {key: value for key, value in least().items() if key != item.split(":")[0]}
    bent = records_as_yaml([entry]).replace("\n", "\n", 1) + f"  {item}\n"
    exit_code, document = put(bent + LEAST.replace("G1", "G2") + "}\n")
    assert (exit_code, [one["ref"] for one in document["imported"]]) == (1, ["G2"])
    (refused,) = document["refused"]
    assert (refused["code"], refused["where"]) == (code.name, where)
    assert refused["message"]
    assert len(refused["message"]) < 100
    assert [one["case"] for one in back()] == ["G2"]


@pytest.mark.parametrize(
    ("content", "code", "exit_code"),
    [
        ("", Code.IMPORT_NOT_RECORDS, 1),
        ("\ufeff", Code.IMPORT_NOT_RECORDS, 1),
        ("# 只有注释\n", Code.IMPORT_NOT_RECORDS, 1),
        ("- 文字", Code.IMPORT_NOT_RECORDS, 1),
        ("甲乙丙", Code.IMPORT_NOT_RECORDS, 1),
        ((LEAST + "}").encode("gb18030"), Code.FILE_ENCODING, 3),
        ((LEAST + "}").encode("utf-16"), Code.FILE_ENCODING, 3),
        (b"PK\x03\x04\x14\x00\x06\x00", Code.DATA_UNREADABLE, 3),
        ("[" * 3_000, Code.DATA_UNREADABLE, 3),
        ("- {a: " * 3_000, Code.DATA_UNREADABLE, 3),
        (LEAST, Code.DATA_UNREADABLE, 3),
        (LEAST + ", brief: 又一次}", Code.DATA_UNREADABLE, 3),
        ("- {case: G1, <<: {brief: 合并}}", Code.DATA_UNREADABLE, 3),
        ("- &a {case: *a}", Code.DATA_UNREADABLE, 3),
        ("- {case: !!python/name:os.system x}", Code.DATA_UNREADABLE, 3),
        ("- {case: A}\n---\n- {case: B}", Code.DATA_UNREADABLE, 3),
        ("- {case: G1, clauses: &a [*a]}", Code.DATA_UNREADABLE, 3),
    ],
)
def test_a_file_that_is_none_is_refused_whole(put, back, content, code, exit_code):
    got, document = put(content)
    assert (got, document["error"]["code"]) == (exit_code, code.name)
    assert document["error"]["remedy"]
    assert back() == []


@pytest.mark.parametrize(
    "content", ['[{"case": "G1", "case": "G2"}]', '[{"case": "G1"', "[" * 100_000, "{'case': 'G1'}"]
)
def test_a_json_file_with_a_fault_is_refused_whole(put, content):
    code, document = put(content, "a.json")
    assert (code, document["error"]["code"]) == (3, Code.DATA_UNREADABLE.name)


def test_a_bomb_of_references_neither_fills_the_memory_nor_comes_in(put):
    lines = ["a0: &a0 [哈, 哈, 哈, 哈, 哈, 哈, 哈, 哈]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 40)]
    code, document = put("- case: G1\n  " + "\n  ".join(lines) + "\n  clauses: *a39\n")
    assert (code, document["refused"][0]["where"]) == (1, "a0")


def test_an_unreadable_file_among_several_stops_all_of_them(zs, back, tmp_path):
    (tmp_path / "1.yaml").write_text(LEAST + "}", encoding="utf-8")
    (tmp_path / "2.yaml").write_bytes((LEAST + "}").encode("gbk"))
    code, document = zs("record", "import", tmp_path / "1.yaml", tmp_path / "2.yaml")
    assert (code, document["error"]["code"]) == (3, Code.FILE_ENCODING.name)
    assert back() == []


def test_a_folder_and_a_missing_file_are_trouble(zs, tmp_path):
    code, document = zs("record", "import", tmp_path)
    assert (code, document["error"]["code"]) == (3, Code.PATH_WRONG.name)
    code, document = zs("record", "import", tmp_path / "无此文件.yaml")
    assert (code, document["error"]["code"]) == (3, Code.FILE_MISSING.name)


def test_a_reference_met_twice_is_one_record_in_its_last_words(put, zs, back):
    code, document = put(LEAST + "}\n" + LEAST + ", record: 后来补记}\n" + LEAST + ", record: 后来补记}\n")
    assert code == 0
    assert len({one["id"] for one in document["imported"]}) == 1
    assert [one["changed"] for one in document["imported"]] == [True, True, False]
    assert [one["record"] for one in back()] == ["后来补记"]
    assert len(zs("record", "show", "G1")[1]["history"]) == 2


def test_the_same_reference_of_another_committee_is_another_record(put, back):
    code, document = put(LEAST + ", committee: 甲村调委会}\n" + LEAST + ", committee: 乙村调委会}\n")
    assert code == 0
    assert len({one["id"] for one in document["imported"]}) == 2
    assert {one["committee"] for one in back()} == {"甲村调委会", "乙村调委会"}


def test_records_without_a_reference_are_each_their_own(put):
    code, document = put((LEAST.replace("case: G1, ", "") + "}\n") * 2)
    assert (code, len({one["id"] for one in document["imported"]})) == (0, 2)


def test_notes_for_the_reader_are_passed_over_and_not_given_back(put, back):
    entry = acceptance_case("C05")
    assert put(records_as_yaml([{**entry, "calc_note": "x", "split_check": {"a": 1}, "notes": []}]))[0] == 0
    assert back() == [without_notes(entry)]


def test_a_record_of_a_kind_not_kept_yet_is_refused_by_name(put):
    code, document = put("- {id: XY-01, service: 修鞋}")
    assert (code, document["refused"][0]["code"]) == (1, Code.SECTOR_UNKNOWN.name)
    assert document["refused"][0]["ref"] == "XY-01"

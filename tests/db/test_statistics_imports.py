"""Old ledgers taken in: looked at first, row by row, once, and taken back; nothing is ever deleted."""

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.counting import copy_home
from tests.stations import PASSPHRASE, acceptance_case
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import new_id
from zsapp.press.xlsx_reading import read_sheet
from zsapp.rules.committee import Committee, RosterMediator
from zsapp.rules.reporting import Asked, period_of
from zsapp.services import imports
from zsapp.services.imports import How
from zsapp.services.station import Station, open_station

HEADS = ["案号", "受理日期", "当事人", "案由", "结果", "金额", "结案日期"]
FIRST = ["〔2024〕沙云人调字第1号", "2024-3-2", "何䶮与梁亚娣", "邻里", "成功", 1800, "2024-3-19"]
SECOND = ["〔2024〕沙云人调字第2号", "2024-5-6", "甲与乙", "赡养", "未成功", 0, "2024-6-1"]
BARE = ["", "2024-7-1", "丙与丁", "物业", "成功", 500, "2024-7-2"]
Put = Callable[..., Path]
TODAY = date(2026, 11, 26)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    home = copy_home(tmp_path / "home", filled=False)
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as made:
        yield made


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Return a writer of tables as other programs leave them."""

    def write(*rows: Sequence[Any], name: str = "旧台账.xlsx", sheet: str = "2024年") -> Path:
        book = openpyxl.Workbook()
        page = book.active
        page.title = sheet
        for row in (["某村调解台账"], HEADS, *rows):
            page.append(row)
        book.create_sheet("空表")
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def journal(station: Station) -> list[str]:
    with station.store.read() as reader:
        return [one.header.verb for one in reader.entries(station.store.station, station.store.epoch)]


def outcomes(station: Station, file: Path, how: How | None = None) -> list[str]:
    return [one.outcome for one in station.imports.preview(file, how).rows]


def test_a_table_is_looked_at_without_a_trace(station: Station, put: Put) -> None:
    file, before = put(FIRST, SECOND), journal(station)
    found = station.imports.preview(file)
    assert found.columns == {
        "编号": "案号", "受理日期": "受理日期", "当事人": "当事人", "纠纷类型": "案由", "调解结果": "结果",
        "协议金额": "金额", "结案日期": "结案日期",
    }  # fmt: skip
    assert [(one.row, one.outcome, one.title) for one in found.rows] == [
        (3, "new", "何䶮、梁亚娣 邻里纠纷"), (4, "new", "甲、乙 婚姻家庭纠纷/赡养纠纷"),
    ]  # fmt: skip
    assert journal(station) == before
    assert station.mediation.page().total == 0


def test_good_rows_come_in_and_wrong_ones_stay_out(station: Station, put: Put) -> None:
    wrong = [FIRST[0] + "x", "三月", "甲与乙", "打架", "成功", 1, "2024-1-1"]
    nobody = ["第9号", "2024-1-1", "", "邻里", "成功", 1, "2024-1-1"]
    taken = station.imports.take(put(FIRST, wrong, nobody, SECOND))
    assert [one.ref for one in taken.imported] == [FIRST[0], SECOND[0]]
    assert [(one.row, [p.column for p in one.problems]) for one in taken.refused] == [
        (4, ["受理日期", "纠纷类型"]), (5, ["parties[0].name"]),
    ]  # fmt: skip
    view = station.mediation.find(FIRST[0])
    assert (view.case.committee, view.case.volume_no) == ("中山市沙溪镇龙瑞村人民调解委员会", FIRST[0])
    table = station.statistics.table_b(Asked(period=period_of("year", 2024)))
    assert table.table.total.cells["total"].value == 2


def test_a_row_comes_in_once_however_often_it_is_imported(station: Station, put: Put) -> None:
    file = put(FIRST, BARE)
    assert station.imports.take(file).batch
    again = station.imports.take(file)
    assert (again.batch, [one.changed for one in again.imported]) == ("", [False, False])
    assert outcomes(station, file) == ["same", "same"]
    changed = put([*FIRST[:5], 2000, FIRST[6]], BARE)
    assert outcomes(station, changed) == ["changed", "same"]
    assert station.mediation.page().total == 2


def test_a_case_numbered_here_keeps_its_number_when_its_file_comes_again(station: Station) -> None:
    sheet = {key: value for key, value in acceptance_case("C01").items() if not key.endswith("_no")}
    first = station.mediation.import_case(sheet)
    assert first.number.startswith("〔2026〕")
    assert not station.mediation.import_case(sheet).changed
    changed = station.mediation.import_case(sheet | {"difficulty": "疑难"})
    assert (changed.id, changed.number, changed.changed) == (first.id, first.number, True)


def test_two_rows_of_one_number_or_a_number_of_ours_are_refused(station: Station, put: Put) -> None:
    own = acceptance_case("C01") | {"volume_no": SECOND[0], "committee": "中山市沙溪镇龙瑞村人民调解委员会"}
    station.mediation.import_case(own)
    taken = station.imports.take(put(FIRST, [*FIRST[:2], "戊与己", *FIRST[3:]], SECOND))
    assert [one.problems[0].message for one in taken.refused] == [
        "与第3行是同一件", f"本站已有编号为{SECOND[0]}的案件",
    ]  # fmt: skip
    assert len(taken.imported) == 1


def test_a_column_is_told_and_a_sheet_is_chosen(station: Station, put: Put) -> None:
    file = put(FIRST)
    how = How(sheet="2024年", told={"结案日期": "协议日期"}, committee="别村人民调解委员会")
    station.imports.take(file, how)
    case = station.mediation.find(FIRST[0]).case
    assert (case.committee, case.dates.close, case.dates.agree) == (
        *("别村人民调解委员会", None, date(2024, 3, 19)),
    )
    with pytest.raises(Refusal) as refused:
        station.imports.preview(file, How(sheet="2023年"))
    assert refused.value.code is Code.SHEET_UNKNOWN


def test_the_register_we_wrote_comes_back_as_it_was(station: Station, put: Put, tmp_path: Path) -> None:
    station.imports.take(put(FIRST, SECOND, BARE))
    out = tmp_path / "register.xlsx"
    station.ledgers.write(period_of("year", 2024), out)
    home = copy_home(tmp_path / "other", filled=False)
    with open_station(home, passphrase=PASSPHRASE, today=TODAY) as other:
        taken = other.imports.take(out)
        assert (len(taken.imported), taken.refused) == (3, ())
        again = tmp_path / "again.xlsx"
        other.ledgers.write(period_of("year", 2024), again)
    first, second = (
        [[cell.value for cell in row] for row in openpyxl.load_workbook(file).active.iter_rows(min_row=5)]
        for file in (out, again)
    )
    assert [row[1:10] for row in first] == [row[1:10] for row in second]


def test_the_published_table_is_empty_and_has_our_heads(station: Station, tmp_path: Path) -> None:
    station.imports.write_template(tmp_path / "t.xlsx")
    rows = read_sheet((tmp_path / "t.xlsx").read_bytes(), "t.xlsx")
    assert rows[0] == ["人民调解案件台账导入表"]
    assert rows[-1][:4] == ["序号", "编号", "人民调解委员会", "受理日期"]
    assert station.imports.preview(tmp_path / "t.xlsx").rows == ()


# --- taking back ------------------------------------------------------------------------------------------


def test_taking_back_makes_new_records_void_and_changed_ones_what_they_were(
    station: Station, put: Put
) -> None:
    station.imports.take(put(FIRST))
    second = station.imports.take(put([*FIRST[:5], 2000, FIRST[6]], SECOND))
    done = station.imports.undo(second.batch)
    assert (len(done.void), len(done.restored), done.left) == (1, 1, ())
    assert station.mediation.find(FIRST[0]).case.totals.amount == 1800
    gone = station.mediation.find(SECOND[0])
    assert (gone.state, gone.case.void) == ("作废", "撤销导入")
    assert [one.header.verb for one in station.mediation.history(SECOND[0])] == ["import", "undo_import"]
    table = station.statistics.table_b(Asked(period=period_of("year", 2024)))
    assert table.table.total.cells["total"].value == 1
    assert "undo_import" in journal(station)


def test_what_was_changed_since_is_left_alone(station: Station, put: Put) -> None:
    batch = station.imports.take(put(FIRST, SECOND)).batch
    view = station.mediation.find(FIRST[0])
    station.mediation.act(FIRST[0], "visit", on=date(2024, 4, 1))
    done = station.imports.undo(batch)
    assert (len(done.void), done.left) == (1, (view.id,))
    assert station.mediation.find(FIRST[0]).state == "已回访"


def test_what_was_taken_back_can_be_imported_again(station: Station, put: Put) -> None:
    file = put(FIRST)
    station.imports.undo(station.imports.take(file).batch)
    assert outcomes(station, file) == ["changed"]
    assert station.imports.take(file).batch
    assert station.mediation.find(FIRST[0]).state == "达成协议"


def names(station: Station, query: str) -> list[str]:
    return [one.name for one in station.persons.suggest(query)]


def test_the_people_only_an_import_named_go_with_it(station: Station, put: Put) -> None:
    batch = station.imports.take(put(FIRST, ["", *SECOND[1:2], "何䶮与赵六", *SECOND[3:]])).batch
    view = station.mediation.find(FIRST[0])
    gone, kept = (one.person_id for one in view.case.parties)
    case = replace(view.case, case="", volume_no="", parties=view.case.parties[1:])
    station.mediation.save(station.mediation.new_id(), case, base_version=0)
    station.imports.undo(batch)
    assert (names(station, "何䶮"), names(station, "赵六"), names(station, "梁亚娣")) == ([], [], ["梁亚娣"])
    assert (station.persons.find(gone).name, station.persons.find(kept).name) == ("", "梁亚娣")


def test_who_is_on_a_roster_or_was_merged_stays(station: Station, put: Put) -> None:
    batch = station.imports.take(put(FIRST, SECOND)).batch
    people = [one for ref in (FIRST, SECOND) for one in station.mediation.find(ref[0]).case.parties]
    he, liang, other, second = (one.person_id for one in people)
    on_roster = Committee(name="某调委会", mediators=(RosterMediator(name="何䶮", person_id=he),))
    station.committees.save(on_roster, base_version=0)
    station.persons.merge(liang, other)
    station.imports.undo(batch)
    assert [station.persons.find(one).name for one in (he, liang, second)] == ["何䶮", "梁亚娣", ""]


def test_who_comes_again_after_an_undone_import_is_known_again(station: Station, put: Put) -> None:
    batch = station.imports.take(put(FIRST)).batch
    view = station.mediation.find(FIRST[0])
    station.imports.undo(batch)
    void = station.mediation.find(FIRST[0])
    station.mediation.save(view.id, view.case, base_version=void.version)
    assert names(station, "何䶮") == ["何䶮"]


def test_batches_are_listed_latest_first(station: Station, put: Put) -> None:
    first = station.imports.take(put(FIRST, name="甲.xlsx")).batch
    second = station.imports.take(put(SECOND, BARE, name="乙.xlsx")).batch
    station.imports.undo(first)
    found = station.imports.batches()
    assert [(one.id, one.file, one.records, one.undone) for one in found] == [
        (second, "乙.xlsx", 2, False), (first, "甲.xlsx", 1, True),
    ]  # fmt: skip


def test_a_batch_nobody_knows_is_refused(station: Station) -> None:
    with pytest.raises(Refusal) as refused:
        station.imports.undo(station.store.station)
    assert refused.value.code is Code.BATCH_UNKNOWN


def test_a_batch_whose_record_is_not_here_is_refused_whole(station: Station, put: Put) -> None:
    batch = station.imports.take(put(FIRST)).batch
    with station.store.write() as writer:
        facts = {**imports._facts(writer, batch), "records": [[new_id(), 1]]}
        imports._keep(writer, batch, facts)
    with pytest.raises(Refusal) as refused:
        station.imports.undo(batch)
    assert refused.value.code is Code.RECORD_UNKNOWN


# --- files of all kinds -----------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "编号,受理日期".encode(), b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_workbook_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(Trouble) as trouble:
        read_sheet(content, "旧台账.xls")
    assert trouble.value.code is Code.SHEET_UNREADABLE


def test_bent_bytes_are_a_table_or_a_trouble(put: Put) -> None:
    content = put(FIRST, SECOND).read_bytes()
    dice = random.Random(5)  # noqa: S311 -- nothing secret
    for turn in range(150):
        bent = bytearray(content)
        for _ in range(dice.choice((1, 4, 30))):
            bent[dice.randrange(len(bent))] = dice.randrange(256)
        cut = dice.randrange(len(bent)) if turn % 5 == 0 else len(bent)
        try:
            read_sheet(bytes(bent[:cut]), "x.xlsx")
        except Trouble as trouble:
            assert trouble.code is Code.SHEET_UNREADABLE


def test_a_book_without_anything_in_it_is_an_empty_table(station: Station) -> None:
    book = openpyxl.Workbook()
    out = io.BytesIO()
    book.save(out)
    assert read_sheet(out.getvalue(), "x.xlsx") == []


def test_a_table_that_would_swell_or_never_end_is_refused(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    content = put(FIRST, SECOND).read_bytes()
    monkeypatch.setattr("zsapp.press.xlsx_reading.MOST_ROWS", 3)
    with pytest.raises(Refusal) as refused:
        read_sheet(content, "x.xlsx")
    assert refused.value.code is Code.LIST_TOO_LONG
    monkeypatch.setattr("zsapp.press.xlsx_reading.LARGEST", 10)
    with pytest.raises(Trouble) as trouble:
        read_sheet(content, "x.xlsx")
    assert trouble.value.code is Code.SHEET_UNREADABLE

"""The case list: a page at a time however many there are; found by name, initials, number; drafts on top."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.gui.conftest import TODAY, commit
from tests.homes import case_payload
from tests.stations import acceptance_case, make_station
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.screens.kit.rows import ROW
from zsapp.screens.mediation.model.listing import KEPT, PAGE

NOWHERE = QModelIndex()


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    """Give a station with a thousand accepted cases, oldest first."""
    station = make_station(tmp_path_factory.mktemp("thousand") / "village", today=TODAY)
    with station.store.write() as writer:
        for number in range(1_000):
            parties = [{"role": "申请人", "name": f"何䶮{number:04}", "phone": f"1380000{number:04}"}]
            payload = case_payload(parties=parties, volume_no=f"〔2026〕沙龙人调字第{number + 1}号")
            writer.save("mediation", new_id(), payload, base_version=0, verb="save")
    station.store.settle()
    yield station
    station.close()


@pytest.fixture
def full(enter, thousand):
    """Give a shell over a thousand cases, the list before the clerk."""
    room = enter(thousand)
    room.keys("Alt+2")
    room.settle()
    return room


def titles(room) -> list[str]:
    table = room.screen.rail.table
    return [table.index(row).data(ROW).title for row in range(table.rowCount())]


def search(room, words: str) -> list[str]:
    """Press F2 and type; return what the list shows then."""
    room.keys("F2")
    commit(words)
    room.settle()
    return titles(room)


def test_a_thousand_cases_come_a_page_at_a_time(full):
    table = full.screen.rail.table
    assert full.screen.rail._count.text() == "999+ 件"
    assert table.rowCount() == PAGE
    assert titles(full)[0].startswith("何䶮0999")
    full.screen.rail.rows.scrollToBottom()
    full.qtbot.waitUntil(lambda: table.rowCount() == 2 * PAGE)
    assert titles(full)[PAGE].startswith(f"何䶮{999 - PAGE:04}")


def test_every_case_is_reached_and_only_some_pages_are_held(full):
    rail, listing = full.screen.rail, full.shell.models.listing
    while rail.table.canFetchMore(NOWHERE):
        rail.table.fetchMore(NOWHERE)
    assert rail.table.rowCount() == 1_000
    assert rail.table.index(999).data(ROW).title.startswith("何䶮0000")
    assert len(listing._pages) <= KEPT
    listing.more()
    assert rail.table.rowCount() == 1_000
    assert not rail.table.canFetchMore(rail.table.index(0))


def test_a_case_is_found_by_name_initials_number_and_telephone(full):
    for words, first in {
        "何䶮0042": "何䶮0042",
        "hy0043": "何䶮0043",
        "第8号": "何䶮0007",
        "13800000044": "何䶮0044",
    }.items():
        assert search(full, words)[0].startswith(first)


def test_what_is_not_found_is_said(full):
    assert search(full, "张三丰") == []
    assert full.screen.rail._empty.text() == "没有找到“张三丰”"
    full.screen.rail.query.clear()
    full.settle()
    assert len(titles(full)) == PAGE
    assert full.screen.rail._empty.isHidden()


def test_enter_in_the_search_goes_to_the_rows_and_enter_there_into_the_case(full):
    search(full, "何䶮0042")
    full.keys("Return")
    assert QApplication.focusWidget() is full.screen.rail.rows
    full.keys("Return")
    full.settle()
    assert full.case.state.title.startswith("何䶮0042")
    assert full.screen.case.isAncestorOf(QApplication.focusWidget())


def test_arrows_run_through_the_list_and_open_only_where_they_stop(full):
    full.screen.rail.to_rows()
    full.keys("Down", "Down", "Down")
    assert not full.case.state.open
    full.qtbot.waitUntil(lambda: full.case.state.open)
    assert full.case.state.title == titles(full)[3]
    assert full.screen.rail.isVisible()


def test_a_list_without_cases_says_how_to_begin(room):
    room.keys("Alt+2")
    room.settle()
    assert "请按“新登记”" in room.screen.rail._empty.text()
    assert room.screen.rail._count.text() == "0 件"
    room.screen.rail.new.click()
    room.settle()
    assert room.case.state.title == "新登记"


def test_a_closed_case_is_among_all_and_not_among_the_open(room):
    room.station.mediation.import_case(acceptance_case("C01"))
    room.least()
    room.keys("Ctrl+S")
    room.settle()
    assert [one.partition("邻里")[0] for one in titles(room)] == ["何䶮"]
    next(one for one in room.screen.rail.findChildren(QPushButton) if one.text() == "全部").click()
    room.settle()
    assert titles(room)[1] == "何䶮与梁亚娣相邻排水纠纷"
    assert search(room, "梁亚娣") == ["何䶮与梁亚娣相邻排水纠纷"]


def test_a_draft_stands_on_top_and_says_whether_it_is_a_record(room):
    room.open("C01")
    room.case.edit("brief", "又下雨了")
    room.begin()
    room.fill("brief", "果树")
    room.keys("Escape")
    room.settle()
    table = room.screen.rail.table
    first, second = (table.index(row).data(ROW) for row in range(2))
    assert (first.title, first.under, first.pill, first.right) == (
        "（还没有写姓名）",
        "未选纠纷类型",
        "草稿",
        "未登记",
    )
    assert (second.title, second.right) == ("何䶮与梁亚娣相邻排水纠纷", "有未保存的修改")
    room.screen.rail.rows.setCurrentIndex(table.index(1))
    room.keys("Return")
    room.settle()
    assert room.case.state.case.brief == "又下雨了"


def test_a_row_says_who_about_what_since_when_and_how_far_it_has_come(room):
    room.open("C01", dates={"accept": TODAY})
    room.settle()
    row = room.screen.rail.table.index(0).data(ROW)
    assert row.under == "邻里纠纷 · 3月27日"
    assert row.right == "已登记"
    assert room.screen.rail.table.index(0).data(Qt.ItemDataRole.AccessibleTextRole).count("，") == 3


def test_a_case_accepted_in_another_year_says_so(room):
    room.open("C01", dates={"accept": TODAY.replace(year=2025)}, volume_no="")
    room.settle()
    assert room.screen.rail.table.index(0).data(ROW).under == "邻里纠纷 · 2025-03-27"


def test_a_case_from_below_is_read_and_not_written_in(enter, enrolled, tmp_path):
    village, town = enrolled["village"], enrolled["town"]
    village.mediation.import_case(acceptance_case("C01"))
    village.exchange.export(tmp_path)
    town.exchange.import_path(tmp_path)
    room = enter(town)
    record_id = town.mediation.find("C01").id
    room.keys("Alt+2")
    room.shell.models.listing.show_scope("全部")
    room.settle()
    assert room.screen.rail.table.index(0).data(ROW).right == "沙溪镇龙瑞村公共法律服务工作室"
    room.case.open(record_id)
    room.settle()
    assert room.screen.standing.sync.text() == "外站案件，只能查看"
    field = room.go("parties[0].name")
    room.qtbot.keyClicks(field.control, "abc")
    assert field.control.text() == "何䶮"
    room.case.unread("dates.apply", "错", "2月30")
    room.keys("Ctrl+S", "Ctrl+Delete")
    assert town.mediation.find("C01").version == 1
    assert town.mediation.drafts() == ()
    room.keys("Ctrl+Return")
    assert room.case.state.own is False


def test_a_list_that_cannot_be_read_is_said_and_asked_again(room, monkeypatch):
    def broken(*_given, **_named):
        raise Trouble(Code.DISK_FAULT, home="", file="", what="")

    with monkeypatch.context() as patch:
        patch.setattr(room.station.store, "read", broken)
        room.shell.models.listing.reload()
    assert room.said[-1].number == Code.DISK_FAULT.value.number
    room.said[-1].again()
    assert room.shell.models.listing.state.loaded


def test_enter_right_behind_the_words_goes_into_what_they_find_not_into_the_open_case(full):
    search(full, "何䶮0042")
    full.keys("Return", "Return")
    assert full.case.state.title.startswith("何䶮0042")
    full.keys("F2")
    commit("何䶮0043")  # and no pause: the list still shows what was found before
    full.keys("Return", "Return")
    assert full.case.state.title.startswith("何䶮0043")
    assert full.screen.case.isAncestorOf(QApplication.focusWidget())


def test_where_nothing_is_found_enter_goes_into_no_case(full):
    search(full, "何䶮0042")
    full.keys("Return", "Return")
    full.keys("F2")
    commit("无此人")
    full.keys("Return", "Return")
    assert QApplication.focusWidget() is full.screen.rail.query
    full.screen.rail.rows.setFocus()
    full.keys("Return")
    assert QApplication.focusWidget() is full.screen.rail.rows

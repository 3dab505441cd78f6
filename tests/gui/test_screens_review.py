"""The review page by keys: run through what came in, send back with a reason, pass, write the answer."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.conftest import commit, seen
from tests.liars import entry_after, send
from tests.stations import acceptance_case
from zsapp.services.station import Station

REFS = ("C01", "C09", "C06")


@pytest.fixture
def village(enrolled) -> Station:
    for ref in REFS:
        enrolled["village"].mediation.import_case(acceptance_case(ref))
    return enrolled["village"]


@pytest.fixture
def stick(tmp_path, village, enrolled):
    folder = tmp_path / "stick"
    folder.mkdir()
    village.exchange.export(folder)
    enrolled["town"].exchange.import_path(folder)
    return folder


@pytest.fixture
def desk(enter, enrolled, stick):
    """The review page of the town."""
    room = enter(enrolled["town"])
    page = room.turn_to("review")
    room.page = page
    return room


def titles(room):
    return [room.page.table.index(at).data().split("，")[0] for at in range(room.page.table.rowCount())]


def test_a_case_is_sent_back_by_keys_and_the_next_one_is_shown(desk, enrolled, village):
    page = desk.page
    assert page.sentence.text() == "待校核的记录 3 份"
    assert QApplication.focusWidget() is page.rows
    desk.keys("Down")
    desk.settle()
    first = page.card.name.text()
    assert "纠纷" in page.card.sheet.text()
    assert page.card.facts.text().endswith(village.profile.name)
    desk.keys("Ctrl+R")
    desk.settle()
    assert page.card.fault.text().startswith("还没有填写理由")
    page.card.reason.setFocus()
    commit("请把签名补上")
    desk.keys("Ctrl+R")
    desk.settle()
    assert [one.sentence for one in desk.said] == ["已退回"]
    assert first not in titles(desk)
    assert page.sentence.text() == "待校核的记录 2 份"
    assert page.card.reason.text() == ""
    page.ways["已退回"].click()
    desk.settle()
    assert titles(desk) == [first]
    assert page.card.words.text().endswith("：请把签名补上")
    assert not seen(page.accept)


def test_what_is_typed_waits_while_another_case_is_looked_at(desk):
    page = desk.page
    page.card.reason.setFocus()
    commit("半句")
    page.rows.setFocus()
    desk.keys("Down")
    desk.settle()
    assert page.card.reason.text() == ""
    desk.keys("Up")
    desk.settle()
    assert page.card.reason.text() == "半句"


def test_a_case_is_passed_and_the_answer_taken_home(desk, enrolled, village, stick, tmp_path):
    page = desk.page
    passed = desk.station.reviews.listing()[0].id
    desk.keys("Ctrl+Return")
    desk.settle()
    assert desk.station.reviews.of(passed).state == "镇已校核"
    page.ways["已通过"].click()
    desk.settle()
    page._model._folder = lambda: stick
    page.answer.click()
    desk.settle()
    assert desk.said[-1].sentence.startswith("回执已写出")
    village.exchange.import_path(stick)
    assert village.mediation.find(passed).sync == "镇已校核"


def test_a_comment_leaves_the_case_waiting(desk):
    page = desk.page
    page.card.reason.setFocus()
    commit("下次写明时间")
    page.comment.click()
    desk.settle()
    assert page.sentence.text() == "待校核的记录 3 份"
    assert "下次写明时间" in page.card.words.text()


def test_enter_opens_the_case_to_be_read_only(desk):
    ref = desk.station.reviews.listing()[0].id
    desk.keys("Return")
    desk.settle()
    assert desk.shell.at == "mediation"
    assert (desk.case.state.record_id, desk.case.state.own) == (ref, False)


def test_with_one_station_there_is_nothing_to_choose_and_its_answer_is_written(desk):
    page = desk.page
    assert not seen(page.stations)
    page._model.show_station("")
    page.ways["已通过"].click()
    desk.settle()
    assert page.sentence.text() == "没有已通过的记录"
    page.answer.click()
    page._model.accept()
    desk.settle()
    assert desk.said[0].sentence.startswith("回执已写出")
    assert desk.said[1].sentence == "还没有选记录"


def test_what_is_held_is_listed_with_its_reason_and_can_be_tried_again(enter, enrolled, stick):
    town, village = enrolled["town"], enrolled["village"]
    with town.store.read() as reader:
        after = reader.cursor(village.profile.id, 1).seq
        (last,) = reader.entries(village.profile.id, 1, after - 1)
    bad = entry_after(last, Plain(village), {"nonsense": 1})
    town.exchange.import_path(send(Plain(village), stick, [bad]))
    room = enter(town)
    page = room.page = room.turn_to("review")
    assert (page.ways["held"].text(), page.ways["conflict"].text()) == ("隔离 1", "冲突")
    page.ways["held"].click()
    room.settle()
    assert page.sentence.text() == "1 条内容已收到、有问题、没有采用；其余照常入库"
    row = page._model.row(0)
    assert (row.pill, row.under) == ("已隔离", "内容不符合要求（1102）：nonsense")
    page.again.click()
    room.settle()
    assert room.said[-1].sentence == "这些内容仍然有问题"
    room.keys("Return")
    assert room.shell.at == "review", "a record that nobody has yet cannot be opened"


class Plain:
    """A station as the liar's tools know one."""

    def __init__(self, station):
        self.store, self._station = station.store, station

    def credentials(self):
        from zsapp.services.credentials import read_credentials

        with self.store.read() as reader:
            return read_credentials(reader)


def test_at_the_village_it_says_on_the_case_in_the_list_and_on_today_why_it_came_back(
    enter, enrolled, village, stick
):
    town = enrolled["town"]
    back = town.reviews.listing()[0].id
    town.reviews.give_back(back, "请把签名补上")
    town.reviews.write_answer(village.profile.id, stick)
    room = enter(village)
    assert "review" not in [
        room.shell.side.nav.item(at).data(256) for at in range(room.shell.side.nav.count())
    ]
    village.exchange.import_path(stick)
    room.shell.travelled()
    page = room.turn_to("mediation", "today")
    (duty,) = [
        one for one in page._model.state.duties if one.record_id == back and one.pressing == "returned"
    ]
    assert duty.what == "沙溪镇公共法律服务工作站退回：请把签名补上"
    room.shell.open("mediation", back)
    room.settle()
    above = room.screen.standing.remarks
    assert above.findChild(QLabel).text().startswith(duty.what)
    assert seen(above)
    (kept,) = [one for one in village.mediation.page().lines if one.id == back]
    line = room.shell.models.listing._line_row(kept)
    assert (line.under, line.right) == ("退回：请把签名补上", "已退回")


def test_a_conflict_is_decided_field_by_field_with_both_values_in_sight(enter, enrolled, stick):
    town, village = enrolled["town"], enrolled["village"]
    view = village.mediation.find("C01")
    stored = town.mediation.find(view.id)
    with town.store.write() as writer:
        other = {**payload_of(town, view.id), "brief": "镇里改的"}
        writer.save("mediation", view.id, other, base_version=stored.version, verb="save")
    with village.store.write() as writer:
        mine = {**payload_of(village, view.id), "brief": "村里改的"}
        writer.save("mediation", view.id, mine, base_version=view.version, verb="save")
    village.exchange.export(stick)
    town.exchange.import_path(stick)
    room = enter(town)
    page = room.turn_to("review")
    assert page.ways["conflict"].text() == "冲突 1"
    page.ways["conflict"].click()
    room.settle()
    assert page.sentence.text() == "1 份记录有两处改了同一栏，请逐栏选定"
    assert seen(page.conflict)
    assert page.conflict.facts.text().endswith("另一处改动来自“沙溪镇公共法律服务工作站”")
    assert set(page.conflict.presses) == {("brief", "mine"), ("brief", "theirs")}
    page.conflict.presses["brief", "theirs"].click()
    room.settle()
    assert room.said[-1].sentence == "冲突已解决"
    assert page.sentence.text() == "没有冲突"
    assert not seen(page.conflict)
    assert payload_of(town, view.id)["brief"] == "镇里改的"


def payload_of(station, record_id):
    with station.store.read() as reader:
        return reader.record(record_id).payload


def test_a_receipt_is_printed_at_the_town_and_scanned_at_the_village(desk, enter, village, tmp_path):
    desk.page._model._folder = lambda: tmp_path
    desk.page.receipt.click()
    desk.settle()
    assert desk.said[-1].sentence.startswith("回执单已存为")
    (paper,) = tmp_path.glob("*.pdf")
    room = enter(village)
    page = room.turn_to("exchange")
    page._model.take_in(str(paper))
    room.settle()
    assert "已收到第" in page._model.state.results[0].words
    assert village.mediation.find("C01").sync == "镇已入库"

"""The station page (工作站), by keys: who we are, users, the certificate from request to installation."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.gui.conftest import TODAY, commit
from tests.stations import CHEAP, PASSPHRASE, SETUPS
from zsapp.base.errors import Code, Refusal
from zsapp.base.settings import read_settings
from zsapp.screens.station.model import certificate_lines
from zsapp.services.enrolment import CertificateView
from zsapp.services.station import init_station, open_station


def at_station(room):
    room.page = room.turn_to("station")
    return room


@pytest.fixture
def desk(room, plug):
    """A shell over a village without certificate, the station page before the clerk."""
    return at_station(room)


def fill(desk, name, text):
    """Type into a line of the page."""
    line = desk.page.lines[name]
    line.setFocus()
    line.selectAll()
    commit(text)
    desk.keys("Return")


def press(desk, button):
    button.setFocus()
    desk.keys("Return")
    desk.settle()


def certificate(desk):
    labels = desk.page._certificate
    return [
        (labels.itemAt(at).widget().text(), labels.itemAt(at).widget().property("tone"))
        for at in range(labels.count())
    ]


def test_the_caret_stands_in_the_name_and_the_code_is_told(desk):
    assert QApplication.focusWidget() is desk.page.lines["name"]
    assert desk.page.tier.text() == "村（社区），区划代码 442000106203，2026-03-27 建站"
    assert desk.page.example.text() == (
        "编号示例：〔2026〕沙龙人调字第5号；口头协议：〔2026〕沙龙人调口字第5号"
    )


def test_enter_goes_from_line_to_line(desk):
    desk.keys("Return")
    assert QApplication.focusWidget() is desk.page.lines["committee"]


def test_a_new_name_is_saved_and_stands_at_the_next_start(desk, tmp_path):
    fill(desk, "name", "沙溪镇龙瑞村公共法律服务工作站")
    press(desk, desk.page.save)
    assert desk.said[-1].sentence == "工作站资料已保存"
    desk.station.close()
    with open_station(tmp_path / "village", passphrase=PASSPHRASE, today=TODAY) as again:
        assert again.profile.name == "沙溪镇龙瑞村公共法律服务工作站"


def test_the_example_follows_what_is_typed(desk):
    fill(desk, "short", "沙瑞")
    assert desk.page.example.text() == (
        "编号示例：〔2026〕沙瑞人调字第5号；口头协议：〔2026〕沙瑞人调口字第5号"
    )
    fill(desk, "number_pattern", "{short}调{year}-{serial}")
    assert desk.page.example.text() == "编号示例：沙瑞调2026-5；口头协议：〔2026〕沙瑞人调口字第5号"


@pytest.mark.parametrize(
    "pattern", ["人调字第{serial}号", "〔{year}〕{short}", "〔{year}", "{}", "{year.x}{short}{serial}"]
)
def test_a_number_pattern_that_would_number_two_cases_alike_is_refused(desk, pattern):
    fill(desk, "number_pattern", pattern)
    assert desk.page.example.text().startswith(f"编号格式不对：{pattern}。格式里要有 {{year}}（年份）")
    press(desk, desk.page.save)
    assert desk.said[-1].number == Code.NUMBER_PATTERN_WRONG.value.number
    line = desk.page.lines["number_pattern"]
    assert QApplication.focusWidget() is line
    assert line.property("fault") == "true"
    fill(desk, "number_pattern", "〔{year}〕{short}人调字第{serial}号")
    assert line.property("fault") == "false"
    press(desk, desk.page.save)
    assert desk.said[-1].sentence == "工作站资料已保存"


def test_a_station_without_a_name_is_refused_at_its_line(desk):
    fill(desk, "name", "　")
    press(desk, desk.page.save)
    assert desk.said[-1].number == Code.STATION_NAME_MISSING.value.number
    assert QApplication.focusWidget() is desk.page.lines["name"]


def test_a_name_too_long_to_be_read_again_is_not_kept(desk, tmp_path):
    fill(desk, "name", "长" * 201)
    press(desk, desk.page.save)
    assert desk.said[-1].number == Code.TEXT_TOO_LONG.value.number
    desk.station.close()
    with open_station(tmp_path / "village", passphrase=PASSPHRASE) as again:
        assert again.profile.name == "沙溪镇龙瑞村公共法律服务工作室"


def test_a_station_whose_name_could_not_be_read_again_is_never_made(tmp_path):
    setup = replace(SETUPS["village"], name="长" * 201)
    with pytest.raises(Refusal) as refused:
        init_station(tmp_path / "new", setup, passphrase=PASSPHRASE, cost=CHEAP)
    assert refused.value.code is Code.TEXT_TOO_LONG
    assert not (tmp_path / "new").exists()


def test_the_passphrase_is_changed_and_the_old_one_is_worth_nothing(desk, tmp_path):
    fill(desk, "new", "全新的口令")
    fill(desk, "again", "全新的口令")
    assert QApplication.focusWidget() is desk.page.change
    desk.keys("Return")
    assert desk.said[-1].sentence == "口令已更换"
    assert desk.page.lines["new"].text() == desk.page.lines["again"].text() == ""
    desk.station.close()
    with open_station(tmp_path / "village", passphrase="全新的口令") as again:
        assert again.user == "站长"


@pytest.mark.parametrize(
    ("again", "sentence"), [("另一个口令", "两次输入的新口令不一样"), ("短", "口令太短，至少4个字")]
)
def test_a_passphrase_that_will_not_do_is_said(desk, again, sentence):
    fill(desk, "new", "短" if again == "短" else "全新的口令")
    fill(desk, "again", again)
    press(desk, desk.page.change)
    assert desk.said[-1].sentence == sentence


def test_another_user_is_added_and_named(desk):
    fill(desk, "user", "王敏")
    fill(desk, "user_passphrase", "王敏的口令")
    press(desk, desk.page.add)
    assert desk.said[-1].sentence == "已添加用户“王敏”"
    assert desk.page.users.text() == "当前用户：站长；其他用户：王敏"
    assert desk.page.lines["user"].text() == ""
    assert desk.station.users() == ("站长", "王敏")


def test_a_user_needs_a_name_of_its_own(desk):
    fill(desk, "user_passphrase", "王敏的口令")
    press(desk, desk.page.add)
    assert desk.said[-1].sentence == "还没有填写新用户的姓名"
    fill(desk, "user", "站长")
    fill(desk, "user_passphrase", "王敏的口令")
    press(desk, desk.page.add)
    assert desk.said[-1].number == Code.USER_EXISTS.value.number


def test_a_certificate_goes_from_request_to_installation_by_stick(desk, enter, stations, plug):
    assert certificate(desk) == [("还没有证书：生成申请，交上级工作站批准后安装", "amber")]
    assert not desk.page.approve.isVisible()
    (stick,) = plug("ZS1")
    desk.turn_to("today", "station")
    assert desk.page.lines["folder"].text() == str(stick)
    press(desk, desk.page.request)
    request = stick / "442000106203.request"
    assert desk.said[-1].sentence == f"申请已写到 {request}"

    city, town = stations("city"), stations("town")
    town.enrolment.request(stick / "town.request")
    city.enrolment.approve(stick / "town.request", stick / "town.certificate")
    above = at_station(enter(town))
    fill(above, "file", str(stick / "town.certificate"))
    press(above, above.page.accept)
    assert certificate(above) == [("本站证书：有效，有效至 2031-03-26", "green")]
    fill(above, "file", str(request))
    press(above, above.page.approve)
    issued = stick / "442000106203.certificate"
    assert above.said[-1].sentence == f"证书已写到 {issued}"
    assert above.page.lines["folder"].text() == str(stick)

    desk.shell.activateWindow()
    desk.settle()
    fill(desk, "file", str(issued))
    press(desk, desk.page.accept)
    assert desk.said[-1].sentence == "证书已安装"
    assert certificate(desk) == [("本站证书：有效，有效至 2029-03-26", "green")]


def test_the_town_sees_whom_it_has_certified(enter, enrolled, plug):
    town = at_station(enter(enrolled["town"]))
    assert certificate(town)[1][0].startswith("下级 沙溪镇龙瑞村公共法律服务工作室：有效")


def test_an_approval_without_a_folder_is_written_beside_its_request(
    enter, enrolled, stations, tmp_path, plug
):
    request = tmp_path / "again.request"
    enrolled["village"].enrolment.request(request)
    town = at_station(enter(enrolled["town"]))
    fill(town, "file", str(request))
    press(town, town.page.approve)
    assert (tmp_path / "again.certificate").exists()


def test_nothing_chosen_is_asked_for(enter, enrolled, plug):
    town = at_station(enter(enrolled["town"]))
    for button, sentence in (
        (town.page.request, "还没有选U盘或文件夹"),
        (town.page.accept, "还没有选收到的文件"),
        (town.page.approve, "还没有选收到的文件"),
    ):
        press(town, button)
        assert town.said[-1].sentence == sentence


def test_a_file_that_is_no_certificate_changes_nothing(desk, tmp_path):
    (tmp_path / "x.certificate").write_bytes(b"x")
    fill(desk, "file", str(tmp_path / "x.certificate"))
    press(desk, desk.page.accept)
    assert desk.said[-1].number == Code.CERT_DAMAGED.value.number
    assert certificate(desk)[0][1] == "amber"


def test_a_certificate_that_has_run_out_is_red():
    one = CertificateView(
        serial="1",
        station="v",
        name="村",
        code="442000106203",
        tier="village",
        issuer="0",
        not_before=date(2020, 1, 1),
        not_after=date(2023, 1, 1),
        training=False,
        own=True,
        state="已过期",
    )
    assert certificate_lines((one,), "v") == (("本站证书：已过期，有效至 2023-01-01", "red"),)


@pytest.mark.parametrize(("button", "line"), [("browse", "folder"), ("browse_file", "file")])
def test_folder_and_file_are_chosen_in_a_dialog(desk, tmp_path, button, line):
    (tmp_path / "village.certificate").write_bytes(b"x")
    desk.page.lines["folder"].setText(str(tmp_path))

    def choose():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        if line == "file":
            dialog.selectFile("village.certificate")
        dialog.accept()

    QTimer.singleShot(0, choose)
    press(desk, getattr(desk.page, button))
    wanted = tmp_path / "village.certificate" if line == "file" else tmp_path
    assert desk.page.lines[line].text() == str(wanted)


def test_a_dialog_that_is_left_changes_nothing(desk):
    for button in (desk.page.browse, desk.page.browse_file):
        QTimer.singleShot(0, lambda: QApplication.activeModalWidget().reject())
        button.click()
    assert desk.page.lines["folder"].text() == desk.page.lines["file"].text() == ""


def test_the_size_of_type_is_chosen_and_kept(desk):
    asked = []
    desk.shell.rescaled = asked.append
    chip = desk.page.sizes.button(150)
    assert desk.page.sizes.button(100).isChecked()
    press(desk, chip)
    assert asked == [150]
    assert read_settings(desk.shell._home).scale == 150


def test_a_block_of_numbers_is_set_told_of_and_taken_away_again(desk):
    card = desk.page.numbers
    assert card.lines["year"].text() == "2026"
    for name, text in (("first", "200"), ("last", "205")):
        card.lines[name].setFocus()
        commit(text)
    press(desk, card.add)
    assert desk.said[-1].sentence == "编号段已设好"
    assert [one.text for one in desk.page._model.state.blocks] == ["2026年　200—205　下一个号 200，还剩 6 个"]
    assert "只剩 6 个号" in desk.page._model.state.told[0]
    press(desk, card.gone[0])
    assert desk.said[-1].sentence == "编号段已停用"
    assert (desk.page._model.state.blocks, card.gone) == ((), [])


def test_a_block_that_is_not_whole_or_makes_no_sense_is_said(desk):
    card = desk.page.numbers
    press(desk, card.add)
    assert desk.said[-1].sentence == "编号段没有填完整"
    for name, text in (("first", "205"), ("last", "200")):
        card.lines[name].setFocus()
        commit(text)
    press(desk, card.add)
    assert desk.said[-1].sentence.startswith("编号段不对")


def test_what_this_tier_does_is_told_with_its_basis_one_press_away(room):
    page = room.turn_to("station")
    assert page.functions.lines.isHidden()
    page.functions.more.click()
    told = page.functions.lines.text()
    assert "办　接收材料、出具接收凭证（法援法12　业务需求说明1.6，待核）" in told
    assert "受理、审查、决定" not in told

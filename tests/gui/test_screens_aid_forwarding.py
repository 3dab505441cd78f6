"""转交 in the window: what waits, ticked and sent in a batch, its list printed, where to by default."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.aid_desk import (
    SCALE,
    click,
    click_row,
    files,
    press,
    quiet_machine,
    settle,
    titles,
    with_intakes,
)
from zsapp.base.errors import Code
from zsapp.rules.legal_aid import CENTER
from zsapp.rules.roles import Badge, Role
from zsapp.screens.legal_aid.forwarding_view import ForwardingView
from zsapp.screens.legal_aid.model.forwarding import ForwardingModel

TOWN = "沙溪镇司法所"


@pytest.fixture
def station(stations):
    return with_intakes(stations("village"))


@pytest.fixture
def page(station, tasks, framed, tmp_path, monkeypatch):
    """Give the page over a station where three applications wait."""
    said = []
    model = ForwardingModel(
        station, tasks=tasks, machine=quiet_machine(tmp_path, monkeypatch), say=said.append
    )
    view = ForwardingView(model, SCALE)
    view.model, view.said = model, said
    framed(view, size=(1142, 640))
    view.start()
    settle(tasks)
    return view


def test_what_waits_is_listed_with_its_day_and_opinion_and_names_no_restricted_applicant(page):
    assert page.sentence.text() == "3 件等待转交，2 件已经过了应转交的日期"
    assert [one.split("，") for one in titles(page.rows)] == [
        [
            "黎志强　中小同法援接〔2026〕0001号",
            "初审意见：转交-免予核查　请求支付劳动报酬",
            "过了17天",
            "3月10日前转交",
        ],
        [
            "何永昌　中西彩法援接〔2026〕0001号",
            "初审意见：建议不予　交通事故人身损害赔偿",
            "过了3天",
            "3月24日前转交",
        ],
        [
            "（限制查看）　中东起法援接〔2026〕0001号",
            "初审意见：转交-免予核查　请求给付抚养费",
            "3月27日前转交",
        ],
    ]
    assert QApplication.focusWidget() is page.rows
    assert not page.go.isEnabled()
    assert page.none.isVisible()


def test_an_urgent_one_stands_first_and_says_so(page, station, tasks):
    station.aid_course.change("LA-09", {"limitation_end": "2026-03-30"})
    page.start()
    settle(tasks)
    assert titles(page.rows)[0].startswith("何永昌")
    assert "紧急　过了3天" in titles(page.rows)[0]
    assert "其中 1 件紧急" in page.sentence.text()


def test_several_are_ticked_by_keys_and_go_in_a_batch_whatever_the_opinion_says(page, station, tmp_path):
    press("Space", "Down", "Space", "Space", "Space")
    assert page.go.text() == "转交已选的 2 件"
    press("Ctrl+Return")
    (batch,) = station.aid_course.batches()
    assert (batch.to, [one.intake.id for one in batch.intakes]) == (CENTER, ["LA-01", "LA-09"])
    assert page.said[-1].sentence == "已转交 2 件，1 个批次"
    assert page.told.text().startswith("已转交 2 件。请打印清单")
    assert "电子材料到“数据交换”导出数据包" in page.told.text()
    assert page.sentence.text() == "1 件等待转交"
    assert titles(page.gone) == [f"{batch.number}，2026年3月27日　转交{CENTER}，2 件，还没有回音"]
    assert QApplication.focusWidget() is page._fresh.itemAt(0).widget()
    press("Return")
    assert files(tmp_path) == [f"{batch.number} 法律援助申请转交清单.pdf"]


def test_the_next_batch_has_its_own_list_and_the_way_to_the_package(page, station, tasks):
    went = []
    page.model.travelling = lambda: went.append(1)
    for _ in range(2):
        page.rows.setFocus()
        press("Space", "Ctrl+Return")
    first, second = station.aid_course.batches()
    shown = [page._fresh.itemAt(at).widget() for at in range(page._fresh.count())]
    assert [one.text() for one in shown] == [f"打印清单 {second.number}", "去数据交换"]
    assert first.number != second.number
    click(shown[1])
    assert went == [1]


def test_before_anything_came_it_says_that_it_is_looking(station, tasks, tmp_path, monkeypatch):
    model = ForwardingModel(
        station, tasks=tasks, machine=quiet_machine(tmp_path, monkeypatch), say=lambda _: None
    )
    assert (model.state.sentence, model.state.told) == ("正在查看……", "")


def test_a_restricted_one_goes_to_the_centre_itself_and_that_is_said_before(page, station):
    click_row(page.rows, 0)
    page.to.setCurrentIndex(0)
    page.to.activated.emit(0)
    assert page.to.currentText() == TOWN
    press("Ctrl+A")
    assert page.where.text() == f"限制查看的 1 件直接转交{CENTER}，不经镇街；其余 2 件转交{TOWN}"
    click(page.go)
    assert {one.to: len(one.intakes) for one in station.aid_course.batches()} == {TOWN: 2, CENTER: 1}
    assert page.told.text().startswith("已转交 3 件，分 2 批。")
    assert page.sentence.text() == "没有等待转交的申请"
    assert not page.all.isEnabled()


def test_all_are_ticked_and_let_go_by_one_key_and_enter_opens_one(page):
    opened = []
    page.model.opened = opened.append
    press("Ctrl+A")
    assert len(page.model.state.chosen) == 3
    press("Ctrl+A", "Ctrl+Return", "Return")
    assert page.model.state.chosen == frozenset()
    assert opened == [page.model.state.waiting[0].intake.id]
    page.model.open(9)
    page.model.press(9)
    page.model.print_at(9)
    assert (page.model.row(9), page.model.batch_row(9), len(opened)) == (None, None, 1)


def test_the_list_of_a_past_batch_is_printed_again_and_says_what_came_back(page, station, tasks, tmp_path):
    (batch,) = station.aid_course.forward(["LA-09"], on=station.today())
    page.start()
    settle(tasks)
    click(page.print)
    assert files(tmp_path) == [f"{batch.number} 法律援助申请转交清单.pdf"]
    station.aid_course.act("LA-09", "arrive", on=station.today())
    page.start()
    assert titles(page.gone)[0].endswith("1 件已收到")
    station.aid_course.answer({"ref": "LA-09", "center": {"status": "受理"}})
    page.start()
    assert titles(page.gone)[0].endswith("1 件有结果")


def test_a_list_goes_to_the_printer_where_there_is_one(page, station, programs, tmp_path):
    programs("lpstat", 'case $1 in -e) echo hp_1;; -d) echo "system default destination: hp_1";; esac')
    programs("lp", f"cat > {tmp_path}/paper")
    (batch,) = station.aid_course.forward(["LA-09"], on=station.today())
    page.model.print_batch(batch.number)
    assert (tmp_path / "paper").read_bytes().startswith(b"%PDF")
    assert page.said[-1].sentence == "《法律援助申请转交清单》：已送到打印机“hp_1”"


def test_where_to_by_default_is_set_by_who_may_and_holds_at_once(page, station):
    assert page.setting.text() == f"平时转交：{CENTER}"
    assert page.set.text() == f"改为平时转交{TOWN}"
    click(page.set)
    assert (page.setting.text(), page.to.currentText()) == (f"平时转交：{TOWN}", TOWN)
    assert page.said[-1].sentence == f"以后平时转交{TOWN}"
    (batch,) = station.aid_course.forward(["LA-09"], on=station.today())
    assert batch.to == TOWN


def test_a_mediator_forwards_but_sees_no_restricted_one_and_sets_nothing(page, station, tasks):
    station.store.badge = Badge(Role.MEDIATOR)
    page.start()
    settle(tasks)
    assert not page.set.isVisible()
    assert len(titles(page.rows)) == 2
    page.model.set_route("town")
    assert page.said[-1].number == Code.ROLE_MAY_NOT.value.number
    assert station.aid_course.route == "city"


def test_what_somebody_else_forwarded_meanwhile_is_refused_under_the_list(page, station):
    click_row(page.rows, 0)
    station.aid_course.forward(["LA-01"], on=station.today())
    press("Ctrl+Return")
    assert page.fault.text().startswith("现在还不能办理“转交”：目前是“已转交”")


def test_a_town_has_nobody_to_choose(stations, tasks, framed, tmp_path, monkeypatch):
    model = ForwardingModel(
        stations("town"), tasks=tasks, machine=quiet_machine(tmp_path, monkeypatch), say=lambda _: None
    )
    view = ForwardingView(model, SCALE)
    framed(view)
    view.start()
    assert (view.to.isVisible(), view.set.isVisible()) == (False, False)
    assert view.sentence.text() == "没有等待转交的申请"
    went = []
    model.travelling = lambda: went.append(1)
    model.travel()
    assert went == [1]

"""文书 of legal aid in the window: what can be printed, what others lack, preview, draft and final print."""

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.aid_desk import SCALE, click, files, press, quiet_machine, settle, titles, with_intakes
from tests.gui.conftest import Waiting, commit
from zsapp.rules.roles import Badge, Role
from zsapp.screens.legal_aid.model.papers import NOT_NEEDED, OPEN_KEPT_BACK, SEALED_WORDS, PapersModel
from zsapp.screens.legal_aid.papers_view import PapersView

ADDRESS = "起湾南道60号"


@pytest.fixture
def station(stations):
    return with_intakes(stations("village"))


@pytest.fixture
def page(station, tasks, framed, tmp_path, monkeypatch):
    """Give the page before LA-01, and what puts another intake before it."""
    said = []
    machine = quiet_machine(tmp_path, monkeypatch)
    model = PapersModel(station.aid_papers, tasks=tasks, machine=machine, say=said.append)
    view = PapersView(model, SCALE)
    view.model, view.said = model, said

    def show(ref):
        model.open(station.legal_aid.find(ref))
        settle(tasks)
        view.start()

    view.show_intake = show
    framed(view, size=(1142, 640))
    view.pages._settle.timeout.emit()  # as wide as it is, without waiting
    show("LA-01")
    return view


def choose(page, number):
    """Rest on a paper in the list."""
    at = next(at for at, one in enumerate(titles(page.rows)) if one.startswith(number))
    page.rows.rest_at(at)
    page.model._tasks.settle()


def words(path) -> str:
    """Return what a printed paper says."""
    with pypdfium2.PdfDocument(path) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def verbs(station, ref):
    return [one.header.verb for one in station.legal_aid.history(ref)]


def test_every_paper_says_whether_it_can_be_printed_or_what_it_lacks(page):
    assert page.sentence.text() == "11 种文书，6 种可以正式打印"
    said = dict(one.split(" ", 1) for one in titles(page.rows))
    assert said["A02"] == "申请表，只交法律援助处，可以打印"
    assert said["A06"] == "材料补充告知单，还缺：补充告知日期、应补充的材料，还缺2项"
    assert said["A11"] == "保密联系信息页，只有限制查看的申请才要，不需要"
    assert QApplication.focusWidget() is page.rows
    assert page.model.row(99) is None


def test_a_paper_is_seen_as_it_would_be_printed_and_a_press_in_it_leads_to_its_item(page):
    asked = []
    page.model.asked = asked.append
    choose(page, "A02")
    assert page.model.state.pages
    place = next(one for one in page.model.state.places if one.item == "applicant.name")
    page.model.press(place.page, place.x + 1, place.y + 1)
    page.model.press(0, 0, 0)
    choose(page, "A07")
    assert page.lacking.text() == "正式打印前还缺：转交单编号。现在可以打印草稿"
    click(page.fill)
    assert asked == ["applicant.name", "forwarded.number"]
    choose(page, "A02")
    page.model.fill_in()
    assert len(asked) == 2


def test_the_blank_form_and_a_larger_one_are_a_press_away(page):
    choose(page, "A02")
    filled = page.model.state.pages
    click(page.blank)
    page.model._tasks.settle()
    assert page.model.state.pages[0].gray != filled[0].gray
    assert page.model.state.places == ()
    click(page.zoom)
    assert (page.pages.zoom > 1, page.zoom.text()) == (True, "缩小")
    click(page.zoom)
    assert page.zoom.text() == "放大"


def test_the_final_print_is_a_file_once_and_the_same_again(page, station, tmp_path):
    choose(page, "A05")
    press("Return")
    assert QApplication.focusWidget() is page.go
    press("Return", "Return")
    title = "中小同法援接〔2026〕0001号 法律援助申请材料接收凭证"
    assert files(tmp_path) == [f"{title} (2).pdf", f"{title}.pdf"]
    first, second = ((tmp_path / "文档" / one).read_bytes() for one in files(tmp_path))
    assert first == second
    assert verbs(station, "LA-01")[-2:] == ["print", "reprint"]
    assert page.said[-1].sentence.startswith("《法律援助申请材料接收凭证》共1页：已存为 ")


def test_what_is_being_typed_is_saved_first(page, tmp_path):
    held = []
    page.model.before = held.append
    choose(page, "A02")
    click(page.go)
    assert files(tmp_path) == []
    held[0]()
    assert len(files(tmp_path)) == 1


def test_a_paper_that_lacks_something_is_printed_as_a_draft_only(page, station, tmp_path):
    choose(page, "A07")
    assert not page.go.isEnabled()
    press("Ctrl+P")
    assert QApplication.focusWidget() is page.draft
    page.model.confirm()
    assert files(tmp_path) == []
    press("Return")
    assert files(tmp_path) == ["草稿 中小同法援接〔2026〕0001号 法律援助申请转交单.pdf"]
    assert "print" not in verbs(station, "LA-01")
    assert page.said[-1].sentence.startswith("《法律援助申请转交单》草稿：已存为 ")


def test_what_the_precheck_points_out_of_a_paper_rests_for_a_typed_reason(page, station):
    changed = []
    page.model.changed = changed.append
    station.aid_course.change("LA-09", {"applicant.id_no": "442000197504309973"})
    page.show_intake("LA-09")
    choose(page, "A02")
    assert page.go.isEnabled()
    (rule, line), *_ = page.reasons.items()
    line.setFocus()
    press("Return")
    assert page.fault.text().startswith("还没有填写理由")
    commit("身份证原件已核对")
    press("Return")
    page.model._tasks.settle()
    assert station.legal_aid.find("LA-09").intake.overrides == {rule: "身份证原件已核对"}
    assert changed[0].intake.overrides
    assert rule not in page.reasons
    click(page.blank)
    page.model._tasks.settle()
    assert page.reasons == {}


def test_only_the_sealed_page_shows_where_a_protected_applicant_lives(page, station, tmp_path):
    page.show_intake("LA-07")
    choose(page, "A07")
    assert page.care.text() == OPEN_KEPT_BACK
    choose(page, "A11")
    assert page.care.text() == SEALED_WORDS
    assert page.file_care.isVisible()
    press("Ctrl+P", "Return")
    (name,) = files(tmp_path)
    assert name == "中东起法援接〔2026〕0001号 保密联系信息页.pdf"
    assert ADDRESS in words(tmp_path / "文档" / name)
    choose(page, "A05")
    press("Ctrl+P", "Return")
    other = next(one for one in files(tmp_path) if one != name)
    assert ADDRESS not in words(tmp_path / "文档" / other)
    choose(page, "A02")
    assert "只交法律援助处，不要让对方看到" in page.care.text()
    page.show_intake("LA-01")
    choose(page, "A11")
    assert page.care.text() == NOT_NEEDED


def test_copies_go_to_the_printer_where_there_is_one(page, programs, tmp_path):
    programs("lpstat", 'case $1 in -e) echo hp_1;; -d) echo "system default destination: hp_1";; esac')
    programs("lp", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/paper')
    page.show_intake("LA-09")
    choose(page, "A05")
    assert (page.printer.currentText(), page.copies.currentText()) == ("hp_1", "2 份")
    assert not page.folder.isVisible()
    page.copies.setCurrentIndex(2)
    page.copies.activated.emit(2)
    click(page.go)
    assert (tmp_path / "words").read_text() == "-d hp_1 -n 3 -\n"
    assert page.said[-1].sentence.endswith("已送到打印机“hp_1”，3份")
    page.printer.setCurrentIndex(1)
    page.printer.activated.emit(1)
    page.folder.setText(str(tmp_path / "另处"))
    page.folder.textEdited.emit(page.folder.text())
    (tmp_path / "另处").mkdir()
    click(page.go)
    assert len(list((tmp_path / "另处").iterdir())) == 1


def test_who_may_not_print_is_told_at_the_button(page, station, tmp_path):
    station.store.badge = Badge(Role.ADMINISTRATOR)
    choose(page, "A02")
    click(page.go)
    assert page.fault.text()
    assert files(tmp_path) == []


def test_the_paper_stays_chosen_from_one_intake_to_the_next(page, station):
    page.model.show("legal_aid.answer")
    page.show_intake("LA-09")
    assert page.model.state.offer.form.number == "A09"
    assert page.rows.currentIndex().row() == 8


def test_an_intake_that_is_gone_leaves_the_page_as_it_was(page, station):
    view = station.legal_aid.find("LA-07")
    station.store.badge = Badge(Role.MEDIATOR)
    page.model.open(view)
    assert page.said[-1].sentence.startswith("没有这份记录")


def test_papers_that_came_too_late_are_not_shown(page):
    offers = page.model.state.offers
    page.show_intake("LA-09")
    page.model._came("LA-01", offers[:1], ())
    assert len(page.model.state.offers) == 11


def test_of_papers_run_through_only_the_last_is_drawn(station, framed, tmp_path, monkeypatch):
    tasks = Waiting()
    model = PapersModel(
        station.aid_papers, tasks=tasks, machine=quiet_machine(tmp_path, monkeypatch), say=lambda _: None
    )
    model.resize(200)
    model.open(station.legal_aid.find("LA-01"))
    tasks.settle()
    tasks.holding = True
    for at in (1, 3, 4):
        model.choose(at)
        tasks.settle()
    assert len(tasks.held) == 1
    tasks.let_go()
    tasks.settle()
    assert (model.state.drawn, model.state.chosen) == (2, "legal_aid.receipt")
    tasks.holding = True
    model.choose(1)
    tasks.settle()
    station.store.badge = Badge(Role.ADMINISTRATOR)
    model.choose(2)
    tasks.let_go()
    assert model.state.fault == ""
    tasks.settle()
    assert model.state.fault.startswith("没有这份记录")

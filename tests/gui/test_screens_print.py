"""Printing from the window: draft, final, the same again; what stands in the way yields to a reason."""

import stat
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import commit
from tests.gui.test_screens_case_fit import cut
from zsapp.base.canonical import read_canonical
from zsapp.screens.kit.tokens import Scale
from zsapp.screens.mediation.model.paper import CHANGED, free_name, short_title
from zsapp.screens.window import restyle

DATES = {"apply": date(2026, 3, 2), "accept": date(2026, 3, 2), "sessions": [date(2026, 3, 9)]}
READY = {"dates": DATES | {"agree": date(2026, 3, 9)}, "agreement_no": ""}
WRONG = "一、梁亚娣补偿何䶮人民币1800元（大写：壹仟捌佰零伍元整），于签订本协议时以现金付清。"


@pytest.fixture
def desk(room, tmp_path, monkeypatch):
    """Give a room with a case ready to be printed, on a PC without a printer."""
    (tmp_path / "文档").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    room.open("C01", **READY)
    room.case.go(4)
    room.settle()
    return room


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """Put a print system on the path; what it prints lies in a folder."""
    out = tmp_path / "printed"
    out.mkdir()
    for name, script in {
        "lpstat": 'case $1 in -e) echo hp_1;; -d) echo "system default destination: hp_1";; esac',
        "lp": f'echo "$@" > {out}/words; cat > {out}/paper',
    }.items():
        path = out / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(out))
    return out


def papers(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "文档").iterdir())


def verbs(room) -> list[str]:
    return [one.header.verb for one in room.station.mediation.history(room.case.state.record_id)]


def test_the_final_paper_is_a_file_with_its_number_and_an_entry_in_the_journal(desk, tmp_path):
    desk.go("copies")
    desk.keys("Ctrl+P")
    panel = desk.screen.printing
    assert panel.isVisible()
    assert desk.screen.paper.isVisible()  # nothing stands in the way: what is printed stays in sight
    assert panel.height() < desk.screen.paper.height()
    assert panel.go.text() == "存为 PDF"
    assert QApplication.focusWidget() is panel.go
    assert desk.screen.subject == "打印《人民调解协议书》"
    desk.keys("Return")
    number = desk.case.state.case.agreement_no
    assert [one.name for one in papers(tmp_path)] == [f"{number} 人民调解协议书.pdf"]
    assert papers(tmp_path)[0].read_bytes().startswith(b"%PDF")
    assert verbs(desk)[-2:] == ["number", "print"]
    assert desk.said[-1].sentence.startswith(f"《人民调解协议书》{number}，共2页：已存为 ")
    assert panel.isHidden()
    assert QApplication.focusWidget() is desk.field("copies").control


def test_the_same_version_is_printed_again_byte_for_byte(desk, tmp_path):
    for _ in range(2):
        desk.keys("Ctrl+P", "Return")
    first, second = papers(tmp_path)
    assert second.name.endswith(" (2).pdf") or first.name.endswith(" (2).pdf")
    assert first.read_bytes() == second.read_bytes()
    assert verbs(desk)[-2:] == ["print", "reprint"]


def test_a_draft_is_no_entry_in_the_journal_and_says_that_it_is_one(desk, tmp_path):
    desk.keys("Ctrl+P")
    before = verbs(desk)
    desk.screen.printing.draft.click()
    assert [one.name for one in papers(tmp_path)] == ["草稿 人民调解协议书.pdf"]
    assert verbs(desk) == before
    assert "》草稿：已存为 " in desk.said[-1].sentence


def test_an_error_keeps_the_final_paper_back_until_a_reason_is_written(desk, tmp_path):
    desk.case.edit("clauses[1]", WRONG.replace("一、", "二、"))
    desk.keys("Ctrl+P")
    panel = desk.screen.printing
    (rule,) = panel.reasons
    assert "还有 1 处必须改正" in panel._intro.text()
    assert panel.go.text() == "写明理由并打印"
    assert not panel.go.isEnabled()
    assert QApplication.focusWidget() is panel.reasons[rule]
    desk.shell.models.printing.confirm()
    assert papers(tmp_path) == []
    commit("双方核对过，以小写为准")
    assert panel.go.isEnabled()
    panel.go.click()
    assert len(papers(tmp_path)) == 1
    assert verbs(desk)[-3:] == ["override", "number", "print"]
    assert desk.case.state.case.overrides == {rule: "双方核对过，以小写为准"}
    assert desk.station.mediation.find("C01").case.overrides == {rule: "双方核对过，以小写为准"}


def test_a_draft_needs_no_reason(desk, tmp_path):
    desk.case.edit("clauses[1]", WRONG)
    desk.keys("Ctrl+P")
    desk.screen.printing.draft.click()
    assert len(papers(tmp_path)) == 1


def test_enter_goes_from_reason_to_reason_and_then_on(desk):
    desk.case.edit("clauses[1]", WRONG)
    desk.case.edit("clauses[0]", WRONG)
    desk.case.edit("parties[0].id_no", "442000196803159915")
    desk.keys("Ctrl+P")
    panel = desk.screen.printing
    first, second = panel.reasons.values()
    told = [one.message for one in desk.shell.models.printing.state.standing]
    assert len(told) > len(panel.reasons)
    for one in told:
        assert any(label.text() == one for label in panel.findChildren(type(panel._intro)))
    assert QApplication.focusWidget() is first
    desk.keys("Return")
    assert QApplication.focusWidget() is second
    desk.keys("Return")
    assert QApplication.focusWidget() is panel.printer


def test_what_is_typed_while_the_panel_is_open_is_checked_before_it_is_printed(desk, tmp_path):
    desk.keys("Ctrl+P")
    desk.case.edit("clauses[1]", WRONG)
    desk.screen.printing.go.click()
    panel = desk.screen.printing
    assert papers(tmp_path) == []
    assert panel._fault.text() == CHANGED
    (line,) = panel.reasons.values()
    line.setFocus()
    commit("理由")
    desk.case.edit("copies", 4)
    panel.go.click()
    assert [one.text() for one in panel.reasons.values()] == ["理由"]
    panel.go.click()
    assert len(papers(tmp_path)) == 1
    assert desk.station.mediation.find("C01").case.copies == 4


def test_escape_closes_the_panel_and_puts_the_caret_back(desk, tmp_path):
    desk.go("copies")
    desk.keys("Ctrl+P", "Escape")
    assert desk.screen.printing.isHidden()
    assert desk.screen.paper.isVisible()
    assert QApplication.focusWidget() is desk.field("copies").control
    assert papers(tmp_path) == []


def test_without_a_field_to_go_back_to_the_caret_stands_on_the_button_that_goes_on(desk):
    desk.screen.case.steps.setFocus()
    desk.keys("Ctrl+P", "Escape")
    assert QApplication.focusWidget() is desk.screen.case.next


def test_another_case_closes_the_panel(desk):
    desk.keys("Ctrl+P", "Ctrl+N")
    assert desk.screen.printing.isHidden()
    assert desk.case.state.title == "新登记"


def test_a_case_that_lacks_the_least_is_told_so_instead_of_printed(room):
    room.begin()
    room.keys("Ctrl+P")
    assert room.screen.printing.isHidden()
    assert room.screen.case.saved.text().startswith("还没有登记：")


def test_without_a_case_there_is_nothing_to_print(room):
    room.keys("Alt+2", "Ctrl+P")
    assert room.screen.printing.isHidden()


def test_a_paper_that_lacks_what_it_is_about_says_what(desk, tmp_path):
    desk.shell.models.preview.choose("mediation.termination_notice")
    desk.keys("Ctrl+P")
    desk.screen.printing.go.click()
    assert desk.screen.printing.isVisible()
    assert desk.screen.printing._fault.text()
    assert papers(tmp_path) == []
    desk.keys("Escape")
    assert desk.screen.printing.isHidden()


def test_a_folder_that_takes_no_file_is_told_and_another_can_be_written(desk, tmp_path):
    desk.keys("Ctrl+P")
    panel = desk.screen.printing
    (tmp_path / "file").write_text("", encoding="utf-8")
    panel.folder.setFocus()
    panel.folder.selectAll()
    commit(str(tmp_path / "file"))
    panel.go.click()
    assert panel._fault.text()
    panel.folder.selectAll()
    commit(str(tmp_path / "新的"))
    panel.go.click()
    assert len(list((tmp_path / "新的").iterdir())) == 1


def test_no_folder_means_the_usual_one(desk, tmp_path):
    desk.keys("Ctrl+P")
    desk.shell.models.printing.choose(folder="  ")
    desk.screen.printing.go.click()
    assert len(papers(tmp_path)) == 1


def test_the_printer_gets_the_paper_in_as_many_copies_as_agreed(desk, printer):
    desk.keys("Ctrl+P")
    panel = desk.screen.printing
    assert panel.printer.currentText() == "hp_1（3份）"
    assert panel.go.text() == "打印"
    assert panel.folder.isHidden()
    desk.keys("Return")
    assert (printer / "words").read_text() == "-d hp_1 -n 3 -\n"
    assert (printer / "paper").read_bytes().startswith(b"%PDF")
    assert desk.said[-1].sentence.endswith("：已送到打印机“hp_1”，3份")


def test_a_printer_can_be_left_for_a_file(desk, printer, tmp_path):
    desk.keys("Ctrl+P")
    panel = desk.screen.printing
    panel.printer.setFocus()
    desk.keys("Down")
    panel.printer.activated.emit(panel.printer.currentIndex())
    assert panel.folder.isVisible()
    panel.go.click()
    assert len(papers(tmp_path)) == 1


def test_a_printer_that_refuses_is_told_and_the_paper_is_kept_for_the_next_try(desk, printer):
    (printer / "lp").write_text("#!/bin/sh\necho 缺纸 >&2; exit 1\n", encoding="utf-8")
    desk.keys("Ctrl+P", "Return")
    assert "缺纸" in desk.screen.printing._fault.text()
    assert desk.screen.printing.go.isEnabled()
    assert verbs(desk)[-1] == "print"
    (printer / "lp").write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    desk.screen.printing.go.click()
    assert verbs(desk)[-1] == "reprint"
    assert desk.screen.printing.isHidden()


def test_the_panel_is_whole_in_the_largest_type(enter, station, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    restyle(Scale(150))
    try:
        room = enter(station, 150)
        room.open("C01", **READY | {"clauses": [WRONG]})
        room.case.go(4)
        room.keys("Ctrl+P")
        room.settle()
        room.qtbot.waitUntil(lambda: cut(room.screen.printing) == [], timeout=2_000)
        assert room.screen.printing.width() <= room.screen._column.width()
    finally:
        restyle(Scale(100))


def test_a_paper_never_takes_the_name_of_another(tmp_path):
    assert free_name(tmp_path, '〔2026〕a/b:c*"?') == tmp_path / "〔2026〕a_b_c___.pdf"
    (tmp_path / "甲.pdf").touch()
    (tmp_path / "甲 (2).pdf").touch()
    assert free_name(tmp_path, "甲") == tmp_path / "甲 (3).pdf"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("人民调解申请书", "申请书"),
        ("人民调解员回避（更换）记录", "人民调解员回避（更换）记录"),
        ("人民调解委员会主持调解的证明", "人民调解委员会主持调解的证明"),
        ("授权委托书", "授权委托书"),
        ("人民调解", "人民调解"),
    ],
)
def test_a_paper_is_called_by_its_short_name(title, short):
    assert short_title(title) == short


def test_every_print_is_told_with_form_version_and_hash(desk):
    desk.keys("Ctrl+P", "Return")
    entry = desk.station.mediation.history("C01")[-1]
    facts = read_canonical(entry.payload)
    assert facts["form"] == "mediation.agreement"
    assert facts["version"] == desk.case.state.version
    assert len(facts["sha256"]) == 64

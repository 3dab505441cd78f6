"""Printers (打印机): asked of the system, one that refuses is told, the last one chosen is remembered."""

import pytest

from zsapp.base.errors import Code, Trouble
from zsapp.base.settings import read_settings
from zsapp.screens.printers import Printer, ThisMachine, documents, find_printers

PDF = b"%PDF-1.7 ..."


@pytest.fixture
def machine(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    return ThisMachine(home, "")


def test_a_pc_without_a_print_system_has_no_printer(programs, machine):
    assert machine.printers() == ()


def test_the_default_printer_stands_first(programs, machine):
    programs("lp", "true")
    programs(
        "lpstat",
        'case $1 in -e) echo canon; echo; echo hp_1;; -d) echo "system default destination: hp_1";; esac',
    )
    assert machine.printers() == (Printer("hp_1"), Printer("canon"))


def test_a_print_system_that_does_not_answer_has_no_printer(programs, tmp_path):
    programs("lp", "true")
    programs("lpstat", "true")
    (tmp_path / "bin" / "lpstat").write_bytes(b"\x7fELF no program")
    assert find_printers() == ()


def test_the_paper_reaches_the_printer_byte_for_byte_and_it_is_remembered(programs, machine, tmp_path):
    programs("lp", f'echo "$@" > {tmp_path}/words; cat > {tmp_path}/paper')
    machine.send(PDF, "hp_1", 3)
    assert (tmp_path / "paper").read_bytes() == PDF
    assert (tmp_path / "words").read_text() == "-d hp_1 -n 3 -\n"
    assert machine.printer == "hp_1"
    assert read_settings(tmp_path / "home").printer == "hp_1"


def test_a_choice_that_cannot_be_kept_does_not_stop_the_printing(programs, tmp_path):
    programs("lp", f"cat > {tmp_path}/paper")
    (tmp_path / "file").write_bytes(b"")
    machine = ThisMachine(tmp_path / "file", "")  # a home that is none: nothing can be written there
    machine.send(PDF, "hp_1", 1)
    assert (tmp_path / "paper").read_bytes() == PDF
    assert machine.printer == "hp_1"


def test_a_printer_that_refuses_is_told_in_its_own_words(programs, machine):
    programs("lp", "echo 'lp: 打印机已暂停' >&2; exit 1")
    with pytest.raises(Trouble) as trouble:
        machine.send(PDF, "hp_1", 1)
    assert trouble.value.code is Code.PRINTER_REFUSED
    assert str(trouble.value) == "打印机“hp_1”没有接受：lp: 打印机已暂停"
    assert "也可以先另存为 PDF" in trouble.value.remedy
    assert machine.printer == ""


def test_a_print_system_that_is_gone_is_a_printer_that_does_not_answer(programs, machine):
    with pytest.raises(Trouble) as trouble:
        machine.send(PDF, "hp_1", 1)
    assert trouble.value.code is Code.PRINTER_REFUSED
    assert str(trouble.value).endswith("没有回应")


def test_pdfs_go_where_the_desktop_keeps_documents(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert documents(tmp_path / "home") == tmp_path / "home" / "out"
    (tmp_path / "Documents").mkdir()
    assert documents(tmp_path / "home") == tmp_path / "Documents"
    (tmp_path / "文档").mkdir()
    assert documents(tmp_path / "home") == tmp_path / "文档"
    (tmp_path / "config").mkdir()
    told = tmp_path / "config" / "user-dirs.dirs"
    told.write_text('XDG_DOCUMENTS_DIR="$HOME/我的文件"\n', encoding="utf-8")
    assert ThisMachine(tmp_path / "home", "").folder() == tmp_path / "文档"
    (tmp_path / "我的文件").mkdir()
    assert documents(tmp_path / "home") == tmp_path / "我的文件"
    told.write_bytes(b"\xff\xfe")
    assert documents(tmp_path / "home") == tmp_path / "文档"

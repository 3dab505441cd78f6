"""A bug (程序出错): told with its number, reported without a word of what was typed, exit code 3."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import TODAY
from tests.stations import make_station
from zsapp import app
from zsapp.base.bugs import report_of
from zsapp.base.errors import Code
from zsapp.screens import window as windows
from zsapp.screens.crash import CrashKeeper

SECRET = "何䶮 442000196803159914"


@pytest.fixture
def hooks(monkeypatch):
    """Keep what takes uncaught errors from being changed for the other tests."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


def raised(bug: BaseException) -> BaseException:
    """Return a bug as it arrives: raised, with its trace."""

    def work():
        raise bug

    with pytest.raises(type(bug)):
        work()
    return bug


def broken_slot() -> None:
    """A slot with a bug in it, which holds a person's name and number."""
    people = {SECRET: 1}
    people[f"{SECRET}！"] += 1


def opened(act, home):
    """Run the whole program over a home, `act` on its window, close it; return the exit code."""

    def look():
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        try:
            act(next(one for one in shown if isinstance(one, windows.Window)))
        finally:
            QTimer.singleShot(0, QApplication.closeAllWindows)

    QTimer.singleShot(0, look)
    return app.main(["--home", str(home), "--today", TODAY.isoformat()])


@pytest.fixture
def home(tmp_path):
    make_station(tmp_path / "home", today=TODAY).close()
    return tmp_path / "home"


def reports(home):
    return [one.read_text(encoding="utf-8") for one in (home / "log").glob("crash-*.txt")]


def test_a_bug_in_a_slot_is_told_reported_and_ends_the_program_with_3(qtbot, hooks, home, logged):
    said = []

    def act(window):
        with qtbot.captureExceptions():  # pytest-qt stands aside; what the program installed takes the bug
            window.keeper.install()
            QTimer.singleShot(0, broken_slot)
            qtbot.waitUntil(lambda: window.keeper.taken)
        said.append(window.bar.showing)

    assert opened(act, home) == 3
    assert said[0].number == Code.BUG.value.number
    assert said[0].sentence == "程序内部出错"
    assert "您输入的内容会存为草稿" in said[0].remedy
    (report,) = reports(home)
    assert str(home / "log") in said[0].remedy
    assert "builtins.KeyError" in report
    assert "broken_slot" in report
    assert "何" not in report
    assert "4420" not in report
    assert [one.getMessage().splitlines()[0][:4] for one in logged] == ["bug:"]
    logged.clear()


def test_a_program_without_a_bug_ends_with_0(qtbot, hooks, home):
    assert opened(lambda _window: None, home) == 0
    assert not (home / "log").exists() or reports(home) == []


def test_what_is_being_typed_is_kept_when_a_bug_comes(room, logged, tmp_path):
    said = []
    keeper = CrashKeeper(tmp_path, said.append)
    keeper.keep = room.shell.keep
    room.begin()
    room.fill("brief", "雨棚滴水")
    bug = raised(KeyError(SECRET))
    keeper.take(KeyError, bug, bug.__traceback__)
    assert room.station.mediation.drafts()[0].case.brief == "雨棚滴水"
    assert keeper.taken
    logged.clear()


def test_a_bug_in_keeping_the_drafts_is_no_second_report(tmp_path, logged):
    said = []
    keeper = CrashKeeper(tmp_path, said.append)

    def keep():
        bug = raised(ValueError(SECRET))
        keeper.take(ValueError, bug, bug.__traceback__)
        raise bug

    keeper.keep = keep
    bug = raised(KeyError(SECRET))
    keeper.take(KeyError, bug, bug.__traceback__)
    assert len(said) == 1
    (report,) = reports(tmp_path)
    assert "ValueError" not in report
    logged.clear()


def test_the_report_names_what_caused_the_bug_first():
    try:
        try:
            broken_slot()
        except KeyError as cause:
            raise RuntimeError(SECRET) from cause
    except RuntimeError as bug:
        report = report_of(bug)
    assert report.index("builtins.KeyError") < report.index("then") < report.index("builtins.RuntimeError")
    assert "何" not in report


def test_a_report_names_our_files_without_the_folders_of_this_pc(station):
    bug = None
    try:
        station.mediation.find(SimpleNamespace())
    except Exception as caught:  # noqa: BLE001 -- any bug of ours will do
        bug = caught
    assert "  zsapp/services/mediation.py:" in report_of(bug)


def test_a_bug_before_there_is_a_data_folder_makes_none(tmp_path, logged):
    said = []
    bug = raised(KeyError(SECRET))
    CrashKeeper(tmp_path / "nowhere", said.append).take(KeyError, bug, bug.__traceback__)
    assert said[0].number == Code.BUG.value.number
    assert said[0].remedy.endswith("（其中没有个人信息）")
    assert not (tmp_path / "nowhere").exists()
    logged.clear()


def test_a_report_that_cannot_be_written_is_no_second_bug(tmp_path, logged):
    (tmp_path / "log").write_bytes(b"")  # a file where the folder should be
    said = []
    bug = raised(KeyError(SECRET))
    CrashKeeper(tmp_path, said.append).take(KeyError, bug, bug.__traceback__)
    assert said[0].number == Code.BUG.value.number
    logged.clear()


def test_ctrl_c_is_no_bug(tmp_path, capsys):
    said = []
    stop = raised(KeyboardInterrupt())
    CrashKeeper(tmp_path, said.append).take(KeyboardInterrupt, stop, stop.__traceback__)
    assert said == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_a_bug_at_the_terminal_is_a_code_and_exit_3_not_a_traceback(home, capsys, logged, monkeypatch):
    terminal = io.StringIO()
    terminal.close()  # nothing foresaw a terminal that is there and closed
    monkeypatch.setattr(sys, "stdin", terminal)
    assert app.main(["record", "list", "--home", str(home), "--json", "--user", SECRET]) == 3
    said = capsys.readouterr()
    assert json.loads(said.out)["error"]["code"] == "BUG"
    assert f"错误 {Code.BUG.value.number}（BUG）：程序内部出错" in said.err
    assert "Traceback" not in said.err
    (report,) = reports(home)
    assert "builtins.ValueError" in report
    assert "何" not in report
    logged.clear()

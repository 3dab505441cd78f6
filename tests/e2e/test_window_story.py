"""The window, told as its user would (一件案件): by the keyboard alone, on a real screen, from nothing.

Who sits there knows nothing of the code: reads the window, types, presses Enter, Tab and what it says.
Asserted is what lies on the disk afterwards. The pictures of each step are kept in the test's own folder.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.desktop import ROOT, Desktop, wait_for
from tests.stations import PASSPHRASE as TOWN_PASSPHRASE
from tests.stations import make_station
from zsapp.base.settings import Settings, write_settings
from zsapp.screens.kit.tokens import COLOURS
from zsapp.services.station import Station, open_station
from zsapp.services.training import enrol

TODAY = "2026-03-09"
PASSPHRASE = "一句好记的话"
APPLICANT = "何䶮\n\n44200019680315991\n\n\n\n汉族\n务农\n13800000101\n沙溪镇龙瑞村南巷12号\n"
RESPONDENT = "梁亚娣\n\n442000194909229926\n\n\n\n汉族\n无\n13800000102\n沙溪镇龙瑞村南巷13号\n"
RECORD = """调解员：双方的权利义务已经告知，是否听清？
何䶮：听清。
梁亚娣：听清，水管可以改。
双方同意如下协议。"""
CLAUSES = (
    "梁亚娣于2026年3月20日前自费把水管改向自家天井。",
    "梁亚娣补偿何䶮墙面修复费人民币1800元（大写：壹仟捌佰元整），当日以现金付清。",
)
DUTIES = "梁亚娣\n何䶮\n给付\n1800\n3-9\n现金\n\n梁亚娣\n何䶮\n作为\n\n3-20\n\n水管改道\n"


class Person(Desktop):
    """Somebody at a desk of a village station."""

    def __init__(self, folder: Path) -> None:
        """Sit down; what is typed is taken from this file."""
        super().__init__(folder, Path(__file__).read_text(encoding="utf-8"))
        self.home, self.documents, self.stick = (folder / one for one in ("home", "文档", "U盘"))
        for one in (self.documents, self.stick):
            one.mkdir()

    def open_program(self) -> None:
        """Start the program and wait for its window."""
        words = ("--home", str(self.home), "--today", TODAY)
        self.program = self.start(*words, HOME=str(self.documents.parent))
        self.see(" - 中山公共法律服务工作站")

    def close_program(self) -> int:
        """Close the window and return the exit code."""
        self.press("alt+F4")
        return self.program.wait(60)

    def tabbed(self, *texts: str) -> None:
        """Type into fields of several lines, which Tab leaves."""
        for one in texts:
            self.type(one)
            self.press("Tab")

    def go_on(self, step: str, picture: str) -> None:
        """Press Ctrl+Enter and wait for the next step."""
        self.press("ctrl+Return")
        self.see(f"（{step}）")
        self.picture(picture)

    def go_to(self, page: str) -> None:
        """Walk down the list at the left until a page is there."""
        keys = iter((*"1234567890", "minus", "equal", "bracketleft", "bracketright", "backslash"))

        def seen() -> bool:
            self.press(f"alt+{next(keys)}")
            self.rest()
            return page in self.title()

        wait_for(page, seen)

    def print_paper(self, name: str, picture: str) -> Path:
        """Press Ctrl+P, then Enter on what stands ready, and return the new PDF."""
        before = set(self.documents.iterdir())
        self.press("ctrl+p")
        self.see(f"打印《{name}》")
        self.picture(picture)
        self.press("Return")
        wait_for("a new PDF", lambda: set(self.documents.glob("*.pdf")) - before)
        self.see("（")
        (path,) = set(self.documents.iterdir()) - before
        return path


def terminal(home: Path, passphrase: str, *words: str) -> Any:
    """Return what a verb of the terminal program says."""
    secret = home.with_suffix(".pass")
    secret.write_text(passphrase, encoding="utf-8")
    given = ["--home", str(home), "--passphrase-file", str(secret), "--json", "--today", TODAY]
    got = subprocess.run(
        [sys.executable, "-m", "zsapp", *words, *given], cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(got.stdout)


def words_of(pdf: Path) -> str:
    """Return the text of a PDF as others read it."""
    return subprocess.run(["pdftotext", pdf, "-"], capture_output=True, check=True, text=True).stdout


@pytest.fixture(params=[100, pytest.param(150, marks=pytest.mark.long)])
def person(request, tmp_path):
    """Give somebody at a desk, with the usual and with the largest type."""
    with Person(tmp_path) as somebody:
        if request.param != 100:
            somebody.home.mkdir()
            write_settings(somebody.home, Settings(scale=request.param))
        yield somebody


@pytest.fixture
def above(tmp_path):
    """Give the town, with its certificate from the city."""
    city, town = (make_station(tmp_path / tier, tier) for tier in ("city", "town"))
    enrol(city, town, tmp_path)
    city.close()
    yield town
    town.close()


def set_up(person: Person) -> None:
    """Go through the first pages."""
    person.open_program()
    person.type("龙瑞")
    person.picture("place")
    person.press("Return")
    person.rest()
    person.type(f"王敏\n{PASSPHRASE}\n{PASSPHRASE}\n")
    person.see("工作站已建好")
    person.picture("recovery-code")
    person.press("Tab", "Return")
    person.see("今日")
    person.picture("today")


def register(person: Person) -> None:
    """Take the dispute in; one digit of an identity number is forgotten, and found by the checks."""
    person.press("ctrl+n")
    person.see("（登记）")
    person.type("邻里纠纷\n\n")
    person.tabbed("2026年1月以来，邻居雨棚的水冲到墙脚，双方争吵。")
    person.type(APPLICANT + RESPONDENT)
    person.tabbed("要求把水管改道", "赔偿墙面修复费")
    person.see_colour("what must be mended", COLOURS["red"])
    person.picture("registered")
    person.press("F6", "Tab", "Return", "End")
    person.type("4\n")
    person.picture("number-mended")
    person.go_on("受理", "accepting")
    person.type("今天\n今天\n\n\n高伟明\n主持\n刘佩珊\n记录人\n")


def mediate(person: Person) -> None:
    """Look into it, mediate, and agree."""
    person.go_on("调查", "surveying")
    person.type("今天\n")
    person.tabbed("两户巷道净宽0.6米，水管口朝东墙。")
    person.type("照片8张\n何䶮\n打印件\n")
    person.go_on("调解", "mediating")
    person.type("今天\n村委会办公室\n")
    person.tabbed(RECORD)
    person.go_on("协议", "agreeing")
    person.type("今天\n书面\n")
    person.tabbed("梁亚娣加建雨棚未安排好排水。")
    person.type(DUTIES + "\n" * 7)  # past the row that stands ready for a third duty
    person.tabbed(*CLAUSES)
    person.picture("agreed")


def bring_to(above: Station, home: Path, between: Path) -> None:
    """Bring the town's certificate to the village, as on a stick."""
    with open_station(home, passphrase=PASSPHRASE) as village:
        enrol(above, village, between)
    above.close()


def export(person: Person) -> Path:
    """Open the program again, export to a folder, and return the package."""
    person.open_program()
    person.type(f"{PASSPHRASE}\n")
    person.see("今日")
    person.go_to("数据交换")
    person.press("Tab", "Tab")
    person.type(str(person.stick))
    person.picture("folder")
    person.press("shift+Tab", "shift+Tab", "Return")
    person.see("已导出")
    person.picture("exported")
    assert person.close_program() == 0
    (package,) = person.stick.rglob("*.zspkg")
    return package


def test_a_case_from_an_empty_computer_to_the_town_by_the_keyboard_alone(person, above, tmp_path):
    set_up(person)
    register(person)
    mediate(person)
    agreement = person.print_paper("人民调解协议书", "printing")
    again = person.print_paper("人民调解协议书", "printing-again")
    person.picture("printed")
    assert person.close_program() == 0

    number = agreement.stem.partition(" ")[0]
    text = words_of(agreement)
    assert "草稿" not in text
    assert f"编号：{number}" in text
    for words in ("何䶮", "梁亚娣", "沙溪镇龙瑞村南巷12号", CLAUSES[0], "人民币1800元（大写：壹仟捌佰元整）"):
        assert words in text.replace("\n", "")
    assert again.read_bytes() == agreement.read_bytes()

    shown = terminal(person.home, PASSPHRASE, "record", "show", number)
    assert [one["id_no"] for one in shown["record"]["parties"]] == [
        "442000196803159914",
        "442000194909229926",
    ]
    assert shown["record"]["clauses"] == [f"{n}、{one}" for n, one in zip("一二", CLAUSES, strict=True)]
    assert [one["verb"] for one in shown["history"]][-2:] == ["print", "reprint"]

    bring_to(above, person.home, tmp_path)
    package = export(person)
    town = tmp_path / "town"
    assert terminal(town, TOWN_PASSPHRASE, "package", "inspect", str(package))["signature"] == "valid"
    terminal(town, TOWN_PASSPHRASE, "package", "import", str(person.stick))
    (arrived,) = terminal(town, TOWN_PASSPHRASE, "record", "list")
    assert arrived["number"] == number

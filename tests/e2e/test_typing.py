"""Chinese typed by a real input method (输入法): keys on a real screen, words in the record on the disk."""

from pathlib import Path

import pytest

from tests.e2e.typing_desk import BY_FCITX_4, BY_FCITX_5, BY_IBUS, InputMethod, TypingDesk
from tests.stations import CHEAP, SETUPS
from zsapp.services.station import init_station, open_station

PASSPHRASE = "tiaojie2"
"""What pinyin would make 调解 of, were a passphrase any business of an input method."""
NEAR = 160
"""Pixels from the caret within which a list of candidates is beside it."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    init_station(tmp_path / "home", SETUPS["village"], passphrase=PASSPHRASE, cost=CHEAP).station.close()
    return tmp_path / "home"


def begin_a_case(desk: TypingDesk, home: Path) -> None:
    """Open the station and write what the dispute is called, and that it is 调解."""
    desk.open_window(home)
    desk.stand_in("口令")
    desk.type(PASSPHRASE)
    desk.press("Return")
    desk.stand_in("要办的事")
    desk.press("ctrl+n")
    desk.stand_in("纠纷类型")
    desk.write("hetong", "合同")
    desk.see_that("the list of known disputes", lambda seen: seen.list == "open")
    desk.write("jiufen", "纠纷")
    desk.press("Return")
    desk.stand_in("申请日期")
    desk.press("Tab")
    desk.stand_in("纠纷简要情况")
    desk.write("tiaojie", "调解")


def lose_and_find_the_method(desk: TypingDesk) -> None:
    """Let the input method die and come back; letters stay letters in between."""
    desk.kill_method()
    desk.type_plainly("abc123")
    desk.start_method()
    desk.find_again()
    desk.write("tiaojie", "调解")


def assert_the_list_is_beside_the_caret(desk: TypingDesk) -> None:
    caret = desk.compose("tiaojie").caret
    x, y = desk.list_place()
    assert abs(x - caret[0]) < NEAR
    assert 0 <= y - caret[1] < NEAR
    desk.drop("tiaojie")


def draft_on_disk(home: Path) -> tuple[str | None, str | None]:
    station = open_station(home, passphrase=PASSPHRASE)
    (draft,) = station.mediation.drafts()
    station.close()
    return draft.case.dispute_type, draft.case.brief


@pytest.mark.parametrize("method", [BY_FCITX_5, BY_FCITX_4, BY_IBUS], ids=["fcitx 5", "fcitx 4", "ibus"])
def test_a_mediator_types_chinese(home: Path, method: InputMethod) -> None:
    with TypingDesk(home.parent, method) as desk:
        begin_a_case(desk, home)
        lose_and_find_the_method(desk)
        if method.list_window:
            assert_the_list_is_beside_the_caret(desk)
        desk.close_window()
    assert draft_on_disk(home) == ("合同纠纷", "调解")

"""Wrong passphrases: the growing wait, the clock that is set back, and how they come into the journal."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.homes import Hand
from tests.stations import PASSPHRASE, make_station
from zsapp.base.errors import Code, Trouble
from zsapp.records.attempts import FILE, Attempts
from zsapp.records.home import open_by_recovery, open_home
from zsapp.records.recovery import new_code
from zsapp.services.station import open_station

TODAY = date(2026, 11, 23)
LI, HIS = "李敏", "李敏的口令"


WRONG = "不对的口令"


def try_in(home: Path, hand: Hand, passphrase: str = WRONG) -> Trouble | None:
    try:
        open_home(home, passphrase=passphrase, now=hand).close()
    except Trouble as trouble:
        return trouble
    return None


@pytest.fixture
def shut(tmp_path: Path) -> tuple[Path, Hand]:
    """A closed home, and a clock that stands until it is moved on."""
    make_station(tmp_path / "home", today=TODAY).close()
    hand = Hand()
    hand.moment = datetime(2099, 1, 1, tzinfo=UTC)
    return tmp_path / "home", hand


def test_after_three_wrong_passphrases_nobody_may_try_for_a_while(shut: tuple[Path, Hand]) -> None:
    home, hand = shut
    wrong = [try_in(home, hand) for _ in range(3)]
    assert {one.code for one in wrong if one} == {Code.PASSPHRASE_WRONG}
    held = try_in(home, hand, PASSPHRASE)
    assert held is not None
    assert held.code is Code.PASSPHRASE_WAIT
    assert str(held) == "口令连续输错3次，请等30秒再试"
    hand.moment += timedelta(seconds=29)
    held = try_in(home, hand, PASSPHRASE)
    assert held is not None
    assert held.facts["seconds"] == 1
    hand.moment += timedelta(seconds=1)
    again = try_in(home, hand)
    assert again is not None
    assert again.code is Code.PASSPHRASE_WRONG
    held = try_in(home, hand, PASSPHRASE)
    assert held is not None
    assert held.facts["seconds"] == 60
    hand.moment += timedelta(minutes=1)
    assert try_in(home, hand, PASSPHRASE) is None


def test_a_clock_set_back_begins_the_wait_anew_and_no_longer(shut: tuple[Path, Hand]) -> None:
    home, hand = shut
    for _ in range(3):
        try_in(home, hand)
    hand.moment -= timedelta(days=365)
    held = try_in(home, hand, PASSPHRASE)
    assert held is not None
    assert held.facts["seconds"] == 30
    hand.moment += timedelta(seconds=30)
    assert try_in(home, hand, PASSPHRASE) is None


def test_one_users_wrong_passphrases_keep_nobody_else_out(shut: tuple[Path, Hand]) -> None:
    home, hand = shut
    with open_station(home, passphrase=PASSPHRASE) as station:
        station.add_user(LI, HIS)
    for _ in range(4):
        with suppress(Trouble):
            open_home(home, passphrase="不对", user=LI, now=hand)
    open_home(home, passphrase=PASSPHRASE, user="站长", now=hand).close()


def test_wrong_recovery_codes_are_counted_like_passphrases(shut: tuple[Path, Hand]) -> None:
    home, hand = shut
    codes = set()
    for _ in range(4):
        with pytest.raises(Trouble) as trouble:
            open_by_recovery(home, code=new_code(), user="站长", new_passphrase=HIS, now=hand)
        codes.add(trouble.value.code)
    assert codes == {Code.RECOVERY_WRONG, Code.PASSPHRASE_WAIT}


def test_wrong_passphrases_are_journalled_by_the_next_good_one(shut: tuple[Path, Hand]) -> None:
    home, _ = shut
    for _ in range(2):
        with suppress(Trouble):
            open_station(home, passphrase="不对的口令")
    assert (home / FILE).exists()
    assert "站长" not in (home / FILE).read_text(encoding="utf-8")
    with open_station(home, passphrase=PASSPHRASE) as station:
        login, failed = station.accounts.happenings(2)
        assert (login.verb, failed.verb, failed.facts["count"]) == ("login", "login_failed", 2)
        assert failed.told == "站长 2次"
    assert not (home / FILE).exists()


@pytest.mark.parametrize("bent", [b"bent", b"[]", b'{"x": {"count": "n"}}', b'{"x": 3}'])
def test_a_bent_count_keeps_nobody_out(shut: tuple[Path, Hand], bent: bytes) -> None:
    home, hand = shut
    (home / FILE).write_bytes(bent)
    assert try_in(home, hand, PASSPHRASE) is None


def test_a_count_that_cannot_be_kept_or_taken_away_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    attempts = Attempts(tmp_path / "file", Hand())
    with pytest.raises(Trouble), attempts.counted("x"):
        raise Trouble(Code.PASSPHRASE_WRONG)
    assert attempts.all() == {}
    (tmp_path / "home" / FILE).mkdir(parents=True)
    Attempts(tmp_path / "home", Hand()).forget()


def test_whoever_gets_in_waits_no_longer_and_the_journal_still_hears_of_it(shut: tuple[Path, Hand]) -> None:
    home, hand = shut
    for _ in range(3):
        try_in(home, hand)
        try_in(home, hand)
        assert try_in(home, hand, PASSPHRASE) is None
    with open_station(home, passphrase=PASSPHRASE) as station:
        assert station.accounts.happenings(2)[1].facts["count"] == 6

"""Making, opening and refusing a home: keys, users, recovery, lock, damage, marker and clock."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import CHEAP, PASSPHRASE, Hand, make_home, refusal, reopen, save_case
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.records.home import Created, create_home, open_by_recovery, open_home
from zsapp.records.store import Store


def test_what_was_saved_is_there_after_opening_again(created: Created, home: Path) -> None:
    record_id = save_case(created.store)
    created.store.close()
    with reopen(home) as again, again.read() as reader:
        stored = reader.record(record_id)
        assert stored is not None
        assert (stored.title, stored.version, stored.who) == ("何䶮与梁亚娣邻里纠纷", 1, "站长")
        assert (again.station, again.epoch, again.user) == (created.store.station, 1, "站长")


def test_closing_twice_is_no_fault(store: Store) -> None:
    store.close()
    store.close()


def test_a_wrong_passphrase_opens_nothing_and_leaves_the_lock_free(created: Created, home: Path) -> None:
    created.store.close()
    assert refusal(home, "另一个口令") is Code.PASSPHRASE_WRONG
    reopen(home).close()


def test_full_width_letters_of_an_input_method_are_the_same_passphrase(home: Path) -> None:
    create_home(home, passphrase="abc123", station=new_id(), cost=CHEAP).store.close()
    open_home(home, passphrase="ａｂｃ１２３").close()


def test_a_home_cannot_be_made_without_a_passphrase(home: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        create_home(home, passphrase="", station=new_id(), cost=CHEAP)
    assert trouble.value.code is Code.PASSPHRASE_MISSING
    assert not home.exists()


def test_a_home_cannot_be_made_for_nobody(home: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        create_home(home, passphrase=PASSPHRASE, user=" ", station=new_id(), cost=CHEAP)
    assert trouble.value.code is Code.USER_MISSING
    assert not home.exists()


def test_an_empty_folder_is_no_home(tmp_path: Path) -> None:
    assert refusal(tmp_path) is Code.HOME_MISSING
    assert list(tmp_path.iterdir()) == []


def test_a_home_is_not_made_over_another(created: Created, home: Path) -> None:
    before = (home / "keys.json").read_bytes()
    with pytest.raises(Trouble) as trouble:
        make_home(home)
    assert trouble.value.code is Code.HOME_EXISTS
    assert (home / "keys.json").read_bytes() == before


def test_a_second_copy_of_the_program_is_refused_before_it_asks_for_a_passphrase(
    created: Created, home: Path
) -> None:
    assert refusal(home, "另一个口令") is Code.HOME_IN_USE
    source = f"from tests.homes import *; print(refusal(Path({str(home)!r})).name)"
    said = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "HOME_IN_USE"


def test_the_lock_of_a_killed_program_is_free(home: Path) -> None:
    source = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from tests.homes import make_home\n"
        f"made = make_home(Path({str(home)!r}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == -9
    reopen(home).close()


# --- users and recovery ------------------------------------------------------------------------------------


def test_each_user_has_a_passphrase_of_their_own(created: Created, home: Path) -> None:
    store = created.store
    store.add_user("高伟明", "第二个口令")
    assert store.users() == ("站长", "高伟明")
    store.close()
    with open_home(home, passphrase="第二个口令", user="高伟明") as again:
        assert again.user == "高伟明"
    assert refusal(home, "第二个口令", "站长") is Code.PASSPHRASE_WRONG
    assert refusal(home, "第二个口令", "刘佩珊") is Code.USER_UNKNOWN
    assert refusal(home) is Code.USER_MISSING


def test_a_changed_passphrase_rewrites_a_slot_and_never_the_database(created: Created, home: Path) -> None:
    created.store.close()
    again = reopen(home)
    database = (home / "station.db").read_bytes()
    again.change_passphrase("站长", "新的口令")
    assert (home / "station.db").read_bytes() == database
    again.close()
    assert refusal(home) is Code.PASSPHRASE_WRONG
    open_home(home, passphrase="新的口令").close()


def test_users_are_not_made_twice_nor_without_name_or_passphrase(store: Store) -> None:
    for name, passphrase, code in (
        ("站长", "x", Code.USER_EXISTS),
        ("  ", "x", Code.USER_MISSING),
        ("高伟明", "", Code.PASSPHRASE_MISSING),
    ):
        with pytest.raises(Trouble) as trouble:
            store.add_user(name, passphrase)
        assert trouble.value.code is code
    with pytest.raises(Trouble) as trouble:
        store.change_passphrase("高伟明", "x")
    assert trouble.value.code is Code.USER_UNKNOWN
    assert store.users() == ("站长",)


def test_the_recovery_code_gives_a_user_a_new_passphrase(created: Created, home: Path) -> None:
    created.store.close()
    typed = created.recovery.lower().replace("-", "　")
    with open_by_recovery(home, code=typed, user="", new_passphrase="新的口令") as store:
        assert store.users() == ("站长",)
    assert refusal(home) is Code.PASSPHRASE_WRONG
    with open_by_recovery(home, code=created.recovery, user="高伟明", new_passphrase="他的口令") as store:
        assert store.users() == ("站长", "高伟明")
    with pytest.raises(Trouble) as trouble:
        open_by_recovery(home, code=created.recovery, user="", new_passphrase="x")
    assert trouble.value.code is Code.USER_MISSING


def test_a_wrong_or_miscopied_recovery_code_opens_nothing(
    created: Created, home: Path, tmp_path: Path
) -> None:
    created.store.close()
    other = make_home(tmp_path / "other")
    other.store.close()
    first = created.recovery[0]
    miscopied = ("A" if first != "A" else "B") + created.recovery[1:]
    for code in (other.recovery, miscopied, "", created.recovery[:-1]):
        with pytest.raises(Trouble) as trouble:
            open_by_recovery(home, code=code, user="", new_passphrase="x")
        assert trouble.value.code is Code.RECOVERY_WRONG


def test_a_home_without_a_recovery_slot_says_so_as_a_wrong_code(created: Created, home: Path) -> None:
    created.store.close()
    keys = json.loads((home / "keys.json").read_text())
    keys["slots"] = [slot for slot in keys["slots"] if slot["kind"] == "user"]
    (home / "keys.json").write_text(json.dumps(keys))
    with pytest.raises(Trouble) as trouble:
        open_by_recovery(home, code=created.recovery, user="", new_passphrase="x")
    assert trouble.value.code is Code.RECOVERY_WRONG


# --- making cut short --------------------------------------------------------------------------------------


def test_a_making_that_was_cut_short_before_its_keys_is_begun_again(home: Path) -> None:
    home.mkdir()
    (home / "station.db.part").write_bytes(b"half a database")
    make_home(home).store.close()
    assert not (home / "station.db.part").exists()


def test_a_making_that_was_cut_short_after_its_keys_is_finished(created: Created, home: Path) -> None:
    save_case(created.store)
    created.store.close()
    (home / "station.db").rename(home / "station.db.part")
    with reopen(home) as store, store.read() as reader:
        assert reader.page("mediation").total == 1


# --- marker and clock --------------------------------------------------------------------------------------


def put_back(home: Path, earlier: Path) -> None:
    shutil.copy(earlier, home / "station.db")
    for name in ("station.db-wal", "station.db-shm"):
        (home / name).unlink(missing_ok=True)


def earlier_copy(created: Created, home: Path) -> Path:
    """Save one case, keep a copy of the database, save another one, close."""
    save_case(created.store)
    created.store.close()
    copy = Path(shutil.copy(home / "station.db", home.parent / "earlier.db"))
    with reopen(home) as store:
        save_case(store)
    return copy


def test_a_database_behind_its_marker_can_be_read_but_not_written(created: Created, home: Path) -> None:
    put_back(home, earlier_copy(created, home))
    with reopen(home) as store:
        assert store.behind == 1
        with store.read() as reader:
            assert reader.page("mediation").total == 1
        with pytest.raises(Trouble) as trouble, store.write():
            pass
        assert trouble.value.code is Code.STORE_BEHIND
        assert trouble.value.remedy


def test_a_database_that_went_another_way_than_its_marker_is_behind(created: Created, home: Path) -> None:
    copy = earlier_copy(created, home)
    marker = (home / "marker").read_bytes()
    put_back(home, copy)
    (home / "marker").unlink()
    with reopen(home) as store:
        save_case(store)
    (home / "marker").write_bytes(marker)
    with reopen(home) as store:
        assert store.behind is not None


def test_a_marker_that_lags_behind_or_is_torn_is_no_fault(created: Created, home: Path) -> None:
    save_case(created.store)
    older = (home / "marker").read_bytes()
    save_case(created.store)
    created.store.close()
    for marker in (older, b"", b"torn", older[:50], bytes(200)):
        (home / "marker").write_bytes(marker)
        with reopen(home) as store:
            assert store.behind is None


def test_half_a_marker_still_knows_the_entry_before(created: Created, home: Path) -> None:
    copy = earlier_copy(created, home)
    with reopen(home) as store:
        save_case(store)
    marker = bytearray((home / "marker").read_bytes())
    half = len(marker) // 2
    torn = [bytes(half) + marker[half:], marker[:half] + bytes(half)]
    put_back(home, copy)
    for one in torn:
        (home / "marker").write_bytes(one)
        with reopen(home) as store:
            assert store.behind == 1


def test_a_clock_before_the_last_entry_refuses_records_and_keeps_drafts(home: Path) -> None:
    hand = Hand()
    with make_home(home, now=hand).store as store:
        record_id = save_case(store)
        hand.move(minutes=-9)
        save_case(store)
        hand.move(minutes=-11)
        with pytest.raises(Trouble) as trouble:
            save_case(store)
        assert trouble.value.code is Code.CLOCK_BEHIND
        assert trouble.value.facts["last"] == "2026-03-09 10:21"
        with store.write() as writer:
            writer.put_draft(record_id, "mediation", {"brief": "正在打字"}, 1)
        with store.read() as reader:
            assert reader.draft(record_id) is not None
            assert reader.page("mediation").total == 2
        hand.move(minutes=1)
        save_case(store)

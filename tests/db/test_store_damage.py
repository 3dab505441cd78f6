"""Homes that must be refused: bent bytes anywhere, keys or database gone, newer, on a read-only disk."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import make_home, refusal, reopen, save_case, small_disk
from zsapp.base.errors import Code, Trouble
from zsapp.records.engine import connect
from zsapp.records.home import Created


def test_bent_bytes_at_the_header_are_damage_and_not_a_wrong_passphrase(created: Created, home: Path) -> None:
    created.store.close()
    with (home / "station.db").open("r+b") as file:
        file.write(b"bent bytes at the very beginning")
    assert refusal(home) is Code.STORE_DAMAGED


def test_bent_bytes_in_the_middle_are_damage(created: Created, home: Path) -> None:
    for _ in range(30):
        save_case(created.store)
    created.store.close()
    path = home / "station.db"
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // 4096):
            file.seek(page * 4096 + 1000)
            file.write(b"bent")
    assert refusal(home) is Code.STORE_DAMAGED


@pytest.mark.parametrize("bytes_", [b"", b"{", b"[]", b'{"format": 1, "home": "x", "slots": [{}]}', b"\xff"])
def test_a_bent_key_file_is_damage(created: Created, home: Path, bytes_: bytes) -> None:
    created.store.close()
    (home / "keys.json").write_bytes(bytes_)
    assert refusal(home) is Code.STORE_DAMAGED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("salt", "xyz"),
        ("wrapped", "00"),
        ("cost", {"memory": 2**40, "passes": 3, "lanes": 4}),
        ("cost", {"memory": 1, "passes": 3, "lanes": 4}),
        ("name", "00" * 20),
    ],
)
def test_a_bent_key_slot_is_damage_and_eats_no_memory(
    created: Created, home: Path, name: str, value: object
) -> None:
    created.store.close()
    keys = json.loads((home / "keys.json").read_text())
    keys["slots"][0][name] = value
    (home / "keys.json").write_text(json.dumps(keys))
    assert refusal(home) is Code.STORE_DAMAGED


def test_a_database_whose_keys_are_gone_is_damage_and_nothing_is_made_over_it(
    created: Created, home: Path
) -> None:
    created.store.close()
    (home / "keys.json").unlink()
    assert refusal(home) is Code.STORE_DAMAGED
    with pytest.raises(Trouble) as trouble:
        make_home(home)
    assert trouble.value.code is Code.HOME_EXISTS


def test_keys_whose_database_is_gone_are_damage(created: Created, home: Path) -> None:
    created.store.close()
    (home / "station.db").unlink()
    assert refusal(home) is Code.STORE_DAMAGED


@pytest.mark.parametrize("left", [0, 100, 4096, 0.5])
def test_a_database_cut_off_is_damage_and_is_not_made_anew(created: Created, home: Path, left: float) -> None:
    for _ in range(10):
        save_case(created.store)
    created.store.close()
    whole = (home / "station.db").read_bytes()
    cut = whole[: int(left if left > 1 else left * len(whole))]
    (home / "station.db").write_bytes(cut)
    assert refusal(home) is Code.STORE_DAMAGED
    assert (home / "station.db").read_bytes() == cut


def test_a_database_that_is_not_ours_is_damage(created: Created, home: Path) -> None:
    key = created.store._opened.ring.key
    created.store.close()
    (home / "station.db").unlink()
    connection = connect(home / "station.db", key, create=True)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    assert refusal(home) is Code.STORE_DAMAGED


def test_a_key_file_of_a_newer_program_is_refused(created: Created, home: Path) -> None:
    created.store.close()
    keys = json.loads((home / "keys.json").read_text())
    (home / "keys.json").write_text(json.dumps(keys | {"format": 2}))
    assert refusal(home) is Code.STORE_NEWER


def test_a_database_that_says_nothing_of_itself_is_damage(created: Created, home: Path) -> None:
    key = created.store._opened.ring.key
    created.store.close()
    connection = connect(home / "station.db", key)
    connection.execute("DELETE FROM setting WHERE key = 'station'")
    connection.close()
    assert refusal(home) is Code.STORE_DAMAGED


def test_an_altered_last_entry_is_found_at_the_start(created: Created, home: Path) -> None:
    save_case(created.store)
    key = created.store._opened.ring.key
    created.store.close()
    connection = connect(home / "station.db", key)
    connection.execute("UPDATE journal SET who = '别人'")
    connection.close()
    with pytest.raises(Trouble) as trouble:
        reopen(home)
    assert trouble.value.code is Code.CHAIN_BROKEN
    assert trouble.value.facts["seq"] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody may write: /sys")
def test_a_home_where_nobody_may_write_is_refused() -> None:
    with pytest.raises(Trouble) as trouble:
        make_home(Path("/sys/zsapp"))
    assert trouble.value.code is Code.HOME_READ_ONLY


def test_a_home_on_a_read_only_disk_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 16) as disk:
        home = disk / "home"
        make_home(home).store.close()
        before = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        assert refusal(home) is Code.HOME_READ_ONLY
        with pytest.raises(Trouble) as trouble:
            make_home(disk / "another")
        assert trouble.value.code is Code.HOME_READ_ONLY
        assert {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()} == before

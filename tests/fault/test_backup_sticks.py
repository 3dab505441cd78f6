"""Backups on real volumes (exFAT on a loop image): whole, full in the middle, pulled, and plugged in again.

Where none can be mounted they are passed over; `test_backup_faults.py` shows the same faults without one.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.stick_images import Stick, kind_here, stick_image
from tests.fault.test_backup_faults import check_stick, made
from tests.homes import PASSPHRASE, make_home, save_case
from zsapp.base.errors import Code, Trouble
from zsapp.base.progress import Progress
from zsapp.records.backup_file import backups_in
from zsapp.records.restoring import Secret, restore_home
from zsapp.records.store import Store

KIND = kind_here()
pytestmark = [
    pytest.mark.skipif(not KIND, reason="nothing can be mounted here: see test_backup_faults.py"),
    pytest.mark.parametrize("kind", [KIND or "none"]),
]


@pytest.fixture(autouse=True)
def named(kind: str) -> None:
    """Let the kind of volume stand in the name of every test."""


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    store = make_home(tmp_path / "home").store
    save_case(store)
    store.blobs.put(os.urandom(50_000))
    yield store
    store.close()


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Stick]:
    with stick_image(tmp_path / "BACKUP", 8) as mounted:
        yield mounted


def test_a_backup_on_a_stick_is_restored_from_it(filled: Store, stick: Stick, tmp_path: Path) -> None:
    assert made(filled, stick.path) == 1
    new = restore_home(backups_in(stick.path)[0], tmp_path / "new", Secret(passphrase=PASSPHRASE))
    with new, new.read() as reader:
        assert len(reader.blob_names()) == 1
        assert reader.head().seq == 1


def test_a_stick_that_fills_up_in_the_middle_keeps_the_earlier_backup(filled: Store, stick: Stick) -> None:
    made(filled, stick.path)
    filled.blobs.put(os.urandom(3 << 20))

    def fill(_done: int, _total: int, text: str) -> None:
        if text == "正在写入备份" and not (stick.path / "filler").exists():
            (stick.path / "filler").write_bytes(bytes(4 << 20))

    with pytest.raises(Trouble) as full:
        made(filled, stick.path, Progress(fill))
    assert full.value.code is Code.BACKUP_FULL
    assert check_stick(stick.path, filled.key) == 1
    (stick.path / "filler").unlink()
    assert made(filled, stick.path) == 1
    assert check_stick(stick.path, filled.key) == 1


@pytest.mark.parametrize("text", ["正在写入备份", "正在核对写好的备份"])
def test_a_stick_pulled_in_the_middle_keeps_the_earlier_backup(
    filled: Store, stick: Stick, text: str
) -> None:
    if KIND != "exfat":
        pytest.skip("what is pulled here does not come back with its content")
    made(filled, stick.path)
    save_case(filled)
    pulled: list[bool] = []

    def out(_done: int, _total: int, now: str) -> None:
        if now == text and not pulled:
            pulled.append(True)
            stick.pull()

    with pytest.raises(Trouble) as gone:
        made(filled, stick.path, Progress(out))
    assert gone.value.code in (Code.BACKUP_GONE, Code.BACKUP_FAULT)
    stick.unmount()
    stick.mount()
    assert check_stick(stick.path, filled.key) >= 1
    assert made(filled, stick.path) == 2

"""Homes for the tests of the store: real ones, encrypted, with a cheap key derivation."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from zsapp.base import clock
from zsapp.base.entry import Entry
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.records.home import Created, create_home, open_home
from zsapp.records.keys import KdfCost
from zsapp.records.store import Store

CHEAP = KdfCost(memory=64, passes=1, lanes=1)
PASSPHRASE = "云涧村的口令"
NAME, NUMBER, PHONE = "何䶮", "442000196803159914", "13800000101"


def make_home(home: Path, *, now: Callable[[], datetime] = clock.now, station: str = "") -> Created:
    """Return a new home with the only user 站长, and its open store."""
    return create_home(home, passphrase=PASSPHRASE, station=station or new_id(), cost=CHEAP, now=now)


def reopen(home: Path) -> Store:
    """Open a home again."""
    return open_home(home, passphrase=PASSPHRASE)


def refusal(home: Path, passphrase: str = PASSPHRASE, user: str = "") -> Code:
    """Return the code with which a home refuses to be opened."""
    with pytest.raises(Trouble) as trouble:
        open_home(home, passphrase=passphrase, user=user)
    return trouble.value.code


def case_payload(**items: Any) -> dict[str, Any]:
    """Return the wire form of a case about drainage between two neighbours; `items` replace its own."""
    payload: dict[str, Any] = {
        "committee": "中山市沙溪镇云涧村人民调解委员会",
        "dispute_type": "邻里纠纷",
        "dates": {"apply": "2026-03-02", "accept": "2026-03-02"},
        "parties": [
            {"role": "申请人", "name": NAME, "id_no": NUMBER, "phone": PHONE, "address": "云涧村南巷12号"},
            {"role": "被申请人", "name": "梁亚娣", "id_no": "442000194909229926", "phone": "13800000102"},
        ],
        "brief": "雨棚檐口及落水管朝向东墙，雨水直冲墙脚。",
    }
    return {key: value for key, value in (payload | items).items() if value is not None}


def save_case(store: Store, record_id: str = "", *, base_version: int = 0, **items: Any) -> str:
    """Save a case in a transaction of its own and return its id."""
    record_id = record_id or new_id()
    with store.write() as writer:
        writer.save("mediation", record_id, case_payload(**items), base_version=base_version, verb="save")
    return record_id


def all_entries(store: Store) -> list[Entry]:
    """Return a store's own journal."""
    with store.read() as reader:
        return list(reader.entries(store.station, store.epoch))


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Give a folder on a disk of its own; whoever may not mount one is told, and the test is skipped."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk of its own can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        """Start at a morning in March."""
        self.moment = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.moment

    def move(self, **by: float) -> None:
        """Move on, or back: `hours=-1`."""
        self.moment += timedelta(**by)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a home to be made."""
    return tmp_path / "home"


@pytest.fixture
def created(home: Path) -> Iterator[Created]:
    """A new home, open."""
    made = make_home(home)
    yield made
    made.store.close()


@pytest.fixture
def store(created: Created) -> Store:
    """The store of a new home."""
    return created.store

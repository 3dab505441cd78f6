"""The faults of sticks and of a full disk where nothing can be mounted: the kernel's own refusals.

They run on every machine. `test_exchange_sticks.py` has the same faults on real volumes.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import Three, plain_cases, three_desks
from tests.fault.stand_ins import Room, little_room, pull, read_only
from tests.fault.stick_images import list_mounts
from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress

PAPER = 3 << 20
"""Bytes of the paper that travels along: more than the small room that is left."""


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        desks.village.print(desks.village.save(plain_cases()[0]), os.urandom(PAPER))
        yield desks


@pytest.fixture
def room() -> Iterator[Room]:
    with little_room() as small:
        yield small


def at(moment: str, errand: Callable[[], None]) -> Progress:
    """Return a progress at whose first step of a kind an errand is done."""
    done: list[str] = []

    def told(_done: int, _total: int, text: str) -> None:
        if moment in text and not done:
            done.append(text)
            errand()

    return Progress(told)


def refused(three: Three, errand: Callable[[], Any]) -> Code:
    """Return why an export did not go; nothing may be marked, journalled or left behind."""
    before = three.village.exchange.status()
    with pytest.raises(ZsError) as error:
        errand()
    assert three.village.exchange.status() == before
    assert list((three.village.store.home / "tmp").glob("*")) == []
    assert list(three.stick.iterdir()) == []
    return error.value.code


def travels(three: Three) -> None:
    """See that the next export brings everything."""
    assert three.village.exchange.export(three.stick).seq_from == 1
    assert len(three.town.exchange.import_path(three.stick).packages) == 1


def test_a_stick_that_takes_no_more_is_full_and_keeps_no_scrap(three: Three, room: Room) -> None:
    progress = at("正在写入U盘", lambda: room.limit(PAPER // 2))
    code = refused(three, lambda: three.village.exchange.export(three.stick, progress=progress))
    assert code is Code.STICK_FULL
    room.free()
    travels(three)


def test_a_stick_that_may_not_be_written_is_read_only(three: Three) -> None:
    with read_only(three.stick):
        code = refused(three, lambda: three.village.exchange.export(three.stick))
    assert code is Code.STICK_READ_ONLY
    travels(three)


@pytest.mark.parametrize("moment", ["正在写入U盘", "正在核对U盘上的内容"])
def test_a_stick_that_is_taken_away_in_the_middle_is_gone(three: Three, moment: str) -> None:
    progress = at(moment, lambda: pull(three.stick))
    code = refused(three, lambda: three.village.exchange.export(three.stick, progress=progress))
    assert code is Code.STICK_GONE
    travels(three)


def test_of_two_sticks_neither_is_written(
    three: Three, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    list_mounts(monkeypatch, tmp_path, three.stick, second)
    assert refused(three, three.village.exchange.export) is Code.STICK_TWO
    assert list(second.iterdir()) == []
    list_mounts(monkeypatch, tmp_path, three.stick)
    assert three.village.exchange.export().file.parent == three.stick
    list_mounts(monkeypatch, tmp_path)
    with pytest.raises(ZsError) as error:
        three.village.exchange.export()
    assert error.value.code is Code.STICK_NONE


def test_a_full_disk_of_the_home_stops_an_export(three: Three, room: Room) -> None:
    progress = at("正在打包", lambda: room.limit(PAPER - 1))
    code = refused(three, lambda: three.village.exchange.export(three.stick, progress=progress))
    assert code is Code.DISK_FULL
    room.free()
    travels(three)


def test_a_full_disk_of_the_home_stops_an_import_and_nothing_is_changed(three: Three, room: Room) -> None:
    package = three.village.exchange.export(three.stick).file
    before = three.town.fingerprint()
    progress = at("正在导入", lambda: room.limit(PAPER - 1))
    with pytest.raises(ZsError) as error:
        three.town.exchange.import_path(package, progress=progress)
    assert error.value.code is Code.DISK_FULL
    assert three.town.fingerprint() == before
    room.free()
    assert three.town.exchange.import_path(package).packages


def test_a_stick_that_may_not_be_written_gives_its_package_and_takes_no_acknowledgement(three: Three) -> None:
    three.village.exchange.export(three.stick)
    with read_only(three.stick):
        (taken,) = three.town.exchange.import_path(three.stick).packages
    assert taken.acknowledgement is None
    assert list(three.stick.glob("*.zsack")) == []
    assert three.town.exchange.import_path(three.stick).skipped[0].code == "PACKAGE_ALREADY"
    assert len(list(three.stick.glob("*.zsack"))) == 1

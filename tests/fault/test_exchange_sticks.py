"""Real volumes: full, read-only, pulled in the middle of a write, two of them, none; and a full home.

Which kind of volume it is stands in the name of each test. Where none can be mounted they are passed over,
and `test_exchange_stand_ins.py` shows the same faults without one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.desks import (
    NEIGHBOUR,
    OTHER_TOWN,
    OTHER_VILLAGE,
    Three,
    enrol,
    make_desk,
    open_desk,
    plain_cases,
    three_desks,
)
from tests.fault.stick_images import Stick, kind_here, stick_image
from tests.homes import small_disk
from zsapp.base.errors import Code, ZsError
from zsapp.base.progress import Progress
from zsapp.exchange import sticks_linux
from zsapp.services.exchange import inspect

KIND = kind_here()
pytestmark = [
    pytest.mark.skipif(not KIND, reason="nothing can be mounted here: see test_exchange_stand_ins.py"),
    pytest.mark.parametrize("kind", [KIND or "none"]),
]
MEGABYTES = 16


@pytest.fixture(autouse=True)
def named(kind: str) -> None:
    """Let the kind of volume stand in the name of every test."""


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path / "desks") as desks:
        record_id = desks.village.save(plain_cases()[0])
        desks.village.print(record_id, os.urandom(3 << 20))
        yield desks


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place where sticks are mounted in this test, and looked for."""
    folder = tmp_path / "media"
    folder.mkdir()
    monkeypatch.setattr(sticks_linux, "PLACES", (folder,))
    monkeypatch.setattr(sticks_linux, "STICK_SYSTEMS", sticks_linux.STICK_SYSTEMS | {"tmpfs"})
    return folder


@pytest.fixture
def stick(media: Path) -> Iterator[Stick]:
    with stick_image(media / "ZSBACKUP", MEGABYTES) as mounted:
        yield mounted


def refused(three: Three, errand: Callable[[], Any]) -> Code:
    """Return why an export did not go; nothing may be marked, journalled or left in the home."""
    before = three.village.exchange.status()
    with pytest.raises(ZsError) as error:
        errand()
    assert three.village.exchange.status() == before
    assert list((three.village.store.home / "tmp").glob("*")) == []
    return error.value.code


def test_the_only_stick_is_found_written_and_read_at_the_town(three: Three, stick: Stick) -> None:
    (found,) = three.village.exchange.sticks()
    assert (found.path, found.label, found.read_only) == (stick.path, "ZSBACKUP", False)
    done = three.village.exchange.export()
    assert done.file.parent == stick.path
    stick.unmount()
    stick.mount()
    assert inspect(done.file)["signature"] == "valid"
    assert len(three.town.exchange.import_path(stick.path).packages) == 1
    assert len(list(stick.path.glob("*.zsack"))) == 1


def test_without_a_stick_it_says_so(three: Three, media: Path) -> None:
    assert refused(three, three.village.exchange.export) is Code.STICK_NONE


def test_two_sticks_are_named_and_neither_is_written(three: Three, stick: Stick, media: Path) -> None:
    with stick_image(media / "SECOND", MEGABYTES) as second:
        with pytest.raises(ZsError) as error:
            three.village.exchange.export()
        assert error.value.code is Code.STICK_TWO
        assert "ZSBACKUP" in str(error.value)
        assert "SECOND" in str(error.value)
        assert [list(one.path.iterdir()) for one in (stick, second)] == [[], []]
        assert three.village.exchange.export(second.path).file.exists()


def test_a_read_only_stick_is_told(three: Three, stick: Stick) -> None:
    stick.unmount()
    stick.mount(read_only=True)
    assert three.village.exchange.sticks()[0].read_only
    assert refused(three, three.village.exchange.export) is Code.STICK_READ_ONLY


def fill(stick: Stick, leave: int) -> None:
    """Fill a stick but for so many bytes."""
    free = os.statvfs(stick.path).f_bavail * os.statvfs(stick.path).f_frsize
    (stick.path / "video.mp4").write_bytes(bytes(free - leave))


def test_a_full_stick_says_how_much_is_missing_before_anything_is_written(three: Three, stick: Stick) -> None:
    fill(stick, 2 << 20)
    assert refused(three, three.village.exchange.export) is Code.STICK_FULL
    assert [one.name for one in stick.path.iterdir()] == ["video.mp4"]


def test_a_stick_that_fills_up_while_being_written_keeps_no_scrap(three: Three, stick: Stick) -> None:
    progress = Progress()

    def race(done: int, _total: int, text: str) -> None:
        """Another program fills the stick while ours writes."""
        if text == "正在写入U盘" and not (stick.path / "video.mp4").exists():
            fill(stick, 256 << 10)

    progress.told = race
    code = refused(three, lambda: three.village.exchange.export(stick.path, progress=progress))
    assert code is Code.STICK_FULL
    assert [one.name for one in stick.path.iterdir()] == ["video.mp4"]


@pytest.mark.parametrize("moment", ["正在写入U盘", "正在核对U盘上的内容"])
def test_a_stick_pulled_in_the_middle_is_gone_and_the_next_one_gets_everything(
    three: Three, stick: Stick, media: Path, moment: str
) -> None:
    pulled: list[int] = []

    def pull(done: int, _total: int, text: str) -> None:
        if text == moment and not pulled:
            pulled.append(done)
            stick.pull()

    code = refused(three, lambda: three.village.exchange.export(stick.path, progress=Progress(pull)))
    assert pulled
    assert code is Code.STICK_GONE
    with stick_image(media / "SECOND", MEGABYTES) as second:
        done = three.village.exchange.export(second.path)
        assert done.seq_from == 1
        assert len(three.town.exchange.import_path(second.path).packages) == 1


def test_a_stick_pulled_while_it_is_read_changes_nothing_at_the_town(three: Three, stick: Stick) -> None:
    package = three.village.exchange.export(stick.path).file
    stick.unmount()
    stick.mount()
    before = three.town.fingerprint()
    stick.pull()
    for errand in (three.town.exchange.import_path, three.town.exchange.inspect, three.town.enrolment.accept):
        with pytest.raises(ZsError) as error:
            errand(package)
        assert error.value.code in (Code.STICK_GONE, Code.FILE_MISSING)
    with pytest.raises(ZsError) as error:
        three.town.exchange.import_path(stick.path)
    assert error.value.code in (Code.STICK_GONE, Code.FILE_MISSING, Code.NOT_A_PACKAGE)
    assert three.town.fingerprint() == before


def test_a_stick_pulled_in_the_middle_of_an_import_changes_nothing_at_the_town(
    three: Three, stick: Stick
) -> None:
    package = three.village.exchange.export(stick.path).file
    before = three.town.fingerprint()
    pulled: list[str] = []

    def pull(_done: int, _total: int, text: str) -> None:
        if text == "正在导入" and not pulled:
            pulled.append(text)
            stick.pull()

    taken: list[Any] = []
    with suppress(ZsError):  # a small volume may be in memory whole already
        taken = list(three.town.exchange.import_path(package, progress=Progress(pull)).packages)
    assert pulled
    assert (three.town.fingerprint() == before) is not bool(taken), "everything, or nothing"


def test_on_a_stick_that_has_been_everywhere_each_finds_its_own(
    three: Three, stick: Stick, tmp_path: Path
) -> None:
    elsewhere = (make_desk(tmp_path / "t", OTHER_TOWN), make_desk(tmp_path / "v", OTHER_VILLAGE))
    neighbour = make_desk(tmp_path / "n", NEIGHBOUR)
    for above, below in ((three.city, elsewhere[0]), elsewhere, (three.town, neighbour)):
        enrol(above, below, tmp_path)
    for name in ("照片.jpg", "System Volume Information", "zsapp.txt", "回执.zsack.bak"):
        (stick.path / name).write_bytes(b"whatever")
    (stick.path / "旧文件.zspkg").mkdir()
    three.village.exchange.export(stick.path)
    three.town.exchange.import_path(stick.path)
    (first,) = stick.path.glob("*.zsack")
    yesterday = first.read_bytes()
    three.village.save(plain_cases()[1])
    todays = [desk.exchange.export(stick.path).file.name for desk in (three.village, elsewhere[1], neighbour)]
    (stick.path / "zsapp-half.zspkg.part").write_bytes(b"half")
    at_town = three.town.exchange.import_path(stick.path)
    assert {one.file.name for one in at_town.packages} == {todays[0], todays[2]}
    assert not at_town.refused
    codes = {one.code for one in at_town.skipped}
    assert codes == {"PACKAGE_ALREADY", "PACKAGE_NOT_FOR_US", "ACK_NOT_FOR_US"}
    (stick.path / "yesterday.zsack").write_bytes(yesterday)
    at_village = three.village.exchange.import_path(stick.path)
    assert [one.sender for one in at_village.acknowledgements if one.news] == [three.village.store.station]
    assert not at_village.refused
    codes = {one.code for one in at_village.skipped}
    assert codes == {"ACK_STALE", "ACK_NOT_FOR_US", "PACKAGE_OWN", "PACKAGE_NOT_FOR_US"}
    assert (stick.path / "照片.jpg").read_bytes() == b"whatever"
    for desk in (*elsewhere, neighbour):
        desk.store.close()


def test_a_stick_that_cannot_be_written_takes_no_acknowledgement_but_gives_its_package(
    three: Three, stick: Stick
) -> None:
    three.village.exchange.export(stick.path)
    stick.unmount()
    stick.mount(read_only=True)
    (taken,) = three.town.exchange.import_path(stick.path).packages
    assert taken.acknowledgement is None
    stick.unmount()
    stick.mount()
    three.town.exchange.import_path(stick.path)
    assert len(list(stick.path.glob("*.zsack"))) == 1


def moved(three: Three, disk: Path) -> None:
    """Move village and town to another disk."""
    for name in ("village", "town"):
        desk = getattr(three, name)
        home = desk.store.home
        desk.store.close()
        shutil.copytree(home, disk / name)
        setattr(three, name, open_desk(disk / name))


def test_a_full_disk_of_the_home_stops_export_and_import_and_changes_nothing(
    three: Three, tmp_path: Path
) -> None:
    three.village.exchange.export(three.stick)
    with small_disk(tmp_path / "disk", 24) as disk:
        moved(three, disk)
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(free - (1 << 20)))
        head = three.village.exchange.status().last_seq
        fresh = tmp_path / "fresh"  # on the first one, the scan lies already and is not packed again
        fresh.mkdir()
        with pytest.raises(ZsError) as error:
            three.village.exchange.export(fresh)
        assert error.value.code is Code.DISK_FULL
        before = three.town.fingerprint()
        with pytest.raises(ZsError) as error:
            three.town.exchange.import_path(three.stick)
        assert error.value.code is Code.DISK_FULL
        assert three.town.fingerprint() == before
        ballast.unlink()
        assert three.village.exchange.status().last_seq == head
        assert three.village.exchange.export(three.stick).seq_to == head
        assert three.town.exchange.import_path(three.stick).packages
        for desk in (three.village, three.town):
            desk.store.close()

"""Finding sticks: Linux by the list of mounts, Windows by the type of the drive."""

import ctypes
from pathlib import Path
from typing import Any

import pytest

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.exchange import sticks_linux, sticks_windows
from zsapp.exchange.removable import only_stick, sticks
from zsapp.exchange.sticks import Stick


def mounts(folder: Path, *lines: str) -> Path:
    file = folder / "mountinfo"
    file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return file


def line(device: str, path: Path, system: str, options: str = "rw,relatime") -> str:
    place = str(path).replace(" ", "\\040")
    return f"36 25 {device} / {place} {options} shared:9 - {system} /dev/x {options}"


def places_of(found: tuple[Stick, ...]) -> list[str]:
    return [one.label for one in found]


@pytest.fixture
def media(tmp_path: Path) -> Path:
    for name in ("ZSBACKUP", "乙 盘", "disk", "cd"):
        (tmp_path / "media" / name).mkdir(parents=True)
    return tmp_path / "media"


def find(folder: Path, media: Path, *lines: str) -> tuple[Stick, ...]:
    return sticks_linux.find_sticks(
        mounts=mounts(folder, *lines), places=(media,), devices=folder / "devices"
    )


def test_sticks_are_the_fat_volumes_below_media(tmp_path: Path, media: Path) -> None:
    found = find(
        tmp_path,
        media,
        line("8:1", Path("/"), "ext4"),
        line("8:17", media / "ZSBACKUP", "vfat"),
        line("8:33", media / "乙 盘", "exfat", "ro,nosuid"),
        line("8:49", media / "disk", "ext4"),
        line("8:65", tmp_path, "vfat"),
    )
    assert places_of(found) == ["ZSBACKUP", "乙 盘"]
    assert [one.read_only for one in found] == [False, True]
    assert all(one.total >= one.free > 0 for one in found)


@pytest.mark.parametrize("where", ["8:49/removable", "8:49/../removable"], ids=["device", "partition"])
def test_another_file_system_counts_when_its_device_comes_out(
    tmp_path: Path, media: Path, where: str
) -> None:
    (tmp_path / "devices" / "8:49").mkdir(parents=True)
    says = tmp_path / "devices" / where
    says.write_text("0\n", encoding="ascii")
    assert find(tmp_path, media, line("8:49", media / "disk", "ext4")) == ()
    says.write_text("1\n", encoding="ascii")
    assert places_of(find(tmp_path, media, line("8:49", media / "disk", "ext4"))) == ["disk"]


def test_a_stick_mounted_twice_is_one(tmp_path: Path, media: Path) -> None:
    twice = [line("8:17", media / name, "vfat") for name in ("ZSBACKUP", "disk")]
    assert len(find(tmp_path, media, *twice)) == 1


def test_a_stick_that_was_pulled_is_none(tmp_path: Path, media: Path) -> None:
    assert find(tmp_path, media, line("8:17", media / "gone", "vfat")) == ()


def test_a_system_that_does_not_say_what_is_mounted_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        sticks_linux.find_sticks(mounts=tmp_path / "none")
    assert trouble.value.code is Code.FILE_MISSING


def test_this_machine_can_be_asked() -> None:
    assert all(isinstance(one, Stick) for one in sticks())


class Drives:
    """A stand-in for what Windows knows: C is a disk, D an empty slot, E and F are sticks."""

    def GetLogicalDrives(self) -> int:  # noqa: N802 -- the name Windows gave it
        return 0b111100

    def GetDriveTypeW(self, root: str) -> int:  # noqa: N802 -- the name Windows gave it
        return 3 if root == "C:\\" else 2

    def GetVolumeInformationW(self, root: str, name: Any, *more: Any) -> int:  # noqa: N802 -- as above
        known = {"E:\\": ("ZSBACKUP", 0), "F:\\": ("", 0x0008_0000)}
        if root not in known:
            return 0
        name.value, flags = known[root]
        more[3]._obj.value = flags
        return 1

    def GetDiskFreeSpaceExW(self, _root: str, free: Any, total: Any, _: Any) -> int:  # noqa: N802 -- as above
        free._obj.value, total._obj.value = 1000, 2000
        return 1


def test_windows_tells_sticks_by_the_type_of_the_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    class Libraries:
        kernel32 = Drives()

    monkeypatch.setattr(ctypes, "windll", Libraries(), raising=False)
    found = sticks_windows.find_sticks()
    assert [(one.label, one.free, one.total, one.read_only) for one in found] == [
        ("ZSBACKUP", 1000, 2000, False),
        ("F:\\", 1000, 2000, True),
    ]
    monkeypatch.setattr("sys.platform", "win32")
    assert sticks() == found


def stick(name: str) -> Stick:
    return Stick(Path("/media") / name, name, 10, 20)


def test_the_only_stick_is_taken_and_two_are_named() -> None:
    assert only_stick((stick("甲"),)).label == "甲"
    with pytest.raises(Refusal) as refused:
        only_stick((stick("甲"), stick("乙")))
    assert refused.value.code is Code.STICK_TWO
    assert "甲" in str(refused.value)
    assert "乙" in str(refused.value)
    with pytest.raises(Trouble) as trouble:
        only_stick(())
    assert trouble.value.code is Code.STICK_NONE

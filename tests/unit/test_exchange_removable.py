"""Putting a file on a stick: whole and verified, or a trouble and no scrap. Real sticks: tests/fault."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zsapp.base.errors import Code, Trouble, ZsError
from zsapp.base.progress import Progress
from zsapp.exchange import removable, sticks_linux
from zsapp.exchange.removable import (
    deliver,
    is_file,
    preflight,
    put_bytes,
    read_small,
    stick_troubles,
    sweep_parts,
)

CONTENT = bytes(range(256)) * 10_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zsapp-1.zspkg"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def code_of(errand: Callable[[], Any]) -> Code:
    with pytest.raises(ZsError) as trouble:
        errand()
    return trouble.value.code


def test_a_file_is_delivered_as_it_is(file: Path, stick: Path) -> None:
    target = deliver(file, stick)
    assert target.read_bytes() == CONTENT
    assert list(stick.iterdir()) == [target]
    assert deliver(file, stick) == target, "again is no fault"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.STICK_FULL),
        (errno.EFBIG, Code.STICK_FULL),
        (errno.EROFS, Code.STICK_READ_ONLY),
        (errno.EACCES, Code.STICK_READ_ONLY),
        (errno.EIO, Code.STICK_GONE),
        (errno.ENOTCONN, Code.STICK_GONE),
        (errno.ENODEV, Code.STICK_GONE),
        (errno.ENOENT, Code.STICK_GONE),
        (errno.EBUSY, Code.STICK_FAULT),
        (None, Code.STICK_FAULT),
    ],
)
def test_what_the_system_says_becomes_a_code(tmp_path: Path, number: int | None, code: Code) -> None:
    def fail() -> None:
        with stick_troubles(tmp_path, 5 << 20):
            raise OSError(number, "what") if number else OSError

    assert code_of(fail) is code


def test_what_cannot_be_asked_for_its_room_has_none(tmp_path: Path) -> None:
    def fail() -> None:
        with stick_troubles(tmp_path / "gone" / "far"):
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(Trouble) as trouble:
        fail()
    assert trouble.value.facts["free"] == "0.0 MB"


def test_a_file_is_told_from_a_folder_and_from_nothing(stick: Path, file: Path) -> None:
    assert is_file(file)
    assert not is_file(stick)
    assert code_of(lambda: is_file(stick / "none")) is Code.FILE_MISSING
    assert code_of(lambda: is_file(file / "below a file")) is Code.FILE_MISSING
    assert code_of(lambda: is_file(stick / ("x" * 300))) is Code.STICK_FAULT, "the system says no"


def test_of_a_file_that_should_be_small_no_more_is_read_than_shows_that_it_is_not(
    stick: Path, file: Path
) -> None:
    assert read_small(file, len(CONTENT)) == CONTENT
    assert len(read_small(file, 10)) == 11
    assert code_of(lambda: read_small(stick, 10)) is Code.FILE_MISSING


def test_a_stick_that_brings_a_link_in_place_of_a_part_reaches_no_file_of_ours(
    file: Path, stick: Path, tmp_path: Path
) -> None:
    ours = tmp_path / "ours"
    ours.write_bytes(b"ours")
    for name in (f"{file.name}.part", "small.part", f"zsapp-{os.getpid()}.part"):
        (stick / name).symlink_to(ours)
    deliver(file, stick)
    put_bytes(b"small", stick / "small")
    assert ours.read_bytes() == b"ours"
    assert sorted(one.name for one in stick.iterdir()) == ["small", file.name]


def test_a_full_stick_says_how_much_is_needed_and_left(stick: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        preflight(stick, 1 << 50)
    assert trouble.value.code is Code.STICK_FULL
    assert "1073741825.0 MB" in str(trouble.value)
    assert list(stick.iterdir()) == []


def test_a_stick_that_is_not_there_is_gone(file: Path, tmp_path: Path) -> None:
    for place in (tmp_path / "none", file):
        assert code_of(lambda place=place: deliver(file, place)) is Code.STICK_GONE
        assert code_of(lambda place=place: put_bytes(b"x", place / "x")) is Code.STICK_GONE


def test_a_file_of_ours_that_is_not_there_is_not_the_sticks_fault(stick: Path, tmp_path: Path) -> None:
    assert code_of(lambda: deliver(tmp_path / "none", stick)) is Code.FILE_MISSING


def test_a_stick_that_reads_otherwise_than_written_is_bad(
    file: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget = removable._forget
    asked = []

    def rot(written: Any) -> None:
        """Change a byte between writing and reading again, as a bad stick does."""
        forget(written)
        asked.append(written.mode)
        if written.mode == "rb":
            with Path(written.name).open("r+b") as part:
                part.seek(100)
                part.write(b"!")

    monkeypatch.setattr(removable, "_forget", rot)
    assert code_of(lambda: deliver(file, stick)) is Code.STICK_BAD
    assert asked == ["xb", "rb"]
    assert list(stick.iterdir()) == []


def test_a_stick_that_is_gone_at_the_end_is_noticed(
    file: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = removable._settle

    def vanish(part: Path, target: Path) -> None:
        settle(part, target)
        target.unlink()

    monkeypatch.setattr(removable, "_settle", vanish)
    assert code_of(lambda: deliver(file, stick)) is Code.STICK_GONE


def test_a_system_that_cannot_be_asked_to_forget_is_no_fault(
    file: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fadvise")
    assert deliver(file, stick).read_bytes() == CONTENT


def test_only_our_own_scraps_are_swept(stick: Path, tmp_path: Path) -> None:
    for name in ("zsapp-1.zspkg.part", "other.part", "zsapp-2.zspkg"):
        (stick / name).touch()
    sweep_parts(stick)
    assert sorted(one.name for one in stick.iterdir()) == ["other.part", "zsapp-2.zspkg"]
    sweep_parts(tmp_path / "none")
    (stick / "zsapp-3.part").mkdir()
    sweep_parts(stick)


def test_a_small_file_is_put_whole_or_not_at_all(stick: Path) -> None:
    put_bytes(b"one", stick / "a")
    put_bytes(b"two", stick / "a")
    assert (stick / "a").read_bytes() == b"two"
    (stick / "b").mkdir()
    (stick / "b" / "c").touch()
    assert code_of(lambda: put_bytes(b"x", stick / "b")) is Code.STICK_FAULT
    assert sorted(one.name for one in stick.iterdir()) == ["a", "b"]


def test_a_file_that_fat_cannot_hold_is_refused_before_it_is_begun(
    stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"36 35 8:1 / {stick} rw - vfat /dev/sdz1 rw\n", encoding="utf-8")
    monkeypatch.setattr(sticks_linux, "MOUNTS", mounts)
    assert code_of(lambda: preflight(stick, 4 << 30)) is Code.STICK_FILE_TOO_LARGE
    mounts.write_text(f"36 35 8:1 / {stick} rw - exfat /dev/sdz1 rw\n", encoding="utf-8")
    assert code_of(lambda: preflight(stick, 1 << 60)) is Code.STICK_FULL


def test_a_system_that_cannot_read_past_its_memory_reads_as_it_can(
    file: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def no_direct(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "no direct reading here")
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", no_direct)
    assert deliver(file, stick).read_bytes() == CONTENT


def test_a_part_is_gone_on_with_as_far_as_it_is_the_file(file: Path, stick: Path) -> None:
    part = stick / f"{file.name}.part"
    for begun in (
        CONTENT[: 2 << 20],
        CONTENT[: (1 << 20) + 5],
        CONTENT[:9] + b"else" * 500_000,
        b"",
        CONTENT,
    ):
        part.write_bytes(begun)
        assert deliver(file, stick, resume=True).read_bytes() == CONTENT
        assert not part.exists()


def test_a_link_or_a_folder_in_place_of_a_part_is_not_gone_on_with(file: Path, stick: Path) -> None:
    ours = stick.parent / "ours"
    ours.write_bytes(CONTENT[: 2 << 20])
    (stick / f"{file.name}.part").symlink_to(ours)
    assert deliver(file, stick, resume=True).read_bytes() == CONTENT
    assert ours.read_bytes() == CONTENT[: 2 << 20]


def test_what_is_resumed_stays_when_it_is_cut_short_unless_it_reads_otherwise(
    file: Path, stick: Path
) -> None:
    stopped = Progress()
    stopped.cancel()
    assert code_of(lambda: deliver(file, stick, stopped, resume=True)) is Code.CANCELLED
    assert [one.name for one in stick.iterdir()] == [f"{file.name}.part"]
    sweep_parts(stick, spared=(file.name,))
    assert len(list(stick.iterdir())) == 1

"""Files: whole or not at all, and every fault of the disk in the catalogue."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from zsapp.base.errors import Code, Trouble
from zsapp.base.files import BY_ERRNO, disk_troubles, read_whole, sync_folder, write_whole


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow past a size: the kernel's own way of saying full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_written_whole_into_a_new_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.bin"
    write_whole(path, b"old")
    write_whole(path, b"new" * 100_000)
    assert read_whole(path) == b"new" * 100_000
    assert names(path.parent) == ["a.bin"]


def test_only_the_owner_reads_what_was_written(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"secret")
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


def test_a_full_disk_leaves_the_old_file_and_no_scrap(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_whole(path, b"old")
    with room_for(1000), pytest.raises(Trouble) as trouble:
        write_whole(path, b"n" * 5000)
    assert trouble.value.code is Code.DISK_FULL
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


def test_a_folder_in_the_way_leaves_no_scrap(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(Trouble) as trouble:
        write_whole(tmp_path / "a", b"new")
    assert trouble.value.code is Code.PATH_WRONG
    assert trouble.value.facts["what"] == "这是文件夹，不是文件"
    assert names(tmp_path) == ["a"]


def test_a_file_in_the_way_of_a_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(Trouble) as trouble:
        write_whole(tmp_path / "a" / "b", b"new")
    assert trouble.value.code is Code.PATH_WRONG
    assert "同名的文件已经在那里" in str(trouble.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        read_whole(tmp_path / "没有.yaml")
    assert trouble.value.code is Code.FILE_MISSING
    assert "没有.yaml" in str(trouble.value)


@pytest.mark.parametrize("number", [*BY_ERRNO, errno.EIO], ids=lambda number: errno.errorcode[number])
def test_each_fault_of_the_system_has_its_code(number: int) -> None:
    with pytest.raises(Trouble) as trouble, disk_troubles("/home"):
        raise OSError(number, "text of the system")
    expected = {errno.EROFS: Code.HOME_READ_ONLY, errno.ENOSPC: Code.DISK_FULL, errno.EIO: Code.DISK_FAULT}
    assert trouble.value.code is expected.get(number, BY_ERRNO.get(number))
    assert trouble.value.remedy
    assert "text of the system" not in str(trouble.value), "what the system says is not Chinese"
    assert isinstance(trouble.value.__cause__, OSError)


def test_a_fault_without_a_number_is_a_fault_of_the_disk() -> None:
    with pytest.raises(Trouble) as trouble, disk_troubles("/home"):
        raise OSError("odd")
    assert trouble.value.code is Code.DISK_FAULT


def test_what_is_no_fault_of_the_disk_passes_through() -> None:
    with pytest.raises(ValueError, match="ours"), disk_troubles("/home"):
        raise ValueError("ours")


def test_a_folder_that_is_gone_cannot_be_synced(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    with pytest.raises(OSError, match="gone"):
        sync_folder(tmp_path / "gone")


def test_where_folders_keep_themselves_nothing_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    monkeypatch.setattr("os.name", "nt")
    sync_folder(gone)

"""The container: one spelling, and everything else is found."""

import io
import zipfile
from collections.abc import Callable

import pytest

from zsapp.exchange.archive import MEMBERS, Archive, ArchiveWriter, Bent

CONTENTS = {"entries.jsonl.zst.age": b"x" * 3000, "attachments/a.age": b"", "manifest.dsse.json": b"{}"}


def archive_of(contents: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name, content in contents.items():
        with writer.member(name) as writing:
            writing.write(content[:100])
            writing.write(content[100:])
    writer.finish()
    return out.getvalue()


WHOLE = archive_of(CONTENTS)


def read_all(content: bytes) -> dict[str, bytes]:
    archive = Archive(io.BytesIO(content))
    return {name: archive.content(name, 1 << 20) for name in archive.members}


def test_what_is_written_is_read() -> None:
    assert read_all(WHOLE) == CONTENTS


def test_any_unzip_program_opens_it() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as other:
        assert other.testzip() is None
        assert {name: other.read(name) for name in other.namelist()} == CONTENTS


def test_every_single_bent_byte_is_found() -> None:
    for at in range(len(WHOLE)):
        bent = bytearray(WHOLE)
        bent[at] ^= 1
        with pytest.raises(Bent):
            read_all(bytes(bent))


def test_every_truncation_is_found() -> None:
    for size in range(len(WHOLE)):
        with pytest.raises(Bent):
            read_all(WHOLE[:size])


@pytest.mark.parametrize("garbage", [b"\0", b"PK\5\6", b"x" * 70_000], ids=["one", "a second end", "much"])
def test_a_tail_or_a_head_of_garbage_is_found(garbage: bytes) -> None:
    for content in (WHOLE + garbage, garbage + WHOLE):
        with pytest.raises(Bent):
            read_all(content)


def test_another_programs_zip_is_not_ours() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        other.writestr("manifest.dsse.json", "{}")
    with pytest.raises(Bent):
        read_all(out.getvalue())


def test_a_member_twice_is_found() -> None:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for _ in range(2):
        with writer.member("twice") as writing:
            writing.write(b"x")
    writer.finish()
    with pytest.raises(Bent):
        read_all(out.getvalue())


def test_a_gap_between_members_and_directory_is_found() -> None:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    with writer.member("one") as writing:
        writing.write(b"x")
    out.write(b"hidden")
    writer.finish()
    with pytest.raises(Bent):
        read_all(out.getvalue())


def test_more_members_than_a_package_has_are_refused() -> None:
    with pytest.raises(Bent):
        read_all(archive_of({str(number): b"" for number in range(MEMBERS + 1)}))


def test_a_small_member_is_not_read_when_it_is_not_there_or_not_small() -> None:
    archive = Archive(io.BytesIO(WHOLE))
    with pytest.raises(Bent):
        archive.content("nothing", 10)
    with pytest.raises(Bent):
        archive.content("entries.jsonl.zst.age", 2999)


def test_a_name_that_is_not_ascii_is_not_ours() -> None:
    with pytest.raises(Bent):
        read_all(archive_of({"é": b""}))


def test_a_stream_gives_its_member_in_parts() -> None:
    stream = Archive(io.BytesIO(WHOLE)).stream("entries.jsonl.zst.age")
    assert stream.read(10) == b"x" * 10
    assert stream.read() == b"x" * 2990
    assert stream.read(5) == b""


def test_the_whole_is_given_as_it_was_read_and_a_file_that_shrank_is_found() -> None:
    source = io.BytesIO(WHOLE)
    archive = Archive(source)
    assert b"".join(archive.whole()) == WHOLE
    source.truncate(len(WHOLE) - 1)
    with pytest.raises(Bent):
        list(archive.whole())


def widened(change: Callable[[bytearray], None]) -> bytes:
    bent = bytearray(WHOLE)
    change(bent)
    return bytes(bent)


def test_numbers_beyond_all_bounds_are_no_crash() -> None:
    end64 = WHOLE.rindex(b"PK\6\6")
    for at in (end64 + 24, end64 + 32, end64 + 40, end64 + 48):
        bent = widened(lambda content, at=at: content.__setitem__(slice(at, at + 8), b"\xff" * 8))
        with pytest.raises(Bent):
            read_all(bent)

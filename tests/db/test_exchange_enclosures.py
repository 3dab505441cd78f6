"""Prints and scans that travel along: in pieces, each once, after the record if need be, and resumed."""

import hashlib
import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.desks import Desk, Three, plain_cases, re_signed, three_desks
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.progress import Progress
from zsapp.exchange import acknowledgement as acks
from zsapp.exchange import envelope
from zsapp.exchange import package as packages
from zsapp.exchange.package import open_package
from zsapp.records import blobs
from zsapp.services import outbox


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything some hundred times smaller: pieces of 16 KB, volumes of 128 KB, kept from 32 KB."""
    monkeypatch.setattr(blobs, "PIECE", 16 << 10)
    monkeypatch.setattr(packages, "VOLUME", 128 << 10)
    monkeypatch.setattr(packages, "SEALING", 512)
    monkeypatch.setattr(outbox, "LARGE", 32 << 10)


def scanned(desk: Desk, content: bytes, record_id: str = "") -> tuple[str, str]:
    """Save a case with a scan; return the record's id and the scan's hash."""
    digest = desk.store.blobs.put(content)
    scan = {"name": "证据", "sha256": digest, "pages": 1}
    return desk.save({**plain_cases()[0], "scans": [scan]}, record_id), digest


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 -- dice of a test


def carried(folder: Path) -> set[str]:
    """Return the hashes of what lies in the packages of a folder."""
    found: set[str] = set()
    for path in folder.glob("*.zspkg"):
        with open_package(path) as package:
            found |= set(package.manifest.attachments)
    return found


def place(three: Three, name: str) -> Path:
    made = three.folder / name
    made.mkdir()
    return made


def test_a_large_scan_goes_up_in_pieces_and_is_whole_at_both_stations_above(
    three: Three, small: None
) -> None:
    content = noise(200_000)
    _, digest = scanned(three.village, content)
    done = three.village.exchange.export(three.stick)
    assert len(done.files) == 3, "13 pieces of 16 KB in volumes of 128 KB, after the entries"
    for desk in (three.town, three.city):
        assert desk.exchange.import_path(three.stick).packages
        assert desk.store.blobs.get(digest) == content
        assert desk.store.blobs.size(digest) == len(content)
        assert len(desk.store.blobs.pieces(digest)) == 13


def test_a_scan_that_the_town_holds_is_not_sent_again_with_the_next_version(three: Three) -> None:
    record, digest = scanned(three.village, b"scan" * 500)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    scanned(three.village, b"scan" * 500, record)
    again = place(three, "again")
    three.village.exchange.export(again)
    assert digest not in carried(again)
    lost = place(three, "lost")
    three.village.exchange.export(lost, since=0)
    assert digest in carried(lost), "all of it, when a person asks for all of it"


def test_a_scan_that_lies_on_the_stick_is_not_written_there_again(three: Three) -> None:
    _, digest = scanned(three.village, b"scan" * 500)
    first = three.village.exchange.export(three.stick)
    three.village.save(plain_cases()[1])
    second = three.village.exchange.export(three.stick)
    assert (first.attachments, second.attachments) == (1, 0)
    three.town.exchange.import_path(three.stick)
    assert three.town.store.blobs.has(digest)


def test_what_lies_there_for_others_or_bent_is_written_again(three: Three, tmp_path: Path) -> None:
    _, digest = scanned(three.village, b"scan" * 500)
    first = three.village.exchange.export(three.stick).file
    first.write_bytes(first.read_bytes()[:-9])
    three.village.save(plain_cases()[1])
    assert three.village.exchange.export(three.stick).attachments == 1
    assert digest in carried_where_whole(three.stick)


def carried_where_whole(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.glob("*.zspkg"):
        try:
            found |= carried_of(path)
        except Trouble:
            continue
    return found


def carried_of(path: Path) -> set[str]:
    with open_package(path) as package:
        return set(package.manifest.attachments)


def test_a_scan_may_arrive_after_its_record_and_is_asked_for_until_then(three: Three) -> None:
    _, digest = scanned(three.village, b"scan" * 500)
    path = three.village.store.blobs.path(digest)
    hidden = path.rename(path.with_suffix(".away"))
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    hidden.rename(path)
    later = place(three, "later")
    three.village.exchange.export(later)
    assert digest in carried(later), "the town named it; its entry went long ago"
    three.town.exchange.import_path(later)
    assert three.town.store.blobs.has(digest)
    three.village.exchange.import_path(later)
    last = place(three, "last")
    three.village.exchange.export(last)
    assert digest not in carried(last)


def test_nobody_is_asked_for_what_is_no_hash_at_all(three: Three) -> None:
    case: dict[str, Any] = {
        **plain_cases()[0],
        "scans": [{"name": "证据", "sha256": "../../etc", "pages": 1}],
    }
    three.village.save(case)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    assert three.village.exchange.import_path(three.stick).acknowledgements


class Pulling(Progress):
    """A stick that is pulled, or a clerk who stops, after so many steps of writing."""

    def __init__(self, steps: int) -> None:
        super().__init__(self._count)
        self.left = steps

    def _count(self, _done: int, _total: int, text: str) -> None:
        self.left -= text == "正在写入U盘"
        if not self.left:
            self.cancel()


def written(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


@pytest.mark.parametrize("steps", [3, 30])
def test_an_interrupted_transfer_goes_on_where_it_was(
    three: Three, small: None, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    from zsapp.exchange import removable  # the block it reads and writes

    monkeypatch.setattr(removable, "BLOCK", 1 << 10)
    content = noise(400_000)
    _, digest = scanned(three.village, content)
    written_blocks: list[int] = []
    real = removable._write

    def counting(source: Any, part: Path, sizes: tuple[int, int], progress: Progress) -> str:
        try:
            return real(source, part, sizes, progress)
        finally:
            if part.exists():
                written_blocks.append(max(part.stat().st_size - sizes[0], 0))

    monkeypatch.setattr(removable, "_write", counting)
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick, progress=Pulling(steps))
    assert refused.value.code is Code.CANCELLED
    three.village.exchange.export(three.stick)
    whole = written(three.stick)
    entries = min(path.stat().st_size for path in three.stick.glob("*.zspkg"))
    assert sum(written_blocks) <= whole * 1.01 + entries, "less than 1 %, and the entries once more"
    assert not list(three.stick.glob("*.part"))
    assert not list((three.village.store.home / "outbox").glob("*"))
    three.town.exchange.import_path(three.stick)
    assert hashlib.sha256(three.town.store.blobs.get(digest)).digest() == hashlib.sha256(content).digest()


def test_a_volume_that_waits_for_yesterdays_recipients_is_dropped(three: Three, small: None) -> None:
    scanned(three.village, noise(100_000))
    with pytest.raises(Refusal):
        three.village.exchange.export(three.stick, progress=Pulling(2))
    waiting = three.village.store.home / "outbox"
    (held,) = waiting.glob("*.zspkg")
    held.write_bytes(b"bent")
    other = place(three, "other")
    three.village.exchange.export(other)
    assert not list(waiting.glob("*"))
    three.town.exchange.import_path(other)


NO_COMPOSITIONS: list[dict[str, Any]] = [
    {"x": {"size": 1, "pieces": ["a" * 64]}},
    {"a" * 64: {"size": 1, "pieces": ["x"]}},
    {"a" * 64: {"size": 1, "pieces": []}},
]


@pytest.mark.parametrize("composed", NO_COMPOSITIONS, ids=["name", "piece", "nothing"])
def test_a_content_of_no_pieces_or_under_no_hash_is_no_package(
    three: Three, composed: dict[str, Any]
) -> None:
    path = three.village.exchange.export(three.stick).file
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(composed=composed))
    with pytest.raises(Trouble) as refused:
        three.town.exchange.import_path(path)
    assert refused.value.code is Code.PACKAGE_DAMAGED


def test_pieces_that_do_not_make_what_is_said_are_kept_apart(three: Three) -> None:
    _, digest = scanned(three.village, b"scan" * 500)
    path = three.village.exchange.export(three.stick).file
    lie = {"a" * 64: {"size": 5, "pieces": [digest]}, "b" * 64: {"size": 5, "pieces": ["c" * 64]}}
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(composed=lie))
    assert three.town.exchange.import_path(path).packages
    assert three.town.store.blobs.has(digest)
    assert not three.town.store.blobs.has("a" * 64)


def test_an_acknowledgement_names_hashes_and_nothing_else(three: Three) -> None:
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    (path,) = three.stick.glob("*.zsack")
    said = envelope.read(path.read_bytes(), acks.KIND).payload
    path.write_bytes(
        envelope.sign(acks.KIND, {**said, "attachments": ["../x"]}, three.town.credentials().keys.sign)
    )
    with pytest.raises(Trouble) as refused:
        three.village.exchange.import_path(path)
    assert refused.value.code is Code.ACK_DAMAGED


def test_a_large_content_is_read_kept_and_measured_in_pieces(three: Three, small: None) -> None:
    kept = three.village.store.blobs
    assert kept.put_stream(BytesIO(b"")) == kept.put(b"")
    assert kept.pieces(kept.put(b"small")) == ()
    name = kept.put(noise(40_000))
    first = kept.pieces(name)[0]
    assert kept.compose(name, kept.pieces(name)), "it is here already"
    for bent in (b"", b"x" * 40):
        kept.path(first).write_bytes(bent)
        with pytest.raises(Trouble) as damaged:
            kept.get(name)
        assert damaged.value.code is Code.BLOB_DAMAGED
    kept.path(name).write_bytes(b"x" * 40)
    with pytest.raises(Trouble):
        kept.size(name)
    with pytest.raises(Trouble):
        kept.size("a" * 64)

"""Backups: made, checked, compared, kept for their time; whatever goes wrong, earlier ones stay whole."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.db.test_store_doctor import spoil
from tests.homes import save_case
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import write_whole
from zsapp.base.progress import Progress
from zsapp.records import backup
from zsapp.records.backup import Asked, Made, make_backup
from zsapp.records.backup_file import HAND, SUFFIX, Found, backups_in, read_found
from zsapp.records.store import Store
from zsapp.rules.generations import Keeping
from zsapp.services.backups import list_backups

NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
ALL = Keeping(newest=99)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with three cases and two papers."""
    for _ in range(3):
        save_case(store)
    for content in (b"a paper", b"a scan" * 1000):
        store.blobs.put(content)
    return store


def made(store: Store, place: Path, day: int = 0, **asked: object) -> Made:
    """Make a backup at noon of a day."""
    how = Asked(why=HAND, made_at=NOON + timedelta(days=day), keeping=ALL)
    return make_backup(store.home, store.key, place, replace(how, **asked))  # type: ignore[arg-type]  # its items


def contents(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def refusal(store: Store, place: Path, **asked: object) -> Code:
    """Return why a backup is not made; what lay there lies there as it was, and no scrap beside it."""
    before = contents(place) if place.is_dir() else {}
    with pytest.raises((Trouble, Refusal)) as no:
        made(store, place, 1, **asked)
    assert not list(store.home.glob("backup.snapshot*"))
    if place.is_dir():
        assert not list(place.rglob("*.part"))
        assert {name: content for name, content in contents(place).items() if name in before} == before
    return no.value.code


def test_a_backup_says_what_it_holds_and_costs_only_what_is_new(filled: Store, stick: Path) -> None:
    first = made(filled, stick)
    assert (first.entries, first.records, first.blobs, first.lost, first.checked) == (3, 3, 2, 0, True)
    assert first.written == first.bytes
    filled.blobs.put(b"one more")
    second = made(filled, stick, 1)
    assert (second.blobs, second.entries) == (3, 3)
    database = filled.path.stat().st_size
    assert second.written < second.bytes
    assert second.written <= database + 10_000
    assert [one.head.blobs for one in backups_in(stick)] == [3, 2]


def test_what_a_list_shows_needs_no_key_and_names_nobody(filled: Store, stick: Path) -> None:
    made(filled, stick)
    (found,) = list_backups(stick)
    assert (found.records, found.made_at, found.why) == (3, NOON, HAND)
    for name, content in contents(stick).items():
        assert "何䶮".encode() not in content, name
    assert list_backups(found.file) == (found,)
    assert list_backups(stick / "zsapp-backup") == (found,)


def test_generations_are_kept_by_day_week_and_month_and_what_none_needs_goes(
    filled: Store, stick: Path
) -> None:
    keeping = Keeping(newest=1, days=2, weeks=2, months=2)
    days = (0, 0, 1, 8, 40, 41, 42)
    for number, day in enumerate(days):
        filled.blobs.put(b"of day %d" % number)
        made(filled, stick, day, keeping=keeping)
    kept = [(one.head.made_at - NOON).days for one in backups_in(stick)]
    assert kept == [42, 41, 8]
    objects = set(stick.rglob("objects/*/*"))
    needed = {one.pool.path(piece.sha256) for one in backups_in(stick) for piece in one.pieces()}
    assert objects == needed


def test_while_one_backup_cannot_be_read_no_object_goes(filled: Store, stick: Path) -> None:
    first = made(filled, stick)
    first.file.write_bytes(b"{")
    made(filled, stick, 1)
    before = len(list(stick.rglob("objects/*/*")))
    made(filled, stick, 2, keeping=Keeping(newest=1, days=0, weeks=0, months=0))
    assert len(list(stick.rglob("objects/*/*"))) == before + 1
    assert len(backups_in(stick)) == 1


def test_a_paper_that_is_missing_in_the_home_keeps_nobody_from_a_backup(filled: Store, stick: Path) -> None:
    with filled.read() as reader:
        filled.blobs.path(reader.blob_names()[0]).unlink()
    done = made(filled, stick)
    assert (done.blobs, done.lost, done.checked) == (1, 1, True)


def test_packages_that_wait_to_be_carried_are_in_it(filled: Store, stick: Path) -> None:
    write_whole(filled.home / "relay" / "zsapp-a-1-1-2.zspkg", b"a sealed package")
    write_whole(filled.home / "settings.json", b"{}")
    made(filled, stick)
    names = {piece.name for piece in backups_in(stick)[0].pieces()}
    assert {"relay/zsapp-a-1-1-2.zspkg", "settings.json", "keys.json", "station.db"} <= names


def test_a_database_larger_than_a_file_of_fat32_lies_in_pieces(
    filled: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "VOLUME", 50_000)
    made(filled, stick)
    pieces = [one for one in backups_in(stick)[0].pieces() if one.name == "station.db"]
    assert len(pieces) > 2
    assert all(one.size <= 50_000 for one in pieces)


# --- what goes wrong --------------------------------------------------------------------------------------


def test_a_damaged_store_is_not_called_backed_up(filled: Store, stick: Path) -> None:
    made(filled, stick)
    spoil(filled, "UPDATE journal SET payload = x'7b7d' WHERE seq = 2")
    assert refusal(filled, stick) is Code.CHAIN_BROKEN
    assert len(backups_in(stick)) == 1


def test_an_index_that_has_gone_wrong_is_told_before_it_is_kept(filled: Store, stick: Path) -> None:
    spoil(filled, "UPDATE record SET title = 'x' WHERE pk = 1")
    assert refusal(filled, stick) is Code.STORE_DAMAGED


def test_the_daily_backup_leaves_what_can_be_made_again_to_the_doctor(filled: Store, stick: Path) -> None:
    spoil(filled, "UPDATE record SET title = 'x' WHERE pk = 1")
    assert made(filled, stick, whole=False).checked
    spoil(filled, "UPDATE record SET version = 9 WHERE pk = 1")
    assert refusal(filled, stick, whole=False) is Code.STORE_DAMAGED


def test_a_place_that_is_not_there_is_told(filled: Store, tmp_path: Path) -> None:
    assert refusal(filled, tmp_path / "gone") is Code.BACKUP_GONE
    (tmp_path / "file").write_bytes(b"")
    assert refusal(filled, tmp_path / "file") is Code.BACKUP_GONE


def test_a_backup_inside_the_data_folder_is_none(filled: Store) -> None:
    inside = filled.home / "inside"
    inside.mkdir()
    assert refusal(filled, inside) is Code.BACKUP_INSIDE


def test_a_medium_that_keeps_something_else_than_was_written_is_found_out(filled: Store, stick: Path) -> None:
    made(filled, stick)

    def bend(_done: int, _total: int, text: str) -> None:
        """Once writing is over, let the medium have lost a bit of what is new."""
        if text == "正在核对写好的备份" and not bent:
            newest = max(stick.rglob("objects/*/*"), key=lambda path: path.stat().st_mtime_ns)
            content = newest.read_bytes()
            newest.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
            bent.append(newest)

    bent: list[Path] = []
    filled.blobs.put(b"the last object")
    with pytest.raises(Trouble) as bad:
        make_backup(filled.home, filled.key, stick, Asked(why=HAND, made_at=NOON), Progress(bend))
    assert bad.value.code is Code.BACKUP_BAD
    assert len(backups_in(stick)) == 1
    assert made(filled, stick, 2).checked, "the next one writes it anew"


def test_an_old_object_that_went_bad_is_found_by_reading_everything_again(filled: Store, stick: Path) -> None:
    made(filled, stick)
    (piece,) = [one for one in backups_in(stick)[0].pieces() if one.name == "keys.json"]
    path = backups_in(stick)[0].pool.path(piece.sha256)
    path.write_bytes(bytes(piece.size))
    with pytest.raises(Trouble) as bad:
        made(filled, stick, 1)
    assert bad.value.code is Code.BACKUP_BAD
    made(filled, stick, 2)
    assert path.read_bytes() == (filled.home / "keys.json").read_bytes()


def test_a_backup_that_is_cancelled_leaves_no_scrap(filled: Store, stick: Path) -> None:
    progress = Progress()
    progress.told = lambda _done, _total, text: progress.cancel() if text == "正在写入备份" else None
    with pytest.raises(Refusal) as no:
        make_backup(filled.home, filled.key, stick, Asked(why=HAND, made_at=NOON), progress)
    assert no.value.code is Code.CANCELLED
    assert backups_in(stick) == ()
    assert not list(stick.rglob("*.part"))


def test_what_a_power_cut_left_of_a_backup_goes_with_the_next_good_one(filled: Store, stick: Path) -> None:
    good = made(filled, stick).file
    scrap = good.with_name(f"20260308-120000-1-2{SUFFIX}.part")
    scrap.write_bytes(b"cut off before it took its name")
    made(filled, stick, 1)
    assert not scrap.exists()
    assert good.exists()


@pytest.mark.parametrize("text", [b"", b"{}\n[]", b'{"format": 1}\n', b"\xff\n"])
def test_a_file_that_is_no_backup_is_left_out_of_the_list(filled: Store, stick: Path, text: bytes) -> None:
    good = made(filled, stick).file
    (stick / f"strange{SUFFIX}").write_bytes(text)
    assert [one.path for one in backups_in(stick)] == [good]
    with pytest.raises(Trouble) as damaged:
        read_found(stick / f"strange{SUFFIX}")
    assert damaged.value.code is Code.BACKUP_DAMAGED


def test_a_newer_programs_backup_asks_for_an_upgrade(filled: Store, stick: Path) -> None:
    file = made(filled, stick).file
    file.write_bytes(file.read_bytes().replace(b'"format":1', b'"format":2', 1))
    with pytest.raises(Trouble) as newer:
        read_found(file)
    assert newer.value.code is Code.STORE_NEWER


@pytest.mark.parametrize("row", ['["../keys.json",1,"%s"]', '["keys.json",-1,"%s"]', '["keys.json",1,"x%s"]'])
def test_a_list_of_files_that_leads_elsewhere_is_not_believed(filled: Store, stick: Path, row: str) -> None:
    file = made(filled, stick).file
    found = read_found(file)
    listed = f"[{row % ('a' * 64)}]".encode()
    head, _ = file.read_bytes().split(b"\n", 1)
    file.write_bytes(head + b"\n" + listed)
    with pytest.raises(Trouble) as other:
        found.pieces()
    assert other.value.code is Code.BACKUP_DAMAGED, "its hash is another"
    bent = Found(file, replace(found.head, pieces=hashlib.sha256(listed).hexdigest()))
    with pytest.raises(Trouble) as leads:
        bent.pieces()
    assert leads.value.code is Code.BACKUP_DAMAGED

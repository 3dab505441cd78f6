"""The doctor: a sound store, every way it may be unsound, and the index made anew."""

from pathlib import Path

import pytest

from tests.homes import make_home, reopen, save_case
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.records.home import Created
from zsapp.records.rebuild import examine, rebuild
from zsapp.records.store import Store


def spoil(store: Store, *statements: str) -> None:
    """Change the file behind the store's back."""
    driver = store._writing.connection.driver_connection
    assert driver is not None
    for statement in statements:
        driver.execute(statement)


@pytest.fixture
def busy(store: Store, tmp_path: Path) -> Store:
    """A store with two chains, three cases, a person, prints, blobs; settled but for the last."""
    with make_home(tmp_path / "village").store as village:
        foreign = save_case(village)
        with village.read() as reader, store.write() as writer:
            writer.apply(reader.entries(village.station, 1))
    record_id = save_case(store, volume_no="第5号", case="C01")
    save_case(store, record_id, base_version=1, volume_no="第5号", case="C01")
    with store.write() as writer:
        writer.save("person", new_id(), {"name": "何䶮"}, base_version=0, verb="save")
        writer.note("print", sector="mediation", record_id=foreign)
    store.blobs.put(b"a printed paper")
    store.settle()
    save_case(store)
    return store


def test_a_sound_store_is_said_to_be_sound(busy: Store) -> None:
    report = examine(busy)
    assert report.sound
    assert [(one.seq, one.broken_at) for one in report.chains].count((1, 0)) == 1
    assert (report.entries, report.blobs, report.replayed) == (6, 1, None)
    assert report.document["sound"] is True
    assert all("：" in line for line in report.lines)
    assert len(report.lines) == 5


def test_an_empty_store_is_sound(store: Store) -> None:
    assert examine(store).sound
    assert rebuild(store).replayed == 0


STRAY = """INSERT INTO record SELECT 99, zeroblob(16), sector, station, version, entry, epoch, seq, org, ref,
    number, alias, title, state, kind, accepted_on, saved_at, guard, maker FROM record WHERE pk = 1"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record SET title = '别的' WHERE pk = 1",
        "UPDATE record SET state = '终止' WHERE pk = 1",
        "DELETE FROM record WHERE pk = 2",
        STRAY,
        "DELETE FROM person WHERE record = 1",
        "UPDATE person SET initials = 'xx' WHERE record = 1",
        "UPDATE record_text SET text = '别的' WHERE pk = 1",
        "UPDATE record_text SET state = '终止' WHERE pk = 1",
        "DELETE FROM record_text WHERE pk = 2",
        "DELETE FROM record_key WHERE record = 2",
        "DELETE FROM record_entry WHERE entry = 1",
        "DELETE FROM search WHERE rowid = 1",
    ],
)
def test_an_index_that_differs_from_the_journal_is_found_and_made_anew(busy: Store, statement: str) -> None:
    spoil(busy, "PRAGMA foreign_keys = OFF", statement)
    report = examine(busy)
    assert not report.sound
    assert len(report.index_faults) == 1
    assert report.file_faults == report.blob_faults == ()
    assert any("--rebuild" in line for line in report.lines)
    mended = rebuild(busy)
    assert mended.sound
    assert mended.replayed == 5
    assert "重放5条" in mended.lines[0]


def test_a_broken_chain_is_found_at_its_entry(busy: Store) -> None:
    spoil(busy, "UPDATE journal SET who = '别人' WHERE seq = 2")
    report = examine(busy)
    assert not report.sound
    assert sorted(one.broken_at for one in report.chains) == [0, 2]
    assert f"{busy.station}第2笔登记" in report.lines[1]


def test_a_removed_entry_is_found(busy: Store) -> None:
    spoil(busy, "DELETE FROM journal WHERE seq = 3")
    assert sorted(one.broken_at for one in examine(busy).chains) == [0, 4]


def test_a_payload_that_cannot_be_read_is_a_fault_and_not_an_end(busy: Store) -> None:
    spoil(busy, "UPDATE journal SET payload = X'7b' WHERE pk = (SELECT entry FROM record WHERE pk = 1)")
    report = examine(busy)
    assert not report.sound
    assert len(report.index_faults) == 1
    with pytest.raises(Trouble) as trouble:
        rebuild(busy)
    assert trouble.value.code is Code.DATA_UNREADABLE
    with busy.read() as reader:
        assert reader.page("mediation").total == 3


def test_a_missing_blob_is_found(busy: Store) -> None:
    with busy.read() as reader:
        (name,) = reader.blob_names()
    busy.blobs.path(name).unlink()
    report = examine(busy)
    assert report.blob_faults == (name,)
    assert not report.sound


def test_many_faults_are_counted_and_some_are_named(store: Store) -> None:
    for _ in range(8):
        save_case(store)
    spoil(store, "UPDATE record SET title = '别的'")
    assert "（8处：" in examine(store).lines[2]
    assert examine(store).lines[2].endswith(" …）")


def test_bent_pages_are_found_while_the_store_is_open(created: Created, home: Path) -> None:
    for _ in range(20):
        save_case(created.store)
    created.store.close()
    with reopen(home) as store:
        with store.path.open("r+b") as file:
            for page in range(20, store.path.stat().st_size // 4096):
                file.seek(page * 4096 + 2000)
                file.write(b"bent")
        report = examine(store)
        assert report.file_faults
        assert not report.sound
        assert "损坏" in report.lines[0]


def test_a_store_behind_its_marker_can_be_examined_but_not_rebuilt(busy: Store) -> None:
    busy.behind = 1
    assert examine(busy).sound
    with pytest.raises(Trouble) as trouble:
        rebuild(busy)
    assert trouble.value.code is Code.STORE_BEHIND


def test_a_rebuilt_index_answers_as_before(busy: Store) -> None:
    def answers() -> list[object]:
        with busy.read() as reader:
            pages = [reader.page("mediation", query=query) for query in ("", "雨棚", "hy", "第5号", "9914")]
            return [*pages, reader.resolve("C01"), reader.digests(), reader.page("person")]

    before = answers()
    told: list[frozenset[str]] = []
    busy.on_change(told.append)
    rebuild(busy)
    assert answers() == before
    assert len(told) == 1

"""Upgrading the file: on a copy, then swapped; a failing step changes nothing; old shapes are read."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.homes import make_home, reopen, save_case
from zsapp.base.entry import check_chain
from zsapp.base.errors import Code, Trouble
from zsapp.records.engine import connect, open_engine
from zsapp.records.home import Created
from zsapp.records.index_rows import Replayed
from zsapp.records.migrate import HEAD, STEPS, make, revision_of, upgrade_file
from zsapp.records.rows import Truth

MUSEUM = Path(__file__).parent / "museum"
GOOD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("place", sa.String(20), nullable=False, server_default="未填"))
"""
BAD = GOOD + '    op.drop_table("no_such_table")\n'
BUG = GOOD + "    1 / 0\n"


@pytest.fixture
def old(created: Created) -> tuple[Path, bytes]:
    """The file of a closed store with a case and a draft, and its key."""
    record_id = save_case(created.store)
    with created.store.write() as writer:
        writer.put_draft(record_id, "mediation", {"brief": "正在打字"}, 1)
    created.store.close()
    return created.store.path, created.store._opened.ring.key


def steps_with(folder: Path, step: str) -> Path:
    """Return a folder of steps: ours, and one more."""
    steps = Path(shutil.copytree(STEPS, folder / "steps"))
    (steps / "versions" / "0002_place.py").write_text(step, encoding="utf-8")
    return steps


def files(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}


def test_the_steps_lead_in_one_line_to_the_revision_the_program_writes() -> None:
    script = ScriptDirectory(str(STEPS))
    revisions = [step.revision for step in script.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)
    assert script.get_heads() == [HEAD]
    for step in script.walk_revisions():
        assert Path(step.path).name.startswith(f"{step.revision}_")
        assert step.module.__doc__
        assert step.revision in step.module.__doc__


def test_the_steps_make_the_tables_that_the_rows_describe(tmp_path: Path) -> None:
    make(tmp_path / "station.db", bytes(32))
    engine = open_engine(tmp_path / "station.db", bytes(32))
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Truth.metadata) == []
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'counter'").scalar_one()
        assert "ck_counter_next_in_block" in made
    engine.dispose()


def test_truth_and_index_share_no_table() -> None:
    assert not set(Truth.metadata.tables) & set(Replayed.metadata.tables)


def test_a_file_of_today_is_not_touched(old: tuple[Path, bytes]) -> None:
    before = files(old[0])
    assert upgrade_file(*old) is False
    assert files(old[0]) == before


def test_a_step_is_taken_on_a_copy_and_the_old_file_is_kept(old: tuple[Path, bytes], tmp_path: Path) -> None:
    path, key = old
    before = path.read_bytes()
    assert upgrade_file(path, key, steps=steps_with(tmp_path, GOOD), target="0002") is True
    assert path.with_name("station.db.0001.bak").read_bytes() == before
    assert revision_of(path, key) == "0002"
    assert not path.read_bytes().startswith(b"SQLite format 3")
    connection = connect(path, key)
    assert connection.execute("SELECT place FROM draft").fetchall() == [("未填",)]
    assert connection.execute("SELECT count(*) FROM journal").fetchone() == (1,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    assert not [name for name in files(path) if ".copy" in name]


@pytest.mark.parametrize(("step", "error"), [(BAD, Trouble), (BUG, ZeroDivisionError)])
def test_a_failing_step_leaves_the_file_byte_for_byte(
    old: tuple[Path, bytes], tmp_path: Path, step: str, error: type[Exception]
) -> None:
    path, key = old
    before = files(path)
    with pytest.raises(error) as failed:
        upgrade_file(path, key, steps=steps_with(tmp_path, step), target="0002")
    if isinstance(failed.value, Trouble):
        assert failed.value.code is Code.UPGRADE_FAILED
    assert files(path) == before
    reopen(path.parent).close()


def test_what_a_killed_program_left_in_the_log_is_upgraded_too(
    old: tuple[Path, bytes], tmp_path: Path
) -> None:
    path, key = old
    connection = connect(path, key)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE draft SET sector = 'person'")
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("station.db", "station.db-wal"):
        shutil.copy(path.with_name(name), killed / name)
    connection.close()
    upgrade_file(killed / "station.db", key, steps=steps_with(tmp_path, GOOD), target="0002")
    connection = connect(killed / "station.db", key)
    assert connection.execute("SELECT sector FROM draft").fetchone() == ("person",)
    connection.close()


def test_the_old_file_is_copied_where_the_disk_knows_no_links(
    old: tuple[Path, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.link", refuse)
    before = old[0].read_bytes()
    upgrade_file(*old, steps=steps_with(tmp_path, GOOD), target="0002")
    assert old[0].with_name("station.db.0001.bak").read_bytes() == before


def test_a_file_of_a_newer_program_is_refused_and_left_alone(old: tuple[Path, bytes]) -> None:
    path, key = old
    connection = connect(path, key)
    connection.execute("UPDATE alembic_version SET version_num = '0099'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Trouble) as trouble:
        reopen(path.parent)
    assert trouble.value.code is Code.STORE_NEWER
    assert path.read_bytes() == before


def test_index_tables_of_a_newer_program_are_refused(old: tuple[Path, bytes]) -> None:
    path, key = old
    connection = connect(path, key)
    connection.execute("UPDATE setting SET value = X'3939' WHERE key = 'index_schema'")
    connection.close()
    with pytest.raises(Trouble) as trouble:
        reopen(path.parent)
    assert trouble.value.code is Code.STORE_NEWER


def test_older_index_tables_are_dropped_and_replayed(old: tuple[Path, bytes]) -> None:
    path, key = old
    connection = connect(path, key)
    connection.execute("UPDATE setting SET value = X'30' WHERE key = 'index_schema'")
    connection.execute("DROP TABLE record_text")
    connection.execute("ALTER TABLE person RENAME COLUMN initials TO first_letters")
    connection.close()
    with reopen(path.parent) as store, store.read() as reader:
        assert reader.page("mediation", query="雨棚").total == 1
        assert reader.index_faults() == ()


# --- the museum --------------------------------------------------------------------------------------------


def test_every_step_has_a_museum_piece() -> None:
    steps = {path.name[:4] for path in (STEPS / "versions").glob("*.py")}
    assert {path.stem for path in MUSEUM.glob("*.sql")} == steps


@pytest.mark.parametrize("piece", sorted(MUSEUM.glob("*.sql")), ids=lambda path: path.stem)
def test_a_released_shape_is_brought_to_today_with_all_that_was_in_it(piece: Path, home: Path) -> None:
    made = make_home(home)
    made.store.close()
    for path in (home / "marker", made.store.path):
        path.unlink()
    connection = connect(made.store.path, made.store._opened.ring.key, create=True)
    connection.executescript(piece.read_text(encoding="utf-8"))
    connection.close()
    with reopen(home) as store, store.read() as reader:
        (line,) = reader.page("mediation", query="雨棚").lines
        assert (line.title, line.state, line.number) == (
            "何䶮与梁亚娣邻里纠纷",
            "已受理",
            "〔2026〕沙云人调字第5号",
        )
        assert check_chain(reader.entries(store.station, store.epoch)) == (
            reader.head().hash,
            reader.head().seq,
        )
        assert [entry.header.verb for entry in reader.history(line.id)] == ["save", "save", "print"]
        assert [draft.payload for draft in reader.drafts()] == [{"brief": "正在打字"}]
        assert reader.value("sign_key") == b"\x01\x02"
        assert reader.marks()["exported"].seq == 2
        assert reader.index_faults() == ()
        assert len(reader.blob_names()) == 1
    with reopen(home) as store, store.write() as writer:
        assert writer.allot("中山市沙溪镇云涧村人民调解委员会", "mediation", 2026) == 6

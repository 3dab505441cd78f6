"""Not a byte in plain text: every file of a home is searched for what was stored, open, killed and closed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import NAME, NUMBER, PHONE, case_payload, make_home, reopen
from zsapp.base.ids import new_id
from zsapp.records.store import Store

SECRETS = (
    *(NAME, NUMBER, PHONE, NUMBER[:12], "梁亚娣", "雨棚檐口", "云涧村南巷12号", "正在打的字", "定稿文书"),
    *("高伟明", "站长", "密钥密钥", "调解员备注"),
)
FORMS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
LEAST = 6
"""Bytes that are looked for at least: four of them stand in what is encrypted by chance, once in 200 runs."""
NEEDLES = [
    (secret, written) for secret in SECRETS for form in FORMS if len(written := secret.encode(form)) >= LEAST
]
SQLITE = b"SQLite format 3"


def fill(store: Store) -> None:
    """Put the secrets wherever the store keeps anything."""
    record_id = new_id()
    with store.write(who="高伟明") as writer:
        writer.save("mediation", record_id, case_payload(), base_version=0, verb="save")
        writer.save("person", new_id(), {"name": NAME, "id_no": NUMBER}, base_version=0, verb="save")
        writer.note("print", sector="mediation", record_id=record_id, payload={"note": "调解员备注"})
        writer.put_draft(record_id, "mediation", {"brief": "正在打的字"}, 1)
        writer.set_value("sign_key", "密钥密钥".encode())
        writer.allot("云涧村南巷12号", NAME, 2026)
    store.blobs.put(f"定稿文书 {NAME} {NUMBER}".encode() * 500)
    store.settle()
    with store.write() as writer:
        writer.save("mediation", new_id(), case_payload(), base_version=0, verb="save")


def leaks(home: Path) -> set[tuple[str, str]]:
    """Return (file, what was found in it), file names included."""
    found = set()
    for path in home.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        named = str(path.relative_to(home))
        found |= {(named, secret) for secret, written in NEEDLES if written in held}
        found |= {(named, secret) for secret in SECRETS if secret in named}
        if SQLITE in held:
            found.add((named, "SQLite"))
    return found


def test_nothing_is_readable_while_the_store_is_open_nor_after_it_is_closed(home: Path) -> None:
    store = make_home(home).store
    store.add_user("高伟明", "第二个口令")
    fill(store)
    names = {path.name for path in home.rglob("*")}
    assert {"station.db", "station.db-wal", "station.db-shm", "keys.json", "marker", "lock"} <= names
    assert (home / "station.db-wal").stat().st_size > 0
    assert leaks(home) == set()
    store.close()
    assert leaks(home) == set()


def test_nothing_is_readable_in_the_middle_of_a_transaction(home: Path) -> None:
    with make_home(home).store as store, store.write() as writer:
        for _ in range(200):  # more than the cache holds, so that pages spill into the log before the commit
            long = case_payload(record=NAME * 10_000)
            writer.save("mediation", new_id(), long, base_version=0, verb="save")
        assert leaks(home) == set()


def test_nothing_is_readable_after_a_kill(home: Path) -> None:
    source = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from tests.db.test_store_plaintext import fill, make_home\n"
        f"store = make_home(Path({str(home)!r})).store\n"
        "fill(store)\n"
        "with store.write() as writer:\n"
        "    writer.put_draft(store.station, 'mediation', {'brief': '正在打的字'}, 0)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == -9
    assert (home / "station.db-wal").exists()
    assert leaks(home) == set()
    reopen(home).close()
    assert leaks(home) == set()


def test_nothing_is_readable_in_the_copies_of_an_upgrade_and_no_other_folder_is_used(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setenv("SQLITE_TMPDIR", str(elsewhere))
    with make_home(home).store as store:
        fill(store)
        with store.write() as writer:
            writer.replay()
    assert list(elsewhere.iterdir()) == []
    assert leaks(home) == set()


def test_the_search_would_have_found_a_leak(home: Path) -> None:
    with make_home(home).store as store:
        fill(store)
        (home / "station.db-journal").write_bytes("前缀梁亚娣".encode("utf-16-le"))
        (home / "何䶮.pdf").touch()
        assert leaks(home) == {("station.db-journal", "梁亚娣"), ("何䶮.pdf", NAME)}

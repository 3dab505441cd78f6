"""Kill -9 of a hub between its two commits: nothing acknowledged is lost, and what comes again heals it."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.databases import new_database
from tests.desks import CITY, PASSPHRASE, plain_cases
from tests.fault.killing import ROOT
from tests.hubs import enrolled, served
from zsapp.base.errors import Trouble
from zsapp.base.ids import new_id
from zsapp.records.rebuild import examine
from zsapp.services.station import Station


@contextmanager
def dying(place: Path, database: str) -> Iterator[tuple[str, str]]:
    """Give address and pin of a hub that dies with the first package; wait until it has died."""
    (place / "pass").write_text(PASSPHRASE, encoding="utf-8")
    words = ["hub", "serve", "--listen", "127.0.0.1:0", "--database", database]
    words += ["--home", str(place / CITY), "--passphrase-file", str(place / "pass")]
    hub = subprocess.Popen(
        [sys.executable, "-m", "tests.fault.dying_hub", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with hub:
        assert hub.stdout is not None
        said = [hub.stdout.readline() for _ in range(3)]
        url = re.search(r"https://[0-9.:]+", said[0])
        assert url, said
        yield url[0], said[1].partition("：")[2].strip()
        hub.wait(60)
    assert hub.returncode == -signal.SIGKILL


def state(village: Station, record_id: str) -> str:
    with village.store.read() as reader:
        return reader.sync_state(record_id)


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def test_a_hub_killed_between_its_commits_has_acknowledged_nothing_and_is_healed_by_the_next_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    database = new_database() if engine == "postgresql" else f"sqlite:///{tmp_path / 'tables.db'}"
    with enrolled(tmp_path, "village") as stations:
        village, record_id = stations["village"], new_id()
        with village.store.write() as writer:
            writer.save("mediation", record_id, plain_cases()[0], base_version=0, verb="save")
        with dying(tmp_path, database) as (url, pin), pytest.raises(Trouble):
            village.network.sync(url, pin)
        assert state(village, record_id) == "已导出"
        (tmp_path / CITY / "inbox").rename(tmp_path / "lost")  # so that nothing but the upload itself heals
        with served(tmp_path / CITY, database) as hub:
            with hub.hub.store.read() as reader:
                assert reader.record(record_id) is not None, "the tables have it"
                assert reader.noted(("import",), 1) == (), "the home has not"
            done = village.network.sync(hub.url, hub.pin)
            assert (done.sent, done.waiting) == (1, 0)
            assert state(village, record_id) == "市已入库"
            with hub.hub.store.read() as reader, village.store.read() as ours:
                assert reader.digests(village.profile.id) == ours.digests()
                assert len(reader.noted(("import",), 2)) == 1
            assert examine(hub.hub.store).sound

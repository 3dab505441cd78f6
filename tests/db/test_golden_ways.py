"""What goes down, what makes a station one, receipts and backups: golden bytes, read for ever."""

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desks import PASSPHRASE, Desk
from tests.golden.golden_desks import GOLDEN, SAID, golden_station, now
from zsapp.exchange import acknowledgement, certificates, manifest, paper_receipt, rebaseline, requests
from zsapp.exchange.requests import read_answer, read_asked
from zsapp.press import seal
from zsapp.records import backup_file
from zsapp.records.backup_file import backups_in
from zsapp.records.restoring import Secret, restore_home
from zsapp.services.receipts import Receipts
from zsapp.services.review import Reviews


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes the golden town or village, empty."""
    made: list[Desk] = []

    def make(tier: str, *, chain: bool = True) -> Desk:
        made.append(golden_station(tmp_path / tier, tier, chain=chain))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


def copied(name: str, folder: Path) -> Path:
    return Path(shutil.copy(GOLDEN / name, folder))


def test_every_format_so_far_has_its_golden_files() -> None:
    formats = {
        *(manifest.FORMAT, acknowledgement.FORMAT, certificates.FORMAT, requests.FORMAT),
        *(rebaseline.FORMAT, backup_file.FORMAT),
    }
    assert formats == {1}, "a new format: make its golden files before anything else"


def test_a_golden_request_and_its_answer_make_a_station(
    new_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    asked = read_asked((GOLDEN / "request-1.zsreq").read_bytes())
    assert asked.subject.station == SAID["village"]["station"]
    town = new_desk("town")
    assert town.enrolment.receive((GOLDEN / "request-1.zsreq").read_bytes()).station == asked.subject.station
    answered = read_answer((GOLDEN / "answer-1.zscert").read_bytes())
    assert [one.revoked[0].serial for one in answered.lists] == [SAID["revoked"]]
    village = new_desk("village", chain=False)
    village.enrolment.accept(copied("answer-1.zscert", tmp_path))
    assert village.credentials().own.serial == answered.chain[0].serial


def test_what_was_given_back_is_taken_in_and_then_the_answer_is_heard(
    new_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    village = new_desk("village")
    (given,) = village.exchange.import_path(copied("given-1.zsback", tmp_path)).given
    assert set(given.records) == {*SAID["records"], SAID["held"], SAID["village"]["station"]}
    (heard,) = village.exchange.import_path(copied("answered-1.zsack", tmp_path)).acknowledgements
    assert [one.record for one in heard.quarantine] == [SAID["held"]]
    assert heard.down == 1
    with village.store.read() as reader:
        (first, second) = SAID["records"]
        for record_id, payload in SAID["records"].items():
            stored = reader.record(record_id)
            assert stored is not None
            assert stored.payload == payload
        assert reader.sync_state(first) == "已退回"
        found = [village.store.blobs.get(name) for name in reader.blob_names()]
    package = json.loads((GOLDEN / "package-1.json").read_text(encoding="utf-8"))
    assert found == [base64.b64decode(package["paper"])]
    assert second


def test_a_golden_receipt_on_paper_is_read(new_desk: Callable[..., Desk], tmp_path: Path) -> None:
    assert paper_receipt.is_receipt(seal.read_text(SAID["receipt"]))
    village = new_desk("village")
    village.exchange.import_path(copied("given-1.zsback", tmp_path))
    desk = Receipts(village.store, Reviews(village.store, village.profile, village.days), village.days)
    taken = desk.take(SAID["receipt"])
    assert (taken.epoch, taken.seq) == (1, SAID["seq"])
    assert len(taken.quarantine) == 1


def test_a_golden_backup_is_restored(tmp_path: Path) -> None:
    (found,) = backups_in(GOLDEN / "backup-1")
    with restore_home(found, tmp_path / "home", Secret(passphrase=PASSPHRASE), now=now) as store:
        assert store.station == SAID["village"]["station"]
        with store.read() as reader:
            for record_id, payload in SAID["records"].items():
                stored = reader.record(record_id)
                assert stored is not None
                assert stored.payload == payload
            (paper,) = reader.blob_names()
        assert store.blobs.get(paper).startswith(b"%PDF-1.7 golden")

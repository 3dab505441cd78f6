"""From the village to the town and the city, and the acknowledgement back: by files on a stick."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
import zstandard

from tests.desks import Three, plain_cases, three_desks
from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.progress import Progress
from zsapp.exchange.package import SUFFIX, VOLUME
from zsapp.services.exchange import inspect


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def package_on(folder: Path) -> Path:
    (found,) = folder.glob(f"*{SUFFIX}")
    return found


def sync_of(three: Three, record_id: str) -> str:
    with three.village.store.read() as reader:
        return reader.sync_state(record_id)


def test_a_case_arrives_as_it_was_and_the_village_hears_of_it(three: Three) -> None:
    ids = [three.village.save(case) for case in plain_cases()[:5]]
    assert sync_of(three, ids[0]) == "已登记"
    done = three.village.exchange.export(three.stick)
    assert sync_of(three, ids[0]) == "已导出"
    assert (done.records, done.seq_from) == (6, 1)
    (taken,) = three.town.exchange.import_path(three.stick).packages
    assert (taken.records, taken.entries, taken.name) == (6, done.entries, three.village.profile.name)
    assert taken.differences == ()
    with three.village.store.read() as ours, three.town.store.read() as theirs:
        for record_id in ids:
            assert theirs.record(record_id) == ours.record(record_id)
            assert theirs.history(record_id) == ours.history(record_id)
        assert theirs.digests(three.village.store.station) == ours.digests()
    assert sync_of(three, ids[0]) == "已导出"
    (heard,) = three.village.exchange.import_path(three.stick).acknowledgements
    assert (heard.seq, heard.news, heard.tier) == (done.seq_to, True, "town")
    assert sync_of(three, ids[0]) == "镇已入库"


def test_the_city_opens_the_same_file_and_its_acknowledgement_counts_further(three: Three) -> None:
    record_id = three.village.save(plain_cases()[0])
    three.village.exchange.export(three.stick)
    three.city.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    assert sync_of(three, record_id) == "市已入库"


def test_the_next_export_begins_after_the_last_acknowledged_entry(three: Three, tmp_path: Path) -> None:
    first = three.village.exchange.export(three.stick)
    three.village.save(plain_cases()[0])
    second = three.village.exchange.export(three.stick)
    assert second.seq_from == first.seq_from, "a stick may have been lost"
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    third = three.village.exchange.export(three.stick)
    assert third.seq_from == second.seq_to + 1
    assert three.village.exchange.status().unsent == {}


def test_a_lost_stick_loses_nothing(three: Three, tmp_path: Path) -> None:
    record_id = three.village.save(plain_cases()[0])
    lost = tmp_path / "lost"
    lost.mkdir()
    three.village.exchange.export(lost)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    with three.town.store.read() as reader:
        assert reader.record(record_id) is not None


def test_packages_of_a_folder_are_taken_in_their_order_whatever_they_are_called(three: Three) -> None:
    first = three.village.exchange.export(three.stick)
    first.file.rename(three.stick / f"zsapp-z{SUFFIX}")
    three.village.save(plain_cases()[0])
    second = three.village.exchange.export(three.stick, since=first.seq_to)
    second.file.rename(three.stick / f"zsapp-a{SUFFIX}")
    done = three.town.exchange.import_path(three.stick)
    assert [one.seq_from for one in done.packages] == [1, second.seq_from]
    assert not done.refused


def test_a_newer_version_takes_the_place_of_the_older_one(three: Three) -> None:
    record_id = three.village.save(plain_cases()[0])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.save(plain_cases()[1], record_id)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    with three.town.store.read() as reader:
        stored = reader.record(record_id)
    assert stored is not None
    assert (stored.version, stored.payload) == (2, plain_cases()[1])


def test_printed_papers_travel_along(three: Three) -> None:
    record_id = three.village.save(plain_cases()[0])
    paper = b"%PDF-1.7 " + bytes(range(256)) * 300
    digest = three.village.print(record_id, paper)
    assert three.village.exchange.export(three.stick).attachments == 1
    (taken,) = three.town.exchange.import_path(three.stick).packages
    assert taken.attachments == 1
    assert three.town.store.blobs.get(digest) == paper


def test_a_print_whose_paper_is_no_longer_here_does_not_stop_the_export(three: Three) -> None:
    with three.village.store.write() as writer:
        writer.note("print", payload={"sha256": "0" * 64})
    assert three.village.exchange.export(three.stick).attachments == 0


def test_many_papers_go_into_volumes_and_each_may_arrive_late(
    three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zsapp.exchange.package.VOLUME", 300_000)
    record_id = three.village.save(plain_cases()[0])
    papers = [bytes([number]) * 120_000 for number in range(6)]
    digests = [three.village.print(record_id, paper) for paper in papers]
    exported = three.village.exchange.export(three.stick)
    assert len(exported.files) > 2
    assert exported.attachments == 6
    late = exported.files[1]
    late.rename(late.with_suffix(".late"))
    done = three.town.exchange.import_path(three.stick)
    assert len(done.packages) == len(exported.files) - 1
    assert done.packages[-1].lacking == (2,)
    (ack,) = [inspect(path) for path in three.stick.glob("*.zsack")]
    assert ack["seq"] == exported.seq_to
    assert ack["volumes"] == [{"package": exported.package, "missing": [2]}]
    late.with_suffix(".late").rename(late)
    assert [(one.volume, one.lacking) for one in three.town.exchange.import_path(late).packages] == [(2, ())]
    assert [three.town.store.blobs.get(digest) for digest in digests] == papers
    (ack,) = [inspect(path) for path in three.stick.glob("*.zsack")]
    assert ack["volumes"] == []
    with pytest.raises(Refusal) as refused:
        three.town.exchange.import_path(late)
    assert refused.value.code is Code.PACKAGE_ALREADY


def test_a_package_is_whole_when_the_papers_of_its_last_volume_had_come_before(
    three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zsapp.exchange.package.VOLUME", 300_000)
    record_id = three.village.save(plain_cases()[0])
    for number in range(6):
        three.village.print(record_id, bytes([number]) * 120_000)
    first = three.folder / "first"
    first.mkdir()
    three.village.exchange.export(first)
    three.town.exchange.import_path(first)
    three.village.save(plain_cases()[1])
    second = three.village.exchange.export(three.stick)
    assert len(second.files) > 2
    done = three.town.exchange.import_path(three.stick)
    assert len(done.packages) == len(second.files)
    (ack,) = [inspect(path) for path in three.stick.glob("*.zsack")]
    assert ack["volumes"] == [], "or the town would carry it for ever"


def test_an_export_that_stops_between_two_volumes_takes_the_first_one_back(
    three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zsapp.exchange.package.VOLUME", 300_000)
    record_id = three.village.save(plain_cases()[0])
    for number in range(6):
        three.village.print(record_id, bytes([number]) * 120_000)
    found: list[int] = []
    progress = Progress()

    def stop(_done: int, _total: int, text: str) -> None:
        if text == "正在打包附件":
            found.append(len(list(three.stick.glob(f"*{SUFFIX}"))))
            progress.cancel()

    progress.told = stop
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick, progress=progress)
    assert refused.value.code is Code.CANCELLED
    assert found[0] == 1
    assert list(three.stick.iterdir()) == [], "half a package helps nobody"
    assert three.village.exchange.status().last_export is None


def test_a_volume_is_64_mib() -> None:
    assert VOLUME == 64 * 1024 * 1024


def test_the_seal_opens_with_any_age_and_the_slice_with_any_zstd(three: Three) -> None:
    three.village.save(plain_cases()[0])
    done = three.village.exchange.export(three.stick)
    key = three.village.credentials().keys.box.decode()
    with zipfile.ZipFile(done.file) as other:
        sealed = other.read("entries.jsonl.zst.age")
    opened = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key)])
    lines = zstandard.ZstdDecompressor().decompressobj().decompress(opened).splitlines()
    assert [read_canonical(line)["header"]["seq"] for line in lines] == list(range(1, done.entries + 1))
    payloads = [read_canonical(line)["payload"] for line in lines]
    assert plain_cases()[0] in payloads


def test_no_file_on_the_stick_names_a_person_or_a_case(three: Three) -> None:
    case = plain_cases()[0]
    three.village.save(case)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    names = {party["name"] for party in case["parties"]}
    for path in three.stick.iterdir():
        assert path.name.isascii()
        content = path.read_bytes()
        assert not [name for name in names if name.encode() in content]
        assert not set('<>:"/\\|?*') & set(path.name)


def test_nothing_lies_about_in_the_home_after_an_exchange(three: Three) -> None:
    three.village.save(plain_cases()[0])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    for desk in (three.village, three.town):
        assert list((desk.store.home / "tmp").iterdir()) == []
        assert not (desk.store.home / "exchange.lock").exists()


def test_the_status_says_how_far_everything_is(three: Three) -> None:
    three.village.save(plain_cases()[0])
    before = three.village.exchange.status()
    assert (sum(before.unsent.values()), before.last_export, before.enrolled) == (2, None, True)
    assert before.parent == three.town.profile.name
    done = three.village.exchange.export(three.stick)
    after = three.village.exchange.status()
    assert after.unsent == {}
    assert after.marks["exported"].seq == done.seq_to
    three.town.exchange.import_path(three.stick)
    (known,) = three.town.exchange.status().stations
    assert (known.station, known.seq) == (three.village.store.station, done.seq_to)
    assert three.city.exchange.status().parent == ""


def test_everything_else_on_a_stick_is_let_be(three: Three) -> None:
    (three.stick / "照片.jpg").write_bytes(b"jpg")
    (three.stick / f"folder{SUFFIX}").mkdir()
    (three.stick / "zsapp-x.zspkg.part").write_bytes(b"half")
    (three.stick / "keep.part").write_bytes(b"theirs")
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    assert (three.stick / "照片.jpg").exists()
    assert (three.stick / "keep.part").exists()
    assert not (three.stick / "zsapp-x.zspkg.part").exists(), "left by an export that was cut short"


def test_steps_are_told_and_a_cancelled_errand_changes_nothing(three: Three) -> None:
    three.village.save(plain_cases()[0])
    told: list[tuple[int, int, str]] = []
    three.village.exchange.export(three.stick, progress=Progress(lambda *step: told.append(step)))
    assert {text for _, _, text in told} == {"正在打包", "正在写入U盘", "正在核对U盘上的内容"}
    assert all(0 <= done <= total for done, total, _ in told)
    before = three.town.fingerprint()
    for wanted in ("正在核对", "正在导入"):
        progress = Progress()
        progress.told = lambda _done, _total, text, p=progress, w=wanted: p.cancel() if w in text else None
        with pytest.raises(Refusal) as refused:
            three.town.exchange.import_path(three.stick, progress=progress)
        assert refused.value.code is Code.CANCELLED
    assert three.town.fingerprint() == before
    for wanted in ("正在打包", "正在写入U盘"):
        progress = Progress()
        progress.told = lambda _done, _total, text, p=progress, w=wanted: p.cancel() if w == text else None
        head = three.village.exchange.status().last_seq
        with pytest.raises(Refusal) as refused:
            three.village.exchange.export(three.folder, progress=progress)
        assert refused.value.code is Code.CANCELLED
        assert not list(three.folder.glob("zsapp-*"))
        assert three.village.exchange.status().last_seq == head


def test_inspection_needs_no_station_and_a_station_adds_its_judgement(three: Three) -> None:
    three.village.exchange.export(three.stick)
    path = package_on(three.stick)
    facts = inspect(path)
    assert facts["sender"]["name"] == three.village.profile.name
    assert facts["signature"] == "valid"
    assert three.town.exchange.inspect(path)["trusted"] == ""
    assert three.village.exchange.inspect(path)["trusted"] == "PACKAGE_OWN"
    three.town.exchange.import_path(path)
    (ack,) = three.stick.glob("*.zsack")
    assert three.town.exchange.inspect(ack)["receiver"]["station"] == three.town.store.station
    with pytest.raises(Trouble) as trouble:
        inspect(three.stick / "none")
    assert trouble.value.code is Code.FILE_MISSING


def test_an_export_without_anything_new_says_so(three: Three) -> None:
    head = three.village.exchange.status().last_seq
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick, since=head)
    assert refused.value.code is Code.EXPORT_NOTHING


def test_a_folder_without_any_package_says_so(three: Three) -> None:
    (three.folder / "request").write_bytes(b"x")
    for what in (three.stick, three.folder / "request"):
        with pytest.raises(Refusal) as refused:
            three.town.exchange.import_path(what)
        assert refused.value.code is Code.NOT_A_PACKAGE
    with pytest.raises(Trouble) as trouble:
        three.town.exchange.import_path(three.stick / "none")
    assert trouble.value.code is Code.FILE_MISSING

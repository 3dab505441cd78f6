"""Packages that are older, newer, repeated or too early, or of entries that do not hold: each its refusal."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from tests.desks import Three, plain_cases, re_signed, three_desks
from tests.liars import acknowledged, entry_after, refusal, refused_by, send
from zsapp.base.entry import SCHEMA, Entry, Header
from zsapp.base.errors import Code, Trouble
from zsapp.services.forks import decide


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        desks.village.save(plain_cases()[0])
        yield desks


def test_the_same_package_again_changes_nothing_and_the_acknowledgement_is_written_anew(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    three.town.exchange.import_path(path)
    (ack,) = three.stick.glob("*.zsack")
    ack.unlink()
    assert refused_by(three.town, path).code is Code.PACKAGE_ALREADY
    assert acknowledged(three.stick)["refused"] == []
    (skipped,) = three.town.exchange.import_path(three.stick).skipped[-1:]
    assert skipped.code == "PACKAGE_ALREADY"


def test_an_older_package_brings_nothing_new(three: Three) -> None:
    older = three.village.exchange.export(three.stick).file
    three.village.save(plain_cases()[1])
    newer = three.village.exchange.export(three.stick).file
    three.town.exchange.import_path(newer)
    error = refused_by(three.town, older)
    assert (error.code, str(error)) == (
        Code.PACKAGE_OLDER,
        "数据包已过时：里面的内容都已随较新的数据包收到",
    )
    assert acknowledged(three.stick)["seq"] > 0


def test_a_format_that_is_no_longer_read_is_told_from_an_older_package(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(format=0))
    assert refused_by(three.town, path).code is Code.PACKAGE_RETIRED
    (left,) = three.town.exchange.import_path(three.stick).refused
    assert left.code == "PACKAGE_RETIRED", "what is in it has not come by another way"


def test_a_newer_format_asks_for_an_upgrade(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file

    def newer(payload: dict[str, Any]) -> None:
        kept = {key: payload[key] for key in ("chain", "suite")}
        payload.clear()
        payload.update({**kept, "format": 2, "something": "else"})

    re_signed(path, three.village.credentials().keys.sign, newer)
    error = refused_by(three.town, path)
    assert (error.code, type(error)) == (Code.PACKAGE_NEWER, Trouble)
    assert "请先升级本程序" in error.remedy


def test_a_newer_schema_asks_for_an_upgrade_and_the_sender_is_told(three: Three) -> None:
    path = send(three.village, three.stick, [entry_after(None, three.village, {}, schema=SCHEMA + 1)])
    assert refused_by(three.town, path).code is Code.PACKAGE_NEWER
    assert refusal(three.stick) == ["PACKAGE_NEWER"]


def test_a_missing_range_is_named_and_nothing_is_taken(three: Three) -> None:
    first = three.village.exchange.export(three.stick)
    three.village.save(plain_cases()[1])
    second = three.village.exchange.export(three.stick, since=first.seq_to)
    error = refused_by(three.town, second.file)
    assert (error.code, error.facts["first"], error.facts["last"]) == (Code.PACKAGE_GAP, 1, first.seq_to)
    said = acknowledged(three.stick)
    assert said["missing"] == [[1, first.seq_to]]
    assert said["seq"] == 0
    (heard,) = three.village.exchange.import_path(three.stick).acknowledgements
    assert heard.missing[0].last == first.seq_to
    first.file.unlink()
    (left,) = three.town.exchange.import_path(three.stick).refused
    assert left.code == "PACKAGE_GAP"
    assert three.village.exchange.export(three.stick).seq_from == 1, "the next export fills the gap"
    three.town.exchange.import_path(three.stick)
    assert acknowledged(three.stick)["missing"] == []


def test_two_different_entries_under_one_number_are_a_fork(three: Three) -> None:
    village = three.village
    one = entry_after(None, village, {}, version=0, record_id="", verb="login")
    two = entry_after(one, village, {}, version=0, record_id="", verb="login")
    three.town.exchange.import_path(send(village, three.stick, [one, two]))
    other = entry_after(None, village, {}, version=0, record_id="", verb="login")
    third = entry_after(two, village, {}, version=0, record_id="", verb="login")
    beside = entry_after(other, village, {}, version=0, record_id="", verb="login")
    after = entry_after(beside, village, {}, version=0, record_id="", verb="login")
    cases = {
        "another past": [other],
        "another past, and something new": [other, beside, after],
        "another history before it": [after],
    }
    for number, entries in enumerate(cases.values()):
        folder = three.folder / str(number)
        folder.mkdir()
        assert refused_by(three.town, send(village, folder, entries)).code is Code.PACKAGE_FORKED
        assert refusal(folder) == ["PACKAGE_FORKED"]
        if not number:
            decide(three.town.store, village.store.station)  # else nothing of the station is taken any more
    three.town.exchange.import_path(send(village, three.stick, [third]))


# --- bad entries ------------------------------------------------------------------------------------------


def test_an_entry_that_could_not_be_written_back_stops_the_package(three: Three) -> None:
    for number, header in enumerate(({"at": "yesterday"}, {"record_id": "x"})):
        folder = three.folder / str(number)
        folder.mkdir()
        path = send(three.village, folder, [entry_after(None, three.village, plain_cases()[0], **header)])
        assert refused_by(three.town, path).code is Code.PACKAGE_RECORD_BAD


def lied(three: Three, entries: list[Entry], **changes: Any) -> Path:
    """Write a package whose manifest was changed and signed anew."""
    path = send(three.village, three.stick, entries)
    return re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(changes))


def test_a_chain_that_does_not_end_where_it_says_is_broken(three: Three) -> None:
    entries = [entry_after(None, three.village, {}, version=0, record_id="", verb="login")]
    error = refused_by(three.town, lied(three, entries, head="1" * 64))
    assert error.code is Code.PACKAGE_CHAIN
    assert refusal(three.stick) == ["PACKAGE_CHAIN"]


def test_entries_that_do_not_follow_are_broken(three: Three) -> None:
    one = entry_after(None, three.village, {}, version=0, record_id="", verb="login")
    path = lied(three, [one], epoch=2)
    assert refused_by(three.town, path).code is Code.PACKAGE_CHAIN


def test_counts_that_lie_are_damage(three: Three) -> None:
    one = entry_after(None, three.village, {}, version=0, record_id="", verb="login")
    counts = {"entries": 1, "records": 1}
    assert refused_by(three.town, lied(three, [one], counts=counts)).code is Code.PACKAGE_DAMAGED


def test_a_schema_that_the_manifest_hides_is_found_and_asks_for_an_upgrade(three: Three) -> None:
    one = entry_after(None, three.village, plain_cases()[0], schema=SCHEMA + 1)
    path = lied(three, [one], schema=SCHEMA)
    assert refused_by(three.town, path).code is Code.PACKAGE_NEWER


def test_records_that_differ_are_named_by_their_shard(three: Three) -> None:
    entries = [entry_after(None, three.village, plain_cases()[0])]
    (taken,) = three.town.exchange.import_path(send(three.village, three.stick, entries)).packages
    assert taken.differences == (f"mediation/{entries[0].header.record_id[-1]}",)


def test_a_broken_chain_of_our_own_is_not_sent(three: Three) -> None:
    one = entry_after(None, three.village, {})
    bent = replace(one, header=Header(**(asdict(one.header) | {"who": "他人"})))
    with pytest.raises(Trouble) as trouble:
        send(three.village, three.stick, [bent])
    assert trouble.value.code is Code.CHAIN_BROKEN

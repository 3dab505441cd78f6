"""Quarantine: one entry with a fault stops nobody; what waits behind it goes on once it is made good."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.desks import Desk, Three, plain_cases, three_desks
from tests.liars import acknowledged, entry_after, send
from zsapp.base.entry import Entry, check_chain
from zsapp.base.errors import Code
from zsapp.base.ids import new_id
from zsapp.base.items import item
from zsapp.records import sectors
from zsapp.records.rebuild import examine
from zsapp.rules.mediation import Case
from zsapp.services.review import Reviews, held_words

BAD = {"nonsense": 1}
BRIEF = {"brief": "漏水"}


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def chain(village: Desk, *steps: tuple[str, int, dict[str, Any]], after: Entry | None = None) -> list[Entry]:
    """Return entries of a village: (record, version, payload); without a version, a print of the record."""
    made: list[Entry] = []
    for record, version, payload in steps:
        header: dict[str, Any] = {
            "record_id": record,
            "version": version,
            "base_version": max(version - 1, 0),
        }
        if not version:
            header |= {"verb": "print", "sector": "mediation"}
        after = entry_after(after, village, payload, **header)
        made.append(after)
    return made


def stands(desk: Desk, record_id: str) -> tuple[int, Any] | None:
    with desk.store.read() as reader:
        stored = reader.record(record_id)
    return (stored.version, stored.payload) if stored else None


def held(desk: Desk) -> list[tuple[int, str, str]]:
    with desk.store.read() as reader:
        return [(one.seq, one.code, one.where) for one in reader.held()]


def sound(desk: Desk) -> bool:
    """Say whether journal and index agree, and still do after a replay that gives the same records."""
    report = examine(desk.store)
    before, here = desk.fingerprint(), held(desk)
    with desk.store.write() as writer:
        writer.replay()
    return report.sound and examine(desk.store).sound and (before, here) == (desk.fingerprint(), held(desk))


def test_a_bad_entry_stops_no_other_record_and_the_sender_is_told_which(three: Three) -> None:
    one, two = new_id(), new_id()
    entries = chain(three.village, (one, 1, BAD), (two, 1, plain_cases()[0]))
    (taken,) = three.town.exchange.import_path(send(three.village, three.stick, entries)).packages
    assert (taken.entries, taken.records, taken.quarantined) == (2, 1, 1)
    assert stands(three.town, one) is None
    assert stands(three.town, two) == (1, plain_cases()[0])
    said = acknowledged(three.stick)
    assert (said["seq"], said["refused"]) == (2, [])
    assert said["quarantine"] == [{"record": one, "seq": 1, "code": "IMPORT_KEY_UNKNOWN"}]
    assert held(three.town) == [(1, Code.IMPORT_KEY_UNKNOWN.name, "nonsense")]
    with three.town.store.read() as reader:
        assert check_chain(reader.entries(three.village.store.station, 1))[1] == 2
    assert sound(three.town)


def test_what_is_held_counts_as_received_in_the_digests(three: Three) -> None:
    record_id = three.village.save(plain_cases()[0])
    three.village.save(plain_cases()[1] | BRIEF)
    first = three.village.exchange.export(three.stick).file
    with older_program():
        (taken,) = three.town.exchange.import_path(first).packages
    assert (taken.quarantined, taken.differences) == (1, ())
    assert stands(three.town, record_id) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderCase(Case):
    """A case as an older program knew it: it had less room for what happened."""

    brief: str = item("纠纷简要情况", maximum=20)


@contextmanager
def older_program() -> Iterator[None]:
    """The town has not been upgraded yet."""
    with pytest.MonkeyPatch.context() as then:
        then.setitem(sectors.SECTORS, "mediation", replace(sectors.SECTORS["mediation"], shape=OlderCase))
        yield


def test_after_an_upgrade_what_was_held_goes_on_with_the_next_package(three: Three) -> None:
    record_id = three.village.save(plain_cases()[0])
    with older_program():
        three.town.exchange.import_path(three.village.exchange.export(three.stick).file)
    assert stands(three.town, record_id) is None
    three.village.save(plain_cases()[1])
    (taken,) = three.town.exchange.import_path(three.village.exchange.export(three.stick).file).packages
    assert (taken.quarantined, taken.differences) == (0, ())
    assert stands(three.town, record_id) == (1, plain_cases()[0])
    assert acknowledged(three.stick)["quarantine"] == []
    assert sound(three.town)


def test_a_person_can_have_it_tried_again_at_once(three: Three) -> None:
    record_id = three.village.save(plain_cases()[0])
    with older_program():
        three.town.exchange.import_path(three.village.exchange.export(three.stick).file)
    desk = Reviews(three.town.store, three.town.profile, three.town.days)
    (line,) = desk.quarantine()
    assert (line.name, line.code, line.sentence) == (
        three.village.profile.name,
        "TEXT_TOO_LONG",
        "内容不符合要求（1104）：纠纷简要情况",
    )
    assert desk.look_again() == 1
    assert desk.look_again() == 0
    assert desk.quarantine() == ()
    assert stands(three.town, record_id) == (1, plain_cases()[0])
    assert sound(three.town)


def test_a_good_later_version_overtakes_a_bad_one(three: Three) -> None:
    one = new_id()
    first = chain(three.village, (one, 1, plain_cases()[0]), (one, 2, BAD))
    three.town.exchange.import_path(send(three.village, three.stick, first))
    assert stands(three.town, one) == (1, plain_cases()[0])
    second = chain(three.village, (one, 3, plain_cases()[1]), after=first[-1])
    (taken,) = three.town.exchange.import_path(send(three.village, three.stick, second)).packages
    assert (taken.records, taken.quarantined) == (1, 0)
    assert stands(three.town, one) == (3, plain_cases()[1])
    assert held(three.town) == []
    assert sound(three.town)


def test_entries_of_the_same_record_wait_behind_it_until_then(three: Three) -> None:
    one, two = new_id(), new_id()
    first = chain(three.village, (one, 1, plain_cases()[3]), (one, 3, BAD))
    mine = chain(three.village, (one, 2, plain_cases()[0]), (two, 1, plain_cases()[1]), after=first[-1])
    three.town.exchange.import_path(send(three.village, three.stick, [*first, *mine]))
    assert stands(three.town, one) == (1, plain_cases()[3])
    assert stands(three.town, two) is not None
    assert [code for _, code, _ in held(three.town)] == ["IMPORT_KEY_UNKNOWN", ""]
    (line,) = Reviews(three.town.store, three.town.profile, three.town.days).quarantine()
    assert line.behind == 1
    assert sound(three.town)
    good = chain(three.village, (one, 4, plain_cases()[2]), after=mine[-1])
    three.town.exchange.import_path(send(three.village, three.stick, good))
    assert stands(three.town, one) == (4, plain_cases()[2])
    assert held(three.town) == []
    assert sound(three.town)


def test_a_bad_entry_about_no_record_is_a_link_of_the_chain_and_no_more(three: Three) -> None:
    bad = entry_after(
        None, three.village, {"x": 1}, version=0, record_id="", sector="mediation", verb="login"
    )
    three.town.exchange.import_path(send(three.village, three.stick, [bad]))
    assert held(three.town) == []


def test_at_the_village_a_held_record_is_received_and_not_said_to_be_stored(three: Three) -> None:
    record_id, other = three.village.save(plain_cases()[0]), three.village.save(plain_cases()[1] | BRIEF)
    with older_program():
        three.town.exchange.import_path(three.village.exchange.export(three.stick).file)
    (heard,) = three.village.exchange.import_path(three.stick).acknowledgements
    assert [(one.record, one.code) for one in heard.quarantine] == [(record_id, "TEXT_TOO_LONG")]
    with three.village.store.read() as reader:
        assert [reader.sync_state(one) for one in (record_id, other)] == ["镇已收", "镇已入库"]
    three.village.save(plain_cases()[0], record_id)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    with three.village.store.read() as reader:
        assert [reader.sync_state(one) for one in (record_id, other)] == ["镇已入库", "镇已入库"]


def test_why_something_is_held_is_said_without_what_stood_there() -> None:
    assert held_words("PACKAGE_RECORD_OTHERS", "") == "这份记录属于另一个工作站，改动没有采用"
    assert held_words("OF_A_NEWER_PROGRAM", "") == "内容不符合要求（OF_A_NEWER_PROGRAM）"


@pytest.mark.parametrize("scans", ["a text", ["a text"], [{"sha256": 1}], {"sha256": "x"}])
def test_a_record_with_a_strange_list_of_scans_is_held_like_any_other(three: Three, scans: Any) -> None:
    (entry,) = chain(three.village, (new_id(), 1, {"scans": scans}))
    three.town.exchange.import_path(send(three.village, three.stick, [entry]))
    ((_, code, where),) = held(three.town)
    assert (code, where[:5]) == (Code.IMPORT_TYPE_WRONG.name, "scans")

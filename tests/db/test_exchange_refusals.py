"""Every package that must not be taken in: its own refusal, and nothing is changed."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desks import (
    OTHER_CITY,
    OTHER_TOWN,
    OTHER_VILLAGE,
    VILLAGE,
    Desk,
    Three,
    enrol,
    make_desk,
    new_sign_key,
    plain_cases,
    re_signed,
    three_desks,
    write_archive,
)
from zsapp.base import clock
from zsapp.base.canonical import canonical
from zsapp.base.entry import GENESIS, SCHEMA, Entry, Header, new_salt, payload_hash, seal_entry
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.ids import new_id
from zsapp.exchange.archive import Archive
from zsapp.exchange.manifest import ENTRIES, MANIFEST, Letter, Recipient
from zsapp.exchange.package import Attachment, write_volumes
from zsapp.exchange.slices import Span
from zsapp.services.exchange import inspect


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        desks.village.save(plain_cases()[0])
        yield desks


def refused_by(desk: Desk, path: Path) -> ZsError:
    """Return why a desk does not take a file; nothing there may have changed."""
    before = desk.fingerprint()
    with pytest.raises(ZsError) as refused:
        desk.exchange.import_path(path)
    assert desk.fingerprint() == before
    assert list((desk.store.home / "tmp").iterdir()) == []
    return refused.value


def acknowledged(folder: Path) -> dict[str, Any]:
    (path,) = folder.glob("*.zsack")
    return inspect(path)


def refusal(folder: Path) -> list[str]:
    return [one["code"] for one in acknowledged(folder)["refused"]]


# --- a liar with the village's keys -----------------------------------------------------------------------


def entry_after(previous: Entry | None, desk: Desk, payload: dict[str, Any], **header: Any) -> Entry:
    """Return an entry of a desk's station; what `header` names is as it says."""
    salt, content = new_salt(), canonical(payload)
    whole = {
        "station": desk.store.station,
        "epoch": 1,
        "seq": previous.header.seq + 1 if previous else 1,
        "record_id": new_id(),
        "sector": "mediation",
        "version": 1,
        "base_version": 0,
        "schema": SCHEMA,
        "who": "站长",
        "at": clock.stamp(clock.now()),
        "verb": "save",
        "payload_hash": payload_hash(salt, content),
    }
    return seal_entry(Header(**(whole | header)), previous.hash if previous else GENESIS, salt, content)


def send(
    desk: Desk,
    folder: Path,
    entries: list[Entry],
    attachments: Callable[[], list[Attachment]] = list,
    **letter: Any,
) -> Path:
    """Write a package of the entries with a desk's own keys; what `letter` names is as it says."""
    known = desk.credentials()
    first, last = entries[0], entries[-1]
    span = Span(
        station=desk.store.station,
        epoch=first.header.epoch,
        first=first.header.seq,
        last=last.header.seq,
        previous=first.previous,
        head=last.hash,
    )
    whole = Letter(
        package=new_id(),
        suite="age-1",
        chain=known.chain,
        recipients=known.recipients,
        span=span,
        made_at=clock.now(),
    )
    written = write_volumes(
        folder, replace(whole, **letter), known.keys.sign, entries, attachments=attachments
    )
    return next(iter([one.path for one in written]))


# --- damaged ----------------------------------------------------------------------------------------------


def test_a_truncated_package_is_damaged(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    whole = path.read_bytes()
    for size in (0, 1, 97, 98, 200, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED
    assert not list(three.stick.glob("*.zsack")), "nobody known has sent it"


def test_a_package_with_a_tail_of_garbage_is_damaged(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    path.write_bytes(path.read_bytes() + b"\0")
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED


def test_a_package_whose_manifest_was_signed_by_nobody_known_is_damaged(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    re_signed(path, new_sign_key())
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED


def members_of(path: Path) -> dict[str, bytes]:
    with path.open("rb") as source:
        archive = Archive(source)
        return {name: b"".join(archive.blocks(name)) for name in archive.members}


@pytest.mark.parametrize(
    "bend",
    [
        lambda members: {MANIFEST: members[MANIFEST]},
        lambda members: {ENTRIES: members[ENTRIES]},
        lambda members: {MANIFEST: members[MANIFEST], ENTRIES: members[ENTRIES]},
        lambda members: {**members, "../../evil": b""},
        lambda members: {ENTRIES: members[ENTRIES], "attachments/x.age": b"", MANIFEST: members[MANIFEST]},
        lambda members: {ENTRIES: members[ENTRIES] + b"x", MANIFEST: members[MANIFEST]},
        lambda members: {ENTRIES: members[ENTRIES][:-1] + b"x", MANIFEST: members[MANIFEST]},
        lambda members: {ENTRIES: members[ENTRIES], MANIFEST: members[MANIFEST] + b" "},
        lambda members: {ENTRIES: members[ENTRIES], MANIFEST: b"{}"},
        lambda members: {ENTRIES: members[ENTRIES], MANIFEST: b"\xff"},
    ],
    ids=[
        *("no entries", "no manifest", "another order", "a member that climbs", "a member too many"),
        *("a longer member", "a changed member", "a blank behind", "no envelope", "no text"),
    ],
)
def test_a_package_put_together_anew_is_damaged(
    three: Three, bend: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    path = three.village.exchange.export(three.stick).file
    write_archive(path, bend(members_of(path)))
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED


def test_a_name_that_climbs_out_is_refused_even_when_it_is_signed(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    sign_key = three.village.credentials().keys.sign

    def climb(payload: dict[str, Any]) -> None:
        payload["members"]["../evil"] = payload["members"].pop(ENTRIES)

    re_signed(path, sign_key, climb)
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED


@pytest.mark.parametrize(
    "change",
    [
        {"seq_to": 0},
        {"seq_from": 0},
        {"volume": 2},
        {"volumes": 0},
        {"sender": "x"},
        {"sender": "0190cc3b-0000-7000-8000-000000000000"},
        {"head": "x"},
        {"epoch": True},
        {"schema": "1"},
        {"members": []},
        {"recipients": {}},
        {"recipients": [[]]},
        {"made_at": "yesterday"},
        {"made_at": "2026-03-09T02:30:00+00:00"},
        {"chain": []},
        {"chain": ["{}"]},
        {"chain": [1]},
        {"counts": {"entries": 1, "records": 1}},
        {"counts": None},
        {"revocations": ["{}"]},
        {"format": "1"},
    ],
    ids=str,
)
def test_a_signed_manifest_that_makes_no_sense_is_damaged(three: Three, change: dict[str, Any]) -> None:
    path = three.village.exchange.export(three.stick).file
    re_signed(path, three.village.credentials().keys.sign, lambda payload: payload.update(change))
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED


@pytest.mark.parametrize("size", [0, 1, 10**9])
def test_a_slice_that_is_not_as_large_as_it_says_is_damaged(three: Three, size: int) -> None:
    path = three.village.exchange.export(three.stick).file
    sign_key = three.village.credentials().keys.sign
    re_signed(path, sign_key, lambda payload: payload["plaintext"].update(size=size))
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED


def test_an_attachment_that_is_not_what_its_name_says_is_damaged(three: Three) -> None:
    entries = [entry_after(None, three.village, {})]
    lie = Attachment("0" * 64, 3, lambda: b"lie")
    path = send(three.village, three.stick, entries, lambda: [lie])
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED


# --- not for us, not from ours ----------------------------------------------------------------------------


def test_a_package_for_another_town_is_not_for_us(three: Three, tmp_path: Path) -> None:
    town = make_desk(tmp_path / "other", OTHER_TOWN)
    enrol(three.city, town, tmp_path)
    path = three.village.exchange.export(three.stick).file
    assert refused_by(town, path).code is Code.PACKAGE_NOT_FOR_US
    (skipped,) = town.exchange.import_path(three.stick).skipped
    assert skipped.code == "PACKAGE_NOT_FOR_US"
    town.store.close()


def test_a_re_addressed_package_is_damaged(three: Three, tmp_path: Path) -> None:
    town = make_desk(tmp_path / "other", OTHER_TOWN)
    enrol(three.city, town, tmp_path)
    path = three.village.exchange.export(three.stick).file
    recipient = {"station": town.store.station, "key": town.credentials().own.subject.box_key}
    re_signed(path, town.credentials().keys.sign, lambda one: one.update(recipients=[recipient]))
    assert refused_by(town, path).code is Code.PACKAGE_DAMAGED
    town.store.close()


def test_a_package_addressed_to_us_under_a_key_that_is_not_ours_stays_sealed(three: Three) -> None:
    other = three.city.credentials().own.subject.box_key
    entries = [entry_after(None, three.village, {})]
    path = send(three.village, three.stick, entries, recipients=(Recipient(three.town.store.station, other),))
    assert refused_by(three.town, path).code is Code.PACKAGE_SEALED
    assert refusal(three.stick) == ["PACKAGE_SEALED"]


def test_a_package_under_another_root_is_foreign(three: Three, tmp_path: Path) -> None:
    with_root = make_desk(tmp_path / "root", OTHER_CITY)
    town, village = make_desk(tmp_path / "t", OTHER_TOWN), make_desk(tmp_path / "v", OTHER_VILLAGE)
    with pytest.raises(Refusal) as refused:
        enrol(with_root, town, tmp_path)
    assert refused.value.code is Code.REQUEST_SCOPE
    enrol(three.city, town, tmp_path)
    enrol(town, village, tmp_path)
    own = make_desk(tmp_path / "stranger", OTHER_CITY)
    entries = [entry_after(None, own, {})]
    addressed = (Recipient(three.town.store.station, three.town.credentials().own.subject.box_key),)
    path = send(own, three.stick, entries, recipients=addressed)
    assert refused_by(three.town, path).code is Code.PACKAGE_FOREIGN
    for desk in (with_root, town, village, own):
        desk.store.close()


def test_a_package_of_a_village_of_another_town_is_out_of_scope(three: Three, tmp_path: Path) -> None:
    town, village = make_desk(tmp_path / "t", OTHER_TOWN), make_desk(tmp_path / "v", OTHER_VILLAGE)
    enrol(three.city, town, tmp_path)
    enrol(town, village, tmp_path)
    addressed = (Recipient(three.town.store.station, three.town.credentials().own.subject.box_key),)
    path = send(village, three.stick, [entry_after(None, village, {})], recipients=addressed)
    assert refused_by(three.town, path).code is Code.PACKAGE_SCOPE
    for desk in (town, village):
        desk.store.close()


def test_our_own_package_is_for_the_station_above(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    assert refused_by(three.village, path).code is Code.PACKAGE_OWN


def test_a_training_package_does_not_enter_a_real_station(three: Three, tmp_path: Path) -> None:
    village = make_desk(tmp_path / "training", VILLAGE, training=True)
    enrol(three.town, village, tmp_path)
    path = village.exchange.export(three.stick).file
    assert refused_by(three.town, path).code is Code.PACKAGE_TRAINING
    village.store.close()


def test_a_training_station_takes_in_anybodys_package_that_is_addressed_to_it(
    three: Three, tmp_path: Path
) -> None:
    town = make_desk(tmp_path / "training", OTHER_TOWN, training=True)
    enrol(three.city, town, tmp_path)
    addressed = (Recipient(town.store.station, town.credentials().own.subject.box_key),)
    with three.village.store.read() as reader:
        entries = list(reader.entries(three.village.store.station, 1, 0))
    path = send(three.village, three.stick, entries, recipients=addressed)
    assert len(town.exchange.import_path(path).packages) == 1
    town.store.close()


def test_a_station_without_a_certificate_neither_exports_nor_imports(three: Three, tmp_path: Path) -> None:
    path = three.village.exchange.export(three.stick).file
    lonely = make_desk(tmp_path / "lonely", OTHER_TOWN)
    for errand in (lambda: lonely.exchange.export(three.stick), lambda: lonely.exchange.import_path(path)):
        with pytest.raises(Refusal) as refused:
            errand()
        assert refused.value.code is Code.CERT_MISSING
    assert lonely.exchange.inspect(path)["trusted"] == "CERT_MISSING"
    assert not lonely.exchange.status().enrolled
    lonely.store.close()


def test_a_suite_that_is_not_allowed_is_refused(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(suite="none-0"))
    assert refused_by(three.town, path).code is Code.PACKAGE_SUITE


# --- certificates -----------------------------------------------------------------------------------------


def test_a_package_signed_after_the_end_of_its_certificate_is_refused(three: Three) -> None:
    entries = [entry_after(None, three.village, {})]
    late = three.village.credentials().own.not_after + timedelta(days=1)
    moment = clock.read_stamp(f"{late.isoformat()}T04:00:00Z")
    path = send(three.village, three.stick, entries, made_at=moment)
    three.town.days.day = late
    assert refused_by(three.town, path).code is Code.CERT_EXPIRED
    three.village.days.day = late
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick)
    assert refused.value.code is Code.CERT_EXPIRED


@pytest.mark.parametrize(("days", "taken"), [(90, True), (91, False)])
def test_what_was_signed_in_time_may_travel_for_ninety_days(three: Three, days: int, taken: bool) -> None:
    path = three.village.exchange.export(three.stick).file
    three.town.days.day = three.village.credentials().own.not_after + timedelta(days=days)
    if taken:
        assert three.town.exchange.import_path(path).packages
    else:
        assert refused_by(three.town, path).code is Code.CERT_EXPIRED


def test_a_clock_ahead_at_the_village_is_no_reason_to_refuse(three: Three) -> None:
    entries = [entry_after(None, three.village, {}, version=0, record_id="", verb="login")]
    path = send(three.village, three.stick, entries, made_at=clock.now() + timedelta(days=9000))
    assert three.town.exchange.import_path(path).packages


def test_an_earlier_day_given_for_the_rules_makes_no_certificate_too_young(three: Three) -> None:
    three.town.days.day = date(2020, 1, 1)
    path = three.village.exchange.export(three.stick).file
    assert three.town.exchange.import_path(path).packages


def test_a_revoked_station_sends_nothing_new_but_what_it_had_delivered_stays(three: Three) -> None:
    first = three.village.exchange.export(three.stick).file
    three.town.exchange.import_path(first)
    (serial,) = [one.serial for one in three.town.enrolment.certificates() if one.tier == "village"]
    assert three.town.enrolment.revoke(serial).state == "已吊销"
    assert refused_by(three.town, first).code is Code.PACKAGE_ALREADY
    three.village.save(plain_cases()[1])
    second = three.village.exchange.export(three.stick).file
    assert refused_by(three.town, second).code is Code.CERT_REVOKED


def test_a_revocation_travels_down_with_the_acknowledgement_and_up_with_packages(three: Three) -> None:
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    (serial,) = [one.serial for one in three.town.enrolment.certificates() if one.tier == "village"]
    three.town.enrolment.revoke(serial)
    three.town.exchange.import_path(three.stick)
    three.village.exchange.import_path(three.stick)
    with pytest.raises(Refusal) as refused:
        three.village.exchange.export(three.stick)
    assert refused.value.code is Code.CERT_REVOKED
    assert three.village.enrolment.certificates()[0].state == "已吊销"
    up = three.folder / "up"
    up.mkdir()
    three.town.exchange.export(up)
    three.city.exchange.import_path(up)
    (honest,) = three.stick.glob("*.zspkg")
    assert three.city.exchange.import_path(honest).packages, "made before the revocation"
    with three.village.store.read() as reader:
        entries = list(reader.entries(three.village.store.station, 1, 0))
    assert refused_by(three.city, send(three.village, up, entries)).code is Code.CERT_REVOKED


def test_a_town_that_was_revoked_takes_its_villages_along(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    (serial,) = [one.serial for one in three.city.enrolment.certificates() if one.tier == "town"]
    three.city.enrolment.revoke(serial)
    assert refused_by(three.city, path).code is Code.CERT_REVOKED


# --- older, newer, again, missing -------------------------------------------------------------------------


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


def test_a_format_that_is_no_longer_read_is_older(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    re_signed(path, three.village.credentials().keys.sign, lambda one: one.update(format=0))
    assert refused_by(three.town, path).code is Code.PACKAGE_OLDER


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
    three.town.exchange.import_path(send(village, three.stick, [third]))


# --- bad entries ------------------------------------------------------------------------------------------


def test_a_record_that_does_not_fit_its_form_stops_the_package(three: Three) -> None:
    good = entry_after(None, three.village, plain_cases()[0])
    bad = entry_after(good, three.village, {"nonsense": 1})
    path = send(three.village, three.stick, [good, bad])
    error = refused_by(three.town, path)
    assert (error.code, error.facts["seq"]) == (Code.PACKAGE_RECORD_BAD, 2)
    assert refusal(three.stick) == ["PACKAGE_RECORD_BAD"]


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

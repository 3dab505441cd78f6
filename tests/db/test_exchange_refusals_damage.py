"""Packages that are damaged, or put together by somebody: refused, and nothing is changed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import Three, new_sign_key, plain_cases, re_signed, three_desks, write_archive
from tests.liars import entry_after, refused_by, send
from zsapp.base.errors import Code, Trouble
from zsapp.exchange.archive import Archive
from zsapp.exchange.manifest import ENTRIES, MANIFEST
from zsapp.exchange.package import Attachment, open_package
from zsapp.exchange.staging import staged


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        desks.village.save(plain_cases()[0])
        yield desks


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


def test_a_stick_that_reads_otherwise_the_second_time_is_found(three: Three) -> None:
    path = three.village.exchange.export(three.stick).file
    keys = three.town.credentials().keys
    with open_package(path) as package, staged(three.folder) as staging:
        whole = path.read_bytes()
        at = whole.index(b"\n--- ") + 100  # behind the seal's own header
        with path.open("r+b") as rotten:
            rotten.seek(at)
            rotten.write(bytes([whole[at] ^ 1]))
        with pytest.raises(Trouble) as trouble:
            list(package.entries(keys.box, staging))
        assert trouble.value.code is Code.PACKAGE_DAMAGED
        os.truncate(path, len(whole) - 1)
        with pytest.raises(Trouble) as gone:
            list(package.whole())
        assert gone.value.code is Code.PACKAGE_DAMAGED


def test_an_attachment_that_is_not_what_its_name_says_is_damaged(three: Three) -> None:
    entries = [entry_after(None, three.village, {})]
    lie = Attachment("0" * 64, 3, lambda: b"lie")
    path = send(three.village, three.stick, entries, lambda: [lie])
    assert refused_by(three.town, path).code is Code.PACKAGE_DAMAGED

"""The chain of entries: nothing altered, removed, added or reordered goes unseen."""

from dataclasses import replace
from typing import Any

import pytest

from zsapp.base.entry import (
    GENESIS,
    Entry,
    Header,
    check_chain,
    check_entry,
    new_salt,
    payload_hash,
    seal_entry,
)
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id

STATION = new_id()


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, length + 1):
        salt, payload = new_salt(), f'{{"n":{seq}}}'.encode()
        header = Header(
            station=STATION,
            epoch=1,
            seq=seq,
            record_id=new_id(),
            sector="mediation",
            version=1,
            base_version=0,
            schema=1,
            who="站长",
            at="2026-03-09T02:30:00Z",
            verb="save",
            payload_hash=payload_hash(salt, payload),
        )
        entries.append(seal_entry(header, entries[-1].hash if entries else GENESIS, salt, payload))
    return entries


def test_a_whole_chain_ends_in_its_head() -> None:
    entries = chain(5)
    assert check_chain(entries) == (entries[-1].hash, 5)
    assert check_chain(entries[2:], entries[1].hash, 2) == (entries[-1].hash, 5)
    assert check_chain([]) == (GENESIS, 0)


def test_an_erased_payload_leaves_the_chain_whole() -> None:
    entries = chain(3)
    entries[1] = replace(entries[1], payload=None)
    assert check_chain(entries) == (entries[-1].hash, 3)


def broken(entries: list[Entry]) -> int:
    with pytest.raises(Trouble) as trouble:
        check_chain(entries)
    assert trouble.value.code is Code.CHAIN_BROKEN
    return int(trouble.value.facts["seq"])


@pytest.mark.parametrize(
    "change",
    [
        {"payload": b'{"n":3}'},
        {"salt": bytes(16)},
        {"hash": "0" * 64},
        {"previous": "1" * 64},
        {"previous": "no hash"},
        {"previous": "0" * 63 + "０"},
    ],
    ids=str,
)
def test_an_altered_entry_is_named(change: dict[str, Any]) -> None:
    entries = chain(4)
    entries[1] = replace(entries[1], **change)
    assert broken(entries) == 2


@pytest.mark.parametrize(("item", "value"), [("who", "别人"), ("version", 7), ("at", "2026-03-09T02:30:01Z")])
def test_an_altered_header_is_named(item: str, value: object) -> None:
    entries = chain(4)
    entries[2] = replace(entries[2], header=replace(entries[2].header, **{item: value}))
    assert broken(entries) == 3


def test_a_removed_a_doubled_and_a_swapped_entry_are_named() -> None:
    entries = chain(4)
    assert broken([entries[0], *entries[2:]]) == 3
    assert broken([entries[0], *entries]) == 1
    assert broken([entries[0], entries[2], entries[1], entries[3]]) == 3
    assert broken(entries[1:]) == 2


def test_a_hash_in_capitals_is_another_spelling_and_refused() -> None:
    first, second = chain(2)
    with pytest.raises(Trouble, match="2"):
        check_entry(replace(second, previous=first.hash.upper()))


def test_an_entry_of_another_chain_does_not_follow() -> None:
    assert broken([*chain(2)[:1], chain(2)[1]]) == 2

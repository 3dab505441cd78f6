"""A journal on the wire: entry by entry, in order, up to the head that was signed."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import zstandard

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.entry import GENESIS, Entry, Header, new_salt, payload_hash, seal_entry
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.exchange import slices
from zsapp.exchange.fields import Unfit
from zsapp.exchange.slices import (
    Broken,
    Span,
    Tally,
    entry_of,
    line_of,
    pack,
    pack_aside,
    unpack,
    unpack_aside,
    unveiled,
    veiled,
)

STATION = new_id()


def chain(count: int, payload: dict[str, Any] | None = None) -> list[Entry]:
    made: list[Entry] = []
    for seq in range(1, count + 1):
        salt, content = new_salt(), canonical(payload or {"number": seq, "text": "何䶮"})
        header = Header(
            station=STATION,
            epoch=1,
            seq=seq,
            record_id=new_id(),
            sector="mediation",
            version=seq % 2,
            base_version=0,
            schema=1,
            who="站长",
            at="2026-03-09T02:30:00Z",
            verb="save",
            payload_hash=payload_hash(salt, content),
        )
        made.append(seal_entry(header, made[-1].hash if made else GENESIS, salt, content))
    return made


def span_of(entries: list[Entry]) -> Span:
    return Span(
        station=STATION,
        epoch=1,
        first=entries[0].header.seq,
        last=entries[-1].header.seq,
        previous=entries[0].previous,
        head=entries[-1].hash,
    )


def silent(_done: int) -> None:
    """Tell nobody."""


def packed(entries: list[Entry], span: Span | None = None) -> tuple[bytes, Tally]:
    tally = Tally()
    source = pack(entries, span or span_of(entries), tally, silent)
    content = b"".join(iter(source.read, b""))
    return content, tally


def unpacked(content: bytes, span: Span, promised: Tally) -> list[Entry]:
    return list(unpack(io.BytesIO(content), span, promised, silent))


def test_a_slice_comes_back_as_it_was() -> None:
    entries = chain(1000)
    content, tally = packed(entries)
    assert unpacked(content, span_of(entries), tally) == entries
    assert (tally.entries, tally.records, tally.schema) == (1000, 500, 1)
    assert len(content) < tally.size / 2


def test_a_piece_from_the_middle_comes_back() -> None:
    entries = chain(10)[4:8]
    content, tally = packed(entries)
    assert unpacked(content, span_of(entries), tally) == entries


def test_an_erased_payload_travels_as_a_tombstone() -> None:
    entries = [replace(one, payload=None) for one in chain(2)]
    content, tally = packed(entries)
    assert unpacked(content, span_of(entries), tally) == entries


def test_a_line_is_canonical_json() -> None:
    line = line_of(chain(1)[0])
    assert canonical(read_canonical(line)) + b"\n" == line


def test_our_own_broken_chain_is_not_packed() -> None:
    entries = chain(3)
    wrong: list[tuple[list[Entry], Span]] = [
        (entries[:2], span_of(entries)),
        (entries, replace(span_of(entries), last=2)),
        ([entries[0], entries[2]], span_of(entries)),
        (entries, replace(span_of(entries), previous="1" * 64)),
        (entries, replace(span_of(entries), station=new_id())),
        ([replace(entries[0], payload=b"{}"), *entries[1:]], span_of(entries)),
    ]
    for given, span in wrong:
        with pytest.raises(Trouble) as trouble:
            packed(given, span)
        assert trouble.value.code is Code.CHAIN_BROKEN


def test_what_does_not_follow_is_broken_at_its_seq() -> None:
    entries = chain(3)
    content, tally = packed(entries)
    with pytest.raises(Broken) as broken:
        unpacked(content, replace(span_of(entries), previous="1" * 64), tally)
    assert broken.value.seq == 1
    with pytest.raises(Broken) as broken:
        unpacked(content, replace(span_of(entries), head="1" * 64), tally)
    assert broken.value.seq == 4


def compressed(lines: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(lines)


def test_what_was_not_promised_is_refused() -> None:
    entries = chain(3)
    content, tally = packed(entries)
    for change in ({"size": tally.size - 1}, {"sha256": "0" * 64}, {"records": 9}, {"schema": 2}):
        with pytest.raises(Unfit):
            unpacked(content, span_of(entries), replace(tally, **change))
    for bent in (b"", content[:20], content[:-1], b"no zstd at all"):
        with pytest.raises((Unfit, Broken)):
            unpacked(bent, span_of(entries), tally)
    whole = b"".join(line_of(one) for one in entries)
    with pytest.raises(Unfit):
        unpacked(compressed(whole[:-1]), span_of(entries), replace(tally, size=10**9))


def test_a_slice_that_swells_is_stopped_at_what_it_promised() -> None:
    entries = chain(1)
    _, tally = packed(entries)
    bomb = compressed(bytes(50 << 20))
    told = []

    def source() -> Iterator[Entry]:
        return unpack(io.BytesIO(bomb), span_of(entries), tally, told.append)

    assert len(bomb) < 10_000
    with pytest.raises(Unfit):
        list(source())
    assert told == []


def test_a_line_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "LINE", 1000)
    entries = chain(1, {"text": "长" * 400_000})
    content, tally = packed(entries)
    with pytest.raises(Unfit):
        unpacked(content, span_of(entries), tally)


def test_a_slice_that_asks_for_much_memory_is_refused() -> None:
    entries = chain(1)
    _, tally = packed(entries)
    params = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    greedy = zstandard.ZstdCompressor(compression_params=params).compressobj()
    content = greedy.compress(b"".join(map(line_of, entries))) + greedy.flush()
    with pytest.raises(Unfit):
        unpacked(content, span_of(entries), tally)


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain.update(salt="00"),
        lambda plain: plain.update(salt="no hex"),
        lambda plain: plain.update(hash="x"),
        lambda plain: plain.update(payload=[1]),
        lambda plain: plain.update(payload="text"),
        lambda plain: plain.update(previous=None),
        lambda plain: plain.update(header={}),
        lambda plain: plain["header"].update(seq=-1),
        lambda plain: plain["header"].update(seq="1"),
        lambda plain: plain["header"].update(who=1),
        lambda plain: plain["header"].update(who="长" * 201),
    ],
)
def test_a_line_of_another_shape_is_no_entry(change: Callable[[dict[str, Any]], None]) -> None:
    plain = read_canonical(line_of(chain(1)[0]))
    change(plain)
    with pytest.raises(Unfit):
        entry_of(canonical(plain))


@pytest.mark.parametrize("line", [b"", b"[]", b"{", b"\xff", b'{"a":1.5}', b'{"a":1,"a":2}'])
def test_other_bytes_are_no_entry(line: bytes) -> None:
    with pytest.raises(Unfit):
        entry_of(line)


# --- what travels beside its slice ------------------------------------------------------------------------


def second(entry: Entry) -> bool:
    """Say that the second entry is closed to the way."""
    return entry.header.seq == 2


def test_what_is_put_aside_comes_back_in_its_place() -> None:
    entries, aside = chain(3), []
    seen = list(veiled(entries, second, aside))
    assert [one.payload is None for one in seen] == [False, True, False]
    assert packed(seen)  # the chain holds without it
    tally = Tally()
    content = b"".join(iter(pack_aside(aside, tally).read, b""))
    assert list(unveiled(seen, unpack_aside(io.BytesIO(content), tally))) == entries


def test_a_bent_entry_is_not_put_aside() -> None:
    entries = chain(3)
    entries[1] = replace(entries[1], payload=b'{"another":1}')
    with pytest.raises(Trouble) as trouble:
        list(veiled(entries, second, []))
    assert trouble.value.code is Code.CHAIN_BROKEN


def test_an_erased_entry_has_nothing_to_put_aside() -> None:
    entries, aside = chain(2), []
    entries[1] = replace(entries[1], payload=None)
    assert list(veiled(entries, second, aside)) == entries
    assert aside == []


def put_aside() -> tuple[list[Entry], Entry]:
    aside: list[Entry] = []
    seen = list(veiled(chain(3), second, aside))
    return seen, aside[0]


def test_what_was_not_taken_from_the_slice_is_not_put_into_it() -> None:
    seen, taken = put_aside()
    bent = replace(taken, payload=b'{"another":1}')
    other = replace(taken, hash="0" * 64)
    nowhere = chain(4)[3]
    for beside in (bent, other, nowhere):
        with pytest.raises(Unfit):
            list(unveiled(seen, iter([beside])))
    with pytest.raises(Unfit):
        list(unveiled(chain(3), iter([chain(3)[1]])))


def test_what_travels_beside_is_what_was_promised() -> None:
    _, taken = put_aside()
    tally = Tally()
    content = b"".join(iter(pack_aside([taken], tally).read, b""))
    with pytest.raises(Unfit):
        list(unpack_aside(io.BytesIO(content), replace(tally, entries=2)))
    with pytest.raises(Unfit):
        list(unpack_aside(io.BytesIO(b"no slice"), tally))

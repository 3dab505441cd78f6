"""Canonical JSON: golden bytes, and what is no canonical value."""

from typing import Any

import pytest

from zsapp.base.canonical import canonical, is_whole, read_canonical
from zsapp.base.entry import GENESIS, Header, entry_hash, payload_hash
from zsapp.base.errors import Code, Trouble


@pytest.mark.parametrize(
    ("value", "golden"),
    [
        ({}, b"{}"),
        ({"b": 1, "a": None, "A": True}, b'{"A":true,"a":null,"b":1}'),
        ({"amount_fen": 180000, "案": "甲\n乙"}, '{"amount_fen":180000,"案":"甲\\n乙"}'.encode()),
        (
            {"𬱖": 1, "䶮": 2, "\uffff": 3},
            '{"䶮":2,"\uffff":3,"𬱖":1}'.encode(),
        ),  # by code point, not by UTF-16
        (
            ["é", "e\u0301"],
            '["é","e\u0301"]'.encode(),
        ),  # a text is kept as it is: NFC is the codec's business
        ([1, [2, (3,)]], b"[1,[2,[3]]]"),
        (-(10**30), b"-1000000000000000000000000000000"),
        ("\x7f\u2028</script>", '"\x7f\u2028</script>"'.encode()),
    ],
)
def test_a_value_has_one_encoding_for_ever(value: Any, golden: bytes) -> None:
    assert canonical(value) == golden
    assert canonical(read_canonical(golden)) == golden


def test_hashes_of_an_entry_are_golden() -> None:
    header = Header(
        station="01932c07-a0b4-7c11-8a0e-000000000001",
        epoch=1,
        seq=1,
        record_id="01932c07-a0b4-7c11-8a0e-000000000002",
        sector="mediation",
        version=1,
        base_version=0,
        schema=1,
        who="站长",
        at="2026-03-09T02:30:00Z",
        verb="save",
        payload_hash=payload_hash(bytes(16), canonical({"brief": "排水"})),
    )
    assert header.payload_hash == "b933e56f7c682090824fb3bf5c553d8f24aeaae50d370649de616294b6ee1c28"
    assert entry_hash(GENESIS, header) == "f59b2bfe749f253d3f29b074f40c510ca14fdf21616d3467862b7d84cb4638cb"


@pytest.mark.parametrize(
    "value", [1.5, [1.0], {"a": {"b": float("nan")}}, {"a": object()}, {1: "a"}, {None: 1}]
)
def test_what_json_cannot_say_exactly_is_no_canonical_value(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"1.5",
        b"1e3",
        b"NaN",
        b"Infinity",
        b'{"a":1,"a":2}',
        b'"\\ud800"',
        b'"\xff"',
        b'"\x01"',
        "{}".encode("utf-16"),
        b"\xef\xbb\xbf{}",
        b"9" * 5000,
        b"[" * 100_000,
        b"{} {}",
    ],
    ids=lambda content: repr(content[:12]),
)
def test_bytes_that_are_no_exact_json_are_unreadable(content: bytes) -> None:
    with pytest.raises(Trouble) as trouble:
        read_canonical(content)
    assert trouble.value.code is Code.DATA_UNREADABLE


@pytest.mark.parametrize(
    ("value", "whole"),
    [(0, True), (2**53, True), (2**53 + 1, False), (-1, False), (True, False), ("1", False)],
)
def test_a_whole_number_from_elsewhere_is_of_a_sane_size(value: Any, *, whole: bool) -> None:
    assert is_whole(value) is whole

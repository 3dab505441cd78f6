"""Shapes at a glance: msgspec says yes only where the codec does, and reads bytes as the codec does."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desks import plain_cases
from tests.property.test_base_plain import BENT
from tests.things import things
from zsapp.base.canonical import DEEP, canonical, read_strictly
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.items import Thing
from zsapp.base.plain import from_plain, to_plain
from zsapp.records.sectors import SECTORS
from zsapp.records.shapes import fits, read_fast, read_fitting
from zsapp.rules.mediation import Case
from zsapp.rules.premises import Premises

EACH_SHAPE = pytest.mark.parametrize(
    "shape", {one.shape for one in SECTORS.values()}, ids=lambda shape: shape.__name__
)


def is_read(shape: type[Thing], plain: Any) -> bool:
    try:
        from_plain(shape, plain)
    except Refusal:
        return False
    return True


def places(plain: Any) -> list[tuple[Any, Any]]:
    """Return every place within a document: what holds it, and its key or number."""
    members = (
        plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    )
    return [found for key, one in members for found in ((plain, key), *places(one))]


@EACH_SHAPE
@settings(max_examples=8)
@given(guess=st.data())
def test_a_bent_record_is_never_taken_for_a_good_one(shape: type[Thing], guess: st.DataObject) -> None:
    plain = to_plain(guess.draw(things(shape)))
    holder, key = guess.draw(st.sampled_from(places(plain)))
    holder[key] = guess.draw(BENT)
    try:
        payload = canonical(plain)
    except (TypeError, ValueError):
        return  # no JSON at all: no journal holds it
    read = read_strictly(payload)
    assert is_read(shape, read) or not fits(shape, payload, read)
    assert read_fitting(shape, payload) == (read if fits(shape, payload, read) else None)


@EACH_SHAPE
@settings(max_examples=5)
@given(guess=st.data())
def test_a_good_record_is_known_at_a_glance(shape: type[Thing], guess: st.DataObject) -> None:
    plain = to_plain(guess.draw(things(shape)))
    payload = canonical(plain)
    easy = payload.isascii() and b"\\" not in payload and not {"home_area", "area"} & {*_keys(plain)}
    assert fits(shape, payload, plain) or not easy
    assert read_fitting(shape, payload) in ((plain,) if easy else (plain, None))


def _keys(plain: Any) -> list[Any]:
    return [key for _, key in places(plain)]


def test_every_acceptance_case_is_known_at_a_glance() -> None:
    for plain in plain_cases():
        assert fits(Case, canonical(plain), plain)


ROW = [None, 1, "何永年", "男", "汉族", "", "", 1800_00, 900_00]


@pytest.mark.parametrize(
    ("changed", "fit"),
    [
        ({}, True),
        ({"brief": None, "parties": []}, True),
        ({"brief": "一行\n又一行\t\\n"}, True),
        ({"brief": "\x1b[2J"}, False),
        ({"brief": "\x85"}, False),
        ({"brief": "a\x7f"}, False),
        ({"brief": "买买提·艾力 30°"}, True),
        ({"brief": "e\u0301"}, False),
        ({"brief": "长" * 4001}, False),
        ({"copies": True}, False),
        ({"copies": 10_000}, False),
        ({"copies": "2"}, False),
        ({"dates": {"accept": "2026-02-30"}}, False),
        ({"dates": {"accept": "20260309"}}, False),
        ({"dates": {"sessions": [None]}}, False),
        ({"totals": {"amount_fen": -1}}, False),
        ({"totals": {"amount_fen": 10**16}}, False),
        ({"totals": {"amount_fen": "1"}}, False),
        ({"nonsense": None}, False),
        ({"roster": [ROW, ROW[:8]]}, True),
        ({"roster": [ROW[:7]]}, False),
        ({"roster": [[*ROW, "x"]]}, False),
        ({"roster": [[*ROW, None]]}, False),
        ({"roster": ["row"]}, False),
        ({"roster": [ROW] * 5001}, False),
        ({"signed": [{"terms": {"roster": [ROW]}}]}, False),  # left to the codec: no row within a group
        ({"overrides": {"R01": "已核实"}}, True),
        ({"overrides": {"R" * 501: "已核实"}}, False),
    ],
)
def test_what_is_seen_at_a_glance_is_what_the_codec_says(changed: dict[str, Any], fit: bool) -> None:
    plain = plain_cases()[0] | changed
    assert fits(Case, canonical(plain), plain) is fit
    if fit:
        from_plain(Case, plain)


def test_no_area_is_judged_at_a_glance() -> None:
    plain = {"area": "35.5"}
    assert is_read(Premises, plain)
    assert not fits(Premises, canonical(plain), plain)


# --- bytes ------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def outcome(read: Any, content: bytes) -> Any:
    try:
        return read(content)
    except Trouble as trouble:
        assert trouble.code is Code.DATA_UNREADABLE
        return Code.DATA_UNREADABLE


@given(value=JSON)
def test_what_is_written_in_any_way_is_read_alike(value: Any) -> None:
    for ways in ({}, {"ensure_ascii": False}, {"ensure_ascii": False, "separators": (",", ":")}):
        for ordered in (False, True):
            try:
                content = json.dumps(value, sort_keys=ordered, **ways).encode()
            except ValueError:
                continue  # half a surrogate
            assert outcome(read_fast, content) == outcome(read_strictly, content)


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"\xff", b"NaN", b"1.5", b"1.0", b'{"a":1e2}', b'"\\ud800"', b"[1, 2]", b"[1]\n"),
        *(b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'"\\u00e9"', b"-0", b"01", b'"\t"', b'"\\/"'),
        *(nested(DEEP + 2), nested(100_000), b'{"a":' * 100_000),
    ],
)
def test_bytes_that_nobody_wrote_canonically_are_refused(content: bytes) -> None:
    for read in (read_strictly, read_fast):
        with pytest.raises(Trouble) as trouble:
            read(content)
        assert trouble.value.code is Code.DATA_UNREADABLE
    assert read_fitting(Case, content) is None


@pytest.mark.parametrize("content", [b"{}", b'"\xc3\xa9\\n"', b"-5", b"1" * 40, nested(DEEP + 1)])
def test_canonical_bytes_are_read(content: bytes) -> None:
    assert canonical(read_fast(content)) == canonical(read_strictly(content)) == content

"""Suites, envelopes and strict reading: what is signed is what was said, and nothing else opens."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import new_id
from zsapp.exchange import envelope
from zsapp.exchange.crypto import DEFAULT, SUITES, Suite, Unopened, suite
from zsapp.exchange.fields import Fields, Unfit

AGE = SUITES[DEFAULT]


def sealed(content: bytes, *keys: bytes) -> bytes:
    out = io.BytesIO()
    AGE.seal(io.BytesIO(content), out, [AGE.box_public(key) for key in keys])
    return out.getvalue()


def opened(content: bytes, key: bytes) -> bytes:
    out = io.BytesIO()
    AGE.open(io.BytesIO(content), out, key)
    return out.getvalue()


def test_only_suites_of_the_list_are_used() -> None:
    assert suite("age-1").name == "age-1"
    for name, allowed in (("gm-1", ("age-1",)), ("age-1", ()), ("none", ("none",)), ("", ("age-1",))):
        with pytest.raises(Refusal) as refused:
            suite(name, allowed)
        assert refused.value.code is Code.PACKAGE_SUITE


@pytest.mark.parametrize("one", SUITES.values(), ids=lambda one: one.name)
def test_a_suite_signs_and_checks(one: Suite) -> None:
    key, other = one.new_sign_key(), one.new_sign_key()
    signature = one.sign(key, b"message")
    assert one.sign(key, b"message") == signature, "the same bytes each time"
    assert one.signed_by(one.sign_public(key), b"message", signature)
    assert not one.signed_by(one.sign_public(key), b"another", signature)
    assert not one.signed_by(one.sign_public(other), b"message", signature)
    assert not one.signed_by("no key", b"message", signature)
    assert not one.signed_by(one.sign_public(key), b"message", b"")


def test_every_recipient_opens_and_nobody_else() -> None:
    first, second, stranger = (AGE.new_box_key() for _ in range(3))
    content = bytes(range(256)) * 1000
    for key in (first, second):
        assert opened(sealed(content, first, second), key) == content
    with pytest.raises(Unopened):
        opened(sealed(content, first, second), stranger)


def test_a_bent_or_cut_seal_does_not_open() -> None:
    key = AGE.new_box_key()
    whole = sealed(b"x" * 200_000, key)
    for at in (0, 30, len(whole) // 2, len(whole) - 1):
        bent = bytearray(whole)
        bent[at] ^= 1
        with pytest.raises(Unopened):
            opened(bytes(bent), key)
    for size in (0, 50, len(whole) // 2, len(whole) - 1):
        with pytest.raises(Unopened):
            opened(whole[:size], key)


def test_a_public_box_key_is_known_from_other_texts() -> None:
    assert AGE.is_box_public(AGE.box_public(AGE.new_box_key()))
    assert not AGE.is_box_public("age1x")


class Stopped(Exception):
    """What somebody's stream raises."""


class Stubborn:
    """A stream that raises."""

    def __init__(self, fault: BaseException) -> None:
        self.fault = fault

    def read(self, _size: int = -1, /) -> bytes:
        raise self.fault

    def write(self, _content: bytes, /) -> int:
        raise self.fault


@pytest.mark.parametrize("fault", [Stopped(), OSError(28, "full"), Trouble(Code.DISK_FULL)], ids=repr)
def test_what_a_stream_raises_comes_through_as_it_is(fault: Exception) -> None:
    key = AGE.new_box_key()
    whole, stubborn = sealed(b"x" * 200_000, key), Stubborn(fault)
    errands: list[Callable[[], None]] = [
        lambda: AGE.seal(stubborn, io.BytesIO(), [AGE.box_public(key)]),
        lambda: AGE.seal(io.BytesIO(b"x" * 200_000), stubborn, [AGE.box_public(key)]),
        lambda: AGE.open(stubborn, io.BytesIO(), key),
        lambda: AGE.open(io.BytesIO(whole), stubborn, key),
    ]
    for errand in errands:
        with pytest.raises(type(fault)) as raised:
            errand()
        assert raised.value is fault


# --- envelopes --------------------------------------------------------------------------------------------

KEY = AGE.new_sign_key()
PUBLIC = AGE.sign_public(KEY)
SIGNED = envelope.sign("thing", {"name": "何䶮", "number": 1}, KEY)


def test_an_envelope_says_what_was_signed() -> None:
    read = envelope.read(SIGNED, "thing")
    assert read.payload == {"name": "何䶮", "number": 1}
    assert read.signed_by(PUBLIC)
    assert not read.signed_by(AGE.sign_public(AGE.new_sign_key()))
    assert read.content == SIGNED


def test_what_is_signed_is_the_pre_authentication_encoding_of_dsse() -> None:
    kind = "application/vnd.zsapp.thing+json"
    expected = f"DSSEv1 {len(kind)} {kind} 2 {{}}".encode()
    assert envelope.pae("thing", b"{}") == expected


def believed(content: bytes) -> bool:
    """Say whether the bytes are an envelope that the holder of the key signed."""
    try:
        return envelope.read(content, "thing").signed_by(PUBLIC)
    except Unfit:
        return False


def test_every_bent_byte_of_an_envelope_is_found() -> None:
    assert believed(SIGNED)
    for at in range(len(SIGNED)):
        for bit in (1, 32):
            bent = bytearray(SIGNED)
            bent[at] ^= bit
            assert not believed(bytes(bent))


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain.update(signatures=[]),
        lambda plain: plain.update(signatures=plain["signatures"] * 2),
        lambda plain: plain.update(more=1),
        lambda plain: plain.update(payload="!!!!"),
        lambda plain: plain.update(payload="bm8="),
        lambda plain: plain.update(payload="WzFd"),
        lambda plain: plain.update(payload="eyAiYSI6MX0="),
        lambda plain: plain.pop("payload"),
        lambda plain: plain["signatures"][0].update(sig=""),
    ],
    ids=["none", "two", "more", "no base64", "no json", "a list", "a blank", "nothing", "empty"],
)
def test_an_envelope_of_another_shape_is_none(change: Callable[[dict[str, Any]], None]) -> None:
    plain = read_canonical(SIGNED)
    change(plain)
    assert not believed(canonical(plain))


def test_an_envelope_of_another_kind_is_none() -> None:
    with pytest.raises(Unfit):
        envelope.read(SIGNED, "other")


# --- strict reading ---------------------------------------------------------------------------------------

GOOD = Fields(
    {
        "text": "字",
        "hash": "0" * 64,
        "id": new_id(),
        "number": 3,
        "flag": True,
        "day": "2026-03-09",
        "moment": "2026-03-09T02:30:00Z",
        "group": {"a": 1},
        "groups": [{"a": 1}],
        "texts": ["a"],
        "named": {"x": {"a": 1}},
    }
)


def test_what_fits_is_read() -> None:
    assert GOOD.text("text") == "字"
    assert GOOD.hash("hash") == "0" * 64
    assert GOOD.number("number", 3, 3) == 3
    assert GOOD.flag("flag") is True
    assert GOOD.day("day").isoformat() == "2026-03-09"
    assert GOOD.moment("moment").year == 2026
    assert GOOD.group("group").number("a") == 1
    assert [one.number("a") for one in GOOD.groups("groups")] == [1]
    assert GOOD.texts("texts") == ("a",)
    assert GOOD.named("named")["x"].number("a") == 1
    assert len(GOOD.id("id")) == 36


@pytest.mark.parametrize(
    "read",
    [
        lambda: Fields([]),
        lambda: GOOD.text("none"),
        lambda: GOOD.text("number"),
        lambda: GOOD.text("hash", 63),
        lambda: GOOD.hash("text"),
        lambda: GOOD.id("text"),
        lambda: GOOD.number("flag"),
        lambda: GOOD.number("text"),
        lambda: GOOD.number("number", 4),
        lambda: GOOD.number("number", 0, 2),
        lambda: GOOD.flag("number"),
        lambda: GOOD.day("text"),
        lambda: GOOD.moment("day"),
        lambda: GOOD.group("text"),
        lambda: list(GOOD.groups("text")),
        lambda: list(GOOD.groups("texts")),
        lambda: GOOD.texts("groups"),
        lambda: GOOD.texts("texts", 0),
        lambda: GOOD.named("text"),
        lambda: GOOD.named("group"),
        lambda: Fields({"x": [1] * 100_001}).texts("x"),
        lambda: Fields({"x": {str(n): {} for n in range(100_001)}}).named("x"),
        lambda: Fields({"x": "20260309"}).day("x"),
    ],
)
def test_what_does_not_fit_is_refused(read: Callable[[], Any]) -> None:
    with pytest.raises(Unfit):
        read()

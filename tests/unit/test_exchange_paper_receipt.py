"""What the QR of a receipt says, byte for byte."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.exchange.paper_receipt import NAMED, Held, Receipt, is_receipt, pack, unpack
from zsapp.press.seal import LIMIT, read_text, seal_text

SIGNATURE = bytes(range(64))
HELD = st.builds(Held, st.integers(1, 2**40 - 1), st.integers(0, 9999))


def receipt(**changes):
    whole = {
        "receiver": new_id(), "sender": new_id(), "epoch": 1, "seq": 7, "head": "ab" * 32,
        "made_at": datetime(2026, 11, 27, 7, tzinfo=UTC),
    }  # fmt: skip
    return Receipt(**(whole | changes))


@given(st.integers(1, 65535), st.integers(0, 2**40 - 1), st.booleans(), st.lists(HELD, max_size=NAMED + 3))
def test_a_receipt_comes_back_as_it_was_packed(epoch, seq, whole, held):
    one = receipt(epoch=epoch, seq=seq, whole=whole, held=tuple(held))
    found, signed, signature = unpack(pack(one) + SIGNATURE)
    assert (found.receiver, found.sender, found.head, found.made_at) == (
        one.receiver, one.sender, one.head, one.made_at,
    )  # fmt: skip
    assert (found.epoch, found.seq, found.whole) == (epoch, seq, whole)
    assert found.held == one.held[:NAMED]
    assert (signed, signature) == (pack(one), SIGNATURE)


def test_the_longest_fits_the_symbol():
    held = tuple(Held(seq, 1104) for seq in range(1, 100))
    assert len(pack(receipt(held=held))) + 64 <= LIMIT


def test_a_receipt_of_many_years_still_tells_its_moment():
    late = datetime(2120, 1, 1, tzinfo=UTC) + timedelta(seconds=1)
    assert unpack(pack(receipt(made_at=late)) + SIGNATURE)[0].made_at == late


def test_what_is_no_receipt_is_unreadable():
    for content in (b"", b"ZA1", b"ZS1" + bytes(200), pack(receipt()), pack(receipt()) + bytes(63)):
        with pytest.raises(Trouble) as trouble:
            unpack(content)
        assert trouble.value.code is Code.SEAL_UNREADABLE


def test_a_paper_is_told_from_a_receipt_by_its_first_bytes():
    assert is_receipt(pack(receipt()))
    assert not is_receipt(b"ZS1")


@given(st.binary(min_size=1, max_size=200))
def test_a_text_is_read_as_people_type_it(content):
    text = seal_text(content)
    typed = text.replace(" ", "#").replace("O", "o").lower()
    lines = "\r\n".join(typed[at : at + 20] for at in range(0, len(typed), 20))
    assert read_text(f" {lines}\n") == content

"""What the QR of a paper says, byte for byte."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.exchange.paper_seal import Seal, pack, text_hash, unpack

SEAL = Seal(
    form="F09",
    number="〔2026〕沙云人调字第5号",
    version=3,
    day=date(2026, 3, 9),
    record=new_id(),
    station=new_id(),
    text_hash=text_hash("协议"),
)


WORDS = st.text("〔〕2026年沙云人调字第5号-/ 䶮𬱖é", max_size=30)


@given(WORDS, st.integers(0, 65535), st.dates(date(2020, 1, 1), date(2120, 1, 1)))
def test_a_seal_comes_back_as_it_was_packed(number, version, day):
    seal = Seal(form="F09", number=number, version=version, day=day, record=SEAL.record, station=SEAL.station,
                text_hash=SEAL.text_hash)  # fmt: skip
    signed = pack(seal)
    assert unpack(signed + bytes(64)) == (seal, signed, bytes(64))


def test_white_space_and_line_breaks_do_not_change_what_a_text_says():
    assert text_hash("一、 何䶮\n补偿") == text_hash("一、何䶮补偿")
    assert text_hash("1800") != text_hash("1900")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_seal_or_unreadable(data):
    try:
        unpack(data)
    except Trouble as trouble:
        assert trouble.code is Code.SEAL_UNREADABLE


def test_a_seal_that_is_cut_or_longer_is_unreadable():
    whole = pack(SEAL) + bytes(64)
    for bent in (whole[:-1], whole + b"\0", b"ZS2" + whole[3:], whole[:60]):
        with pytest.raises(Trouble) as refused:
            unpack(bent)
        assert refused.value.code is Code.SEAL_UNREADABLE

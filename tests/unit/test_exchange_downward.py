"""What comes down with an acknowledgement: as much as there is room for, in the order of its chain."""

from dataclasses import replace

import pytest

from zsapp.base.entry import GENESIS, Entry, Header, new_salt, payload_hash, seal_entry
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.exchange import downward
from zsapp.exchange.acknowledgement import Acknowledgement
from zsapp.exchange.crypto import DEFAULT, SUITES

STATION = new_id()
SUITE = SUITES[DEFAULT]


def said(seq: int, payload: bytes = b'{"reason":"x"}', at: str = "2026-03-09T02:30:00Z") -> Entry:
    salt = new_salt()
    header = Header(
        station=STATION, epoch=1, seq=seq, record_id=new_id(), sector="mediation", version=0, base_version=0,
        schema=1, who="站长", at=at, verb="review_return", payload_hash=payload_hash(salt, payload),
    )  # fmt: skip
    return seal_entry(header, GENESIS, salt, payload)


class Receiver:
    """A certificate of which only the station matters here."""

    station = STATION


def sealed(*entries: Entry, key: bytes) -> Acknowledgement:
    named, lines = downward.fitting(entries)
    return Acknowledgement(
        chain=(Receiver(),),  # type: ignore[arg-type]  # whose signature it bears is asked elsewhere
        sender=new_id(), epoch=1, seq=0, head=GENESIS, made_at=None,  # type: ignore[arg-type]  # as above
        down=named, sealed=downward.seal_lines(lines, SUITE.box_public(key)),
    )  # fmt: skip


def test_what_fits_comes_down_as_it_stands_in_the_journal() -> None:
    key = SUITE.new_box_key()
    entries = (said(3), said(7))
    assert downward.open_lines(sealed(*entries, key=key), key, "") == entries


def test_what_has_no_room_follows_with_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downward, "ROOM", 900)
    named, lines = downward.fitting([said(1), said(2), said(3)])
    assert [one.seq for one in named] == [1]
    assert len(lines) == 1
    big = said(4, b'{"reason":"' + b"x" * 2000 + b'"}')
    assert [one.seq for one in downward.fitting([big, said(5)])[0]] == [4], "one at least"
    assert downward.fitting([]) == ((), ())


def test_what_is_not_in_order_or_at_no_moment_is_damage() -> None:
    key = SUITE.new_box_key()
    for entries in ((said(7), said(3)), (said(3), said(3)), (said(1, at="yesterday"),)):
        with pytest.raises(Trouble) as trouble:
            downward.open_lines(sealed(*entries, key=key), key, "x.zsack")
        assert trouble.value.code is Code.ACK_DAMAGED


def test_nothing_comes_down_where_nothing_is_named() -> None:
    key = SUITE.new_box_key()
    assert downward.open_lines(replace(sealed(said(1), key=key), down=()), key, "") == ()

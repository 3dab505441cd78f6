"""Certificates as read: what is too large, or hides what it says, is none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.exchange import envelope
from zsapp.exchange.certificates import (
    KIND,
    SIZE,
    Subject,
    make_request,
    make_root,
    read_certificate,
    read_request,
)
from zsapp.exchange.crypto import DEFAULT, SUITES
from zsapp.exchange.fields import Unfit

SUITE = SUITES[DEFAULT]
KEY = SUITE.new_sign_key()
CITY = Subject(
    station=new_id(),
    org="442000000000",
    code="442000000000",
    name="中山市公共法律服务中心",
    tier="city",
    sign_key=SUITE.sign_public(KEY),
    box_key=SUITE.box_public(SUITE.new_box_key()),
    training=False,
)
DAY = date(2026, 3, 9)


def changed(**values: Any) -> bytes:
    """Return the city's certificate with other values, in its own signature."""
    payload = make_root(CITY, KEY, DAY).signed.payload
    return envelope.sign(KIND, {**payload, **values}, KEY)


def test_a_certificate_comes_back_as_it_was_signed() -> None:
    root = make_root(CITY, KEY, DAY)
    assert read_certificate(root.content) == root
    assert (root.subject, root.is_root, root.suites) == (CITY, True, (DEFAULT,))


def test_a_certificate_larger_than_any_is_none() -> None:
    assert read_certificate(changed(remark="x" * 100)).subject == CITY, "a newer program may add a word"
    with pytest.raises(Unfit):
        read_certificate(changed(remark="x" * SIZE))


def test_a_certificate_says_whose_place_was_taken_by_ids_alone() -> None:
    old = new_id()
    assert read_certificate(changed(replaces=[old])).replaces == (old,)
    with pytest.raises(Unfit):
        read_certificate(changed(replaces=["原来的电脑"]))


@pytest.mark.parametrize("sign", ["\n", "\x1b[2J", "\u202e", "\u200b", "\u2028"], ids=ascii)
def test_a_name_that_hides_or_turns_round_what_it_says_is_not_certified(sign: str) -> None:
    for values in ({"name": f"中山市{sign}中心"}, {"org": f"中山{sign}"}):
        with pytest.raises(Unfit):
            read_certificate(changed(**values))
    with pytest.raises(Refusal) as refused:
        read_request(make_request(replace(CITY, name=f"中山市{sign}中心"), KEY))
    assert refused.value.code is Code.REQUEST_DAMAGED


def test_a_name_of_any_han_character_is_certified() -> None:
    for name in ("䶮村㛃社区𬱖调解室", "中山市　坦洲镇", "St. Paul's (澳门)"):
        assert read_certificate(changed(name=name)).name == name

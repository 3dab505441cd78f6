"""Laws of the exchange: whatever goes in comes out, and whatever is bent is found."""

import io
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks import Three, plain_cases, three_desks
from zsapp.base.errors import Code, Trouble, ZsError
from zsapp.exchange import envelope
from zsapp.exchange.archive import Archive, ArchiveWriter
from zsapp.exchange.certificates import TIERS, scope_of
from zsapp.exchange.crypto import DEFAULT, SUITES
from zsapp.exchange.package import open_package
from zsapp.exchange.revocations import Revocations, Revoked, sign_list, together

KEY = SUITES[DEFAULT].new_sign_key()
TEXT = st.text('aZ09 \t\n"\\/{}[]:,中䶮𬱖é\u0301\u202e\ufeff\x00\x7f\uffff', max_size=20)
"""Every kind of character, without the table of all of them, which takes seconds to build."""

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Three]:
    with three_desks(tmp_path_factory.mktemp("laws")) as desks:
        record_id = desks.village.save(plain_cases()[0])
        desks.village.print(record_id, b"%PDF" * 500)
        yield desks


@pytest.fixture(scope="module")
def package(three: Three) -> bytes:
    return three.village.exchange.export(three.stick).file.read_bytes()


@given(payload=st.dictionaries(TEXT, PLAIN, max_size=6))
def test_whatever_is_signed_is_read_as_it_was(payload: dict[str, Any]) -> None:
    read = envelope.read(envelope.sign("thing", payload, KEY), "thing")
    assert read.payload == payload
    assert read.signed_by(SUITES[DEFAULT].sign_public(KEY))


@given(
    contents=st.dictionaries(
        st.text("abcdefghijklmnopqrstuvwxyz0123456789./-", min_size=1, max_size=40),
        st.binary(max_size=300),
        max_size=6,
    )
)
def test_whatever_is_archived_is_read_as_it_was(contents: dict[str, bytes]) -> None:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name, content in contents.items():
        with writer.member(name) as writing:
            writing.write(content)
    writer.finish()
    archive = Archive(out)
    assert {name: archive.content(name, 300) for name in archive.members} == contents


@given(content=st.binary(max_size=200_000))
def test_whatever_is_sealed_is_opened_as_it_was(content: bytes) -> None:
    suite = SUITES[DEFAULT]
    key = suite.new_box_key()
    sealed, opened = io.BytesIO(), io.BytesIO()
    suite.seal(io.BytesIO(content), sealed, [suite.box_public(key)])
    suite.open(io.BytesIO(sealed.getvalue()), opened, key)
    assert opened.getvalue() == content


def said_of(content: bytes, folder: Path) -> Code | None:
    path = folder / "bent.zspkg"
    path.write_bytes(content)
    try:
        with open_package(path):
            return None
    except ZsError as error:
        return error.code


def test_every_flipped_bit_of_a_sample_is_found(package: bytes, tmp_path: Path) -> None:
    dice = random.Random(1)  # noqa: S311 -- dice of a test
    positions = {*range(0, len(package), 83), *range(len(package) - 100, len(package))}
    for at in positions:
        bent = bytearray(package)
        bent[at] ^= 1 << dice.randrange(8)
        assert said_of(bytes(bent), tmp_path) is Code.PACKAGE_DAMAGED, at


@pytest.mark.long
def test_every_flipped_byte_is_found(package: bytes, tmp_path: Path) -> None:
    for at in range(len(package)):
        bent = bytearray(package)
        bent[at] ^= 0xFF
        assert said_of(bytes(bent), tmp_path) is Code.PACKAGE_DAMAGED, at


@given(place=st.floats(0, 1), extent=st.integers(1, 5000), filler=st.sampled_from([b"\0", b"\xff", b"A"]))
def test_a_torn_block_is_found(
    package: bytes, tmp_path: Path, place: float, extent: int, filler: bytes
) -> None:
    at = int(place * (len(package) - 1))
    torn = package[:at] + filler * len(package[at : at + extent]) + package[at + extent :]
    if torn != package:
        assert said_of(torn, tmp_path) is Code.PACKAGE_DAMAGED


@given(place=st.floats(0, 1, exclude_max=True))
def test_a_package_cut_anywhere_is_found(package: bytes, tmp_path: Path, place: float) -> None:
    assert said_of(package[: int(place * len(package))], tmp_path) is Code.PACKAGE_DAMAGED


@given(
    code=st.from_regex(r"4420[0-9]{8}", fullmatch=True), other=st.from_regex(r"4420[0-9]{8}", fullmatch=True)
)
def test_a_scope_holds_its_own_and_no_sibling(code: str, other: str) -> None:
    for tier, digits in TIERS.items():
        assert code.startswith(scope_of(code, tier))
        assert other.startswith(scope_of(code, tier)) is (other[:digits] == code[:digits])
    assert not "442000112000".startswith(scope_of("442000110000", "town"))


NAMES = tuple(f"0190cc3b-0000-7000-8000-00000000000{number}" for number in range(1, 8))


@given(numbers=st.lists(st.integers(1, 20), min_size=1, max_size=8))
def test_of_revocation_lists_the_newest_wins_in_whatever_order_they_come(numbers: list[int]) -> None:
    issuer, serial = NAMES[:2]
    lists = {number: sign_list(issuer, number, [Revoked(serial, 1, number)], KEY) for number in set(numbers)}
    known = Revocations()
    for number in numbers:
        known = Revocations.of((*known.every, *known.newer([lists[number]])))
    found = known.find(issuer, serial)
    assert found is not None
    assert found.seq == max(numbers)
    assert known.lost == ()


@given(
    said=st.lists(
        st.tuples(st.integers(1, 4), st.sets(st.integers(1, 5), min_size=1)), min_size=1, max_size=8
    )
)
def test_what_an_issuer_has_once_taken_back_stays_so_whatever_numbers_its_lists_have(
    said: list[tuple[int, set[int]]],
) -> None:
    issuer, serials = NAMES[0], NAMES[1:]
    lists = [
        sign_list(issuer, number, [Revoked(serials[one], 1, 1) for one in who], KEY) for number, who in said
    ]
    known = Revocations()
    for one in lists:
        known = Revocations.of((*known.every, *known.newer([one])))
        assert known.newer([one]) == ()
    taken_back = {serial for serial in serials if known.find(issuer, serial)}
    assert taken_back == {serials[one] for _, who in said for one in who}
    assert known.find(serials[0], issuer) is None
    whole = known.lists[issuer]
    for one in known.lost:
        whole = together(whole, one, KEY)
    known = Revocations.of((*known.every, whole))
    assert known.every == (whole,), "one list of the issuer takes the place of them all"
    assert known.newer(lists) == ()


def test_a_trouble_names_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.zspkg"
    path.write_bytes(b"no package")
    with pytest.raises(Trouble) as trouble, open_package(path):
        pass
    assert "x.zspkg" in str(trouble.value)
    assert str(tmp_path) not in str(trouble.value)

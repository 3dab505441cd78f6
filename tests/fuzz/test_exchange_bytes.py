"""Bent bytes: a whole thing or a catalogued trouble, never anything else, and nothing of it is applied."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks import Three, plain_cases, re_signed, three_desks, write_archive
from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.exchange import envelope
from zsapp.exchange.acknowledgement import KIND as ACKNOWLEDGEMENT
from zsapp.exchange.acknowledgement import read_acknowledgement
from zsapp.exchange.certificates import read_request
from zsapp.exchange.manifest import ENTRIES, MANIFEST
from zsapp.services.exchange import inspect

TEXT = st.text('aZ09 \t\n"\\/{}[]:,中䶮𬱖é\u0301\u202e\ufeff\x00\x7f\uffff', max_size=20)
"""Every kind of character, without the table of all of them, which takes seconds to build."""

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | TEXT
    | st.sampled_from(["0" * 64, "age-1", "2026-03-09", "2026-03-09T02:30:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Three]:
    with three_desks(tmp_path_factory.mktemp("fuzz")) as desks:
        desks.village.save(plain_cases()[0])
        desks.village.exchange.export(desks.stick)
        yield desks


@pytest.fixture(scope="module")
def package(three: Three) -> Path:
    (path,) = three.stick.glob("*.zspkg")
    return path


def attempt(errand: Callable[[], Any]) -> Code | None:
    """Return the code of a refusal, None when a whole thing came; any other exception fails the test."""
    try:
        errand()
    except ZsError as error:
        assert str(error)
        assert error.remedy
        return error.code
    return None


def heads(three: Three) -> list[Any]:
    """Return where every chain ends at the town: whatever is taken in is journalled there."""
    with three.town.store.read() as reader:
        return [reader.head(), *reader.stations(), reader.digests(three.village.store.station)]


def never_applied(three: Three, path: Path) -> None:
    before = heads(three)
    code = attempt(lambda: three.town.exchange.import_path(path))
    if code is None:
        pytest.fail("bent bytes were taken in")
    assert heads(three) == before


@given(content=st.binary(max_size=3000))
def test_any_bytes_are_refused(three: Three, tmp_path: Path, content: bytes) -> None:
    for suffix in (".zspkg", ".zsack"):
        path = tmp_path / f"any{suffix}"
        path.write_bytes(content)
        never_applied(three, path)
        assert attempt(lambda path=path: inspect(path)) in (Code.PACKAGE_DAMAGED, Code.ACK_DAMAGED)


@given(manifest=st.binary(max_size=500) | JSON.map(canonical), entries=st.binary(max_size=500))
def test_any_members_in_a_whole_archive_are_refused(
    three: Three, tmp_path: Path, manifest: bytes, entries: bytes
) -> None:
    never_applied(three, write_archive(tmp_path / "any.zspkg", {ENTRIES: entries, MANIFEST: manifest}))


KEYS = (
    *("format", "suite", "chain", "package", "volume", "volumes", "sender", "recipients", "epoch"),
    *("seq_from", "seq_to", "previous", "head", "schema", "counts", "plaintext", "members", "digests"),
    *("acknowledgements", "revocations", "carried", "made_at"),
)


@given(key=st.sampled_from(KEYS), value=JSON)
def test_any_value_in_a_signed_manifest_is_a_whole_thing_or_a_trouble(
    three: Three, package: Path, tmp_path: Path, key: str, value: Any
) -> None:
    path = tmp_path / "lie.zspkg"
    sign_key = three.village.credentials().keys.sign
    re_signed(package, sign_key, lambda payload: payload.update({key: value}), path)
    attempt(lambda: inspect(path))
    attempt(lambda: three.city.exchange.inspect(path))


@given(content=st.binary(max_size=2000) | JSON.map(canonical))
def test_any_bytes_are_a_certificate_a_request_and_a_receipt_or_a_trouble(
    three: Three, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert attempt(lambda: three.village.enrolment.accept(file)) is Code.CERT_DAMAGED
    assert attempt(lambda: read_request(content)) is Code.REQUEST_DAMAGED
    assert attempt(lambda: read_acknowledgement(content, "x")) is Code.ACK_DAMAGED


@given(data=st.data())
def test_a_certificate_file_bent_anywhere_is_refused(three: Three, tmp_path: Path, data: Any) -> None:
    file = tmp_path / "issued"
    if not file.exists():
        three.village.enrolment.request(tmp_path / "request")
        three.town.enrolment.approve(tmp_path / "request", file)
    whole = file.read_bytes()
    plain = read_canonical(whole)
    which = data.draw(st.integers(0, 2))
    text = plain["chain"][which]
    at = data.draw(st.integers(0, len(text) - 1))
    plain["chain"][which] = text[:at] + data.draw(st.sampled_from('Az0+"{')) + text[at + 1 :]
    bent = tmp_path / "bent"
    bent.write_bytes(canonical(plain))
    before = three.village.credentials()
    if plain["chain"][which] != text:
        with pytest.raises(Refusal) as refused:
            three.village.enrolment.accept(bent)
        assert refused.value.code in (Code.CERT_DAMAGED, Code.CERT_NOT_OURS, Code.CERT_ROOT_OTHER)
    assert three.village.credentials() == before


ACK_KEYS = (
    *("format", "chain", "receiver", "sender", "epoch", "seq", "head", "made_at", "packages", "missing"),
    *("refused", "volumes", "revocations"),
)


@given(key=st.sampled_from(ACK_KEYS), value=JSON)
def test_any_value_in_a_signed_acknowledgement_is_a_whole_thing_or_a_trouble(
    three: Three, tmp_path: Path, key: str, value: Any
) -> None:
    source = three.folder / "ack-of-nothing.zsack"
    if not source.exists():
        package = next(three.stick.glob("*.zspkg"))
        folder = three.folder / "again"
        folder.mkdir()
        (folder / package.name).write_bytes(package.read_bytes())
        three.town.exchange.import_path(folder)
        source.write_bytes(next(folder.glob("*.zsack")).read_bytes())
    payload = envelope.read(source.read_bytes(), ACKNOWLEDGEMENT).payload | {key: value}
    path = tmp_path / "lie.zsack"
    path.write_bytes(envelope.sign(ACKNOWLEDGEMENT, payload, three.town.credentials().keys.sign))
    attempt(lambda: inspect(path))
    attempt(lambda: three.village.exchange.import_path(path))

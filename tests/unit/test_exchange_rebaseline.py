"""What is given back, on the wire: whatever is bent, added, missing or promised wrongly is refused."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desks import new_sign_key, write_archive
from zsapp.base.canonical import canonical
from zsapp.base.entry import GENESIS, SCHEMA, Entry, Header, payload_hash, seal_entry
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.ids import new_id
from zsapp.exchange import envelope, rebaseline
from zsapp.exchange.archive import Archive
from zsapp.exchange.certificates import Chain, Subject, Trust, make_root
from zsapp.exchange.crypto import DEFAULT, SUITES
from zsapp.exchange.manifest import MANIFEST
from zsapp.exchange.package import Attachment
from zsapp.exchange.rebaseline import KIND, Slip, check_giver, open_given
from zsapp.exchange.revocations import Revocations
from zsapp.exchange.slices import Span
from zsapp.exchange.staging import staged

SIGN, BOX = new_sign_key(), SUITES[DEFAULT].new_box_key()
STATION = new_id()
DAY = date(2026, 3, 9)
PAPER = b"a paper"


def subject(
    code: str = "442000000000", tier: str = "city", *, station: str = "", training: bool = False
) -> Subject:
    return Subject(
        station=station or new_id(),
        org=code,
        code=code,
        name="中山市公共法律服务中心",
        tier=tier,
        training=training,
        sign_key=SUITES[DEFAULT].sign_public(SIGN),
        box_key=SUITES[DEFAULT].box_public(BOX),
    )


CITY = make_root(subject(), SIGN, DAY)
CHAIN: Chain = (CITY,)


def entries_of(count: int = 3) -> list[Entry]:
    made: list[Entry] = []
    for seq in range(1, count + 1):
        content, salt = canonical({"n": seq}), bytes(16)
        header = Header(
            station=STATION, epoch=1, seq=seq, record_id="", sector="", version=0, base_version=0,
            schema=SCHEMA, who="站长", at="2026-03-09T02:30:00Z", verb="login",
            payload_hash=payload_hash(salt, content),
        )  # fmt: skip
        made.append(seal_entry(header, made[-1].hash if made else GENESIS, salt, content))
    return made


def write(path: Path, entries: list[Entry], content: bytes = PAPER) -> Path:
    span = Span(station=STATION, epoch=1, first=1, last=len(entries), previous=GENESIS, head=entries[-1].hash)
    slip = Slip(
        chain=CHAIN,
        station=STATION,
        key=SUITES[DEFAULT].box_public(BOX),
        made_at=datetime(2026, 3, 10, tzinfo=UTC),
    )
    paper = Attachment(hashlib.sha256(content).hexdigest(), len(content), lambda: content)
    rebaseline.write(path, slip, SIGN, [(span, entries)], attachments=lambda: [paper])
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / rebaseline.file_name(CITY.station, STATION), entries_of())


def members_of(file: Path) -> dict[str, bytes]:
    with file.open("rb") as source:
        archive = Archive(source)
        return {name: b"".join(archive.blocks(name)) for name in archive.members}


def re_signed(file: Path, change: Callable[[dict[str, Any]], object], key: bytes = SIGN) -> Path:
    """Write the file again with a changed manifest, signed by a key."""
    members = members_of(file)
    payload = envelope.read(members.pop(MANIFEST), KIND).payload
    change(payload)
    return write_archive(file, {**members, MANIFEST: envelope.sign(KIND, payload, key)})


def refused(file: Path) -> Code:
    with pytest.raises((Trouble, Refusal)) as no, open_given(file):
        pass
    return no.value.code


def test_what_was_written_is_read_again(file: Path, tmp_path: Path) -> None:
    with open_given(file) as given:
        (part,) = given.slip.parts
        with staged(tmp_path) as staging:
            assert list(given.entries(part, BOX, staging)) == entries_of()
        assert list(given.attachments(BOX)) == [PAPER]
        assert given.slip.giver.station == CITY.station


def test_another_key_opens_nothing(file: Path, tmp_path: Path) -> None:
    other = SUITES[DEFAULT].new_box_key()
    with open_given(file) as given, staged(tmp_path) as staging:
        with pytest.raises(Refusal) as sealed:
            list(given.entries(given.slip.parts[0], other, staging))
        assert sealed.value.code is Code.PACKAGE_SEALED


def spoilt(**changed: Any) -> Callable[[dict[str, Any]], object]:
    return lambda payload: payload.update(changed)


def in_part(**changed: Any) -> Callable[[dict[str, Any]], object]:
    return lambda payload: payload["parts"][0].update(changed)


@pytest.mark.parametrize(
    "change",
    [
        spoilt(giver=new_id()),
        spoilt(parts=[]),
        spoilt(station="x"),
        in_part(last=2),
        in_part(epoch=2),
        lambda payload: payload["members"].pop("epoch-1.jsonl.zst.age"),
        lambda payload: next(iter(payload["members"].values())).update(size=1),
    ],
)
def test_a_manifest_that_does_not_fit_is_damage(
    file: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    assert refused(re_signed(file, change)) is Code.PACKAGE_DAMAGED


def test_a_signature_of_somebody_else_is_damage(file: Path) -> None:
    assert refused(re_signed(file, lambda _payload: None, new_sign_key())) is Code.PACKAGE_DAMAGED


def test_a_newer_format_asks_for_an_upgrade(file: Path) -> None:
    assert refused(re_signed(file, spoilt(format=2))) is Code.PACKAGE_NEWER


def test_a_strange_member_is_damage(file: Path) -> None:
    members = members_of(file)
    payload = envelope.read(members.pop(MANIFEST), KIND).payload
    payload["members"]["strange"] = payload["members"]["epoch-1.jsonl.zst.age"]
    strange = members["epoch-1.jsonl.zst.age"]
    write_archive(file, {**members, "strange": strange, MANIFEST: envelope.sign(KIND, payload, SIGN)})
    assert refused(file) is Code.PACKAGE_DAMAGED


def test_entries_other_than_promised_are_damage(file: Path, tmp_path: Path) -> None:
    re_signed(file, in_part(records=1))
    with open_given(file) as given, staged(tmp_path) as staging:
        with pytest.raises(Trouble) as other:
            list(given.entries(given.slip.parts[0], BOX, staging))
        assert other.value.code is Code.PACKAGE_DAMAGED


def test_a_chain_that_ends_elsewhere_is_told(file: Path, tmp_path: Path) -> None:
    re_signed(file, in_part(head="ab" * 32))
    with open_given(file) as given, staged(tmp_path) as staging:
        with pytest.raises(Refusal) as broken:
            list(given.entries(given.slip.parts[0], BOX, staging))
        assert broken.value.code is Code.PACKAGE_CHAIN


def test_a_paper_that_is_another_is_damage(file: Path) -> None:
    name = "ab" * 32

    def rename(payload: dict[str, Any]) -> None:
        (paper,) = [key for key in payload["members"] if key.startswith("attachments/")]
        payload["members"][f"attachments/{name}.age"] = payload["members"].pop(paper)

    members = members_of(file)
    payload = envelope.read(members.pop(MANIFEST), KIND).payload
    rename(payload)
    renamed = {
        f"attachments/{name}.age" if key.startswith("attachments/") else key: content
        for key, content in members.items()
    }
    write_archive(file, {**renamed, MANIFEST: envelope.sign(KIND, payload, SIGN)})
    with open_given(file) as given, pytest.raises(Trouble) as other:
        list(given.attachments(BOX))
    assert other.value.code is Code.PACKAGE_DAMAGED


def test_a_file_that_is_cut_short_while_it_is_read_is_damage(tmp_path: Path) -> None:
    file = write(tmp_path / "large.zsback", entries_of(), os.urandom(200_000))
    with open_given(file) as given:
        with file.open("r+b") as out:
            out.truncate(file.stat().st_size - 100_000)
        with pytest.raises((Trouble, Refusal)) as bent:
            list(given.attachments(BOX))
    assert bent.value.code is Code.PACKAGE_DAMAGED


@given(st.integers(0), st.integers(1, 255))
def test_whatever_byte_is_bent_nothing_of_it_is_believed(bent_once: Path, at: int, by: int) -> None:
    content = WHOLE[0]
    at %= len(content)
    bent_once.write_bytes(content[:at] + bytes([content[at] ^ by]) + content[at + 1 :])
    assert refused(bent_once) in (Code.PACKAGE_DAMAGED, Code.PACKAGE_NEWER)


WHOLE: list[bytes] = []


@pytest.fixture
def bent_once(file: Path) -> Path:
    WHOLE[:] = [file.read_bytes()]
    return file


def test_only_who_stands_above_gives_back(file: Path) -> None:
    trust = Trust(CITY, Revocations({}), DAY)
    village = make_root(subject("442000106203", "village", station=STATION), SIGN, DAY)
    with open_given(file) as given:
        slip = given.slip
    check_giver(slip, trust, village)
    with pytest.raises(Refusal) as other:
        check_giver(slip, trust, CITY)
    assert other.value.code is Code.REBASELINE_NOT_FOR_US
    heir = make_root(subject("442000106203", "village"), SIGN, DAY)
    for_heir = replace(slip, heir=heir.station)
    for ours in (heir, replace(heir, replaces=(new_id(),))):
        with pytest.raises(Refusal) as stranger:
            check_giver(for_heir, trust, ours)
        assert stranger.value.code is Code.REBASELINE_NOT_FOR_US
    check_giver(for_heir, trust, replace(heir, replaces=(STATION,)))
    elsewhere = make_root(subject("440100000000", "city", station=STATION), SIGN, DAY)
    with pytest.raises(Refusal) as foreign:
        check_giver(slip, trust, elsewhere)
    assert foreign.value.code is Code.REBASELINE_FOREIGN

"""Certificates: asked for below, issued above, installed, listed, revoked."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desks import (
    CITY,
    NEIGHBOUR,
    OTHER_CITY,
    OTHER_VILLAGE,
    TOWN,
    VILLAGE,
    Desk,
    Three,
    enrol,
    make_desk,
    three_desks,
)
from zsapp.base import clock
from zsapp.base.canonical import canonical, read_canonical
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.ids import new_id
from zsapp.exchange import envelope
from zsapp.exchange.certificates import KIND, REQUEST, TAIL, read_request
from zsapp.services import credentials


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes stations that nobody has certified."""
    made: list[Desk] = []

    def make(code: str, **more: Any) -> Desk:
        made.append(make_desk(tmp_path / f"lonely{len(made)}", code, **more))
        return made[-1]

    yield make
    for desk in made:
        desk.store.close()


def code_of(errand: Callable[[], Any]) -> Code:
    with pytest.raises(ZsError) as refused:
        errand()
    return refused.value.code


def test_a_chain_goes_up_to_the_root(three: Three) -> None:
    own, above, root = three.village.credentials().chain
    assert (own.subject.tier, above.subject.tier, root.subject.tier) == ("village", "town", "city")
    assert own.issuer == above.serial
    assert above.issuer == root.serial == root.issuer
    assert root.is_root
    assert not own.is_root
    assert [one.station for one in three.village.credentials().recipients] == [
        three.town.store.station,
        three.city.store.station,
        three.village.store.station,
    ]


def test_the_list_shows_our_own_and_those_below(three: Three) -> None:
    listed = three.town.enrolment.certificates()
    assert [(one.tier, one.own, one.state) for one in listed] == [
        ("town", True, "有效"),
        ("city", False, "有效"),
        ("village", False, "有效"),
    ]
    three.town.days.day = listed[2].not_after + timedelta(days=1)
    assert three.town.enrolment.certificates()[2].state == "已过期"
    three.town.days.day = listed[2].not_before - timedelta(days=1)
    assert three.town.enrolment.certificates()[2].state == "未生效"


def test_keys_and_root_are_made_once(three: Three) -> None:
    before = three.city.credentials()
    three.city.enrolment.make_keys()
    assert three.city.enrolment.make_root().serial == before.own.serial
    assert three.city.credentials().keys == before.keys


def test_private_keys_stay_where_they_are(three: Three, tmp_path: Path) -> None:
    keys = three.village.credentials().keys
    assert "AGE-SECRET" not in repr(keys)
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    for path in [*tmp_path.iterdir(), *three.stick.iterdir(), *three.village.store.home.rglob("*")]:
        if path.is_file():
            content = path.read_bytes()
            assert keys.sign not in content
            assert keys.box not in content


def test_a_station_outside_the_scope_is_not_certified(
    three: Three, lonely: Callable[..., Desk], tmp_path: Path
) -> None:
    for above, below in (
        (three.town, lonely(OTHER_VILLAGE)),
        (three.town, lonely(TOWN)),
        (three.village, lonely(VILLAGE)),
        (three.city, lonely(OTHER_CITY)),
    ):
        assert code_of(lambda above=above, below=below: enrol(above, below, tmp_path)) is Code.REQUEST_SCOPE


def test_a_city_may_certify_a_village_itself(
    three: Three, lonely: Callable[..., Desk], tmp_path: Path
) -> None:
    village = lonely(VILLAGE)
    enrol(three.city, village, tmp_path)
    village.exchange.export(three.stick)
    three.city.exchange.import_path(three.stick)
    three.city.exchange.import_path(three.stick)
    village.exchange.import_path(three.stick)
    assert village.exchange.export(three.stick).seq_from > 1


def test_a_training_station_certifies_no_real_one(lonely: Callable[..., Desk], tmp_path: Path) -> None:
    city, town = lonely(CITY, training=True), lonely(TOWN)
    assert code_of(lambda: enrol(city, town, tmp_path)) is Code.REQUEST_SCOPE


def test_two_machines_of_one_committee_are_two_stations(
    three: Three, lonely: Callable[..., Desk], tmp_path: Path
) -> None:
    second = lonely(VILLAGE)
    enrol(three.town, second, tmp_path)
    three.village.exchange.export(three.stick)
    second.exchange.export(three.stick)
    assert len(three.town.exchange.import_path(three.stick).packages) == 2
    assert len(list(three.stick.glob("*.zsack"))) == 2


def test_a_station_id_belongs_to_one_key(three: Three, lonely: Callable[..., Desk], tmp_path: Path) -> None:
    clone = lonely(VILLAGE, station=three.village.store.station)
    assert code_of(lambda: enrol(three.town, clone, tmp_path)) is Code.REQUEST_KEY_OTHER
    posing = lonely(VILLAGE, station=three.town.store.station)
    assert code_of(lambda: enrol(three.town, posing, tmp_path)) is Code.REQUEST_KEY_OTHER


def test_a_station_whose_files_would_be_called_like_anothers_is_not_certified(
    three: Three, lonely: Callable[..., Desk], tmp_path: Path
) -> None:
    alike = lonely(NEIGHBOUR, station=f"{new_id()[:-TAIL]}{three.village.store.station[-TAIL:]}")
    assert code_of(lambda: enrol(three.town, alike, tmp_path)) is Code.REQUEST_KEY_OTHER


def test_a_renewed_certificate_takes_the_place_of_the_old_one(three: Three, tmp_path: Path) -> None:
    before = three.village.credentials().own
    three.town.days.day = three.village.days.day = clock.today() + timedelta(days=400)
    enrol(three.town, three.village, tmp_path)
    after = three.village.credentials().own
    assert (after.serial != before.serial, after.not_after > before.not_after) == (True, True)
    signer = three.town.enrolment.signer(three.village.store.station)
    assert signer is not None
    assert signer.public == after.subject.sign_key


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"\xff", b"x" * 100], ids=["empty", "object", "list", "no text", "x"]
)
def test_what_is_no_request_is_not_approved(three: Three, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "request").write_bytes(content)
    request, out = tmp_path / "request", tmp_path / "out"
    assert code_of(lambda: three.town.enrolment.approve(request, out)) is Code.REQUEST_DAMAGED
    assert not (tmp_path / "out").exists()


def test_a_request_signed_by_another_key_is_not_approved(three: Three, tmp_path: Path) -> None:
    three.village.enrolment.request(tmp_path / "request")
    payload = envelope.read((tmp_path / "request").read_bytes(), REQUEST).payload
    for change in ({}, {"box_key": "age1x"}, {"tier": "country"}, {"code": "12"}, {"sign_key": "0"}):
        bent = envelope.sign(REQUEST, payload | change, three.town.credentials().keys.sign)
        with pytest.raises(Refusal) as refused:
            read_request(bent)
        assert refused.value.code is Code.REQUEST_DAMAGED


def issued_for(three: Three, below: Desk, folder: Path) -> Path:
    below.enrolment.request(folder / "request")
    three.town.enrolment.approve(folder / "request", folder / "issued")
    return folder / "issued"


def test_a_certificate_of_somebody_else_is_not_installed(
    three: Three, lonely: Callable[..., Desk], tmp_path: Path
) -> None:
    other = lonely(VILLAGE)
    file = issued_for(three, other, tmp_path)
    before = three.village.credentials()
    assert code_of(lambda: three.village.enrolment.accept(file)) is Code.CERT_NOT_OURS
    assert three.village.credentials() == before


def test_a_certificate_under_another_root_is_not_installed(
    three: Three, lonely: Callable[..., Desk], tmp_path: Path
) -> None:
    city, town = lonely(CITY), lonely(TOWN)
    enrol(city, town, tmp_path)
    three.village.enrolment.request(tmp_path / "request")
    town.enrolment.approve(tmp_path / "request", tmp_path / "issued")
    assert code_of(lambda: three.village.enrolment.accept(tmp_path / "issued")) is Code.CERT_ROOT_OTHER


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b'{"chain":[],"revocations":[]}', b'{"chain":["x"],"revocations":[]}', b"x" * (1 << 21)],
    ids=["empty", "object", "no chain", "no certificate", "large"],
)
def test_what_is_no_certificate_is_not_installed(three: Three, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert code_of(lambda: three.village.enrolment.accept(tmp_path / "file")) is Code.CERT_DAMAGED
    assert code_of(lambda: three.village.enrolment.accept(tmp_path / "none")) is Code.FILE_MISSING


def bent_certificate(three: Three, file: Path, key: bytes, **changes: Any) -> None:
    """Change the first certificate of a file and sign it with a key."""
    plain = read_canonical(file.read_bytes())
    payload = envelope.read(plain["chain"][0].encode(), KIND).payload
    plain["chain"][0] = envelope.sign(KIND, payload | changes, key).decode()
    file.write_bytes(canonical(plain))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"scope": "4"},
        {"roles": ["issue"] * 100_001},
        {"not_after": "tomorrow"},
        {"not_after": "20300101"},
        {"training": 1},
        {"format": 2},
        {"issuer": "x"},
        {"name": "名" * 201},
    ],
    ids=lambda change: "".join(change) or "key",
)
def test_a_certificate_signed_by_itself_is_not_installed(
    three: Three, tmp_path: Path, change: dict[str, Any]
) -> None:
    file = issued_for(three, three.village, tmp_path)
    bent_certificate(three, file, three.village.credentials().keys.sign, **change)
    assert code_of(lambda: three.village.enrolment.accept(file)) is Code.CERT_DAMAGED


def test_a_town_certifies_nobody_beyond_its_scope_even_when_it_tries(
    three: Three, lonely: Callable[..., Desk], tmp_path: Path
) -> None:
    other = lonely(OTHER_VILLAGE)
    file = issued_for(three, three.village, tmp_path)
    other.enrolment.request(tmp_path / "theirs")
    subject = read_request((tmp_path / "theirs").read_bytes())
    changes = {**subject.plain(), "scope": OTHER_VILLAGE}
    bent_certificate(three, file, three.town.credentials().keys.sign, **changes)
    assert code_of(lambda: other.enrolment.accept(file)) is Code.CERT_DAMAGED


def test_a_certificate_that_has_run_out_is_not_installed_and_issues_nothing(
    three: Three, tmp_path: Path
) -> None:
    file = issued_for(three, three.village, tmp_path)
    three.village.days.day = three.village.credentials().own.not_after + timedelta(days=1)
    assert code_of(lambda: three.village.enrolment.accept(file)) is Code.CERT_EXPIRED
    three.town.days.day = three.town.credentials().own.not_after + timedelta(days=1)
    assert code_of(lambda: issued_for(three, three.village, tmp_path)) is Code.CERT_EXPIRED


def test_only_the_issuer_revokes(three: Three, tmp_path: Path) -> None:
    village = three.village.credentials().own.serial
    town = three.town.credentials().own.serial
    three.village.exchange.export(three.stick)
    three.city.exchange.import_path(three.stick)
    assert code_of(lambda: three.city.enrolment.revoke(village)) is Code.CERT_NOT_YOURS
    assert code_of(lambda: three.town.enrolment.revoke(town)) is Code.CERT_UNKNOWN
    assert three.town.enrolment.revoke(village).state == "已吊销"
    assert three.town.enrolment.revoke(village).state == "已吊销", "again is no fault"
    with three.town.store.read() as reader:
        assert credentials.read_revocations(reader).number(town) == 1


def test_an_older_list_does_not_undo_a_revocation(three: Three) -> None:
    village = three.village.credentials().own.serial
    with three.town.store.read() as reader:
        assert credentials.read_revocations(reader).find(three.town.credentials().own.serial, village) is None
    three.town.enrolment.revoke(village)
    with three.town.store.read() as reader:
        known = credentials.read_revocations(reader)
        (mine,) = known.lists.values()
        chain = three.town.credentials().chain
        assert credentials.newer_lists(reader, chain, [mine]) == ()
    with three.village.store.read() as reader:
        assert credentials.newer_lists(reader, chain, [mine]) == (mine,)
        assert credentials.newer_lists(reader, chain[1:], [mine]) == (mine,), (
            "our own chain names the town too"
        )
    with three.city.store.read() as reader:
        assert credentials.newer_lists(reader, chain[1:], [mine]) == (), "nobody here can name the issuer"


def test_a_signature_is_checked_by_whoever_holds_the_certificate(three: Three) -> None:
    signed = three.village.enrolment.sign(b"paper")
    station = three.village.store.station
    for desk in (three.village, three.town):
        signer = desk.enrolment.signer(station)
        assert signer is not None
        assert signer.made(b"paper", signed)
        assert not signer.made(b"other", signed)
    assert three.city.enrolment.signer(station) is None
    above = three.village.enrolment.signer(three.town.store.station)
    assert above is not None
    assert above.name == three.town.profile.name
    three.town.enrolment.revoke(three.village.credentials().own.serial)
    revoked = three.town.enrolment.signer(station)
    assert revoked is not None
    assert revoked.name.endswith("（证书已吊销）")


def test_a_station_without_keys_signs_and_asks_for_nothing(three: Three, tmp_path: Path) -> None:
    with three.village.store.write() as writer:
        writer.set_value(credentials.SIGN_KEY, None)
    assert code_of(lambda: three.village.enrolment.sign(b"x")) is Code.CERT_MISSING
    assert code_of(lambda: three.village.enrolment.request(tmp_path / "x")) is Code.CERT_MISSING
    own = three.village.enrolment.signer(three.village.store.station)
    assert own is not None, "by its certificate"


def test_a_request_that_cannot_be_written_says_why(three: Three, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        three.village.enrolment.request(tmp_path / "none" / "request")
    assert trouble.value.code is Code.STICK_GONE

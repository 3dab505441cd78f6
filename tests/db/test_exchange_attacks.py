"""Packages an adversary makes with other tools than ours: each its own refusal, and nothing is changed."""

import json
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests import forger
from tests.forger import ENTRIES, Forgery, certified, container, somebody
from tests.workshop import BESIDE, TROUBLE, Attack, Attacks, Workshop, meets, workshop_in
from zsapp.base.errors import Code, ZsError

ATTACKS = Attacks()
damage = ATTACKS.meet(Code.PACKAGE_DAMAGED, TROUBLE)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("attacks")) as found:
        yield found


# --- put together anew ------------------------------------------------------------------------------------


@damage
def a_member_twice(w: Workshop) -> bytes:
    parts = w.package().parts()
    return container([parts[0], *parts])


@damage
def the_manifest_twice(w: Workshop) -> bytes:
    parts = w.package().parts()
    return container([*parts, parts[-1]])


@damage
def two_papers_swapped(w: Workshop) -> bytes:
    entries, one, two, manifest = w.package(papers=(b"one", b"two")).parts()
    return container([entries, (one[0], two[1]), (two[0], one[1]), manifest])


@damage
def papers_in_another_order(w: Workshop) -> bytes:
    entries, one, two, manifest = w.package(papers=(b"one", b"two")).parts()
    return container([entries, two, one, manifest])


@damage
def entries_of_another_package(w: Workshop) -> bytes:
    ours, theirs = w.package(), w.package(w.login(verb="logout"))
    return container([theirs.parts()[0], ours.parts()[1]])


@damage
def a_paper_under_the_name_of_another(w: Workshop) -> Forgery:
    one = w.package(papers=(b"one",))
    (name,) = (name for name in one.members if name != ENTRIES)
    return one.holds(**{ENTRIES: one.members[ENTRIES], name: w.package(papers=(b"2",)).members[ENTRIES]})


def named(w: Workshop, name: str, *, said: bool) -> bytes:
    """Return a package with a member of a name more, that the manifest says or says not."""
    one = w.package()
    entries, manifest = one.parts()
    if said:
        manifest = one.holds(**one.members, **{name: b"x"}).parts()[-1]
    return container([entries, (name.encode(), b"x"), manifest])


CLIMBING = ("../../x", "/etc/x", "C:\\x", "attachments/../x.age", f"attachments/{'0' * 64}.age/../x", "附件")
for _name in CLIMBING:
    for _said in (True, False):

        @ATTACKS.meet(Code.PACKAGE_DAMAGED, TROUBLE, of=f"{_name}, {'signed' if _said else 'not signed'}")
        def a_name_that_climbs(w: Workshop, name: str = _name, said: bool = _said) -> bytes:
            return named(w, name, said=said)


# --- bombs ------------------------------------------------------------------------------------------------


@damage
def deflated_members(w: Workshop) -> bytes:
    return container(w.package().parts(), method=8)


@damage
def members_that_overlap(w: Workshop) -> bytes:
    """Let every line of the directory speak of the one kernel of bytes."""
    whole = w.package().bytes()
    start = whole.index(b"PK\x01\x02")
    line = whole[start : whole.index(b"PK\x01\x02", start + 1)]
    return whole[:start] + line * 1000 + forger.ending(1000, start, len(line) * 1000)


@damage
def more_members_than_a_package_has(w: Workshop) -> bytes:
    return container([(f"{number}".encode(), b"") for number in range(10_001)])


@damage
def a_slice_that_asks_for_much_memory(w: Workshop) -> Forgery:
    one = w.package()
    wide = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    content = zstandard.ZstdCompressor(compression_params=wide).compress(b"x" * (16 << 20))
    return one.holds(**{ENTRIES: forger.sealed(content, str(w.town.box.to_public()))})


@damage
def a_manifest_without_end(w: Workshop) -> bytes:
    one = w.package()
    return one.says(remark="x" * (17 << 20)).bytes()


@damage
def a_manifest_without_ground(w: Workshop) -> bytes:
    deep = b'{"payload":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    return container(w.package().parts(deep))


@damage
def a_payload_without_ground(w: Workshop) -> Forgery:
    payload: dict[str, Any] = {}
    for _ in range(200):
        payload = {"x": payload}
    return w.package(forger.entry(w.village, w.place, payload))


# --- signatures -------------------------------------------------------------------------------------------


@damage
def no_signature(w: Workshop) -> bytes:
    one = w.package()
    return container(one.parts(one.envelope(signatures=[])))


@damage
def an_empty_signature(w: Workshop) -> bytes:
    one = w.package()
    empty = [{"keyid": forger.key_id(one.signer), "sig": ""}]
    return container(one.parts(one.envelope(signatures=empty)))


@damage
def no_manifest(w: Workshop) -> bytes:
    return container(w.package().parts()[:-1])


@damage
def a_manifest_without_envelope(w: Workshop) -> bytes:
    one = w.package()
    return container(one.parts(forger.plain(one.manifest)))


@damage
def the_signature_of_another_manifest(w: Workshop) -> bytes:
    one, two = (json.loads(w.package(w.login(verb=verb)).envelope()) for verb in ("login", "logout"))
    return container(w.package().parts(forger.plain({**one, "payload": two["payload"]})))


@damage
def a_signature_meant_for_an_acknowledgement(w: Workshop) -> bytes:
    one = w.package()
    other = forger.envelope("acknowledgement", one.manifest, one.signer)
    name = "application/vnd.zsapp.package+json"
    return container(one.parts(forger.plain({**json.loads(other), "payloadType": name})))


@damage
def a_key_said_twice(w: Workshop) -> bytes:
    one = w.package()
    return container(one.parts(b'{"payload":"",' + one.envelope()[1:]))


@damage
def signed_by_the_town_in_the_name_of_the_village(w: Workshop) -> Forgery:
    return replace(w.package(), signer=w.town.key)


@damage
def signed_by_the_city_in_the_name_of_the_village(w: Workshop) -> Forgery:
    return replace(w.package(), signer=w.city.key)


@damage
def signed_by_the_village_in_the_name_of_the_town(w: Workshop) -> Forgery:
    return w.package().says(chain=list(w.town.chain), sender=w.town.station)


@damage
def a_chain_that_is_not_of_the_sender(w: Workshop) -> Forgery:
    other = certified(somebody(BESIDE, "village"), w.town)
    return replace(w.package().says(chain=list(other.chain)), signer=other.key)


# --- the list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "code", "exit_code"), ATTACKS.all)
def test_an_attack_on_the_container_or_the_signature_is_met(
    shop: Workshop, tmp_path: Path, make: Attack, code: Code, exit_code: int
) -> None:
    meets(shop, tmp_path, make, code, exit_code)


def test_an_honest_package_of_the_same_workshop_is_taken_in(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as shop:
        path = tmp_path / "honest.zspkg"
        path.write_bytes(shop.package(papers=(b"one", b"two")).bytes())
        (taken,) = shop.three.town.exchange.import_path(path).packages
        assert (taken.entries, taken.attachments) == (1, 2)
        beside = certified(somebody(BESIDE, "village"), shop.town)
        path.write_bytes(shop.package(sender=beside).bytes())
        assert shop.three.town.exchange.import_path(path).packages[0].sender == beside.station


def test_a_bomb_takes_little_memory(shop: Workshop, tmp_path: Path) -> None:
    size = 96 << 20
    swells = shop.package(lines=b'{"x":"' + b"x" * size + b'"}')
    beyond = shop.package(lines=b"\n" * size).says(plaintext={"size": 100, "sha256": "0" * 64})
    for bomb in (swells.bytes(), beyond.bytes()):
        assert len(bomb) < size / 1000
        tracemalloc.start()
        assert shop.refused(bomb, tmp_path).code is Code.PACKAGE_DAMAGED
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 64 << 20


# --- bits and pieces --------------------------------------------------------------------------------------


def all_damaged(shop: Workshop, folder: Path, bent: Iterator[bytes]) -> int:
    """See that the town takes none of these; what any had changed would still be changed at the end."""
    path, count = folder / "bent.zspkg", 0
    for content in bent:
        path.write_bytes(content)
        with pytest.raises(ZsError) as error:
            shop.three.town.exchange.import_path(path)
        assert error.value.code is Code.PACKAGE_DAMAGED
        count += 1
    assert shop.standing() == shop.untouched
    return count


def flipped(whole: bytes, places: Iterable[int]) -> Iterator[bytes]:
    for at in places:
        yield whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :]


def headers_of(one: Forgery) -> list[int]:
    """Return the place of every byte of the container itself: all but the contents of its members."""
    at, places = 0, []
    for name, content in one.parts():
        start = at + 30 + len(name) + 20
        places += range(at, start)
        at = start + len(content)
    return [*places, *range(at, len(one.bytes()))]


def test_every_bent_byte_of_a_header_is_found(shop: Workshop, tmp_path: Path) -> None:
    one = shop.package()
    places = headers_of(one)
    assert all_damaged(shop, tmp_path, flipped(one.bytes(), places)) == len(places) > 400


def test_bent_bytes_of_manifest_and_contents_are_found(shop: Workshop, tmp_path: Path) -> None:
    one = shop.package(papers=(b"paper",))
    contents = sorted(set(range(len(one.bytes()))) - set(headers_of(one)))
    assert all_damaged(shop, tmp_path, flipped(one.bytes(), contents[::41])) > 150


def test_a_package_cut_at_every_fiftieth_is_found(shop: Workshop, tmp_path: Path) -> None:
    whole = shop.package(papers=(b"paper",)).bytes()
    pieces = (whole[: len(whole) * part // 50] for part in range(50))
    assert all_damaged(shop, tmp_path, pieces) == 50

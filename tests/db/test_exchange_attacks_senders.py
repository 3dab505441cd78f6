"""Packages of whoever may not send them, or in another order than they were made: each its own refusal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import forger
from tests.desks import plain_cases
from tests.forger import ENTRIES, Forgery, Place, certified, somebody
from tests.workshop import (
    ABROAD,
    BESIDE,
    TOWN_ABROAD,
    TROUBLE,
    Attack,
    Attacks,
    Workshop,
    meets,
    workshop_in,
)
from zsapp.base.errors import Code
from zsapp.base.ids import new_id

ATTACKS = Attacks()
damage = ATTACKS.meet(Code.PACKAGE_DAMAGED, TROUBLE)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("attacks")) as found:
        yield found


# --- certificates -----------------------------------------------------------------------------------------


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def of_another_city(w: Workshop) -> Forgery:
    city = certified(somebody(w.city.code, "city"))
    town = certified(somebody(w.town.code, "town"), city)
    return w.package(sender=certified(somebody(BESIDE, "village"), town))


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def of_another_city_that_bears_the_name_of_ours(w: Workshop) -> Forgery:
    false = replace(somebody(w.city.code, "city"), station=w.city.station)
    city = certified(false, serial=w.city.serial)
    town = certified(replace(somebody(w.town.code, "town"), station=w.town.station), city)
    return w.package(sender=certified(somebody(BESIDE, "village"), town))


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def of_a_root_signed_anew(w: Workshop) -> Forgery:
    root = certified(w.city, serial=w.city.serial)
    return w.package().says(chain=[*w.village.chain[:-1], root.chain[0]])


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def of_a_chain_without_its_root(w: Workshop) -> Forgery:
    return w.package().says(chain=list(w.village.chain[:-1]))


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def of_a_chain_without_its_middle(w: Workshop) -> Forgery:
    return w.package().says(chain=[w.village.chain[0], w.village.chain[-1]])


@damage
def of_a_chain_of_four(w: Workshop) -> Forgery:
    below = certified(somebody(BESIDE, "village"), w.village)
    return w.package(sender=below)


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def certified_by_a_village(w: Workshop) -> Forgery:
    short = replace(w.village, chain=(w.village.chain[0], w.city.chain[0]))
    return w.package(sender=certified(somebody(BESIDE, "village"), short))


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def certified_by_itself(w: Workshop) -> Forgery:
    self_made = somebody(BESIDE, "village")
    return w.package(sender=certified(self_made, w.town, by=self_made))


@ATTACKS.meet(Code.PACKAGE_FOREIGN)
def with_a_box_key_put_into_its_certificate(w: Workshop) -> Forgery:
    payload = forger.said_by(w.village.chain[0]) | {"box_key": str(w.fallen.box.to_public())}
    bent = forger.envelope("certificate", payload, w.village.key)
    return w.package().says(chain=[bent.decode(), *w.village.chain[1:]])


@ATTACKS.meet(Code.PACKAGE_SCOPE)
def a_town_that_certifies_beyond_its_prefix(w: Workshop) -> Forgery:
    return w.package(sender=certified(somebody(ABROAD, "village"), w.town))


@damage
def a_town_that_certifies_beyond_its_prefix_and_says_a_wider_scope(w: Workshop) -> Forgery:
    return w.package(sender=certified(somebody(ABROAD, "village"), w.town, scope="4420"))


@ATTACKS.meet(Code.PACKAGE_SCOPE)
def a_town_that_certifies_a_town(w: Workshop) -> Forgery:
    return w.package(sender=certified(somebody(w.town.code, "town"), w.town))


@ATTACKS.meet(Code.PACKAGE_SCOPE)
def a_village_of_another_town(w: Workshop) -> Forgery:
    town = certified(somebody(TOWN_ABROAD, "town"), w.city)
    return w.package(sender=certified(somebody(ABROAD, "village"), town))


@ATTACKS.meet(Code.PACKAGE_SCOPE)
def a_town_of_another_place(w: Workshop) -> Forgery:
    return w.package(sender=certified(somebody(TOWN_ABROAD, "town"), w.city))


@ATTACKS.meet(Code.CERT_EXPIRED)
def with_a_certificate_that_has_run_out(w: Workshop) -> Forgery:
    days = {"not_before": forger.today(-400), "not_after": forger.today(-91)}
    old = certified(somebody(BESIDE, "village"), w.town, **days)
    return w.package(sender=old).says(made_at=forger.moment_of(datetime.now(UTC).date()))


@ATTACKS.meet(Code.CERT_EXPIRED)
def dated_back_into_a_certificate_that_ran_out_long_ago(w: Workshop) -> Forgery:
    days = {"not_before": "2020-01-01", "not_after": "2021-01-01"}
    old = certified(somebody(BESIDE, "village"), w.town, **days)
    return w.package(sender=old).says(made_at="2020-06-01T02:30:00Z")


@ATTACKS.meet(Code.CERT_EXPIRED)
def with_a_certificate_that_is_not_yet_valid(w: Workshop) -> Forgery:
    days = {"not_before": forger.today(2), "not_after": forger.today(400)}
    return w.package(sender=certified(somebody(BESIDE, "village"), w.town, **days))


@ATTACKS.meet(Code.CERT_EXPIRED)
def below_a_town_whose_certificate_has_run_out(w: Workshop) -> Forgery:
    days = {"not_before": "2020-01-01", "not_after": "2021-01-01"}
    town = certified(somebody(w.town.code, "town"), w.city, **days)
    return w.package(sender=certified(somebody(BESIDE, "village"), town))


@ATTACKS.meet(Code.CERT_REVOKED)
def with_a_revoked_certificate(w: Workshop) -> Forgery:
    return w.package(sender=w.fallen)


@ATTACKS.meet(Code.PACKAGE_KEY_OTHER)
def with_another_key_under_the_id_of_the_village(w: Workshop) -> Forgery:
    false = replace(somebody(BESIDE, "village"), station=w.village.station)
    return w.package(sender=certified(false, w.town))


@ATTACKS.meet(Code.PACKAGE_KEY_OTHER)
def below_us_under_the_id_of_the_city(w: Workshop) -> Forgery:
    false = replace(somebody(BESIDE, "village"), station=w.city.station)
    return w.package(sender=certified(false, w.town))


@ATTACKS.meet(Code.PACKAGE_TRAINING)
def of_a_training_station(w: Workshop) -> Forgery:
    return w.package(sender=certified(somebody(BESIDE, "village", training=True), w.town))


@ATTACKS.meet(Code.PACKAGE_OWN)
def in_our_own_name(w: Workshop) -> Forgery:
    return w.package(sender=certified(replace(somebody(BESIDE, "village"), station=w.town.station), w.town))


# --- addressed to somebody else ---------------------------------------------------------------------------


@ATTACKS.meet(Code.PACKAGE_NOT_FOR_US)
def to_the_city_alone(w: Workshop) -> Forgery:
    box = str(w.city.box.to_public())
    return w.package().says(recipients=[{"station": w.city.station, "key": box}])


@ATTACKS.meet(Code.PACKAGE_NOT_FOR_US)
def to_nobody(w: Workshop) -> Forgery:
    return w.package().says(recipients=[])


@ATTACKS.meet(Code.PACKAGE_SEALED)
def to_us_and_sealed_to_another(w: Workshop) -> Forgery:
    one = w.package()
    return one.holds(**{ENTRIES: forger.sealed(b"x", str(w.city.box.to_public()))})


@ATTACKS.meet(Code.PACKAGE_SEALED)
def to_us_and_not_sealed_at_all(w: Workshop) -> Forgery:
    return w.package().holds(**{ENTRIES: forger.packed(forger.lines_of([w.login()]))})


# --- again, older, newer ----------------------------------------------------------------------------------


@ATTACKS.meet(Code.PACKAGE_ALREADY)
def the_same_file_again(w: Workshop) -> bytes:
    return w.original


@ATTACKS.meet(Code.PACKAGE_ALREADY)
def the_same_entries_under_a_new_name(w: Workshop) -> Forgery:
    return w.package(*w.sent)


@ATTACKS.meet(Code.PACKAGE_OLDER)
def the_first_entry_alone(w: Workshop) -> Forgery:
    return w.package(w.sent[0])


@ATTACKS.meet(Code.PACKAGE_GAP)
def one_entry_left_out(w: Workshop) -> Forgery:
    next_one = w.login()
    return w.package(w.login(place=Place(w.place.seq + 1, next_one["hash"])))


@ATTACKS.meet(Code.PACKAGE_RETIRED)
def a_format_before_the_first(w: Workshop) -> Forgery:
    return w.package().says(format=0)


@ATTACKS.meet(Code.PACKAGE_NEWER, TROUBLE)
def a_format_of_next_year(w: Workshop) -> Forgery:
    one = w.package()
    return replace(one, manifest={"format": 2, "suite": "age-1", "chain": list(w.village.chain)})


@damage
def a_format_of_next_year_that_somebody_else_signed(w: Workshop) -> Forgery:
    return replace(w.package().says(format=2), signer=w.fallen.key)


@ATTACKS.meet(Code.PACKAGE_NEWER, TROUBLE)
def a_schema_of_next_year(w: Workshop) -> Forgery:
    return w.package(w.login(schema=2))


@ATTACKS.meet(Code.PACKAGE_NEWER, TROUBLE)
def a_schema_of_next_year_that_the_manifest_hides(w: Workshop) -> Forgery:
    new = {"sector": "mediation", "record_id": new_id(), "version": 1, "schema": 2}
    return w.package(forger.entry(w.village, w.place, {}, **new)).says(schema=2 - 1)


@ATTACKS.meet(Code.PACKAGE_SUITE)
def a_weaker_suite(w: Workshop) -> Forgery:
    return w.package().says(suite="none")


@ATTACKS.meet(Code.PACKAGE_SUITE)
def a_suite_that_is_only_designed(w: Workshop) -> Forgery:
    return w.package().says(suite="gm-1")


# --- another history --------------------------------------------------------------------------------------


@ATTACKS.meet(Code.PACKAGE_FORKED)
def another_last_entry(w: Workshop) -> Forgery:
    before = w.sent[-2]
    return w.package(w.login(place=Place(before["header"]["seq"], before["hash"])))


@ATTACKS.meet(Code.PACKAGE_FORKED)
def something_new_on_another_past(w: Workshop) -> Forgery:
    return w.package(w.login(place=Place(w.place.seq, "1" * 64)))


@ATTACKS.meet(Code.PACKAGE_CHAIN)
def an_entry_whose_hash_is_not_its_own(w: Workshop) -> Forgery:
    bent = w.login() | {"hash": "1" * 64}
    return w.package(bent)


@ATTACKS.meet(Code.PACKAGE_CHAIN)
def an_entry_whose_payload_was_changed(w: Workshop) -> Forgery:
    return w.package(w.login() | {"payload": {"x": 1}})


@ATTACKS.meet(Code.PACKAGE_CHAIN)
def an_entry_of_another_station(w: Workshop) -> Forgery:
    return w.package(w.login(station=w.town.station))


@ATTACKS.meet(Code.PACKAGE_CHAIN)
def an_entry_more_than_is_said(w: Workshop) -> Forgery:
    one = w.login()
    two = w.login(place=Place(w.place.seq + 1, one["hash"]))
    lines = forger.lines_of([one, two])
    return w.package(one, lines=lines)


@damage
def a_line_that_is_no_entry(w: Workshop) -> Forgery:
    return w.package(lines=b'{"x":1}\n')


@damage
def a_number_with_a_point(w: Workshop) -> Forgery:
    return w.package(w.login() | {"payload": {"x": 1.5}})


@damage
def counts_that_are_not_so(w: Workshop) -> Forgery:
    return w.package().says(counts={"entries": 1, "records": 1})


# --- what it says -----------------------------------------------------------------------------------------


def case(w: Workshop, payload: dict[str, Any], **header: Any) -> Forgery:
    whole = {"sector": "mediation", "record_id": new_id(), "version": 1, "verb": "save"} | header
    return w.package(forger.entry(w.village, w.place, payload, **whole))


@ATTACKS.meet(Code.PACKAGE_RECORD_BAD)
def a_record_under_no_id(w: Workshop) -> Forgery:
    return case(w, plain_cases()[2], record_id="'; DROP TABLE journal; --")


@ATTACKS.meet(Code.PACKAGE_RECORD_BAD)
def an_entry_at_no_moment(w: Workshop) -> Forgery:
    return case(w, plain_cases()[2], at="2026-02-30T02:30:00Z")


@damage
def the_town_takes_what_it_says_of_itself_from_nobody(w: Workshop) -> Forgery:
    return w.package().says(sender=w.town.station)


# --- the list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "code", "exit_code"), ATTACKS.all)
def test_an_attack_by_sender_order_or_content_is_met(
    shop: Workshop, tmp_path: Path, make: Attack, code: Code, exit_code: int
) -> None:
    meets(shop, tmp_path, make, code, exit_code)

"""Roles × records × verbs over a real store: what the table does not give, no door of the store gives."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intakes import intake_entries
from tests.stations import acceptance_case, make_station
from zsapp.base.errors import Code, Refusal
from zsapp.base.ids import new_id
from zsapp.records.store import Reader
from zsapp.rules.roles import OFFICE, VERBS, Badge, Right, Role, area_of
from zsapp.services.station import Station

TODAY = date(2026, 11, 23)
OPEN, CLOSED, CASE = "LA-01", "LA-06", "C01"
REFS = {OPEN: ("legal_aid", False), CLOSED: ("legal_aid", True), CASE: ("mediation", False)}


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """A station with an ordinary intake, a restricted one and a case; its search index half settled."""
    home: Path = tmp_path_factory.mktemp("roles") / "home"
    with make_station(home, today=TODAY) as opened:
        for ref in (OPEN, CLOSED):
            opened.legal_aid.import_intake(deepcopy(intake_entries()[ref]))
        opened.mediation.import_case(acceptance_case(CASE))
        yield opened
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def ids(station: Station) -> dict[str, str]:
    with station.store.read() as reader:
        return {ref: reader.resolve(ref) or "" for ref in REFS}


class Undone(Exception):
    """Takes a transaction back."""


def found(reader: Reader, ref: str, record_id: str) -> set[str]:
    """Return the ways by which a record is found."""
    sector, _ = REFS[ref]
    ways = {
        "resolve": reader.resolve(ref) is not None,
        "id": reader.resolve(record_id) is not None,
        "record": reader.record(record_id) is not None,
        "ids": record_id in reader.ids(sector),
        "list": record_id in {one.id for one in reader.page(sector).lines},
        "search": record_id in {one.id for one in reader.page(sector, query=ref).lines},
        "named": bool(reader.named([record_id])),
        "history": bool(reader.history(record_id)),
    }
    if sector == "legal_aid":
        ways["ref"] = reader.find_ref(sector, intake_entries()[ref]["received"]["org"], ref) is not None
    return {way for way, is_there in ways.items() if is_there}


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("role", Role)
def test_a_record_is_found_by_every_way_or_by_none(
    station: Station, ids: dict[str, str], role: Role, settled: bool
) -> None:
    if settled:
        station.store.settle()
    with station.store.read() as reader:
        watched = type(reader)(reader._connection, reader._ground, Badge(role))
        for ref, (sector, restricted) in REFS.items():
            ways = found(watched, ref, ids[ref])
            sees = Badge(role).sees(sector, restricted=restricted)
            assert len(ways) == (9 if sector == "legal_aid" else 8) if sees else not ways


@given(
    role=st.sampled_from(Role),
    ref=st.sampled_from(sorted(REFS)),
    written=st.tuples(st.sampled_from(["save", *VERBS]), st.booleans()),
)
def test_a_record_is_written_about_only_as_the_table_says(
    station: Station, ids: dict[str, str], role: Role, ref: str, written: tuple[str, bool]
) -> None:
    (sector, restricted), (verb, is_save) = REFS[ref], written
    store, badge = station.store, Badge(role)
    right = VERBS.get(verb, Right.CHANGE)
    before, store.badge = store.badge, badge
    refused = None
    try:
        with suppress(Undone), store.write() as writer:
            stored = writer.record(ids[ref])
            assert stored is not None
            if is_save:
                writer.save(sector, ids[ref], stored.payload, base_version=stored.version, verb=verb)
            else:
                writer.note(verb, sector=sector, record_id=ids[ref])
            raise Undone
    except Refusal as refusal:
        refused = refusal
    finally:
        store.badge = before
    assert (refused is None) is badge.may(right, sector, restricted=restricted)
    assert refused is None or refused.code is Code.ROLE_MAY_NOT


@given(role=st.sampled_from(Role), restricted=st.booleans())
def test_nobody_makes_a_record_restricted_who_could_not_see_it_afterwards(
    station: Station, ids: dict[str, str], role: Role, restricted: bool
) -> None:
    store, badge = station.store, Badge(role)
    before, store.badge = store.badge, badge
    payload = {"id": "新", "matter": "M04a", "restricted": ["家庭暴力"] if restricted else []}
    refused = False
    try:
        with suppress(Undone), store.write() as writer:
            writer.save("legal_aid", new_id(), payload, base_version=0, verb="save")
            raise Undone
    except Refusal:
        refused = True
    finally:
        store.badge = before
    assert refused is not badge.may(Right.CHANGE, "legal_aid", restricted=restricted)


@given(role=st.sampled_from(Role), verb=st.sampled_from(sorted(OFFICE)))
def test_what_is_about_no_record_asks_for_the_office(station: Station, role: Role, verb: str) -> None:
    store, (area, right) = station.store, OFFICE[verb]
    before, store.badge = store.badge, Badge(role)
    refused = False
    try:
        with suppress(Undone), store.write() as writer:
            writer.note(verb)
            raise Undone
    except Refusal:
        refused = True
    finally:
        store.badge = before
    assert refused is not Badge(role).may(right, area)


@given(role=st.sampled_from(Role), sector=st.text(max_size=12), right=st.sampled_from(Right))
def test_every_sector_has_an_answer(role: Role, sector: str, right: Right) -> None:
    assert Badge(role).may(right, sector) is Badge(role).may(right, area_of(sector))

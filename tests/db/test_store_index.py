"""What is indexed of a record: the same as the rules say of the whole case; and payloads of every schema."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.homes import case_payload, save_case
from zsapp.base.entry import SCHEMA
from zsapp.base.errors import Code, Trouble
from zsapp.base.items import items
from zsapp.base.plain import from_plain, from_sheet, to_plain
from zsapp.records import mediation, people, sectors, station
from zsapp.records.index_of import IndexRow, Named, Words
from zsapp.records.store import Store
from zsapp.records.upcasts import STEPS, Payload, read_payload
from zsapp.rules.mediation import ANNOTATIONS, Case
from zsapp.rules.mediation_parts import Dates, Obligation, Outcome
from zsapp.rules.mediation_state import ACTS, state_of, title_of
from zsapp.rules.person import Person
from zsapp.rules.station import StationProfile

MUSEUM = Path(__file__).parent / "museum"


def test_every_acceptance_case_is_indexed_as_the_rules_see_it(cases: list[dict[str, Any]]) -> None:
    for sheet in cases:
        case = from_sheet(Case, sheet, ANNOTATIONS)
        row = mediation.index_of(to_plain(case))
        assert (row.title, row.state) == (title_of(case), state_of(case))
        assert row.number == (case.volume_no or case.agreement_no)
        assert (row.org, row.ref, row.kind) == (case.committee, case.case, case.dispute_type)
        accepted = date.fromisoformat(row.accepted_on) if row.accepted_on else None
        assert accepted == case.dates.accept


DAYS = [one.name for one in items(Dates) if one.name != "sessions"]
CASES = st.builds(
    Case,
    dates=st.builds(
        Dates,
        sessions=st.lists(st.dates(), max_size=2).map(tuple),
        **{name: st.none() | st.dates() for name in DAYS},
    ),
    outcome=st.builds(
        Outcome,
        result=st.sampled_from(["", "不予受理", "调解成功"]),
        performance=st.sampled_from(["", "履行完毕"]),
    ),
    schedule=st.lists(
        st.builds(Obligation, status=st.sampled_from(["", "已履行", "未履行"])), max_size=2
    ).map(tuple),
    dispute_type=st.sampled_from(["", "邻里纠纷", "劳动争议纠纷/工资", "其他"]),
)


@given(CASES)
def test_the_state_and_title_of_any_case_are_what_the_rules_say(case: Case) -> None:
    row = mediation.index_of(to_plain(case))
    assert (row.state, row.title) == (state_of(case), title_of(case))


OF_AGREEMENTS = ("sign", "unsign", "amend", "keep")
"""They need more than a day: test_agreements walks through them."""


@pytest.mark.parametrize("verb", [one for one in ACTS if one not in OF_AGREEMENTS])
def test_every_step_shows_in_the_index(verb: str) -> None:
    case = ACTS[verb].write(from_plain(Case, case_payload()), date(2026, 3, 9), "理由")
    assert mediation.index_of(to_plain(case)).state == state_of(case)


def test_two_numbers_of_a_case_are_both_known_and_one_only_once() -> None:
    numbers = ("volume_no", "agreement_no")
    for given_, known in (
        (("甲", "乙"), ("甲", "乙")),
        (("甲", "甲"), ("甲", "")),
        (("", "乙"), ("乙", "")),
        (("", ""), ("", "")),
    ):
        row = mediation.index_of(dict(zip(numbers, given_, strict=True)))
        assert (row.number, row.alias) == known


def test_an_empty_payload_of_any_sector_can_be_indexed() -> None:
    for name in (*sectors.SECTORS, "notary"):
        assert isinstance(sectors.index_of(name, {}), IndexRow)
        assert isinstance(sectors.words_of(name, {}), Words)


def test_a_person_and_a_station_are_indexed() -> None:
    person = to_plain(
        Person(name="何䶮", id_no="44200019680315991x", phone="13800000101", address="南巷12号")
    )
    assert people.index_of(person) == IndexRow(title="何䶮", number="44200019680315991X", alias="13800000101")
    assert people.words_of(person) == Words(
        (Named("何䶮", "44200019680315991X", "13800000101"),), "何䶮\n南巷12号"
    )
    profile = to_plain(
        StationProfile(name="云涧村工作室", code="442000106203", tier="village", org="442000106203")
    )
    assert station.index_of(profile).title == station.words_of(profile).text == "云涧村工作室"


# --- schemas -----------------------------------------------------------------------------------------------


def test_every_schema_but_todays_has_a_step_and_a_museum_piece() -> None:
    assert set(STEPS) == set(range(1, SCHEMA))
    assert {int(path.stem.split("_")[1]) for path in MUSEUM.glob("payload_*.json")} == set(
        range(1, SCHEMA + 1)
    )


@pytest.mark.parametrize("piece", sorted(MUSEUM.glob("payload_*.json")), ids=lambda path: path.stem)
def test_payloads_of_every_schema_can_be_read(piece: Path) -> None:
    schema = int(piece.stem.split("_")[1])
    for sector, payload in json.loads(piece.read_text(encoding="utf-8")).items():
        read = read_payload(sector, schema, json.dumps(payload).encode())
        sectors.check_payload(sector, read)
        assert sectors.index_of(sector, read).title == payload["title" if "title" in payload else "name"]


def rename_brief(sector: str, payload: Payload) -> Payload:
    return {"facts" if key == "brief" else key: value for key, value in payload.items()}


def count(sector: str, payload: Payload) -> Payload:
    return payload | {"sector": sector, "steps": payload.get("steps", 0) + 1}


FUTURE: Mapping[int, Any] = {1: rename_brief, 2: count, 3: count}


def test_an_old_payload_is_brought_to_today_step_by_step() -> None:
    brought = read_payload("mediation", 1, b'{"brief":"x"}', today=4, steps=FUTURE)
    assert brought == {"facts": "x", "sector": "mediation", "steps": 2}
    assert read_payload("mediation", 3, b'{"brief":"x"}', today=4, steps=FUTURE)["steps"] == 1
    assert read_payload("mediation", 4, b'{"brief":"x"}', today=4, steps=FUTURE) == {"brief": "x"}


@pytest.mark.parametrize(
    ("schema", "written", "code"),
    [
        (SCHEMA + 1, b"{}", Code.STORE_NEWER),
        (SCHEMA, b"[]", Code.DATA_UNREADABLE),
        (SCHEMA, b"{", Code.DATA_UNREADABLE),
        (0, b"{}", Code.DATA_UNREADABLE),
    ],
)
def test_a_payload_that_nobody_here_can_read_is_refused(schema: int, written: bytes, code: Code) -> None:
    with pytest.raises(Trouble) as trouble:
        read_payload("mediation", schema, written)
    assert trouble.value.code is code


def test_a_record_in_the_store_of_a_newer_schema_is_refused_and_not_guessed(store: Store) -> None:
    record_id = save_case(store)
    with store.write() as writer:
        driver = writer._connection.connection.driver_connection
        assert driver is not None
        driver.execute("UPDATE journal SET schema = ?", (SCHEMA + 1,))
    with store.read() as reader, pytest.raises(Trouble) as trouble:
        reader.record(record_id)
    assert trouble.value.code is Code.STORE_NEWER


def test_what_is_indexed_is_frozen() -> None:
    with pytest.raises(AttributeError):
        IndexRow().title = "x"  # type: ignore[misc] -- the point
    assert IndexRow()._replace(title="x").title == "x"

"""The visible service records and our own: in and out by their shape, and what is expected of each."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.visits import (
    LAWFUL,
    OWN,
    VISIBLE,
    desk_of,
    found_in,
    read_service,
    service_entries,
    service_entry,
)
from zsapp.base.errors import Code, Refusal
from zsapp.base.plain import to_sheet
from zsapp.rules.adviser import SECTOR as LOGS
from zsapp.rules.desk_record import check_day, restricted_for
from zsapp.rules.desk_rules import LABELS, RULES
from zsapp.rules.findings import Severity
from zsapp.rules.front_desk import SERVICES, service_of, texts_of
from zsapp.rules.mediation import ANNOTATIONS
from zsapp.services.desk_files import entry_of, read_entry_of

ENTRIES = [*service_entries(VISIBLE).values(), *service_entries(OWN).values()]
EACH = pytest.mark.parametrize("entry", ENTRIES, ids=[one["id"] for one in ENTRIES])
GIVEN = ("month_hours_before", "number", "month_total", "target_8h")
"""What hangs on the records beside it, or on the counter of a station: judged over a real store."""


@EACH
def test_a_record_comes_out_as_it_went_in(entry: dict[str, Any]) -> None:
    row = service_of(entry)
    assert row is not None
    said = {key: value for key, value in entry.items() if key not in ANNOTATIONS}
    assert entry_of(read_entry_of(row, entry)) == said


@EACH
def test_what_is_expected_is_worked_out(entry: dict[str, Any]) -> None:
    if entry["id"] == "C-02":  # its receiver is a bare number, which only the desk reads
        return
    sector, record = read_service(entry)
    found = RULES[sector].figures(desk_of(record))
    wanted = {key: value for key, value in entry.get("expect", {}).items() if key not in GIVEN}
    told = {key: Decimal(str(value)) if isinstance(value, float) else value for key, value in wanted.items()}
    assert {key: found[key] for key in told} == told
    assert set(found) <= set(LABELS)


@pytest.mark.parametrize("ref", list(service_entries()))
def test_nothing_is_wrong_with_a_visible_record_on_its_day(ref: str) -> None:
    sector, record = read_service(service_entry(ref))
    found = [one.rule for one in found_in(sector, record) if one.severity is not Severity.HINT]
    assert found == (["RC12"] if ref == "R-01" else [])  # an oral application's record is a draft so far


def test_the_hours_of_the_month_are_those_of_the_logs_before_and_this_one() -> None:
    _, log = read_service(service_entry("LV-01"))
    _, before = read_service(service_entry("LV-02", OWN))
    desk = desk_of(log, **{LOGS: (before,)})
    expected = service_entry("LV-01")["expect"]
    found = RULES[LOGS].figures(desk)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("sector", list(LAWFUL))
def test_a_lawful_record_of_each_service_raises_nothing(sector: str) -> None:
    assert found_in(sector, LAWFUL[sector]()) == ()


@pytest.mark.parametrize(
    ("entry", "sector"),
    [
        ({"id": "C-9"}, "consultation"),
        ({"id": "LV-9"}, "adviser"),
        ({"id": "LS-9"}, "adviser_order"),
        ({"id": "R-9", "service": "咨询"}, "reconsideration"),
        ({"id": "甲-9", "service": "公证咨询"}, "notary"),
        ({"id": "甲-9", "service": "行政复议咨询"}, "reconsideration"),
        ({"service": "法治宣传"}, "publicity"),
        ({"service": "律师服务"}, "adviser_order"),
        ({"service": "签约名册"}, "adviser_roster"),
        ({"service": "法律咨询+12348转介"}, "consultation"),
        ({"service": "转介"}, "referral"),
        ({"id": "XY-1", "service": "修鞋"}, None),
        ({"id": "LA-01"}, None),
        ({}, None),
    ],
)
def test_a_record_is_of_the_service_its_number_says_else_of_its_words(
    entry: dict[str, Any], sector: str | None
) -> None:
    row = service_of(entry)
    assert (row.sector if row else None) == sector


@pytest.mark.parametrize("ref", list(service_entries()))
def test_a_key_that_no_record_has_is_refused_by_name(ref: str) -> None:
    entry = service_entry(ref) | {"colour": "red"}
    with pytest.raises(Refusal) as refused:
        read_service(entry)
    assert (refused.value.code, refused.value.field) == (Code.IMPORT_KEY_UNKNOWN, "colour")


@pytest.mark.parametrize("ref", ["C-01", "P-01", "R-01", "LV-01"])
def test_ids_of_our_own_cannot_come_in_by_a_file(ref: str) -> None:
    for key in ("number", "restricted", "overrides", "void"):
        with pytest.raises(Refusal) as refused:
            read_service(service_entry(ref) | {key: "x"})
        assert refused.value.code is Code.IMPORT_KEY_UNKNOWN


@pytest.mark.parametrize("sector", list(SERVICES))
def test_a_record_without_a_day_or_its_matter_is_none(sector: str) -> None:
    row = SERVICES[sector]
    with pytest.raises(Refusal) as refused:
        row.check_least(row.shape())
    assert (refused.value.code, refused.value.field) == (Code.DESK_DAY_MISSING, "date")
    with pytest.raises(Refusal) as refused:
        row.check_least(row.shape(date=date(2026, 6, 1)))
    assert refused.value.code is Code.DESK_ITEM_MISSING
    row.check_least(LAWFUL[sector]())
    assert row.states[-1] == "作废"
    assert row.title_of(row.shape())


def test_a_day_is_all_that_every_record_needs() -> None:
    check_day(LAWFUL["referral"]())


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({"groups": ["G10"]}, ("家庭暴力",)),
        ({"id_no": "442000201410039982"}, ("未成年人",)),
        ({"groups": ["G02"]}, ("未成年人",)),
        ({"groups": ["G02"], "id_no": "442000199205089980"}, ()),
        ({"groups": ["G06"]}, ("军人军属",)),
        ({"groups": ["G01", "G05"]}, ()),
    ],
)
def test_a_record_of_somebody_at_risk_is_restricted(person: dict[str, Any], why: tuple[str, ...]) -> None:
    _, record = read_service(service_entry("C-01") | {"person": {"name": "甲", **person}})
    assert restricted_for(record) == why
    assert restricted_for(LAWFUL["publicity"]()) == ()


def test_a_log_is_restricted_by_whom_it_names() -> None:
    _, log = read_service(service_entry("LV-01"))
    assert SERVICES[LOGS].restricted_for(log) == ()


def test_a_search_goes_by_words_never_by_codes_or_numbers_of_people() -> None:
    _, record = read_service(service_entry("C-01"))
    found = "\n".join(texts_of(record))
    assert "租客提前退租" in found
    assert "442000196605059971" not in found
    assert "13900000121" not in found
    _, log = read_service(service_entry("LV-01"))
    assert "租赁合同审查" in "\n".join(texts_of(log))


def test_an_empty_text_list_and_null_come_back_as_they_were() -> None:
    entry = service_entry("C-01") | {"handling": [], "answer": "", "referral": None}
    _, record = read_service(entry)
    assert to_sheet(record) == {key: value for key, value in entry.items() if key not in ANNOTATIONS}

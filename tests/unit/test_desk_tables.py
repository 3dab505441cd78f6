"""The tables of the front desk as text, and the registers' lines: what is read, shown, and covered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.visits import (
    DAY,
    LAWFUL,
    application,
    consultation,
    contract,
    desk_of,
    event,
    log,
    notarial,
    referral,
    with_visitor,
)
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.press.ledgers import find_ledger
from zsapp.rules import desk_ledger as lines
from zsapp.rules.clock_times import minutes_between, minutes_of
from zsapp.rules.desk_parts import ReferralSlip, Revisit, Satisfaction
from zsapp.rules.desk_rules import RULES
from zsapp.rules.desk_tables import (
    DeskTables,
    read_contacts,
    read_first_cases,
    read_notary_matters,
    read_organs,
    read_targets,
)
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.reconsideration import OrganAnswer
from zsapp.rules.station import StationProfile, check_service_pattern, serial_of, service_pattern
from zsapp.rules.tables import cited
from zsapp.services.tables import shipped_tables

MATTERS = "code,matter,in_person,estate,documents,basis,status,source\n"
CONTACTS = "name,address,phone,status,source\n"
ORGANS = "whose,organ,basis,note,status,source\n"
CASES = "whose,what,label,basis,note,status,source\n"
TARGETS = "id,from,value,unit,document,status,source\n"


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_notary_matters, MATTERS + "1,遗嘱,也许,0,表,公证法11,待核,某\n"),
        (read_notary_matters, MATTERS + "1,遗嘱,1,0,表,公证法11,肯定,某\n"),
        (read_contacts, CONTACTS + "甲,,,肯定,某\n"),
        (read_organs, ORGANS + "(税,上级,复议法27,,已核,某\n"),
        (read_first_cases, CASES + "税,[,纳税,税收征管法88,,已核,某\n"),
        (read_targets, TARGETS + "a,2014-02-30,8,小时,文,待核,某\n"),
        (read_targets, TARGETS + "a,2014-02-20,八,小时,文,待核,某\n"),
    ],
)
def test_a_damaged_table_is_told_by_its_line(read: Any, text: str) -> None:
    with pytest.raises(Trouble) as caught:
        read("表.csv", text)
    assert (caught.value.code, caught.value.facts["what"]) == (Code.TABLE_DAMAGED, "第2行")


def test_a_target_counts_from_its_day() -> None:
    rows = TARGETS + "h,2026-01-01,10,小时,新,待核,某\nh,2014-05-01,8,小时,旧,待核,某\n"
    tables = DeskTables(targets=read_targets("t", rows))
    found = [tables.target_on("h", day) for day in (date(2014, 4, 30), date(2025, 12, 31), DAY)]
    assert [one and one.value for one in found] == [None, Decimal(8), Decimal(10)]
    assert tables.target_on("x", DAY) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GZ02", "GZ02"),
        ("遗嘱", "GZ02"),
        ("委托(处分房产)", "GZ01"),
        ("房产继承", "GZ03"),
        ("学历公证", "GZ17"),
        ("学位证书公证", "GZ17"),
        ("修鞋", ""),
        ("", ""),
    ],
)
def test_a_matter_is_known_by_code_text_or_the_words_in_it(text: str, code: str) -> None:
    found = shipped_tables().desk.matter_of(text)
    assert (found.code if found else "") == code


def test_every_law_that_a_service_cites_is_in_the_table() -> None:
    tables = shipped_tables()
    desk = tables.desk
    bases = [check.basis for rules in RULES.values() for check in rules.checks]
    bases += [one.basis for one in (*desk.organs, *desk.first_cases, *desk.notary_matters)]
    missing = [basis for basis in bases for law, no in cited(basis) if f"{law}{no}" not in tables.law]
    assert missing == []
    assert set(desk.receivers) <= {row.text for row in tables.codes["referral_to"]}
    assert {one.name for one in desk.notary_offices} == {row.text for row in tables.codes["notary_office"]}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("09:00", 540),
        (" 9：30 ", 570),
        ("24:00", 1440),
        ("24:30", None),
        ("9", None),
        ("09:60", None),
        ("", None),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


def test_a_span_needs_both_its_ends() -> None:
    assert minutes_between("09:00", "12:00") == 180
    assert minutes_between("09:00", "晚上") is None
    assert minutes_between("早上", "12:00") is None


# --- numbers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("咨字〔2026〕0031号", (2026, 31)),
        ("中小同转[2026]第7号", (2026, 7)),
        ("转字〔2026〕0031", (2026, 31)),
        ("第7号", None),
        ("", None),
    ],
)
def test_a_number_tells_its_year_and_serial(number: str, parts: tuple[int, int] | None) -> None:
    assert serial_of(number) == parts


def test_a_station_may_set_a_pattern_that_reads_back() -> None:
    profile = StationProfile(patterns={"consultation": "沙咨〔{year}〕{serial}号"})
    assert service_pattern(profile, "consultation", "x") == "沙咨〔{year}〕{serial}号"
    assert service_pattern(profile, "notary", "x") == "x"
    check_service_pattern("沙咨〔{year}〕{serial}号", "patterns.consultation")
    for wrong in ("咨字{serial}", "咨字〔{year}〕号", "{nothing}", "{serial}〔{year}〕"):
        with pytest.raises(Refusal) as refused:
            check_service_pattern(wrong, "patterns.consultation")
        assert refused.value.code is Code.NUMBER_PATTERN_WRONG
    for row in SERVICES.values():
        assert not row.series or check_service_pattern(row.pattern, row.sector) is None


# --- lines of registers -----------------------------------------------------------------------------------


def line_of(sector: str, record: Any) -> Any:
    desk = desk_of(record)
    return lines.MAKERS[sector](desk, tuple(RULES[sector].deadlines(desk)))


@pytest.mark.parametrize("sector", list(SERVICES))
def test_every_column_of_a_register_is_an_item_of_its_line(sector: str) -> None:
    ledger = find_ledger(f"{sector}.register")
    assert ledger.columns
    if sector in lines.MAKERS:
        found = line_of(sector, LAWFUL[sector]())
        assert all(hasattr(found, one.item.name) for one in ledger.columns)
    assert len(ledger.names(masked=True)) == len(ledger.columns)


def test_a_line_says_who_what_and_how_it_went() -> None:
    record = consultation(
        channel="来函",
        answered_on=date(2026, 7, 1),
        satisfaction=Satisfaction(level=4),
        referral=ReferralSlip(to="法院"),
        revisits=(Revisit(date=DAY),),
    )
    found = line_of("consultation", record)
    assert (found.name, found.name_masked, found.rating) == ("何永年", "何**", "满意")
    assert (found.answering, found.passed_to, found.told) == ("超期", "法院", "是")
    assert line_of("consultation", consultation()).answering == ""
    timely = line_of("consultation", consultation(channel="来函"))
    assert timely.answering == "按时"
    assert line_of("consultation", consultation(told_legal_aid=False, answer="")).told == "否"


def test_a_restricted_record_has_no_name_in_any_register() -> None:
    record = with_visitor(consultation(restricted=("家庭暴力",)), groups=("G10",))
    found = line_of("consultation", record)
    assert "何" not in found.name + found.name_masked
    passed = replace(record, referral=ReferralSlip(to="妇联12338", result="已安置何永年"))
    assert "何" not in str(lines.referral_line(desk_of(passed), "consultation"))


def test_the_other_lines_say_what_their_service_asks() -> None:
    sent = application(forwarded_on=date(2026, 6, 11), result=OrganAnswer(status="受理", doc_no="1号"))
    found = line_of("reconsideration", sent)
    assert (found.forwarding, found.result, found.organ) == ("按时", "受理", "中山市人民政府")
    assert (found.apply_due, found.first, found.oral) == (date(2026, 8, 3), "", "否")
    bare = line_of("reconsideration", application(act=None))
    assert (bare.apply_due, bare.act) == (None, "")
    assert line_of("notary", notarial(checklist=())).lacking == 4
    assert line_of("adviser", log()).hours == "8.0"
    assert line_of("adviser", log(counters=None, confirm=None, adviser=None)).confirmed_on is None
    assert line_of("adviser_roster", contract(adviser=None)).role == ""
    assert line_of("publicity", event(speaker=None, materials=None)).satisfaction == "—"


def test_the_register_of_referrals_holds_what_any_service_passed_on() -> None:
    given = [
        desk_of(consultation(number="咨1", referral=ReferralSlip(to="法院", number="转1", result="好"))),
        desk_of(consultation()),
        desk_of(consultation(void="错", referral=ReferralSlip(to="法院"))),
    ]
    (found,) = lines.lines_of_everything("consultation", given)
    assert (found.number, found.source, found.source_number) == ("转1", "法律咨询", "咨1")
    assert (found.closed_loop, found.passed_on) == ("是", DAY)
    (logged,) = lines.lines_of_everything("adviser", [desk_of(log(referral=ReferralSlip(to="法院")))])
    assert (logged.name, logged.closed_loop) == ("", "否")
    (own,) = lines.lines_of_everything("referral", [desk_of(referral(number="转2"))])
    assert own.number == "转2"

"""The front desk over a real store: files, numbers, people, restricted records, steps, turning, registers."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.stations import PASSPHRASE, make_station, without_notes
from tests.visits import (
    DAY,
    ORG,
    OWN,
    VISIBLE,
    application,
    consultation,
    contract,
    log,
    order,
    service_entries,
    service_entry,
    visitor,
    with_visitor,
)
from zsapp.base.errors import Code, Refusal
from zsapp.records import sectors
from zsapp.records.index_of import OPEN, RESTRICTED, SEALED
from zsapp.rules.desk_parts import ReferralSlip
from zsapp.rules.front_desk import SERVICES
from zsapp.rules.reporting import Period
from zsapp.services.station import open_station

TODAY = date(2026, 11, 23)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ALL = [*service_entries(VISIBLE).values(), *service_entries(OWN).values()]


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


@pytest.fixture
def desk(station):
    return station.front


def refusal(errand, *given, **named):
    with pytest.raises(Refusal) as refused:
        errand(*given, **named)
    return refused.value


def people(station):
    with station.store.read() as reader:
        return {line.title for line in reader.page("person").lines}


# --- files --------------------------------------------------------------------------------------------


def test_every_record_comes_in_once_is_found_and_goes_out_equal(desk):
    first = [desk.import_record(one) for one in ALL]
    again = [desk.import_record(one) for one in ALL]
    assert all(one.changed for one in first)
    assert [(one.id, one.number, one.changed) for one in again] == [
        (one.id, one.number, False) for one in first
    ]
    assert desk.export([one["id"] for one in ALL]) == [without_notes(one) for one in ALL]
    assert {desk.find(one["id"]).sector for one in ALL} == set(SERVICES)
    assert len(desk.all_ids()) == len(ALL)
    assert [one.verb for one in (entry.header for entry in desk.history("C-01"))] == ["import"]


def test_what_is_expected_of_a_whole_file_is_worked_out(desk):
    for one in ALL:
        desk.import_record(one)
    for one in ALL:
        found = desk.figures(desk.find(one["id"]))
        for key, value in one.get("expect", {}).items():
            wanted = Decimal(str(value)) if isinstance(value, float) else value
            assert found[key] == wanted, (one["id"], key)


def test_numbers_are_counted_by_organisation_and_imported_slips_push_their_counter(station):
    desk = station.front
    assert desk.import_record(service_entry("C-01")).number == "咨字〔2026〕0001号"
    own = desk.add("consultation", consultation())
    assert (own.number, own.record.id) == ("咨字〔2026〕0001号", "C-咨字〔2026〕0001号")
    passed = desk.add("consultation", consultation(org="442000103211", referral=ReferralSlip(consent=True)))
    assert passed.number == "咨字〔2026〕0002号"
    now = station.desk_course.act(passed.id, "refer", on=DAY, reason="法院")
    assert now.record.referral.number == "转字〔2026〕0032号"
    renamed = station.change_profile(
        type(station.profile)(
            **{**_facts(station.profile), "patterns": {"consultation": "沙咨〔{year}〕{serial}号"}}
        )
    )
    assert renamed.front.add("consultation", consultation()).number == "沙咨〔2026〕2号"


def _facts(profile):
    return {name: getattr(profile, name) for name in profile.__slots__ if name != "left_blank"}


def test_a_referral_of_its_own_bears_its_slips_number(desk):
    assert desk.import_record(service_entry("Z-01", OWN)).number == "转字〔2026〕0001号"
    brought = service_entry("Z-01", OWN) | {"id": "Z-02"}
    brought["referral"] = brought["referral"] | {"number": "转字〔2026〕0009号"}
    assert desk.import_record(brought).number == "转字〔2026〕0009号"


def test_changed_content_is_a_new_version_and_keeps_what_files_do_not_carry(station):
    desk = station.front
    first = desk.import_record(service_entry("C-01"))
    station.desk_course.act("C-01", "visit", on=DAY, reason="满意")
    entry = service_entry("C-01") | {"answer": "另有意见"}
    again = desk.import_record(entry)
    view = desk.find(first.id)
    assert (again.changed, view.version, view.number) == (True, 3, first.number)
    assert [one.told for one in view.record.revisits] == ["满意"]
    assert view.record.referral.revisited_on == DAY
    station.desk_course.act("C-01", "void", on=DAY, reason="错")
    assert desk.import_record(entry).changed
    assert desk.find("C-01").state == "已办结"


@pytest.mark.parametrize("left_out", ["org", "service"])
def test_a_record_that_does_not_say_whose_or_what_it_is_comes_in_once_all_the_same(desk, left_out):
    entry = without_notes(service_entry("C-01"))
    del entry[left_out], entry["org_name"]
    first, again = desk.import_record(entry), desk.import_record(entry)
    assert (again.id, again.changed, again.number) == (first.id, False, first.number)


def test_a_record_of_no_service_is_refused_and_stores_nothing(desk):
    assert refusal(desk.import_record, {"id": "XY-1"}).code is Code.SECTOR_UNKNOWN
    entry = service_entry("C-01") | {"date": None}
    assert refusal(desk.import_record, entry).code is Code.DESK_DAY_MISSING
    assert refusal(desk.import_record, service_entry("P-01") | {"title": ""}).code is Code.DESK_ITEM_MISSING
    assert desk.all_ids() == ()
    assert not desk.takes({"case": "C01", "id": "C-1"})
    assert refusal(desk.find, "C-01").code is Code.RECORD_UNKNOWN
    assert not desk.knows("C-01")


def test_an_import_is_taken_back_with_the_people_it_brought(station):
    done = [station.front.import_record(service_entry(ref)) for ref in ("C-01", "R-01")]
    batch = station.imports.keep_batch("f.yaml", done)
    assert people(station) == {"麦伟明", "区少芬"}
    undone = station.imports.undo(batch)
    assert len(undone.void) == 2
    assert station.front.find(done[0].id).state == "作废"
    with station.store.read() as reader:
        assert {line.state for line in reader.page("person").lines} == {"作废"}


# --- people and restricted records ------------------------------------------------------------------------


def test_a_visitor_is_tied_to_the_person_known_and_nobody_to_a_nameless_one(station):
    desk = station.front
    known = desk.add(
        "consultation", with_visitor(consultation(), id_no="442000199205089980", sex="2", birth=None)
    )
    again = desk.add("notary", _notarial(id_no="442000199205089980", sex="2", birth=None))
    assert known.record.person.person_id == again.record.person.person_id
    desk.add("consultation", consultation(person=visitor(name="匿名")))
    desk.add("consultation", consultation(person=visitor(name="过路人", phone="")))
    assert people(station) == {"何永年"}


def _notarial(**changed: Any) -> Any:
    return SERVICES["notary"].shape(date=DAY, org=ORG, matter="赠与", person=visitor(**changed))


def test_a_restricted_record_makes_no_person_and_hides_from_who_may_not_see_it(station, tmp_path):
    hidden = station.front.add("consultation", with_visitor(consultation(), groups=("G10",), name="王小红"))
    assert hidden.restricted == ("家庭暴力",)
    assert people(station) == set()
    (line,) = station.front.page("consultation").lines
    assert line.title == "（限制查看） 借贷"
    assert [one.id for one in station.front.page("consultation", query="王小红").lines] == [hidden.id]
    station.add_user("小麦", "另一句口令也很长", "mediator")
    station.close()
    with open_station(tmp_path / "home", passphrase="另一句口令也很长", user="小麦", today=TODAY) as other:
        assert other.front.page("consultation").lines == ()
        assert other.front.page("consultation", query="王小红").lines == ()
        assert refusal(other.front.find, hidden.id).code is Code.RECORD_UNKNOWN
        draft = with_visitor(consultation(), groups=("G10",))
        assert not other.desk_counter.may_keep("consultation", draft)
        assert refusal(other.front.add, "consultation", draft).code is Code.ROLE_MAY_NOT
        assert refusal(other.front.add, "adviser_roster", contract()).code is Code.ROLE_MAY_NOT
    with open_station(tmp_path / "home", passphrase=PASSPHRASE, user="站长", today=TODAY) as head:
        assert head.front.find(hidden.id).state == "已办结"


# --- what stands beside a record --------------------------------------------------------------------------


def test_checks_look_at_the_records_beside_one(desk):
    first = desk.add("adviser_order", order(opponent="冯某", no_conflict=True))
    second = desk.add("adviser_order", order(person=visitor(name="冯某", phone="13900000177")))
    assert "AO02" in {one.rule for one in desk.check(second)}
    assert first.number in next(one.message for one in desk.check(second) if one.rule == "AO02")
    one, other = desk.add("adviser", log()), desk.add("adviser", log(org="442000106205"))
    assert "AV04" in {each.rule for each in desk.check(other)}
    assert desk.figures(one)["month_total"] == Decimal(8)


def test_a_void_record_has_no_deadlines(station):
    made = station.front.add("reconsideration", application())
    assert station.front.deadlines(made)
    gone = station.desk_course.act(made.id, "void", on=DAY, reason="错")
    assert station.front.deadlines(gone) == ()


# --- steps ------------------------------------------------------------------------------------------------


def test_a_step_is_journalled_and_a_number_given_once(station):
    made = station.front.add("consultation", consultation())
    course = station.desk_course
    course.act(made.id, "consent", on=DAY)
    first = course.act(made.id, "refer", on=DAY, reason="法院：欠款").record.referral
    again = course.act(made.id, "refer", on=DAY, reason="劳动仲裁").record.referral
    assert (first.number, again.number, again.to) == ("转字〔2026〕0001号", "转字〔2026〕0001号", "劳动仲裁")
    verbs = [one.header.verb for one in station.front.history(made.id)]
    assert verbs == ["save", "act_consent", "act_refer", "act_refer"]
    own = station.front.add("referral", SERVICES["referral"].shape(date=DAY, org=ORG, content="求助"))
    course.act(own.id, "consent", on=DAY)
    passed = course.act(own.id, "refer", on=DAY, reason="法院").record
    assert passed.referral.number == passed.number
    station.front.import_record(service_entry("Z-01", OWN))
    given = course.act("Z-01", "refer", on=DAY, reason="民政").record.referral.number
    again = station.front.import_record(service_entry("Z-01", OWN))
    assert (again.changed, again.number, given) == (False, given, given)
    assert "refer" in dict(course.open_steps(station.front.find(own.id)))


def test_items_are_set_by_their_places_and_decisions_by_nobody(station):
    made = station.front.add("reconsideration", application())
    changed = station.desk_course.change(made.id, {"act.doc_no": "新号", "evidence[0].proves": "全部"})
    assert (changed.record.act.doc_no, changed.record.evidence[0].proves) == ("新号", "全部")
    for place in ("import.status", "number", "revisits[0].told", "void"):
        assert refusal(station.desk_course.change, made.id, {place: "x"}).code is Code.IMPORT_KEY_UNKNOWN
    assert refusal(station.desk_course.change, made.id, {"respondent": ""}).code is Code.DESK_ITEM_MISSING


def test_a_reason_lets_a_check_rest(station):
    made = station.front.add("consultation", consultation(channel=""))
    course = station.desk_course
    assert refusal(course.override, made.id, "CS01", " ").code is Code.REASON_MISSING
    assert refusal(course.override, made.id, "CS51", "因为").code is Code.RULE_NOT_FIRED
    kept = course.override(made.id, "cs01", "补登")
    assert kept.record.overrides == {"CS01": "补登"}


def test_the_organs_answers_come_by_file_alone_and_twice_without_harm(station):
    course = station.desk_course
    station.front.import_record(service_entry("R-02", OWN))
    told = {"status": "受理", "doc_no": "中府行复〔2026〕1号", "accepted": date(2026, 10, 8)}
    first = course.answer({"ref": "R-02", "import": told})
    assert (first.changed, first.state) == (True, "已受理")
    assert not course.answer({"number": first.number, "ref": "R-02", "import": told}).changed
    last = course.answer(
        {"ref": "R-02", "date": date(2026, 11, 1), "import": {"status": "撤销", "doc_no": "2号"}}
    )
    assert last.state == "已决定"
    assert station.front.find("R-02").record.result.on == date(2026, 11, 1)
    station.front.import_record(service_entry("C-01"))
    for entry, code in (
        ({"ref": "R-02", "center": {}}, Code.IMPORT_KEY_UNKNOWN),
        ({"ref": "R-02", "import": {"status": "也许"}}, Code.DESK_RESULT_UNKNOWN),
        ({"ref": "C-01", "import": told}, Code.RECORD_UNKNOWN),
        ({"import": told}, Code.RECORD_UNKNOWN),
        ({"ref": "R-02", "date": "昨天", "import": told}, Code.IMPORT_TYPE_WRONG),
    ):
        assert refusal(course.answer, entry).code is code


# --- registers --------------------------------------------------------------------------------------------


def test_a_register_holds_its_period_and_the_journal_says_who_wrote_it(station, tmp_path):
    for one in ALL:
        station.front.import_record(one)
    ledgers = station.desk_ledgers
    rows = {name: ledgers.write(name, YEAR, tmp_path / f"{name}.xlsx").rows for name in SERVICES}
    assert rows == {
        "consultation": 2,
        "adviser": 2,
        "adviser_order": 1,
        "adviser_roster": 1,
        "publicity": 2,
        "reconsideration": 2,
        "notary": 2,
        "referral": 3,
    }
    spring = Period(date(2026, 1, 1), date(2026, 3, 31))
    assert [one.passed_to for one in ledgers.lines("referral", spring)] == ["12348"]
    where = {"station": "三角镇", "masked": True}
    assert ledgers.write("publicity", YEAR, tmp_path / "p.xlsx", **where).rows == 0


FOUND = (
    ("consultation", "麦伟明", "C-01"),
    ("consultation", "mwm", "C-01"),
    ("consultation", "442000196605059971", "C-01"),
    ("consultation", "转字〔2026〕0031号", "C-01"),
    ("consultation", "押金", "C-01"),
    ("adviser", "张敏", "LV-01"),
    ("adviser", "13900000131", "LV-01"),
    ("adviser_order", "冯某", "LS-01"),
    ("publicity", "榕树头", "P-01"),
    ("reconsideration", "区少芬", "R-01"),
    ("notary", "梁伯", "N-01"),
)


def test_a_search_finds_a_record_by_whom_it_names_and_what_it_says(desk):
    for one in ALL:
        desk.import_record(one)
    for sector, query, ref in FOUND:
        assert [line.ref for line in desk.page(sector, query=query).lines] == [ref], query


def test_what_came_without_its_content_is_closed_to_everybody():
    for sector in SERVICES:
        assert sectors.guard_of(sector, {}) == SEALED
        assert sectors.guard_of(sector, {"colour": "red"}) == RESTRICTED
        assert sectors.guard_of(sector, {"date": "2026-06-10"}) == OPEN

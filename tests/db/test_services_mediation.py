"""The mediation desk over a real store."""

from dataclasses import replace
from datetime import date

import pytest

from tests.stations import acceptance_case, acceptance_cases, make_station, without_notes
from zsapp.base.errors import Code, Refusal
from zsapp.rules.findings import Stage
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party

TODAY = date(2026, 3, 9)
FIRST = Case(
    dispute_type="邻里纠纷", brief="漏水", parties=(Party(role="申请人", kind="自然人", name="何䶮"),)
)


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


@pytest.fixture
def desk(station):
    return station.mediation


def opened(desk, case=FIRST):
    return desk.save(
        desk.new_id(),
        replace(desk.blank(), **{name: getattr(case, name) for name in ("dispute_type", "brief", "parties")}),
        base_version=0,
    )


def test_a_new_case_knows_its_committee_and_today(desk):
    blank = desk.blank()
    assert blank.committee == "中山市沙溪镇龙瑞村人民调解委员会"
    assert blank.dates.apply == TODAY


def test_a_case_opens_with_type_name_and_one_line(desk):
    view = opened(desk)
    assert (view.version, view.state, view.number, view.sync) == (1, "已申请", "", "已登记")
    assert desk.find(view.id) == view


def test_what_is_being_typed_is_kept_and_is_nobodys_record(desk):
    record_id = desk.new_id()
    desk.save_draft(record_id, FIRST, 0)
    assert desk.draft(record_id).case == FIRST
    assert [one.record_id for one in desk.drafts()] == [record_id]
    assert desk.page().lines == ()
    desk.save(record_id, FIRST, base_version=0)
    assert desk.drafts() == ()
    desk.save_draft(record_id, FIRST, 1)
    desk.drop_draft(record_id)
    assert desk.draft(record_id) is None


def test_acceptance_gives_the_volume_its_number_once(desk):
    view = desk.act(opened(desk).id, "accept", on=TODAY)
    assert view.number == "〔2026〕沙龙人调字第1号"
    again = desk.act(view.id, "session", on=TODAY)
    assert (again.number, again.state) == (view.number, "调解中")
    assert desk.act(opened(desk).id, "accept", on=TODAY).number == "〔2026〕沙龙人调字第2号"


def test_a_case_is_found_by_its_number(desk):
    view = desk.act(opened(desk).id, "accept", on=TODAY)
    assert desk.find(view.number).id == view.id


def test_an_unknown_case_is_said_to_be_unknown(desk):
    with pytest.raises(Refusal) as refused:
        desk.find("〔2026〕没有的第9号")
    assert refused.value.code is Code.RECORD_UNKNOWN


def test_two_hands_on_one_case_do_not_overwrite_each_other(desk):
    view = opened(desk)
    desk.save(view.id, replace(view.case, brief="一"), base_version=1)
    with pytest.raises(Refusal) as refused:
        desk.save(view.id, replace(view.case, brief="二"), base_version=1)
    assert refused.value.code is Code.RECORD_CHANGED
    assert desk.find(view.id).case.brief == "一"


def test_every_person_becomes_a_record_of_their_own_and_is_known_again(station, desk):
    party = Party(role="申请人", kind="自然人", name="何䶮", id_no="442000196803159914")
    first = opened(desk, replace(FIRST, parties=(party,)))
    second = opened(desk, replace(FIRST, parties=(replace(party, phone="13800000101"),)))
    ids = {view.case.parties[0].person_id for view in (first, second)}
    assert len(ids) == 1
    with station.store.read() as reader:
        person = reader.record(ids.pop())
    assert (person.sector, person.version, person.payload["phone"]) == ("person", 2, "13800000101")


def test_two_people_of_one_name_stay_two(desk):
    views = [opened(desk, replace(FIRST, parties=(Party(kind="自然人", name="陈伟"),))) for _ in range(2)]
    assert len({view.case.parties[0].person_id for view in views}) == 2


@pytest.mark.parametrize("ref", [one["case"] for one in acceptance_cases()])
def test_an_acceptance_case_comes_back_as_it_was_given(desk, ref):
    given = acceptance_case(ref)
    taken = desk.import_case(given)
    assert taken.ref == ref
    assert desk.export_cases([taken.id]) == [without_notes(given)]
    assert desk.find(ref).number == given["volume_no"]


def test_importing_the_same_again_changes_nothing_and_a_change_is_a_new_version(desk):
    given = acceptance_case("C01")
    first = desk.import_case(given)
    assert desk.import_case(given) == replace(first, changed=False)
    changed = desk.import_case({**given, "brief": "另有新情况"})
    assert (changed.id, changed.changed, desk.find(first.id).version) == (first.id, True, 2)


def test_an_imported_number_pushes_the_counter(station, desk):
    ours = {**acceptance_case("C01"), "committee": station.profile.committee}
    desk.import_case(ours)
    assert desk.act(opened(desk).id, "accept", on=TODAY).number == "〔2026〕沙龙人调字第6号"


def test_a_key_nobody_knows_is_refused_by_name_and_nothing_is_stored(desk):
    given = acceptance_case("C01")
    bent = {**given, "parties": [{**given["parties"][0], "nickname": "阿䶮"}]}
    with pytest.raises(Refusal) as refused:
        desk.import_case(bent)
    assert (refused.value.code, refused.value.field) == (Code.IMPORT_KEY_UNKNOWN, "parties[0].nickname")
    assert desk.page().lines == ()


def test_a_record_of_another_service_waits_for_its_desk(desk):
    with pytest.raises(Refusal) as refused:
        desk.import_case({"id": "LA-01", "title": "援助"})
    assert refused.value.code is Code.SECTOR_UNKNOWN


def test_an_override_is_typed_journalled_and_kept_over_a_new_import(desk):
    given = acceptance_case("C01")
    bent = {**given, "copies": 1}
    view = desk.find(desk.import_case(bent).id)
    with pytest.raises(Refusal) as refused:
        desk.override(view.id, "R51", " ")
    assert refused.value.code is Code.REASON_MISSING
    with pytest.raises(Refusal) as refused:
        desk.override(view.id, "R99", "不存在")
    assert refused.value.code is Code.RULE_NOT_FIRED
    desk.override(view.id, "R51", "当事人只要一份")
    (found,) = [one for one in desk.check(desk.find(view.id).case, stage=Stage.PRINT) if one.rule == "R51"]
    assert (found.state, found.reason) == ("overridden", "当事人只要一份")
    assert [entry.header.verb for entry in desk.history(view.id)] == ["import", "override"]
    desk.import_case({**bent, "brief": "改"})
    assert desk.find(view.id).case.overrides == {"R51": "当事人只要一份"}


def test_the_confirmation_clock_runs_from_the_agreement(desk):
    view = desk.find(desk.import_case(acceptance_case("C05")).id)
    due = {one.id: one.due for one in desk.deadlines(view.case, date(2026, 9, 2))}
    assert due["T3"] == date(2026, 10, 8)


def test_the_list_is_newest_first_and_pages(desk):
    for given in acceptance_cases():
        desk.import_case(given)
    first = desk.page(limit=4)
    assert (len(first.lines), first.total, first.more) == (4, 6, True)
    rest = desk.page(limit=4, after=first.lines[-1].pk)
    assert (len(rest.lines), rest.more) == (2, False)
    assert [line.number for line in desk.page(query="何䶮").lines] == ["〔2026〕沙云人调字第5号"]
    assert len(desk.all_ids()) == 6

"""今日: one list of what the day asks for."""

from dataclasses import replace
from datetime import date

import pytest

from tests.intakes import intake_entries, make_intake
from tests.stations import acceptance_case, make_station
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Party
from zsapp.rules.roles import Badge, Role
from zsapp.services.today import Duty

TODAY = date(2026, 3, 9)
FIRST = Case(
    dispute_type="邻里纠纷", brief="漏水", parties=(Party(role="申请人", kind="自然人", name="何䶮"),)
)


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        yield opened


def duties(station, today=TODAY):
    return [
        (one.pressing, one.what, one.days)
        for one in station.todo.duties(today)
        if one.pressing not in ("unsent", "backup")
    ]


def test_a_fresh_application_waits_for_acceptance(station):
    case = replace(FIRST, committee=station.profile.committee, dates=Dates(apply=TODAY))
    station.mediation.save(station.mediation.new_id(), case, base_version=0)
    assert duties(station) == [("soon", "决定是否受理", 3)]
    assert duties(station, date(2026, 3, 20))[0][0] == "late"


def test_a_signed_agreement_counts_down_to_confirmation_and_then_falls_silent(station):
    open_case = {**acceptance_case("C01"), "dates": {"apply": TODAY, "accept": TODAY, "agree": TODAY}}
    station.mediation.import_case(open_case)
    assert ("later", "共同申请司法确认", 30) in duties(station)
    assert ("soon", "共同申请司法确认", 0) in duties(station, date(2026, 4, 8))
    assert duties(station, date(2026, 4, 9)) == [("late", "回访", -2)]


def test_what_was_half_typed_is_found_again(station):
    record_id = station.mediation.new_id()
    station.mediation.save_draft(record_id, FIRST, 0)
    (one,) = [duty for duty in station.todo.duties(TODAY) if duty.pressing == "draft"]
    assert (one.record_id, one.title) == (record_id, "何䶮")
    station.mediation.save_draft(record_id, replace(FIRST, parties=()), 0)
    assert [duty.title for duty in station.todo.duties(TODAY) if duty.pressing == "draft"] == ["未填姓名"]


def test_late_stands_above_soon_and_unsent_is_told(station):
    for apply_on in (date(2026, 3, 6), date(2026, 2, 2)):
        case = replace(FIRST, dates=Dates(apply=apply_on))
        station.mediation.save(station.mediation.new_id(), case, base_version=0)
    pressing = [one.pressing for one in station.todo.duties(TODAY)]
    assert pressing == ["late", "soon", "unsent"]


def test_an_archived_case_asks_for_nothing(station):
    station.mediation.import_case(acceptance_case("C01"))
    assert duties(station) == []


def test_what_was_promised_is_urged_until_it_is_done(station):
    dates = {"apply": TODAY, "accept": TODAY, "agree": TODAY}
    paid = {"obligor": "梁亚娣", "obligee": "何䶮", "kind": "给付", "amount": 1800, "due": date(2026, 3, 12)}
    moved = {"obligor": "梁亚娣", "kind": "作为", "what": "水管改道", "due": date(2026, 3, 20)}
    case = {**acceptance_case("C01"), "dates": dates, "schedule": [moved, paid], "outcome": {"form": "书面"}}
    station.mediation.import_case(case)
    urged = "督促履行：梁亚娣于2026年3月12日前向何䶮支付人民币1800元（大写：壹仟捌佰元整）"
    assert ("soon", urged, 3) in duties(station)
    assert ("late", urged, -1) in duties(station, date(2026, 3, 13))
    view = station.mediation.find("C01")
    done = replace(
        view.case, schedule=(view.case.schedule[0], replace(view.case.schedule[1], status="已履行"))
    )
    station.mediation.save(view.id, done, base_version=view.version)
    assert ("late", "督促履行：梁亚娣于2026年3月20日前履行：水管改道", -1) in duties(
        station, date(2026, 3, 21)
    )


@pytest.mark.parametrize(
    "outcome", [{"form": "书面", "performance": "履行完毕"}, {"result": "调解不成"}, {"form": "口头"}]
)
def test_nobody_is_urged_or_sent_to_court_where_nothing_is_owed(station, outcome):
    dates = {"apply": TODAY, "accept": TODAY, "agree": TODAY}
    owed = [{"obligor": "梁亚娣", "kind": "作为", "what": "道歉", "due": TODAY, "status": "已履行"}]
    case = {**acceptance_case("C01"), "dates": dates, "schedule": owed, "outcome": outcome}
    station.mediation.import_case(case)
    said = [what for _, what, _ in duties(station)]
    assert not [one for one in said if one.startswith(("督促履行", "共同申请司法确认"))]


def lines(station, sector, today=TODAY):
    found = [one for one in station.todo.duties(today) if one.sector == sector]
    return [(one.pressing, one.what, one.title) for one in found]


def test_an_application_waits_to_be_forwarded_beside_the_cases(station):
    entry = {key: value for key, value in intake_entries()["LA-01"].items() if key != "center"}
    station.legal_aid.import_intake(entry)
    ((pressing, what, title),) = lines(station, "legal_aid")
    assert (pressing, what) == ("soon", "转交法律援助处")
    assert title == entry["title"]
    (one,) = [one for one in station.todo.duties(TODAY) if one.sector == "legal_aid"]
    assert one.record_id == station.legal_aid.find("LA-01").id


def test_a_restricted_application_is_told_by_its_matter_and_nobody_looked_at_it(station):
    for entry in intake_entries().values():
        station.legal_aid.import_intake(entry)
    hidden = [one for one in station.todo.duties(date(2026, 12, 1)) if "（限制查看）" in one.title]
    assert hidden
    assert all(not one.marks for one in hidden)
    with station.store.read() as reader:
        assert reader.noted(["look"], 5) == ()


def test_who_may_not_see_restricted_records_has_no_line_of_them(station):
    for entry in intake_entries().values():
        station.legal_aid.import_intake(entry)
    station.store.badge = Badge(Role.MEDIATOR)
    titles = [one.title for one in station.todo.duties(date(2026, 12, 1))]
    assert not [one for one in titles if "（限制查看）" in one]


def test_an_application_half_typed_is_found_again(station):
    counter = station.aid_counter
    counter.save_draft(counter.new_id(), make_intake(), 0)
    assert lines(station, "legal_aid") == [("draft", "还没有登记，接着填写", "何永年")]
    counter.save_draft(counter.new_id(), make_intake(groups=("G10",)), 0)
    assert ("draft", "还没有登记，接着填写", "（限制查看）") in lines(station, "legal_aid")


def test_a_letter_of_the_front_desk_waits_for_its_answer(station):
    station.front.import_record(
        {
            "id": "C-9",
            "service": "咨询",
            "date": TODAY,
            "channel": "来函",
            "org": "442000106203",
            "org_name": "甲村",
            "person": {"name": "何某"},
            "category": "借贷",
            "content": "问",
        }
    )
    assert [one[:2] for one in lines(station, "consultation")] == [("later", "来函咨询答复")]


def test_the_people_of_a_case_are_told_with_it(station):
    dates = {"apply": TODAY, "accept": TODAY}
    station.mediation.import_case({**acceptance_case("C01"), "dates": dates})
    found = [one for one in station.todo.duties(TODAY) if one.sector == "mediation"]
    assert found
    assert all(one.first and one.marks == ("老年人", "大字") for one in found)


def test_a_source_adds_its_own_lines(station):
    class Extra:
        def duties(self, today):
            return [Duty(pressing="urgent", what="看", title="备份", due=today)]

    station.todo.add(Extra())
    assert station.todo.duties(TODAY)[0].title == "备份"

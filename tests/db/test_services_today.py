"""今日: one list of what the day asks for."""

from dataclasses import replace
from datetime import date

import pytest

from tests.stations import acceptance_case, make_station
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Party

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
        (one.pressing, one.what, one.days) for one in station.todo.duties(today) if one.pressing != "unsent"
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

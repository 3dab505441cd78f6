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

"""What an intake says on paper: boxes, other papers, channels, household, and sentences for citizens."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.aid_papers import STATION, gone, values_of, victim
from tests.intakes import make_intake, owning, visible, with_applicant
from zsapp.rules.legal_aid import LegalAidIntake, with_visibility
from zsapp.rules.legal_aid_paper import KEPT_BACK, Reach, hides
from zsapp.rules.legal_aid_paper_notices import plainer
from zsapp.rules.legal_aid_paper_slip import batch_paper
from zsapp.rules.legal_aid_parts import AidAgent, AidFile, AidVisit, CenterAnswer, Forum, Received, Supplement
from zsapp.services.tables import shipped_tables


def paper(number: str, intake: LegalAidIntake, today: date = date(2026, 3, 9)) -> Any:
    """Return an intake in the words of a form."""
    return values_of(number, intake, today)


def test_a_citizens_number_stands_in_boxes_and_any_other_paper_in_words() -> None:
    told = paper("A02", visible("LA-01"))
    assert "".join(getattr(told.boxes, f"box_{one}") for one in "abcdefghijklmnopqr") == "450881198703169972"
    assert told.other_id == ""
    guest = paper("A02", with_applicant(visible("LA-01"), id_type="11", id_no="H00009901"))
    assert (guest.boxes, guest.other_id) == (None, "港澳居民来往内地通行证 H00009901")
    agent = AidAgent(name="罗某", id_type="16", id_no="E00099001", type="委托代理人", relation="3")
    acting = paper("A02", make_intake(agent=agent))
    assert (acting.agent_boxes, acting.empowered) == (None, True)
    assert acting.agent_other_id == "中国护照 E00099001"
    assert paper("A02", make_intake()).agent == ""


@pytest.mark.parametrize(
    ("channel", "ticked"),
    [("来访", "by_visit"), ("上门", "by_home"), ("来电", "by_call"), ("网络", "by_net"), ("邮寄", "by_post")],
)
def test_the_way_an_application_came_is_ticked(channel: str, ticked: str) -> None:
    told = paper("A01", make_intake(received=Received(date=date(2026, 3, 9), channel=channel)))
    assert [one for one in ("by_visit", "by_home", "by_call", "by_net", "by_post") if getattr(told, one)] == [
        ticked
    ]


def test_money_is_written_twice_and_an_unknown_sum_not_at_all() -> None:
    assert paper("A02", make_intake(amount=Decimal("18000"))).amount == "18,000.00元（大写：壹万捌仟元整）"
    assert paper("A02", make_intake()).amount == ""


def test_who_may_see_where_an_applicant_lives() -> None:
    beaten, child, plain = with_visibility(victim()), with_visibility(visible("LA-07")), make_intake()
    seen = {
        reach: (hides(beaten, reach), hides(child, reach), hides(plain, reach))
        for reach in (Reach.SEALED, Reach.CENTER, Reach.OPEN)
    }
    assert seen == {
        Reach.SEALED: (False, False, False),
        Reach.CENTER: (True, False, False),
        Reach.OPEN: (True, True, False),
    }
    told = paper("A02", beaten)
    assert (told.address, told.phone, told.hukou, told.employer) == (KEPT_BACK,) * 4
    bare = with_visibility(replace(make_intake(matter="M14c", facts="被打。")))
    assert paper("A02", with_applicant(bare, hukou="", phone="")).hukou == ""


def test_the_statement_of_means_adds_up_like_the_means_test() -> None:
    told = paper("A04", visible("LA-09"))
    assert (told.members, told.total, told.per_capita, told.line) == (3, "124,200.00", "6,900.00", "2,592.00")
    assert (told.homes, told.cars, told.deposits, told.valuable) == (
        "2套，建筑面积224.00平方米",
        "1辆",
        "180,000.00",
        "有",
    )
    lone = paper("A04", make_intake(family=(), assets=owning(rural_house=1), spending_cause="重病住院"))
    assert (lone.family, lone.members, lone.total, lone.rural, lone.homes) == (None, None, "", "1套", "")
    assert (lone.ill, lone.sudden, lone.injured, lone.studying) == (True, False, False, False)
    before = replace(make_intake(), received=Received(date=date(2020, 1, 1)))
    assert (paper("A04", before).line, paper("A04", before).line_from) == ("", "")
    assert paper("A04", visible("LA-01")).exemptions == ("进城务工人员讨薪或者工伤（法援法42(三)）",)


def test_the_slip_ticks_the_opinion_and_its_ground() -> None:
    exempt = paper("A07", visible("LA-01"))
    assert (exempt.complete, exempt.unchecked, exempt.unlimited) == (True, True, False)
    free = paper("A07", with_visibility(victim()))
    assert (free.unchecked, free.unlimited, free.unlimited_basis) == (False, True, "法援法32(四)")
    promised = paper("A07", visible("LA-04"), date(2026, 6, 1))
    assert (promised.promised, promised.near, promised.urgent) == (True, False, False)
    pressed = make_intake(limitation_end=date(2026, 3, 12))
    assert paper("A07", pressed).urgent
    assert paper("A07", make_intake(documents=())).listing is None
    assert paper("A05", make_intake(documents=())).materials is None


def test_copies_pages_and_scans_stand_on_the_lists_as_they_were_counted() -> None:
    counted = AidFile(name="欠条", copies=2, pages=3, original=True, sha256="ab12cd34ef", note="字迹淡")
    told = make_intake(documents=("欠条", "聊天记录打印件9页"), files=(counted,))
    assert [row.cells for row in paper("A05", told).materials.rows] == [
        ("1", "欠条", "2", "3", "√", "", "字迹淡"),
        ("2", "聊天记录打印件9页", "1", "9", "", "√", ""),
    ]
    (first, second) = paper("A07", told).listing.rows
    assert first.cells == ("1", "欠条", "2", "3", "原件", "ab12cd34", "字迹淡")
    assert second.cells[4:] == ("复印件", "", "")


def test_a_call_stands_on_the_slip_and_an_agreed_day_on_the_notice() -> None:
    called = make_intake(calls=(AidVisit(date=date(2026, 3, 9), by="高伟明", told="已告知明天转交"),))
    assert paper("A07", called).called == "2026年3月9日已告知明天转交"
    asked = make_intake(supplement=Supplement(notice=date(2026, 3, 9), until=date(2026, 3, 16)))
    assert paper("A06", asked).asked_until == date(2026, 3, 16)


def test_a_batch_names_nobody_who_is_restricted() -> None:
    tables = shipped_tables()
    told = batch_paper([gone("LA-07"), gone("LA-01")], STATION, tables)
    assert told.listing is not None
    cells = [row.cells for row in told.listing.rows]
    assert [(one[0], one[2]) for one in cells] == [("1", "黎志强"), ("2", "（限制查看）")]
    assert (told.count, told.restricted, told.number) == (2, 1, "中沙云转批〔2026〕0001号")
    empty = batch_paper([make_intake()], STATION, tables)
    assert (empty.number, empty.sent_on) == ("", None)
    assert batch_paper([], STATION, tables).listing is None


def test_an_answer_is_told_with_its_reason_and_the_way_to_object() -> None:
    refused = paper("A09", visible("LA-09"))
    assert (refused.answer, refused.reason, refused.may_object) == (
        "不予法律援助",
        "不符合经济困难标准",
        True,
    )
    assert refused.objection_until == date(2026, 4, 13)
    granted = paper("A09", visible("LA-01"))
    assert (granted.granted, granted.refused, granted.may_object) == (True, False, False)
    ended = CenterAnswer(status="终止", date=date(2026, 5, 1), reason_code="T6", reason="已另聘律师")
    told = paper("A09", make_intake(center=ended))
    assert told.reason == "受援人自行委托律师或者其他代理人：已另聘律师"
    assert (told.other_answer, told.answer) == ("终止", "终止法律援助")
    withdrawn = paper("A09", make_intake(center=CenterAnswer(status="视为撤回")))
    assert (withdrawn.answer, withdrawn.granted) == ("视为撤回", False)
    assert paper("A09", make_intake()).granted is None


def test_citizens_are_told_what_they_may_do_in_words_that_promise_nothing() -> None:
    assert plainer("您仍可以坚持申请，由法律援助机构决定。") == "您仍可以坚持申请，由法律援助机构审查处理。"
    lines = [one.text for one in paper("A08", make_intake(forum=Forum(place="440600"))).opinions]
    assert any("佛山" in one for one in lines)
    assert lines[0].startswith("1．")


def test_what_the_centre_asked_for_stands_on_the_notice_else_what_is_missing() -> None:
    assert [one.text for one in paper("A06", gone("LA-01")).asked] == ["1．户口簿。", "2．病历。"]
    assert paper("A06", make_intake(documents=())).asked

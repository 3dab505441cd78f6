"""Forwarding and back over a real store: steps, batches, answers, papers, register and indicators."""

from copy import deepcopy
from dataclasses import replace
from datetime import date

import openpyxl
import pypdfium2 as pdfium
import pytest

from tests.intakes import intake_entries
from tests.papers import poppler
from tests.stations import make_station, without_notes
from zsapp.base.errors import Code, Refusal
from zsapp.rules.legal_aid import CENTER
from zsapp.rules.legal_aid_parts import Supplement
from zsapp.rules.reporting import Period
from zsapp.rules.roles import Badge, Role

TODAY = date(2026, 9, 8)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
REFUSED = {
    "status": "不予", "doc_no": "中法援不予字〔2026〕0019号", "date": date(2026, 3, 26),
    "delivered": date(2026, 3, 27), "reason_code": "N2",
}  # fmt: skip


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """Make a station once into which the visible intakes came without the centre's answers."""
    with make_station(tmp_path_factory.mktemp("aid") / "home", today=TODAY) as opened:
        for entry in intake_entries().values():
            kept = without_notes(deepcopy(entry))
            kept.pop("center")
            opened.legal_aid.import_intake(kept)
        yield opened


@pytest.fixture
def station(seeded):
    """Give the station as seeded: whatever a test did to its intakes is undone after it."""
    before = seeded.legal_aid.every()
    yield seeded
    now = {one.id: one for one in seeded.legal_aid.every()}
    kept = {one.id: one.intake for one in before}
    changed = [now[key] for key, intake in kept.items() if now[key].intake != intake]
    seeded.legal_aid.change(changed, lambda _, one: kept[one.id], "set")


def refused(code, errand, **facts):
    with pytest.raises(Refusal) as no:
        errand(**facts)
    assert no.value.code is code
    return no.value


# --- steps ------------------------------------------------------------------------------------------------


def test_a_notice_asks_for_everything_missing_and_takes_a_number_of_its_own(station):
    course = station.aid_course
    asked = course.act("LA-09", "ask", on=TODAY, reason="户口簿、病历")
    assert asked.intake.supplement == Supplement(
        notice=TODAY, missing=("户口簿", "病历"), number="中沙龙补〔2026〕0001号"
    )
    again = course.act("LA-09", "ask", on=TODAY, reason="户口簿")
    assert again.intake.supplement.number == "中沙龙补〔2026〕0001号"
    assert course.act("LA-09", "supply", on=TODAY).state == "已接收"
    course.change("LA-04", {"documents": ""})
    told = course.act("LA-04", "ask", on=TODAY)
    assert told.intake.supplement.missing == station.legal_aid.advise(told.intake).missing
    refused(Code.REASON_MISSING, lambda: course.act("LA-01", "ask", on=TODAY))
    refused(Code.RECORD_UNKNOWN, lambda: course.act("LA-99", "ask", on=TODAY))


def test_items_are_set_by_their_place_but_never_what_the_centre_says(station):
    course = station.aid_course
    view = course.change("LA-01", {"applicant.postcode": "528415", "limitation_end": "2026-12-01"})
    assert (view.intake.applicant.postcode, view.intake.limitation_end) == ("528415", date(2026, 12, 1))
    for place in ("center.status", "forwarded.date", "restricted", "answers[0].status"):
        no = refused(Code.IMPORT_KEY_UNKNOWN, lambda where=place: course.change("LA-01", {where: "给予"}))
        assert no.field == place
    assert refused(Code.DATE_WRONG, lambda: course.change("LA-01", {"received.date": "昨天"})).field


def test_what_the_precheck_points_out_may_rest_for_a_reason(station):
    course, desk = station.aid_course, station.legal_aid
    view = course.override("LA-04", "r-22", " 标准待市局更新 ")
    states = {one.rule: (one.state, one.reason) for one in desk.check(view.intake)}
    assert states["R-22"] == ("overridden", "标准待市局更新")
    assert desk.advise(view.intake).advice == "转交-需核查(承诺)"
    refused(Code.RULE_NOT_FIRED, lambda: course.override("LA-04", "R-99", "无"))
    refused(Code.REASON_MISSING, lambda: course.override("LA-04", "R-22", " "))


# --- forwarding -------------------------------------------------------------------------------------------


def test_what_waits_is_listed_with_the_urgent_first(station):
    station.aid_course.change("LA-09", {"limitation_end": "2026-09-10"})
    waiting = station.aid_course.waiting()
    assert [(one.intake.intake.id, one.urgent) for one in waiting][:2] == [("LA-09", True), ("LA-01", False)]
    assert [one.due for one in waiting[1:]] == sorted(one.due for one in waiting[1:])
    station.aid_course.change("LA-06", {"received.date": ""})
    assert "LA-06" not in [one.intake.intake.id for one in station.aid_course.waiting()]


def test_a_batch_goes_to_the_town_by_setting_and_a_restricted_one_never(station):
    course = station.aid_course
    batches = course.forward(["LA-01", "LA-07", "LA-01"], on=TODAY, route="town")
    assert [(one.to, [each.intake.id for each in one.intakes]) for one in batches] == [
        ("沙溪镇司法所", ["LA-01"]),
        (CENTER, ["LA-07"]),
    ]
    sent = batches[0].intakes[0]
    assert (sent.state, sent.intake.forwarded.opinion, sent.intake.forwarded.handler) == (
        "已转交",
        "转交-免予核查",
        "站长",
    )
    assert course.batch(batches[0].number) == batches[0]
    assert course.act("LA-01", "arrive", on=TODAY).state == "中心已收"
    refused(Code.CASE_STEP_NOT_OPEN, lambda: course.forward(["LA-01"], on=TODAY))
    refused(Code.AID_BATCH_UNKNOWN, lambda: course.batch("没有"))


def test_all_that_waits_goes_at_once_and_then_nothing_waits(station):
    course = station.aid_course
    (batch,) = course.forward(on=TODAY)
    assert (batch.to, len(batch.intakes)) == (CENTER, 6)
    assert course.waiting() == ()
    assert batch in course.batches()
    assert len(station.legal_aid.page(query=batch.number).lines) == 6
    refused(Code.AID_BATCH_EMPTY, lambda: course.forward(on=TODAY))


def test_the_setting_says_where_to(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as own:
        own.legal_aid.import_intake(without_notes(intake_entries()["LA-01"]) | {"center": None})
        told = own.set_aid_route("town")
        assert told.profile.aid_route == "town"
        assert told.aid_course.act("LA-01", "forward", on=TODAY).intake.forwarded.to == "沙溪镇司法所"


# --- the centre's answers ---------------------------------------------------------------------------------


def test_the_centres_file_twice_changes_nothing_and_the_clock_starts(station):
    course, desk = station.aid_course, station.legal_aid
    first = course.answer({"ref": "LA-09", "center": dict(REFUSED)})
    version = desk.find("LA-09").version
    again = course.answer({"number": first.number, "center": dict(REFUSED)})
    assert (first.changed, again.changed, desk.find("LA-09").version) == (True, False, version)
    assert first.objection_until == date(2026, 4, 13)
    assert desk.find("LA-09").state == "不予援助"
    entry = without_notes(deepcopy(intake_entries()["LA-09"]))
    entry.pop("center")
    assert not desk.import_intake(entry).changed  # an old file does not take the answer away


@pytest.mark.parametrize(
    ("entry", "code", "where"),
    [
        ({"ref": "LA-99", "center": REFUSED}, Code.RECORD_UNKNOWN, ""),
        ({"center": REFUSED}, Code.RECORD_UNKNOWN, ""),
        (
            {"ref": "LA-01", "number": "中西彩法援接〔2026〕0001号", "center": REFUSED},
            Code.RECORD_UNKNOWN,
            "ref",
        ),
        ({"ref": "LA-09"}, Code.AID_ANSWER_UNKNOWN, "center.status"),
        ({"ref": "LA-09", "center": {"状态": "给予"}}, Code.IMPORT_KEY_UNKNOWN, "状态"),
        ({"ref": "LA-09", "centre": REFUSED}, Code.IMPORT_KEY_UNKNOWN, "centre"),
        (
            {"ref": "LA-09", "center": REFUSED | {"date": date(2026, 3, 1)}},
            Code.AID_ANSWER_EARLY,
            "center.date",
        ),
    ],
)
def test_a_wrong_entry_is_refused_whole(station, entry, code, where):
    before = station.legal_aid.find("LA-09").version
    assert refused(code, lambda: station.aid_course.answer(entry)).field == where
    assert station.legal_aid.find("LA-09").version == before


def _carried(document):
    """Return how many files of data a PDF carries."""
    doc = pdfium.PdfDocument(document)
    return doc.count_attachments()


# --- papers -----------------------------------------------------------------------------------------------


def test_a_final_print_is_sealed_and_printed_again_as_it_was(station):
    papers = station.aid_papers
    first = papers.issue("A02", "LA-01", copies=1)
    again = papers.issue("legal_aid.application", "LA-01")
    assert (first.pdf, first.reprint, again.reprint) == (again.pdf, False, True)
    assert _carried(first.pdf) == 1
    draft = papers.issue("A02", "LA-01", draft=True)
    assert (draft.mode, draft.number) == ("draft", "中小同法援接〔2026〕0001号")


def test_a_restricted_print_carries_no_data_and_still_proves_itself(station, tmp_path):
    issued = station.aid_papers.issue("A11", "LA-07")
    assert _carried(issued.pdf) == 0
    out = tmp_path / "a.pdf"
    out.write_bytes(issued.pdf)
    assert station.proof.verify(str(out)).genuine


def test_a_paper_says_what_it_lacks_and_each_desk_knows_its_own(station):
    offers = {
        one.form.number: [lack.label for lack in one.lacks] for one in station.aid_papers.offers("LA-01")
    }
    assert (offers["A02"], offers["A09"]) == ([], ["法律援助处的答复"])
    assert "A12" not in offers
    no = refused(Code.FORM_NEEDS, lambda: station.aid_papers.issue("A07", "LA-01"))
    assert no.field == "forwarded.number"
    refused(Code.FORM_UNKNOWN, lambda: station.paper.issue("A02", "LA-01"))
    refused(Code.RECORD_UNKNOWN, lambda: station.aid_papers.issue("A02", "LA-99"))


def test_a_batch_is_printed_as_a_list(station):
    (batch,) = station.aid_course.forward(["LA-01", "LA-07"], on=TODAY)
    issued = station.aid_papers.issue("A12", batch.number)
    assert (issued.mode, issued.number, issued.pages) == ("final", batch.number, 1)
    assert station.aid_papers.issue("A12", batch.number, draft=True).mode == "draft"
    assert "陈梓涵" not in poppler(issued.pdf)
    refused(Code.AID_BATCH_UNKNOWN, lambda: station.aid_papers.issue("A12", "没有"))


# --- register and indicators ------------------------------------------------------------------------------


def test_the_register_of_a_period_names_applicants_but_no_restricted_one(station, tmp_path):
    figures = station.aid_figures
    assert figures.write(YEAR, tmp_path / "a.xlsx").rows == 6
    cells = _cells(tmp_path / "a.xlsx")
    assert {"黎志强", "（限制查看）"} <= cells
    assert not {"陈梓涵", "吴嘉怡"} & cells
    assert figures.write(YEAR, tmp_path / "b.xlsx", masked=True).masked
    assert "黎**" in _cells(tmp_path / "b.xlsx")
    summer = Period(date(2026, 6, 1), date(2026, 6, 30))
    assert figures.write(summer, tmp_path / "c.xlsx").rows == 1
    assert figures.write(YEAR, tmp_path / "d.xlsx", by="closed").rows == 0
    named = "小榄镇同乐社区公共法律服务工作室"
    assert figures.write(YEAR, tmp_path / "e.xlsx", station=named).rows == 1


def test_indicators_are_counted_and_written(station, tmp_path):
    station.aid_course.forward(["LA-07"], on=TODAY)
    found = {one.id: one for one in station.aid_figures.report(YEAR).indicators}
    assert (found["I09"].value, found["I09-1"].value, found["I09-2"].value) == ("6", "1", "100.00%")
    written = station.aid_figures.write_report(YEAR, tmp_path / "i.xlsx")
    assert written.file == tmp_path / "i.xlsx"
    assert {"转交及时率", "100.00%"} <= _cells(tmp_path / "i.xlsx")


def test_a_void_intake_stands_in_no_register(station):
    station.aid_course.act("LA-09", "void", on=TODAY, reason="重复登记")
    assert station.aid_figures.report(YEAR).indicators[0].value == "5"


def _cells(file):
    sheet = openpyxl.load_workbook(file).active
    return {cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)}


def test_a_town_forwards_to_the_centre_whatever_is_set(tmp_path):
    with make_station(tmp_path / "home", "town", today=TODAY) as town:
        entry = without_notes(intake_entries()["LA-01"]) | {"center": None}
        town.legal_aid.import_intake(entry)
        (batch,) = town.aid_course.forward(["LA-01"], on=TODAY, route="town")
        assert batch.to == CENTER
        assert replace(batch, intakes=()).number == "中沙转批〔2026〕0001号"


def test_a_mediator_sees_moves_prints_and_counts_no_restricted_intake(station, tmp_path):
    station.store.badge = Badge(Role.MEDIATOR)
    try:
        assert station.aid_figures.report(YEAR).indicators[0].value == "4"
        station.aid_figures.write(YEAR, tmp_path / "a.xlsx")
        assert "（限制查看）" not in _cells(tmp_path / "a.xlsx")
        assert {one.intake.restricted for one in station.aid_course.waiting()} == {()}
        for errand in (
            lambda: station.aid_course.act("LA-07", "forward", on=TODAY),
            lambda: station.aid_papers.issue("A02", "LA-07"),
            lambda: station.aid_course.answer({"ref": "LA-07", "center": {"status": "已受理"}}),
        ):
            refused(Code.RECORD_UNKNOWN, errand)
    finally:
        station.store.badge = Badge()
